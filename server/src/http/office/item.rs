//! `GET /office/catalogue/{code}`: how the price of one item is made, who offers it and under which conditions.

use super::{Office, Parameters, frame, pairs, places};
use crate::error::AppError;
use crate::http::html;
use crate::state::AppState;
use app::office::catalogue::{Place, Wanted};
use app::office::item::{ItemPage, item as page};
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;

pub async fn item(
    State(state): State<AppState>,
    office: Office,
    Path(code): Path<String>,
    parameters: Parameters,
    uri: Uri,
) -> Result<Response, AppError> {
    let now = state.clock.now();
    let wanted = Wanted::read(pairs(&parameters));
    let places = places(&state.store.office_residents(&office.viewer.scope, now).await?);
    let first = places.first().map(|place| place.id).or(office.locations.first().copied());
    let location = wanted.location.or(first).ok_or(AppError::NotFound)?;
    if !office.locations.contains(&location) {
        return Err(AppError::NotFound);
    }
    let catalogue = state.store.catalogue(location).await?;
    let item = catalogue.by_code(&code).ok_or(AppError::NotFound)?.clone();
    let name = places.iter().find(|place| place.id == location).map_or_else(String::new, |place| place.name.clone());
    let frame = frame(&state, &office.viewer, &uri, now).await?;
    let place = Place { id: location, name };
    Ok(html::plain(move || page(ItemPage { frame, place, catalogue, item })))
}
