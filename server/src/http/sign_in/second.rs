//! `/sign-in/second`: the code of the moment, or a recovery code.

use super::enter::note_refusal;
use super::{Browser, frame, language_of, open, step, wall};
use crate::error::AppError;
use crate::http::html;
use crate::sign_in::{SecretCode, Subject, totp};
use crate::state::AppState;
use crate::store::Step;
use app::sign_in::{SecondPage, second as page};
use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::calendar::TimeOfDay;
use domain::ids::PersonId;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Typed {
    code: String,
}

const LATE: &str = "/sign-in?late=true";

pub async fn show(State(state): State<AppState>, jar: CookieJar) -> Result<Response, AppError> {
    match step::current(&state, &jar).await? {
        Some((_, Step { person, secret: None, .. })) => render(&state, person, false, None).await,
        Some(_) => Ok(Redirect::to("/sign-in/set-up").into_response()),
        None => Ok(Redirect::to(LATE).into_response()),
    }
}

async fn render(
    state: &AppState,
    person: PersonId,
    wrong: bool,
    wait: Option<TimeOfDay>,
) -> Result<Response, AppError> {
    let frame = frame(state, language_of(state, person).await?, None).await?;
    Ok(html::plain(move || page(SecondPage { frame, wrong, wait })))
}

pub async fn second(
    State(state): State<AppState>,
    jar: CookieJar,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let Some((token, Step { person, secret: None, first })) = step::current(&state, &jar).await? else {
        return Ok(Redirect::to(LATE).into_response());
    };
    let (browser, jar) = Browser::of(&state, jar)?;
    let now = state.clock.timestamp();
    let subjects = vec![Subject::SecondStep(person), browser.subject()];
    if let Some(until) = state.store.begin_try(subjects, now).await? {
        return Ok((jar, render(&state, person, false, Some(wall(&state, until))).await?).into_response());
    }
    if !is_right(&state, token, person, &typed.code).await? {
        note_refusal(&state, Some(person), "second-step").await?;
        return Ok((jar, render(&state, person, true, None).await?).into_response());
    }
    state.store.was_right(Subject::SecondStep(person), vec![browser.subject()]).await?;
    let jar = step::end(&state, jar);
    Ok(match open(&state, jar.clone(), &headers, person, first.and_second()).await? {
        Some(jar) => (jar, Redirect::to("/")).into_response(),
        None => (jar, Redirect::to("/sign-in?nothing=true")).into_response(),
    })
}

/// Uses the code up when it is right.
async fn is_right(state: &AppState, token: [u8; 32], person: PersonId, typed: &str) -> Result<bool, AppError> {
    let now = state.clock.timestamp();
    if let Some(code) = SecretCode::read(typed) {
        return Ok(state.store.finish_with_recovery(token, code.hash(), now).await?);
    }
    let credential = state.store.credential(person).await?;
    let secret =
        credential.and_then(|credential| credential.totp).and_then(|sealed| state.sign_in.key.open(person, &sealed));
    match secret.and_then(|secret| totp::step_of(&secret, typed, now)) {
        Some(half_minute) => Ok(state.store.finish_with_totp(token, half_minute, now).await?),
        None => Ok(false),
    }
}
