use super::{Case, Run};
use domain::amount::{Amount, Rounding, Unit};
use proptest::collection::vec;
use proptest::prelude::*;
use rust_decimal::Decimal;

pub fn any_unit() -> impl Strategy<Value = Unit> {
    prop_oneof![Just(Unit::EuroCent), Just(Unit::Minute), Just(Unit::Point)]
}

pub fn units_never_mix(run: &Run) -> Result<(), String> {
    run.check(&(any_unit(), any_unit(), any::<i64>(), any::<i64>()), |(left, right, a, b)| -> Case {
        let (one, other) = (Amount::new(left, a), Amount::new(right, b));
        if left == right {
            run.meet("same unit");
            prop_assert_eq!(one.plus(other).ok().map(Amount::minor), a.checked_add(b));
            prop_assert_eq!(one.minus(other).ok().map(Amount::minor), a.checked_sub(b));
            prop_assert_eq!(one.covers(other), a >= b);
        } else {
            run.meet("other unit");
            prop_assert!(one.plus(other).is_err() && one.minus(other).is_err() && !one.covers(other));
            prop_assert!(Amount::sum(left, [one, other]).is_err());
        }
        Ok(())
    })?;
    run.demand(&["same unit", "other unit"])
}

pub fn parts_add_up_to_the_whole(run: &Run) -> Result<(), String> {
    let weights = vec(prop_oneof![Just(0_u32), Just(1), 0..1_000_u32, any::<u32>()], 0..30);
    run.check(&(any_unit(), prop_oneof![-100_000..100_000_i64, any::<i64>()], weights), |(unit, whole, weights)| {
        let total: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
        let split = Amount::new(unit, whole).split(&weights);
        if total == 0 {
            prop_assert!(split.is_err());
            return Ok(());
        }
        let parts = split.map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(parts.len(), weights.len());
        prop_assert!(parts.iter().all(|part| part.unit() == unit));
        prop_assert_eq!(parts.iter().map(|part| i128::from(part.minor())).sum::<i128>(), i128::from(whole));
        for (part, weight) in parts.iter().zip(&weights) {
            let error = i128::from(part.minor()) * total - i128::from(whole) * i128::from(*weight);
            prop_assert!(error.abs() < total, "{part:?} is a whole cent or more from its exact share");
            prop_assert!(*weight > 0 || part.is_zero());
        }
        for ((one, weight), (other, other_weight)) in parts.iter().zip(&weights).zip(parts.iter().zip(&weights).skip(1))
        {
            prop_assert!(weight != other_weight || one.minor() >= other.minor(), "a tie goes to the earlier part");
        }
        run.meet(if parts.iter().all(|part| part == &parts[0]) { "even" } else { "uneven" });
        Ok(())
    })?;
    run.demand(&["uneven"])
}

pub fn rounding_goes_the_named_way_by_less_than_one(run: &Run) -> Result<(), String> {
    run.check(&(any_unit(), -1_000_000_000_i64..1_000_000_000, 0..8_u32), |(unit, number, scale)| -> Case {
        let value = Decimal::new(number, scale);
        let scaled = if unit == Unit::EuroCent { value * Decimal::ONE_HUNDRED } else { value };
        let rounded = |rounding| Amount::from_decimal(unit, value, rounding).map(Amount::minor).map(Decimal::from);
        let (down, up) = (rounded(Rounding::BudgetDown).unwrap(), rounded(Rounding::PriceUp).unwrap());
        prop_assert!(down <= scaled && scaled < down + Decimal::ONE, "{down} for {scaled}");
        prop_assert!(up >= scaled && scaled > up - Decimal::ONE, "{up} for {scaled}");
        let exact = Amount::from_decimal(unit, value, Rounding::BudgetDown).unwrap();
        prop_assert_eq!(Amount::from_decimal(unit, exact.to_decimal(), Rounding::PriceUp), Ok(exact));
        Ok(())
    })
}
