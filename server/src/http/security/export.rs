//! `GET /security/log.json` and `log.csv`: every entry of the log with its hash, from the first to the one that says that this
//! file left. They are read and sent a thousand at a time: a log of years fits in no memory.

use super::Officer;
use crate::audit::What;
use crate::error::AppError;
use crate::hex::hex;
use crate::state::AppState;
use crate::store::{LogEnd, LogEntry, Store, StoreError};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::access::SecurityScope;
use futures::stream::{self, Stream};
use serde_json::json;
use std::collections::BTreeSet;

const FORMAT: &str = "bekertje-log";
const VERSION: u32 = 1;
/// How a hash is made, for whoever makes it again; the fields are in this order in each entry.
const HOW: &str = "hash = SHA-256(previous_hash ‖ fields), each field as its length in 8 bytes and its bytes: sequence and \
    at as 8 bytes; scope, what and outcome as text; role, person, on_behalf_of, authority, residents, detail, session, \
    tablet and request as the field 0 when absent, else the field 1 and the value (numbers as their 16 bytes, residents as \
    its 32). Order: sequence, at, role, person, \
    on_behalf_of, authority, scope, residents, what, detail, outcome, session, tablet, request. The first previous_hash is \
    32 bytes of 0; the number of a set of residents is the SHA-256 of their numbers in order.";
/// So many sets of residents are read at once.
const SETS_AT_ONCE: usize = 200;
const COLUMNS: [&str; 16] = [
    "sequence",
    "at",
    "role",
    "person",
    "on_behalf_of",
    "authority",
    "scope",
    "residents",
    "what",
    "detail",
    "outcome",
    "session",
    "tablet",
    "request",
    "previous_hash",
    "hash",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Json,
    Csv,
}

pub async fn json(State(state): State<AppState>, officer: Officer) -> Result<Response, AppError> {
    export(&state, officer, Form::Json).await
}

pub async fn csv(State(state): State<AppState>, officer: Officer) -> Result<Response, AppError> {
    export(&state, officer, Form::Csv).await
}

async fn export(state: &AppState, officer: Officer, form: Form) -> Result<Response, AppError> {
    let (ending, kind) = match form {
        Form::Json => ("json", "application/json"),
        Form::Csv => ("csv", "text/csv; charset=utf-8"),
    };
    let now = state.clock.now();
    state.audit.note_and_wait(officer.entry(now.at, What::LogExported).detail(ending)).await?;
    let end = state.store.log_end(&officer.scope).await?;
    let home = state.store.home().await?.ok_or(AppError::NotFound)?.name;
    let head = match form {
        Form::Json => json_head(&home, &now.local.to_string(), &end),
        Form::Csv => format!("{}\r\n", COLUMNS.join(",")),
    };
    let name = format!("log-{}.{ending}", now.local.day);
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    let reading = Reading {
        store: state.store.clone(),
        scope: officer.scope,
        form,
        end: end.entries,
        next: Next::Head(head),
        sets: BTreeSet::new(),
    };
    Ok((headers, Body::from_stream(pieces(reading))).into_response())
}

fn json_head(home: &str, made_at: &str, end: &LogEnd) -> String {
    let said = json!({
        "format": FORMAT, "version": VERSION, "home": home, "made_at": made_at, "count": end.entries,
        "end": hex(&end.hash), "how": HOW,
    });
    // The entries follow within the same object.
    format!("{},\"entries\":[", said.to_string().trim_end_matches('}'))
}

/// A file while it is being sent.
struct Reading {
    store: Store,
    scope: SecurityScope,
    form: Form,
    /// The last entry that goes along.
    end: i64,
    next: Next,
    /// The sets of residents that were named.
    sets: BTreeSet<Vec<u8>>,
}

enum Next {
    Head(String),
    EntriesAfter(i64),
    Sets,
    Nothing,
}

fn pieces(reading: Reading) -> impl Stream<Item = Result<Bytes, StoreError>> {
    stream::try_unfold(reading, |mut reading| async move {
        let piece = match std::mem::replace(&mut reading.next, Next::Nothing) {
            Next::Head(head) => {
                reading.next = Next::EntriesAfter(0);
                head
            }
            Next::EntriesAfter(sequence) => reading.entries(sequence).await?,
            Next::Sets => reading.sets().await?,
            Next::Nothing => return Ok(None),
        };
        Ok(Some((Bytes::from(piece), reading)))
    })
}

impl Reading {
    async fn entries(&mut self, after: i64) -> Result<String, StoreError> {
        let mut entries = self.store.log_after(&self.scope, after).await?;
        entries.retain(|entry| entry.sequence <= self.end);
        let Some(last) = entries.last().map(|entry| entry.sequence) else {
            self.next = if self.form == Form::Json { Next::Sets } else { Next::Nothing };
            return Ok(String::new());
        };
        self.next = Next::EntriesAfter(last);
        let mut piece = String::new();
        for entry in &entries {
            match self.form {
                Form::Json => {
                    piece.push_str(if entry.sequence == 1 { "\n" } else { ",\n" });
                    piece.push_str(&serde_json::to_string(entry)?);
                    self.sets.extend(entry.residents().map(<[u8]>::to_vec));
                }
                Form::Csv => piece.push_str(&line(entry)?),
            }
        }
        Ok(piece)
    }

    async fn sets(&mut self) -> Result<String, StoreError> {
        let mut piece = String::from("\n],\"residents\":{");
        let sets: Vec<Vec<u8>> = std::mem::take(&mut self.sets).into_iter().collect();
        let mut is_first = true;
        for some in sets.chunks(SETS_AT_ONCE) {
            for (number, members) in self.store.sets_of_log(&self.scope, some).await? {
                piece.push_str(if is_first { "\n" } else { ",\n" });
                is_first = false;
                piece.push_str(&format!("\"{number}\":{}", serde_json::to_string(&members)?));
            }
        }
        piece.push_str("\n}}\n");
        Ok(piece)
    }
}

/// The same fields under the same names.
fn line(entry: &LogEntry) -> Result<String, StoreError> {
    let fields = serde_json::to_value(entry)?;
    let cells = COLUMNS.map(|column| match fields.get(column) {
        None | Some(serde_json::Value::Null) => String::new(),
        Some(serde_json::Value::String(text)) => quoted(text),
        Some(other) => other.to_string(),
    });
    Ok(format!("{}\r\n", cells.join(",")))
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
