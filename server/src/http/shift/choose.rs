//! `/shift/pin`: a PIN for this shift. Only right after signing in with more than a PIN: whoever finds a tablet open cannot give
//! its person another one.

use super::{frame, stamp};
use crate::audit::What;
use crate::error::AppError;
use crate::http::html;
use crate::http::session::SignedIn;
use crate::http::tablet::shared::OnWardTablet;
use crate::sign_in::{LONGEST_PIN, PinWeakness, TooBusy, pin_weakness};
use crate::state::AppState;
use crate::store::{Method, OnShift, Shared};
use app::routes::start_page;
use app::shift::{ChoosePage, NotTaken, SHIFT, choose as page};
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// Who chooses, if they may.
async fn choosing(state: &AppState, on: &Shared, signed_in: &SignedIn) -> Result<Option<OnShift>, AppError> {
    if signed_in.tablet != Some(on.tablet) || signed_in.method == Method::Pin {
        return Ok(None);
    }
    let on_shift = state.store.on_shift(on.tablet, state.clock.timestamp()).await?;
    Ok(on_shift.into_iter().find(|one| Some(one.person) == signed_in.person))
}

pub async fn show(
    State(state): State<AppState>,
    tablet: OnWardTablet,
    signed_in: SignedIn,
) -> Result<Response, AppError> {
    match choosing(&state, &tablet.shared, &signed_in).await? {
        Some(shift) => render(&state, &tablet.shared, &signed_in, shift, None).await,
        None => Ok(Redirect::to(SHIFT).into_response()),
    }
}

async fn render(
    state: &AppState,
    on: &Shared,
    signed_in: &SignedIn,
    shift: OnShift,
    not: Option<NotTaken>,
) -> Result<Response, AppError> {
    let frame = frame(state, on, signed_in.viewer.language).await?;
    let has_pin = shift.pin.is_some();
    Ok(html::plain(move || page(ChoosePage { frame, whose: shift.whose(), longest: LONGEST_PIN, has_pin, not })))
}

#[derive(Deserialize)]
pub struct Chosen {
    #[serde(default)]
    pin: String,
    #[serde(default)]
    again: String,
}

pub async fn choose(
    State(state): State<AppState>,
    tablet: OnWardTablet,
    signed_in: SignedIn,
    Form(Chosen { pin, again }): Form<Chosen>,
) -> Result<Response, AppError> {
    let on = &tablet.shared;
    let Some(shift) = choosing(&state, on, &signed_in).await? else { return Ok(Redirect::to(SHIFT).into_response()) };
    let not = match pin_weakness(&pin) {
        Some(PinWeakness::NotDigits) => NotTaken::NotDigits,
        Some(PinWeakness::Guessable) => NotTaken::Guessable,
        None if pin != again => NotTaken::Different,
        None => match state.sign_in.passwords.hash(stamp(&state, on.tablet, shift.person, &pin), &state.rng).await {
            Ok(hash) => return keep(&state, on, &signed_in, &shift, hash).await,
            Err(TooBusy::NoRandomness(error)) => return Err(error.into()),
            Err(TooBusy::Full | TooBusy::Failed) => NotTaken::Busy,
        },
    };
    render(&state, on, &signed_in, shift, Some(not)).await
}

async fn keep(
    state: &AppState,
    on: &Shared,
    signed_in: &SignedIn,
    shift: &OnShift,
    hash: String,
) -> Result<Response, AppError> {
    let now = state.clock.timestamp();
    if !state.store.set_pin(on.tablet, shift.person, hash, now).await? {
        return Ok(Redirect::to(SHIFT).into_response());
    }
    state.audit.note(signed_in.entry(now, What::CredentialChanged).detail("pin")).await?;
    Ok(Redirect::to(&start_page(&signed_in.viewer.scope)).into_response())
}
