//! `GET /supporter/{household}/notes/{note}`: one note with everything that it said before.

use super::{NoteOf, Supporter, find, notes};
use crate::error::AppError;
use crate::http::html;
use crate::http::office::frame;
use crate::state::AppState;
use app::supporter::{Closed, Mistake, NotePage, note as page, note_path};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;

pub async fn note(
    State(state): State<AppState>,
    supporter: Supporter,
    path: Result<Path<NoteOf>, PathRejection>,
) -> Result<Response, AppError> {
    let Path(of) = path.map_err(|_| AppError::NotFound)?;
    render(&state, &supporter, &of, Came::default()).await
}

/// What came of a form.
#[derive(Debug, Default)]
pub struct Came {
    pub typed: Option<String>,
    pub mistake: Option<Mistake>,
    pub closed: Option<Closed>,
}

pub async fn render(state: &AppState, supporter: &Supporter, of: &NoteOf, came: Came) -> Result<Response, AppError> {
    let household = of.household;
    let found = find(state, supporter, household).await?;
    let (notes, closed) = notes(state, supporter, household).await?;
    let note = notes.into_iter().find(|note| note.id == of.note).ok_or(AppError::NotFound)?;
    let address: Uri = note_path(household, note.id).parse().unwrap_or_default();
    let frame = frame(state, &supporter.viewer, &address, state.clock.now()).await?;
    let name = found.about.resident.name.get(supporter.viewer.language).to_owned();
    let Came { typed, mistake, closed: why } = came;
    let closed = why.or(closed);
    Ok(html::plain(move || page(NotePage { frame, household, name, note, closed, typed, mistake })))
}
