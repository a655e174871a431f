//! `GET /ward/tablets/new`: the form that adds a tablet.

use super::{HandsOut, found, frame};
use crate::error::AppError;
use crate::http::html;
use crate::state::AppState;
use app::tablet::{NewPage, Problem, new as page};
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Scope;
use serde::Deserialize;

/// What was filled in, when the form could not be taken.
#[derive(Debug, Default, Deserialize)]
pub struct Filled {
    #[serde(default)]
    pub whose: String,
    #[serde(default)]
    pub name: String,
    /// What is missing: `whose` or `name`.
    #[serde(default)]
    pub lacks: String,
}

pub async fn new(
    State(state): State<AppState>,
    HandsOut(signed_in): HandsOut,
    Query(filled): Query<Filled>,
) -> Result<Response, AppError> {
    let frame = frame(&state, &signed_in.viewer).await?;
    let scope = &signed_in.viewer.scope;
    let (residents, living_room) = match scope {
        Scope::Office { .. } => (Vec::new(), String::new()),
        scope => (found(state.store.residents(scope).await)?, found(state.store.ward_names(scope).await)?.1),
    };
    let wards = match scope {
        Scope::Ward { ward, .. } => vec![(*ward, frame.ward_name.clone())],
        scope => {
            let wards = state.store.wards_of_office(scope).await?.into_iter();
            wards.map(|one| (one.ward, format!("{} · {}", one.location_name, one.name))).collect()
        }
    };
    let name = |resident: &domain::household::Resident| resident.name.get(signed_in.viewer.language).to_owned();
    let page_of = NewPage {
        residents: residents.into_iter().map(|(id, one)| (id, one.room.clone(), name(&one))).collect(),
        living_room,
        wards,
        whose: filled.whose,
        name: filled.name,
        problem: match filled.lacks.as_str() {
            "whose" => Some(Problem::NobodyChosen),
            "name" => Some(Problem::NoName),
            _ => None,
        },
    };
    Ok(html::plain(move || page(&frame, page_of)))
}
