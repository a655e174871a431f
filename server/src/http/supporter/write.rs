//! `POST /supporter/{household}/notes`: a new note.

use super::resident::{Came, render};
use super::{Kept, Sent, Supporter, find, keep, mistake};
use crate::audit::What;
use crate::error::AppError;
use crate::http::named::Named;
use crate::notes::Place;
use crate::state::AppState;
use app::supporter::resident_path;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::ids::{HouseholdId, NoteId};

pub async fn write(
    State(state): State<AppState>,
    supporter: Supporter,
    Named(household): Named<HouseholdId>,
    Form(sent): Form<Sent>,
) -> Result<Response, AppError> {
    find(&state, &supporter, household).await?;
    let kept = match mistake(&sent.text) {
        Some(mistake) => Kept::Mistake(mistake),
        None => {
            let note = NoteId(state.rng.uuid(state.clock.timestamp())?);
            let place = Place { note, revision: 1, household, person: supporter.scope.person };
            keep(&state, &supporter, place, &sent.text).await?
        }
    };
    let came = match kept {
        Kept::Yes => {
            let entry = supporter.entry(state.clock.timestamp(), What::NoteKept).about([household]);
            state.audit.note(entry.detail("new")).await?;
            return Ok(Redirect::to(&format!("{}?done=kept#notes", resident_path(household))).into_response());
        }
        Kept::Mistake(mistake) => Came { typed: sent.text, mistake: Some(mistake), ..Came::default() },
        Kept::Closed(why) => Came { typed: sent.text, closed: Some(why), ..Came::default() },
    };
    let page = render(&state, &supporter, household, came).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}
