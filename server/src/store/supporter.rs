//! What a client supporter sees: the residents of her locations as they see themselves. Her scope is a type of its own, and
//! what leaves here has no place for what the house earns, pays or asks of its staff.

use super::db::Tx;
use super::household::{self, Key};
use super::statement::statements;
use super::value::{Row, values};
use super::{Store, StoreError, roll_over};
use domain::access::{Actor, Authority, SupporterScope};
use domain::amount::Amount;
use domain::calendar::{Day, Moment, Timestamp};
use domain::catalogue::{Catalogue, Localized, PurseKind};
use domain::household::{Household, Resident};
use domain::ids::HouseholdId;
use domain::order::LineState;
use domain::sync::Now;

macro_rules! supported_select {
    () => {
        "SELECT h.household_id, h.resident, l.name AS location_name, s.valid_until,
            (SELECT COUNT(DISTINCT n.note_id) FROM private_note n WHERE n.location_id = h.location_id
                AND n.household_id = h.household_id AND n.person_id = $1) AS notes
        FROM household h
        JOIN location l ON l.location_id = h.location_id
        JOIN stay s ON s.location_id = h.location_id AND s.household_id = h.household_id
        WHERE h.location_id IN ({list}) AND h.erased_at IS NULL"
    };
}

statements! {
    SUPPORTED = concat!(supported_select!(), " ORDER BY l.position, l.code, h.room, h.code");
    SUPPORTED_ONE = concat!(supported_select!(), " AND h.household_id = $2");
    CATALOGUE_VERSION = "SELECT catalogue_version FROM location WHERE location_id = $1";
}

/// A resident on the list of a supporter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supported {
    pub household: HouseholdId,
    pub resident: Resident,
    pub location_name: String,
    /// The first day on which they do not live here any more, once that is so.
    pub left_on: Option<Day>,
    /// How many notes this supporter keeps about them.
    pub notes: u32,
}

/// One thing that was ordered, as the resident sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineOfResident {
    pub item: Localized,
    pub performer: Localized,
    pub moment: Moment,
    pub quantity: u32,
    pub purse: PurseKind,
    pub price: Option<Amount>,
    pub state: LineState,
    pub by: Actor,
    pub placed_at: Timestamp,
}

/// One resident, for their supporter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportedResident {
    pub about: Supported,
    pub cup_full: Amount,
    pub cup_left: Amount,
    pub cup_reserved: Amount,
    /// The first day of the next period.
    pub cup_until: Day,
    pub own_left: Option<Amount>,
    /// Newest moment first.
    pub lines: Vec<LineOfResident>,
    pub authorities: Vec<Authority>,
}

impl Store {
    /// Who lives in the supporter's locations, by location and room, and whom she still keeps notes about.
    pub async fn supported(&self, scope: &SupporterScope, today: Day) -> Result<Vec<Supported>, StoreError> {
        if scope.locations.is_empty() {
            return Ok(Vec::new());
        }
        let mut tx = self.inner.db.single().await?;
        let rows = tx.fetch_list(&SUPPORTED, values![scope.person], scope.locations.iter().copied()).await?;
        rows.iter().filter_map(|row| of_row(row, today).transpose()).collect()
    }

    /// One of them; `None` for everyone else.
    pub async fn supported_resident(
        &self,
        scope: &SupporterScope,
        household: HouseholdId,
        now: Now,
    ) -> Result<Option<SupportedResident>, StoreError> {
        let day = now.local.day;
        let mut tx = self.inner.db.read().await?;
        let Some(about) = supported(&mut tx, scope, household, day).await? else { return Ok(None) };
        let rows = household::rows_by_id(&mut tx, &[household]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let location = Key::of(row)?.location;
        let households = self.households_in(&mut tx, &rows, day).await?;
        let version = tx.fetch_one(&CATALOGUE_VERSION, values![location]).await?.int("catalogue_version")?;
        let catalogue = self.catalogue_in(&mut tx, location, version, day).await?;
        tx.finish().await?;
        Ok(households.first().map(|household| as_the_resident_sees_it(about, household, &catalogue)))
    }
}

/// One of the residents of a supporter; `None` for everyone else.
pub(super) async fn supported(
    tx: &mut Tx,
    scope: &SupporterScope,
    household: HouseholdId,
    today: Day,
) -> Result<Option<Supported>, StoreError> {
    if scope.locations.is_empty() {
        return Ok(None);
    }
    let one = values![scope.person, household];
    let rows = tx.fetch_list(&SUPPORTED_ONE, one, scope.locations.iter().copied()).await?;
    rows.first().map_or(Ok(None), |row| of_row(row, today))
}

/// `None` for who left and about whom nothing is kept.
fn of_row(row: &Row, today: Day) -> Result<Option<Supported>, StoreError> {
    let left_on = roll_over::day_or_none(row, "valid_until")?.filter(|day| *day <= today);
    let notes = row.small("notes")?;
    if left_on.is_some() && notes == 0 {
        return Ok(None);
    }
    Ok(Some(Supported {
        household: HouseholdId(row.uuid("household_id")?),
        resident: row.json("resident")?,
        location_name: row.text("location_name")?,
        left_on,
        notes,
    }))
}

fn as_the_resident_sees_it(about: Supported, household: &Household, catalogue: &Catalogue) -> SupportedResident {
    let mut lines: Vec<_> = household
        .lines()
        .map(|(order, line)| {
            let item = catalogue.item(line.item);
            let offer = item.and_then(|item| item.offer(line.offer));
            LineOfResident {
                item: item.map(|item| item.name.clone()).unwrap_or_default(),
                performer: offer.map(|offer| offer.performer.clone()).unwrap_or_default(),
                moment: line.moment,
                quantity: line.quantity,
                purse: line.purse,
                price: line.charged.or_else(|| line.total().ok()),
                state: line.state,
                by: order.placed_by.clone(),
                placed_at: order.placed_at,
            }
        })
        .collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.moment));
    SupportedResident {
        about,
        cup_full: household.cup_full(),
        cup_left: household.cup_left(),
        cup_reserved: household.cup_reserved(),
        cup_until: household.budget.period.end,
        own_left: household.spendable(PurseKind::Own),
        lines,
        authorities: household.authorities.clone(),
    }
}
