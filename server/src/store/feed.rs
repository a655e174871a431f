//! The feed of a ward: which household changed, in the order of the commits, numbered without gaps. The numbers are given
//! under the ward's lock (on SQLite: by the one writer), so no reader can see 12 before 11 is there. PostgreSQL takes that
//! lock in a trigger, when the number is given: noting the change last makes orders of one ward wait for each other's
//! commit only, not for each other's work.

use super::StoreError;
use super::db::Tx;
use super::statement::statements;
use super::value::values;
use domain::ids::{HouseholdId, LocationId, WardId};
use std::collections::BTreeSet;

statements! {
    NOTE_CHANGE = "INSERT INTO change (location_id, ward_id, sequence, household_id)
        SELECT $1, $2, COALESCE((SELECT MAX(c.sequence) FROM change c WHERE c.location_id = $1 AND c.ward_id = $2), 0) + 1, $3";
    CHANGES_SINCE = "SELECT sequence, household_id FROM change
        WHERE location_id = $1 AND ward_id = $2 AND sequence > $3 ORDER BY sequence LIMIT 1000";
}

/// Notes that a household changed, and pokes its ward after the commit.
pub async fn note(tx: &mut Tx, location: LocationId, ward: WardId, household: HouseholdId) -> Result<(), StoreError> {
    tx.poke(ward);
    tx.send(&NOTE_CHANGE, values![location, ward, household]).await
}

/// The changes after a number: the numbers in order, and which households.
pub async fn since(
    tx: &mut Tx,
    location: LocationId,
    ward: WardId,
    cursor: i64,
) -> Result<(Vec<i64>, BTreeSet<HouseholdId>), StoreError> {
    let rows = tx.fetch(&CHANGES_SINCE, values![location, ward, cursor]).await?;
    let rows = rows
        .get(usize::from(domain::mutant::is_on(domain::mutant::Mutant::FeedSkipsOne) && rows.len() > 1)..)
        .unwrap_or_default();
    let numbers = rows.iter().map(|row| row.int("sequence")).collect::<Result<_, _>>()?;
    let households = rows.iter().map(|row| row.uuid("household_id").map(HouseholdId)).collect::<Result<_, _>>()?;
    Ok((numbers, households))
}
