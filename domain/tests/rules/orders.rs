use domain::access::{Actor, AuthorityKind, Grade};
use domain::amount::{Amount, Unit};
use domain::calendar::TimeOfDay;
use domain::catalogue::{
    Catalogue, Clearance, Condition, EndReason, Localized, OfferEnd, Places, PurseKind, Rule, Taken,
};
use domain::exception::SettleHow;
use domain::household::Household;
use domain::order::{BasketLine, DeclineReason, LineState};
use domain::sync::{Facts, Instead, LineRef, Noop, OperationKind, Outcome, Refusal, decide, instead_of};
use domain::testing::{self, always, between, carer, family, moment, now, resident};

pub struct Home {
    pub catalogue: Catalogue,
    pub household: Household,
    pub places: Places,
    pub at: &'static str,
    pub count: u64,
}

pub fn home(cents: i64, own: i64) -> Home {
    Home {
        catalogue: testing::de_linde(),
        household: testing::household_with_cents(1, cents, 0, own),
        places: Places::default(),
        at: "2026-11-16T08:00",
        count: 0,
    }
}

impl Home {
    pub fn act(&mut self, who: Actor, kind: OperationKind) -> Result<Outcome, Refusal> {
        self.count += 1;
        let operation = testing::operation(self.count, self.household.id, who, kind);
        let facts =
            Facts { household: &self.household, catalogue: &self.catalogue, places: &self.places, now: now(self.at) };
        let outcome = decide(&operation, &facts)?;
        if let Outcome::Apply(effects) = &outcome {
            self.household.apply(effects).unwrap();
        }
        Ok(outcome)
    }

    pub fn line(&mut self, code: &str, at: &str, quantity: u32, purse: PurseKind) -> BasketLine {
        self.count += 1;
        testing::choice(self.count, &self.catalogue, code, moment(at), quantity, purse, Unit::EuroCent)
    }

    pub fn order(&mut self, who: Actor, lines: Vec<BasketLine>) -> Result<Vec<LineRef>, Refusal> {
        self.count += 1;
        let order = testing::order_id(self.count);
        let targets = lines.iter().map(|line| LineRef { order, line: line.line }).collect();
        self.act(who, testing::place(self.count, lines)).map(|_| targets)
    }

    fn one(&mut self, code: &str, at: &str, quantity: u32) -> LineRef {
        let line = self.line(code, at, quantity, PurseKind::Cup);
        self.order(resident(), vec![line]).unwrap()[0]
    }

    fn state(&self, target: LineRef) -> LineState {
        self.household.order_line(target.order, target.line).unwrap().state
    }

    fn left(&self) -> i64 {
        self.household.cup_left().minor()
    }
}

const WALK: i64 = 1_795;

#[test]
fn an_order_reserves_and_delivery_charges() {
    let mut home = home(10_000, 0);
    let walk = home.one("W01", "2026-11-17T10:00", 2);
    assert_eq!((home.left(), home.household.cup_reserved().minor()), (10_000 - 2 * WALK, 2 * WALK));
    home.act(carer(1), OperationKind::AcceptLine { target: walk }).unwrap();
    home.act(carer(1), OperationKind::DeliverLine { target: walk, quantity: Some(1) }).unwrap();
    assert_eq!(home.state(walk), LineState::PartlyDelivered);
    assert_eq!((home.left(), home.household.cup_reserved().minor()), (10_000 - WALK, 0));
}

#[test]
fn the_second_tablet_that_delivers_hears_that_it_was_done() {
    let mut home = home(10_000, 0);
    let walk = home.one("W01", "2026-11-17T10:00", 1);
    home.act(carer(1), OperationKind::AcceptLine { target: walk }).unwrap();
    home.act(carer(1), OperationKind::DeliverLine { target: walk, quantity: None }).unwrap();
    let again = home.act(carer(2), OperationKind::DeliverLine { target: walk, quantity: None });
    assert_eq!(again, Ok(Outcome::Noop(Noop::AlreadyDone)));
    assert_eq!(home.left(), 10_000 - WALK);
}

#[test]
fn what_nobody_accepted_is_not_delivered() {
    let mut home = home(10_000, 0);
    let walk = home.one("W01", "2026-11-17T10:00", 1);
    let refused = home.act(carer(1), OperationKind::DeliverLine { target: walk, quantity: None });
    assert_eq!(refused, Err(Refusal::WrongState { state: LineState::Requested }));
}

#[test]
fn cancelling_is_free_until_the_ward_accepts_and_then_a_question() {
    let mut home = home(10_000, 0);
    let first = home.one("W01", "2026-11-17T10:00", 1);
    let second = home.one("W01", "2026-11-18T10:00", 1);
    home.act(resident(), OperationKind::CancelLine { target: first }).unwrap();
    assert_eq!((home.state(first), home.left()), (LineState::Cancelled, 10_000 - WALK));
    home.act(carer(1), OperationKind::AcceptLine { target: second }).unwrap();
    home.act(resident(), OperationKind::CancelLine { target: second }).unwrap();
    assert_eq!((home.state(second), home.left()), (LineState::Accepted, 10_000 - WALK));
    assert!(home.household.order_line(second.order, second.line).unwrap().cancel_asked);
    home.act(carer(1), OperationKind::CancelLine { target: second }).unwrap();
    assert_eq!((home.state(second), home.left()), (LineState::Cancelled, 10_000));
}

#[test]
fn the_hairdresser_is_free_until_24_hours_before_and_not_a_minute_later() {
    for (at, charged) in
        [("2026-11-19T09:00", None), ("2026-11-19T09:01", Some(2_820)), ("2026-11-20T09:30", Some(2_820))]
    {
        let mut home = home(10_000, 0);
        let hair = home.one("V06", "2026-11-20T09:00", 1);
        home.act(carer(1), OperationKind::AcceptLine { target: hair }).unwrap();
        home.at = at;
        home.act(carer(1), OperationKind::CancelLine { target: hair }).unwrap();
        let line = home.household.order_line(hair.order, hair.line).unwrap();
        assert_eq!(line.charged.map(Amount::minor), charged, "{at}");
        assert_eq!(home.left(), 10_000 - charged.unwrap_or(0), "{at}");
    }
}

#[test]
fn a_no_show_pays_for_the_hairdresser_and_not_for_the_walk() {
    for (code, at, paid) in [("V06", "2026-11-20T09:00", 2_820), ("W01", "2026-11-20T10:00", 0)] {
        let mut home = home(10_000, 0);
        let line = home.one(code, at, 1);
        home.act(carer(1), OperationKind::AcceptLine { target: line }).unwrap();
        home.act(carer(1), OperationKind::NoShowLine { target: line }).unwrap();
        assert_eq!((home.state(line), home.left()), (LineState::NoShow, 10_000 - paid), "{code}");
    }
}

/// Closed while a tablet without a network recorded that it was delivered: the exception is number 500.
fn delivered_all_the_same(home: &mut Home, target: LineRef) -> domain::ids::OpId {
    let kind = OperationKind::DeliverLine { target, quantity: None };
    let mut fact = testing::operation(500, home.household.id, carer(2), kind);
    let device = domain::ids::DeviceId(testing::number(0x0e, 1));
    fact.stamp = Some(domain::sync::DeviceStamp { device, epoch: 1, sequence: 1 });
    let facts =
        Facts { household: &home.household, catalogue: &home.catalogue, places: &home.places, now: now(home.at) };
    let Outcome::Apply(effects) = decide(&fact, &facts).unwrap() else { panic!("it is a fact") };
    home.household.apply(&effects).unwrap();
    fact.op_id
}

const fn charge(op: domain::ids::OpId) -> OperationKind {
    OperationKind::SettleException { op, how: SettleHow::Charge }
}

#[test]
fn what_was_paid_for_not_showing_up_is_not_paid_again_when_it_turns_out_to_be_delivered() {
    for (code, at, price) in [("V06", "2026-11-20T09:00", 2_820), ("W01", "2026-11-17T10:00", WALK)] {
        let mut home = home(10_000, 0);
        let line = home.one(code, at, 1);
        home.act(carer(1), OperationKind::AcceptLine { target: line }).unwrap();
        home.act(carer(1), OperationKind::NoShowLine { target: line }).unwrap();
        let not_shown = home.count;
        let op = delivered_all_the_same(&mut home, line);
        home.act(carer(1), charge(op)).unwrap();
        assert_eq!(home.left(), 10_000 - price, "{code} is paid for once");
        let undo = OperationKind::UndoLine { target: line, of: testing::op_id(not_shown) };
        assert_eq!(home.act(carer(1), undo), Err(Refusal::NothingToUndo), "and cannot be delivered once more");
        assert_eq!(home.act(carer(1), charge(op)), Ok(Outcome::Noop(Noop::AlreadyDone)));
    }
}

#[test]
fn what_was_taken_back_since_is_charged_from_its_own_reservation() {
    let mut home = home(2 * WALK, 0);
    let walk = home.one("W01", "2026-11-17T10:00", 1);
    home.act(carer(1), OperationKind::AcceptLine { target: walk }).unwrap();
    home.act(carer(1), OperationKind::NoShowLine { target: walk }).unwrap();
    let undo = OperationKind::UndoLine { target: walk, of: testing::op_id(home.count) };
    let op = delivered_all_the_same(&mut home, walk);
    home.act(carer(1), undo).unwrap();
    home.act(carer(1), charge(op)).unwrap();
    assert_eq!((home.state(walk), home.left()), (LineState::Delivered, WALK));
    assert_eq!(home.household.cup_reserved().minor(), 0);
}

#[test]
fn cancelling_an_order_skips_what_the_ward_declined() {
    let mut home = home(10_000, 0);
    let first = home.line("W01", "2026-11-17T10:00", 1, PurseKind::Cup);
    let second = home.line("W01", "2026-11-18T10:00", 1, PurseKind::Cup);
    let targets = home.order(resident(), vec![first, second]).unwrap();
    let decline = OperationKind::DeclineLine {
        target: targets[0],
        reason: DeclineReason::NoStaff,
        other_moment: None,
        other_item: None,
        note: String::new(),
    };
    home.act(carer(1), decline).unwrap();
    home.act(resident(), OperationKind::CancelOrder { order: targets[0].order }).unwrap();
    assert_eq!((home.state(targets[0]), home.state(targets[1])), (LineState::Declined, LineState::Cancelled));
    assert_eq!(home.left(), 10_000);
}

#[test]
fn only_the_wards_own_step_is_taken_back_and_a_question_outlives_it() {
    let mut home = home(10_000, 0);
    let walk = home.one("W01", "2026-11-17T10:00", 1);
    home.act(carer(1), OperationKind::AcceptLine { target: walk }).unwrap();
    let accept = testing::op_id(home.count);
    home.act(resident(), OperationKind::CancelLine { target: walk }).unwrap();
    home.act(carer(2), OperationKind::UndoLine { target: walk, of: accept }).unwrap();
    assert_eq!(home.state(walk), LineState::Requested);
    assert!(home.household.order_line(walk.order, walk.line).unwrap().cancel_asked, "the question still stands");

    home.act(resident(), OperationKind::CancelLine { target: walk }).unwrap();
    let cancel = testing::op_id(home.count);
    let undo = home.act(carer(1), OperationKind::UndoLine { target: walk, of: cancel });
    assert_eq!(undo, Err(Refusal::NothingToUndo), "who cancelled has not ordered");
    assert_eq!(home.left(), 10_000);
}

#[test]
fn undoing_a_delivery_gives_the_money_back_and_reserves_it_again() {
    let mut home = home(WALK, 0);
    let walk = home.one("W01", "2026-11-17T10:00", 1);
    home.act(carer(1), OperationKind::AcceptLine { target: walk }).unwrap();
    home.act(carer(1), OperationKind::DeliverLine { target: walk, quantity: None }).unwrap();
    let delivery = testing::op_id(home.count);
    home.act(carer(1), OperationKind::UndoLine { target: walk, of: delivery }).unwrap();
    assert_eq!((home.state(walk), home.left()), (LineState::Accepted, 0));
    assert_eq!(home.household.cup_reserved().minor(), WALK);
    let again = home.act(carer(1), OperationKind::UndoLine { target: walk, of: delivery });
    assert_eq!(again, Err(Refusal::NothingToUndo));
}

#[test]
fn an_undo_that_no_longer_fits_says_so() {
    let mut home = home(WALK, 0);
    let walk = home.one("W01", "2026-11-17T10:00", 1);
    home.act(carer(1), OperationKind::CancelLine { target: walk }).unwrap();
    let cancel = testing::op_id(home.count);
    home.one("E03", "2026-11-17T16:00", 1);
    let undo = home.act(carer(1), OperationKind::UndoLine { target: walk, of: cancel });
    assert!(matches!(undo, Err(Refusal::TooLittleLeft { short, .. }) if short == Amount::cents(230)));
}

#[test]
fn who_was_just_before_is_named_when_too_little_is_left() {
    let mut home = home(2_000, 0);
    home.household.authorities = vec![testing::authority(1, Grade::Order, AuthorityKind::Care, always())];
    let walk = home.line("W01", "2026-11-17T10:00", 1, PurseKind::Cup);
    home.order(family(1), vec![walk]).unwrap();
    let another = home.line("W01", "2026-11-18T10:00", 1, PurseKind::Cup);
    match home.order(resident(), vec![another]) {
        Err(Refusal::TooLittleLeft { short, left, last_order: Some(last), instead, .. }) => {
            assert_eq!((short.minor(), left.minor()), (WALK - 205, 205));
            assert_eq!(last.by, family(1));
            assert_eq!(instead.last(), Some(&Instead::AskWard));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn too_little_in_the_cup_may_be_paid_from_own_money_but_not_the_other_way_round() {
    let mut home = home(100, 5_000);
    let hair = home.line("V06", "2026-11-20T09:00", 1, PurseKind::Cup);
    let item = hair.item;
    let Err(Refusal::TooLittleLeft { instead, .. }) = home.order(resident(), vec![hair]) else { panic!() };
    assert_eq!(instead, [Instead::OwnMoney { item }, Instead::AskWard]);
    let twice = home.line("V06", "2026-11-20T09:00", 2, PurseKind::Own);
    let Err(Refusal::TooLittleLeft { purse, instead, .. }) = home.order(resident(), vec![twice]) else { panic!() };
    assert_eq!((purse, instead), (PurseKind::Own, vec![Instead::AskWard]));
}

#[test]
fn when_nothing_fits_there_is_the_next_period_and_always_the_ward() {
    let mut home = home(0, 0);
    home.catalogue.items.retain(|item| item.code != "W01");
    let wine = home.catalogue.by_code("E03").map(|item| item.id);
    let instead = instead_of(wine, &home.household, &home.catalogue, &home.places, moment(home.at));
    assert_eq!(instead, [Instead::NextPeriod { from: testing::day("2026-11-30") }, Instead::AskWard]);
}

#[test]
fn a_missing_clearance_blocks_and_names_something_that_can_be_had() {
    let mut home = home(10_000, 0);
    home.household.clearances.insert(Clearance("duo_bike_ok".to_owned()), false);
    let bike = home.line("W02", "2026-11-18T11:00", 1, PurseKind::Cup);
    let walk = home.catalogue.by_code("W01").unwrap().id;
    let Err(Refusal::ConditionNotMet { instead, .. }) = home.order(resident(), vec![bike.clone()]) else { panic!() };
    assert_eq!(instead, [Instead::Item { item: walk }, Instead::AskWard]);
    // Without the walk the home's own proposal is not repeated to the resident.
    home.catalogue.items.retain(|item| item.id != walk);
    let Err(Refusal::ConditionNotMet { instead, .. }) = home.order(resident(), vec![bike]) else { panic!() };
    assert!(!instead.contains(&Instead::Item { item: walk }));
    assert_eq!(instead.last(), Some(&Instead::AskWard));
    // Nobody has said yes is the same as no.
    home.household.clearances.clear();
    let wine = home.line("E03", "2026-11-18T16:00", 1, PurseKind::Cup);
    assert!(matches!(home.order(resident(), vec![wine]), Err(Refusal::ConditionNotMet { .. })));
}

#[test]
fn two_glasses_a_day_and_three_late_nights_a_week() {
    let mut home = home(50_000, 0);
    home.one("E03", "2026-11-17T16:00", 1);
    home.one("E03", "2026-11-17T18:00", 1);
    let third = home.line("E03", "2026-11-17T20:00", 1, PurseKind::Own);
    assert!(matches!(home.order(resident(), vec![third]), Err(Refusal::TooManyOnOneDay { max: 2, .. })));
    for day in ["2026-11-18", "2026-11-19", "2026-11-22"] {
        home.one("V02", &format!("{day}T22:00"), 1);
    }
    let fourth = home.line("V02", "2026-11-20T22:00", 1, PurseKind::Cup);
    assert!(matches!(home.order(resident(), vec![fourth]), Err(Refusal::TooManyInOneWeek { max: 3, .. })));
    home.one("V02", "2026-11-23T22:00", 1);
}

#[test]
fn a_quantity_beyond_counting_is_refused_and_does_not_stop_the_program() {
    let mut home = home(50_000, 0);
    let fine = home.line("E03", "2026-11-17T16:00", 1, PurseKind::Cup);
    let silly = BasketLine { quantity: u32::MAX, line: testing::line_id(900), ..fine.clone() };
    let order = OperationKind::PlaceOrder {
        order: testing::order_id(900),
        lines: vec![fine, silly],
        catalogue_version: 1,
        max_total: [(PurseKind::Cup, Amount::cents(50_000))].into(),
    };
    assert!(home.act(resident(), order).is_err());
}

#[test]
fn two_lines_of_an_order_never_share_a_number() {
    let mut home = home(50_000, 0);
    let one = home.line("W01", "2026-11-17T10:00", 1, PurseKind::Cup);
    let other = BasketLine { moment: moment("2026-11-18T10:00"), ..one.clone() };
    assert_eq!(home.order(resident(), vec![one, other]), Err(Refusal::OpIdReused));
}

#[test]
fn nobody_pays_more_than_they_saw() {
    let mut home = home(50_000, 0);
    let mut line = home.line("W01", "2026-11-17T10:00", 1, PurseKind::Cup);
    line.unit_price = Amount::cents(WALK - 1);
    assert!(matches!(home.order(resident(), vec![line.clone()]), Err(Refusal::PriceRose { .. })));
    line.unit_price = Amount::minutes(1_000_000);
    assert!(matches!(home.order(resident(), vec![line.clone()]), Err(Refusal::PriceRose { .. })));
    // A price that fell since is charged as it is now.
    line.unit_price = Amount::cents(WALK + 500);
    home.order(resident(), vec![line]).unwrap();
    assert_eq!(home.left(), 50_000 - WALK);
}

#[test]
fn basic_care_is_never_charged() {
    let mut home = home(0, 0);
    let index = home.catalogue.items.iter().position(|item| item.code == "B02").unwrap();
    home.catalogue.items[index].purses.insert(0, PurseKind::Basis);
    let talk = home.line("B02", "2026-11-19T10:00", 1, PurseKind::Basis);
    let talk = home.order(resident(), vec![talk]).unwrap()[0];
    home.act(carer(1), OperationKind::AcceptLine { target: talk }).unwrap();
    home.act(carer(1), OperationKind::DeliverLine { target: talk, quantity: None }).unwrap();
    assert_eq!(home.state(talk), LineState::Delivered);
    assert_eq!(home.household.books, testing::household_with_cents(1, 0, 0, 0).books);
}

#[test]
fn family_orders_care_and_money_only_with_the_authority_for_it() {
    let mut home = home(50_000, 5_000);
    home.household.authorities = vec![
        testing::authority(1, Grade::Order, AuthorityKind::Care, between("2026-01-01", "2026-11-18")),
        testing::authority(2, Grade::Propose, AuthorityKind::Care, always()),
        testing::authority(3, Grade::View, AuthorityKind::Care, always()),
    ];
    let cup = home.line("E03", "2026-11-20T16:00", 1, PurseKind::Cup);
    let own = home.line("E03", "2026-11-20T18:00", 1, PurseKind::Own);
    let denied = Err(Refusal::NotAllowed);
    for nobody in [family(3), family(9), testing::office()] {
        assert_eq!(home.order(nobody.clone(), vec![cup.clone()]), denied, "{}", nobody.name);
    }
    home.order(family(2), vec![cup.clone()]).unwrap();
    assert!(home.household.orders.is_empty(), "who may propose has not ordered");
    assert_eq!(home.order(family(1), vec![own.clone()]), denied, "care is not money");
    assert_eq!(home.act(family(9), OperationKind::PutInBasket { lines: Vec::new() }), Err(Refusal::NotAllowed));
    home.order(family(1), vec![cup.clone()]).unwrap();
    home.at = "2026-11-18T00:00";
    let after = home.line("E03", "2026-11-21T16:00", 1, PurseKind::Cup);
    assert_eq!(home.order(family(1), vec![after]), denied, "revoked is revoked");
    home.household.authorities.push(testing::authority(1, Grade::Order, AuthorityKind::Money, always()));
    home.order(family(1), vec![own]).unwrap();
}

#[test]
fn who_decides_about_money_does_not_take_back_what_was_chosen_from_the_cup() {
    let mut home = home(50_000, 5_000);
    home.household.authorities = vec![
        testing::authority(1, Grade::Order, AuthorityKind::Care, always()),
        testing::authority(2, Grade::Manage, AuthorityKind::Money, always()),
    ];
    let cup = home.line("E03", "2026-11-20T16:00", 1, PurseKind::Cup);
    let own = home.line("E03", "2026-11-20T18:00", 1, PurseKind::Own);
    let care = home.order(family(1), vec![cup]).unwrap()[0];
    let money = home.order(family(2), vec![own]).unwrap()[0];
    for (who, target) in [(2, care), (1, money)] {
        let line = home.act(family(who), OperationKind::CancelLine { target });
        assert_eq!(line, Err(Refusal::NotAllowed), "{who}");
        let order = home.act(family(who), OperationKind::CancelOrder { order: target.order });
        assert_eq!(order, Err(Refusal::NotAllowed), "{who}");
    }
    home.act(family(1), OperationKind::CancelLine { target: care }).unwrap();
    home.act(family(2), OperationKind::CancelOrder { order: money.order }).unwrap();
}

#[test]
fn each_has_their_own_basket_and_what_is_ordered_leaves_it() {
    let mut home = home(50_000, 0);
    home.household.authorities = vec![testing::authority(1, Grade::Order, AuthorityKind::Care, always())];
    let wine = home.line("E03", "2026-11-20T16:00", 1, PurseKind::Cup);
    let walk = home.line("W01", "2026-11-20T10:00", 1, PurseKind::Cup);
    home.act(resident(), OperationKind::PutInBasket { lines: vec![wine.clone(), walk.clone()] }).unwrap();
    home.act(family(1), OperationKind::PutInBasket { lines: vec![wine.clone()] }).unwrap();
    let again = home.act(carer(1), OperationKind::PutInBasket { lines: vec![walk.clone()] });
    assert_eq!(again, Ok(Outcome::Noop(Noop::AlreadyDone)), "the ward chooses together with the resident");
    home.order(resident(), vec![wine.clone()]).unwrap();
    assert_eq!(home.household.basket(None), [walk]);
    assert_eq!(home.household.basket(Some(testing::person_id(1))), [wine]);
}

#[test]
fn nothing_changes_while_the_books_are_checked() {
    let mut home = home(50_000, 0);
    home.household.frozen = true;
    let walk = home.line("W01", "2026-11-20T10:00", 1, PurseKind::Cup);
    assert_eq!(home.order(resident(), vec![walk]), Err(Refusal::Frozen));
}

#[test]
fn cancelling_is_judged_by_when_the_resident_asked_and_not_by_when_the_ward_answers() {
    for (asked, charged) in [("2026-11-19T09:00", None), ("2026-11-19T09:01", Some(2_820))] {
        let mut home = home(10_000, 0);
        let hair = home.one("V06", "2026-11-20T09:00", 1);
        home.act(carer(1), OperationKind::AcceptLine { target: hair }).unwrap();
        home.at = asked;
        home.act(resident(), OperationKind::CancelLine { target: hair }).unwrap();
        home.at = "2026-11-20T08:45";
        home.act(carer(1), OperationKind::CancelLine { target: hair }).unwrap();
        let line = home.household.order_line(hair.order, hair.line).unwrap();
        assert_eq!((line.charged.map(Amount::minor), line.cancel_asked_at), (charged, None), "asked {asked}");
    }
}

#[test]
fn who_keeps_the_appointment_and_asks_again_later_is_judged_by_the_second_time() {
    let mut home = home(10_000, 0);
    let hair = home.one("V06", "2026-11-20T09:00", 1);
    home.act(carer(1), OperationKind::AcceptLine { target: hair }).unwrap();
    home.act(resident(), OperationKind::CancelLine { target: hair }).unwrap();
    home.act(carer(1), OperationKind::KeepLine { target: hair }).unwrap();
    home.at = "2026-11-20T08:00";
    home.act(resident(), OperationKind::CancelLine { target: hair }).unwrap();
    home.act(carer(1), OperationKind::CancelLine { target: hair }).unwrap();
    assert_eq!(home.left(), 10_000 - 2_820);
}

impl Home {
    /// The first offer of an item, for one resident at a time.
    fn with_one_place(mut self, code: &str, taken_at: &[&str]) -> Self {
        let item = self.catalogue.items.iter_mut().find(|item| item.code == code).unwrap();
        item.offers[0].capacity = Some(1);
        let offer = item.offers[0].id;
        let taken = taken_at.iter().map(|at| Taken { offer, moment: moment(at), residents: 1 });
        self.places = Places(taken.collect());
        self
    }
}

#[test]
fn a_moment_that_is_full_is_refused_with_the_next_free_moments() {
    let taken = ["2026-11-17T10:00", "2026-11-17T14:00", "2026-11-18T14:00"];
    let mut home = home(10_000, 0).with_one_place("W01", &taken);
    let line = home.line("W01", "2026-11-17T10:00", 1, PurseKind::Cup);
    let free = ["2026-11-16T10:00", "2026-11-16T14:00", "2026-11-18T10:00"].map(moment).to_vec();
    let full = Refusal::Full { item: line.item, moment: line.moment, free };
    assert_eq!(home.order(resident(), vec![line.clone()]), Err(full.clone()));
    assert_eq!(home.act(resident(), OperationKind::PutInBasket { lines: vec![line] }), Err(full));
}

#[test]
fn a_place_is_for_a_resident_however_many_lines_they_have_there() {
    let mut home = home(10_000, 0).with_one_place("W01", &[]);
    home.one("W01", "2026-11-17T10:00", 2);
    home.places.0.push(Taken {
        offer: home.catalogue.by_code("W01").unwrap().offers[0].id,
        moment: moment("2026-11-17T10:00"),
        residents: 1,
    });
    home.one("W01", "2026-11-17T10:00", 1);
    assert_eq!(home.left(), 10_000 - 3 * WALK);
}

#[test]
fn the_ward_does_not_move_or_take_back_into_a_moment_that_is_full() {
    let mut home = home(10_000, 0).with_one_place("W01", &["2026-11-18T10:00"]);
    let walk = home.one("W01", "2026-11-17T10:00", 1);
    let moved = OperationKind::RescheduleLine { target: walk, moment: moment("2026-11-18T10:00") };
    assert!(matches!(home.act(carer(1), moved), Err(Refusal::Full { .. })));
    let moved = OperationKind::RescheduleLine { target: walk, moment: moment("2026-11-18T14:00") };
    home.act(carer(1), moved).unwrap();
    let of = testing::op_id(home.count);
    home.places.0[0].moment = moment("2026-11-17T10:00");
    let back = OperationKind::UndoLine { target: walk, of };
    assert!(matches!(home.act(carer(1), back.clone()), Err(Refusal::Full { .. })), "someone else came in between");
    home.places = Places::default();
    home.act(carer(1), back).unwrap();
}

#[test]
fn a_group_has_no_more_room_than_its_largest_size_and_says_how_many_it_needs() {
    let mut catalogue = testing::de_linde();
    let walk = catalogue.items.iter_mut().find(|item| item.code == "W01").unwrap();
    (walk.group_min, walk.group_max) = (Some(4), Some(6));
    let (at, offer) = (moment("2026-11-17T10:00"), &walk.offers[0]);
    let with = |residents| Places(vec![Taken { offer: offer.id, moment: at, residents }]);
    assert_eq!(walk.too_few(offer, at, &with(2)), Some((2, 4)));
    assert_eq!(walk.too_few(offer, at, &with(4)), None);
    assert_eq!([5, 6, 7].map(|taken| walk.is_full(offer, at, &with(taken))), [false, true, true]);
}

#[test]
fn a_provider_whose_papers_ended_is_not_chosen_and_the_refusal_says_which_paper() {
    let mut home = home(10_000, 0);
    let item = home.catalogue.items.iter_mut().find(|item| item.code == "V06").unwrap();
    let end = OfferEnd { last_day: testing::day("2026-11-20"), why: EndReason::Insurance };
    item.offers[0].ends = Some(end);
    home.one("V06", "2026-11-20T09:00", 1);
    let line = home.line("V06", "2026-11-24T09:00", 1, PurseKind::Cup);
    let performer = home.catalogue.item(line.item).unwrap().offers[0].performer.clone();
    let refusal = Refusal::ProviderEnded { item: line.item, performer, end };
    assert_eq!(home.order(resident(), vec![line]), Err(refusal));
}

#[test]
fn what_must_be_ordered_before_noon_is_too_late_at_noon() {
    for (at, may) in [("2026-11-16T11:59", true), ("2026-11-16T12:00", false), ("2026-11-16T12:01", false)] {
        let mut home = home(10_000, 0);
        let item = home.catalogue.items.iter_mut().find(|item| item.code == "W01").unwrap();
        let rule = Rule::OrderUntil { days: 1, time: TimeOfDay::new(12, 0).unwrap() };
        let (label, message) = (Localized::default(), Localized::default());
        item.conditions = vec![Condition { rule, label, message, alternative: None }];
        home.at = at;
        let line = home.line("W01", "2026-11-17T10:00", 1, PurseKind::Cup);
        let item = line.item;
        let ordered = home.order(resident(), vec![line]).map(|_| ());
        let late = Refusal::TooLate { item, lead_time_hours: 22 };
        assert_eq!(ordered, if may { Ok(()) } else { Err(late) }, "{at}");
    }
}

#[test]
fn a_lead_time_in_hours_includes_its_last_minute() {
    for (at, may) in [("2026-11-17T07:59", true), ("2026-11-17T08:00", true), ("2026-11-17T08:01", false)] {
        let mut home = home(10_000, 0);
        home.at = at;
        let line = home.line("W01", "2026-11-17T10:00", 1, PurseKind::Cup);
        assert_eq!(home.order(resident(), vec![line]).is_ok(), may, "{at}");
    }
}
