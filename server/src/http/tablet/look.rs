//! `GET /enrol/{code}`: for whom this tablet is going to be. Looking uses nothing up: browsers fetch ahead, and messages
//! show previews.

use super::whose;
use crate::error::AppError;
use crate::hex::unhex_32;
use crate::http::html;
use crate::state::AppState;
use app::tablet::{EnrolPage, enrol as page, spent as spent_page};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::catalogue::Language;

pub async fn look(State(state): State<AppState>, Path(text): Path<String>) -> Result<Response, AppError> {
    let Some(code) = unhex_32(&text) else { return Ok(spent(&state)) };
    let Some(tablet) = state.store.tablet_by_code(&code, state.clock.timestamp()).await? else {
        return Ok(spent(&state));
    };
    let language = tablet.resident.as_ref().map_or_else(Language::default, |resident| resident.language);
    let whose = whose(&tablet, language);
    let address = format!("/enrol/{text}");
    let page_of = EnrolPage { assets: state.site.assets().clone(), language, whose, address };
    Ok(html::plain(move || page(page_of)))
}

/// Used, too old, or never a code: what to do is the same.
pub(super) fn spent(state: &AppState) -> Response {
    let assets = state.site.assets().clone();
    let mut response = html::plain(move || spent_page(assets, Language::default()));
    *response.status_mut() = StatusCode::GONE;
    response
}
