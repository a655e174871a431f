//! Tablets that staff hand out: the ward lists, adds and takes back; the tablet itself uses a code that works once.

pub mod add;
pub mod again;
pub mod be;
pub mod code;
pub mod done;
pub mod enrol;
pub mod list;
pub mod look;
pub mod new;
pub mod pictures;
mod qr;
pub mod renew;
pub mod revoke;
pub mod shared;
#[cfg(test)]
mod tests;
pub mod who;

use crate::error::AppError;
use crate::hex::{hex, unhex_32};
use crate::http::session::SignedIn;
use crate::state::AppState;
use crate::store::{StoreError, Tablet};
use app::tablet::{Frame, WhoseTablet};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::access::{Scope, Viewer};
use domain::catalogue::Language;
use domain::ids::TabletId;

/// Someone who works on a ward. A handler that takes one answers 404 to everyone else.
pub struct OfWard(pub SignedIn);

impl FromRequestParts<AppState> for OfWard {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let signed_in = SignedIn::from_request_parts(parts, state).await?;
        if matches!(signed_in.viewer.scope, Scope::Ward { .. }) { Ok(Self(signed_in)) } else { Err(AppError::NotFound) }
    }
}

/// Someone who hands out tablets: whoever works on a ward, and the office for the tablets that its wards work with.
pub struct HandsOut(pub SignedIn);

impl FromRequestParts<AppState> for HandsOut {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let signed_in = SignedIn::from_request_parts(parts, state).await?;
        match signed_in.viewer.scope {
            Scope::Ward { .. } | Scope::Office { .. } => Ok(Self(signed_in)),
            Scope::Resident { .. } | Scope::Family { .. } | Scope::Beside(_) => Err(AppError::NotFound),
        }
    }
}

/// What is not the viewer's does not exist.
fn found<T>(result: Result<T, StoreError>) -> Result<T, AppError> {
    result.map_err(|error| match error {
        StoreError::NothingToSee => AppError::NotFound,
        error => error.into(),
    })
}

/// What every page of the ward needs. The office sees them under the name of the home.
async fn frame(state: &AppState, viewer: &Viewer) -> Result<Frame, AppError> {
    let ward_name = if matches!(viewer.scope, Scope::Office { .. }) {
        state.store.home().await?.ok_or(AppError::NotFound)?.name
    } else {
        found(state.store.ward_names(&viewer.scope).await)?.0
    };
    Ok(Frame { assets: state.site.assets().clone(), viewer: viewer.clone(), ward_name, now: state.clock.now() })
}

fn whose(tablet: &Tablet, language: Language) -> WhoseTablet {
    match &tablet.resident {
        Some(resident) => {
            WhoseTablet::Resident { name: resident.name.get(language).to_owned(), room: resident.room.clone() }
        }
        None if tablet.is_for == crate::store::TabletFor::LivingRoom => {
            WhoseTablet::LivingRoom(tablet.living_room.clone())
        }
        None => WhoseTablet::Ward(tablet.ward_name.clone()),
    }
}

const fn code_cookie_name(https: bool) -> &'static str {
    if https { "__Host-bekertje-code" } else { "bekertje-code" }
}

/// The screen that made a code keeps it for as long as it works: the server knows only its hash, and an address would stay in
/// the history.
fn code_cookie(state: &AppState, tablet: TabletId, code: &[u8; 32]) -> Cookie<'static> {
    Cookie::build((code_cookie_name(state.https), format!("{tablet}.{}", hex(code))))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .max_age(time::Duration::microseconds(crate::store::CODE_LIVES.0))
        .secure(state.https)
        .build()
}

/// The code of this tablet that this screen made.
fn code_in(jar: &CookieJar, https: bool, tablet: TabletId) -> Option<[u8; 32]> {
    let value = jar.get(code_cookie_name(https))?.value().to_owned();
    let (of, code) = value.split_once('.')?;
    if of.parse() == Ok(tablet) { unhex_32(code) } else { None }
}
