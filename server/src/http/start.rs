//! `/`: to the page where this viewer starts, to the door of a demo, or to where people sign in. `/go/…`: to one of the viewer's own pages, for the
//! shortcuts of the installed app.

use crate::error::AppError;
use crate::http::problem;
use crate::http::session::SignedIn;
use crate::http::tablet::shared;
use crate::state::AppState;
use app::routes::start_page;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;

pub async fn start(
    State(state): State<AppState>,
    jar: CookieJar,
    signed_in: Result<SignedIn, AppError>,
) -> Result<Response, AppError> {
    match signed_in {
        Ok(SignedIn { viewer, .. }) => Ok(Redirect::to(&start_page(&viewer.scope)).into_response()),
        Err(AppError::NotSignedIn) => Ok(Redirect::to(way_in(&state, &jar).await?).into_response()),
        Err(error) => Err(error),
    }
}

/// Where somebody who is not signed in goes on in this browser: a tablet that several people share asks who you are.
async fn way_in(state: &AppState, jar: &CookieJar) -> Result<&'static str, AppError> {
    if let Some(token) = shared::token_in(jar, state.https)
        && let Some(tablet) = state.store.shared_tablet(&token).await?
    {
        return Ok(shared::start_page(tablet.is_for));
    }
    Ok(if state.demo { "/demo" } else { "/sign-in" })
}

/// Where a device goes that the ward revoked: it says what that means and what to do.
pub async fn revoked() -> Response {
    problem::problem(axum::http::StatusCode::GONE)
}

pub async fn go(signed_in: SignedIn, Path(page): Path<String>) -> Redirect {
    Redirect::to(&app::routes::own_page(&signed_in.viewer.scope, &page))
}
