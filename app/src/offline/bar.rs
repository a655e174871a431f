//! A bar above every page for what concerns the whole device: nobody is signed in any more, or there is a new version, which
//! is offered while nobody is busy and never forced.

use crate::replica::{Link, use_replica};
use crate::t;
use crate::words::use_words;
use leptos::prelude::*;

#[component]
pub fn DeviceBar() -> impl IntoView {
    let replica = use_replica();
    let words = use_words();
    let bar = |says: String, act: AnyView| {
        view! {
            <div class="device-bar">
                <p>{says}</p>
                {act}
            </div>
        }
        .into_any()
    };
    let bar = move || {
        if replica.link() == Link::SignedOut {
            let sign_in = view! {
                <a class="button" href="/" rel="external">
                    {t!(words, "device-sign-in")}
                </a>
            };
            return Some(bar(t!(words, "device-signed-out"), sign_in.into_any()));
        }
        replica.has_new_version().then(|| {
            let take = view! {
                <button class="button" type="button" on:click=move |_| replica.use_new_version()>
                    {t!(words, "version-use")}
                </button>
            };
            bar(t!(words, "version-new"), take.into_any())
        })
    };
    view! { <div role="status">{bar}</div> }.into_any()
}
