//! `POST /sessions/passkeys/name`, `…/remove`: one's own passkeys get another name, or go.

use super::name_of;
use crate::audit::What;
use crate::error::AppError;
use crate::http::session::SignedIn;
use crate::state::AppState;
use crate::store::Removed;
use app::sign_in::{PASSKEYS, PasskeysDone};
use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Named {
    passkey: String,
    name: String,
}

fn back(done: Option<PasskeysDone>) -> Redirect {
    done.map_or_else(|| Redirect::to(PASSKEYS), |done| Redirect::to(&format!("{PASSKEYS}?done={}", done.code())))
}

pub async fn name(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Form(Named { passkey, name }): Form<Named>,
) -> Result<Redirect, AppError> {
    let person = signed_in.person.ok_or(AppError::NotFound)?;
    let Ok(passkey) = passkey.parse() else { return Ok(back(None)) };
    if !state.store.name_passkey(person, passkey, name_of(&name)).await? {
        return Ok(back(None));
    }
    state.audit.note(signed_in.entry(state.clock.timestamp(), What::CredentialChanged).detail("passkey-named")).await?;
    Ok(back(Some(PasskeysDone::Named)))
}

#[derive(Deserialize)]
pub struct Unwanted {
    passkey: String,
}

pub async fn remove(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Form(Unwanted { passkey }): Form<Unwanted>,
) -> Result<Redirect, AppError> {
    let person = signed_in.person.ok_or(AppError::NotFound)?;
    let Ok(passkey) = passkey.parse() else { return Ok(back(None)) };
    let done = match state.store.remove_passkey(person, passkey, signed_in.session).await? {
        Removed::Done => PasskeysDone::Removed,
        Removed::Last => PasskeysDone::LastStays,
        Removed::NotThere => return Ok(back(None)),
    };
    if done == PasskeysDone::Removed {
        let entry = signed_in.entry(state.clock.timestamp(), What::CredentialChanged);
        state.audit.note(entry.detail("passkey-removed")).await?;
    }
    Ok(back(Some(done)))
}
