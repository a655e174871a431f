//! A tablet that several people share: the cookie by which it is known, whoever uses it.

use crate::error::AppError;
use crate::hex::{hex, unhex_32};
use crate::http::session::TABLET_LIFETIME;
use crate::state::AppState;
use crate::store::Shared;
use axum::extract::FromRequestParts;
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

/// A shared tablet that asks; every other browser is led to the start.
pub struct OnShared {
    pub shared: Shared,
    pub token: [u8; 32],
}

impl FromRequestParts<AppState> for OnShared {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let token = token_in(&CookieJar::from_headers(&parts.headers), state.https).ok_or(AppError::NotSignedIn)?;
        let shared = state.store.shared_tablet(&token).await?.ok_or(AppError::NotSignedIn)?;
        if shared.revoked { Err(AppError::Revoked) } else { Ok(Self { shared, token }) }
    }
}
