//! `POST /ward/tablets/{tablet}/revoke`: takes a tablet back. What it shows is gone at its next contact.

use super::{HandsOut, found};
use crate::audit::What;
use crate::error::AppError;
use crate::http::named::Named;
use crate::state::AppState;
use app::tablet::LIST;
use axum::extract::State;
use axum::response::Redirect;
use domain::ids::TabletId;

pub async fn revoke(
    State(state): State<AppState>,
    HandsOut(signed_in): HandsOut,
    Named(tablet): Named<TabletId>,
) -> Result<Redirect, AppError> {
    let at = state.clock.timestamp();
    // Tapping twice is once.
    if found(state.store.revoke_tablet(&signed_in.viewer, tablet, at).await)? {
        let whose = found(state.store.tablet(&signed_in.viewer.scope, tablet).await)?.is_for.household();
        let entry = signed_in.entry(at, What::DeviceRevoked).about(whose).detail(tablet.to_string());
        state.audit.note(entry).await?;
    }
    Ok(Redirect::to(LIST))
}
