//! `POST /enrol/{code}`: from now on this browser is that tablet.

use super::look::spent;
use super::shared;
use crate::audit::{Entry, What};
use crate::error::AppError;
use crate::hex::unhex_32;
use crate::http::session::{self, Arrived, TABLET_LIFETIME};
use crate::state::AppState;
use crate::store::{Method, Tablet, TabletFor};
use app::routes::start_page;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::calendar::Timestamp;

pub async fn enrol(
    State(state): State<AppState>,
    Path(text): Path<String>,
    jar: CookieJar,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let now = state.clock.timestamp();
    let Some(code) = unhex_32(&text) else { return Ok(spent(&state)) };
    let Some(tablet) = state.store.tablet_by_code(&code, now).await? else { return refused(&state, now).await };
    let household = match tablet.is_for {
        TabletFor::Resident(household) => household,
        TabletFor::LivingRoom | TabletFor::Ward(_) => return share(&state, jar, &code, tablet, now).await,
    };
    let viewer = super::found(state.store.viewer_of_resident(household).await)?;
    if !state.store.use_code(&code, now).await? {
        return refused(&state, now).await;
    }
    let next = start_page(&viewer.scope);
    let arrived =
        Arrived { viewer, person: None, tablet: Some(tablet.id), method: Method::Tablet, lives: TABLET_LIFETIME };
    state.audit.note(enrolled(tablet, now).about([household])).await?;
    let jar = session::open(&state, jar, &headers, arrived).await?;
    Ok((jar, Redirect::to(&next)).into_response())
}

/// From now on this browser is a tablet that several people share: it asks who you are.
async fn share(
    state: &AppState,
    jar: CookieJar,
    code: &[u8; 32],
    tablet: Tablet,
    now: Timestamp,
) -> Result<Response, AppError> {
    let token = state.rng.token()?;
    if !state.store.use_shared_code(code, &token, now).await? {
        return refused(state, now).await;
    }
    let next = shared::start_page(tablet.is_for);
    state.audit.note(enrolled(tablet, now)).await?;
    let jar = session::close(state, jar).await?.add(shared::cookie(state, &token));
    Ok((jar, Redirect::to(next)).into_response())
}

/// In the name of who handed it out: they decided whose it is.
fn enrolled(tablet: Tablet, now: Timestamp) -> Entry {
    Entry {
        actor: Some(tablet.added_by),
        authority: Some("ward".to_owned()),
        scope: "ward",
        tablet: Some(tablet.id),
        ..Entry::new(now, What::DeviceEnrolled)
    }
}

/// A code that looks like one and does nothing.
async fn refused(state: &AppState, now: Timestamp) -> Result<Response, AppError> {
    state.audit.note(Entry::new(now, What::DeviceEnrolled).refused()).await?;
    Ok(spent(state))
}
