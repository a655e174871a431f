//! `POST /supporter/{household}/notes/{note}`: what the note says now; what it said before stays.

use super::note::{Came, render};
use super::{Kept, NoteOf, Sent, Supporter, find, keep, mistake};
use crate::audit::What;
use crate::error::AppError;
use crate::notes::Place;
use crate::state::AppState;
use app::supporter::resident_path;
use axum::Form;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

pub async fn change(
    State(state): State<AppState>,
    supporter: Supporter,
    path: Result<Path<NoteOf>, PathRejection>,
    Form(sent): Form<Sent>,
) -> Result<Response, AppError> {
    let Path(of) = path.map_err(|_| AppError::NotFound)?;
    let household = of.household;
    find(&state, &supporter, household).await?;
    let kept = match (mistake(&sent.text), sent.revision) {
        (Some(mistake), _) => Kept::Mistake(mistake),
        (None, None) => return Err(AppError::Unreadable("which writing was changed".to_owned())),
        (None, Some(before)) => {
            // Never the first: that would be another note.
            let revision = before.max(1).saturating_add(1);
            let place = Place { note: of.note, revision, household, person: supporter.scope.person };
            keep(&state, &supporter, place, &sent.text).await?
        }
    };
    let came = match kept {
        Kept::Yes => {
            let entry = supporter.entry(state.clock.timestamp(), What::NoteKept).about([household]);
            state.audit.note(entry.detail("changed")).await?;
            return Ok(Redirect::to(&format!("{}?done=kept#notes", resident_path(household))).into_response());
        }
        Kept::Mistake(mistake) => Came { typed: Some(sent.text), mistake: Some(mistake), closed: None },
        Kept::Closed(why) => Came { typed: Some(sent.text), mistake: None, closed: Some(why) },
    };
    let page = render(&state, &supporter, &of, came).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}
