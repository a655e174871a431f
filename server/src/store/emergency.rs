//! Emergencies: someone of the staff reads the card of one resident who is not theirs, for an hour, with a reason. The
//! emergency is what lets them read, and it lets them read that card only: no list, no pull, no operation takes it.

use super::household::{self, Key};
use super::statement::statements;
use super::value::{Row, values};
use super::{Store, StoreError};
use domain::access::{Role, Scope, Viewer};
use domain::calendar::Timestamp;
use domain::household::{Household, Resident};
use domain::ids::{HouseholdId, LocationId, PersonId};
use domain::sync::Now;
use uuid::Uuid;

/// A card stays open so long.
pub const OPEN_MICROS: i64 = 3_600_000_000;

macro_rules! emergency_select {
    ($which:literal) => {
        concat!(
            "SELECT e.emergency_id, e.location_id, e.household_id, e.person_id, e.role, e.reason, e.opened_at, e.expires_at,
                e.reviewed_by, e.reviewed_at, e.remark, p.display AS opened_name, q.display AS reviewed_name, h.resident
            FROM emergency e
            JOIN household h ON h.location_id = e.location_id AND h.household_id = e.household_id
            LEFT JOIN person p ON p.person_id = e.person_id
            LEFT JOIN person q ON q.person_id = e.reviewed_by ",
            $which
        )
    };
}

statements! {
    OPEN = "INSERT INTO emergency (emergency_id, location_id, household_id, person_id, role, reason, opened_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    FIND = emergency_select!("WHERE e.emergency_id = $1");
    OF_RESIDENT = emergency_select!(
        "WHERE e.location_id = $1 AND e.household_id = $2 AND e.opened_at >= $3 AND e.opened_at < $4
        ORDER BY e.opened_at DESC"
    );
    OF_LOCATIONS = emergency_select!("WHERE e.location_id IN ({list}) ORDER BY e.opened_at DESC LIMIT 200");
    REVIEW = "UPDATE emergency SET reviewed_by = $2, reviewed_at = $3, remark = $4
        WHERE emergency_id = $1 AND reviewed_at IS NULL AND person_id <> $2";
}

#[derive(Clone, Debug)]
pub struct Emergency {
    pub id: Uuid,
    pub location: LocationId,
    pub household: HouseholdId,
    pub person: PersonId,
    pub role: String,
    pub name: String,
    pub reason: String,
    pub opened_at: Timestamp,
    pub expires_at: Timestamp,
    pub resident: Resident,
    pub review: Option<Review>,
}

#[derive(Clone, Debug)]
pub struct Review {
    pub by: PersonId,
    pub name: String,
    pub at: Timestamp,
    pub remark: String,
}

/// Someone whose card this viewer could open in an emergency.
#[derive(Clone, Debug)]
pub struct Openable {
    pub household: HouseholdId,
    pub location: LocationId,
    pub location_name: String,
    pub resident: Resident,
}

/// Who may open a card, and of which locations. Nobody's family, and no resident.
fn staff(viewer: &Viewer) -> Option<(PersonId, Vec<LocationId>)> {
    match &viewer.scope {
        Scope::Ward { location, person, .. } => Some((*person, vec![*location])),
        Scope::Office { person, locations } => Some((*person, locations.clone())),
        Scope::Resident { .. } | Scope::Family { .. } | Scope::Beside(_) => None,
    }
}

/// A carer needs no emergency for the own ward.
fn is_own(viewer: &Viewer, key: &Key) -> bool {
    matches!(&viewer.scope, Scope::Ward { ward, location, .. } if *ward == key.ward && *location == key.location)
}

impl Store {
    /// Residents of the viewer's locations whose card is not theirs to see already. `None` for who is not staff.
    pub async fn openable(&self, viewer: &Viewer) -> Result<Option<Vec<Openable>>, StoreError> {
        let Some((_, locations)) = staff(viewer) else { return Ok(None) };
        let rows = household::rows_of_locations(&mut self.inner.db.single().await?, &locations).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            let key = Key::of(row)?;
            if !is_own(viewer, &key) {
                found.push(Openable {
                    household: key.household,
                    location: key.location,
                    location_name: row.text("location_name")?,
                    resident: row.json("resident")?,
                });
            }
        }
        Ok(Some(found))
    }

    /// Opens the card; `false` when this viewer may not, or need not.
    pub async fn open_emergency(
        &self,
        viewer: &Viewer,
        id: Uuid,
        household: HouseholdId,
        reason: String,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let Some((person, locations)) = staff(viewer) else { return Ok(false) };
        let rows = household::rows_by_id(&mut self.inner.db.single().await?, &[household]).await?;
        let Some(row) = rows.first() else { return Ok(false) };
        let key = Key::of(row)?;
        if !locations.contains(&key.location) || is_own(viewer, &key) {
            return Ok(false);
        }
        let role = if matches!(viewer.scope, Scope::Office { .. }) { Role::Office } else { Role::Carer };
        let expires_at = Timestamp(at.0.saturating_add(OPEN_MICROS));
        let row = values![id, key.location, household, person, role.code(), reason, at, expires_at];
        self.write(move |tx| {
            let row = row.clone();
            Box::pin(async move { tx.execute(&OPEN, row).await.map(|_| ()) })
        })
        .await?;
        Ok(true)
    }

    /// The card that this viewer opened, while the hour lasts; `None` for anyone and anything else.
    pub async fn emergency_card(
        &self,
        viewer: &Viewer,
        id: Uuid,
        now: Now,
    ) -> Result<Option<(Emergency, Household)>, StoreError> {
        let Some((person, locations)) = staff(viewer) else { return Ok(None) };
        let mut tx = self.inner.db.read().await?;
        let Some(row) = tx.fetch_optional(&FIND, values![id]).await? else { return Ok(None) };
        let emergency = Emergency::of(&row)?;
        let is_theirs = emergency.person == person && locations.contains(&emergency.location);
        let is_open = emergency.opened_at <= now.at && now.at < emergency.expires_at;
        if !is_theirs || !is_open {
            return Ok(None);
        }
        let rows = household::rows_by_id(&mut tx, &[emergency.household]).await?;
        let households = self.households_in(&mut tx, &rows, now.local.day).await?;
        tx.finish().await?;
        Ok(households.first().map(|household| (emergency, (**household).clone())))
    }

    /// The emergencies of a resident between two moments. Whoever asks has shown that they may read the resident's log.
    pub(crate) async fn emergencies_of(
        &self,
        (location, household): (LocationId, HouseholdId),
        (from, until): (Timestamp, Timestamp),
    ) -> Result<Vec<Emergency>, StoreError> {
        let row = values![location, household, from, until];
        let rows = self.inner.db.single().await?.fetch(&OF_RESIDENT, row).await?;
        rows.iter().map(Emergency::of).collect()
    }

    /// The latest emergencies of the office's locations, newest first.
    pub async fn emergencies(&self, scope: &Scope) -> Result<Vec<Emergency>, StoreError> {
        let Scope::Office { locations, .. } = scope else { return Ok(Vec::new()) };
        if locations.is_empty() {
            return Ok(Vec::new());
        }
        let rows = self.inner.db.single().await?.fetch_list(&OF_LOCATIONS, vec![], locations.iter().copied()).await?;
        rows.iter().map(Emergency::of).collect()
    }

    /// Someone of the office looked at an emergency. `None` when it is not theirs to look at: another location's, their own,
    /// or one that was looked at before.
    pub async fn review_emergency(
        &self,
        scope: &Scope,
        id: Uuid,
        remark: String,
        at: Timestamp,
    ) -> Result<Option<HouseholdId>, StoreError> {
        let Scope::Office { person, locations } = scope else { return Ok(None) };
        let row = self.inner.db.single().await?.fetch_optional(&FIND, values![id]).await?;
        let Some(row) = row else { return Ok(None) };
        let emergency = Emergency::of(&row)?;
        if !locations.contains(&emergency.location) {
            return Ok(None);
        }
        let row = values![id, *person, at, remark];
        let changed = self
            .write(move |tx| {
                let row = row.clone();
                Box::pin(async move { tx.execute(&REVIEW, row).await })
            })
            .await?;
        Ok((changed == 1).then_some(emergency.household))
    }
}

impl Emergency {
    fn of(row: &Row) -> Result<Self, StoreError> {
        let reviewed = row.get::<Option<Uuid>>("reviewed_by")?.zip(row.get::<Option<i64>>("reviewed_at")?);
        let review = match reviewed {
            Some((by, at)) => Some(Review {
                by: PersonId(by),
                name: row.get::<Option<String>>("reviewed_name")?.unwrap_or_default(),
                at: Timestamp(at),
                remark: row.get::<Option<String>>("remark")?.unwrap_or_default(),
            }),
            None => None,
        };
        Ok(Self {
            id: row.uuid("emergency_id")?,
            location: LocationId(row.uuid("location_id")?),
            household: HouseholdId(row.uuid("household_id")?),
            person: PersonId(row.uuid("person_id")?),
            role: row.text("role")?,
            name: row.get::<Option<String>>("opened_name")?.unwrap_or_default(),
            reason: row.text("reason")?,
            opened_at: Timestamp(row.int("opened_at")?),
            expires_at: Timestamp(row.int("expires_at")?),
            resident: row.json("resident")?,
            review,
        })
    }
}
