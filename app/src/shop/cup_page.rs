//! Where the water comes from: from the indication to what is left in the cup, every step in words and amounts.

use super::falls::{cents, falls};
use crate::t;
use crate::ui::{Cup, Page, Scene, stage};
use crate::words::{day_short, euros};
use domain::amount::{Amount, Unit};
use domain::budget::{Segment, Waterfall};
use leptos::prelude::*;
use rust_decimal::Decimal;

#[component]
pub fn CupPage() -> impl IntoView {
    stage(Falls)
}

struct Falls;

impl Page for Falls {
    fn title(&self, scene: &Scene<'_>) -> String {
        t!(scene.words, "cup-title", you = scene.you())
    }

    fn bar(&self, scene: &Scene<'_>) -> AnyView {
        crate::ui::topbar::back_bar(scene, "", false)
    }

    fn main(&self, scene: &Scene<'_>) -> AnyView {
        let waterfall = scene.household.budget.waterfall.as_ref();
        let today = scene.today();
        let glasses = waterfall.and_then(|waterfall| {
            let now = waterfall.segments.iter().find(|segment| segment.period.contains(today));
            now.or(waterfall.segments.last()).map(|segment| falls(scene, segment))
        });
        view! {
            <main id="content">
                <div class="shop-head falls-head">
                    <h1 tabindex="-1">{self.title(scene)}</h1>
                </div>
                {glasses}
                <div class="reckon">
                    <div class="panel">{reckoning(scene, waterfall)}</div>
                    {left(scene)}
                </div>
                {carried_note(scene)}
            </main>
        }
        .into_any()
    }
}

/// From the period's grant to what is left, as a small sum.
fn reckoning(scene: &Scene<'_>, waterfall: Option<&Waterfall>) -> AnyView {
    let (words, household) = (scene.words, scene.household);
    let budget = &household.budget;
    let minus = |value: Amount| format!("−\u{a0}{}", scene.amount(value));
    let mut rows: Vec<(String, String)> = Vec::new();
    if let Some(waterfall) = waterfall {
        rows.extend(segment_rows(scene, waterfall));
    }
    if rows.is_empty() || scene.unit() != Unit::EuroCent {
        rows.push((t!(words, "cup-granted"), scene.amount(budget.granted)));
    }
    if !budget.carried.is_zero() {
        rows.push((t!(words, "cup-carried"), scene.amount(budget.carried)));
    }
    let reserved = household.cup_reserved();
    let spent = household
        .cup_full()
        .minus(household.cup_left())
        .and_then(|gone| gone.minus(reserved))
        .unwrap_or(Amount::zero(scene.unit()));
    rows.push((t!(words, "cup-spent", you = scene.you()), minus(spent)));
    rows.push((t!(words, "cup-reserved", you = scene.you()), minus(reserved)));
    view! {
        <table class="sum sum-open">
            <caption class="visually-hidden">{t!(words, "cup-sum", you = scene.you())}</caption>
            <tbody>
                {rows
                    .into_iter()
                    .map(|(name, amount)| {
                        view! {
                            <tr>
                                <th scope="row">{name}</th>
                                <td>{amount}</td>
                            </tr>
                        }
                    })
                    .collect_view()}
            </tbody>
        </table>
    }
    .into_any()
}

/// "28 dagen, elke dag € 6,00"; with dates when the profile changed or someone came or was away.
fn segment_rows(scene: &Scene<'_>, waterfall: &Waterfall) -> Vec<(String, String)> {
    let words = scene.words;
    let dated = waterfall.segments.len() > 1 || waterfall.days_without > 0;
    let row = |segment: &Segment| {
        let days = segment.period.days();
        let daily = euros(words.language, cents(segment.per_day.free).minor());
        let total = segment.per_day.free * Decimal::from(days);
        let name = if dated {
            t!(
                words,
                "cup-days-dated",
                from = day_short(words, segment.period.start),
                until = day_short(words, segment.period.last_day()),
                days = days,
                daily = daily
            )
        } else {
            t!(words, "cup-days", days = days, daily = daily)
        };
        (name, euros(words.language, cents(total).minor()))
    };
    let mut rows: Vec<_> = waterfall.segments.iter().map(row).collect();
    if waterfall.days_without > 0 {
        let none = scene.amount(Amount::zero(scene.unit()));
        rows.push((t!(words, "cup-days-without", days = waterfall.days_without), none));
    }
    rows
}

fn left(scene: &Scene<'_>) -> AnyView {
    let household = scene.household;
    let until = day_short(scene.words, household.budget.period.last_day());
    view! {
        <div class="after">
            <Cup left=household.cup_left() full=household.cup_full() />
            <p>
                {scene.has_left()} <br /> <strong>{scene.amount(household.cup_left())}</strong> <br />
                {t!(scene.words, "left-until", day = until)}
            </p>
        </div>
    }
    .into_any()
}

/// What came along from before has to be used first.
fn carried_note(scene: &Scene<'_>) -> Option<AnyView> {
    let budget = &scene.household.budget;
    (!budget.carried.is_zero()).then(|| {
        let until = day_short(scene.words, budget.period.last_day());
        let says = t!(scene.words, "cup-carried-note", amount = scene.amount(budget.carried), day = until);
        view! { <p class="cup-note">{says}</p> }.into_any()
    })
}
