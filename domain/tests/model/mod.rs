//! The properties of the domain, each checked against a model that is simpler than the rule: plain functions, so that
//! `properties.rs` can demand that they hold and `mutants.rs` that they fail when a mistake is switched on.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first thing that is not as expected"
)]

mod amounts;
mod budgets;
mod ledger;
mod orders;
mod places;
mod prices;
mod replica;
mod words;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// How a property begins that met too little; it has not found a mistake then.
pub const NEVER_MET: &str = "never met";

/// What a property answers for one generated case.
pub type Case = Result<(), TestCaseError>;

pub struct Property {
    pub name: &'static str,
    pub check: fn(&Run) -> Result<(), String>,
}

/// How often and from which seed a property is checked, and what it met on the way.
pub struct Run {
    pub seed: u64,
    pub cases: u32,
    /// Whether to look for the smallest case that fails.
    pub shrink: bool,
    ran: Cell<u32>,
    met: RefCell<BTreeMap<&'static str, u64>>,
}

impl Run {
    #[must_use]
    pub const fn new(seed: u64, cases: u32, shrink: bool) -> Self {
        Self { seed, cases, shrink, ran: Cell::new(0), met: RefCell::new(BTreeMap::new()) }
    }

    /// From `BEKERTJE_SEED` and `BEKERTJE_CASES`, else the same cases every time.
    #[must_use]
    pub fn from_environment(cases: u32, shrink: bool) -> Self {
        let number = |name: &str| std::env::var(name).ok().map(|value| value.parse::<u64>().expect(name));
        let cases = number("BEKERTJE_CASES").map_or(cases, |wanted| u32::try_from(wanted).expect("BEKERTJE_CASES"));
        Self::new(number("BEKERTJE_SEED").unwrap_or(1), cases, shrink)
    }

    /// Checks `test` on generated values. The same seed gives the same values.
    pub fn check<S: Strategy>(&self, strategy: &S, test: impl Fn(S::Value) -> Case) -> Result<(), String> {
        let config = Config {
            cases: self.cases,
            failure_persistence: None,
            max_shrink_iters: if self.shrink { 2_000 } else { 0 },
            ..Config::default()
        };
        let mut seed = [0_u8; 32];
        seed[..8].copy_from_slice(&self.seed.to_le_bytes());
        let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
        let before = self.ran.get();
        let counted = |value| {
            self.ran.set(self.ran.get() + 1);
            test(value)
        };
        let result = runner.run(strategy, counted).map_err(|error| match error {
            TestError::Fail(why, value) => format!("{}\nwith {value:?}", why.message()),
            TestError::Abort(why) => format!("stopped: {}", why.message()),
        });
        result?;
        if self.cases == 0 || self.ran.get() - before < self.cases {
            return Err(format!("ran {} of {} cases", self.ran.get() - before, self.cases));
        }
        Ok(())
    }

    /// Notes that something worth testing happened.
    pub fn meet(&self, what: &'static str) {
        *self.met.borrow_mut().entry(what).or_insert(0) += 1;
    }

    /// A property that never met what it is about has proven nothing.
    pub fn demand(&self, wanted: &[&'static str]) -> Result<(), String> {
        let met = self.met.borrow();
        let missing: Vec<_> = wanted.iter().filter(|what| met.get(*what).copied().unwrap_or(0) == 0).collect();
        if missing.is_empty() { Ok(()) } else { Err(format!("{NEVER_MET} {missing:?}; met {met:?}")) }
    }

    /// How many cases ran, and what was met.
    #[must_use]
    pub fn summary(&self) -> String {
        let met = self.met.borrow();
        let met: Vec<_> = met.iter().map(|(what, count)| format!("{what} {count}")).collect();
        format!("{} cases; {}", self.ran.get(), met.join(", "))
    }
}

macro_rules! properties {
    ($($area:ident :: $name:ident),* $(,)?) => {
        /// Every property; those that catch most for the least time first.
        pub const ALL: &[Property] = &[$(Property { name: stringify!($name), check: $area::$name },)*];
    };
}

properties! {
    amounts::units_never_mix,
    amounts::parts_add_up_to_the_whole,
    amounts::rounding_goes_the_named_way_by_less_than_one,
    words::what_is_written_is_read_back,
    prices::a_price_is_its_cost_rounded_up_once,
    prices::the_writing_that_began_last_counts,
    prices::only_offered_moments_outside_the_lead_time_can_be_chosen,
    budgets::a_budget_is_the_sum_of_its_days,
    budgets::cutting_a_period_in_two_changes_nothing,
    budgets::more_days_or_income_never_give_less,
    budgets::carry_over_spends_the_oldest_first,
    ledger::books_are_the_fold_of_their_journal,
    ledger::the_chain_binds_every_transfer_to_all_before_it,
    places::a_moment_never_holds_more_residents_than_it_has_places,
    orders::orders_keep_the_promises,
    replica::replicas_end_up_where_the_server_is,
    words::search_forgives_one_slip,
}
