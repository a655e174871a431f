//! `GET /sign-in`: the page where people sign in.

use super::{frame, home, passkey};
use crate::error::AppError;
use crate::http::html;
use crate::state::AppState;
use app::sign_in::{Just, SignInPage, Stopped, sign_in as page};
use axum::extract::{Query, State};
use axum::response::Response;
use domain::catalogue::Language;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub struct Shown {
    lang: Option<String>,
    #[serde(default)]
    signed_out: bool,
    /// A carer chose a password.
    #[serde(default)]
    ready: bool,
    /// A carer made a passkey.
    #[serde(default)]
    ready_passkey: bool,
    /// The second step took too long.
    #[serde(default)]
    late: bool,
    /// There is nothing that this person may see.
    #[serde(default)]
    nothing: bool,
}

pub async fn show(State(state): State<AppState>, Query(shown): Query<Shown>) -> Result<Response, AppError> {
    let language = shown.lang.as_deref().and_then(Language::from_code).unwrap_or_default();
    let frame = frame(&state, language, Some("/sign-in")).await?;
    let stopped = match shown {
        Shown { late: true, .. } => Some(Stopped::Late),
        Shown { nothing: true, .. } => Some(Stopped::Nothing),
        _ => None,
    };
    let done = match shown {
        Shown { signed_out: true, .. } => Some(Just::SignedOut),
        Shown { ready: true, .. } => Some(Just::Ready),
        Shown { ready_passkey: true, .. } => Some(Just::ReadyWithPasskey),
        _ => None,
    };
    let (provider, passkeys) = (home::name(&state), passkey::origin(&state));
    Ok(html::plain(move || page(SignInPage { frame, name: String::new(), provider, passkeys, stopped, done })))
}
