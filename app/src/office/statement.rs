//! The statement of a period: granted, overhead, agreed package, spent, reserved, carried. Every line opens to its cause.

use super::activity::{LedgerEntry, Taken, delivered, line_of, ordered, sum};
use super::figures::euro_amount;
use super::head::{Named, head};
use super::selection::package;
use super::waterfall::{Part, becomes, dated, without};
use super::{ledger, orders};
use crate::t;
use crate::ui::Glyph;
use crate::words::{Words, amount, day_short};
use domain::amount::Amount;
use domain::budget::Waterfall;
use domain::catalogue::Catalogue;
use domain::household::Household;
use domain::ledger::Reason;
use leptos::prelude::*;

/// One line: what, how much, and what it is made of.
fn line(sign: &str, name: String, value: String, strong: bool, cause: AnyView) -> AnyView {
    let class = if strong { "statement-line is-strong" } else { "statement-line" };
    view! {
        <details class=class>
            <summary>
                <Glyph name="chevron-right" />
                <span>{name}</span>
                <span class="amount">{format!("{sign}{value}")}</span>
            </summary>
            <div class="statement-cause">{cause}</div>
        </details>
    }
    .into_any()
}

pub fn statement(
    words: Words,
    household: &Household,
    catalogue: &Catalogue,
    journal: &[LedgerEntry],
) -> impl IntoView + use<> {
    let budget = &household.budget;
    let unit = budget.granted.unit();
    let spent = delivered(words, household, catalogue, journal, budget.period);
    let open = ordered(words, household, catalogue, journal);
    let derivation = budget.waterfall.as_ref().map(|waterfall| derivation(words, waterfall));
    let left = household.cup_left();
    let of_the_cup = sum(unit, &spent).plus(sum(unit, &open)).and_then(|gone| gone.plus(left));
    let before = of_the_cup.and_then(|all| all.minus(household.cup_full())).unwrap_or(Amount::zero(unit));
    let ordered_before = before.is_positive().then(|| {
        let cause = view! { <p>{t!(words, "office-ordered-before-cause")}</p> };
        line("+ ", t!(words, "office-ordered-before"), amount(words, before), false, cause.into_any())
    });
    let mut lines = vec![
        line(
            "",
            t!(words, "office-granted-line"),
            amount(words, budget.granted),
            true,
            granted_cause(words, household, journal).into_any(),
        ),
        line(
            "+ ",
            t!(words, "office-carried-line"),
            amount(words, budget.carried),
            false,
            booked(words, household, journal, Reason::CarriedOver).into_any(),
        ),
        line(
            "− ",
            t!(words, "office-spent-line"),
            amount(words, sum(unit, &spent)),
            false,
            taken(words, household, &spent).into_any(),
        ),
        line(
            "− ",
            t!(words, "office-reserved-line"),
            amount(words, sum(unit, &open)),
            false,
            taken(words, household, &open).into_any(),
        ),
    ];
    lines.splice(2..2, ordered_before);
    view! {
        <div class="statement">
            {derivation} <div class="statement-part">{lines}</div>
            <p class="statement-left">
                <span>{t!(words, "office-left-line")}</span>
                <span class="amount">{amount(words, left)}</span>
            </p>
        </div>
    }
}

/// In euros: what comes in, what is shaken off, what is agreed, what is free.
fn derivation(words: Words, waterfall: &Waterfall) -> impl IntoView + use<> {
    let total = &waterfall.total;
    let lines = vec![
        line(
            "",
            t!(words, "office-income-line"),
            euro_amount(words, total.income),
            true,
            dated(words, waterfall, &[Part::Income]).into_any(),
        ),
        line(
            "− ",
            t!(words, "office-overhead-line"),
            euro_amount(words, total.overhead),
            false,
            dated(words, waterfall, &[Part::Overhead]).into_any(),
        ),
        line(
            "− ",
            t!(words, "office-package-line"),
            euro_amount(words, package(total)),
            false,
            dated(words, waterfall, &Part::PACKAGE).into_any(),
        ),
        line(
            "= ",
            t!(words, "office-free-line"),
            euro_amount(words, total.free),
            true,
            dated(words, waterfall, &[Part::Free]).into_any(),
        ),
    ];
    view! { <div class="statement-part">{lines}</div> }
}

fn granted_cause(words: Words, household: &Household, journal: &[LedgerEntry]) -> impl IntoView + use<> {
    let waterfall = household.budget.waterfall.as_ref().map(|waterfall| {
        view! {
            {becomes(words, waterfall).map(|text| view! { <p>{text}</p> })}
            {without(words, waterfall)}
        }
    });
    view! { {waterfall} {booked(words, household, journal, Reason::Grant)} }
}

/// The transfers of this period with one reason.
fn booked(words: Words, household: &Household, journal: &[LedgerEntry], reason: Reason) -> impl IntoView + use<> {
    let period = household.budget.period;
    let rows: Vec<_> = journal
        .iter()
        .filter(|entry| entry.transfer.reason == reason && period.contains(entry.transfer.day))
        .map(|entry| {
            view! {
                <tr>
                    <th scope="row">{ledger::reason_name(words, entry.transfer.reason)}</th>
                    <td>{day_short(words, entry.transfer.day)}</td>
                    <td>{ledger::link(words, household.id, entry.sequence)}</td>
                    <td class="num">{amount(words, entry.transfer.amount)}</td>
                </tr>
            }
        })
        .collect();
    if rows.is_empty() {
        view! { <p>{t!(words, "office-nothing-booked")}</p> }.into_any()
    } else {
        view! {
            <table class="steps">
                {head(vec![Named::Text(t!(words, "office-what")), Named::Text(t!(words, "office-day")), Named::Text(t!(words, "office-transfer")), Named::Number(t!(words, "office-amount"))])}
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    }
}

/// What was taken from the cup, line by line.
fn taken(words: Words, household: &Household, taken: &[Taken]) -> impl IntoView + use<> {
    let rows: Vec<_> = taken
        .iter()
        .flat_map(|one| one.parts.iter().map(move |part| (one, part)))
        .map(|(one, part)| {
            let line = part.line.and_then(|(order, line)| household.order_line(order, line));
            let when = line.map(|line| orders::moment(words, line.moment));
            let state = line.map(|line| orders::state_name(words, line.state));
            view! {
                <tr>
                    <th scope="row">{one.what.clone()}</th>
                    <td>{when}</td>
                    <td>{state}</td>
                    <td>{part.sequence.map(|sequence| ledger::link(words, household.id, sequence))}</td>
                    <td class="num">{amount(words, part.amount)}</td>
                </tr>
            }
        })
        .collect();
    if rows.is_empty() {
        return view! { <p>{t!(words, "office-nothing-yet")}</p> }.into_any();
    }
    let unit = household.budget.granted.unit();
    view! {
        <table class="steps">
            {head(vec![Named::Text(t!(words, "office-what")), Named::Text(t!(words, "office-when")), Named::Text(t!(words, "office-state")), Named::Text(t!(words, "office-transfer")), Named::Number(t!(words, "office-amount"))])}
            <tbody>{rows}</tbody>
            <tfoot>
                <tr>
                    <th scope="row">{t!(words, "office-together")}</th>
                    <td></td>
                    <td></td>
                    <td></td>
                    <td class="num">{amount(words, sum(unit, taken))}</td>
                </tr>
            </tfoot>
        </table>
    }
    .into_any()
}

/// The item of a transfer, or its reason.
pub fn what(words: Words, household: &Household, catalogue: &Catalogue, entry: &LedgerEntry) -> String {
    let reason = ledger::reason_name(words, entry.transfer.reason);
    match line_of(household, &entry.transfer) {
        Some((_, line)) => {
            let item = super::activity::item_name(words, catalogue, line.item);
            t!(words, "office-reason-item", reason = reason, item = item)
        }
        None => reason,
    }
}
