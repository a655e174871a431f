//! One operation on its way, as one row.

use crate::access::Scope;
use crate::calendar::Timestamp;
use crate::ids::OrderId;
use crate::sync::wire::{Again, SecondCopy};
use crate::sync::{Operation, OperationKind, Pending, Verdict};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Why a choice is kept as a wish instead of being sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WishReason {
    /// It costs more than what was left when the server was last heard.
    TooLittleLeft,
    /// The server was last heard too long ago.
    SnapshotTooOld,
    /// Too much is waiting already.
    TooManyWaiting,
}

/// An operation with everything that this device knows about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub v: u16,
    /// The place in line: operations are sent in this order.
    pub place: u64,
    /// Whose screen it was made on: it is only ever sent for the same people.
    pub under: Scope,
    pub operation: Operation,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// In which epoch of the server it was judged, and when by its clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged: Option<(Uuid, Timestamp)>,
    /// The snapshot contains what became of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub settled: bool,
    /// The server was restored from a backup and may have forgotten it: it is sent again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wish: Option<WishReason>,
    /// Someone has read why it was refused.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
}

impl Entry {
    pub(super) const fn new(under: Scope, operation: Operation, wish: Option<WishReason>) -> Self {
        Self {
            v: 1,
            place: 0,
            under,
            operation,
            verdict: None,
            judged: None,
            settled: false,
            again: false,
            wish,
            closed: false,
        }
    }

    /// Whether the server still has to judge it.
    #[must_use]
    pub const fn is_unsent(&self) -> bool {
        self.wish.is_none() && (self.verdict.is_none() || self.again)
    }

    /// What the server said of it before it was restored, when it is sent again.
    pub(super) fn said_before(&self) -> Option<Again> {
        let (_, at) = self.judged.filter(|_| self.again)?;
        Some(Again { op_id: self.operation.op_id, at, verdict: self.verdict.clone()? })
    }

    /// What is kept sealed of it outside the storage, as long as it is unsent and no longer.
    #[must_use]
    pub fn second_copy(&self) -> SecondCopy {
        SecondCopy { operation: self.operation.clone(), again: self.said_before() }
    }

    /// Whether it lies over the snapshot.
    pub(super) const fn shows(&self) -> bool {
        self.wish.is_none() && (!self.settled || self.again)
    }

    pub(super) fn pending(&self) -> Pending {
        let verdict = if self.again { None } else { self.verdict.clone() };
        let epoch = self.judged.map(|(epoch, _)| epoch);
        Pending { operation: self.operation.clone(), verdict, epoch }
    }

    pub(super) fn key(&self) -> String {
        format!("op/{}", self.operation.op_id)
    }
}

/// The order that an operation is about.
pub(super) const fn order_of(kind: &OperationKind) -> Option<OrderId> {
    use OperationKind as Kind;
    match kind {
        Kind::PlaceOrder { order, .. } | Kind::AnswerProposal { order, .. } | Kind::CancelOrder { order } => {
            Some(*order)
        }
        Kind::CancelLine { target }
        | Kind::KeepLine { target }
        | Kind::AcceptLine { target }
        | Kind::DeclineLine { target, .. }
        | Kind::RescheduleLine { target, .. }
        | Kind::DeliverLine { target, .. }
        | Kind::NoShowLine { target }
        | Kind::UndoLine { target, .. }
        | Kind::CloseDecline { target } => Some(target.order),
        Kind::PutInBasket { .. }
        | Kind::ChangeBasketLine { .. }
        | Kind::CloseRefusal { .. }
        | Kind::AskHelp { .. }
        | Kind::AnswerHelp { .. }
        | Kind::SettleException { .. } => None,
    }
}
