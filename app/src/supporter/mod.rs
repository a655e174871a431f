//! The pages of a client supporter: her residents, one resident as they see themselves, and the notes that only she reads.
//! Made on the server only.

mod list;
mod note;
mod resident;

pub use list::{ListPage, Row, list};
pub use note::{NotePage, note};
pub use resident::{LineSeen, ResidentPage, resident};

use crate::t;
use crate::ui::Glyph;
use crate::words::{Words, clock, day_long};
use domain::calendar::Moment;
use domain::ids::{HouseholdId, NoteId};
use leptos::prelude::*;

/// Her residents.
pub const PATH: &str = "/supporter";
/// So many signs a note has at most.
pub const NOTE_MOST: usize = 4_000;

/// One resident.
#[must_use]
pub fn resident_path(household: HouseholdId) -> String {
    format!("{PATH}/{household}")
}

/// The notes about one resident.
#[must_use]
pub fn notes_path(household: HouseholdId) -> String {
    format!("{PATH}/{household}/notes")
}

/// One note.
#[must_use]
pub fn note_path(household: HouseholdId, note: NoteId) -> String {
    format!("{PATH}/{household}/notes/{note}")
}

/// One writing of a note; nothing where it does not open with the key that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writing {
    pub at: Moment,
    pub text: Option<String>,
}

/// A note with its writings, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub id: NoteId,
    pub writings: Vec<Writing>,
}

/// Why notes stay closed: with the key, not with the notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// The key is not where it should be.
    Missing,
    /// The key is there, and it is another one.
    Other,
}

/// What is wrong with what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistake {
    Empty,
    TooLong,
    /// It was changed on another page meanwhile.
    Changed,
}

/// What was just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    Kept,
    Removed,
}

fn when(words: Words, at: Moment) -> String {
    t!(words, "log-card-when", day = day_long(words, at.day), time = clock(words, at.time))
}

/// The notice in place of the notes; what was typed stays on the screen.
fn closed(words: Words, why: Closed, typed: &str) -> AnyView {
    let typed = (!typed.is_empty()).then(|| view! { <p class="panel note-text">{typed.to_owned()}</p> });
    let says = match why {
        Closed::Missing => t!(words, "note-key-missing"),
        Closed::Other => t!(words, "note-key-other"),
    };
    view! {
        <div class="notice notice-amber" role="alert">
            <Glyph name="triangle-alert" />
            <p>{says} " " {t!(words, "note-key-do")}</p>
        </div>
        {typed}
    }
    .into_any()
}

/// The field in which a note is written, with its button.
fn form(
    words: Words,
    address: String,
    label: String,
    typed: String,
    mistake: Option<Mistake>,
    revision: Option<u32>,
) -> AnyView {
    let says = mistake.map(|mistake| match mistake {
        Mistake::Empty => t!(words, "note-empty"),
        Mistake::TooLong => t!(words, "note-long", most = NOTE_MOST.to_string()),
        Mistake::Changed => t!(words, "note-changed-meanwhile"),
    });
    let is_wrong = says.is_some();
    view! {
        <form class="sheet" method="post" action=address>
            {revision.map(|revision| view! { <input type="hidden" name="revision" value=revision.to_string() /> })}
            <label class="field">
                <span>{label}</span>
                {says.map(|says| view! { <b class="field-error" id="note-wrong">{says}</b> })}
                <textarea
                    name="text"
                    rows="6"
                    required
                    maxlength=NOTE_MOST.to_string()
                    aria-invalid=is_wrong.then_some("true")
                    aria-describedby=is_wrong.then_some("note-wrong")
                >
                    {typed}
                </textarea>
            </label>
            <p class="acts">
                <button class="button button-primary">
                    <Glyph name="save" />
                    {t!(words, "note-keep")}
                </button>
            </p>
        </form>
    }
    .into_any()
}
