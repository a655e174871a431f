//! What a viewer may see, read in one moment, and what changed since they looked last.
//!
//! Households are kept in memory under their version: every change raises it, so one statement that reads versions shows
//! whether anything else must be read at all. What a viewer may not see is taken out here, after reading and before
//! anything leaves the server.

use super::db::Tx;
use super::household::{self, Key, Surroundings};
use super::statement::statements;
use super::value::{Row, values};
use super::{Store, StoreError, device, feed};
use crate::hole::{Hole, is_open};
use domain::access::{Scope, Viewer};
use domain::calendar::Day;
use domain::catalogue::{Catalogue, Places};
use domain::household::{BasketOwner, Household};
use domain::ids::{HouseholdId, LocationId, WardId};
use domain::sync::wire::PullReply;
use domain::sync::{DeviceNotice, Now, Place, Snapshot};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};
use uuid::Uuid;

statements! {
    PLACE = "SELECT l.location_id, l.name AS location_name, l.unit, l.catalogue_version, l.places_version, w.name AS ward_name,
            w.devices, o.epoch, o.name AS home_name, o.demo, o.price_note, o.limits,
            COALESCE((SELECT MAX(c.sequence) FROM change c WHERE c.location_id = $1 AND c.ward_id = $2), 0) AS feed
        FROM location l CROSS JOIN home o
        LEFT JOIN ward w ON w.location_id = l.location_id AND w.ward_id = $2
        WHERE l.location_id = $1";
}

/// A tablet that is further behind than this gets everything: it is less than so many changes.
const MOST_CHANGES: i64 = 500;
/// Households kept in memory.
const MOST_KNOWN: usize = 1500;

/// A household as it was read: valid for this version, on this day (what is in sight depends on the day).
pub struct Known {
    version: i64,
    epoch: Uuid,
    day: Day,
    household: Arc<Household>,
}

/// Everything in a viewer's scope, of one moment.
struct Sight {
    location: LocationId,
    surroundings: Surroundings,
    catalogue: Arc<Catalogue>,
    places: Arc<Places>,
    households: Vec<Arc<Household>>,
}

/// A sight of which nothing had to be read but the rows; only the places are still to come.
type FromMemory = (Surroundings, Arc<Catalogue>, Vec<Arc<Household>>);

impl Store {
    /// Everything this viewer may see. [`StoreError::NothingToSee`] when their household, ward or location is not there.
    pub async fn snapshot(&self, viewer: &Viewer, now: Now) -> Result<Snapshot, StoreError> {
        let sight = self.look(viewer, now).await?;
        Ok(self.snapshot_of(sight, viewer, now))
    }

    /// What changed since `cursor`; everything where that cannot be told.
    pub async fn pull(
        &self,
        viewer: &Viewer,
        cursor: Option<i64>,
        epoch: Option<Uuid>,
        catalogue_version: Option<i64>,
        now: Now,
    ) -> Result<PullReply, StoreError> {
        let sight = self.look(viewer, now).await?;
        let at = cursor_of(&sight, &viewer.scope);
        let known = cursor.filter(|cursor| {
            epoch == Some(sight.surroundings.epoch)
                && catalogue_version == Some(sight.surroundings.catalogue_version)
                && *cursor <= at
        });
        let everything = |sight| Ok(PullReply::Snapshot(Box::new(self.snapshot_of(sight, viewer, now))));
        let Some(cursor) = known else { return everything(sight) };
        let (changed, gone) = match &viewer.scope {
            Scope::Ward { location, ward, .. } => {
                if at - cursor > MOST_CHANGES {
                    return everything(sight);
                }
                let (changed, gone) = self.changes(*location, *ward, cursor, at, &sight).await?;
                (changed, gone)
            }
            _ if at == cursor => (Vec::new(), Vec::new()),
            // One or two households: whoever changed, all of them are sent.
            _ => (sight.households.clone(), Vec::new()),
        };
        let households = changed.iter().map(|household| for_viewer(household, viewer)).collect();
        let devices = notices(&sight.surroundings, &viewer.scope, now);
        let (epoch, places) = (sight.surroundings.epoch, sight.places);
        Ok(PullReply::Changes { epoch, cursor: at, now, households, gone, places, devices })
    }

    fn snapshot_of(&self, sight: Sight, viewer: &Viewer, now: Now) -> Snapshot {
        let seal_key = self.seal_key.as_deref().map(str::to_owned);
        Snapshot { seal_key, ..snapshot_of(sight, viewer, now) }
    }

    /// The households of `sight` that changed, and those that left the ward. Numbers after `at` are the next pull's.
    async fn changes(
        &self,
        location: LocationId,
        ward: WardId,
        cursor: i64,
        at: i64,
        sight: &Sight,
    ) -> Result<(Vec<Arc<Household>>, Vec<HouseholdId>), StoreError> {
        if cursor == at {
            return Ok((Vec::new(), Vec::new()));
        }
        let mut tx = self.inner.db.single().await?;
        let (_, ids) = feed::since(&mut tx, location, ward, cursor).await?;
        let here: Vec<_> = sight.households.iter().filter(|household| ids.contains(&household.id)).cloned().collect();
        let gone = ids.into_iter().filter(|id| !sight.households.iter().any(|household| household.id == *id)).collect();
        Ok((here, gone))
    }

    async fn look(&self, viewer: &Viewer, now: Now) -> Result<Sight, StoreError> {
        let day = now.local.day;
        // Most often nothing has changed since somebody looked: then the versions are all that is read.
        if self.remembers(&viewer.scope) {
            let mut tx = self.inner.db.single().await?;
            let rows = rows_in_scope(&mut tx, &viewer.scope).await?;
            if let Some((surroundings, catalogue, households)) = self.sight_from_memory(&rows, day)? {
                let location =
                    households.first().map(|household| household.location).ok_or(StoreError::NothingToSee)?;
                let places = self.places_in(&mut tx, location, surroundings.places_version, &catalogue, day).await?;
                return Ok(Sight { location, surroundings, catalogue, places, households });
            }
        }
        let mut tx = self.inner.db.read().await?;
        let rows = rows_in_scope(&mut tx, &viewer.scope).await?;
        let (location, surroundings) = match rows.first() {
            Some(row) => (Key::of(row)?.location, Surroundings::of(row)?),
            None => place_without_households(&mut tx, &viewer.scope).await?,
        };
        let households = self.households_in(&mut tx, &rows, day).await?;
        let catalogue = self.catalogue_in(&mut tx, location, surroundings.catalogue_version, day).await?;
        let places = self.places_in(&mut tx, location, surroundings.places_version, &catalogue, day).await?;
        tx.finish().await?;
        Ok(Sight { location, surroundings, catalogue, places, households })
    }

    /// Whether somebody looked at this scope before: only then is it worth trying memory.
    fn remembers(&self, scope: &Scope) -> bool {
        let known = self.inner.households.lock().unwrap_or_else(PoisonError::into_inner);
        match scope {
            Scope::Resident { household, .. } => known.contains_key(household),
            Scope::Family { households, .. } => households.iter().all(|household| known.contains_key(household)),
            Scope::Ward { ward, .. } => known.values().any(|known| known.household.ward == *ward),
            Scope::Office { .. } | Scope::Beside(_) => false,
        }
    }

    fn sight_from_memory(&self, rows: &[Row], day: Day) -> Result<Option<FromMemory>, StoreError> {
        let Some(first) = rows.first() else { return Ok(None) };
        let (location, surroundings) = (Key::of(first)?.location, Surroundings::of(first)?);
        let catalogue = self.known_catalogue(location, surroundings.catalogue_version, day);
        let Some(catalogue) = catalogue else { return Ok(None) };
        let mut households = Vec::with_capacity(rows.len());
        for row in rows {
            match self.known_household(&Key::of(row)?, surroundings.epoch, day) {
                Some(known) => households.push(known),
                None => return Ok(None),
            }
        }
        by_room(&mut households);
        Ok(Some((surroundings, catalogue, households)))
    }

    /// Whether some version of it is in memory.
    pub(super) fn may_know(&self, household: HouseholdId) -> bool {
        self.inner.households.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&household)
    }

    pub(super) fn known_household(&self, key: &Key, epoch: Uuid, day: Day) -> Option<Arc<Household>> {
        let known = self.inner.households.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.get(&key.household)?;
        let is_current = known.version == key.version
            && known.epoch == epoch
            && known.day == day
            && known.household.location == key.location
            && known.household.ward == key.ward;
        is_current.then(|| Arc::clone(&known.household))
    }

    /// Once this is committed, the household is known as it is now, and the next who looks need not read it.
    pub(super) fn remember_after(&self, tx: &mut Tx, household: Household, epoch: Uuid, day: Day) {
        let store = self.clone();
        tx.after_commit(move || {
            let mut known = store.inner.households.lock().unwrap_or_else(PoisonError::into_inner);
            if known.len() >= MOST_KNOWN {
                known.clear();
            }
            let (id, version) = (household.id, household.version);
            known.insert(id, Known { version, epoch, day, household: Arc::new(household) });
        });
    }

    /// Lets go of what is in memory of a household once this is committed.
    pub(super) fn forget_known(&self, tx: &mut Tx, household: HouseholdId) {
        let store = self.clone();
        tx.after_commit(move || {
            store.inner.households.lock().unwrap_or_else(PoisonError::into_inner).remove(&household);
        });
    }

    /// The households of these rows, by room; what is not in memory is read in this transaction.
    pub(super) async fn households_in(
        &self,
        tx: &mut Tx,
        rows: &[Row],
        day: Day,
    ) -> Result<Vec<Arc<Household>>, StoreError> {
        let mut households = Vec::with_capacity(rows.len());
        let mut unknown: BTreeMap<LocationId, BTreeMap<HouseholdId, Household>> = BTreeMap::new();
        let mut epoch = Uuid::nil();
        for row in rows {
            let key = Key::of(row)?;
            epoch = row.uuid("epoch")?;
            match self.known_household(&key, epoch, day) {
                Some(known) => households.push(known),
                None => {
                    unknown.entry(key.location).or_default().insert(key.household, household::from_row(row)?);
                }
            }
        }
        for (location, mut read) in unknown {
            household::complete(tx, location, &mut read, day).await?;
            let mut known = self.inner.households.lock().unwrap_or_else(PoisonError::into_inner);
            if known.len() + read.len() > MOST_KNOWN {
                known.clear();
            }
            for (id, household) in read {
                let household = Arc::new(household);
                let version = household.version;
                known.insert(id, Known { version, epoch, day, household: Arc::clone(&household) });
                households.push(household);
            }
        }
        by_room(&mut households);
        Ok(households)
    }
}

fn by_room(households: &mut [Arc<Household>]) {
    households.sort_by(|left, right| (&left.resident.room, left.id).cmp(&(&right.resident.room, right.id)));
}

/// The rows of the households that a scope covers. Family sees the residents of one location: that of the first.
async fn rows_in_scope(tx: &mut Tx, scope: &Scope) -> Result<Vec<Row>, StoreError> {
    let (ids, location) = match scope {
        Scope::Ward { location, .. } if is_open(Hole::PullOfAnotherWard) => {
            return household::rows_of_locations(tx, &[*location]).await;
        }
        Scope::Ward { location, ward, .. } => return household::rows_of_ward(tx, *location, *ward).await,
        Scope::Office { .. } | Scope::Beside(_) => return Ok(Vec::new()),
        Scope::Resident { location, household } => (std::slice::from_ref(household), Some(*location)),
        Scope::Family { households, .. } => (households.as_slice(), None),
    };
    let mut found = Vec::with_capacity(ids.len());
    for row in household::rows_by_id(tx, ids).await? {
        found.push((Key::of(&row)?, row));
    }
    let first = ids.iter().find_map(|id| found.iter().find(|(key, _)| key.household == *id));
    let location = location.or_else(|| first.map(|(key, _)| key.location));
    found.retain(|(key, _)| Some(key.location) == location);
    Ok(found.into_iter().map(|(_, row)| row).collect())
}

/// A ward without residents, or the office.
async fn place_without_households(tx: &mut Tx, scope: &Scope) -> Result<(LocationId, Surroundings), StoreError> {
    let (location, ward) = match scope {
        Scope::Ward { location, ward, .. } => (*location, Some(*ward)),
        Scope::Office { locations, .. } => (*locations.first().ok_or(StoreError::NothingToSee)?, None),
        Scope::Resident { .. } | Scope::Family { .. } | Scope::Beside(_) => return Err(StoreError::NothingToSee),
    };
    let row = tx.fetch_optional(&PLACE, values![location, ward]).await?.ok_or(StoreError::NothingToSee)?;
    let surroundings = Surroundings::of(&row)?;
    if ward.is_some() && row.get::<Option<String>>("ward_name")?.is_none() {
        return Err(StoreError::NothingToSee);
    }
    Ok((location, surroundings))
}

/// How far a viewer's feed has come: the ward's number on a ward tablet; for a resident or family what their households'
/// versions add up to, which rises with every change wherever they live.
fn cursor_of(sight: &Sight, scope: &Scope) -> i64 {
    match scope {
        Scope::Ward { .. } | Scope::Office { .. } | Scope::Beside(_) => sight.surroundings.feed,
        Scope::Resident { .. } | Scope::Family { .. } => {
            sight.households.iter().map(|household| household.version).sum()
        }
    }
}

fn snapshot_of(sight: Sight, viewer: &Viewer, now: Now) -> Snapshot {
    let cursor = cursor_of(&sight, &viewer.scope);
    let devices = notices(&sight.surroundings, &viewer.scope, now);
    let Sight { location, surroundings, catalogue, places, households } = sight;
    let ward = match &viewer.scope {
        Scope::Ward { ward, .. } => Some((*ward, surroundings.ward_name)),
        _ => None,
    };
    Snapshot {
        viewer: viewer.clone(),
        place: Place {
            home: surroundings.home,
            location,
            location_name: surroundings.location_name,
            unit: surroundings.unit,
            ward,
            demo: surroundings.demo,
            price_note: surroundings.price_note.get(viewer.language).to_owned(),
        },
        now,
        epoch: surroundings.epoch,
        cursor,
        catalogue,
        places,
        households: households.iter().map(|household| for_viewer(household, viewer)).collect(),
        complete: true,
        limits: surroundings.limits,
        seal_key: None,
        devices,
    }
}

/// What a ward must know of its devices; nobody else is told.
fn notices(surroundings: &Surroundings, scope: &Scope, now: Now) -> Vec<DeviceNotice> {
    let told = matches!(scope, Scope::Ward { .. });
    surroundings.devices.iter().filter(|notice| told && device::in_time(notice, now.at)).cloned().collect()
}

/// The household without what this viewer has no business with: the ward does not see the house's income; everyone sees
/// the basket they fill themselves and no one else's; family see their own authority, the ward sees who may do what.
pub(super) fn for_viewer(household: &Household, viewer: &Viewer) -> Household {
    let mut seen = household.clone();
    let basket: BasketOwner = match &viewer.scope {
        Scope::Family { person, .. } => Some(*person),
        _ => None,
    };
    seen.baskets.retain(|kept| kept.owner == basket);
    let is_ward = matches!(viewer.scope, Scope::Ward { .. });
    seen.authorities.retain(|authority| is_ward || (basket.is_some() && Some(authority.person) == basket));
    if is_ward {
        seen.budget.waterfall = None;
    }
    seen
}
