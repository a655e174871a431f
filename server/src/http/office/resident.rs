//! `GET /office/resident/{household}`: statement, orders and ledger of one resident.

use super::{Office, Parameters, frame, ledger_entries, pairs, places};
use crate::error::AppError;
use crate::http::html;
use crate::http::named::Named;
use crate::state::AppState;
use app::office::resident::{ResidentPage, resident as page};
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use domain::ids::HouseholdId;

pub async fn resident(
    State(state): State<AppState>,
    office: Office,
    Named(household): Named<HouseholdId>,
    parameters: Parameters,
    uri: Uri,
) -> Result<Response, AppError> {
    let now = state.clock.now();
    let scope = &office.viewer.scope;
    let found = state.store.office_household(scope, household, now).await?.ok_or(AppError::NotFound)?;
    office.looked_at(&state, household, "office-resident").await?;
    let journal = state.store.journal(scope, household).await?.ok_or(AppError::NotFound)?;
    let catalogue = state.store.catalogue(found.location, now.local.day).await?;
    let places = places(&state, &office.viewer).await?;
    let location_name =
        places.into_iter().find(|place| place.id == found.location).map_or_else(String::new, |place| place.name);
    let frame = frame(&state, &office.viewer, &uri, now).await?;
    let asked = |wanted: &str| pairs(&parameters).find(|(name, _)| *name == wanted).map(|(_, value)| value);
    let page_of_ledger = asked("page").and_then(|page| page.parse().ok());
    let opened = asked("transfer").and_then(|sequence| sequence.parse().ok());
    Ok(html::plain(move || {
        page(ResidentPage {
            frame,
            location_name,
            household: found,
            catalogue,
            journal: ledger_entries(journal),
            ledger_page: page_of_ledger,
            opened,
        })
    }))
}
