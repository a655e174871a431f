//! The shapes of `POST /api/v1/sync` and `GET /api/v1/sync`.

use super::{DeviceNotice, Now, Operation, Snapshot, Verdict};
use crate::calendar::Timestamp;
use crate::catalogue::Places;
use crate::household::Household;
use crate::ids::{DeviceId, HouseholdId, OpId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// Where operations go to and changes come from.
pub const SYNC_ADDRESS: &str = "/api/v1/sync";
/// Where sealed operations go to whose device lost its storage.
pub const SEALED_ADDRESS: &str = "/api/v1/sync/sealed";
/// The most operations in one request.
pub const MAX_OPERATIONS: usize = 100;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushRequest {
    pub operations: Vec<Operation>,
    /// How far the device is; absent for a program that keeps nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceReport>,
    /// Which of the operations were judged before, by a server that was restored from a backup since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub again: Vec<Again>,
}

/// How far a device says it is: this shows whether its storage was lost, put back or copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceReport {
    pub id: DeviceId,
    pub epoch: u32,
    /// The next dense number that it will give.
    pub next: u32,
    /// How many operations wait on the device.
    pub waiting: u32,
    /// How many more it keeps that its program cannot read.
    #[serde(default)]
    pub unreadable: u32,
    /// Of which server it knew when it asked. Its own note, by which it tells a late answer from news; it is not sent.
    #[serde(skip)]
    pub server_epoch: Option<Uuid>,
}

/// What the server said of an operation before it was restored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Again {
    pub op_id: OpId,
    /// When, by the server's clock.
    pub at: Timestamp,
    pub verdict: Verdict,
}

/// What the server thinks of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceState {
    Known,
    /// The device is behind what it sent before: its storage was put back. It goes on in this new epoch.
    RolledBack {
        epoch: u32,
        /// The highest number that it sent.
        seen: u32,
    },
    /// A number came with two operations: there are two of this device. It goes on in this new epoch.
    Cloned {
        epoch: u32,
    },
    /// Nothing of this device counts any more; what it sent is kept for someone to look at.
    Revoked,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushReply {
    /// One for each operation, in the same order.
    pub verdicts: Vec<Judged>,
    pub epoch: Uuid,
    /// The server's clock.
    #[serde(default)]
    pub at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceState>,
}

/// What a device keeps sealed of something that waits, outside its storage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondCopy {
    pub operation: Operation,
    /// What the server said of it before it was restored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Again>,
}

/// Operations sealed to the server's key: from a second copy, after a device lost its storage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedRequest {
    /// Each [`SecondCopy`] as it was kept: `hex(ephemeral public key ‖ nonce ‖ ciphertext)`.
    pub sealed: Vec<String>,
}

/// The verdicts on what was sealed, in the same order; `None` for what could not be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedReply {
    pub verdicts: Vec<Option<Judged>>,
}

/// The verdict of one operation; it echoes the number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    pub op_id: OpId,
    pub verdict: Verdict,
    /// When it was judged, where that was at an earlier request: its answer may not have come back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PullReply {
    /// Everything: the cursor was absent or too old, or the epoch or the catalogue changed.
    Snapshot(Box<Snapshot>),
    /// What changed since the cursor.
    Changes {
        epoch: Uuid,
        cursor: i64,
        now: Now,
        households: Vec<Household>,
        gone: Vec<HouseholdId>,
        places: Arc<Places>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        devices: Vec<DeviceNotice>,
    },
}
