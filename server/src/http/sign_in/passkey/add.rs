//! `POST /sessions/passkeys`: another passkey for who is inside. `…/ask`: what the device is asked, once they showed again who
//! they are.

use super::list::proof;
use super::question::{self, For};
use super::{name_of, not_asked, passkeys};
use crate::audit::What;
use crate::error::{ApiError, AppError};
use crate::http::session::SignedIn;
use crate::http::sign_in::{Browser, Checked, check_password, frame};
use crate::sign_in::passkey::Owner;
use crate::state::AppState;
use crate::store::NewPasskey;
use app::sign_in::{PASSKEYS, PasskeysDone, Proof};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Form, Json};
use axum_extra::extract::CookieJar;
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
pub struct Shows {
    #[serde(default)]
    password: String,
}

pub async fn ask(
    State(state): State<AppState>,
    signed_in: SignedIn,
    jar: CookieJar,
    Form(Shows { password }): Form<Shows>,
) -> Result<Response, ApiError> {
    let Some(passkeys) = passkeys(&state) else { return Ok(Redirect::to("/sessions").into_response()) };
    let person = signed_in.person.ok_or(AppError::NotFound)?;
    let about = state.store.about_person(person).await?.ok_or(AppError::NotFound)?;
    let (browser, jar) = Browser::of(&state, jar)?;
    let may = match proof(&state, &signed_in, person).await? {
        Proof::Fresh => true,
        Proof::Password => {
            let checked = check_password(&state, &about.code, Some(person), &browser, password).await?;
            matches!(checked, Checked::Right(_))
        }
        Proof::ComeInAgain => false,
    };
    if !may {
        let says = Json(json!({ "error": "not_shown", "message": "show again who you are" }));
        return Ok((StatusCode::FORBIDDEN, jar, says).into_response());
    }
    let has = state.store.passkeys_of(person).await?.into_iter().map(|one| one.credential_id).collect();
    let home = frame(&state, signed_in.viewer.language, None).await?.home;
    let on_shared = signed_in.tablet.is_some();
    let owner = Owner { person, code: about.code, name: about.name, home, has, on_shared };
    let asked = passkeys.ask_for_new(owner).map_err(not_asked)?;
    Ok(question::ask(&state, jar, For::Adding(signed_in.session), asked).await?.into_response())
}

#[derive(Deserialize)]
pub struct Answered {
    answer: String,
    #[serde(default)]
    name: String,
}

pub async fn add(
    State(state): State<AppState>,
    signed_in: SignedIn,
    jar: CookieJar,
    Form(Answered { answer, name }): Form<Answered>,
) -> Result<Response, AppError> {
    let Some(passkeys) = passkeys(&state) else { return Ok(Redirect::to("/sessions").into_response()) };
    let person = signed_in.person.ok_or(AppError::NotFound)?;
    let asked = question::answered(&state, &jar, For::Adding(signed_in.session)).await?;
    let jar = question::forget(&state, jar);
    let made = asked.and_then(|asked| {
        let made = passkeys.made(&answer, asked);
        made.inspect_err(|error| tracing::warn!(%error, "a new passkey was not believed")).ok()
    });
    let now = state.clock.timestamp();
    let is_added = match made {
        Some(made) => {
            let (credential_id, credential) = (made.credential_id, made.credential);
            let new = NewPasskey { id: state.rng.uuid(now)?, credential_id, credential, name: name_of(&name) };
            state.store.add_passkey(person, new, now).await?
        }
        None => false,
    };
    let done = if is_added {
        state.audit.note(signed_in.entry(now, What::CredentialChanged).detail("passkey-added")).await?;
        PasskeysDone::Added
    } else {
        PasskeysDone::NotAdded
    };
    Ok((jar, Redirect::to(&format!("{PASSKEYS}?done={}", done.code()))).into_response())
}
