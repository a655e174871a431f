//! One run: a few devices, a real store, and a network in between that does what the steps say.

use super::check::Truth;
use super::step::{CrashOf, Fault, Step, Tap, What};
use crate::store::household::settle;
use crate::store::tests::world::{
    self, CARER, DAUGHTER, LOCATION, OTHER_CARER, World, family_viewer, household_id, item, price_cents,
    resident_viewer, ward_viewer,
};
use crate::store::value::{Value, values};
use crate::store::{Store, Tx};
use domain::access::{Role, Scope, Viewer};
use domain::amount::Amount;
use domain::calendar::{Day, Moment, TimeOfDay, Timestamp};
use domain::catalogue::{Catalogue, PurseKind};
use domain::exception::{ExceptionKind, SettleHow};
use domain::household::{HelpTopic, Household};
use domain::ids::{DeviceId, HelpId, LineId, OpId, OrderId};
use domain::order::{BasketLine, DeclineReason, LineState, Order};
use domain::sync::device::{Deed, Device, DeviceClock, Entry, GENERATION, Round};
use domain::sync::wire::{Judged, PullReply, PushReply, PushRequest, SecondCopy};
use domain::sync::{Auth, LineRef, Operation, OperationKind, Refusal, Snapshot, Verdict};
use domain::testing::{Disk, WriteFailed};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use uuid::Uuid;

pub const MINUTE: i64 = 60 * 1_000_000;
/// The resident who is asked: the daughter may order for the others, and only propose for this one.
pub const ASKED: u32 = 1;
const PORTAL: &str = "<!doctype html><title>Welcome, please enter your room number</title>";

/// Something that must never be, and which promise it breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    pub promise: &'static str,
    pub how: String,
}

pub type Checked = Result<(), Broken>;

pub fn broken(promise: &'static str, how: impl Into<String>) -> Checked {
    Err(Broken { promise, how: how.into() })
}

/// A device with its storage, its tabs and who is signed in on it.
pub struct Tablet {
    pub disk: Disk,
    tabs: [Option<Device>; 2],
    pub viewer: Viewer,
    /// When its page was opened, by the true time.
    opened: i64,
    /// What its own clock is off by.
    clock_off: i64,
    /// It has not been changed since the server was heard.
    clock_trusted: bool,
    online: bool,
    /// When the server was last heard, by the true time.
    heard: i64,
    image: Option<Disk>,
    /// What its screen called saved and what must still be somewhere.
    pub saved: BTreeSet<OpId>,
    /// The second copy: the operations that only the server could open.
    pub sealed: BTreeMap<OpId, SecondCopy>,
    /// What it was told was done and what it still remembers.
    pub acknowledged: BTreeMap<OpId, Timestamp>,
    pub revoked: bool,
}

struct LateRequest {
    viewer: Viewer,
    body: String,
}

enum LateReply {
    Push { tablet: usize, tab: usize, sent: Box<PushRequest>, text: String },
    Pull { tablet: usize, tab: usize, text: String },
}

pub struct Sim {
    pub world: World,
    pub tablets: Vec<Tablet>,
    pub truth: Truth,
    pub coverage: BTreeMap<(&'static str, String), u32>,
    late_requests: Vec<LateRequest>,
    late_replies: Vec<LateReply>,
    backup: Option<PathBuf>,
    embedded: bool,
    /// The true time; nobody reads it.
    real: i64,
    pub restored: bool,
    pub restored_at: i64,
    /// The server's epoch since then, and when it began by its clock.
    last_restore: Option<(Uuid, i64)>,
    prices: [i64; 3],
    catalogue_version: i64,
    fresh: u64,
}

/// A number that follows from the step alone.
fn id(step: u32, n: u32) -> Uuid {
    Uuid::from_u128((u128::from(step) + 1) << 32 | u128::from(n) << 8 | 0x5100_0000_0000_0000_0000_0000_0000_0000)
}

fn colleague(viewer: &Viewer) -> Viewer {
    let Scope::Ward { location, ward, person } = viewer.scope else { return viewer.clone() };
    let person = if person == CARER { OTHER_CARER } else { CARER };
    let mut other = viewer.clone();
    other.scope = Scope::Ward { location, ward, person };
    other.actor.person = Some(person);
    other.actor.name = if person == CARER { "fatma" } else { "ruud" }.to_owned();
    other
}

impl Sim {
    pub async fn new(world: World, embedded: bool) -> Self {
        for (number, profile) in [(0, "VVR"), (1, "VVP"), (2, "VVR")] {
            let cents = if profile == "VVR" { 16_800 } else { 2_604 };
            let home = world.resident_with(number, cents).await;
            let sql = format!(
                "INSERT INTO stay (location_id, household_id, valid_from) SELECT location_id, household_id, '2026-01-01'
                    FROM household WHERE code = 'R{number:03}';
                INSERT INTO indication (location_id, household_id, valid_from, profile)
                    SELECT location_id, household_id, '2026-01-01', '{profile}' FROM household WHERE code = 'R{number:03}'"
            );
            world.raw(&sql).await.unwrap();
            assert_eq!(home, household_id(number));
        }
        world.only_proposes(household_id(ASKED)).await;
        for (profile, income) in [("VVR", "6.00"), ("VVP", "0.93"), ("VVL", "0.10")] {
            let sql = format!(
                "INSERT INTO tariff (profile, valid_from, income, overhead, housing, treatment, agreed_care, hotel)
                VALUES ('{profile}', '2026-01-01', '{income}', '0', '0', '0', '0', '0')"
            );
            world.raw(&sql).await.unwrap();
        }
        world.store.roll_over(world.now()).await.unwrap();
        let mut carer = ward_viewer();
        carer.actor.name = "fatma".to_owned();
        let viewers = [
            carer.clone(),
            colleague(&carer),
            resident_viewer(household_id(0)),
            resident_viewer(household_id(1)),
            family_viewer(vec![household_id(0), household_id(1)]),
        ];
        let tablets = viewers.into_iter().zip(1..).map(|(viewer, n)| Tablet {
            disk: Disk::default(),
            tabs: [Some(Device::new(DeviceId(Uuid::from_u128(0xd000 + n)))), None],
            viewer,
            opened: 0,
            clock_off: 0,
            online: true,
            heard: 0,
            image: None,
            saved: BTreeSet::new(),
            sealed: BTreeMap::new(),
            acknowledged: BTreeMap::new(),
            clock_trusted: true,
            revoked: false,
        });
        let mut sim = Self {
            tablets: tablets.collect(),
            truth: Truth::default(),
            coverage: BTreeMap::new(),
            late_requests: Vec::new(),
            late_replies: Vec::new(),
            backup: None,
            embedded,
            real: 0,
            restored: false,
            restored_at: 0,
            last_restore: None,
            prices: [price_cents(0), price_cents(1), price_cents(2)],
            catalogue_version: 1,
            fresh: 0,
            world,
        };
        for tablet in 0..sim.tablets.len() {
            sim.pull(tablet, 0, Fault::None).await.unwrap();
        }
        sim
    }

    pub async fn take(&mut self, step: Step) -> Checked {
        self.real += MINUTE;
        let tablet = step.device % self.tablets.len();
        let tab = step.tab;
        match step.what {
            What::Tap { home, tap } => self.tap(step.id, tablet, tab, home, tap, None)?,
            What::TapAndDie { home, tap, written } => self.tap(step.id, tablet, tab, home, tap, Some(written))?,
            What::Push(fault) => self.push(tablet, tab, fault).await?,
            What::Pull(fault) => self.pull(tablet, tab, fault).await?,
            What::LateRequest(n) if !self.late_requests.is_empty() => {
                let late = self.late_requests.remove(n % self.late_requests.len());
                let _ = self.server_push(&late.viewer, &late.body).await;
            }
            What::LateReply(n) if !self.late_replies.is_empty() => {
                match self.late_replies.remove(n % self.late_replies.len()) {
                    LateReply::Push { tablet, tab, sent, text } => {
                        self.hear_push(tablet, tab, &sent, &text, &mut Round::default())?;
                    }
                    LateReply::Pull { tablet, tab, text } => self.hear_pull(tablet, tab, &text)?,
                }
            }
            What::LateRequest(_) | What::LateReply(_) => {}
            What::Restart => self.restart(tablet).await?,
            What::DiskFull(full) => self.tablets[tablet].disk.full = full,
            What::DeviceClock(seconds) => {
                self.tablets[tablet].clock_off = seconds * 1_000_000;
                self.tablets[tablet].clock_trusted = false;
            }
            What::Image => self.tablets[tablet].image = Some(self.tablets[tablet].disk.clone()),
            What::PutBack => self.put_back(tablet).await?,
            What::Clone => self.copy(tablet),
            What::Wiped { sealed_left } => self.wipe(tablet, sealed_left).await?,
            What::SignOut => {
                self.change(tablet, tab, |device, _| Ok(device.wipe()))?;
                self.tablets[tablet].acknowledged.clear();
            }
            What::SwitchStaff => self.tablets[tablet].viewer = colleague(&self.tablets[tablet].viewer),
            What::Revoke => self.revoke(tablet, tab).await,
            What::ServerClock(minutes) => {
                let at = self.world.clock.timestamp().0 + minutes * MINUTE;
                self.world.clock.set(Timestamp(at));
            }
            What::Hours(hours) => {
                self.real += hours * 60 * MINUTE;
                let at = self.world.clock.timestamp().0 + hours * 60 * MINUTE;
                self.world.clock.set(Timestamp(at));
                self.world.store.roll_over(self.world.now()).await.unwrap();
            }
            What::Backup => self.back_up().await,
            What::Restore => self.restore().await,
            What::PriceChanged => {
                self.prices[0] = if self.prices[0] == price_cents(0) { price_cents(0) + 45 } else { price_cents(0) };
                self.sell(0, true).await;
            }
            What::SoldOut => self.sell(2, self.catalogue_version % 2 == 0).await,
            What::BudgetLowered(home) => self.lower(home).await,
            What::NextPeriod => {
                let at = self.world.clock.timestamp().0 + 21 * 1_440 * MINUTE;
                self.world.clock.set(Timestamp(at));
                self.world.store.roll_over(self.world.now()).await.unwrap();
            }
        }
        self.after_step(tablet)
    }

    // ---------- devices ----------

    pub fn clock(&self, tablet: usize) -> DeviceClock {
        let tablet = &self.tablets[tablet];
        DeviceClock {
            uptime_micros: self.real - tablet.opened,
            wall: Some(Timestamp(1_700_000_000_000_000 + self.real + tablet.clock_off)),
        }
    }

    fn fresh_id(&mut self) -> DeviceId {
        self.fresh += 1;
        DeviceId(Uuid::from_u128(0xf000 + u128::from(self.fresh)))
    }

    /// The tab, opened when it was not.
    pub fn device(&mut self, tablet: usize, tab: usize) -> &mut Device {
        let (fresh, clock) = (self.fresh_id(), self.clock(tablet));
        let tablet = &mut self.tablets[tablet];
        tablet.tabs[tab].get_or_insert_with(|| tablet.disk.load(fresh, clock))
    }

    fn reload(&mut self, tablet: usize, tab: usize) {
        self.tablets[tablet].tabs[tab] = None;
        self.device(tablet, tab);
    }

    /// Computes a step and carries it out, again when another tab was first. False when the disk did not take it.
    fn change<F>(&mut self, tablet: usize, tab: usize, how: F) -> Result<bool, Broken>
    where
        F: Fn(&Device, DeviceClock) -> Result<domain::sync::device::Step, Broken>,
    {
        let clock = self.clock(tablet);
        for _ in 0..3 {
            let step = how(self.device(tablet, tab), clock)?;
            let Tablet { disk, tabs, .. } = &mut self.tablets[tablet];
            let written = disk.carry_out(tabs[tab].as_mut().unwrap(), step);
            match written {
                Ok(()) => {
                    self.seal(tablet, tab);
                    return Ok(true);
                }
                Err(WriteFailed::NotWritten) => return Ok(false),
                Err(WriteFailed::Overtaken) => self.reload(tablet, tab),
            }
        }
        broken("I4", "a step does not fit its storage however often it is computed").map(|()| false)
    }

    /// Keeps the second copy in step: what waits is in it, what was judged is not.
    fn seal(&mut self, tablet: usize, tab: usize) {
        let Tablet { tabs, sealed, .. } = &mut self.tablets[tablet];
        let Some(device) = &tabs[tab] else { return };
        for entry in device.outbox() {
            sealed.entry(entry.operation.op_id).or_insert_with(|| entry.second_copy());
        }
        sealed.retain(|op, _| device.entry(*op).is_none_or(Entry::is_unsent));
    }

    fn tap(&mut self, step: u32, tablet: usize, tab: usize, home: usize, tap: Tap, dies: Option<bool>) -> Checked {
        let (clock, viewer) = (self.clock(tablet), self.tablets[tablet].viewer.clone());
        for _ in 0..3 {
            let now = self.world.now();
            let device = self.device(tablet, tab);
            let Some(view) = device.replica().map(domain::sync::Replica::view) else { return Ok(()) };
            let Some(household) = view.households.get(home % view.households.len().max(1)) else { return Ok(()) };
            let Some(kind) = kind(step, &view, household, viewer.actor.role, tap, now.local) else { return Ok(()) };
            let deed = Deed {
                op_id: OpId(id(step, 0)),
                household: household.id,
                actor: viewer.actor.clone(),
                auth: Auth::Online,
                kind: kind.clone(),
            };
            let code = kind.code();
            let online = self.tablets[tablet].online;
            let Ok(recorded) = self.device(tablet, tab).record(deed, clock, online) else { return Ok(()) };
            let Some(entry) = recorded.step.next().entry(OpId(id(step, 0))).cloned() else { return Ok(()) };
            let too_old =
                self.real - self.tablets[tablet].heard > 73 * 60 * MINUTE && self.tablets[tablet].clock_trusted;
            if too_old && !online && matches!(kind, OperationKind::PlaceOrder { .. }) && recorded.wish.is_none() {
                return broken("limits", "an order was made on a snapshot of more than 72 hours");
            }
            let done = entry;
            if let Some(written) = dies {
                if written {
                    let _ = self.tablets[tablet].disk.write(&recorded.step);
                    self.truth.done(&done);
                }
                self.cover(code, if written { "device dies after writing" } else { "device dies while writing" });
                self.tablets[tablet].opened = self.real;
                self.tablets[tablet].tabs = [None, None];
                return Ok(());
            }
            let Tablet { disk, tabs, .. } = &mut self.tablets[tablet];
            match disk.carry_out(tabs[tab].as_mut().unwrap(), recorded.step) {
                Ok(()) => {
                    self.truth.done(&done);
                    self.tablets[tablet].saved.insert(OpId(id(step, 0)));
                    self.seal(tablet, tab);
                    self.cover(code, "recorded");
                    return Ok(());
                }
                Err(WriteFailed::NotWritten) => {
                    self.cover(code, "device disk full");
                    return Ok(());
                }
                Err(WriteFailed::Overtaken) => {
                    self.cover(code, "two tabs");
                    self.reload(tablet, tab);
                }
            }
        }
        broken("I4", "an operation cannot be recorded however often it is tried")
    }

    fn cover(&mut self, operation: &'static str, fault: &str) {
        *self.coverage.entry((operation, fault.to_owned())).or_insert(0) += 1;
    }

    pub fn cover_settled(&mut self) {
        let settled: Vec<SettleHow> = self.settled().collect();
        for how in settled {
            self.cover("settle_exception", &format!("settled by {how:?}"));
        }
    }

    fn cover_waiting(&mut self, tablet: usize, fault: &str) {
        let waiting: Vec<&'static str> =
            self.device(tablet, 0).outbox().map(|entry| entry.operation.kind.code()).collect();
        for code in waiting {
            self.cover(code, fault);
        }
    }

    async fn restart(&mut self, tablet: usize) -> Checked {
        self.tablets[tablet].opened = self.real;
        self.tablets[tablet].tabs = [None, None];
        self.change(tablet, 0, |device, clock| Ok(device.expire(clock)))?;
        self.send_sealed(tablet).await
    }

    /// What the second copy holds and the storage has never heard of: sent to be opened by the server.
    async fn send_sealed(&mut self, tablet: usize) -> Checked {
        if self.tablets[tablet].sealed.is_empty() {
            return Ok(());
        }
        let known: BTreeSet<OpId> = self.device(tablet, 0).entries().map(|entry| entry.operation.op_id).collect();
        let copies = self.tablets[tablet].sealed.values().filter(|copy| !known.contains(&copy.operation.op_id));
        let (orphans, again): (Vec<Operation>, Vec<_>) =
            copies.cloned().map(|copy| (copy.operation, copy.again)).unzip();
        if orphans.is_empty() {
            return Ok(());
        }
        let viewer = self.tablets[tablet].viewer.clone();
        let request = PushRequest { operations: orphans, device: None, again: again.into_iter().flatten().collect() };
        if let Ok(reply) = self.world.store.push(&viewer, request, &self.world.clock).await {
            for judged in reply.verdicts.into_iter().filter(|judged| judged.verdict.is_final()) {
                self.truth.hear(reply.epoch, judged.op_id, &judged.verdict)?;
                self.tablets[tablet].sealed.remove(&judged.op_id);
                let code = self.truth.code(judged.op_id);
                self.cover(code, "storage lost, sealed copy left");
            }
        }
        // It came; whether anyone still remembers it after a restore is another matter.
        self.scan().await
    }

    async fn put_back(&mut self, tablet: usize) -> Checked {
        let Some(image) = self.tablets[tablet].image.clone() else { return Ok(()) };
        self.cover_waiting(tablet, "storage put back");
        self.tablets[tablet].clock_trusted = false;
        // A wish is in no second copy: what was only in the storage that is gone now is gone.
        let Tablet { saved, sealed, .. } = &mut self.tablets[tablet];
        saved.retain(|op| {
            sealed.contains_key(op) || self.truth.was_stored(*op) || image.rows.contains_key(&format!("op/{op}"))
        });
        self.tablets[tablet].disk = image;
        self.tablets[tablet].acknowledged.clear();
        self.truth.copied = true;
        self.restart(tablet).await
    }

    fn copy(&mut self, tablet: usize) {
        if self.tablets.len() > 5 {
            return;
        }
        self.cover_waiting(tablet, "storage cloned");
        let of = &self.tablets[tablet];
        let copy = Tablet {
            disk: of.disk.clone(),
            tabs: [None, None],
            viewer: of.viewer.clone(),
            opened: self.real,
            clock_off: 0,
            online: true,
            heard: of.heard,
            image: None,
            saved: of.saved.clone(),
            sealed: of.sealed.clone(),
            acknowledged: BTreeMap::new(),
            clock_trusted: false,
            revoked: of.revoked,
        };
        self.truth.copied = true;
        self.tablets.push(copy);
    }

    async fn wipe(&mut self, tablet: usize, sealed_left: bool) -> Checked {
        self.cover_waiting(tablet, "storage lost");
        let Tablet { disk, saved, sealed, acknowledged, .. } = &mut self.tablets[tablet];
        *disk = Disk::default();
        acknowledged.clear();
        if !sealed_left {
            sealed.clear();
        }
        // Destroyed with everything on it: what it had not sent is lost, and that is not promised.
        saved.retain(|op| sealed.contains_key(op) || self.truth.was_stored(*op));
        self.restart(tablet).await
    }

    async fn revoke(&mut self, tablet: usize, tab: usize) {
        let device = self.device(tablet, tab).id();
        if self.world.store.revoke_device(device, self.world.clock.timestamp()).await.unwrap() {
            self.cover_waiting(tablet, "device revoked");
            let _ = self.scan().await;
            self.truth.revoke(device);
            for other in &mut self.tablets {
                other.revoked |= other.tabs.iter().flatten().any(|tab| tab.id() == device);
            }
            self.tablets[tablet].acknowledged.clear();
        }
    }

    // ---------- network ----------

    pub async fn push(&mut self, tablet: usize, tab: usize, fault: Fault) -> Checked {
        let (mut round, mut fault) = (Round::default(), fault);
        // Another tab may have heard what became of an operation.
        let generation = self.tablets[tablet].disk.rows.get(GENERATION).cloned();
        if !self.device(tablet, tab).is_current(generation.as_deref()) {
            self.reload(tablet, tab);
        }
        for _ in 0..20 {
            let viewer = self.tablets[tablet].viewer.clone();
            let Some(request) = self.device(tablet, tab).push_request(&viewer, &mut round) else { break };
            let codes: Vec<&'static str> = request.operations.iter().map(|operation| operation.kind.code()).collect();
            for code in codes {
                self.cover(code, &format!("{fault:?}"));
            }
            if fault == Fault::StaffSwitched {
                self.tablets[tablet].viewer = colleague(&viewer);
            }
            let viewer = self.tablets[tablet].viewer.clone();
            let body = serde_json::to_string(&in_transit(&request, fault)).unwrap();
            match fault {
                Fault::RequestDropped => return self.went_wrong(tablet),
                Fault::Delayed => {
                    self.late_requests.push(LateRequest { viewer, body });
                    return self.went_wrong(tablet);
                }
                Fault::TooLarge if request.operations.len() > 1 => {
                    assert!(round.rejected(413, &request));
                    continue;
                }
                Fault::Server(crash) => {
                    let (point, dies) = crash.point();
                    self.world.store.inner.db.crash_at(point, dies);
                }
                _ => {}
            }
            // A portal answers instead of the server.
            let mut text = match fault {
                Fault::Portal => Some(PORTAL.to_owned()),
                _ => self.server_push(&viewer, &body).await,
            };
            if let Fault::Server(crash) = fault {
                self.start_server(crash != CrashOf::DiskFull).await;
            }
            if fault == Fault::NumbersReused {
                self.reuse_numbers(&viewer, &request).await?;
            }
            if fault == Fault::Duplicated {
                text = self.server_push(&viewer, &body).await;
            }
            let Some(text) = text else { return self.went_wrong(tablet) };
            let text = match fault {
                Fault::ReplyDropped | Fault::BadGateway => return self.went_wrong(tablet),
                Fault::Server(CrashOf::Before | CrashOf::Inside | CrashOf::AfterCommit) => {
                    return self.went_wrong(tablet);
                }
                Fault::ReplyDelayed => {
                    self.late_replies.push(LateReply::Push { tablet, tab, sent: Box::new(request), text });
                    return self.went_wrong(tablet);
                }
                Fault::ReplyTruncated => text[..text.len() / 2].to_owned(),
                _ => text,
            };
            if !self.hear_push(tablet, tab, &request, &text, &mut round)? {
                return self.went_wrong(tablet);
            }
            // The network has one whim a round.
            fault = Fault::None;
        }
        self.tablets[tablet].online = true;
        Ok(())
    }

    /// Numbers that were judged come again with another payload: nobody gets the verdict of the first.
    async fn reuse_numbers(&mut self, viewer: &Viewer, request: &PushRequest) -> Checked {
        self.scan().await?;
        let mut request = request.clone();
        for operation in &mut request.operations {
            let help = HelpId(operation.op_id.0);
            operation.kind = OperationKind::AskHelp { help, topic: HelpTopic::Order };
        }
        request.operations.retain(|operation| self.truth.is_stored(operation.op_id));
        let Ok(reply) = self.world.store.push(viewer, request, &self.world.clock).await else { return Ok(()) };
        for judged in reply.verdicts {
            let reused = matches!(&judged.verdict, Verdict::Refused { refusal }
                if **refusal == Refusal::OpIdReused);
            if judged.verdict.is_final() && !reused {
                return broken("I3", format!("a number used twice got {:?}", judged.verdict));
            }
        }
        Ok(())
    }

    fn went_wrong(&mut self, tablet: usize) -> Checked {
        self.tablets[tablet].online = false;
        Ok(())
    }

    async fn server_push(&mut self, viewer: &Viewer, body: &str) -> Option<String> {
        let request: PushRequest = serde_json::from_str(body).unwrap();
        let reply = self.world.store.push(viewer, request, &self.world.clock).await.ok()?;
        // A verdict that was apart from its operation is written when the server comes round to it.
        tokio::task::yield_now().await;
        serde_json::to_string(&reply).ok()
    }

    /// False when the answer was not understood, or could not be kept.
    fn hear_push(
        &mut self,
        tablet: usize,
        tab: usize,
        sent: &PushRequest,
        text: &str,
        round: &mut Round,
    ) -> Result<bool, Broken> {
        let Some(reply) = Device::read_push_reply(sent, text) else { return Ok(false) };
        let after = std::cell::RefCell::new(round.clone());
        let taken = self.change(tablet, tab, |device, clock| {
            Ok(device.take_push_reply(sent, reply.clone(), &mut after.borrow_mut(), clock))
        })?;
        *round = after.into_inner();
        if taken {
            for judged in &reply.verdicts {
                if judged.verdict.is_final() {
                    self.truth.hear(reply.epoch, judged.op_id, &judged.verdict)?;
                    self.nothing_is_missed_yet(sent, judged, &reply)?;
                    if self.came_too_late(judged, &reply) {
                        self.tablets[tablet].acknowledged.remove(&judged.op_id);
                    }
                }
            }
            if self.device(tablet, tab).is_revoked() {
                self.tablets[tablet].acknowledged.clear();
            } else {
                self.remember_acknowledged(tablet, tab);
            }
        }
        Ok(taken)
    }

    /// For 72 hours after a restore, by the server's clock, nothing is refused because what it is about is not there: a
    /// device may still bring it.
    fn nothing_is_missed_yet(&self, sent: &PushRequest, judged: &Judged, reply: &PushReply) -> Checked {
        // A first verdict of this epoch: what stood in the backup already was refused before anything was lost.
        let is_first = |epoch| epoch == reply.epoch && judged.at.is_none();
        let Some((_, began)) = self.last_restore.filter(|(epoch, _)| is_first(*epoch)) else { return Ok(()) };
        let was_no = sent.again.iter().any(|again| again.op_id == judged.op_id && again.verdict == judged.verdict);
        let is_missing = |refusal: &Refusal| {
            matches!(refusal, Refusal::UnknownOrder | Refusal::UnknownHelp | Refusal::NothingToUndo)
        };
        match &judged.verdict {
            Verdict::Refused { refusal } if reply.at.0 - began < 72 * 60 * MINUTE && !was_no && is_missing(refusal) => {
                broken("I14", format!("refused, and what it is about may still come: {refusal:?}"))
            }
            _ => Ok(()),
        }
    }

    /// What a device brings back later than 72 hours after a restore may be refused for what is missing, and its screen says
    /// so: nobody counts on it any more, not after the next restore either.
    fn came_too_late(&self, judged: &Judged, reply: &PushReply) -> bool {
        let Some((_, began)) = self.last_restore.filter(|(epoch, _)| *epoch == reply.epoch) else { return false };
        let is_missing = matches!(&judged.verdict, Verdict::Refused { refusal } if **refusal == Refusal::UnknownOrder);
        is_missing && judged.at.unwrap_or(reply.at).0 - began >= 72 * 60 * MINUTE
    }

    fn remember_acknowledged(&mut self, tablet: usize, tab: usize) {
        let at = |entry: &Entry| {
            let applied = matches!(entry.verdict, Some(Verdict::Applied { .. }));
            Some((entry.operation.op_id, entry.judged.filter(|_| applied)?.1))
        };
        let applied: Vec<_> = self.device(tablet, tab).entries().filter_map(at).collect();
        self.tablets[tablet].acknowledged.extend(applied);
    }

    pub async fn pull(&mut self, tablet: usize, tab: usize, fault: Fault) -> Checked {
        let address = self.device(tablet, tab).pull_address();
        match fault {
            Fault::RequestDropped | Fault::Delayed | Fault::BadGateway | Fault::ReplyDropped | Fault::Server(_) => {
                return self.went_wrong(tablet);
            }
            _ => {}
        }
        let query: BTreeMap<&str, &str> =
            address.split('?').nth(1).unwrap_or("").split('&').filter_map(|pair| pair.split_once('=')).collect();
        let number = |name: &str| query.get(name).and_then(|value| value.parse().ok());
        let epoch = query.get("epoch").and_then(|value| value.parse().ok());
        let viewer = self.tablets[tablet].viewer.clone();
        let now = self.world.now();
        let reply = self.world.store.pull(&viewer, number("cursor"), epoch, number("catalogue"), now).await;
        let Ok(reply) = reply else { return self.went_wrong(tablet) };
        self.truth.sample(&self.snapshot(&ward_viewer()).await)?;
        let text = serde_json::to_string(&reply).unwrap();
        match fault {
            Fault::ReplyDelayed | Fault::Duplicated => {
                self.late_replies.push(LateReply::Pull { tablet, tab, text: text.clone() });
                if fault == Fault::ReplyDelayed {
                    return self.went_wrong(tablet);
                }
            }
            Fault::ReplyTruncated | Fault::Portal => {
                return self.hear_pull(tablet, tab, &text[..text.len() / 2]);
            }
            _ => {}
        }
        self.tablets[tablet].online = true;
        self.hear_pull(tablet, tab, &text)?;
        // A pull and a snapshot are the same.
        let there = in_sight(self.snapshot(&viewer).await.households, now.local.day);
        let is_full = self.tablets[tablet].disk.full;
        let here = self.device(tablet, tab).snapshot().map(|here| in_sight(here.households.clone(), now.local.day));
        match here.filter(|_| !is_full) {
            Some(here) if here != there => broken("I8", "what was pulled is not what the server has"),
            _ => Ok(()),
        }
    }

    fn hear_pull(&mut self, tablet: usize, tab: usize, text: &str) -> Checked {
        let Ok(reply) = serde_json::from_str::<PullReply>(text) else { return Ok(()) };
        if let PullReply::Snapshot(snapshot) = &reply {
            // A page of someone who was signed in before is not shown any more.
            if !domain::sync::device::same_owner(&snapshot.viewer.scope, &self.tablets[tablet].viewer.scope) {
                return Ok(());
            }
        }
        let before = self.shown_applied(tablet, tab);
        if self.change(tablet, tab, |device, clock| Ok(device.take_pull_reply(reply.clone(), clock)))? {
            self.tablets[tablet].heard = self.real;
            self.tablets[tablet].clock_trusted = true;
        }
        self.truth.nothing_flickers(&before, self.tablets[tablet].tabs[tab].as_ref().unwrap())
    }

    /// Applied operations that lie over the snapshot.
    fn shown_applied(&mut self, tablet: usize, tab: usize) -> Vec<OpId> {
        let device = self.device(tablet, tab);
        let pending = device.replica().map(|replica| replica.pending().to_vec()).unwrap_or_default();
        let applied = |verdict: &Option<Verdict>| matches!(verdict, Some(Verdict::Applied { .. }));
        pending.iter().filter(|pending| applied(&pending.verdict)).map(|pending| pending.operation.op_id).collect()
    }

    // ---------- the server and the home ----------

    async fn start_server(&mut self, died: bool) {
        if died {
            self.world.store.close().await;
            self.world.store = Store::open(&self.world.url).await.unwrap();
        } else {
            self.world.store.inner.db.crash_no_more();
        }
    }

    async fn back_up(&mut self) {
        if !self.embedded {
            return;
        }
        let to = PathBuf::from(format!("{}.backup", self.world.url));
        let _ = std::fs::remove_file(&to);
        self.world.store.backup(&to).await.unwrap();
        self.backup = Some(to);
        self.truth.backed_up();
    }

    async fn restore(&mut self) {
        let Some(backup) = self.backup.clone() else { return };
        for tablet in 0..self.tablets.len() {
            self.cover_waiting(tablet, "server restored");
        }
        self.late_requests.clear();
        // What came in since the last look is about to be forgotten; it did come.
        let _ = self.scan().await;
        self.world.store.close().await;
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", self.world.url));
        }
        std::fs::copy(&backup, &self.world.url).unwrap();
        self.world.store = Store::open(&self.world.url).await.unwrap();
        let at = self.world.clock.timestamp();
        let epoch = self.world.store.begin_new_epoch_on_a_copy(&self.world.rng, at).await.unwrap().unwrap();
        self.restored = true;
        self.restored_at = self.restored_at.max(at.0);
        self.last_restore = Some((epoch, at.0));
        self.truth.restored();
    }

    async fn sell(&mut self, number: u32, available: bool) {
        let mut item = item(number);
        item.offers[0].prices.cents = self.prices[usize::try_from(number).unwrap()];
        item.valid.until = (!available).then(|| "2026-02-01".parse().unwrap());
        self.catalogue_version += 1;
        let version = self.catalogue_version;
        let sold = self.world.store.write(move |tx: &mut Tx| {
            let item = item.clone();
            Box::pin(async move {
                tx.execute(&super::SELL, [values![LOCATION, item.id], vec![Value::json(&item)?]].concat()).await?;
                tx.execute(&super::CATALOGUE, values![LOCATION, version]).await
            })
        });
        sold.await.unwrap();
    }

    async fn lower(&mut self, home: usize) {
        let day = self.world.now().local.day;
        let sql = format!(
            "INSERT INTO indication (location_id, household_id, valid_from, profile)
                SELECT location_id, household_id, '{day}', 'VVL' FROM household WHERE code = 'R{home:03}'
            ON CONFLICT (location_id, household_id, valid_from) DO NOTHING"
        );
        self.world.raw(&sql).await.unwrap();
        self.world.store.roll_over(self.world.now()).await.unwrap();
    }

    // ---------- the end ----------

    /// The network is back and nobody touches a screen: everything is sent and taken in.
    pub async fn drain(&mut self) -> Checked {
        while let Some(late) = self.late_requests.pop() {
            let _ = self.server_push(&late.viewer, &late.body).await;
        }
        self.late_replies.clear();
        for tablet in 0..self.tablets.len() {
            self.tablets[tablet].disk.full = false;
            self.restart(tablet).await?;
        }
        for _ in 0..6 {
            for tablet in 0..self.tablets.len() {
                self.real += MINUTE;
                self.send_sealed(tablet).await?;
                self.push(tablet, 0, Fault::None).await?;
                if !self.device(tablet, 0).is_revoked() {
                    self.pull(tablet, 0, Fault::None).await?;
                }
            }
        }
        Ok(())
    }

    /// Both tablets of the ward decide about everything on the list, each in its own way and without hearing of the other;
    /// the second then takes back and delivers what it can. Whether there was anything.
    pub fn sort_out(&mut self) -> Result<bool, Broken> {
        let mut step = 1_000;
        for tablet in [0, 1] {
            for home in 0..3 {
                let mut open = 0;
                if let Some(replica) = self.device(tablet, 0).replica() {
                    let view = replica.view();
                    open = view.unsettled().filter(|(of, _)| of.id == household_id(home)).count();
                }
                let home = usize::try_from(home).unwrap();
                let decisions = (0..open).map(|n| Tap::Settle(0, n % 2 == tablet));
                let afterwards = [Tap::Undo(0), Tap::Undo(1), Tap::Forward(0), Tap::Deliver(0)];
                let second = afterwards.into_iter().filter(|_| open > 0 && tablet == 1);
                for tap in decisions.chain(second).collect::<Vec<_>>() {
                    step += 1;
                    self.tap(step, tablet, 0, home, tap, None)?;
                }
            }
        }
        Ok(step > 1_000)
    }

    /// The days go by in which a restored server waits for its devices.
    pub fn days_later(&mut self) {
        let latest = self.world.clock.timestamp().0.max(self.restored_at);
        self.world.clock.set(Timestamp(latest + 3 * 1_440 * MINUTE + MINUTE));
    }

    pub async fn snapshot(&self, viewer: &Viewer) -> Snapshot {
        self.world.store.snapshot(viewer, self.world.now()).await.unwrap()
    }
}

/// What is in sight today: a device that heard nothing new may still show what left it.
pub fn in_sight(mut households: Vec<Household>, today: Day) -> Vec<Household> {
    households.iter_mut().for_each(|household| settle(household, today));
    households
}

/// The request as it reaches the server.
fn in_transit(request: &PushRequest, fault: Fault) -> PushRequest {
    let mut request = request.clone();
    for operation in &mut request.operations {
        match fault {
            Fault::Forged => {
                let is_ward = operation.actor.role == Role::Carer;
                let claimed = if is_ward { DAUGHTER } else { CARER };
                operation.actor.role = Role::Carer;
                operation.actor.person = Some(claimed);
            }
            Fault::OlderServer => operation.v += 1,
            _ => {}
        }
    }
    request
}

/// The operation behind a tap, on what the screen shows; nothing when there is nothing to tap on.
fn kind(step: u32, view: &Snapshot, household: &Household, role: Role, tap: Tap, now: Moment) -> Option<OperationKind> {
    use OperationKind as Kind;
    let is_ward = role == Role::Carer;
    let line_in = |n: usize, states: &[LineState]| {
        let lines: Vec<LineRef> = household
            .lines()
            .filter(|(_, line)| states.contains(&line.state))
            .map(|(order, line)| LineRef { order: order.id, line: line.id })
            .collect();
        lines.get(n % lines.len().max(1)).copied()
    };
    let open = [LineState::Requested, LineState::Accepted];
    Some(match tap {
        Tap::Order { item, own, lines, days } => {
            let lines: Vec<BasketLine> =
                (0..lines).map(|n| line(step, n, &view.catalogue, item, own, days, now)).collect::<Option<_>>()?;
            let mut max_total = BTreeMap::new();
            for line in &lines {
                let total: &mut Amount = max_total.entry(line.purse).or_insert(Amount::cents(0));
                *total = total.plus(line.total().ok()?).ok()?;
            }
            let order = OrderId(id(step, 100));
            Kind::PlaceOrder { order, lines, catalogue_version: view.catalogue.version, max_total }
        }
        Tap::PutInBasket { item } => {
            Kind::PutInBasket { lines: vec![line(step, 0, &view.catalogue, item, false, 2, now)?] }
        }
        Tap::ChangeBasket { quantity } => {
            let owner = if role == Role::Family { Some(DAUGHTER) } else { None };
            Kind::ChangeBasketLine { line: household.basket(owner).first()?.line, quantity }
        }
        Tap::CancelOrder(n) => Kind::CancelOrder { order: household.orders.get(n % household.orders.len().max(1))?.id },
        Tap::CancelLine(n) => Kind::CancelLine { target: line_in(n, &open)? },
        Tap::Accept(n) if is_ward => Kind::AcceptLine { target: line_in(n, &[LineState::Requested])? },
        Tap::Decline(n) if is_ward => Kind::DeclineLine {
            target: line_in(n, &open)?,
            reason: DeclineReason::Weather,
            other_moment: None,
            other_item: None,
            note: String::new(),
        },
        Tap::Reschedule(n) if is_ward => {
            let moment = Moment { day: now.day.plus_days(3), time: TimeOfDay::new(10, 0)? };
            Kind::RescheduleLine { target: line_in(n, &open)?, moment }
        }
        Tap::Forward(n) if is_ward => match line_in(n, &open)? {
            target if household.order_line(target.order, target.line)?.state == LineState::Requested => {
                Kind::AcceptLine { target }
            }
            target => Kind::DeliverLine { target, quantity: None },
        },
        Tap::Deliver(n) if is_ward => Kind::DeliverLine { target: line_in(n, &[LineState::Accepted])?, quantity: None },
        Tap::NoShow(n) if is_ward => Kind::NoShowLine { target: line_in(n, &[LineState::Accepted])? },
        Tap::Undo(n) if is_ward => {
            let steps: Vec<_> = household
                .lines()
                .filter_map(|(order, line)| {
                    Some((LineRef { order: order.id, line: line.id }, line.before.as_ref()?.op))
                })
                .collect();
            let (target, of) = *steps.get(n % steps.len().max(1))?;
            Kind::UndoLine { target, of }
        }
        Tap::Keep(n) if is_ward => Kind::KeepLine { target: line_in(n, &open)? },
        Tap::AskHelp => Kind::AskHelp { help: HelpId(id(step, 200)), topic: HelpTopic::Choosing },
        Tap::AnswerHelp(n) if is_ward => {
            Kind::AnswerHelp { help: household.help.get(n % household.help.len().max(1))?.id }
        }
        Tap::CloseRefusal(n) => {
            Kind::CloseRefusal { op: household.refused.get(n % household.refused.len().max(1))?.op }
        }
        Tap::CloseDecline(n) => Kind::CloseDecline { target: line_in(n, &[LineState::Declined])? },
        Tap::Answer(n, yes) => {
            let waits = |proposal: &&Order| proposal.lines.iter().all(|line| line.before.is_none());
            let open: Vec<_> = household.proposals.iter().filter(waits).collect();
            Kind::AnswerProposal { order: open.get(n % open.len().max(1))?.id, yes }
        }
        Tap::Settle(n, charge) if is_ward => {
            let open: Vec<_> = household.exceptions.iter().filter(|exception| exception.settled.is_none()).collect();
            let exception = open.get(n % open.len().max(1))?;
            let how = match exception.what {
                ExceptionKind::Quarantined { .. } => SettleHow::LookedAt,
                ExceptionKind::Delivered { .. } if charge => SettleHow::Charge,
                ExceptionKind::Delivered { .. } => SettleHow::WriteOff,
            };
            Kind::SettleException { op: exception.op, how }
        }
        _ => return None,
    })
}

fn line(
    step: u32,
    n: u32,
    catalogue: &Catalogue,
    number: u32,
    own: bool,
    days: i64,
    now: Moment,
) -> Option<BasketLine> {
    let item = catalogue.item(world::item_id(number))?;
    let offer = item.first_offer()?;
    let purse = if own { PurseKind::Own } else { PurseKind::Cup };
    let day = now.day.plus_days(days + i64::from(n));
    Some(BasketLine {
        line: LineId(id(step, 10 + n)),
        item: item.id,
        offer: offer.id,
        purse,
        moment: Moment { day, time: TimeOfDay::new(10, 0)? },
        quantity: 1,
        unit_price: item.price(offer, purse, domain::amount::Unit::EuroCent)?,
    })
}
