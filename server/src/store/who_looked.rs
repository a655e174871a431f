//! Reading the log: a resident's own, for the resident and for who manages for them; and the office's, for its locations.

use super::db::Tx;
use super::household::{self, Key};
use super::statement::statements;
use super::value::{Row, values};
use super::{Store, StoreError};
use crate::audit::{Outcome, What};
use domain::access::{Actor, Authority, Grade, Scope, SecurityScope, Viewer};
use domain::calendar::{Day, Timestamp};
use domain::catalogue::Localized;
use domain::household::Resident;
use domain::ids::{HouseholdId, LocationId, PersonId};
use domain::sync::Verdict;
use std::collections::BTreeMap;
use uuid::Uuid;

/// So many entries are read at most; one more says that there are more.
pub const MOST: usize = 2_000;

macro_rules! log_select {
    ($which:literal) => {
        concat!(
            "SELECT a.sequence, a.at, a.role, a.person_id, p.display, a.on_behalf_of, a.authority, a.what, a.detail,
                a.outcome, (SELECT COUNT(*) FROM audit_residents r WHERE r.residents = a.residents) AS count,
                (SELECT r.household_id FROM audit_residents r WHERE r.residents = a.residents LIMIT 1) AS one
            FROM audit a LEFT JOIN person p ON p.person_id = a.person_id
            WHERE a.at >= $1 AND a.at < $2 ",
            $which,
            " ORDER BY a.at DESC, a.sequence DESC LIMIT 2001"
        )
    };
}

statements! {
    LOG_OF_RESIDENT = log_select!(
        "AND a.residents IN (SELECT o.residents FROM audit_residents o WHERE o.household_id = $3)"
    );
    LOG_OF_PERSON = log_select!(
        "AND a.person_id = $3 AND (a.residents IS NULL OR EXISTS (SELECT 1 FROM audit_residents o
            JOIN household h ON h.household_id = o.household_id
            WHERE o.residents = a.residents AND h.location_id IN ({list})))"
    );
    LOG = log_select!(
        "AND (a.residents IS NULL OR EXISTS (SELECT 1 FROM audit_residents o
            JOIN household h ON h.household_id = o.household_id
            WHERE o.residents = a.residents AND h.location_id IN ({list})))"
    );
    LOG_OF_HOME = log_select!("");
    DONE_FOR = "SELECT kind, actor, verdict, recorded_at FROM operation
        WHERE location_id = $3 AND household_id = $4 AND recorded_at >= $1 AND recorded_at < $2
        ORDER BY recorded_at DESC LIMIT 2001";
    AUTHORITIES = "SELECT authority FROM authority WHERE location_id = $1 AND household_id = $2 ORDER BY code";
    LOCATIONS = "SELECT COUNT(*) AS count FROM location";
    PERSONS = "SELECT person_id, display, role, location_id FROM person ORDER BY display, code";
}

/// One thing that was seen or done.
#[derive(Clone, Debug)]
pub struct Seen {
    pub at: Timestamp,
    /// Its place in the log; nothing for an operation.
    pub sequence: Option<i64>,
    /// The code of the role; nothing for someone who was not known.
    pub role: Option<String>,
    pub person: Option<PersonId>,
    /// As the home knows the person; empty for residents and for who is gone.
    pub name: String,
    pub relation: Localized,
    pub on_behalf_of: Option<HouseholdId>,
    pub authority: String,
    /// The code of [`What`], or `did`.
    pub what: String,
    pub detail: String,
    pub refused: bool,
    pub is_look: bool,
    pub about: Concerns,
}

/// Whose things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concerns {
    Nobody,
    One(HouseholdId),
    Many(i64),
}

/// A resident with what was seen and done of theirs.
#[derive(Clone, Debug)]
pub struct OfResident {
    pub location: LocationId,
    pub resident: Resident,
    /// Newest first.
    pub seen: Vec<Seen>,
    pub is_cut: bool,
}

/// Someone who is not a resident, for the search of the office.
#[derive(Clone, Debug)]
pub struct Someone {
    pub id: PersonId,
    pub name: String,
    pub location: Option<LocationId>,
}

impl Store {
    /// What was seen and done of a resident between two moments: for the resident, for family who manage on `today`, and for
    /// the office of the location. `None` for everyone else.
    pub async fn who_looked(
        &self,
        viewer: &Viewer,
        household: HouseholdId,
        today: Day,
        (from, until): (Timestamp, Timestamp),
    ) -> Result<Option<OfResident>, StoreError> {
        let mut tx = self.inner.db.read().await?;
        let rows = household::rows_by_id(&mut tx, &[household]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let key = Key::of(row)?;
        let authorities = authorities(&mut tx, &key).await?;
        if !may_read(viewer, &key, &authorities, today) {
            return Ok(None);
        }
        let mut seen = Vec::new();
        for row in tx.fetch(&LOG_OF_RESIDENT, values![from, until, household]).await? {
            seen.push(of_log(&row)?);
        }
        let mut is_cut = seen.len() > MOST;
        let done = tx.fetch(&DONE_FOR, values![from, until, key.location, household]).await?;
        is_cut |= done.len() > MOST;
        for row in &done {
            seen.push(of_operation(row, household)?);
        }
        let resident: Resident = row.json("resident")?;
        tx.finish().await?;
        for one in &mut seen {
            let family = authorities.iter().find(|authority| Some(authority.person) == one.person);
            if let Some(family) = family {
                one.relation = family.relation.clone();
            }
        }
        // In the order of the moments; what came at the same moment stays in the order in which it was read.
        seen.sort_by_key(|one| std::cmp::Reverse(one.at));
        Ok(Some(OfResident { location: key.location, resident, seen, is_cut }))
    }

    /// The log between two moments, of one person or of everyone, as far as it is about residents of the office's locations.
    /// What is about nobody in particular is for an office of all locations. Newest first, at most [`MOST`] and one more.
    pub async fn log(
        &self,
        scope: &Scope,
        person: Option<PersonId>,
        (from, until): (Timestamp, Timestamp),
    ) -> Result<Vec<Seen>, StoreError> {
        let Scope::Office { locations, .. } = scope else { return Ok(Vec::new()) };
        if locations.is_empty() {
            return Ok(Vec::new());
        }
        let mut tx = self.inner.db.read().await?;
        let (period, list) = (values![from, until], locations.iter().copied());
        let rows = match person {
            Some(person) => tx.fetch_list(&LOG_OF_PERSON, [period, values![person]].concat(), list).await?,
            None => tx.fetch_list(&LOG, period, list).await?,
        };
        let sees_all =
            tx.fetch_one(&LOCATIONS, vec![]).await?.int("count")? <= i64::try_from(locations.len()).unwrap_or(i64::MAX);
        tx.finish().await?;
        let mut seen = Vec::with_capacity(rows.len());
        for row in &rows {
            let one = of_log(row)?;
            if sees_all || one.about != Concerns::Nobody {
                seen.push(one);
            }
        }
        Ok(seen)
    }

    /// The log of the whole home between two moments. Newest first, at most [`MOST`] and one more.
    pub async fn log_of_home(
        &self,
        _: &SecurityScope,
        (from, until): (Timestamp, Timestamp),
    ) -> Result<Vec<Seen>, StoreError> {
        let rows = self.inner.db.single().await?.fetch(&LOG_OF_HOME, values![from, until]).await?;
        rows.iter().map(of_log).collect()
    }

    /// The names of residents of the office's locations, with room; for the search and the rows of the log.
    pub async fn names_of_residents(
        &self,
        scope: &Scope,
    ) -> Result<BTreeMap<HouseholdId, (Resident, LocationId)>, StoreError> {
        let Scope::Office { locations, .. } = scope else { return Ok(BTreeMap::new()) };
        let rows = household::rows_of_locations(&mut self.inner.db.single().await?, locations).await?;
        let mut names = BTreeMap::new();
        for row in &rows {
            let key = Key::of(row)?;
            names.insert(key.household, (row.json("resident")?, key.location));
        }
        Ok(names)
    }

    /// Everyone who is not a resident and belongs to these locations or to none.
    pub async fn persons(&self, scope: &Scope) -> Result<Vec<Someone>, StoreError> {
        let Scope::Office { locations, .. } = scope else { return Ok(Vec::new()) };
        let rows = self.inner.db.single().await?.fetch(&PERSONS, vec![]).await?;
        let mut persons = Vec::with_capacity(rows.len());
        for row in &rows {
            let location = row.get::<Option<Uuid>>("location_id")?.map(LocationId);
            if location.is_none_or(|location| locations.contains(&location)) {
                persons.push(Someone { id: PersonId(row.uuid("person_id")?), name: row.text("display")?, location });
            }
        }
        Ok(persons)
    }
}

async fn authorities(tx: &mut Tx, key: &Key) -> Result<Vec<Authority>, StoreError> {
    let rows = tx.fetch(&AUTHORITIES, values![key.location, key.household]).await?;
    rows.iter().map(|row| row.json("authority")).collect()
}

/// The resident, who manages for them today, and the office of their location.
fn may_read(viewer: &Viewer, key: &Key, authorities: &[Authority], today: Day) -> bool {
    match &viewer.scope {
        Scope::Resident { location, household } => *household == key.household && *location == key.location,
        Scope::Family { person, households } => {
            let manages =
                |one: &Authority| one.person == *person && one.grade == Grade::Manage && one.valid.contains(today);
            households.contains(&key.household) && authorities.iter().any(manages)
        }
        Scope::Ward { .. } | Scope::Beside(_) => false,
        Scope::Office { locations, .. } => locations.contains(&key.location),
    }
}

fn of_log(row: &Row) -> Result<Seen, StoreError> {
    let what = row.text("what")?;
    let known = What::from_code(&what);
    let about = match (row.get::<Option<Uuid>>("one")?, row.int("count")?) {
        (Some(one), 1) => Concerns::One(HouseholdId(one)),
        (Some(_), count) => Concerns::Many(count),
        (None, _) => Concerns::Nobody,
    };
    Ok(Seen {
        at: Timestamp(row.int("at")?),
        sequence: Some(row.int("sequence")?),
        role: row.get("role")?,
        person: row.get::<Option<Uuid>>("person_id")?.map(PersonId),
        name: row.get::<Option<String>>("display")?.unwrap_or_default(),
        relation: Localized::default(),
        on_behalf_of: row.get::<Option<Uuid>>("on_behalf_of")?.map(HouseholdId),
        authority: row.get::<Option<String>>("authority")?.unwrap_or_default(),
        is_look: known.is_some_and(What::is_look),
        what,
        detail: row.get::<Option<String>>("detail")?.unwrap_or_default(),
        refused: row.text("outcome")? == Outcome::Refused.code(),
        about,
    })
}

fn of_operation(row: &Row, household: HouseholdId) -> Result<Seen, StoreError> {
    let actor: Actor = row.json("actor")?;
    let verdict: Verdict = row.json("verdict")?;
    Ok(Seen {
        at: Timestamp(row.int("recorded_at")?),
        sequence: None,
        role: Some(actor.role.code().to_owned()),
        person: actor.person,
        name: actor.name,
        relation: actor.relation,
        on_behalf_of: Some(household),
        authority: String::new(),
        what: "did".to_owned(),
        detail: row.text("kind")?,
        refused: matches!(verdict, Verdict::Refused { .. }),
        is_look: false,
        about: Concerns::One(household),
    })
}
