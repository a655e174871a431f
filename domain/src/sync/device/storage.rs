//! What a storage has to do: one transaction that compares the generation, puts and deletes rows.

use super::{About, Device, Entry};
use crate::json::{self, Json};
use crate::mutant::{Mutant, is_on};
use crate::sync::{Replica, Snapshot};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The row whose text a transaction compares with [`Step::expects`]; absent counts as `0`.
pub const GENERATION: &str = "generation";
pub(super) const ABOUT: &str = "device";
pub(super) const SNAPSHOT: &str = "snapshot";
pub(super) const CATALOGUE: &str = "catalogue";
pub(super) const HOUSEHOLD: &str = "household/";
pub(super) const OPERATION: &str = "op/";

/// One row as a device keeps it: a name and a JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub key: String,
    pub json: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    Put(Row),
    Delete(String),
}

/// A change that was computed and is not durable yet.
///
/// The shell opens one read-write transaction with strict durability, reads [`GENERATION`], and
/// - when it equals `expects`: carries out `writes`, waits for the transaction's completion, and calls [`Device::commit`];
/// - when not: another tab was first. It loads the rows into a new [`Device`] and computes the step again.
///
/// A step without writes needs no transaction.
#[derive(Debug)]
#[must_use = "a step that is not written and committed did not happen"]
pub struct Step {
    pub expects: u64,
    pub writes: Vec<Write>,
    pub(super) next: Box<Device>,
}

impl Step {
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }

    /// Whether the storage is where this step began. `stored` is the text of the row [`GENERATION`].
    #[must_use]
    pub fn fits(&self, stored: Option<&str>) -> bool {
        is_generation(stored, self.expects)
    }

    /// The device as it will be: for what must be shown or sealed in the same breath.
    #[must_use]
    pub const fn next(&self) -> &Device {
        &self.next
    }
}

pub(super) fn is_generation(stored: Option<&str>, expected: u64) -> bool {
    // A row that cannot be read counts as none, as it does in `Device::load`.
    let stored = stored.and_then(|text| text.parse().ok()).unwrap_or(0);
    stored == expected || is_on(Mutant::GenerationIgnored)
}

/// The writes that make a storage of `before` one of `next`.
pub(super) fn step(before: &Device, mut next: Device) -> Step {
    let mut writes = Vec::new();
    write_about(before, &next, &mut writes);
    write_entries(before, &next, &mut writes);
    let [known, new] = [before, &next].map(|device| device.replica.as_ref().map(Replica::shared));
    write_snapshot(known, new, &mut writes);
    let expects = before.generation;
    if !writes.is_empty() {
        next.generation = expects + 1;
        writes.push(Write::Put(Row { key: GENERATION.to_owned(), json: next.generation.to_string() }));
    }
    Step { expects, writes, next: Box::new(next) }
}

fn write_about(before: &Device, next: &Device, writes: &mut Vec<Write>) {
    let known = (before.generation > 0).then_some(&before.about);
    let already = writes.len();
    put_changed(ABOUT.to_owned(), known, &next.about, &next.originals, writes);
    if writes.len() > already {
        // What cannot be read is moved out of the way, not written over.
        for row in before.aside.iter().filter(|row| row.key == ABOUT) {
            writes.push(Write::Put(Row { key: format!("aside/{ABOUT}"), json: row.json.clone() }));
        }
    }
}

fn write_entries(before: &Device, next: &Device, writes: &mut Vec<Write>) {
    for (place, entry) in &next.entries {
        let known = before.entries.get(place);
        if known.is_none_or(|known| !Arc::ptr_eq(known, entry)) {
            put_changed(entry.key(), known.map(AsRef::as_ref), &**entry, &next.originals, writes);
        }
    }
    let kept = |entry: &Entry| next.entries.values().any(|other| other.operation.op_id == entry.operation.op_id);
    for (place, entry) in &before.entries {
        if !next.entries.contains_key(place) && !kept(entry) {
            writes.push(Write::Delete(entry.key()));
        }
    }
}

/// The head (everything but households and catalogue), the catalogue, and each household are rows of their own: a pull
/// writes what changed.
fn write_snapshot(before: Option<&Arc<Snapshot>>, next: Option<&Arc<Snapshot>>, writes: &mut Vec<Write>) {
    let none = BTreeMap::new();
    for household in before.iter().flat_map(|before| &before.households) {
        if next.and_then(|next| next.household(household.id)).is_none() {
            writes.push(Write::Delete(format!("{HOUSEHOLD}{}", household.id)));
        }
    }
    match (before, next) {
        (None, None) => {}
        // What is done here changes nothing of what the server said.
        (Some(before), Some(next)) if Arc::ptr_eq(before, next) => {}
        (Some(_), None) => {
            writes.extend([Write::Delete(SNAPSHOT.to_owned()), Write::Delete(CATALOGUE.to_owned())]);
        }
        (before, Some(next)) => {
            for household in &next.households {
                let known = before.and_then(|before| before.household(household.id));
                put_changed(format!("{HOUSEHOLD}{}", household.id), known, household, &none, writes);
            }
            let head = before.map(|before| before.head());
            put_changed(SNAPSHOT.to_owned(), head.as_ref(), &next.head(), &none, writes);
            let known = before.map(|before| &before.catalogue);
            if known.is_none_or(|known| !Arc::ptr_eq(known, &next.catalogue)) {
                put_changed(CATALOGUE.to_owned(), known.map(AsRef::as_ref), &*next.catalogue, &none, writes);
            }
        }
    }
}

fn put_changed<T: Serialize>(
    key: String,
    before: Option<&T>,
    next: &T,
    originals: &BTreeMap<String, Arc<str>>,
    writes: &mut Vec<Write>,
) {
    let json = json::to_text(next);
    if before.is_some_and(|before| json::to_text(before) == json) {
        return;
    }
    let json = match originals.get(&key) {
        Some(original) => with_unknown(original, json),
        None => json,
    };
    writes.push(Write::Put(Row { key, json }));
}

/// `json`, with what `original` said besides.
fn with_unknown(original: &str, json: String) -> String {
    match (Json::parse(original), Json::parse(&json)) {
        (Ok(original), Ok(mut new)) => {
            keep_unknown(original, &mut new);
            json::to_text(&new)
        }
        _ => json,
    }
}

fn keep_unknown(original: Json, new: &mut Json) {
    let (Json::Object(original), Json::Object(_)) = (original, &*new) else { return };
    for (name, value) in original {
        // A field that this program knows and left out was taken back on purpose.
        match new.get_mut(&name) {
            Some(known) => keep_unknown(value, known),
            None if KNOWN.contains(&name.as_str()) => {}
            None => new.set(name, value),
        }
    }
}

/// Fields of rows that are left out when they say nothing.
const KNOWN: [&str; 9] =
    ["verdict", "judged", "settled", "again", "wish", "closed", "server_epoch", "heard_at", "revoked"];

impl About {
    pub(super) fn read(json: &str) -> Option<Self> {
        json::from_str(json).ok()
    }
}
