//! The addresses of residents, family and ward, and what belongs on every page of them.

use crate::facts::PageFacts;
use crate::offline::DeviceBar;
use crate::place::{provide_place, use_place};
use crate::replica::{Subject, provide_replica, use_replica};
use crate::t;
use crate::ui::pictogram::Pictograms;
use crate::words::{provide_words, use_words};
use crate::{family, shop, ward};
use domain::access::Scope;
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};

/// The address of a page, and what makes it.
pub type Page = (&'static str, fn() -> AnyView);

/// The pages that one program brings to the browser: docs/decisions/0008.
pub type Program = &'static [Page];

/// What residents and family open, and staff who order together with a resident.
pub const SHOP: Program = &[
    ("/r/:household", home),
    ("/r/:household/shop", || shop::Categories().into_any()),
    ("/r/:household/shop/:category", || shop::Category().into_any()),
    ("/r/:household/item/:code", || shop::Item().into_any()),
    ("/r/:household/search", || shop::Search().into_any()),
    ("/r/:household/basket", || shop::Basket().into_any()),
    ("/r/:household/week", || shop::Week().into_any()),
    ("/r/:household/again", || shop::Again().into_any()),
    ("/r/:household/cup", || shop::CupPage().into_any()),
    ("/r/:household/help", || shop::Help().into_any()),
    ("/family", || family::Residents().into_any()),
    ("/waiting", || shop::Waiting().into_any()),
];

/// What the ward opens all day.
pub const WARD: Program = &[
    ("/ward", || ward::Board().into_any()),
    ("/ward/residents", || ward::Residents().into_any()),
    ("/ward/resident/:household", || ward::Resident().into_any()),
    ("/ward/line/:household/:order/:line", || ward::Line().into_any()),
    ("/ward/decline/:household/:order/:line", || ward::Decline().into_any()),
    ("/ward/day", || ward::DayList().into_any()),
    ("/ward/sort-out", || ward::SortOut().into_any()),
    ("/ward/sort-out/:household/:op", || ward::Settle().into_any()),
    ("/ward/waiting", || ward::Waiting().into_any()),
];

/// The name of the program that takes over the page at this path.
#[must_use]
pub fn program(path: &str) -> &'static str {
    if path.starts_with("/ward") { "ward" } else { "shop" }
}

/// The home of a resident has one address; what it shows depends on who looks.
fn home() -> AnyView {
    let viewer = &untrack(|| use_replica().view()).viewer;
    match viewer.scope {
        Scope::Resident { .. } => shop::Home().into_any(),
        Scope::Family { .. } | Scope::Office { .. } | Scope::Beside(_) => family::Home().into_any(),
        Scope::Ward { .. } => {
            let place = use_place();
            if let Some(card) = place.path.with_untracked(|path| wards_own(&viewer.scope, path)) {
                place.follow(&card);
            }
            ().into_any()
        }
    }
}

/// Where others find the home of a resident, the ward has a card.
#[must_use]
pub fn wards_own(scope: &Scope, path: &str) -> Option<String> {
    let household = path.strip_prefix("/r/")?.trim_end_matches('/');
    (matches!(scope, Scope::Ward { .. }) && !household.contains('/')).then(|| format!("/ward/resident/{household}"))
}

/// Where a viewer starts.
#[must_use]
pub fn start_page(scope: &Scope) -> String {
    match scope {
        Scope::Resident { household, .. } => Subject(*household).link(""),
        Scope::Family { households, .. } => match households.as_slice() {
            [only] => Subject(*only).link(""),
            _ => "/family".to_owned(),
        },
        Scope::Ward { .. } => "/ward".to_owned(),
        Scope::Office { .. } => "/office/residents".to_owned(),
        Scope::Beside(beside) => format!("/{}", beside.role().code()),
    }
}

/// A page of the viewer's own resident, by its last word; where there is no one resident, the start page.
#[must_use]
pub fn own_page(scope: &Scope, page: &str) -> String {
    match (scope, page) {
        (Scope::Resident { household, .. }, "shop" | "week" | "help") => Subject(*household).link(page),
        (Scope::Family { households, .. }, "shop" | "week" | "help") => match households.as_slice() {
            [only] => Subject(*only).link(page),
            _ => start_page(scope),
        },
        _ => start_page(scope),
    }
}

/// The application with the pages of these programs: everything inside `<body>`.
#[component]
pub fn App(facts: PageFacts, programs: &'static [Program]) -> impl IntoView {
    provide_meta_context();
    provide_words(facts.snapshot.viewer.language);
    provide_context(Pictograms(facts.pictograms.clone()));
    let place = provide_place(programs, provide_replica(facts));
    let words = use_words();
    focus_on_arrival();
    view! {
        <Title formatter=move |title: String| format!("{title} · {}", t!(words, "app-name")) />
        <a class="skip" href="#content">
            {t!(words, "skip-to-content")}
        </a>
        <DeviceBar />
        {place.page()}
    }
}

/// After going to another page the focus is on its heading, so that a screen reader starts there.
fn focus_on_arrival() {
    let path = use_place().path;
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        if before.is_some_and(|before| before != path) {
            request_animation_frame(focus_heading);
        }
        path
    });
}

#[cfg(feature = "hydrate")]
fn focus_heading() {
    use wasm_bindgen::JsCast;
    let heading = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.query_selector("h1").ok().flatten())
        .and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(heading) = heading {
        let _ = heading.focus();
    }
}

#[cfg(not(feature = "hydrate"))]
const fn focus_heading() {}
