//! Tablets that staff handed out: each is for one resident, for a living room, or for the ward itself.
//!
//! A tablet is made with a code that works once, for ten minutes; only its hash is here. Whoever brings the code gets a
//! session of that tablet. A tablet that was revoked shows nothing any more; what its devices still send is kept for
//! someone to look at, as of any revoked device.

use super::db::Tx;
use super::household;
use super::people;
use super::session::{self, hash};
use super::statement::statements;
use super::value::{Row, Value, values};
use super::{Store, StoreError, device, shift};
use domain::access::{Actor, Scope, Theme, Viewer};
use domain::calendar::Timestamp;
use domain::catalogue::Language;
use domain::household::Resident;
use domain::ids::{DeviceId, HouseholdId, LocationId, TabletId, WardId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What every list of tablets reads.
macro_rules! tablet_select {
    () => {
        "SELECT t.tablet_id, t.location_id, t.ward_id, t.kind, t.household_id, t.name, t.code_until, t.added_by, t.added_at,
            t.enrolled_at, t.revoked_by, t.revoked_at, h.resident, w.name AS ward_name, w.living_room,
            (SELECT MAX(s.last_seen_at) FROM session s WHERE s.tablet_id = t.tablet_id) AS seen_at
        FROM tablet t
        JOIN ward w ON w.location_id = t.location_id AND w.ward_id = t.ward_id
        LEFT JOIN household h ON h.location_id = t.location_id AND h.household_id = t.household_id "
    };
}

statements! {
    ADD = "INSERT INTO tablet (tablet_id, location_id, ward_id, kind, household_id, name, code_hash, code_until, added_by,
            added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    // A resident who moved to another ward took their tablet along.
    TABLETS_OF_WARD = concat!(tablet_select!(), "WHERE t.location_id = $1 AND COALESCE(h.ward_id, t.ward_id) = $2
        ORDER BY t.added_at DESC, t.tablet_id");
    TABLET_OF_WARD = concat!(tablet_select!(), "WHERE t.location_id = $1 AND COALESCE(h.ward_id, t.ward_id) = $2
        AND t.tablet_id = $3");
    // The office looks after the tablets that its wards work with; residents' own are the ward's business.
    TABLETS_OF_OFFICE = concat!(tablet_select!(), "WHERE t.kind = 'ward' AND t.location_id IN ({list})
        ORDER BY w.name, t.added_at DESC, t.tablet_id");
    TABLET_OF_OFFICE = concat!(tablet_select!(), "WHERE t.kind = 'ward' AND t.tablet_id = $1 AND t.location_id IN ({list})");
    ALL_TABLETS = concat!(tablet_select!(), "ORDER BY w.name, t.name, t.tablet_id");
    BY_CODE = concat!(tablet_select!(), "WHERE t.code_hash = $1 AND t.code_until > $2 AND t.revoked_at IS NULL");
    HAS_CODE = "SELECT tablet_id FROM tablet WHERE tablet_id = $1 AND code_hash = $2";
    RENEW_CODE = "UPDATE tablet SET code_hash = $2, code_until = $3
        WHERE tablet_id = $1 AND enrolled_at IS NULL AND revoked_at IS NULL";
    USE_CODE = "UPDATE tablet SET code_hash = NULL, enrolled_at = $2
        WHERE code_hash = $1 AND code_until > $2 AND revoked_at IS NULL RETURNING tablet_id";
    REVOKE = "UPDATE tablet SET revoked_at = $2, revoked_by = $3, code_hash = NULL
        WHERE tablet_id = $1 AND revoked_at IS NULL";
    DEVICES_OF_TABLET = "SELECT device_id FROM device WHERE tablet_id = $1 AND revoked_at IS NULL";
    PREFERENCES = "SELECT preferences FROM household WHERE location_id = $1 AND household_id = $2";
    SET_PREFERENCES = "UPDATE household SET preferences = $3 WHERE location_id = $1 AND household_id = $2";
    SESSIONS_OF_HOUSEHOLD = "SELECT s.token_hash, s.viewer FROM session s JOIN tablet t ON t.tablet_id = s.tablet_id
        WHERE t.location_id = $1 AND t.household_id = $2";
    WARDS_OF_OFFICE = "SELECT w.location_id, w.ward_id, w.name, l.name AS location_name FROM ward w
        JOIN location l ON l.location_id = w.location_id WHERE w.location_id IN ({list}) ORDER BY l.name, w.name, w.ward_id";
    WARD_OF = "SELECT name, living_room FROM ward WHERE location_id = $1 AND ward_id = $2";
}

/// A code works for so long.
pub const CODE_LIVES: Timestamp = Timestamp(10 * 60 * 1_000_000);

/// What a tablet is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TabletFor {
    Resident(HouseholdId),
    LivingRoom,
    /// Those who work there.
    Ward(WardId),
}

impl TabletFor {
    const fn code(self) -> &'static str {
        match self {
            Self::Resident(_) => "resident",
            Self::LivingRoom => "living_room",
            Self::Ward(_) => "ward",
        }
    }

    /// One that several people share, by its code.
    pub(super) fn shared(code: &str, ward: WardId) -> Self {
        if code == "living_room" { Self::LivingRoom } else { Self::Ward(ward) }
    }

    #[must_use]
    pub const fn household(self) -> Option<HouseholdId> {
        match self {
            Self::Resident(household) => Some(household),
            Self::LivingRoom | Self::Ward(_) => None,
        }
    }
}

/// A tablet as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tablet {
    pub id: TabletId,
    pub location: LocationId,
    pub ward: WardId,
    pub ward_name: String,
    pub living_room: String,
    pub is_for: TabletFor,
    /// Whose it is; nothing for a living room and a ward.
    pub resident: Option<Resident>,
    /// As staff call it: "tablet bij het raam".
    pub name: String,
    pub code_until: Timestamp,
    pub added_by: Actor,
    pub added_at: Timestamp,
    /// When its code was used.
    pub enrolled_at: Option<Timestamp>,
    pub seen_at: Option<Timestamp>,
    pub revoked: Option<(Timestamp, Actor)>,
}

impl Tablet {
    fn of(row: &Row) -> Result<Self, StoreError> {
        let household = row.get::<Option<Uuid>>("household_id")?.map(HouseholdId);
        let ward = WardId(row.uuid("ward_id")?);
        let is_for = match household {
            Some(household) => TabletFor::Resident(household),
            None => TabletFor::shared(&row.text("kind")?, ward),
        };
        let at =
            |name: &str| -> Result<Option<Timestamp>, StoreError> { Ok(row.get::<Option<i64>>(name)?.map(Timestamp)) };
        Ok(Self {
            id: TabletId(row.uuid("tablet_id")?),
            location: LocationId(row.uuid("location_id")?),
            ward,
            ward_name: row.text("ward_name")?,
            living_room: row.text("living_room")?,
            is_for,
            resident: row.json_or_null("resident")?,
            name: row.text("name")?,
            code_until: Timestamp(row.int("code_until")?),
            added_by: row.json("added_by")?,
            added_at: Timestamp(row.int("added_at")?),
            enrolled_at: at("enrolled_at")?,
            seen_at: at("seen_at")?,
            revoked: at("revoked_at")?.zip(row.json_or_null("revoked_by")?),
        })
    }
}

/// A tablet that staff add, with the code that enrols it.
#[derive(Clone, Debug)]
pub struct NewTablet {
    pub id: TabletId,
    pub is_for: TabletFor,
    pub name: String,
    pub at: Timestamp,
}

/// How a resident likes their screen. What they did not choose is as the home says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_size: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
}

impl Preferences {
    /// Someone who chose something else keeps what they had chosen before.
    const fn after(self, before: Self) -> Self {
        const fn or<T: Copy>(one: Option<T>, other: Option<T>) -> Option<T> {
            if one.is_some() { one } else { other }
        }
        Self {
            language: or(self.language, before.language),
            text_size: or(self.text_size, before.text_size),
            theme: or(self.theme, before.theme),
        }
    }

    pub fn apply(self, viewer: &mut Viewer) {
        viewer.language = self.language.unwrap_or(viewer.language);
        viewer.text_size = self.text_size.unwrap_or(viewer.text_size);
        viewer.theme = self.theme.unwrap_or(viewer.theme);
    }
}

/// The ward that somebody works on.
const fn ward_of(scope: &Scope) -> Result<(LocationId, WardId), StoreError> {
    match scope {
        Scope::Ward { location, ward, .. } => Ok((*location, *ward)),
        Scope::Resident { .. } | Scope::Family { .. } | Scope::Office { .. } | Scope::Beside(_) => {
            Err(StoreError::NothingToSee)
        }
    }
}

/// A ward, as the office chooses one for a tablet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WardOfOffice {
    pub location: LocationId,
    pub ward: WardId,
    pub name: String,
    pub location_name: String,
}

impl Store {
    /// Adds a tablet of the viewer's ward; the office adds those that its wards work with. Nobody can add one for a resident
    /// of another ward, or for another ward.
    pub async fn add_tablet(&self, viewer: &Viewer, new: NewTablet, code: &[u8; 32]) -> Result<(), StoreError> {
        let (location, ward) = self.place_of(&viewer.scope, new.is_for).await?;
        if let Some(household) = new.is_for.household()
            && !self.residents(&viewer.scope).await?.iter().any(|(id, _)| *id == household)
        {
            return Err(StoreError::NothingToSee);
        }
        let until = Timestamp(new.at.0.saturating_add(CODE_LIVES.0));
        let mut row = values![new.id, location, ward, new.is_for.code(), new.is_for.household(), new.name.as_str()];
        row.extend(values![hash(code), until]);
        row.extend([Value::json(&viewer.actor)?, Value::from(new.at)]);
        self.write(move |tx| {
            let row = row.clone();
            Box::pin(async move { tx.execute(&ADD, row).await.map(|_| ()) })
        })
        .await
    }

    /// Where a tablet for this would belong.
    async fn place_of(&self, scope: &Scope, is_for: TabletFor) -> Result<(LocationId, WardId), StoreError> {
        let Scope::Office { .. } = scope else {
            let (location, ward) = ward_of(scope)?;
            let is_elsewhere = matches!(is_for, TabletFor::Ward(of) if of != ward);
            return if is_elsewhere { Err(StoreError::NothingToSee) } else { Ok((location, ward)) };
        };
        let TabletFor::Ward(of) = is_for else { return Err(StoreError::NothingToSee) };
        let found = self.wards_of_office(scope).await?.into_iter().find(|one| one.ward == of);
        found.map(|one| (one.location, one.ward)).ok_or(StoreError::NothingToSee)
    }

    /// The wards of the office's locations; none for anyone else.
    pub async fn wards_of_office(&self, scope: &Scope) -> Result<Vec<WardOfOffice>, StoreError> {
        let Scope::Office { locations, .. } = scope else { return Ok(Vec::new()) };
        if locations.is_empty() {
            return Ok(Vec::new());
        }
        let mut tx = self.inner.db.single().await?;
        let rows = tx.fetch_list(&WARDS_OF_OFFICE, vec![], locations.iter().copied()).await?;
        rows.iter()
            .map(|row| {
                Ok(WardOfOffice {
                    location: LocationId(row.uuid("location_id")?),
                    ward: WardId(row.uuid("ward_id")?),
                    name: row.text("name")?,
                    location_name: row.text("location_name")?,
                })
            })
            .collect()
    }

    /// The residents of the viewer's ward, in the order of their rooms.
    pub async fn residents(&self, scope: &Scope) -> Result<Vec<(HouseholdId, Resident)>, StoreError> {
        let (location, ward) = ward_of(scope)?;
        residents_of(&mut self.inner.db.single().await?, location, ward).await
    }

    /// The name of the viewer's ward and of its living room.
    pub async fn ward_names(&self, scope: &Scope) -> Result<(String, String), StoreError> {
        let (location, ward) = ward_of(scope)?;
        let mut tx = self.inner.db.single().await?;
        let row = tx.fetch_optional(&WARD_OF, values![location, ward]).await?.ok_or(StoreError::NothingToSee)?;
        Ok((row.text("name")?, row.text("living_room")?))
    }

    pub async fn name_of_ward(&self, location: LocationId, ward: WardId) -> Result<String, StoreError> {
        let mut tx = self.inner.db.single().await?;
        let row = tx.fetch_optional(&WARD_OF, values![location, ward]).await?.ok_or(StoreError::NothingToSee)?;
        row.text("name")
    }

    /// The tablets of the viewer's ward, or those that the office's wards work with; the newest first.
    pub async fn tablets(&self, scope: &Scope) -> Result<Vec<Tablet>, StoreError> {
        let mut tx = self.inner.db.single().await?;
        let rows = match scope {
            Scope::Office { locations, .. } if locations.is_empty() => Vec::new(),
            Scope::Office { locations, .. } => {
                tx.fetch_list(&TABLETS_OF_OFFICE, vec![], locations.iter().copied()).await?
            }
            scope => {
                let (location, ward) = ward_of(scope)?;
                tx.fetch(&TABLETS_OF_WARD, values![location, ward]).await?
            }
        };
        rows.iter().map(Tablet::of).collect()
    }

    /// One of them.
    pub async fn tablet(&self, scope: &Scope, id: TabletId) -> Result<Tablet, StoreError> {
        let mut tx = self.inner.db.single().await?;
        let rows = match scope {
            Scope::Office { locations, .. } if locations.is_empty() => Vec::new(),
            Scope::Office { locations, .. } => {
                tx.fetch_list(&TABLET_OF_OFFICE, values![id], locations.iter().copied()).await?
            }
            scope => {
                let (location, ward) = ward_of(scope)?;
                tx.fetch(&TABLET_OF_WARD, values![location, ward, id]).await?
            }
        };
        rows.first().map(Tablet::of).transpose()?.ok_or(StoreError::NothingToSee)
    }

    /// Every tablet of the home, for the operator.
    pub async fn all_tablets(&self) -> Result<Vec<Tablet>, StoreError> {
        let rows = self.inner.db.single().await?.fetch(&ALL_TABLETS, vec![]).await?;
        rows.iter().map(Tablet::of).collect()
    }

    /// Whether this is the code that the tablet still waits for.
    pub async fn has_code(&self, tablet: TabletId, code: &[u8; 32]) -> Result<bool, StoreError> {
        let mut tx = self.inner.db.single().await?;
        Ok(tx.fetch_optional(&HAS_CODE, values![tablet, hash(code)]).await?.is_some())
    }

    /// Another code for a tablet that was never enrolled. False when it was, or was revoked.
    pub async fn renew_code(
        &self,
        scope: &Scope,
        id: TabletId,
        code: &[u8; 32],
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        self.tablet(scope, id).await?;
        let row = values![id, hash(code), Timestamp(at.0.saturating_add(CODE_LIVES.0))];
        let renewed = self.write(move |tx| {
            let row = row.clone();
            Box::pin(async move { tx.execute(&RENEW_CODE, row).await })
        });
        Ok(renewed.await? > 0)
    }

    /// The tablet that this code enrols; nothing for a code that was used, is too old, or never was.
    pub async fn tablet_by_code(&self, code: &[u8; 32], now: Timestamp) -> Result<Option<Tablet>, StoreError> {
        let row = self.inner.db.single().await?.fetch_optional(&BY_CODE, values![hash(code), now]).await?;
        row.as_ref().map(Tablet::of).transpose()
    }

    /// Uses a code up. Of two who bring it at once, one gets the tablet.
    pub async fn use_code(&self, code: &[u8; 32], now: Timestamp) -> Result<bool, StoreError> {
        let hash = hash(code);
        let used = self.write(move |tx| {
            Box::pin(async move { tx.fetch_optional(&USE_CODE, values![hash, now]).await.map(|row| row.is_some()) })
        });
        used.await
    }

    /// Who looks at a resident's own tablet, and how they like it.
    pub async fn viewer_of_resident(&self, household: HouseholdId) -> Result<Viewer, StoreError> {
        let mut tx = self.inner.db.single().await?;
        let rows = household::rows_by_id(&mut tx, &[household]).await?;
        rows.first().map(people::resident_viewer).transpose()?.ok_or(StoreError::NothingToSee)
    }

    /// From now on this tablet shows nothing, and nothing of its devices counts. False when it was revoked before.
    pub async fn revoke_tablet(&self, viewer: &Viewer, id: TabletId, at: Timestamp) -> Result<bool, StoreError> {
        let tablet = self.tablet(&viewer.scope, id).await?;
        let by = Value::json(&viewer.actor)?;
        self.write(move |tx| {
            let (row, ward) = ([values![id, at], vec![by.clone()]].concat(), tablet.ward);
            Box::pin(async move {
                if tx.execute(&REVOKE, row).await? == 0 {
                    return Ok(false);
                }
                shift::end_shifts_of_tablet(tx, id, at).await?;
                for device in tx.fetch(&DEVICES_OF_TABLET, values![id]).await? {
                    device::revoke(tx, DeviceId(device.uuid("device_id")?), at).await?;
                }
                // An open page hears of it at once, not at its next round.
                tx.poke(ward);
                Ok(true)
            })
        })
        .await
    }

    /// What a resident chose for their screen: it follows them to each of their tablets, and imports leave it alone.
    pub async fn keep_preferences(&self, scope: &Scope, chosen: Preferences) -> Result<(), StoreError> {
        let Scope::Resident { location, household } = *scope else { return Err(StoreError::NothingToSee) };
        self.write(move |tx| {
            Box::pin(async move {
                let key = values![location, household];
                let row = tx.fetch_optional(&PREFERENCES, key.clone()).await?.ok_or(StoreError::NothingToSee)?;
                let before: Option<Preferences> = row.json_or_null("preferences")?;
                let now = chosen.after(before.unwrap_or_default());
                tx.execute(&SET_PREFERENCES, [key.clone(), vec![Value::json(&now)?]].concat()).await?;
                for row in tx.fetch(&SESSIONS_OF_HOUSEHOLD, key).await? {
                    let mut viewer: Viewer = row.json("viewer")?;
                    now.apply(&mut viewer);
                    session::change_viewer(tx, row.hash("token_hash")?, &viewer).await?;
                }
                Ok(())
            })
        })
        .await
    }
}

pub(super) async fn residents_of(
    tx: &mut Tx,
    location: LocationId,
    ward: WardId,
) -> Result<Vec<(HouseholdId, Resident)>, StoreError> {
    let rows = household::rows_of_ward(tx, location, ward).await?;
    let mut residents = Vec::with_capacity(rows.len());
    for row in rows {
        residents.push((HouseholdId(row.uuid("household_id")?), row.json::<Resident>("resident")?));
    }
    residents.sort_by(|(_, one), (_, other)| {
        let room = |resident: &Resident| resident.room.parse::<u32>().unwrap_or(u32::MAX);
        (room(one), &one.room, &one.last_name).cmp(&(room(other), &other.room, &other.last_name))
    });
    Ok(residents)
}
