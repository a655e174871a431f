//! The home, its places, what they sell, and the figures behind prices and budgets.

use super::{Import, row};
use crate::exchange::home::{Home, Location, Provider, ProviderKind};
use crate::store::statement::statements;
use crate::store::value::{Value, values};
use crate::store::{StoreError, Tx};
use domain::calendar::Day;
use domain::catalogue::{Category, EndReason, Item, Offer, OfferEnd};
use domain::ids::ItemId;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

statements! {
    UPSERT_HOME = "INSERT INTO home (id, epoch, code, name, time_zone, language, price_level, demo, anchor, price_note,
            limits, retention) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, time_zone = excluded.time_zone,
            language = excluded.language, price_level = excluded.price_level, demo = excluded.demo,
            price_note = excluded.price_note, limits = excluded.limits, retention = excluded.retention
        WHERE home.code <> excluded.code OR home.name <> excluded.name OR home.time_zone <> excluded.time_zone
            OR home.language <> excluded.language OR home.price_level <> excluded.price_level
            OR home.demo <> excluded.demo OR home.price_note <> excluded.price_note
            OR home.limits <> excluded.limits OR home.retention <> excluded.retention";
    UPSERT_LOCATION = "INSERT INTO location (location_id, code, name, position, unit, accrues_in_hospital, accrues_on_leave,
            catalogue_version, catalogue_day, places_version, policy) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, 1, $9)
        ON CONFLICT (location_id) DO UPDATE SET code = excluded.code, name = excluded.name, position = excluded.position,
            accrues_in_hospital = excluded.accrues_in_hospital, accrues_on_leave = excluded.accrues_on_leave,
            policy = excluded.policy
        WHERE location.code <> excluded.code OR location.name <> excluded.name OR location.position <> excluded.position
            OR location.accrues_in_hospital <> excluded.accrues_in_hospital
            OR location.accrues_on_leave <> excluded.accrues_on_leave OR location.policy <> excluded.policy";
    UNITS = "SELECT location_id, unit FROM location";
    UPSERT_WARDS = "INSERT INTO ward (location_id, ward_id, code, name, living_room, position) VALUES {rows}
        ON CONFLICT (location_id, ward_id) DO UPDATE SET code = excluded.code, name = excluded.name,
            living_room = excluded.living_room, position = excluded.position
        WHERE ward.code <> excluded.code OR ward.name <> excluded.name OR ward.living_room <> excluded.living_room
            OR ward.position <> excluded.position";
    UPSERT_CATEGORIES = "INSERT INTO category (code, position, category) VALUES {rows}
        ON CONFLICT (code) DO UPDATE SET position = excluded.position, category = excluded.category
        WHERE category.position <> excluded.position OR category.category <> excluded.category";
    UPSERT_ITEMS = "INSERT INTO item (location_id, item_id, code, category, position, valid_from, item) VALUES {rows}
        ON CONFLICT (location_id, item_id, valid_from) DO UPDATE SET code = excluded.code, category = excluded.category,
            position = excluded.position, item = excluded.item, gone_on = NULL
        WHERE item.code <> excluded.code OR item.category <> excluded.category OR item.position <> excluded.position
            OR item.item <> excluded.item OR item.gone_on IS NOT NULL";
    KNOWN_ITEMS = "SELECT item_id, valid_from, item FROM item WHERE location_id = $1";
    END_ITEM = "UPDATE item SET gone_on = $3 WHERE location_id = $1 AND item_id = $2 AND gone_on IS NULL";
    FORGET_WRITING = "DELETE FROM item WHERE location_id = $1 AND item_id = $2 AND valid_from = $3";
    RAISE_VERSION = "UPDATE location SET catalogue_version = catalogue_version + 1 WHERE location_id = $1";
    UPSERT_PROVIDERS = "INSERT INTO provider (provider_id, code, name, contact, provider) VALUES {rows}
        ON CONFLICT (provider_id) DO UPDATE SET code = excluded.code, name = excluded.name, contact = excluded.contact,
            provider = excluded.provider
        WHERE provider.code <> excluded.code OR provider.name <> excluded.name OR provider.contact <> excluded.contact
            OR provider.provider <> excluded.provider";
    UPSERT_TARIFFS = "INSERT INTO tariff (profile, valid_from, valid_until, income, overhead, housing, treatment,
            agreed_care, hotel) VALUES {rows}
        ON CONFLICT (profile, valid_from) DO UPDATE SET valid_until = excluded.valid_until, income = excluded.income,
            overhead = excluded.overhead, housing = excluded.housing, treatment = excluded.treatment,
            agreed_care = excluded.agreed_care, hotel = excluded.hotel
        WHERE tariff.valid_until IS DISTINCT FROM excluded.valid_until OR tariff.income <> excluded.income
            OR tariff.overhead <> excluded.overhead OR tariff.housing <> excluded.housing
            OR tariff.treatment <> excluded.treatment OR tariff.agreed_care <> excluded.agreed_care
            OR tariff.hotel <> excluded.hotel";
    UPSERT_RATES = "INSERT INTO function_rate (function, valid_from, valid_until, rate, paid, name) VALUES {rows}
        ON CONFLICT (function, valid_from) DO UPDATE SET valid_until = excluded.valid_until, rate = excluded.rate,
            paid = excluded.paid, name = excluded.name
        WHERE function_rate.valid_until IS DISTINCT FROM excluded.valid_until OR function_rate.rate <> excluded.rate
            OR function_rate.paid <> excluded.paid OR function_rate.name <> excluded.name";
    UPSERT_POLICY = "INSERT INTO cost_policy (key, valid_from, valid_until, value) VALUES {rows}
        ON CONFLICT (key, valid_from) DO UPDATE SET valid_until = excluded.valid_until, value = excluded.value
        WHERE cost_policy.valid_until IS DISTINCT FROM excluded.valid_until OR cost_policy.value <> excluded.value";
    UPSERT_CLEARANCE_KINDS = "INSERT INTO clearance_kind (code, granted_by, name) VALUES {rows}
        ON CONFLICT (code) DO UPDATE SET granted_by = excluded.granted_by, name = excluded.name
        WHERE clearance_kind.granted_by <> excluded.granted_by OR clearance_kind.name <> excluded.name";
}

pub async fn write_places(tx: &mut Tx, import: &Import) -> Result<u64, StoreError> {
    let home = &import.home;
    let about = values![
        1_i64,
        import.epoch,
        home.code.as_str(),
        home.name.as_str(),
        home.time_zone.as_str(),
        home.language.code(),
        home.price_level,
        home.is_demo,
        import.anchor,
    ];
    let structures = vec![Value::json(&home.price_note)?, Value::json(&home.limits)?, Value::json(&home.retention)?];
    let mut changed = tx.execute(&UPSERT_HOME, row(about, structures)).await?;
    let mut units = BTreeMap::new();
    for known in tx.fetch(&UNITS, vec![]).await? {
        units.insert(known.uuid("location_id")?, known.text("unit")?);
    }
    for location in &home.locations {
        let unit = location.policy.unit;
        if units.get(&location.id.0).is_some_and(|known| known != unit.code()) {
            // Balances count in it: another unit is another location.
            let why = "its budgets are counted in another unit".to_owned();
            return Err(StoreError::Import { what: format!("location {}", location.code), why });
        }
        let about = values![
            location.id,
            location.code.as_str(),
            location.name.as_str(),
            location.sort,
            unit,
            location.accrues_in_hospital,
            location.accrues_on_leave,
            import.now.local.day,
        ];
        changed += tx.execute(&UPSERT_LOCATION, row(about, vec![Value::json(&location.policy)?])).await?;
        let wards = location.wards.iter().map(|ward| {
            let (code, name, living_room) = (ward.code.as_str(), ward.name.as_str(), ward.living_room.as_str());
            values![location.id, ward.id, code, name, living_room, ward.sort]
        });
        changed += tx.execute_rows(&UPSERT_WARDS, wards.collect()).await?;
    }
    Ok(changed)
}

/// Items, shelves and providers. A location's version rises only when something that it sells has really changed. An item
/// or an offer that is no longer in the folder stays for the orders that name it, and is not for sale from today.
pub async fn write_catalogue(tx: &mut Tx, import: &Import) -> Result<u64, StoreError> {
    let home = &import.home;
    let mut changed = write_providers(tx, &home.providers).await?;
    let mut shelves: Vec<&Category> = Vec::new();
    for category in home.locations.iter().flat_map(|location| &location.catalogue.categories) {
        if !shelves.iter().any(|known| known.code == category.code) {
            shelves.push(category);
        }
    }
    let mut rows = Vec::with_capacity(shelves.len());
    for (position, category) in (0_i64..).zip(shelves) {
        rows.push(vec![category.code.as_str().into(), position.into(), Value::json(category)?]);
    }
    let mut changed_shelves = tx.execute_rows(&UPSERT_CATEGORIES, rows).await?;
    let mut kinds = Vec::with_capacity(home.clearance_kinds.len());
    for kind in &home.clearance_kinds {
        kinds.push(row(values![kind.code.as_str(), kind.granted_by.as_str()], vec![Value::json(&kind.name)?]));
    }
    changed_shelves += tx.execute_rows(&UPSERT_CLEARANCE_KINDS, kinds).await?;
    changed += changed_shelves;
    for location in &home.locations {
        let changed_items = write_items(tx, location, import.now.local.day).await?;
        changed += changed_items;
        if changed_items + changed_shelves > 0 {
            tx.execute(&RAISE_VERSION, values![location.id]).await?;
            for ward in &location.wards {
                tx.poke(ward.id);
            }
        }
    }
    Ok(changed)
}

async fn write_items(tx: &mut Tx, location: &Location, today: Day) -> Result<u64, StoreError> {
    let mut known: BTreeMap<(ItemId, Day), Item> = BTreeMap::new();
    for row in tx.fetch(&KNOWN_ITEMS, values![location.id]).await? {
        known.insert((ItemId(row.uuid("item_id")?), row.day("valid_from")?), row.json("item")?);
    }
    let items = &location.catalogue.items;
    let mut rows = Vec::with_capacity(items.len());
    for (position, item) in (0_i64..).zip(items) {
        let about =
            values![location.id, item.id, item.code.as_str(), item.category.as_str(), position, item.valid.from];
        let item = with_withdrawn(item, &known, today);
        rows.push(row(about, vec![Value::json(&item)?]));
    }
    let mut changed = 0;
    let here: BTreeSet<(ItemId, Day)> = items.iter().map(|item| (item.id, item.valid.from)).collect();
    for (id, from) in known.into_keys().filter(|key| !here.contains(key)) {
        changed += if here.iter().any(|(other, _)| *other == id) {
            tx.execute(&FORGET_WRITING, values![location.id, id, from]).await?
        } else {
            tx.execute(&END_ITEM, values![location.id, id, today]).await?
        };
    }
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(super::ROWS_AT_ONCE));
        changed += tx.execute_rows(&UPSERT_ITEMS, rows).await?;
        rows = rest;
    }
    Ok(changed)
}

/// The item with the offers that it had before and that the folder no longer names: they are not for sale from today.
fn with_withdrawn(item: &Item, known: &BTreeMap<(ItemId, Day), Item>, today: Day) -> Item {
    let mut item = item.clone();
    let before = known.iter().filter(|((id, _), _)| *id == item.id).flat_map(|(_, known)| &known.offers);
    for offer in before {
        if item.offer(offer.id).is_none() {
            let withdrawn = OfferEnd { last_day: today.plus_days(-1), why: EndReason::Withdrawn };
            let ends = offer.ends.filter(|end| end.why == EndReason::Withdrawn).unwrap_or(withdrawn);
            item.offers.push(Offer { ends: Some(ends), ..offer.clone() });
        }
    }
    item
}

async fn write_providers(tx: &mut Tx, providers: &[Provider]) -> Result<u64, StoreError> {
    let mut rows = Vec::with_capacity(providers.len());
    for provider in providers {
        let kind = match provider.kind {
            ProviderKind::Team => "team",
            ProviderKind::Outside => "outside",
        };
        let more = json!({
            "kind": kind,
            "service": provider.service,
            "insured_until": provider.insured_until,
            "certificate_until": provider.certificate_until,
            "valid": provider.valid,
        });
        let about =
            values![provider.id, provider.code.as_str(), provider.name.as_str(), provider.contact_first_name.as_str(),];
        rows.push(row(about, vec![Value::json(&more)?]));
    }
    tx.execute_rows(&UPSERT_PROVIDERS, rows).await
}

/// Tariffs, rates and policy.
pub async fn write_figures(tx: &mut Tx, home: &Home) -> Result<u64, StoreError> {
    let tariffs = home.tariffs.iter().map(|tariff| {
        let decimals =
            [tariff.income, tariff.overhead, tariff.housing, tariff.treatment, tariff.agreed_care, tariff.hotel];
        let valid = values![tariff.profile.as_str(), tariff.valid.from, tariff.valid.until];
        row(valid, decimals.iter().map(|decimal| Value::from(decimal.to_string())).collect())
    });
    let mut changed = tx.execute_rows(&UPSERT_TARIFFS, tariffs.collect()).await?;
    let mut rates = Vec::with_capacity(home.function_rates.len());
    for rate in &home.function_rates {
        let (from, until) = (rate.valid.from, rate.valid.until);
        let about = values![rate.function.as_str(), from, until, rate.rate.to_string(), rate.counts];
        rates.push(row(about, vec![Value::json(&rate.name)?]));
    }
    changed += tx.execute_rows(&UPSERT_RATES, rates).await?;
    let policy = home
        .cost_policy
        .iter()
        .map(|figure| values![figure.key, figure.valid.from, figure.valid.until, figure.value.to_string()]);
    changed += tx.execute_rows(&UPSERT_POLICY, policy.collect()).await?;
    Ok(changed)
}
