use super::{Case, Run};
use domain::catalogue::{Catalogue, Condition, CostBuildUp, EndReason, Localized, Obstacle, OfferEnd, Rule, StaffLine};
use domain::testing;
use proptest::collection::vec;
use proptest::prelude::*;
use rust_decimal::Decimal;

/// The build-up in whole numbers: cents and hundredths.
#[derive(Clone, Debug)]
struct Plan {
    /// Minutes, cents per minute, volunteer.
    staff: Vec<(u32, i64, bool)>,
    shared_by: u32,
    evening: Option<i64>,
    overhead: i64,
    materials: i64,
    purchase: i64,
    surcharge: i64,
    step: u32,
    point: i64,
}

fn plan() -> impl Strategy<Value = Plan> {
    (
        vec((0..400_u32, 1..200_i64, any::<bool>()), 0..5),
        1..40_u32,
        proptest::option::of(100..200_i64),
        0..40_i64,
        0..3_000_i64,
        0..5_000_i64,
        0..20_i64,
        prop_oneof![Just(1_u32), Just(3), Just(5), Just(10), Just(25)],
        50..500_i64,
    )
        .prop_map(|(staff, shared_by, evening, overhead, materials, purchase, surcharge, step, point)| Plan {
            staff,
            shared_by,
            evening,
            overhead,
            materials,
            purchase,
            surcharge,
            step,
            point,
        })
}

fn ceil(over: i128, under: i128) -> i128 {
    (over + under - 1) / under
}

pub fn a_price_is_its_cost_rounded_up_once(run: &Run) -> Result<(), String> {
    run.check(&plan(), |plan| -> Case {
        let hundredths = |value: i64| Decimal::new(value, 2);
        let build_up = CostBuildUp {
            staff: plan
                .staff
                .iter()
                .map(|(minutes, rate, volunteer)| StaffLine {
                    function: "GAST".to_owned(),
                    minutes: *minutes,
                    rate: hundredths(*rate),
                    volunteer: *volunteer,
                })
                .collect(),
            shared_by: plan.shared_by,
            evening_weekend: plan.evening.map(hundredths),
            overhead: hundredths(plan.overhead),
            materials: hundredths(plan.materials),
            purchase: hundredths(plan.purchase),
            surcharge: hundredths(plan.surcharge),
            round_to_cents: plan.step,
            point_value: hundredths(plan.point),
        };
        // The same in whole numbers: ten-thousandths of a cent for the whole group, one rounding up.
        let big = i128::from;
        let shared_by = i128::from(plan.shared_by);
        let staff: i128 = plan.staff.iter().map(|(minutes, rate, _)| i128::from(*minutes) * big(*rate)).sum();
        let for_all = staff * big(plan.evening.unwrap_or(100)) * big(100 + plan.overhead)
            + big(plan.materials + plan.purchase) * big(100 + plan.surcharge) * 100 * shared_by;
        let step = i128::from(plan.step);
        let cents = ceil(for_all, 10_000 * shared_by * step) * step;
        let paid: i128 = plan.staff.iter().filter(|line| !line.2).map(|line| i128::from(line.0)).sum();
        let minutes = ceil(paid, shared_by);
        let points = ceil(cents, big(plan.point));

        let prices = build_up.prices().map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(i128::from(prices.cents), cents);
        prop_assert_eq!(prices.minutes.map(i128::from), (minutes > 0).then_some(minutes));
        prop_assert_eq!(i128::from(prices.points), points);

        let steps = build_up.steps().unwrap();
        let sum = steps.staff + steps.overhead + steps.materials + steps.purchase + steps.surcharge + steps.rounding;
        prop_assert!((sum - steps.price.to_decimal()).abs() < Decimal::new(1, 20), "the steps lead to the price");
        prop_assert!(steps.rounding >= Decimal::ZERO && steps.rounding < hundredths(i64::from(plan.step)));
        run.meet(if plan.shared_by > 1 { "group" } else { "single" });
        Ok(())
    })?;
    run.demand(&["group"])
}

pub fn the_writing_that_began_last_counts(run: &Run) -> Result<(), String> {
    let walk = testing::de_linde().by_code("W01").unwrap().clone();
    run.check(&(vec(0..60_i64, 1..6), 0..70_i64), |(starts, today)| -> Case {
        let first = testing::day("2026-01-01");
        let mut starts = starts;
        starts.sort_unstable();
        starts.dedup();
        // Each writing costs what its first day says, so that the price tells which one it is.
        let writing = |start: &i64| {
            let mut item = walk.clone();
            item.valid.from = first.plus_days(*start);
            item.offers[0].prices.cents = 1_000 + start;
            item
        };
        let items = starts.iter().rev().map(writing).collect();
        let catalogue = Catalogue { items, ..Catalogue::default() }.on(first.plus_days(today));
        let begun = starts.iter().filter(|start| **start <= today).max();
        let expected = begun.or(starts.iter().min()).unwrap();
        prop_assert_eq!(catalogue.items.len(), 1);
        prop_assert_eq!(catalogue.items[0].offers[0].prices.cents, 1_000 + expected);
        run.meet(if begun.is_some() { "begun" } else { "to come" });
        Ok(())
    })?;
    run.demand(&["begun", "to come"])
}

pub fn only_offered_moments_outside_the_lead_time_can_be_chosen(run: &Run) -> Result<(), String> {
    let catalogue: Catalogue = testing::de_linde();
    let times = || vec((0..24_u16, 0..60_u16), 0..4);
    run.check(
        &(
            0..40_usize,
            0..60_u32,
            0..1440_u32,
            0..720_u32,
            vec(1..=7_u8, 0..7),
            times(),
            any::<prop::sample::Index>(),
            // Days before, a time of day, and whether that minute is now.
            proptest::option::of((0..3_u32, 0..24_u16, 0..60_u16, any::<bool>())),
            proptest::option::of(0..40_i64),
        ),
        |(index, days, minute, lead, weekdays, times, chosen, until, ends)| -> Case {
            let mut item = catalogue.items[index].clone();
            item.lead_time_hours = lead;
            item.valid = testing::between("2026-11-01", "2027-01-10");
            item.conditions.retain(|condition| !matches!(condition.rule, Rule::OrderUntil { .. }));
            let mut offer = item.offers[0].clone();
            offer.weekdays = domain::calendar::Weekdays::from_iso(weekdays.iter().copied());
            offer.times = times.iter().filter_map(|time| domain::calendar::TimeOfDay::new(time.0, time.1)).collect();
            let mut now = testing::later(testing::moment("2026-10-20T00:00"), days * 1440 + minute);
            if let Some((before, hour, minute, is_now)) = until {
                let time = domain::calendar::TimeOfDay::new(hour, minute).unwrap();
                let (label, message) = (Localized::default(), Localized::default());
                let rule = Rule::OrderUntil { days: before, time };
                item.conditions.push(Condition { rule, label, message, alternative: None });
                now.time = if is_now { time } else { now.time };
            }
            offer.ends = ends.map(|days| OfferEnd { last_day: now.day.plus_days(days), why: EndReason::Insurance });

            let offered = item.next_moments(&offer, now, 200);
            prop_assert!(offered.windows(2).all(|pair| pair[0] <= pair[1]), "earliest first");
            // Every minute that the offer names, five weeks ahead, is in the list or stopped by a rule.
            for ahead in 0..=35 {
                let day = now.day.plus_days(ahead);
                for time in &offer.times {
                    let moment = domain::calendar::Moment { day, time: *time };
                    let minutes = now.minutes_until(moment);
                    let may = item.valid.contains(day)
                        && minutes > 0
                        && ends.is_none_or(|last| ahead <= last)
                        && match until {
                            None => minutes >= i64::from(lead) * 60,
                            Some((before, hour, minute, _)) => {
                                let time = domain::calendar::TimeOfDay::new(hour, minute).unwrap();
                                now < domain::calendar::Moment { day: day.plus_days(-i64::from(before)), time }
                            }
                        }
                        && weekdays.contains(&day.weekday().number_from_monday());
                    prop_assert_eq!(item.check_moment(&offer, moment, now).is_ok(), may, "{} at {}", moment, now);
                    prop_assert_eq!(offered.contains(&moment), may);
                    run.meet(if may { "offered" } else { "not offered" });
                }
            }
            if !offered.is_empty() {
                let other = testing::later(*chosen.get(&offered), 1);
                let named = offer.times.contains(&other.time);
                prop_assert!(
                    named
                        || item.check_moment(&offer, other, now) == Err(Obstacle::NotOfferedThen)
                        || !item.valid.contains(other.day)
                        || offer.ends.is_some_and(|end| end.last_day < other.day)
                );
            }
            Ok(())
        },
    )?;
    run.demand(&["offered", "not offered"])
}
