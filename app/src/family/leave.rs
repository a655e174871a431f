//! Where family signs out. The program wipes what the phone keeps; what waits to be sent stays.

use crate::replica::{LEAVE, use_replica};
use crate::t;
use crate::words::Words;
use leptos::prelude::*;

#[must_use]
pub fn leave(words: Words) -> AnyView {
    let replica = use_replica();
    let sign_out = move |event: leptos::ev::SubmitEvent| {
        if replica.sign_out() {
            event.prevent_default();
        }
    };
    view! {
        <form class="acts" method="post" action=LEAVE on:submit=sign_out>
            <a class="button" href="/sessions">
                {t!(words, "family-sessions")}
            </a>
            <button class="button" type="submit">
                {t!(words, "family-leave")}
            </button>
        </form>
    }
    .into_any()
}
