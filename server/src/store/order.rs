//! Orders and their lines. A household in memory holds the open lines and those of the last weeks; the rest stays here.

use super::StoreError;
use super::db::Tx;
use super::household::DAYS_IN_SIGHT;
use super::statement::statements;
use super::value::{Row, Value, values};
use domain::amount::{Amount, Unit};
use domain::calendar::{Day, Moment, Timestamp};
use domain::catalogue::PurseKind;
use domain::household::Household;
use domain::ids::{HouseholdId, ItemId, LineId, LocationId, OfferId, OpId, OrderId, TransferId};
use domain::ledger::{Account, Hold};
use domain::order::{LineHold, LineState, Order, OrderLine};
use std::collections::BTreeMap;

macro_rules! line_select {
    ($which:literal, $when:literal) => {
        concat!(
            "SELECT l.household_id, l.order_id, l.line_id, l.position, l.item_id, l.offer_id, l.purse, l.day, l.at_time,
                l.quantity, l.unit, l.unit_price, l.state, l.delivered, l.hold_id, l.hold_amount, l.charged,
                l.cancel_asked, l.cancel_asked_at, l.decline, l.last_step, o.placed_by, o.placed_at
            FROM order_line l JOIN orders o
            ON o.location_id = l.location_id AND o.household_id = l.household_id AND o.order_id = l.order_id
            WHERE l.location_id = $1 AND l.household_id ",
            $which,
            " AND ",
            $when
        )
    };
}

statements! {
    /// Two halves that an index leads to: however long the history, only what is in sight is touched.
    LINES_IN_SIGHT = concat!(
        line_select!("IN ({list})", "l.is_open = TRUE"),
        " UNION ALL ",
        line_select!("IN ({list})", "l.is_open = FALSE AND l.day >= $2")
    );
    OPEN_LINES = line_select!("= $2", "l.is_open = TRUE");
    ALL_LINES = line_select!("= $2", "TRUE");
    INSERT_ORDERS = "INSERT INTO orders (location_id, household_id, order_id, placed_by, placed_at, op_id) VALUES {rows}";
    UPSERT_LINES = "INSERT INTO order_line (location_id, household_id, order_id, line_id, position, item_id, offer_id, purse,
            day, at_time, quantity, unit, unit_price, state, is_open, delivered, hold_id, hold_amount, charged, cancel_asked,
            cancel_asked_at, decline, last_step) VALUES {rows}
        ON CONFLICT (location_id, household_id, order_id, line_id) DO UPDATE SET
            day = excluded.day, at_time = excluded.at_time, state = excluded.state, is_open = excluded.is_open,
            delivered = excluded.delivered,
            hold_id = excluded.hold_id, hold_amount = excluded.hold_amount, charged = excluded.charged,
            cancel_asked = excluded.cancel_asked, cancel_asked_at = excluded.cancel_asked_at, decline = excluded.decline, last_step = excluded.last_step";
}

/// Reads the lines in sight into households of one location, and with them the open reservations.
pub async fn read(
    tx: &mut Tx,
    location: LocationId,
    households: &mut BTreeMap<HouseholdId, Household>,
    today: Day,
) -> Result<(), StoreError> {
    let ids: Vec<HouseholdId> = households.keys().copied().collect();
    let rows = tx.fetch_list(&LINES_IN_SIGHT, values![location, today.plus_days(-DAYS_IN_SIGHT)], ids).await?;
    let mut found: BTreeMap<HouseholdId, Found> = BTreeMap::new();
    for row in &rows {
        found.entry(HouseholdId(row.uuid("household_id")?)).or_default().add(row)?;
    }
    for (id, found) in found {
        if let Some(household) = households.get_mut(&id) {
            found.put_into(household);
        }
    }
    Ok(())
}

/// As [`read`], for one household.
pub async fn read_one(tx: &mut Tx, household: &mut Household, today: Day) -> Result<(), StoreError> {
    let fixed = values![household.location, today.plus_days(-DAYS_IN_SIGHT)];
    let rows = tx.fetch_list(&LINES_IN_SIGHT, fixed, [household.id]).await?;
    let mut found = Found::default();
    for row in &rows {
        found.add(row)?;
    }
    found.put_into(household);
    Ok(())
}

/// The open lines with their reservations: what must stand against the journal's open holds.
pub async fn open_lines(
    tx: &mut Tx,
    location: LocationId,
    household: HouseholdId,
) -> Result<Vec<OrderLine>, StoreError> {
    let rows = tx.fetch(&OPEN_LINES, values![location, household]).await?;
    rows.iter().map(line_from_row).collect()
}

/// Every order of a household, however long ago, oldest first.
pub async fn all(tx: &mut Tx, location: LocationId, household: HouseholdId) -> Result<Vec<Order>, StoreError> {
    let mut found = Found::default();
    for row in &tx.fetch(&ALL_LINES, values![location, household]).await? {
        found.add(row)?;
    }
    Ok(found.into_orders().collect())
}

/// An order while its lines come in, each with its place.
type Unsorted = (Order, Vec<(i64, OrderLine)>);

/// The orders of one household, oldest first.
#[derive(Default)]
struct Found {
    orders: BTreeMap<(Timestamp, OrderId), Unsorted>,
}

impl Found {
    fn add(&mut self, row: &Row) -> Result<(), StoreError> {
        let id = OrderId(row.uuid("order_id")?);
        let placed_at = Timestamp(row.int("placed_at")?);
        let line = (row.int("position")?, line_from_row(row)?);
        if let Some((_, lines)) = self.orders.get_mut(&(placed_at, id)) {
            lines.push(line);
        } else {
            let order = Order { id, placed_by: row.json("placed_by")?, placed_at, lines: Vec::new() };
            self.orders.insert((placed_at, id), (order, vec![line]));
        }
        Ok(())
    }

    fn into_orders(self) -> impl Iterator<Item = Order> {
        self.orders.into_values().map(|(mut order, mut lines)| {
            lines.sort_by_key(|(position, _)| *position);
            order.lines = lines.into_iter().map(|(_, line)| line).collect();
            order
        })
    }

    fn put_into(self, household: &mut Household) {
        for order in self.into_orders() {
            for line in &order.lines {
                if let Some((transfer, hold)) = reservation(line) {
                    household.books.holds.insert(transfer, hold);
                }
            }
            household.orders.push(order);
        }
    }
}

/// The reservation that an open line stands for.
pub fn reservation(line: &OrderLine) -> Option<(TransferId, Hold)> {
    let hold = line.hold?;
    let (debit, credit) = (Account::of_purse(line.purse)?, Account::delivered_from(line.purse)?);
    Some((hold.transfer, Hold { debit, credit, amount: hold.amount }))
}

fn line_from_row(row: &Row) -> Result<OrderLine, StoreError> {
    let unit = row.code("unit", Unit::from_code)?;
    let time = row.text("at_time")?.parse().map_err(|error| StoreError::inconsistent("order_line.at_time", error))?;
    let hold = match (row.get::<Option<uuid::Uuid>>("hold_id")?, row.get::<Option<i64>>("hold_amount")?) {
        (Some(transfer), Some(amount)) => {
            Some(LineHold { transfer: TransferId(transfer), amount: Amount::new(unit, amount) })
        }
        _ => None,
    };
    let delivered: Option<i64> = row.get("delivered")?;
    let delivered = delivered.map(u32::try_from).transpose();
    let cancel_asked_at: Option<String> = row.get("cancel_asked_at")?;
    let cancel_asked_at = cancel_asked_at.map(|moment| moment.parse()).transpose();
    Ok(OrderLine {
        id: LineId(row.uuid("line_id")?),
        item: ItemId(row.uuid("item_id")?),
        offer: OfferId(row.uuid("offer_id")?),
        purse: row.code("purse", PurseKind::from_code)?,
        moment: Moment { day: row.day("day")?, time },
        quantity: row.small("quantity")?,
        unit_price: Amount::new(unit, row.int("unit_price")?),
        state: row.code("state", LineState::from_code)?,
        delivered: delivered.map_err(|error| StoreError::inconsistent("order_line.delivered", error))?,
        hold,
        charged: row.get::<Option<i64>>("charged")?.map(|minor| Amount::new(unit, minor)),
        cancel_asked: row.get("cancel_asked")?,
        cancel_asked_at: cancel_asked_at
            .map_err(|error| StoreError::inconsistent("order_line.cancel_asked_at", error))?,
        decline: row.json_or_null("decline")?,
        before: row.json_or_null("last_step")?,
    })
}

fn line_values(
    household: &Household,
    order: OrderId,
    position: i64,
    line: &OrderLine,
) -> Result<Vec<Value>, StoreError> {
    let mut row = values![
        household.location,
        household.id,
        order,
        line.id,
        position,
        line.item,
        line.offer,
        line.purse.code(),
        line.moment.day,
        line.moment.time.to_string(),
        line.quantity,
        line.unit_price.unit(),
        line.unit_price,
        line.state.code(),
        line.state.is_open(),
        line.delivered,
        line.hold.map(|hold| hold.transfer),
        line.hold.map(|hold| hold.amount),
        line.charged,
        line.cancel_asked,
        line.cancel_asked_at.map(|moment| moment.to_string()),
    ];
    row.push(Value::json_or_null(line.decline.as_ref())?);
    row.push(Value::json_or_null(line.before.as_ref())?);
    Ok(row)
}

/// Adds orders without their lines; [`write_lines`] adds those.
pub async fn insert(tx: &mut Tx, household: &Household, orders: &[&Order], op: Option<OpId>) -> Result<(), StoreError> {
    let mut rows = Vec::with_capacity(orders.len());
    for order in orders {
        let mut row = values![household.location, household.id, order.id];
        row.push(Value::json(&order.placed_by)?);
        row.extend(values![order.placed_at, op]);
        rows.push(row);
    }
    tx.send_rows(&INSERT_ORDERS, rows).await
}

/// Writes lines as they are now in `household`: new ones and changed ones in one statement.
pub async fn write_lines(
    tx: &mut Tx,
    household: &Household,
    chosen: impl Fn(OrderId, LineId) -> bool,
) -> Result<(), StoreError> {
    let mut rows = Vec::new();
    for order in &household.orders {
        for (position, line) in (0_i64..).zip(&order.lines).filter(|(_, line)| chosen(order.id, line.id)) {
            rows.push(line_values(household, order.id, position, line)?);
        }
    }
    tx.send_rows(&UPSERT_LINES, rows).await
}
