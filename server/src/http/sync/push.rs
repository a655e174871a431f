//! `POST /api/v1/sync`: operations in, verdicts out. An operation that cannot be judged now gets `retry`; the others are
//! not held up by it.

use crate::error::{ApiError, AppError};
use crate::http::session::SignedIn;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use domain::sync::Verdict;
use domain::sync::wire::{Judged, MAX_OPERATIONS, PushReply, PushRequest};

pub async fn push(
    State(state): State<AppState>,
    signed_in: Result<SignedIn, AppError>,
    body: Result<Json<PushRequest>, JsonRejection>,
) -> Result<Json<PushReply>, ApiError> {
    let viewer = signed_in?.viewer;
    let Json(request) = body.map_err(|error| AppError::Unreadable(error.body_text()))?;
    if request.operations.len() > MAX_OPERATIONS {
        let text = format!("at most {MAX_OPERATIONS} operations fit in one request; send the rest in the next");
        return Err(AppError::Unreadable(text).into());
    }
    let mut verdicts = Vec::with_capacity(request.operations.len());
    for operation in request.operations {
        let op_id = operation.op_id;
        let judged = match state.store.judge(&viewer, operation, state.clock.now()).await {
            Ok(judged) => judged,
            Err(error) => {
                tracing::error!(%error, %op_id, "an operation could not be judged now");
                Judged { op_id, verdict: Verdict::Retry }
            }
        };
        state.metrics.judged(&judged.verdict);
        verdicts.push(judged);
    }
    let (epoch, at) = (state.store.epoch().await?, state.clock.timestamp());
    Ok(Json(PushReply { verdicts, epoch, at, device: None }))
}
