//! `GET /ward/family/{household}`: who may do what for this resident.

use super::{family, page};
use crate::audit::What;
use crate::error::AppError;
use crate::http::html;
use crate::http::named::Named;
use crate::http::session::SignedIn;
use crate::state::AppState;
use app::relatives::{Done, Typed, relatives};
use axum::extract::{Query, State};
use axum::response::Response;
use domain::ids::HouseholdId;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub struct Shown {
    done: Option<String>,
}

pub async fn show(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Named(household): Named<HouseholdId>,
    Query(shown): Query<Shown>,
) -> Result<Response, AppError> {
    let family = family(&state, &signed_in, household).await?;
    let entry = signed_in.entry(state.clock.timestamp(), What::Page).detail("family").about([family.household]);
    state.audit.looked(entry).await?;
    let mut page = page(&state, signed_in, family, None, Typed::default());
    page.done = match shown.done.as_deref() {
        Some("holds") => Some(Done::Holds),
        Some("waits") => Some(Done::Waits),
        Some("ended") => Some(Done::Ended),
        Some("refused") => Some(Done::Refused),
        Some("office") => Some(Done::Office),
        _ => None,
    };
    Ok(html::plain(move || relatives(page)))
}
