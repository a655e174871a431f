//! Takes households to the period and the day of today; the rules are in `jobs/roll_over.rs` and the domain.

use super::db::Tx;
use super::household;
use super::statement::statements;
use super::value::{Row, Value, values};
use super::{Store, StoreError, feed, ledger};
use crate::jobs::roll_over::{RolledOver, bring_up_to_date};
use domain::budget::{BudgetFacts, BudgetPolicy, Indication, Period, Suspension, Tariff, Waterfall, waterfall};
use domain::calendar::{Day, Validity};
use domain::catalogue::Clearance;
use domain::household::Resident;
use domain::ids::{HouseholdId, LocationId, WardId};
use domain::ledger::Transfer;
use domain::sync::Now;
use futures::future::BoxFuture;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;

statements! {
    TODAY_OF_ALL = "SELECT location_id, household_id, period_start, period_end, waterfall, resident, clearances
        FROM household WHERE erased_at IS NULL";
    CLEARANCES = "SELECT household_id, clearance, granted, last_day FROM clearance";
    STAYS = "SELECT household_id, valid_from, valid_until FROM stay";
    INDICATIONS = "SELECT household_id, valid_from, valid_until, profile FROM indication";
    SUSPENSIONS = "SELECT household_id, valid_from, valid_until, kind FROM suspension";
    POLICIES = "SELECT location_id, policy, accrues_in_hospital, accrues_on_leave FROM location";
    TARIFFS = "SELECT profile, valid_from, valid_until, income, overhead, housing, treatment, agreed_care, hotel
        FROM tariff";
    /// A new version of what is sold where a price has begun since the day that was looked at last.
    BEGIN_PRICES = "UPDATE location SET catalogue_version = catalogue_version + 1, catalogue_day = $1
        WHERE catalogue_day < $1 AND EXISTS (SELECT 1 FROM item WHERE item.location_id = location.location_id
            AND item.valid_from > location.catalogue_day AND item.valid_from <= $1)";
    /// What was booked on an earlier day belongs to an earlier period.
    BEGIN_PERIOD = "UPDATE household SET transfers_before = transfers_before + (SELECT COUNT(*) FROM transfer t
            WHERE t.location_id = $1 AND t.household_id = $2 AND t.sequence > household.transfers_before AND t.day < $3)
        WHERE location_id = $1 AND household_id = $2";
    ALL_WARDS = "SELECT ward_id FROM ward";
    UPDATE_TODAY = "UPDATE household SET resident = $3, clearances = $4, period_start = $5, period_end = $6,
            granted = $7, carried = $8, waterfall = $9
        WHERE location_id = $1 AND household_id = $2";
}

/// How a location counts.
#[derive(Clone)]
struct Counting {
    policy: BudgetPolicy,
    in_hospital: bool,
    on_leave: bool,
}

/// What the home knows of one household's days.
#[derive(Clone, Default)]
struct Dated {
    stay: Option<Validity>,
    indications: Vec<Indication>,
    away: Vec<(Validity, String)>,
    clearances: Vec<(Clearance, bool, Option<Day>)>,
}

impl Dated {
    /// `None` without a stay.
    fn facts(&self, counting: &Counting) -> Option<BudgetFacts> {
        let counts = |kind: &str| if kind == "hospital" { counting.in_hospital } else { counting.on_leave };
        let away = self.away.iter().filter(|(_, kind)| !counts(kind));
        Some(BudgetFacts {
            stay: self.stay?,
            indications: self.indications.clone(),
            suspensions: away.map(|(valid, _)| Suspension { valid: *valid }).collect(),
        })
    }

    fn is_away(&self, today: Day) -> bool {
        self.away.iter().any(|(valid, _)| valid.contains(today))
    }

    fn cleared(&self, today: Day) -> BTreeMap<Clearance, bool> {
        let counts = |granted: bool, last: Option<Day>| granted && last.is_none_or(|last| today <= last);
        self.clearances.iter().map(|(name, granted, last)| (name.clone(), counts(*granted, *last))).collect()
    }
}

/// A household that may not be up to date, with all that decides how it should be.
#[derive(Clone)]
struct Due {
    household: HouseholdId,
    location: LocationId,
    dated: Dated,
    counting: Counting,
    tariffs: Arc<Vec<Tariff>>,
}

/// What one household's run did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    Nothing,
    Refreshed,
    Booked,
    Failed,
}

impl Store {
    /// Brings every household to the period of today, and what is so today up to date. Each has its own transaction.
    pub async fn roll_over(&self, now: Now) -> Result<RolledOver, StoreError> {
        let mut tx = self.inner.db.read().await?;
        let due = due(&mut tx, now.local.day).await?;
        tx.finish().await?;
        let today = now.local.day;
        self.write(move |tx| Box::pin(begin_prices(tx, today))).await?;
        let mut report = RolledOver::default();
        for due in due {
            let due = Arc::new(due);
            match self.write(move |tx| bring_boxed(tx, Arc::clone(&due), now)).await? {
                Done::Nothing => {}
                Done::Refreshed => report.refreshed += 1,
                Done::Booked => report.households += 1,
                Done::Failed => report.failed += 1,
            }
        }
        Ok(report)
    }
}

async fn begin_prices(tx: &mut Tx, today: Day) -> Result<(), StoreError> {
    if tx.execute(&BEGIN_PRICES, values![today]).await? > 0 {
        for row in tx.fetch(&ALL_WARDS, vec![]).await? {
            tx.poke(WardId(row.uuid("ward_id")?));
        }
    }
    Ok(())
}

/// Everyone whose row differs from what it should say today.
async fn due(tx: &mut Tx, today: Day) -> Result<Vec<Due>, StoreError> {
    let mut all = dated(tx).await?;
    let tariffs = Arc::new(tariffs(tx).await?);
    let mut countings = BTreeMap::new();
    for row in tx.fetch(&POLICIES, vec![]).await? {
        let counting = Counting {
            policy: row.json("policy")?,
            in_hospital: row.get("accrues_in_hospital")?,
            on_leave: row.get("accrues_on_leave")?,
        };
        countings.insert(LocationId(row.uuid("location_id")?), counting);
    }
    let mut due = Vec::new();
    for row in tx.fetch(&TODAY_OF_ALL, vec![]).await? {
        let (household, location) = (HouseholdId(row.uuid("household_id")?), LocationId(row.uuid("location_id")?));
        let Some(counting) = countings.get(&location) else { continue };
        let dated = all.remove(&household).unwrap_or_default();
        let period = Period { start: row.day("period_start")?, end: row.day("period_end")? };
        let kept: Option<Waterfall> = row.json_or_null("waterfall")?;
        let wanted = dated.facts(counting).and_then(|facts| waterfall(&facts, &tariffs, &counting.policy, period).ok());
        let is_today = period.end > today
            && kept == wanted
            && row.json::<Resident>("resident")?.away == dated.is_away(today)
            && row.json::<BTreeMap<Clearance, bool>>("clearances")? == dated.cleared(today);
        if !is_today {
            let (counting, tariffs) = (counting.clone(), Arc::clone(&tariffs));
            due.push(Due { household, location, dated, counting, tariffs });
        }
    }
    Ok(due)
}

async fn dated(tx: &mut Tx) -> Result<BTreeMap<HouseholdId, Dated>, StoreError> {
    let mut all: BTreeMap<HouseholdId, Dated> = BTreeMap::new();
    let id = |row: &Row| row.uuid("household_id").map(HouseholdId);
    for row in tx.fetch(&STAYS, vec![]).await? {
        all.entry(id(&row)?).or_default().stay = Some(validity(&row)?);
    }
    for row in tx.fetch(&INDICATIONS, vec![]).await? {
        let indication = Indication { profile: row.text("profile")?, valid: validity(&row)? };
        all.entry(id(&row)?).or_default().indications.push(indication);
    }
    for row in tx.fetch(&SUSPENSIONS, vec![]).await? {
        all.entry(id(&row)?).or_default().away.push((validity(&row)?, row.text("kind")?));
    }
    for row in tx.fetch(&CLEARANCES, vec![]).await? {
        let clearance = (Clearance(row.text("clearance")?), row.get("granted")?, day_or_none(&row, "last_day")?);
        all.entry(id(&row)?).or_default().clearances.push(clearance);
    }
    for dated in all.values_mut() {
        dated.indications.sort_by_key(|indication| indication.valid.from);
    }
    Ok(all)
}

fn bring_boxed(tx: &mut Tx, due: Arc<Due>, now: Now) -> BoxFuture<'_, Result<Done, StoreError>> {
    Box::pin(async move { bring(tx, &due, now).await })
}

async fn bring(tx: &mut Tx, due: &Due, now: Now) -> Result<Done, StoreError> {
    let Some(locked) = household::lock(tx, due.household).await? else { return Ok(Done::Nothing) };
    let chain = locked.head.chain;
    let mut complete = BTreeMap::from([(due.household, locked.household)]);
    household::complete(tx, due.location, &mut complete, now.local.day).await?;
    let Some(before) = complete.remove(&due.household) else { return Ok(Done::Nothing) };
    if before.frozen {
        tracing::warn!(household = %before.id, "frozen: its budget is left alone");
        return Ok(Done::Nothing);
    }
    let mut after = before.clone();
    after.resident.away = due.dated.is_away(now.local.day);
    after.clearances = due.dated.cleared(now.local.day);
    let Some(facts) = due.dated.facts(&due.counting) else {
        tracing::error!(household = %before.id, "there is no first day of the stay");
        return Ok(Done::Failed);
    };
    let policy = &due.counting.policy;
    let booked = match bring_up_to_date(&mut after, &facts, &due.tariffs, policy, chain.transfers, now) {
        Ok(booked) => booked,
        Err(error) => {
            tracing::error!(household = %before.id, %error, "its budget cannot be worked out");
            return Ok(Done::Failed);
        }
    };
    if after == before {
        return Ok(Done::Nothing);
    }
    after.version += 1;
    let mut row = values![due.location, after.id];
    row.extend([Value::json(&after.resident)?, Value::json(&after.clearances)?]);
    row.extend(values![after.budget.period.start, after.budget.period.end, after.budget.granted, after.budget.carried]);
    row.push(Value::json_or_null(after.budget.waterfall.as_ref())?);
    tx.execute(&UPDATE_TODAY, row).await?;
    let start = after.budget.period.start;
    if start != before.budget.period.start {
        tx.execute(&BEGIN_PERIOD, values![due.location, after.id, start]).await?;
    }
    let transfers: Vec<&Transfer> = booked.iter().collect();
    let chain = ledger::append(tx, &after, chain, &transfers).await?;
    household::write(tx, &after, &chain, before.version).await?;
    feed::note(tx, due.location, after.ward, after.id).await?;
    let moved = !booked.is_empty() || after.budget.period != before.budget.period;
    Ok(if moved { Done::Booked } else { Done::Refreshed })
}

pub(super) async fn tariffs(tx: &mut Tx) -> Result<Vec<Tariff>, StoreError> {
    let rows = tx.fetch(&TARIFFS, vec![]).await?;
    rows.iter()
        .map(|row| {
            Ok(Tariff {
                profile: row.text("profile")?,
                valid: validity(row)?,
                income: decimal(row, "income")?,
                overhead: decimal(row, "overhead")?,
                housing: decimal(row, "housing")?,
                treatment: decimal(row, "treatment")?,
                agreed_care: decimal(row, "agreed_care")?,
                hotel: decimal(row, "hotel")?,
            })
        })
        .collect()
}

pub(super) fn validity(row: &Row) -> Result<Validity, StoreError> {
    Ok(Validity { from: row.day("valid_from")?, until: day_or_none(row, "valid_until")? })
}

pub(super) fn day_or_none(row: &Row, column: &str) -> Result<Option<Day>, StoreError> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| text.parse().map_err(|error| StoreError::inconsistent(column, error))).transpose()
}

fn decimal(row: &Row, column: &str) -> Result<Decimal, StoreError> {
    row.text(column)?.parse().map_err(|error| StoreError::inconsistent(column, error))
}
