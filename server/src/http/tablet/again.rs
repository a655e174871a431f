//! `POST /ward/tablets/{tablet}/again`: sets up what was taken back, as a tablet of its own: what the old one still holds
//! does not count any more.

use super::add::make;
use super::{HandsOut, found};
use crate::error::AppError;
use crate::http::named::Named;
use crate::state::AppState;
use axum::extract::State;
use axum::response::Redirect;
use axum_extra::extract::CookieJar;
use domain::ids::TabletId;

pub async fn again(
    State(state): State<AppState>,
    HandsOut(signed_in): HandsOut,
    Named(tablet): Named<TabletId>,
    jar: CookieJar,
) -> Result<(CookieJar, Redirect), AppError> {
    let before = found(state.store.tablet(&signed_in.viewer.scope, tablet).await)?;
    if before.revoked.is_none() {
        return Err(AppError::NotFound);
    }
    make(&state, &signed_in.viewer, jar, before.is_for, before.name).await
}
