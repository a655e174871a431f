//! Writes an imported home. Every row is written only where it differs, so that running an import twice changes nothing;
//! what was booked is never booked again, and nothing that people did is touched.

pub mod place;
pub mod resident;

use super::correction::{self, Correction};
use super::statement::statements;
use super::value::{Row, Value, values};
use super::{Store, StoreError, Tx, erase, meta, picture};
use crate::exchange::home::{FileRows, Home, KnownRows};
use domain::calendar::Day;
use domain::catalogue::Photo;
use domain::ids::HouseholdId;
use domain::sync::Now;
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

statements! {
    KNOWN_ROWS = "SELECT file, row_key, cells FROM import_row";
    UPSERT_ROWS = "INSERT INTO import_row (file, row_key, cells) VALUES {rows}
        ON CONFLICT (file, row_key) DO UPDATE SET cells = excluded.cells
        WHERE import_row.cells <> excluded.cells";
    FORGET_ROW = "DELETE FROM import_row WHERE file = $1 AND row_key = $2";
}

/// SQLite counts placeholders.
const ROWS_AT_ONCE: usize = 200;

/// A home that was read and checked, to be written as a whole.
#[derive(Clone, Debug)]
pub struct Import {
    pub home: Home,
    /// The day that a demo calls today: that of the first import, and kept.
    pub anchor: Day,
    pub now: Now,
    /// For a home that is new; a known home keeps its own.
    pub epoch: Uuid,
    /// Rows that are new or different, to remember.
    pub rows: Vec<FileRows>,
    /// Rows to forget, by file and key.
    pub gone: Vec<(String, String)>,
    /// Corrections that the folder has taken over, or overtaken.
    pub settled: Vec<Uuid>,
}

/// What an import changed; all zero when it was run before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub households_added: usize,
    pub households_changed: usize,
    /// Transfers that were booked.
    pub transfers: usize,
    /// Rows of the home, its locations and wards.
    pub places: u64,
    /// Categories, items and providers.
    pub catalogue: u64,
    /// Tariffs, function rates, cost policy and kinds of clearance.
    pub figures: u64,
    pub people: u64,
    /// Photos that came and photos that nothing has any more.
    pub photos: u64,
}

/// What an import must know of earlier ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BeforeImport {
    /// The day of the first import; `None` when this is the first.
    pub anchor: Option<Day>,
    pub rows: KnownRows,
    /// Photos whose pictures are there already.
    pub photos: BTreeSet<Photo>,
    /// Households that were erased: they stay so, whatever a folder says.
    pub erased: BTreeSet<HouseholdId>,
    /// Corrections of the office that no folder has said yet, oldest first.
    pub corrections: Vec<Correction>,
}

impl Store {
    pub async fn before_import(&self) -> Result<BeforeImport, StoreError> {
        let mut tx = self.inner.db.read().await?;
        let anchor = meta::read(&mut tx).await?.map(|home| home.anchor);
        let rows = tx.fetch(&KNOWN_ROWS, vec![]).await?;
        let photos = picture::complete(&mut tx).await?;
        let erased = erase::erased(&mut tx).await?;
        let corrections = correction::unsettled(&mut tx).await?;
        tx.finish().await?;
        let known = |row: &Row| Ok(((row.text("file")?, row.text("row_key")?), row.json("cells")?));
        let rows = rows.iter().map(known).collect::<Result<_, StoreError>>()?;
        Ok(BeforeImport { anchor, rows, photos, erased, corrections })
    }

    /// Writes a home, all of it or nothing. Opening orders are not placed here: they go the way of all orders.
    pub async fn import(&self, import: Import) -> Result<Written, StoreError> {
        let import = Arc::new(import);
        self.write(move |tx| {
            let import = Arc::clone(&import);
            Box::pin(async move { apply(tx, &import).await })
        })
        .await
    }

    /// Remembers one row of a file as it was read.
    pub async fn remember_row(&self, file: &str, key: &str, cells: &[String]) -> Result<(), StoreError> {
        let row = vec![Value::from(file), Value::from(key), Value::json(&cells)?];
        self.write(move |tx| {
            let rows = vec![row.clone()];
            Box::pin(async move { tx.execute_rows(&UPSERT_ROWS, rows).await.map(|_| ()) })
        })
        .await
    }
}

async fn apply(tx: &mut Tx, import: &Import) -> Result<Written, StoreError> {
    let home = &import.home;
    let mut written = Written {
        places: place::write_places(tx, import).await?,
        figures: place::write_figures(tx, home).await?,
        catalogue: place::write_catalogue(tx, import).await?,
        people: resident::write_people(tx, &home.people).await?,
        ..Written::default()
    };
    written.photos = picture::write(tx, &home.pictures).await?;
    let known = resident::known(tx).await?;
    for household in &home.households {
        resident::write(tx, household, known.get(&household.id), import.now.local.day, &mut written).await?;
    }
    correction::settle(tx, &import.settled, import.now.at).await?;
    write_rows(tx, &import.rows).await?;
    for (file, key) in &import.gone {
        tx.execute(&FORGET_ROW, values![file.as_str(), key.as_str()]).await?;
    }
    Ok(written)
}

async fn write_rows(tx: &mut Tx, files: &[FileRows]) -> Result<(), StoreError> {
    let mut rows = Vec::new();
    for file in files {
        for (key, cells) in &file.rows {
            rows.push(vec![Value::from(file.file), Value::from(key.as_str()), Value::json(cells)?]);
        }
    }
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(ROWS_AT_ONCE));
        tx.execute_rows(&UPSERT_ROWS, rows).await?;
        rows = rest;
    }
    Ok(())
}

/// The plain values first, then what is written as a structure.
fn row(plain: Vec<Value>, structures: Vec<Value>) -> Vec<Value> {
    let mut row = plain;
    row.extend(structures);
    row
}
