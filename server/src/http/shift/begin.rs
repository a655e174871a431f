//! `/shift/start`: the start of a shift, with name and password. Other ways of signing in end in [`super::start_shift`] too.

use super::{frame, start_shift};
use crate::error::AppError;
use crate::http::html;
use crate::http::sign_in::{Browser, Checked, check_password, enter, wall};
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
    Ok(html::plain(move || page(BeginPage { frame, name, not })))
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
        Checked::Right(right) => {
            let on = &tablet.shared;
            let opened = start_shift(&state, jar.clone(), &headers, on, right.about.person, Method::Password).await?;
            match opened {
                Some(jar) => return Ok((jar, Redirect::to(CHOOSE)).into_response()),
                None => (NotHere::Elsewhere, "elsewhere"),
            }
        }
        Checked::Wrong => (NotHere::Stopped(Stopped::Wrong), "password"),
        Checked::Wait(until) => (NotHere::Stopped(Stopped::Wait(wall(&state, until))), "wait"),
        Checked::Busy => (NotHere::Stopped(Stopped::Busy), "busy"),
    };
    enter::note_refusal(&state, person, why).await?;
    Ok((jar, render(&state, &tablet.shared, name, Some(not)).await?).into_response())
}
