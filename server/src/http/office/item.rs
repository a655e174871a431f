//! `GET /office/catalogue/{code}` and `GET /council/catalogue/{code}`: how the price of one item is made, who offers it and under which conditions.

use super::catalogue::Reader;
use super::{Parameters, frame, pairs, places};
use crate::error::AppError;
use crate::http::html;
use crate::state::AppState;
use app::office::catalogue::{Place, Wanted};
use app::office::item::{ItemPage, item as page};
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use domain::catalogue::{Catalogue, Item};
use domain::ids::LocationId;
use domain::sync::Now;
use std::sync::Arc;

pub async fn item(
    State(state): State<AppState>,
    reader: Reader,
    Path(code): Path<String>,
    parameters: Parameters,
    uri: Uri,
) -> Result<Response, AppError> {
    let now = state.clock.now();
    let wanted = Wanted::read(pairs(&parameters));
    let places = places(&state, &reader.viewer).await?;
    let candidates = match wanted.location {
        Some(location) if reader.locations.contains(&location) => vec![location],
        Some(_) => return Err(AppError::NotFound),
        None => places.iter().map(|place| place.id).collect(),
    };
    let (location, catalogue, item) = find(&state, candidates, &code, now).await?.ok_or(AppError::NotFound)?;
    let name = places.iter().find(|place| place.id == location).map_or_else(String::new, |place| place.name.clone());
    let frame = frame(&state, &reader.viewer, &uri, now).await?;
    let place = Place { id: location, name };
    Ok(html::plain(move || page(ItemPage { frame, place, catalogue, item })))
}

/// The first of these locations that sells the item.
async fn find(
    state: &AppState,
    locations: Vec<LocationId>,
    code: &str,
    now: Now,
) -> Result<Option<(LocationId, Arc<Catalogue>, Item)>, AppError> {
    for location in locations {
        let catalogue = state.store.catalogue(location, now.local.day).await?;
        if let Some(item) = catalogue.by_code(code).cloned() {
            return Ok(Some((location, catalogue, item)));
        }
    }
    Ok(None)
}
