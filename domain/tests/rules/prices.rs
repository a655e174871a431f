use domain::amount::{Amount, AmountError, Unit};
use domain::catalogue::{CostBuildUp, CostError, PurseKind, StaffLine};
use domain::testing::{self, DE_LINDE};
use rust_decimal::Decimal;

#[test]
fn all_forty_items_cost_what_is_printed_in_cents_minutes_and_points() {
    assert_eq!(DE_LINDE.len(), 40);
    for printed in DE_LINDE {
        let prices = printed.build_up().prices().unwrap();
        assert_eq!((prices.cents, prices.minutes, prices.points), printed.price, "{} {}", printed.code, printed.nl);
    }
}

#[test]
fn the_museum_is_opened_step_by_step() {
    // Four hours of an activity worker for three, a ticket and something to drink.
    let catalogue = testing::de_linde();
    let steps = catalogue.by_code("W04").unwrap().offers[0].cost.steps().unwrap();
    let euros = |cents| Decimal::new(cents, 2);
    assert_eq!(steps.staff, euros(5280));
    assert_eq!(steps.overhead, euros(792));
    assert_eq!(steps.materials + steps.purchase, euros(2100));
    assert_eq!(steps.surcharge, euros(105));
    assert_eq!(steps.rounding, euros(3));
    assert_eq!(steps.price, Amount::cents(8280));
}

#[test]
fn a_share_that_does_not_end_does_not_cost_a_cent_more() {
    // 488.72 ÷ 36 × 1.35 + 20.10 × 1.13 is exactly 41.04, though 488.72 ÷ 36 never ends.
    let build_up = CostBuildUp {
        staff: vec![StaffLine {
            function: "GAST".to_owned(),
            minutes: 1,
            rate: Decimal::new(48_872, 2),
            volunteer: false,
        }],
        shared_by: 36,
        evening_weekend: None,
        overhead: Decimal::new(35, 2),
        materials: Decimal::new(2_010, 2),
        purchase: Decimal::ZERO,
        surcharge: Decimal::new(13, 2),
        round_to_cents: 1,
        point_value: Decimal::TWO,
    };
    assert_eq!(build_up.steps().unwrap().price, Amount::cents(4_104));
    assert_eq!(build_up.steps().unwrap().rounding, Decimal::ZERO);
}

#[test]
fn a_build_up_that_makes_no_sense_says_so() {
    let sound = testing::de_linde().items[0].offers[0].cost.clone();
    assert_eq!(CostBuildUp { shared_by: 0, ..sound.clone() }.steps(), Err(CostError::SharedByNobody));
    assert_eq!(CostBuildUp { round_to_cents: 0, ..sound.clone() }.steps(), Err(CostError::NoRoundingStep));
    assert_eq!(CostBuildUp { point_value: Decimal::ZERO, ..sound }.prices(), Err(CostError::WorthlessPoint));
}

#[test]
fn own_money_is_always_euros_and_nobody_sells_a_newspaper_for_minutes() {
    let catalogue = testing::de_linde();
    let newspaper = catalogue.by_code("H04").unwrap();
    let price = |purse, unit| newspaper.price(&newspaper.offers[0], purse, unit);
    assert_eq!(price(PurseKind::Cup, Unit::Minute), None);
    assert_eq!(price(PurseKind::Own, Unit::Minute), Some(Amount::cents(2310)));
    assert_eq!(price(PurseKind::Cup, Unit::Point), Some(Amount::points(10)));
}

#[test]
fn amounts_too_large_to_count_are_refused() {
    let most = Amount::cents(i64::MAX);
    assert_eq!(most.plus(Amount::cents(1)), Err(AmountError::TooLarge));
    assert_eq!(Amount::cents(i64::MIN).minus(Amount::cents(1)), Err(AmountError::TooLarge));
    assert_eq!(most.times(2), Err(AmountError::TooLarge));
    assert_eq!(Amount::cents(5).split(&[]), Err(AmountError::NoParts));
    assert_eq!(Amount::cents(5).split(&[0, 0]), Err(AmountError::NoParts));
}

#[test]
fn ten_euros_for_three_is_split_to_the_cent() {
    let parts = |weights: &[u32]| -> Vec<i64> {
        Amount::cents(1000).split(weights).unwrap().into_iter().map(Amount::minor).collect()
    };
    assert_eq!(parts(&[1, 1, 1]), [334, 333, 333]);
    assert_eq!(parts(&[2, 0, 1]), [667, 0, 333]);
}
