//! What waits for an answer of the ward. New arrivals are added below, and what was answered keeps its place for a
//! while, so that nothing moves under a finger.

use super::entry::Entry;
use crate::facts::Flash;
use crate::replica::PageReplica;
use domain::calendar::Timestamp;
use domain::ids::{HelpId, HouseholdId, OpId};
use domain::order::{LineState, OrderLine};
use domain::sorting::sort_by_key;
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
        Waiting::next(before, &replica.view(), settle.get(), untrack(|| done(replica.flash())))
    })
}

impl Waiting {
    fn next(before: Option<&Self>, view: &Snapshot, settled: u32, just: Option<OpId>) -> Self {
        let open = asking(view, None);
        let mut slots = match before {
            Some(before) if before.settled == settled => before.slots.clone(),
            Some(before) => before.slots.iter().copied().filter(|slot| open.contains(slot)).collect(),
            None => asking(view, just),
        };
        for slot in open {
            if !slots.contains(&slot) {
                slots.push(slot);
            }
        }
        Self { slots, settled }
    }
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
        let refused = household.refused_to_help();
        found.extend(refused.map(|refused| (refused.at, Slot::Refused(household.id, refused.op))));
    }
    sort_by_key(&mut found, |(at, _)| *at);
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

#[cfg(test)]
mod tests {
    use super::*;
    use domain::amount::Unit;
    use domain::catalogue::PurseKind;
    use domain::sync::{Operation, OperationKind, Replica};
    use domain::testing::{carer, choice, de_linde, household_id, household_with_cents, line_id, moment, now, op_id};
    use domain::testing::{operation, order_id, place, resident, snapshot};

    /// A ward with two residents who each ordered a walk for tomorrow, one after the other.
    fn ward() -> Replica {
        let catalogue = de_linde();
        let households = [1, 2].map(|n| household_with_cents(n, 16_800, 0, 0)).into();
        let mut replica = Replica::new(snapshot(catalogue.clone(), households, now("2026-11-16T09:00")));
        for n in [1, 2] {
            let walk = choice(n, &catalogue, "W01", moment("2026-11-17T10:00"), 1, PurseKind::Cup, Unit::EuroCent);
            record(&mut replica, operation(n, household_id(n), resident(), place(n, vec![walk])));
        }
        replica
    }

    fn record(replica: &mut Replica, operation: Operation) {
        replica.record(operation).unwrap();
    }

    fn target(n: u64) -> LineRef {
        LineRef { order: order_id(n), line: line_id(n) }
    }

    fn slot(n: u64) -> Slot {
        Slot::Order(household_id(n), target(n))
    }

    #[test]
    fn what_was_answered_keeps_its_place_until_the_lane_settles() {
        let mut replica = ward();
        let first = Waiting::next(None, &replica.view(), 0, None);
        assert_eq!(first.slots, [slot(1), slot(2)]);

        record(&mut replica, operation(3, household_id(1), carer(1), OperationKind::AcceptLine { target: target(1) }));
        let view = replica.view();
        let second = Waiting::next(Some(&first), &view, 0, None);
        assert_eq!((second.slots.as_slice(), open_count(&view, &second.slots)), ([slot(1), slot(2)].as_slice(), 1));
        assert_eq!(Waiting::next(Some(&second), &view, 1, None).slots, [slot(2)], "nobody tapped for a while");
        assert_eq!(Waiting::next(None, &view, 0, Some(op_id(3))).slots, [slot(1), slot(2)], "the page was sent again");
        assert_eq!(Waiting::next(None, &view, 0, None).slots, [slot(2)], "another visit starts fresh");
    }

    #[test]
    fn new_arrivals_are_added_below() {
        let mut replica = ward();
        record(&mut replica, operation(3, household_id(1), carer(1), OperationKind::AcceptLine { target: target(1) }));
        let before = Waiting::next(None, &replica.view(), 0, None);
        record(
            &mut replica,
            operation(4, household_id(1), resident(), OperationKind::CancelLine { target: target(1) }),
        );
        let after = Waiting::next(Some(&before), &replica.view(), 0, None);
        assert_eq!(
            after.slots,
            [slot(2), Slot::Cancel(household_id(1), target(1))],
            "also when it is about an older order"
        );
    }
}
