//! `GET /security`: the log, day by day.

use super::Officer;
use crate::audit::What;
use crate::error::AppError;
use crate::hex::hex;
use crate::http::office::{Parameters, frame, pairs};
use crate::http::{html, log};
use crate::state::AppState;
use crate::store::{Concerns, MOST, Seen};
use app::office::audit::Wanted;
use app::security::{LogPage, Row, log as page};
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use domain::calendar::{Moment, TimeOfDay};

/// So many rows stand on one page; the file has them all.
const ON_A_PAGE: usize = 300;

pub async fn log(
    State(state): State<AppState>,
    officer: Officer,
    parameters: Parameters,
    uri: Uri,
) -> Result<Response, AppError> {
    let now = state.clock.now();
    let mut wanted = Wanted::read(pairs(&parameters));
    let until = wanted.day.unwrap_or(now.local.day);
    let from = until.plus_days(1 - wanted.days.count());
    let at = |day| state.clock.instant(Moment { day, time: TimeOfDay::MIDNIGHT });
    state.audit.looked(officer.entry(now.at, What::LogRead).detail(wanted.kind.code())).await?;
    state.audit.flush().await?;
    let seen = state.store.log_of_home(&officer.scope, (at(from), at(until.plus_days(1)))).await?;
    let end = state.store.log_end(&officer.scope).await?;
    let mut is_cut = seen.len() > MOST;
    let rows = seen.iter().map(|seen| row(&state, &officer, seen));
    let mut rows: Vec<Row> = rows.filter(|row| wanted.kind.holds(&row.line)).collect();
    is_cut |= rows.len() > ON_A_PAGE;
    rows.truncate(ON_A_PAGE);
    wanted.day = Some(until);
    let frame = frame(&state, &officer.viewer, &uri, now).await?;
    let (entries, end) = (end.entries, hex(&end.hash));
    Ok(html::plain(move || page(LogPage { frame, wanted, from, until, rows, is_cut, entries, end })))
}

fn row(state: &AppState, officer: &Officer, seen: &Seen) -> Row {
    let mut line = log::line(&state.clock, &officer.viewer, officer.viewer.language, seen);
    // In this table everyone has a name.
    line.who.is_viewer = false;
    let residents = match seen.about {
        Concerns::Nobody => 0,
        Concerns::One(_) => 1,
        Concerns::Many(count) => count,
    };
    Row { line, residents, detail: seen.detail.clone(), sequence: seen.sequence.unwrap_or_default() }
}
