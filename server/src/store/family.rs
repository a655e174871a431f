//! Family of a resident: what each may do, on which proof, and until when; inviting somebody, agreeing with it, ending it.
//!
//! What holds stands in `authority`, and everything that reads a household reads only that. An end takes effect in the same
//! transaction in the sessions of the person: nobody has to be asked again at the next page.

use super::db::Tx;
use super::statement::statements;
use super::value::{Row, Value, values};
use super::{Store, StoreError, feed, people};
use domain::access::{Actor, Authority, Scope, Viewer};
use domain::calendar::{Day, Timestamp};
use domain::catalogue::{Language, Localized};
use domain::ids::{HouseholdId, LocationId, PersonId, WardId};
use domain::sync::Now;
use uuid::Uuid;

statements! {
    ONLY_FAMILY = "SELECT person_id FROM person WHERE person_id = $1 AND acts_as = 'family'";
    LOOK = "SELECT location_id, ward_id, room, resident FROM household WHERE household_id = $1";
    LOCK = "SELECT h.location_id, h.ward_id FROM household h WHERE h.household_id = $1 {lock h}";
    AUTHORITIES = "SELECT a.code, a.person_id, a.authority, a.proof, p.code AS person_code, p.name,
            COALESCE(c.password_at, (SELECT MIN(y.created_at) FROM passkey y WHERE y.person_id = a.person_id)) AS begun_at,
            k.expires_at AS link_until
        FROM authority a JOIN person p ON p.person_id = a.person_id
        LEFT JOIN credential c ON c.person_id = a.person_id
        LEFT JOIN sign_in_link k ON k.person_id = a.person_id AND k.expires_at > $3
        WHERE a.location_id = $1 AND a.household_id = $2 ORDER BY p.name, a.code";
    INVITATIONS = "SELECT i.invitation_id, i.person_id, i.authority, i.proof, i.made_by, i.made_at, p.code AS person_code, p.name
        FROM invitation i JOIN person p ON p.person_id = i.person_id
        WHERE i.location_id = $1 AND i.household_id = $2 ORDER BY i.made_at, i.invitation_id";
    ENDED = "SELECT e.code, e.person_id, e.authority, e.proof, e.ended_by, e.ended_at, p.name
        FROM ended_authority e JOIN person p ON p.person_id = e.person_id
        WHERE e.location_id = $1 AND e.household_id = $2 ORDER BY e.ended_at DESC, e.code";
    FAMILY_BY_CODE = "SELECT person_id, display FROM person WHERE LOWER(code) = $1 AND acts_as = 'family'";
    ADD_PERSON = "INSERT INTO person (person_id, code, name, display, role, acts_as, function, language, location_id, ward_id)
        VALUES ($1, $2, $3, $4, 'family', 'family', NULL, $5, NULL, NULL)";
    ADD_INVITATION = "INSERT INTO invitation (invitation_id, location_id, household_id, person_id, proof, authority, made_by,
        made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    TAKE_INVITATION = "DELETE FROM invitation WHERE invitation_id = $1 AND location_id = $2 AND household_id = $3
        RETURNING person_id, proof, authority";
    ADD_AUTHORITY = "INSERT INTO authority (location_id, household_id, code, person_id, proof, authority)
        VALUES ($1, $2, $3, $4, $5, $6)";
    TAKE_AUTHORITY = "DELETE FROM authority WHERE location_id = $1 AND household_id = $2 AND code = $3
        RETURNING person_id, proof, authority";
    NOTE_END = "INSERT INTO ended_authority (location_id, household_id, code, person_id, proof, authority, ended_by, ended_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    RAISE_VERSION = "UPDATE household SET version = version + 1 WHERE location_id = $1 AND household_id = $2";
    SESSIONS_OF_FAMILY = "SELECT session_id, viewer FROM session s WHERE s.person_id = $1 {lock s}";
    SET_VIEWER = "UPDATE session SET viewer = $2 WHERE session_id = $1";
    END_SESSION = "DELETE FROM session WHERE session_id = $1";
}

/// Codes of authorities that were made here and not imported.
const MADE_HERE: &str = "invited-";

/// An authority that holds, or will.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub code: String,
    /// The name for signing in.
    pub person_code: String,
    pub name: String,
    pub authority: Authority,
    /// The word of the import, such as `written_proxy`.
    pub proof: String,
    /// They have a password or a passkey.
    pub has_begun: bool,
    pub link_until: Option<Timestamp>,
}

/// What the office asked for, and the ward has not agreed with yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub id: Uuid,
    pub name: String,
    pub authority: Authority,
    pub proof: String,
    pub made_by: Actor,
    pub made_at: Timestamp,
}

/// What was ended before its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    pub name: String,
    pub authority: Authority,
    pub ended_by: Actor,
    pub ended_at: Timestamp,
}

/// The family of one resident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyOf {
    pub household: HouseholdId,
    pub resident: Localized,
    pub room: String,
    pub held: Vec<Held>,
    pub waiting: Vec<Invitation>,
    pub ended: Vec<Ended>,
}

/// Somebody who is about to be family: known by the home, or new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relative {
    Known { code: String },
    New { id: PersonId, code: String, name: String, display: String, language: Language },
}

/// An authority that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Drawn beforehand; it becomes the authority's own code.
    pub id: Uuid,
    pub relative: Relative,
    /// Its person and name are filled in.
    pub authority: Authority,
    pub proof: String,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invited {
    /// It holds from now on.
    Holds(PersonId),
    /// The ward has to agree.
    Waits(PersonId),
    /// Nobody of the family has this code.
    Unknown,
}

/// Where a household is, for who may look after its family.
#[derive(Clone, Copy, Debug)]
struct Place {
    location: LocationId,
    ward: WardId,
    household: HouseholdId,
}

fn place_of(row: &Row, household: HouseholdId) -> Result<Place, StoreError> {
    Ok(Place { location: LocationId(row.uuid("location_id")?), ward: WardId(row.uuid("ward_id")?), household })
}

fn is_seen(scope: &Scope, place: Place) -> bool {
    match scope {
        Scope::Ward { location, ward, .. } => (*location, *ward) == (place.location, place.ward),
        Scope::Office { locations, .. } => locations.contains(&place.location),
        Scope::Resident { .. } | Scope::Family { .. } | Scope::Beside(_) => false,
    }
}

/// The household, locked; `None` outside the scope.
async fn lock(tx: &mut Tx, scope: &Scope, household: HouseholdId) -> Result<Option<Place>, StoreError> {
    let row = tx.fetch_optional(&LOCK, values![household]).await?;
    let place = row.map(|row| place_of(&row, household)).transpose()?;
    Ok(place.filter(|place| is_seen(scope, *place)))
}

impl Store {
    /// Whether everything that this person may see is in the scope: who makes a link for somebody could use it.
    pub async fn begins_here(&self, scope: &Scope, person: PersonId, today: Day) -> Result<bool, StoreError> {
        let mut tx = self.inner.db.read().await?;
        // Who also works here is more than family: with a link for them somebody could become that too.
        if tx.fetch_optional(&ONLY_FAMILY, values![person]).await?.is_none() {
            return Ok(false);
        }
        for household in people::households_of_family(&mut tx, person, today).await? {
            let row = tx.fetch_one(&LOOK, values![household]).await?;
            if !is_seen(scope, place_of(&row, household)?) {
                return Ok(false);
            }
        }
        tx.finish().await?;
        Ok(true)
    }

    /// The family of a resident, for the ward and the office; `None` outside their scope.
    pub async fn family_of(
        &self,
        scope: &Scope,
        household: HouseholdId,
        now: Timestamp,
    ) -> Result<Option<FamilyOf>, StoreError> {
        let mut tx = self.inner.db.read().await?;
        let Some(row) = tx.fetch_optional(&LOOK, values![household]).await? else { return Ok(None) };
        let place = place_of(&row, household)?;
        if !is_seen(scope, place) {
            return Ok(None);
        }
        let resident: domain::household::Resident = row.json("resident")?;
        let key = || values![place.location, household];
        let with_now = values![place.location, household, now];
        let held = tx.fetch(&AUTHORITIES, with_now).await?.iter().map(held).collect::<Result<_, _>>()?;
        let waiting = tx.fetch(&INVITATIONS, key()).await?.iter().map(invitation).collect::<Result<_, _>>()?;
        let ended = tx.fetch(&ENDED, key()).await?.iter().map(ended).collect::<Result<_, _>>()?;
        let room = row.text("room")?;
        tx.finish().await?;
        Ok(Some(FamilyOf { household, resident: resident.name, room, held, waiting, ended }))
    }

    /// Gives somebody an authority. From the ward it holds at once; the office's waits for the ward. `None` outside the scope.
    pub async fn invite(
        &self,
        viewer: &Viewer,
        household: HouseholdId,
        wanted: Wanted,
        now: Now,
    ) -> Result<Option<Invited>, StoreError> {
        let viewer = viewer.clone();
        self.write(move |tx| {
            let (viewer, wanted) = (viewer.clone(), wanted.clone());
            Box::pin(async move {
                let Some(place) = lock(tx, &viewer.scope, household).await? else { return Ok(None) };
                let Some((person, name)) = relative(tx, &wanted.relative).await? else {
                    return Ok(Some(Invited::Unknown));
                };
                let authority = Authority { person, name, ..wanted.authority };
                if matches!(viewer.scope, Scope::Ward { .. }) {
                    let code = format!("{MADE_HERE}{}", wanted.id);
                    add(tx, place, &code, &authority, &wanted.proof, now.local.day).await?;
                    return Ok(Some(Invited::Holds(person)));
                }
                let mut row = values![wanted.id, place.location, household, person, wanted.proof.as_str()];
                row.extend([Value::json(&authority)?, Value::json(&viewer.actor)?, now.at.into()]);
                tx.execute(&ADD_INVITATION, row).await?;
                Ok(Some(Invited::Waits(person)))
            })
        })
        .await
    }

    /// The ward agrees with what the office asked for, or not. False when it is not there (any more) or not theirs.
    pub async fn answer_invitation(
        &self,
        scope: &Scope,
        household: HouseholdId,
        invitation: Uuid,
        agrees: bool,
        now: Now,
    ) -> Result<bool, StoreError> {
        let scope = scope.clone();
        self.write(move |tx| {
            let scope = scope.clone();
            Box::pin(async move {
                let is_ward = matches!(scope, Scope::Ward { .. });
                let Some(place) = lock(tx, &scope, household).await?.filter(|_| is_ward) else {
                    return Ok(false);
                };
                let taken = tx.fetch_optional(&TAKE_INVITATION, values![invitation, place.location, household]).await?;
                let Some(row) = taken else { return Ok(false) };
                if agrees {
                    let (authority, proof): (Authority, _) = (row.json("authority")?, row.text("proof")?);
                    let code = format!("{MADE_HERE}{invitation}");
                    add(tx, place, &code, &authority, &proof, now.local.day).await?;
                }
                Ok(true)
            })
        })
        .await
    }

    /// Ends an authority at once, in every session of the person too. False when it is not there (any more) or not theirs.
    pub async fn end_authority(
        &self,
        viewer: &Viewer,
        household: HouseholdId,
        code: &str,
        now: Now,
    ) -> Result<bool, StoreError> {
        let (viewer, code) = (viewer.clone(), code.to_owned());
        self.write(move |tx| {
            let (viewer, code) = (viewer.clone(), code.clone());
            Box::pin(async move {
                let Some(place) = lock(tx, &viewer.scope, household).await? else { return Ok(false) };
                let key = values![place.location, household, code.as_str()];
                let Some(row) = tx.fetch_optional(&TAKE_AUTHORITY, key).await? else { return Ok(false) };
                let authority: Authority = row.json("authority")?;
                let mut end = values![place.location, household, code, authority.person, row.text("proof")?];
                end.extend([Value::json(&authority)?, Value::json(&viewer.actor)?, now.at.into()]);
                tx.send(&NOTE_END, end).await?;
                changed(tx, place).await?;
                refresh_sessions(tx, authority.person, now.local.day).await?;
                Ok(true)
            })
        })
        .await
    }
}

async fn add(
    tx: &mut Tx,
    place: Place,
    code: &str,
    authority: &Authority,
    proof: &str,
    today: Day,
) -> Result<(), StoreError> {
    let mut row = values![place.location, place.household, code, authority.person, proof];
    row.push(Value::json(authority)?);
    tx.send(&ADD_AUTHORITY, row).await?;
    changed(tx, place).await?;
    refresh_sessions(tx, authority.person, today).await
}

/// Devices hear of it.
async fn changed(tx: &mut Tx, place: Place) -> Result<(), StoreError> {
    tx.send_to_one(&RAISE_VERSION, values![place.location, place.household]).await?;
    feed::note(tx, place.location, place.ward, place.household).await
}

/// The person and the name on screens; a new one is added.
async fn relative(tx: &mut Tx, relative: &Relative) -> Result<Option<(PersonId, String)>, StoreError> {
    match relative {
        Relative::Known { code } => {
            let row = tx.fetch_optional(&FAMILY_BY_CODE, values![code.trim().to_lowercase()]).await?;
            row.map(|row| Ok((PersonId(row.uuid("person_id")?), row.text("display")?))).transpose()
        }
        Relative::New { id, code, name, display, language } => {
            let row = values![*id, code.as_str(), name.as_str(), display.as_str(), language.code()];
            tx.execute(&ADD_PERSON, row).await?;
            Ok(Some((*id, display.clone())))
        }
    }
}

/// What the person may see now, in every session of theirs; a session that would see nothing ends.
pub(super) async fn refresh_sessions(tx: &mut Tx, person: PersonId, today: Day) -> Result<(), StoreError> {
    let households = people::households_of_family(tx, person, today).await?;
    for row in tx.fetch(&SESSIONS_OF_FAMILY, values![person]).await? {
        let session = row.uuid("session_id")?;
        let mut viewer: Viewer = row.json("viewer")?;
        let Scope::Family { households: seen, .. } = &mut viewer.scope else { continue };
        seen.clone_from(&households);
        if households.is_empty() {
            tx.send(&END_SESSION, values![session]).await?;
        } else {
            tx.send(&SET_VIEWER, vec![session.into(), Value::json(&viewer)?]).await?;
        }
    }
    Ok(())
}

fn held(row: &Row) -> Result<Held, StoreError> {
    Ok(Held {
        code: row.text("code")?,
        person_code: row.text("person_code")?,
        name: row.text("name")?,
        authority: row.json("authority")?,
        proof: row.text("proof")?,
        has_begun: row.get::<Option<i64>>("begun_at")?.is_some(),
        link_until: row.get::<Option<i64>>("link_until")?.map(Timestamp),
    })
}

fn invitation(row: &Row) -> Result<Invitation, StoreError> {
    Ok(Invitation {
        id: row.uuid("invitation_id")?,
        name: row.text("name")?,
        authority: row.json("authority")?,
        proof: row.text("proof")?,
        made_by: row.json("made_by")?,
        made_at: Timestamp(row.int("made_at")?),
    })
}

fn ended(row: &Row) -> Result<Ended, StoreError> {
    Ok(Ended {
        name: row.text("name")?,
        authority: row.json("authority")?,
        ended_by: row.json("ended_by")?,
        ended_at: Timestamp(row.int("ended_at")?),
    })
}
