//! The way to what waits on this device, and to what it has to say.

use crate::replica::use_replica;
use crate::t;
use crate::ui::{Pictogram, Scene};
use leptos::prelude::*;

/// Nothing while the network works: then everything is sent within the second. That it waits is said by the device's line.
#[must_use]
pub fn unsent_notice(scene: &Scene<'_>) -> AnyView {
    let replica = use_replica();
    if !replica.has_more_to_say() {
        return ().into_any();
    }
    let picture = if replica.is_cut_off() { "wifi-slash" } else { "hand" };
    let look = t!(scene.words, "kept-look");
    view! {
        <a class="button to-waiting" href="/waiting">
            <Pictogram name=picture />
            {look}
        </a>
    }
    .into_any()
}
