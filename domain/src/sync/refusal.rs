//! A no with its reason and something else to choose. The words are made on the screen; here is what they are made of.

use crate::access::Actor;
use crate::amount::Amount;
use crate::calendar::{Day, Moment, Timestamp};
use crate::catalogue::{Catalogue, Item, Localized, OfferEnd, Places, PurseKind};
use crate::household::Household;
use crate::ids::{ItemId, OpId};
use crate::order::{BasketLine, LineState};
use serde::{Deserialize, Serialize};

/// Something else that is possible now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instead {
    /// This item fits in what is left.
    Item { item: ItemId },
    /// The same item, paid from own money.
    OwnMoney { item: ItemId },
    /// This item costs nothing when family does it.
    WithFamily { item: ItemId },
    /// There is new budget from this day.
    NextPeriod { from: Day },
    /// Someone of the ward helps.
    AskWard,
}

/// The latest order by someone else: often the reason that there is too little left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastOrder {
    pub by: Actor,
    pub item: ItemId,
    pub at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    TooLittleLeft {
        purse: PurseKind,
        short: Amount,
        left: Amount,
        instead: Vec<Instead>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last_order: Option<Box<LastOrder>>,
    },
    PriceRose {
        item: ItemId,
        seen: Amount,
        now: Amount,
    },
    /// The total is higher than the person saw.
    TotalRose {
        purse: PurseKind,
        seen: Amount,
        now: Amount,
    },
    UnknownItem,
    NotForSale {
        item: ItemId,
    },
    NotInThisUnit {
        item: ItemId,
    },
    WrongPurse {
        item: ItemId,
        purse: PurseKind,
    },
    NotOfferedThen {
        item: ItemId,
        moment: Moment,
    },
    TooLate {
        item: ItemId,
        lead_time_hours: u32,
    },
    /// Every place at this moment is taken.
    Full {
        item: ItemId,
        moment: Moment,
        /// The next moments with a place.
        free: Vec<Moment>,
    },
    /// Whoever does this may not be chosen any more on that day.
    ProviderEnded {
        item: ItemId,
        performer: Localized,
        end: OfferEnd,
    },
    ConditionNotMet {
        item: ItemId,
        message: Localized,
        instead: Vec<Instead>,
    },
    TooManyOnOneDay {
        item: ItemId,
        max: u32,
    },
    TooManyInOneWeek {
        item: ItemId,
        max: u32,
    },
    WrongQuantity {
        max: u32,
    },
    NothingChosen,
    TooManyLines {
        max: u32,
    },
    /// This person may not do this for this resident.
    NotAllowed,
    UnknownOrder,
    WrongState {
        state: LineState,
    },
    NothingToUndo,
    UnknownHelp,
    /// An operation that this one builds on was refused.
    DependsOnRefused {
        op: OpId,
    },
    /// The same number was used for something else.
    OpIdReused,
    /// The books are being checked.
    Frozen,
    /// It came from a revoked device or under a name that does not count here: it is kept for the ward to look at.
    Quarantined,
}

impl Refusal {
    /// The name in logs, the interface document and the words file.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLittleLeft { .. } => "too_little_left",
            Self::PriceRose { .. } => "price_rose",
            Self::TotalRose { .. } => "total_rose",
            Self::UnknownItem => "unknown_item",
            Self::NotForSale { .. } => "not_for_sale",
            Self::NotInThisUnit { .. } => "not_in_this_unit",
            Self::WrongPurse { .. } => "wrong_purse",
            Self::NotOfferedThen { .. } => "not_offered_then",
            Self::TooLate { .. } => "too_late",
            Self::Full { .. } => "full",
            Self::ProviderEnded { .. } => "provider_ended",
            Self::ConditionNotMet { .. } => "condition_not_met",
            Self::TooManyOnOneDay { .. } => "too_many_on_one_day",
            Self::TooManyInOneWeek { .. } => "too_many_in_one_week",
            Self::WrongQuantity { .. } => "wrong_quantity",
            Self::NothingChosen => "nothing_chosen",
            Self::TooManyLines { .. } => "too_many_lines",
            Self::NotAllowed => "not_allowed",
            Self::UnknownOrder => "unknown_order",
            Self::WrongState { .. } => "wrong_state",
            Self::NothingToUndo => "nothing_to_undo",
            Self::UnknownHelp => "unknown_help",
            Self::DependsOnRefused { .. } => "depends_on_refused",
            Self::OpIdReused => "op_id_reused",
            Self::Frozen => "frozen",
            Self::Quarantined => "quarantined",
        }
    }
}

/// Why there was nothing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Noop {
    /// The line is already in the wanted state.
    AlreadyDone,
    /// The message was closed before.
    AlreadyClosed,
}

/// An order that was not made, kept in sight until someone closes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedOrder {
    pub op: OpId,
    pub by: Actor,
    pub at: Timestamp,
    pub lines: Vec<BasketLine>,
    pub refusal: Refusal,
}

impl RefusedOrder {
    /// Nobody has closed it for a day: then others are told.
    #[must_use]
    pub const fn is_overdue(&self, now: Timestamp) -> bool {
        now.0 - self.at.0 >= 24 * 3_600 * 1_000_000
    }
}

/// Whether this resident may have the item, can pay one from `purse`, and there is a moment for it.
pub(super) fn can_have(item: &Item, purse: PurseKind, household: &Household, places: &Places, now: Moment) -> bool {
    let unit = household.budget.granted.unit();
    item.blocked_by(&household.clearances).is_none()
        && item.first_offer().is_some_and(|offer| {
            let left = household.spendable(purse);
            item.price(offer, purse, unit).is_some_and(|price| left.is_none_or(|left| left.covers(price)))
                && !item.free_moments(offer, now, 1, places).is_empty()
        })
}

/// What the resident can do instead of `wanted`, best first; the last is always that someone helps.
#[must_use]
pub fn instead_of(
    wanted: Option<ItemId>,
    household: &Household,
    catalogue: &Catalogue,
    places: &Places,
    now: Moment,
) -> Vec<Instead> {
    let mut found = Vec::new();
    let unit = household.budget.granted.unit();
    let item = wanted.and_then(|id| catalogue.item(id));
    let category = item.map(|item| item.category.as_str());

    let fits = |candidate: &&Item| {
        Some(candidate.id) != wanted
            && candidate.purses.contains(&PurseKind::Cup)
            && can_have(candidate, PurseKind::Cup, household, places, now)
    };
    let same_shelf =
        catalogue.items.iter().find(|candidate| Some(candidate.category.as_str()) == category && fits(candidate));
    if let Some(other) = same_shelf.or_else(|| catalogue.items.iter().find(fits)) {
        found.push(Instead::Item { item: other.id });
    }
    if let Some(item) = item
        && item.purses.contains(&PurseKind::Own)
        && item
            .first_offer()
            .and_then(|offer| item.price(offer, PurseKind::Own, unit))
            .is_some_and(|price| household.spendable(PurseKind::Own).is_some_and(|own| own.covers(price)))
    {
        found.push(Instead::OwnMoney { item: item.id });
    }
    if let Some(free) = catalogue.items.iter().find(|item| item.is_free_with_family())
        && found.is_empty()
    {
        found.push(Instead::WithFamily { item: free.id });
    }
    if found.is_empty() {
        found.push(Instead::NextPeriod { from: household.budget.period.end });
    }
    found.push(Instead::AskWard);
    found
}
