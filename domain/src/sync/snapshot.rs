//! What one viewer may see, at one moment.

use super::device::Limits;
use super::{Operation, Verdict};
use crate::access::Viewer;
use crate::amount::Unit;
use crate::calendar::{Moment, Timestamp};
use crate::catalogue::{Catalogue, Places};
use crate::exception::Exception;
use crate::household::Household;
use crate::ids::{DeviceId, HouseholdId, LocationId, WardId};
use crate::json::to_text;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The time, as the server has it: in UTC and on the wall of the home.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Now {
    pub at: Timestamp,
    pub local: Moment,
    /// Local time minus UTC.
    pub utc_offset_minutes: i32,
}

impl Now {
    /// The time after so many microseconds.
    #[must_use]
    pub fn after(self, micros: i64) -> Self {
        let at = Timestamp(self.at.0.saturating_add(micros));
        Self { at, local: Moment::on_the_wall(at, self.utc_offset_minutes).unwrap_or(self.local), ..self }
    }
}

/// Where the viewer is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub home: String,
    pub location: LocationId,
    pub location_name: String,
    pub unit: Unit,
    /// The viewer's ward, on a ward tablet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ward: Option<(WardId, String)>,
    /// The program runs with demo data: say so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demo: bool,
    /// What the home says of its amounts, such as "assumptions, price level 2026".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub price_note: String,
}

/// One consistent state of everything the viewer may see. The one in a page may hold fewer catalogue items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    pub viewer: Viewer,
    pub place: Place,
    pub now: Now,
    /// Changes when the server was restored from a backup.
    pub epoch: uuid::Uuid,
    /// How far this viewer's feed has come: it rises with every change that they may see.
    pub cursor: i64,
    /// Shared: a server answers thousands of viewers from one copy.
    pub catalogue: Arc<Catalogue>,
    /// How many have chosen the same, over the whole location.
    #[serde(default, skip_serializing_if = "no_places")]
    pub places: Arc<Places>,
    /// By room.
    pub households: Vec<Household>,
    /// False when the catalogue holds only what the page shows.
    pub complete: bool,
    /// What a device may do without the server.
    #[serde(default)]
    pub limits: Limits,
    /// The server's public key (P-256, uncompressed point, hexadecimal) to which a second copy of the outbox is sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal_key: Option<String>,
    /// On a ward tablet: devices of the ward about which something must be known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<DeviceNotice>,
}

/// Something that happened to a device of the ward.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceNotice {
    pub device: DeviceId,
    pub at: Timestamp,
    pub what: DeviceEvent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceEvent {
    /// Its storage was put back to an earlier moment.
    RolledBack,
    /// Two devices used the same storage.
    Cloned,
    /// It keeps so many recorded operations that its program cannot read: a newer program may.
    Unreadable { count: u32 },
    /// It was revoked, and what it still sent is on the list of what must be sorted out.
    Revoked,
}

fn no_places(places: &Arc<Places>) -> bool {
    places.0.is_empty()
}

impl Snapshot {
    #[must_use]
    pub fn household(&self, id: HouseholdId) -> Option<&Household> {
        self.households.iter().find(|household| household.id == id)
    }

    /// Whether what became of an operation of this epoch is in it; what changed nothing always is.
    #[must_use]
    pub fn contains(&self, operation: &Operation, verdict: Option<&Verdict>) -> bool {
        let Some(Verdict::Applied { version }) = verdict else { return true };
        self.household(operation.household).is_none_or(|household| household.version >= *version)
    }

    /// What still has to be sorted out, by household.
    pub fn unsettled(&self) -> impl Iterator<Item = (&Household, &Exception)> {
        self.households.iter().flat_map(|household| {
            let open = household.exceptions.iter().filter(|exception| exception.settled.is_none());
            open.map(move |exception| (household, exception))
        })
    }

    /// Everything but the households and the catalogue's contents.
    pub(super) fn head(&self) -> Self {
        let catalogue = Catalogue { version: self.catalogue.version, ..Catalogue::default() };
        let Self { viewer, place, now, epoch, cursor, places, complete, limits, seal_key, devices, .. } = self;
        Self {
            viewer: viewer.clone(),
            place: place.clone(),
            now: *now,
            epoch: *epoch,
            cursor: *cursor,
            catalogue: Arc::new(catalogue),
            places: Arc::clone(places),
            households: Vec::new(),
            complete: *complete,
            limits: *limits,
            seal_key: seal_key.clone(),
            devices: devices.clone(),
        }
    }

    /// Whether a screen made from `other` would look the same: everything but the second of the clock and the key of sealed
    /// copies. A catalogue of the same version is the same.
    #[must_use]
    pub fn shows_the_same(&self, other: &Self) -> bool {
        let seen = |snapshot: &Self| {
            let now = Now { at: Timestamp(0), ..snapshot.now };
            to_text(&Self { now, households: snapshot.households.clone(), seal_key: None, ..snapshot.head() })
        };
        seen(self) == seen(other)
    }
}
