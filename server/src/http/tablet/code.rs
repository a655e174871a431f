//! `GET /ward/tablets/{tablet}`: the code of a tablet, while it waits for it, and whether it came.

use super::{HandsOut, code_in, found, frame, qr, whose};
use crate::error::AppError;
use crate::hex::hex;
use crate::http::html;
use crate::http::named::Named;
use crate::state::AppState;
use app::tablet::{CodePage, CodeState, LIST, code as page};
use axum::extract::State;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::ids::TabletId;

pub async fn code(
    State(state): State<AppState>,
    HandsOut(signed_in): HandsOut,
    Named(tablet): Named<TabletId>,
    jar: CookieJar,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, AppError> {
    let frame = frame(&state, &signed_in.viewer).await?;
    let tablet = found(state.store.tablet(&signed_in.viewer.scope, tablet).await)?;
    if tablet.revoked.is_some() {
        return Ok(Redirect::to(LIST).into_response());
    }
    let mut code = code_in(&jar, state.https, tablet.id).filter(|_| frame.now.at < tablet.code_until);
    if let Some(one) = code
        && !state.store.has_code(tablet.id, &one).await?
    {
        code = None;
    }
    let shown = match (tablet.enrolled_at, code) {
        (Some(at), _) => CodeState::Used { at },
        (None, Some(code)) => {
            let address = format!("{}/enrol/{}", origin(&state, &headers, &uri)?, hex(&code));
            CodeState::Waits { svg: qr::svg(&address)?, address, until: tablet.code_until }
        }
        (None, None) => CodeState::Gone,
    };
    let whose = whose(&tablet, signed_in.viewer.language);
    let page_of = CodePage { tablet: tablet.id, name: tablet.name, whose, state: shown };
    Ok(html::plain(move || page(&frame, page_of)))
}

/// Where the ward's own browser reached us: that is where the tablet reaches us too.
fn origin(state: &AppState, headers: &HeaderMap, uri: &Uri) -> Result<String, AppError> {
    let said = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = said.or_else(|| uri.authority().map(axum::http::uri::Authority::as_str));
    let host = host.ok_or_else(|| AppError::Unreadable("the request names no host".to_owned()))?;
    Ok(format!("{}://{host}", if state.https { "https" } else { "http" }))
}
