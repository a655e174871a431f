//! `POST /supporter/{household}/notes/{note}/remove`: the note goes, with everything that it said before.

use super::{NoteOf, Supporter, find};
use crate::audit::What;
use crate::error::AppError;
use crate::state::AppState;
use app::supporter::resident_path;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Redirect;

pub async fn remove(
    State(state): State<AppState>,
    supporter: Supporter,
    path: Result<Path<NoteOf>, PathRejection>,
) -> Result<Redirect, AppError> {
    let Path(of) = path.map_err(|_| AppError::NotFound)?;
    find(&state, &supporter, of.household).await?;
    if !state.store.remove_note(&supporter.scope, of.household, of.note).await? {
        return Err(AppError::NotFound);
    }
    state.audit.note(supporter.entry(state.clock.timestamp(), What::NoteRemoved).about([of.household])).await?;
    Ok(Redirect::to(&format!("{}?done=removed#notes", resident_path(of.household))))
}
