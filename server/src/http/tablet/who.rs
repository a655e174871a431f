//! `GET /tablet`: who are you? The residents of the ward, on the tablet of their living room.

use super::found;
use super::shared::{OnShared, cookie};
use crate::error::AppError;
use crate::http::html;
use crate::state::AppState;
use app::tablet::{FaceCard, WhoPage, who as page};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use domain::catalogue::Language;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Default, Deserialize)]
pub struct Which {
    #[serde(default)]
    page: usize,
}

pub async fn who(
    State(state): State<AppState>,
    tablet: OnShared,
    jar: CookieJar,
    Query(which): Query<Which>,
) -> Result<Response, AppError> {
    let faces = found(state.store.faces(tablet.shared.location, tablet.shared.ward).await)?;
    let mut of_name: BTreeMap<String, usize> = BTreeMap::new();
    for face in &faces {
        *of_name.entry(face.resident.first_name.clone()).or_default() += 1;
    }
    let faces = faces
        .into_iter()
        .map(|face| {
            let first = face.resident.first_name;
            let is_shared = of_name.get(&first).is_some_and(|count| *count > 1);
            // Two who are called the same are told apart by one letter more.
            let name = match face.resident.last_name.chars().find(|letter| letter.is_uppercase()) {
                Some(letter) if is_shared => format!("{first} {letter}."),
                _ => first,
            };
            FaceCard { household: face.household, name, pictogram: face.pictogram, has_code: face.has_code }
        })
        .collect();
    let assets = state.site.assets().clone();
    let page_of = WhoPage { assets, language: Language::default(), faces, page: which.page };
    let document = html::plain(move || page(page_of));
    Ok((jar.add(cookie(&state, &tablet.token)), document).into_response())
}
