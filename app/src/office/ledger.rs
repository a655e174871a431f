//! The ledger of one resident: every transfer with both accounts, what was left afterwards, and its link in the chain.
//! A transfer opens to its cause; a reservation and what resolved it lead to each other.

use super::activity::{LedgerEntry, line_of};
use super::figures::{count, figure};
use super::head::{Named, head};
use super::orders::{actor_name, moment};
use super::pager::pager;
use super::selection::{PAGE_SIZE, address};
use super::statement::what;
use crate::t;
use crate::ui::Glyph;
use crate::words::{Words, amount, clock, day_long, day_short, local};
use domain::amount::Amount;
use domain::catalogue::Catalogue;
use domain::household::Household;
use domain::ids::{HouseholdId, TransferId};
use domain::ledger::{Account, Books, Phase, Reason, Transfer};
use domain::sync::Now;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Columns of the table.
const WIDTH: &str = "9";

/// A link to a transfer that opens it.
pub fn link(words: Words, household: HouseholdId, sequence: i64) -> impl IntoView + use<> {
    view! { <a href=opened_address(household, sequence)>{t!(words, "office-number", number = sequence.to_string())}</a> }
}

fn opened_address(household: HouseholdId, sequence: i64) -> String {
    format!("/office/resident/{household}?transfer={sequence}#t-{sequence}")
}

pub fn reason_name(words: Words, reason: Reason) -> String {
    match reason {
        Reason::Grant => t!(words, "office-reason-grant"),
        Reason::CarriedOver => t!(words, "office-reason-carried"),
        Reason::Lapse => t!(words, "office-reason-lapse"),
        Reason::Deposit => t!(words, "office-reason-deposit"),
        Reason::Order => t!(words, "office-reason-order"),
        Reason::Delivery => t!(words, "office-reason-delivery"),
        Reason::NoShow => t!(words, "office-reason-no-show"),
        Reason::Cancellation => t!(words, "office-reason-cancellation"),
        Reason::Decline => t!(words, "office-reason-decline"),
        Reason::Correction => t!(words, "office-reason-correction"),
    }
}

pub fn account_name(words: Words, account: Account) -> String {
    match account {
        Account::Funding => t!(words, "office-account-funding"),
        Account::Cup => t!(words, "office-account-cup"),
        Account::Delivered => t!(words, "office-account-delivered"),
        Account::Lapsed => t!(words, "office-account-lapsed"),
        Account::Deposits => t!(words, "office-account-deposits"),
        Account::Own => t!(words, "office-account-own"),
        Account::OwnDelivered => t!(words, "office-account-own-delivered"),
    }
}

fn phase_name(words: Words, phase: Phase) -> String {
    match phase {
        Phase::Direct => t!(words, "office-phase-direct"),
        Phase::Hold => t!(words, "office-phase-hold"),
        Phase::Post { .. } => t!(words, "office-phase-post"),
        Phase::Void { .. } => t!(words, "office-phase-void"),
    }
}

fn phase_meaning(words: Words, phase: Phase) -> String {
    match phase {
        Phase::Direct => t!(words, "office-phase-direct-means"),
        Phase::Hold => t!(words, "office-phase-hold-means"),
        Phase::Post { .. } => t!(words, "office-phase-post-means"),
        Phase::Void { .. } => t!(words, "office-phase-void-means"),
    }
}

/// The purse that a transfer touches.
const fn purse(transfer: &Transfer) -> Account {
    match (transfer.debit, transfer.credit) {
        (Account::Own, _) | (_, Account::Own) => Account::Own,
        _ => Account::Cup,
    }
}

/// What could be spent from the touched purse after each entry; `None` from where the journal does not add up.
fn running(household: &Household, journal: &[LedgerEntry]) -> Vec<Option<Amount>> {
    let mut books = Some(Books::open(household.budget.granted.unit()));
    journal
        .iter()
        .map(|entry| {
            let mut after = books.take()?;
            after.apply(&entry.transfer).ok()?;
            let left = after.spendable(purse(&entry.transfer));
            books = Some(after);
            Some(left)
        })
        .collect()
}

/// Which entry resolved which reservation, both ways.
#[derive(Default)]
struct Links {
    sequence: BTreeMap<TransferId, i64>,
    resolved: BTreeMap<TransferId, i64>,
}

impl Links {
    fn of(journal: &[LedgerEntry]) -> Self {
        let mut links = Self::default();
        for entry in journal {
            links.sequence.insert(entry.transfer.id, entry.sequence);
            if let Some(hold) = entry.transfer.phase.resolves() {
                links.resolved.insert(hold, entry.sequence);
            }
        }
        links
    }

    /// The other half: of a reservation what resolved it, of a resolution its reservation.
    fn other(&self, transfer: &Transfer) -> Option<i64> {
        match transfer.phase {
            Phase::Hold => self.resolved.get(&transfer.id).copied(),
            Phase::Post { hold } | Phase::Void { hold } => self.sequence.get(&hold).copied(),
            Phase::Direct => None,
        }
    }
}

pub fn ledger(
    words: Words,
    household: &Household,
    catalogue: &Catalogue,
    journal: &[LedgerEntry],
    page: Option<usize>,
    opened: Option<i64>,
    now: Now,
) -> AnyView {
    if journal.is_empty() {
        return view! { <p class="panel">{t!(words, "office-no-transfers")}</p> }.into_any();
    }
    let links = Links::of(journal);
    let left = running(household, journal);
    let pages = journal.len().div_ceil(PAGE_SIZE);
    // Oldest first, so the newest are on the last page; an opened transfer is on its own page.
    let position = opened.and_then(|opened| journal.iter().position(|entry| entry.sequence == opened));
    let page = position.map(|position| position / PAGE_SIZE + 1).or(page).unwrap_or(pages).clamp(1, pages);
    let path = format!("/office/resident/{}", household.id);
    let rows: Vec<_> = journal
        .iter()
        .zip(left)
        .skip((page - 1) * PAGE_SIZE)
        .take(PAGE_SIZE)
        .map(|(entry, left)| {
            let is_open = opened == Some(entry.sequence);
            let detail = is_open.then(|| detail(words, household, entry, &links, now));
            let what = what(words, household, catalogue, entry);
            view! {
                {row(words, household, entry, what, left, page, is_open, now)}
                {detail}
            }
        })
        .collect();
    view! {
        <div class="grid" tabindex="0" role="region" aria-label=t!(words, "office-ledger-table")>
            <table class="ledger">
                <caption class="visually-hidden">{t!(words, "office-ledger-table")}</caption>
                {head(vec![Named::Number(t!(words, "office-number-short")), Named::Text(t!(words, "office-when")), Named::Text(t!(words, "office-what")), Named::Text(t!(words, "office-debit")), Named::Text(t!(words, "office-credit")), Named::Text(t!(words, "office-phase")), Named::Number(t!(words, "office-amount")), Named::Number(t!(words, "office-left-after")), Named::Text(t!(words, "office-hash"))])}
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="block-note">{t!(words, "office-transfers-count", count = count(journal.len()))}</p>
        {pager(words, pages, page, |page| {
            format!("{}#ledger", address(&path, &[("page", page.to_string())]))
        })}
    }
    .into_any()
}

fn when(words: Words, transfer: &Transfer, now: Now) -> String {
    match local(transfer.at, now) {
        Some(at) if at.day == transfer.day => format!("{}, {}", day_short(words, at.day), clock(words, at.time)),
        // Booked on another day than the one it counts for.
        _ => day_short(words, transfer.day),
    }
}

#[expect(clippy::too_many_arguments, reason = "one argument for each thing that a row shows")]
fn row(
    words: Words,
    household: &Household,
    entry: &LedgerEntry,
    what: String,
    left: Option<Amount>,
    page: usize,
    is_open: bool,
    now: Now,
) -> impl IntoView + use<> {
    let transfer = &entry.transfer;
    let sequence = entry.sequence;
    let href = if is_open {
        format!("/office/resident/{}?page={page}#t-{sequence}", household.id)
    } else {
        opened_address(household.id, sequence)
    };
    let class = if is_open { "is-open" } else { "" };
    let glyph = if is_open { "chevron-down" } else { "chevron-right" };
    let hash: String = entry.hash.chars().take(8).collect();
    view! {
        <tr class=class id=format!("t-{sequence}")>
            <td class="num">{sequence.to_string()}</td>
            <td class="keep">{when(words, transfer, now)}</td>
            <th scope="row">
                <a class="opener" href=href aria-expanded=if is_open { "true" } else { "false" }>
                    <Glyph name=glyph />
                    {what}
                    <span class="visually-hidden">" " {t!(words, "office-number", number = sequence.to_string())}</span>
                </a>
            </th>
            <td>{account_name(words, transfer.debit)}</td>
            <td>{account_name(words, transfer.credit)}</td>
            <td>{phase_name(words, transfer.phase)}</td>
            <td class="num">{figure(words, transfer.amount)}</td>
            <td class="num">{left.map_or_else(|| "–".to_owned(), |left| figure(words, left))}</td>
            <td class="hash">{hash}</td>
        </tr>
    }
}

fn detail(words: Words, household: &Household, entry: &LedgerEntry, links: &Links, now: Now) -> impl IntoView + use<> {
    let transfer = &entry.transfer;
    let fact = |name: String, value: AnyView| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let other = match (transfer.phase, links.other(transfer)) {
        (Phase::Direct, _) => None,
        (Phase::Hold, None) => Some((t!(words, "office-resolved-by"), t!(words, "office-still-open").into_any())),
        (Phase::Hold, Some(other)) => {
            Some((t!(words, "office-resolved-by"), link(words, household.id, other).into_any()))
        }
        (_, Some(other)) => Some((t!(words, "office-resolves"), link(words, household.id, other).into_any())),
        (_, None) => None,
    };
    let order = line_of(household, transfer).map(|(order, line)| {
        let placed = local(order.placed_at, now).map(|at| moment(words, at)).unwrap_or_default();
        let by = t!(words, "office-placed-by-on", who = actor_name(words, &order.placed_by), when = placed);
        let href = format!("#line-{}", line.id);
        let text = t!(
            words,
            "office-line-of",
            quantity = line.quantity,
            price = amount(words, line.unit_price),
            when = moment(words, line.moment)
        );
        view! {
            <a href=href>{text}</a>
            <br />
            {by}
        }
        .into_any()
    });
    let cause = match (&transfer.op, transfer.line) {
        (Some(op), _) => op.to_string(),
        (None, _) => t!(words, "office-by-the-house"),
    };
    view! {
        <tr>
            <td class="open-cell" colspan=WIDTH>
                <dl class="particulars">
                    {fact(t!(words, "office-phase"), phase_meaning(words, transfer.phase).into_any())}
                    {other.map(|(name, value)| fact(name, value))}
                    {order.map(|order| fact(t!(words, "office-order-line"), order))}
                    {fact(t!(words, "office-counts-for"), day_long(words, transfer.day).into_any())}
                    {fact(t!(words, "office-operation"), view! { <span class="hash">{cause}</span> }.into_any())}
                    {fact(
                        t!(words, "office-transfer-id"),
                        view! { <span class="hash">{transfer.id.to_string()}</span> }.into_any(),
                    )}
                    {fact(
                        t!(words, "office-hash"),
                        view! { <span class="hash">{entry.hash.clone()}</span> }.into_any(),
                    )}
                </dl>
            </td>
        </tr>
    }
}
