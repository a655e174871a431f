//! The promises, and what a run remembers to hold them against.

use super::sim::{ASKED, Checked, MINUTE, Sim, broken, in_sight};
use crate::store::ledger;
use crate::store::tests::world::{LOCATION, WARD, household_id, ward_viewer};
use crate::store::value::values;
use domain::access::{Actor, Role};
use domain::amount::Amount;
use domain::catalogue::PurseKind;
use domain::exception::SettleHow;
use domain::household::Household;
use domain::ids::{DeviceId, HouseholdId, LineId, OpId, OrderId, PersonId};
use domain::ledger::{Account, Phase};
use domain::order::{LineState, Order, OrderLine};
use domain::sync::device::{Device, Entry, Round};
use domain::sync::{Operation, OperationKind, Refusal, Snapshot, Verdict};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Something that a screen recorded, or may have.
#[derive(Clone, Debug)]
struct Done {
    role: Role,
    person: Option<PersonId>,
    kind: OperationKind,
    depends_on: Vec<OpId>,
}

/// An operation as the server has it.
#[derive(Clone, Debug)]
struct Stored {
    actor: Actor,
    verdict: Verdict,
    kind: OperationKind,
    stamp: Option<(DeviceId, i64, i64)>,
    has_exception: bool,
    /// By the server's clock.
    at: i64,
}

#[derive(Debug, Default)]
pub struct Truth {
    done: BTreeMap<OpId, Done>,
    heard: BTreeMap<(Uuid, OpId), Verdict>,
    /// What the server has now, and in which epoch.
    stored: BTreeMap<OpId, Stored>,
    epoch: Uuid,
    ever_stored: BTreeSet<OpId>,
    /// The cup of each version of each household, as the server had it.
    cups: BTreeMap<(Uuid, HouseholdId, i64), i64>,
    /// Revoked devices, and what had been stored by then.
    pub revoked: BTreeMap<DeviceId, BTreeSet<OpId>>,
    revoked_in_backup: BTreeMap<DeviceId, BTreeSet<OpId>>,
    /// Some storage was copied or put back.
    pub copied: bool,
    restored: bool,
}

impl Truth {
    pub fn done(&mut self, entry: &Entry) {
        let Operation { op_id, actor, kind, depends_on, .. } = entry.operation.clone();
        self.done.insert(op_id, Done { role: actor.role, person: actor.person, kind, depends_on });
    }

    pub fn code(&self, op: OpId) -> &'static str {
        self.done.get(&op).map_or("?", |done| done.kind.code())
    }

    pub fn was_stored(&self, op: OpId) -> bool {
        self.ever_stored.contains(&op)
    }

    pub fn is_stored(&self, op: OpId) -> bool {
        self.stored.contains_key(&op)
    }

    pub fn revoke(&mut self, device: DeviceId) {
        self.revoked.insert(device, self.stored.keys().copied().collect());
    }

    pub fn backed_up(&mut self) {
        self.revoked_in_backup = self.revoked.clone();
    }

    pub fn restored(&mut self) {
        self.restored = true;
        self.revoked = self.revoked_in_backup.clone();
        self.stored.clear();
    }

    /// A device was told a final verdict.
    pub fn hear(&mut self, epoch: Uuid, op: OpId, verdict: &Verdict) -> Checked {
        let first = self.heard.entry((epoch, op)).or_insert_with(|| verdict.clone()).clone();
        if first != *verdict {
            return broken("I5", format!("{} was told {first:?} and then {verdict:?}", self.code(op)));
        }
        Ok(())
    }

    /// Notes what the server has; one version is one state.
    pub fn sample(&mut self, snapshot: &Snapshot) -> Checked {
        for home in &snapshot.households {
            let cup = home.cup_left().minor();
            let was = *self.cups.entry((snapshot.epoch, home.id, home.version)).or_insert(cup);
            if was != cup {
                return broken("I8", format!("version {} had {was} cents and has {cup}", home.version));
            }
            if cup < 0 || home.books.spendable(Account::Own).is_negative() {
                return broken("I2", "a purse is below nothing");
            }
        }
        Ok(())
    }

    /// What lay over the snapshot and was applied has left it only into a snapshot that contains it.
    pub fn nothing_flickers(&self, before: &[OpId], device: &Device) -> Checked {
        for op in before {
            let Some(entry) = device.entry(*op) else { continue };
            contained(entry, device)?;
        }
        Ok(())
    }
}

fn contained(entry: &Entry, device: &Device) -> Checked {
    let (Some(Verdict::Applied { version }), Some((epoch, _)), Some(snapshot)) =
        (&entry.verdict, entry.judged, device.snapshot())
    else {
        return Ok(());
    };
    let there = snapshot.household(entry.operation.household);
    let is_contained = there.is_none_or(|home| home.version >= *version);
    if entry.settled && !entry.again && epoch == snapshot.epoch && !is_contained {
        return broken("overlay", "an applied operation left the screen before a pull contained it");
    }
    Ok(())
}

impl Sim {
    /// What is cheap, after each step: everything recorded is somewhere, and what happened on this device is right.
    pub fn after_step(&mut self, touched: usize) -> Checked {
        for tablet in &self.tablets {
            for op in &tablet.saved {
                let somewhere = tablet.disk.rows.contains_key(&format!("op/{op}"))
                    || tablet.sealed.contains_key(op)
                    || self.truth.was_stored(*op);
                if !somewhere && !self.was_judged(*op) {
                    return broken(
                        "I4",
                        format!("{}, which the screen called saved, is nowhere", self.truth.code(*op)),
                    );
                }
            }
        }
        self.check_screen(touched)
    }

    fn check_screen(&mut self, tablet: usize) -> Checked {
        for tab in 0..2 {
            let device = self.device(tablet, tab).clone();
            let Some(replica) = device.replica() else { continue };
            for entry in device.entries() {
                contained(entry, &device)?;
            }
            let (snapshot, view) = (replica.snapshot(), replica.view());
            let allowed: Vec<HouseholdId> = match &self.tablets[tablet].viewer.scope {
                domain::access::Scope::Resident { household, .. } => vec![*household],
                domain::access::Scope::Family { households, .. } => households.clone(),
                _ => (0..3).map(household_id).collect(),
            };
            for (shown, known) in view.households.iter().zip(&snapshot.households) {
                if !allowed.contains(&known.id) {
                    return broken("I12", "a household outside the scope reached a device");
                }
                let Some(there_was) = self.truth.cups.get(&(snapshot.epoch, known.id, known.version)) else {
                    return broken("I8", "a device has a version that the server never had");
                };
                if known.cup_left().minor() != *there_was {
                    return broken("I8", "a device has another cup than the server had in that version");
                }
                let back: i64 = replica.pending().iter().map(|pending| given_back(&pending.operation, known)).sum();
                if shown.cup_left().minor() > there_was + back || shown.cup_left().is_negative() {
                    return broken("I15", format!("{} shown, {there_was} there was", shown.cup_left().minor()));
                }
            }
        }
        Ok(())
    }

    fn was_judged(&self, op: OpId) -> bool {
        self.truth.heard.keys().any(|(_, heard)| *heard == op)
    }

    /// Reads every operation that the server has.
    pub async fn scan(&mut self) -> Checked {
        let mut tx = self.world.store.inner.db.single().await.unwrap();
        let rows = tx.fetch(&super::OPERATIONS, vec![]).await.unwrap();
        let epoch = self.world.store.epoch().await.unwrap();
        let mut stored = BTreeMap::new();
        for row in &rows {
            let op = OpId(row.uuid("op_id").unwrap());
            let device = row.get::<Option<Uuid>>("device_id").unwrap().map(DeviceId);
            let (e, s) =
                (row.get::<Option<i64>>("device_epoch").unwrap(), row.get::<Option<i64>>("device_sequence").unwrap());
            let of = Stored {
                actor: row.json("actor").unwrap(),
                verdict: row.json("verdict").unwrap(),
                kind: row.json("payload").unwrap(),
                stamp: device.zip(e).zip(s).map(|((device, epoch), sequence)| (device, epoch, sequence)),
                has_exception: row.get("has_exception").unwrap(),
                at: row.int("recorded_at").unwrap(),
            };
            stored.insert(op, of);
        }
        if epoch == self.truth.epoch {
            for (op, before) in &self.truth.stored {
                match stored.get(op) {
                    None => return broken("I5", "a verdict is gone"),
                    Some(now) if now.verdict != before.verdict => {
                        return broken("I5", format!("the stored verdict of {} changed", before.kind.code()));
                    }
                    Some(_) => {}
                }
            }
        }
        self.truth.ever_stored.extend(stored.keys());
        (self.truth.epoch, self.truth.stored) = (epoch, stored);
        Ok(())
    }

    /// What takes reading everything: each few steps, and at the end.
    pub async fn check_books(&mut self) -> Checked {
        self.scan().await?;
        for tablet in 0..self.tablets.len() {
            self.check_screen(tablet)?;
        }
        let report = self.world.store.verify(self.world.now()).await.unwrap();
        if let Some(mismatch) = report.mismatches.first() {
            return broken("I1 I6 I7", mismatch.what.clone());
        }
        self.check_feed().await?;
        self.check_operations()?;
        self.check_exceptions().await?;
        self.check_proposals().await?;
        self.check_money().await
    }

    /// An order stands behind a yes, made once and by who said it; who may only propose has placed none.
    async fn check_proposals(&self) -> Checked {
        let there = self.snapshot(&ward_viewer()).await;
        for home in &there.households {
            let by_family = |order: &Order| order.placed_by.role == Role::Family;
            if home.id == household_id(ASKED) && home.orders.iter().any(by_family) {
                return broken("nod", "who may only propose has placed an order");
            }
            for proposal in &home.proposals {
                let Some(order) = home.order(proposal.id) else { continue };
                let said_yes = |line: &OrderLine| {
                    let by = line.before.as_ref().map(|before| before.by.role);
                    line.state == LineState::Delivered && by == Some(order.placed_by.role)
                };
                if !proposal.lines.iter().all(said_yes) {
                    return broken("nod", format!("an order stands behind {proposal:?}"));
                }
            }
        }
        let mut answered: BTreeSet<OrderId> = BTreeSet::new();
        for stored in self.truth.stored.values().filter(|stored| matches!(stored.verdict, Verdict::Applied { .. })) {
            if let OperationKind::AnswerProposal { order, .. } = stored.kind
                && !answered.insert(order)
            {
                return broken("nod", "one proposal was answered twice");
            }
        }
        Ok(())
    }

    /// What had to be sorted out is sorted out once, by who is named, and is not asked for again.
    async fn check_exceptions(&mut self) -> Checked {
        let there = self.snapshot(&ward_viewer()).await;
        let mut decided: BTreeMap<OpId, (SettleHow, &Stored)> = BTreeMap::new();
        for stored in self.truth.stored.values().filter(|stored| matches!(stored.verdict, Verdict::Applied { .. })) {
            let OperationKind::SettleException { op, how } = stored.kind else { continue };
            if decided.insert(op, (how, stored)).is_some() {
                return broken("settled", "one thing was sorted out twice");
            }
        }
        let asked_for: BTreeSet<OpId> = there.unsettled().map(|(_, exception)| exception.op).collect();
        for (op, (how, by)) in &decided {
            if asked_for.contains(op) {
                return broken("settled", "what was sorted out is still asked for");
            }
            let exceptions = there.households.iter().flat_map(|home| &home.exceptions);
            let shown = exceptions.filter(|exception| exception.op == *op).find_map(|known| known.settled.as_ref());
            match shown {
                Some(shown) if shown.how == *how && shown.by.person == by.actor.person => {}
                // After sixty days it is no longer in sight; after a restore they count from when it was decided first.
                None if self.restored || there.now.at.0 - by.at > 59 * 1_440 * MINUTE => {}
                _ => return broken("settled", format!("{how:?} is not in sight with who decided it: {shown:?}")),
            }
        }
        let waits = |(op, stored): (&OpId, &Stored)| {
            stored.has_exception && !decided.contains_key(op) && !asked_for.contains(op)
        };
        if let Some((_, stored)) = self.truth.stored.iter().find(|of| waits(*of)) {
            return broken("settled", format!("nobody is asked any more about {}", stored.kind.code()));
        }
        Ok(())
    }

    /// How many things were sorted out, and how: for the table.
    pub fn settled(&self) -> impl Iterator<Item = SettleHow> {
        self.truth.stored.values().filter_map(|stored| match (&stored.kind, &stored.verdict) {
            (OperationKind::SettleException { how, .. }, Verdict::Applied { .. }) => Some(*how),
            _ => None,
        })
    }

    async fn check_feed(&self) -> Checked {
        let mut tx = self.world.store.inner.db.single().await.unwrap();
        let rows = tx.fetch(&super::FEED, values![LOCATION, WARD]).await.unwrap();
        for (row, expected) in rows.iter().zip(1..) {
            if row.int("sequence").unwrap() != expected {
                return broken("I8", format!("the feed has a hole at {expected}"));
            }
        }
        Ok(())
    }

    fn check_operations(&self) -> Checked {
        let truth = &self.truth;
        for (op, stored) in &truth.stored {
            let Some(done) = truth.done.get(op) else {
                return broken("I3", format!("{} was done by nobody", stored.kind.code()));
            };
            let quarantined = is_refused(&stored.verdict, |refusal| *refusal == Refusal::Quarantined);
            if !quarantined && (stored.actor.role, stored.actor.person) != (done.role, done.person) {
                return broken(
                    "actor",
                    format!("{} was done by {:?}, not by {:?}", stored.kind.code(), done.person, stored.actor),
                );
            }
            if stored.kind != done.kind {
                return broken("I3", "what is stored is not what was recorded");
            }
            if quarantined && !stored.has_exception {
                return broken("quarantine", "what was quarantined is not kept to be looked at");
            }
            let fact = matches!(stored.kind, OperationKind::DeliverLine { .. });
            if !fact && !truth.restored && !matches!(stored.verdict, Verdict::Refused { .. }) {
                let refused =
                    |on: &&OpId| truth.stored.get(on).is_some_and(|on| matches!(on.verdict, Verdict::Refused { .. }));
                if done.depends_on.iter().any(|on| refused(&on)) {
                    return broken("I13", format!("{} went ahead without what it builds on", stored.kind.code()));
                }
            }
            let forgotten = is_refused(&stored.verdict, |refusal| match refusal {
                Refusal::WrongState { state } => !state.is_open(),
                Refusal::DependsOnRefused { .. } => true,
                _ => false,
            });
            if fact && forgotten {
                return broken("facts", format!("a delivery was thrown away: {:?}", stored.verdict));
            }
            if let Some((device, _, _)) = stored.stamp
                && let Some(known) = truth.revoked.get(&device)
                && !known.contains(op)
                && !quarantined
            {
                return broken("revoked", format!("{} of a revoked device counts", stored.kind.code()));
            }
        }
        for ((epoch, op), verdict) in &truth.heard {
            let not_stored_by_design = is_refused(verdict, |refusal| *refusal == Refusal::NotAllowed);
            if *epoch == truth.epoch && !not_stored_by_design {
                match truth.stored.get(op) {
                    None => return broken("I5", format!("{} was told {verdict:?} and is not stored", truth.code(*op))),
                    Some(stored) if stored.verdict != *verdict => {
                        return broken("I5", format!("told {verdict:?}, stored {:?}", stored.verdict));
                    }
                    Some(_) => {}
                }
            }
        }
        self.check_numbers()
    }

    /// A number comes twice only when a storage was copied or put back.
    fn check_numbers(&self) -> Checked {
        let mut seen = BTreeSet::new();
        for stamp in self.truth.stored.values().filter_map(|stored| stored.stamp) {
            if !seen.insert(stamp) && !self.truth.copied {
                return broken("I3", "two tabs gave one number to two operations");
            }
        }
        Ok(())
    }

    async fn check_money(&self) -> Checked {
        for number in 0..3 {
            let mut tx = self.world.store.inner.db.single().await.unwrap();
            let journal = ledger::journal(&mut tx, LOCATION, household_id(number)).await.unwrap();
            drop(tx);
            let mut charged: BTreeMap<(OrderId, PurseKind), i64> = BTreeMap::new();
            let mut paid_for: BTreeMap<LineId, i64> = BTreeMap::new();
            for transfer in journal.iter().map(|entry| &entry.transfer) {
                let by = transfer.op.and_then(|op| self.truth.stored.get(&op));
                if transfer.op.is_some() && !by.is_some_and(|by| matches!(by.verdict, Verdict::Applied { .. })) {
                    return broken("I3", "money moved by an operation that was not applied");
                }
                if let Some(OperationKind::SettleException { how, .. }) = by.map(|by| &by.kind)
                    && *how != SettleHow::Charge
                {
                    return broken("settled", format!("{how:?} moved money"));
                }
                let Some((order, line)) = transfer.line else { continue };
                let (sign, purse) = match (transfer.debit, transfer.credit, transfer.phase) {
                    (Account::Cup, Account::Delivered, Phase::Direct | Phase::Post { .. }) => (1, PurseKind::Cup),
                    (Account::Own, Account::OwnDelivered, Phase::Direct | Phase::Post { .. }) => (1, PurseKind::Own),
                    (Account::Delivered, Account::Cup, _) => (-1, PurseKind::Cup),
                    (Account::OwnDelivered, Account::Own, _) => (-1, PurseKind::Own),
                    _ => continue,
                };
                *charged.entry((order, purse)).or_insert(0) += sign * transfer.amount.minor();
                *paid_for.entry(line).or_insert(0) += sign * transfer.amount.minor();
            }
            let mut placed = BTreeSet::new();
            for stored in self.truth.stored.values() {
                let OperationKind::PlaceOrder { order, lines, max_total, .. } = &stored.kind else { continue };
                if !matches!(stored.verdict, Verdict::Applied { .. }) {
                    continue;
                }
                for line in lines {
                    let (price, paid) = (line.total().unwrap().minor(), paid_for.get(&line.line).copied().unwrap_or(0));
                    if paid > price {
                        return broken("I11", format!("{paid} cents were paid for a line of {price}"));
                    }
                }
                if !placed.insert(*order) {
                    return broken("I3", "one order was placed twice");
                }
                for purse in [PurseKind::Cup, PurseKind::Own] {
                    let seen = max_total.get(&purse).map_or(0, |total| total.minor());
                    let paid = charged.get(&(*order, purse)).copied().unwrap_or(0);
                    if paid > seen {
                        return broken("I11", format!("{paid} cents were paid where {seen} were seen"));
                    }
                }
            }
        }
        Ok(())
    }

    /// After a restore: what a surviving device had been told was done is there, or is visibly on its way.
    pub fn check_regained(&mut self, finally: bool) -> Checked {
        for tablet in 0..self.tablets.len() {
            let device = self.device(tablet, 0).clone();
            if device.is_revoked() || self.tablets[tablet].revoked {
                continue;
            }
            let now = self.world.clock.timestamp().0;
            for (op, at) in &self.tablets[tablet].acknowledged {
                // Kept for thirty days; the server's clock may have been wrong by some.
                if now - at.0 > 25 * 1_440 * MINUTE {
                    continue;
                }
                let waits = device.entry(*op).is_some_and(Entry::is_unsent);
                match self.truth.stored.get(op).map(|stored| (&stored.verdict, stored)) {
                    None if waits && !finally => {}
                    None => {
                        return broken("I14", format!("{} was acknowledged and is forgotten", self.truth.code(*op)));
                    }
                    Some((verdict, stored)) => {
                        let by_time = is_refused(verdict, |refusal| {
                            matches!(refusal, Refusal::TooLate { .. } | Refusal::NotOfferedThen { .. })
                        }) && !self.truth.copied;
                        // What came back later than that is not waited for.
                        let in_time = stored.at - self.restored_at < 72 * 60 * MINUTE;
                        let by_absence = in_time
                            && is_refused(verdict, |refusal| *refusal == Refusal::UnknownOrder)
                            && self.order_exists(&stored.kind);
                        if by_time || by_absence {
                            return broken(
                                "I14",
                                format!("{} was acknowledged and is now {verdict:?}", stored.kind.code()),
                            );
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn order_exists(&self, kind: &OperationKind) -> bool {
        let (OperationKind::AcceptLine { target }
        | OperationKind::DeliverLine { target, .. }
        | OperationKind::CancelLine { target }) = kind
        else {
            return false;
        };
        self.truth.stored.values().any(|stored| {
            matches!((&stored.kind, &stored.verdict), (OperationKind::PlaceOrder { order, .. }, Verdict::Applied { .. })
                if *order == target.order)
        })
    }

    /// Everything has come to rest.
    pub async fn check_end(&mut self) -> Checked {
        for tablet in 0..self.tablets.len() {
            let device = self.device(tablet, 0).clone();
            let waiting: Vec<&str> = device.outbox().map(|entry| entry.operation.kind.code()).collect();
            if !waiting.is_empty() {
                return broken("I10", format!("device {tablet} still waits with {waiting:?}"));
            }
            let is_wish = |op: &OpId| device.entry(*op).is_some_and(|entry| entry.wish.is_some());
            for op in &self.tablets[tablet].saved {
                if !self.truth.was_stored(*op) && !is_wish(op) && !self.told_not_allowed(*op) {
                    return broken(
                        "I4",
                        format!("{}, which the screen called saved, never came", self.truth.code(*op)),
                    );
                }
            }
            let viewer = self.tablets[tablet].viewer.clone();
            if let Some(replica) = device.replica() {
                let there = self.snapshot(&viewer).await;
                let today = self.world.now().local.day;
                if in_sight(replica.view().households, today) != in_sight(there.households, today) {
                    return broken("I9", format!("device {tablet} shows something else than the server has"));
                }
            }
            self.check_life(tablet, &device)?;
        }
        Ok(())
    }

    fn told_not_allowed(&self, op: OpId) -> bool {
        let heard = |((_, of), verdict): (&(Uuid, OpId), &Verdict)| {
            *of == op && is_refused(verdict, |refusal| *refusal == Refusal::NotAllowed)
        };
        self.truth.heard.iter().any(heard)
    }

    /// A copied or put back storage was noticed, and went on in a new epoch.
    fn check_life(&self, tablet: usize, device: &Device) -> Checked {
        if device.is_revoked() {
            return Ok(());
        }
        let viewer = &self.tablets[tablet].viewer;
        let Some(report) = device.push_request(viewer, &mut Round::default()).and_then(|request| request.device) else {
            return Ok(());
        };
        let mut numbers: BTreeMap<(i64, i64), u32> = BTreeMap::new();
        for (of, epoch, sequence) in self.truth.stored.values().filter_map(|stored| stored.stamp) {
            if of == report.id {
                *numbers.entry((epoch, sequence)).or_insert(0) += 1;
            }
        }
        for ((epoch, sequence), times) in numbers {
            if epoch == i64::from(report.epoch) && sequence >= i64::from(report.next) {
                return broken("rollback", "a device is behind what it sent, and nobody noticed");
            }
            if times > 1 && epoch >= i64::from(report.epoch) {
                return broken("clone", "a number came with two operations, and nobody noticed");
            }
        }
        Ok(())
    }
}

fn is_refused(verdict: &Verdict, which: impl Fn(&Refusal) -> bool) -> bool {
    matches!(verdict, Verdict::Refused { refusal } if which(refusal))
}

/// The most that an operation may return to the cup, from what the server had at that point.
fn given_back(operation: &Operation, home: &Household) -> i64 {
    if operation.household != home.id {
        return 0;
    }
    let orders = home.orders.iter();
    let worth = |line: &domain::order::OrderLine| {
        line.hold.map_or(0, |hold| hold.amount.minor()) + line.charged.map_or(0, Amount::minor)
    };
    match &operation.kind {
        OperationKind::CancelOrder { order } => {
            orders.filter(|of| of.id == *order).flat_map(|of| &of.lines).map(worth).sum()
        }
        OperationKind::CancelLine { target }
        | OperationKind::DeclineLine { target, .. }
        | OperationKind::DeliverLine { target, .. }
        | OperationKind::NoShowLine { target }
        | OperationKind::UndoLine { target, .. } => home.order_line(target.order, target.line).map_or(0, worth),
        _ => 0,
    }
}
