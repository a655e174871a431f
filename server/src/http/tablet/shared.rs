//! A tablet that several people share: the cookie by which it is known, whoever uses it.

use crate::error::AppError;
use crate::hex::{hex, unhex_32};
use crate::http::session::TABLET_LIFETIME;
use crate::state::AppState;
use crate::store::{Shared, TabletFor};
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};

const fn name(https: bool) -> &'static str {
    if https { "__Host-bekertje-tablet" } else { "bekertje-tablet" }
}

/// The cookie of a shared tablet. It comes anew with each page, so that a tablet that is used keeps it.
pub fn cookie(state: &AppState, token: &[u8; 32]) -> Cookie<'static> {
    Cookie::build((name(state.https), hex(token)))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(time::Duration::microseconds(TABLET_LIFETIME.0))
        .secure(state.https)
        .build()
}

/// Whether this browser is a shared tablet, without asking whether it still may be one.
pub fn token_in(jar: &CookieJar, https: bool) -> Option<[u8; 32]> {
    jar.get(name(https)).and_then(|cookie| unhex_32(cookie.value()))
}

/// A living room's tablet that asks; every other browser is led to the start.
pub struct OnShared {
    pub shared: Shared,
    pub token: [u8; 32],
}

impl FromRequestParts<AppState> for OnShared {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        Self::find(&parts.headers, state, |is_for| is_for == TabletFor::LivingRoom).await
    }
}

impl OnShared {
    /// The tablet that asks, where it is one of those that `is_meant` says.
    async fn find(
        headers: &HeaderMap,
        state: &AppState,
        is_meant: impl Fn(TabletFor) -> bool + Send,
    ) -> Result<Self, AppError> {
        let token = token_in(&CookieJar::from_headers(headers), state.https).ok_or(AppError::NotSignedIn)?;
        let shared = state.store.shared_tablet(&token).await?.ok_or(AppError::NotSignedIn)?;
        if !is_meant(shared.is_for) {
            return Err(AppError::NotSignedIn);
        }
        if shared.revoked { Err(AppError::Revoked) } else { Ok(Self { shared, token }) }
    }
}

/// The tablet that those who work on a ward share; every other browser is led to the start.
pub struct OnWardTablet {
    pub shared: Shared,
    pub token: [u8; 32],
}

impl FromRequestParts<AppState> for OnWardTablet {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let found = OnShared::find(&parts.headers, state, |is_for| matches!(is_for, TabletFor::Ward(_))).await?;
        Ok(Self { shared: found.shared, token: found.token })
    }
}

/// Where a shared tablet asks who you are.
pub const fn start_page(is_for: TabletFor) -> &'static str {
    if matches!(is_for, TabletFor::Ward(_)) { app::shift::SHIFT } else { app::tablet::WHO }
}
