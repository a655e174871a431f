//! `GET /office/catalogue`: everything that one location sells.

use super::{Office, Parameters, frame, pairs, places};
use crate::error::AppError;
use crate::http::html;
use crate::state::AppState;
use app::office::catalogue::{CataloguePage, Wanted, catalogue as page};
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;

pub async fn catalogue(
    State(state): State<AppState>,
    office: Office,
    parameters: Parameters,
    uri: Uri,
) -> Result<Response, AppError> {
    let now = state.clock.now();
    let wanted = Wanted::read(pairs(&parameters));
    let places = places(&state, &office.viewer).await?;
    let first = places.first().map(|place| place.id).or(office.locations.first().copied());
    let location = wanted.location.or(first).ok_or(AppError::NotFound)?;
    if !office.locations.contains(&location) {
        return Err(AppError::NotFound);
    }
    let catalogue = state.store.catalogue(location, now.local.day).await?;
    let frame = frame(&state, &office.viewer, &uri, now).await?;
    Ok(html::plain(move || page(CataloguePage { frame, places, location, catalogue, wanted })))
}
