//! `GET /emergency`: search whom it is about, read the warning, give the reason.

use super::{Staff, chosen, found};
use crate::audit::What;
use crate::error::AppError;
use crate::http::{html, log};
use crate::state::AppState;
use app::log::{EmergencyPage, emergency as page};
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

/// A name is searched from so many letters on: this is no list of residents.
const SEARCH_LETTERS: usize = 3;
const MOST_FOUND: usize = 8;

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    household: Option<String>,
}

pub async fn show(
    State(state): State<AppState>,
    staff: Staff,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let viewer = &staff.signed_in.viewer;
    let frame = log::frame(&state, viewer).await?;
    let search = asked.q.trim().to_owned();
    let mut page_of = EmergencyPage {
        frame,
        back: staff.start(),
        search: search.clone(),
        found: Vec::new(),
        chosen: None,
        reason: String::new(),
        is_wrong: false,
    };
    if let Some(household) = asked.household {
        page_of.chosen = Some(chosen(&state, &staff, household.parse().map_err(|_| AppError::NotFound)?).await?);
    } else if search.chars().count() >= SEARCH_LETTERS {
        let wanted = search.to_lowercase();
        let openable = state.store.openable(viewer).await?.ok_or(AppError::NotFound)?;
        let fits = openable.iter().filter(|one| {
            let resident = &one.resident;
            let names = [resident.name.get(viewer.language), &resident.first_name, &resident.last_name];
            names.iter().any(|name| name.to_lowercase().contains(&wanted))
        });
        page_of.found = fits.take(MOST_FOUND).map(|one| found(one, viewer)).collect();
        if !page_of.found.is_empty() {
            let about = page_of.found.iter().map(|one| one.household);
            state.audit.looked(staff.entry(state.clock.timestamp(), What::Searched).about(about)).await?;
        }
    }
    Ok(html::plain(move || page(page_of)))
}
