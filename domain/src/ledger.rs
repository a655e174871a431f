//! The books: an append-only, two-phase, double-entry ledger per household.
//!
//! An order *holds* money (a pending transfer); delivery *posts* it, wholly or in part; cancelling, declining or expiry
//! *voids* it. Corrections are new transfers. Nothing is ever changed or removed, and what can be spent never drops
//! below zero: the rules are in [`Books::apply`], and the database repeats them as constraints.

use crate::amount::{Amount, AmountError, Unit};
use crate::calendar::{Day, Timestamp};
use crate::catalogue::PurseKind;
use crate::ids::{HouseholdId, LineId, OpId, OrderId, TransferId};
use crate::mutant::{Mutant, is_on};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The accounts of one household. Cup accounts count in the location's unit, own-money accounts in euro cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// Where grants come from: the free share of the tariff.
    Funding,
    /// The cup: what the resident may spend.
    Cup,
    /// What was delivered from the cup.
    Delivered,
    /// What lapsed at the end of a period.
    Lapsed,
    /// Where own money comes from.
    Deposits,
    /// The resident's own money.
    Own,
    /// What was delivered for own money.
    OwnDelivered,
}

impl Account {
    pub const ALL: [Self; 7] =
        [Self::Funding, Self::Cup, Self::Delivered, Self::Lapsed, Self::Deposits, Self::Own, Self::OwnDelivered];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Funding => "funding",
            Self::Cup => "cup",
            Self::Delivered => "delivered",
            Self::Lapsed => "lapsed",
            Self::Deposits => "deposits",
            Self::Own => "own",
            Self::OwnDelivered => "own_delivered",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|account| account.code() == code)
    }

    /// Whether the account may never be overdrawn: the cup and the own-money purse.
    #[must_use]
    pub const fn is_purse(self) -> bool {
        matches!(self, Self::Cup | Self::Own)
    }

    /// The account that holds the money of a purse; `None` for basis care, which is never charged.
    #[must_use]
    pub const fn of_purse(purse: PurseKind) -> Option<Self> {
        match purse {
            PurseKind::Basis => None,
            PurseKind::Cup => Some(Self::Cup),
            PurseKind::Own => Some(Self::Own),
        }
    }

    /// Where money from this purse goes on delivery.
    #[must_use]
    pub const fn delivered_from(purse: PurseKind) -> Option<Self> {
        match purse {
            PurseKind::Basis => None,
            PurseKind::Cup => Some(Self::Delivered),
            PurseKind::Own => Some(Self::OwnDelivered),
        }
    }
}

/// What a transfer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
pub enum Phase {
    /// Moves at once: grants, deposits, lapses, reversals.
    Direct,
    /// Reserves the amount.
    Hold,
    /// Moves the amount and releases the rest of the hold.
    Post { hold: TransferId },
    /// Releases the whole hold; the amount is the hold's amount.
    Void { hold: TransferId },
}

impl Phase {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Hold => "hold",
            Self::Post { .. } => "post",
            Self::Void { .. } => "void",
        }
    }

    /// The hold that this transfer resolves.
    #[must_use]
    pub const fn resolves(self) -> Option<TransferId> {
        match self {
            Self::Post { hold } | Self::Void { hold } => Some(hold),
            Self::Direct | Self::Hold => None,
        }
    }
}

/// Why money moved, for the person who opens the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    Grant,
    CarriedOver,
    Lapse,
    Deposit,
    Order,
    Delivery,
    NoShow,
    Cancellation,
    Decline,
    Correction,
}

impl Reason {
    pub const ALL: [Self; 10] = [
        Self::Grant,
        Self::CarriedOver,
        Self::Lapse,
        Self::Deposit,
        Self::Order,
        Self::Delivery,
        Self::NoShow,
        Self::Cancellation,
        Self::Decline,
        Self::Correction,
    ];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Grant => "grant",
            Self::CarriedOver => "carried_over",
            Self::Lapse => "lapse",
            Self::Deposit => "deposit",
            Self::Order => "order",
            Self::Delivery => "delivery",
            Self::NoShow => "no_show",
            Self::Cancellation => "cancellation",
            Self::Decline => "decline",
            Self::Correction => "correction",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// One movement between two accounts of one household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    pub id: TransferId,
    pub debit: Account,
    pub credit: Account,
    /// More than nothing.
    pub amount: Amount,
    #[serde(flatten)]
    pub phase: Phase,
    pub reason: Reason,
    /// The order line it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<(OrderId, LineId)>,
    /// The operation that caused it; `None` for grants and imports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub op: Option<OpId>,
    pub at: Timestamp,
    /// The day it counts for.
    pub day: Day,
}

/// Debits and credits of one account, reserved and final, in the account's unit. None is ever negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    pub unit: Unit,
    #[serde(rename = "dp", default, skip_serializing_if = "is_zero")]
    pub debits_pending: i64,
    #[serde(rename = "d", default, skip_serializing_if = "is_zero")]
    pub debits_posted: i64,
    #[serde(rename = "cp", default, skip_serializing_if = "is_zero")]
    pub credits_pending: i64,
    #[serde(rename = "c", default, skip_serializing_if = "is_zero")]
    pub credits_posted: i64,
}

#[cfg_attr(
    target_pointer_width = "64",
    expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")
)]
const fn is_zero(value: &i64) -> bool {
    *value == 0
}

impl Balance {
    #[must_use]
    pub const fn empty(unit: Unit) -> Self {
        Self { unit, debits_pending: 0, debits_posted: 0, credits_pending: 0, credits_posted: 0 }
    }

    /// Credits − debits − reserved debits: for a purse, what can be spent.
    #[must_use]
    pub fn available(&self) -> Amount {
        let reserved = if is_on(Mutant::HoldIsNotReserved) { 0 } else { self.debits_pending };
        Amount::new(self.unit, self.credits_posted.saturating_sub(self.debits_posted).saturating_sub(reserved))
    }

    /// Credits − debits, without what is reserved.
    #[must_use]
    pub const fn posted(&self) -> Amount {
        Amount::new(self.unit, self.credits_posted.saturating_sub(self.debits_posted))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    #[error("a transfer must move more than nothing")]
    NothingMoves,
    #[error("a transfer must move between two different accounts")]
    SameAccount,
    #[error("the account {} counts in another unit", .0.code())]
    UnitsDiffer(Account),
    #[error("the household has no account {}", .0.code())]
    NoAccount(Account),
    #[error("the account {} would be overdrawn by {}", .account.code(), .short.to_decimal())]
    Overdrawn { account: Account, short: Amount },
    #[error("there is no open reservation {0}")]
    NoOpenHold(TransferId),
    #[error("more is charged than the {} that was reserved", .0.to_decimal())]
    AboveHold(Amount),
    #[error("a void must release the whole reservation")]
    VoidNotWhole,
    #[error("a reservation with number {0} exists already")]
    HoldExists(TransferId),
    #[error("a transfer that resolves a reservation must name the same accounts")]
    AccountsDiffer,
    #[error(transparent)]
    Amount(#[from] AmountError),
}

/// A reservation that is neither posted nor voided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    pub debit: Account,
    pub credit: Account,
    pub amount: Amount,
}

/// The balances of a household and its open reservations: the fold of its journal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Books {
    pub balances: BTreeMap<Account, Balance>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub holds: BTreeMap<TransferId, Hold>,
}

impl Books {
    /// Empty books of a household whose location counts in `unit`.
    #[must_use]
    pub fn open(unit: Unit) -> Self {
        let unit_of = |account| match account {
            Account::Deposits | Account::Own | Account::OwnDelivered => Unit::EuroCent,
            Account::Funding | Account::Cup | Account::Delivered | Account::Lapsed => unit,
        };
        let balances = Account::ALL.into_iter().map(|account| (account, Balance::empty(unit_of(account)))).collect();
        Self { balances, holds: BTreeMap::new() }
    }

    /// The books after `journal`, oldest first.
    pub fn fold<'a>(unit: Unit, journal: impl IntoIterator<Item = &'a Transfer>) -> Result<Self, LedgerError> {
        let mut books = Self::open(unit);
        for transfer in journal {
            books.apply(transfer)?;
        }
        Ok(books)
    }

    pub fn balance(&self, account: Account) -> Result<&Balance, LedgerError> {
        self.balances.get(&account).ok_or(LedgerError::NoAccount(account))
    }

    /// What can be spent from a purse; nothing where there is no such purse.
    #[must_use]
    pub fn spendable(&self, account: Account) -> Amount {
        self.balances.get(&account).map_or(Amount::cents(0), Balance::available)
    }

    /// Applies one transfer, or refuses it and leaves the books as they were.
    pub fn apply(&mut self, transfer: &Transfer) -> Result<(), LedgerError> {
        if !transfer.amount.is_positive() {
            return Err(LedgerError::NothingMoves);
        }
        if transfer.debit == transfer.credit {
            return Err(LedgerError::SameAccount);
        }
        let minor = transfer.amount.minor();
        let mut debit = *self.balance(transfer.debit)?;
        let mut credit = *self.balance(transfer.credit)?;
        for (account, balance) in [(transfer.debit, &debit), (transfer.credit, &credit)] {
            if balance.unit != transfer.amount.unit() {
                return Err(LedgerError::UnitsDiffer(account));
            }
        }
        let add = |left: i64, right: i64| left.checked_add(right).ok_or(LedgerError::Amount(AmountError::TooLarge));
        match transfer.phase {
            Phase::Direct => {
                debit.debits_posted = add(debit.debits_posted, minor)?;
                credit.credits_posted = add(credit.credits_posted, minor)?;
            }
            Phase::Hold => {
                if self.holds.contains_key(&transfer.id) {
                    return Err(LedgerError::HoldExists(transfer.id));
                }
                debit.debits_pending = add(debit.debits_pending, minor)?;
                credit.credits_pending = add(credit.credits_pending, minor)?;
            }
            Phase::Post { hold: id } | Phase::Void { hold: id } => {
                let hold = *self.holds.get(&id).ok_or(LedgerError::NoOpenHold(id))?;
                if (hold.debit, hold.credit) != (transfer.debit, transfer.credit) {
                    return Err(LedgerError::AccountsDiffer);
                }
                if !hold.amount.covers(transfer.amount) {
                    return Err(LedgerError::AboveHold(hold.amount));
                }
                let posts = matches!(transfer.phase, Phase::Post { .. });
                if !posts && hold.amount != transfer.amount {
                    return Err(LedgerError::VoidNotWhole);
                }
                let released = if posts && is_on(Mutant::PartialPostKeepsRest) { minor } else { hold.amount.minor() };
                debit.debits_pending -= released;
                credit.credits_pending -= released;
                if posts {
                    debit.debits_posted = add(debit.debits_posted, minor)?;
                    credit.credits_posted = add(credit.credits_posted, minor)?;
                }
            }
        }
        if transfer.debit.is_purse() && debit.available().is_negative() && !is_on(Mutant::OverdraftAllowed) {
            let short = Amount::zero(debit.unit).minus(debit.available())?;
            return Err(LedgerError::Overdrawn { account: transfer.debit, short });
        }
        self.balances.insert(transfer.debit, debit);
        self.balances.insert(transfer.credit, credit);
        match transfer.phase {
            Phase::Hold => {
                let hold = Hold { debit: transfer.debit, credit: transfer.credit, amount: transfer.amount };
                self.holds.insert(transfer.id, hold);
            }
            Phase::Post { hold } | Phase::Void { hold } if !is_on(Mutant::HoldResolvedTwice) => {
                self.holds.remove(&hold);
            }
            _ => {}
        }
        Ok(())
    }
}

/// The link of a household's hash chain: this transfer, bound to all that came before it.
#[must_use]
pub fn chain_hash(before: &[u8; 32], household: HouseholdId, sequence: i64, transfer: &Transfer) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(before);
    hash.update(household.0.as_bytes());
    hash.update(sequence.to_be_bytes());
    hash.update(transfer.id.0.as_bytes());
    for word in [
        transfer.debit.code(),
        transfer.credit.code(),
        transfer.amount.unit().code(),
        transfer.phase.code(),
        transfer.reason.code(),
    ] {
        hash.update(word.as_bytes());
        hash.update([0]);
    }
    hash.update(transfer.amount.minor().to_be_bytes());
    let resolves = transfer.phase.resolves().map(|hold| hold.0);
    for id in [
        resolves,
        transfer.line.map(|(order, _)| order.0),
        transfer.line.map(|(_, line)| line.0),
        transfer.op.map(|op| op.0),
    ] {
        hash.update(id.unwrap_or_default().as_bytes());
    }
    hash.update(transfer.at.0.to_be_bytes());
    hash.update(transfer.day.to_string().as_bytes());
    hash.finalize().into()
}
