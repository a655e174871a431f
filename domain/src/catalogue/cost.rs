//! The price, opened: minutes × function rate, evening and weekend, overhead, materials, purchase, surcharge, rounding.

use super::Prices;
use crate::amount::{Amount, AmountError, Rounding, Unit};
use crate::mutant::{Mutant, is_on};
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};

/// Minutes of one function, before they are shared by the group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffLine {
    /// `GAST`, `HELP`, `VIG`, `AB`, `PAR`, `TD`, `CHAUF` or `VR`.
    pub function: String,
    pub minutes: u32,
    /// Euro per productive minute.
    pub rate: Decimal,
    /// Volunteers cost a little and are not paid minutes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub volunteer: bool,
}

/// Everything that makes the price of one item by one provider. Euros and shares, exact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostBuildUp {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub staff: Vec<StaffLine>,
    /// The number of residents who share the staff, at least 1.
    pub shared_by: u32,
    /// The factor for evenings, Sundays and public holidays, such as 1.30.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evening_weekend: Option<Decimal>,
    /// Overhead on staff, such as 0.15.
    pub overhead: Decimal,
    /// Materials per person.
    pub materials: Decimal,
    /// Purchase per person from an outside provider.
    pub purchase: Decimal,
    /// Surcharge on materials and purchase, such as 0.05.
    pub surcharge: Decimal,
    /// Prices are rounded up to this many cents.
    pub round_to_cents: u32,
    /// What one point stands for in euros.
    pub point_value: Decimal,
}

/// The price step by step, in euros. The steps before `rounding` are exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceSteps {
    pub staff: Decimal,
    pub overhead: Decimal,
    pub materials: Decimal,
    pub purchase: Decimal,
    pub surcharge: Decimal,
    /// What rounding up added.
    pub rounding: Decimal,
    pub price: Amount,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CostError {
    #[error("staff must be shared by at least one resident")]
    SharedByNobody,
    #[error("prices must be rounded to at least one cent")]
    NoRoundingStep,
    #[error("one point must stand for more than nothing")]
    WorthlessPoint,
    #[error(transparent)]
    Amount(#[from] AmountError),
}

impl CostBuildUp {
    /// The price in euros and every step that leads to it.
    pub fn steps(&self) -> Result<PriceSteps, CostError> {
        let shared_by = if is_on(Mutant::GroupNotDivided) { 1 } else { self.shared_by };
        if shared_by == 0 {
            return Err(CostError::SharedByNobody);
        }
        if self.round_to_cents == 0 {
            return Err(CostError::NoRoundingStep);
        }
        let minutes_cost: Decimal = self.staff.iter().map(|line| Decimal::from(line.minutes) * line.rate).sum();
        let staff = minutes_cost * self.evening_weekend.unwrap_or(Decimal::ONE) / Decimal::from(shared_by);
        let overhead = staff * self.overhead;
        let surcharge = (self.materials + self.purchase) * self.surcharge;
        // One division, the last: what a share that does not end loses in its last decimal may not cost the next cents.
        let step = Decimal::new(i64::from(self.round_to_cents), 2);
        let for_all = minutes_cost * self.evening_weekend.unwrap_or(Decimal::ONE) * (Decimal::ONE + self.overhead)
            + (self.materials + self.purchase + surcharge) * Decimal::from(shared_by);
        let strategy = if is_on(Mutant::PriceRoundsDown) {
            RoundingStrategy::ToNegativeInfinity
        } else {
            RoundingStrategy::ToPositiveInfinity
        };
        let steps = (for_all / (step * Decimal::from(shared_by))).round_dp_with_strategy(0, strategy);
        let price = Amount::from_decimal(Unit::EuroCent, steps * step, Rounding::PriceUp)?;
        Ok(PriceSteps {
            staff,
            overhead,
            materials: self.materials,
            purchase: self.purchase,
            surcharge,
            rounding: price.to_decimal() - for_all / Decimal::from(shared_by),
            price,
        })
    }

    /// Paid minutes per resident, rounded up; `None` when nobody is paid by the minute.
    pub fn paid_minutes(&self) -> Result<Option<i64>, CostError> {
        if self.shared_by == 0 {
            return Err(CostError::SharedByNobody);
        }
        let paid: u64 = self
            .staff
            .iter()
            .filter(|line| !line.volunteer || is_on(Mutant::VolunteersCountAsPaid))
            .map(|line| u64::from(line.minutes))
            .sum();
        let minutes = i64::try_from(paid.div_ceil(u64::from(self.shared_by))).map_err(|_| AmountError::TooLarge)?;
        Ok((minutes > 0).then_some(minutes))
    }

    /// The price in every unit.
    pub fn prices(&self) -> Result<Prices, CostError> {
        if self.point_value <= Decimal::ZERO {
            return Err(CostError::WorthlessPoint);
        }
        let price = self.steps()?.price;
        let points = (price.to_decimal() / self.point_value)
            .round_dp_with_strategy(0, RoundingStrategy::ToPositiveInfinity)
            .to_i64()
            .ok_or(AmountError::TooLarge)?;
        Ok(Prices { cents: price.minor(), minutes: self.paid_minutes()?, points })
    }
}
