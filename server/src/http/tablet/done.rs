//! `POST /tablet/done`: whoever used the shared tablet leaves it. The page that follows wipes what the tablet keeps of them.

use super::shared::OnShared;
use crate::audit::What;
use crate::error::AppError;
use crate::http::session::{self, SignedIn};
use crate::state::AppState;
use app::tablet::WHO;
use axum::extract::State;
use axum::response::Redirect;
use axum_extra::extract::CookieJar;

pub async fn done(
    State(state): State<AppState>,
    tablet: OnShared,
    jar: CookieJar,
    signed_in: Result<SignedIn, AppError>,
) -> Result<(CookieJar, Redirect), AppError> {
    match signed_in {
        Ok(signed_in) if signed_in.tablet == Some(tablet.shared.tablet) => {
            state.store.delete_session(&signed_in.token).await?;
            state.audit.note(signed_in.entry(state.clock.timestamp(), What::SignedOut)).await?;
        }
        Ok(_) | Err(AppError::NotSignedIn) => {}
        Err(error) => return Err(error),
    }
    Ok((jar.remove(session::cookie(state.https, &[0; 32])), Redirect::to(WHO)))
}
