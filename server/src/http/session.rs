//! Who is asking: the session behind the cookie.

use crate::error::AppError;
use crate::state::AppState;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::access::Viewer;
use domain::calendar::Timestamp;

/// How long a session lives without a new sign-in.
pub const LIFETIME: Timestamp = Timestamp(7 * 24 * 3_600 * 1_000_000);

/// A signed-in viewer; a handler that takes one cannot be reached by anyone else.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub viewer: Viewer,
    pub token: [u8; 32],
}

/// The name of the session cookie. Browsers accept the `__Host-` prefix only over https.
#[must_use]
pub const fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-bekertje" } else { "bekertje" }
}

/// The cookie that carries a session's token.
#[must_use]
pub fn cookie(https: bool, token: &[u8; 32]) -> Cookie<'static> {
    Cookie::build((cookie_name(https), hex(token)))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        // A tablet that was switched off is still signed in, and can send what it kept.
        .max_age(time::Duration::microseconds(LIFETIME.0))
        .secure(https)
        .build()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0_u8; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let jar = CookieJar::from_headers(&parts.headers);
        let token =
            jar.get(cookie_name(state.https)).and_then(|cookie| unhex(cookie.value())).ok_or(AppError::NotSignedIn)?;
        let session = state.store.find_session(&token, state.clock.timestamp()).await?.ok_or(AppError::NotSignedIn)?;
        Ok(Self { viewer: session.viewer, token })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_its_cookie_and_nonsense_does_not() {
        let token = [7_u8; 32];
        assert_eq!(unhex(cookie(false, &token).value()), Some(token));
        for nonsense in ["", "é", &"g".repeat(64), &"é".repeat(32), &"0".repeat(63)] {
            assert_eq!(unhex(nonsense), None, "{nonsense}");
        }
    }
}
