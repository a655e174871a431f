//! The page for an address that leads nowhere: says so and offers the way back.

use crate::t;
use crate::words::use_words;
use leptos::prelude::*;
use leptos_meta::Title;

/// Sets the status of the answer, on the server.
pub fn answer_not_found() {
    #[cfg(feature = "ssr")]
    if let Some(answer) = use_context::<leptos_axum::ResponseOptions>() {
        answer.set_status(http::StatusCode::NOT_FOUND);
    }
}

#[component]
pub fn NotFound() -> impl IntoView {
    answer_not_found();
    let words = use_words();
    view! {
        <Title text=t!(words, "not-found-title") />
        <main id="content" class="lost">
            <h1 tabindex="-1">{t!(words, "not-found-title")}</h1>
            <p>{t!(words, "not-found-text")}</p>
            <a class="button button-primary" href="/" rel="external">
                {t!(words, "not-found-go")}
            </a>
        </main>
    }
}
