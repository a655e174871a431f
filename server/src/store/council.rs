//! What the client council sees: every writing of every item, so that it can be told how prices change and from when.
//! Nothing here is about anybody.

use super::statement::statements;
use super::value::values;
use super::{Store, StoreError};
use domain::access::CouncilScope;
use domain::amount::Unit;
use domain::calendar::Day;
use domain::catalogue::Item;
use domain::ids::LocationId;

statements! {
    WRITINGS = "SELECT i.item, i.gone_on, l.unit FROM item i JOIN location l ON l.location_id = i.location_id
        WHERE i.location_id = $1 ORDER BY i.code, i.valid_from";
}

/// An item as it was written down for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WritingOfItem {
    pub item: Item,
    /// The first day on which the home's files did not name it any more.
    pub gone_on: Option<Day>,
    pub unit: Unit,
}

impl Store {
    /// Every writing of every item of one of its locations, each item from its first; none of any other location.
    pub async fn writings(&self, scope: &CouncilScope, location: LocationId) -> Result<Vec<WritingOfItem>, StoreError> {
        if !scope.locations.contains(&location) {
            return Ok(Vec::new());
        }
        let rows = self.inner.db.single().await?.fetch(&WRITINGS, values![location]).await?;
        rows.iter()
            .map(|row| {
                Ok(WritingOfItem {
                    item: row.json("item")?,
                    gone_on: super::roll_over::day_or_none(row, "gone_on")?,
                    unit: row.code("unit", Unit::from_code)?,
                })
            })
            .collect()
    }
}
