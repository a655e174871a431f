use super::figures::{euro_figure, exact, per_cent};
use super::selection::{Column, Row, Selection, Where, address, select, totals};
use super::*;
use crate::words::Words;
use domain::amount::{Amount, Unit};
use domain::budget::{Period, Shares};
use domain::catalogue::{Language, Localized};
use domain::ids::{HouseholdId, LocationId, WardId};
use uuid::Uuid;

fn row(number: u128, unit: Unit, room: &str, last_name: &str, left: i64) -> Row {
    let name = format!("mevrouw {last_name}");
    Row {
        household: HouseholdId(Uuid::from_u128(number)),
        location: LocationId(Uuid::from_u128(match unit {
            Unit::EuroCent => 1,
            Unit::Minute => 2,
            Unit::Point => 3,
        })),
        location_name: unit.code().to_owned(),
        ward: WardId(Uuid::from_u128(number % 2)),
        ward_name: "Tuinzijde".to_owned(),
        room: room.to_owned(),
        name: Localized { nl: name.clone(), en: name },
        last_name: last_name.to_owned(),
        away: false,
        frozen: false,
        period: Period { start: "2026-11-02".parse().unwrap(), end: "2026-11-30".parse().unwrap() },
        profiles: vec!["VV4".to_owned()],
        segments: Vec::new(),
        shares: Shares { income: 100.into(), overhead: 14.into(), housing: 40.into(), ..Shares::default() },
        granted: Amount::new(unit, 16_800),
        carried: Amount::new(unit, 1_166),
        spent: Amount::new(unit, 100),
        reserved: Amount::zero(unit),
        left: Amount::new(unit, left),
    }
}

fn rows() -> Vec<Row> {
    vec![
        row(1, Unit::Point, "10", "Bakker", 8),
        row(2, Unit::EuroCent, "101", "Vermeer", 16),
        row(3, Unit::EuroCent, "9", "Öztürk", 15_470),
        row(4, Unit::Minute, "3", "Aydın", 30),
    ]
}

fn rooms(selection: &Selection) -> Vec<String> {
    select(rows(), selection).into_iter().map(|row| row.room).collect()
}

#[test]
fn totals_never_mix_units() {
    let totals = totals(&rows());
    let seen: Vec<_> = totals.iter().map(|total| (total.unit, total.residents, total.left.minor())).collect();
    assert_eq!(seen, [(Unit::EuroCent, 2, 15_486), (Unit::Minute, 1, 30), (Unit::Point, 1, 8)]);
}

#[test]
fn sorting_keeps_units_together() {
    let by_left = Selection::default().sorted_by(Column::Left);
    assert_eq!(rooms(&by_left), ["101", "9", "3", "10"]);
    assert_eq!(rooms(&by_left.sorted_by(Column::Left)), ["9", "101", "3", "10"]);
}

#[test]
fn room_9_comes_before_room_101_and_names_sort_without_accents() {
    assert_eq!(rooms(&Selection::default()), ["9", "101", "3", "10"]);
    assert_eq!(rooms(&Selection::default().sorted_by(Column::Name)), ["9", "101", "3", "10"]);
}

#[test]
fn a_name_is_found_without_its_accents() {
    let search = |text: &str| Selection { search: text.to_owned(), ..Selection::default() };
    assert_eq!(rooms(&search("ozturk")), ["9"]);
    assert_eq!(rooms(&search("mevrouw verm")), ["101"]);
    assert!(rooms(&search("Jansen")).is_empty());
}

#[test]
fn an_address_says_what_was_chosen_and_is_read_back() {
    let selection = Selection {
        place: Where::Ward(WardId(Uuid::from_u128(7))),
        search: "van den Berg & zn".to_owned(),
        sort: Column::Left,
        descending: true,
        page: 2,
        ..Selection::default()
    };
    let address = selection.address("/office/residents");
    assert!(address.contains("q=van%20den%20Berg%20%26%20zn"), "{address}");
    let query = address.split_once('?').unwrap().1.replace("%20", " ").replace("%26", "＆");
    let parts: Vec<_> = query.split('&').map(|part| part.split_once('=').unwrap()).collect();
    let read = Selection::read(parts);
    assert_eq!(read.search.replace('＆', "&"), selection.search);
    assert_eq!((read.place, read.sort, read.descending, read.page), (selection.place, Column::Left, true, 2));
    assert_eq!(Selection { page: 1, ..Selection::default() }.address("/x"), "/x");
}

#[test]
fn nonsense_in_the_address_counts_as_not_asked() {
    let nonsense = [("where", "w.x"), ("sort", "shoe"), ("page", "-3"), ("open", "x"), ("what", "?")];
    assert_eq!(Selection::read(nonsense), Selection { page: 1, ..Selection::default() });
}

#[test]
fn values_in_addresses_are_encoded() {
    assert_eq!(address("/a", &[("q", "é+".to_owned()), ("x", String::new())]), "/a?q=%C3%A9%2B");
}

#[test]
fn figures_line_up_and_say_their_unit() {
    let (nl, en) = (Words::new(Language::Nl), Words::new(Language::En));
    assert_eq!(figure(nl, Amount::cents(546_000)), "5.460,00");
    assert_eq!(figure(en, Amount::cents(546_000)), "5,460.00");
    assert_eq!(figure(nl, Amount::minutes(1_280)), "1.280\u{a0}min");
    assert_eq!(figure(en, Amount::points(67)), "67\u{a0}pt");
    assert_eq!(euro_figure(nl, "764.4".parse().unwrap()), "764,40");
    assert_eq!(exact(nl, "17.94".parse().unwrap()), "€\u{a0}17,94");
    assert_eq!(exact(nl, "0.52163333333".parse().unwrap()), "€\u{a0}0,521633");
    assert_eq!(exact(en, 8.into()), "€8.00");
    assert_eq!(per_cent(nl, "0.14".parse().unwrap()), "14\u{a0}%");
}

#[test]
fn two_wards_of_the_same_name_are_told_apart() {
    let mut rows = rows();
    // Both by name, so that the ward is a column: all are called Tuinzijde, in three locations.
    for row in &mut rows {
        row.ward = WardId(Uuid::from_u128(row.room.parse().unwrap()));
    }
    let namesakes = residents::namesakes(&rows);
    let labels: Vec<_> = rows.iter().map(|row| residents::ward_label(row, &namesakes)).collect();
    assert_eq!(labels, ["point Tuinzijde", "euro_cent Tuinzijde", "euro_cent Tuinzijde", "minute Tuinzijde"]);
    for row in &mut rows {
        row.ward = WardId(Uuid::from_u128(1));
    }
    assert_eq!(residents::ward_label(&rows[0], &residents::namesakes(&rows)), "Tuinzijde");
}
