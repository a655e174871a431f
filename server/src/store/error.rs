//! What can go wrong between the program and its database. None of it is a verdict: a person gets "try again" and the log
//! gets the cause.

use domain::ledger::LedgerError;
use sqlx::sqlite::SqliteError;
use std::fmt::Display;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database did not answer as it should: {0}")]
    Database(sqlx::Error),
    #[error(
        "the data folder cannot be written: let the user that runs bekertje write in it, and look whether the disk is read-only"
    )]
    NotWritable,
    #[error("the disk is full: make room; what was answered is kept, and devices send the rest again")]
    DiskFull,
    #[error("the statement {name} failed: {source}")]
    Statement { name: &'static str, source: sqlx::Error },
    #[error("a structure could not be written or read: {0}")]
    Json(#[from] serde_json::Error),
    /// The database holds something that this program never writes.
    #[error("the database is inconsistent at {place}: {why}")]
    Inconsistent { place: String, why: String },
    #[error("the books refuse: {0}")]
    Ledger(#[from] LedgerError),
    #[error("the write was not committed: {0}")]
    NotCommitted(String),
    #[error("a write stopped half-way and was rolled back")]
    JobPanicked,
    #[error("the writer has stopped")]
    WriterGone,
    #[error("the tables were made by a newer version of this program; start that one, or restore an older backup")]
    TablesTooNew,
    #[error("the migration {name} is not the one that made these tables")]
    MigrationChanged { name: String },
    /// The viewer's household, ward or location does not exist (any more).
    #[error("there is nothing that this viewer may see")]
    NothingToSee,
    #[error("only the embedded database is copied this way")]
    NotEmbedded,
    /// Something of an import does not fit what is there.
    #[error("{what} cannot be imported: {why}")]
    Import { what: String, why: String },
    #[error(transparent)]
    NoRandomness(#[from] crate::rng::NoRandomness),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::of_disk(&error).unwrap_or(Self::Database(error))
    }
}

impl StoreError {
    pub(super) fn statement(name: &'static str, source: sqlx::Error) -> Self {
        Self::of_disk(&source).unwrap_or(Self::Statement { name, source })
    }

    /// What an operator can mend, in words of its own.
    fn of_disk(error: &sqlx::Error) -> Option<Self> {
        let error = error.as_database_error()?;
        let code = error.code()?;
        if error.try_downcast_ref::<SqliteError>().is_none() {
            return (code == "53100").then_some(Self::DiskFull);
        }
        // The low byte is the kind, the rest a detail: <https://sqlite.org/rescode.html>.
        match code.parse::<u32>().ok()? & 0xff {
            8 => Some(Self::NotWritable),
            13 => Some(Self::DiskFull),
            _ => None,
        }
    }

    pub(super) fn inconsistent(place: impl Into<String>, why: impl Display) -> Self {
        Self::Inconsistent { place: place.into(), why: why.to_string() }
    }

    const fn cause(&self) -> Option<&sqlx::Error> {
        match self {
            Self::Database(error) | Self::Statement { source: error, .. } => Some(error),
            _ => None,
        }
    }

    /// It came from the database or its driver, and not from what was found in it.
    pub(super) const fn is_of_the_driver(&self) -> bool {
        matches!(self, Self::Database(_) | Self::Statement { .. } | Self::NotWritable | Self::DiskFull)
    }

    /// PostgreSQL could not order this transaction with another, or another wrote the same row first: run it again and it
    /// finds what the other wrote.
    pub(super) fn is_retryable(&self) -> bool {
        let code = self.cause().and_then(|error| error.as_database_error()).and_then(|error| error.code());
        code.is_some_and(|code| ["40001", "40P01", "23505"].contains(&code.as_ref()))
    }
}
