//! `POST /emergency`: open a card. It is in the log before the card can be read.

use super::{Staff, chosen};
use crate::audit::What;
use crate::error::AppError;
use crate::http::{html, log};
use crate::state::AppState;
use app::log::{EMERGENCY, EmergencyPage, REASON_LETTERS, REASON_MOST, emergency as page};
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::ids::HouseholdId;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Asked {
    household: HouseholdId,
    #[serde(default)]
    reason: String,
}

pub async fn open(State(state): State<AppState>, staff: Staff, Form(asked): Form<Asked>) -> Result<Response, AppError> {
    let chosen = chosen(&state, &staff, asked.household).await?;
    let now = state.clock.now();
    let reason = asked.reason.trim().to_owned();
    let letters = reason.chars().filter(|sign| sign.is_alphabetic()).count();
    if letters < REASON_LETTERS || reason.chars().count() > REASON_MOST {
        let frame = log::frame(&state, &staff.signed_in.viewer).await?;
        let page_of = EmergencyPage {
            frame,
            back: staff.start(),
            search: String::new(),
            found: Vec::new(),
            chosen: Some(chosen),
            reason: asked.reason,
            is_wrong: true,
        };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, html::plain(move || page(page_of))).into_response());
    }
    let id = state.rng.uuid(now.at)?;
    let opened = staff.entry(now.at, What::EmergencyOpened).about([asked.household]).detail(id.to_string());
    state.audit.note_and_wait(opened).await?;
    if !state.store.open_emergency(&staff.signed_in.viewer, id, asked.household, reason, now.at).await? {
        return Err(AppError::NotFound);
    }
    Ok(Redirect::to(&format!("{EMERGENCY}/{id}")).into_response())
}
