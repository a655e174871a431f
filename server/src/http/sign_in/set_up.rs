//! `/sign-in/set-up`: the phone becomes the second key. It is taken once it has shown that it makes the right codes.

use super::{Browser, frame, language_of, note_credential, open, qr, step, wall};
use crate::error::AppError;
use crate::http::html;
use crate::sign_in::{SecretCode, Subject, totp};
use crate::state::AppState;
use crate::store::{Method, Step};
use app::sign_in::{RecoveryPage, SetUpPage, recovery, set_up as page};
use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::calendar::TimeOfDay;
use domain::ids::PersonId;
use serde::Deserialize;

const RECOVERY_CODES: usize = 10;
const LATE: &str = "/sign-in?late=true";

#[derive(Deserialize)]
pub struct Typed {
    code: String,
}

/// Who sets up, with the secret in the open.
struct SettingUp {
    token: [u8; 32],
    person: PersonId,
    secret: Vec<u8>,
    first: Method,
}

async fn current(state: &AppState, jar: &CookieJar) -> Result<Option<SettingUp>, AppError> {
    let Some((token, Step { person, secret: Some(sealed), first })) = step::current(state, jar).await? else {
        return Ok(None);
    };
    Ok(state.sign_in.key.open(person, &sealed).map(|secret| SettingUp { token, person, secret, first }))
}

pub async fn show(State(state): State<AppState>, jar: CookieJar) -> Result<Response, AppError> {
    match current(&state, &jar).await? {
        Some(SettingUp { person, secret, .. }) => render(&state, person, &secret, false, None).await,
        None => Ok(Redirect::to(LATE).into_response()),
    }
}

async fn render(
    state: &AppState,
    person: PersonId,
    secret: &[u8],
    wrong: bool,
    wait: Option<TimeOfDay>,
) -> Result<Response, AppError> {
    let frame = frame(state, language_of(state, person).await?, None).await?;
    let about = state.store.about_person(person).await?.ok_or(AppError::NotFound)?;
    let qr = qr(&totp::address(&frame.home, &about.code, secret));
    let secret = totp::spoken(secret);
    Ok(html::plain(move || page(SetUpPage { frame, qr, secret, wrong, wait })))
}

pub async fn set_up(
    State(state): State<AppState>,
    jar: CookieJar,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let Some(SettingUp { token, person, secret, first }) = current(&state, &jar).await? else {
        return Ok(Redirect::to(LATE).into_response());
    };
    let (browser, jar) = Browser::of(&state, jar)?;
    let now = state.clock.timestamp();
    let subjects = vec![Subject::SecondStep(person), browser.subject()];
    if let Some(until) = state.store.begin_try(subjects, now).await? {
        let page = render(&state, person, &secret, false, Some(wall(&state, until))).await?;
        return Ok((jar, page).into_response());
    }
    let Some(half_minute) = totp::step_of(&secret, &typed.code, now) else {
        return Ok((jar, render(&state, person, &secret, true, None).await?).into_response());
    };
    let codes = (0..RECOVERY_CODES).map(|_| SecretCode::draw(&state.rng)).collect::<Result<Vec<_>, _>>()?;
    let hashes = codes.iter().map(SecretCode::hash).collect();
    if !state.store.finish_set_up(token, half_minute, hashes, now).await? {
        return Ok((jar, Redirect::to(LATE)).into_response());
    }
    note_credential(&state, person, "second-step").await?;
    state.store.was_right(Subject::SecondStep(person), vec![browser.subject()]).await?;
    let frame = frame(&state, language_of(&state, person).await?, None).await?;
    let jar = step::end(&state, jar);
    let Some(jar) = open(&state, jar.clone(), &headers, person, first.and_second()).await? else {
        return Ok((jar, Redirect::to("/sign-in?nothing=true")).into_response());
    };
    // Not after a redirect, as elsewhere: what is kept only as a hash cannot be fetched a second time.
    let codes = codes.iter().map(SecretCode::grouped).collect();
    Ok((jar, html::plain(move || recovery(RecoveryPage { frame, codes }))).into_response())
}
