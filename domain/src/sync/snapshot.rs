//! What one viewer may see, at one moment.

use crate::access::Viewer;
use crate::amount::Unit;
use crate::calendar::{Moment, Timestamp};
use crate::catalogue::{Catalogue, Places};
use crate::household::Household;
use crate::ids::{HouseholdId, LocationId, WardId};
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
}

fn no_places(places: &Arc<Places>) -> bool {
    places.0.is_empty()
}

impl Snapshot {
    #[must_use]
    pub fn household(&self, id: HouseholdId) -> Option<&Household> {
        self.households.iter().find(|household| household.id == id)
    }

    /// Whether a screen made from `other` would look the same: everything but the second of the clock.
    #[must_use]
    pub fn shows_the_same(&self, other: &Self) -> bool {
        let minute = |now: &Now| (now.local, now.utc_offset_minutes);
        minute(&self.now) == minute(&other.now)
            && self.households == other.households
            && (&self.catalogue, &self.places) == (&other.catalogue, &other.places)
            && (self.epoch, self.cursor, self.complete) == (other.epoch, other.cursor, other.complete)
            && (&self.viewer, &self.place) == (&other.viewer, &other.place)
    }
}
