//! The sign-in of the home itself: to its provider, and back. It ends where every other way of signing in ends.

pub mod back;
pub mod begin;
#[cfg(test)]
mod tests;
mod way;

pub use crate::sign_in::oidc::BACK;
pub use app::sign_in::BEGIN;

use super::frame;
use crate::error::AppError;
use crate::http::html;
use crate::sign_in::oidc::{Oidc, OidcError};
use crate::state::AppState;
use app::sign_in::{HomeStopped, HomeStoppedPage, SetOut, home_stopped};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::catalogue::Language;

/// Both write something and ask the provider, for anybody: they are counted like what is sent.
pub const ADDRESSES: [&str; 2] = [BEGIN, BACK];

/// How the sign-in of the home is called, where it has one.
pub(in crate::http) fn name(state: &AppState) -> Option<String> {
    state.sign_in.oidc.as_ref().map(|oidc| oidc.name().to_owned())
}

/// The page that says why somebody did not come in.
async fn stopped(
    state: &AppState,
    oidc: &Oidc,
    language: Language,
    from: SetOut,
    why: HomeStopped,
) -> Result<Response, AppError> {
    let status = match why {
        HomeStopped::Again => StatusCode::BAD_REQUEST,
        // Not 503: a service worker takes that for this program being away, and shows a page of its own.
        HomeStopped::Unreachable => StatusCode::OK,
        _ => StatusCode::FORBIDDEN,
    };
    let (frame, provider) = (frame(state, language, None).await?, oidc.name().to_owned());
    Ok((status, html::plain(move || home_stopped(HomeStoppedPage { frame, provider, from, why }))).into_response())
}

/// What went wrong with the provider is for the operator; the person reads what to do.
fn why(error: &OidcError) -> HomeStopped {
    tracing::warn!(%error, "somebody could not come in with the sign-in of the home");
    match error {
        OidcError::Unreachable(_) => HomeStopped::Unreachable,
        OidcError::NotBelieved(_) => HomeStopped::Refused,
    }
}
