//! The price, opened: minutes × rate, evening, the house's part, goods, rounding. The rows add up to the cent.

use super::Pictogram;
use super::scene::Scene;
use crate::t;
use crate::words::euros;
use domain::amount::{Amount, Unit};
use domain::catalogue::{CostBuildUp, Item, Offer, PurseKind, StaffLine};
use leptos::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

/// Whole cents, half a cent upwards.
fn cents(value: Decimal) -> i64 {
    (value * Decimal::ONE_HUNDRED)
        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
        .to_i64()
        .unwrap_or(i64::MAX)
}

/// A share as a whole percentage.
fn per_cent(share: Decimal) -> i64 {
    cents(share)
}

#[must_use]
pub fn why(scene: &Scene<'_>, item: &Item, offer: &Offer, purse: PurseKind) -> AnyView {
    let words = scene.words;
    let Some(rows) = rows(scene, &offer.cost, offer.prices.cents) else { return ().into_any() };
    let in_unit = item.price(offer, purse, scene.unit()).filter(|price| price.unit() != Unit::EuroCent);
    let explained = in_unit.map(|price| {
        let said = match price.unit() {
            Unit::Minute => t!(words, "why-minutes", amount = scene.amount(price)),
            Unit::Point | Unit::EuroCent => t!(
                words,
                "why-points",
                value = euros(words.language, cents(offer.cost.point_value)),
                amount = scene.amount(price)
            ),
        };
        view! { <p>{said}</p> }
    });
    view! {
        <details class="why">
            <summary>{t!(words, "why-title")} <Pictogram name="caret-down" line=true /></summary>
            <div class="why-body">
                <table class="sum">
                    <caption class="visually-hidden">{t!(words, "why-caption")}</caption>
                    <tbody>
                        {rows
                            .into_iter()
                            .map(|(name, cents)| {
                                view! {
                                    <tr>
                                        <th scope="row">{name}</th>
                                        <td>{euros(words.language, cents)}</td>
                                    </tr>
                                }
                            })
                            .collect_view()}
                    </tbody>
                </table>
                {explained}
            </div>
        </details>
    }
    .into_any()
}

/// Every row with its cents, the total last.
fn rows(scene: &Scene<'_>, cost: &CostBuildUp, price: i64) -> Option<Vec<(String, i64)>> {
    let words = scene.words;
    let steps = cost.steps().ok()?;
    let share = Decimal::from(cost.shared_by.max(1));
    let mut rows: Vec<(String, i64)> = cost
        .staff
        .iter()
        .map(|line| (staff_row(scene, line, cost.shared_by), cents(Decimal::from(line.minutes) * line.rate / share)))
        .collect();
    if let Some(factor) = cost.evening_weekend.filter(|factor| *factor > Decimal::ONE && !steps.staff.is_zero()) {
        let more = factor - Decimal::ONE;
        rows.push((t!(words, "why-evening", percent = per_cent(more)), cents(steps.staff * more / factor)));
    }
    let parts = [
        (t!(words, "why-overhead", percent = per_cent(cost.overhead)), steps.overhead),
        (t!(words, "why-materials"), steps.materials),
        (t!(words, "why-purchase"), steps.purchase),
        (t!(words, "why-surcharge", percent = per_cent(cost.surcharge)), steps.surcharge),
    ];
    rows.extend(parts.into_iter().filter(|(_, euros)| !euros.is_zero()).map(|(name, euros)| (name, cents(euros))));
    let shown: i64 = rows.iter().map(|(_, cents)| cents).sum();
    if shown != price {
        rows.push((t!(words, "why-rounding"), price - shown));
    }
    rows.push((t!(words, "why-total"), Amount::cents(price).minor()));
    Some(rows)
}

/// "30 minuten gastvrouw", "240 minuten activiteiten, met 3 mensen".
fn staff_row(scene: &Scene<'_>, line: &StaffLine, shared_by: u32) -> String {
    let words = scene.words;
    let function = match line.function.as_str() {
        "GAST" => t!(words, "function-host"),
        "HELP" => t!(words, "function-helper"),
        "VIG" => t!(words, "function-carer"),
        "AB" => t!(words, "function-activities"),
        "PAR" => t!(words, "function-therapist"),
        "TD" => t!(words, "function-technician"),
        "CHAUF" => t!(words, "function-driver"),
        "VR" => t!(words, "function-volunteer"),
        _ => t!(words, "function-other"),
    };
    let minutes = scene.amount(Amount::minutes(i64::from(line.minutes)));
    if shared_by > 1 {
        t!(words, "why-staff-shared", minutes = minutes, function = function, people = shared_by)
    } else {
        t!(words, "why-staff", minutes = minutes, function = function)
    }
}
