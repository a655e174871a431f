//! Keeps the device of an open page in step with the server: one round sends what waits and takes in what changed. When a
//! round begins is decided in `public/device.js`: after an operation, on the server's contentless poke, when the page comes
//! into sight or the network returns, and every minute or so; after failures it waits longer each time.

use super::browser::{Browser, browser};
use super::keeper::{self, Change};
use super::{Link, PageReplica};
use crate::facts::Flash;
use crate::program;
use domain::json;
use domain::sync::Verdict;
use domain::sync::device::{Device, Round};
use domain::sync::wire::{PullReply, PushRequest, SYNC_ADDRESS};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{future_to_promise, spawn_local};

thread_local! {
    /// Whether the server knows how far this device is.
    static SAID_HELLO: Cell<bool> = const { Cell::new(false) };
    /// Whether what this page knows of the viewer comes from the server: before that nothing is sent in their name.
    static HEARD: Cell<bool> = const { Cell::new(false) };
}

/// Starts the rounds. Called once, when the storage was read. `heard` when the page came from the server.
pub fn start(page: PageReplica, heard: bool) {
    let Some(browser) = browser() else { return };
    HEARD.set(heard);
    let round = Closure::<dyn Fn() -> js_sys::Promise>::new(move || {
        future_to_promise(async move { Ok(JsValue::from_bool(turn(page).await)) })
    });
    let stored = Closure::<dyn Fn()>::new(move || keeper::put(page, Change::Reload));
    let told = Closure::<dyn Fn(bool)>::new(move |went_well| page.note_link(went_well));
    let version = Closure::<dyn Fn()>::new(move || page.new_version.set(true));
    let build = Closure::<dyn Fn(String)>::new(|build: String| {
        let _ = program::hear_build(&build);
    });
    let leaving = Closure::<dyn Fn()>::new(send_on_leaving);
    browser.start(&round, &stored, &told, &version, &build, &leaving);
    // They live as long as the page.
    round.forget();
    stored.forget();
    told.forget();
    version.forget();
    build.forget();
    leaving.forget();
}

/// A page that is left sends what the disk did not take yet, and the browser finishes that without it.
fn send_on_leaving() {
    let Some(browser) = browser() else { return };
    let operations = keeper::ask(|keeper| keeper.only_here(browser.clock())).unwrap_or_default();
    let request = PushRequest { operations, device: None, again: Vec::new() };
    if let (false, Ok(body)) = (request.operations.is_empty(), serde_json::to_string(&request)) {
        spawn_local(async move {
            browser.exchange("POST", SYNC_ADDRESS, Some(&body)).await;
        });
    }
}

async fn turn(page: PageReplica) -> bool {
    let Some(browser) = browser() else { return false };
    keeper::try_storage_again(page).await;
    let went_well = round(page, &browser).await.is_some();
    keeper::perform(page, Change::Expire).await;
    if keeper::ask(|keeper| keeper.is_idle() && keeper.device.outbox().next().is_none()) == Some(true) {
        program::let_go_if_old();
    }
    went_well
}

/// `None` when the server could not be reached or understood.
async fn round(page: PageReplica, browser: &Browser) -> Option<()> {
    if !HEARD.get() {
        pull(page, browser).await?;
        HEARD.set(true);
    }
    keeper::recover(browser).await?;
    push(page, browser).await?;
    pull(page, browser).await
}

async fn push(page: PageReplica, browser: &Browser) -> Option<()> {
    let round = Rc::new(RefCell::new(Round::default()));
    loop {
        let request = keeper::ask(|keeper| {
            let viewer = &keeper.device.snapshot()?.viewer;
            keeper.device.push_request(viewer, &mut round.borrow_mut())
        });
        let Some(sent) = request.flatten() else { return Some(()) };
        if sent.operations.is_empty() && SAID_HELLO.get() {
            return Some(());
        }
        let body = serde_json::to_string(&sent).ok()?;
        let (status, text) = browser.exchange("POST", SYNC_ADDRESS, Some(&body)).await;
        if status != 200 {
            let goes_on = round.borrow_mut().rejected(status, &sent);
            if goes_on {
                continue;
            }
            return signed_out(page, status, &text);
        }
        let reply = Device::read_push_reply(&sent, &text)?;
        SAID_HELLO.set(true);
        keeper::hear_holds(&reply);
        for judged in &reply.verdicts {
            if let Verdict::Refused { refusal } = &judged.verdict {
                page.say(Flash::Refused { op: judged.op_id, refusal: refusal.clone() });
            }
        }
        keeper::perform(page, Change::Pushed { sent, reply, round: Rc::clone(&round) }).await;
    }
}

async fn pull(page: PageReplica, browser: &Browser) -> Option<()> {
    let asked = keeper::ask(|keeper| keeper.device.pull_address())?;
    let (status, text) = browser.exchange("GET", &asked, None).await;
    if status != 200 {
        return signed_out(page, status, &text);
    }
    let reply: PullReply = json::from_str(&text).ok()?;
    keeper::perform(page, Change::Pulled { asked: Some(asked), reply }).await;
    Some(())
}

/// Our own server does not know who this is any more; what waits is kept until someone signs in.
fn signed_out(page: PageReplica, status: u16, text: &str) -> Option<()> {
    if status == 401 && text.contains("not_signed_in") {
        page.link.set(Link::SignedOut);
    }
    if status == 410 {
        // The tablet was taken back. The next round says hello, and hears what becomes of the device.
        HEARD.set(true);
        SAID_HELLO.set(false);
    }
    None
}
