//! `GET /api/v1/sync`: what changed since the cursor, or everything.

use crate::error::{ApiError, AppError};
use crate::http::session::SignedIn;
use crate::state::AppState;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use domain::access::Scope;
use domain::sync::wire::PullReply;
use serde::Deserialize;
use uuid::Uuid;

#[derive(Debug, Deserialize)]
pub struct PullQuery {
    /// The last change that the device has.
    cursor: Option<i64>,
    /// The server's epoch when the device got it.
    epoch: Option<Uuid>,
    /// The catalogue that the device has.
    catalogue: Option<i64>,
}

pub async fn pull(
    State(state): State<AppState>,
    signed_in: Result<SignedIn, AppError>,
    query: Result<Query<PullQuery>, QueryRejection>,
) -> Result<Json<PullReply>, ApiError> {
    let viewer = signed_in?.viewer;
    if matches!(viewer.scope, Scope::Office { .. }) {
        return Err(AppError::NotFound.into());
    }
    let Query(query) = query.map_err(|error| AppError::Unreadable(error.body_text()))?;
    let reply = state.store.pull(&viewer, query.cursor, query.epoch, query.catalogue, state.clock.now()).await?;
    Ok(Json(reply))
}
