//! Row R01 of the demo home: 28 × 6.00 = 168.00, plus 11.66 carried over. Four W01, four A02, one V06, two H05 and two A07
//! cost 179.50. Exactly € 0.16 is left.

use domain::amount::{Amount, Unit};
use domain::budget::{BudgetFacts, Indication, waterfall};
use domain::catalogue::{Catalogue, Places, PurseKind};
use domain::household::Household;
use domain::ledger::{Account, Books, Transfer};
use domain::order::BasketLine;
use domain::sync::{Effect, Facts, Instead, LineRef, Now, Operation, OperationKind, Outcome, Refusal, decide};
use domain::testing::{self, always, day, moment, now, policy};

struct Home {
    catalogue: Catalogue,
    household: Household,
    journal: Vec<Transfer>,
    now: Now,
    count: u64,
}

impl Home {
    fn act(&mut self, operation: &Operation) -> Result<(), Refusal> {
        let facts =
            Facts { household: &self.household, catalogue: &self.catalogue, places: Places::NONE, now: self.now };
        let Outcome::Apply(effects) = decide(operation, &facts)? else { return Ok(()) };
        self.household.apply(&effects).unwrap();
        let moved =
            effects.into_iter().filter_map(|effect| if let Effect::Moved(one) = effect { Some(one) } else { None });
        self.journal.extend(moved);
        Ok(())
    }

    /// `count` times the item, each at its own moment.
    fn choose(&mut self, code: &str, count: usize) -> Vec<BasketLine> {
        let item = self.catalogue.by_code(code).unwrap();
        let moments = item.next_moments(&item.offers[0], self.now.local, count);
        assert_eq!(moments.len(), count, "{code}");
        let mut lines = Vec::new();
        for moment in moments {
            self.count += 1;
            lines.push(testing::choice(self.count, &self.catalogue, code, moment, 1, PurseKind::Cup, Unit::EuroCent));
        }
        lines
    }

    fn order(&mut self, lines: Vec<BasketLine>) -> Result<(), Refusal> {
        self.count += 1;
        let order = testing::place(self.count, lines);
        self.act(&testing::operation(self.count, self.household.id, testing::resident(), order))
    }

    fn carer(&mut self, kind: OperationKind) {
        self.count += 1;
        self.act(&testing::operation(self.count, self.household.id, testing::carer(1), kind)).unwrap();
    }
}

#[test]
fn exactly_sixteen_cents_are_left_and_the_books_balance() {
    // The grant comes from the waterfall, not from a table.
    let facts = BudgetFacts {
        stay: always(),
        indications: vec![Indication { profile: "VV4".to_owned(), valid: always() }],
        suspensions: Vec::new(),
    };
    let tariffs: Vec<_> = testing::tariffs().into_iter().map(|(tariff, _)| tariff).collect();
    let period = policy().period.period_of(day("2026-11-03"));
    let granted = waterfall(&facts, &tariffs, &policy(), period).unwrap().granted;
    assert_eq!(granted, Amount::cents(16_800));

    let carried = Amount::cents(1_166);
    let mut home = Home {
        catalogue: testing::de_linde(),
        household: testing::household(1, granted, carried, 0),
        journal: testing::opening(1, granted, carried, 0, period.start),
        now: now("2026-11-03T08:00"),
        count: 0,
    };
    assert_eq!(home.household.cup_full(), Amount::cents(17_966));

    for (code, count) in [("W01", 4), ("A02", 4), ("V06", 1), ("H05", 2), ("A07", 2)] {
        let lines = home.choose(code, count);
        home.order(lines).unwrap();
    }
    let sixteen_cents = Amount::cents(16);
    assert_eq!(home.household.cup_left(), sixteen_cents);
    assert_eq!(home.household.cup_reserved(), Amount::cents(17_950));

    // One more cup of anything is refused, with something else to do.
    let wine = home.choose("E03", 1);
    match home.order(wine).unwrap_err() {
        Refusal::TooLittleLeft { purse, short, left, instead, last_order } => {
            assert_eq!((purse, short, left), (PurseKind::Cup, Amount::cents(230 - 16), sixteen_cents));
            assert_eq!(
                instead,
                [Instead::WithFamily { item: home.catalogue.by_code("W01").unwrap().id }, Instead::AskWard]
            );
            assert_eq!(last_order, None, "it was the resident's own order");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(home.household.cup_left(), sixteen_cents);

    // The ward confirms and delivers everything.
    let lines: Vec<_> =
        home.household.lines().map(|(order, line)| LineRef { order: order.id, line: line.id }).collect();
    assert_eq!(lines.len(), 13);
    home.now = testing::now_at(moment("2026-11-20T18:00"));
    for target in lines {
        home.carer(OperationKind::AcceptLine { target });
        home.carer(OperationKind::DeliverLine { target, quantity: None });
    }

    let books = &home.household.books;
    assert_eq!(home.household.cup_left(), sixteen_cents);
    assert_eq!(home.household.cup_reserved(), Amount::cents(0));
    assert_eq!(books.balance(Account::Cup).unwrap().posted(), sixteen_cents);
    assert_eq!(books.balance(Account::Delivered).unwrap().posted(), Amount::cents(17_950));
    assert_eq!(books.balance(Account::Funding).unwrap().posted(), Amount::cents(-17_966));
    assert!(books.holds.is_empty());
    assert_eq!(Books::fold(Unit::EuroCent, &home.journal).as_ref(), Ok(books));
}
