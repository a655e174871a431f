//! Orders: one basket that was ordered, as lines that each have a moment and go their own way.
//!
//! `requested → accepted → delivered | partly delivered | no-show`, or `cancelled`, or `declined`.

use crate::access::Actor;
use crate::amount::{Amount, AmountError};
use crate::calendar::{Moment, Timestamp};
use crate::catalogue::{Catalogue, PurseKind};
use crate::ids::{ItemId, LineId, OfferId, OpId, OrderId, TransferId};
use crate::mutant::{Mutant, is_on};
use serde::{Deserialize, Serialize};

/// Something chosen and not yet ordered. A basket lives 30 days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasketLine {
    pub line: LineId,
    pub item: ItemId,
    pub offer: OfferId,
    pub purse: PurseKind,
    pub moment: Moment,
    pub quantity: u32,
    /// The price of one, as the person saw it.
    pub unit_price: Amount,
}

impl BasketLine {
    pub fn total(&self) -> Result<Amount, AmountError> {
        self.unit_price.times(self.quantity)
    }
}

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineState {
    Requested,
    Accepted,
    Delivered,
    PartlyDelivered,
    NoShow,
    Cancelled,
    Declined,
}

impl LineState {
    pub const ALL: [Self; 7] = [
        Self::Requested,
        Self::Accepted,
        Self::Delivered,
        Self::PartlyDelivered,
        Self::NoShow,
        Self::Cancelled,
        Self::Declined,
    ];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Accepted => "accepted",
            Self::Delivered => "delivered",
            Self::PartlyDelivered => "partly_delivered",
            Self::NoShow => "no_show",
            Self::Cancelled => "cancelled",
            Self::Declined => "declined",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether the line is still to come; exactly the open lines may hold a reservation.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Requested | Self::Accepted)
    }

    /// Whether a line may go from `self` to `next` in one step.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        match (self, next) {
            (Self::Requested, Self::Accepted | Self::Cancelled | Self::Declined)
            | (
                Self::Accepted,
                Self::Delivered | Self::PartlyDelivered | Self::NoShow | Self::Cancelled | Self::Declined,
            ) => true,
            (Self::Requested, Self::Delivered) => is_on(Mutant::DeliverSkipsAcceptance),
            (Self::Delivered, Self::Cancelled) => is_on(Mutant::CancelAfterDelivery),
            _ => false,
        }
    }
}

/// The stated, checkable reasons for which the ward may refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclineReason {
    NoStaff,
    Full,
    NotSafe,
    Weather,
    ProviderAbsent,
    NotPossible,
}

impl DeclineReason {
    pub const ALL: [Self; 6] =
        [Self::NoStaff, Self::Full, Self::NotSafe, Self::Weather, Self::ProviderAbsent, Self::NotPossible];
}

/// What the ward said when it declined: always a reason, always something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decline {
    pub reason: DeclineReason,
    /// Another moment for the same item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_moment: Option<Moment>,
    /// Another item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_item: Option<ItemId>,
    /// In the ward's own words, for the resident.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Whether the resident has closed the message.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub seen: bool,
}

/// The open reservation of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineHold {
    pub transfer: TransferId,
    pub amount: Amount,
}

/// How a line was before its last step, so that the step can be undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// The operation that made the step.
    pub op: OpId,
    pub by: Actor,
    pub at: Timestamp,
    pub state: LineState,
    pub moment: Moment,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancel_asked: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancel_asked_at: Option<Moment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<LineHold>,
    /// What the step charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charged: Option<Amount>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    pub id: LineId,
    pub item: ItemId,
    pub offer: OfferId,
    pub purse: PurseKind,
    pub moment: Moment,
    pub quantity: u32,
    pub unit_price: Amount,
    pub state: LineState,
    /// How many of `quantity` were delivered, once that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered: Option<u32>,
    /// The open reservation; `None` for basis care and for closed lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<LineHold>,
    /// What was finally charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charged: Option<Amount>,
    /// The resident asked to cancel after the ward had accepted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancel_asked: bool,
    /// When they asked: by that the item's cancellation rule is judged, however late the ward answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancel_asked_at: Option<Moment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decline: Option<Decline>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Box<Before>>,
}

impl OrderLine {
    pub fn total(&self) -> Result<Amount, AmountError> {
        self.unit_price.times(self.quantity)
    }

    /// The same choice, for the same price, as a new line.
    #[must_use]
    pub const fn chosen_again(&self, line: LineId) -> BasketLine {
        BasketLine {
            line,
            item: self.item,
            offer: self.offer,
            purse: self.purse,
            moment: self.moment,
            quantity: self.quantity,
            unit_price: self.unit_price,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub id: OrderId,
    pub placed_by: Actor,
    pub placed_at: Timestamp,
    pub lines: Vec<OrderLine>,
}

impl Order {
    #[must_use]
    pub fn line(&self, id: LineId) -> Option<&OrderLine> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// What a yes to this proposal orders.
    #[must_use]
    pub fn choices(&self) -> Vec<BasketLine> {
        self.lines.iter().map(|line| line.chosen_again(line.id)).collect()
    }

    /// Whether this proposal waits for an answer: it lapses by itself when one of its moments can no longer be ordered.
    #[must_use]
    pub fn waits(&self, catalogue: &Catalogue, now: Moment) -> bool {
        self.lines.iter().all(|line| {
            let item = catalogue.item(line.item);
            let offer = item.and_then(|item| Some((item, item.offer(line.offer)?)));
            line.state == LineState::Requested
                && offer.is_some_and(|(item, offer)| item.check_moment(offer, line.moment, now).is_ok())
        })
    }
}
