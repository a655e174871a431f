//! Shifts: who works with a tablet of the ward, and until when. From the start of a shift its PIN is enough on that tablet.

use super::db::Tx;
use super::people;
use super::statement::statements;
use super::value::{Row, values};
use super::{Store, StoreError};
use app::shift::Whose;
use domain::access::Viewer;
use domain::calendar::Timestamp;
use domain::ids::{LocationId, PersonId, TabletId, WardId};
use std::collections::BTreeMap;
use uuid::Uuid;

statements! {
    LOCK_TABLET = "SELECT t.tablet_id FROM tablet t WHERE t.tablet_id = $1 AND t.revoked_at IS NULL {lock t}";
    EXTEND = "UPDATE shift SET ends_at = $4 WHERE tablet_id = $1 AND person_id = $2 AND ends_at > $3";
    BEGIN = "INSERT INTO shift (shift_id, tablet_id, person_id, pin, started_at, ends_at) VALUES ($1, $2, $3, NULL, $4, $5)";
    ON_SHIFT = "SELECT s.person_id, s.pin, s.ends_at, p.display, p.name, p.code FROM shift s
        JOIN person p ON p.person_id = s.person_id
        WHERE s.tablet_id = $1 AND s.ends_at > $2 ORDER BY p.display, p.name, s.person_id";
    SET_PIN = "UPDATE shift SET pin = $4 WHERE tablet_id = $1 AND person_id = $2 AND ends_at > $3";
    WAS_ON = "SELECT person_id FROM shift WHERE tablet_id = $1 AND person_id = $2 LIMIT 1";
    END = "UPDATE shift SET pin = NULL, ends_at = $3 WHERE tablet_id = $1 AND person_id = $2 AND ends_at > $3";
    END_OF_TABLET = "UPDATE shift SET pin = NULL, ends_at = $2 WHERE tablet_id = $1 AND ends_at > $2";
    FORGET_PINS_OF_PERSON = "UPDATE shift SET pin = NULL WHERE person_id = $1 AND pin IS NOT NULL";
    FORGET_PINS = "UPDATE shift SET pin = NULL WHERE ends_at <= $1 AND pin IS NOT NULL";
    FORGET = "DELETE FROM shift WHERE ends_at <= $1";
}

/// From the start of a shift so long.
pub const SHIFT_LIVES: Timestamp = Timestamp(12 * 3_600 * 1_000_000);

/// So long it is known who was on shift: nothing that was done meanwhile comes in later (`jobs/retention.rs`).
const SHIFTS_KEPT_MICROS: i64 = 36 * 24 * 3_600 * 1_000_000;

/// Someone who is on shift on a tablet.
#[derive(Clone, PartialEq, Eq)]
pub struct OnShift {
    pub person: PersonId,
    /// Told apart from others on this tablet.
    pub name: String,
    /// The name for signing in.
    pub code: String,
    /// The hash of the PIN; `None` before it was chosen.
    pub pin: Option<String>,
    pub until: Timestamp,
}

impl std::fmt::Debug for OnShift {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OnShift").field("person", &self.person).field("until", &self.until).finish_non_exhaustive()
    }
}

impl OnShift {
    /// For the page on which they type their PIN.
    #[must_use]
    pub fn whose(&self) -> Whose {
        Whose { person: self.person, name: self.name.clone(), until: self.until }
    }

    fn of(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            person: PersonId(row.uuid("person_id")?),
            name: row.text("display")?,
            code: row.text("code")?,
            pin: row.get("pin")?,
            until: Timestamp(row.int("ends_at")?),
        })
    }
}

impl Store {
    /// Begins a shift of twelve hours on a tablet, or makes the one that runs last so long again; its PIN stays. False when
    /// the tablet was taken back.
    pub async fn begin_shift(
        &self,
        id: Uuid,
        tablet: TabletId,
        person: PersonId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let until = Timestamp(now.0.saturating_add(SHIFT_LIVES.0));
        self.write(move |tx| {
            Box::pin(async move {
                if tx.fetch_optional(&LOCK_TABLET, values![tablet]).await?.is_none() {
                    return Ok(false);
                }
                if tx.execute(&EXTEND, values![tablet, person, now, until]).await? == 0 {
                    tx.execute(&BEGIN, values![id, tablet, person, now, until]).await?;
                }
                Ok(true)
            })
        })
        .await
    }

    /// Who is on shift on a tablet, by name. Two with one name are shown with their whole names.
    pub async fn on_shift(&self, tablet: TabletId, now: Timestamp) -> Result<Vec<OnShift>, StoreError> {
        let rows = self.inner.db.single().await?.fetch(&ON_SHIFT, values![tablet, now]).await?;
        let mut of_name: BTreeMap<String, usize> = BTreeMap::new();
        for row in &rows {
            *of_name.entry(row.text("display")?).or_default() += 1;
        }
        rows.iter()
            .map(|row| {
                let mut one = OnShift::of(row)?;
                if of_name.get(&one.name).is_some_and(|count| *count > 1) {
                    one.name = row.text("name")?;
                }
                Ok(one)
            })
            .collect()
    }

    /// From now on this PIN, as a hash, is the person's on this tablet. False when no shift runs.
    pub async fn set_pin(
        &self,
        tablet: TabletId,
        person: PersonId,
        pin: String,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let set = self.write(move |tx| {
            let row = values![tablet, person, now, pin.as_str()];
            Box::pin(async move { tx.execute(&SET_PIN, row).await })
        });
        Ok(set.await? > 0)
    }

    /// The shift is over: a PIN opens nothing any more.
    pub async fn end_shift(&self, tablet: TabletId, person: PersonId, now: Timestamp) -> Result<(), StoreError> {
        self.write(move |tx| Box::pin(async move { tx.send(&END, values![tablet, person, now]).await })).await
    }

    /// What a carer sees on a ward; `None` for who does not work there.
    pub async fn carer_on(
        &self,
        location: LocationId,
        ward: WardId,
        person: PersonId,
    ) -> Result<Option<Viewer>, StoreError> {
        people::carer_viewer(&mut self.inner.db.single().await?, person, location, ward).await
    }

    /// Forgets PINs of shifts that are over, and shifts of long ago.
    pub async fn forget_old_shifts(&self, now: Timestamp) -> Result<(), StoreError> {
        let before = Timestamp(now.0.saturating_sub(SHIFTS_KEPT_MICROS));
        self.write(move |tx| {
            Box::pin(async move {
                tx.send(&FORGET_PINS, values![now]).await?;
                tx.send(&FORGET, values![before]).await
            })
        })
        .await
    }
}

/// Whether this person worked with this tablet lately: who opened it while the server was away says so with a PIN of a shift.
pub(super) async fn was_on_shift(tx: &mut Tx, tablet: TabletId, person: PersonId) -> Result<bool, StoreError> {
    Ok(tx.fetch_optional(&WAS_ON, values![tablet, person]).await?.is_some())
}

/// Every shift on a tablet that is taken back is over.
pub(super) async fn end_shifts_of_tablet(tx: &mut Tx, tablet: TabletId, at: Timestamp) -> Result<(), StoreError> {
    tx.send(&END_OF_TABLET, values![tablet, at]).await
}

/// Someone who is signed out everywhere comes back with more than a PIN.
pub(super) async fn forget_pins_of_person(tx: &mut Tx, person: PersonId) -> Result<(), StoreError> {
    tx.send(&FORGET_PINS_OF_PERSON, values![person]).await
}
