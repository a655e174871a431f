use super::amounts::any_unit;
use super::{Case, Run};
use domain::amount::{Amount, Unit};
use domain::calendar::Timestamp;
use domain::ids::TransferId;
use domain::ledger::{Account, Books, Phase, Reason, Transfer, chain_hash};
use domain::testing;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::collections::{BTreeMap, BTreeSet};

/// A proposed transfer; what it resolves is chosen among the holds there are by then.
#[derive(Clone, Debug)]
enum Draft {
    Direct(Account, Account, i64, Option<Unit>),
    Hold(Account, Account, i64, bool),
    /// Which hold, how much of it in tenths (more than ten is too much), post or void, by which other account.
    Resolve(Index, i64, bool, Option<Account>),
}

fn draft() -> impl Strategy<Value = Draft> {
    let account = || select(Account::ALL.to_vec());
    let minor = || prop_oneof![8 => 0..3_000_i64, 1 => -10..1_i64, 1 => 0..1_000_000_000_000_i64];
    let other_unit = prop_oneof![9 => Just(None), 1 => any_unit().prop_map(Some)];
    let filling = select(vec![(Account::Funding, Account::Cup), (Account::Deposits, Account::Own)]);
    let ordering = select(vec![(Account::Cup, Account::Delivered), (Account::Own, Account::OwnDelivered)]);
    prop_oneof![
        2 => (filling, minor()).prop_map(|((debit, credit), minor)| Draft::Direct(debit, credit, minor, None)),
        1 => (account(), account(), minor(), other_unit).prop_map(|(debit, credit, minor, unit)| Draft::Direct(debit, credit, minor, unit)),
        4 => (ordering, minor()).prop_map(|((debit, credit), minor)| Draft::Hold(debit, credit, minor, false)),
        1 => (account(), account(), minor(), any::<bool>()).prop_map(|(debit, credit, minor, again)| Draft::Hold(debit, credit, minor, again)),
        4 => (any::<Index>(), prop_oneof![3 => Just(10_i64), 2 => 0..12_i64], any::<bool>(), prop_oneof![9 => Just(None), 1 => account().prop_map(Some)])
            .prop_map(|(hold, tenths, posts, account)| Draft::Resolve(hold, tenths, posts, account)),
    ]
}

/// The books as a child would keep them: what was paid, and a list of what is promised.
#[derive(Default)]
struct Model {
    paid: BTreeMap<Account, i128>,
    promised: Vec<(TransferId, Account, Account, i64, bool)>,
}

impl Model {
    fn spendable(&self, account: Account) -> i128 {
        let promised = self.promised.iter().filter(|hold| hold.4 && hold.1 == account).map(|hold| i128::from(hold.3));
        self.paid.get(&account).copied().unwrap_or(0) - promised.sum::<i128>()
    }

    fn pay(&mut self, debit: Account, credit: Account, minor: i64) {
        *self.paid.entry(debit).or_default() -= i128::from(minor);
        *self.paid.entry(credit).or_default() += i128::from(minor);
    }

    /// Whether the transfer may happen; if so it has.
    fn accepts(&mut self, unit: Unit, transfer: &Transfer) -> bool {
        let minor = transfer.amount.minor();
        let (debit, credit) = (transfer.debit, transfer.credit);
        if minor <= 0 || debit == credit {
            return false;
        }
        if [debit, credit].iter().any(|account| unit_of(unit, *account) != transfer.amount.unit()) {
            return false;
        }
        let affordable = !debit.is_purse() || self.spendable(debit) >= i128::from(minor);
        match transfer.phase {
            Phase::Direct if affordable => self.pay(debit, credit, minor),
            Phase::Hold if affordable && !self.promised.iter().any(|hold| hold.4 && hold.0 == transfer.id) => {
                self.promised.push((transfer.id, debit, credit, minor, true));
            }
            Phase::Post { hold } | Phase::Void { hold } => {
                let posts = matches!(transfer.phase, Phase::Post { .. });
                let found = self.promised.iter_mut().find(|open| open.4 && open.0 == hold);
                let Some(open) = found else { return false };
                if (open.1, open.2) != (debit, credit) || minor > open.3 || (!posts && minor != open.3) {
                    return false;
                }
                open.4 = false;
                if posts {
                    self.pay(debit, credit, minor);
                }
            }
            _ => return false,
        }
        true
    }
}

fn unit_of(unit: Unit, account: Account) -> Unit {
    match account {
        Account::Deposits | Account::Own | Account::OwnDelivered => Unit::EuroCent,
        _ => unit,
    }
}

fn transfer(n: u64, unit: Unit, draft: &Draft, model: &Model) -> Transfer {
    let id = |n| TransferId(testing::number(0x0e, n));
    let make = |id, debit, credit, amount, phase| Transfer {
        id,
        debit,
        credit,
        amount,
        phase,
        reason: Reason::Correction,
        line: None,
        op: Some(testing::op_id(n)),
        at: Timestamp(i64::try_from(n).unwrap()),
        day: testing::day("2026-11-16"),
    };
    match draft {
        Draft::Direct(debit, credit, minor, other) => {
            let unit = other.unwrap_or(unit_of(unit, *debit));
            make(id(n), *debit, *credit, Amount::new(unit, *minor), Phase::Direct)
        }
        Draft::Hold(debit, credit, minor, again) => {
            let used = model.promised.last().filter(|_| *again).map(|hold| hold.0);
            let amount = Amount::new(unit_of(unit, *debit), *minor);
            make(used.unwrap_or(id(n)), *debit, *credit, amount, Phase::Hold)
        }
        Draft::Resolve(index, tenths, posts, account) => {
            let unknown = (id(u64::from(u32::MAX)), Account::Cup, Account::Delivered, 10, false);
            let hold = if model.promised.is_empty() { &unknown } else { index.get(&model.promised) };
            let minor = i64::try_from(i128::from(hold.3) * i128::from(*tenths) / 10).unwrap_or(hold.3);
            let phase = if *posts { Phase::Post { hold: hold.0 } } else { Phase::Void { hold: hold.0 } };
            let amount = Amount::new(unit_of(unit, hold.1), minor);
            make(id(n), account.unwrap_or(hold.1), hold.2, amount, phase)
        }
    }
}

pub fn books_are_the_fold_of_their_journal(run: &Run) -> Result<(), String> {
    run.check(&(any_unit(), vec(draft(), 1..60)), |(unit, drafts)| -> Case {
        let mut books = Books::open(unit);
        let mut model = Model::default();
        let mut journal = Vec::new();
        for (n, draft) in (1..).zip(&drafts) {
            let transfer = transfer(n, unit, draft, &model);
            let before = books.clone();
            let applied = books.apply(&transfer);
            let expected = model.accepts(unit, &transfer);
            prop_assert_eq!(applied.is_ok(), expected, "{:?} gave {:?}", transfer, applied);
            if applied.is_err() {
                prop_assert_eq!(&books, &before, "a refused transfer changes nothing");
                run.meet("refused");
                continue;
            }
            journal.push(transfer.clone());
            run.meet(match transfer.phase {
                Phase::Direct => "direct",
                Phase::Hold => "hold",
                Phase::Post { hold } if before.holds[&hold].amount != transfer.amount => "partial post",
                Phase::Post { .. } => "post",
                Phase::Void { .. } => "void",
            });
            check_books(unit, &books, &model)?;
        }
        prop_assert_eq!(Books::fold(unit, &journal), Ok(books.clone()));
        let resolved: Vec<_> = journal.iter().filter_map(|transfer| transfer.phase.resolves()).collect();
        let holds = journal.iter().filter(|transfer| transfer.phase == Phase::Hold).count();
        prop_assert_eq!(holds, resolved.len() + books.holds.len(), "a hold is open or resolved once");
        let text = serde_json::to_string(&(&books, &journal)).unwrap();
        prop_assert_eq!(serde_json::from_str::<(Books, Vec<Transfer>)>(&text).unwrap(), (books, journal));
        Ok(())
    })?;
    run.demand(&["refused", "direct", "hold", "post", "partial post", "void"])
}

fn check_books(unit: Unit, books: &Books, model: &Model) -> Case {
    for kind in [Unit::EuroCent, Unit::Minute, Unit::Point] {
        let of_unit = || books.balances.values().filter(|balance| balance.unit == kind);
        let posted: i128 =
            of_unit().map(|balance| i128::from(balance.credits_posted) - i128::from(balance.debits_posted)).sum();
        let pending: i128 =
            of_unit().map(|balance| i128::from(balance.credits_pending) - i128::from(balance.debits_pending)).sum();
        prop_assert_eq!((posted, pending), (0, 0), "the accounts in {:?} sum to zero", kind);
    }
    for account in Account::ALL {
        let balance = books.balance(account).unwrap();
        prop_assert_eq!(balance.unit, unit_of(unit, account));
        let counts = [balance.debits_pending, balance.debits_posted, balance.credits_pending, balance.credits_posted];
        prop_assert!(counts.iter().all(|count| *count >= 0), "{account:?} counts below zero");
        if account.is_purse() {
            prop_assert_eq!(i128::from(books.spendable(account).minor()), model.spendable(account));
            prop_assert!(!books.spendable(account).is_negative(), "{account:?} is overdrawn");
        }
    }
    let open: BTreeSet<_> = model.promised.iter().filter(|hold| hold.4).map(|hold| (hold.0, hold.3)).collect();
    let holds: BTreeSet<_> = books.holds.iter().map(|(id, hold)| (*id, hold.amount.minor())).collect();
    prop_assert_eq!(holds, open);
    Ok(())
}

pub fn the_chain_binds_every_transfer_to_all_before_it(run: &Run) -> Result<(), String> {
    let household = testing::household_id(1);
    let chain = |journal: &[Transfer]| {
        (0..)
            .zip(journal)
            .fold([0; 32], |before, (sequence, transfer)| chain_hash(&before, household, sequence, transfer))
    };
    run.check(&(vec(draft(), 2..12), any::<Index>(), 0..9_u8), |(drafts, index, field)| -> Case {
        let model = Model::default();
        let journal: Vec<_> = (1..).zip(&drafts).map(|(n, draft)| transfer(n, Unit::Point, draft, &model)).collect();
        let mut changed = journal.clone();
        let at = index.index(journal.len());
        let one = &mut changed[at];
        match field {
            0 => one.id = TransferId(testing::number(0x0f, 1)),
            1 => one.debit = if one.debit == Account::Cup { Account::Own } else { Account::Cup },
            2 => one.amount = Amount::new(one.amount.unit(), one.amount.minor() ^ 1),
            3 => one.phase = if one.phase == Phase::Hold { Phase::Direct } else { Phase::Hold },
            4 => one.reason = Reason::Lapse,
            5 => one.op = None,
            6 => one.at = Timestamp(-1),
            7 => one.day = one.day.plus_days(1),
            _ => one.line = Some((testing::order_id(1), testing::line_id(1))),
        }
        prop_assert_ne!(chain(&journal), chain(&changed), "a changed field shows");
        prop_assert_ne!(chain(&journal), chain(&journal[..journal.len() - 1]), "a missing last transfer shows");
        changed.clone_from(&journal);
        changed.swap(0, 1);
        prop_assert_ne!(chain(&journal), chain(&changed), "a swapped order shows");
        Ok(())
    })
}
