//! Signing in: name and password, the sign-in of the home itself, passkeys, the second step of the office, the link with which one begins,
//! and where one is signed in.
//!
//! A name that nobody has is treated as one that somebody has: the same words, the same time, the same waits.

mod browser;
pub mod change;
pub mod end;
pub mod enter;
pub mod home;
pub mod link;
pub mod passkey;
pub mod second;
pub mod sessions;
pub mod set_up;
pub mod show;
pub mod sign_out;
mod step;
#[cfg(test)]
pub(super) mod tests;

pub use browser::Browser;
pub use enter::{Checked, Right, check_password};
pub use passkey::enter::check_passkey;

use crate::audit::{Entry, What};
use crate::error::AppError;
use crate::http::session::{self, Arrived};
use crate::sign_in::TooBusy;
use crate::state::AppState;
use crate::store::Method;
use app::sign_in::{Frame, Qr};
use axum::http::{HeaderMap, header};
use axum_extra::extract::CookieJar;
use domain::access::{Role, Scope};
use domain::calendar::{Moment, TimeOfDay, Timestamp};
use domain::catalogue::Language;
use domain::ids::PersonId;

const HOUR_MICROS: i64 = 3_600 * 1_000_000;
/// A working day; the office handles everyone's money.
const OFFICE_LIVES: Timestamp = Timestamp(12 * HOUR_MICROS);

impl From<TooBusy> for AppError {
    fn from(error: TooBusy) -> Self {
        match error {
            TooBusy::NoRandomness(error) => Self::NoRandomness(error),
            TooBusy::Full | TooBusy::Failed => Self::Busy,
        }
    }
}

/// What the pages of signing in need; `other` is where the same page stands in the other language.
async fn frame(state: &AppState, language: Language, other: Option<&str>) -> Result<Frame, AppError> {
    let home = state.store.home().await?.ok_or(AppError::NotFound)?;
    let code = language.other().code();
    Ok(Frame {
        assets: state.site.assets().clone(),
        language,
        home: home.name,
        other_language: other.map(|path| format!("{path}?lang={code}")),
    })
}

/// The language that a person reads.
async fn language_of(state: &AppState, person: PersonId) -> Result<Language, AppError> {
    let door = state.store.door_of(person, state.clock.now().local.day).await?;
    Ok(door.map_or_else(Language::default, |door| door.viewer.language))
}

/// That somebody chose a password or set a phone up.
async fn note_credential(state: &AppState, person: PersonId, which: &str) -> Result<(), AppError> {
    let now = state.clock.now();
    let Some(door) = state.store.door_of(person, now.local.day).await? else {
        return Ok(state.audit.note(Entry::new(now.at, What::CredentialChanged).detail(which)).await?);
    };
    Ok(state.audit.note(Entry::by(now.at, What::CredentialChanged, &door.viewer).detail(which)).await?)
}

/// What the clock on the wall will say.
pub(super) fn wall(state: &AppState, at: Timestamp) -> TimeOfDay {
    // The wait ends within the minute that is told.
    state.clock.at(Timestamp(at.0.saturating_add(59_000_000))).local.time
}

pub fn qr(text: &str) -> Option<Qr> {
    crate::sign_in::totp::qr(text).map(|(width, path)| Qr { width, path })
}

/// Under which people reach the shop: as the operator said, else as this request did.
pub fn shop_address(state: &AppState, headers: &HeaderMap) -> String {
    state.sign_in.address.clone().unwrap_or_else(|| {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
        format!("{}://{host}", if state.https { "https" } else { "http" })
    })
}

/// Whether somebody needs a second step: whoever sees more than one ward or family, or the log.
const fn needs_second(role: Option<Role>) -> bool {
    matches!(role, Some(Role::Office | Role::Supporter | Role::Provider | Role::Council | Role::Security))
}

/// Opens a session for who showed who they are. `None` when there is nothing that they may see.
async fn open(
    state: &AppState,
    jar: CookieJar,
    headers: &HeaderMap,
    person: PersonId,
    method: Method,
) -> Result<Option<CookieJar>, AppError> {
    let now = state.clock.now();
    let Some(door) = state.store.door_of(person, now.local.day).await? else { return Ok(None) };
    let lives = match door.viewer.scope {
        Scope::Office { .. } | Scope::Beside(_) => OFFICE_LIVES,
        _ => session::LIFETIME,
    };
    // A session ends with the first authority that it rests on: no page has to ask whether it still holds.
    let midnight = door.until.map(|day| state.clock.instant(Moment { day, time: TimeOfDay::MIDNIGHT }));
    let lives = midnight.map_or(lives, |end| lives.min(Timestamp(end.0.saturating_sub(now.at.0))));
    let arrived = Arrived { viewer: door.viewer, person: Some(person), tablet: None, method, lives };
    let jar = session::open(state, jar, headers, arrived).await?;
    state.store.note_sign_in(person, now.at).await?;
    Ok(Some(jar))
}
