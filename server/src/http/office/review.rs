//! `POST /office/emergencies/{emergency}`: what the office thinks of it. Once, and never by whoever opened the card.

use super::Office;
use super::emergencies::shown;
use crate::audit::What;
use crate::error::AppError;
use crate::http::named::Named;
use crate::state::AppState;
use app::office::emergencies::{PATH, REMARK_LETTERS, REMARK_MOST};
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

#[derive(Deserialize)]
pub struct Reviewed {
    #[serde(default)]
    remark: String,
}

pub async fn review(
    State(state): State<AppState>,
    office: Office,
    Named(id): Named<Uuid>,
    Form(reviewed): Form<Reviewed>,
) -> Result<Response, AppError> {
    let remark = reviewed.remark.trim().to_owned();
    let letters = remark.chars().filter(|sign| sign.is_alphabetic()).count();
    if letters < REMARK_LETTERS || remark.chars().count() > REMARK_MOST {
        let page = shown(&state, &office, Some((id, reviewed.remark))).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let at = state.clock.timestamp();
    let household =
        state.store.review_emergency(&office.viewer.scope, id, remark, at).await?.ok_or(AppError::NotFound)?;
    let entry = office.entry(at, What::EmergencyReviewed).about([household]).detail(id.to_string());
    state.audit.note_and_wait(entry).await?;
    Ok(Redirect::to(PATH).into_response())
}
