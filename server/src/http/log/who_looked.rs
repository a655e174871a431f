//! `GET /r/{household}/who-looked`: one week of what was seen and done, in plain words.

use super::{frame, line};
use crate::audit::What;
use crate::error::AppError;
use crate::http::html;
use crate::http::named::Named;
use crate::http::request_id::RequestId;
use crate::http::session::SignedIn;
use crate::state::AppState;
use app::log::who_looked::{Emergency, Show, WhoLookedPage, who_looked as page};
use app::log::{Who, role};
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::{Role, Scope};
use domain::calendar::{Day, Moment, TimeOfDay};
use domain::ids::HouseholdId;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// Any day of the week.
    week: Option<String>,
    #[serde(default)]
    show: String,
}

pub async fn who_looked(
    State(state): State<AppState>,
    signed_in: SignedIn,
    request: RequestId,
    Named(household): Named<HouseholdId>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let (viewer, now) = (&signed_in.viewer, state.clock.now());
    if !matches!(viewer.scope, Scope::Resident { .. } | Scope::Family { .. }) {
        return Err(AppError::NotFound);
    }
    let today = now.local.day;
    let week = monday_of(asked.week.and_then(|week| week.parse().ok()).unwrap_or(today).min(today));
    let at = |day| state.clock.instant(Moment { day, time: TimeOfDay::MIDNIGHT });
    let period = (at(week), at(week.plus_days(7)));
    state.audit.flush().await?;
    let found = state.store.who_looked(viewer, household, today, period).await?.ok_or(AppError::NotFound)?;
    let opened = state.store.emergencies_of((found.location, household), period).await?;
    if viewer.actor.role != Role::Resident {
        let read = signed_in.entry(now.at, What::LogRead).about([household]).on_behalf_of(household);
        state.audit.looked(read.on_authority("manage").request(request.0)).await?;
    }
    let frame = frame(&state, viewer).await?;
    let language = viewer.language;
    let lines = found.seen.iter().map(|seen| line(&state.clock, viewer, language, seen)).collect();
    let emergencies = opened.into_iter().map(|one| {
        let moment = state.clock.at(one.opened_at).local;
        Emergency {
            day: moment.day,
            time: moment.time,
            who: Who { role: role(&one.role), name: one.name, ..Who::default() },
            reason: one.reason,
            reviewed: one.review.map(|review| state.clock.at(review.at).local.day),
        }
    });
    let page_of = WhoLookedPage {
        frame,
        household,
        name: found.resident.name.get(language).to_owned(),
        week,
        today,
        show: Show::from_code(&asked.show),
        lines,
        emergencies: emergencies.collect(),
    };
    Ok(html::plain(move || page(page_of)))
}

fn monday_of(day: Day) -> Day {
    day.plus_days(-i64::from(day.weekday().number_days_from_monday()))
}
