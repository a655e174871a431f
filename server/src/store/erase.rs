//! Erasing one resident: everything that says who it was goes, everything that the books need stays.
//!
//! The hash chain of a household covers its number and its transfers: accounts, amounts, numbers and moments. Names, rooms
//! and words hang on the household's row and on the orders around it, and can go without a link of the chain changing.

use super::household::Key;
use super::statement::statements;
use super::value::{Row, Value, values};
use super::{Store, StoreError, Tx, feed, thin};
use crate::exchange::home::cells_about;
use domain::access::{Actor, Scope, Viewer};
use domain::amount::{Amount, Unit};
use domain::calendar::Day;
use domain::catalogue::{Language, Localized};
use domain::household::Resident;
use domain::ids::{HouseholdId, PersonId};
use domain::sync::Now;
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

statements! {
    FOUND = "SELECT h.location_id, h.household_id, h.ward_id, h.version, h.code, h.room, h.resident, h.frozen,
            (SELECT s.valid_until FROM stay s
                WHERE s.location_id = h.location_id AND s.household_id = h.household_id) AS left_on,
            (SELECT COUNT(*) FROM order_line l WHERE l.location_id = h.location_id
                AND l.household_id = h.household_id AND l.is_open = TRUE) AS open_lines,
            (SELECT COUNT(*) FROM operation o WHERE o.location_id = h.location_id AND o.household_id = h.household_id
                AND o.exception IS NOT NULL AND o.exception_settled_at IS NULL) AS unsettled,
            COALESCE((SELECT a.credits_posted - a.debits_posted FROM account a WHERE a.location_id = h.location_id
                AND a.household_id = h.household_id AND a.account = 'own'), 0) AS own_left
        FROM household h WHERE h.household_id = $1 AND h.erased_at IS NULL";
    LOCK = "SELECT h.household_id FROM household h WHERE h.household_id = $1 {lock h}";
    PEOPLE_OF = "SELECT person_id FROM authority WHERE location_id = $1 AND household_id = $2
        UNION SELECT person_id FROM invitation WHERE location_id = $1 AND household_id = $2
        UNION SELECT person_id FROM ended_authority WHERE location_id = $1 AND household_id = $2";
    FORGET_AUTHORITIES = "DELETE FROM authority WHERE location_id = $1 AND household_id = $2";
    FAMILY_OF_NOBODY = "SELECT p.code FROM person p WHERE p.person_id = $1 AND p.acts_as = 'family'
        AND NOT EXISTS (SELECT 1 FROM authority a WHERE a.person_id = $1)
        AND NOT EXISTS (SELECT 1 FROM invitation i WHERE i.person_id = $1)
        AND NOT EXISTS (SELECT 1 FROM ended_authority e WHERE e.person_id = $1)";
    FORGET_CREDENTIAL = "DELETE FROM credential WHERE person_id = $1";
    FORGET_RECOVERY_CODES = "DELETE FROM recovery_code WHERE person_id = $1";
    FORGET_LINKS = "DELETE FROM sign_in_link WHERE person_id = $1";
    FORGET_STEPS = "DELETE FROM sign_in_step WHERE person_id = $1";
    FORGET_SHIFTS = "DELETE FROM shift WHERE person_id = $1";
    FORGET_ACCOUNTS = "DELETE FROM oidc_link WHERE person_id = $1";
    FORGET_PASSKEYS = "DELETE FROM passkey WHERE person_id = $1";
    FORGET_PERSON = "DELETE FROM person WHERE person_id = $1";
    ERASE_HOUSEHOLD = "UPDATE household SET code = $3, room = '', resident = $4, text_size = 100, card = $5,
            clearances = $5, baskets = $6, proposals = $6, waterfall = NULL, preferences = NULL, pictogram = NULL, picture_code = NULL,
            version = version + 1, erased_at = $7
        WHERE location_id = $1 AND household_id = $2";
    FORGET_STAY = "DELETE FROM stay WHERE location_id = $1 AND household_id = $2";
    FORGET_INDICATIONS = "DELETE FROM indication WHERE location_id = $1 AND household_id = $2";
    FORGET_DAYS_AWAY = "DELETE FROM suspension WHERE location_id = $1 AND household_id = $2";
    FORGET_CLEARANCES = "DELETE FROM clearance WHERE location_id = $1 AND household_id = $2";
    FORGET_HELP = "DELETE FROM help_request WHERE location_id = $1 AND household_id = $2";
    FORGET_INVITATIONS = "DELETE FROM invitation WHERE location_id = $1 AND household_id = $2";
    FORGET_ENDED_AUTHORITIES = "DELETE FROM ended_authority WHERE location_id = $1 AND household_id = $2";
    FORGET_MISTAKES = "DELETE FROM mistake WHERE subject_id = $2 OR tablet_id IN
        (SELECT tablet_id FROM tablet WHERE location_id = $1 AND household_id = $2)";
    FORGET_TABLETS = "DELETE FROM tablet WHERE location_id = $1 AND household_id = $2";
    FORGET_NOTES = "DELETE FROM private_note WHERE location_id = $1 AND household_id = $2";
    FORGET_CORRECTIONS = "DELETE FROM correction WHERE location_id = $1 AND household_id = $2";
    ORDERS = "SELECT order_id, placed_by FROM orders WHERE location_id = $1 AND household_id = $2";
    SET_PLACED_BY = "UPDATE orders SET placed_by = $4 WHERE location_id = $1 AND household_id = $2 AND order_id = $3";
    FORGET_LAST_STEPS = "UPDATE order_line SET last_step = NULL WHERE location_id = $1 AND household_id = $2";
    DECLINED = "SELECT order_id, line_id, decline FROM order_line
        WHERE location_id = $1 AND household_id = $2 AND decline IS NOT NULL";
    SET_DECLINE = "UPDATE order_line SET decline = $5
        WHERE location_id = $1 AND household_id = $2 AND order_id = $3 AND line_id = $4";
    OPERATIONS = "SELECT location_id, op_id, actor, sent_by, verdict, exception FROM operation
        WHERE location_id = $1 AND household_id = $2 AND is_thinned = FALSE";
    FORGET_REFUSED = "UPDATE operation SET refused_order = NULL
        WHERE location_id = $1 AND household_id = $2 AND refused_order IS NOT NULL";
    FORGET_EMERGENCIES = "UPDATE emergency SET reason = '', remark = CASE WHEN remark IS NULL THEN NULL ELSE '' END
        WHERE location_id = $1 AND household_id = $2";
    DEVICES = "SELECT device_id, viewer, revoked_at FROM device";
    FORGET_DEVICE = "DELETE FROM device WHERE device_id = $1 AND revoked_at IS NULL";
    SET_DEVICE_VIEWER = "UPDATE device SET viewer = $2 WHERE device_id = $1";
    SESSIONS = "SELECT token_hash, viewer FROM session";
    END_SESSION = "DELETE FROM session WHERE token_hash = $1";
    IMPORTED = "SELECT file, row_key, cells FROM import_row";
    FORGET_ROW = "DELETE FROM import_row WHERE file = $1 AND row_key = $2";
    NOTE_ERASURE = "INSERT INTO erasure (erasure_id, location_id, household_id, done_by, done_at, why)
        VALUES ($1, $2, $3, $4, $5, $6)";
    ERASED = "SELECT household_id FROM household WHERE erased_at IS NOT NULL";
}

/// So long after the end of a stay nothing is erased: until then devices may still send again what was acknowledged.
pub const LEAST_DAYS_AFTER_STAY: i64 = 36;

/// Why someone is erased; free words would say more than may be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The resident, or whoever may speak for them, asked for it.
    Asked,
    /// The home's term for what it keeps after a stay is over.
    Term,
    /// It should never have been kept.
    Wrong,
}

impl Why {
    pub const ALL: [Self; 3] = [Self::Asked, Self::Term, Self::Wrong];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Term => "term",
            Self::Wrong => "wrong",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.code() == code)
    }
}

/// What still stands in the way of an erasure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    StillLivesHere,
    /// It may be done from this day.
    LeftLately {
        from: Day,
    },
    OpenOrders {
        count: i64,
    },
    ToSortOut {
        count: i64,
    },
    /// The books did not match and someone has to look first.
    Frozen,
}

/// A resident as the erasure finds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasable {
    pub household: HouseholdId,
    pub code: String,
    pub name: Localized,
    pub room: String,
    pub obstacles: Vec<Obstacle>,
    /// Own money that was not spent: to be given back, which these books do not do.
    pub own_left: Amount,
}

/// Who erases whom, when and why.
#[derive(Clone, Debug)]
pub struct Erasing {
    /// The number of the record.
    pub id: Uuid,
    pub household: HouseholdId,
    pub by: Actor,
    pub why: Why,
    pub now: Now,
}

impl Store {
    /// A resident of the office's locations, and whether they can be erased; `None` outside the scope.
    pub async fn erasable(
        &self,
        scope: &Scope,
        household: HouseholdId,
        now: Now,
    ) -> Result<Option<Erasable>, StoreError> {
        let mut tx = self.inner.db.read().await?;
        let found = find(&mut tx, household, now.local.day).await?;
        tx.finish().await?;
        let sees = |key: &Key| matches!(scope, Scope::Office { locations, .. } if locations.contains(&key.location));
        Ok(found.filter(|(key, _)| sees(key)).map(|(_, erasable)| erasable))
    }

    /// Erases a resident, all of it or nothing; what stood in the way, if anything did.
    pub async fn erase(&self, erasing: Erasing) -> Result<Vec<Obstacle>, StoreError> {
        let store = self.clone();
        let obstacles = self
            .write(move |tx| {
                let (store, erasing) = (store.clone(), erasing.clone());
                Box::pin(async move { erase(&store, tx, &erasing).await })
            })
            .await?;
        if obstacles.is_empty() {
            self.inner.db.let_go_of_what_was_removed().await?;
        }
        Ok(obstacles)
    }

    /// What stands in the way of erasing a household; nothing for one that is not there.
    pub(super) async fn obstacles(&self, household: HouseholdId, now: Now) -> Result<Vec<Obstacle>, StoreError> {
        let found = find(&mut self.inner.db.single().await?, household, now.local.day).await?;
        Ok(found.map(|(_, found)| found.obstacles).unwrap_or_default())
    }
}

async fn find(tx: &mut Tx, household: HouseholdId, today: Day) -> Result<Option<(Key, Erasable)>, StoreError> {
    let Some(row) = tx.fetch_optional(&FOUND, values![household]).await? else { return Ok(None) };
    let resident: Resident = row.json("resident")?;
    let erasable = Erasable {
        household,
        code: row.text("code")?,
        name: resident.name,
        room: row.text("room")?,
        obstacles: obstacles(&row, today)?,
        own_left: Amount::new(Unit::EuroCent, row.int("own_left")?),
    };
    Ok(Some((Key::of(&row)?, erasable)))
}

fn obstacles(row: &Row, today: Day) -> Result<Vec<Obstacle>, StoreError> {
    let mut obstacles = Vec::new();
    match super::roll_over::day_or_none(row, "left_on")? {
        Some(left) if left <= today => {
            let from = left.plus_days(LEAST_DAYS_AFTER_STAY);
            obstacles.extend((today < from).then_some(Obstacle::LeftLately { from }));
        }
        _ => obstacles.push(Obstacle::StillLivesHere),
    }
    let (open, unsettled) = (row.int("open_lines")?, row.int("unsettled")?);
    obstacles.extend((open > 0).then_some(Obstacle::OpenOrders { count: open }));
    obstacles.extend((unsettled > 0).then_some(Obstacle::ToSortOut { count: unsettled }));
    obstacles.extend(row.get::<bool>("frozen")?.then_some(Obstacle::Frozen));
    Ok(obstacles)
}

async fn erase(store: &Store, tx: &mut Tx, erasing: &Erasing) -> Result<Vec<Obstacle>, StoreError> {
    tx.fetch(&LOCK, values![erasing.household]).await?;
    let found = find(tx, erasing.household, erasing.now.local.day).await?;
    let Some((key, found)) = found else { return Err(StoreError::NothingToSee) };
    if !found.obstacles.is_empty() {
        return Ok(found.obstacles);
    }
    tx.erase_for_good().await?;
    let people = forget_family(tx, key).await?;
    forget_screens(tx, key, &people).await?;
    forget_deeds(tx, key).await?;
    forget_orders(tx, key).await?;
    let here = values![key.location, key.household];
    for statement in [
        &FORGET_STAY,
        &FORGET_INDICATIONS,
        &FORGET_DAYS_AWAY,
        &FORGET_CLEARANCES,
        &FORGET_HELP,
        &FORGET_CORRECTIONS,
        &FORGET_NOTES,
        &FORGET_MISTAKES,
        &FORGET_TABLETS,
    ] {
        tx.execute(statement, here.clone()).await?;
    }
    forget_rows(tx, &found.code).await?;
    let nobody = Resident {
        name: Localized::default(),
        first_name: String::new(),
        last_name: String::new(),
        room: String::new(),
        ward_name: String::new(),
        language: Language::default(),
        away: false,
    };
    // No code of the home: it would say who it was to anyone with an old list.
    let mut row = values![key.location, key.household, format!("erased-{}", erasing.id.simple())];
    row.extend([Value::json(&nobody)?, Value::json(&json!({}))?, Value::json(&json!([]))?]);
    row.push(Value::from(erasing.now.at));
    tx.execute(&ERASE_HOUSEHOLD, row).await?;
    let mut row = values![erasing.id, key.location, key.household];
    row.push(Value::json(&erasing.by)?);
    row.extend(values![erasing.now.at, erasing.why.code()]);
    tx.execute(&NOTE_ERASURE, row).await?;
    store.forget_known(tx, key.household);
    // Tablets of the ward let go of what they hold.
    feed::note(tx, key.location, key.ward, key.household).await?;
    Ok(Vec::new())
}

/// Authorities, and family who have no other resident here; who they were.
async fn forget_family(tx: &mut Tx, key: Key) -> Result<BTreeSet<PersonId>, StoreError> {
    let here = values![key.location, key.household];
    let mut gone = BTreeSet::new();
    let people = tx.fetch(&PEOPLE_OF, here.clone()).await?;
    for statement in [&FORGET_AUTHORITIES, &FORGET_INVITATIONS, &FORGET_ENDED_AUTHORITIES] {
        tx.execute(statement, here.clone()).await?;
    }
    for row in &people {
        let person = PersonId(row.uuid("person_id")?);
        let Some(row) = tx.fetch_optional(&FAMILY_OF_NOBODY, values![person]).await? else { continue };
        for statement in [
            &FORGET_CREDENTIAL,
            &FORGET_RECOVERY_CODES,
            &FORGET_LINKS,
            &FORGET_STEPS,
            &FORGET_ACCOUNTS,
            &FORGET_PASSKEYS,
            &FORGET_SHIFTS,
            &FORGET_PERSON,
        ] {
            tx.execute(statement, values![person]).await?;
        }
        tx.execute(&FORGET_ROW, values!["people.csv", row.text("code")?]).await?;
        gone.insert(person);
    }
    Ok(gone)
}

/// Sessions and devices of the resident and of family that went along.
async fn forget_screens(tx: &mut Tx, key: Key, people: &BTreeSet<PersonId>) -> Result<(), StoreError> {
    let is_theirs = |viewer: &Viewer| match &viewer.scope {
        Scope::Resident { household, .. } => *household == key.household,
        Scope::Family { person, .. } => people.contains(person),
        Scope::Ward { .. } | Scope::Office { .. } | Scope::Beside(_) => false,
    };
    for row in tx.fetch(&SESSIONS, vec![]).await? {
        if is_theirs(&row.json("viewer")?) {
            tx.execute(&END_SESSION, values![row.hash("token_hash")?]).await?;
        }
    }
    for row in tx.fetch(&DEVICES, vec![]).await? {
        let (device, mut viewer) = (row.uuid("device_id")?, row.json::<Viewer>("viewer")?);
        if is_theirs(&viewer) && tx.execute(&FORGET_DEVICE, values![device]).await? == 0 {
            // What was revoked stays revoked, whoever's it was.
            viewer.actor = thin::nameless(viewer.actor);
            tx.execute(&SET_DEVICE_VIEWER, vec![device.into(), Value::json(&viewer)?]).await?;
        }
    }
    Ok(())
}

/// What was done: numbers and verdicts stay, which the chain holds on to. What the house paid is told without names.
async fn forget_deeds(tx: &mut Tx, key: Key) -> Result<(), StoreError> {
    let here = values![key.location, key.household];
    tx.execute(&FORGET_REFUSED, here.clone()).await?;
    tx.execute(&FORGET_EMERGENCIES, here.clone()).await?;
    for row in tx.fetch(&OPERATIONS, here).await? {
        tx.send(thin::statement(), thin::left(&row)?).await?;
    }
    Ok(())
}

async fn forget_orders(tx: &mut Tx, key: Key) -> Result<(), StoreError> {
    let here = values![key.location, key.household];
    for row in tx.fetch(&ORDERS, here.clone()).await? {
        let by = Actor { person: None, ..thin::nameless(row.json("placed_by")?) };
        let order = values![key.location, key.household, row.uuid("order_id")?];
        tx.execute(&SET_PLACED_BY, [order, vec![Value::json(&by)?]].concat()).await?;
    }
    tx.execute(&FORGET_LAST_STEPS, here.clone()).await?;
    for row in tx.fetch(&DECLINED, here).await? {
        let mut decline: serde_json::Value = row.json("decline")?;
        thin::without_words(&mut decline);
        let line = values![key.location, key.household, row.uuid("order_id")?, row.uuid("line_id")?];
        tx.execute(&SET_DECLINE, [line, vec![Value::json(&decline)?]].concat()).await?;
    }
    Ok(())
}

/// The rows of the home's files, as they were read.
async fn forget_rows(tx: &mut Tx, code: &str) -> Result<(), StoreError> {
    for row in tx.fetch(&IMPORTED, vec![]).await? {
        let (file, row_key) = (row.text("file")?, row.text("row_key")?);
        if cells_about(&file, &row.json::<Vec<String>>("cells")?, code).is_some() {
            tx.execute(&FORGET_ROW, values![file, row_key]).await?;
        }
    }
    Ok(())
}

/// Every household that was erased: an import must not bring one back.
pub(super) async fn erased(tx: &mut Tx) -> Result<BTreeSet<HouseholdId>, StoreError> {
    tx.fetch(&ERASED, vec![]).await?.iter().map(|row| row.uuid("household_id").map(HouseholdId)).collect()
}
