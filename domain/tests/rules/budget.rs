use domain::amount::{Amount, Unit};
use domain::budget::{
    BudgetError, BudgetFacts, BudgetPolicy, Indication, Period, PeriodRule, Suspension, Tariff, carry_over, waterfall,
};
use domain::calendar::Validity;
use domain::testing::{self, always, between, day, policy};
use rust_decimal::Decimal;

fn tariffs() -> Vec<Tariff> {
    testing::tariffs().into_iter().map(|(tariff, _)| tariff).collect()
}

fn period() -> Period {
    testing::four_weeks().period_of(day("2026-11-16"))
}

fn facts(indications: &[(&str, Validity)]) -> BudgetFacts {
    let indications =
        indications.iter().map(|(profile, valid)| Indication { profile: (*profile).to_owned(), valid: *valid });
    BudgetFacts { stay: always(), indications: indications.collect(), suspensions: Vec::new() }
}

fn granted(facts: &BudgetFacts, policy: &BudgetPolicy, period: Period) -> Amount {
    waterfall(facts, &tariffs(), policy, period).unwrap().granted
}

#[test]
fn every_profile_leaves_free_what_the_table_says() {
    for (tariff, free) in testing::tariffs() {
        let facts = facts(&[(&tariff.profile, always())]);
        let waterfall = waterfall(&facts, &tariffs(), &policy(), period()).unwrap();
        assert_eq!(waterfall.segments[0].per_day.free, Decimal::new(free, 2), "{}", tariff.profile);
        assert_eq!(waterfall.granted, Amount::cents(28 * free), "{}", tariff.profile);
        let kept = waterfall.total.overhead
            + waterfall.total.housing
            + waterfall.total.treatment
            + waterfall.total.agreed_care
            + waterfall.total.hotel;
        assert_eq!(waterfall.total.income, kept + waterfall.total.free);
    }
}

#[test]
fn a_period_is_28_days_counted_from_the_anchor_in_both_directions() {
    let rule = testing::four_weeks();
    let anchored = rule.period_of(day("2025-12-29"));
    assert_eq!((anchored.start, anchored.end), (day("2025-12-29"), day("2026-01-26")));
    assert_eq!(rule.period_of(day("2026-01-25")), anchored);
    assert_eq!(rule.period_of(day("2025-12-28")).end, anchored.start);
    assert_eq!(anchored.last_day(), day("2026-01-25"));
    assert!(anchored.contains(day("2026-01-25")) && !anchored.contains(day("2026-01-26")));
    let february = PeriodRule::Month.period_of(day("2028-02-29"));
    assert_eq!((february.start, february.end, february.days()), (day("2028-02-01"), day("2028-03-01"), 29));
}

#[test]
fn who_moves_in_on_day_eleven_gets_eighteen_days() {
    let start = period().start;
    let late = BudgetFacts { stay: Validity { from: start.plus_days(10), until: None }, ..facts(&[("VV4", always())]) };
    let waterfall = waterfall(&late, &tariffs(), &policy(), period()).unwrap();
    assert_eq!(waterfall.granted, Amount::cents(18 * 600));
    assert_eq!(waterfall.days_without, 10);
}

#[test]
fn from_vv4_to_vv5_on_day_fifteen_counts_fourteen_days_of_each() {
    let change = period().start.plus_days(14);
    let facts = facts(&[
        ("VV4", Validity { from: day("2024-01-01"), until: Some(change) }),
        ("VV5", Validity { from: change, until: None }),
    ]);
    let waterfall = waterfall(&facts, &tariffs(), &policy(), period()).unwrap();
    assert_eq!(waterfall.granted, Amount::cents(14 * 600 + 14 * 850));
    let days: Vec<_> = waterfall.segments.iter().map(|part| (part.profile.as_str(), part.period.days())).collect();
    assert_eq!(days, [("VV4", 14), ("VV5", 14)]);
}

#[test]
fn hospital_days_count_only_where_the_home_says_so() {
    let mut facts = facts(&[("VV7", always())]);
    facts.suspensions = vec![Suspension { valid: between("2026-11-10", "2026-11-15") }];
    assert_eq!(granted(&facts, &policy(), period()), Amount::cents(23 * 1000));
    let generous = BudgetPolicy { accrues_while_away: true, ..policy() };
    assert_eq!(granted(&facts, &generous, period()), Amount::cents(28 * 1000));
    facts.suspensions = vec![Suspension { valid: Validity { from: day("2026-01-01"), until: None } }];
    assert_eq!(granted(&facts, &policy(), period()), Amount::cents(0));
}

#[test]
fn minutes_and_points_are_rounded_down_once_per_period() {
    let facts = facts(&[("VV4", always())]);
    let points = BudgetPolicy { unit: Unit::Point, unit_value: Decimal::new(250, 2), ..policy() };
    assert_eq!(granted(&facts, &points, period()), Amount::points(67), "168.00 ÷ 2.50 = 67.2");
    let minutes = BudgetPolicy { unit: Unit::Minute, unit_value: Decimal::new(60, 2), ..policy() };
    assert_eq!(granted(&facts, &minutes, period()), Amount::minutes(280));
    let worthless = BudgetPolicy { unit_value: Decimal::ZERO, ..points };
    assert_eq!(waterfall(&facts, &tariffs(), &worthless, period()), Err(BudgetError::WorthlessUnit));
}

#[test]
fn a_profile_that_costs_more_than_it_brings_leaves_nothing_but_no_debt() {
    let dear = Tariff { agreed_care: Decimal::new(900, 0), ..tariffs()[0].clone() };
    let waterfall = waterfall(&facts(&[("VV4", always())]), &[dear], &policy(), period()).unwrap();
    assert_eq!(waterfall.granted, Amount::cents(0));
}

#[test]
fn a_day_without_a_tariff_is_named() {
    let outdated = Tariff { valid: between("2020-01-01", "2026-11-20"), ..tariffs()[0].clone() };
    let error = waterfall(&facts(&[("VV4", always())]), &[outdated], &policy(), period()).unwrap_err();
    assert_eq!(error, BudgetError::NoTariff { profile: "VV4".to_owned(), day: day("2026-11-20") });
}

#[test]
fn at_most_a_tenth_of_the_grant_goes_on_and_the_rest_lapses() {
    let over = |granted, carried, left| {
        let cents = Amount::cents;
        let over = carry_over(cents(granted), cents(carried), cents(left), Decimal::new(10, 2)).unwrap();
        (over.carried.minor(), over.lapsed.minor())
    };
    assert_eq!(over(16_800, 0, 5_000), (1_680, 3_320));
    assert_eq!(over(16_800, 0, 1_166), (1_166, 0), "below a tenth everything goes on");
    assert_eq!(over(16_800, 0, 0), (0, 0));
    // What was carried once is spent first, so what is left of little is this period's own.
    assert_eq!(over(16_800, 1_166, 16), (16, 0));
    // Nothing was spent: the old part lapses and of the new a tenth goes on.
    assert_eq!(over(16_800, 1_166, 17_966), (1_680, 16_286));
    assert_eq!(over(1_005, 0, 1_005), (100, 905), "a tenth is rounded down");
}
