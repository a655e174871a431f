//! The basket and help: in the same place on every page.

use super::basket_sum::BasketSum;
use super::scene::Scene;
use super::{FamilyTab, Pictogram, Tabbar};
use crate::offline::DeviceLine;
use crate::place::use_place;
use crate::t;
use domain::catalogue::PurseKind;
use leptos::prelude::*;

/// The dock of a resident; family have the bar for the thumb with their four pages.
#[must_use]
pub fn dock(scene: &Scene<'_>) -> AnyView {
    if scene.is_family() {
        return view! { <Tabbar subject=scene.subject() current=family_tab(scene) /> }.into_any();
    }
    view! {
        <nav class="dock" aria-label=t!(scene.words, "dock-label")>
            <DeviceLine />
            <div>
                {basket_bar(scene)}
                <a class="helpbutton" href=scene.link("help") aria-current=current(scene, "help")>
                    <Pictogram name="hand-heart" />
                    {t!(scene.words, "dock-help")}
                </a>
            </div>
        </nav>
    }
    .into_any()
}

/// The tab of the page that is open.
fn family_tab(scene: &Scene<'_>) -> FamilyTab {
    let home = scene.link("");
    use_place().path.with(|path| {
        match path.strip_prefix(&home).unwrap_or_default().trim_start_matches('/').split('/').next() {
            Some("") => FamilyTab::Home,
            Some("shop" | "item" | "search") => FamilyTab::Shop,
            Some("week") => FamilyTab::Week,
            Some("help") => FamilyTab::Help,
            _ => FamilyTab::Other,
        }
    })
}

/// "2 keuzes, € 13,35. Daarna heeft u nog € 80,41."
#[must_use]
pub fn basket_bar(scene: &Scene<'_>) -> AnyView {
    let words = scene.words;
    let sum = BasketSum::of(scene.household, scene.basket());
    let is_empty = sum.choices == 0;
    let current = current(scene, "basket");
    let left = sum.left(scene.household, PurseKind::Cup).unwrap_or(scene.household.cup_left());
    let choices = i64::try_from(sum.choices).unwrap_or(i64::MAX);
    let first = if is_empty {
        view! { <b>{t!(words, "basket-empty")}</b> }.into_any()
    } else {
        view! {
            <b>
                {t!(words, "choices-count", count = choices)} ", "
                <span class="amount">{sum.say(scene)}</span>
            </b>
        }
        .into_any()
    };
    let says = if is_empty { scene.has_left() } else { scene.then_left() };
    let says = if left.is_negative() { t!(words, "left-short") } else { says };
    let left = scene.amount(if left.is_negative() { positive(left) } else { left });
    let go = (!is_empty && current.is_none()).then(|| {
        view! {
            <span class="basketbar-go">
                {t!(words, "basket-open")}
                <Pictogram name="caret-right" line=true />
            </span>
        }
    });
    view! {
        <a class="basketbar" class:is-empty=is_empty href=scene.link("basket") aria-current=current>
            <Pictogram name="basket" />
            <span class="basketbar-words">
                {first} " "
                <span>{says} " " <span class="amount">{left}</span></span>
            </span>
            {go}
        </a>
    }
    .into_any()
}

fn positive(amount: domain::amount::Amount) -> domain::amount::Amount {
    domain::amount::Amount::new(amount.unit(), amount.minor().saturating_abs())
}

fn current(scene: &Scene<'_>, page: &str) -> Option<&'static str> {
    use_place().path.with(|path| *path == scene.link(page)).then_some("page")
}
