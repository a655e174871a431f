//! Places: how many residents have chosen the same offer at the same moment, counted over all households of a location.

use super::{Item, Offer};
use crate::calendar::Moment;
use crate::ids::OfferId;
use crate::mutant::{Mutant, is_on};
use serde::{Deserialize, Serialize};

/// One moment of one offer, with how many residents have chosen it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    pub offer: OfferId,
    pub moment: Moment,
    pub residents: u32,
}

/// The moments of what has a limit or needs a group; one that is not named has nobody yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Places(pub Vec<Taken>);

impl Places {
    /// Nobody has chosen anything.
    pub const NONE: &'static Self = &Self(Vec::new());

    #[must_use]
    pub fn taken(&self, offer: OfferId, moment: Moment) -> u32 {
        let here = |taken: &&Taken| taken.offer == offer && taken.moment == moment;
        self.0.iter().find(here).map_or(0, |taken| taken.residents)
    }
}

impl Item {
    /// How many residents can have this at one moment; `None` when there is no limit.
    #[must_use]
    pub fn room(&self, offer: &Offer) -> Option<u32> {
        [offer.capacity, self.group_max].into_iter().flatten().min()
    }

    /// Whether it matters how many have chosen the same moment.
    #[must_use]
    pub fn is_counted(&self, offer: &Offer) -> bool {
        self.room(offer).is_some() || self.group_min.is_some()
    }

    /// Whether there is no place left for one more.
    #[must_use]
    pub fn is_full(&self, offer: &Offer, moment: Moment, places: &Places) -> bool {
        let room = self.room(offer).filter(|_| !is_on(Mutant::FullIsIgnored));
        room.is_some_and(|room| places.taken(offer.id, moment) >= room)
    }

    /// The first `count` moments that can be ordered at `now` and have a place.
    #[must_use]
    pub fn free_moments(&self, offer: &Offer, now: Moment, count: usize, places: &Places) -> Vec<Moment> {
        self.moments_from(offer, now).filter(|moment| !self.is_full(offer, *moment, places)).take(count).collect()
    }

    /// A group that needs more people than have chosen this moment: how many have, and how many it needs.
    #[must_use]
    pub fn too_few(&self, offer: &Offer, moment: Moment, places: &Places) -> Option<(u32, u32)> {
        let taken = places.taken(offer.id, moment);
        self.group_min.filter(|least| taken < *least).map(|least| (taken, least))
    }
}
