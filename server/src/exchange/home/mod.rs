//! One home as its folder tells it: checked, in the types of the domain, with stable numbers.

mod about;
mod authority;
mod budget;
mod catalogue;
mod condition;
mod cost;
mod files;
mod location;
mod opening_order;
mod people;
mod resident;

pub use about::cells_about;
pub use authority::AuthorityRow;
pub use budget::{Absence, AbsenceKind, Booking};
pub use cost::{CostFigure, FunctionRate};
pub use files::{FILES, file_names};
pub use location::{Location, Ward};
pub use opening_order::{OpeningOrder, Step};
pub use people::{Person, PersonRole, Provider, ProviderKind};
pub use resident::{ClearanceRow, ImportedHousehold};

use super::csv_folder::Source;
use super::dates::Dates;
use super::ids::Ids;
use super::photos::Photos;
use super::problem::{Problem, ProblemCode, Problems};
use crate::clock::Clock;
use crate::jobs::retention::Rule;
use crate::picture::Picture;
use domain::budget::Tariff;
use domain::calendar::Day;
use domain::catalogue::{Language, Localized, Photo};
use domain::sync::device::Limits;
use files::Tables;
use std::collections::{BTreeMap, BTreeSet};

/// What a folder says of one home.
#[derive(Clone, Debug, PartialEq)]
pub struct Home {
    pub code: String,
    pub name: String,
    pub language: Language,
    pub time_zone: String,
    pub price_level: u32,
    pub is_demo: bool,
    /// What the home says of its amounts.
    pub price_note: Localized,
    /// What devices may do without the server.
    pub limits: Limits,
    /// How long things are kept where the home wants it otherwise: days by rule.
    pub retention: BTreeMap<String, u32>,
    /// In the order of the file's `sort`.
    pub locations: Vec<Location>,
    pub tariffs: Vec<Tariff>,
    pub function_rates: Vec<FunctionRate>,
    pub cost_policy: Vec<CostFigure>,
    pub clearance_kinds: Vec<ClearanceKind>,
    /// Of photos whose pictures are not in the database yet.
    pub pictures: Vec<Picture>,
    pub providers: Vec<Provider>,
    pub people: Vec<Person>,
    pub households: Vec<ImportedHousehold>,
    /// Steps of all opening orders, oldest first.
    pub opening_orders: Vec<OpeningOrder>,
    /// Opening orders that would fall before the current period.
    pub orders_left_out: usize,
}

impl Home {
    #[must_use]
    pub fn location(&self, id: domain::ids::LocationId) -> Option<&Location> {
        self.locations.iter().find(|location| location.id == id)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClearanceKind {
    pub code: String,
    pub name: Localized,
    pub granted_by: String,
}

/// The rows of one file, as they were read: the key and all values in the order of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRows {
    pub file: &'static str,
    pub rows: Vec<(String, Vec<String>)>,
}

/// Rows that an earlier import wrote: file, key, values.
pub type KnownRows = BTreeMap<(String, String), Vec<String>>;

/// What a reading depends on besides the folder.
#[derive(Debug)]
pub struct ReadAt<'a> {
    pub clock: &'a Clock,
    /// The day of the first import; today when this is the first.
    pub anchor: Day,
    pub known: &'a KnownRows,
    /// Names of the pictograms in the program; `None` when they are not at hand.
    pub pictograms: Option<&'a BTreeSet<String>>,
    /// Photos whose pictures are in the database.
    pub photos: &'a BTreeSet<Photo>,
}

/// A folder that was read to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Only when there are no problems.
    pub home: Option<Home>,
    pub problems: Vec<Problem>,
    pub rows: Vec<FileRows>,
}

/// The time zone that a folder says, when it is one.
#[must_use]
pub fn time_zone(folder: &Source) -> Option<String> {
    let problems = Problems::default();
    let tables = Tables::read(folder, &problems);
    let zone = tables.home.rows().next().map(|row| row.cell("time_zone").to_owned());
    zone.filter(|zone| Clock::system(zone).is_ok())
}

/// Reads and checks everything. Never stops at the first problem.
#[must_use]
pub fn read(folder: &Source, at: &ReadAt<'_>) -> Reading {
    let problems = Problems::default();
    for name in folder.names().filter(|name| !file_names().contains(name)) {
        problems.add(Problem {
            file: name.to_owned(),
            line: 0,
            column: String::new(),
            found: name.to_owned(),
            expected: format!("this file is not known; {}", super::csv_folder::one_of(&file_names())),
            code: ProblemCode::UnknownFile,
        });
    }
    let tables = Tables::read(folder, &problems);
    let mut rows = tables.all_rows();
    check_bookings(&tables, at.known);
    let mut photos = Photos::of(folder, at.photos);
    let home = read_home(&tables, at, &mut photos);
    let (pictures, photo_rows) = photos.finish();
    let home = home.map(|home| Home { pictures, ..home });
    rows.push(photo_rows);
    // The tables lend the list of problems.
    drop(tables);
    let problems = problems.into_sorted(&file_names());
    Reading { home: home.filter(|_| problems.is_empty()), problems, rows }
}

/// What was booked once cannot be booked with another amount, and what amounts stand under cannot be another thing.
fn check_bookings(tables: &Tables<'_>, known: &KnownRows) {
    for row in tables.home.rows() {
        if let Some((_, code)) = known.keys().find(|(file, code)| file == "home.csv" && *code != row.key()) {
            row.say("code", ProblemCode::ChangedBooking, format!("{code}, the home that is in this database"));
        }
    }
    for (table, column) in [(&tables.locations, "unit"), (&tables.residents, "location")] {
        let place = table.spec.columns.iter().position(|known| *known == column).unwrap_or_default();
        for row in table.rows() {
            let before = known.get(&(table.spec.name.to_owned(), row.key())).and_then(|values| values.get(place));
            if let Some(before) = before.filter(|before| *before != row.cell(column)) {
                row.say(column, ProblemCode::ChangedBooking, format!("{before}, because amounts are booked in it"));
            }
        }
    }
    for table in [&tables.carry_over, &tables.own_money, &tables.opening_orders] {
        for row in table.rows() {
            let before = known.get(&(table.spec.name.to_owned(), row.key()));
            if before.is_some_and(|before| *before != row.values()) {
                let before = before.map(|values| values.join(",")).unwrap_or_default();
                let column = table.spec.key.first().copied().unwrap_or_default();
                row.say(column, ProblemCode::ChangedBooking, format!("the row as it was booked: {before}"));
            }
        }
    }
}

fn read_home(tables: &Tables<'_>, at: &ReadAt<'_>, photos: &mut Photos<'_>) -> Option<Home> {
    let language_words = [("nl", Language::Nl), ("en", Language::En)];
    let mut rows = tables.home.rows();
    let row = rows.next();
    for more in rows {
        more.wrong("code", "exactly one home");
    }
    if row.is_none() && tables.home.is_read() {
        tables.home.say_whole("exactly one row: the home");
    }
    let code = row.map_or("", |row| row.cell("code"));
    let ids = Ids::of(code);
    let dates = Dates { is_demo: row.is_some_and(|row| row.cell("demo") == "yes"), anchor: at.anchor };
    let today = at.clock.now().local.day;

    let places = location::read(tables, &ids, &dates);
    let tariffs = budget::tariffs(tables, &dates);
    let clearance_kinds = people::clearance_kinds(tables);
    let providers = people::providers(tables, &ids, &dates);
    let costs = cost::read(tables, &dates);
    let pictures = catalogue::Pictures { pictograms: at.pictograms, photos };
    let catalogues = catalogue::read(tables, &ids, &dates, &places, &costs, &providers, pictures);
    let people = people::read(tables, &ids, &places);
    let mut households = resident::read(tables, &ids, &dates, &places, &people);
    budget::fill(tables, &ids, &dates, &places, &tariffs, at, today, &mut households);
    let mut locations = places.into_locations();
    for location in &mut locations {
        if let Some(catalogue) = catalogues.get(&location.id) {
            location.catalogue.clone_from(catalogue);
        }
    }
    let orders = opening_order::read(tables, &ids, &dates, at, &locations, &people, &households);

    let row = row?;
    let (name, language) = (row.text("name"), row.word("language", &language_words));
    let (time_zone, price_level) = (row.text("time_zone"), row.whole("price_level"));
    let (is_demo, price_note) = (row.yes("demo"), row.both_or_none("note"));
    let limits = limits(row);
    if let Some(zone) = time_zone
        && Clock::system(zone).is_err()
    {
        row.say("time_zone", ProblemCode::NotAllowed, "a time zone such as Europe/Amsterdam");
    }
    if is_demo == Some(false) {
        for order in tables.opening_orders.rows() {
            order.wrong("code", "no opening orders outside a demo home");
        }
    }
    let _ = row.text("code");
    Some(Home {
        code: code.to_owned(),
        name: name?.to_owned(),
        language: language?,
        time_zone: time_zone?.to_owned(),
        price_level: price_level?,
        is_demo: is_demo?,
        price_note: price_note?,
        limits: limits?,
        retention: retention(tables),
        locations,
        tariffs,
        function_rates: costs.rates,
        cost_policy: costs.policy,
        clearance_kinds,
        pictures: Vec::new(),
        providers,
        people,
        households,
        opening_orders: orders.placed,
        orders_left_out: orders.left_out,
    })
}

/// The home's own terms. A rule that is not in the file is as the program has it.
fn retention(tables: &Tables<'_>) -> BTreeMap<String, u32> {
    let rules = Rule::ALL.map(|rule| (rule.code(), rule));
    let read = |row: super::csv_folder::Row<'_>| {
        let (rule, days) = (row.word("rule", &rules)?, row.whole("days")?);
        if days < rule.least_days() {
            row.wrong("days", format!("at least {}, because until then the program needs it", rule.least_days()));
        }
        Some((rule.code().to_owned(), days))
    };
    tables.retention.rows().filter_map(read).collect()
}

/// What stands empty is what the program thinks best.
fn limits(row: super::csv_folder::Row<'_>) -> Option<Limits> {
    let usual = Limits::default();
    let read = |column: &str, usual: u32| {
        let read = row.whole_or_none(column);
        if read == Some(Some(0)) {
            row.wrong(column, "at least 1");
        }
        read.map(|read| read.unwrap_or(usual))
    };
    let (order_hours, pending) =
        (read("offline_order_hours", usual.order_hours), read("offline_orders", usual.pending));
    let (keep_hours_ward, keep_hours) =
        (read("keep_hours_ward", usual.keep_hours_ward), read("keep_hours", usual.keep_hours));
    Some(Limits {
        order_hours: order_hours?,
        pending: pending?,
        keep_hours_ward: keep_hours_ward?,
        keep_hours: keep_hours?,
    })
}

/// Rows of one thing that are valid on the same day; `thing` and the row's line are named.
fn check_overlap<'r>(
    rows: impl IntoIterator<Item = (String, domain::calendar::Validity, super::csv_folder::Row<'r>)>,
    column: &str,
) {
    let mut by_thing: BTreeMap<String, Vec<(domain::calendar::Validity, super::csv_folder::Row<'r>)>> = BTreeMap::new();
    for (thing, valid, row) in rows {
        by_thing.entry(thing).or_default().push((valid, row));
    }
    for rows in by_thing.values_mut() {
        rows.sort_by_key(|(valid, row)| (valid.from, row.line));
        let mut before: Option<(domain::calendar::Validity, u64)> = None;
        for (valid, row) in rows.iter() {
            if let Some((earlier, line)) = before
                && earlier.until.is_none_or(|until| valid.from < until)
            {
                row.say(column, ProblemCode::Overlap, format!("a first day after the row on line {line} has ended"));
            }
            before = Some((*valid, row.line));
        }
    }
}
