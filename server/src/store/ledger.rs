//! The journal and what it adds up to. A transfer is written once; the accounts it touches are rewritten in the same
//! transaction.

use super::StoreError;
use super::db::Tx;
use super::household::Chain;
use super::statement::statements;
use super::value::{Row, values};
use crate::hex::hex;
use domain::amount::{Amount, Unit};
use domain::calendar::Timestamp;
use domain::household::Household;
use domain::ids::{HouseholdId, LineId, LocationId, OpId, OrderId, TransferId};
use domain::ledger::{Account, Balance, Phase, Reason, Transfer, chain_hash};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

statements! {
    INSERT_TRANSFERS = "INSERT INTO transfer (location_id, household_id, sequence, transfer_id, debit, credit, unit, amount,
        phase, hold_id, reason, order_id, line_id, op_id, at, day, previous_hash, hash) VALUES {rows}";
    UPSERT_ACCOUNTS = "INSERT INTO account (location_id, household_id, account, unit, debits_pending, debits_posted,
            credits_pending, credits_posted) VALUES {rows}
        ON CONFLICT (location_id, household_id, account) DO UPDATE SET
            debits_pending = excluded.debits_pending, debits_posted = excluded.debits_posted,
            credits_pending = excluded.credits_pending, credits_posted = excluded.credits_posted";
    JOURNAL = "SELECT sequence, transfer_id, debit, credit, unit, amount, phase, hold_id, reason, order_id, line_id, op_id,
            at, day, previous_hash, hash
        FROM transfer WHERE location_id = $1 AND household_id = $2 ORDER BY sequence";
    KNOWN_TRANSFERS = "SELECT transfer_id FROM transfer
        WHERE location_id = $1 AND household_id = $2 AND transfer_id IN ({list})";
    ACCOUNTS = "SELECT account, unit, debits_pending, debits_posted, credits_pending, credits_posted FROM account
        WHERE location_id = $1 AND household_id = $2";
}

/// One transfer with its place in the household's hash chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalEntry {
    pub sequence: i64,
    pub transfer: Transfer,
    /// 64 hexadecimal digits each.
    pub previous_hash: String,
    pub hash: String,
}

/// Appends transfers to the journal and rewrites the accounts they touch; `household` has applied them already.
/// Returns the new end of the chain.
pub async fn append(
    tx: &mut Tx,
    household: &Household,
    chain: Chain,
    transfers: &[&Transfer],
) -> Result<Chain, StoreError> {
    let mut chain = chain;
    let mut touched: BTreeSet<Account> = BTreeSet::new();
    let mut rows = Vec::with_capacity(transfers.len());
    for transfer in transfers {
        let sequence = chain.transfers + 1;
        let hash = chain_hash(&chain.hash, household.id, sequence, transfer);
        rows.push(values![
            household.location,
            household.id,
            sequence,
            transfer.id,
            transfer.debit.code(),
            transfer.credit.code(),
            transfer.amount.unit(),
            transfer.amount,
            transfer.phase.code(),
            transfer.phase.resolves(),
            transfer.reason.code(),
            transfer.line.map(|(order, _)| order),
            transfer.line.map(|(_, line)| line),
            transfer.op,
            transfer.at,
            transfer.day,
            chain.hash,
            hash,
        ]);
        touched.extend([transfer.debit, transfer.credit]);
        chain = Chain { transfers: sequence, hash };
    }
    tx.send_rows(&INSERT_TRANSFERS, rows).await?;
    let mut accounts = Vec::with_capacity(touched.len());
    for account in touched {
        let balance = household.books.balance(account)?;
        accounts.push(values![
            household.location,
            household.id,
            account.code(),
            balance.unit,
            balance.debits_pending,
            balance.debits_posted,
            balance.credits_pending,
            balance.credits_posted,
        ]);
    }
    tx.send_rows(&UPSERT_ACCOUNTS, accounts).await?;
    Ok(chain)
}

/// A journal entry with its hashes as bytes.
pub struct Entry {
    pub sequence: i64,
    pub transfer: Transfer,
    pub previous_hash: [u8; 32],
    pub hash: [u8; 32],
}

impl From<Entry> for JournalEntry {
    fn from(entry: Entry) -> Self {
        Self {
            sequence: entry.sequence,
            transfer: entry.transfer,
            previous_hash: hex(&entry.previous_hash),
            hash: hex(&entry.hash),
        }
    }
}

/// The whole journal of a household, oldest first.
pub async fn journal(tx: &mut Tx, location: LocationId, household: HouseholdId) -> Result<Vec<Entry>, StoreError> {
    let rows = tx.fetch(&JOURNAL, values![location, household]).await?;
    rows.iter().map(entry_from_row).collect()
}

/// Which of these are in the journal already.
pub async fn known(
    tx: &mut Tx,
    location: LocationId,
    household: HouseholdId,
    transfers: &[Transfer],
) -> Result<BTreeSet<TransferId>, StoreError> {
    let mut known = BTreeSet::new();
    for some in transfers.chunks(500) {
        let ids = some.iter().map(|transfer| transfer.id);
        let rows = tx.fetch_list(&KNOWN_TRANSFERS, values![location, household], ids).await?;
        for row in &rows {
            known.insert(TransferId(row.uuid("transfer_id")?));
        }
    }
    Ok(known)
}

/// The balances as they are kept.
pub async fn accounts(
    tx: &mut Tx,
    location: LocationId,
    household: HouseholdId,
) -> Result<BTreeMap<Account, Balance>, StoreError> {
    let rows = tx.fetch(&ACCOUNTS, values![location, household]).await?;
    rows.iter()
        .map(|row| {
            let balance = Balance {
                unit: row.code("unit", Unit::from_code)?,
                debits_pending: row.int("debits_pending")?,
                debits_posted: row.int("debits_posted")?,
                credits_pending: row.int("credits_pending")?,
                credits_posted: row.int("credits_posted")?,
            };
            Ok((row.code("account", Account::from_code)?, balance))
        })
        .collect()
}

fn entry_from_row(row: &Row) -> Result<Entry, StoreError> {
    let hold = row.get::<Option<Uuid>>("hold_id")?.map(TransferId);
    let phase = match (row.text("phase")?.as_str(), hold) {
        ("direct", None) => Phase::Direct,
        ("hold", None) => Phase::Hold,
        ("post", Some(hold)) => Phase::Post { hold },
        ("void", Some(hold)) => Phase::Void { hold },
        (other, _) => return Err(StoreError::inconsistent("transfer.phase", other)),
    };
    let order = row.get::<Option<Uuid>>("order_id")?.map(OrderId);
    let line = row.get::<Option<Uuid>>("line_id")?.map(LineId);
    let transfer = Transfer {
        id: TransferId(row.uuid("transfer_id")?),
        debit: row.code("debit", Account::from_code)?,
        credit: row.code("credit", Account::from_code)?,
        amount: Amount::new(row.code("unit", Unit::from_code)?, row.int("amount")?),
        phase,
        reason: row.code("reason", Reason::from_code)?,
        line: order.zip(line),
        op: row.get::<Option<Uuid>>("op_id")?.map(OpId),
        at: Timestamp(row.int("at")?),
        day: row.day("day")?,
    };
    Ok(Entry {
        sequence: row.int("sequence")?,
        transfer,
        previous_hash: row.hash("previous_hash")?,
        hash: row.hash("hash")?,
    })
}
