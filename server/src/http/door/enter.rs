//! `POST /demo/enter`: become someone. `GET /demo/as/{code}` does the same from a link in the terminal.

use crate::error::AppError;
use crate::http::session::{LIFETIME, cookie};
use crate::state::AppState;
use crate::store::Session;
use app::door::{Door, in_front};
use app::routes::start_page;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Redirect;
use axum_extra::extract::CookieJar;
use domain::calendar::Timestamp;
use domain::catalogue::Language;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Entered {
    /// The home's own code of the resident or person.
    door: String,
    /// The language of the door; other than Dutch, it goes along inside.
    lang: Option<String>,
}

pub async fn enter(
    State(state): State<AppState>,
    jar: CookieJar,
    Form(entered): Form<Entered>,
) -> Result<(CookieJar, Redirect), AppError> {
    let language = entered.lang.as_deref().and_then(Language::from_code);
    let doors = state.store.doors(state.clock.now().local.day).await?;
    let door = doors.into_iter().find(|door| door.code == entered.door).map(super::shown).ok_or(AppError::NotFound)?;
    open(&state, jar, door, language).await
}

pub async fn enter_as(
    State(state): State<AppState>,
    jar: CookieJar,
    Path(code): Path<String>,
) -> Result<(CookieJar, Redirect), AppError> {
    let doors = state.store.doors(state.clock.now().local.day).await?;
    let door = by_code(doors, &code).ok_or(AppError::NotFound)?;
    open(&state, jar, door, None).await
}

/// A code of the home, or `resident`, `family`, `ward` and `office` for those who stand in front.
fn by_code(doors: Vec<crate::store::Door>, code: &str) -> Option<Door> {
    let doors: Vec<_> = doors.into_iter().map(super::shown).collect();
    let front = in_front(&doors);
    match code {
        "resident" => front.resident,
        "family" => front.family,
        "ward" => front.ward,
        "office" => front.office,
        code => doors.iter().find(|door| door.code == code),
    }
    .cloned()
}

async fn open(
    state: &AppState,
    jar: CookieJar,
    door: Door,
    language: Option<Language>,
) -> Result<(CookieJar, Redirect), AppError> {
    let mut viewer = door.viewer;
    if let Some(language) = language.filter(|language| *language != Language::default()) {
        viewer.language = language;
    }
    let next = start_page(&viewer.scope);
    let token = state.rng.token()?;
    let created_at = state.clock.timestamp();
    let expires_at = Timestamp(created_at.0.saturating_add(LIFETIME.0));
    state.store.create_session(&token, &Session { viewer, created_at, expires_at }).await?;
    Ok((jar.add(cookie(state.https, &token)), Redirect::to(&next)))
}
