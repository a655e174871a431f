//! Operations in, verdicts out; snapshots and changes back. The server judges with [`decide`]; a device predicts with the
//! same function through its [`Replica`].

mod decide;
pub mod device;
mod effect;
mod operation;
mod refusal;
mod replica;
mod snapshot;
pub mod wire;

pub use decide::{Facts, Outcome, decide, is_authorised, needs_nod, offers_chosen, ordered, transfer_id};
pub use effect::Effect;
pub use operation::{Auth, DeviceStamp, LineRef, OPERATION_VERSION, Operation, OperationKind};
pub use refusal::{Instead, LastOrder, Noop, Refusal, RefusedOrder, instead_of};
pub use replica::{Pending, Replica};
pub use snapshot::{DeviceEvent, DeviceNotice, Now, Place, Snapshot};

use serde::{Deserialize, Serialize};

/// What the server says of an operation. `Applied`, `Noop` and `Refused` are final and stored; the others never are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Done; the household has this version now.
    Applied { version: i64 },
    /// Nothing to do: someone else had done it already.
    Noop { why: Noop },
    /// Not done, and why; trying again is a new operation.
    Refused { refusal: Box<Refusal> },
    /// The server could not say; send it again.
    Retry,
    /// The server is too old for this operation; keep it until it is not.
    Hold,
}

impl Verdict {
    #[must_use]
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Applied { .. } | Self::Noop { .. } | Self::Refused { .. })
    }
}
