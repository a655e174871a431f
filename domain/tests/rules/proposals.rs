use super::orders::{Home, home};
use domain::access::{AuthorityKind, Grade};
use domain::amount::Amount;
use domain::catalogue::{Localized, PurseKind, Taken};
use domain::ids::OrderId;
use domain::order::LineState;
use domain::sync::{Noop, Operation, OperationKind, Outcome, Refusal, needs_nod};
use domain::testing::{self, always, between, carer, family, moment, resident};

const WALK: i64 = 1_795;

/// Els (1) may propose, Jan (2) may order, Bo (3) may look.
fn with_family(cents: i64, own: i64) -> Home {
    let mut home = home(cents, own);
    home.household.authorities = vec![
        testing::authority(1, Grade::Propose, AuthorityKind::Care, between("2026-01-01", "2026-11-25")),
        testing::authority(2, Grade::Order, AuthorityKind::Care, always()),
        testing::authority(3, Grade::View, AuthorityKind::Care, always()),
    ];
    home
}

/// A walk on Wednesday morning.
fn proposed(home: &mut Home) -> OrderId {
    let walk = home.line("W01", "2026-11-18T10:00", 1, PurseKind::Cup);
    home.order(family(1), vec![walk]).unwrap()[0].order
}

const fn yes(order: OrderId) -> OperationKind {
    OperationKind::AnswerProposal { order, yes: true }
}

const fn no(order: OrderId) -> OperationKind {
    OperationKind::AnswerProposal { order, yes: false }
}

fn left(home: &Home) -> i64 {
    home.household.cup_left().minor()
}

#[test]
fn a_proposal_holds_no_money_and_is_no_work_for_anyone() {
    let mut home = with_family(10_000, 0);
    let order = proposed(&mut home);
    assert_eq!((left(&home), home.household.orders.len()), (10_000, 0));
    assert!(home.household.next_after(moment("2026-11-16T08:00")).is_none());
    let proposal = home.household.proposal(order).unwrap();
    assert_eq!((&proposal.placed_by, proposal.lines[0].hold), (&family(1), None));
    assert!(proposal.waits(&home.catalogue, moment("2026-11-16T08:00")));
}

#[test]
fn a_nod_orders_what_was_proposed_in_the_name_of_who_nodded() {
    let mut home = with_family(10_000, 0);
    let order = proposed(&mut home);
    home.at = "2026-11-17T09:00";
    home.act(resident(), yes(order)).unwrap();
    let placed = home.household.order(order).unwrap();
    assert_eq!((&placed.placed_by, placed.placed_at), (&resident(), testing::now(home.at).at));
    assert_eq!(placed.lines[0].state, LineState::Requested);
    assert_eq!(left(&home), 10_000 - WALK);
    assert_eq!(home.act(resident(), yes(order)), Ok(Outcome::Noop(Noop::AlreadyDone)));
    assert_eq!(left(&home), 10_000 - WALK);
}

#[test]
fn a_no_ends_it_and_so_does_who_proposed_it() {
    for who in [resident(), family(1), family(2)] {
        let mut home = with_family(10_000, 0);
        let order = proposed(&mut home);
        home.act(who.clone(), no(order)).unwrap();
        assert_eq!(home.act(resident(), no(order)), Ok(Outcome::Noop(Noop::AlreadyDone)), "{}", who.name);
        let answered = Refusal::WrongState { state: LineState::Cancelled };
        assert_eq!(home.act(resident(), yes(order)), Err(answered));
        let before = home.household.proposal(order).unwrap().lines[0].before.as_ref();
        assert_eq!(before.unwrap().by, who);
        assert_eq!((left(&home), home.household.orders.len()), (10_000, 0));
    }
}

#[test]
fn what_was_said_yes_to_is_cancelled_as_an_order_and_not_by_a_no() {
    let mut home = with_family(10_000, 0);
    let order = proposed(&mut home);
    home.act(resident(), yes(order)).unwrap();
    let answered = Refusal::WrongState { state: LineState::Delivered };
    assert_eq!(home.act(family(1), no(order)), Err(answered));
    assert_eq!(home.act(family(1), OperationKind::CancelOrder { order }), Err(Refusal::NotAllowed));
    home.act(resident(), OperationKind::CancelOrder { order }).unwrap();
    assert_eq!(left(&home), 10_000);
}

#[test]
fn only_the_resident_and_who_decides_for_them_say_yes() {
    let mut home = with_family(10_000, 0);
    home.household.authorities.push(testing::authority(4, Grade::Propose, AuthorityKind::Care, always()));
    let order = proposed(&mut home);
    for nobody in [family(1), family(3), family(4), family(9), carer(1), testing::office()] {
        assert_eq!(home.act(nobody.clone(), yes(order)), Err(Refusal::NotAllowed), "{}", nobody.name);
    }
    for nobody in [family(3), family(4), family(9), carer(1), testing::office()] {
        assert_eq!(home.act(nobody.clone(), no(order)), Err(Refusal::NotAllowed), "{}", nobody.name);
    }
    home.act(family(2), yes(order)).unwrap();
    assert_eq!(home.household.order(order).unwrap().placed_by, family(2));
}

#[test]
fn who_may_order_is_not_asked() {
    let mut home = with_family(10_000, 0);
    let walk = home.line("W01", "2026-11-18T10:00", 1, PurseKind::Cup);
    home.order(family(2), vec![walk]).unwrap();
    assert_eq!((left(&home), home.household.proposals.len()), (10_000 - WALK, 0));
}

#[test]
fn who_may_look_proposes_nothing_and_who_proposes_care_proposes_no_spending() {
    let mut home = with_family(10_000, 5_000);
    let walk = home.line("W01", "2026-11-18T10:00", 1, PurseKind::Cup);
    assert_eq!(home.order(family(3), vec![walk.clone()]), Err(Refusal::NotAllowed));
    let own = home.line("E03", "2026-11-20T18:00", 1, PurseKind::Own);
    assert_eq!(home.order(family(1), vec![own]), Err(Refusal::NotAllowed));
    home.at = "2026-11-25T00:00";
    let late = home.line("W01", "2026-11-27T10:00", 1, PurseKind::Cup);
    assert_eq!(home.order(family(1), vec![late]), Err(Refusal::NotAllowed), "it has ended");
}

#[test]
fn an_order_of_which_a_part_is_only_proposed_is_proposed_as_a_whole() {
    let mut home = with_family(10_000, 5_000);
    home.household.authorities.push(testing::authority(1, Grade::Manage, AuthorityKind::Money, always()));
    let own = home.line("E03", "2026-11-20T18:00", 1, PurseKind::Own);
    let walk = home.line("W01", "2026-11-18T10:00", 1, PurseKind::Cup);
    let both = testing::operation(90, home.household.id, family(1), testing::place(90, vec![own.clone(), walk]));
    let money = testing::operation(91, home.household.id, family(1), testing::place(91, vec![own]));
    let asks = |operation: &Operation| needs_nod(operation, &home.household, testing::day("2026-11-16"));
    assert_eq!((asks(&both), asks(&money)), (true, false));
}

#[test]
fn what_cannot_be_ordered_cannot_be_proposed() {
    let mut home = with_family(WALK - 1, 0);
    let walk = home.line("W01", "2026-11-18T10:00", 1, PurseKind::Cup);
    assert!(matches!(home.order(family(1), vec![walk]), Err(Refusal::TooLittleLeft { .. })));
    let past = home.line("W01", "2026-11-15T10:00", 1, PurseKind::Cup);
    assert!(home.order(family(1), vec![past]).is_err());
    assert!(home.household.proposals.is_empty());
}

#[test]
fn a_nod_is_judged_by_the_money_of_that_moment() {
    let mut home = with_family(2 * WALK - 1, 0);
    let order = proposed(&mut home);
    let other = home.line("W01", "2026-11-18T14:00", 1, PurseKind::Cup);
    home.order(resident(), vec![other]).unwrap();
    assert!(matches!(home.act(resident(), yes(order)), Err(Refusal::TooLittleLeft { .. })));
    assert!(home.household.proposal(order).unwrap().waits(&home.catalogue, moment(home.at)), "it still waits");
}

#[test]
fn a_nod_costs_at_most_what_was_proposed() {
    let mut home = with_family(10_000, 0);
    let order = proposed(&mut home);
    let prices = |home: &mut Home, cents| {
        let walk = home.catalogue.items.iter_mut().find(|item| item.code == "W01").unwrap();
        walk.offers[0].prices.cents = cents;
    };
    prices(&mut home, WALK + 1);
    assert!(matches!(home.act(resident(), yes(order)), Err(Refusal::PriceRose { .. })));
    prices(&mut home, WALK - 100);
    home.act(resident(), yes(order)).unwrap();
    assert_eq!(left(&home), 10_000 - WALK + 100, "a price that fell is what it costs");
}

#[test]
fn a_proposal_lapses_when_its_moment_can_no_longer_be_ordered() {
    for (at, open) in [("2026-11-18T08:00", true), ("2026-11-18T08:01", false)] {
        let mut home = with_family(10_000, 0);
        let order = proposed(&mut home);
        home.at = at;
        assert_eq!(home.household.proposal(order).unwrap().waits(&home.catalogue, moment(at)), open, "{at}");
        assert_eq!(home.act(resident(), yes(order)).is_ok(), open, "{at}");
    }
}

#[test]
fn a_proposal_keeps_no_place_and_the_nod_needs_one() {
    let mut home = with_family(10_000, 0);
    let walk = home.catalogue.items.iter_mut().find(|item| item.code == "W01").unwrap();
    walk.offers[0].capacity = Some(1);
    let offer = walk.offers[0].id;
    let order = proposed(&mut home);
    home.places.0.push(Taken { offer, moment: moment("2026-11-18T10:00"), residents: 1 });
    assert!(matches!(home.act(resident(), yes(order)), Err(Refusal::Full { .. })));
}

#[test]
fn a_proposal_counts_in_no_limit_of_what_the_resident_orders() {
    let mut home = with_family(10_000, 0);
    let walk = home.catalogue.items.iter_mut().find(|item| item.code == "W01").unwrap();
    walk.conditions = vec![domain::catalogue::Condition {
        rule: domain::catalogue::Rule::MaxPerDay { count: 1 },
        label: Localized::default(),
        message: Localized::default(),
        alternative: None,
    }];
    let order = proposed(&mut home);
    let own = home.line("W01", "2026-11-18T14:00", 1, PurseKind::Cup);
    home.order(resident(), vec![own]).unwrap();
    assert!(matches!(home.act(resident(), yes(order)), Err(Refusal::TooManyOnOneDay { .. })));
}

#[test]
fn what_was_proposed_leaves_the_basket_of_who_proposed_it() {
    let mut home = with_family(10_000, 0);
    let walk = home.line("W01", "2026-11-18T10:00", 1, PurseKind::Cup);
    home.act(family(1), OperationKind::PutInBasket { lines: vec![walk.clone()] }).unwrap();
    home.order(family(1), vec![walk]).unwrap();
    assert!(home.household.basket(Some(testing::person_id(1))).is_empty());
}

#[test]
fn what_is_long_past_makes_room_for_new_proposals() {
    let mut home = with_family(10_000, 0);
    let order = proposed(&mut home);
    home.at = "2026-11-24T08:00";
    proposed_at(&mut home, "2026-11-25T10:00");
    assert!(home.household.proposal(order).is_some());
    home.household.authorities[0].valid = always();
    home.at = "2026-12-03T08:00";
    proposed_at(&mut home, "2026-12-04T10:00");
    assert!(home.household.proposal(order).is_none());
    for n in 0..37 {
        proposed_at(&mut home, if n % 2 == 0 { "2026-12-04T14:00" } else { "2026-12-08T10:00" });
    }
    let one_more = home.line("W01", "2026-12-09T10:00", 1, PurseKind::Cup);
    home.household.proposals.extend(home.household.proposals.first().cloned());
    assert!(matches!(home.order(family(1), vec![one_more]), Err(Refusal::TooManyLines { max: 40 })));
}

fn proposed_at(home: &mut Home, at: &str) {
    let walk = home.line("W01", at, 1, PurseKind::Cup);
    home.order(family(1), vec![walk]).unwrap();
}

#[test]
fn nobody_proposes_more_from_one_number() {
    let mut home = with_family(10_000, 0);
    let walk = home.line("W01", "2026-11-18T10:00", 1, PurseKind::Cup);
    let place = testing::place(70, vec![walk]);
    home.act(family(1), place.clone()).unwrap();
    assert_eq!(home.act(family(1), place.clone()), Ok(Outcome::Noop(Noop::AlreadyDone)));
    home.act(resident(), yes(testing::order_id(70))).unwrap();
    assert_eq!(home.act(family(1), place), Ok(Outcome::Noop(Noop::AlreadyDone)));
    let lines: Vec<Amount> = home.household.lines().map(|(_, line)| line.unit_price).collect();
    assert_eq!(lines, [Amount::cents(WALK)]);
}
