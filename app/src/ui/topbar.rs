//! The bar on top of a page: *Back*, what is left, read aloud.

use super::read_aloud::ReadAloud;
use super::scene::Scene;
use super::{Cup, CupSize, Pictogram};
use crate::replica::use_replica;
use crate::t;
use domain::access::Scope;
use leptos::prelude::*;

/// The bar around its beginning. The button to read aloud stays the same when the data change, so that it keeps reading.
pub fn top_bar(start: AnyView) -> AnyView {
    let is_family = untrack(|| matches!(use_replica().view().viewer.scope, Scope::Family { .. }));
    if is_family {
        return view! { <header class="for for-slim">{start}</header> }.into_any();
    }
    view! {
        <header class="topbar">
            {start} <ReadAloud />
        </header>
    }
    .into_any()
}

/// *Back*, and the little cup with its amount. Family read for whom they are choosing.
#[must_use]
pub fn back_bar(scene: &Scene<'_>, back: &str, with_cup: bool) -> AnyView {
    let end = if scene.is_family() {
        view! { <p>{t!(scene.words, "topbar-for", name = scene.name())}</p> }.into_any()
    } else if with_cup {
        cup_mini(scene)
    } else {
        view! { <span class="topbar-end"></span> }.into_any()
    };
    view! {
        <a class="button" href=scene.link(back)>
            <Pictogram name="arrow-left" />
            {t!(scene.words, "topbar-back")}
        </a>
        {end}
    }
    .into_any()
}

/// What is left, small, as the way to where it comes from.
#[must_use]
pub fn cup_mini(scene: &Scene<'_>) -> AnyView {
    let household = scene.household;
    view! {
        <a class="cup-mini topbar-end" href=scene.link("cup")>
            <Cup left=household.cup_left() full=household.cup_full() size=CupSize::Small />
            <span>{scene.has_left()} " " <b>{scene.amount(household.cup_left())}</b></span>
        </a>
    }
    .into_any()
}
