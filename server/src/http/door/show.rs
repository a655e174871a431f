//! `GET /demo`: the door itself.

use crate::error::AppError;
use crate::http::html;
use crate::state::AppState;
use app::door::{DoorPage, door as page};
use axum::extract::{Query, State};
use axum::response::Response;
use domain::catalogue::Language;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub struct Shown {
    lang: Option<String>,
}

pub async fn show(State(state): State<AppState>, Query(shown): Query<Shown>) -> Result<Response, AppError> {
    let language = shown.lang.as_deref().and_then(Language::from_code).unwrap_or_default();
    let home = state.store.home().await?.ok_or(AppError::NotFound)?;
    let doors = state.store.doors(state.clock.now().local.day).await?;
    let doors = doors.into_iter().map(super::shown).collect();
    let assets = state.site.assets().clone();
    let price_note = home.price_note.get(language).to_owned();
    Ok(html::plain(move || page(DoorPage { assets, language, home: home.name, price_note, doors })))
}
