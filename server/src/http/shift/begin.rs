//! `/shift/start`: the start of a shift, with name and password, a passkey, or the sign-in of the home: all end in
//! [`super::start_shift`].

use super::{frame, start_shift};
use crate::error::AppError;
use crate::http::html;
use crate::http::sign_in::{Browser, Checked, Right, check_passkey, check_password, enter, home, passkey, wall};
use crate::http::tablet::shared::OnWardTablet;
use crate::state::AppState;
use crate::store::{Method, Shared};
use app::shift::{BeginPage, CHOOSE, NotHere, begin as page};
use app::sign_in::Stopped;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::catalogue::Language;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub struct Whose {
    /// Who forgot their PIN.
    #[serde(default)]
    name: String,
}

pub async fn show(
    State(state): State<AppState>,
    tablet: OnWardTablet,
    Query(Whose { name }): Query<Whose>,
) -> Result<Response, AppError> {
    render(&state, &tablet.shared, name, None).await
}

async fn render(state: &AppState, on: &Shared, name: String, not: Option<NotHere>) -> Result<Response, AppError> {
    let frame = frame(state, on, Language::default()).await?;
    let (passkeys, provider) = (passkey::origin(state), home::name(state));
    Ok(html::plain(move || page(BeginPage { frame, name, passkeys, provider, not })))
}

#[derive(Deserialize)]
pub struct Entered {
    name: String,
    password: String,
}

pub async fn begin(
    State(state): State<AppState>,
    tablet: OnWardTablet,
    jar: CookieJar,
    headers: HeaderMap,
    Form(Entered { name, password }): Form<Entered>,
) -> Result<Response, AppError> {
    let (browser, jar) = Browser::of(&state, jar)?;
    let person = state.store.person_by_name(&name).await?;
    let (not, why) = match check_password(&state, &name, person, &browser, password).await? {
        Checked::Right(right) => match begun(&state, &jar, &headers, &tablet.shared, right, Method::Password).await? {
            Some(inside) => return Ok(inside),
            None => (NotHere::Elsewhere, "elsewhere"),
        },
        Checked::Wrong => (NotHere::Stopped(Stopped::Wrong), "password"),
        Checked::Wait(until) => (NotHere::Stopped(Stopped::Wait(wall(&state, until))), "wait"),
        Checked::Busy => (NotHere::Stopped(Stopped::Busy), "busy"),
    };
    enter::note_refusal(&state, person, why).await?;
    Ok((jar, render(&state, &tablet.shared, name, Some(not)).await?).into_response())
}

/// Inside, where the page of a PIN comes next; `None` for who does not work on this ward.
async fn begun(
    state: &AppState,
    jar: &CookieJar,
    headers: &HeaderMap,
    on: &Shared,
    right: Right,
    method: Method,
) -> Result<Option<Response>, AppError> {
    let opened = start_shift(state, jar.clone(), headers, on, right.about.person, method).await?;
    Ok(opened.map(|jar| (jar, Redirect::to(CHOOSE)).into_response()))
}

#[derive(Deserialize)]
pub struct Answered {
    #[serde(default)]
    answer: String,
}

/// `POST /shift/start/passkey`.
pub async fn with_passkey(
    State(state): State<AppState>,
    tablet: OnWardTablet,
    jar: CookieJar,
    headers: HeaderMap,
    Form(Answered { answer }): Form<Answered>,
) -> Result<Response, AppError> {
    let (browser, jar) = Browser::of(&state, jar)?;
    let not = match check_passkey(&state, &jar, &browser, &answer).await? {
        Checked::Right(right) => {
            let person = right.about.person;
            match begun(&state, &jar, &headers, &tablet.shared, right, Method::Passkey).await? {
                Some(inside) => return Ok(inside),
                None => enter::note_refusal(&state, Some(person), "elsewhere").await?,
            }
            NotHere::Elsewhere
        }
        Checked::Wrong => NotHere::Stopped(Stopped::Passkey),
        Checked::Wait(until) => NotHere::Stopped(Stopped::Wait(wall(&state, until))),
        Checked::Busy => NotHere::Stopped(Stopped::Busy),
    };
    Ok((jar, render(&state, &tablet.shared, String::new(), Some(not)).await?).into_response())
}
