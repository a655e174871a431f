//! One log line and one count for every request; no query, no body, no cookie ever reaches the log.

use crate::state::AppState;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;

pub async fn observe(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let before = state.clock.timestamp();
    let method = request.method().clone();
    // The pattern, not the address: addresses carry the numbers of residents.
    let route = request.extensions().get::<MatchedPath>().map_or("unknown", MatchedPath::as_str).to_owned();
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or("").to_owned();
    let response = next.run(request).await;
    let micros = state.clock.micros_since(before);
    let status = response.status().as_u16();
    state.metrics.request(status, micros);
    tracing::info!(%method, route, status, micros, request = id, "answered");
    response
}
