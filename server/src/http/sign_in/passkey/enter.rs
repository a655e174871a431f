//! `POST /sign-in/passkey`: somebody comes in with a passkey. `POST /sign-in/passkey/ask`: what the device is asked.

use super::question::{self, For};
use super::{not_asked, origin, passkeys};
use crate::error::{ApiError, AppError};
use crate::http::html;
use crate::http::sign_in::enter::{Checked, Right, code_of, note_refusal};
use crate::http::sign_in::{Browser, frame, home, open, wall};
use crate::sign_in::Subject;
use crate::sign_in::passkey::{Answer, NotBelieved, Passkeys};
use crate::state::AppState;
use crate::store::Method;
use app::sign_in::{SignInPage, Stopped, sign_in as page};
use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::access::Role;
use domain::catalogue::Language;
use domain::ids::PersonId;
use serde::Deserialize;

pub async fn ask(State(state): State<AppState>, jar: CookieJar) -> Result<Response, ApiError> {
    let Some(passkeys) = passkeys(&state) else { return Ok(Redirect::to("/sign-in").into_response()) };
    let asked = passkeys.ask_who().map_err(not_asked)?;
    Ok(question::ask(&state, jar, For::ComingIn, asked).await?.into_response())
}

#[derive(Deserialize)]
pub struct Answered {
    answer: String,
    lang: Option<String>,
}

pub async fn enter(
    State(state): State<AppState>,
    jar: CookieJar,
    headers: HeaderMap,
    Form(Answered { answer, lang }): Form<Answered>,
) -> Result<Response, AppError> {
    let (browser, jar) = Browser::of(&state, jar)?;
    let checked = check_passkey(&state, &jar, &browser, &answer).await?;
    let jar = question::forget(&state, jar);
    let stopped = match checked {
        Checked::Right(Right { about, .. }) if about.acts_as == Some(Role::Carer) => {
            note_refusal(&state, Some(about.person), code_of(Stopped::Ward)).await?;
            Stopped::Ward
        }
        Checked::Right(Right { about, .. }) => {
            return Ok(match open(&state, jar.clone(), &headers, about.person, Method::Passkey).await? {
                Some(jar) => (jar, Redirect::to("/")).into_response(),
                None => (jar, Redirect::to("/sign-in?nothing=true")).into_response(),
            });
        }
        Checked::Wrong => Stopped::Passkey,
        Checked::Wait(until) => Stopped::Wait(wall(&state, until)),
        Checked::Busy => Stopped::Busy,
    };
    let language = lang.as_deref().and_then(Language::from_code).unwrap_or_default();
    let frame = frame(&state, language, Some("/sign-in")).await?;
    let (provider, passkeys) = (home::name(&state), origin(&state));
    let shown = SignInPage { frame, name: String::new(), provider, passkeys, stopped: Some(stopped), done: None };
    Ok((jar, html::plain(move || page(shown))).into_response())
}

/// Whose passkey answers what this browser was asked. A try counts before it is looked at, and what is refused is noted: why is
/// for the log only.
pub async fn check_passkey(
    state: &AppState,
    jar: &CookieJar,
    browser: &Browser,
    answer: &str,
) -> Result<Checked, AppError> {
    let (Some(passkeys), Some(answer)) = (passkeys(state), Answer::read(answer)) else {
        return refused(state, None, "passkey-unreadable").await;
    };
    let subject = Subject::Passkey(answer.credential_id().to_vec());
    let now = state.clock.timestamp();
    if let Some(until) = state.store.begin_try(vec![subject.clone(), browser.subject()], now).await? {
        note_refusal(state, None, "passkey-wait").await?;
        return Ok(Checked::Wait(until));
    }
    let person = match believed(state, passkeys, jar, &answer).await? {
        Ok(person) => person,
        Err((person, why)) => return refused(state, person, why).await,
    };
    state.store.was_right(subject, vec![browser.subject()]).await?;
    let about = state.store.about_person(person).await?.ok_or(AppError::NotFound)?;
    Ok(Checked::Right(Right { about, has_totp: false }))
}

async fn refused(state: &AppState, person: Option<PersonId>, why: &str) -> Result<Checked, AppError> {
    note_refusal(state, person, why).await?;
    Ok(Checked::Wrong)
}

type Refused = (Option<PersonId>, &'static str);

/// Who it is; or whose passkey it would be, and why it is not believed.
async fn believed(
    state: &AppState,
    passkeys: &Passkeys,
    jar: &CookieJar,
    answer: &Answer,
) -> Result<Result<PersonId, Refused>, AppError> {
    let Some(asked) = question::answered(state, jar, For::ComingIn).await? else {
        return Ok(Err((None, "passkey-not-asked")));
    };
    let Some(kept) = state.store.passkey(answer.credential_id()).await? else {
        return Ok(Err((None, "passkey-unknown")));
    };
    let person = Some(kept.person);
    if !answer.is_of(kept.person) {
        return Ok(Err((person, "passkey-of-another")));
    }
    let used = match passkeys.used(answer, asked, kept.credential) {
        Ok(used) => used,
        Err(NotBelieved::Cloned) => return Ok(Err((person, "passkey-cloned"))),
        Err(error) => {
            tracing::warn!(%error, "a passkey was not believed");
            return Ok(Err((person, "passkey")));
        }
    };
    let now = state.clock.timestamp();
    if !state.store.passkey_was_used(kept.id, used.credential, used.sign_count, now).await? {
        return Ok(Err((person, "passkey-cloned")));
    }
    Ok(Ok(kept.person))
}
