//! Where the cup comes from: indication × daily tariff × days, minus overhead, housing, treatment, agreed care and
//! hotel costs. Everything is dated and pro rata by day, so any past day can be recomputed.

use crate::amount::{Amount, AmountError, Rounding, Unit};
use crate::calendar::{Day, Validity};
use crate::mutant::{Mutant, is_on};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// From `start` up to, not including, `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub start: Day,
    pub end: Day,
}

impl Period {
    #[must_use]
    pub fn days(&self) -> i64 {
        self.start.days_until(self.end)
    }

    #[must_use]
    pub fn contains(&self, day: Day) -> bool {
        self.start <= day && day < self.end
    }

    /// The last day that belongs to the period.
    #[must_use]
    pub fn last_day(&self) -> Day {
        self.end.plus_days(-1)
    }
}

/// How a location divides time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PeriodRule {
    /// Blocks of 28 days counted from `anchor`, in both directions.
    FourWeeks {
        anchor: Day,
    },
    Month,
}

impl PeriodRule {
    #[must_use]
    pub fn period_of(&self, day: Day) -> Period {
        match self {
            Self::FourWeeks { anchor } => {
                let start = day.plus_days(-anchor.days_until(day).rem_euclid(28));
                Period { start, end: start.plus_days(28) }
            }
            Self::Month => Period { start: day.first_of_month(), end: day.first_of_next_month() },
        }
    }
}

/// A care profile such as `VV4`, from and until a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indication {
    pub profile: String,
    pub valid: Validity,
}

/// What the house receives and what it keeps for one profile. Euro per day; `overhead` is a share of the tariff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tariff {
    pub profile: String,
    pub valid: Validity,
    pub income: Decimal,
    pub overhead: Decimal,
    pub housing: Decimal,
    pub treatment: Decimal,
    pub agreed_care: Decimal,
    pub hotel: Decimal,
}

/// Days away, for a hospital stay or leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    pub valid: Validity,
}

/// Euros of a period (or of one day), by where they go. `free` is what is left for the cup.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shares {
    pub income: Decimal,
    pub overhead: Decimal,
    pub housing: Decimal,
    pub treatment: Decimal,
    pub agreed_care: Decimal,
    pub hotel: Decimal,
    pub free: Decimal,
}

impl Shares {
    fn of_one_day(tariff: &Tariff) -> Self {
        let overhead = tariff.income * tariff.overhead;
        let kept = overhead + tariff.housing + tariff.treatment + tariff.agreed_care + tariff.hotel;
        Self {
            income: tariff.income,
            overhead,
            housing: tariff.housing,
            treatment: tariff.treatment,
            agreed_care: tariff.agreed_care,
            hotel: tariff.hotel,
            free: (tariff.income - kept).max(Decimal::ZERO),
        }
    }

    fn times(&self, days: i64) -> Self {
        let days = Decimal::from(days);
        Self {
            income: self.income * days,
            overhead: self.overhead * days,
            housing: self.housing * days,
            treatment: self.treatment * days,
            agreed_care: self.agreed_care * days,
            hotel: self.hotel * days,
            free: self.free * days,
        }
    }

    fn plus(&self, other: &Self) -> Self {
        Self {
            income: self.income + other.income,
            overhead: self.overhead + other.overhead,
            housing: self.housing + other.housing,
            treatment: self.treatment + other.treatment,
            agreed_care: self.agreed_care + other.agreed_care,
            hotel: self.hotel + other.hotel,
            free: self.free + other.free,
        }
    }
}

/// Days of one profile at one tariff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    pub period: Period,
    pub profile: String,
    pub per_day: Shares,
}

/// The waterfall of one resident and one period, explained step by step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waterfall {
    pub period: Period,
    pub segments: Vec<Segment>,
    /// Days in the period without a budget: before moving in, after leaving, or suspended by policy.
    pub days_without: i64,
    pub total: Shares,
    /// The free share in the location's unit: what is granted for the period.
    pub granted: Amount,
}

/// The house's own choices about budgets, per location. What part is free to choose is policy, never law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetPolicy {
    pub unit: Unit,
    pub period: PeriodRule,
    /// What one minute or one point stands for in euros; 1 in a location that counts euros.
    pub unit_value: Decimal,
    /// The largest part of a period's grant that may be carried over, such as 0.10.
    pub carry_over: Decimal,
    /// Whether the budget goes on during a hospital stay or leave.
    pub accrues_while_away: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BudgetError {
    #[error("there is no tariff for profile {profile} on {day}")]
    NoTariff { profile: String, day: Day },
    #[error("one minute or point must stand for more than nothing")]
    WorthlessUnit,
    #[error(transparent)]
    Amount(#[from] AmountError),
}

/// The dated facts about one resident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetFacts {
    pub stay: Validity,
    pub indications: Vec<Indication>,
    pub suspensions: Vec<Suspension>,
}

/// The waterfall for `period`, day by day, gathered into segments of equal profile and tariff.
pub fn waterfall(
    facts: &BudgetFacts,
    tariffs: &[Tariff],
    policy: &BudgetPolicy,
    period: Period,
) -> Result<Waterfall, BudgetError> {
    if policy.unit_value <= Decimal::ZERO {
        return Err(BudgetError::WorthlessUnit);
    }
    let mut segments: Vec<Segment> = Vec::new();
    let mut days_without = 0;
    for offset in 0..period.days() {
        let day = period.start.plus_days(offset);
        let Some(indication) = indication_on(facts, policy, day) else {
            days_without += 1;
            continue;
        };
        let per_day = tariffs
            .iter()
            .find(|tariff| tariff.profile == indication.profile && tariff.valid.contains(day))
            .map(Shares::of_one_day)
            .ok_or_else(|| BudgetError::NoTariff { profile: indication.profile.clone(), day })?;
        match segments.last_mut() {
            Some(last) if last.period.end == day && last.profile == indication.profile && last.per_day == per_day => {
                last.period.end = day.plus_days(1);
            }
            _ => segments.push(Segment {
                period: Period { start: day, end: day.plus_days(1) },
                profile: indication.profile.clone(),
                per_day,
            }),
        }
    }
    let extra = i64::from(is_on(Mutant::LastDayCountsTwice));
    let total = segments
        .iter()
        .fold(Shares::default(), |total, segment| total.plus(&segment.per_day.times(segment.period.days() + extra)));
    let granted = Amount::from_decimal(policy.unit, total.free / policy.unit_value, Rounding::BudgetDown)?;
    Ok(Waterfall { period, segments, days_without, total, granted })
}

fn indication_on<'a>(facts: &'a BudgetFacts, policy: &BudgetPolicy, day: Day) -> Option<&'a Indication> {
    let away =
        facts.suspensions.iter().any(|suspension| suspension.valid.contains(day)) && !is_on(Mutant::AwayDaysCount);
    if !facts.stay.contains(day) || (away && !policy.accrues_while_away) {
        return None;
    }
    facts.indications.iter().find(|indication| indication.valid.contains(day))
}

/// What moves to the next period and what lapses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CarryOver {
    pub carried: Amount,
    pub lapsed: Amount,
}

/// At the end of a period: what was already carried once is spent first and lapses when unspent; of this period's own
/// grant at most `share` goes on. `left` counts reserved money as gone.
pub fn carry_over(granted: Amount, carried_in: Amount, left: Amount, share: Decimal) -> Result<CarryOver, AmountError> {
    let available = granted.plus(carried_in)?;
    let used = available.minus(left)?;
    let carried_unused = Amount::new(left.unit(), carried_in.minus(used)?.minor().max(0));
    let own_left = left.minus(carried_unused)?;
    let grant = if is_on(Mutant::CarryOverTwice) { available } else { granted };
    let limit = if is_on(Mutant::CarryOverUnlimited) {
        left
    } else {
        Amount::from_decimal(granted.unit(), grant.to_decimal() * share, Rounding::BudgetDown)?
    };
    let carried = Amount::new(left.unit(), own_left.minor().min(limit.minor()).max(0));
    Ok(CarryOver { carried, lapsed: left.minus(carried)? })
}
