//! The family of one resident, for its ward and its office. Everyone else, and every other household, is told that there is
//! no such page.

pub mod change;
pub mod invite;
pub mod link;
pub mod show;
#[cfg(test)]
mod tests;

use crate::error::AppError;
use crate::http::session::SignedIn;
use crate::state::AppState;
use crate::store::FamilyOf;
use app::relatives::{Ended, Held, Problem, RelativesPage, Typed, Waiting};
use domain::access::{Actor, Scope};
use domain::ids::HouseholdId;

/// The family of a resident, in the scope of who asks.
async fn family(state: &AppState, signed_in: &SignedIn, household: HouseholdId) -> Result<FamilyOf, AppError> {
    let found = state.store.family_of(&signed_in.viewer.scope, household, state.clock.timestamp()).await?;
    found.ok_or(AppError::NotFound)
}

fn name(actor: &Actor) -> String {
    actor.name.clone()
}

/// Where the way back leads.
fn back(scope: &Scope, household: HouseholdId) -> String {
    match scope {
        Scope::Office { .. } => format!("/office/resident/{household}"),
        _ => format!("/ward/resident/{household}"),
    }
}

fn page(
    state: &AppState,
    signed_in: SignedIn,
    family: FamilyOf,
    problem: Option<Problem>,
    typed: Typed,
) -> RelativesPage {
    let day = |at| state.clock.at(at).local.day;
    let held = family.held.into_iter().map(|held| Held {
        code: held.code,
        person_code: held.person_code,
        name: held.name,
        authority: held.authority,
        proof: held.proof,
        has_begun: held.has_begun,
        link_until: held.link_until.map(day),
    });
    let waiting = family.waiting.into_iter().map(|waiting| Waiting {
        id: waiting.id.to_string(),
        name: waiting.name,
        authority: waiting.authority,
        proof: waiting.proof,
        by: name(&waiting.made_by),
        on: day(waiting.made_at),
    });
    let ended = family.ended.into_iter().map(|ended| Ended {
        name: ended.name,
        authority: ended.authority,
        by: name(&ended.ended_by),
        on: day(ended.ended_at),
    });
    RelativesPage {
        assets: state.site.assets().clone(),
        household: family.household,
        resident: family.resident,
        back: back(&signed_in.viewer.scope, family.household),
        is_ward: matches!(signed_in.viewer.scope, Scope::Ward { .. }),
        today: state.clock.now().local.day,
        held: held.collect(),
        waiting: waiting.collect(),
        ended: ended.collect(),
        done: None,
        problem,
        typed,
        viewer: signed_in.viewer,
    }
}
