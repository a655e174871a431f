//! `POST /preferences`: language, text size and theme of this session.

use crate::error::AppError;
use crate::http::local::LocalAddress;
use crate::http::session::SignedIn;
use crate::state::AppState;
use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use domain::access::Theme;
use domain::catalogue::Language;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Preferences {
    language: Option<Language>,
    text_size: Option<u16>,
    theme: Option<Theme>,
    next: LocalAddress,
}

pub async fn preferences(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Form(wanted): Form<Preferences>,
) -> Result<Redirect, AppError> {
    let mut viewer = signed_in.viewer;
    viewer.language = wanted.language.unwrap_or(viewer.language);
    viewer.text_size = wanted.text_size.map_or(viewer.text_size, |size| size.clamp(100, 200));
    viewer.theme = wanted.theme.unwrap_or(viewer.theme);
    state.store.change_session_viewer(&signed_in.token, &viewer).await?;
    Ok(Redirect::to(wanted.next.as_str()))
}
