//! What a location sells, read once per version and shared by everyone who looks.

use super::db::Tx;
use super::statement::statements;
use super::value::{Row, values};
use super::{Store, StoreError};
use domain::calendar::Day;
use domain::catalogue::{Catalogue, Category, Clearance, ClearanceName, Item};
use domain::ids::LocationId;
use std::sync::{Arc, PoisonError};

statements! {
    CATALOGUE = "SELECT 'category' AS part, position, code, category AS detail, CAST(NULL AS TEXT) AS gone_on FROM category
        UNION ALL SELECT 'clearance', 0, code, name, NULL FROM clearance_kind
        UNION ALL SELECT 'item', position, code, item, gone_on FROM item WHERE location_id = $1";
    VERSION = "SELECT catalogue_version FROM location WHERE location_id = $1";
}

impl Store {
    /// The catalogue of a location at `version`, which the caller read in this same transaction, with the prices of `day`.
    pub(super) async fn catalogue_in(
        &self,
        tx: &mut Tx,
        location: LocationId,
        version: i64,
        day: Day,
    ) -> Result<Arc<Catalogue>, StoreError> {
        if let Some(known) = self.known_catalogue(location, version, day) {
            return Ok(known);
        }
        let read = Arc::new(read(tx, location, version).await?.on(day));
        let mut catalogues = self.inner.catalogues.write().unwrap_or_else(PoisonError::into_inner);
        catalogues.insert(location, (day, Arc::clone(&read)));
        Ok(read)
    }

    pub(super) fn known_catalogue(&self, location: LocationId, version: i64, day: Day) -> Option<Arc<Catalogue>> {
        let catalogues = self.inner.catalogues.read().unwrap_or_else(PoisonError::into_inner);
        let known = catalogues.get(&location).filter(|(of, known)| *of == day && known.version == version);
        known.map(|(_, catalogue)| Arc::clone(catalogue))
    }

    /// The catalogue of a location with the prices of `day`.
    pub async fn catalogue(&self, location: LocationId, day: Day) -> Result<Arc<Catalogue>, StoreError> {
        let mut tx = self.inner.db.read().await?;
        let row = tx.fetch_optional(&VERSION, values![location]).await?.ok_or(StoreError::NothingToSee)?;
        let catalogue = self.catalogue_in(&mut tx, location, row.int("catalogue_version")?, day).await?;
        tx.finish().await?;
        Ok(catalogue)
    }
}

async fn read(tx: &mut Tx, location: LocationId, version: i64) -> Result<Catalogue, StoreError> {
    let rows = tx.fetch(&CATALOGUE, values![location]).await?;
    let mut categories: Vec<(i64, Category)> = Vec::new();
    let mut items: Vec<(i64, Item)> = Vec::new();
    let mut clearances: Vec<ClearanceName> = Vec::new();
    for row in &rows {
        let position = row.int("position")?;
        match row.text("part")?.as_str() {
            "category" => categories.push((position, row.json("detail")?)),
            "clearance" => {
                clearances.push(ClearanceName { clearance: Clearance(row.text("code")?), name: row.json("detail")? });
            }
            _ => items.push((position, item(row)?)),
        }
    }
    categories.sort_by(|left, right| (left.0, &left.1.code).cmp(&(right.0, &right.1.code)));
    items.sort_by(|left, right| (left.0, &left.1.code).cmp(&(right.0, &right.1.code)));
    clearances.sort_by(|left, right| left.clearance.cmp(&right.clearance));
    Ok(Catalogue {
        version,
        clearances,
        categories: categories.into_iter().map(|(_, category)| category).collect(),
        items: items.into_iter().map(|(_, item)| item).collect(),
    })
}

/// An item that left the home's folder stays for what was ordered, and is sold no longer.
fn item(row: &Row) -> Result<Item, StoreError> {
    let mut item: Item = row.json("detail")?;
    let gone_on: Option<String> = row.get("gone_on")?;
    let gone_on: Option<Day> =
        gone_on.map(|day| day.parse()).transpose().map_err(|error| StoreError::inconsistent("item.gone_on", error))?;
    item.valid.until = [item.valid.until, gone_on].into_iter().flatten().min();
    Ok(item)
}
