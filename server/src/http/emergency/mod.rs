//! Opening the card of a resident who is not theirs: for carers of another ward of the location, and for the office. Everyone
//! else is told that there is no such page.

pub mod card;
pub mod open;
pub mod show;
#[cfg(test)]
mod tests;

use crate::audit::Entry;
use crate::audit::What;
use crate::error::AppError;
use crate::http::request_id::RequestId;
use crate::http::session::SignedIn;
use crate::state::AppState;
use crate::store::Openable;
use app::log::Found;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::access::{Scope, Viewer};
use domain::calendar::Timestamp;
use domain::ids::HouseholdId;

/// Someone of the staff.
pub struct Staff {
    signed_in: SignedIn,
    request: RequestId,
}

impl Staff {
    fn entry(&self, at: Timestamp, what: What) -> Entry {
        self.signed_in.entry(at, what).on_authority("emergency").request(self.request.0)
    }

    /// Where they work.
    const fn start(&self) -> &'static str {
        if matches!(self.signed_in.viewer.scope, Scope::Office { .. }) {
            app::office::emergencies::PATH
        } else {
            "/ward/residents"
        }
    }
}

impl FromRequestParts<AppState> for Staff {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let Ok(request) = RequestId::from_request_parts(parts, state).await;
        let signed_in = SignedIn::from_request_parts(parts, state).await?;
        match signed_in.viewer.scope {
            Scope::Ward { .. } | Scope::Office { .. } => Ok(Self { signed_in, request }),
            Scope::Resident { .. } | Scope::Family { .. } | Scope::Beside(_) => Err(AppError::NotFound),
        }
    }
}

/// For who looks after several locations, a ward is named with its location: its name alone may be that of two.
fn found(openable: &Openable, viewer: &Viewer) -> Found {
    let resident = &openable.resident;
    let ward = match &viewer.scope {
        Scope::Office { locations, .. } if locations.len() > 1 => {
            format!("{} {}", openable.location_name, resident.ward_name)
        }
        _ => resident.ward_name.clone(),
    };
    Found {
        household: openable.household,
        name: resident.name.get(viewer.language).to_owned(),
        room: resident.room.clone(),
        ward,
    }
}

/// Who this viewer could choose.
async fn chosen(state: &AppState, staff: &Staff, household: HouseholdId) -> Result<Found, AppError> {
    let viewer = &staff.signed_in.viewer;
    let openable = state.store.openable(viewer).await?.ok_or(AppError::NotFound)?;
    let one = openable.iter().find(|one| one.household == household).ok_or(AppError::NotFound)?;
    Ok(found(one, viewer))
}
