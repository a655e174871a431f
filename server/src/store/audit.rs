//! The log of who looked, as it is stored: one chain for the home, because signing in belongs to no location. Only
//! `crate::audit` writes here, in batches; the head's row is the lock under which several servers take turns.

use super::chained::Chained;
use super::db::Tx;
use super::statement::statements;
use super::value::{Row, Value, values};
use super::{Store, StoreError};
use crate::audit::{Entry, set_of};
use crate::hex::hex;
use domain::access::SecurityScope;
use domain::ids::{HouseholdId, LocationId, WardId};
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use uuid::Uuid;

statements! {
    LOCK_END = "SELECT entries, hash FROM audit_head h WHERE h.id = 1 {lock h}";
    END = "SELECT entries, hash FROM audit_head WHERE id = 1";
    MOVE_END = "UPDATE audit_head SET entries = $1, hash = $2 WHERE id = 1";
    INSERT_SETS = "INSERT INTO audit_residents (residents, household_id) VALUES {rows} ON CONFLICT DO NOTHING";
    INSERT_ENTRIES = "INSERT INTO audit (sequence, at, role, person_id, on_behalf_of, authority, scope, residents, what,
        detail, outcome, session_id, tablet_id, request_id, previous_hash, hash) VALUES {rows}";
    ENTRIES_AFTER = "SELECT sequence, at, role, person_id, on_behalf_of, authority, scope, residents, what, detail, outcome,
            session_id, tablet_id, request_id, previous_hash, hash
        FROM audit WHERE sequence > $1 ORDER BY sequence LIMIT 1000";
    RESIDENTS_OF_WARD = "SELECT household_id FROM household WHERE location_id = $1 AND ward_id = $2";
    SETS = "SELECT residents, household_id FROM audit_residents WHERE residents IN ({list})";
}

/// What a check of the log found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogReport {
    pub entries: i64,
    /// The hash of the last entry: who keeps it elsewhere can tell later whether the end was cut off.
    pub end: String,
    /// The first thing that does not match.
    pub broken: Option<String>,
}

/// The end of the log: how many entries there are, and the hash of the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogEnd {
    pub entries: i64,
    pub hash: [u8; 32],
}

/// One entry with its place in the chain, so that whoever has the file can make the hash again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LogEntry {
    pub sequence: i64,
    #[serde(flatten)]
    link: Link,
    #[serde(serialize_with = "as_hex")]
    pub previous_hash: [u8; 32],
    #[serde(serialize_with = "as_hex")]
    pub hash: [u8; 32],
}

impl LogEntry {
    /// The number of the set of residents whom it is about.
    #[must_use]
    pub fn residents(&self) -> Option<&[u8]> {
        self.link.residents.as_deref()
    }
}

fn as_hex<S: Serializer>(bytes: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&hex(bytes))
}

fn as_hex_or_null<S: Serializer>(bytes: &Option<Vec<u8>>, serializer: S) -> Result<S::Ok, S::Error> {
    bytes.as_ref().map(|bytes| hex(bytes)).serialize(serializer)
}

/// One stored entry, as far as the chain goes, in the order of the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Link {
    at: i64,
    role: Option<String>,
    person: Option<Uuid>,
    on_behalf_of: Option<Uuid>,
    authority: Option<String>,
    scope: String,
    #[serde(serialize_with = "as_hex_or_null")]
    residents: Option<Vec<u8>>,
    what: String,
    detail: Option<String>,
    outcome: String,
    session: Option<Uuid>,
    tablet: Option<Uuid>,
    request: Option<Uuid>,
}

impl Link {
    fn of_entry(entry: &Entry) -> Self {
        let actor = entry.actor.as_ref();
        Self {
            at: entry.at.0,
            role: actor.map(|actor| actor.role.code().to_owned()),
            person: actor.and_then(|actor| actor.person).map(|person| person.0),
            on_behalf_of: entry.on_behalf_of.map(|household| household.0),
            authority: entry.authority.clone(),
            scope: entry.scope.to_owned(),
            residents: set_of(&entry.households).map(|set| set.to_vec()),
            what: entry.what.code().to_owned(),
            detail: entry.detail.clone(),
            outcome: entry.outcome.code().to_owned(),
            session: entry.session.map(|session| session.0),
            tablet: entry.tablet.map(|tablet| tablet.0),
            request: entry.request,
        }
    }

    fn of_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            at: row.int("at")?,
            role: row.get("role")?,
            person: row.get("person_id")?,
            on_behalf_of: row.get("on_behalf_of")?,
            authority: row.get("authority")?,
            scope: row.text("scope")?,
            residents: row.get("residents")?,
            what: row.text("what")?,
            detail: row.get("detail")?,
            outcome: row.text("outcome")?,
            session: row.get("session_id")?,
            tablet: row.get("tablet_id")?,
            request: row.get("request_id")?,
        })
    }

    fn hash(&self, previous: &[u8; 32], sequence: i64) -> [u8; 32] {
        let uuid = |hash: Chained, id: Uuid| hash.bytes(id.as_bytes());
        Chained::after(previous)
            .int(sequence)
            .int(self.at)
            .perhaps(self.role.as_deref(), Chained::text)
            .perhaps(self.person, uuid)
            .perhaps(self.on_behalf_of, uuid)
            .perhaps(self.authority.as_deref(), Chained::text)
            .text(&self.scope)
            .perhaps(self.residents.as_deref(), Chained::bytes)
            .text(&self.what)
            .perhaps(self.detail.as_deref(), Chained::text)
            .text(&self.outcome)
            .perhaps(self.session, uuid)
            .perhaps(self.tablet, uuid)
            .perhaps(self.request, uuid)
            .hash()
    }

    fn into_values(self, sequence: i64, previous: [u8; 32], hash: [u8; 32]) -> Vec<Value> {
        let mut row = values![sequence, self.at, self.role, self.person, self.on_behalf_of, self.authority, self.scope];
        row.push(Value::Bytes(self.residents));
        row.extend(values![self.what, self.detail, self.outcome, self.session, self.tablet, self.request]);
        row.extend(values![previous, hash]);
        row
    }
}

impl Store {
    /// Adds entries at the end of the chain, and the sets of residents that may not be stored yet.
    pub(crate) async fn append_to_log(
        &self,
        entries: Arc<Vec<Entry>>,
        sets: Arc<HashMap<[u8; 32], BTreeSet<HouseholdId>>>,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            let (entries, sets) = (Arc::clone(&entries), Arc::clone(&sets));
            Box::pin(async move { append(tx, &entries, &sets).await })
        })
        .await
    }

    /// Whose things a ward sees.
    pub async fn residents_of_ward(&self, location: LocationId, ward: WardId) -> Result<Vec<HouseholdId>, StoreError> {
        let rows = self.inner.db.single().await?.fetch(&RESIDENTS_OF_WARD, values![location, ward]).await?;
        rows.iter().map(|row| row.uuid("household_id").map(HouseholdId)).collect()
    }

    /// Where the log ends now.
    pub async fn log_end(&self, _: &SecurityScope) -> Result<LogEnd, StoreError> {
        let row = self.inner.db.single().await?.fetch_one(&END, vec![]).await?;
        Ok(LogEnd { entries: row.int("entries")?, hash: row.hash("hash")? })
    }

    /// The next entries after one, at most a thousand.
    pub async fn log_after(&self, _: &SecurityScope, sequence: i64) -> Result<Vec<LogEntry>, StoreError> {
        let rows = self.inner.db.single().await?.fetch(&ENTRIES_AFTER, values![sequence]).await?;
        rows.iter()
            .map(|row| {
                Ok(LogEntry {
                    sequence: row.int("sequence")?,
                    link: Link::of_row(row)?,
                    previous_hash: row.hash("previous_hash")?,
                    hash: row.hash("hash")?,
                })
            })
            .collect()
    }

    /// Who is in these sets of residents, by the number of each set.
    pub async fn sets_of_log(
        &self,
        _: &SecurityScope,
        sets: &[Vec<u8>],
    ) -> Result<BTreeMap<String, BTreeSet<HouseholdId>>, StoreError> {
        let mut tx = self.inner.db.single().await?;
        let found = members(&mut tx, sets).await?;
        Ok(found.into_iter().map(|(set, members)| (hex(&set), members)).collect())
    }

    /// Recomputes the chain of the log, in one reading transaction.
    pub async fn verify_log(&self) -> Result<LogReport, StoreError> {
        let mut tx = self.inner.db.read().await?;
        let report = check(&mut tx).await?;
        tx.finish().await?;
        Ok(report)
    }
}

async fn append(
    tx: &mut Tx,
    entries: &[Entry],
    sets: &HashMap<[u8; 32], BTreeSet<HouseholdId>>,
) -> Result<(), StoreError> {
    // In one order on every server, so that two of them never wait for each other.
    let in_order: BTreeMap<_, _> = sets.iter().collect();
    let members = in_order.into_iter().flat_map(|(set, all)| all.iter().map(|household| values![*set, *household]));
    tx.send_rows(&INSERT_SETS, members.collect()).await?;
    let end = tx.fetch_one(&LOCK_END, vec![]).await?;
    let (mut sequence, mut previous) = (end.int("entries")?, end.hash("hash")?);
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let link = Link::of_entry(entry);
        sequence += 1;
        let hash = link.hash(&previous, sequence);
        rows.push(link.into_values(sequence, previous, hash));
        previous = hash;
    }
    tx.send_rows(&INSERT_ENTRIES, rows).await?;
    tx.send_to_one(&MOVE_END, values![sequence, previous]).await
}

async fn check(tx: &mut Tx) -> Result<LogReport, StoreError> {
    let end = tx.fetch_one(&END, vec![]).await?;
    let (entries, end) = (end.int("entries")?, end.hash("hash")?);
    let mut report = LogReport { entries, end: hex(&end), broken: None };
    let (mut sequence, mut previous) = (0, [0; 32]);
    let mut sets: BTreeSet<Vec<u8>> = BTreeSet::new();
    loop {
        let rows = tx.fetch(&ENTRIES_AFTER, values![sequence]).await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            let found = row.int("sequence")?;
            let link = Link::of_row(row)?;
            let is_next = found == sequence + 1 && row.hash("previous_hash")? == previous;
            let hash = row.hash("hash")?;
            if !is_next || link.hash(&previous, found) != hash {
                report.broken = Some(format!("the log breaks at entry {}", sequence + 1));
                return Ok(report);
            }
            (sequence, previous) = (found, hash);
            sets.extend(link.residents);
        }
    }
    if (sequence, previous) != (entries, end) {
        report.broken = Some(format!("the log ends at entry {sequence}, and should end at {entries}"));
        return Ok(report);
    }
    report.broken = damaged_set(tx, sets).await?;
    Ok(report)
}

/// Who is in these sets.
async fn members(tx: &mut Tx, sets: &[Vec<u8>]) -> Result<BTreeMap<Vec<u8>, BTreeSet<HouseholdId>>, StoreError> {
    let mut found: BTreeMap<Vec<u8>, BTreeSet<HouseholdId>> = BTreeMap::new();
    if sets.is_empty() {
        return Ok(found);
    }
    for row in tx.fetch_list(&SETS, vec![], sets.iter().cloned()).await? {
        found.entry(row.get("residents")?).or_default().insert(HouseholdId(row.uuid("household_id")?));
    }
    Ok(found)
}

/// The first set of residents that is not what its number says.
async fn damaged_set(tx: &mut Tx, sets: BTreeSet<Vec<u8>>) -> Result<Option<String>, StoreError> {
    let sets: Vec<Vec<u8>> = sets.into_iter().collect();
    for some in sets.chunks(200) {
        let mut found = members(tx, some).await?;
        for set in some {
            let members = found.remove(set).unwrap_or_default();
            if set_of(&members).is_none_or(|number| number.as_slice() != set.as_slice()) {
                return Ok(Some(format!("the residents {} of the log are not who they were", hex(set))));
            }
        }
    }
    Ok(None)
}
