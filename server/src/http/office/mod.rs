//! The office: reports that are made on the server, for viewers with the scope of the office only. Everyone else is told
//! that there is no such page.

pub mod audit;
pub mod audit_csv;
pub mod catalogue;
pub mod correct;
pub mod emergencies;
pub mod erase;
pub mod file;
pub mod item;
pub mod people;
pub mod resident;
pub mod residents;
pub mod residents_csv;
pub mod review;
#[cfg(test)]
mod tests;

use crate::audit::{Entry, What};
use crate::error::AppError;
use crate::http::request_id::RequestId;
use crate::http::session::SignedIn;
use crate::state::AppState;
use crate::store::{JournalEntry, OfficeResident};
use app::office::catalogue::Place;
use app::office::selection::Row;
use app::office::{Frame, LedgerEntry};
use axum::extract::FromRequestParts;
use axum::http::Uri;
use axum::http::request::Parts;
use axum::response::Redirect;
use domain::access::{Scope, Viewer};
use domain::calendar::Timestamp;
use domain::ids::{HouseholdId, LocationId};
use domain::sync::Now;

/// `GET /office`.
pub async fn start(_: Office) -> Redirect {
    Redirect::to(app::office::residents::PATH)
}

/// A viewer of the office. A handler that takes one answers 404 to everyone else.
pub struct Office {
    pub viewer: Viewer,
    pub locations: Vec<LocationId>,
    signed_in: SignedIn,
    request: RequestId,
}

impl Office {
    /// An entry of the audit log by this viewer.
    fn entry(&self, at: Timestamp, what: What) -> Entry {
        self.signed_in.entry(at, what).request(self.request.0)
    }

    /// Notes that this viewer looked at a page about one resident.
    async fn looked_at(&self, state: &AppState, household: HouseholdId, page: &'static str) -> Result<(), AppError> {
        let entry = self.entry(state.clock.timestamp(), What::Page).about([household]).detail(page);
        Ok(state.audit.looked(entry).await?)
    }
}

impl FromRequestParts<AppState> for Office {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let Ok(request) = RequestId::from_request_parts(parts, state).await;
        let signed_in = SignedIn::from_request_parts(parts, state).await?;
        let viewer = signed_in.viewer.clone();
        let Scope::Office { locations, .. } = &viewer.scope else { return Err(AppError::NotFound) };
        let locations = locations.clone();
        Ok(Self { viewer, locations, signed_in, request })
    }
}

/// The parts of a query, as they stand in the address.
pub type Parameters = axum::extract::Query<Vec<(String, String)>>;

pub(in crate::http) fn pairs(parameters: &Parameters) -> impl Iterator<Item = (&str, &str)> {
    parameters.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
}

/// What every page of the office needs.
pub(in crate::http) async fn frame(state: &AppState, viewer: &Viewer, uri: &Uri, now: Now) -> Result<Frame, AppError> {
    let home = state.store.home().await?.ok_or(AppError::NotFound)?;
    Ok(Frame {
        assets: state.site.assets().clone(),
        viewer: viewer.clone(),
        price_note: home.price_note.get(viewer.language).to_owned(),
        home: home.name,
        now,
        demo: state.demo,
        address: uri.path_and_query().map_or(app::office::residents::PATH, |path| path.as_str()).to_owned(),
    })
}

fn row(resident: OfficeResident) -> Row {
    Row {
        household: resident.household,
        location: resident.location,
        location_name: resident.location_name,
        ward: resident.ward,
        ward_name: resident.ward_name,
        room: resident.room,
        name: resident.name,
        last_name: resident.last_name,
        away: resident.away,
        frozen: resident.frozen,
        period: resident.period,
        profiles: resident.profiles,
        segments: resident.segments,
        shares: resident.shares,
        granted: resident.granted,
        carried: resident.carried,
        spent: resident.spent,
        reserved: resident.reserved,
        left: resident.left,
    }
}

fn ledger_entries(journal: Vec<JournalEntry>) -> Vec<LedgerEntry> {
    journal
        .into_iter()
        .map(|entry| LedgerEntry { sequence: entry.sequence, transfer: entry.transfer, hash: entry.hash })
        .collect()
}

/// The locations that the viewer may look at, in the home's order.
pub(in crate::http) async fn places(state: &AppState, viewer: &Viewer) -> Result<Vec<Place>, AppError> {
    let locations = state.store.locations(&viewer.scope).await?;
    Ok(locations.into_iter().map(|(id, name)| Place { id, name }).collect())
}
