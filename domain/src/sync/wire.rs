//! The shapes of `POST /api/v1/sync` and `GET /api/v1/sync`.

use super::{Now, Operation, Snapshot, Verdict};
use crate::catalogue::Places;
use crate::household::Household;
use crate::ids::{HouseholdId, OpId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The most operations in one request.
pub const MAX_OPERATIONS: usize = 100;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushRequest {
    pub operations: Vec<Operation>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushReply {
    /// One for each operation, in the same order.
    pub verdicts: Vec<Judged>,
    pub epoch: uuid::Uuid,
}

/// The verdict of one operation; it echoes the number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    pub op_id: OpId,
    pub verdict: Verdict,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PullReply {
    /// Everything: the cursor was absent or too old, or the epoch or the catalogue changed.
    Snapshot(Box<Snapshot>),
    /// What changed since the cursor.
    Changes {
        epoch: uuid::Uuid,
        cursor: i64,
        now: Now,
        households: Vec<Household>,
        gone: Vec<HouseholdId>,
        places: Arc<Places>,
    },
}
