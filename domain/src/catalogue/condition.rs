//! Conditions as data: a closed list of rules that the shop can check or must say.

use super::{Localized, OfferEnd};
use crate::calendar::TimeOfDay;
use crate::ids::ItemId;
use serde::{Deserialize, Serialize};

/// The name of something that was checked for a resident, such as `outdoors_ok`. Only the outcome is known here, never
/// the diagnosis behind it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clearance(pub String);

/// What the home calls a clearance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearanceName {
    pub clearance: Clearance,
    pub name: Localized,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Blocks until this clearance is granted.
    NeedsClearance { clearance: Clearance },
    /// Blocks above `count` on one day.
    MaxPerDay { count: u32 },
    /// Blocks above `count` from Monday to Sunday.
    MaxPerWeek { count: u32 },
    /// Blocks from this minute on, `days` before the day of the moment; it takes the place of the lead time in hours.
    OrderUntil { days: u32, time: TimeOfDay },
    /// Costs nothing when family does it.
    FamilyFree,
    /// Runs until stopped, per week or per four weeks.
    Subscription,
    /// Said when no place is left.
    WhenFull,
    /// Says something that the ward checks on the day, such as dry weather.
    Information,
}

impl Rule {
    /// Whether the rule can stop an order.
    #[must_use]
    pub const fn can_block(&self) -> bool {
        matches!(
            self,
            Self::NeedsClearance { .. } | Self::MaxPerDay { .. } | Self::MaxPerWeek { .. } | Self::OrderUntil { .. }
        )
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    pub rule: Rule,
    /// A few words for the card; empty where the home wrote none.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub label: Localized,
    /// What the resident reads.
    pub message: Localized,
    /// What may be chosen instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternative: Option<ItemId>,
}

/// Why a moment cannot be ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    NotForSale,
    NotOfferedThen,
    TooLate { lead_time_hours: u32 },
    Ended(OfferEnd),
}
