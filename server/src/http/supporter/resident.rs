//! `GET /supporter/{household}`: one resident as they see themselves, and the notes about them.

use super::{Supporter, find, notes};
use crate::error::AppError;
use crate::http::html;
use crate::http::named::Named;
use crate::http::office::frame;
use crate::state::AppState;
use crate::store::LineOfResident;
use app::supporter::{Closed, Done, LineSeen, Mistake, ResidentPage, resident as page, resident_path};
use axum::extract::{Query, State};
use axum::http::Uri;
use axum::response::Response;
use domain::catalogue::Language;
use domain::ids::HouseholdId;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub struct Shown {
    done: Option<String>,
}

pub async fn resident(
    State(state): State<AppState>,
    supporter: Supporter,
    Named(household): Named<HouseholdId>,
    Query(shown): Query<Shown>,
) -> Result<Response, AppError> {
    let done = match shown.done.as_deref() {
        Some("kept") => Some(Done::Kept),
        Some("removed") => Some(Done::Removed),
        _ => None,
    };
    render(&state, &supporter, household, Came { done, ..Came::default() }).await
}

/// What came of a form.
#[derive(Debug, Default)]
pub struct Came {
    pub done: Option<Done>,
    pub typed: String,
    pub mistake: Option<Mistake>,
    pub closed: Option<Closed>,
}

/// The page, with what came of a form.
pub async fn render(
    state: &AppState,
    supporter: &Supporter,
    household: HouseholdId,
    came: Came,
) -> Result<Response, AppError> {
    let now = state.clock.now();
    let language = supporter.viewer.language;
    let found = find(state, supporter, household).await?;
    supporter.looked_at(state, [household], "supporter-resident").await?;
    let (notes, closed) = notes(state, supporter, household).await?;
    let address: Uri = resident_path(household).parse().unwrap_or_default();
    let frame = frame(state, &supporter.viewer, &address, now).await?;
    let resident = found.about.resident;
    let page_of = ResidentPage {
        frame,
        household,
        name: resident.name.get(language).to_owned(),
        place: format!("{} {}", found.about.location_name, resident.ward_name),
        room: resident.room,
        left_on: found.about.left_on,
        away: resident.away,
        cup_full: found.cup_full,
        cup_left: found.cup_left,
        cup_reserved: found.cup_reserved,
        cup_until: found.cup_until.plus_days(-1),
        own_left: found.own_left,
        lines: found.lines.into_iter().map(|line| seen(line, language)).collect(),
        authorities: found.authorities,
        notes,
        closed: came.closed.or(closed),
        typed: came.typed,
        mistake: came.mistake,
        done: came.done,
    };
    Ok(html::plain(move || page(page_of)))
}

fn seen(line: LineOfResident, language: Language) -> LineSeen {
    LineSeen {
        item: line.item.get(language).to_owned(),
        performer: line.performer.get(language).to_owned(),
        moment: line.moment,
        quantity: line.quantity,
        purse: line.purse,
        price: line.price,
        state: line.state,
        by: line.by,
    }
}
