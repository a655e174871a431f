//! A client supporter: her residents, and the notes that only she reads. What is sealed is opened here and nowhere else, for
//! the one who wrote it.

pub mod change;
pub mod list;
pub mod note;
pub mod remove;
pub mod resident;
#[cfg(test)]
mod tests;
pub mod write;

use super::beside::As;
use crate::error::AppError;
use crate::notes::{NotesKey, NotesKeyError, Place};
use crate::rng::NoRandomness;
use crate::state::AppState;
use crate::store::{SealedNote, SupportedResident, Written};
use app::supporter::{Closed, Mistake, NOTE_MOST, Note, Writing};
use domain::access::SupporterScope;
use domain::ids::{HouseholdId, NoteId};
use serde::Deserialize;

type Supporter = As<SupporterScope>;

/// A note in an address, and whose it is about.
#[derive(Debug, Deserialize)]
pub struct NoteOf {
    household: HouseholdId,
    note: NoteId,
}

/// What was written.
#[derive(Debug, Deserialize)]
pub struct Sent {
    #[serde(default)]
    text: String,
    /// Which writing was on the screen.
    revision: Option<u32>,
}

/// The resident, if this supporter sees them.
async fn find(state: &AppState, supporter: &Supporter, household: HouseholdId) -> Result<SupportedResident, AppError> {
    let found = state.store.supported_resident(&supporter.scope, household, state.clock.now()).await?;
    found.ok_or(AppError::NotFound)
}

/// The key, or why nothing opens.
fn key(state: &AppState) -> Result<&NotesKey, Closed> {
    (*state.notes).as_ref().map_err(|error| match error {
        NotesKeyError::NotAKey => Closed::Other,
        NotesKeyError::Missing | NotesKeyError::File(_) => Closed::Missing,
    })
}

/// The supporter's notes about a resident, opened, the newest first; and why they stay closed, if they do.
async fn notes(
    state: &AppState,
    supporter: &Supporter,
    household: HouseholdId,
) -> Result<(Vec<Note>, Option<Closed>), AppError> {
    let today = state.clock.now().local.day;
    let sealed = state.store.notes(&supporter.scope, household, today).await?;
    let (key, mut closed) = match key(state) {
        Ok(key) => (Some(key), None),
        Err(why) => (None, Some(why)),
    };
    if key.is_some_and(|key| sealed.iter().any(|writing| writing.key != key.number())) {
        closed = Some(Closed::Other);
    }
    let mut notes: Vec<Note> = Vec::new();
    for one in sealed {
        let text = key.and_then(|key| key.open(&one.place, &one.sealed));
        let writing = Writing { at: state.clock.at(one.at).local, text };
        match notes.iter_mut().find(|note| note.id == one.place.note) {
            Some(note) => note.writings.insert(0, writing),
            None => notes.push(Note { id: one.place.note, writings: vec![writing] }),
        }
    }
    notes.sort_by_key(|note| std::cmp::Reverse(note.writings.first().map(|writing| writing.at)));
    Ok((notes, closed))
}

/// What is wrong with a text, if anything is.
fn mistake(text: &str) -> Option<Mistake> {
    if text.trim().is_empty() {
        return Some(Mistake::Empty);
    }
    (text.chars().count() > NOTE_MOST).then_some(Mistake::TooLong)
}

/// What came of keeping a text.
enum Kept {
    Yes,
    Mistake(Mistake),
    Closed(Closed),
}

/// Seals a text for its place and keeps it.
async fn keep(state: &AppState, supporter: &Supporter, place: Place, text: &str) -> Result<Kept, AppError> {
    let key = match key(state) {
        Ok(key) => key,
        Err(why) => return Ok(Kept::Closed(why)),
    };
    let now = state.clock.now();
    let sealed = sealed(key, &place, text, state)?.ok_or(AppError::Busy)?;
    let new = SealedNote { place, key: key.number(), sealed, at: now.at };
    Ok(match state.store.write_note(&supporter.scope, new, now.local.day).await? {
        Written::Kept => Kept::Yes,
        Written::NotThere => return Err(AppError::NotFound),
        Written::Changed => Kept::Mistake(Mistake::Changed),
        Written::OtherKey => Kept::Closed(Closed::Other),
    })
}

fn sealed(key: &NotesKey, place: &Place, text: &str, state: &AppState) -> Result<Option<Vec<u8>>, NoRandomness> {
    // Browsers send what is typed with the line ends of old.
    key.seal(place, text.replace("\r\n", "\n").trim(), &state.rng)
}
