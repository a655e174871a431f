//! "Er is een nieuwe versie": offered while nobody is busy, never forced.

use crate::replica::use_replica;
use crate::t;
use crate::words::use_words;
use leptos::prelude::*;

#[component]
pub fn NewVersion() -> impl IntoView {
    let replica = use_replica();
    let words = use_words();
    let bar = move || {
        replica.has_new_version().then(|| {
            view! {
                <div class="new-version">
                    <p>{t!(words, "version-new")}</p>
                    <button class="button" type="button" on:click=move |_| replica.use_new_version()>
                        {t!(words, "version-use")}
                    </button>
                </div>
            }
        })
    };
    view! { <div role="status">{bar}</div> }.into_any()
}
