//! The addresses of residents, family and ward, and what belongs on every page of them.

use crate::facts::PageFacts;
use crate::offline::{Lost, NewVersion, Waiting};
use crate::replica::{Subject, provide_replica};
use crate::t;
use crate::ui::pictogram::Pictograms;
use crate::words::{provide_words, use_words};
use crate::{family, shop, ward};
use domain::access::Scope;
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::hooks::use_location;
use leptos_router::path;

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

/// The application: everything inside `<body>`.
#[component]
pub fn App(facts: PageFacts) -> impl IntoView {
    provide_meta_context();
    provide_words(facts.snapshot.viewer.language);
    provide_context(Pictograms(facts.pictograms.clone()));
    let replica = provide_replica(facts);
    let words = use_words();
    // The home of a resident has one address; what it shows depends on who looks.
    let home = move || match untrack(|| replica.view()).viewer.scope {
        Scope::Resident { .. } => shop::Home().into_any(),
        Scope::Ward { .. } => ward::Resident().into_any(),
        Scope::Family { .. } | Scope::Office { .. } => family::Home().into_any(),
    };
    view! {
        <Title formatter=move |title: String| format!("{title} · {}", t!(words, "app-name")) />
        <Router>
            <FocusOnArrival />
            <a class="skip" href="#content">
                {t!(words, "skip-to-content")}
            </a>
            <NewVersion />
            <Routes fallback=Lost>
                <Route path=path!("/r/:household") view=home />
                <Route path=path!("/r/:household/shop") view=shop::Categories />
                <Route path=path!("/r/:household/shop/:category") view=shop::Category />
                <Route path=path!("/r/:household/item/:code") view=shop::Item />
                <Route path=path!("/r/:household/search") view=shop::Search />
                <Route path=path!("/r/:household/basket") view=shop::Basket />
                <Route path=path!("/r/:household/week") view=shop::Week />
                <Route path=path!("/r/:household/again") view=shop::Again />
                <Route path=path!("/r/:household/cup") view=shop::CupPage />
                <Route path=path!("/r/:household/help") view=shop::Help />
                <Route path=path!("/waiting") view=Waiting />
                <Route path=path!("/family") view=family::Residents />
                <Route path=path!("/ward") view=ward::Board />
                <Route path=path!("/ward/residents") view=ward::Residents />
                <Route path=path!("/ward/resident/:household") view=ward::Resident />
                <Route path=path!("/ward/line/:household/:order/:line") view=ward::Line />
                <Route path=path!("/ward/decline/:household/:order/:line") view=ward::Decline />
                <Route path=path!("/ward/day") view=ward::DayList />
            </Routes>
        </Router>
    }
}

/// After going to another page the focus is on its heading, so that a screen reader starts there.
#[component]
fn FocusOnArrival() -> impl IntoView {
    let location = use_location();
    Effect::new(move |before: Option<String>| {
        let path = location.pathname.get();
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
