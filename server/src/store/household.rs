//! A household as one decision needs it: one row with what is small, its accounts, questions and refused orders, and the
//! lines of its orders. Three statements, for one household or for a whole ward.

use super::StoreError;
use super::db::Tx;
use super::order;
use super::statement::statements;
use super::value::{Row, Value, values};
use domain::access::Authority;
use domain::amount::{Amount, Unit};
use domain::budget::Period;
use domain::calendar::{Day, Timestamp};
use domain::catalogue::Localized;
use domain::exception::Exception;
use domain::household::{CurrentBudget, HelpRequest, Household};
use domain::ids::{HelpId, HouseholdId, LocationId, OpId, WardId};
use domain::ledger::{Account, Balance, Books};
use domain::sync::device::Limits;
use domain::sync::{DeviceNotice, DeviceStamp, RefusedOrder, Verdict};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Closed orders and answered questions are in sight this long.
pub const DAYS_IN_SIGHT: i64 = 60;

macro_rules! household_select {
    () => {
        "SELECT h.location_id, h.household_id, h.ward_id, h.code, h.version, h.resident, h.text_size, h.preferences,
            h.clearances, h.baskets, h.proposals, h.period_start, h.period_end, h.granted, h.carried, h.waterfall, h.frozen,
            h.transfers, h.chain, h.operations, h.operations_hash, h.operations_before,
            l.name AS location_name, l.unit, l.catalogue_version, l.places_version, w.name AS ward_name,
            w.devices, o.epoch, o.epoch_began_at, o.name AS home_name, o.demo, o.price_note, o.limits,
            COALESCE((SELECT MAX(c.sequence) FROM change c
                WHERE c.location_id = h.location_id AND c.ward_id = h.ward_id), 0) AS feed
        FROM household h
        JOIN location l ON l.location_id = h.location_id
        JOIN ward w ON w.location_id = h.location_id AND w.ward_id = h.ward_id
        CROSS JOIN home o "
    };
}

/// Accounts, questions, refused orders and authorities in one shape, of the households that `$which` chooses.
macro_rules! parts_select {
    ($which:literal) => {
        concat!(
            "SELECT 'account' AS part, household_id, CAST(NULL AS UUID) AS id, account AS code,
                debits_pending AS n1, debits_posted AS n2, credits_pending AS n3, credits_posted AS n4,
                CAST(NULL AS JSONB) AS detail, CAST(NULL AS JSONB) AS more
            FROM account WHERE location_id = $1 AND household_id ",
            $which,
            " UNION ALL
            SELECT 'help', household_id, help_id, topic, asked_at, answered_at, NULL, NULL, asked_by, answered_by
            FROM help_request WHERE location_id = $1 AND (answered_at IS NULL OR asked_at >= $2) AND household_id ",
            $which,
            " UNION ALL
            SELECT 'refused', household_id, op_id, kind, recorded_at, NULL, NULL, NULL, refused_order, NULL
            FROM operation WHERE location_id = $1 AND refused_order IS NOT NULL AND household_id ",
            $which,
            " UNION ALL
            SELECT 'exception', household_id, op_id, kind, recorded_at, NULL, NULL, NULL, exception, NULL
            FROM operation WHERE location_id = $1 AND exception IS NOT NULL
                AND (exception_settled_at IS NULL OR exception_settled_at >= $2) AND household_id ",
            $which,
            " UNION ALL
            SELECT 'authority', household_id, person_id, code, NULL, NULL, NULL, NULL, authority, NULL
            FROM authority WHERE location_id = $1 AND household_id ",
            $which
        )
    };
}

statements! {
    LOCK_HEAD = "SELECT h.location_id, h.household_id, h.ward_id, h.version, h.transfers, h.chain, h.operations,
            h.operations_hash, l.catalogue_version, o.epoch, o.epoch_began_at
        FROM household h JOIN location l ON l.location_id = h.location_id CROSS JOIN home o
        WHERE h.household_id = $1 AND h.erased_at IS NULL {lock h}";
    LOCK_HOUSEHOLD = concat!(household_select!(), "WHERE h.household_id = $1 AND h.erased_at IS NULL {lock h}");
    HOUSEHOLDS_BY_ID = concat!(household_select!(), "WHERE h.household_id IN ({list}) AND h.erased_at IS NULL");
    /// Whoever was erased has books all the same.
    HOUSEHOLD_WITH_BOOKS = concat!(household_select!(), "WHERE h.household_id = $1");
    HOUSEHOLDS_OF_WARD = concat!(household_select!(), "WHERE h.location_id = $1 AND h.ward_id = $2 AND h.erased_at IS NULL");
    HOUSEHOLDS_OF_LOCATIONS = concat!(household_select!(), "WHERE h.location_id IN ({list}) AND h.erased_at IS NULL");
    ALL_HOUSEHOLD_IDS = "SELECT household_id FROM household ORDER BY location_id, household_id";
    PARTS = parts_select!("IN ({list})");
    PARTS_AND_VERDICTS = concat!(
        parts_select!("= $3"),
        " UNION ALL
        SELECT 'verdict', household_id, op_id, payload_hash, recorded_at, NULL, NULL, NULL, verdict, NULL
        FROM operation WHERE location_id = $1 AND op_id IN ({list})
        UNION ALL
        SELECT 'number', household_id, op_id, payload_hash, recorded_at, NULL, NULL, NULL, verdict, NULL
        FROM operation WHERE device_id = $4 AND device_epoch = $5 AND device_sequence = $6"
    );
    VERDICTS = "SELECT 'verdict' AS part, op_id AS id, payload_hash AS code, recorded_at AS n1, verdict AS detail
        FROM operation WHERE location_id = (SELECT h.location_id FROM household h WHERE h.household_id = $1)
            AND op_id IN ({list})
        UNION ALL
        SELECT 'number', op_id, payload_hash, recorded_at, verdict
        FROM operation WHERE device_id = $2 AND device_epoch = $3 AND device_sequence = $4";
    UPDATE_HOUSEHOLD = "UPDATE household SET version = $3, baskets = $4, proposals = $5, transfers = $6, chain = $7
        WHERE location_id = $1 AND household_id = $2 AND version = $8";
    UPDATE_JUDGED = "UPDATE household SET version = $3, baskets = $4, proposals = $5, transfers = $6, chain = $7,
            operations = $9, operations_hash = $10
        WHERE location_id = $1 AND household_id = $2 AND version = $8";
    NOTE_OPERATION = "UPDATE household SET operations = $3, operations_hash = $4
        WHERE location_id = $1 AND household_id = $2";
    SET_FROZEN = "UPDATE household SET frozen = $3, version = version + 1
        WHERE location_id = $1 AND household_id = $2 AND frozen <> $3";
    UPSERT_HELP = "INSERT INTO help_request
        (location_id, household_id, help_id, topic, asked_by, asked_at, answered_at, answered_by) VALUES {rows}
        ON CONFLICT (location_id, household_id, help_id)
        DO UPDATE SET answered_at = excluded.answered_at, answered_by = excluded.answered_by";
}

/// What stands around a household: its home, its place, and where its chain and feed are.
#[derive(Clone, Debug)]
pub struct Surroundings {
    pub home: String,
    pub location_name: String,
    pub ward_name: String,
    pub unit: Unit,
    pub demo: bool,
    pub price_note: Localized,
    /// What devices may do without the server.
    pub limits: Limits,
    pub epoch: Uuid,
    pub catalogue_version: i64,
    pub places_version: i64,
    /// The last number of the ward's feed.
    pub feed: i64,
    /// What must be known of the ward's devices.
    pub devices: Vec<DeviceNotice>,
}

impl Surroundings {
    pub fn of(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            home: row.text("home_name")?,
            location_name: row.text("location_name")?,
            ward_name: row.get::<Option<String>>("ward_name")?.unwrap_or_default(),
            unit: row.code("unit", Unit::from_code)?,
            demo: row.get("demo")?,
            price_note: row.json("price_note")?,
            limits: row.json("limits")?,
            epoch: row.uuid("epoch")?,
            catalogue_version: row.int("catalogue_version")?,
            places_version: row.int("places_version")?,
            feed: row.int("feed")?,
            devices: row.json_or_null("devices")?.unwrap_or_default(),
        })
    }
}

/// The end of a household's journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chain {
    pub transfers: i64,
    pub hash: [u8; 32],
}

/// The end of a household's operations: how many are chained, and the hash of the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OperationsEnd {
    pub count: i64,
    pub hash: [u8; 32],
}

impl OperationsEnd {
    pub fn of(row: &Row) -> Result<Self, StoreError> {
        Ok(Self { count: row.int("operations")?, hash: row.hash("operations_hash")? })
    }
}

/// The identity and version in a row, without reading the rest.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    pub location: LocationId,
    pub household: HouseholdId,
    pub ward: WardId,
    pub version: i64,
}

impl Key {
    pub fn of(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            location: LocationId(row.uuid("location_id")?),
            household: HouseholdId(row.uuid("household_id")?),
            ward: WardId(row.uuid("ward_id")?),
            version: row.int("version")?,
        })
    }
}

/// What a decision about a household starts from, besides the household.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    pub key: Key,
    pub chain: Chain,
    pub operations: OperationsEnd,
    pub epoch: Uuid,
    /// When the epoch began, if the server was ever restored from a backup.
    pub epoch_began_at: Option<Timestamp>,
    pub catalogue_version: i64,
}

impl Head {
    fn of(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            key: Key::of(row)?,
            chain: Chain { transfers: row.int("transfers")?, hash: row.hash("chain")? },
            operations: OperationsEnd::of(row)?,
            epoch: row.uuid("epoch")?,
            epoch_began_at: row.get::<Option<i64>>("epoch_began_at")?.map(Timestamp),
            catalogue_version: row.int("catalogue_version")?,
        })
    }
}

/// Locks a household that may be in memory until the transaction ends, and reads the verdicts on `ops` where there are
/// any. The first of them is the one to be judged.
pub async fn lock_head_with_verdicts(
    tx: &mut Tx,
    household: HouseholdId,
    ops: &[OpId],
    stamp: Option<DeviceStamp>,
) -> Result<Option<(Head, Stored)>, StoreError> {
    let fixed = [values![household], stamp_values(stamp)].concat();
    let lock = (&LOCK_HEAD, values![household]);
    let (heads, rows) = tx.fetch_with_list(lock, (&VERDICTS, fixed), ops.iter().copied()).await?;
    let Some(head) = heads.first() else { return Ok(None) };
    let mut stored = Stored::default();
    for row in &rows {
        stored.add(row, ops.first())?;
    }
    Ok(Some((Head::of(head)?, stored)))
}

/// A household under its lock, with what is needed to write to it.
#[derive(Debug)]
pub struct Locked {
    pub household: Household,
    pub head: Head,
}

/// Locks a household until the transaction ends. Accounts, orders and the like are read by [`complete`].
pub async fn lock(tx: &mut Tx, household: HouseholdId) -> Result<Option<Locked>, StoreError> {
    let row = tx.fetch_optional(&LOCK_HOUSEHOLD, values![household]).await?;
    row.map(|row| Ok(Locked { household: from_row(&row)?, head: Head::of(&row)? })).transpose()
}

/// The rows of households by number, in no order.
pub async fn rows_by_id(tx: &mut Tx, ids: &[HouseholdId]) -> Result<Vec<Row>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    tx.fetch_list(&HOUSEHOLDS_BY_ID, vec![], ids.iter().copied()).await
}

/// The row of a household whose books are checked, whether or not anyone may see it.
pub async fn row_with_books(tx: &mut Tx, id: HouseholdId) -> Result<Option<Row>, StoreError> {
    tx.fetch_optional(&HOUSEHOLD_WITH_BOOKS, values![id]).await
}

pub async fn rows_of_ward(tx: &mut Tx, location: LocationId, ward: WardId) -> Result<Vec<Row>, StoreError> {
    tx.fetch(&HOUSEHOLDS_OF_WARD, values![location, ward]).await
}

pub async fn rows_of_locations(tx: &mut Tx, locations: &[LocationId]) -> Result<Vec<Row>, StoreError> {
    if locations.is_empty() {
        return Ok(Vec::new());
    }
    tx.fetch_list(&HOUSEHOLDS_OF_LOCATIONS, vec![], locations.iter().copied()).await
}

pub async fn all_ids(tx: &mut Tx) -> Result<Vec<HouseholdId>, StoreError> {
    let rows = tx.fetch(&ALL_HOUSEHOLD_IDS, vec![]).await?;
    rows.iter().map(|row| Ok(HouseholdId(row.uuid("household_id")?))).collect()
}

/// The household in a row, its books still empty.
pub fn from_row(row: &Row) -> Result<Household, StoreError> {
    let key = Key::of(row)?;
    let unit = row.code("unit", Unit::from_code)?;
    Ok(Household {
        id: key.household,
        location: key.location,
        ward: key.ward,
        version: key.version,
        resident: row.json("resident")?,
        budget: CurrentBudget {
            period: Period { start: row.day("period_start")?, end: row.day("period_end")? },
            granted: Amount::new(unit, row.int("granted")?),
            carried: Amount::new(unit, row.int("carried")?),
            waterfall: row.json_or_null("waterfall")?,
        },
        books: Books::open(unit),
        clearances: row.json("clearances")?,
        authorities: Vec::new(),
        baskets: row.json("baskets")?,
        orders: Vec::new(),
        proposals: row.json("proposals")?,
        help: Vec::new(),
        refused: Vec::new(),
        exceptions: Vec::new(),
        frozen: row.get("frozen")?,
    })
}

/// A verdict that was given before.
#[derive(Clone, Debug)]
pub struct StoredVerdict {
    pub payload_hash: String,
    pub verdict: Verdict,
    pub at: Timestamp,
}

/// What is stored about the operations that a judge asks for.
#[derive(Debug, Default)]
pub struct Stored {
    pub verdicts: BTreeMap<OpId, StoredVerdict>,
    /// The operation that came with the same number of the same device.
    pub same_number: Option<(OpId, StoredVerdict)>,
}

impl Stored {
    /// Takes in a row; false when it is about something else.
    fn add(&mut self, row: &Row, asked: Option<&OpId>) -> Result<bool, StoreError> {
        let part = row.text("part")?;
        if part != "verdict" && part != "number" {
            return Ok(false);
        }
        let stored = StoredVerdict {
            payload_hash: row.text("code")?,
            verdict: row.json("detail")?,
            at: Timestamp(row.int("n1")?),
        };
        let op = OpId(row.uuid("id")?);
        if part == "verdict" {
            self.verdicts.insert(op, stored);
        } else if Some(&op) != asked {
            self.same_number = Some((op, stored));
        }
        Ok(true)
    }
}

/// Reads accounts, questions, refused orders and authorities of a locked household, and with them any verdicts on `ops`,
/// of which the first is the one to be judged.
pub async fn complete_with_verdicts(
    tx: &mut Tx,
    household: &mut Household,
    today: Day,
    ops: &[OpId],
    stamp: Option<DeviceStamp>,
) -> Result<Stored, StoreError> {
    let mut fixed = values![household.location, in_sight_since(today), household.id];
    fixed.extend(stamp_values(stamp));
    let rows = tx.fetch_list(&PARTS_AND_VERDICTS, fixed, ops.iter().copied()).await?;
    let mut stored = Stored::default();
    for row in &rows {
        if !stored.add(row, ops.first())? {
            add_part(household, row)?;
        }
    }
    in_order(household);
    Ok(stored)
}

fn stamp_values(stamp: Option<DeviceStamp>) -> Vec<Value> {
    values![stamp.map(|stamp| stamp.device), stamp.map(|stamp| stamp.epoch), stamp.map(|stamp| stamp.sequence)]
}

/// A household as the database would give it back: what is no longer in sight goes, the rest in its order.
pub fn settle(household: &mut Household, today: Day) {
    let first_day = today.plus_days(-DAYS_IN_SIGHT);
    for order in &mut household.orders {
        order.lines.retain(|line| line.state.is_open() || line.moment.day >= first_day);
    }
    household.orders.retain(|order| !order.lines.is_empty());
    household.orders.sort_by_key(|order| (order.placed_at, order.id));
    let since = in_sight_since(today);
    let in_sight = |exception: &Exception| exception.settled.as_ref().is_none_or(|settled| settled.at.0 >= since);
    household.exceptions.retain(in_sight);
    household.help.retain(|request| request.answered.is_none() || request.asked_at.0 >= since);
    in_order(household);
}

/// Reads everything that is not in the household rows, for households of one location.
pub async fn complete(
    tx: &mut Tx,
    location: LocationId,
    households: &mut BTreeMap<HouseholdId, Household>,
    today: Day,
) -> Result<(), StoreError> {
    if households.is_empty() {
        return Ok(());
    }
    let ids: Vec<Value> = households.keys().copied().map(Value::from).collect();
    let rows = tx.fetch_list(&PARTS, values![location, in_sight_since(today)], ids).await?;
    for row in &rows {
        if let Some(household) = households.get_mut(&HouseholdId(row.uuid("household_id")?)) {
            add_part(household, row)?;
        }
    }
    order::read(tx, location, households, today).await?;
    households.values_mut().for_each(in_order);
    Ok(())
}

/// Questions from before this moment are no longer in sight.
fn in_sight_since(today: Day) -> i64 {
    let epoch = Day::from_date(time::Date::from_julian_day(2_440_588).unwrap_or(time::Date::MIN));
    epoch.days_until(today.plus_days(-DAYS_IN_SIGHT)) * 86_400_000_000
}

fn add_part(household: &mut Household, row: &Row) -> Result<(), StoreError> {
    match row.text("part")?.as_str() {
        "account" => {
            let account = row.code("code", Account::from_code)?;
            let unit = household.books.balance(account)?.unit;
            let balance = Balance {
                unit,
                debits_pending: row.int("n1")?,
                debits_posted: row.int("n2")?,
                credits_pending: row.int("n3")?,
                credits_posted: row.int("n4")?,
            };
            household.books.balances.insert(account, balance);
        }
        "help" => {
            let answered_at: Option<i64> = row.get("n2")?;
            let answered = match (answered_at, row.json_or_null("more")?) {
                (Some(at), Some(by)) => Some((Timestamp(at), by)),
                _ => None,
            };
            household.help.push(HelpRequest {
                id: HelpId(row.uuid("id")?),
                topic: topic_from_code(&row.text("code")?)?,
                asked_by: row.json("detail")?,
                asked_at: Timestamp(row.int("n1")?),
                answered,
            });
        }
        "exception" => household.exceptions.push(row.json::<Exception>("detail")?),
        "refused" => household.refused.push(row.json::<RefusedOrder>("detail")?),
        "authority" => household.authorities.push(row.json::<Authority>("detail")?),
        other => return Err(StoreError::inconsistent("part", other)),
    }
    Ok(())
}

/// The databases may answer in any order; two devices must see the same.
fn in_order(household: &mut Household) {
    household.help.sort_by_key(|request| (request.asked_at, request.id));
    household.refused.sort_by_key(|refused| (refused.at, refused.op));
    household.exceptions.sort_by_key(|exception| (exception.at, exception.op));
    household.authorities.sort_by_key(|authority| (authority.person, authority.valid.from, authority.grade));
}

fn topic_code(topic: domain::household::HelpTopic) -> Result<String, StoreError> {
    match serde_json::to_value(topic)? {
        serde_json::Value::String(code) => Ok(code),
        other => Err(StoreError::inconsistent("help_request.topic", other)),
    }
}

pub(super) fn topic_from_code(code: &str) -> Result<domain::household::HelpTopic, StoreError> {
    Ok(serde_json::from_value(serde_json::Value::String(code.to_owned()))?)
}

pub async fn write_help(tx: &mut Tx, household: &Household, requests: &[&HelpRequest]) -> Result<(), StoreError> {
    let mut rows = Vec::with_capacity(requests.len());
    for request in requests {
        let (answered_at, answered_by) = request.answered.as_ref().map(|(at, by)| (*at, by)).unzip();
        let mut row = values![household.location, household.id, request.id, topic_code(request.topic)?];
        row.extend([Value::json(&request.asked_by)?, Value::from(request.asked_at)]);
        row.extend([Value::from(answered_at), Value::json_or_null(answered_by)?]);
        rows.push(row);
    }
    tx.send_rows(&UPSERT_HELP, rows).await
}

/// Writes the household's own row after a change; `before` is the version it was read with.
pub async fn write(tx: &mut Tx, household: &Household, chain: &Chain, before: i64) -> Result<(), StoreError> {
    let mut row = values![household.location, household.id, household.version];
    row.extend([Value::json(&household.baskets)?, Value::json(&household.proposals)?]);
    row.extend(values![chain.transfers, chain.hash, before]);
    // None when it changed under its own lock.
    tx.send_to_one(&UPDATE_HOUSEHOLD, row).await
}

/// As [`write`], with the operation that made the change at the end of its chain.
pub async fn write_judged(
    tx: &mut Tx,
    household: &Household,
    chain: &Chain,
    before: i64,
    operations: OperationsEnd,
) -> Result<(), StoreError> {
    let mut row = values![household.location, household.id, household.version];
    row.extend([Value::json(&household.baskets)?, Value::json(&household.proposals)?]);
    row.extend(values![chain.transfers, chain.hash, before, operations.count, operations.hash]);
    tx.send_to_one(&UPDATE_JUDGED, row).await
}

/// An operation that changed nothing stands in the chain all the same.
pub async fn note_operation(tx: &mut Tx, household: &Household, operations: OperationsEnd) -> Result<(), StoreError> {
    let row = values![household.location, household.id, operations.count, operations.hash];
    tx.send_to_one(&NOTE_OPERATION, row).await
}

/// Stops or allows changes to a household; whether it was otherwise before.
pub async fn set_frozen(tx: &mut Tx, key: &Key, frozen: bool) -> Result<bool, StoreError> {
    Ok(tx.execute(&SET_FROZEN, values![key.location, key.household, frozen]).await? > 0)
}
