//! `GET /pictures/…`: a photo of the catalogue in one of its widths. It shows nothing about people, so anyone may have it who
//! knows its name; and what an address shows never changes, so it is kept for ever.

use crate::error::AppError;
use crate::state::AppState;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::catalogue::Photo;

pub async fn picture(
    State(state): State<AppState>,
    Path(file): Path<String>,
    asked: HeaderMap,
) -> Result<Response, AppError> {
    let content = match Photo::from_file_name(&file) {
        Some((photo, width)) => state.store.picture(&photo, width).await?,
        None => None,
    };
    let Some(content) = content else {
        let headers = [(header::CACHE_CONTROL, "no-store")];
        return Ok((StatusCode::NOT_FOUND, headers, "not found\n").into_response());
    };
    let tag = HeaderValue::from_str(&format!("\"{file}\"")).unwrap_or(HeaderValue::from_static("\"\""));
    let is_known = asked.get(header::IF_NONE_MATCH) == Some(&tag);
    let cache = HeaderValue::from_static("public, max-age=31536000, immutable");
    let common = [(header::CACHE_CONTROL, cache), (header::ETAG, tag)];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, common).into_response());
    }
    Ok((common, [(header::CONTENT_TYPE, "image/webp")], content).into_response())
}
