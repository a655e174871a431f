//! The bottom of every page of family, within reach of the thumb: the basket when something is in it, and four places.

use super::Pictogram;
use super::dock::basket_bar;
use super::scene::Scene;
use crate::offline::DeviceLine;
use crate::replica::{Subject, use_replica};
use crate::t;
use crate::words::use_words;
use leptos::prelude::*;

/// The place that a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FamilyTab {
    Home,
    Shop,
    Week,
    Help,
    /// The basket and what else stands beside the four.
    Other,
}

#[component]
pub fn Tabbar(subject: Subject, current: FamilyTab) -> impl IntoView {
    let replica = use_replica();
    let words = use_words();
    let basket = move || {
        let view = replica.view();
        let scene = Scene { view: &view, household: subject.of(&view)?, words };
        (!scene.basket().is_empty()).then(|| basket_bar(&scene))
    };
    let tab = move |tab: FamilyTab, page: &str, picture: &'static str, word: String| {
        view! {
            <a href=subject.link(page) aria-current=(tab == current).then_some("page")>
                <Pictogram name=picture />
                {word}
            </a>
        }
    };
    view! {
        <footer class="thumb">
            <DeviceLine />
            {basket}
            <nav class="tabbar" aria-label=t!(words, "family-tabs")>
                {tab(FamilyTab::Home, "", "house", t!(words, "family-tab-home"))}
                {tab(FamilyTab::Shop, "shop", "storefront", t!(words, "family-tab-shop"))}
                {tab(FamilyTab::Week, "week", "calendar-dots", t!(words, "family-tab-week"))}
                {tab(FamilyTab::Help, "help", "hand-heart", t!(words, "family-tab-help"))}
            </nav>
        </footer>
    }
}
