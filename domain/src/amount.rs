//! Whole amounts in one of three units. Units never mix and nothing here can overflow silently.

use crate::mutant::{Mutant, is_on};
use crate::sorting::sort_by_key;
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};

/// What a budget is counted in. A location has exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    EuroCent,
    Minute,
    Point,
}

impl Unit {
    /// The name stored in databases and files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::EuroCent => "euro_cent",
            Self::Minute => "minute",
            Self::Point => "point",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::EuroCent, Self::Minute, Self::Point].into_iter().find(|unit| unit.code() == code)
    }
}

/// A whole number of euro cents, minutes or points; negative only as a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Amount {
    unit: Unit,
    minor: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    #[error("amounts in {left:?} and {right:?} cannot be combined")]
    UnitsDiffer { left: Unit, right: Unit },
    #[error("the amount is too large to count")]
    TooLarge,
    #[error("an amount cannot be split over no parts")]
    NoParts,
}

/// The named roundings. Each is used at exactly one edge to the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// A budget never grows by rounding.
    BudgetDown,
    /// A price always covers its cost.
    PriceUp,
}

impl Amount {
    #[must_use]
    pub const fn new(unit: Unit, minor: i64) -> Self {
        Self { unit, minor }
    }

    #[must_use]
    pub const fn cents(minor: i64) -> Self {
        Self::new(Unit::EuroCent, minor)
    }

    #[must_use]
    pub const fn minutes(minor: i64) -> Self {
        Self::new(Unit::Minute, minor)
    }

    #[must_use]
    pub const fn points(minor: i64) -> Self {
        Self::new(Unit::Point, minor)
    }

    #[must_use]
    pub const fn zero(unit: Unit) -> Self {
        Self::new(unit, 0)
    }

    #[must_use]
    pub const fn unit(self) -> Unit {
        self.unit
    }

    /// The count in the smallest unit: cents, minutes or points.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.minor
    }

    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.minor < 0
    }

    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    fn same_unit(self, other: Self) -> Result<(), AmountError> {
        if self.unit == other.unit || is_on(Mutant::UnitsMix) {
            Ok(())
        } else {
            Err(AmountError::UnitsDiffer { left: self.unit, right: other.unit })
        }
    }

    pub fn plus(self, other: Self) -> Result<Self, AmountError> {
        self.same_unit(other)?;
        let minor = self.minor.checked_add(other.minor).ok_or(AmountError::TooLarge)?;
        Ok(Self { minor, ..self })
    }

    pub fn minus(self, other: Self) -> Result<Self, AmountError> {
        self.same_unit(other)?;
        let minor = self.minor.checked_sub(other.minor).ok_or(AmountError::TooLarge)?;
        Ok(Self { minor, ..self })
    }

    pub fn times(self, count: u32) -> Result<Self, AmountError> {
        let minor = self.minor.checked_mul(i64::from(count)).ok_or(AmountError::TooLarge)?;
        Ok(Self { minor, ..self })
    }

    /// `self ≥ other`; different units are never enough.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.unit == other.unit && self.minor >= other.minor
    }

    /// The sum of amounts in `unit`.
    pub fn sum(unit: Unit, amounts: impl IntoIterator<Item = Self>) -> Result<Self, AmountError> {
        amounts.into_iter().try_fold(Self::zero(unit), Self::plus)
    }

    /// From euros (as `12.30`), minutes or points, rounded once by the named rule.
    pub fn from_decimal(unit: Unit, value: Decimal, rounding: Rounding) -> Result<Self, AmountError> {
        let strategy = match rounding {
            Rounding::BudgetDown => RoundingStrategy::ToNegativeInfinity,
            Rounding::PriceUp => RoundingStrategy::ToPositiveInfinity,
        };
        let scale = if unit == Unit::EuroCent { Decimal::ONE_HUNDRED } else { Decimal::ONE };
        let minor = value
            .checked_mul(scale)
            .and_then(|scaled| scaled.round_dp_with_strategy(0, strategy).to_i64())
            .ok_or(AmountError::TooLarge)?;
        Ok(Self { unit, minor })
    }

    /// Euros with two decimals, or whole minutes or points.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        match self.unit {
            Unit::EuroCent => Decimal::new(self.minor, 2),
            Unit::Minute | Unit::Point => Decimal::from(self.minor),
        }
    }

    /// Parts in proportion to `weights` that add up to exactly `self`, by largest remainder; ties go to the earlier part.
    pub fn split(self, weights: &[u32]) -> Result<Vec<Self>, AmountError> {
        let total: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
        if total == 0 {
            return Err(AmountError::NoParts);
        }
        let total = i128::from(total);
        let whole = i128::from(self.minor);
        let mut parts: Vec<(i128, i128)> = weights
            .iter()
            .map(|weight| {
                let share = whole * i128::from(*weight);
                (share.div_euclid(total), share.rem_euclid(total))
            })
            .collect();
        let given: i128 = parts.iter().map(|(share, _)| share).sum();
        let mut order: Vec<usize> = (0..parts.len()).collect();
        sort_by_key(&mut order, |index| std::cmp::Reverse(parts.get(*index).map_or(0, |(_, remainder)| *remainder)));
        let mut left = if is_on(Mutant::SplitLosesRemainder) { 0 } else { whole - given };
        for index in order {
            if left == 0 {
                break;
            }
            if let Some((share, _)) = parts.get_mut(index) {
                *share += 1;
                left -= 1;
            }
        }
        parts
            .into_iter()
            .map(|(share, _)| {
                i64::try_from(share).map(|minor| Self { minor, ..self }).map_err(|_| AmountError::TooLarge)
            })
            .collect()
    }
}
