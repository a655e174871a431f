//! `POST /ward/tablets`: adds a tablet, with the code that enrols it.

use super::{HandsOut, code_cookie, found};
use crate::error::AppError;
use crate::state::AppState;
use crate::store::{NewTablet, TabletFor};
use app::tablet::{LIVING_ROOM, LONGEST_NAME, NEW, WARD, code_address};
use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use axum_extra::extract::CookieJar;
use domain::access::Viewer;
use domain::ids::TabletId;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Added {
    #[serde(default)]
    whose: String,
    #[serde(default)]
    name: String,
}

pub async fn add(
    State(state): State<AppState>,
    HandsOut(signed_in): HandsOut,
    jar: CookieJar,
    Form(added): Form<Added>,
) -> Result<(CookieJar, Redirect), AppError> {
    let name: String = added.name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_NAME).collect();
    let lacks = |what: &str| {
        let pairs = [("lacks", what), ("whose", &added.whose), ("name", &name)];
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        Redirect::to(&format!("{NEW}?{query}"))
    };
    let ward = added.whose.strip_prefix(WARD).and_then(|ward| ward.parse().ok());
    let is_for = match (added.whose.as_str(), ward, added.whose.parse()) {
        (LIVING_ROOM, _, _) => TabletFor::LivingRoom,
        (_, Some(ward), _) => TabletFor::Ward(ward),
        (_, None, Ok(household)) => TabletFor::Resident(household),
        (_, None, Err(_)) => return Ok((jar, lacks("whose"))),
    };
    if name.is_empty() {
        return Ok((jar, lacks("name")));
    }
    make(&state, &signed_in.viewer, jar, is_for, name).await
}

/// Makes a tablet and leads to its code.
pub(super) async fn make(
    state: &AppState,
    viewer: &Viewer,
    jar: CookieJar,
    is_for: TabletFor,
    name: String,
) -> Result<(CookieJar, Redirect), AppError> {
    let (at, code) = (state.clock.timestamp(), state.rng.token()?);
    let id = TabletId(state.rng.uuid(at)?);
    found(state.store.add_tablet(viewer, NewTablet { id, is_for, name, at }, &code).await)?;
    Ok((jar.add(code_cookie(state, id, &code)), Redirect::to(&code_address(id))))
}
