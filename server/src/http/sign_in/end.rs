//! `POST /sessions/end`: ends one of the person's sessions, or all others.

use crate::audit::What;
use crate::error::AppError;
use crate::http::session::SignedIn;
use crate::state::AppState;
use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Wanted {
    session: String,
}

pub async fn end(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Form(wanted): Form<Wanted>,
) -> Result<Redirect, AppError> {
    let person = signed_in.person.ok_or(AppError::NotFound)?;
    if wanted.session == "others" {
        state.store.end_sessions_of_person(person, Some(signed_in.session)).await?;
    } else {
        // One that is not theirs, or has ended: the list says what there is.
        let Ok(session) = wanted.session.parse() else { return Ok(Redirect::to("/sessions")) };
        if !state.store.end_session(person, session).await? {
            return Ok(Redirect::to("/sessions"));
        }
    }
    state.audit.note(signed_in.entry(state.clock.timestamp(), What::SessionEnded).detail("by-owner")).await?;
    Ok(Redirect::to("/sessions?ended=true"))
}
