//! `GET /sign-in/home`: to the provider. A link and not a form, because a form of ours may lead nowhere else.

use super::way::Token;
use super::{stopped, why};
use crate::error::AppError;
use crate::http::same_site::is_ours;
use crate::state::AppState;
use app::sign_in::SetOut;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::catalogue::Language;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub struct Shown {
    lang: Option<String>,
    from: Option<String>,
}

pub async fn begin(
    State(state): State<AppState>,
    jar: CookieJar,
    headers: HeaderMap,
    Query(shown): Query<Shown>,
) -> Result<Response, AppError> {
    let Some(oidc) = &state.sign_in.oidc else { return Ok(Redirect::to("/sign-in").into_response()) };
    // Nobody comes in because another site led them here: they press the button themselves.
    if !is_ours(&headers) {
        return Ok(Redirect::to("/sign-in").into_response());
    }
    let language = shown.lang.as_deref().and_then(Language::from_code).unwrap_or_default();
    let from = shown.from.as_deref().and_then(SetOut::from_code).unwrap_or(SetOut::SignIn);
    let (token, now) = (Token::draw(&state.rng, language, from)?, state.clock.timestamp());
    match oidc.address(&token.way(), language, now).await {
        Ok(address) => {
            state.store.set_out(token.hash(), now).await?;
            Ok((jar.add(token.cookie(state.https)), Redirect::to(&address)).into_response())
        }
        Err(error) => stopped(&state, oidc, language, from, why(&error)).await,
    }
}
