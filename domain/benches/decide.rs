//! How long the rules take: `cargo bench -p domain`.
//!
//! Each line is the median of many batches, and how many times the one above it in its group it takes. A few dozen
//! lines of our own: the known libraries bring a command line and plots, and none of them gives ratios back.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::as_conversions,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    reason = "a benchmark reads the clock and prints rough figures"
)]

use domain::amount::{Amount, Unit};
use domain::budget::{BudgetFacts, Indication, Suspension, waterfall};
use domain::calendar::Validity;
use domain::catalogue::{Catalogue, Language, Places, PurseKind};
use domain::household::Household;
use domain::ledger::Books;
use domain::order::BasketLine;
use domain::search;
use domain::sync::{Facts, LineRef, Operation, OperationKind, Outcome, Replica, decide};
use domain::testing::{self, day, now};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// The median time of one call.
fn time<T>(mut work: impl FnMut() -> T) -> Duration {
    let start = Instant::now();
    let mut calls = 0_u32;
    while start.elapsed() < Duration::from_millis(50) {
        black_box(work());
        calls += 1;
    }
    let batch = (calls / 20).max(1);
    let mut batches: Vec<Duration> = (0..41)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..batch {
                black_box(work());
            }
            start.elapsed() / batch
        })
        .collect();
    batches.sort_unstable();
    batches[batches.len() / 2]
}

fn print(group: &str, rows: &[(&str, Duration)]) {
    println!("{group}");
    let first = rows.first().map_or(1.0, |(_, time)| time.as_nanos() as f64);
    for (name, time) in rows {
        println!("  {name:<44} {:>10.1} µs {:>8.2}×", time.as_nanos() as f64 / 1000.0, time.as_nanos() as f64 / first);
    }
    println!();
}

fn lines(catalogue: &Catalogue, from: u64, count: u64, ahead: i64) -> Vec<BasketLine> {
    ["W01", "A07", "E03", "V03", "A08"]
        .into_iter()
        .cycle()
        .zip(0..count)
        .map(|(code, n)| {
            let item = catalogue.by_code(code).expect("an item of the demo home");
            let start = testing::later(now("2026-11-16T08:00").local, 1440 * u32::try_from(ahead).expect("days"));
            let moment = item.next_moments(&item.offers[0], start, 1)[0];
            testing::choice(from + n, catalogue, code, moment, 1, PurseKind::Cup, Unit::EuroCent)
        })
        .collect()
}

fn order(catalogue: &Catalogue, household: &Household, n: u64, count: u64) -> Operation {
    let ahead = i64::try_from(n % 25).expect("a day");
    let kind = testing::place(n, lines(catalogue, n * 100, count, ahead));
    testing::operation(n, household.id, testing::resident(), kind)
}

fn act(household: &mut Household, catalogue: &Catalogue, operation: &Operation) -> bool {
    let facts = Facts { household, catalogue, places: Places::NONE, now: now("2026-11-16T08:00") };
    match decide(operation, &facts) {
        Ok(Outcome::Apply(effects)) => household.apply(&effects).is_ok(),
        _ => false,
    }
}

/// A resident with this many orders of three lines, half of them accepted.
fn with_orders(catalogue: &Catalogue, n: u64, orders: u64) -> Household {
    let mut household = testing::household_with_cents(n, 100_000_000, 0, 0);
    for index in 1..=orders {
        let operation = order(catalogue, &household, n * 1000 + index, 3);
        assert!(act(&mut household, catalogue, &operation), "an order that fits");
        let placed = household.orders.last().expect("the order").clone();
        for line in placed.lines.iter().filter(|_| index % 2 == 0) {
            let target = LineRef { order: placed.id, line: line.id };
            let accept = testing::operation(
                n * 100_000 + index * 10,
                household.id,
                testing::carer(1),
                OperationKind::AcceptLine { target },
            );
            assert!(act(&mut household, catalogue, &accept), "a line that was requested");
        }
    }
    household
}

fn main() {
    let catalogue = {
        let mut catalogue = testing::de_linde();
        // The limits per day are not what is measured.
        catalogue.items.iter_mut().for_each(|item| item.conditions.clear());
        catalogue
    };

    let mut rows = Vec::new();
    for (name, orders) in [("no orders before", 0), ("20 orders before", 20), ("200 orders before", 200)] {
        let household = with_orders(&catalogue, 1, orders);
        let operation = order(&catalogue, &household, 9_000, 5);
        let facts =
            Facts { household: &household, catalogue: &catalogue, places: Places::NONE, now: now("2026-11-16T08:00") };
        assert!(matches!(decide(&operation, &facts), Ok(Outcome::Apply(_))));
        rows.push((name, time(|| decide(&operation, &facts))));
    }
    print("decide: an order of five lines", &rows);

    let households: Vec<_> = (1..=10).map(|n| with_orders(&catalogue, n, 20)).collect();
    let poor = Household { books: Books::open(Unit::EuroCent), ..households[0].clone() };
    let operation = order(&catalogue, &poor, 9_001, 5);
    let facts = Facts { household: &poor, catalogue: &catalogue, places: Places::NONE, now: now("2026-11-16T08:00") };
    let accept = {
        let placed = &households[0].orders[0];
        let target = LineRef { order: placed.id, line: placed.lines[0].id };
        testing::operation(9_002, households[0].id, testing::carer(1), OperationKind::AcceptLine { target })
    };
    let rich =
        Facts { household: &households[0], catalogue: &catalogue, places: Places::NONE, now: now("2026-11-16T08:00") };
    print(
        "decide: other answers, 20 orders before",
        &[
            ("a line accepted", time(|| decide(&accept, &rich))),
            ("an order refused, with alternatives", time(|| decide(&operation, &facts))),
        ],
    );

    let mut rows = Vec::new();
    for (name, pending) in [("nothing pending", 0), ("10 operations pending", 10), ("50 operations pending", 50)] {
        let snapshot = testing::snapshot(catalogue.clone(), households.clone(), now("2026-11-16T08:00"));
        let mut replica = Replica::new(snapshot);
        for n in 0..pending {
            let household = &households[usize::try_from(n % 10).expect("a place")];
            replica.record(order(&catalogue, household, 20_000 + n, 3)).expect("an order that fits");
        }
        rows.push((name, time(|| replica.view())));
        if pending == 50 {
            let operation = order(&catalogue, &households[0], 30_000, 3);
            rows.push(("predict one more", time(|| replica.predict(&operation))));
        }
    }
    print("view: 10 households with 20 orders", &rows);

    let tariffs: Vec<_> = testing::tariffs().into_iter().map(|(tariff, _)| tariff).collect();
    let profile = |name: &str, from: &str, until: Option<&str>| Indication {
        profile: name.to_owned(),
        valid: Validity { from: day(from), until: until.map(day) },
    };
    let plain = BudgetFacts {
        stay: testing::always(),
        indications: vec![profile("VV4", "2024-01-01", None)],
        suspensions: Vec::new(),
    };
    let busy = BudgetFacts {
        indications: vec![profile("VV4", "2024-01-01", Some("2026-11-16")), profile("VV5", "2026-11-16", None)],
        suspensions: vec![Suspension { valid: testing::between("2026-11-20", "2026-11-23") }],
        ..plain.clone()
    };
    let period = testing::four_weeks().period_of(day("2026-11-16"));
    let granted = |facts: &BudgetFacts| waterfall(facts, &tariffs, &testing::policy(), period).expect("a budget");
    print(
        "waterfall: 28 days",
        &[
            ("one profile", time(|| granted(&plain))),
            ("a new profile and a hospital stay", time(|| granted(&busy))),
            ("split over eight", time(|| Amount::cents(10_001).split(&[1; 8]))),
        ],
    );

    let find = |query: &'static str| time(|| search::find(&catalogue, query, Language::Nl));
    print(
        "search: forty items",
        &[
            ("voeten", find("voeten")),
            ("two letters: wa", find("wa")),
            ("two words, a slip: glas wijm", find("glas wijm")),
        ],
    );
}
