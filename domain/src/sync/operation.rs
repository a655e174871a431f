//! What someone did, as one record made on their device.

use crate::access::Actor;
use crate::amount::Amount;
use crate::calendar::{Moment, Timestamp};
use crate::catalogue::PurseKind;
use crate::exception::SettleHow;
use crate::household::HelpTopic;
use crate::ids::{DeviceId, HelpId, HouseholdId, ItemId, LineId, OpId, OrderId};
use crate::order::{BasketLine, DeclineReason};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of operations that this program makes; a server holds newer ones until it is upgraded.
pub const OPERATION_VERSION: u16 = 1;

/// Where an operation was made. `sequence` is dense per device and epoch: it detects lost storage, it never deduplicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceStamp {
    pub device: DeviceId,
    pub epoch: u32,
    pub sequence: u32,
}

/// How the actor was known when the operation was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Auth {
    #[default]
    Online,
    OfflinePin,
}

/// One line of one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRef {
    pub order: OrderId,
    pub line: LineId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperationKind {
    PutInBasket {
        lines: Vec<BasketLine>,
    },
    /// `quantity` 0 takes the line out.
    ChangeBasketLine {
        line: LineId,
        quantity: u32,
    },
    /// Of who may only propose it is a proposal.
    PlaceOrder {
        order: OrderId,
        lines: Vec<BasketLine>,
        catalogue_version: i64,
        /// The total per purse that the person saw: nobody pays more.
        max_total: BTreeMap<PurseKind, Amount>,
    },
    /// A yes to what was proposed orders it now; a no ends it, and is how the proposer takes it back.
    AnswerProposal {
        order: OrderId,
        yes: bool,
    },
    CancelOrder {
        order: OrderId,
    },
    /// Free while requested; after that a question to the ward. By the ward itself: granted, by the item's rule.
    CancelLine {
        target: LineRef,
    },
    /// The ward keeps an appointment that the resident asked to cancel.
    KeepLine {
        target: LineRef,
    },
    AcceptLine {
        target: LineRef,
    },
    DeclineLine {
        target: LineRef,
        reason: DeclineReason,
        #[serde(default)]
        other_moment: Option<Moment>,
        #[serde(default)]
        other_item: Option<ItemId>,
        #[serde(default)]
        note: String,
    },
    RescheduleLine {
        target: LineRef,
        moment: Moment,
    },
    /// `quantity` is how many were delivered; all of them when absent.
    DeliverLine {
        target: LineRef,
        #[serde(default)]
        quantity: Option<u32>,
    },
    NoShowLine {
        target: LineRef,
    },
    /// Takes back the ward's last step on a line.
    UndoLine {
        target: LineRef,
        of: OpId,
    },
    /// The resident closes the message about a declined line.
    CloseDecline {
        target: LineRef,
    },
    /// The resident closes the message about a refused order.
    CloseRefusal {
        op: OpId,
    },
    AskHelp {
        help: HelpId,
        topic: HelpTopic,
    },
    AnswerHelp {
        help: HelpId,
    },
    /// Someone of the ward decides what becomes of something on the list of what still has to be sorted out.
    SettleException {
        /// The operation that told of it.
        op: OpId,
        how: SettleHow,
    },
}

impl OperationKind {
    /// The line that it is about.
    #[must_use]
    pub const fn target(&self) -> Option<LineRef> {
        match self {
            Self::CancelLine { target }
            | Self::KeepLine { target }
            | Self::AcceptLine { target }
            | Self::DeclineLine { target, .. }
            | Self::RescheduleLine { target, .. }
            | Self::DeliverLine { target, .. }
            | Self::NoShowLine { target }
            | Self::UndoLine { target, .. }
            | Self::CloseDecline { target } => Some(*target),
            _ => None,
        }
    }

    /// What it puts in the basket or orders.
    #[must_use]
    pub fn chosen(&self) -> &[BasketLine] {
        match self {
            Self::PutInBasket { lines } | Self::PlaceOrder { lines, .. } => lines,
            _ => &[],
        }
    }

    /// The name in addresses, logs and databases.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::PutInBasket { .. } => "put_in_basket",
            Self::ChangeBasketLine { .. } => "change_basket_line",
            Self::PlaceOrder { .. } => "place_order",
            Self::AnswerProposal { .. } => "answer_proposal",
            Self::CancelOrder { .. } => "cancel_order",
            Self::CancelLine { .. } => "cancel_line",
            Self::KeepLine { .. } => "keep_line",
            Self::AcceptLine { .. } => "accept_line",
            Self::DeclineLine { .. } => "decline_line",
            Self::RescheduleLine { .. } => "reschedule_line",
            Self::DeliverLine { .. } => "deliver_line",
            Self::NoShowLine { .. } => "no_show_line",
            Self::UndoLine { .. } => "undo_line",
            Self::CloseDecline { .. } => "close_decline",
            Self::CloseRefusal { .. } => "close_refusal",
            Self::AskHelp { .. } => "ask_help",
            Self::AnswerHelp { .. } => "answer_help",
            Self::SettleException { .. } => "settle_exception",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// UUIDv7, made on the device: the one thing that deduplicates.
    pub op_id: OpId,
    pub v: u16,
    pub household: HouseholdId,
    /// Who did it. The server replaces this by whom the session belongs to.
    pub actor: Actor,
    #[serde(default)]
    pub auth: Auth,
    /// Absent for a form that was sent without the program in the browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<DeviceStamp>,
    /// Refused when one of these was refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<OpId>,
    /// What the device's clock said; information only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_time: Option<Timestamp>,
    pub kind: OperationKind,
}

impl Operation {
    /// An operation of this version, made online and building on nothing.
    #[must_use]
    pub const fn online(op_id: OpId, household: HouseholdId, actor: Actor, kind: OperationKind) -> Self {
        Self {
            op_id,
            v: OPERATION_VERSION,
            household,
            actor,
            auth: Auth::Online,
            stamp: None,
            depends_on: Vec::new(),
            client_time: None,
            kind,
        }
    }
}
