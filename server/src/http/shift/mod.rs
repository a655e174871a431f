//! The tablet that those who work on a ward share. A shift begins with whatever shows who somebody is; then a PIN is enough on
//! that tablet, for twelve hours. Whoever is done, or leaves it alone, leads it back to the page that asks who you are.
//!
//! docs/decisions/0015-a-shift-on-the-ward-tablet.md

pub mod begin;
pub mod choose;
pub mod enter;
pub mod people;
#[cfg(test)]
mod tests;

use crate::error::AppError;
use crate::http::session::{self, Arrived};
use crate::sign_in::Subject;
use crate::state::AppState;
use crate::store::{Method, SHIFT_LIVES, Shared};
use app::shift::Frame;
use axum::http::HeaderMap;
use axum_extra::extract::CookieJar;
use domain::catalogue::Language;
use domain::ids::{PersonId, TabletId};

/// Begins a shift on this tablet for a person who showed who they are, by whichever way of signing in, and lets them in. `None`
/// for who does not work on its ward. The next page is [`app::shift::CHOOSE`].
pub async fn start_shift(
    state: &AppState,
    jar: CookieJar,
    headers: &HeaderMap,
    on: &Shared,
    person: PersonId,
    method: Method,
) -> Result<Option<CookieJar>, AppError> {
    let Some(viewer) = state.store.carer_on(on.location, on.ward, person).await? else { return Ok(None) };
    let now = state.clock.timestamp();
    if !state.store.begin_shift(state.rng.uuid(now)?, on.tablet, person, now).await? {
        return Err(AppError::Revoked);
    }
    // Wrong PINs of before: this is how a lock ends.
    state.store.was_right(Subject::Pin(on.tablet, person), Vec::new()).await?;
    state.store.note_sign_in(person, now).await?;
    let arrived = Arrived { viewer, person: Some(person), tablet: Some(on.tablet), method, lives: SHIFT_LIVES };
    Ok(Some(session::open(state, jar, headers, arrived).await?))
}

/// What is hashed for a PIN: with a secret that is not in the database, so that whoever reads that cannot try all PINs.
fn stamp(state: &AppState, tablet: TabletId, person: PersonId, pin: &str) -> String {
    crate::hex::hex(&state.seal.stamp("shift pin", &[tablet.0.as_bytes(), person.0.as_bytes(), pin.as_bytes()]))
}

async fn frame(state: &AppState, on: &Shared, language: Language) -> Result<Frame, AppError> {
    let (assets, ward_name) = (state.site.assets().clone(), state.store.name_of_ward(on.location, on.ward).await?);
    Ok(Frame { assets, language, ward_name })
}

/// Where somebody was on the ward's pages when the tablet locked itself.
fn back_to(next: Option<String>) -> Option<String> {
    let next = crate::http::local::LocalAddress::try_from(next?).ok()?.as_str().to_owned();
    let path = next.split(['?', '#']).next().unwrap_or_default();
    (path == "/ward" || path.starts_with("/ward/")).then_some(next)
}
