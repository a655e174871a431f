//! The number of this request, as the log line has it: for entries of the audit log.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::convert::Infallible;
use uuid::Uuid;

/// Nothing when the proxy in front gave the request a number that is no UUID.
#[derive(Clone, Copy, Debug)]
pub struct RequestId(pub Option<Uuid>);

impl<S: Sync> FromRequestParts<S> for RequestId {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let id = parts.headers.get("x-request-id").and_then(|id| id.to_str().ok());
        Ok(Self(id.and_then(|id| id.parse().ok())))
    }
}
