//! What the office corrected about a resident: name, room, language. A correction stands until the home's own files say the
//! same, or something newer; an import that still says what was wrong does not undo it.

use super::household::Key;
use super::statement::statements;
use super::value::{Row, Value, values};
use super::{Store, StoreError, Tx, feed};
use domain::access::{Actor, Scope};
use domain::calendar::Timestamp;
use domain::catalogue::Language;
use domain::household::Resident;
use domain::ids::HouseholdId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

statements! {
    LOCK = "SELECT h.location_id, h.household_id, h.ward_id, h.version, h.resident FROM household h
        WHERE h.household_id = $1 AND h.erased_at IS NULL {lock h}";
    FIND = "SELECT h.location_id, h.household_id, h.ward_id, h.version FROM household h
        WHERE h.household_id = $1 AND h.erased_at IS NULL";
    CORRECT = "UPDATE household SET resident = $3, room = $4, version = version + 1
        WHERE location_id = $1 AND household_id = $2";
    NOTE = "INSERT INTO correction (location_id, household_id, correction_id, done_by, done_at, reason, fields)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    OF_HOUSEHOLD = "SELECT household_id, correction_id, done_by, done_at, reason, fields, settled_at FROM correction
        WHERE location_id = $1 AND household_id = $2 ORDER BY done_at, correction_id";
    UNSETTLED = "SELECT household_id, correction_id, done_by, done_at, reason, fields, settled_at FROM correction
        WHERE settled_at IS NULL ORDER BY done_at, correction_id";
    SETTLE = "UPDATE correction SET settled_at = $2 WHERE correction_id = $1 AND settled_at IS NULL";
}

/// What can be corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    NameNl,
    NameEn,
    FirstName,
    LastName,
    Room,
    Language,
}

impl Field {
    pub const ALL: [Self; 6] =
        [Self::NameNl, Self::NameEn, Self::FirstName, Self::LastName, Self::Room, Self::Language];

    /// The name of the field in forms and reports.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NameNl => "name_nl",
            Self::NameEn => "name_en",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Room => "room",
            Self::Language => "language",
        }
    }

    #[must_use]
    pub fn of(self, resident: &Resident) -> &str {
        match self {
            Self::NameNl => &resident.name.nl,
            Self::NameEn => &resident.name.en,
            Self::FirstName => &resident.first_name,
            Self::LastName => &resident.last_name,
            Self::Room => &resident.room,
            Self::Language => resident.language.code(),
        }
    }

    pub fn set(self, resident: &mut Resident, value: &str) {
        match self {
            Self::NameNl => value.clone_into(&mut resident.name.nl),
            Self::NameEn => value.clone_into(&mut resident.name.en),
            Self::FirstName => value.clone_into(&mut resident.first_name),
            Self::LastName => value.clone_into(&mut resident.last_name),
            Self::Room => value.clone_into(&mut resident.room),
            Self::Language => resident.language = Language::from_code(value).unwrap_or(resident.language),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub before: String,
    pub after: String,
}

/// One correction, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    pub id: Uuid,
    pub household: HouseholdId,
    pub by: Actor,
    pub at: Timestamp,
    pub reason: String,
    pub fields: BTreeMap<Field, Change>,
    pub settled_at: Option<Timestamp>,
}

impl Correction {
    fn of(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.uuid("correction_id")?,
            household: HouseholdId(row.uuid("household_id")?),
            by: row.json("done_by")?,
            at: Timestamp(row.int("done_at")?),
            reason: row.text("reason")?,
            fields: row.json("fields")?,
            settled_at: row.get::<Option<i64>>("settled_at")?.map(Timestamp),
        })
    }
}

/// What someone wants to be otherwise.
#[derive(Clone, Debug)]
pub struct Correcting {
    /// The number of the record.
    pub id: Uuid,
    pub household: HouseholdId,
    pub by: Actor,
    pub at: Timestamp,
    pub reason: String,
    pub wanted: BTreeMap<Field, String>,
}

impl Store {
    /// Corrects a resident of the office's locations; how many fields changed, `None` outside the scope.
    pub async fn correct(&self, scope: &Scope, correcting: Correcting) -> Result<Option<usize>, StoreError> {
        let Scope::Office { locations, .. } = scope else { return Ok(None) };
        let locations = locations.clone();
        self.write(move |tx| {
            let (locations, correcting) = (locations.clone(), correcting.clone());
            Box::pin(async move {
                let row = tx.fetch_optional(&LOCK, values![correcting.household]).await?;
                let Some(row) = row else { return Ok(None) };
                let key = Key::of(&row)?;
                if !locations.contains(&key.location) {
                    return Ok(None);
                }
                correct(tx, key, row.json("resident")?, &correcting).await.map(Some)
            })
        })
        .await
    }

    /// The corrections of a resident of the office's locations, oldest first.
    pub async fn corrections(&self, scope: &Scope, household: HouseholdId) -> Result<Vec<Correction>, StoreError> {
        let Scope::Office { locations, .. } = scope else { return Ok(Vec::new()) };
        let mut tx = self.inner.db.single().await?;
        let Some(row) = tx.fetch_optional(&FIND, values![household]).await? else { return Ok(Vec::new()) };
        let key = Key::of(&row)?;
        if !locations.contains(&key.location) {
            return Ok(Vec::new());
        }
        of_household(&mut tx, key).await
    }
}

async fn correct(tx: &mut Tx, key: Key, mut resident: Resident, correcting: &Correcting) -> Result<usize, StoreError> {
    let mut fields = BTreeMap::new();
    for (field, wanted) in &correcting.wanted {
        let before = field.of(&resident).to_owned();
        if before != *wanted {
            field.set(&mut resident, wanted);
            fields.insert(*field, Change { before, after: wanted.clone() });
        }
    }
    if fields.is_empty() {
        return Ok(0);
    }
    let mut row = values![key.location, key.household];
    row.extend([Value::json(&resident)?, Value::from(resident.room.as_str())]);
    tx.execute(&CORRECT, row).await?;
    let mut row = values![key.location, key.household, correcting.id];
    row.push(Value::json(&correcting.by)?);
    row.extend(values![correcting.at, correcting.reason.as_str()]);
    row.push(Value::json(&fields)?);
    tx.execute(&NOTE, row).await?;
    feed::note(tx, key.location, key.ward, key.household).await?;
    Ok(fields.len())
}

pub(super) async fn of_household(tx: &mut Tx, key: Key) -> Result<Vec<Correction>, StoreError> {
    let rows = tx.fetch(&OF_HOUSEHOLD, values![key.location, key.household]).await?;
    rows.iter().map(Correction::of).collect()
}

/// Corrections that the home's files do not say yet, oldest first.
pub(super) async fn unsettled(tx: &mut Tx) -> Result<Vec<Correction>, StoreError> {
    tx.fetch(&UNSETTLED, vec![]).await?.iter().map(Correction::of).collect()
}

pub(super) async fn settle(tx: &mut Tx, ids: &[Uuid], at: Timestamp) -> Result<(), StoreError> {
    for id in ids {
        tx.execute(&SETTLE, values![*id, at]).await?;
    }
    Ok(())
}
