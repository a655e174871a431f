//! Brings the tables to this program's version. Migrations are only ever added; each runs once, in its own transaction.

use super::StoreError;
use super::db::{Db, Tx};
use super::statement::{Dialect, statements};
use super::value::values;
use futures::future::BoxFuture;
use sha2::{Digest, Sha256};

pub struct Migration {
    pub name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

impl Migration {
    const fn sql(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgres => self.postgres,
        }
    }

    fn fingerprint(&self, dialect: Dialect) -> String {
        crate::hex::hex(&Sha256::digest(self.sql(dialect)))
    }
}

macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        &[$(Migration {
            name: $name,
            sqlite: include_str!(concat!("migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("migrations/postgres/", $name, ".sql")),
        }),*]
    };
}

pub static MIGRATIONS: &[Migration] = migrations![
    "0001_shop",
    "0002_journal_is_append_only",
    "0003_sessions",
    "0004_sign_in",
    "0005_tablet",
    "0006_audit",
    "0007_family",
    "0009_privacy",
    "0010_shift",
    "0011_oidc",
    "0012_passkey",
    "0014_roles",
    "0015_proposals",
];

const MIGRATION_TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (
    position BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    fingerprint TEXT NOT NULL
)";
/// Several servers may start at once; they take turns.
const POSTGRES_TURN: &str = "SELECT pg_advisory_xact_lock(823746120)";

statements! {
    APPLIED = "SELECT position, name, fingerprint FROM migration ORDER BY position";
    NOTE_APPLIED = "INSERT INTO migration (position, name, fingerprint) VALUES ($1, $2, $3)";
}

/// Applies what is missing; returns the names of what was applied.
pub async fn migrate(db: &Db) -> Result<Vec<String>, StoreError> {
    db.write(|tx| Box::pin(prepare(tx))).await?;
    let mut applied = Vec::new();
    while let Some(name) = db.write(apply_next).await? {
        applied.push(name);
    }
    Ok(applied)
}

async fn prepare(tx: &mut Tx) -> Result<(), StoreError> {
    take_turn(tx).await?;
    tx.script(MIGRATION_TABLE).await
}

async fn take_turn(tx: &mut Tx) -> Result<(), StoreError> {
    if tx.dialect() == Dialect::Postgres {
        tx.script(POSTGRES_TURN).await?;
    }
    Ok(())
}

fn apply_next(tx: &mut Tx) -> BoxFuture<'_, Result<Option<String>, StoreError>> {
    Box::pin(async move {
        take_turn(tx).await?;
        let dialect = tx.dialect();
        let done = tx.fetch(&APPLIED, vec![]).await?;
        if done.len() > MIGRATIONS.len() {
            return Err(StoreError::TablesTooNew);
        }
        for (row, migration) in done.iter().zip(MIGRATIONS) {
            if row.text("fingerprint")? != migration.fingerprint(dialect) {
                return Err(StoreError::MigrationChanged { name: row.text("name")? });
            }
        }
        let Some(next) = MIGRATIONS.get(done.len()) else { return Ok(None) };
        tx.script(next.sql(dialect)).await?;
        let position = i64::try_from(done.len()).unwrap_or(i64::MAX) + 1;
        tx.execute(&NOTE_APPLIED, values![position, next.name, next.fingerprint(dialect)]).await?;
        Ok(Some(next.name.to_owned()))
    })
}
