//! `GET /ward/pictures`: whose shop opens with three pictures on the living room's tablet.
//! `POST /ward/pictures/{household}`: three taps set them; `POST …/off`: one takes them away. Never without the resident.

use super::be::{face, so_far, stamp};
use super::{OfWard, found, frame};
use crate::audit::What;
use crate::error::AppError;
use crate::http::html;
use crate::http::named::Named;
use crate::state::AppState;
use app::tablet::{CodesPage, FaceCard, PICTURES, PicturesPage, PicturesSay, WARD_PICTURES, codes as page, pictures};
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::{Scope, Viewer};
use domain::ids::{HouseholdId, LocationId, WardId};
use serde::Deserialize;

const fn ward_of(viewer: &Viewer) -> Result<(LocationId, WardId), AppError> {
    if let Scope::Ward { location, ward, .. } = &viewer.scope {
        Ok((*location, *ward))
    } else {
        Err(AppError::NotFound)
    }
}

pub async fn codes(State(state): State<AppState>, OfWard(signed_in): OfWard) -> Result<Response, AppError> {
    let frame = frame(&state, &signed_in.viewer).await?;
    let (location, ward) = ward_of(&signed_in.viewer)?;
    let faces = found(state.store.faces(location, ward).await)?;
    state
        .audit
        .looked(
            signed_in
                .entry(frame.now.at, What::Page)
                .detail("picture-codes")
                .about(faces.iter().map(|face| face.household)),
        )
        .await?;
    let language = signed_in.viewer.language;
    let faces = faces
        .into_iter()
        .map(|face| FaceCard {
            household: face.household,
            name: face.resident.name.get(language).to_owned(),
            pictogram: face.pictogram,
            has_code: face.has_code,
        })
        .collect();
    Ok(html::plain(move || page(&frame, CodesPage { faces })))
}

#[derive(Debug, Default, Deserialize)]
pub struct Picked {
    #[serde(default)]
    before: String,
    /// Nothing at the first page.
    picture: Option<u8>,
}

pub async fn set(
    State(state): State<AppState>,
    OfWard(signed_in): OfWard,
    Named(household): Named<HouseholdId>,
    Form(Picked { before, picture }): Form<Picked>,
) -> Result<Response, AppError> {
    let so_far = match picture {
        None => String::new(),
        Some(picture) => so_far(&before, picture).ok_or(AppError::NotFound)?,
    };
    if so_far.len() < PICTURES {
        let face = face(&state, ward_of(&signed_in.viewer)?, household).await?;
        let page_of = PicturesPage {
            assets: state.site.assets().clone(),
            language: signed_in.viewer.language,
            name: face.resident.first_name,
            action: format!("{WARD_PICTURES}/{household}"),
            so_far,
            say: Some(PicturesSay::Setting),
            now: state.clock.now(),
        };
        return Ok(html::plain(move || pictures(page_of)));
    }
    change(&state, &signed_in, household, Some(stamp(&state, household, &so_far))).await
}

pub async fn off(
    State(state): State<AppState>,
    OfWard(signed_in): OfWard,
    Named(household): Named<HouseholdId>,
) -> Result<Response, AppError> {
    change(&state, &signed_in, household, None).await
}

async fn change(
    state: &AppState,
    signed_in: &crate::http::session::SignedIn,
    household: HouseholdId,
    code: Option<[u8; 32]>,
) -> Result<Response, AppError> {
    let (location, ward) = ward_of(&signed_in.viewer)?;
    if !state.store.set_picture_code(location, ward, household, code).await? {
        return Err(AppError::NotFound);
    }
    let detail = if code.is_some() { "pictures-on" } else { "pictures-off" };
    let entry = signed_in.entry(state.clock.timestamp(), What::CredentialChanged);
    state.audit.note(entry.about([household]).detail(detail)).await?;
    Ok(Redirect::to(WARD_PICTURES).into_response())
}
