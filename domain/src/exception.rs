//! What still has to be sorted out: things that happened and that the rules cannot undo, such as something that was
//! delivered from a tablet without a network while the order had been cancelled. They are never thrown away: a person
//! decides, and who decided what stays in sight.

use crate::access::Actor;
use crate::amount::Amount;
use crate::calendar::Timestamp;
use crate::catalogue::PurseKind;
use crate::ids::{ItemId, OpId};
use crate::order::LineState;
use crate::sync::{LineRef, OperationKind};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// The operation that told of it.
    pub op: OpId,
    pub by: Actor,
    /// When the server heard of it.
    pub at: Timestamp,
    pub what: ExceptionKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Settlement>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionKind {
    /// It was delivered, and the order was not to be delivered any more.
    Delivered {
        target: LineRef,
        item: ItemId,
        purse: PurseKind,
        quantity: u32,
        /// What it costs.
        amount: Amount,
        /// What the order was by then.
        found: LineState,
    },
    /// It came from a revoked device or under a name that does not count here: nothing was done with it.
    Quarantined { kind: Box<OperationKind> },
}

/// What was decided, by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    pub how: SettleHow,
    pub by: Actor,
    pub at: Timestamp,
    /// What the resident or the house paid by it; nothing for what was only looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettleHow {
    /// The resident pays: it was delivered.
    Charge,
    /// The house pays.
    WriteOff,
    /// Someone looked at it and did by hand what had to be done.
    LookedAt,
}
