//! Who looked and who did what, for the resident and for who manages for them.

#[cfg(test)]
mod tests;
pub mod who_looked;

use crate::clock::Clock;
use crate::error::AppError;
use crate::state::AppState;
use crate::store::Seen;
use app::log::{Frame, Line, Who, role};
use domain::access::Viewer;
use domain::catalogue::Language;

/// What every page in this look needs.
pub async fn frame(state: &AppState, viewer: &Viewer) -> Result<Frame, AppError> {
    let home = state.store.home().await?.ok_or(AppError::NotFound)?;
    Ok(Frame { assets: state.site.assets().clone(), viewer: viewer.clone(), home: home.name, demo: state.demo })
}

/// A line as pages show it to this viewer.
pub fn line(clock: &Clock, viewer: &Viewer, language: Language, seen: &Seen) -> Line {
    let role = seen.role.as_deref().and_then(role);
    let is_viewer = role == Some(viewer.actor.role) && seen.person == viewer.actor.person;
    Line {
        at: clock.at(seen.at).local,
        who: Who { role, name: seen.name.clone(), relation: seen.relation.get(language).to_owned(), is_viewer },
        what: seen.what.clone(),
        detail: seen.detail.clone(),
        refused: seen.refused,
        is_look: seen.is_look,
    }
}
