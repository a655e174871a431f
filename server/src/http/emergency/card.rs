//! `GET /emergency/{emergency}`: the card, to whoever opened it, for an hour.

use super::Staff;
use crate::audit::What;
use crate::error::AppError;
use crate::http::named::Named;
use crate::http::{html, log};
use crate::state::AppState;
use app::log::{CardPage, card as page};
use axum::extract::State;
use axum::response::Response;
use uuid::Uuid;

pub async fn card(State(state): State<AppState>, staff: Staff, Named(id): Named<Uuid>) -> Result<Response, AppError> {
    let now = state.clock.now();
    let card = state.store.emergency_card(&staff.signed_in.viewer, id, now).await?;
    let (emergency, household) = card.ok_or(AppError::NotFound)?;
    let read = staff.entry(now.at, What::EmergencyRead).about([household.id]).detail(id.to_string());
    state.audit.looked(read).await?;
    let catalogue = state.store.catalogue(household.location, now.local.day).await?;
    let frame = log::frame(&state, &staff.signed_in.viewer).await?;
    let page_of = CardPage {
        frame,
        back: staff.start(),
        household,
        catalogue,
        today: now.local.day,
        until: state.clock.at(emergency.expires_at).local.time,
        reason: emergency.reason,
    };
    Ok(html::plain(move || page(page_of)))
}
