//! `POST /sign-out`: the session ends on the server. The program of a page wipes what the device keeps before it goes on.

use crate::audit::What;
use crate::error::AppError;
use crate::http::session::{SignedIn, cookie};
use crate::state::AppState;
use axum::extract::State;
use axum::response::Redirect;
use axum_extra::extract::CookieJar;

pub async fn sign_out(
    State(state): State<AppState>,
    jar: CookieJar,
    signed_in: Result<SignedIn, AppError>,
) -> Result<(CookieJar, Redirect), AppError> {
    // A tablet of the home asks who is next.
    let mut next = if state.demo { "/demo" } else { "/sign-in?signed_out=true" };
    match signed_in {
        Ok(signed_in) => {
            next = if signed_in.tablet.is_some() { "/" } else { next };
            state.store.delete_session(&signed_in.token).await?;
            state.audit.note(signed_in.entry(state.clock.timestamp(), What::SignedOut)).await?;
        }
        Err(AppError::NotSignedIn) => {}
        Err(error) => return Err(error),
    }
    Ok((jar.remove(cookie(state.https, &[0; 32])), Redirect::to(next)))
}
