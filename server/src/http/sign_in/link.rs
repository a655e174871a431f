//! `/link/{code}`: the page behind a one-use link, and a password chosen there. Looking does not use it up: programs that look at links in messages would.

use super::enter::{Right, go_on};
use super::{frame, language_of, note_credential, passkey};
use crate::error::AppError;
use crate::http::html;
use crate::sign_in::{SecretCode, TooBusy, Weakness};
use crate::state::AppState;
use crate::store::{About, Method};
use app::sign_in::{LinkPage, Refused, link as page, link_gone};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::access::Role;
use domain::catalogue::Language;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Chosen {
    password: String,
}

/// Whom a link is for.
pub(super) async fn person(state: &AppState, code: &str) -> Result<Option<(SecretCode, About)>, AppError> {
    let Some(code) = SecretCode::read(code) else { return Ok(None) };
    let Some(person) = state.store.find_link(code.hash(), state.clock.timestamp()).await? else { return Ok(None) };
    Ok(state.store.about_person(person).await?.map(|about| (code, about)))
}

pub(super) async fn gone(state: &AppState) -> Result<Response, AppError> {
    let frame = frame(state, Language::default(), None).await?;
    Ok((StatusCode::GONE, html::plain(move || link_gone(frame))).into_response())
}

pub async fn show(State(state): State<AppState>, Path(code): Path<String>) -> Result<Response, AppError> {
    match person(&state, &code).await? {
        Some((code, about)) => render(&state, &code, about, None).await,
        None => gone(&state).await,
    }
}

pub(super) async fn render(
    state: &AppState,
    code: &SecretCode,
    about: About,
    refused: Option<Refused>,
) -> Result<Response, AppError> {
    let frame = frame(state, language_of(state, about.person).await?, None).await?;
    let address = format!("/link/{}", code.grouped());
    let passkeys = passkey::origin(state);
    Ok(html::plain(move || page(LinkPage { frame, address, name: about.name, code: about.code, passkeys, refused })))
}

pub async fn link(
    State(state): State<AppState>,
    jar: CookieJar,
    headers: HeaderMap,
    Path(code): Path<String>,
    Form(Chosen { password }): Form<Chosen>,
) -> Result<Response, AppError> {
    let Some((code, about)) = person(&state, &code).await? else { return gone(&state).await };
    let hash = match hash_if_strong(&state, &about, password).await? {
        Ok(hash) => hash,
        Err(refused) => return render(&state, &code, about, Some(refused)).await,
    };
    if state.store.begin_with_link(code.hash(), hash, state.clock.timestamp()).await?.is_none() {
        return gone(&state).await;
    }
    note_credential(&state, about.person, "link-used").await?;
    if about.acts_as == Some(Role::Carer) {
        return Ok(Redirect::to("/sign-in?ready=true").into_response());
    }
    go_on(&state, jar, &headers, Right { about, has_totp: false }, Method::Password).await
}

/// The hash of a password that is strong enough for this person, or why it is not taken.
pub(super) async fn hash_if_strong(
    state: &AppState,
    about: &About,
    password: String,
) -> Result<Result<String, Refused>, AppError> {
    let home = state.store.home().await?.map(|home| home.name).unwrap_or_default();
    let known = vec![about.code.clone(), about.name.clone(), about.display.clone(), home, "bekertje".to_owned()];
    let hash = async {
        match state.sign_in.passwords.weakness(password.clone(), known).await? {
            Some(Weakness::Short) => Ok(Err(Refused::Short)),
            Some(Weakness::Long) => Ok(Err(Refused::Long)),
            Some(Weakness::Guessable) => Ok(Err(Refused::Guessable)),
            None => state.sign_in.passwords.hash(password, &state.rng).await.map(Ok),
        }
    };
    match hash.await {
        Ok(done) => Ok(done),
        Err(TooBusy::NoRandomness(error)) => Err(error.into()),
        Err(TooBusy::Full | TooBusy::Failed) => Ok(Err(Refused::Busy)),
    }
}
