//! What goes to the server and what comes back.

use super::{Age, Device, DeviceClock, Entry, KEPT_MICROS, Step, same_owner};
use crate::access::{Role, Scope, Viewer};
use crate::calendar::Timestamp;
use crate::ids::OpId;
use crate::mutant::{Mutant, is_on};
use crate::sync::wire::{
    DeviceReport, DeviceState, Judged, MAX_OPERATIONS, PullReply, PushReply, PushRequest, SYNC_ADDRESS,
};
use crate::sync::{DeviceStamp, Operation, Replica, Snapshot, Verdict};
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

/// One round of sending. The shell makes one for each trigger and asks for requests until there are none left; so that
/// nothing is sent twice in a round and a bad operation holds up only what builds on it.
#[derive(Clone, Debug)]
pub struct Round {
    tried: BTreeSet<OpId>,
    at_once: usize,
    said_hello: bool,
}

impl Default for Round {
    fn default() -> Self {
        Self { tried: BTreeSet::new(), at_once: MAX_OPERATIONS, said_hello: false }
    }
}

impl Round {
    /// The server would not read a request (400, 413, 422): the next ones are smaller; one operation alone that it will not
    /// read waits for the next round. False for anything else that went wrong: then the round is over.
    pub fn rejected(&mut self, status: u16, sent: &PushRequest) -> bool {
        if ![400, 413, 422].contains(&status) {
            return false;
        }
        match sent.operations.as_slice() {
            [] => return false,
            [alone] => {
                self.tried.insert(alone.op_id);
                self.at_once = MAX_OPERATIONS;
            }
            several => self.at_once = (several.len() / 2).max(1),
        }
        true
    }
}

/// Whether someone who is signed in as `viewer` may bring an operation that was made on this screen: the same person, or
/// on a ward's tablet any carer of that ward. The server checks it again.
#[must_use]
pub fn may_speak_for(viewer: &Viewer, entry: &Entry) -> bool {
    let actor = &entry.operation.actor;
    let same = (actor.role, actor.person) == (viewer.actor.role, viewer.actor.person);
    same_owner(&viewer.scope, &entry.under)
        && (same || (matches!(viewer.scope, Scope::Ward { .. }) && actor.role == Role::Carer))
}

impl Device {
    /// The next request of a round, or nothing when the round is done. The first request of a round may be empty: it tells
    /// the server how far this device is.
    #[must_use]
    pub fn push_request(&self, viewer: &Viewer, round: &mut Round) -> Option<PushRequest> {
        let mut operations: Vec<Operation> = Vec::new();
        let mut again = Vec::new();
        let mut left_behind: BTreeSet<OpId> = BTreeSet::new();
        for entry in self.outbox() {
            let op = entry.operation.op_id;
            let waits = round.tried.contains(&op)
                || !may_speak_for(viewer, entry)
                || entry.operation.depends_on.iter().any(|on| left_behind.contains(on));
            if waits {
                left_behind.insert(op);
                continue;
            }
            if operations.len() == round.at_once {
                break;
            }
            again.extend(entry.said_before());
            operations.push(entry.operation.clone());
        }
        if operations.is_empty() && round.said_hello {
            return None;
        }
        round.said_hello = true;
        let device = DeviceReport {
            id: self.about.id,
            epoch: self.about.epoch,
            next: self.about.next,
            waiting: u32::try_from(self.outbox().count()).unwrap_or(u32::MAX),
            unreadable: u32::try_from(self.aside.len()).unwrap_or(u32::MAX),
            server_epoch: self.about.server_epoch,
        };
        Some(PushRequest { operations, device: Some(device), again })
    }

    /// Reads the answer to a request; `None` when it is not ours (a portal's page, half a reply): then nothing happened.
    #[must_use]
    pub fn read_push_reply(sent: &PushRequest, text: &str) -> Option<PushReply> {
        let read = crate::json::from_str(text).ok();
        if read.is_none() && is_on(Mutant::AnyReplyCounts) {
            let applied = |operation: &Operation| Judged {
                op_id: operation.op_id,
                verdict: Verdict::Applied { version: 0 },
                at: None,
            };
            let verdicts = sent.operations.iter().map(applied).collect();
            return Some(PushReply { verdicts, epoch: Uuid::nil(), at: Timestamp(0), device: None });
        }
        read
    }

    /// Takes in verdicts. Only a final one that names the operation takes it out of the outbox.
    pub fn take_push_reply(&self, sent: &PushRequest, reply: PushReply, round: &mut Round, clock: DeviceClock) -> Step {
        round.tried.extend(sent.operations.iter().map(|operation| operation.op_id));
        let reply = match self.about.server_epoch {
            Some(epoch) if is_on(Mutant::AnyReplyCounts) && reply.epoch.is_nil() => PushReply { epoch, ..reply },
            _ => reply,
        };
        if self.is_of_a_server_before(sent, reply.epoch) {
            return self.same();
        }
        let mut next = self.clone();
        if self.about.server_epoch.is_some_and(|known| known != reply.epoch) {
            next.server_was_restored(reply.epoch, reply.at.0);
        }
        for judged in reply.verdicts {
            let verdict = match judged.verdict {
                Verdict::Hold if is_on(Mutant::HoldIsRefused) => {
                    Verdict::Refused { refusal: Box::new(crate::sync::Refusal::NotAllowed) }
                }
                verdict => verdict,
            };
            let asked = sent.operations.iter().any(|operation| operation.op_id == judged.op_id);
            if !verdict.is_final() || !asked {
                continue;
            }
            let is_it = |entry: &Entry| entry.operation.op_id == judged.op_id && entry.is_unsent();
            if !next.entries().any(is_it) {
                continue;
            }
            if let Some(replica) = &mut next.replica {
                replica.acknowledge_in(judged.op_id, verdict.clone(), Some(reply.epoch));
            }
            next.change(is_it, |entry| {
                entry.verdict = Some(verdict.clone());
                // What is sent again keeps its first moment: a second restore must find it too. And so does what is only
                // heard now, because the first answer did not come back.
                let first = entry.judged.filter(|_| entry.again).map(|(_, at)| at).or(judged.at).unwrap_or(reply.at);
                entry.judged = Some((reply.epoch, first));
                entry.again = false;
            });
            if !matches!(verdict, Verdict::Refused { .. }) {
                // Nothing waits any longer for what has been done.
                let waits = |entry: &Entry| entry.operation.depends_on.contains(&judged.op_id);
                next.change(waits, |entry| entry.operation.depends_on.retain(|on| *on != judged.op_id));
            }
        }
        match reply.device {
            // An answer to an older request may be out of date: only a device that is behind was put back.
            Some(DeviceState::RolledBack { epoch, seen }) if next.about.next <= seen => next.begin_again(epoch),
            Some(DeviceState::Cloned { epoch }) => next.begin_again(epoch),
            Some(DeviceState::Revoked) => {
                next.about.revoked = true;
                next.forget_persons();
            }
            Some(DeviceState::Known | DeviceState::RolledBack { .. }) | None => {}
        }
        next.settle();
        next.tick(clock);
        self.step(next)
    }

    /// An answer that was on its way since before the server was restored, and comes after this device heard of that: what
    /// it says was lost, and may have been judged otherwise since. Whatever waits is sent again anyway.
    fn is_of_a_server_before(&self, sent: &PushRequest, epoch: Uuid) -> bool {
        let known = self.about.server_epoch;
        let asked = sent.device.and_then(|device| device.server_epoch);
        asked != known && known.is_some_and(|known| known != epoch)
    }

    /// The storage was put back or copied: numbers begin again in a new epoch, so that none is used for two operations.
    /// What waits gets new numbers in its old order; `op_id`s stay, so nothing is lost and nothing happens twice.
    fn begin_again(&mut self, epoch: u32) {
        if epoch <= self.about.epoch {
            return;
        }
        self.about.epoch = epoch;
        self.about.next = 1;
        let id = self.about.id;
        for entry in self.entries.values_mut().filter(|entry| entry.verdict.is_none() && entry.wish.is_none()) {
            let stamp = DeviceStamp { device: id, epoch, sequence: self.about.next };
            self.about.next = self.about.next.saturating_add(1);
            Arc::make_mut(entry).operation.stamp = Some(stamp);
        }
        self.overlay();
    }

    /// What was acknowledged in an older epoch is sent again, in its order, and shows until the server has judged it. What
    /// still lies over the snapshot too, however long ago it was: no pull in the new epoch will ever contain it.
    fn server_was_restored(&mut self, epoch: Uuid, now_micros: i64) {
        if is_on(Mutant::EpochIgnored) {
            self.about.server_epoch = Some(epoch);
            return;
        }
        self.about.server_epoch = Some(epoch);
        let kept = |entry: &Entry, at: Timestamp| !entry.settled || at.0 > now_micros - KEPT_MICROS;
        self.change(
            |entry| entry.judged.is_some_and(|(judged_in, at)| judged_in != epoch && kept(entry, at)),
            |entry| {
                entry.again = true;
                entry.settled = false;
            },
        );
        self.overlay();
    }

    /// Where to ask for what changed; everything when the server was restored since, or nothing is here yet.
    #[must_use]
    pub fn pull_address(&self) -> String {
        let known = self.snapshot().filter(|snapshot| {
            snapshot.complete && (self.about.server_epoch == Some(snapshot.epoch) || is_on(Mutant::EpochIgnored))
        });
        match known {
            Some(Snapshot { cursor, epoch, catalogue, .. }) => {
                format!("{SYNC_ADDRESS}?cursor={cursor}&epoch={epoch}&catalogue={}", catalogue.version)
            }
            None => SYNC_ADDRESS.to_owned(),
        }
    }

    /// Takes in a pull, or the snapshot that came with a page: the snapshot, and what it makes of everything pending, in one step.
    pub fn take_pull_reply(&self, reply: PullReply, clock: DeviceClock) -> Step {
        if self.about.revoked {
            return self.same();
        }
        let mut next = self.clone();
        match reply {
            PullReply::Snapshot(snapshot) => next.take_snapshot(*snapshot),
            PullReply::Changes { epoch, cursor, now, households, gone, places, devices } => {
                let Some(replica) = next.replica.as_mut().filter(|replica| replica.snapshot().epoch == epoch) else {
                    return self.same();
                };
                replica.merge(households, &gone, places, cursor, now);
                replica.know_devices(devices);
            }
        }
        if self.replica_is_older(&next) {
            next.age = Age::fresh(clock);
            next.about.heard_at = clock.wall;
            next.about.age_micros = 0;
            if let Some(replica) = &mut next.replica {
                replica.heard(clock.wall);
            }
        }
        next.settle();
        next.forget_old();
        self.step(next)
    }

    fn replica_is_older(&self, next: &Self) -> bool {
        let at = |device: &Self| device.snapshot().map(|snapshot| (snapshot.epoch, snapshot.now.at));
        at(self) != at(next)
    }

    fn take_snapshot(&mut self, snapshot: Snapshot) {
        let snapshot = match self.snapshot() {
            // A page brings only the items that it shows; the device has them all.
            Some(known)
                if known.complete
                    && !snapshot.complete
                    && (known.epoch, known.catalogue.version) == (snapshot.epoch, snapshot.catalogue.version)
                    && same_owner(&known.viewer.scope, &snapshot.viewer.scope) =>
            {
                Snapshot { catalogue: Arc::clone(&known.catalogue), complete: true, ..snapshot }
            }
            _ => snapshot,
        };
        let (epoch, now) = (snapshot.epoch, snapshot.now.at);
        if self.snapshot().is_some_and(|known| !same_owner(&known.viewer.scope, &snapshot.viewer.scope)) {
            self.forget_persons();
        }
        match &mut self.replica {
            Some(replica) => replica.replace(snapshot),
            None => self.replica = Some(Replica::new(snapshot)),
        }
        if self.about.server_epoch != Some(epoch) {
            self.server_was_restored(epoch, now.0);
        }
        self.unsettle();
        self.overlay();
    }

    /// An answer for a colleague may come after one for who holds the tablet now, and an operator may put an older server
    /// back: what this server had judged and this snapshot does not contain lies over it again.
    fn unsettle(&mut self) {
        let Some(replica) = &self.replica else { return };
        let snapshot = replica.snapshot();
        for entry in self.entries.values_mut().filter(|entry| entry.settled && !entry.again) {
            let is_of_here = entry.judged.is_some_and(|(epoch, _)| epoch == snapshot.epoch);
            if is_of_here && !snapshot.contains(&entry.operation, entry.verdict.as_ref()) {
                Arc::make_mut(entry).settled = false;
            }
        }
    }

    /// Settled operations are kept for thirty days by the server's clock; a refusal as long as nobody has closed it.
    fn forget_old(&mut self) {
        let Some(now) = self.snapshot().map(|snapshot| snapshot.now.at) else { return };
        self.entries.retain(|_, entry| {
            let recent = entry.judged.is_none_or(|(_, at)| at.0 > now.0 - KEPT_MICROS);
            let unread = matches!(entry.verdict, Some(Verdict::Refused { .. })) && !entry.closed;
            !entry.settled || entry.again || (recent && !is_on(Mutant::ForgottenWhenSettled)) || unread
        });
    }
}
