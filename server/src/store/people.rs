//! Everyone who is not a resident, and through which door each of them would come in.

use super::db::Tx;
use super::household;
use super::statement::statements;
use super::tablet::Preferences;
use super::value::{Row, values};
use super::{Store, StoreError};
use domain::access::{
    Actor, Authority, Beside, CouncilScope, ProviderScope, Role, Scope, SecurityScope, SupporterScope, Theme, Viewer,
};
use domain::calendar::Day;
use domain::catalogue::{Language, Localized};
use domain::household::{Household, Resident};
use domain::ids::{HouseholdId, LocationId, OpId, PersonId, ProviderId, WardId};
use domain::sync::Verdict;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

statements! {
    PERSONS = "SELECT p.person_id, p.code, p.display, p.acts_as, p.language, p.location_id, p.ward_id, p.provider_id,
            l.name AS location_name, w.name AS ward_name
        FROM person p
        LEFT JOIN location l ON l.location_id = p.location_id
        LEFT JOIN ward w ON w.location_id = p.location_id AND w.ward_id = p.ward_id
        WHERE p.acts_as IS NOT NULL ORDER BY p.code";
    LOCATIONS = "SELECT location_id, name FROM location ORDER BY position, code";
    AUTHORITIES = "SELECT a.household_id, a.person_id, a.authority FROM authority a
        JOIN household h ON h.location_id = a.location_id AND h.household_id = a.household_id
        ORDER BY a.person_id, h.room, a.code";
    PERSON = "SELECT p.person_id, p.code, p.display, p.acts_as, p.language, p.location_id, p.ward_id, p.provider_id,
            l.name AS location_name, w.name AS ward_name
        FROM person p
        LEFT JOIN location l ON l.location_id = p.location_id
        LEFT JOIN ward w ON w.location_id = p.location_id AND w.ward_id = p.ward_id
        WHERE p.acts_as IS NOT NULL AND p.person_id = $1";
    AUTHORITIES_OF_PERSON = "SELECT a.household_id, a.person_id, a.authority FROM authority a
        JOIN household h ON h.location_id = a.location_id AND h.household_id = a.household_id
        WHERE a.person_id = $1 ORDER BY h.room, a.code";
    WARDS_OF_LOCATIONS = "SELECT ward_id FROM ward WHERE location_id IN ({list})";
    CARER_OF_WARD = "SELECT display, language FROM person WHERE person_id = $1 AND acts_as = 'carer'
        AND (location_id IS NULL OR location_id = $2) AND (ward_id IS NULL OR ward_id = $3)";
    VERDICT = "SELECT o.kind, o.verdict FROM household h
        JOIN operation o ON o.location_id = h.location_id AND o.op_id = $1 AND o.household_id = h.household_id
        WHERE h.household_id IN ({list})";
}

/// Someone who could come in, and what they would see. The demo door lists them all; sign-in will choose one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// The home's own code of the resident or person, such as `R01` or `els-vermeer`.
    pub code: String,
    /// Empty for someone who belongs nowhere in particular.
    pub location_name: String,
    pub ward_name: String,
    /// The resident's room; empty for everyone else.
    pub room: String,
    pub viewer: Viewer,
    /// The first day on which an authority that holds today holds no more.
    pub until: Option<Day>,
}

impl Store {
    /// Everyone who may come in on `today`: residents, family with a valid authority, carers with a ward, the office, and those beside
    /// the shop.
    pub async fn doors(&self, today: Day) -> Result<Vec<Door>, StoreError> {
        let mut tx = self.inner.db.read().await?;
        let mut locations = Vec::new();
        for row in tx.fetch(&LOCATIONS, vec![]).await? {
            locations.push((LocationId(row.uuid("location_id")?), row.text("name")?));
        }
        let ids: Vec<LocationId> = locations.iter().map(|(id, _)| *id).collect();
        let mut doors = Vec::new();
        let mut homes = BTreeMap::new();
        for row in household::rows_of_locations(&mut tx, &ids).await? {
            let door = resident(&row)?;
            if let Scope::Resident { household, .. } = door.viewer.scope {
                homes.insert(household, (door.location_name.clone(), door.ward_name.clone()));
            }
            doors.push(door);
        }
        doors.sort_by(|left, right| {
            (&left.location_name, &left.room, &left.code).cmp(&(&right.location_name, &right.room, &right.code))
        });
        let mut families: BTreeMap<PersonId, Family> = BTreeMap::new();
        add_families(&mut families, &tx.fetch(&AUTHORITIES, vec![]).await?, today)?;
        for row in tx.fetch(&PERSONS, vec![]).await? {
            doors.extend(person(&row, &families, &homes, &ids)?);
        }
        tx.finish().await?;
        Ok(doors)
    }

    /// What one person would see on `today`; `None` for who may not come in.
    pub async fn door_of(&self, person: PersonId, today: Day) -> Result<Option<Door>, StoreError> {
        let mut tx = self.inner.db.read().await?;
        let Some(row) = tx.fetch_optional(&PERSON, values![person]).await? else { return Ok(None) };
        let mut locations = Vec::new();
        for row in tx.fetch(&LOCATIONS, vec![]).await? {
            locations.push(LocationId(row.uuid("location_id")?));
        }
        let mut families = BTreeMap::new();
        add_families(&mut families, &tx.fetch(&AUTHORITIES_OF_PERSON, values![person]).await?, today)?;
        tx.finish().await?;
        self::person(&row, &families, &BTreeMap::new(), &locations)
    }

    /// The wards whose pokes concern a viewer.
    pub async fn wards_of(&self, scope: &Scope) -> Result<BTreeSet<WardId>, StoreError> {
        let mut tx = self.inner.db.single().await?;
        let households = match scope {
            Scope::Ward { ward, .. } => return Ok(BTreeSet::from([*ward])),
            Scope::Beside(_) => return Ok(BTreeSet::new()),
            Scope::Office { locations, .. } if locations.is_empty() => return Ok(BTreeSet::new()),
            Scope::Office { locations, .. } => {
                let rows = tx.fetch_list(&WARDS_OF_LOCATIONS, vec![], locations.iter().copied()).await?;
                return rows.iter().map(|row| row.uuid("ward_id").map(WardId)).collect();
            }
            Scope::Resident { household, .. } => std::slice::from_ref(household),
            Scope::Family { households, .. } => households.as_slice(),
        };
        let rows = household::rows_by_id(&mut tx, households).await?;
        rows.iter().map(|row| row.uuid("ward_id").map(WardId)).collect()
    }

    /// The kind and the verdict of an operation in this viewer's scope that was judged before.
    pub async fn verdict(&self, viewer: &Viewer, op: OpId) -> Result<Option<(String, Verdict)>, StoreError> {
        let mut tx = self.inner.db.single().await?;
        let households: Vec<HouseholdId> = match &viewer.scope {
            Scope::Resident { household, .. } => vec![*household],
            Scope::Family { households, .. } => households.clone(),
            Scope::Ward { location, ward, .. } => {
                let rows = household::rows_of_ward(&mut tx, *location, *ward).await?;
                rows.iter().map(|row| row.uuid("household_id").map(HouseholdId)).collect::<Result<_, _>>()?
            }
            Scope::Office { .. } | Scope::Beside(_) => Vec::new(),
        };
        if households.is_empty() {
            return Ok(None);
        }
        let rows = tx.fetch_list(&VERDICT, values![op], households).await?;
        rows.first().map(|row| Ok((row.text("kind")?, row.json("verdict")?))).transpose()
    }
}

struct Family {
    relation: Localized,
    households: Vec<HouseholdId>,
    /// The first day on which one of them holds no more.
    until: Option<Day>,
}

impl Family {
    const fn new(relation: Localized) -> Self {
        Self { relation, households: Vec::new(), until: None }
    }
}

fn add_families(families: &mut BTreeMap<PersonId, Family>, rows: &[Row], today: Day) -> Result<(), StoreError> {
    for row in rows {
        let authority: Authority = row.json("authority")?;
        if authority.valid.contains(today) {
            let family = families.entry(authority.person).or_insert_with(|| Family::new(authority.relation.clone()));
            family.until = family.until.into_iter().chain(authority.valid.until).min();
            let household = HouseholdId(row.uuid("household_id")?);
            if !family.households.contains(&household) {
                family.households.push(household);
            }
        }
    }
    Ok(())
}

/// Whom this person may see something of on `today`.
pub(super) async fn households_of_family(
    tx: &mut Tx,
    person: PersonId,
    today: Day,
) -> Result<Vec<HouseholdId>, StoreError> {
    let mut families = BTreeMap::new();
    add_families(&mut families, &tx.fetch(&AUTHORITIES_OF_PERSON, values![person]).await?, today)?;
    Ok(families.remove(&person).map(|family| family.households).unwrap_or_default())
}

fn resident(row: &Row) -> Result<Door, StoreError> {
    let resident: Resident = row.json("resident")?;
    Ok(Door {
        code: row.text("code")?,
        location_name: row.text("location_name")?,
        ward_name: row.text("ward_name")?,
        room: resident.room,
        viewer: resident_viewer(row)?,
        until: None,
    })
}

/// Who looks at the tablet of the resident in this row, and how they like it.
pub(super) fn resident_viewer(row: &Row) -> Result<Viewer, StoreError> {
    let household: Household = household::from_row(row)?;
    let chosen: Preferences = row.json_or_null("preferences")?.unwrap_or_default();
    let mut viewer = Viewer {
        scope: Scope::Resident { location: household.location, household: household.id },
        actor: Actor { role: Role::Resident, person: None, name: String::new(), relation: Localized::default() },
        language: household.resident.language,
        text_size: u16::try_from(row.int("text_size")?).unwrap_or(100),
        theme: Theme::default(),
    };
    chosen.apply(&mut viewer);
    household.resident.name.get(viewer.language).clone_into(&mut viewer.actor.name);
    Ok(viewer)
}

fn person(
    row: &Row,
    families: &BTreeMap<PersonId, Family>,
    homes: &BTreeMap<HouseholdId, (String, String)>,
    locations: &[LocationId],
) -> Result<Option<Door>, StoreError> {
    let person = PersonId(row.uuid("person_id")?);
    let location = row.get::<Option<Uuid>>("location_id")?.map(LocationId);
    let ward = row.get::<Option<Uuid>>("ward_id")?.map(WardId);
    let mut relation = Localized::default();
    let mut until = None;
    let mut place = (
        row.get::<Option<String>>("location_name")?.unwrap_or_default(),
        row.get::<Option<String>>("ward_name")?.unwrap_or_default(),
    );
    let works_at =
        |location: Option<LocationId>| location.map_or_else(|| locations.to_vec(), |location| vec![location]);
    let (role, scope) = match (row.text("acts_as")?.as_str(), location, ward) {
        ("family", _, _) => {
            let Some(family) = families.get(&person) else { return Ok(None) };
            relation.clone_from(&family.relation);
            until = family.until;
            if let Some(home) = family.households.first().and_then(|household| homes.get(household)) {
                place.clone_from(home);
            }
            (Role::Family, Scope::Family { person, households: family.households.clone() })
        }
        ("carer", Some(location), Some(ward)) => (Role::Carer, Scope::Ward { location, ward, person }),
        ("office", location, _) => (Role::Office, Scope::Office { person, locations: works_at(location) }),
        ("supporter", location, _) => {
            let scope = SupporterScope { person, locations: works_at(location) };
            (Role::Supporter, Scope::Beside(Beside::Supporter(scope)))
        }
        ("provider", location, _) => {
            let Some(provider) = row.get::<Option<Uuid>>("provider_id")?.map(ProviderId) else { return Ok(None) };
            let scope = ProviderScope { person, provider, locations: works_at(location) };
            (Role::Provider, Scope::Beside(Beside::Provider(scope)))
        }
        ("council", location, _) => {
            let scope = CouncilScope { person, locations: works_at(location) };
            (Role::Council, Scope::Beside(Beside::Council(scope)))
        }
        ("security", _, _) => (Role::Security, Scope::Beside(Beside::Security(SecurityScope { person }))),
        _ => return Ok(None),
    };
    let actor = Actor { role, person: Some(person), name: row.text("display")?, relation };
    let language = row.code("language", Language::from_code)?;
    let viewer = Viewer { scope, actor, language, text_size: 100, theme: Theme::default() };
    Ok(Some(Door {
        code: row.text("code")?,
        location_name: place.0,
        ward_name: place.1,
        room: String::new(),
        viewer,
        until,
    }))
}

/// A carer who works on this ward, as the home knows them.
pub(super) async fn carer_of_ward(
    tx: &mut Tx,
    person: PersonId,
    location: LocationId,
    ward: WardId,
) -> Result<Option<Actor>, StoreError> {
    Ok(carer_viewer(tx, person, location, ward).await?.map(|viewer| viewer.actor))
}

/// What they see there.
pub(super) async fn carer_viewer(
    tx: &mut Tx,
    person: PersonId,
    location: LocationId,
    ward: WardId,
) -> Result<Option<Viewer>, StoreError> {
    let row = tx.fetch_optional(&CARER_OF_WARD, values![person, location, ward]).await?;
    row.map(|row| {
        let name = row.text("display")?;
        let actor = Actor { role: Role::Carer, person: Some(person), name, relation: Localized::default() };
        let language = row.code("language", Language::from_code)?;
        let scope = Scope::Ward { location, ward, person };
        Ok(Viewer { scope, actor, language, text_size: 100, theme: Theme::default() })
    })
    .transpose()
}
