//! Tablets that several people share: the living room's, and the ward's own. Such a tablet is known by a token of its own,
//! whoever uses it; who uses it is a session.

use super::db::Tx;
use super::session::hash;
use super::statement::statements;
use super::tablet::TabletFor;
use super::value::values;
use super::{Store, StoreError};
use domain::calendar::Timestamp;
use domain::household::Resident;
use domain::ids::{HouseholdId, LocationId, TabletId, WardId};
use std::collections::BTreeSet;
use uuid::Uuid;

statements! {
    USE_SHARED_CODE = "UPDATE tablet SET code_hash = NULL, enrolled_at = $2, token_hash = $3
        WHERE code_hash = $1 AND code_until > $2 AND revoked_at IS NULL AND kind <> 'resident' RETURNING tablet_id";
    FIND_SHARED = "SELECT location_id, ward_id, tablet_id, kind, revoked_at FROM tablet WHERE token_hash = $1";
    FACES = "SELECT household_id, pictogram, picture_code FROM household WHERE location_id = $1 AND ward_id = $2
        ORDER BY household_id";
    SET_FACE = "UPDATE household SET pictogram = $3 WHERE location_id = $1 AND household_id = $2 AND pictogram IS NULL";
    PICTURE_CODE = "SELECT picture_code FROM household WHERE location_id = $1 AND ward_id = $2 AND household_id = $3";
    SET_PICTURE_CODE = "UPDATE household SET picture_code = $4
        WHERE location_id = $1 AND ward_id = $2 AND household_id = $3";
    MISTAKE = "SELECT until FROM mistake WHERE tablet_id = $1 AND subject_id = $2";
    LOCK_MISTAKE = "SELECT count, until FROM mistake m WHERE m.tablet_id = $1 AND m.subject_id = $2 {lock m}";
    NOTE_MISTAKE = "INSERT INTO mistake (tablet_id, subject_id, count, until) VALUES ($1, $2, $3, $4)
        ON CONFLICT (tablet_id, subject_id) DO UPDATE SET count = excluded.count, until = excluded.until";
    FORGET_MISTAKES = "DELETE FROM mistake WHERE tablet_id = $1 AND subject_id = $2";
}

/// The pictures beside names. Whoever has one keeps it; the first free one goes to who comes.
pub const FACES_OF_RESIDENTS: [&str; 36] = [
    "flower-tulip",
    "dog",
    "cake",
    "house",
    "tree",
    "guitar",
    "coffee",
    "bus",
    "moon-stars",
    "book-open-text",
    "car-profile",
    "church",
    "piano-keys",
    "bread",
    "palette",
    "music-notes",
    "armchair",
    "person-simple-bike",
    "newspaper",
    "cooking-pot",
    "puzzle-piece",
    "scissors",
    "wine",
    "dice-five",
    "chef-hat",
    "footprints",
    "hammer",
    "basket",
    "needle",
    "bathtub",
    "storefront",
    "fork-knife",
    "person-simple-swim",
    "bowl-food",
    "images",
    "barbell",
];

/// From this mistake on one has to wait.
const FIRST_THAT_COSTS: i64 = 3;
/// The wait after it; each further one doubles it.
const FIRST_WAIT_MICROS: i64 = 60 * 1_000_000;
const LONGEST_WAIT_MICROS: i64 = 60 * 60 * 1_000_000;

/// A tablet that several people share, as the one that asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shared {
    pub tablet: TabletId,
    pub location: LocationId,
    pub ward: WardId,
    /// A living room, or the ward's own staff.
    pub is_for: TabletFor,
    pub revoked: bool,
}

/// A resident as the living room shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    pub household: HouseholdId,
    pub resident: Resident,
    pub pictogram: String,
    /// Three pictures open their shop.
    pub has_code: bool,
}

impl Store {
    /// Uses the code of a shared tablet up, which is known by this token from now on.
    pub async fn use_shared_code(&self, code: &[u8; 32], token: &[u8; 32], now: Timestamp) -> Result<bool, StoreError> {
        let row = values![hash(code), now, hash(token)];
        let used = self.write(move |tx| {
            let row = row.clone();
            Box::pin(async move { tx.fetch_optional(&USE_SHARED_CODE, row).await.map(|row| row.is_some()) })
        });
        used.await
    }

    /// The shared tablet that this token belongs to.
    pub async fn shared_tablet(&self, token: &[u8; 32]) -> Result<Option<Shared>, StoreError> {
        let row = self.inner.db.single().await?.fetch_optional(&FIND_SHARED, values![hash(token)]).await?;
        row.map(|row| {
            let ward = WardId(row.uuid("ward_id")?);
            Ok(Shared {
                tablet: TabletId(row.uuid("tablet_id")?),
                location: LocationId(row.uuid("location_id")?),
                ward,
                is_for: TabletFor::shared(&row.text("kind")?, ward),
                revoked: row.get::<Option<i64>>("revoked_at")?.is_some(),
            })
        })
        .transpose()
    }

    /// The residents of a ward with their pictures. Who has none yet gets one, for good.
    pub async fn faces(&self, location: LocationId, ward: WardId) -> Result<Vec<Face>, StoreError> {
        let (faces, complete) = read_faces(&mut self.inner.db.single().await?, location, ward).await?;
        if complete {
            return Ok(faces);
        }
        self.write(move |tx| {
            Box::pin(async move {
                let (faces, _) = read_faces(tx, location, ward).await?;
                for face in &faces {
                    let row = values![location, face.household, face.pictogram.as_str()];
                    tx.execute(&SET_FACE, row).await?;
                }
                Ok(faces)
            })
        })
        .await
    }

    /// The hash of a resident's three pictures. `None` within when one tap does.
    pub async fn picture_code(&self, shared: &Shared, household: HouseholdId) -> Result<Option<[u8; 32]>, StoreError> {
        let key = values![shared.location, shared.ward, household];
        let row = self.inner.db.single().await?.fetch_optional(&PICTURE_CODE, key).await?;
        let row = row.ok_or(StoreError::NothingToSee)?;
        row.get::<Option<Vec<u8>>>("picture_code")?.map(|_| row.hash("picture_code")).transpose()
    }

    /// Sets a resident's pictures, or takes them away. False when the resident does not live on this ward.
    pub async fn set_picture_code(
        &self,
        location: LocationId,
        ward: WardId,
        household: HouseholdId,
        code: Option<[u8; 32]>,
    ) -> Result<bool, StoreError> {
        let set = self.write(move |tx| {
            let row = values![location, ward, household, code];
            Box::pin(async move { tx.execute(&SET_PICTURE_CODE, row).await })
        });
        Ok(set.await? > 0)
    }

    /// Until when nobody may try to be this one on this tablet.
    pub async fn waits_until(
        &self,
        tablet: TabletId,
        subject: Uuid,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let row = self.inner.db.single().await?.fetch_optional(&MISTAKE, values![tablet, subject]).await?;
        let until = row.map(|row| row.int("until")).transpose()?.map(Timestamp);
        Ok(until.filter(|until| *until > now))
    }

    /// Begins a try, which counts as a mistake until it went well: so those who try at once count as many. `Some` while the
    /// wait after earlier mistakes is not over.
    pub async fn begin_guess(
        &self,
        tablet: TabletId,
        subject: Uuid,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let row = tx.fetch_optional(&LOCK_MISTAKE, values![tablet, subject]).await?;
                let (mut count, mut until) = (0, now);
                if let Some(row) = row {
                    (count, until) = (row.int("count")?, Timestamp(row.int("until")?));
                }
                if until > now {
                    return Ok(Some(until));
                }
                let count = count.saturating_add(1);
                let until = Timestamp(now.0.saturating_add(wait_micros(count)));
                tx.execute(&NOTE_MISTAKE, values![tablet, subject, count, until]).await?;
                Ok(None)
            })
        })
        .await
    }

    /// It went well: what went wrong before is forgotten.
    pub async fn forget_guesses(&self, tablet: TabletId, subject: Uuid) -> Result<(), StoreError> {
        let forgotten =
            self.write(move |tx| Box::pin(async move { tx.execute(&FORGET_MISTAKES, values![tablet, subject]).await }));
        forgotten.await.map(|_| ())
    }
}

/// How long to wait after so many mistakes.
fn wait_micros(count: i64) -> i64 {
    if count < FIRST_THAT_COSTS {
        return 0;
    }
    let doublings = u32::try_from(count - FIRST_THAT_COSTS).unwrap_or(u32::MAX);
    FIRST_WAIT_MICROS.saturating_mul(2_i64.saturating_pow(doublings)).min(LONGEST_WAIT_MICROS)
}

/// The faces of a ward, and whether all of them are written down already.
async fn read_faces(tx: &mut Tx, location: LocationId, ward: WardId) -> Result<(Vec<Face>, bool), StoreError> {
    let rows = tx.fetch(&FACES, values![location, ward]).await?;
    let mut known = std::collections::BTreeMap::new();
    for row in rows {
        let id = HouseholdId(row.uuid("household_id")?);
        let has_code = row.get::<Option<Vec<u8>>>("picture_code")?.is_some();
        known.insert(id, (row.get::<Option<String>>("pictogram")?, has_code));
    }
    let taken: BTreeSet<String> = known.values().filter_map(|(pictogram, _)| pictogram.clone()).collect();
    let complete = known.values().all(|(pictogram, _)| pictogram.is_some());
    let mut free =
        FACES_OF_RESIDENTS.iter().filter(|name| !taken.contains(**name)).chain(FACES_OF_RESIDENTS.iter().cycle());
    let mut faces = Vec::new();
    for (household, resident) in super::tablet::residents_of(tx, location, ward).await? {
        let (pictogram, has_code) = known.remove(&household).unwrap_or_default();
        let pictogram = pictogram.or_else(|| free.next().map(|name| (*name).to_owned())).unwrap_or_default();
        faces.push(Face { household, resident, pictogram, has_code });
    }
    Ok((faces, complete))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_third_mistake_costs_a_minute_and_then_the_wait_grows_to_an_hour() {
        let seconds: Vec<i64> = (1..=11).map(|count| wait_micros(count) / 1_000_000).collect();
        assert_eq!(seconds, [0, 0, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600]);
        assert_eq!(wait_micros(i64::MAX), LONGEST_WAIT_MICROS);
    }

    #[test]
    fn no_two_residents_of_a_ward_need_the_same_picture() {
        let all: BTreeSet<&str> = FACES_OF_RESIDENTS.into_iter().collect();
        assert_eq!(all.len(), FACES_OF_RESIDENTS.len());
    }
}
