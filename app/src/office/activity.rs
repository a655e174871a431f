//! What was delivered and what is ordered, gathered by item, from the journal and the orders.

use crate::words::Words;
use domain::amount::{Amount, Unit};
use domain::budget::Period;
use domain::catalogue::{Catalogue, PurseKind};
use domain::household::Household;
use domain::ids::{ItemId, LineId, OrderId};
use domain::ledger::{Account, Phase, Transfer};
use domain::order::{Order, OrderLine};

/// One transfer with its place in the household's hash chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerEntry {
    pub sequence: i64,
    pub transfer: Transfer,
    /// 64 hexadecimal digits.
    pub hash: String,
}

/// What one item took from the cup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// `None` where the order is no longer at hand.
    item: Option<ItemId>,
    pub what: String,
    pub times: u32,
    pub amount: Amount,
    /// The order line, and the entry that moved the money.
    pub parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub line: Option<(OrderId, LineId)>,
    pub sequence: Option<i64>,
    pub amount: Amount,
}

/// The line that a transfer belongs to.
pub fn line_of<'a>(household: &'a Household, transfer: &Transfer) -> Option<(&'a Order, &'a OrderLine)> {
    let (order, line) = transfer.line?;
    let order = household.order(order)?;
    Some((order, order.line(line)?))
}

/// The name of an item; its number where the catalogue no longer has it.
pub fn item_name(words: Words, catalogue: &Catalogue, item: ItemId) -> String {
    catalogue.item(item).map_or_else(|| item.to_string(), |item| item.name.get(words.language).to_owned())
}

/// What was delivered from the cup in `period`, less what was corrected.
pub fn delivered(
    words: Words,
    household: &Household,
    catalogue: &Catalogue,
    journal: &[LedgerEntry],
    period: Period,
) -> Vec<Taken> {
    let mut taken = Vec::new();
    for entry in journal {
        let transfer = &entry.transfer;
        let Some(amount) = charged(transfer).filter(|_| period.contains(transfer.day)) else { continue };
        let line = line_of(household, transfer);
        let times = line.map_or(1, |(_, line)| line.delivered.unwrap_or(line.quantity));
        let item = line.map(|(_, line)| line.item);
        let what =
            item.map_or_else(|| crate::t!(words, "office-older-order"), |item| item_name(words, catalogue, item));
        let part = Part { line: transfer.line, sequence: Some(entry.sequence), amount };
        gather(&mut taken, item, what, if amount.is_negative() { 0 } else { times }, part);
    }
    taken.retain(|one| !one.amount.is_zero());
    taken
}

/// What a transfer finally took from the cup; negative when it gave back.
fn charged(transfer: &Transfer) -> Option<Amount> {
    match (transfer.debit, transfer.credit, transfer.phase) {
        (Account::Cup, Account::Delivered, Phase::Post { .. } | Phase::Direct) => Some(transfer.amount),
        (Account::Delivered, Account::Cup, Phase::Direct) => {
            Amount::zero(transfer.amount.unit()).minus(transfer.amount).ok()
        }
        _ => None,
    }
}

/// What is ordered from the cup and not yet delivered.
pub fn ordered(words: Words, household: &Household, catalogue: &Catalogue, journal: &[LedgerEntry]) -> Vec<Taken> {
    let mut taken = Vec::new();
    for (order, line) in household.lines().filter(|(_, line)| line.purse == PurseKind::Cup) {
        let Some(hold) = line.hold else { continue };
        let sequence = journal.iter().find(|entry| entry.transfer.id == hold.transfer).map(|entry| entry.sequence);
        let part = Part { line: Some((order.id, line.id)), sequence, amount: hold.amount };
        gather(&mut taken, Some(line.item), item_name(words, catalogue, line.item), line.quantity, part);
    }
    taken
}

fn gather(taken: &mut Vec<Taken>, item: Option<ItemId>, what: String, times: u32, part: Part) {
    if let Some(one) = taken.iter_mut().find(|one| one.item == item) {
        one.times = one.times.saturating_add(times);
        one.amount = one.amount.plus(part.amount).unwrap_or(one.amount);
        one.parts.push(part);
    } else {
        taken.push(Taken { item, what, times, amount: part.amount, parts: vec![part] });
    }
}

/// All of it together.
pub fn sum(unit: Unit, taken: &[Taken]) -> Amount {
    Amount::sum(unit, taken.iter().map(|one| one.amount)).unwrap_or(Amount::zero(unit))
}
