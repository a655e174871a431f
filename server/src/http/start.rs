//! `/`: to the page where this viewer starts, or to the door.

use crate::error::AppError;
use crate::http::html;
use crate::http::session::{SignedIn, start_page};
use crate::state::AppState;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

pub async fn start(State(state): State<AppState>, signed_in: Result<SignedIn, AppError>) -> Result<Response, AppError> {
    match signed_in {
        Ok(SignedIn { viewer, .. }) => Ok(Redirect::to(&start_page(&viewer.scope)).into_response()),
        Err(AppError::NotSignedIn) if state.demo => Ok(Redirect::to("/demo").into_response()),
        Err(AppError::NotSignedIn) => Ok(html::problem(axum::http::StatusCode::UNAUTHORIZED)),
        Err(error) => Err(error),
    }
}
