//! What a location sells, read once per version and shared by everyone who looks.

use super::db::Tx;
use super::statement::statements;
use super::value::values;
use super::{Store, StoreError};
use domain::catalogue::{Catalogue, Category, Item};
use domain::ids::LocationId;
use std::sync::{Arc, PoisonError};

statements! {
    CATALOGUE = "SELECT 'category' AS part, position, code, category AS detail FROM category
        UNION ALL SELECT 'item', position, code, item FROM item WHERE location_id = $1";
    VERSION = "SELECT catalogue_version FROM location WHERE location_id = $1";
}

impl Store {
    /// The catalogue of a location at `version`, which the caller read in this same transaction.
    pub(super) async fn catalogue_in(
        &self,
        tx: &mut Tx,
        location: LocationId,
        version: i64,
    ) -> Result<Arc<Catalogue>, StoreError> {
        if let Some(known) = self.known_catalogue(location, version) {
            return Ok(known);
        }
        let read = Arc::new(read(tx, location, version).await?);
        let mut catalogues = self.inner.catalogues.write().unwrap_or_else(PoisonError::into_inner);
        catalogues.insert(location, Arc::clone(&read));
        Ok(read)
    }

    pub(super) fn known_catalogue(&self, location: LocationId, version: i64) -> Option<Arc<Catalogue>> {
        let catalogues = self.inner.catalogues.read().unwrap_or_else(PoisonError::into_inner);
        catalogues.get(&location).filter(|known| known.version == version).map(Arc::clone)
    }

    /// The catalogue of a location as it is now.
    pub async fn catalogue(&self, location: LocationId) -> Result<Arc<Catalogue>, StoreError> {
        let mut tx = self.inner.db.read().await?;
        let row = tx.fetch_optional(&VERSION, values![location]).await?.ok_or(StoreError::NothingToSee)?;
        let catalogue = self.catalogue_in(&mut tx, location, row.int("catalogue_version")?).await?;
        tx.finish().await?;
        Ok(catalogue)
    }
}

async fn read(tx: &mut Tx, location: LocationId, version: i64) -> Result<Catalogue, StoreError> {
    let rows = tx.fetch(&CATALOGUE, values![location]).await?;
    let mut categories: Vec<(i64, Category)> = Vec::new();
    let mut items: Vec<(i64, Item)> = Vec::new();
    for row in &rows {
        let position = row.int("position")?;
        match row.text("part")?.as_str() {
            "category" => categories.push((position, row.json("detail")?)),
            _ => items.push((position, row.json("detail")?)),
        }
    }
    categories.sort_by(|left, right| (left.0, &left.1.code).cmp(&(right.0, &right.1.code)));
    items.sort_by(|left, right| (left.0, &left.1.code).cmp(&(right.0, &right.1.code)));
    Ok(Catalogue {
        version,
        categories: categories.into_iter().map(|(_, category)| category).collect(),
        items: items.into_iter().map(|(_, item)| item).collect(),
    })
}
