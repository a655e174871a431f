use domain::calendar::{Day, Moment, TimeOfDay, Validity, Weekdays};
use domain::testing::{day, moment};

#[test]
fn only_full_dates_are_read() {
    for wrong in [
        "",
        "2026",
        "2026-1-1",
        "2026-13-01",
        "2026-02-29",
        "2026-00-10",
        "2026-04-31",
        "26-04-30",
        "2026/04/30",
        "2026-04-30 ",
        " 2026-04-30",
        "2026-04-30-01",
        "+026-04-30",
        "-026-04-30",
        "2026-+4-30",
        "２０２６-04-30",
    ] {
        assert!(wrong.parse::<Day>().is_err(), "{wrong:?}");
    }
    assert_eq!("2028-02-29".parse::<Day>().unwrap().to_string(), "2028-02-29");
}

#[test]
fn only_full_times_are_read() {
    for wrong in ["", "9:00", "09:0", "24:00", "12:60", "+9:00", "09:+5", "-1:00", "09:00:00", "09.00", " 9:00"] {
        assert!(wrong.parse::<TimeOfDay>().is_err(), "{wrong:?}");
    }
    assert_eq!("00:00".parse::<TimeOfDay>().unwrap(), TimeOfDay::MIDNIGHT);
    assert_eq!("23:59".parse::<TimeOfDay>().unwrap().to_string(), "23:59");
}

#[test]
fn only_full_moments_are_read() {
    for wrong in ["2026-11-21", "2026-11-21 14:30", "2026-11-21T14:30:00", "2026-11-21T", "T14:30", "2026-11-21t14:30"]
    {
        assert!(wrong.parse::<Moment>().is_err(), "{wrong:?}");
    }
    let saturday = moment("2026-11-21T14:30");
    assert_eq!(serde_json::to_string(&saturday).unwrap(), "\"2026-11-21T14:30\"");
    assert!(serde_json::from_str::<Moment>("\"2026-11-21\"").is_err());
    assert!(serde_json::from_str::<Day>("20261121").is_err());
}

#[test]
fn minutes_run_over_midnight_and_backwards() {
    let late = moment("2026-12-31T23:50");
    let early = moment("2027-01-01T00:10");
    assert_eq!(late.minutes_until(early), 20);
    assert_eq!(early.minutes_until(late), -20);
}

#[test]
fn a_validity_includes_its_first_day_and_not_its_end() {
    let valid = Validity { from: day("2026-11-01"), until: Some(day("2026-12-01")) };
    let inside = |text| valid.contains(day(text));
    assert_eq!(
        [inside("2026-10-31"), inside("2026-11-01"), inside("2026-11-30"), inside("2026-12-01")],
        [false, true, true, false]
    );
    assert!(Validity { until: None, ..valid }.contains(day("2999-01-01")));
}

#[test]
fn weekdays_are_iso_numbers_in_order() {
    let days = Weekdays::from_iso([7, 2, 2, 9, 0, 1]);
    assert_eq!(days.iso(), [1, 2, 7]);
    assert!(days.contains(day("2026-11-16")), "a Monday");
    assert!(days.contains(day("2026-11-22")), "a Sunday");
    assert!(!days.contains(day("2026-11-21")), "a Saturday");
}

#[test]
fn a_month_ends_where_the_next_begins() {
    assert_eq!(day("2026-12-31").first_of_next_month(), day("2027-01-01"));
    assert_eq!(day("2028-01-31").first_of_next_month(), day("2028-02-01"));
    assert_eq!(day("2026-11-16").plus_days(-16), day("2026-10-31"));
}
