//! Who looks and who acts. A `Scope` is needed to read; authority decides what family may do.

use crate::calendar::Validity;
use crate::catalogue::{Language, Localized};
use crate::ids::{HouseholdId, LocationId, PersonId, ProviderId, WardId};
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
    /// Those beside the shop.
    #[cfg_attr(target_family = "wasm", serde(skip))]
    Beside(Beside),
}

/// Who has pages of their own beside the shop, and sees nothing of what the others see. What one of them may read demands
/// the type of that one, so that no page can be opened with the scope of another.
#[cfg(not(target_family = "wasm"))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Beside {
    Supporter(SupporterScope),
    Provider(ProviderScope),
    Council(CouncilScope),
    Security(SecurityScope),
}

/// No program runs for them, so in a browser there are none, and none of their code.
#[cfg(target_family = "wasm")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beside {}

impl Beside {
    #[must_use]
    pub const fn role(&self) -> Role {
        #[cfg(target_family = "wasm")]
        match *self {}
        #[cfg(not(target_family = "wasm"))]
        match self {
            Self::Supporter(_) => Role::Supporter,
            Self::Provider(_) => Role::Provider,
            Self::Council(_) => Role::Council,
            Self::Security(_) => Role::Security,
        }
    }
}

/// A client supporter: the residents of these locations as they see themselves, and notes that nobody else reads. Nothing of
/// what the house earns or spends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupporterScope {
    pub person: PersonId,
    pub locations: Vec<LocationId>,
}

/// Somebody of one provider: what was ordered of their own offers, with a first name and a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderScope {
    pub person: PersonId,
    pub provider: ProviderId,
    pub locations: Vec<LocationId>,
}

/// The client council: what these locations sell, what it costs and why; nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouncilScope {
    pub person: PersonId,
    pub locations: Vec<LocationId>,
}

/// The security officer: the whole log of who looked, and nothing that anybody ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityScope {
    pub person: PersonId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Resident,
    Family,
    Carer,
    Office,
    Supporter,
    Provider,
    Council,
    Security,
    /// The program itself: expiry, imports, period roll-over.
    House,
}

impl Role {
    pub const ALL: [Self; 9] = [
        Self::Resident,
        Self::Family,
        Self::Carer,
        Self::Office,
        Self::Supporter,
        Self::Provider,
        Self::Council,
        Self::Security,
        Self::House,
    ];

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::Family => "family",
            Self::Carer => "carer",
            Self::Office => "office",
            Self::Supporter => "supporter",
            Self::Provider => "provider",
            Self::Council => "council",
            Self::Security => "security",
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
