//! `GET /office/audit`: the log for the security officer. Looking at it is in it too.

use super::{Office, Parameters, frame, pairs};
use crate::audit::What;
use crate::error::AppError;
use crate::http::{html, log};
use crate::state::AppState;
use crate::store::{Concerns as Whom, MOST, Seen};
use app::office::audit::{About, AuditPage, Match, Row, Wanted, audit as page};
use app::words::Words;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use domain::calendar::{Day, Moment, TimeOfDay};
use domain::household::Resident;
use domain::ids::{HouseholdId, LocationId};
use std::collections::BTreeMap;

/// So many rows stand on one page; the file has them all.
const ON_A_PAGE: usize = 300;
const MOST_MATCHES: usize = 12;

type Names = BTreeMap<HouseholdId, (Resident, LocationId)>;

/// What the address asks for, found.
pub struct Selected {
    pub from: Day,
    pub until: Day,
    pub rows: Vec<Row>,
    pub is_cut: bool,
    pub chosen: Option<String>,
    names: Names,
}

pub async fn audit(
    State(state): State<AppState>,
    office: Office,
    parameters: Parameters,
    uri: Uri,
) -> Result<Response, AppError> {
    let now = state.clock.now();
    let mut wanted = Wanted::read(pairs(&parameters));
    let mut selected = select(&state, &office, &wanted).await?;
    let matches = matches(&state, &office, &wanted, &selected.names).await?;
    let read = office.entry(now.at, What::LogRead).about(wanted.resident).detail(wanted.kind.code());
    state.audit.looked(read).await?;
    selected.is_cut |= selected.rows.len() > ON_A_PAGE;
    selected.rows.truncate(ON_A_PAGE);
    wanted.day = Some(selected.until);
    let frame = frame(&state, &office.viewer, &uri, now).await?;
    let Selected { from, until, rows, is_cut, chosen, .. } = selected;
    Ok(html::plain(move || page(AuditPage { frame, wanted, from, until, matches, chosen, rows, is_cut })))
}

/// Reads what is wanted. A resident or person who is not the office's to see is not found.
pub async fn select(state: &AppState, office: &Office, wanted: &Wanted) -> Result<Selected, AppError> {
    let now = state.clock.now();
    let (viewer, scope) = (&office.viewer, &office.viewer.scope);
    let words = Words::new(viewer.language);
    let until = wanted.day.unwrap_or(now.local.day);
    let from = until.plus_days(1 - wanted.days.count());
    let at = |day| state.clock.instant(Moment { day, time: TimeOfDay::MIDNIGHT });
    let period = (at(from), at(until.plus_days(1)));
    state.audit.flush().await?;
    let names = state.store.names_of_residents(scope).await?;
    let mut chosen = None;
    let (seen, is_cut) = if let Some(resident) = wanted.resident {
        let found = state.store.who_looked(viewer, resident, now.local.day, period).await?;
        let found = found.ok_or(AppError::NotFound)?;
        chosen = Some(found.resident.name.get(viewer.language).to_owned());
        (found.seen, found.is_cut)
    } else {
        if let Some(person) = wanted.person {
            let persons = state.store.persons(scope).await?;
            chosen = Some(persons.into_iter().find(|one| one.id == person).ok_or(AppError::NotFound)?.name);
        }
        let seen = state.store.log(scope, wanted.person, period).await?;
        let is_cut = seen.len() > MOST;
        (seen, is_cut)
    };
    let rows = seen.iter().map(|seen| row(state, office, words, &names, seen));
    let rows = rows.filter(|row| wanted.kind.holds(&row.line)).collect();
    Ok(Selected { from, until, rows, is_cut, chosen, names })
}

fn row(state: &AppState, office: &Office, words: Words, names: &Names, seen: &Seen) -> Row {
    let viewer = &office.viewer;
    let name = |household: &HouseholdId| {
        names.get(household).map(|(resident, _)| resident.name.get(office.viewer.language).to_owned())
    };
    let mut line = log::line(&state.clock, viewer, words.language, seen);
    // In this table everyone has a name.
    line.who.is_viewer = false;
    if line.who.name.is_empty() {
        line.who.name = seen.on_behalf_of.as_ref().and_then(name).unwrap_or_default();
    }
    let about = match &seen.about {
        Whom::Nobody => About::Nobody,
        Whom::One(household) => name(household).map_or(About::Many(1), About::One),
        Whom::Many(count) => About::Many(*count),
    };
    Row { line, about, authority: seen.authority.clone(), sequence: seen.sequence }
}

/// Residents and persons whose name fits what was searched.
async fn matches(state: &AppState, office: &Office, wanted: &Wanted, names: &Names) -> Result<Vec<Match>, AppError> {
    let search = wanted.search.to_lowercase();
    if search.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for (household, (resident, _)) in names {
        let name = resident.name.get(office.viewer.language);
        let fits =
            [name, &resident.first_name, &resident.last_name].iter().any(|one| one.to_lowercase().contains(&search));
        if fits {
            let room = resident.room.clone();
            found.push(Match { name: name.to_owned(), room, resident: Some(*household), person: None });
        }
    }
    for person in state.store.persons(&office.viewer.scope).await? {
        if person.name.to_lowercase().contains(&search) {
            found.push(Match { name: person.name, room: String::new(), resident: None, person: Some(person.id) });
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found.truncate(MOST_MATCHES);
    Ok(found)
}
