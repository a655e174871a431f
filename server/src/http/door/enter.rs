//! `POST /demo/enter`: become someone. `GET /demo/as/{code}` does the same from a link in the terminal.

use crate::error::AppError;
use crate::http::session::{self, Arrived, LIFETIME};
use crate::state::AppState;
use crate::store::Method;
use app::door::{Door, in_front};
use app::routes::start_page;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Redirect;
use axum_extra::extract::CookieJar;
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
    headers: HeaderMap,
    Form(entered): Form<Entered>,
) -> Result<(CookieJar, Redirect), AppError> {
    let language = entered.lang.as_deref().and_then(Language::from_code);
    let doors = state.store.doors(state.clock.now().local.day).await?;
    let door = doors.into_iter().find(|door| door.code == entered.door).map(super::shown).ok_or(AppError::NotFound)?;
    open(&state, jar, &headers, door, language).await
}

pub async fn enter_as(
    State(state): State<AppState>,
    jar: CookieJar,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Result<(CookieJar, Redirect), AppError> {
    let doors = state.store.doors(state.clock.now().local.day).await?;
    let door = by_code(doors, &code).ok_or(AppError::NotFound)?;
    open(&state, jar, &headers, door, None).await
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
    headers: &HeaderMap,
    door: Door,
    language: Option<Language>,
) -> Result<(CookieJar, Redirect), AppError> {
    let mut viewer = door.viewer;
    if let Some(language) = language.filter(|language| *language != Language::default()) {
        viewer.language = language;
    }
    let next = start_page(&viewer.scope);
    let person = viewer.actor.person;
    let arrived = Arrived { viewer, person, tablet: None, method: Method::Demo, lives: LIFETIME };
    Ok((session::open(state, jar, headers, arrived).await?, Redirect::to(&next)))
}
