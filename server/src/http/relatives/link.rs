//! `POST /ward/family/{household}/link`: the letter with which somebody of the family begins. Only for who has no password yet:
//! the ward cannot take over what a person also does for somebody elsewhere; a forgotten password is the office's.

use super::family;
use crate::audit::What;
use crate::error::AppError;
use crate::http::html;
use crate::http::named::Named;
use crate::http::session::SignedIn;
use crate::http::sign_in::{qr, shop_address};
use crate::sign_in::SecretCode;
use crate::state::AppState;
use app::relatives::{Letter, letter, path};
use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use domain::calendar::Timestamp;
use domain::ids::HouseholdId;
use serde::Deserialize;

const LINK_MICROS: i64 = 7 * 24 * 3_600 * 1_000_000;

#[derive(Debug, Deserialize)]
pub struct Meant {
    /// The name for signing in of the person.
    which: String,
}

pub async fn link(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Named(household): Named<HouseholdId>,
    headers: HeaderMap,
    Form(meant): Form<Meant>,
) -> Result<Response, AppError> {
    let family = family(&state, &signed_in, household).await?;
    let held = family.held.iter().find(|held| held.person_code == meant.which && !held.has_begun);
    let Some(held) = held else { return Ok(Redirect::to(&path(family.household)).into_response()) };
    let now = state.clock.now();
    if !state.store.begins_here(&signed_in.viewer.scope, held.authority.person, now.local.day).await? {
        return Ok(Redirect::to(&format!("{}?done=office", path(family.household))).into_response());
    }
    let until = Timestamp(now.at.0.saturating_add(LINK_MICROS));
    let secret = SecretCode::draw(&state.rng)?;
    let person = held.authority.person;
    let entry = signed_in.entry(now.at, What::Invited).about([family.household]);
    state.audit.note(entry.detail(format!("link {person}"))).await?;
    state.store.make_link(person, secret.hash(), now.at, until).await?;
    let address = format!("{}/link/{}", shop_address(&state, &headers), secret.grouped());
    let home = state.store.home().await?.ok_or(AppError::NotFound)?.name;
    let page = Letter {
        assets: state.site.assets().clone(),
        home,
        back: path(family.household),
        name: held.name.clone(),
        code: held.person_code.clone(),
        resident: family.resident.get(signed_in.viewer.language).to_owned(),
        qr: qr(&address),
        address,
        until: state.clock.at(until).local.day,
        viewer: signed_in.viewer,
    };
    // Not after a redirect, as elsewhere: what is kept only as a hash cannot be fetched a second time.
    Ok(html::plain(move || letter(page)))
}
