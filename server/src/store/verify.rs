//! The books are recomputed from the journal: balances, hash chain, open reservations against open lines. What does not
//! match freezes that household, and only that one, until someone has looked.

use super::audit::LogReport;
use super::db::Tx;
use super::household::{self, Chain, Key, OperationsEnd};
use super::value::Row;
use super::{Store, StoreError, feed, ledger, operation_log, order};
use domain::amount::Unit;
use domain::ids::{HouseholdId, TransferId};
use domain::ledger::{Account, Books, Hold, Transfer, chain_hash};
use domain::sync::Now;
use futures::{StreamExt, stream};
use std::collections::BTreeMap;

/// What a check of all books found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    pub households: usize,
    pub transfers: usize,
    /// Each of these households is frozen now.
    pub mismatches: Vec<Mismatch>,
    /// Households whose operations are not what was recorded. Their books may be right: they are not frozen.
    pub changed_operations: Vec<Mismatch>,
    /// The log of who looked; nothing is frozen for it.
    pub log: LogReport,
    pub pictures: usize,
    /// Pictures that are missing or not what they were, by the name of their file. They come back with the next import.
    pub damaged_pictures: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    pub household: HouseholdId,
    /// The home's own code, such as `R01`.
    pub code: String,
    /// For the operator.
    pub what: String,
}

/// So many households are read at the same time, so that the shop keeps connections for its visitors.
const AT_ONCE: usize = 4;
const SAY_EVERY: usize = 250;

/// One household whose books were recomputed.
struct Checked {
    key: Key,
    code: String,
    transfers: usize,
    mismatch: Option<String>,
    changed_operations: Option<String>,
}

impl Store {
    /// Checks the books of every household, one reading transaction each, while everyone else goes on working.
    pub async fn verify(&self, _now: Now) -> Result<VerifyReport, StoreError> {
        self.verify_and_say(|_, _| {}).await
    }

    /// As [`Store::verify`]; `say` hears now and then how many of how many households were checked.
    pub async fn verify_and_say(&self, say: impl Fn(usize, usize)) -> Result<VerifyReport, StoreError> {
        let ids = household::all_ids(&mut self.inner.db.single().await?).await?;
        let all = ids.len();
        let mut report = VerifyReport::default();
        let mut checks = stream::iter(ids.into_iter().map(|id| self.verify_one(id))).buffered(AT_ONCE);
        while let Some(checked) = checks.next().await {
            let Some(checked) = checked? else { continue };
            let Checked { key, code, transfers, mismatch, changed_operations } = checked;
            report.households += 1;
            report.transfers += transfers;
            if report.households.is_multiple_of(SAY_EVERY) {
                say(report.households, all);
            }
            if let Some(what) = changed_operations {
                let household = key.household;
                tracing::error!(%household, what, "what was done does not match its chain");
                report.changed_operations.push(Mismatch { household, code: code.clone(), what });
            }
            if let Some(what) = mismatch {
                let household = key.household;
                tracing::error!(%household, what, "the books do not match the journal; the household is frozen");
                report.mismatches.push(Mismatch { household, code, what });
                self.freeze(key, true).await?;
            }
        }
        report.log = self.verify_log().await?;
        if let Some(what) = &report.log.broken {
            tracing::error!(what, "the log of who looked does not match its chain");
        }
        (report.pictures, report.damaged_pictures) = self.verify_pictures().await?;
        Ok(report)
    }

    /// `None` for a household that is gone.
    async fn verify_one(&self, id: HouseholdId) -> Result<Option<Checked>, StoreError> {
        let mut tx = self.inner.db.read().await?;
        let Some(row) = household::row_with_books(&mut tx, id).await? else { return Ok(None) };
        let row = &row;
        let (key, code) = (Key::of(row)?, row.text("code")?);
        let (transfers, mismatch) = check(&mut tx, row).await?;
        let kept = OperationsEnd::of(row)?;
        let place = (key.location, key.household);
        let changed_operations = operation_log::check(&mut tx, place, kept, row.int("operations_before")?).await?;
        tx.finish().await?;
        Ok(Some(Checked { key, code, transfers, mismatch, changed_operations }))
    }

    /// After someone has looked and repaired: the household may change again.
    pub async fn unfreeze(&self, household: HouseholdId) -> Result<bool, StoreError> {
        let row = household::row_with_books(&mut self.inner.db.single().await?, household).await?;
        let Some(row) = row else { return Ok(false) };
        self.freeze(Key::of(&row)?, false).await
    }

    async fn freeze(&self, key: Key, frozen: bool) -> Result<bool, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let changed = household::set_frozen(tx, &key, frozen).await?;
                if changed {
                    feed::note(tx, key.location, key.ward, key.household).await?;
                }
                Ok(changed)
            })
        })
        .await
    }
}

/// How many transfers there are, and the first thing that does not match.
async fn check(tx: &mut Tx, row: &Row) -> Result<(usize, Option<String>), StoreError> {
    let key = Key::of(row)?;
    let unit = row.code("unit", Unit::from_code)?;
    let kept_chain = Chain { transfers: row.int("transfers")?, hash: row.hash("chain")? };
    let entries = match ledger::journal(tx, key.location, key.household).await {
        Ok(entries) => entries,
        // A journal that cannot even be read is a mismatch, not a reason to stop looking at the others.
        Err(StoreError::Inconsistent { place, why }) => return Ok((0, Some(format!("{place}: {why}")))),
        Err(error) => return Err(error),
    };
    let count = entries.len();

    let mut chain = Chain { transfers: 0, hash: [0; 32] };
    for entry in &entries {
        let expected = chain_hash(&chain.hash, key.household, chain.transfers + 1, &entry.transfer);
        if entry.sequence != chain.transfers + 1 || entry.previous_hash != chain.hash || entry.hash != expected {
            return Ok((count, Some(format!("the hash chain breaks at transfer {}", entry.sequence))));
        }
        chain = Chain { transfers: entry.sequence, hash: expected };
    }
    if chain != kept_chain {
        return Ok((count, Some("the journal does not end where the household says it does".to_owned())));
    }

    let transfers: Vec<Transfer> = entries.into_iter().map(|entry| entry.transfer).collect();
    let books = match Books::fold(unit, &transfers) {
        Ok(books) => books,
        Err(error) => return Ok((count, Some(format!("the journal breaks the rules: {error}")))),
    };
    let kept = ledger::accounts(tx, key.location, key.household).await?;
    for (account, balance) in &books.balances {
        let kept = kept.get(account).copied().unwrap_or(domain::ledger::Balance::empty(balance.unit));
        if kept != *balance {
            return Ok((count, Some(format!("the account {} does not match the journal", account.code()))));
        }
    }
    if let Some(unit) = unbalanced(&books) {
        return Ok((count, Some(format!("the accounts in {} do not add up to nothing", unit.code()))));
    }
    let open = order::open_lines(tx, key.location, key.household).await?;
    let reserved: BTreeMap<TransferId, Hold> = open.iter().filter_map(order::reservation).collect();
    let what = (reserved != books.holds).then(|| "open reservations and open orders do not match".to_owned());
    Ok((count, what))
}

/// The first unit whose accounts do not add up to zero, posted or pending.
fn unbalanced(books: &Books) -> Option<Unit> {
    [Unit::EuroCent, Unit::Minute, Unit::Point].into_iter().find(|unit| {
        let of_unit = Account::ALL.iter().filter_map(|account| books.balances.get(account)).filter(|b| b.unit == *unit);
        let (posted, pending) = of_unit.fold((0_i128, 0_i128), |(posted, pending), balance| {
            (
                posted + i128::from(balance.credits_posted) - i128::from(balance.debits_posted),
                pending + i128::from(balance.credits_pending) - i128::from(balance.debits_pending),
            )
        });
        (posted, pending) != (0, 0)
    })
}
