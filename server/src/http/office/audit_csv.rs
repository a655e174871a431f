//! `GET /office/audit.csv`: the same lines as on the page, all of them. The file is in the log before it leaves.

use super::audit::select;
use super::residents_csv::written;
use super::{Office, Parameters, pairs};
use crate::audit::What;
use crate::error::AppError;
use crate::state::AppState;
use app::office::audit::{Wanted, export_headings, export_name, export_row};
use app::words::Words;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

pub async fn audit_csv(
    State(state): State<AppState>,
    office: Office,
    parameters: Parameters,
) -> Result<Response, AppError> {
    let words = Words::new(office.viewer.language);
    let wanted = Wanted::read(pairs(&parameters));
    let selected = select(&state, &office, &wanted).await?;
    let left = office.entry(state.clock.timestamp(), What::LogExported).about(wanted.resident);
    state.audit.note_and_wait(left.detail(wanted.kind.code())).await?;
    let mut table = vec![export_headings(words)];
    table.extend(selected.rows.iter().map(|row| export_row(words, row)));
    let name = format!("{}-{}.csv", export_name(words), selected.until);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, written(words.language, &table)).into_response())
}
