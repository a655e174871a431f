//! `GET /api/v1/sync`: what changed since the cursor, or everything.

use crate::error::{ApiError, AppError};
use crate::http::looked;
use crate::http::request_id::RequestId;
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
    request: RequestId,
    query: Result<Query<PullQuery>, QueryRejection>,
) -> Result<Json<PullReply>, ApiError> {
    let signed_in = signed_in?;
    let viewer = &signed_in.viewer;
    if matches!(viewer.scope, Scope::Office { .. } | Scope::Beside(_)) {
        return Err(AppError::NotFound.into());
    }
    let Query(query) = query.map_err(|error| AppError::Unreadable(error.body_text()))?;
    let now = state.clock.now();
    let reply = state.store.pull(viewer, query.cursor, query.epoch, query.catalogue, now).await?;
    looked::kept_open(&state, &signed_in, request, now.at).await?;
    Ok(Json(reply))
}
