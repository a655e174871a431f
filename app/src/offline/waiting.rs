//! What waits on this device: what was done, for whom, when, by whom, and how far it is. Also what was kept as a wish, what
//! was refused, and what was sent last.

use super::did::did;
use super::line::place;
use crate::replica::{Link, use_replica};
use crate::t;
use crate::ui::line_words::{actor_name, at};
use crate::ui::{Glyph, Notice, Pictogram, Tone, refusal_text};
use crate::words::{Words, use_words};
use domain::access::Scope;
use domain::calendar::Timestamp;
use domain::sync::device::{Entry, WishReason};
use domain::sync::{Snapshot, Verdict};
use leptos::prelude::*;

/// Where a viewer finds this: the shop and the ward each have a page around it.
#[must_use]
pub const fn waiting_page(scope: &Scope) -> &'static str {
    if matches!(scope, Scope::Ward { .. }) { "/ward/waiting" } else { "/waiting" }
}

/// Follows the device.
#[must_use]
pub fn what_waits() -> AnyView {
    list.into_any()
}

fn list() -> AnyView {
    let replica = use_replica();
    let words = use_words();
    let (view, kept) = (replica.view(), replica.kept());
    let page = List { words, view: &view };
    let place = place(words, &view.viewer.scope);
    let says = match (kept.waiting.is_empty(), replica.link()) {
        (true, _) if kept.refused.is_empty() && kept.wishes.is_empty() => {
            Some((Tone::Good, "handshake", t!(words, "waiting-none")))
        }
        (true, _) => Some((Tone::Quiet, "hand", t!(words, "waiting-asks"))),
        // The bar above the page says it.
        (false, Link::SignedOut) => None,
        (false, Link::Offline) => {
            let says = format!("{} {}", t!(words, "waiting-says", place = place), t!(words, "waiting-trying"));
            Some((Tone::Quiet, "wifi-slash", says))
        }
        (false, _) => Some((Tone::Quiet, "repeat", t!(words, "waiting-says", place = place))),
    };
    let says = says.map(|(tone, picture, says)| {
        view! {
            <Notice tone=tone picture=picture>
                <p role="status">{says}</p>
            </Notice>
        }
    });
    let retry = (!kept.waiting.is_empty() && replica.link() != Link::SignedOut).then(|| {
        view! {
            <button class="button button-primary button-main" type="button" on:click=move |_| replica.send_now()>
                <Pictogram name="repeat" />
                {t!(words, "waiting-retry")}
            </button>
        }
    });
    let waiting: Vec<AnyView> =
        kept.waiting.iter().map(|entry| page.row(entry, "save", page.waits(entry), None)).collect();
    let refused: Vec<AnyView> = kept.refused.iter().filter_map(|entry| page.refused(entry)).collect();
    let wishes: Vec<AnyView> = kept.wishes.iter().map(|entry| page.wish(entry)).collect();
    let sent = kept.sent.iter().map(|entry| page.row(entry, "cloud-check", t!(words, "waiting-sent"), None)).collect();
    view! {
        {says}
        {retry}
        {section(None, refused)}
        {section(None, waiting)}
        {section(Some(t!(words, "wish-title")), wishes)}
        {section(Some(t!(words, "waiting-sent-title")), sent)}
    }
    .into_any()
}

fn section(title: Option<String>, rows: Vec<AnyView>) -> AnyView {
    if rows.is_empty() {
        return ().into_any();
    }
    view! {
        {title.map(|title| view! { <h2>{title}</h2> })}
        <ul class="kept-list">{rows}</ul>
    }
    .into_any()
}

struct List<'a> {
    words: Words,
    view: &'a Snapshot,
}

impl List<'_> {
    fn row(&self, entry: &Entry, glyph: &'static str, state: String, acts: Option<AnyView>) -> AnyView {
        let did = did(self.words, self.view, &entry.operation);
        let by = self.by_and_when(entry);
        let who = self.for_whom(entry).map(|who| view! { <p>{who}</p> });
        view! {
            <li class="panel">
                <b>{did}</b>
                {who}
                <p>{by}</p>
                <p class="kept">
                    <Glyph name=glyph />
                    <span>{state}</span>
                </p>
                {acts}
            </li>
        }
        .into_any()
    }

    fn waits(&self, entry: &Entry) -> String {
        match entry.verdict {
            Some(Verdict::Hold) => t!(self.words, "waiting-hold"),
            _ => t!(self.words, "waiting-kept"),
        }
    }

    /// "Kamer 101, mevrouw Vermeer"; a resident knows.
    fn for_whom(&self, entry: &Entry) -> Option<String> {
        if matches!(self.view.viewer.scope, Scope::Resident { .. }) {
            return None;
        }
        let resident = &self.view.household(entry.operation.household)?.resident;
        let name = resident.name.get(self.words.language);
        Some(t!(self.words, "ward-who", room = resident.room.as_str(), name = name))
    }

    fn by_and_when(&self, entry: &Entry) -> String {
        let (words, operation, viewer) = (self.words, &entry.operation, &self.view.viewer.actor);
        let at = at(words, self.made_at(entry), self.view.now);
        if (operation.actor.role, operation.actor.person) == (viewer.role, viewer.person) {
            t!(words, "waiting-by-you", at = at)
        } else {
            t!(words, "waiting-by", who = actor_name(words, &operation.actor), at = at)
        }
    }

    /// By the device's own clock, as long as that is not ahead of the server's.
    fn made_at(&self, entry: &Entry) -> Timestamp {
        let now = self.view.now.at;
        entry.operation.client_time.filter(|made| *made <= now).unwrap_or(now)
    }

    fn refused(&self, entry: &Entry) -> Option<AnyView> {
        let Some(Verdict::Refused { refusal }) = &entry.verdict else { return None };
        let household = self.view.household(entry.operation.household)?;
        let said = refusal_text(self.words, refusal, self.view, household);
        let why = format!("{} {}", said.what_happened, said.what_to_do);
        let replica = use_replica();
        let op = entry.operation.op_id;
        let close = t!(self.words, "flash-close");
        let close = view! {
            <button class="button" type="button" on:click=move |_| replica.close_refusal(op)>
                {close}
            </button>
        };
        Some(self.row(entry, "triangle-alert", t!(self.words, "waiting-refused", why = why), Some(close.into_any())))
    }

    fn wish(&self, entry: &Entry) -> AnyView {
        let replica = use_replica();
        let op = entry.operation.op_id;
        let why = match entry.wish {
            Some(WishReason::TooLittleLeft) => t!(self.words, "wish-too-little"),
            Some(WishReason::SnapshotTooOld) => t!(self.words, "wish-too-old"),
            Some(WishReason::TooManyWaiting) | None => t!(self.words, "wish-too-many"),
        };
        let (order, drop) = (t!(self.words, "wish-order"), t!(self.words, "wish-drop"));
        let acts = view! {
            <div class="acts">
                <button class="button button-primary" type="button" on:click=move |_| replica.take_up_wish(op)>
                    {order}
                </button>
                <button class="button" type="button" on:click=move |_| replica.drop_wish(op)>
                    {drop}
                </button>
            </div>
        };
        self.row(entry, "save", why, Some(acts.into_any()))
    }
}
