//! `GET /office/emergencies`: cards that were opened in an emergency, those that nobody looked at first.

use super::{Office, frame};
use crate::audit::What;
use crate::error::AppError;
use crate::http::html;
use crate::state::AppState;
use crate::store::Emergency;
use app::log::{Who, role};
use app::office::emergencies::{EmergenciesPage, Opened, PATH, Review, emergencies as page};
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use domain::access::Role;
use uuid::Uuid;

pub async fn emergencies(State(state): State<AppState>, office: Office) -> Result<Response, AppError> {
    shown(&state, &office, None).await
}

/// The page, with a remark that was too short.
pub async fn shown(state: &AppState, office: &Office, wrong: Option<(Uuid, String)>) -> Result<Response, AppError> {
    let now = state.clock.now();
    let mut found = state.store.emergencies(&office.viewer.scope).await?;
    found.sort_by_key(|one| one.review.is_some());
    let about = found.iter().map(|one| one.household);
    if !found.is_empty() {
        state.audit.looked(office.entry(now.at, What::LogRead).about(about).detail("emergencies")).await?;
    }
    let rows = found.into_iter().map(|one| opened(state, office, one)).collect();
    let frame = frame(state, &office.viewer, &Uri::from_static(PATH), now).await?;
    Ok(html::plain(move || page(EmergenciesPage { frame, rows, wrong })))
}

fn opened(state: &AppState, office: &Office, one: Emergency) -> Opened {
    let at = |at| state.clock.at(at).local;
    Opened {
        id: one.id,
        at: at(one.opened_at),
        who: Who { role: role(&one.role), name: one.name, ..Who::default() },
        resident: one.resident.name.get(office.viewer.language).to_owned(),
        reason: one.reason,
        is_own: Some(one.person) == office.viewer.actor.person,
        review: one.review.map(|review| Review {
            at: at(review.at),
            by: Who { role: Some(Role::Office), name: review.name, ..Who::default() },
            remark: review.remark,
        }),
    }
}
