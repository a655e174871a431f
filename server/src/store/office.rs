//! What the office sees: every resident of its locations with where the money comes from and where it is, and the journal
//! behind it.

use super::household::{self, Key};
use super::ledger::{self, JournalEntry};
use super::statement::statements;
use super::{Store, StoreError, Tx};
use crate::hole::{Hole, is_open};
use domain::access::{Beside, Scope};
use domain::amount::Amount;
use domain::budget::{Period, Segment, Shares};
use domain::catalogue::{Localized, PurseKind};
use domain::household::Household;
use domain::ids::{HouseholdId, LocationId, WardId};
use domain::sync::Now;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

statements! {
    /// Each household's journal is read from the beginning of its period: its length does not matter.
    SPENT = "SELECT h.household_id,
            CAST(SUM(CASE WHEN t.debit = 'cup' THEN t.amount ELSE 0 - t.amount END) AS BIGINT) AS spent
        FROM household h JOIN transfer t
        ON t.location_id = h.location_id AND t.household_id = h.household_id AND t.sequence > h.transfers_before
        WHERE h.location_id IN ({list}) AND t.day >= h.period_start AND t.phase IN ('post', 'direct')
            AND (t.debit = 'cup' AND t.credit = 'delivered' OR t.debit = 'delivered' AND t.credit = 'cup')
        GROUP BY h.household_id";
    LOCATIONS = "SELECT location_id, name FROM location WHERE location_id IN ({list}) ORDER BY position, code";
}

/// One row of the office's table: a resident and the current period. Shares are euros; the rest counts in the location's
/// unit, own money in euro cents. Granted + carried + ordered before = spent + reserved + left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeResident {
    pub household: HouseholdId,
    /// The home's own code, such as `R01`.
    pub code: String,
    pub location: LocationId,
    pub location_name: String,
    pub ward: WardId,
    pub ward_name: String,
    pub room: String,
    pub name: Localized,
    pub first_name: String,
    pub last_name: String,
    pub away: bool,
    pub frozen: bool,
    pub period: Period,
    /// The care profiles of the period, such as `VV4`.
    pub profiles: Vec<String>,
    pub days_without: i64,
    /// Days of one profile at one tariff: when someone moved in and when a profile changed.
    pub segments: Vec<Segment>,
    pub shares: Shares,
    pub granted: Amount,
    pub carried: Amount,
    /// Reserved in an earlier period, and still reserved or delivered in this one: it came out of that period's cup.
    pub ordered_before: Amount,
    /// Delivered from the cup in this period, as the journal says.
    pub spent: Amount,
    /// Ordered and not yet delivered.
    pub reserved: Amount,
    pub left: Amount,
    pub own_left: Amount,
}

impl Store {
    /// The residents of the office's locations, by location and room; nobody for any other scope.
    pub async fn office_residents(&self, scope: &Scope, now: Now) -> Result<Vec<OfficeResident>, StoreError> {
        let Scope::Office { locations, .. } = scope else { return Ok(Vec::new()) };
        let mut tx = self.inner.db.read().await?;
        let rows = household::rows_of_locations(&mut tx, locations).await?;
        let mut names = BTreeMap::new();
        for row in &rows {
            let household = HouseholdId(row.uuid("household_id")?);
            names.insert(household, (row.text("code")?, row.text("location_name")?));
        }
        let households = self.households_in(&mut tx, &rows, now.local.day).await?;
        let mut spent = spent(&mut tx, locations).await?;
        tx.finish().await?;
        let mut residents: Vec<OfficeResident> = households
            .iter()
            .map(|household| {
                let (code, location_name) = names.remove(&household.id).unwrap_or_default();
                resident(household, code, location_name, spent.remove(&household.id).unwrap_or(0))
            })
            .collect();
        residents.sort_by(|left, right| {
            (&left.location_name, &left.room, &left.code).cmp(&(&right.location_name, &right.room, &right.code))
        });
        Ok(residents)
    }

    /// The locations of the office or the council with their names, in the home's order; none for any other scope.
    pub async fn locations(&self, scope: &Scope) -> Result<Vec<(LocationId, String)>, StoreError> {
        let locations = match scope {
            Scope::Office { locations, .. } => locations,
            Scope::Beside(Beside::Council(council)) => &council.locations,
            _ => return Ok(Vec::new()),
        };
        if locations.is_empty() {
            return Ok(Vec::new());
        }
        let mut tx = self.inner.db.single().await?;
        let rows = tx.fetch_list(&LOCATIONS, vec![], locations.iter().copied()).await?;
        rows.iter().map(|row| Ok((LocationId(row.uuid("location_id")?), row.text("name")?))).collect()
    }

    /// One household of the office's locations, whole; `None` outside the scope.
    pub async fn office_household(
        &self,
        scope: &Scope,
        household: HouseholdId,
        now: Now,
    ) -> Result<Option<Household>, StoreError> {
        let mut tx = self.inner.db.read().await?;
        let rows = household::rows_by_id(&mut tx, &[household]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        if !sees(scope, Key::of(row)?.location) {
            return Ok(None);
        }
        let households = self.households_in(&mut tx, &rows, now.local.day).await?;
        tx.finish().await?;
        Ok(households.first().map(|household| (**household).clone()))
    }

    /// Every transfer of a household, oldest first; `None` outside the scope.
    pub async fn journal(
        &self,
        scope: &Scope,
        household: HouseholdId,
    ) -> Result<Option<Vec<JournalEntry>>, StoreError> {
        let mut tx = self.inner.db.read().await?;
        let rows = household::rows_by_id(&mut tx, &[household]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let key = Key::of(row)?;
        if !sees(scope, key.location) {
            return Ok(None);
        }
        let journal = ledger::journal(&mut tx, key.location, household).await?;
        tx.finish().await?;
        Ok(Some(journal.into_iter().map(JournalEntry::from).collect()))
    }
}

fn sees(scope: &Scope, location: LocationId) -> bool {
    matches!(scope, Scope::Office { locations, .. } if locations.contains(&location) || is_open(Hole::QueryWithoutScope))
}

/// What was delivered from each cup in its current period; nobody for whom that is nothing.
async fn spent(tx: &mut Tx, locations: &[LocationId]) -> Result<BTreeMap<HouseholdId, i64>, StoreError> {
    if locations.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = tx.fetch_list(&SPENT, vec![], locations.iter().copied()).await?;
    rows.iter().map(|row| Ok((HouseholdId(row.uuid("household_id")?), row.int("spent")?))).collect()
}

fn resident(household: &Household, code: String, location_name: String, spent: i64) -> OfficeResident {
    let resident = &household.resident;
    let waterfall = household.budget.waterfall.as_ref();
    let mut profiles: Vec<String> = Vec::new();
    for segment in waterfall.iter().flat_map(|waterfall| &waterfall.segments) {
        if profiles.last() != Some(&segment.profile) {
            profiles.push(segment.profile.clone());
        }
    }
    let (left, reserved) = (household.cup_left(), household.cup_reserved());
    let full = household.cup_full();
    let spent = Amount::new(full.unit(), spent);
    let of_the_cup = spent.plus(reserved).and_then(|gone| gone.plus(left));
    let ordered_before = of_the_cup.and_then(|all| all.minus(full)).unwrap_or(Amount::zero(full.unit()));
    OfficeResident {
        household: household.id,
        code,
        location: household.location,
        location_name,
        ward: household.ward,
        ward_name: resident.ward_name.clone(),
        room: resident.room.clone(),
        name: resident.name.clone(),
        first_name: resident.first_name.clone(),
        last_name: resident.last_name.clone(),
        away: resident.away,
        frozen: household.frozen,
        period: household.budget.period,
        profiles,
        days_without: waterfall.map_or(0, |waterfall| waterfall.days_without),
        segments: waterfall.map_or_else(Vec::new, |waterfall| waterfall.segments.clone()),
        shares: waterfall.map(|waterfall| waterfall.total).unwrap_or_default(),
        granted: household.budget.granted,
        carried: household.budget.carried,
        ordered_before,
        spent,
        reserved,
        left,
        own_left: household.spendable(PurseKind::Own).unwrap_or(Amount::cents(0)),
    }
}
