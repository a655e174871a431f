//! Keeps the replica of an open page in step with the server: sends what was recorded, takes in what changed.
//!
//! Triggers: after an operation, on the server's contentless poke, when the page becomes visible or the network returns,
//! and every minute or so. Between failures it waits longer each time.

use super::PageReplica;
use crate::facts::Flash;
use domain::sync::Verdict;
use domain::sync::wire::{PullReply, PushReply, PushRequest};
use leptos::prelude::*;
use std::cell::Cell;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

const SYNC: &str = "/api/v1/sync";
const POKES: &str = "/api/v1/pokes";
const USUAL_WAIT_MS: u64 = 50_000;
const FIRST_RETRY_MS: u64 = 1_000;

thread_local! {
    static RUNNING: Cell<bool> = const { Cell::new(false) };
    static AGAIN: Cell<bool> = const { Cell::new(false) };
    static FAILURES: Cell<u32> = const { Cell::new(0) };
    static TURN: Cell<u32> = const { Cell::new(0) };
}

/// Starts the triggers. Called once, when the page is taken over.
pub fn start(page: PageReplica) {
    Effect::new(move |_| {
        listen(page);
        push_soon(page);
    });
}

fn listen(page: PageReplica) {
    let Some(window) = web_sys::window() else { return };
    let wake = Closure::<dyn Fn()>::new(move || push_soon(page));
    let handler = wake.as_ref().unchecked_ref();
    let _ = window.add_event_listener_with_callback("online", handler);
    let _ = window.add_event_listener_with_callback("pageshow", handler);
    if let Some(document) = window.document() {
        let _ = document.add_event_listener_with_callback("visibilitychange", handler);
    }
    if let Ok(pokes) = web_sys::EventSource::new(POKES) {
        let _ = pokes.add_event_listener_with_callback("poke", handler);
        let _ = pokes.add_event_listener_with_callback("open", handler);
        // The stream lives as long as the page.
        std::mem::forget(pokes);
    }
    wake.forget();
}

/// One round as soon as possible; a round that is under way runs once more.
pub fn push_soon(page: PageReplica) {
    if RUNNING.get() {
        AGAIN.set(true);
        return;
    }
    RUNNING.set(true);
    spawn_local(async move {
        loop {
            AGAIN.set(false);
            let went_well = round(page).await.is_some();
            page.online.set(Some(went_well));
            FAILURES.set(if went_well { 0 } else { FAILURES.get().saturating_add(1) });
            if !AGAIN.get() || !went_well {
                break;
            }
        }
        RUNNING.set(false);
        wait_for_next(page);
    });
}

fn wait_for_next(page: PageReplica) {
    let turn = TURN.get().wrapping_add(1);
    TURN.set(turn);
    let wait = match FAILURES.get() {
        0 => USUAL_WAIT_MS,
        failures => (FIRST_RETRY_MS << failures.min(6)).min(USUAL_WAIT_MS),
    };
    // Spread, so that a ward full of tablets does not call in one second.
    let jitter = u64::from(super::mint::op_id().0.as_bytes().last().copied().unwrap_or(0)) * wait / 1_280;
    set_timeout(
        move || {
            if TURN.get() == turn {
                push_soon(page);
            }
        },
        Duration::from_millis(wait + jitter),
    );
}

/// Sends, takes in the verdicts, pulls. `None` when the server could not be reached or understood.
async fn round(page: PageReplica) -> Option<()> {
    let operations: Vec<_> = page
        .replica
        .try_with_value(|replica| replica.unsent().take(domain::sync::wire::MAX_OPERATIONS).cloned().collect())?;
    if !operations.is_empty() {
        let body = serde_json::to_string(&PushRequest { operations, device: None, again: Vec::new() }).ok()?;
        let reply: PushReply = exchange("POST", SYNC, Some(&body)).await?;
        for judged in reply.verdicts {
            if let Verdict::Refused { refusal } = &judged.verdict {
                page.flash.set(Some(Flash::Refused { op: judged.op_id, refusal: refusal.clone() }));
            }
            page.replica.try_update_value(|replica| replica.acknowledge(judged.op_id, judged.verdict))?;
        }
    }
    let (cursor, epoch, catalogue) = page.replica.try_with_value(|replica| {
        let snapshot = replica.snapshot();
        (snapshot.complete.then_some(snapshot.cursor), snapshot.epoch, snapshot.catalogue.version)
    })?;
    let address = match cursor {
        Some(cursor) => format!("{SYNC}?cursor={cursor}&epoch={epoch}&catalogue={catalogue}"),
        None => SYNC.to_owned(),
    };
    match exchange::<PullReply>("GET", &address, None).await? {
        PullReply::Snapshot(snapshot) => page.replica.try_update_value(|replica| replica.replace(*snapshot))?,
        PullReply::Changes { cursor, now, households, gone, .. } => {
            page.replica.try_update_value(|replica| replica.merge(households, &gone, cursor, now))?;
        }
    }
    page.refresh();
    Some(())
}

/// One JSON exchange; anything that is not our JSON (a portal's page, an error) is `None`.
async fn exchange<T: serde::de::DeserializeOwned>(method: &str, address: &str, body: Option<&str>) -> Option<T> {
    let init = web_sys::RequestInit::new();
    init.set_method(method);
    let headers = web_sys::Headers::new().ok()?;
    headers.set("accept", "application/json").ok()?;
    if let Some(body) = body {
        headers.set("content-type", "application/json").ok()?;
        init.set_body(&JsValue::from_str(body));
    }
    init.set_headers(&headers);
    init.set_signal(Some(&web_sys::AbortSignal::timeout_with_u32(15_000)));
    let response = JsFuture::from(web_sys::window()?.fetch_with_str_and_init(address, &init)).await.ok()?;
    let response: web_sys::Response = response.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let text = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
    domain::json::from_str(&text).ok()
}
