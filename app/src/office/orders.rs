//! All orders of one resident that are at hand, newest moment first.

use super::activity::item_name;
use super::head::{Named, head};
use crate::t;
use crate::words::{Words, amount, clock, day_short, local, weekday};
use domain::access::Actor;
use domain::calendar::Moment;
use domain::catalogue::{Catalogue, PurseKind};
use domain::household::Household;
use domain::order::LineState;
use domain::sync::Now;
use leptos::prelude::*;

/// "di 15 september, 14.30".
pub fn moment(words: Words, moment: Moment) -> String {
    let weekday: String = weekday(words, moment.day).chars().take(2).collect();
    format!("{weekday} {}, {}", day_short(words, moment.day), clock(words, moment.time))
}

/// Where a line stands, in a word.
pub fn state_name(words: Words, state: LineState) -> String {
    match state {
        LineState::Requested => t!(words, "office-state-requested"),
        LineState::Accepted => t!(words, "office-state-accepted"),
        LineState::Delivered => t!(words, "office-state-delivered"),
        LineState::PartlyDelivered => t!(words, "office-state-partly"),
        LineState::NoShow => t!(words, "office-state-no-show"),
        LineState::Cancelled => t!(words, "office-state-cancelled"),
        LineState::Declined => t!(words, "office-state-declined"),
    }
}

pub fn purse_name(words: Words, purse: PurseKind) -> String {
    match purse {
        PurseKind::Basis => t!(words, "office-purse-basis"),
        PurseKind::Cup => t!(words, "office-purse-cup"),
        PurseKind::Own => t!(words, "office-purse-own"),
    }
}

/// "Els (dochter)".
pub fn actor_name(words: Words, actor: &Actor) -> String {
    let relation = actor.relation.get(words.language);
    if relation.is_empty() { actor.name.clone() } else { format!("{} ({relation})", actor.name) }
}

pub fn orders(words: Words, household: &Household, catalogue: &Catalogue, now: Now) -> AnyView {
    let mut lines: Vec<_> = household.lines().collect();
    if lines.is_empty() {
        return view! { <p class="panel">{t!(words, "office-no-orders")}</p> }.into_any();
    }
    lines.sort_by_key(|(_, line)| std::cmp::Reverse(line.moment));
    let rows: Vec<_> = lines
        .into_iter()
        .map(|(order, line)| {
            let placed = local(order.placed_at, now).map(|at| moment(words, at));
            let total = line.total().map(|total| amount(words, total)).unwrap_or_default();
            let charged = line.charged.map(|charged| amount(words, charged));
            let quantity = match line.delivered {
                Some(delivered) if delivered != line.quantity => {
                    t!(words, "office-of-quantity", delivered = delivered, quantity = line.quantity)
                }
                _ => line.quantity.to_string(),
            };
            view! {
                <tr id=format!("line-{}", line.id)>
                    <td class="keep">{moment(words, line.moment)}</td>
                    <th scope="row">{item_name(words, catalogue, line.item)}</th>
                    <td class="num">{quantity}</td>
                    <td>{purse_name(words, line.purse)}</td>
                    <td class="num">{total}</td>
                    <td class="num">{charged.unwrap_or_else(|| "–".to_owned())}</td>
                    <td>{state_name(words, line.state)}</td>
                    <td>{actor_name(words, &order.placed_by)}</td>
                    <td class="keep">{placed}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="grid" tabindex="0" role="region" aria-label=t!(words, "office-orders-table")>
            <table>
                <caption class="visually-hidden">{t!(words, "office-orders-table")}</caption>
                {head(vec![Named::Text(t!(words, "office-when")), Named::Text(t!(words, "office-what")), Named::Number(t!(words, "office-quantity")), Named::Text(t!(words, "office-purse")), Named::Number(t!(words, "office-price")), Named::Number(t!(words, "office-charged")), Named::Text(t!(words, "office-state")), Named::Text(t!(words, "office-placed-by")), Named::Text(t!(words, "office-placed-at"))])}
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
