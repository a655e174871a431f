//! `POST /api/v1/sync`: operations in, verdicts out. An operation that cannot be judged now gets `retry`, one that cannot be
//! read gets `hold`; the others are not held up by it.

use crate::crash;
use crate::error::{ApiError, AppError};
use crate::http::session::{MaySend, SignedIn};
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use domain::ids::OpId;
use domain::sync::wire::{DeviceReport, DeviceState, Judged, MAX_OPERATIONS, PushReply, PushRequest};
use domain::sync::{Operation, Verdict};
use serde::Deserialize;
use serde_json::value::RawValue;

/// A request of which every operation is read by itself: one of a newer program must not take the others with it.
#[derive(Debug, Deserialize)]
pub struct Unread {
    operations: Vec<Box<RawValue>>,
    #[serde(default)]
    device: Option<DeviceReport>,
    #[serde(default)]
    again: Vec<Box<RawValue>>,
}

pub async fn push(
    State(state): State<AppState>,
    sender: Result<MaySend, AppError>,
    body: Result<Json<Unread>, JsonRejection>,
) -> Result<Json<PushReply>, ApiError> {
    let MaySend { signed_in: SignedIn { viewer, token, .. }, from } = sender?;
    let Json(unread) = body.map_err(|error| AppError::Unreadable(error.body_text()))?;
    if unread.operations.len() > MAX_OPERATIONS {
        let text = format!("at most {MAX_OPERATIONS} operations fit in one request; send the rest in the next");
        return Err(AppError::Unreadable(text).into());
    }
    let mut held = Vec::new();
    let mut operations = Vec::with_capacity(unread.operations.len());
    for operation in unread.operations {
        match read(&operation) {
            Ok(operation) => operations.push(operation),
            Err(judged) => held.extend(judged),
        }
    }
    let again = unread.again.iter().filter_map(|again| serde_json::from_str(again.get()).ok()).collect();
    let device = unread.device;
    let request = PushRequest { operations, device, again };
    let count = request.operations.len();
    let has_all = device.is_none_or(|device| usize::try_from(device.waiting).is_ok_and(|waiting| waiting <= count));
    let mut reply = state.store.push_from(&viewer, from, request, &state.clock).await?;
    if reply.device == Some(DeviceState::Revoked) && has_all {
        // What it kept is here, to be looked at; nobody is signed in on it any more.
        state.store.delete_session(&token).await?;
    }
    for judged in &reply.verdicts {
        state.metrics.judged(&judged.verdict);
    }
    reply.verdicts.extend(held);
    crash::point("before_reply");
    Ok(Json(reply))
}

/// What even an operation of a newer program says.
#[derive(Deserialize)]
struct Named {
    op_id: OpId,
}

/// The operation; or that it must wait for a program that can read it, if it says at least which it is.
fn read(operation: &RawValue) -> Result<Operation, Option<Judged>> {
    serde_json::from_str(operation.get()).map_err(|_| {
        let named: Option<Named> = serde_json::from_str(operation.get()).ok();
        named.map(|Named { op_id }| Judged { op_id, verdict: Verdict::Hold, at: None })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_held_and_not_refused() {
        let op = "019a0000-0000-7000-8000-000000000001";
        let raw = |text: String| RawValue::from_string(text).unwrap();
        let newer = raw(format!(r#"{{ "op_id": "{op}", "v": 9, "kind": {{ "fly": {{}} }} }}"#));
        assert_eq!(read(&newer), Err(Some(Judged { op_id: op.parse().unwrap(), verdict: Verdict::Hold, at: None })));
        assert_eq!(read(&raw("7".to_owned())), Err(None));
    }
}
