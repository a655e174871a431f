//! A question to a device and its answer, in the browser that asked: a random token in a cookie, of which the database knows the
//! hash, once, for five minutes. The hash says what the question is for too: an answer to one is none to another.

use crate::error::AppError;
use crate::hex::{hex, unhex_32};
use crate::sign_in::passkey::Asked;
use crate::state::AppState;
use crate::store::QUESTION_MICROS;
use axum::Json;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::ids::SessionId;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// What a device is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// Somebody comes in.
    ComingIn,
    /// Somebody who is inside adds one.
    Adding(SessionId),
    /// Somebody begins with the link of which this is the hash.
    Beginning([u8; 32]),
}

impl For {
    fn hash(self, token: &[u8; 32]) -> [u8; 32] {
        let hash = Sha256::new_with_prefix(token);
        let hash = match self {
            Self::ComingIn => hash.chain_update(b"come in"),
            Self::Adding(session) => hash.chain_update(b"add ").chain_update(session.0.as_bytes()),
            Self::Beginning(link) => hash.chain_update(b"begin ").chain_update(link),
        };
        hash.finalize().into()
    }
}

const fn name(https: bool) -> &'static str {
    if https { "__Host-bekertje-asked" } else { "bekertje-asked" }
}

fn cookie(state: &AppState, value: String) -> Cookie<'static> {
    Cookie::build((name(state.https), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(state.https)
        .build()
}

/// What the browser hands to the device.
pub async fn ask(
    state: &AppState,
    jar: CookieJar,
    what_for: For,
    asked: Asked,
) -> Result<(CookieJar, Json<Value>), AppError> {
    let token = state.rng.token()?;
    state.store.ask_device(what_for.hash(&token), asked.kept, state.clock.timestamp()).await?;
    let mut cookie = cookie(state, hex(&token));
    cookie.set_max_age(time::Duration::microseconds(QUESTION_MICROS));
    Ok((jar.add(cookie), Json(asked.options)))
}

/// What this browser was asked, once. `None` when it was not, when it was for something else, or too long ago.
pub async fn answered(state: &AppState, jar: &CookieJar, what_for: For) -> Result<Option<Value>, AppError> {
    let Some(token) = jar.get(name(state.https)).and_then(|cookie| unhex_32(cookie.value())) else { return Ok(None) };
    Ok(state.store.device_answers(what_for.hash(&token), state.clock.timestamp()).await?)
}

/// The browser forgets it.
pub fn forget(state: &AppState, jar: CookieJar) -> CookieJar {
    jar.remove(cookie(state, String::new()))
}
