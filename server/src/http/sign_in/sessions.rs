//! `GET /sessions`: where this person is signed in.

use super::{frame, home, passkey};
use crate::error::AppError;
use crate::http::html;
use crate::http::session::SignedIn;
use crate::state::AppState;
use crate::store::Method;
use app::sign_in::{Done, SessionsPage, Where, sessions as page};
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub struct Shown {
    #[serde(default)]
    ended: bool,
    #[serde(default)]
    changed: bool,
}

pub async fn sessions(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Query(shown): Query<Shown>,
) -> Result<Response, AppError> {
    let person = signed_in.person.ok_or(AppError::NotFound)?;
    let now = state.clock.timestamp();
    let frame = frame(&state, signed_in.viewer.language, None).await?;
    let found = state.store.sessions_of_person(person, now).await?;
    let provider = home::name(&state);
    let places = found
        .into_iter()
        .map(|session| Where {
            is_this: session.id == signed_in.session,
            session: session.id.to_string(),
            agent: session.agent,
            by_passkey: session.method == Method::Passkey,
            provider: session.method.is_oidc().then(|| provider.clone()).flatten(),
            since: state.clock.at(session.created_at).local,
            seen: state.clock.at(session.last_seen_at).local,
        })
        .collect();
    let credential = state.store.credential(person).await?;
    let codes_left = match credential.as_ref().and_then(|credential| credential.totp.as_ref()) {
        Some(_) => Some(state.store.recovery_codes_left(person).await?),
        None => None,
    };
    let has_password = credential.is_some_and(|credential| credential.password.is_some());
    let done = match shown {
        Shown { changed: true, .. } => Some(Done::Changed),
        Shown { ended: true, .. } => Some(Done::Ended),
        _ => None,
    };
    let has_passkeys = passkey::origin(&state).is_some();
    Ok(html::plain(move || page(SessionsPage { frame, places, codes_left, has_password, has_passkeys, done })))
}
