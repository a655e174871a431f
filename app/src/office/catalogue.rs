//! The catalogue of one location: what everything costs in each unit, and under which conditions.

use super::figures::{count, figure};
use super::frame::{Frame, Room, document};
use super::orders::purse_name;
use super::selection::address;
use super::sorting::heading;
use crate::council;
use crate::t;
use crate::ui::{Glyph, Pictogram};
use crate::words::{Words, day_long};
use domain::access::{Beside, Scope};
use domain::amount::Amount;
use domain::calendar::Day;
use domain::catalogue::{Catalogue, Item, Prices};
use domain::ids::LocationId;
use domain::search::fold;
use leptos::prelude::*;
use std::cmp::Ordering;
use std::sync::Arc;

pub const PATH: &str = "/office/catalogue";

/// Where the catalogue stands for whoever reads it: the council has it without the rest of the office.
#[must_use]
pub const fn base(scope: &Scope) -> &'static str {
    match scope {
        Scope::Beside(Beside::Council(_)) => council::CATALOGUE,
        _ => PATH,
    }
}

/// What the table can be sorted by; the shop's own order comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    #[default]
    Shop,
    Code,
    Name,
    Category,
    Euros,
    Minutes,
    Points,
}

impl Column {
    const ALL: [Self; 7] =
        [Self::Shop, Self::Code, Self::Name, Self::Category, Self::Euros, Self::Minutes, Self::Points];

    const fn code(self) -> &'static str {
        match self {
            Self::Shop => "",
            Self::Code => "code",
            Self::Name => "name",
            Self::Category => "category",
            Self::Euros => "euros",
            Self::Minutes => "minutes",
            Self::Points => "points",
        }
    }

    fn compare(self, words: Words, one: &Item, other: &Item) -> Ordering {
        let prices = |item: &Item| item.first_offer().map(|offer| offer.prices);
        let name = |item: &Item| fold(item.name.get(words.language));
        match self {
            Self::Shop => Ordering::Equal,
            Self::Code => one.code.cmp(&other.code),
            Self::Name => name(one).cmp(&name(other)),
            Self::Category => one.category.cmp(&other.category),
            Self::Euros => prices(one).map(|price| price.cents).cmp(&prices(other).map(|price| price.cents)),
            Self::Minutes => {
                prices(one).and_then(|price| price.minutes).cmp(&prices(other).and_then(|price| price.minutes))
            }
            Self::Points => prices(one).map(|price| price.points).cmp(&prices(other).map(|price| price.points)),
        }
    }
}

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub location: Option<LocationId>,
    pub category: String,
    pub search: String,
    pub sort: Column,
    pub descending: bool,
}

impl Wanted {
    /// From the parts of a query: `location`, `category`, `q`, `sort`, `down`.
    #[must_use]
    pub fn read<'a>(parts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut wanted = Self::default();
        for (name, value) in parts {
            match name {
                "location" => wanted.location = value.parse().ok(),
                "category" => value.clone_into(&mut wanted.category),
                "q" => value.trim().clone_into(&mut wanted.search),
                "sort" => {
                    wanted.sort = Column::ALL.into_iter().find(|column| column.code() == value).unwrap_or_default();
                }
                "down" => wanted.descending = value == "yes",
                _ => {}
            }
        }
        wanted
    }

    fn address(&self, base: &str) -> String {
        let location = self.location.map(|location| location.to_string()).unwrap_or_default();
        address(
            base,
            &[
                ("location", location),
                ("category", self.category.clone()),
                ("q", self.search.clone()),
                ("sort", self.sort.code().to_owned()),
                ("down", if self.descending { "yes".to_owned() } else { String::new() }),
            ],
        )
    }

    fn sorted_by(&self, column: Column) -> Self {
        Self { sort: column, descending: self.sort == column && !self.descending, ..self.clone() }
    }
}

/// A location that the viewer may look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub id: LocationId,
    pub name: String,
}

#[derive(Clone, Debug)]
pub struct CataloguePage {
    pub frame: Frame,
    pub places: Vec<Place>,
    pub location: LocationId,
    pub catalogue: Arc<Catalogue>,
    pub wanted: Wanted,
}

/// The address of one item.
#[must_use]
pub fn item_address(base: &str, code: &str, location: LocationId) -> String {
    address(&format!("{base}/{}", super::selection::encoded(code)), &[("location", location.to_string())])
}

/// "20 juni 2027".
pub fn with_year(words: Words, day: Day) -> String {
    let year = i64::from(day.date().year()).to_string();
    t!(words, "office-day-year", day = crate::words::day_short(words, day), year = year)
}

/// "van 1 januari 2026", "van … tot …".
pub fn valid(words: Words, from: Day, until: Option<Day>) -> String {
    let from = with_year(words, from);
    match until {
        None => t!(words, "office-valid-from", day = from),
        Some(until) => t!(words, "office-valid-between", from = from, to = with_year(words, until.plus_days(-1))),
    }
}

#[must_use]
pub fn catalogue(page: CataloguePage) -> impl IntoView {
    let CataloguePage { frame, places, location, catalogue, wanted } = page;
    let words = frame.words();
    let place = places.iter().find(|place| place.id == location).map_or_else(String::new, |place| place.name.clone());
    let title = t!(words, "office-catalogue-of", place = place);
    let note = t!(words, "office-amounts-note", note = &frame.price_note);
    let today = frame.now.local.day;
    let base = base(&frame.viewer.scope);
    document(frame, Room::Catalogue, title.clone(), move |words| {
        let items = chosen(words, &catalogue, &wanted);
        let about = t!(
            words,
            "office-catalogue-about",
            count = count(items.len()),
            version = catalogue.version.to_string(),
            day = day_long(words, today)
        );
        let filters = filters((words, base), &places, location, &catalogue, &wanted, note);
        let table = if items.is_empty() {
            view! {
                <div class="panel nothing">
                    <p>
                        <b>{t!(words, "office-no-items")}</b>
                    </p>
                    <a class="button" href=base>
                        {t!(words, "office-show-all")}
                    </a>
                </div>
            }
            .into_any()
        } else {
            table((words, base), &items, &catalogue, location, &wanted).into_any()
        };
        view! {
            <div class="head">
                <div>
                    <h1 tabindex="-1">{title}</h1>
                    <p>{about}</p>
                </div>
            </div>
            {filters}
            {table}
        }
    })
}

fn chosen(words: Words, catalogue: &Catalogue, wanted: &Wanted) -> Vec<Item> {
    let search = fold(&wanted.search);
    let mut items: Vec<Item> = catalogue
        .items
        .iter()
        .filter(|item| wanted.category.is_empty() || item.category == wanted.category)
        .filter(|item| {
            let text = fold(&format!("{} {} {} {}", item.code, item.name.nl, item.name.en, item.synonyms.nl));
            search.split_whitespace().all(|word| text.contains(word))
        })
        .cloned()
        .collect();
    items.sort_by(|one, other| {
        let order = wanted.sort.compare(words, one, other);
        if wanted.descending { order.reverse() } else { order }
    });
    items
}

fn filters(
    (words, base): (Words, &'static str),
    places: &[Place],
    location: LocationId,
    catalogue: &Catalogue,
    wanted: &Wanted,
    note: String,
) -> impl IntoView + use<> {
    let locations = places
        .iter()
        .map(|place| {
            view! {
                <option value=place.id.to_string() selected=place.id == location>
                    {place.name.clone()}
                </option>
            }
        })
        .collect_view();
    let categories = catalogue
        .categories
        .iter()
        .map(|category| {
            view! {
                <option value=category.code.clone() selected=category.code == wanted.category>
                    {category.name.get(words.language).to_owned()}
                </option>
            }
        })
        .collect_view();
    view! {
        <form class="filters" method="get" action=base role="search">
            <label>
                {t!(words, "office-search-item")}
                <input type="search" name="q" value=wanted.search.clone() autocomplete="off" />
            </label>
            <label>{t!(words, "office-location")} <select name="location">{locations}</select></label>
            <label>
                {t!(words, "office-category")} <select name="category">
                    <option value="">{t!(words, "office-all-categories")}</option>
                    {categories}
                </select>
            </label>
            <button class="button" type="submit">
                <Glyph name="funnel" />
                {t!(words, "office-filter")}
            </button>
            <p class="filters-note">{note}</p>
        </form>
    }
}

/// Prices in three units; "–" where an item cannot be sold in one.
pub fn price_cells(words: Words, prices: Prices) -> impl IntoView + use<> {
    let minutes = prices.minutes.map_or_else(|| "–".to_owned(), |minutes| figure(words, Amount::minutes(minutes)));
    view! {
        <td class="num">{figure(words, Amount::cents(prices.cents))}</td>
        <td class="num">{minutes}</td>
        <td class="num">{figure(words, Amount::points(prices.points))}</td>
    }
}

fn table(
    (words, base): (Words, &'static str),
    items: &[Item],
    catalogue: &Catalogue,
    location: LocationId,
    wanted: &Wanted,
) -> impl IntoView + use<> {
    let sortable = |column: Column, name: String, is_number: bool| {
        let sorted = (wanted.sort == column).then_some(wanted.descending);
        heading(words, name, is_number, sorted, wanted.sorted_by(column).address(base))
    };
    let rows: Vec<_> = items
        .iter()
        .map(|item| {
            let category = catalogue.category(&item.category);
            let category = category.map_or_else(String::new, |category| category.name.get(words.language).to_owned());
            let purses: Vec<_> = item.purses.iter().map(|purse| purse_name(words, *purse)).collect();
            let prices = item.first_offer().map_or_else(
                || view! { <td colspan="3">{t!(words, "office-no-offer")}</td> }.into_any(),
                |offer| price_cells(words, offer.prices).into_any(),
            );
            let blocking = item.conditions.iter().filter(|condition| condition.rule.can_block()).count();
            let conditions = match (blocking, item.conditions.len()) {
                (_, 0) => "–".to_owned(),
                (0, all) => all.to_string(),
                (blocking, all) => {
                    t!(words, "office-conditions-blocking", count = count(all), blocking = count(blocking))
                }
            };
            let voice = format!("patch voice-{}", item.voice);
            view! {
                <tr>
                    <td class="keep">{item.code.clone()}</td>
                    <th scope="row">
                        <a class="item-link" href=item_address(base, &item.code, location)>
                            <span class=voice>
                                <Pictogram name=item.pictogram.clone() />
                            </span>
                            {item.name.get(words.language).to_owned()}
                        </a>
                    </th>
                    <td>{category}</td>
                    {prices}
                    <td>{purses.join(", ")}</td>
                    <td class="num">{count(item.offers.len()).to_string()}</td>
                    <td class="keep">{conditions}</td>
                    <td>{valid(words, item.valid.from, item.valid.until)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="grid" tabindex="0" role="region" aria-label=t!(words, "office-catalogue-table")>
            <table class="items">
                <caption class="visually-hidden">{t!(words, "office-catalogue-table")}</caption>
                <thead>
                    <tr>
                        {sortable(Column::Code, t!(words, "office-code"), false)}
                        {sortable(Column::Name, t!(words, "office-item"), false)}
                        {sortable(Column::Category, t!(words, "office-category"), false)}
                        {sortable(Column::Euros, t!(words, "office-in-euros"), true)}
                        {sortable(Column::Minutes, t!(words, "office-in-minutes"), true)}
                        {sortable(Column::Points, t!(words, "office-in-points"), true)}
                        <th scope="col">{t!(words, "office-purse")}</th>
                        <th scope="col" class="num">
                            {t!(words, "office-offers")}
                        </th>
                        <th scope="col">{t!(words, "office-conditions")}</th>
                        <th scope="col">{t!(words, "office-valid")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
