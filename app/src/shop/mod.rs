//! The shop of one resident: home, shelves, item, basket, week, cup. Residents and family use the same pages.

use crate::replica::{Subject, use_replica};
use crate::ui::Cup;
use crate::words::{amount, use_words};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The household in the address.
#[must_use]
pub fn use_subject() -> Option<Subject> {
    use_params_map().with(|params| params.get("household"))?.parse().ok().map(Subject)
}

#[component]
pub fn Home() -> impl IntoView {
    let replica = use_replica();
    let words = use_words();
    let subject = use_subject();
    move || {
        let view = replica.view();
        let household = subject.and_then(|subject| subject.of(&view))?;
        Some(view! { <main id="content"><h1 tabindex="-1">{household.resident.name.get(words.language).to_owned()}</h1>
        <Cup left=household.cup_left() full=household.cup_full() />
        <p>{amount(words, household.cup_left())}</p></main> })
    }
}
#[component]
pub fn Categories() -> impl IntoView {}
#[component]
pub fn Category() -> impl IntoView {}
#[component]
pub fn Item() -> impl IntoView {}
#[component]
pub fn Search() -> impl IntoView {}
#[component]
pub fn Basket() -> impl IntoView {}
#[component]
pub fn Week() -> impl IntoView {}
#[component]
pub fn Again() -> impl IntoView {}
#[component]
pub fn CupPage() -> impl IntoView {}
#[component]
pub fn Help() -> impl IntoView {}
