//! Passkeys: coming in with one, beginning with one behind a link, and the list of one's own. A device is asked in one request
//! and answers in the next: `question.rs` keeps the two together.
//!
//! docs/decisions/0017-passkeys.md

pub mod add;
pub mod begin;
pub mod change;
#[cfg(test)]
pub(in crate::http) mod device;
pub mod enter;
pub mod list;
mod question;
#[cfg(test)]
mod tests;

use crate::error::AppError;
use crate::sign_in::passkey::{NotBelieved, Passkeys};
use crate::state::AppState;

/// Where browsers can use passkeys, if they can anywhere.
pub(in crate::http) fn origin(state: &AppState) -> Option<String> {
    passkeys(state).map(|passkeys| passkeys.origin().to_owned())
}

fn passkeys(state: &AppState) -> Option<&Passkeys> {
    state.sign_in.passkeys.as_ref()
}

/// A question that could not be asked: it is not the person's doing.
fn not_asked(error: NotBelieved) -> AppError {
    tracing::error!(%error, "a device could not be asked for a passkey");
    AppError::Busy
}

/// What a passkey is called at most.
const LONGEST_NAME: usize = 60;

fn name_of(text: &str) -> String {
    text.trim().chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect()
}
