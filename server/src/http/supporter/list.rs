//! `GET /supporter`: the residents of a supporter.

use super::Supporter;
use crate::error::AppError;
use crate::http::html;
use crate::http::office::frame;
use crate::state::AppState;
use app::supporter::{ListPage, Row, list as page};
use axum::extract::{Query, State};
use axum::http::Uri;
use axum::response::Response;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
}

pub async fn list(
    State(state): State<AppState>,
    supporter: Supporter,
    Query(Wanted { q }): Query<Wanted>,
    uri: Uri,
) -> Result<Response, AppError> {
    let now = state.clock.now();
    let language = supporter.viewer.language;
    let search = q.trim().to_lowercase();
    let mut found = state.store.supported(&supporter.scope, now.local.day).await?;
    found.retain(|one| {
        let resident = &one.resident;
        let texts = [resident.name.get(language), &resident.first_name, &resident.last_name, &resident.room];
        texts.iter().any(|text| text.to_lowercase().contains(&search))
    });
    supporter.looked_at(&state, found.iter().map(|one| one.household), "supporter").await?;
    let rows = found
        .into_iter()
        .map(|one| Row {
            household: one.household,
            name: one.resident.name.get(language).to_owned(),
            room: one.resident.room,
            ward: one.resident.ward_name,
            location: one.location_name,
            notes: one.notes,
            left_on: one.left_on,
            away: one.resident.away,
        })
        .collect();
    let frame = frame(&state, &supporter.viewer, &uri, now).await?;
    Ok(html::plain(move || page(ListPage { frame, rows, search: q })))
}
