//! What this device has not been able to send yet, in words.

use crate::offline::kept_words;
use crate::replica::use_replica;
use crate::t;
use crate::ui::{Notice, Scene};
use leptos::prelude::*;

/// Nothing while the network works: then everything is sent within the second.
#[must_use]
pub fn unsent_notice(scene: &Scene<'_>) -> AnyView {
    let replica = use_replica();
    if replica.unsent() == 0 || !replica.is_offline() || replica.kept().in_memory {
        return ().into_any();
    }
    let (says, look) = (kept_words(scene.words, &scene.view.viewer.scope), t!(scene.words, "kept-look"));
    view! {
        <Notice picture="wifi-slash">
            <p>{says}</p>
            <a class="button" href="/waiting">
                {look}
            </a>
        </Notice>
    }
    .into_any()
}
