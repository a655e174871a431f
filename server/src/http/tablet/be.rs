//! `POST /tablet/be`: someone tapped their picture. `POST /tablet/pictures/{household}`: and then one of nine, three times,
//! where they wanted that.

use super::found;
use super::shared::OnShared;
use crate::audit::{Entry, What};
use crate::error::AppError;
use crate::http::html;
use crate::http::named::Named;
use crate::http::session::{self, Arrived};
use crate::state::AppState;
use crate::store::{Face, Method, Shared};
use app::routes::start_page;
use app::tablet::{PICTURES, PicturesPage, PicturesSay, WHO, pictures as page};
use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::calendar::Timestamp;
use domain::ids::{HouseholdId, LocationId, WardId};
use serde::Deserialize;

/// Who sits down in a living room leaves the same day.
const LIVES: Timestamp = Timestamp(12 * 3_600 * 1_000_000);

#[derive(Debug, Deserialize)]
pub struct Tapped {
    household: HouseholdId,
}

pub async fn be(
    State(state): State<AppState>,
    tablet: OnShared,
    jar: CookieJar,
    headers: HeaderMap,
    Form(Tapped { household }): Form<Tapped>,
) -> Result<Response, AppError> {
    match found(state.store.picture_code(&tablet.shared, household).await)? {
        None => open(&state, &tablet.shared, jar, &headers, household).await,
        Some(_) => show(&state, &tablet.shared, household, String::new(), None).await,
    }
}

#[derive(Debug, Deserialize)]
pub struct Picked {
    /// The pictures tapped before, as digits.
    #[serde(default)]
    before: String,
    picture: u8,
}

pub async fn picked(
    State(state): State<AppState>,
    tablet: OnShared,
    Named(household): Named<HouseholdId>,
    jar: CookieJar,
    headers: HeaderMap,
    Form(Picked { before, picture }): Form<Picked>,
) -> Result<Response, AppError> {
    let shared = tablet.shared;
    let Some(code) = found(state.store.picture_code(&shared, household).await)? else {
        return Ok(Redirect::to(WHO).into_response());
    };
    let so_far = so_far(&before, picture).ok_or(AppError::NotFound)?;
    if so_far.len() < PICTURES {
        return show(&state, &shared, household, so_far, None).await;
    }
    let now = state.clock.timestamp();
    if let Some(until) = state.store.begin_guess(shared.tablet, household.0, now).await? {
        return show(&state, &shared, household, String::new(), Some(PicturesSay::Wait { until })).await;
    }
    if stamp(&state, household, &so_far) != code {
        let entry = Entry::new(now, What::SignInRefused).about([household]).detail("picture").refused();
        state.audit.note(Entry { tablet: Some(shared.tablet), ..entry }).await?;
        return show(&state, &shared, household, String::new(), Some(PicturesSay::Wrong)).await;
    }
    state.store.forget_guesses(shared.tablet, household.0).await?;
    open(&state, &shared, jar, &headers, household).await
}

/// The digits of the pictures so far: 1 to 9.
pub(super) fn so_far(before: &str, picture: u8) -> Option<String> {
    let is_fine = before.len() < PICTURES && before.bytes().all(|digit| (b'1'..=b'9').contains(&digit));
    (is_fine && (1..=9).contains(&picture)).then(|| format!("{before}{picture}"))
}

/// What is kept of the three pictures of a resident.
pub(super) fn stamp(state: &AppState, household: HouseholdId, pictures: &str) -> [u8; 32] {
    state.seal.stamp("picture code", &[household.0.as_bytes(), pictures.as_bytes()])
}

/// Somebody of the ward, with their picture.
pub(super) async fn face(
    state: &AppState,
    (location, ward): (LocationId, WardId),
    household: HouseholdId,
) -> Result<Face, AppError> {
    let faces = found(state.store.faces(location, ward).await)?;
    faces.into_iter().find(|face| face.household == household).ok_or(AppError::NotFound)
}

async fn show(
    state: &AppState,
    shared: &Shared,
    household: HouseholdId,
    so_far: String,
    say: Option<PicturesSay>,
) -> Result<Response, AppError> {
    let face = face(state, (shared.location, shared.ward), household).await?;
    let page_of = PicturesPage {
        assets: state.site.assets().clone(),
        language: face.resident.language,
        name: face.resident.first_name,
        action: format!("/tablet/pictures/{household}"),
        so_far,
        say,
        now: state.clock.now(),
    };
    Ok(html::plain(move || page(page_of)))
}

async fn open(
    state: &AppState,
    shared: &Shared,
    jar: CookieJar,
    headers: &HeaderMap,
    household: HouseholdId,
) -> Result<Response, AppError> {
    let viewer = found(state.store.viewer_of_resident(household).await)?;
    let next = start_page(&viewer.scope);
    let arrived = Arrived { viewer, person: None, tablet: Some(shared.tablet), method: Method::Tablet, lives: LIVES };
    let jar = session::open(state, jar, headers, arrived).await?;
    Ok((jar, Redirect::to(&next)).into_response())
}
