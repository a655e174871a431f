//! Residents with everything dated about them, their families, and what was booked for them.

use super::{Written, row};
use crate::exchange::home::{ImportedHousehold, Person};
use crate::store::household::{self, Key};
use crate::store::session::end_sessions_of_person;
use crate::store::statement::statements;
use crate::store::value::{Value, values};
use crate::store::{StoreError, Tx, family, feed, ledger};
use domain::amount::Amount;
use domain::calendar::Day;
use domain::ids::{HouseholdId, LocationId, OpId, PersonId, WardId};
use domain::ledger::{LedgerError, Reason, Transfer};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

statements! {
    UPSERT_PERSONS = "INSERT INTO person (person_id, code, name, display, role, acts_as, function, language, location_id,
            ward_id, signs_in_as, provider_id) VALUES {rows}
        ON CONFLICT (person_id) DO UPDATE SET code = excluded.code, name = excluded.name, display = excluded.display,
            role = excluded.role, acts_as = excluded.acts_as, function = excluded.function, language = excluded.language,
            location_id = excluded.location_id, ward_id = excluded.ward_id, signs_in_as = excluded.signs_in_as,
            provider_id = excluded.provider_id
        WHERE person.code <> excluded.code OR person.name <> excluded.name OR person.display <> excluded.display
            OR person.role <> excluded.role OR person.acts_as IS DISTINCT FROM excluded.acts_as
            OR person.function IS DISTINCT FROM excluded.function OR person.language <> excluded.language
            OR person.location_id IS DISTINCT FROM excluded.location_id
            OR person.ward_id IS DISTINCT FROM excluded.ward_id
            OR person.signs_in_as IS DISTINCT FROM excluded.signs_in_as
            OR person.provider_id IS DISTINCT FROM excluded.provider_id";
    PLACES_OF_PEOPLE = "SELECT person_id, acts_as, location_id, ward_id, provider_id FROM person";
    LEAVERS = "UPDATE person SET acts_as = NULL WHERE acts_as <> 'family' AND person_id NOT IN ({list})
        RETURNING person_id";
    KNOWN_HOUSEHOLDS = "SELECT location_id, household_id, ward_id, version FROM household";
    INSERT_HOUSEHOLD = "INSERT INTO household (location_id, household_id, ward_id, code, room, text_size, version,
            period_start, period_end, granted, carried, frozen, transfers, chain, resident, card, clearances, baskets,
            waterfall)
        VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9, $10, FALSE, 0, $11, $12, $13, $14, $15, $16)";
    UPDATE_RESIDENT = "UPDATE household SET ward_id = $3, code = $4, room = $5, text_size = $6, resident = $7, card = $8,
            clearances = $9
        WHERE location_id = $1 AND household_id = $2 AND (ward_id <> $3 OR code <> $4 OR room <> $5 OR text_size <> $6
            OR resident <> $7 OR card <> $8 OR clearances <> $9)";
    SET_BUDGET = "UPDATE household SET granted = $3, carried = $4, waterfall = $5
        WHERE location_id = $1 AND household_id = $2";
    RAISE_VERSION = "UPDATE household SET version = version + 1 WHERE location_id = $1 AND household_id = $2";
    UPSERT_STAY = "INSERT INTO stay (location_id, household_id, valid_from, valid_until) VALUES ($1, $2, $3, $4)
        ON CONFLICT (location_id, household_id) DO UPDATE SET valid_from = excluded.valid_from,
            valid_until = excluded.valid_until
        WHERE stay.valid_from <> excluded.valid_from OR stay.valid_until IS DISTINCT FROM excluded.valid_until";
    UPSERT_INDICATIONS = "INSERT INTO indication (location_id, household_id, valid_from, valid_until, profile) VALUES {rows}
        ON CONFLICT (location_id, household_id, valid_from) DO UPDATE SET valid_until = excluded.valid_until,
            profile = excluded.profile
        WHERE indication.valid_until IS DISTINCT FROM excluded.valid_until OR indication.profile <> excluded.profile";
    DELETE_INDICATIONS = "DELETE FROM indication
        WHERE location_id = $1 AND household_id = $2 AND valid_from NOT IN ({list})";
    UPSERT_SUSPENSIONS = "INSERT INTO suspension (location_id, household_id, valid_from, valid_until, kind) VALUES {rows}
        ON CONFLICT (location_id, household_id, valid_from) DO UPDATE SET valid_until = excluded.valid_until,
            kind = excluded.kind
        WHERE suspension.valid_until IS DISTINCT FROM excluded.valid_until OR suspension.kind <> excluded.kind";
    DELETE_SUSPENSIONS = "DELETE FROM suspension
        WHERE location_id = $1 AND household_id = $2 AND valid_from NOT IN ({list})";
    UPSERT_CLEARANCES = "INSERT INTO clearance (location_id, household_id, clearance, granted, last_day) VALUES {rows}
        ON CONFLICT (location_id, household_id, clearance) DO UPDATE SET granted = excluded.granted,
            last_day = excluded.last_day
        WHERE clearance.granted <> excluded.granted OR clearance.last_day IS DISTINCT FROM excluded.last_day";
    DELETE_CLEARANCES = "DELETE FROM clearance
        WHERE location_id = $1 AND household_id = $2 AND clearance NOT IN ({list})";
    UPSERT_AUTHORITIES = "INSERT INTO authority (location_id, household_id, code, person_id, proof, authority) VALUES {rows}
        ON CONFLICT (location_id, household_id, code) DO UPDATE SET person_id = excluded.person_id,
            proof = excluded.proof, authority = excluded.authority
        WHERE authority.person_id <> excluded.person_id OR authority.proof <> excluded.proof
            OR authority.authority <> excluded.authority";
    DELETE_AUTHORITIES = "DELETE FROM authority WHERE location_id = $1 AND household_id = $2
        AND code NOT LIKE 'invited-%' AND code NOT IN ({list})";
    PERSONS_OF_HOUSEHOLD = "SELECT person_id FROM authority WHERE location_id = $1 AND household_id = $2";
    ENDED_AUTHORITIES = "SELECT code FROM ended_authority WHERE location_id = $1 AND household_id = $2";
}

/// What a session sees was worked out when it began: who moved, does something else, or left the home's list of staff is
/// signed out by the import that says so.
pub async fn write_people(tx: &mut Tx, people: &[Person]) -> Result<u64, StoreError> {
    let mut changed = 0;
    let mut before = BTreeMap::new();
    for row in tx.fetch(&PLACES_OF_PEOPLE, vec![]).await? {
        let place = [row.get("location_id")?, row.get("ward_id")?, row.get("provider_id")?];
        let place = (row.get::<Option<String>>("acts_as")?, place);
        before.insert(PersonId(row.uuid("person_id")?), place);
    }
    for person in people {
        let acts_as = person.role.acts_as().map(|role| role.code().to_owned());
        let (location, ward, provider) = (person.location, person.ward, person.provider);
        let now = (acts_as, [location.map(|id| id.0), ward.map(|id| id.0), provider.map(|id| id.0)]);
        if before.get(&person.id).is_some_and(|known| *known != now) {
            end_sessions_of_person(tx, person.id, None).await?;
        }
    }
    if !people.is_empty() {
        for row in tx.fetch_list(&LEAVERS, vec![], people.iter().map(|person| person.id)).await? {
            changed += 1;
            end_sessions_of_person(tx, PersonId(row.uuid("person_id")?), None).await?;
        }
    }
    for some in people.chunks(super::ROWS_AT_ONCE) {
        let rows = some.iter().map(|person| {
            values![
                person.id,
                person.code.as_str(),
                person.name.as_str(),
                person.display.as_str(),
                person.role.code(),
                person.role.acts_as().map(domain::access::Role::code),
                person.function.as_deref(),
                person.language.code(),
                person.location,
                person.ward,
                person.signs_in_as.as_deref(),
                person.provider,
            ]
        });
        changed += tx.execute_rows(&UPSERT_PERSONS, rows.collect()).await?;
    }
    Ok(changed)
}

/// The households that are there already.
pub async fn known(tx: &mut Tx) -> Result<BTreeMap<HouseholdId, (LocationId, WardId)>, StoreError> {
    let rows = tx.fetch(&KNOWN_HOUSEHOLDS, vec![]).await?;
    rows.iter()
        .map(|row| {
            let key = Key::of(row)?;
            Ok((key.household, (key.location, key.ward)))
        })
        .collect()
}

/// Writes one household and counts what is new about it.
pub async fn write(
    tx: &mut Tx,
    imported: &ImportedHousehold,
    known: Option<&(LocationId, WardId)>,
    today: Day,
    written: &mut Written,
) -> Result<(), StoreError> {
    let (location, id) = (imported.location, imported.id);
    if known.is_some_and(|(lives_in, _)| *lives_in != location) {
        // Books count in the unit of their location: a move starts new books.
        let why = "it belongs to another location; a move needs a new code".to_owned();
        return Err(StoreError::Import { what: format!("resident {}", imported.code), why });
    }
    let mut changed = match known {
        None => insert(tx, imported, today).await?,
        Some(_) => update(tx, imported, today).await?,
    };
    changed += write_dated(tx, imported, today).await?;
    let booked = book(tx, imported, known.is_none(), today).await?;
    written.transfers += booked;
    if changed == 0 && booked == 0 {
        return Ok(());
    }
    if let Some((_, ward)) = known {
        written.households_changed += 1;
        tx.execute(&RAISE_VERSION, values![location, id]).await?;
        if *ward != imported.ward {
            // Who looks at the old ward hears that the resident has left.
            feed::note(tx, location, *ward, id).await?;
        }
    } else {
        written.households_added += 1;
    }
    feed::note(tx, location, imported.ward, id).await
}

/// What the ward's card tells besides.
fn card(imported: &ImportedHousehold) -> serde_json::Value {
    json!({
        "salutation": imported.salutation,
        "wheelchair": imported.wheelchair,
        "couple_with": imported.couple_with,
        "note_public": imported.note_public,
    })
}

async fn insert(tx: &mut Tx, imported: &ImportedHousehold, today: Day) -> Result<u64, StoreError> {
    let budget = &imported.budget;
    let about = values![
        imported.location,
        imported.id,
        imported.ward,
        imported.code.as_str(),
        imported.resident.room.as_str(),
        i64::from(imported.text_size),
        budget.period.start,
        budget.period.end,
        budget.granted,
        budget.carried,
        [0_u8; 32],
    ];
    let no_baskets: [domain::household::Basket; 0] = [];
    let structures = vec![
        Value::json(&imported.resident)?,
        Value::json(&card(imported))?,
        Value::json(&imported.clearances_on(today))?,
        Value::json(&no_baskets)?,
        Value::json_or_null(budget.waterfall.as_ref())?,
    ];
    tx.execute(&INSERT_HOUSEHOLD, row(about, structures)).await
}

/// Everything about the resident except the budget, which the change of period and bookings write.
async fn update(tx: &mut Tx, imported: &ImportedHousehold, today: Day) -> Result<u64, StoreError> {
    let about = values![
        imported.location,
        imported.id,
        imported.ward,
        imported.code.as_str(),
        imported.resident.room.as_str(),
        i64::from(imported.text_size),
    ];
    let structures = vec![
        Value::json(&imported.resident)?,
        Value::json(&card(imported))?,
        Value::json(&imported.clearances_on(today))?,
    ];
    tx.execute(&UPDATE_RESIDENT, row(about, structures)).await
}

/// Stay, indications, days away and authorities; what is no longer in the folder goes.
async fn write_dated(tx: &mut Tx, imported: &ImportedHousehold, today: Day) -> Result<u64, StoreError> {
    let (location, id) = (imported.location, imported.id);
    let stay = imported.facts.stay;
    let mut changed = tx.execute(&UPSERT_STAY, values![location, id, stay.from, stay.until]).await?;

    let indications = &imported.facts.indications;
    let rows = indications.iter().map(|indication| {
        values![location, id, indication.valid.from, indication.valid.until, indication.profile.as_str()]
    });
    changed += tx.execute_rows(&UPSERT_INDICATIONS, rows.collect()).await?;
    let kept = indications.iter().map(|indication| indication.valid.from.to_string());
    changed += delete_others(tx, &DELETE_INDICATIONS, imported, kept).await?;

    let absences = &imported.absences;
    let rows = absences.iter().map(|days| values![location, id, days.valid.from, days.valid.until, days.kind.code()]);
    changed += tx.execute_rows(&UPSERT_SUSPENSIONS, rows.collect()).await?;
    let kept = absences.iter().map(|days| days.valid.from.to_string());
    changed += delete_others(tx, &DELETE_SUSPENSIONS, imported, kept).await?;

    let clearances = &imported.clearances;
    let rows = clearances.iter().map(|row| values![location, id, row.clearance.0.as_str(), row.granted, row.until]);
    changed += tx.execute_rows(&UPSERT_CLEARANCES, rows.collect()).await?;
    let kept = clearances.iter().map(|row| row.clearance.0.clone());
    changed += delete_others(tx, &DELETE_CLEARANCES, imported, kept).await?;

    // What was ended by hand does not come back.
    let mut ended = BTreeSet::new();
    for row in tx.fetch(&ENDED_AUTHORITIES, values![location, id]).await? {
        ended.insert(row.text("code")?);
    }
    let mut rows = Vec::with_capacity(imported.authorities.len());
    for authority in imported.authorities.iter().filter(|authority| !ended.contains(&authority.code)) {
        let person = authority.authority.person;
        let about = values![location, id, authority.code.as_str(), person, authority.proof.as_str()];
        rows.push(row(about, vec![Value::json(&authority.authority)?]));
    }
    let mut people = persons(tx, imported).await?;
    let mut authorities = tx.execute_rows(&UPSERT_AUTHORITIES, rows).await?;
    let kept = imported.authorities.iter().map(|authority| authority.code.clone());
    authorities += delete_others(tx, &DELETE_AUTHORITIES, imported, kept).await?;
    if authorities > 0 {
        // Who is inside sees at once what changed.
        people.extend(persons(tx, imported).await?);
        for person in people {
            family::refresh_sessions(tx, person, today).await?;
        }
    }
    Ok(changed + authorities)
}

/// Who has an authority for this resident.
async fn persons(tx: &mut Tx, imported: &ImportedHousehold) -> Result<BTreeSet<PersonId>, StoreError> {
    let rows = tx.fetch(&PERSONS_OF_HOUSEHOLD, values![imported.location, imported.id]).await?;
    rows.iter().map(|row| row.uuid("person_id").map(PersonId)).collect()
}

async fn delete_others(
    tx: &mut Tx,
    statement: &'static crate::store::statement::Statement,
    imported: &ImportedHousehold,
    kept: impl Iterator<Item = String>,
) -> Result<u64, StoreError> {
    // Never an empty list: nothing has an empty key.
    let kept = kept.chain(std::iter::once(String::new()));
    tx.execute_list(statement, values![imported.location, imported.id], kept).await
}

/// Books what was not booked before, in order, and keeps the current budget in step with it. Returns how many.
async fn book(tx: &mut Tx, imported: &ImportedHousehold, is_new: bool, today: Day) -> Result<usize, StoreError> {
    let wanted: Vec<Transfer> = imported
        .bookings
        .iter()
        .filter(|booking| is_new || !booking.only_when_new)
        .map(|booking| booking.transfer.clone())
        .collect();
    let known = ledger::known(tx, imported.location, imported.id, &wanted).await?;
    let new: Vec<Transfer> = wanted.into_iter().filter(|transfer| !known.contains(&transfer.id)).collect();
    if new.is_empty() {
        return Ok(0);
    }
    let Some(mut locked) = household::lock(tx, imported.id).await? else {
        return Err(StoreError::inconsistent("household", "it was written and is not there"));
    };
    let nobody = OpId(Uuid::nil());
    household::complete_with_verdicts(tx, &mut locked.household, today, &[nobody], None).await?;
    let household = &mut locked.household;
    for transfer in &new {
        household.books.apply(transfer)?;
    }
    let before = household.budget.clone();
    if !is_new {
        let of_period = |transfer: &&Transfer| {
            transfer.reason == Reason::CarriedOver && household.budget.period.contains(transfer.day)
        };
        let carried = Amount::sum(before.carried.unit(), new.iter().filter(of_period).map(|transfer| transfer.amount));
        household.budget.carried = carried.and_then(|more| before.carried.plus(more)).map_err(LedgerError::from)?;
    }
    let transfers: Vec<&Transfer> = new.iter().collect();
    let chain = ledger::append(tx, &locked.household, locked.head.chain, &transfers).await?;
    let household = &locked.household;
    if household.budget != before {
        let about = values![household.location, household.id, household.budget.granted, household.budget.carried];
        let waterfall = Value::json_or_null(household.budget.waterfall.as_ref())?;
        tx.execute(&SET_BUDGET, row(about, vec![waterfall])).await?;
    }
    household::write(tx, household, &chain, household.version).await?;
    Ok(new.len())
}
