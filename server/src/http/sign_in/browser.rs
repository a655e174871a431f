//! The browser that somebody signs in from, by a number in a cookie: so that tries are counted by browser and never by
//! address. Whoever throws the cookie away meets the limit of the person instead.

use crate::error::AppError;
use crate::hex::{hex, unhex_32};
use crate::sign_in::Subject;
use crate::state::AppState;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};

pub struct Browser {
    number: [u8; 32],
}

const fn name(https: bool) -> &'static str {
    if https { "__Host-bekertje-browser" } else { "bekertje-browser" }
}

impl Browser {
    /// The browser of this request; one that has no number gets one.
    pub fn of(state: &AppState, jar: CookieJar) -> Result<(Self, CookieJar), AppError> {
        if let Some(number) = jar.get(name(state.https)).and_then(|cookie| unhex_32(cookie.value())) {
            return Ok((Self { number }, jar));
        }
        let number = state.rng.token()?;
        let cookie = Cookie::build((name(state.https), hex(&number)))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Strict)
            .secure(state.https)
            .max_age(time::Duration::days(365));
        Ok((Self { number }, jar.add(cookie)))
    }

    #[must_use]
    pub const fn subject(&self) -> Subject {
        Subject::Browser(self.number)
    }
}
