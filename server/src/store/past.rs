//! A past that never happened, for measurements (`server/benches/load`): the program itself never calls this. Everything that an
//! order of long ago leaves behind is here (operation, order, lines, transfers, hash chain, balances, feed), so the books
//! of a home with an invented past balance, and `bekertje verify` says so.

use super::db::Tx;
use super::household::{self, Chain, OperationsEnd};
use super::operation::payload_hash_of;
use super::operation_log::Recorded;
use super::value::{Value, values};
use super::{Store, StoreError, feed, ledger, operation, order};
use domain::access::Actor;
use domain::amount::Amount;
use domain::calendar::{Day, Moment, TimeOfDay, Timestamp};
use domain::catalogue::{Item, Offer, PurseKind};
use domain::household::Household;
use domain::ids::{HouseholdId, LineId, OpId, OrderId, TransferId};
use domain::ledger::{Account, Phase, Reason, Transfer};
use domain::order::{LineState, Order, OrderLine};
use domain::sync::{Now, OperationKind, Verdict};
use std::collections::BTreeMap;
use uuid::Uuid;

const LINES_PER_ORDER: usize = 4;
/// Every line was reserved and delivered.
const TRANSFERS_PER_ORDER: usize = 2 * LINES_PER_ORDER;
/// Longer ago than what anyone still sees.
const DAYS_AGO: i64 = 400;

impl Store {
    /// Gives every household delivered orders until the journal of the home holds about `transfers` transfers.
    pub async fn invent_past(&self, transfers: usize, now: Now) -> Result<(), StoreError> {
        let ids = household::all_ids(&mut self.inner.db.single().await?).await?;
        let each = transfers.checked_div(ids.len()).unwrap_or(0);
        for id in ids {
            let store = self.clone();
            self.write(move |tx| {
                let store = store.clone();
                Box::pin(async move { invent(&store, tx, id, each, now).await })
            })
            .await?;
        }
        Ok(())
    }
}

async fn invent(store: &Store, tx: &mut Tx, id: HouseholdId, each: usize, now: Now) -> Result<(), StoreError> {
    let Some(locked) = household::lock(tx, id).await? else { return Ok(()) };
    let catalogue =
        store.catalogue_in(tx, locked.head.key.location, locked.head.catalogue_version, now.local.day).await?;
    let (mut household, chain, end) = (locked.household, locked.head.chain, locked.head.operations);
    household::complete_with_verdicts(tx, &mut household, now.local.day, &[OpId(Uuid::nil())], None).await?;
    order::read_one(tx, &mut household, now.local.day).await?;
    let wanted = u64::try_from(each).unwrap_or(0).saturating_sub(u64::try_from(chain.transfers).unwrap_or(0));
    let orders = usize::try_from(wanted).unwrap_or(0) / TRANSFERS_PER_ORDER;
    let unit = household.budget.granted.unit();
    let choice = catalogue.items.iter().find_map(|item| {
        let offer = item.offers.first()?;
        Some((item, offer, item.price(offer, PurseKind::Cup, unit).filter(|price| price.is_positive())?))
    });
    match choice {
        Some((item, offer, price)) if orders > 0 => {
            let past = Past {
                item,
                offer,
                price,
                actor: Actor::resident(),
                at: Timestamp(now.at.0 - DAYS_AGO * 86_400_000_000),
                day: now.local.day.plus_days(-DAYS_AGO),
            };
            past.write(tx, household, chain, end, orders).await
        }
        _ => Ok(()),
    }
}

/// What was ordered again and again.
struct Past<'a> {
    item: &'a Item,
    offer: &'a Offer,
    price: Amount,
    actor: Actor,
    at: Timestamp,
    day: Day,
}

impl Past<'_> {
    async fn write(
        &self,
        tx: &mut Tx,
        mut household: Household,
        chain: Chain,
        end: OperationsEnd,
        orders: usize,
    ) -> Result<(), StoreError> {
        let before = household.version;
        let mut end = end;
        let mut transfers = vec![self.grant(&household, orders)?];
        let mut operations = Vec::with_capacity(orders);
        let mut past = Vec::with_capacity(orders);
        for number in 0..orders {
            let op = OpId(number_of(&household, "operation", number, 0));
            let order = self.order(&household, number);
            for (index, line) in order.lines.iter().enumerate() {
                transfers.extend(self.hold_and_post(&household, op, &order, line, number, index));
            }
            household.version += 1;
            let (row, next) = self.operation(&household, op, &order, end)?;
            operations.push(row);
            end = next;
            past.push(order);
        }
        for transfer in &transfers {
            household.books.apply(transfer)?;
        }
        let in_sight = std::mem::replace(&mut household.orders, past);
        operation::insert(tx, operations).await?;
        order::insert(tx, &household, &household.orders.iter().collect::<Vec<_>>(), None).await?;
        order::write_lines(tx, &household, |_, _| true).await?;
        let chain = ledger::append(tx, &household, chain, &transfers.iter().collect::<Vec<_>>()).await?;
        household.orders = in_sight;
        household::write_judged(tx, &household, &chain, before, end).await?;
        for _ in 0..orders {
            feed::note(tx, household.location, household.ward, household.id).await?;
        }
        Ok(())
    }

    /// What the past cost was granted in the past: the cup of today stays as full as it is.
    fn grant(&self, household: &Household, orders: usize) -> Result<Transfer, StoreError> {
        let lines = u32::try_from(orders * LINES_PER_ORDER).unwrap_or(u32::MAX);
        let amount = self.price.times(lines).map_err(|error| StoreError::inconsistent("price", error))?;
        let id = number_of(household, "grant", 0, 0);
        Ok(self.transfer(id, (Account::Funding, Account::Cup), amount, Phase::Direct, Reason::Grant))
    }

    fn order(&self, household: &Household, number: usize) -> Order {
        let lines = (0..LINES_PER_ORDER).map(|index| OrderLine {
            id: LineId(number_of(household, "line", number, index)),
            item: self.item.id,
            offer: self.offer.id,
            purse: PurseKind::Cup,
            moment: Moment { day: self.day, time: self.offer.times.first().copied().unwrap_or(TimeOfDay::MIDNIGHT) },
            quantity: 1,
            unit_price: self.price,
            state: LineState::Delivered,
            delivered: Some(1),
            hold: None,
            charged: Some(self.price),
            cancel_asked: false,
            cancel_asked_at: None,
            decline: None,
            before: None,
        });
        Order {
            id: OrderId(number_of(household, "order", number, 0)),
            placed_by: self.actor.clone(),
            placed_at: self.at,
            lines: lines.collect(),
        }
    }

    fn hold_and_post(
        &self,
        household: &Household,
        op: OpId,
        order: &Order,
        line: &OrderLine,
        number: usize,
        index: usize,
    ) -> [Transfer; 2] {
        let accounts = (Account::Cup, Account::Delivered);
        let hold = number_of(household, "hold", number, index);
        let post = number_of(household, "post", number, index);
        let of_line = |transfer: Transfer| Transfer { line: Some((order.id, line.id)), op: Some(op), ..transfer };
        [
            of_line(self.transfer(hold, accounts, self.price, Phase::Hold, Reason::Order)),
            of_line(self.transfer(
                post,
                accounts,
                self.price,
                Phase::Post { hold: TransferId(hold) },
                Reason::Delivery,
            )),
        ]
    }

    fn transfer(
        &self,
        id: Uuid,
        (debit, credit): (Account, Account),
        amount: Amount,
        phase: Phase,
        reason: Reason,
    ) -> Transfer {
        Transfer {
            id: TransferId(id),
            debit,
            credit,
            amount,
            phase,
            reason,
            line: None,
            op: None,
            at: self.at,
            day: self.day,
        }
    }

    fn operation(
        &self,
        household: &Household,
        op: OpId,
        order: &Order,
        end: OperationsEnd,
    ) -> Result<(Vec<Value>, OperationsEnd), StoreError> {
        let kind = OperationKind::PlaceOrder {
            order: order.id,
            lines: order.lines.iter().map(|line| line.chosen_again(line.id)).collect(),
            catalogue_version: 1,
            max_total: BTreeMap::new(),
        };
        let payload_hash = payload_hash_of(household.id, &kind)?;
        let verdict = Verdict::Applied { version: household.version };
        let recorded = Recorded {
            op,
            stamp: None,
            actor: &self.actor,
            auth: "online",
            version: 1,
            kind: kind.code(),
            payload_hash: &payload_hash,
            verdict: &serde_json::to_value(&verdict)?,
            applied_version: Some(household.version),
            client_time: None,
            recorded_at: self.at.0,
            sent_by: None,
        };
        let end = recorded.after(end, household.id);
        let none: Option<i64> = None;
        let mut row = values![household.location, op, household.id, Option::<Uuid>::None, none, none];
        row.push(Value::json(&self.actor)?);
        row.extend(values!["online", 1_u32, kind.code()]);
        row.push(Value::json(&kind)?);
        row.push(Value::from(payload_hash));
        row.push(Value::json(&verdict)?);
        row.extend(values![Some(household.version), none, self.at]);
        // Nothing refused, sent by another, or left to be sorted out.
        row.extend([Value::Json(None), Value::Json(None), Value::Json(None)]);
        row.extend(values![end.count, end.hash]);
        Ok((row, end))
    }
}

/// Numbers that follow from the household and its version: two runs on the same home invent the same past.
fn number_of(household: &Household, what: &str, number: usize, index: usize) -> Uuid {
    Uuid::new_v5(&household.id.0, format!("{what} {} {number} {index}", household.version).as_bytes())
}
