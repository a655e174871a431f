//! One note: what it says now, what it said before, another writing, and the end of it.

use super::{Closed, Mistake, Note, closed, form, note_path, resident_path, when};
use crate::office::Frame;
use crate::office::frame::{Room, document};
use crate::t;
use crate::ui::Glyph;
use domain::ids::HouseholdId;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct NotePage {
    pub frame: Frame,
    pub household: HouseholdId,
    /// The resident, as in the middle of a sentence.
    pub name: String,
    pub note: Note,
    pub closed: Option<Closed>,
    /// What was typed and not kept.
    pub typed: Option<String>,
    pub mistake: Option<Mistake>,
}

#[must_use]
pub fn note(page: NotePage) -> impl IntoView {
    let NotePage { frame, household, name, note, closed: why, typed, mistake } = page;
    let title = t!(frame.words(), "note-title-of", name = &name);
    document(frame, Room::Supported, title.clone(), move |words| {
        let address = note_path(household, note.id);
        let latest = note.writings.first().and_then(|writing| writing.text.clone());
        let revision = u32::try_from(note.writings.len()).ok();
        let before: Vec<_> = note
            .writings
            .iter()
            .skip(1)
            .map(|writing| {
                let text = writing.text.clone().unwrap_or_else(|| t!(words, "note-does-not-open"));
                view! {
                    <li class="panel">
                        <p class="soft">{when(words, writing.at)}</p>
                        <p class="note-text">{text}</p>
                    </li>
                }
            })
            .collect();
        let change = match why {
            Some(why) => closed(words, why, &typed.unwrap_or_default()),
            None => {
                let typed = typed.or(latest).unwrap_or_default();
                form(words, address.clone(), t!(words, "note-text"), typed, mistake, revision)
            }
        };
        view! {
            <nav class="crumbs" aria-label=t!(words, "office-back")>
                <a href=format!("{}#notes", resident_path(household))>
                    <Glyph name="arrow-left" />
                    {t!(words, "note-back", name = &name)}
                </a>
            </nav>
            <h1 tabindex="-1">{title}</h1>
            {change}
            {(!before.is_empty())
                .then(|| {
                    view! {
                        <section class="block">
                            <h2>{t!(words, "note-before")}</h2>
                            <ul class="notes">{before}</ul>
                        </section>
                    }
                })}
            <details class="note-remove">
                <summary>{t!(words, "note-remove")}</summary>
                <p>{t!(words, "note-remove-means")}</p>
                <form method="post" action=format!("{address}/remove")>
                    <button class="button">{t!(words, "note-remove-sure")}</button>
                </form>
            </details>
        }
    })
}
