//! `POST /ward/family/{household}/…`: ends an authority; agrees with what the office asked for, or not.

use super::family;
use crate::audit::What;
use crate::error::AppError;
use crate::http::named::Named;
use crate::http::session::SignedIn;
use crate::state::AppState;
use app::relatives::path;
use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use domain::ids::HouseholdId;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Meant {
    which: String,
}

pub async fn end(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Named(household): Named<HouseholdId>,
    Form(meant): Form<Meant>,
) -> Result<Redirect, AppError> {
    let family = family(&state, &signed_in, household).await?;
    let now = state.clock.now();
    // What somebody else ended meanwhile is as it should be.
    if !state.store.end_authority(&signed_in.viewer, family.household, &meant.which, now).await? {
        return Ok(Redirect::to(&path(family.household)));
    }
    let entry = signed_in.entry(now.at, What::AuthorityChanged).about([family.household]).detail("ended");
    state.audit.note(entry).await?;
    Ok(Redirect::to(&format!("{}?done=ended", path(family.household))))
}

pub async fn agree(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Named(household): Named<HouseholdId>,
    Form(meant): Form<Meant>,
) -> Result<Redirect, AppError> {
    answer(&state, &signed_in, household, &meant, true).await
}

pub async fn refuse(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Named(household): Named<HouseholdId>,
    Form(meant): Form<Meant>,
) -> Result<Redirect, AppError> {
    answer(&state, &signed_in, household, &meant, false).await
}

async fn answer(
    state: &AppState,
    signed_in: &SignedIn,
    household: HouseholdId,
    meant: &Meant,
    agrees: bool,
) -> Result<Redirect, AppError> {
    let family = family(state, signed_in, household).await?;
    let Ok(invitation) = meant.which.parse() else { return Ok(Redirect::to(&path(family.household))) };
    let now = state.clock.now();
    let scope = &signed_in.viewer.scope;
    if !state.store.answer_invitation(scope, family.household, invitation, agrees, now).await? {
        return Ok(Redirect::to(&path(family.household)));
    }
    let code = if agrees { "agreed" } else { "refused" };
    let entry = signed_in.entry(now.at, What::AuthorityChanged).about([family.household]).detail(code);
    state.audit.note(entry).await?;
    let done = if agrees { "holds" } else { "refused" };
    Ok(Redirect::to(&format!("{}?done={done}", path(family.household))))
}
