//! What this device has not been able to send yet, in words.

use crate::replica::use_replica;
use crate::t;
use crate::ui::Notice;
use crate::words::Words;
use leptos::prelude::*;

/// Nothing while the network works: then everything is sent within the second.
#[must_use]
pub fn unsent_notice(words: Words) -> AnyView {
    let replica = use_replica();
    if replica.unsent() == 0 || replica.online() != Some(false) {
        return ().into_any();
    }
    view! {
        <Notice picture="wifi-slash">
            <p>{t!(words, "unsent-kept")} <br /> {t!(words, "unsent-later")}</p>
        </Notice>
    }
    .into_any()
}
