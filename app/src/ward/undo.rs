//! The bar that says what just happened and takes it back in one tap. With the program it goes after ten seconds; the
//! step can be taken back on the page of the line for as long as nothing else happened to it.

use super::entry::Entry;
use super::state_words::state;
use crate::facts::Flash;
use crate::replica::use_replica;
use crate::t;
use crate::ui::operation_form::FormOperation;
use crate::ui::{FlashBar, Glyph, OperationForm};
use crate::words::{Words, use_words};
use domain::ids::OpId;
use domain::order::LineState;
use domain::sync::{OperationKind, Snapshot};
use leptos::prelude::*;

#[component]
pub fn UndoBar(
    /// The page to stay on.
    #[prop(into)]
    here: Signal<String>,
    /// Rises when the bar goes, so that the page may close up.
    #[prop(optional)]
    settle: Option<RwSignal<u32>>,
) -> impl IntoView {
    let replica = use_replica();
    let words = use_words();
    #[cfg(feature = "hydrate")]
    go_after_a_while(replica, settle);
    #[cfg(not(feature = "hydrate"))]
    let _ = settle;
    let done = move || {
        let Some(Flash::Done { op, kind }) = replica.flash() else { return ().into_any() };
        let view = replica.view();
        undoable(words, &view, op, &here.get()).unwrap_or_else(|| done(words, &kind))
    };
    // A refusal is said in the same place, in the words that everyone reads; the style sheet shows one of the two.
    view! {
        <div class="undo-place">
            <div role="status">{done}</div>
            <FlashBar />
        </div>
    }
    .into_any()
}

/// The line that `op` changed, with the way back.
fn undoable(words: Words, view: &Snapshot, op: OpId, here: &str) -> Option<AnyView> {
    let entry = Entry::all(view).find(|entry| entry.line.before.as_ref().is_some_and(|before| before.op == op))?;
    let before = entry.line.before.as_ref()?;
    let moved = before.moment != entry.line.moment;
    let kept = before.cancel_asked && entry.line.state == before.state && !moved;
    let did = if moved {
        t!(words, "ward-did-moved")
    } else if kept {
        t!(words, "ward-did-kept")
    } else {
        match entry.line.state {
            LineState::Accepted => t!(words, "ward-did-accepted"),
            LineState::Declined => t!(words, "ward-did-declined"),
            _ => state(words, &entry),
        }
    };
    let target = entry.target();
    let undo = FormOperation::complete(entry.household.id, &OperationKind::UndoLine { target, of: op });
    let label = entry.label(words);
    let what = format!("{}, {}", entry.name(words), entry.short_when(words));
    let who = t!(words, "ward-who", room = entry.room(), name = entry.resident(words));
    let here = here.to_owned();
    Some(
        view! {
            <div class="undo">
                <Glyph name="check" />
                <div class="undo-words">
                    <p>
                        <b>{did} ":"</b>
                        " "
                        {what}
                    </p>
                    <p>{who}</p>
                </div>
                <OperationForm operation=undo next=here.clone() back=here>
                    <button class="button" type="submit" aria-label=t!(words, "ward-undo-label", what = label)>
                        <Glyph name="undo-2" />
                        {t!(words, "ward-undo")}
                    </button>
                </OperationForm>
            </div>
        }
        .into_any(),
    )
}

/// What happened where there is no way back.
fn done(words: Words, kind: &str) -> AnyView {
    let said = match kind {
        "undo_line" => t!(words, "ward-did-undo"),
        "answer_help" => t!(words, "ward-did-answer"),
        "close_refusal" | "close_decline" => t!(words, "ward-did-close"),
        "place_order" => t!(words, "ward-did-order"),
        "settle_exception" => t!(words, "ward-did-settle"),
        _ => t!(words, "ward-did"),
    };
    view! {
        <div class="undo">
            <Glyph name="check" />
            <p>{said}</p>
        </div>
    }
    .into_any()
}

#[cfg(feature = "hydrate")]
fn go_after_a_while(replica: crate::replica::PageReplica, settle: Option<RwSignal<u32>>) {
    Effect::new(move |_| {
        if let Some(Flash::Done { op, .. }) = replica.flash() {
            wait(replica, settle, op, 10);
        }
    });
}

/// The bar stays while the focus or the pointer is on it.
#[cfg(feature = "hydrate")]
fn wait(replica: crate::replica::PageReplica, settle: Option<RwSignal<u32>>, op: OpId, seconds: u64) {
    let look = move || {
        let still = untrack(|| replica.flash());
        if !matches!(still, Some(Flash::Done { op: shown, .. }) if shown == op) {
            return;
        }
        if is_in_use() {
            wait(replica, settle, op, 3);
            return;
        }
        replica.close_flash();
        if let Some(settle) = settle {
            let _ = settle.try_update(|settle| *settle = settle.wrapping_add(1));
        }
    };
    set_timeout(look, std::time::Duration::from_secs(seconds));
}

#[cfg(feature = "hydrate")]
fn is_in_use() -> bool {
    document().query_selector(".undo:focus-within, .undo:hover").ok().flatten().is_some()
}
