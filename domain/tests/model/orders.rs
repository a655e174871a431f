//! Random days in a home: choosing, accepting, delivering, undoing, by everyone and at every moment. A model that is
//! only a list of lines with their amounts says beforehand what may happen and afterwards what everyone should see.

use super::{Case, Run};
use domain::access::{Actor, AuthorityKind, Grade, Role};
use domain::amount::{Amount, Unit};
use domain::calendar::{Day, Moment, TimeOfDay};
use domain::catalogue::{Catalogue, Clearance, Condition, Item, Localized, NoShowCharge, Places, PurseKind, Rule};
use domain::household::{HelpTopic, Household};
use domain::ids::{LineId, OpId, OrderId};
use domain::ledger::{Account, Books, Transfer};
use domain::order::{BasketLine, DeclineReason, LineState};
use domain::sync::{Effect, Facts, Instead, LineRef, Operation, OperationKind, Outcome, Refusal, decide};
use domain::testing;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Resident,
    Daughter,
    Nephew,
    /// He may propose.
    Son,
    Carer,
    Office,
}

impl Who {
    pub fn actor(self) -> Actor {
        match self {
            Self::Resident => testing::resident(),
            Self::Daughter => testing::family(1),
            Self::Nephew => testing::family(2),
            Self::Son => testing::family(3),
            Self::Carer => testing::carer(1),
            Self::Office => testing::office(),
        }
    }
}

/// Something to choose, by place in the shop.
#[derive(Clone, Debug)]
pub struct Wish {
    item: Index,
    purse: Index,
    days: i64,
    /// Which of the offered times; rarely a minute beside it.
    time: Index,
    beside: bool,
    quantity: u32,
    /// How much more than the price the screen showed.
    seen: i64,
}

#[derive(Clone, Debug)]
pub enum Deed {
    Cancel,
    Keep,
    Accept,
    Decline,
    Reschedule(u32),
    Deliver(Option<u32>),
    NoShow,
    /// The line's last step, or some other operation.
    Undo(bool),
    CloseDecline,
}

#[derive(Clone, Debug)]
pub enum Step {
    Later(u32),
    Order { who: Who, wishes: Vec<Wish>, slack: i64, one_number: bool },
    Basket(Who, Vec<Wish>),
    BasketLine(Who, Index, u32),
    Do(Who, Index, Deed),
    CancelOrder(Who, Index),
    Answer(Who, Index, bool),
    Help(Who),
    Again(Index),
}

fn wish() -> impl Strategy<Value = Wish> {
    let often_zero = prop_oneof![16 => Just(0_i64), 4 => 1..400_i64, 1 => -200..0_i64];
    let quantity = prop_oneof![40 => Just(1_u32), 30 => 2..4_u32, 1 => 0..25_u32];
    let beside = prop::bool::weighted(0.05);
    (any::<Index>(), any::<Index>(), 0..12_i64, any::<Index>(), beside, quantity, often_zero).prop_map(
        |(item, purse, days, time, beside, quantity, seen)| Wish { item, purse, days, time, beside, quantity, seen },
    )
}

pub fn step() -> impl Strategy<Value = Step> {
    use Who::{Carer, Daughter, Nephew, Office, Resident, Son};
    let orderer =
        || select([vec![Resident; 6], vec![Daughter; 6], vec![Carer; 4], vec![Son; 3], vec![Nephew, Office]].concat());
    let carer = || select(vec![Carer, Carer, Carer, Carer, Carer, Carer, Carer, Resident, Daughter]);
    let slack = prop_oneof![16 => Just(0_i64), 1 => 1..500_i64, 1 => -500..0_i64];
    let deed = prop_oneof![
        6 => Just(Deed::Accept),
        3 => Just(Deed::Cancel),
        3 => Just(Deed::Keep),
        1 => Just(Deed::Decline),
        1 => (0..6_000_u32).prop_map(Deed::Reschedule),
        5 => prop::option::weighted(0.6, prop_oneof![3 => Just(1_u32), 1 => 0..4_u32]).prop_map(Deed::Deliver),
        1 => Just(Deed::NoShow),
        3 => prop::bool::weighted(0.9).prop_map(Deed::Undo),
    ];
    let asked = select(vec![Deed::Cancel, Deed::Cancel, Deed::CloseDecline]);
    prop_oneof![
        3 => (0..2_500_u32).prop_map(Step::Later),
        6 => (orderer(), prop_oneof![20 => vec(wish(), 1..4), 1 => Just(Vec::new())], slack, prop::bool::weighted(0.05))
            .prop_map(|(who, wishes, slack, one_number)| Step::Order { who, wishes, slack, one_number }),
        1 => (orderer(), vec(wish(), 0..4)).prop_map(|(who, wishes)| Step::Basket(who, wishes)),
        1 => (orderer(), any::<Index>(), 0..25_u32).prop_map(|(who, line, quantity)| Step::BasketLine(who, line, quantity)),
        20 => (carer(), any::<Index>(), deed).prop_map(|(who, line, deed)| Step::Do(who, line, deed)),
        5 => (orderer(), any::<Index>(), asked).prop_map(|(who, line, deed)| Step::Do(who, line, deed)),
        1 => (orderer(), any::<Index>()).prop_map(|(who, order)| Step::CancelOrder(who, order)),
        3 => (orderer(), any::<Index>(), prop::bool::weighted(0.7))
            .prop_map(|(who, proposal, yes)| Step::Answer(who, proposal, yes)),
        1 => orderer().prop_map(Step::Help),
        2 => any::<Index>().prop_map(Step::Again),
    ]
}

/// Eight items of the demo home that between them have every kind of rule.
pub fn shop() -> Catalogue {
    let mut catalogue = testing::de_linde();
    let codes = ["W01", "V06", "E03", "V02", "H03", "A07", "E05", "W03"];
    catalogue.items.retain(|item| codes.contains(&item.code.as_str()));
    for item in &mut catalogue.items {
        match item.code.as_str() {
            "A07" => {
                item.purses = vec![PurseKind::Basis, PurseKind::Cup];
                item.conditions = vec![Condition {
                    rule: Rule::MaxPerWeek { count: 2 },
                    label: Localized::default(),
                    message: Localized::default(),
                    alternative: None,
                }];
            }
            "W03" => item.valid = testing::between("2026-01-01", "2026-11-24"),
            "E05" => {
                let rule = Rule::OrderUntil { days: 0, time: TimeOfDay::new(10, 0).unwrap() };
                item.conditions = vec![Condition {
                    rule,
                    label: Localized::default(),
                    message: Localized::default(),
                    alternative: None,
                }];
            }
            _ => {}
        }
    }
    catalogue
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    item: domain::ids::ItemId,
    purse: PurseKind,
    moment: Moment,
    quantity: u32,
    price: i64,
    state: LineState,
    asked: Option<Moment>,
    charged: Option<i64>,
    delivered: Option<u32>,
}

impl Line {
    fn total(&self) -> i64 {
        self.price * i64::from(self.quantity)
    }

    fn held(&self) -> i64 {
        let open = matches!(self.state, LineState::Requested | LineState::Accepted);
        if open && self.purse != PurseKind::Basis { self.total() } else { 0 }
    }
}

/// What the son proposed.
#[derive(Clone, Debug)]
struct Proposed {
    lines: Vec<BasketLine>,
    max_total: BTreeMap<PurseKind, Amount>,
    answer: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expect {
    Done,
    Nothing,
    No,
}

/// The home as the model has it.
struct Model {
    cup: i64,
    own: i64,
    unit: Unit,
    granted: BTreeSet<Clearance>,
    lines: BTreeMap<(OrderId, LineId), Line>,
    proposals: BTreeMap<OrderId, Proposed>,
    /// The last step of the ward on a line and how the line was before.
    undo: BTreeMap<(OrderId, LineId), (OpId, Line)>,
}

impl Model {
    fn spendable(&self, purse: PurseKind) -> i64 {
        let gone: i64 =
            self.lines.values().filter(|line| line.purse == purse).map(|l| l.held() + l.charged.unwrap_or(0)).sum();
        match purse {
            PurseKind::Cup => self.cup - gone,
            PurseKind::Own => self.own - gone,
            PurseKind::Basis => 0,
        }
    }

    /// The daughter may order care for this week and pay from own money; the nephew may look.
    fn may_order(who: Role, person: Option<domain::ids::PersonId>, today: Day, lines: &[BasketLine]) -> bool {
        let this_week = today < testing::day("2026-11-25");
        let _ = lines;
        match who {
            Role::Resident | Role::Carer => true,
            Role::Family => person == Some(testing::person_id(1)) && this_week,
            _ => false,
        }
    }

    fn price(&self, item: &Item, purse: PurseKind) -> Option<i64> {
        let prices = item.offers[0].prices;
        match (purse, self.unit) {
            (PurseKind::Own, _) | (_, Unit::EuroCent) => Some(prices.cents),
            (_, Unit::Minute) => prices.minutes,
            (_, Unit::Point) => Some(prices.points),
        }
    }

    fn may_have(&self, catalogue: &Catalogue, line: &BasketLine, now: Moment) -> bool {
        let Some(item) = catalogue.items.iter().find(|item| item.id == line.item) else { return false };
        let offer = &item.offers[0];
        let needed = item.conditions.iter().all(|condition| match &condition.rule {
            Rule::NeedsClearance { clearance } => self.granted.contains(clearance),
            _ => true,
        });
        let in_time = match item.code.as_str() {
            "E05" => {
                let deadline = Moment { day: line.moment.day, time: TimeOfDay::new(10, 0).unwrap() };
                now < deadline
            }
            _ => now.minutes_until(line.moment) >= i64::from(item.lead_time_hours) * 60,
        };
        let price = self.price(item, line.purse);
        (1..=20).contains(&line.quantity)
            && item.purses.contains(&line.purse)
            && needed
            && in_time
            && now < line.moment
            && item.valid.contains(line.moment.day)
            && offer.weekdays.contains(line.moment.day)
            && offer.times.contains(&line.moment.time)
            && price.is_some_and(|price| price <= line.unit_price.minor())
    }

    fn within_limits(&self, catalogue: &Catalogue, line: &BasketLine, lines: &[BasketLine]) -> bool {
        let item = catalogue.items.iter().find(|item| item.id == line.item).unwrap();
        let week = |day: Day| testing::day("2026-11-02").days_until(day).div_euclid(7);
        let count = |same: &dyn Fn(Day) -> bool| {
            let gone = |state| matches!(state, LineState::Cancelled | LineState::Declined);
            let before = self
                .lines
                .values()
                .filter(|other| other.item == line.item && !gone(other.state) && same(other.moment.day))
                .map(|other| other.quantity);
            let now = lines.iter().filter(|other| other.item == line.item && same(other.moment.day));
            before.chain(now.map(|other| other.quantity)).sum::<u32>()
        };
        item.conditions.iter().all(|condition| match condition.rule {
            Rule::MaxPerDay { count: max } => count(&|day| day == line.moment.day) <= max,
            Rule::MaxPerWeek { count: max } => count(&|day| week(day) == week(line.moment.day)) <= max,
            _ => true,
        })
    }

    fn expect_order(&self, catalogue: &Catalogue, now: Moment, operation: &Operation) -> Expect {
        let OperationKind::PlaceOrder { order, lines, max_total, .. } = &operation.kind else { return Expect::No };
        let may_propose = is_son(operation);
        if !may_propose && !Self::may_order(operation.actor.role, operation.actor.person, now.day, lines) {
            return Expect::No;
        }
        if self.lines.keys().any(|(placed, _)| placed == order) || self.proposals.contains_key(order) {
            return Expect::Nothing;
        }
        if self.can_order(catalogue, now, lines, max_total) { Expect::Done } else { Expect::No }
    }

    fn can_order(
        &self,
        catalogue: &Catalogue,
        now: Moment,
        lines: &[BasketLine],
        max_total: &BTreeMap<PurseKind, Amount>,
    ) -> bool {
        let numbers: BTreeSet<_> = lines.iter().map(|line| line.line).collect();
        let fine = !lines.is_empty()
            && numbers.len() == lines.len()
            && lines.iter().all(|line| self.may_have(catalogue, line, now))
            && lines.iter().all(|line| self.within_limits(catalogue, line, lines));
        let affordable = || {
            [PurseKind::Cup, PurseKind::Own].into_iter().all(|purse| {
                let total = self.total(catalogue, lines, purse);
                total <= max_total.get(&purse).map_or(0, |seen| seen.minor()) && total <= self.spendable(purse)
            })
        };
        fine && affordable()
    }

    /// The resident nods, or the daughter who decides; the son takes back.
    fn expect_answer(&self, catalogue: &Catalogue, now: Moment, operation: &Operation) -> Expect {
        let OperationKind::AnswerProposal { order, yes } = operation.kind else { return Expect::No };
        let Actor { role, person, .. } = operation.actor;
        let may = role != Role::Carer && Self::may_order(role, person, now.day, &[]) || (is_son(operation) && !yes);
        match self.proposals.get(&order).filter(|_| may) {
            None => Expect::No,
            Some(proposed) => match proposed.answer {
                Some(answer) if answer == yes => Expect::Nothing,
                Some(_) => Expect::No,
                None if !yes || self.can_order(catalogue, now, &proposed.lines, &proposed.max_total) => Expect::Done,
                None => Expect::No,
            },
        }
    }

    fn place(&mut self, catalogue: &Catalogue, order: OrderId, lines: &[BasketLine]) {
        for line in lines {
            let item = catalogue.item(line.item).unwrap();
            let placed = Line {
                item: line.item,
                purse: line.purse,
                moment: line.moment,
                quantity: line.quantity,
                price: self.price(item, line.purse).unwrap(),
                state: LineState::Requested,
                asked: None,
                charged: None,
                delivered: None,
            };
            self.lines.insert((order, line.line), placed);
        }
    }

    fn total(&self, catalogue: &Catalogue, lines: &[BasketLine], purse: PurseKind) -> i64 {
        let price = |line: &BasketLine| {
            let item = catalogue.items.iter().find(|item| item.id == line.item)?;
            Some(self.price(item, purse)? * i64::from(line.quantity))
        };
        lines.iter().filter(|line| line.purse == purse).filter_map(price).sum()
    }

    /// What will happen to a line, and how it will be then.
    fn expect_deed(&self, catalogue: &Catalogue, now: Moment, operation: &Operation) -> (Expect, Option<Line>) {
        use LineState as S;
        use OperationKind as K;
        let no = (Expect::No, None);
        let nothing = (Expect::Nothing, None);
        let role = operation.actor.role;
        let (target, resident_may) = match &operation.kind {
            K::CancelLine { target } | K::CloseDecline { target } => (target, true),
            K::KeepLine { target }
            | K::AcceptLine { target }
            | K::DeclineLine { target, .. }
            | K::RescheduleLine { target, .. }
            | K::DeliverLine { target, .. }
            | K::NoShowLine { target }
            | K::UndoLine { target, .. } => (target, false),
            _ => return no,
        };
        let family = match operation.kind {
            // Looking is enough to close a message.
            K::CloseDecline { .. } => operation.actor.person == Some(testing::person_id(2)) || is_son(operation),
            _ => false,
        };
        let may = role == Role::Carer
            || (resident_may && (Self::may_order(role, operation.actor.person, now.day, &[]) || family));
        let key = (target.order, target.line);
        let Some(line) = self.lines.get(&key).filter(|_| may) else { return no };
        let item = catalogue.items.iter().find(|item| item.id == line.item).unwrap();
        let paying = line.purse != PurseKind::Basis;
        let close = |state, charged: Option<i64>, delivered| {
            let charged = charged.filter(|_| paying);
            (Expect::Done, Some(Line { state, charged, delivered, asked: None, ..line.clone() }))
        };
        let open = matches!(line.state, S::Requested | S::Accepted);
        match &operation.kind {
            K::CancelLine { .. } => match line.state {
                S::Cancelled => nothing,
                S::Requested => close(S::Cancelled, None, None),
                S::Accepted if role == Role::Carer => {
                    let deadline =
                        line.asked.unwrap_or(now).minutes_until(line.moment) - i64::from(item.cancel_until_hours) * 60;
                    let pays = deadline < 0 && item.no_show == NoShowCharge::Full;
                    close(S::Cancelled, pays.then(|| line.total()), None)
                }
                S::Accepted if line.asked.is_some() => nothing,
                S::Accepted => (Expect::Done, Some(Line { asked: Some(now), ..line.clone() })),
                _ => no,
            },
            K::KeepLine { .. } if open && line.asked.is_some() => {
                (Expect::Done, Some(Line { asked: None, ..line.clone() }))
            }
            K::KeepLine { .. } if open => nothing,
            K::AcceptLine { .. } if line.state == S::Accepted => nothing,
            K::AcceptLine { .. } if line.state == S::Requested => {
                (Expect::Done, Some(Line { state: S::Accepted, ..line.clone() }))
            }
            K::DeclineLine { .. } if line.state == S::Declined => nothing,
            K::DeclineLine { .. } if open => close(S::Declined, None, None),
            K::RescheduleLine { moment, .. } if open && *moment == line.moment => nothing,
            K::RescheduleLine { moment, .. } if open && *moment > now => {
                (Expect::Done, Some(Line { moment: *moment, ..line.clone() }))
            }
            K::DeliverLine { .. } if matches!(line.state, S::Delivered | S::PartlyDelivered) => nothing,
            K::DeliverLine { quantity, .. } if line.state == S::Accepted => {
                let quantity = quantity.unwrap_or(line.quantity);
                let state = if quantity == line.quantity { S::Delivered } else { S::PartlyDelivered };
                if (1..=line.quantity).contains(&quantity) {
                    close(state, Some(line.price * i64::from(quantity)), Some(quantity))
                } else {
                    no
                }
            }
            K::NoShowLine { .. } if line.state == S::NoShow => nothing,
            K::NoShowLine { .. } if line.state == S::Accepted => {
                close(S::NoShow, (item.no_show == NoShowCharge::Full).then(|| line.total()), None)
            }
            K::UndoLine { of, .. } => match self.undo.get(&key) {
                Some((op, before)) if op == of => {
                    let back = Line { asked: before.asked.or(line.asked), ..before.clone() };
                    let left = self.spendable(line.purse) + line.charged.unwrap_or(0) + line.held();
                    if paying && back.held() > left { no } else { (Expect::Done, Some(back)) }
                }
                _ => no,
            },
            _ => no,
        }
    }
}

fn is_son(operation: &Operation) -> bool {
    operation.actor.person == Some(testing::person_id(3))
}

/// A household, its journal and the model beside it.
struct Home<'a> {
    run: &'a Run,
    catalogue: Catalogue,
    household: Household,
    journal: Vec<Transfer>,
    now: Moment,
    model: Model,
    count: u64,
    /// Every operation that was applied.
    applied: Vec<Operation>,
}

pub fn orders_keep_the_promises(run: &Run) -> Result<(), String> {
    let unit = prop_oneof![4 => Just(Unit::EuroCent), 1 => Just(Unit::Minute), 1 => Just(Unit::Point)];
    let money = (0..40_000_i64, 0..1_500_i64, 0..6_000_i64);
    let clearances = (prop::bool::weighted(0.8), prop::bool::weighted(0.8));
    run.check(&(unit, money, clearances, vec(step(), 1..140)), |(unit, money, clearances, steps)| -> Case {
        let scale = if unit == Unit::EuroCent { 1 } else { 80 };
        let (granted, carried) = (money.0 / scale, money.1 / scale);
        let mut household = testing::household(1, Amount::new(unit, granted), Amount::new(unit, carried), money.2);
        household.authorities = vec![
            testing::authority(1, Grade::Order, AuthorityKind::Care, testing::between("2026-01-01", "2026-11-25")),
            testing::authority(1, Grade::Manage, AuthorityKind::Money, testing::between("2026-01-01", "2026-11-25")),
            testing::authority(2, Grade::View, AuthorityKind::Care, testing::always()),
            testing::authority(3, Grade::Propose, AuthorityKind::Care, testing::always()),
            testing::authority(3, Grade::Propose, AuthorityKind::Money, testing::always()),
        ];
        for (name, is_granted) in [("alcohol_ok", clearances.0), ("outdoors_ok", clearances.1)] {
            household.clearances.insert(Clearance(name.to_owned()), is_granted);
        }
        let model = Model {
            cup: granted + carried,
            own: money.2,
            unit,
            granted: household.clearances.iter().filter(|(_, yes)| **yes).map(|(name, _)| name.clone()).collect(),
            lines: BTreeMap::new(),
            proposals: BTreeMap::new(),
            undo: BTreeMap::new(),
        };
        let period = household.budget.period.start;
        let mut home = Home {
            run,
            catalogue: shop(),
            journal: testing::opening(1, Amount::new(unit, granted), Amount::new(unit, carried), money.2, period),
            household,
            now: testing::moment("2026-11-16T08:00"),
            model,
            count: 0,
            applied: Vec::new(),
        };
        for step in &steps {
            home.take(step)?;
            home.check()?;
        }
        home.check_records()
    })?;
    run.demand(&[
        "ordered",
        "order refused",
        "too little left",
        "accepted",
        "delivered",
        "partly delivered",
        "no-show",
        "cancelled free",
        "cancelled late",
        "cancel asked",
        "declined",
        "rescheduled",
        "undone with money back",
        "kept",
        "second time",
        "by family",
        "proposed",
        "nodded",
        "no thanks",
        "taken back",
        "answered otherwise",
    ])
}

impl Home<'_> {
    fn basket_line(&mut self, wish: &Wish) -> BasketLine {
        self.count += 1;
        let item = wish.item.get(&self.catalogue.items);
        let offer = &item.offers[0];
        let all = PurseKind::ALL;
        // Mostly a purse that may pay.
        let purse = if wish.days == 11 { *wish.purse.get(&all) } else { *wish.purse.get(&item.purses) };
        let price = self.model.price(item, purse).unwrap_or(1);
        let unit = if purse == PurseKind::Own { Unit::EuroCent } else { self.model.unit };
        // Mostly a moment that can be had.
        let offered = item.next_moments(offer, self.now, 7);
        let moment = if wish.days > 0 && !offered.is_empty() {
            *wish.time.get(&offered)
        } else {
            Moment { day: self.now.day.plus_days(wish.days), time: *wish.time.get(&offer.times) }
        };
        BasketLine {
            line: testing::line_id(self.count),
            item: item.id,
            offer: offer.id,
            purse,
            moment: if wish.beside { testing::later(moment, 1) } else { moment },
            quantity: wish.quantity,
            unit_price: Amount::new(unit, (price + wish.seen).max(0)),
        }
    }

    fn operation(&mut self, who: Who, kind: OperationKind) -> Operation {
        self.count += 1;
        testing::operation(self.count, self.household.id, who.actor(), kind)
    }

    fn take(&mut self, step: &Step) -> Case {
        match step {
            Step::Later(minutes) => {
                self.now = testing::later(self.now, *minutes);
                Ok(())
            }
            Step::Order { who, wishes, slack, one_number } => {
                let mut lines: Vec<_> = wishes.iter().map(|wish| self.basket_line(wish)).collect();
                if *one_number {
                    lines.iter_mut().for_each(|line| line.line = testing::line_id(1));
                }
                let mut max_total = BTreeMap::new();
                for line in &lines {
                    let now = Amount::new(
                        line.unit_price.unit(),
                        self.model.total(&self.catalogue, &lines, line.purse) + slack,
                    );
                    max_total.insert(line.purse, now);
                }
                self.count += 1;
                let order = testing::order_id(self.count);
                let kind = OperationKind::PlaceOrder { order, lines, catalogue_version: 1, max_total };
                let operation = self.operation(*who, kind);
                self.order(&operation)
            }
            Step::Basket(who, wishes) => {
                let lines = wishes.iter().map(|wish| self.basket_line(wish)).collect();
                let operation = self.operation(*who, OperationKind::PutInBasket { lines });
                self.free(&operation)
            }
            Step::BasketLine(who, line, quantity) => {
                let lines: Vec<_> = self.household.baskets.iter().flat_map(|basket| &basket.lines).collect();
                if lines.is_empty() {
                    return Ok(());
                }
                let line = line.get(&lines).line;
                let operation = self.operation(*who, OperationKind::ChangeBasketLine { line, quantity: *quantity });
                self.free(&operation)
            }
            Step::Help(who) => {
                self.count += 1;
                let help = domain::ids::HelpId(testing::number(0x10, self.count));
                let operation = self.operation(*who, OperationKind::AskHelp { help, topic: HelpTopic::Wish });
                self.free(&operation)?;
                let operation = self.operation(Who::Carer, OperationKind::AnswerHelp { help });
                self.free(&operation)
            }
            Step::Do(who, index, deed) => {
                // Mostly a line with which something can still happen.
                let takes_back = matches!(deed, Deed::Undo(_));
                let lively = |key: &&(OrderId, LineId)| {
                    if takes_back { self.model.undo.contains_key(key) } else { self.model.lines[key].held() > 0 }
                };
                let mut keys: Vec<_> = self.model.lines.keys().filter(lively).copied().collect();
                if keys.is_empty() || index.index(8) == 0 {
                    keys = self.model.lines.keys().copied().collect();
                }
                if keys.is_empty() {
                    return Ok(());
                }
                let operation = self.deed(*who, *index.get(&keys), deed);
                self.line_deed(&operation)
            }
            Step::CancelOrder(who, index) => {
                let orders: BTreeSet<_> = self.model.lines.keys().map(|key| key.0).collect();
                let orders: Vec<_> = orders.into_iter().collect();
                if orders.is_empty() {
                    return Ok(());
                }
                let operation = self.operation(*who, OperationKind::CancelOrder { order: *index.get(&orders) });
                self.cancel_order(&operation)
            }
            Step::Answer(who, index, yes) => {
                let waits = |(_, proposed): &(&OrderId, &Proposed)| proposed.answer.is_none();
                let mut orders: Vec<_> = self.model.proposals.iter().filter(waits).map(|(order, _)| *order).collect();
                if orders.is_empty() || index.index(4) == 0 {
                    orders = self.model.proposals.keys().copied().collect();
                }
                if orders.is_empty() {
                    return Ok(());
                }
                let operation =
                    self.operation(*who, OperationKind::AnswerProposal { order: *index.get(&orders), yes: *yes });
                self.answer(&operation)
            }
            Step::Again(index) => {
                if self.applied.is_empty() {
                    return Ok(());
                }
                let operation = index.get(&self.applied).clone();
                let once = matches!(
                    operation.kind,
                    OperationKind::PlaceOrder { .. }
                        | OperationKind::AnswerProposal { .. }
                        | OperationKind::UndoLine { .. }
                        | OperationKind::AskHelp { .. }
                );
                if once {
                    let again = self.decide(&operation);
                    prop_assert!(!matches!(again, Ok(Outcome::Apply(_))), "{:?} took effect twice", operation.kind);
                    self.run.meet("second time");
                }
                Ok(())
            }
        }
    }

    fn deed(&mut self, who: Who, key: (OrderId, LineId), deed: &Deed) -> Operation {
        let target = LineRef { order: key.0, line: key.1 };
        let kind = match deed {
            Deed::Cancel => OperationKind::CancelLine { target },
            Deed::Keep => OperationKind::KeepLine { target },
            Deed::Accept => OperationKind::AcceptLine { target },
            Deed::Decline => OperationKind::DeclineLine {
                target,
                reason: DeclineReason::NoStaff,
                other_moment: None,
                other_item: None,
                note: "é".repeat(400),
            },
            Deed::Reschedule(minutes) => {
                let moment = testing::later(Moment { day: self.now.day.plus_days(-1), ..self.now }, *minutes);
                OperationKind::RescheduleLine { target, moment }
            }
            Deed::Deliver(quantity) => OperationKind::DeliverLine { target, quantity: *quantity },
            Deed::NoShow => OperationKind::NoShowLine { target },
            Deed::Undo(last) => {
                let before = self.household.order_line(key.0, key.1).and_then(|line| line.before.as_deref());
                let of = before.map(|before| before.op).filter(|_| *last);
                OperationKind::UndoLine { target, of: of.unwrap_or(testing::op_id(self.count)) }
            }
            Deed::CloseDecline => OperationKind::CloseDecline { target },
        };
        self.operation(who, kind)
    }

    fn decide(&self, operation: &Operation) -> Result<Outcome, Refusal> {
        let facts = Facts {
            household: &self.household,
            catalogue: &self.catalogue,
            places: Places::NONE,
            now: testing::now_at(self.now),
        };
        decide(operation, &facts)
    }

    /// Decides, applies, and checks that deciding again has no second effect.
    fn act(&mut self, operation: &Operation) -> Result<Result<Outcome, Refusal>, TestCaseError> {
        let outcome = self.decide(operation);
        prop_assert_eq!(&self.decide(operation), &outcome, "the same question has the same answer");
        if let Ok(Outcome::Apply(effects)) = &outcome {
            let version = self.household.version;
            self.household.apply(effects).map_err(|error| TestCaseError::fail(format!("{operation:?}: {error}")))?;
            prop_assert_eq!(self.household.version, version + 1);
            let moved =
                effects.iter().filter_map(|effect| if let Effect::Moved(one) = effect { Some(one) } else { None });
            self.journal.extend(moved.cloned());
            self.applied.push(operation.clone());
            let again = self.decide(operation);
            prop_assert!(!matches!(again, Ok(Outcome::Apply(_))), "{:?} would take effect twice", operation.kind);
        }
        Ok(outcome)
    }

    fn expect(&self, operation: &Operation, expected: Expect, outcome: &Result<Outcome, Refusal>) -> Case {
        let got = match outcome {
            Ok(Outcome::Apply(_)) => Expect::Done,
            Ok(Outcome::Noop(_)) => Expect::Nothing,
            Err(_) => Expect::No,
        };
        prop_assert_eq!(
            got,
            expected,
            "{:?} by {:?} at {} gave {:?}",
            operation.kind,
            operation.actor.role,
            self.now,
            outcome
        );
        Ok(())
    }

    fn order(&mut self, operation: &Operation) -> Case {
        let OperationKind::PlaceOrder { order, lines, max_total, .. } = &operation.kind else { return Ok(()) };
        let expected = self.model.expect_order(&self.catalogue, self.now, operation);
        let left = |home: &Self, purse| home.model.spendable(purse);
        let before = [left(self, PurseKind::Cup), left(self, PurseKind::Own)];
        let outcome = self.act(operation)?;
        self.expect(operation, expected, &outcome)?;
        if let Err(refusal) = outcome {
            self.run.meet("order refused");
            self.run.meet(refusal.code());
            return self.check_refusal(&refusal, lines);
        }
        self.run.meet("ordered");
        if operation.actor.role == Role::Family {
            self.run.meet("by family");
        }
        if is_son(operation) {
            let since = self.now.day.plus_days(-14);
            self.model.proposals.retain(|_, proposed| proposed.lines.iter().any(|line| line.moment.day >= since));
            let proposed = Proposed { lines: lines.clone(), max_total: max_total.clone(), answer: None };
            self.model.proposals.insert(*order, proposed);
            self.run.meet("proposed");
        } else {
            self.model.place(&self.catalogue, *order, lines);
        }
        for (purse, before) in [PurseKind::Cup, PurseKind::Own].into_iter().zip(before) {
            let paid = before - self.model.spendable(purse);
            let seen = max_total.get(&purse).map_or(0, |seen| seen.minor());
            prop_assert!(paid <= seen, "nobody pays more than they saw");
        }
        let owner = (operation.actor.role == Role::Family).then_some(operation.actor.person).flatten();
        let basket = self.household.basket(owner);
        prop_assert!(
            !basket.iter().any(|kept| lines.iter().any(|line| line.line == kept.line)),
            "ordered leaves the basket"
        );
        Ok(())
    }

    fn answer(&mut self, operation: &Operation) -> Case {
        let OperationKind::AnswerProposal { order, yes } = operation.kind else { return Ok(()) };
        let expected = self.model.expect_answer(&self.catalogue, self.now, operation);
        let outcome = self.act(operation)?;
        self.expect(operation, expected, &outcome)?;
        if expected != Expect::Done {
            self.run.meet(match outcome {
                Ok(_) => "answered twice",
                Err(Refusal::WrongState { .. }) => "answered otherwise",
                Err(refusal) => refusal.code(),
            });
            return Ok(());
        }
        let proposed = self.model.proposals.get_mut(&order).unwrap();
        proposed.answer = Some(yes);
        let lines = proposed.lines.clone();
        if yes {
            self.model.place(&self.catalogue, order, &lines);
            self.run.meet("nodded");
        } else {
            self.run.meet(if is_son(operation) { "taken back" } else { "no thanks" });
        }
        Ok(())
    }

    fn check_refusal(&self, refusal: &Refusal, lines: &[BasketLine]) -> Case {
        match refusal {
            Refusal::TooLittleLeft { purse, short, left, instead, .. } => {
                self.run.meet("too little left");
                let total = self.model.total(&self.catalogue, lines, *purse);
                prop_assert_eq!(left.minor(), self.model.spendable(*purse));
                prop_assert_eq!(short.minor(), total - left.minor());
                prop_assert!(short.is_positive());
                self.check_alternatives(instead)?;
                let own = instead.iter().any(|other| matches!(other, Instead::OwnMoney { .. }));
                prop_assert!(*purse != PurseKind::Own || !own);
            }
            Refusal::ConditionNotMet { instead, .. } => self.check_alternatives(instead)?,
            _ => {}
        }
        let text = serde_json::to_string(refusal).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Refusal>(&text).unwrap(), refusal);
        let code = format!("\"{}\"", refusal.code());
        prop_assert!(text.contains(&code));
        Ok(())
    }

    /// There is always something else, and what is named can be had.
    fn check_alternatives(&self, instead: &[Instead]) -> Case {
        prop_assert_eq!(instead.last(), Some(&Instead::AskWard));
        for other in instead {
            if let Instead::Item { item } = other {
                let item = self.catalogue.item(*item).unwrap();
                let fits = |purse: &PurseKind| self.model.price(item, *purse).unwrap() <= self.model.spendable(*purse);
                let payable = item.purses.iter().any(|purse| *purse == PurseKind::Basis || fits(purse));
                prop_assert!(payable, "{} does not fit", item.code);
                prop_assert!(item.blocked_by(&self.household.clearances).is_none());
            }
        }
        Ok(())
    }

    fn line_deed(&mut self, operation: &Operation) -> Case {
        if let OperationKind::CloseDecline { target } = operation.kind {
            let key = (target.order, target.line);
            if matches!(self.act(operation)?, Ok(Outcome::Apply(_))) {
                self.model.undo.remove(&key);
            }
            return Ok(());
        }
        let (expected, line) = self.model.expect_deed(&self.catalogue, self.now, operation);
        let outcome = self.act(operation)?;
        self.expect(operation, expected, &outcome)?;
        let Some(after) = line else { return Ok(()) };
        let (OperationKind::CancelLine { target }
        | OperationKind::KeepLine { target }
        | OperationKind::AcceptLine { target }
        | OperationKind::DeclineLine { target, .. }
        | OperationKind::RescheduleLine { target, .. }
        | OperationKind::DeliverLine { target, .. }
        | OperationKind::NoShowLine { target }
        | OperationKind::UndoLine { target, .. }) = operation.kind
        else {
            return Ok(());
        };
        let key = (target.order, target.line);
        let before = self.model.lines.insert(key, after.clone()).unwrap();
        self.run.meet(match (&operation.kind, after.state) {
            (OperationKind::UndoLine { .. }, _) if before.charged.is_some() => "undone with money back",
            (OperationKind::UndoLine { .. }, _) => "undone",
            (OperationKind::RescheduleLine { .. }, _) => "rescheduled",
            (OperationKind::KeepLine { .. }, _) => "kept",
            (OperationKind::CancelLine { .. }, LineState::Accepted) => "cancel asked",
            (_, LineState::Cancelled) if after.charged.is_some() => "cancelled late",
            (_, LineState::Cancelled) => "cancelled free",
            (_, LineState::Delivered) => "delivered",
            (_, LineState::PartlyDelivered) => "partly delivered",
            (_, LineState::NoShow) => "no-show",
            (_, LineState::Declined) => "declined",
            _ => "accepted",
        });
        let asks = matches!(operation.kind, OperationKind::CancelLine { .. }) && after.state == LineState::Accepted;
        if matches!(operation.kind, OperationKind::UndoLine { .. })
            || (operation.actor.role != Role::Carer && after.state == LineState::Cancelled)
        {
            self.model.undo.remove(&key);
        } else if !asks {
            self.model.undo.insert(key, (operation.op_id, before));
        }
        Ok(())
    }

    fn cancel_order(&mut self, operation: &Operation) -> Case {
        use LineState::{Cancelled, Declined, Requested};
        let OperationKind::CancelOrder { order } = operation.kind else { return Ok(()) };
        let may = Model::may_order(operation.actor.role, operation.actor.person, self.now.day, &[]);
        let states: Vec<_> =
            self.model.lines.iter().filter(|(key, _)| key.0 == order).map(|(_, line)| line.state).collect();
        let expected = if !may || !states.iter().all(|state| matches!(state, Cancelled | Declined | Requested)) {
            Expect::No
        } else if states.contains(&Requested) {
            Expect::Done
        } else {
            Expect::Nothing
        };
        let outcome = self.act(operation)?;
        self.expect(operation, expected, &outcome)?;
        if expected == Expect::Done {
            for (key, line) in self.model.lines.iter_mut().filter(|(key, _)| key.0 == order) {
                if line.state == Requested {
                    self.model.undo.remove(key);
                    if operation.actor.role == Role::Carer {
                        self.model.undo.insert(*key, (operation.op_id, line.clone()));
                    }
                    line.state = Cancelled;
                    line.asked = None;
                }
            }
        }
        Ok(())
    }

    /// An operation that may not touch orders or money.
    fn free(&mut self, operation: &Operation) -> Case {
        let before = (self.household.orders.clone(), self.household.books.clone());
        let _ = self.act(operation)?;
        prop_assert_eq!((&self.household.orders, &self.household.books), (&before.0, &before.1));
        for basket in &self.household.baskets {
            let numbers: BTreeSet<_> = basket.lines.iter().map(|line| line.line).collect();
            prop_assert!(numbers.len() == basket.lines.len() && (1..=40).contains(&numbers.len()));
        }
        Ok(())
    }

    /// What must be true after every step.
    fn check(&self) -> Case {
        let mut holds = BTreeSet::new();
        let mut count = 0;
        for (order, line) in self.household.lines() {
            count += 1;
            let expected = self.model.lines.get(&(order.id, line.id));
            let shown = Line {
                item: line.item,
                purse: line.purse,
                moment: line.moment,
                quantity: line.quantity,
                price: line.unit_price.minor(),
                state: line.state,
                asked: line.cancel_asked_at.filter(|_| line.cancel_asked),
                charged: line.charged.map(Amount::minor),
                delivered: line.delivered,
            };
            prop_assert_eq!(Some(&shown), expected);
            let held = line.hold.map_or(0, |hold| hold.amount.minor());
            prop_assert_eq!(held, shown.held(), "exactly the open lines that cost something hold money");
            prop_assert!(line.charged.is_none_or(|charged| charged.minor() <= shown.total()));
            prop_assert_eq!(line.decline.is_some(), line.state == LineState::Declined);
            prop_assert!(line.decline.as_ref().is_none_or(|decline| decline.note.chars().count() <= 300));
            holds.extend(line.hold.map(|hold| hold.transfer));
        }
        prop_assert_eq!(count, self.model.lines.len());
        prop_assert_eq!(holds, self.household.books.holds.keys().copied().collect());
        for purse in [PurseKind::Cup, PurseKind::Own] {
            let left = self.household.spendable(purse).unwrap();
            prop_assert_eq!(left.minor(), self.model.spendable(purse), "{:?}", purse);
            prop_assert!(!left.is_negative());
        }
        let reserved: i64 = self.model.lines.values().filter(|line| line.purse == PurseKind::Cup).map(Line::held).sum();
        prop_assert_eq!(self.household.cup_reserved().minor(), reserved);
        Ok(())
    }

    /// What must be true of the journal and of what is sent.
    fn check_records(&self) -> Case {
        let books = Books::fold(self.model.unit, &self.journal);
        prop_assert_eq!(books.as_ref(), Ok(&self.household.books), "the balances are the fold of the journal");
        let numbers: BTreeSet<_> = self.journal.iter().map(|transfer| transfer.id).collect();
        prop_assert_eq!(numbers.len(), self.journal.len(), "every transfer has its own number");
        let resolved: Vec<_> = self.journal.iter().filter_map(|transfer| transfer.phase.resolves()).collect();
        prop_assert_eq!(resolved.len(), resolved.iter().collect::<BTreeSet<_>>().len(), "a hold resolves once");
        let delivered: i64 = self.household.books.balance(Account::Delivered).unwrap().posted().minor();
        let charged: i64 =
            self.model.lines.values().filter(|line| line.purse == PurseKind::Cup).filter_map(|line| line.charged).sum();
        prop_assert_eq!(delivered, charged);
        let text = serde_json::to_string(&(&self.household, &self.applied)).unwrap();
        let read: (Household, Vec<Operation>) = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&read.0, &self.household);
        prop_assert_eq!(&read.1, &self.applied);
        Ok(())
    }
}
