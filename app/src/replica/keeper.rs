//! The device of an open page, and the one place where it changes. Changes wait in line: each is computed, written to the
//! storage in one transaction, and only then true. What people do shows at once, ahead of the disk; "saved" is said after.

use super::browser::{Browser, Holder, Written, browser};
use super::{Kept, PageReplica, mint};
use crate::facts::Flash;
use crate::offline::is_booted;
use domain::access::{Actor, Scope};
use domain::ids::OpId;
use domain::json;
use domain::sync::device::{Deed, Device, DeviceClock, Entry, Round, Step, same_owner};
use domain::sync::wire::{
    MAX_OPERATIONS, PullReply, PushReply, PushRequest, SEALED_ADDRESS, SealedReply, SealedRequest, SecondCopy,
};
use domain::sync::{Auth, Operation, Refusal, Snapshot, Verdict};
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// How many operations stay in sight after they were sent.
const SENT_SHOWN: usize = 8;

/// A change that waits for its turn.
pub enum Change {
    Record {
        deed: Deed,
        online: bool,
    },
    TakeUpWish(OpId),
    DropWish(OpId),
    CloseRefusal(OpId),
    /// What the server said of a request.
    Pushed {
        sent: PushRequest,
        reply: PushReply,
        round: Rc<RefCell<Round>>,
    },
    /// What it answered to the address that was asked.
    Pulled {
        asked: Option<String>,
        reply: PullReply,
    },
    /// Operations that the storage lost and the page still had.
    TakeBack(Vec<Operation>),
    /// Another page wrote.
    Reload,
    /// Time has passed.
    Expire,
    /// Whoever was signed in has left.
    Wipe,
}

impl Change {
    fn step(&self, device: &Device, clock: DeviceClock) -> Result<Option<Step>, Refusal> {
        Ok(Some(match self {
            Self::Record { deed, online } => device.record(deed.clone(), clock, *online)?.step,
            Self::TakeUpWish(op) => device.take_up_wish(*op, clock)?,
            Self::DropWish(op) => device.drop_wish(*op),
            Self::CloseRefusal(op) => device.close_refusal(*op),
            Self::Pushed { sent, reply, round } => {
                device.take_push_reply(sent, reply.clone(), &mut round.borrow_mut(), clock)
            }
            // Another page may have taken in something else meanwhile: then this answers a question that nobody asks now.
            Self::Pulled { asked: Some(asked), .. } if *asked != device.pull_address() => return Ok(None),
            Self::Pulled { reply, .. } => device.take_pull_reply(reply.clone(), clock),
            Self::TakeBack(operations) => match device.snapshot() {
                Some(snapshot) => device.take_back(operations.clone(), &snapshot.viewer.scope),
                None => return Ok(None),
            },
            Self::Reload => return Ok(None),
            Self::Expire => device.expire(clock),
            Self::Wipe => device.wipe(),
        }))
    }
}

struct Job {
    change: Change,
    done: Option<js_sys::Function>,
}

pub struct Keeper {
    pub device: Device,
    queue: VecDeque<Job>,
    busy: bool,
    /// What the server, when it was last asked, was too old for.
    held: Vec<OpId>,
    /// The storage takes nothing: everything is kept in this page until it does.
    in_memory: bool,
    /// Whose hands these are, where the server could not say it.
    holder: Option<Holder>,
}

thread_local! {
    static KEEPER: RefCell<Option<Keeper>> = const { RefCell::new(None) };
    /// Second copies that this page has sent.
    static TRIED: RefCell<Vec<OpId>> = const { RefCell::new(Vec::new()) };
}

/// Asks the keeper something; `None` until the storage was read.
pub fn ask<T>(question: impl FnOnce(&Keeper) -> T) -> Option<T> {
    KEEPER.with_borrow(|keeper| keeper.as_ref().map(question))
}

fn tell<T>(order: impl FnOnce(&mut Keeper) -> T) -> Option<T> {
    KEEPER.with_borrow_mut(|keeper| keeper.as_mut().map(order))
}

/// Reads the storage. Where nothing can be kept the page keeps it itself.
pub async fn open(browser: &Browser) {
    let rows = browser.rows().await;
    let in_memory = rows.is_none();
    let device = Device::load(rows.unwrap_or_default(), mint::device_id(), browser.clock());
    let holder = is_booted().then(|| browser.holder()).flatten();
    KEEPER.set(Some(Keeper { device, queue: VecDeque::new(), busy: false, held: Vec::new(), in_memory, holder }));
}

/// Wipes what was kept too long, before any page is made of it.
pub async fn expire(browser: &Browser) {
    let step = ask(|keeper| keeper.device.expire(browser.clock()));
    if let Some(step) = step.filter(|step| !step.is_empty()) {
        browser.write(step.expects, &step.writes).await;
        tell(|keeper| keeper.device.commit(step));
    }
}

impl Keeper {
    /// The device with everything that waits for the disk: what the screen shows.
    fn ahead(&self, clock: DeviceClock) -> Option<Device> {
        let mut waiting = self.queue.iter().filter(|job| matches!(job.change, Change::Record { .. })).peekable();
        waiting.peek()?;
        let mut ahead = self.device.clone();
        for job in waiting {
            if let Ok(Some(step)) = job.change.step(&ahead, clock) {
                ahead.commit(step);
            }
        }
        Some(ahead)
    }

    pub fn is_idle(&self) -> bool {
        self.queue.is_empty()
    }

    /// What people did and would be lost with this page, as the server takes it from a page without a device. What is
    /// written after all goes twice, which makes it one operation.
    pub fn only_here(&self, clock: DeviceClock) -> Vec<Operation> {
        let ahead = self.ahead(clock);
        let is_kept = |entry: &&Entry| !self.in_memory && self.device.entry(entry.operation.op_id).is_some();
        let here = ahead.as_ref().unwrap_or(&self.device).outbox();
        here.filter(|entry| !is_kept(entry)).map(|entry| Operation { stamp: None, ..entry.operation.clone() }).collect()
    }

    pub fn view(&self, clock: DeviceClock) -> Option<Snapshot> {
        let mut view = match self.ahead(clock) {
            Some(ahead) => ahead.view(clock),
            None => self.device.view(clock),
        }?;
        if let (Scope::Ward { .. }, Some(Holder { person, name })) = (&view.viewer.scope, &self.holder) {
            view.viewer.actor = Actor { person: Some(*person), name: name.clone(), ..view.viewer.actor };
        }
        Some(view)
    }

    /// How whoever acts here showed who they are.
    pub const fn auth(&self) -> Auth {
        if self.holder.is_some() { Auth::OfflinePin } else { Auth::Online }
    }

    fn with_hold(&self, entry: &Entry) -> Entry {
        let is_held = self.held.contains(&entry.operation.op_id);
        let verdict = if is_held { Some(Verdict::Hold) } else { entry.verdict.clone() };
        Entry { verdict, ..entry.clone() }
    }

    /// What the page tells of the device: only what is on the disk counts as saved.
    pub fn kept(&self) -> Kept {
        let device = &self.device;
        let told = |op: OpId| {
            device.snapshot().is_some_and(|snapshot| {
                snapshot.households.iter().flat_map(|household| &household.refused).any(|refused| refused.op == op)
            })
        };
        let is_sent = |entry: &&Entry| matches!(entry.verdict, Some(Verdict::Applied { .. } | Verdict::Noop { .. }));
        Kept {
            waiting: device.outbox().map(|entry| self.with_hold(entry)).collect(),
            wishes: device.wishes().cloned().collect(),
            refused: device
                .refusals()
                .filter(|(entry, _)| !told(entry.operation.op_id))
                .map(|(entry, _)| entry.clone())
                .collect(),
            sent: device.entries().rev().filter(is_sent).take(SENT_SHOWN).cloned().collect(),
            in_memory: self.in_memory,
        }
    }
}

/// What the server is too old for waits until it is newer.
pub fn hear_holds(reply: &PushReply) {
    tell(|keeper| {
        for judged in &reply.verdicts {
            keeper.held.retain(|op| *op != judged.op_id);
            if matches!(judged.verdict, Verdict::Hold) {
                keeper.held.push(judged.op_id);
            }
        }
    });
}

/// What would become of a deed, with everything that waits for the disk.
pub fn predict(deed: &Deed, online: bool) -> Result<bool, Refusal> {
    let Some(clock) = browser().map(|browser| browser.clock()) else { return Err(Refusal::NotAllowed) };
    ask(|keeper| {
        let ahead = keeper.ahead(clock);
        let device = ahead.as_ref().unwrap_or(&keeper.device);
        device.record(deed.clone(), clock, online).map(|recorded| recorded.wish.is_some())
    })
    .unwrap_or(Err(Refusal::NotAllowed))
}

/// Puts a change in line.
pub fn put(page: PageReplica, change: Change) {
    line_up(page, Job { change, done: None });
}

/// Puts a change in line and waits until it is true.
pub async fn perform(page: PageReplica, change: Change) {
    let mut resolve = None;
    let done = js_sys::Promise::new(&mut |yes, _| resolve = Some(yes));
    line_up(page, Job { change, done: resolve });
    let _ = JsFuture::from(done).await;
}

fn line_up(page: PageReplica, job: Job) {
    let starts = tell(|keeper| {
        keeper.queue.push_back(job);
        !std::mem::replace(&mut keeper.busy, true)
    });
    if starts == Some(true) {
        spawn_local(work(page));
    }
}

/// Carries out what waits, one at a time. A job stays in line while it is written, so that it shows.
async fn work(page: PageReplica) {
    let Some(browser) = browser() else { return };
    loop {
        let reload = ask(|keeper| keeper.queue.front().map(|job| matches!(job.change, Change::Reload)));
        match reload.flatten() {
            None => break,
            Some(true) => reload_rows(&browser, 1).await,
            Some(false) => carry_out(page, &browser).await,
        }
        let job = tell(|keeper| keeper.queue.pop_front()).flatten();
        second_copy(&browser);
        page.refresh();
        // Only what is on the disk is sent.
        if job.as_ref().is_some_and(|job| matches!(job.change, Change::Record { .. } | Change::TakeUpWish(_))) {
            browser.send();
        }
        if let Some(done) = job.and_then(|job| job.done) {
            let _ = done.call0(&JsValue::NULL);
        }
    }
    tell(|keeper| keeper.busy = false);
}

async fn carry_out(page: PageReplica, browser: &Browser) {
    loop {
        let clock = browser.clock();
        let step = ask(|keeper| keeper.queue.front().map(|job| job.change.step(&keeper.device, clock)));
        let step = match step.flatten() {
            Some(Ok(Some(step))) => step,
            Some(Ok(None)) | None => return,
            // Another page was first, and now it cannot be done.
            Some(Err(refusal)) => return page.refuse_front(refusal),
        };
        let in_memory = ask(|keeper| keeper.in_memory).unwrap_or(true);
        if step.is_empty() || in_memory {
            tell(|keeper| keeper.device.commit(step));
            return;
        }
        match browser.write(step.expects, &step.writes).await {
            Written::Done => {
                tell(|keeper| keeper.device.commit(step));
                return;
            }
            Written::Behind => reload_rows(browser, 0).await,
            Written::Failed => {
                tell(|keeper| {
                    keeper.in_memory = true;
                    keeper.device.commit(step);
                });
                return;
            }
        }
    }
}

/// Begins again from what the storage holds. When the storage was lost, what this page still has goes back: the snapshot
/// at `place` in line, what was not sent at the end.
async fn reload_rows(browser: &Browser, place: usize) {
    let Some(rows) = browser.rows().await else {
        tell(|keeper| keeper.in_memory = true);
        return;
    };
    let stored = Device::load(rows, mint::device_id(), browser.clock());
    tell(|keeper| {
        let had = std::mem::replace(&mut keeper.device, stored);
        keeper.in_memory = false;
        let device = &keeper.device;
        let lost: Vec<Operation> = had
            .outbox()
            .filter(|entry| !entry.again && device.entry(entry.operation.op_id).is_none())
            .map(|entry| entry.operation.clone())
            .collect();
        if let Some(snapshot) = had.snapshot().filter(|_| device.id() != had.id()) {
            let reply = PullReply::Snapshot(Box::new(snapshot.clone()));
            let change = Change::Pulled { asked: None, reply };
            keeper.queue.insert(place.min(keeper.queue.len()), Job { change, done: None });
        }
        if !lost.is_empty() {
            keeper.queue.push_back(Job { change: Change::TakeBack(lost), done: None });
        }
    });
}

/// Keeps a sealed copy of what waits, outside the storage. A copy of something that this device does not know is what is
/// left of a storage that was lost: it stays until the server has it.
fn second_copy(browser: &Browser) {
    ask(|keeper| {
        let device = &keeper.device;
        let Some(key) = device.snapshot().and_then(|snapshot| snapshot.seal_key.as_deref()) else { return };
        let copied = browser.copied();
        let stays = |op: &&OpId| device.entry(**op).is_none_or(Entry::is_unsent);
        let keep: Vec<OpId> = copied.iter().filter(stays).copied().collect();
        let is_new = |entry: &&Entry| !copied.contains(&entry.operation.op_id);
        let add: Vec<SecondCopy> = device.outbox().filter(is_new).map(Entry::second_copy).collect();
        if keep.len() != copied.len() || !add.is_empty() {
            browser.copy(key, &keep, &add);
        }
    });
}

/// Brings what only the second copy still has to the server.
pub async fn recover(browser: &Browser) -> Option<()> {
    let lost: Vec<OpId> = ask(|keeper| {
        let is_lost = |op: &OpId| keeper.device.entry(*op).is_none() && !TRIED.with_borrow(|tried| tried.contains(op));
        browser.copied().into_iter().filter(is_lost).take(MAX_OPERATIONS).collect()
    })?;
    if lost.is_empty() {
        return Some(());
    }
    let sealed = browser.copies(&lost);
    let body = serde_json::to_string(&SealedRequest { sealed }).ok()?;
    let (status, text) = browser.exchange("POST", SEALED_ADDRESS, Some(&body)).await;
    if status == 0 {
        return None;
    }
    // What the server cannot open now holds nothing else up.
    TRIED.with_borrow_mut(|tried| tried.extend(lost));
    let Ok(reply) = json::from_str::<SealedReply>(&text) else { return Some(()) };
    let judged: Vec<OpId> = reply
        .verdicts
        .into_iter()
        .flatten()
        .filter(|judged| judged.verdict.is_final())
        .map(|judged| judged.op_id)
        .collect();
    let keep: Vec<OpId> = browser.copied().into_iter().filter(|op| !judged.contains(op)).collect();
    browser.copy("", &keep, &[]);
    Some(())
}

/// While the storage takes nothing: whether it does again.
pub async fn try_storage_again(page: PageReplica) {
    if ask(|keeper| keeper.in_memory) == Some(true) {
        perform(page, Change::Reload).await;
    }
}

impl PageReplica {
    /// The change in front turned out to be impossible.
    fn refuse_front(&self, refusal: Refusal) {
        let op = ask(|keeper| match keeper.queue.front().map(|job| &job.change) {
            Some(Change::Record { deed, .. }) => Some(deed.op_id),
            Some(Change::TakeUpWish(op)) => Some(*op),
            _ => None,
        });
        if let Some(op) = op.flatten() {
            self.say(Flash::Refused { op, refusal: Box::new(refusal) });
        }
    }

    /// Whether what is on the disk belongs to whoever this page was made for.
    pub(super) fn is_of(&self, snapshot: &Snapshot) -> bool {
        self.view.with_untracked(|view| same_owner(&view.viewer.scope, &snapshot.viewer.scope))
    }
}
