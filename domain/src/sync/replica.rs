//! A viewer's copy: the last snapshot, and what this device did that the snapshot does not contain yet.

use super::decide::{Facts, Outcome, decide};
use super::device::LONGEST_BELIEVED_MICROS;
use super::{DeviceNotice, Now, Operation, Refusal, Snapshot, Verdict};
use crate::calendar::Timestamp;
use crate::catalogue::Places;
use crate::household::Household;
use crate::ids::{HouseholdId, OpId};
use crate::mutant::{Mutant, is_on};
use crate::sorting::sort_by_key;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// An operation of this device, with what the server said of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    pub operation: Operation,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// In which epoch of the server; versions of another epoch say nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<uuid::Uuid>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replica {
    snapshot: Arc<Snapshot>,
    pending: Vec<Pending>,
    /// What the device's own clock said when the snapshot came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    heard_at: Option<Timestamp>,
}

impl Replica {
    #[must_use]
    pub fn new(snapshot: Snapshot) -> Self {
        Self { snapshot: Arc::new(snapshot), pending: Vec::new(), heard_at: None }
    }

    /// The same snapshot with these operations over it, and no others.
    #[must_use]
    pub fn with_pending(self, pending: Vec<Pending>) -> Self {
        let mut replica = Self { pending, ..self };
        replica.forget_contained();
        replica
    }

    /// Notes what the device's own clock said when the snapshot came: what was done later is shown with its time.
    pub const fn heard(&mut self, at: Option<Timestamp>) {
        self.heard_at = at;
    }

    /// What the server last said, without this device's own operations.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The same, as every copy of this replica has it until the server says something new.
    pub(super) const fn shared(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }

    #[must_use]
    pub fn pending(&self) -> &[Pending] {
        &self.pending
    }

    /// Operations that still have to be sent, oldest first.
    pub fn unsent(&self) -> impl Iterator<Item = &Operation> {
        self.pending.iter().filter(|pending| pending.verdict.is_none()).map(|pending| &pending.operation)
    }

    /// Adds an operation of this device and predicts what will become of it. The same `op_id` twice is one operation.
    pub fn record(&mut self, operation: Operation) -> Result<(), Refusal> {
        if self.pending.iter().any(|pending| pending.operation.op_id == operation.op_id) {
            return Ok(());
        }
        let predicted = self.predict(&operation);
        self.pending.push(Pending { operation, verdict: None, epoch: None });
        predicted
    }

    /// What [`decide`] says of `operation` on top of everything pending.
    pub fn predict(&self, operation: &Operation) -> Result<(), Refusal> {
        self.predict_at(operation, self.snapshot.now)
    }

    /// The same at a time that may be later than the snapshot's.
    pub fn predict_at(&self, operation: &Operation, now: Now) -> Result<(), Refusal> {
        let Some(mut household) = self.snapshot.household(operation.household).cloned() else {
            return Err(Refusal::NotAllowed);
        };
        self.overlay(&mut household);
        self.judge(operation, &household, now).map(|_| ())
    }

    /// Notes the server's final word. A refused operation leaves the overlay at once; an applied one stays until a
    /// snapshot contains it, so that nothing flickers.
    pub fn acknowledge(&mut self, op: OpId, verdict: Verdict) {
        self.acknowledge_in(op, verdict, None);
    }

    /// As [`Replica::acknowledge`], by a server in this epoch: only a snapshot of the same epoch can contain its effects.
    pub fn acknowledge_in(&mut self, op: OpId, verdict: Verdict, epoch: Option<uuid::Uuid>) {
        if !verdict.is_final() {
            return;
        }
        if let Some(pending) = self.pending.iter_mut().find(|pending| pending.operation.op_id == op)
            && pending.verdict.is_none()
        {
            pending.verdict = Some(verdict);
            pending.epoch = epoch;
        }
        self.forget_contained();
    }

    /// Replaces the snapshot, and in the same step forgets what it contains. An older one of the same feed, overtaken on
    /// its way here, changes nothing.
    pub fn replace(&mut self, snapshot: Snapshot) {
        let same_feed = snapshot.epoch == self.snapshot.epoch && snapshot.viewer.scope == self.snapshot.viewer.scope;
        if same_feed && snapshot.cursor < self.snapshot.cursor && !is_on(Mutant::OlderHouseholdWins) {
            return;
        }
        self.snapshot = Arc::new(snapshot);
        self.forget_contained();
    }

    /// Takes in changed households and the time; anything else in the snapshot stays. Changes that were overtaken on their
    /// way here change nothing.
    pub fn merge(&mut self, changed: Vec<Household>, gone: &[HouseholdId], places: Arc<Places>, cursor: i64, now: Now) {
        if cursor < self.snapshot.cursor && !is_on(Mutant::OlderHouseholdWins) {
            return;
        }
        let known = Arc::make_mut(&mut self.snapshot);
        let changed = changed.into_iter().skip(usize::from(is_on(Mutant::CursorBeforeChanges)));
        for household in changed {
            match known.households.iter_mut().find(|current| current.id == household.id) {
                Some(current) if current.version > household.version && !is_on(Mutant::OlderHouseholdWins) => {}
                Some(current) => *current = household,
                None => known.households.push(household),
            }
        }
        known.households.retain(|household| !gone.contains(&household.id));
        sort_by_key(&mut known.households, |household| (household.resident.room.clone(), household.id));
        known.places = places;
        known.cursor = cursor;
        known.now = now;
        self.forget_contained();
    }

    /// What is known of the devices of the ward.
    pub fn know_devices(&mut self, devices: Vec<DeviceNotice>) {
        Arc::make_mut(&mut self.snapshot).devices = devices;
    }

    fn forget_contained(&mut self) {
        let snapshot = &self.snapshot;
        self.pending.retain(|pending| match &pending.verdict {
            None | Some(Verdict::Retry | Verdict::Hold) => true,
            Some(Verdict::Noop { .. }) => false,
            Some(Verdict::Refused { .. }) => is_on(Mutant::RefusedStaysInView),
            Some(Verdict::Applied { .. }) => {
                let contained = pending.epoch.is_none_or(|epoch| epoch == snapshot.epoch)
                    && snapshot.contains(&pending.operation, pending.verdict.as_ref());
                (!contained && !is_on(Mutant::OverlayRemovedEarly)) || is_on(Mutant::OverlayAppliedTwice)
            }
        });
    }

    /// What the screen shows: the snapshot with everything pending applied. Never stored.
    #[must_use]
    pub fn view(&self) -> Snapshot {
        self.view_at(self.snapshot.now)
    }

    /// The same at a time that may be later than the snapshot's.
    #[must_use]
    pub fn view_at(&self, now: Now) -> Snapshot {
        let mut view = Snapshot { now, ..(*self.snapshot).clone() };
        for household in &mut view.households {
            self.overlay(household);
        }
        view
    }

    /// Applies what is pending for one household.
    fn overlay(&self, household: &mut Household) {
        let id = household.id;
        for operation in self.pending.iter().map(|pending| &pending.operation).filter(|op| op.household == id) {
            if let Ok(Outcome::Apply(effects)) = self.judge(operation, household, self.made_at(operation)) {
                // A prediction that the books refuse shows nothing; the server will say why.
                let _ = household.apply(&effects);
            }
        }
    }

    /// When it was made, by the snapshot's time: a clock that went backwards or leapt over years counts for nothing.
    fn made_at(&self, operation: &Operation) -> Now {
        let later = match (self.heard_at, operation.client_time) {
            (Some(heard), Some(made)) => made.0.saturating_sub(heard.0),
            _ => 0,
        };
        let now = self.snapshot.now;
        if (0..=LONGEST_BELIEVED_MICROS).contains(&later) { now.after(later) } else { now }
    }

    fn judge(&self, operation: &Operation, household: &Household, now: Now) -> Result<Outcome, Refusal> {
        let Snapshot { catalogue, places, .. } = &*self.snapshot;
        decide(operation, &Facts { household, catalogue, places, now })
    }
}
