//! `POST /link/{code}/passkey`: somebody begins with a passkey instead of a password. `…/ask`: what the device is asked.

use super::question::{self, For};
use super::{not_asked, passkeys};
use crate::error::{ApiError, AppError};
use crate::http::session::agent;
use crate::http::sign_in::link::{gone, person, render};
use crate::http::sign_in::{frame, language_of, note_credential, open};
use crate::sign_in::passkey::Owner;
use crate::state::AppState;
use crate::store::{Method, NewPasskey};
use app::sign_in::Refused;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::access::Role;
use serde::Deserialize;

pub async fn ask(
    State(state): State<AppState>,
    jar: CookieJar,
    Path(code): Path<String>,
) -> Result<Response, ApiError> {
    let Some((code, about)) = person(&state, &code).await? else { return Ok(gone(&state).await?) };
    let passkeys = passkeys(&state).ok_or(AppError::NotFound)?;
    let home = frame(&state, language_of(&state, about.person).await?, None).await?.home;
    // Those that they have go when the link is used, so a device may make another one.
    let owner =
        Owner { person: about.person, code: about.code, name: about.name, home, has: Vec::new(), on_shared: false };
    let asked = passkeys.ask_for_new(owner).map_err(not_asked)?;
    Ok(question::ask(&state, jar, For::Beginning(code.hash()), asked).await?.into_response())
}

#[derive(Deserialize)]
pub struct Answered {
    answer: String,
}

pub async fn begin(
    State(state): State<AppState>,
    jar: CookieJar,
    headers: HeaderMap,
    Path(code): Path<String>,
    Form(Answered { answer }): Form<Answered>,
) -> Result<Response, AppError> {
    let Some((code, about)) = person(&state, &code).await? else { return gone(&state).await };
    let passkeys = passkeys(&state).ok_or(AppError::NotFound)?;
    let asked = question::answered(&state, &jar, For::Beginning(code.hash())).await?;
    let jar = question::forget(&state, jar);
    let made = asked.and_then(|asked| {
        let made = passkeys.made(&answer, asked);
        made.inspect_err(|error| tracing::warn!(%error, "a new passkey was not believed")).ok()
    });
    let Some(made) = made else {
        return Ok((jar, render(&state, &code, about, Some(Refused::Passkey)).await?).into_response());
    };
    let now = state.clock.timestamp();
    let new = NewPasskey {
        id: state.rng.uuid(now)?,
        credential_id: made.credential_id,
        credential: made.credential,
        name: agent(&headers),
    };
    if state.store.begin_with_passkey(code.hash(), new, now).await?.is_none() {
        return gone(&state).await;
    }
    note_credential(&state, about.person, "link-used-passkey").await?;
    if about.acts_as == Some(Role::Carer) {
        return Ok((jar, Redirect::to("/sign-in?ready_passkey=true")).into_response());
    }
    Ok(match open(&state, jar.clone(), &headers, about.person, Method::Passkey).await? {
        Some(jar) => (jar, Redirect::to("/")).into_response(),
        None => (jar, Redirect::to("/sign-in?nothing=true")).into_response(),
    })
}
