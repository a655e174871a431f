//! The cookie between what is shown first and the second step. It opens nothing but the page of that step.

use crate::error::AppError;
use crate::hex::{hex, unhex_32};
use crate::state::AppState;
use crate::store::Step;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use sha2::{Digest, Sha256};

const fn name(https: bool) -> &'static str {
    if https { "__Host-bekertje-step" } else { "bekertje-step" }
}

fn cookie(state: &AppState, value: String) -> Cookie<'static> {
    Cookie::build((name(state.https), value))
        .path("/")
        .http_only(true)
        // Who was at the provider of the home comes here from another site.
        .same_site(SameSite::Lax)
        .secure(state.https)
        .build()
}

/// Begins the second step for who showed the first thing.
pub async fn begin(state: &AppState, jar: CookieJar, step: Step) -> Result<CookieJar, AppError> {
    let token = state.rng.token()?;
    state.store.make_step(Sha256::digest(token).into(), step, state.clock.timestamp()).await?;
    Ok(jar.add(cookie(state, hex(&token))))
}

/// The step that this browser is at, with the hash by which the database knows it.
pub async fn current(state: &AppState, jar: &CookieJar) -> Result<Option<([u8; 32], Step)>, AppError> {
    let Some(token) = jar.get(name(state.https)).and_then(|cookie| unhex_32(cookie.value())) else { return Ok(None) };
    let hash = Sha256::digest(token).into();
    let step = state.store.find_step(hash, state.clock.timestamp()).await?;
    Ok(step.map(|step| (hash, step)))
}

pub fn end(state: &AppState, jar: CookieJar) -> CookieJar {
    jar.remove(cookie(state, String::new()))
}
