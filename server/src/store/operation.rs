//! Judging: facts under the household's lock, one decision by the domain, and its effects, transfers, balances, feed and
//! verdict in the same transaction. What is not final (`retry`, `hold`) and what is nobody's business is never stored.

use super::db::Tx;
use super::household::{self, Chain, Key, LockedRow, StoredVerdict};
use super::ledger;
use super::migrate::hex;
use super::order;
use super::places;
use super::statement::statements;
use super::value::{Value, values};
use super::{Store, StoreError, feed};
use domain::access::{Scope, Viewer};
use domain::catalogue::PurseKind;
use domain::household::{HelpRequest, Household};
use domain::ids::{LineId, OpId, OrderId};
use domain::ledger::{Account, LedgerError, Transfer};
use domain::order::Order;
use domain::sync::wire::Judged;
use domain::sync::{
    Auth, Effect, Facts, Now, OPERATION_VERSION, Operation, OperationKind, Outcome, Refusal, RefusedOrder, Verdict,
    decide, instead_of,
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

statements! {
    INSERT_OPERATION = "INSERT INTO operation (location_id, op_id, household_id, device_id, device_epoch, device_sequence,
        actor, auth, version, kind, payload, payload_hash, verdict, applied_version, client_time, recorded_at, refused_order)
        VALUES {rows}";
    CLOSE_REFUSED = "UPDATE operation SET refused_order = NULL WHERE location_id = $1 AND op_id = $2";
}

/// One operation on its way through the judge.
struct Case {
    viewer: Viewer,
    operation: Operation,
    payload_hash: String,
    now: Now,
}

impl Store {
    /// The verdict on one operation, final where it can be; the answer comes after the commit.
    pub async fn judge(&self, viewer: &Viewer, operation: Operation, now: Now) -> Result<Judged, StoreError> {
        Ok(self.judge_in_epoch(viewer, operation, now).await?.0)
    }

    /// As [`Store::judge`], and the server's epoch at that moment where it was read along.
    pub async fn judge_in_epoch(
        &self,
        viewer: &Viewer,
        operation: Operation,
        now: Now,
    ) -> Result<(Judged, Option<Uuid>), StoreError> {
        let op_id = operation.op_id;
        if operation.v > OPERATION_VERSION {
            return Ok((Judged { op_id, verdict: Verdict::Hold }, None));
        }
        let case = Arc::new(Case::new(viewer, operation, now)?);
        let store = self.clone();
        self.write(move |tx| {
            let (store, case) = (store.clone(), Arc::clone(&case));
            Box::pin(async move {
                let locked = household::lock_row(tx, case.operation.household).await?;
                let Some(locked) = locked else {
                    return Ok((Judged { op_id, verdict: refused(Refusal::NotAllowed) }, None));
                };
                let verdict = judge(&store, tx, &case, &locked).await?;
                Ok((Judged { op_id, verdict }, Some(locked.epoch)))
            })
        })
        .await
    }
}

impl Case {
    /// The server, not the device, says who acts.
    fn new(viewer: &Viewer, operation: Operation, now: Now) -> Result<Self, StoreError> {
        let payload_hash = payload_hash(&operation)?;
        let operation = Operation { actor: viewer.actor.clone(), ..operation };
        Ok(Self { viewer: viewer.clone(), operation, payload_hash, now })
    }
}

/// What makes two operations with one number the same: who they are for and what they ask.
fn payload_hash(operation: &Operation) -> Result<String, StoreError> {
    // Fields are written in the order of the type and maps are sorted: one payload has one text.
    let mut hash = Sha256::new();
    hash.update(operation.household.0.as_bytes());
    hash.update(serde_json::to_vec(&operation.kind)?);
    Ok(hex(&hash.finalize()))
}

fn refused(refusal: Refusal) -> Verdict {
    Verdict::Refused { refusal: Box::new(refusal) }
}

async fn judge(store: &Store, tx: &mut Tx, case: &Case, locked: &LockedRow) -> Result<Verdict, StoreError> {
    let operation = &case.operation;
    // Not stored: someone who may not see this household learns nothing and leaves no trace in it.
    if !is_within(&case.viewer.scope, &locked.key) {
        return Ok(refused(Refusal::NotAllowed));
    }
    let asked: Vec<OpId> = std::iter::once(operation.op_id).chain(operation.depends_on.iter().copied()).collect();
    let (household, stored) = read(store, tx, case, locked, &asked).await?;
    if let Some(known) = stored.get(&operation.op_id) {
        return Ok(known.on(&case.payload_hash));
    }
    let judged = Judging { store, case, locked, household: &household };
    for op in &operation.depends_on {
        match stored.get(op).map(|known| &known.verdict) {
            Some(Verdict::Refused { .. }) => {
                return judged.conclude(tx, refused(Refusal::DependsOnRefused { op: *op })).await;
            }
            Some(_) => {}
            // It has not come in yet, or could not be judged: this one waits for it.
            None => return Ok(Verdict::Retry),
        }
    }
    let catalogue = store.catalogue_in(tx, household.location, locked.catalogue_version, case.now.local.day).await?;
    let counted = places::for_operation(tx, operation, &household, &catalogue, case.now.local.day).await?;
    let facts = Facts { household: &household, catalogue: &catalogue, places: &counted.places, now: case.now };
    match decide(operation, &facts) {
        Err(refusal) => judged.conclude(tx, refused(refusal)).await,
        Ok(Outcome::Noop(why)) => judged.conclude(tx, Verdict::Noop { why }).await,
        Ok(Outcome::Apply(effects)) => match applied(&effects, &facts, case)? {
            Err(refusal) => judged.conclude(tx, refused(refusal)).await,
            Ok(after) => {
                places::note(tx, &counted, &catalogue, &household, &after).await?;
                judged.apply(tx, after, &effects).await
            }
        },
    }
}

/// The household under its lock and the verdicts on `asked`. A household that is known in this version is not read again.
async fn read(
    store: &Store,
    tx: &mut Tx,
    case: &Case,
    locked: &LockedRow,
    asked: &[OpId],
) -> Result<(Arc<Household>, BTreeMap<OpId, StoredVerdict>), StoreError> {
    let today = case.now.local.day;
    if let Some(known) = store.known_household(&locked.key, locked.epoch, today) {
        return Ok((known, household::verdicts(tx, locked.key.location, asked).await?));
    }
    let mut household = locked.household()?;
    let stored = household::complete_with_verdicts(tx, &mut household, today, asked).await?;
    order::read_one(tx, &mut household, today).await?;
    Ok((Arc::new(household), stored))
}

fn is_within(scope: &Scope, key: &Key) -> bool {
    match scope {
        Scope::Resident { location, household } => *household == key.household && *location == key.location,
        Scope::Family { households, .. } => households.contains(&key.household),
        Scope::Ward { location, ward, .. } => *ward == key.ward && *location == key.location,
        Scope::Office { locations, .. } => locations.contains(&key.location),
    }
}

impl StoredVerdict {
    fn on(&self, payload_hash: &str) -> Verdict {
        if self.payload_hash == payload_hash { self.verdict.clone() } else { refused(Refusal::OpIdReused) }
    }
}

/// The household with the effects in it. The books have the last word: what the rules allowed and the books do not is too
/// little money, said in the same words.
fn applied(effects: &[Effect], facts: &Facts<'_>, case: &Case) -> Result<Result<Household, Refusal>, StoreError> {
    let before = facts.household;
    let mut after = before.clone();
    match after.apply(effects) {
        Ok(()) => Ok(Ok(after)),
        Err(LedgerError::Overdrawn { account, short }) => {
            let purse = if account == Account::Own { PurseKind::Own } else { PurseKind::Cup };
            let wanted = match &case.operation.kind {
                OperationKind::PlaceOrder { lines, .. } => lines.first().map(|line| line.item),
                _ => None,
            };
            Ok(Err(Refusal::TooLittleLeft {
                purse,
                short,
                left: before.books.spendable(account),
                instead: instead_of(wanted, before, facts.catalogue, facts.places, case.now.local),
                last_order: None,
            }))
        }
        Err(error) => Err(error.into()),
    }
}

/// One operation with its household, while it is judged.
struct Judging<'a> {
    store: &'a Store,
    case: &'a Case,
    locked: &'a LockedRow,
    household: &'a Household,
}

impl Judging<'_> {
    /// Writes what an applied operation changed, and that it was applied.
    async fn apply(&self, tx: &mut Tx, after: Household, effects: &[Effect]) -> Result<Verdict, StoreError> {
        let mut orders: Vec<&Order> = Vec::new();
        let mut lines: BTreeSet<(OrderId, LineId)> = BTreeSet::new();
        let mut transfers: Vec<&Transfer> = Vec::new();
        let mut questions: Vec<&HelpRequest> = Vec::new();
        let mut closed: Vec<OpId> = Vec::new();
        for effect in effects {
            match effect {
                Effect::OrderPlaced(order) => {
                    lines.extend(order.lines.iter().map(|line| (order.id, line.id)));
                    orders.push(order);
                }
                Effect::LineChanged { order, line } => {
                    lines.insert((*order, line.id));
                }
                Effect::Moved(transfer) => transfers.push(transfer),
                // Baskets stand in the household's own row.
                Effect::BasketChanged { .. } => {}
                Effect::HelpAsked(HelpRequest { id: help, .. }) | Effect::HelpAnswered { help, .. } => {
                    questions.extend(after.help.iter().filter(|asked| asked.id == *help));
                }
                Effect::RefusalClosed { op } => closed.push(*op),
            }
        }
        order::insert(tx, &after, &orders, Some(self.case.operation.op_id)).await?;
        order::write_lines(tx, &after, |order, line| lines.contains(&(order, line))).await?;
        let chain = ledger::append(tx, &after, self.locked.chain, &transfers).await?;
        household::write_help(tx, &after, &questions).await?;
        for op in closed {
            tx.send(&CLOSE_REFUSED, values![after.location, op]).await?;
        }
        let verdict = Verdict::Applied { version: after.version };
        self.finish(tx, after, chain, &verdict, None).await?;
        Ok(verdict)
    }

    /// Stores a verdict that changed nothing; but an order that was not made stays in sight until someone closes it.
    async fn conclude(&self, tx: &mut Tx, verdict: Verdict) -> Result<Verdict, StoreError> {
        match refused_order(self.case, &verdict) {
            None => record(tx, self.case, self.household, &verdict, None).await?,
            Some(refused) => {
                let mut after = self.household.clone();
                after.version += 1;
                after.refused.push(refused.clone());
                self.finish(tx, after, self.locked.chain, &verdict, Some(&refused)).await?;
            }
        }
        Ok(verdict)
    }

    /// The household's own row, the ward's feed, and the verdict.
    async fn finish(
        &self,
        tx: &mut Tx,
        mut after: Household,
        chain: Chain,
        verdict: &Verdict,
        refused: Option<&RefusedOrder>,
    ) -> Result<(), StoreError> {
        household::write(tx, &after, &chain, self.household.version).await?;
        record(tx, self.case, &after, verdict, refused).await?;
        // Last, because from here on other changes of the ward wait.
        feed::note(tx, after.location, after.ward, after.id).await?;
        let today = self.case.now.local.day;
        household::settle(&mut after, today);
        self.store.remember_after(tx, after, self.locked.epoch, today);
        Ok(())
    }
}

fn refused_order(case: &Case, verdict: &Verdict) -> Option<RefusedOrder> {
    let (OperationKind::PlaceOrder { lines, .. }, Verdict::Refused { refusal }) = (&case.operation.kind, verdict)
    else {
        return None;
    };
    // Who may not order here leaves nothing in the resident's sight.
    (**refusal != Refusal::NotAllowed).then(|| RefusedOrder {
        op: case.operation.op_id,
        by: case.operation.actor.clone(),
        at: case.now.at,
        lines: lines.clone(),
        refusal: (**refusal).clone(),
    })
}

async fn record(
    tx: &mut Tx,
    case: &Case,
    household: &Household,
    verdict: &Verdict,
    refused: Option<&RefusedOrder>,
) -> Result<(), StoreError> {
    let operation = &case.operation;
    let stamp = operation.stamp;
    let applied_version = match verdict {
        Verdict::Applied { version } => Some(*version),
        _ => None,
    };
    let mut row = values![
        household.location,
        operation.op_id,
        household.id,
        stamp.map(|stamp| stamp.device),
        stamp.map(|stamp| stamp.epoch),
        stamp.map(|stamp| stamp.sequence),
    ];
    row.push(Value::json(&operation.actor)?);
    row.extend(values![auth_code(operation.auth), u32::from(operation.v), operation.kind.code()]);
    row.push(Value::json(&operation.kind)?);
    row.push(Value::from(case.payload_hash.as_str()));
    row.push(Value::json(verdict)?);
    row.extend(values![applied_version, operation.client_time, case.now.at]);
    row.push(Value::json_or_null(refused)?);
    insert(tx, vec![row]).await
}

/// Writes operations with their verdicts, each as [`record`] lays out its row.
pub(super) async fn insert(tx: &mut Tx, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
    tx.send_rows(&INSERT_OPERATION, rows).await
}

const fn auth_code(auth: Auth) -> &'static str {
    match auth {
        Auth::Online => "online",
        Auth::OfflinePin => "offline_pin",
    }
}
