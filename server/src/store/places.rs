//! How many residents have chosen the same offer at the same moment. It is counted from the open lines whenever it is
//! asked, and never kept: under the lock of the location where a place is given away, so that the last one is given once.

use super::db::Tx;
use super::statement::statements;
use super::value::{Row, values};
use super::{Store, StoreError};
use domain::calendar::{Day, Moment};
use domain::catalogue::{Catalogue, Places, Taken};
use domain::household::Household;
use domain::ids::{LocationId, OfferId};
use domain::sync::{Operation, OperationKind, offers_chosen};
use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError};

statements! {
    OF_LOCATION = "SELECT offer_id, day, at_time, COUNT(DISTINCT household_id) AS residents FROM order_line
        WHERE location_id = $1 AND is_open = TRUE AND day >= $2
        GROUP BY offer_id, day, at_time ORDER BY day, at_time, offer_id";
    OF_OFFERS = "SELECT offer_id, day, at_time, COUNT(DISTINCT household_id) AS residents FROM order_line
        WHERE location_id = $1 AND is_open = TRUE AND day >= $2 AND offer_id IN ({list})
        GROUP BY offer_id, day, at_time";
    /// Locks the location for whoever gives away places until the transaction ends.
    RAISE = "UPDATE location SET places_version = places_version + 1 WHERE location_id = $1";
}

/// What was counted for one operation.
#[derive(Debug, Default)]
pub struct Counted {
    pub places: Places,
    /// Whether the location is locked and its places have a new version.
    is_raised: bool,
}

/// Counts the places that deciding `operation` needs: nothing at all for what has no limit.
pub async fn for_operation(
    tx: &mut Tx,
    operation: &Operation,
    household: &Household,
    catalogue: &Catalogue,
    today: Day,
) -> Result<Counted, StoreError> {
    let chosen: Vec<OfferId> =
        offers_chosen(operation, household).into_iter().filter(|offer| is_counted(catalogue, *offer)).collect();
    if chosen.is_empty() {
        return Ok(Counted::default());
    }
    // A basket holds no place: it is looked at, not given.
    let is_raised = !matches!(operation.kind, OperationKind::PutInBasket { .. });
    if is_raised {
        tx.execute(&RAISE, values![household.location]).await?;
    }
    let rows = tx.fetch_list(&OF_OFFERS, values![household.location, today], chosen).await?;
    let places = Places(rows.iter().map(taken).collect::<Result<_, _>>()?);
    Ok(Counted { places, is_raised })
}

/// Gives the places of a location a new version when the household took or gave back one.
pub async fn note(
    tx: &mut Tx,
    counted: &Counted,
    catalogue: &Catalogue,
    before: &Household,
    after: &Household,
) -> Result<(), StoreError> {
    let held = |household: &Household| -> BTreeSet<(OfferId, Moment)> {
        let open = household.lines().map(|(_, line)| line).filter(|line| line.state.is_open());
        open.filter(|line| is_counted(catalogue, line.offer)).map(|line| (line.offer, line.moment)).collect()
    };
    if !counted.is_raised && held(before) != held(after) {
        tx.execute(&RAISE, values![after.location]).await?;
    }
    Ok(())
}

fn is_counted(catalogue: &Catalogue, offer: OfferId) -> bool {
    catalogue.items.iter().any(|item| item.offer(offer).is_some_and(|offer| item.is_counted(offer)))
}

fn taken(row: &Row) -> Result<Taken, StoreError> {
    let time = row.text("at_time")?.parse().map_err(|error| StoreError::inconsistent("order_line.at_time", error))?;
    Ok(Taken {
        offer: OfferId(row.uuid("offer_id")?),
        moment: Moment { day: row.day("day")?, time },
        residents: row.small("residents")?,
    })
}

impl Store {
    /// The places of a location at `version`, which the caller read in this same transaction.
    pub(super) async fn places_in(
        &self,
        tx: &mut Tx,
        location: LocationId,
        version: i64,
        catalogue: &Catalogue,
        today: Day,
    ) -> Result<Arc<Places>, StoreError> {
        if let Some(known) = self.known_places(location, version) {
            return Ok(known);
        }
        let has_limits = catalogue.items.iter().any(|item| item.offers.iter().any(|offer| item.is_counted(offer)));
        let rows = if has_limits { tx.fetch(&OF_LOCATION, values![location, today]).await? } else { Vec::new() };
        let mut places: Vec<Taken> = rows.iter().map(taken).collect::<Result<_, _>>()?;
        places.retain(|taken| is_counted(catalogue, taken.offer));
        let places = Arc::new(Places(places));
        let mut known = self.inner.places.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(location, (version, Arc::clone(&places)));
        Ok(places)
    }

    fn known_places(&self, location: LocationId, version: i64) -> Option<Arc<Places>> {
        let known = self.inner.places.read().unwrap_or_else(PoisonError::into_inner);
        known.get(&location).filter(|(known, _)| *known == version).map(|(_, places)| Arc::clone(places))
    }
}
