//! The change of period and of day: what is left is carried over or lapses, the next grant is booked, and a grant whose
//! facts changed (another indication, a stay in hospital) is corrected. Run at the start, every night and after an import;
//! a household that is up to date is left alone, so it may run as often as one likes.

use crate::clock::Clock;
use crate::exchange::ids::{grant_id, period_transfer};
use crate::store::{Store, StoreError};
use domain::amount::Amount;
use domain::budget::{BudgetError, BudgetFacts, BudgetPolicy, Tariff, carry_over, waterfall};
use domain::calendar::Day;
use domain::household::{CurrentBudget, Household};
use domain::ids::TransferId;
use domain::ledger::{Account, LedgerError, Phase, Reason, Transfer};
use domain::sync::Now;
use std::time::Duration;

/// What one run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RolledOver {
    /// Households that went to a next period, or whose grant was corrected.
    pub households: usize,
    /// Households where a clearance ended, or someone went away or came back.
    pub refreshed: usize,
    /// Households whose budget could not be worked out; the log says why.
    pub failed: usize,
}

/// Brings every household to the period of today.
pub async fn roll_over(store: &Store, now: Now) -> Result<RolledOver, StoreError> {
    let done = store.roll_over(now).await?;
    store.forget_old_sign_ins(now.at).await?;
    store.forget_old_shifts(now.at).await?;
    if done != RolledOver::default() {
        tracing::info!(households = done.households, refreshed = done.refreshed, failed = done.failed, "a new day");
    }
    Ok(done)
}

/// Runs at once and then whenever a new day has begun, until the program ends. What fails is tried again.
pub async fn every_day(store: Store, clock: Clock) {
    let mut done = None;
    loop {
        let now = clock.now();
        if done != Some(now.local.day) {
            match roll_over(&store, now).await {
                Ok(_) => done = Some(now.local.day),
                Err(error) => tracing::error!(%error, "the change of day did not work out; it is tried again"),
            }
        }
        tokio::time::sleep(Duration::from_secs(30)).await;
    }
}

#[derive(Debug, thiserror::Error)]
pub enum RollOverError {
    #[error(transparent)]
    Budget(#[from] BudgetError),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<domain::amount::AmountError> for RollOverError {
    fn from(error: domain::amount::AmountError) -> Self {
        Self::Ledger(error.into())
    }
}

/// Takes a household to the period of today and makes its grant what the facts say, in memory. Returns what to book, in
/// order; `sequence` is the number of transfers that it has.
pub fn bring_up_to_date(
    household: &mut Household,
    facts: &BudgetFacts,
    tariffs: &[Tariff],
    policy: &BudgetPolicy,
    sequence: i64,
    now: Now,
) -> Result<Vec<Transfer>, RollOverError> {
    let mut booked = Vec::new();
    while household.budget.period.end <= now.local.day {
        let ended = &household.budget;
        let split = carry_over(ended.granted, ended.carried, household.cup_left(), policy.carry_over)?;
        let period = policy.period.period_of(ended.period.end);
        let next = waterfall(facts, tariffs, policy, period)?;
        let lapse_id = period_transfer(household.id, "lapse", ended.period.start);
        let lapsed_on = ended.period.last_day();
        let id = household.id;
        book(household, &mut booked, Move::Lapse, lapse_id, split.lapsed, lapsed_on, now)?;
        book(household, &mut booked, Move::Grant, grant_id(id, period.start), next.granted, period.start, now)?;
        household.budget =
            CurrentBudget { period, granted: next.granted, carried: split.carried, waterfall: Some(next) };
    }
    let wanted = waterfall(facts, tariffs, policy, household.budget.period)?;
    let granted = household.budget.granted;
    let (more, less) = (wanted.granted.minus(granted)?, granted.minus(wanted.granted)?);
    let correction = format!("correction-{sequence}");
    let id = period_transfer(household.id, &correction, household.budget.period.start);
    if more.is_positive() {
        book(household, &mut booked, Move::More, id, more, now.local.day, now)?;
        household.budget.granted = wanted.granted;
    } else if less.is_positive() {
        // What was spent or ordered is not taken back: until it comes back into the cup, the house bears it.
        let left = household.cup_left();
        let less = if left.covers(less) { less } else { left };
        book(household, &mut booked, Move::Less, id, less, now.local.day, now)?;
        household.budget.granted = granted.minus(less)?;
    }
    household.budget.waterfall = Some(wanted);
    Ok(booked)
}

#[derive(Clone, Copy)]
enum Move {
    Grant,
    Lapse,
    More,
    Less,
}

fn book(
    household: &mut Household,
    booked: &mut Vec<Transfer>,
    kind: Move,
    id: TransferId,
    amount: Amount,
    day: Day,
    now: Now,
) -> Result<(), LedgerError> {
    if !amount.is_positive() {
        return Ok(());
    }
    let (debit, credit, reason) = match kind {
        Move::Grant => (Account::Funding, Account::Cup, Reason::Grant),
        Move::Lapse => (Account::Cup, Account::Lapsed, Reason::Lapse),
        Move::More => (Account::Funding, Account::Cup, Reason::Correction),
        Move::Less => (Account::Cup, Account::Funding, Reason::Correction),
    };
    let transfer =
        Transfer { id, debit, credit, amount, phase: Phase::Direct, reason, line: None, op: None, at: now.at, day };
    household.books.apply(&transfer)?;
    booked.push(transfer);
    Ok(())
}
