//! `POST /demo/leave`: back to the door. The session ends on the server too.

use crate::error::AppError;
use crate::http::session::{SignedIn, cookie};
use crate::state::AppState;
use axum::extract::State;
use axum::response::Redirect;
use axum_extra::extract::CookieJar;

pub async fn leave(
    State(state): State<AppState>,
    jar: CookieJar,
    signed_in: Result<SignedIn, AppError>,
) -> Result<(CookieJar, Redirect), AppError> {
    match signed_in {
        Ok(SignedIn { token, .. }) => state.store.delete_session(&token).await?,
        Err(AppError::NotSignedIn) => {}
        Err(error) => return Err(error),
    }
    Ok((jar.remove(cookie(state.https, &[0; 32])), Redirect::to("/demo")))
}
