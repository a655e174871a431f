//! Everything that a device keeps, and every rule about it, as one pure state machine.
//!
//! A change is computed first, as a [`Step`]: a list of writes for **one** storage transaction. Only when the storage says
//! that they are durable is the step [committed](Device::commit) in memory, and only then may a screen say "saved on this
//! tablet". The browser's IndexedDB and the simulation's disk are thin shells that carry out the same writes.
//!
//! Several tabs share one storage. Each step names the generation that it was computed from; the shell compares it with the
//! row [`GENERATION`] inside the transaction, and when another tab was first it loads again and repeats the step. So the dense
//! numbers of operations are drawn inside the transaction, whatever the number of tabs.
//!
//! An operation is one row from the moment it is recorded until thirty days after its verdict; what is written in the row
//! says where it is on its way: a wish, waiting, judged but not yet in the snapshot, settled, or to be sent again.

mod entry;
mod exchange;
mod load;
mod storage;
mod terms;

pub use entry::{Entry, WishReason};
pub use exchange::{Round, may_speak_for};
pub use storage::{GENERATION, Row, Step, Write};
pub(in crate::sync) use terms::LONGEST_BELIEVED_MICROS;
pub use terms::{DeviceClock, Limits};

use super::{Auth, DeviceStamp, Operation, OperationKind, Refusal, Replica, Snapshot, Verdict};
use crate::access::{Actor, Scope};
use crate::calendar::Timestamp;
use crate::ids::{DeviceId, HouseholdId, OpId};
use crate::mutant::{Mutant, is_on};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use terms::Age;
use uuid::Uuid;

/// Acknowledged operations are kept this long, to be sent again when the server was restored from a backup.
pub const KEPT_MICROS: i64 = 30 * 24 * 3_600 * 1_000_000;

/// What someone does, before the device has given it its number in line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    pub op_id: OpId,
    pub household: HouseholdId,
    /// Who does it: on a ward tablet whoever's PIN was entered last.
    pub actor: Actor,
    pub auth: Auth,
    pub kind: OperationKind,
}

/// A recorded operation: carry out the step; and when it is only kept as a wish, why.
#[derive(Debug)]
pub struct Recorded {
    pub step: Step,
    pub wish: Option<WishReason>,
}

/// What the device knows of itself: the row `device`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct About {
    v: u16,
    id: DeviceId,
    epoch: u32,
    /// The next dense number of this epoch.
    next: u32,
    /// The next place in line, over all epochs.
    place: u64,
    /// The server's epoch when it was last heard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    server_epoch: Option<Uuid>,
    /// How old the snapshot is at least, when the device was last written to.
    #[serde(default)]
    age_micros: i64,
    /// What this device's own clock said when the snapshot came; information only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    heard_at: Option<Timestamp>,
    /// The ward revoked this device: nothing may be shown any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    revoked: bool,
}

/// See the module.
#[derive(Clone, Debug)]
pub struct Device {
    about: About,
    /// By place in line.
    entries: BTreeMap<u64, Arc<Entry>>,
    /// Absent before the first snapshot and after a wipe.
    replica: Option<Replica>,
    /// Rows of a newer program, or damaged ones: left as they are in the storage.
    aside: Vec<Row>,
    /// The texts of rows that say more than this program understands, so that rewriting them loses nothing.
    originals: BTreeMap<String, Arc<str>>,
    generation: u64,
    age: Age,
}

impl Device {
    /// A device without any storage yet. The first step makes it durable.
    #[must_use]
    pub fn new(id: DeviceId) -> Self {
        let about = About {
            v: 1,
            id,
            epoch: 1,
            next: 1,
            place: 1,
            server_epoch: None,
            age_micros: 0,
            heard_at: None,
            revoked: false,
        };
        Self {
            about,
            entries: BTreeMap::new(),
            replica: None,
            aside: Vec::new(),
            originals: BTreeMap::new(),
            generation: 0,
            age: Age::default(),
        }
    }

    #[must_use]
    pub const fn id(&self) -> DeviceId {
        self.about.id
    }

    /// The number of this device's life: it rises when its storage turned out to have been put back or copied.
    #[must_use]
    pub const fn epoch(&self) -> u32 {
        self.about.epoch
    }

    #[must_use]
    pub const fn is_revoked(&self) -> bool {
        self.about.revoked
    }

    /// What the pages read; absent before the first snapshot and after a wipe.
    #[must_use]
    pub const fn replica(&self) -> Option<&Replica> {
        self.replica.as_ref()
    }

    #[must_use]
    pub fn snapshot(&self) -> Option<&Snapshot> {
        self.replica.as_ref().map(Replica::snapshot)
    }

    /// What the screen shows now: everything recorded, at the server's last time and how long that was ago.
    #[must_use]
    pub fn view(&self, clock: DeviceClock) -> Option<Snapshot> {
        let replica = self.replica.as_ref()?;
        Some(replica.view_at(replica.snapshot().now.after(self.age.at(clock))))
    }

    /// Every operation that this device remembers, oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.values().map(AsRef::as_ref)
    }

    #[must_use]
    pub fn entry(&self, op: OpId) -> Option<&Entry> {
        self.entries().find(|entry| entry.operation.op_id == op)
    }

    /// What still has to be sent, oldest first.
    pub fn outbox(&self) -> impl Iterator<Item = &Entry> {
        self.entries().filter(|entry| entry.is_unsent())
    }

    /// What the ward did does not count: a day of deliveries holds up nobody's order.
    fn orders_waiting(&self) -> usize {
        self.outbox().filter(|entry| is_order(&entry.operation)).count()
    }

    /// Choices that are kept and not sent: someone decides about them later.
    pub fn wishes(&self) -> impl Iterator<Item = &Entry> {
        self.entries().filter(|entry| entry.wish.is_some())
    }

    /// Refused operations that nobody has closed yet. The screen leaves out those that the snapshot itself tells of.
    pub fn refusals(&self) -> impl Iterator<Item = (&Entry, &Refusal)> {
        let refused =
            self.entries().filter(|entry| !entry.closed && !entry.again).filter_map(|entry| match &entry.verdict {
                Some(Verdict::Refused { refusal }) => Some((entry, &**refusal)),
                _ => None,
            });
        refused.filter(|(entry, _)| !self.is_told_by_its_order(entry))
    }

    /// What was put in the basket and then ordered is refused with its order: that is said once.
    fn is_told_by_its_order(&self, entry: &Entry) -> bool {
        let OperationKind::PutInBasket { lines } = &entry.operation.kind else { return false };
        let orders = self.entries().filter(|entry| is_order(&entry.operation));
        let ordered: Vec<_> = orders.flat_map(|entry| entry.operation.kind.chosen()).map(|line| line.line).collect();
        lines.iter().all(|line| ordered.contains(&line.line))
    }

    /// Rows that this program cannot read. They wait for a newer one; they are never removed.
    #[must_use]
    pub fn aside(&self) -> &[Row] {
        &self.aside
    }

    /// Makes a step durable knowledge: call it when the storage has completed the step's transaction, never before.
    /// False when the device has moved on meanwhile: then the storage has refused the step too.
    pub fn commit(&mut self, step: Step) -> bool {
        if step.expects != self.generation {
            return false;
        }
        *self = *step.next;
        true
    }

    /// Whether this is what the storage holds: `stored` is the text of the row [`GENERATION`]. A shell looks before each
    /// round of sending and loads again when it is not: another tab may have heard what became of an operation.
    #[must_use]
    pub fn is_current(&self, stored: Option<&str>) -> bool {
        storage::is_generation(stored, self.generation)
    }

    /// Records what someone did. The same `op_id` twice is one operation. `Err` says why it will not be done; nothing was
    /// recorded then. `online` is whether the last exchange with the server went well.
    pub fn record(&self, deed: Deed, clock: DeviceClock, online: bool) -> Result<Recorded, Refusal> {
        if self.entry(deed.op_id).is_some() {
            return Ok(Recorded { step: self.same(), wish: None });
        }
        let Some(replica) = self.replica.as_ref().filter(|_| !self.about.revoked) else {
            return Err(Refusal::NotAllowed);
        };
        let Deed { op_id, household, actor, auth, kind } = deed;
        let mut operation = Operation::online(op_id, household, actor, kind);
        operation.auth = auth;
        operation.client_time = clock.wall;
        operation.depends_on = self.builds_on(&operation).into_iter().collect();
        let is_choice = is_order(&operation);
        let limits = &replica.snapshot().limits;
        let now = replica.snapshot().now.after(self.age.at(clock));
        let wish = match replica.predict_at(&operation, now) {
            Err(Refusal::TooLittleLeft { .. }) if is_choice && !online => Some(WishReason::TooLittleLeft),
            Err(refusal) => return Err(refusal),
            Ok(()) if !is_choice || online || is_on(Mutant::OfflineWithoutLimits) => None,
            Ok(()) if self.age.at(clock) > limits.order_micros() => Some(WishReason::SnapshotTooOld),
            Ok(()) if self.orders_waiting() >= limits.pending_orders() => Some(WishReason::TooManyWaiting),
            Ok(()) => None,
        };
        let mut next = self.clone();
        if wish.is_none() {
            operation.stamp = Some(next.draw());
        }
        let under = replica.snapshot().viewer.scope.clone();
        next.append(Entry::new(under, operation, wish));
        next.tick(clock);
        Ok(Recorded { step: self.step(next), wish })
    }

    /// Orders a wish after all, when it can be ordered now.
    pub fn take_up_wish(&self, op: OpId, clock: DeviceClock) -> Result<Step, Refusal> {
        let (Some(replica), Some(entry)) = (&self.replica, self.entry(op).filter(|entry| entry.wish.is_some())) else {
            return Err(Refusal::UnknownOrder);
        };
        replica.predict(&entry.operation)?;
        let mut next = self.clone();
        let mut entry = entry.clone();
        next.entries.remove(&entry.place);
        entry.wish = None;
        entry.operation.stamp = Some(next.draw());
        next.append(entry);
        next.tick(clock);
        Ok(self.step(next))
    }

    /// Forgets a wish.
    pub fn drop_wish(&self, op: OpId) -> Step {
        let mut next = self.clone();
        next.entries.retain(|_, entry| entry.wish.is_none() || entry.operation.op_id != op);
        self.step(next)
    }

    /// Someone has read why an operation was refused.
    pub fn close_refusal(&self, op: OpId) -> Step {
        let mut next = self.clone();
        next.change(|entry| entry.operation.op_id == op, |entry| entry.closed = true);
        self.step(next)
    }

    /// Takes back operations that came from a second copy after the storage was lost. What is known already changes nothing.
    pub fn take_back(&self, recovered: Vec<Operation>, under: &Scope) -> Step {
        let mut next = self.clone();
        for operation in recovered {
            if next.entry(operation.op_id).is_none() {
                next.append(Entry::new(under.clone(), operation, None));
            }
        }
        next.overlay();
        self.step(next)
    }

    /// Removes what is personal: at sign-out, on revocation, and when someone else signs in. What still has to be sent stays.
    pub fn wipe(&self) -> Step {
        let mut next = self.clone();
        next.forget_persons();
        self.step(next)
    }

    /// Wipes what was kept too long: 72 hours on a ward tablet, 7 days for a resident and family. Empty when it was not.
    pub fn expire(&self, clock: DeviceClock) -> Step {
        let keeps = self
            .snapshot()
            .is_none_or(|snapshot| self.age.at(clock) <= snapshot.limits.keep_micros(&snapshot.viewer.scope));
        let mut next = self.clone();
        if !keeps {
            // What was acknowledged stays for its thirty days: a restored server may need it.
            next.forget_snapshot();
        }
        self.step(next)
    }

    // ---------- pieces ----------

    fn same(&self) -> Step {
        self.step(self.clone())
    }

    fn step(&self, next: Self) -> Step {
        storage::step(self, next)
    }

    /// The next dense number.
    fn draw(&mut self) -> DeviceStamp {
        let stamp = DeviceStamp { device: self.about.id, epoch: self.about.epoch, sequence: self.about.next };
        self.about.next = self.about.next.saturating_add(1);
        stamp
    }

    /// Puts an entry at the end of the line.
    fn append(&mut self, entry: Entry) {
        let place = self.about.place;
        self.about.place += 1;
        let entry = Entry { place, ..entry };
        if let Some(replica) = self.replica.as_mut().filter(|_| entry.shows()) {
            // What the server will say of it shows in its verdict.
            let _ = replica.record(entry.operation.clone());
        }
        self.entries.insert(place, Arc::new(entry));
    }

    fn change(&mut self, which: impl Fn(&Entry) -> bool, how: impl Fn(&mut Entry)) {
        for entry in self.entries.values_mut().filter(|entry| which(entry)) {
            how(Arc::make_mut(entry));
        }
    }

    fn tick(&mut self, clock: DeviceClock) {
        self.about.age_micros = self.age.at(clock);
    }

    /// The latest waiting operation that this one builds on: about the same order, or the very one it takes back.
    fn builds_on(&self, operation: &Operation) -> Option<OpId> {
        if let OperationKind::UndoLine { of, .. } = &operation.kind
            && self.outbox().any(|entry| entry.operation.op_id == *of)
        {
            return Some(*of);
        }
        let order = entry::order_of(&operation.kind)?;
        let mut before = self.entries().rev().filter(|entry| entry.is_unsent() && !entry.again);
        before.find(|entry| entry::order_of(&entry.operation.kind) == Some(order)).map(|entry| entry.operation.op_id)
    }

    fn forget_snapshot(&mut self) {
        self.replica = None;
        self.about.heard_at = None;
        self.about.age_micros = 0;
        self.age = Age::default();
    }

    fn forget_persons(&mut self) {
        self.forget_snapshot();
        self.about.server_epoch = None;
        let drops_outbox = is_on(Mutant::WipeDropsOutbox);
        self.entries.retain(|_, entry| (entry.verdict.is_none() && !drops_outbox) || entry.again);
    }

    /// Lays what is pending over the snapshot anew.
    fn overlay(&mut self) {
        let Some(replica) = self.replica.take() else { return };
        let scope = &replica.snapshot().viewer.scope;
        let pending = self.entries.values().filter(|entry| entry.shows() && same_owner(&entry.under, scope));
        let pending = pending.map(|entry| entry.pending()).collect();
        let mut replica = replica.with_pending(pending);
        replica.heard(self.about.heard_at);
        self.replica = Some(replica);
    }

    /// What has left the overlay is settled.
    fn settle(&mut self) {
        let Some(replica) = &self.replica else { return };
        let shown: Vec<OpId> = replica.pending().iter().map(|pending| pending.operation.op_id).collect();
        let done = |entry: &Entry| entry.verdict.is_some() && !entry.settled && !entry.again;
        for entry in self.entries.values_mut() {
            if done(entry) && !shown.contains(&entry.operation.op_id) {
                Arc::make_mut(entry).settled = true;
            }
        }
    }
}

const fn is_order(operation: &Operation) -> bool {
    matches!(operation.kind, OperationKind::PlaceOrder { .. } | OperationKind::AnswerProposal { yes: true, .. })
}

/// Whether two scopes show the same to the same people: carers of one ward share a tablet.
#[must_use]
pub fn same_owner(left: &Scope, right: &Scope) -> bool {
    match (left, right) {
        (Scope::Ward { location, ward, .. }, Scope::Ward { location: other_location, ward: other_ward, .. }) => {
            (location, ward) == (other_location, other_ward)
        }
        (Scope::Family { person, .. }, Scope::Family { person: other, .. }) => person == other,
        _ => left == right,
    }
}
