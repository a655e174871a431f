//! `/sessions/password`: another password. It asks for the old one and ends the other sessions.

use super::enter::{Checked, check_password};
use super::link::hash_if_strong;
use super::{Browser, frame, wall};
use crate::audit::What;
use crate::error::AppError;
use crate::http::html;
use crate::http::session::SignedIn;
use crate::state::AppState;
use crate::store::About;
use app::sign_in::{ChangePage, Refused, change as page};
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::access::Viewer;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Chosen {
    old: String,
    password: String,
}

/// Who it is, if they have a password.
async fn about(state: &AppState, signed_in: &SignedIn) -> Result<Option<About>, AppError> {
    let person = signed_in.person.ok_or(AppError::NotFound)?;
    let credential = state.store.credential(person).await?.filter(|credential| credential.password.is_some());
    Ok(credential.map(|credential| credential.about))
}

pub async fn show(State(state): State<AppState>, signed_in: SignedIn) -> Result<Response, AppError> {
    let Some(about) = about(&state, &signed_in).await? else { return Ok(Redirect::to("/sessions").into_response()) };
    render(&state, &signed_in.viewer, about, None).await
}

async fn render(
    state: &AppState,
    viewer: &Viewer,
    about: About,
    refused: Option<Refused>,
) -> Result<Response, AppError> {
    let frame = frame(state, viewer.language, None).await?;
    Ok(html::plain(move || page(ChangePage { frame, code: about.code, refused })))
}

pub async fn change(
    State(state): State<AppState>,
    signed_in: SignedIn,
    jar: CookieJar,
    Form(Chosen { old, password }): Form<Chosen>,
) -> Result<Response, AppError> {
    let Some(about) = about(&state, &signed_in).await? else { return Ok(Redirect::to("/sessions").into_response()) };
    let (browser, jar) = Browser::of(&state, jar)?;
    let refused = match check_password(&state, &about.code, Some(about.person), &browser, old).await? {
        Checked::Right(_) => match hash_if_strong(&state, &about, password).await? {
            Ok(hash) => {
                let now = state.clock.timestamp();
                state.store.change_password(about.person, hash, signed_in.session, now).await?;
                state
                    .audit
                    .note(signed_in.entry(state.clock.timestamp(), What::CredentialChanged).detail("password"))
                    .await?;
                return Ok((jar, Redirect::to("/sessions?changed=true")).into_response());
            }
            Err(refused) => refused,
        },
        Checked::Wrong => Refused::Old,
        Checked::Wait(until) => Refused::Wait(wall(&state, until)),
        Checked::Busy => Refused::Busy,
    };
    Ok((jar, render(&state, &signed_in.viewer, about, Some(refused)).await?).into_response())
}
