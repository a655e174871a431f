//! `GET /office/residents.csv`: the same rows in the same order as the table, all pages.
//!
//! UTF-8 with a byte order mark, so that Excel reads names with accents. In Dutch a semicolon between the columns and a
//! comma in amounts, which is what a Dutch Excel opens without asking; in English a comma and a point. Amounts have no
//! thousands mark and no currency sign; the unit of the cup stands in its own column.

use super::{Office, Parameters, pairs, row};
use crate::audit::What;
use crate::error::AppError;
use crate::state::AppState;
use app::office::residents::{export_headings, export_name, export_row};
use app::office::selection::{Selection, select};
use app::words::Words;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::catalogue::Language;

pub async fn residents_csv(
    State(state): State<AppState>,
    office: Office,
    parameters: Parameters,
) -> Result<Response, AppError> {
    let now = state.clock.now();
    let words = Words::new(office.viewer.language);
    let rows = state.store.office_residents(&office.viewer.scope, now).await?;
    let rows = select(rows.into_iter().map(row).collect(), &Selection::read(pairs(&parameters)));
    let left = office.entry(now.at, What::Exported).about(rows.iter().map(|row| row.household)).detail("residents");
    state.audit.note_and_wait(left).await?;
    let mut table = vec![export_headings(words)];
    table.extend(rows.iter().map(|row| export_row(words, row)));
    let name = format!("{}-{}.csv", export_name(words), now.local.day);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, written(words.language, &table)).into_response())
}

pub(super) fn written(language: Language, table: &[Vec<String>]) -> String {
    let separator = match language {
        Language::Nl => ";",
        Language::En => ",",
    };
    let mut out = String::from("\u{feff}");
    for row in table {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell, separator)).collect();
        out.push_str(&cells.join(separator));
        out.push_str("\r\n");
    }
    out
}

/// A text that a spreadsheet would run as a formula gets an apostrophe in front; a number stays a number.
fn quoted(cell: &str, separator: &str) -> String {
    let is_number = cell.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '-' | ',' | '.'));
    let safe = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if safe.contains(['"', '\n', '\r']) || safe.contains(separator) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_export_opens_in_a_dutch_spreadsheet_and_runs_no_formulas() {
        let table = vec![vec!["Öztürk; \"Y\"".to_owned(), "=1+1".to_owned(), "-5,20".to_owned()]];
        assert_eq!(written(Language::Nl, &table), "\u{feff}\"Öztürk; \"\"Y\"\"\";'=1+1;-5,20\r\n");
        assert_eq!(written(Language::En, &table), "\u{feff}\"Öztürk; \"\"Y\"\"\",'=1+1,\"-5,20\"\r\n");
    }
}
