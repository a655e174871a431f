//! `GET /sessions/passkeys`: one's own passkeys, and where another one is made.

use super::passkeys;
use crate::error::AppError;
use crate::http::html;
use crate::http::session::{SignedIn, agent};
use crate::http::sign_in::frame;
use crate::state::AppState;
use app::sign_in::{OwnPasskey, PasskeysDone, PasskeysPage, Proof, passkeys as page};
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use domain::ids::PersonId;
use serde::Deserialize;

/// For so long after coming in nobody is asked again who they are.
const FRESH_MICROS: i64 = 10 * 60 * 1_000_000;

#[derive(Debug, Default, Deserialize)]
pub struct Shown {
    done: Option<String>,
}

/// What somebody must show before they may add a passkey: whoever finds a screen open gets no key of their own.
pub(super) async fn proof(state: &AppState, signed_in: &SignedIn, person: PersonId) -> Result<Proof, AppError> {
    let age = state.clock.timestamp().0.saturating_sub(signed_in.since.0);
    if signed_in.method.shows_who() && age < FRESH_MICROS {
        return Ok(Proof::Fresh);
    }
    let credential = state.store.credential(person).await?;
    let has_password = credential.is_some_and(|credential| credential.password.is_some());
    Ok(if has_password { Proof::Password } else { Proof::ComeInAgain })
}

pub async fn list(
    State(state): State<AppState>,
    signed_in: SignedIn,
    headers: HeaderMap,
    Query(Shown { done }): Query<Shown>,
) -> Result<Response, AppError> {
    let Some(passkeys) = passkeys(&state) else { return Ok(Redirect::to("/sessions").into_response()) };
    let person = signed_in.person.ok_or(AppError::NotFound)?;
    let local = |at| state.clock.at(at).local;
    let own = state.store.passkeys_of(person).await?.into_iter().map(|one| OwnPasskey {
        id: one.id.to_string(),
        name: one.name,
        made: local(one.created_at).day,
        used: one.last_used_at.map(local),
    });
    let page_of = PasskeysPage {
        frame: frame(&state, signed_in.viewer.language, None).await?,
        origin: passkeys.origin().to_owned(),
        own: own.collect(),
        proof: proof(&state, &signed_in, person).await?,
        device: agent(&headers),
        on_shared: signed_in.tablet.is_some(),
        done: done.as_deref().and_then(PasskeysDone::from_code),
    };
    Ok(html::plain(move || page(page_of)))
}
