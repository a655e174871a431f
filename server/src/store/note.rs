//! The private notes of supporters, as they are stored: sealed. Nothing here can read one; the key is in `crate::notes`.

use super::db::Tx;
use super::statement::statements;
use super::supporter::supported;
use super::value::{Row, values};
use super::{Store, StoreError};
use crate::notes::Place;
use domain::access::SupporterScope;
use domain::calendar::{Day, Timestamp};
use domain::ids::{HouseholdId, LocationId, NoteId, PersonId};

statements! {
    ANY = "SELECT note_id FROM private_note LIMIT 1";
    OTHER_KEY = "SELECT note_id FROM private_note WHERE key_number <> $1 LIMIT 1";
    LOCK = "SELECT h.location_id FROM household h WHERE h.household_id = $1 AND h.erased_at IS NULL {lock h}";
    OF_RESIDENT = "SELECT note_id, revision, household_id, person_id, key_number, sealed, written_at FROM private_note
        WHERE household_id = $1 AND person_id = $2 ORDER BY note_id, revision";
    LAST = "SELECT MAX(revision) AS revision FROM private_note
        WHERE note_id = $1 AND household_id = $2 AND person_id = $3";
    WRITE = "INSERT INTO private_note (note_id, revision, location_id, household_id, person_id, key_number, sealed,
        written_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    REMOVE = "DELETE FROM private_note WHERE note_id = $1 AND household_id = $2 AND person_id = $3";
    KEPT_ABOUT = "SELECT p.display, COUNT(DISTINCT n.note_id) AS notes, MIN(n.written_at) AS first_at,
            MAX(n.written_at) AS last_at
        FROM private_note n LEFT JOIN person p ON p.person_id = n.person_id
        WHERE n.location_id = $1 AND n.household_id = $2 GROUP BY n.person_id, p.display ORDER BY first_at";
}

/// One writing of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedNote {
    pub place: Place,
    /// The number of the key that sealed it.
    pub key: [u8; 32],
    pub sealed: Vec<u8>,
    pub at: Timestamp,
}

impl SealedNote {
    fn of(row: &Row) -> Result<Self, StoreError> {
        let place = Place {
            note: NoteId(row.uuid("note_id")?),
            revision: row.small("revision")?,
            household: HouseholdId(row.uuid("household_id")?),
            person: PersonId(row.uuid("person_id")?),
        };
        Ok(Self {
            place,
            key: row.hash("key_number")?,
            sealed: row.get("sealed")?,
            at: Timestamp(row.int("written_at")?),
        })
    }
}

/// What came of writing a note down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    Kept,
    /// No such note, or nobody whom this supporter sees.
    NotThere,
    /// It was changed meanwhile, on another page of the same supporter.
    Changed,
    /// Other notes were sealed with another key: with this one there would be two.
    OtherKey,
}

/// How many notes somebody keeps about a resident, and since when; never what is in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noting {
    /// As the home knows them; empty for who is gone.
    pub name: String,
    pub notes: u32,
    pub first_at: Timestamp,
    pub last_at: Timestamp,
}

impl Store {
    /// Whether anything was ever sealed.
    pub async fn has_notes(&self) -> Result<bool, StoreError> {
        Ok(self.inner.db.single().await?.fetch_optional(&ANY, vec![]).await?.is_some())
    }

    /// Every writing of the notes that this supporter keeps about a resident, each note from its first; nobody else's.
    pub async fn notes(
        &self,
        scope: &SupporterScope,
        household: HouseholdId,
        today: Day,
    ) -> Result<Vec<SealedNote>, StoreError> {
        let mut tx = self.inner.db.read().await?;
        if supported(&mut tx, scope, household, today).await?.is_none() {
            return Ok(Vec::new());
        }
        let rows = tx.fetch(&OF_RESIDENT, values![household, scope.person]).await?;
        tx.finish().await?;
        rows.iter().map(SealedNote::of).collect()
    }

    /// Keeps a writing of a note: the first of a new one, or the next of one that is there.
    pub async fn write_note(&self, scope: &SupporterScope, new: SealedNote, today: Day) -> Result<Written, StoreError> {
        let scope = scope.clone();
        self.write(move |tx| {
            let (scope, new) = (scope.clone(), new.clone());
            Box::pin(async move { write(tx, &scope, new, today).await })
        })
        .await
    }

    /// Removes a note with every writing of it; false when there is no such note of this supporter.
    pub async fn remove_note(
        &self,
        scope: &SupporterScope,
        household: HouseholdId,
        note: NoteId,
    ) -> Result<bool, StoreError> {
        let person = scope.person;
        let removed =
            self.write(move |tx| Box::pin(async move { tx.execute(&REMOVE, values![note, household, person]).await }));
        Ok(removed.await? > 0)
    }
}

async fn write(tx: &mut Tx, scope: &SupporterScope, new: SealedNote, today: Day) -> Result<Written, StoreError> {
    let Place { note, revision, household, person } = new.place;
    let row = tx.fetch_optional(&LOCK, values![household]).await?;
    let Some(row) = row.filter(|_| person == scope.person) else { return Ok(Written::NotThere) };
    let location = LocationId(row.uuid("location_id")?);
    if supported(tx, scope, household, today).await?.is_none() {
        return Ok(Written::NotThere);
    }
    if tx.fetch_optional(&OTHER_KEY, values![new.key]).await?.is_some() {
        return Ok(Written::OtherKey);
    }
    let last = tx.fetch_one(&LAST, values![note, household, person]).await?.get::<Option<i64>>("revision")?;
    match (last, i64::from(revision)) {
        (None, 1) => {}
        (None, _) => return Ok(Written::NotThere),
        (Some(last), next) if last + 1 == next => {}
        (Some(_), _) => return Ok(Written::Changed),
    }
    let row = values![note, revision, location, household, person, new.key, new.sealed, new.at];
    tx.execute(&WRITE, row).await?;
    Ok(Written::Kept)
}

/// Who keeps notes about a resident.
pub(super) async fn kept_about(
    tx: &mut Tx,
    location: LocationId,
    household: HouseholdId,
) -> Result<Vec<Noting>, StoreError> {
    let rows = tx.fetch(&KEPT_ABOUT, values![location, household]).await?;
    rows.iter()
        .map(|row| {
            Ok(Noting {
                name: row.get::<Option<String>>("display")?.unwrap_or_default(),
                notes: row.small("notes")?,
                first_at: Timestamp(row.int("first_at")?),
                last_at: Timestamp(row.int("last_at")?),
            })
        })
        .collect()
}
