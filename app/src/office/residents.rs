//! All residents with the figures of the current period: from income to what is left. A row opens to what it is made of.

use super::activity::{LedgerEntry, Taken, delivered, ordered, sum};
use super::figures::{count, euro_figure, figure, plain, plain_euros};
use super::frame::{Frame, Room, as_of, document};
use super::pager::pager;
use super::selection::{Column, PAGE_SIZE, Row, Selection, Total, Where, select, totals};
use super::sorting::heading;
use super::waterfall::{days_from_to, per_day};
use crate::t;
use crate::ui::{Cup, CupSize, Glyph};
use crate::words::{Words, amount, day_short};
use domain::amount::Unit;
use domain::budget::Period;
use domain::catalogue::Catalogue;
use domain::household::Household;
use domain::ids::WardId;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The address of the table.
pub const PATH: &str = "/office/residents";
/// The address of its export.
pub const EXPORT: &str = "/office/residents.csv";

/// The resident whose row is open.
#[derive(Clone, Debug)]
pub struct Opened {
    pub household: Household,
    pub catalogue: Arc<Catalogue>,
    pub journal: Vec<LedgerEntry>,
}

#[derive(Clone, Debug)]
pub struct ResidentsPage {
    pub frame: Frame,
    /// All residents that the viewer may see.
    pub rows: Vec<Row>,
    pub selection: Selection,
    pub opened: Option<Opened>,
}

/// The address of one resident.
#[must_use]
pub fn resident_address(household: domain::ids::HouseholdId) -> String {
    format!("/office/resident/{household}")
}

#[must_use]
pub fn residents(page: ResidentsPage) -> impl IntoView {
    let ResidentsPage { frame, rows, selection, opened } = page;
    let words = frame.words();
    let heading = title(words, &frame.home, &rows, selection.place);
    let note = t!(words, "office-amounts-note", note = &frame.price_note);
    let as_of = as_of(words, frame.now);
    document(frame, Room::Residents, heading.clone(), move |words| {
        let filters = filters(words, &rows, &selection, note);
        let chosen = select(rows, &selection);
        let sums = totals(&chosen);
        let periods: BTreeSet<_> = chosen.iter().map(|row| (row.period.start, row.period.end)).collect();
        let periods = periods
            .into_iter()
            .map(|(start, end)| days_from_to(words, Period { start, end }))
            .collect::<Vec<_>>()
            .join(&t!(words, "office-or"));
        let about = if periods.is_empty() { as_of } else { t!(words, "office-period", days = periods, as_of = as_of) };
        let (first, pages) = (selection.page.saturating_sub(1) * PAGE_SIZE, chosen.len().div_ceil(PAGE_SIZE));
        let shown: Vec<Row> = chosen.into_iter().skip(first).take(PAGE_SIZE).collect();
        let table = if shown.is_empty() {
            nothing(words).into_any()
        } else {
            table(words, shown, &sums, &selection, opened).into_any()
        };
        view! {
            <div class="head">
                <div>
                    <h1 tabindex="-1">{heading}</h1>
                    <p>{about}</p>
                </div>
                <a class="button" href=selection.opened(None).on_page(1).address(EXPORT) download="">
                    <Glyph name="download" />
                    {t!(words, "office-export")}
                </a>
            </div>
            {filters}
            {table}
            {pager(words, pages, selection.page, |page| selection.on_page(page).address(PATH))}
        }
    })
}

fn title(words: Words, home: &str, rows: &[Row], place: Where) -> String {
    let found = rows.iter().find(|row| match place {
        Where::Everywhere => false,
        Where::Location(id) => row.location == id,
        Where::Ward(id) => row.ward == id,
    });
    let name = match (place, found) {
        (Where::Location(_), Some(row)) => row.location_name.clone(),
        (Where::Ward(_), Some(row)) => format!("{} {}", row.location_name, row.ward_name),
        _ => home.to_owned(),
    };
    t!(words, "office-residents-of", place = name)
}

fn nothing(words: Words) -> impl IntoView {
    view! {
        <div class="panel nothing">
            <p>
                <b>{t!(words, "office-nobody")}</b>
            </p>
            <p>{t!(words, "office-nobody-do")}</p>
            <a class="button" href=PATH>
                {t!(words, "office-show-all")}
            </a>
        </div>
    }
}

fn filters(words: Words, rows: &[Row], selection: &Selection, note: String) -> impl IntoView + use<> {
    // Location → its wards, by name.
    let mut places: BTreeMap<(String, _), BTreeSet<(String, _)>> = BTreeMap::new();
    for row in rows {
        let wards = places.entry((row.location_name.clone(), row.location)).or_default();
        wards.insert((row.ward_name.clone(), row.ward));
    }
    let profiles: BTreeSet<String> = rows.iter().flat_map(|row| row.profiles.iter().cloned()).collect();
    let place = selection.place;
    let chosen_profile = selection.profile.clone();
    let option = move |name: String, one: Where| {
        view! { <option value=one.code() selected=one == place>{name}</option> }
    };
    let groups = places
        .into_iter()
        .map(|((location, id), wards)| {
            view! {
                <optgroup label=location.clone()>
                    {option(t!(words, "office-whole", place = &location), Where::Location(id))}
                    {wards.into_iter().map(|(name, ward)| option(name, Where::Ward(ward))).collect_view()}
                </optgroup>
            }
        })
        .collect_view();
    let sort = (selection.sort != Column::default()).then(|| selection.sort.code());
    let clear = !selection.search.is_empty() || !selection.profile.is_empty() || place != Where::Everywhere;
    view! {
        <form class="filters" method="get" action=PATH role="search">
            <label>
                {t!(words, "office-search-resident")}
                <input type="search" name="q" value=selection.search.clone() autocomplete="off" />
            </label>
            <label>
                {t!(words, "office-where")} <select name="where">
                    {option(t!(words, "office-everywhere"), Where::Everywhere)} {groups}
                </select>
            </label>
            <label>
                {t!(words, "office-profile")} <select name="profile">
                    <option value="">{t!(words, "office-all-profiles")}</option>
                    {profiles
                        .into_iter()
                        .map(|profile| {
                            let selected = profile == chosen_profile;
                            view! { <option value=profile.clone() selected=selected>{profile.clone()}</option> }
                        })
                        .collect_view()}
                </select>
            </label>
            {sort.map(|sort| view! { <input type="hidden" name="sort" value=sort /> })}
            {selection.descending.then(|| view! { <input type="hidden" name="down" value="yes" /> })}
            <button class="button" type="submit">
                <Glyph name="funnel" />
                {t!(words, "office-filter")}
            </button>
            {clear.then(|| view! { <a class="button" href=PATH>{t!(words, "office-show-all")}</a> })}
            <p class="filters-note">{note}</p>
        </form>
    }
}

fn column_name(words: Words, column: Column) -> String {
    match column {
        Column::Room => t!(words, "office-room"),
        Column::Name => t!(words, "office-resident"),
        Column::Ward => t!(words, "office-ward"),
        Column::Profile => t!(words, "office-profile"),
        Column::Income => t!(words, "office-income"),
        Column::Overhead => t!(words, "office-overhead"),
        Column::Package => t!(words, "office-package"),
        Column::Granted => t!(words, "office-granted"),
        Column::Carried => t!(words, "office-carried"),
        Column::Spent => t!(words, "office-spent"),
        Column::Reserved => t!(words, "office-reserved"),
        Column::Left => t!(words, "office-left"),
    }
}

const fn is_number(column: Column) -> bool {
    !matches!(column, Column::Name | Column::Ward | Column::Profile)
}

fn table(
    words: Words,
    rows: Vec<Row>,
    sums: &[Total],
    selection: &Selection,
    opened: Option<Opened>,
) -> impl IntoView + use<> {
    // In the order of rooms every ward has its own heading; in any other order the ward is a column.
    let by_room = selection.sort == Column::Room;
    let with_ward = !by_room && rows.iter().map(|row| row.ward).collect::<BTreeSet<_>>().len() > 1;
    let columns: Vec<Column> = Column::ALL.into_iter().filter(|column| with_ward || *column != Column::Ward).collect();
    let width = columns.len().to_string();
    let headings = columns
        .iter()
        .map(|column| {
            let sorted = (selection.sort == *column).then_some(selection.descending);
            let href = selection.sorted_by(*column).opened(None).address(PATH);
            heading(words, column_name(words, *column), is_number(*column), sorted, href)
        })
        .collect_view();
    let namesakes = namesakes(&rows);
    let groups = groups(words, rows, by_room);
    let several = groups.len() > 1 || sums.len() > 1;
    let mut opened = opened;
    let bodies: Vec<_> = groups
        .into_iter()
        .map(|(name, rows)| {
            let name = several.then(|| {
                view! {
                    <tr class="group">
                        <th scope="rowgroup" colspan=width.clone()>
                            {name}
                        </th>
                    </tr>
                }
            });
            let rows: Vec<_> = rows
                .into_iter()
                .map(|row| {
                    let detail = opened.take_if(|opened| opened.household.id == row.household);
                    let detail = detail.map(|opened| detail_row(words, &width, &row, &opened));
                    let place = with_ward.then(|| ward_label(&row, &namesakes));
                    view! {
                        {one_row(words, row, place, selection, detail.is_some())}
                        {detail}
                    }
                })
                .collect();
            view! { <tbody>{name} {rows}</tbody> }
        })
        .collect();
    let feet: Vec<_> = sums.iter().map(|total| total_row(words, total, with_ward)).collect();
    view! {
        <div class="grid" tabindex="0" role="region" aria-label=t!(words, "office-residents-table")>
            <table class="residents">
                <caption class="visually-hidden">{t!(words, "office-residents-caption")}</caption>
                <thead>
                    <tr>{headings}</tr>
                </thead>
                {bodies}
                <tfoot>{feet}</tfoot>
            </table>
        </div>
    }
}

/// Names that more than one ward has.
pub(super) fn namesakes(rows: &[Row]) -> BTreeSet<String> {
    let mut wards: BTreeMap<&str, BTreeSet<WardId>> = BTreeMap::new();
    for row in rows {
        wards.entry(&row.ward_name).or_default().insert(row.ward);
    }
    wards.into_iter().filter(|(_, wards)| wards.len() > 1).map(|(name, _)| name.to_owned()).collect()
}

/// The ward of a row; with its location where another ward has the same name.
pub(super) fn ward_label(row: &Row, namesakes: &BTreeSet<String>) -> String {
    if namesakes.contains(&row.ward_name) {
        format!("{} {}", row.location_name, row.ward_name)
    } else {
        row.ward_name.clone()
    }
}

/// Rows that stand together, in the order in which they come, under one heading: a ward, or everything in one unit.
fn groups(words: Words, rows: Vec<Row>, by_ward: bool) -> Vec<(String, Vec<Row>)> {
    let mut locations: BTreeMap<Unit, BTreeSet<String>> = BTreeMap::new();
    for row in &rows {
        locations.entry(row.unit()).or_default().insert(row.location_name.clone());
    }
    let mut groups: Vec<(String, Vec<Row>)> = Vec::new();
    for row in rows {
        let place = if by_ward {
            format!("{} {}", row.location_name, row.ward_name)
        } else {
            locations.get(&row.unit()).into_iter().flatten().cloned().collect::<Vec<_>>().join(", ")
        };
        let name = t!(words, "office-place-in-unit", place = place, unit = unit_name(words, row.unit()));
        match groups.last_mut() {
            Some((last, rows)) if *last == name => rows.push(row),
            _ => groups.push((name, vec![row])),
        }
    }
    groups
}

/// "euro's", "minuten", "punten".
pub fn unit_name(words: Words, unit: Unit) -> String {
    match unit {
        Unit::EuroCent => t!(words, "office-unit-euros"),
        Unit::Minute => t!(words, "office-unit-minutes"),
        Unit::Point => t!(words, "office-unit-points"),
    }
}

/// "Vermeer, mevrouw", so that a list can be read by surname.
pub fn listed_name(words: Words, row: &Row) -> String {
    let name = row.name.get(words.language);
    match name.strip_suffix(row.last_name.as_str()).map(str::trim) {
        Some(before) if !before.is_empty() => format!("{}, {before}", row.last_name),
        _ => name.to_owned(),
    }
}

fn tags(words: Words, row: &Row) -> Vec<String> {
    let mut tags = Vec::new();
    if row.frozen {
        tags.push(t!(words, "office-tag-frozen"));
    }
    if row.away {
        tags.push(t!(words, "office-tag-away"));
    }
    if let [before, .., last] = row.segments.as_slice()
        && before.profile != last.profile
    {
        let day = day_short(words, last.period.start);
        tags.push(t!(words, "office-tag-profile", day = day, profile = &last.profile));
    }
    if let Some(first) = row.segments.first()
        && first.period.start > row.period.start
        && !row.away
    {
        tags.push(t!(words, "office-tag-since", day = day_short(words, first.period.start)));
    }
    tags
}

fn one_row(
    words: Words,
    row: Row,
    place: Option<String>,
    selection: &Selection,
    is_open: bool,
) -> impl IntoView + use<> {
    let name = listed_name(words, &row);
    let tags = tags(words, &row);
    let full = row.full();
    let id = format!("r-{}", row.household);
    let next = selection.opened((!is_open).then_some(row.household)).address(PATH) + "#" + &id;
    let class = if is_open { "is-open" } else { "" };
    let glyph = if is_open { "chevron-down" } else { "chevron-right" };
    let package = row.package();
    view! {
        <tr class=class id=id.clone()>
            <td class="num">{row.room}</td>
            <th scope="row">
                <a class="opener" href=next aria-expanded=if is_open { "true" } else { "false" }>
                    <Glyph name=glyph />
                    {name}
                </a>
                {tags.into_iter().map(|tag| view! { " " <span class="tag">{tag}</span> }).collect_view()}
            </th>
            {place.map(|place| view! { <td>{place}</td> })}
            <td class="keep">{row.profiles.join(", ")}</td>
            <td class="num">{euro_figure(words, row.shares.income)}</td>
            <td class="num">{euro_figure(words, row.shares.overhead)}</td>
            <td class="num">{euro_figure(words, package)}</td>
            <td class="num">{figure(words, row.granted)}</td>
            <td class="num">{figure(words, row.carried)}</td>
            <td class="num">{figure(words, row.spent)}</td>
            <td class="num">{figure(words, row.reserved)}</td>
            <td class="num left">
                <span class="mini">
                    <Cup left=row.left full=full size=CupSize::Small />
                    {figure(words, row.left)}
                </span>
            </td>
        </tr>
    }
}

fn total_row(words: Words, total: &Total, with_ward: bool) -> impl IntoView + use<> {
    let name = t!(words, "office-total", count = count(total.residents), unit = unit_name(words, total.unit));
    view! {
        <tr>
            <td></td>
            <th scope="row">{name}</th>
            {with_ward.then(|| view! { <td></td> })}
            <td></td>
            <td class="num">{euro_figure(words, total.income)}</td>
            <td class="num">{euro_figure(words, total.overhead)}</td>
            <td class="num">{euro_figure(words, total.package)}</td>
            <td class="num">{figure(words, total.granted)}</td>
            <td class="num">{figure(words, total.carried)}</td>
            <td class="num">{figure(words, total.spent)}</td>
            <td class="num">{figure(words, total.reserved)}</td>
            <td class="num">{figure(words, total.left)}</td>
        </tr>
    }
}

fn detail_row(words: Words, width: &str, row: &Row, opened: &Opened) -> impl IntoView + use<> {
    let Opened { household, catalogue, journal } = opened;
    let unit = row.unit();
    let spent = delivered(words, household, catalogue, journal, household.budget.period);
    let open = ordered(words, household, catalogue, journal);
    let granted = amount(words, row.granted);
    let waterfall = household.budget.waterfall.as_ref().map(|waterfall| per_day(words, waterfall));
    let list = |name: String, taken: &[Taken]| taken_table(words, name, unit, taken);
    view! {
        <tr>
            <td class="open-cell" colspan=width.to_owned()>
                <div class="opened">
                    <section>
                        <h2>{t!(words, "office-cup-of", granted = granted)}</h2>
                        {waterfall}
                    </section>
                    <section>{list(t!(words, "office-spent-of", sum = amount(words, sum(unit, &spent))), &spent)}</section>
                    <section>{list(t!(words, "office-reserved-of", sum = amount(words, sum(unit, &open))), &open)}</section>
                    <p class="opened-links">
                        <a href=resident_address(row.household)>
                            {t!(words, "office-open-resident", name = row.name.get(words.language))}
                        </a>
                        <a href=format!("{}#ledger", resident_address(row.household))>
                            {t!(words, "office-open-ledger", name = row.name.get(words.language))}
                        </a>
                    </p>
                </div>
            </td>
        </tr>
    }
}

fn taken_table(words: Words, name: String, unit: Unit, taken: &[Taken]) -> impl IntoView + use<> {
    let rows: Vec<_> = taken
        .iter()
        .map(|one| {
            view! {
                <tr>
                    <th scope="row">{t!(words, "office-times", count = one.times, what = &one.what)}</th>
                    <td>{amount(words, one.amount)}</td>
                </tr>
            }
        })
        .collect();
    let total = amount(words, sum(unit, taken));
    if rows.is_empty() {
        return view! {
            <h2>{name}</h2>
            <p class="opened-note">{t!(words, "office-nothing-yet")}</p>
        }
        .into_any();
    }
    view! {
        <h2>{name.clone()}</h2>
        <table class="sum">
            <caption class="visually-hidden">{name}</caption>
            <tbody>
                {rows}
                <tr>
                    <th scope="row">{t!(words, "office-together")}</th>
                    <td>{total}</td>
                </tr>
            </tbody>
        </table>
    }
    .into_any()
}

/// The name of the export's file, without its day and ending.
#[must_use]
pub fn export_name(words: Words) -> String {
    t!(words, "office-csv-name")
}

/// The headings of the export, in the order of [`export_row`].
#[must_use]
pub fn export_headings(words: Words) -> Vec<String> {
    let mut headings = vec![
        t!(words, "office-csv-location"),
        column_name(words, Column::Ward),
        column_name(words, Column::Room),
        column_name(words, Column::Name),
        column_name(words, Column::Profile),
        t!(words, "office-csv-from"),
        t!(words, "office-csv-to"),
        column_name(words, Column::Income),
        column_name(words, Column::Overhead),
        column_name(words, Column::Package),
        t!(words, "office-csv-unit"),
    ];
    let of_the_cup = [Column::Granted, Column::Carried, Column::Spent, Column::Reserved, Column::Left];
    headings.extend(of_the_cup.map(|column| column_name(words, column)));
    headings.push(t!(words, "office-csv-tags"));
    headings
}

/// One row of the export: plain numbers, days as `2026-11-21`.
#[must_use]
pub fn export_row(words: Words, row: &Row) -> Vec<String> {
    let mut cells = vec![
        row.location_name.clone(),
        row.ward_name.clone(),
        row.room.clone(),
        listed_name(words, row),
        row.profiles.join(" "),
        row.period.start.to_string(),
        row.period.last_day().to_string(),
        plain_euros(words, row.shares.income),
        plain_euros(words, row.shares.overhead),
        plain_euros(words, row.package()),
        unit_name(words, row.unit()),
    ];
    let of_the_cup = [row.granted, row.carried, row.spent, row.reserved, row.left];
    cells.extend(of_the_cup.map(|value| plain(words, value)));
    cells.push(tags(words, row).join(", "));
    cells
}
