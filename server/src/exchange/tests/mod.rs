//! What the import promises, on De Linde and on copies of it with a mistake.

mod mistakes;
mod photos;
mod privacy;
mod writing;

use super::Source;
use super::home::{Home, KnownRows, ReadAt, Reading, read};
use crate::clock::{Clock, DEFAULT_TIME_ZONE};
use domain::amount::Unit;
use domain::calendar::Timestamp;
use domain::catalogue::{Obstacle, Rule};
use std::collections::BTreeSet;

/// A Saturday afternoon, the 20th day of the period.
fn clock() -> Clock {
    clock_at("2026-11-21T14:30")
}

fn clock_at(moment: &str) -> Clock {
    let clock = Clock::settable(DEFAULT_TIME_ZONE, Timestamp(0)).unwrap();
    clock.set(clock.instant(moment.parse().unwrap()));
    clock
}

fn reading(source: &Source, clock: &Clock) -> Reading {
    let (known, photos) = (KnownRows::new(), BTreeSet::new());
    let anchor = clock.now().local.day;
    read(source, &ReadAt { clock, anchor, known: &known, pictograms: Some(&pictograms()), photos: &photos })
}

fn pictograms() -> BTreeSet<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../public/pictograms");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter_map(|name| name.strip_suffix(".svg").map(str::to_owned)).collect()
}

fn lines(reading: &Reading) -> Vec<String> {
    reading.problems.iter().map(ToString::to_string).collect()
}

fn de_linde() -> Home {
    let reading = reading(&Source::de_linde(), &clock());
    assert_eq!(lines(&reading), [""; 0]);
    reading.home.unwrap()
}

/// De Linde with one text replaced in one file.
fn with(file: &str, from: &str, to: &str) -> Source {
    let mut source = Source::de_linde();
    let text = std::str::from_utf8(source.file(file).unwrap()).unwrap().to_owned();
    assert!(text.contains(from), "{file} has no {from}");
    source.insert(file, text.replacen(from, to, 1));
    source
}

#[test]
fn de_linde_has_no_problems() {
    let home = de_linde();
    assert_eq!((home.locations.len(), home.households.len(), home.people.len()), (3, 60, 92));
}

#[test]
fn all_forty_prices_come_out_of_their_parts() {
    let home = de_linde();
    for location in &home.locations {
        let items = &location.catalogue.items;
        for item in items {
            for offer in &item.offers {
                assert_eq!(offer.cost.prices().unwrap(), offer.prices, "{}", item.code);
                assert!(offer.prices.in_unit(location.policy.unit).is_some(), "{}", item.code);
            }
        }
        // What nobody is paid for by the minute is not for sale where minutes are counted.
        let expected = if location.policy.unit == Unit::Minute { 35 } else { 40 };
        assert_eq!(items.len(), expected, "{}", location.code);
    }
}

#[test]
fn demo_days_and_hours_all_work() {
    for moment in [
        "2026-11-02T00:01", // the first minute of a period of four weeks
        "2026-11-10T07:55",
        "2026-11-29T23:59", // the last minute
        "2026-12-01T09:00", // the first day of a month
        "2026-12-06T23:30",
        "2027-01-01T12:00",
        "2027-03-28T02:30", // an hour that does not exist
    ] {
        assert_eq!(lines(&reading(&Source::de_linde(), &clock_at(moment))), [""; 0], "{moment}");
    }
}

#[test]
fn a_byte_order_mark_and_other_line_ends_are_read() {
    let mut source = Source::de_linde();
    let text = std::str::from_utf8(source.file("wards.csv").unwrap()).unwrap().replace('\n', "\r\n");
    source.insert("wards.csv", format!("\u{feff}{text}"));
    assert_eq!(lines(&reading(&source, &clock())), [""; 0]);
}

#[test]
fn two_homes_never_share_a_number() {
    let other = with("home.csv", "de-linde,", "de-beuk,");
    let other = reading(&other, &clock()).home.unwrap();
    let numbers: BTreeSet<_> = de_linde().households.iter().map(|household| household.id).collect();
    assert!(other.households.iter().all(|household| !numbers.contains(&household.id)));
}

#[test]
fn breakfast_in_bed_is_chosen_before_noon_the_day_before() {
    let home = de_linde();
    let breakfast = home.locations[0].catalogue.by_code("E01").unwrap();
    let offer = breakfast.first_offer().unwrap();
    let sunday = "2026-11-29T08:30".parse().unwrap();
    let check = |now: &str| breakfast.check_moment(offer, sunday, now.parse().unwrap());
    assert_eq!(check("2026-11-28T11:59"), Ok(()));
    for late in ["2026-11-28T12:00", "2026-11-28T12:01"] {
        assert_eq!(check(late), Err(Obstacle::TooLate { lead_time_hours: 21 }), "{late}");
    }
}

#[test]
fn only_what_is_meant_to_block_can_block() {
    let home = de_linde();
    let by_code = |code: &str| home.locations[0].catalogue.by_code(code).unwrap();
    assert!(by_code("W02").conditions.iter().any(|condition| condition.rule.can_block()));
    let bus = by_code("W08");
    assert!(bus.conditions.iter().all(|condition| condition.rule == Rule::Information), "{:?}", bus.conditions);
    assert!(by_code("W01").is_free_with_family());
    assert_eq!((by_code("E03").max_per_day(), by_code("V02").max_per_week()), (Some(2), Some(3)));
}
