//! `GET /sign-in/home/back`: the provider leads somebody back, once.

use super::super::enter::{Right, go_on, note_refusal};
use super::super::{note_credential, open};
use super::way::Token;
use super::{stopped, why};
use crate::audit::{Entry, What};
use crate::error::AppError;
use crate::http::shift::start_shift;
use crate::http::tablet::shared::OnWardTablet;
use crate::sign_in::oidc::{Oidc, Told};
use crate::state::AppState;
use crate::store::{Account, Method, Owner};
use app::shift::CHOOSE;
use app::sign_in::{HomeStopped, SetOut};
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::access::Role;
use domain::catalogue::Language;
use domain::ids::PersonId;
use serde::Deserialize;

/// What the provider sends with somebody; anything else is not looked at.
#[derive(Deserialize)]
pub struct Answered {
    code: Option<String>,
    state: Option<String>,
    /// Who answers (RFC 9207).
    iss: Option<String>,
}

pub async fn back(
    State(state): State<AppState>,
    jar: CookieJar,
    on_ward: Result<OnWardTablet, AppError>,
    headers: HeaderMap,
    Query(answered): Query<Answered>,
) -> Result<Response, AppError> {
    let Some(oidc) = &state.sign_in.oidc else { return Ok(Redirect::to("/sign-in").into_response()) };
    let Some(token) = Token::of(&jar, state.https) else {
        note_refusal(&state, None, "oidc-not-begun").await?;
        return stopped(&state, oidc, Language::default(), SetOut::SignIn, HomeStopped::Again).await;
    };
    // Somebody else's answer does not end the way of this browser.
    if !answered.state.is_some_and(|said| token.is_answered_by(&said)) {
        note_refusal(&state, None, "oidc-state").await?;
        return stopped(&state, oidc, token.language, token.from, HomeStopped::Again).await;
    }
    let jar = Token::forget(jar, state.https);
    let why = match come_in(&state, oidc, &token, answered.code, answered.iss).await? {
        Ok((right, had_second)) => {
            let method = if had_second { Method::OidcAndSecond } else { Method::Oidc };
            let came = match on_ward.ok().filter(|_| token.from == SetOut::Shift) {
                Some(tablet) => on_shift(&state, &jar, &headers, &tablet, right, method).await?,
                None => inside(&state, &jar, &headers, right, method).await?,
            };
            match came {
                Ok(inside) => return Ok(inside),
                Err(why) => why,
            }
        }
        Err(why) => why,
    };
    Ok((jar, stopped(&state, oidc, token.language, token.from, why).await?).into_response())
}

type CameIn = Result<(Right, bool), HomeStopped>;

async fn refused(
    state: &AppState,
    person: Option<PersonId>,
    detail: &str,
    why: HomeStopped,
) -> Result<CameIn, AppError> {
    note_refusal(state, person, detail).await?;
    Ok(Err(why))
}

/// Who came back, and whether they showed a second factor there; or why they do not come in.
async fn come_in(
    state: &AppState,
    oidc: &Oidc,
    token: &Token,
    code: Option<String>,
    issuer: Option<String>,
) -> Result<CameIn, AppError> {
    let now = state.clock.timestamp();
    if !state.store.come_back(token.hash(), now).await? {
        return refused(state, None, "oidc-again", HomeStopped::Again).await;
    }
    let Some(code) = code.filter(|_| oidc.is_from_here(issuer.as_deref())) else {
        return refused(state, None, "oidc-refused", HomeStopped::Refused).await;
    };
    let Told { issuer, subject, known_as, had_second } = match oidc.told(code, token.way(), now).await {
        Ok(told) => told,
        Err(error) => return refused(state, None, "oidc-failed", why(&error)).await,
    };
    let person = match state.store.owner_of(Account { issuer, subject, known_as }, now).await? {
        Owner::Person { person, is_new } => {
            if is_new {
                note_credential(state, person, "oidc-linked").await?;
            }
            person
        }
        Owner::Unknown => return refused(state, None, "oidc-unknown", HomeStopped::Unknown).await,
        Owner::Taken(person) => return refused(state, Some(person), "oidc-other-account", HomeStopped::Taken).await,
        Owner::Left(actor) => {
            let entry = Entry::new(now, What::SignInRefused).detail("oidc-left").refused();
            state.audit.note(Entry { actor, ..entry }).await?;
            return Ok(Err(HomeStopped::Unknown));
        }
    };
    let about = state.store.about_person(person).await?.ok_or(AppError::NotFound)?;
    let has_totp = state.store.credential(person).await?.is_some_and(|credential| credential.totp.is_some());
    Ok(Ok((Right { about, has_totp }, had_second)))
}

/// The next page; or why there is none.
type Inside = Result<Response, HomeStopped>;

/// Whoever set out on a tablet of the ward begins a shift there, as with a password.
async fn on_shift(
    state: &AppState,
    jar: &CookieJar,
    headers: &HeaderMap,
    tablet: &OnWardTablet,
    right: Right,
    method: Method,
) -> Result<Inside, AppError> {
    let person = right.about.person;
    let Some(jar) = start_shift(state, jar.clone(), headers, &tablet.shared, person, method).await? else {
        note_refusal(state, Some(person), "elsewhere").await?;
        return Ok(Err(HomeStopped::Elsewhere));
    };
    Ok(Ok((jar, Redirect::to(CHOOSE)).into_response()))
}

/// Anywhere else. Who showed a second factor there is not asked for another here.
async fn inside(
    state: &AppState,
    jar: &CookieJar,
    headers: &HeaderMap,
    right: Right,
    method: Method,
) -> Result<Inside, AppError> {
    if right.about.acts_as == Some(Role::Carer) {
        note_refusal(state, Some(right.about.person), "ward-only").await?;
        return Ok(Err(HomeStopped::Ward));
    }
    if method == Method::Oidc {
        return Ok(Ok(go_on(state, jar.clone(), headers, right, method).await?));
    }
    let opened = open(state, jar.clone(), headers, right.about.person, method).await?;
    Ok(opened.map(|jar| (jar, Redirect::to("/")).into_response()).ok_or(HomeStopped::Nothing))
}
