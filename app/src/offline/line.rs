//! One line, at the same place on every page: whether everything was sent, or what waits on this device.

use crate::replica::{Link, use_replica};
use crate::t;
use crate::ui::Glyph;
use crate::words::{Words, use_words};
use domain::access::Scope;
use domain::ids::OpId;
use domain::order::{Order, OrderLine};
use leptos::prelude::*;

/// "deze tablet", "deze telefoon".
#[must_use]
pub fn place(words: Words, scope: &Scope) -> String {
    let audience = if matches!(scope, Scope::Family { .. }) { "family" } else { "other" };
    t!(words, "device-place", audience = audience)
}

/// On the line of an order, as long as what was done to it waits on this device. How that goes on is said once, by the
/// [`DeviceLine`].
#[must_use]
pub fn kept_note(words: Words, order: &Order, line: &OrderLine) -> AnyView {
    let replica = use_replica();
    let (order, line) = (order.id, line.id);
    note(words, move || replica.waits(order, line))
}

/// The same on what someone sorted out.
#[must_use]
pub fn kept_settled(words: Words, exception: OpId) -> AnyView {
    let replica = use_replica();
    note(words, move || replica.waits_to_settle(exception))
}

fn note(words: Words, waits: impl Fn() -> bool + Send + 'static) -> AnyView {
    let replica = use_replica();
    let note = move || {
        (replica.is_cut_off() && waits()).then(|| {
            view! {
                <p class="kept">
                    <Glyph name="save" />
                    <span>{t!(words, "waiting-kept")}</span>
                </p>
            }
        })
    };
    note.into_any()
}

#[component]
pub fn DeviceLine() -> impl IntoView {
    let replica = use_replica();
    let words = use_words();
    let line = move || {
        let kept = replica.kept();
        let link = replica.link();
        let count = i64::try_from(kept.waiting.len()).unwrap_or(i64::MAX);
        let place = place(words, &replica.view().viewer.scope);
        let said = match (count, link) {
            _ if kept.in_memory => t!(words, "device-not-kept"),
            (0, Link::SignedOut) => t!(words, "device-none"),
            (_, Link::SignedOut) => t!(words, "device-kept-only", place = place, count = count),
            (0, Link::Offline) => t!(words, "device-offline"),
            (0, _) => t!(words, "device-sent"),
            (_, Link::Offline) => t!(words, "device-kept", place = place, count = count),
            (_, _) => t!(words, "device-sending", place = place, count = count),
        };
        let waits = count > 0 || kept.in_memory || matches!(link, Link::Offline | Link::SignedOut);
        // Going offline is said aloud; each sending is not.
        let (aloud, quietly) =
            if waits && link != Link::Online { (said, String::new()) } else { (String::new(), said) };
        view! {
            <p class="sync" class:is-waiting=waits>
                <Glyph name=if waits { "save" } else { "cloud-check" } />
                <span class="sync-words">
                    <span role="status">{aloud}</span>
                    <span>{quietly}</span>
                </span>
            </p>
        }
    };
    line.into_any()
}
