//! `GET /office/catalogue` and `GET /council/catalogue`: everything that one location sells.

use super::{Parameters, frame, pairs, places};
use crate::error::AppError;
use crate::http::html;
use crate::http::session::SignedIn;
use crate::state::AppState;
use app::office::catalogue::{CataloguePage, Wanted, catalogue as page};
use axum::extract::{FromRequestParts, State};
use axum::http::Uri;
use axum::http::request::Parts;
use axum::response::Response;
use domain::access::{Beside, Scope, Viewer};
use domain::ids::LocationId;

/// Who reads the catalogue with what its prices are made of: the office, and the client council.
pub struct Reader {
    pub viewer: Viewer,
    pub locations: Vec<LocationId>,
}

impl FromRequestParts<AppState> for Reader {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let viewer = SignedIn::from_request_parts(parts, state).await?.viewer;
        let locations = match &viewer.scope {
            Scope::Office { locations, .. } => locations,
            Scope::Beside(Beside::Council(council)) => &council.locations,
            _ => return Err(AppError::NotFound),
        };
        Ok(Self { locations: locations.clone(), viewer })
    }
}

pub async fn catalogue(
    State(state): State<AppState>,
    reader: Reader,
    parameters: Parameters,
    uri: Uri,
) -> Result<Response, AppError> {
    let now = state.clock.now();
    let wanted = Wanted::read(pairs(&parameters));
    let places = places(&state, &reader.viewer).await?;
    let first = places.first().map(|place| place.id).or(reader.locations.first().copied());
    let location = wanted.location.or(first).ok_or(AppError::NotFound)?;
    if !reader.locations.contains(&location) {
        return Err(AppError::NotFound);
    }
    let catalogue = state.store.catalogue(location, now.local.day).await?;
    let frame = frame(&state, &reader.viewer, &uri, now).await?;
    Ok(html::plain(move || page(CataloguePage { frame, places, location, catalogue, wanted })))
}
