use super::amounts::any_unit;
use super::{Case, Run};
use domain::amount::{Amount, Unit};
use domain::budget::{
    BudgetFacts, BudgetPolicy, Indication, Period, PeriodRule, Shares, Suspension, Tariff, carry_over, waterfall,
};
use domain::calendar::{Day, Validity};
use domain::testing;
use proptest::collection::vec;
use proptest::prelude::*;
use rust_decimal::Decimal;

/// A resident's dated facts as day numbers from 1 October, and money in cents.
#[derive(Clone, Debug)]
struct World {
    stay: (i64, Option<i64>),
    /// The days on which the profile changes, and to which.
    changes: Vec<(i64, usize)>,
    away: Vec<(i64, i64)>,
    /// For each of three profiles: income, overhead share in hundredths, the four kept amounts.
    tariffs: Vec<(i64, i64, [i64; 4])>,
    /// From this day on all incomes are this many cents higher.
    raise: (i64, i64),
    period: Period,
    accrues_while_away: bool,
    unit: Unit,
    unit_value: i64,
}

fn start() -> Day {
    testing::day("2026-10-01")
}

fn world() -> impl Strategy<Value = World> {
    let tariff = (15_000..45_000_i64, 0..30_i64, [2_000..6_000_i64, 0..8_000, 5_000..25_000, 2_000..6_000]);
    let period = prop_oneof![Just(testing::four_weeks()), Just(PeriodRule::Month)];
    (
        (-30..70_i64, proptest::option::of(0..80_i64)),
        vec((-20..60_i64, 0..3_usize), 1..4),
        vec((0..60_i64, 0..12_i64), 0..3),
        vec(tariff, 3),
        (0..60_i64, 0..1_000_i64),
        (period, 0..50_i64),
        (any::<bool>(), any_unit(), 20..400_i64),
    )
        .prop_map(|(stay, changes, away, tariffs, raise, (rule, day), (accrues_while_away, unit, unit_value))| {
            World {
                stay: (stay.0, stay.1.map(|length| stay.0 + length)),
                changes,
                away: away.into_iter().map(|(from, length)| (from, from + length)).collect(),
                tariffs,
                raise,
                period: rule.period_of(start().plus_days(day)),
                accrues_while_away,
                unit,
                unit_value: if unit == Unit::EuroCent { 100 } else { unit_value },
            }
        })
}

impl World {
    fn facts(&self) -> BudgetFacts {
        let on = |number: i64| start().plus_days(number);
        let mut changes = self.changes.clone();
        changes.sort_by_key(|(day, _)| *day);
        changes.dedup_by_key(|(day, _)| *day);
        let ends = changes.iter().skip(1).map(|(day, _)| Some(on(*day))).chain([None]);
        let indications = changes.iter().zip(ends).map(|((from, profile), until)| Indication {
            profile: format!("P{profile}"),
            valid: Validity { from: on(*from), until },
        });
        BudgetFacts {
            stay: Validity { from: on(self.stay.0), until: self.stay.1.map(on) },
            indications: indications.collect(),
            suspensions: self
                .away
                .iter()
                .map(|(from, until)| Suspension { valid: Validity { from: on(*from), until: Some(on(*until)) } })
                .collect(),
        }
    }

    fn tariffs(&self) -> Vec<Tariff> {
        let raise = start().plus_days(self.raise.0);
        let euros = |cents: i64| Decimal::new(cents, 2);
        let dated = |valid: Validity, extra: i64| {
            self.tariffs.iter().enumerate().map(move |(index, (income, overhead, kept))| Tariff {
                profile: format!("P{index}"),
                valid,
                income: euros(income + extra),
                overhead: euros(*overhead),
                housing: euros(kept[0]),
                treatment: euros(kept[1]),
                agreed_care: euros(kept[2]),
                hotel: euros(kept[3]),
            })
        };
        let before = Validity { from: testing::day("2020-01-01"), until: Some(raise) };
        let after = Validity { from: raise, until: None };
        dated(before, 0).chain(dated(after, self.raise.1)).collect()
    }

    fn policy(&self) -> BudgetPolicy {
        BudgetPolicy {
            unit: self.unit,
            period: PeriodRule::Month,
            unit_value: Decimal::new(self.unit_value, 2),
            carry_over: Decimal::new(10, 2),
            accrues_while_away: self.accrues_while_away,
        }
    }

    /// What one day leaves free, in hundredths of a cent; `None` without a budget.
    fn free_on(&self, day: Day) -> Option<i64> {
        let number = start().days_until(day);
        let inside = self.stay.0 <= number && self.stay.1.is_none_or(|until| number < until);
        let away = self.away.iter().any(|(from, until)| *from <= number && number < *until);
        if !inside || (away && !self.accrues_while_away) {
            return None;
        }
        let mut changes: Vec<_> = self.changes.clone();
        changes.sort_by_key(|(from, _)| *from);
        changes.dedup_by_key(|(from, _)| *from);
        let (_, profile) = changes.into_iter().rev().find(|(from, _)| *from <= number)?;
        let (income, overhead, kept) = self.tariffs[profile];
        let income = income + if number >= self.raise.0 { self.raise.1 } else { 0 };
        Some((income * 100 - income * overhead - kept.iter().sum::<i64>() * 100).max(0))
    }

    fn granted(&self) -> Result<domain::budget::Waterfall, TestCaseError> {
        waterfall(&self.facts(), &self.tariffs(), &self.policy(), self.period)
            .map_err(|error| TestCaseError::fail(error.to_string()))
    }
}

fn kept(shares: &Shares) -> Decimal {
    shares.overhead + shares.housing + shares.treatment + shares.agreed_care + shares.hotel
}

pub fn a_budget_is_the_sum_of_its_days(run: &Run) -> Result<(), String> {
    run.check(&world(), |world| -> Case {
        let days: Vec<_> = (0..world.period.days()).map(|offset| world.period.start.plus_days(offset)).collect();
        let free: i64 = days.iter().filter_map(|day| world.free_on(*day)).sum();
        let without = days.iter().filter(|day| world.free_on(**day).is_none()).count();
        let waterfall = world.granted()?;
        prop_assert_eq!(waterfall.total.free, Decimal::new(free, 4));
        // Hundredths of a cent to cents, or to minutes and points by what one stands for.
        let one = if world.unit == Unit::EuroCent { 100 } else { world.unit_value * 100 };
        prop_assert_eq!(waterfall.granted, Amount::new(world.unit, free / one));
        prop_assert!(!waterfall.granted.is_negative());
        prop_assert_eq!(waterfall.days_without, i64::try_from(without).unwrap());
        let counted: i64 = waterfall.segments.iter().map(|segment| segment.period.days()).sum();
        prop_assert_eq!(counted + waterfall.days_without, world.period.days());
        for pair in waterfall.segments.windows(2) {
            prop_assert!(pair[0].period.end <= pair[1].period.start);
            run.meet("change inside the period");
        }
        for segment in &waterfall.segments {
            let shares = &segment.per_day;
            prop_assert!(shares.free >= Decimal::ZERO);
            prop_assert!(shares.free.is_zero() || kept(shares) + shares.free == shares.income, "no cent disappears");
        }
        run.meet(if without > 0 { "days without" } else { "every day" });
        Ok(())
    })?;
    run.demand(&["change inside the period", "days without", "every day"])
}

pub fn cutting_a_period_in_two_changes_nothing(run: &Run) -> Result<(), String> {
    run.check(&(world(), any::<prop::sample::Index>()), |(world, cut)| -> Case {
        let whole = world.granted()?;
        let days = usize::try_from(world.period.days()).unwrap();
        let middle = world.period.start.plus_days(i64::try_from(cut.index(days + 1)).unwrap());
        let first = World { period: Period { end: middle, ..world.period }, ..world.clone() }.granted()?;
        let second = World { period: Period { start: middle, ..world.period }, ..world.clone() }.granted()?;
        for share in [
            |shares: &Shares| shares.free,
            |shares: &Shares| shares.income,
            |shares: &Shares| shares.overhead,
            |shares: &Shares| shares.agreed_care,
        ] {
            prop_assert_eq!(share(&first.total) + share(&second.total), share(&whole.total));
        }
        let lost = whole.granted.minor() - first.granted.minor() - second.granted.minor();
        prop_assert!((0..=1).contains(&lost), "rounding each part loses at most one");
        prop_assert_eq!(first.days_without + second.days_without, whole.days_without);
        Ok(())
    })
}

pub fn more_days_or_income_never_give_less(run: &Run) -> Result<(), String> {
    run.check(&(world(), 0..10_i64, 0..2_000_i64), |(world, days, cents)| -> Case {
        let before = world.granted()?.granted.minor();
        let earlier = World { stay: (world.stay.0 - days, world.stay.1), ..world.clone() };
        let at_home = World { away: Vec::new(), ..world.clone() };
        let richer = World { raise: (world.raise.0, world.raise.1 + cents), ..world.clone() };
        for better in [earlier, at_home, richer] {
            let after = better.granted()?.granted.minor();
            prop_assert!(after >= before, "{after} is less than {before}");
            run.meet(if after > before { "more" } else { "the same" });
        }
        Ok(())
    })?;
    run.demand(&["more"])
}

pub fn carry_over_spends_the_oldest_first(run: &Run) -> Result<(), String> {
    let case = (any_unit(), 0..40_000_i64, 0..4_000_i64, any::<prop::sample::Index>(), 0..=30_i64);
    run.check(&case, |(unit, granted, carried_in, left, share)| -> Case {
        let left = i64::try_from(left.index(usize::try_from(granted + carried_in + 1).unwrap())).unwrap();
        // Spend one by one, the oldest first.
        let (mut old, mut new) = (carried_in, granted);
        for _ in 0..granted + carried_in - left {
            if old > 0 { old -= 1 } else { new -= 1 }
        }
        let expected = new.min(granted * share / 100);
        let amount = |minor| Amount::new(unit, minor);
        let over = carry_over(amount(granted), amount(carried_in), amount(left), Decimal::new(share, 2)).unwrap();
        prop_assert_eq!(over.carried, amount(expected), "of {} left, {} of them old", left, old);
        prop_assert_eq!(over.carried.plus(over.lapsed), Ok(amount(left)), "nothing disappears");
        prop_assert!(!over.carried.is_negative() && !over.lapsed.is_negative());
        run.meet(if old > 0 { "old left" } else { "old spent" });
        run.meet(if expected < new { "above the limit" } else { "below the limit" });
        Ok(())
    })?;
    run.demand(&["old left", "old spent", "above the limit", "below the limit"])
}
