//! The snapshot that a page carries holds only the items that the page can show; the browser's first pull brings the
//! rest. Fewer rows, never another shape.

use app::facts::Flash;
use axum::extract::Query;
use axum::http::Uri;
use domain::catalogue::{Catalogue, Item, Places};
use domain::exception::ExceptionKind;
use domain::ids::ItemId;
use domain::sync::{Instead, Refusal, Snapshot};
use std::collections::BTreeSet;

/// Leaves the items that the page at `address` can show.
pub fn slice(snapshot: &mut Snapshot, flash: Option<&Flash>, address: &Uri) {
    let page = address.path().trim_start_matches('/').split('/').collect::<Vec<_>>();
    let mut shown = shown(snapshot, flash, &page);
    shown.extend(just_removed(&snapshot.catalogue, address.query().unwrap_or_default()));
    if let ["r", household, "search"] = page.as_slice() {
        shown.extend(searched(snapshot, household, address));
    }
    let catalogue = &snapshot.catalogue;
    let items: Vec<Item> = catalogue.items.iter().filter(|item| shown.contains(&item.id)).cloned().collect();
    if items.len() < catalogue.items.len() {
        snapshot.complete = false;
        // Only the ward speaks of what was checked, and counts places of what it does not show.
        let is_ward = page.first() == Some(&"ward");
        if !is_ward {
            let offers = |offer| items.iter().any(|item| item.offer(offer).is_some());
            let places = snapshot.places.0.iter().filter(|taken| offers(taken.offer)).copied();
            snapshot.places = Places(places.collect()).into();
        }
        snapshot.catalogue = Catalogue {
            version: catalogue.version,
            categories: catalogue.categories.clone(),
            items,
            clearances: if is_ward { catalogue.clearances.clone() } else { Vec::new() },
        }
        .into();
    }
}

/// What is found, and one idea of each shelf for when that is nothing.
fn searched(snapshot: &Snapshot, household: &str, address: &Uri) -> Vec<ItemId> {
    let catalogue = &snapshot.catalogue;
    let parameters = Query::<Vec<(String, String)>>::try_from_uri(address).map(|Query(all)| all).unwrap_or_default();
    let wanted = parameters.iter().find(|(name, _)| name == "q").map_or("", |(_, value)| value.as_str());
    let found = domain::search::find(catalogue, wanted, snapshot.viewer.language);
    let household = household.parse().ok().and_then(|id| snapshot.household(id));
    let can_have = |item: &&Item| household.is_some_and(|household| item.blocked_by(&household.clearances).is_none());
    let today = snapshot.now.local.day;
    let ideas =
        catalogue.categories.iter().filter_map(|shelf| catalogue.in_category(&shelf.code, today).find(can_have));
    found.into_iter().chain(ideas).map(|item| item.id).collect()
}

/// The item that was just taken out of the basket, `?gone=W01~…`: the page offers to put it back.
fn just_removed(catalogue: &Catalogue, query: &str) -> Option<ItemId> {
    let gone = query.split('&').find_map(|pair| pair.strip_prefix("gone="))?;
    catalogue.by_code(gone.split('~').next()?).map(|item| item.id)
}

fn shown(snapshot: &Snapshot, flash: Option<&Flash>, page: &[&str]) -> BTreeSet<ItemId> {
    let catalogue = &snapshot.catalogue;
    let mut shown = BTreeSet::new();
    for household in &snapshot.households {
        shown.extend(household.baskets.iter().flat_map(|basket| &basket.lines).map(|line| line.item));
        shown.extend(household.proposals.iter().flat_map(|proposal| &proposal.lines).map(|line| line.item));
        for (_, line) in household.lines() {
            shown.insert(line.item);
            shown.extend(line.decline.as_ref().and_then(|decline| decline.other_item));
        }
        for refused in &household.refused {
            shown.extend(refused.lines.iter().map(|line| line.item));
            named_by(&refused.refusal, &mut shown);
        }
        for exception in &household.exceptions {
            match &exception.what {
                ExceptionKind::Delivered { item, .. } => shown.extend([*item]),
                ExceptionKind::Quarantined { kind } => shown.extend(kind.chosen().iter().map(|line| line.item)),
            }
        }
    }
    if let Some(Flash::Refused { refusal, .. }) = flash {
        named_by(refusal, &mut shown);
    }
    let shelf = match page {
        ["r", _, "shop", category] => Some((*category).to_owned()),
        ["r", _, "item", code] => catalogue.by_code(code).map(|item| item.category.clone()),
        ["ward", "decline" | "line", _, order, line] => shelf_of_line(snapshot, order, line),
        _ => None,
    };
    if let Some(shelf) = shelf {
        for item in catalogue.items.iter().filter(|item| item.category == shelf) {
            shown.insert(item.id);
            shown.extend(item.conditions.iter().filter_map(|condition| condition.alternative));
        }
    }
    shown
}

fn shelf_of_line(snapshot: &Snapshot, order: &str, line: &str) -> Option<String> {
    let (order, line) = (order.parse().ok()?, line.parse().ok()?);
    let found = snapshot.households.iter().find_map(|household| household.order_line(order, line))?;
    snapshot.catalogue.item(found.item).map(|item| item.category.clone())
}

/// The items that a refusal speaks of.
fn named_by(refusal: &Refusal, named: &mut BTreeSet<ItemId>) {
    let mut alternatives: &[Instead] = &[];
    match refusal {
        Refusal::TooLittleLeft { instead, last_order, .. } => {
            alternatives = instead;
            named.extend(last_order.as_ref().map(|last| last.item));
        }
        Refusal::ConditionNotMet { item, instead, .. } => {
            alternatives = instead;
            named.insert(*item);
        }
        Refusal::PriceRose { item, .. }
        | Refusal::NotForSale { item }
        | Refusal::NotInThisUnit { item }
        | Refusal::WrongPurse { item, .. }
        | Refusal::NotOfferedThen { item, .. }
        | Refusal::TooLate { item, .. }
        | Refusal::Full { item, .. }
        | Refusal::ProviderEnded { item, .. }
        | Refusal::TooManyOnOneDay { item, .. }
        | Refusal::TooManyInOneWeek { item, .. } => {
            named.insert(*item);
        }
        _ => {}
    }
    named.extend(alternatives.iter().filter_map(|instead| match instead {
        Instead::Item { item } | Instead::OwnMoney { item } | Instead::WithFamily { item } => Some(*item),
        Instead::NextPeriod { .. } | Instead::AskWard => None,
    }));
}
