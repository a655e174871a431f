//! What waits for an answer of the ward. New arrivals are added below, and what was answered keeps its place for a
//! while, so that nothing moves under a finger.

use super::entry::Entry;
use crate::facts::Flash;
use crate::replica::PageReplica;
use domain::calendar::Timestamp;
use domain::ids::{HelpId, HouseholdId, OpId};
use domain::order::{LineState, OrderLine};
use domain::sync::{LineRef, Snapshot};
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A new order.
    Order(HouseholdId, LineRef),
    /// The resident wants to cancel what was accepted.
    Cancel(HouseholdId, LineRef),
    Help(HouseholdId, HelpId),
    /// An order that was refused and that nobody closed yet.
    Refused(HouseholdId, OpId),
}

/// The slots in the order in which they stand, and how often they settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub slots: Vec<Slot>,
    settled: u32,
}

/// Follows the replica; bumping `settle` takes away what was answered.
pub fn follow(replica: PageReplica, settle: RwSignal<u32>) -> Memo<Waiting> {
    Memo::new(move |before: Option<&Waiting>| {
        let view = replica.view();
        let settled = settle.get();
        let mut slots = match before {
            Some(before) if before.settled == settled => before.slots.clone(),
            Some(before) => {
                let open = asking(&view, None);
                before.slots.iter().copied().filter(|slot| open.contains(slot)).collect()
            }
            None => asking(&view, untrack(|| done(replica.flash()))),
        };
        for slot in asking(&view, None) {
            if !slots.contains(&slot) {
                slots.push(slot);
            }
        }
        Waiting { slots, settled }
    })
}

fn done(flash: Option<Flash>) -> Option<OpId> {
    match flash {
        Some(Flash::Done { op, .. }) => Some(op),
        _ => None,
    }
}

/// What waits, oldest first; with what `just` answered still in its place.
fn asking(view: &Snapshot, just: Option<OpId>) -> Vec<Slot> {
    let mut found: Vec<(Timestamp, Slot)> = Vec::new();
    for entry in Entry::all(view) {
        if let Some(slot) = slot_of(&entry, just) {
            found.push((entry.order.placed_at, slot));
        }
    }
    for household in &view.households {
        let help = household.help.iter().filter(|help| help.answered.is_none());
        found.extend(help.map(|help| (help.asked_at, Slot::Help(household.id, help.id))));
        let refused = household.refused.iter();
        found.extend(refused.map(|refused| (refused.at, Slot::Refused(household.id, refused.op))));
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, slot)| slot).collect()
}

fn slot_of(entry: &Entry<'_>, just: Option<OpId>) -> Option<Slot> {
    let (household, target, line) = (entry.household.id, entry.target(), entry.line);
    let asks_order = |state: LineState| state == LineState::Requested;
    if asks_order(line.state) {
        return Some(Slot::Order(household, target));
    }
    if asks_cancel(line) {
        return Some(Slot::Cancel(household, target));
    }
    let before = line.before.as_ref().filter(|before| Some(before.op) == just)?;
    if asks_order(before.state) {
        Some(Slot::Order(household, target))
    } else {
        before.cancel_asked.then_some(Slot::Cancel(household, target))
    }
}

pub fn asks_cancel(line: &OrderLine) -> bool {
    line.state == LineState::Accepted && line.cancel_asked
}

/// How many of these still wait.
pub fn open_count(view: &Snapshot, slots: &[Slot]) -> i64 {
    let open = asking(view, None);
    i64::try_from(slots.iter().filter(|slot| open.contains(slot)).count()).unwrap_or(i64::MAX)
}
