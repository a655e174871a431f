//! `GET /office/residents`: the table of residents, filtered and sorted as the address says, with one row open.

use super::{Office, Parameters, frame, ledger_entries, pairs, row};
use crate::audit::What;
use crate::error::AppError;
use crate::http::html;
use crate::state::AppState;
use app::office::residents::{Opened, ResidentsPage, residents as page};
use app::office::selection::{Selection, select};
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use domain::ids::HouseholdId;
use domain::sync::Now;

pub async fn residents(
    State(state): State<AppState>,
    office: Office,
    parameters: Parameters,
    uri: Uri,
) -> Result<Response, AppError> {
    let now = state.clock.now();
    let frame = frame(&state, &office.viewer, &uri, now).await?;
    let selection = Selection::read(pairs(&parameters));
    let rows = state.store.office_residents(&office.viewer.scope, now).await?;
    let rows: Vec<_> = rows.into_iter().map(row).collect();
    let what = if selection.search.is_empty() { What::Page } else { What::Searched };
    let shown = select(rows.clone(), &selection).into_iter().map(|row| row.household);
    state.audit.looked(office.entry(now.at, what).about(shown).detail("office-residents")).await?;
    let opened = match selection.open {
        Some(household) => opened(&state, &office, household, now).await?,
        None => None,
    };
    Ok(html::plain(move || page(ResidentsPage { frame, rows, selection, opened })))
}

/// What an open row is made of; nothing for a household that the viewer may not see.
async fn opened(
    state: &AppState,
    office: &Office,
    household: HouseholdId,
    now: Now,
) -> Result<Option<Opened>, AppError> {
    let scope = &office.viewer.scope;
    let Some(found) = state.store.office_household(scope, household, now).await? else { return Ok(None) };
    office.looked_at(state, household, "office-resident").await?;
    let journal = state.store.journal(scope, household).await?.unwrap_or_default();
    let catalogue = state.store.catalogue(found.location, now.local.day).await?;
    Ok(Some(Opened { household: found, catalogue, journal: ledger_entries(journal) }))
}
