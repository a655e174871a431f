//! `POST /preferences`: language, text size and theme of this session; on a resident's tablet, of that resident everywhere.

use crate::error::AppError;
use crate::http::local::LocalAddress;
use crate::http::session::SignedIn;
use crate::state::AppState;
use crate::store::Preferences;
use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use domain::access::{Scope, Theme};
use domain::catalogue::Language;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Wanted {
    language: Option<Language>,
    text_size: Option<u16>,
    theme: Option<Theme>,
    next: LocalAddress,
}

pub async fn preferences(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Form(wanted): Form<Wanted>,
) -> Result<Redirect, AppError> {
    let text_size = wanted.text_size.map(|size| size.clamp(100, 200));
    let chosen = Preferences { language: wanted.language, text_size, theme: wanted.theme };
    let mut viewer = signed_in.viewer;
    chosen.apply(&mut viewer);
    state.store.change_session_viewer(&signed_in.token, &viewer).await?;
    if signed_in.tablet.is_some() && matches!(viewer.scope, Scope::Resident { .. }) {
        state.store.keep_preferences(&viewer.scope, chosen).await?;
    }
    Ok(Redirect::to(wanted.next.as_str()))
}
