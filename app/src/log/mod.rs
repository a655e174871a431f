//! Who looked and who did what: the log in plain words, for the resident and for who manages for them, and as a table for
//! the office. Made on the server only.

mod emergency;
mod frame;
mod sentence;
pub mod who_looked;

pub use emergency::{CardPage, EmergencyPage, Found, PATH as EMERGENCY, REASON_LETTERS, REASON_MOST, card, emergency};
pub use frame::Frame;
pub use sentence::{says, who};

use domain::access::Role;
use domain::calendar::Moment;

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub at: Moment,
    pub who: Who,
    /// The code of what happened; `did` for an operation.
    pub what: String,
    /// Which page, which kind of operation.
    pub detail: String,
    pub refused: bool,
    /// Something was seen, and nothing changed.
    pub is_look: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// Nothing for someone who was not known.
    pub role: Option<Role>,
    /// Empty for the resident and for who is not in the home's list any more.
    pub name: String,
    /// What family is to the resident; empty for others.
    pub relation: String,
    pub is_viewer: bool,
}

/// A role by its code.
#[must_use]
pub fn role(code: &str) -> Option<Role> {
    Role::from_code(code)
}
