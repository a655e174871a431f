//! What was ordered of one provider: a first name and a room, what, when, and how it stands. Nothing else leaves here, because
//! nothing else has a place in what leaves.

use super::statement::statements;
use super::value::{Row, values};
use super::{Store, StoreError};
use domain::access::ProviderScope;
use domain::calendar::{Day, Moment};
use domain::catalogue::{Item, Localized};
use domain::household::Resident;
use domain::ids::{HouseholdId, LocationId, OfferId};
use domain::order::LineState;
use std::collections::BTreeMap;

macro_rules! lines_select {
    ($open:literal) => {
        concat!(
            "SELECT h.household_id, l.offer_id, l.day, l.at_time, l.quantity, l.state, h.room, h.resident, w.name AS ward_name,
                p.name AS location_name
            FROM household h
            JOIN order_line l ON l.location_id = h.location_id AND l.household_id = h.household_id
                AND l.is_open = ",
            $open,
            " AND l.day >= $2
            JOIN ward w ON w.location_id = h.location_id AND w.ward_id = h.ward_id
            JOIN location p ON p.location_id = h.location_id
            WHERE h.location_id = $1 AND h.erased_at IS NULL AND l.offer_id IN ({list})"
        )
    };
}

statements! {
    NAME = "SELECT name FROM provider WHERE provider_id = $1";
    ITEMS = "SELECT location_id, item FROM item WHERE location_id IN ({list})";
    OPEN_LINES = lines_select!("TRUE");
    CLOSED_LINES = lines_select!("FALSE");
}

/// One order, as whoever comes may know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provided {
    /// For the log of who looked; it stands on no page.
    pub household: HouseholdId,
    pub moment: Moment,
    pub first_name: String,
    pub room: String,
    /// Location and ward: where to go.
    pub place: String,
    pub item: Localized,
    pub quantity: u32,
    pub state: LineState,
}

/// A provider with what was ordered of them, by moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfProvider {
    pub name: String,
    pub orders: Vec<Provided>,
}

impl Store {
    /// What was ordered of the provider's own offers from a day on. `None` for a provider that the home does not have.
    pub async fn provided(&self, scope: &ProviderScope, since: Day) -> Result<Option<OfProvider>, StoreError> {
        let mut tx = self.inner.db.read().await?;
        let Some(row) = tx.fetch_optional(&NAME, values![scope.provider]).await? else { return Ok(None) };
        let name = row.text("name")?;
        let mut offers: BTreeMap<LocationId, BTreeMap<OfferId, Localized>> = BTreeMap::new();
        if !scope.locations.is_empty() {
            for row in tx.fetch_list(&ITEMS, vec![], scope.locations.iter().copied()).await? {
                let (location, item) = (LocationId(row.uuid("location_id")?), row.json::<Item>("item")?);
                let own = item.offers.iter().filter(|offer| offer.provider == scope.provider);
                let own = own.map(|offer| (offer.id, item.name.clone()));
                offers.entry(location).or_default().extend(own);
            }
        }
        let mut orders = Vec::new();
        for (location, items) in offers.into_iter().filter(|(_, items)| !items.is_empty()) {
            for statement in [&OPEN_LINES, &CLOSED_LINES] {
                for row in tx.fetch_list(statement, values![location, since], items.keys().copied()).await? {
                    orders.extend(provided(&row, &items)?);
                }
            }
        }
        tx.finish().await?;
        orders
            .sort_by(|one, other| (one.moment, &one.place, &one.room).cmp(&(other.moment, &other.place, &other.room)));
        Ok(Some(OfProvider { name, orders }))
    }
}

fn provided(row: &Row, items: &BTreeMap<OfferId, Localized>) -> Result<Option<Provided>, StoreError> {
    let Some(item) = items.get(&OfferId(row.uuid("offer_id")?)) else { return Ok(None) };
    let time = row.text("at_time")?.parse().map_err(|error| StoreError::inconsistent("order_line.at_time", error))?;
    let resident: Resident = row.json("resident")?;
    Ok(Some(Provided {
        household: HouseholdId(row.uuid("household_id")?),
        moment: Moment { day: row.day("day")?, time },
        first_name: resident.first_name,
        room: row.text("room")?,
        place: format!("{} {}", row.text("location_name")?, row.text("ward_name")?),
        item: item.clone(),
        quantity: row.small("quantity")?,
        state: row.code("state", LineState::from_code)?,
    }))
}
