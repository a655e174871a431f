//! `categories.csv`, `catalogue.csv` and `offers.csv`: one catalogue for each location, in its unit.

use super::check_overlap;
use super::condition;
use super::cost::Costs;
use super::files::Tables;
use super::location::{Location, Places};
use super::people::Provider;
use crate::exchange::csv_folder::Row;
use crate::exchange::dates::Dates;
use crate::exchange::ids::Ids;
use crate::exchange::photos::Photos;
use crate::exchange::problem::ProblemCode;
use domain::amount::Unit;
use domain::calendar::{TimeOfDay, Validity, Weekdays};
use domain::catalogue::{
    Catalogue, Category, Condition, CostBuildUp, Item, Localized, NoShowCharge, Offer, OfferEnd, Prices, PurseKind,
    Rule,
};
use domain::ids::LocationId;
use std::collections::{BTreeMap, BTreeSet};

const VOICES: [(&str, &str); 5] =
    [("mint", "mint"), ("peach", "peach"), ("lilac", "lilac"), ("sky", "sky"), ("honey", "honey")];

/// An item of the home, before it is offered anywhere.
struct Listed<'t> {
    row: Row<'t>,
    /// Of the category and within it.
    sort: (u32, u32),
    item: Item,
    weekdays: Weekdays,
    times: Vec<TimeOfDay>,
    cost: CostBuildUp,
    prices: Prices,
}

/// An offer as written; the price comes from its item.
struct OfferRow<'t> {
    row: Row<'t>,
    item: &'t str,
    location: &'t str,
    provider: &'t str,
    performer: Localized,
    weekdays: Weekdays,
    times: Vec<TimeOfDay>,
    capacity: Option<u32>,
    ends: Option<OfferEnd>,
}

/// What items look like.
pub struct Pictures<'p, 's> {
    /// Names of the pictograms in the program; `None` when they are not at hand.
    pub pictograms: Option<&'p BTreeSet<String>>,
    pub photos: &'p mut Photos<'s>,
}

pub fn read(
    tables: &Tables<'_>,
    ids: &Ids,
    dates: &Dates,
    places: &Places,
    costs: &Costs<'_>,
    providers: &[Provider],
    pictures: Pictures<'_, '_>,
) -> BTreeMap<LocationId, Catalogue> {
    let categories = categories(tables, pictures.pictograms);
    let conditions = condition::read(tables, ids);
    let mut listed = items(tables, ids, dates, &categories, &conditions, costs, pictures);
    listed.sort_by_key(|listed| listed.sort);
    let offers = offers(tables, providers);
    check_sold_everywhere(tables, places);
    check_offers(&listed, &offers, places);
    let categories: Vec<Category> = categories.into_iter().map(|(_, category)| category).collect();
    let catalogue = |location: &Location| {
        let mut items = Vec::new();
        for listed in &listed {
            let offers: Vec<Offer> = offers
                .iter()
                .filter(|offer| offer.item == listed.item.code && offer.location == location.code)
                .map(|offer| sold(offer, listed, ids))
                .collect();
            if !offers.is_empty() {
                items.push(Item { offers, ..listed.item.clone() });
            }
        }
        Catalogue { version: 0, categories: categories.clone(), items, clearances: Vec::new() }
    };
    places.iter().map(|location| (location.id, catalogue(location))).collect()
}

fn sold(offer: &OfferRow<'_>, listed: &Listed<'_>, ids: &Ids) -> Offer {
    Offer {
        id: ids.offer(offer.row.cell("code")),
        provider: ids.provider(offer.provider),
        performer: offer.performer.clone(),
        weekdays: offer.weekdays.clone(),
        times: offer.times.clone(),
        capacity: offer.capacity,
        ends: offer.ends,
        prices: listed.prices,
        cost: listed.cost.clone(),
    }
}

fn categories(tables: &Tables<'_>, pictograms: Option<&BTreeSet<String>>) -> Vec<(u32, Category)> {
    let read = |row: Row<'_>| {
        let (code, name, intro) = (row.text("code"), row.both("name"), row.both("intro"));
        let (pictogram, voice) = (pictogram(row, pictograms), row.word("voice", &VOICES));
        let sort = row.whole("sort");
        let category = Category {
            code: code?.to_owned(),
            name: name?,
            intro: intro?,
            pictogram: pictogram?,
            voice: voice?.to_owned(),
        };
        Some((sort?, category))
    };
    let mut categories: Vec<(u32, Category)> = tables.categories.rows().filter_map(read).collect();
    categories.sort_by_key(|(sort, _)| *sort);
    categories
}

fn pictogram(row: Row<'_>, known: Option<&BTreeSet<String>>) -> Option<String> {
    let name = row.text("pictogram")?;
    if known.is_some_and(|known| !known.contains(name)) {
        row.say("pictogram", ProblemCode::UnknownReference, "the name of a file in public/pictograms, without .svg");
        return None;
    }
    Some(name.to_owned())
}

fn items<'t>(
    tables: &'t Tables<'_>,
    ids: &Ids,
    dates: &Dates,
    categories: &[(u32, Category)],
    conditions: &BTreeMap<String, Vec<Condition>>,
    costs: &Costs<'_>,
    pictures: Pictures<'_, '_>,
) -> Vec<Listed<'t>> {
    let mut rows: Vec<Row<'t>> = tables.catalogue.rows().collect();
    let with_days: Vec<_> = rows
        .iter()
        .filter_map(|row| {
            Some((row.cell("code").to_owned(), row.valid("valid_from", "valid_until", dates, None)?, *row))
        })
        .collect();
    let valid: BTreeMap<u64, _> = with_days.iter().map(|(_, valid, row)| (row.line, *valid)).collect();
    check_overlap(with_days, "valid_from");
    rows.sort_by_key(|row| valid.get(&row.line).map(|valid| valid.from));
    let sale_of = |row: Row<'_>| {
        let writings = rows.iter().filter(|other| other.cell("code") == row.cell("code"));
        let writings = writings.filter_map(|other| valid.get(&other.line).copied());
        valid.get(&row.line).map(|valid| sale(*valid, writings))
    };
    let Pictures { pictograms, photos } = pictures;
    let read = |row: Row<'t>| {
        let code = row.text("code")?;
        let category = row.known("category", &tables.categories);
        let sort = row.whole("sort");
        let _ = row.word("kind", &[("single", ()), ("group", ()), ("together", ()), ("subscription", ())]);
        let (name, subtitle, description) = (row.both("name"), row.both("subtitle"), row.both("description"));
        let (pictogram, voice) = (pictogram(row, pictograms), row.word("voice", &VOICES));
        let photo = photos.read(row, "photo");
        let duration_minutes = row.whole_or_none("duration_minutes");
        let purses = purses(row);
        let (group_min, group_max) = (row.whole_or_none("group_min"), row.whole_or_none("group_max"));
        if let (Some(Some(min)), Some(Some(max))) = (group_min, group_max)
            && min > max
        {
            row.wrong("group_min", format!("at most group_max, {max}"));
        }
        let lead_time_hours = row.whole("lead_time_hours");
        let order_until = row.time_or_none("order_until");
        if order_until.flatten().is_some() && lead_time_hours.is_some_and(|hours| hours % 24 != 0) {
            row.wrong("lead_time_hours", "a multiple of 24, because order_until counts whole days");
        }
        let (weekdays, times) = (row.weekdays("weekdays"), row.times("times"));
        let cancel_until_hours = row.whole("cancel_until_hours");
        let no_show = row.word("no_show_charge", &[("full", NoShowCharge::Full), ("none", NoShowCharge::None)]);
        let limits = (row.whole_or_none("max_per_day"), row.whole_or_none("max_per_week"));
        check_team(row, tables);
        let (place, synonyms) = (row.both_or_none("place"), row.both_or_none("synonyms"));
        let valid = valid.get(&row.line).copied();
        let cost = valid.and_then(|valid| costs.build_up(row, valid));
        let prices = cost.as_ref().and_then(|cost| prices(row, cost));

        let category = category?;
        let category_sort = categories.iter().find(|(_, known)| known.code == category).map(|(sort, _)| *sort);
        let conditions = conditions.get(code).cloned().unwrap_or_default();
        let valid = valid?;
        let item = Item {
            id: ids.item(code),
            code: code.to_owned(),
            category: category.to_owned(),
            name: name?,
            subtitle: subtitle?,
            description: description?,
            place: place?,
            pictogram: pictogram?,
            photo: photo?,
            voice: voice?.to_owned(),
            duration_minutes: duration_minutes?,
            purses: purses?,
            offers: Vec::new(),
            valid: sale_of(row).unwrap_or(valid),
            lead_time_hours: lead_time_hours?,
            cancel_until_hours: cancel_until_hours?,
            no_show: no_show?,
            group_min: group_min?,
            group_max: group_max?,
            conditions: with_columns(conditions, limits.0?, limits.1?, lead_time_hours?, order_until?),
            synonyms: synonyms?,
        };
        Some(Listed {
            row,
            sort: (category_sort?, sort?),
            item,
            weekdays: weekdays?,
            times: times?,
            cost: cost?,
            prices: prices?,
        })
    };
    rows.iter().copied().filter_map(read).collect()
}

/// From the first day of one writing of an item to the end of its sale: writings that follow at once go on with it.
fn sale(of: Validity, writings: impl Iterator<Item = Validity> + Clone) -> Validity {
    let mut until = of.until;
    while let Some(next) = until.and_then(|end| writings.clone().find(|next| next.from == end)) {
        until = next.until;
    }
    Validity { from: of.from, until }
}

/// Limits that stand only in the catalogue are kept as well; their words are the shop's own.
fn with_columns(
    mut conditions: Vec<Condition>,
    per_day: Option<u32>,
    per_week: Option<u32>,
    lead_time_hours: u32,
    order_until: Option<TimeOfDay>,
) -> Vec<Condition> {
    let wanted = [
        per_day.map(|count| Rule::MaxPerDay { count }),
        per_week.map(|count| Rule::MaxPerWeek { count }),
        order_until.map(|time| Rule::OrderUntil { days: lead_time_hours / 24, time }),
    ];
    for rule in wanted.into_iter().flatten() {
        if !conditions.iter().any(|condition| condition.rule == rule) {
            let (label, message) = (Localized::default(), Localized::default());
            conditions.push(Condition { rule, label, message, alternative: None });
        }
    }
    conditions
}

fn purses(row: Row<'_>) -> Option<Vec<PurseKind>> {
    match row.text("purses")? {
        "basis" => Some(vec![PurseKind::Basis]),
        "cup" => Some(vec![PurseKind::Cup]),
        "own" => Some(vec![PurseKind::Own]),
        "cup/own" => Some(vec![PurseKind::Cup, PurseKind::Own]),
        _ => {
            row.say("purses", ProblemCode::NotAllowed, "one of basis, cup, own, cup/own");
            None
        }
    }
}

fn check_team(row: Row<'_>, tables: &Tables<'_>) {
    let Some(team) = row.known("team", &tables.providers) else { return };
    let kind = tables.providers.rows().find(|provider| provider.cell("code") == team);
    if kind.is_some_and(|provider| provider.cell("kind") == "outside") {
        row.wrong("team", "a team of the house: the kind of this provider is outside");
    }
}

/// The prices that come out of the parts; the printed ones must be the same.
fn prices(row: Row<'_>, cost: &CostBuildUp) -> Option<Prices> {
    let printed = (row.decimal("price_eur"), row.whole_or_none("price_minutes"), row.whole("price_points"));
    let (steps, prices) = match (cost.steps(), cost.prices()) {
        (Ok(steps), Ok(prices)) => (steps, prices),
        (Err(error), _) | (_, Err(error)) => {
            row.wrong("price_eur", format!("a price that can be computed: {error}"));
            return None;
        }
    };
    let price = steps.price.to_decimal();
    if printed.0.is_some_and(|printed| printed != price) {
        let parts = [
            ("staff", steps.staff),
            ("overhead", steps.overhead),
            ("materials", steps.materials),
            ("purchase", steps.purchase),
            ("surcharge", steps.surcharge),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(_, euros)| !euros.is_zero())
            .map(|(name, euros)| format!("{name} {}", euros.round_dp(4).normalize()))
            .collect();
        let expected = format!("{price} ({}; rounded up to {} cents)", parts.join(" + "), cost.round_to_cents);
        row.wrong("price_eur", expected);
    }
    if printed.1.is_some_and(|printed| printed.map(i64::from) != prices.minutes) {
        let expected = prices.minutes.map_or("nothing: nobody is paid by the minute".to_owned(), |minutes| {
            format!("{minutes} (minutes that count, shared by {}, rounded up)", cost.shared_by)
        });
        row.wrong("price_minutes", expected);
    }
    if printed.2.is_some_and(|printed| i64::from(printed) != prices.points) {
        row.wrong(
            "price_points",
            format!("{} ({price} / {}, rounded up)", prices.points, cost.point_value.normalize()),
        );
    }
    printed.0.and(printed.1).and(printed.2).map(|_| prices)
}

fn offers<'t>(tables: &'t Tables<'_>, providers: &[Provider]) -> Vec<OfferRow<'t>> {
    let read = |row: Row<'t>| {
        let code = row.text("code");
        let (item, location) = (row.known("item", &tables.catalogue), row.known("location", &tables.locations));
        let (provider, performer) = (row.known("provider", &tables.providers), row.both("performer"));
        let (weekdays, times) = (row.weekdays("weekdays"), row.times("times"));
        let capacity = row.whole_or_none("capacity");
        if capacity == Some(Some(0)) {
            row.wrong("capacity", "1 or more, or nothing when there is no limit");
        }
        let _ = code?;
        let known = providers.iter().find(|known| Some(known.code.as_str()) == provider);
        Some(OfferRow {
            row,
            item: item?,
            location: location?,
            provider: provider?,
            performer: performer?,
            weekdays: weekdays?,
            times: times?,
            capacity: capacity?,
            ends: known.and_then(Provider::ends),
        })
    };
    tables.offers.rows().filter_map(read).collect()
}

/// Days and times within those of the item, and no offer where the item has no price.
fn check_offers(listed: &[Listed<'_>], offers: &[OfferRow<'_>], places: &Places) {
    for offer in offers {
        let location = places.by_code(offer.location);
        for listed in listed.iter().filter(|listed| listed.item.code == offer.item) {
            let line = listed.row.line;
            if offer.weekdays.iso().iter().any(|day| !listed.weekdays.iso().contains(day)) {
                let days = listed.row.cell("weekdays");
                offer.row.wrong("weekdays", format!("days out of {days}, as in catalogue.csv:{line}"));
            }
            if offer.times.iter().any(|time| !listed.times.contains(time)) {
                let times = listed.row.cell("times");
                offer.row.wrong("times", format!("times out of {times}, as in catalogue.csv:{line}"));
            }
            let counts_minutes = location.is_some_and(|location| location.policy.unit == Unit::Minute);
            if counts_minutes && listed.prices.minutes.is_none() {
                let expected = "a location that does not count in minutes: this item has no price in minutes";
                offer.row.wrong("location", expected);
            }
        }
    }
}

/// Every item is on sale at every location, except without a price in minutes where minutes are counted.
fn check_sold_everywhere(tables: &Tables<'_>, places: &Places) {
    if !tables.offers.is_read() {
        return;
    }
    let offered: BTreeSet<(&str, &str)> =
        tables.offers.rows().map(|row| (row.cell("item"), row.cell("location"))).collect();
    for row in tables.catalogue.rows() {
        for location in places.iter() {
            let cannot = location.policy.unit == Unit::Minute && row.cell("price_minutes").is_empty();
            if !cannot && !offered.contains(&(row.cell("code"), location.code.as_str())) {
                row.wrong("code", format!("an offer at {} in offers.csv", location.code));
            }
        }
    }
}
