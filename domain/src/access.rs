//! Who looks and who acts. A `Scope` is needed to read; authority decides what family may do.

use crate::calendar::Validity;
use crate::catalogue::{Language, Localized};
use crate::ids::{HouseholdId, LocationId, PersonId, WardId};
use serde::{Deserialize, Serialize};

/// What a signed-in viewer may read. Store functions that touch a household demand one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// A resident's own tablet.
    Resident { location: LocationId, household: HouseholdId },
    /// Family of one or more residents.
    Family { person: PersonId, households: Vec<HouseholdId> },
    /// The shared tablet of a ward, with the carer who uses it.
    Ward { location: LocationId, ward: WardId, person: PersonId },
    /// The office: every household of these locations, online only.
    Office { person: PersonId, locations: Vec<LocationId> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Resident,
    Family,
    Carer,
    Office,
    /// The program itself: expiry, imports, period roll-over.
    House,
}

impl Role {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::Family => "family",
            Self::Carer => "carer",
            Self::Office => "office",
            Self::House => "house",
        }
    }
}

/// Who did something, as everyone sees it: "Els (dochter)".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub role: Role,
    /// `None` for the resident and for the house.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    pub name: String,
    /// "dochter"; empty for others than family.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub relation: Localized,
}

impl Actor {
    /// The resident themselves: whoever the household is of, so without a name.
    #[must_use]
    pub fn resident() -> Self {
        Self { role: Role::Resident, person: None, name: String::new(), relation: Localized::default() }
    }
}

/// What family may do, from little to much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    View,
    Propose,
    Order,
    Manage,
}

/// Care authority and money authority are different things: a mentor decides about care, a *bewindvoerder* about money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthorityKind {
    Care,
    Money,
}

/// What one person may do for one resident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authority {
    pub person: PersonId,
    /// The name on screens: "Els".
    pub name: String,
    /// What the person is to the resident: "dochter".
    pub relation: Localized,
    pub grade: Grade,
    pub kind: AuthorityKind,
    pub valid: Validity,
}

/// Who looks at a page, and how they like it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    pub scope: Scope,
    pub actor: Actor,
    pub language: Language,
    /// Per cent of the normal text size: 100 to 200.
    pub text_size: u16,
    pub theme: Theme,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    #[default]
    Light,
    Dark,
    Auto,
}

impl Theme {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Auto => "auto",
        }
    }
}
