//! What the house paid for one resident: it was delivered, and its order was no longer to be delivered. Somebody of the ward
//! decided so. It is in no ledger of the resident, so it is told here.

use super::activity::item_name;
use super::head::{Named, head};
use super::orders::{actor_name, moment, state_name};
use crate::t;
use crate::ui::line_words::counted;
use crate::words::{Words, amount, list_of, local};
use domain::amount::{Amount, Unit};
use domain::catalogue::Catalogue;
use domain::exception::{Exception, ExceptionKind, SettleHow};
use domain::household::Household;
use domain::sync::Now;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Nothing where the house paid nothing lately.
pub fn written_off(words: Words, household: &Household, catalogue: &Catalogue, now: Now) -> Option<AnyView> {
    let mut totals: BTreeMap<Unit, Amount> = BTreeMap::new();
    let mut rows: Vec<AnyView> = Vec::new();
    for exception in household.exceptions.iter().rev() {
        let Some((row, paid)) = row(words, exception, catalogue, now) else { continue };
        rows.push(row);
        let total = totals.entry(paid.unit()).or_insert(Amount::zero(paid.unit()));
        *total = total.plus(paid).unwrap_or(*total);
    }
    if rows.is_empty() {
        return None;
    }
    let totals: Vec<String> = totals.into_values().map(|total| amount(words, total)).collect();
    let columns = vec![
        Named::Text(t!(words, "office-written-off-on")),
        Named::Text(t!(words, "office-what")),
        Named::Text(t!(words, "office-state")),
        Named::Number(t!(words, "office-written-off-paid")),
        Named::Text(t!(words, "office-written-off-by")),
    ];
    Some(
        view! {
            <section class="block">
                <h2 id="written-off">{t!(words, "office-written-off")}</h2>
                <p class="block-note">
                    {t!(words, "office-written-off-note")} " "
                    {t!(words, "office-written-off-total", total = list_of(words, &totals))}
                </p>
                <div class="grid" tabindex="0" role="region" aria-labelledby="written-off">
                    <table>
                        <caption class="visually-hidden">{t!(words, "office-written-off")}</caption>
                        {head(columns)}
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_any(),
    )
}

fn row(words: Words, exception: &Exception, catalogue: &Catalogue, now: Now) -> Option<(AnyView, Amount)> {
    let settled = exception.settled.as_ref().filter(|settled| settled.how == SettleHow::WriteOff)?;
    let ExceptionKind::Delivered { item, quantity, amount: costs, found, .. } = &exception.what else { return None };
    let paid = settled.amount.unwrap_or(*costs);
    let row = view! {
        <tr>
            <td class="keep">{local(settled.at, now).map(|at| moment(words, at))}</td>
            <th scope="row">{counted(item_name(words, catalogue, *item), *quantity)}</th>
            <td>{state_name(words, *found)}</td>
            <td class="num">{amount(words, paid)}</td>
            <td>{actor_name(words, &settled.by)}</td>
        </tr>
    };
    Some((row.into_any(), paid))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::catalogue::{Language, PurseKind};
    use domain::exception::Settlement;
    use domain::order::LineState;
    use domain::sync::LineRef;
    use domain::testing::{carer, de_linde, household_with_cents, line_id, now, op_id, order_id};

    fn settled(number: u64, how: SettleHow, cents: i64) -> Exception {
        let target = LineRef { order: order_id(number), line: line_id(number) };
        let (item, amount) = (de_linde().by_code("W01").unwrap().id, Amount::cents(1_795));
        let (purse, found) = (PurseKind::Cup, LineState::Cancelled);
        let what = ExceptionKind::Delivered { target, item, purse, quantity: 1, amount, found };
        let at = now("2026-11-16T08:30").at;
        let settled = Some(Settlement { how, by: carer(1), at, amount: Some(Amount::cents(cents)) });
        Exception { op: op_id(number), by: carer(1), at, what, settled }
    }

    fn html(exceptions: Vec<Exception>) -> Option<String> {
        let household = Household { exceptions, ..household_with_cents(1, 16_800, 0, 0) };
        let (catalogue, now) = (de_linde(), now("2026-11-16T09:00"));
        Owner::new_root(None)
            .with(|| written_off(Words::new(Language::Nl), &household, &catalogue, now).map(|view| view.to_html()))
    }

    #[test]
    fn the_office_sees_what_the_house_paid_and_who_decided_so() {
        let two = vec![
            settled(1, SettleHow::WriteOff, 1_795),
            settled(2, SettleHow::WriteOff, 1_000),
            settled(3, SettleHow::Charge, 1_795),
        ];
        let html = html(two).unwrap();
        for told in ["Wandeling", "Geannuleerd", "€\u{a0}17,95", "€\u{a0}10,00", "€\u{a0}27,95", "Ruud"] {
            assert!(html.contains(told), "{told}: {html}");
        }
        assert_eq!(html.matches("<tr").count(), 3, "what the resident paid is in the ledger");
    }

    #[test]
    fn where_the_house_paid_nothing_nothing_is_said() {
        let open = Exception { settled: None, ..settled(1, SettleHow::WriteOff, 1_795) };
        assert_eq!(html(vec![open, settled(2, SettleHow::Charge, 1_795)]), None);
    }
}
