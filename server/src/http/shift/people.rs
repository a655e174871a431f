//! `GET /shift`: who is on shift on this tablet. Whoever comes here has put the tablet down, or it locked itself: what was open
//! on it is over, in the same request, so that no lock can fail halfway.

use super::{back_to, frame};
use crate::audit::What;
use crate::error::AppError;
use crate::http::html;
use crate::http::session::{self, SignedIn};
use crate::http::tablet::shared::{OnWardTablet, cookie};
use crate::state::AppState;
use app::shift::{OnShift, PeoplePage, people as page};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use domain::catalogue::Language;
use serde::Deserialize;

/// What a screen that locked itself says.
#[derive(Debug, Default, Deserialize)]
pub struct Left {
    /// Who held the tablet.
    #[serde(default)]
    was: String,
    /// Where they were.
    next: Option<String>,
}

pub async fn people(
    State(state): State<AppState>,
    tablet: OnWardTablet,
    jar: CookieJar,
    signed_in: Result<SignedIn, AppError>,
    Query(Left { was, next }): Query<Left>,
) -> Result<Response, AppError> {
    let now = state.clock.timestamp();
    match signed_in {
        Ok(signed_in) => {
            state.store.delete_session(&signed_in.token).await?;
            state.audit.note(signed_in.entry(now, What::SignedOut).detail("locked")).await?;
        }
        Err(AppError::NotSignedIn) => {}
        Err(error) => return Err(error),
    }
    let on_shift = state.store.on_shift(tablet.shared.tablet, now).await?;
    let people = on_shift
        .into_iter()
        .map(|one| OnShift {
            person: one.person,
            name: one.name,
            until: state.clock.at(one.until).local.time,
            has_pin: one.pin.is_some(),
        })
        .collect();
    let was = was.parse().ok().zip(back_to(next));
    let frame = frame(&state, &tablet.shared, Language::default()).await?;
    let document = html::plain(move || page(PeoplePage { frame, people, was }));
    let jar = jar.remove(session::cookie(state.https, &[0; 32])).add(cookie(&state, &tablet.token));
    Ok((jar, document).into_response())
}
