//! `POST /ward/tablets/{tablet}/code`: another code for a tablet that was not enrolled in time.

use super::{HandsOut, code_cookie, found};
use crate::error::AppError;
use crate::http::named::Named;
use crate::state::AppState;
use app::tablet::code_address;
use axum::extract::State;
use axum::response::Redirect;
use axum_extra::extract::CookieJar;
use domain::ids::TabletId;

pub async fn renew(
    State(state): State<AppState>,
    HandsOut(signed_in): HandsOut,
    Named(tablet): Named<TabletId>,
    jar: CookieJar,
) -> Result<(CookieJar, Redirect), AppError> {
    let code = state.rng.token()?;
    let renewed = found(state.store.renew_code(&signed_in.viewer.scope, tablet, &code, state.clock.timestamp()).await)?;
    // One that was enrolled meanwhile keeps its tablet: the page says so.
    let jar = if renewed { jar.add(code_cookie(&state, tablet, &code)) } else { jar };
    Ok((jar, Redirect::to(&code_address(tablet))))
}
