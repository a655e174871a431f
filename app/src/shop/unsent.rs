//! The way to what waits on this device, and to what it has to say.

use crate::replica::use_replica;
use crate::t;
use crate::ui::{Pictogram, Scene};
use leptos::prelude::*;

/// Nothing while the network works: then everything is sent within the second. That it waits is said by the device's line.
#[must_use]
pub fn unsent_notice(scene: &Scene<'_>) -> AnyView {
    if !use_replica().has_more_to_say() {
        return ().into_any();
    }
    let look = t!(scene.words, "kept-look");
    view! {
        <a class="button" href="/waiting">
            <Pictogram name="wifi-slash" />
            {look}
        </a>
    }
    .into_any()
}
