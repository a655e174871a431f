//! What people see of the network coming and going: one line on every page, what still has to be sent, what cannot be
//! done now, and that there is a new version.

mod bar;
#[cfg(feature = "hydrate")]
pub mod boot;
mod did;
mod line;
#[cfg(feature = "hydrate")]
mod unreachable;
mod waiting;

pub use bar::DeviceBar;
#[cfg(feature = "hydrate")]
pub use boot::is_booted;
pub use did::did;
pub use line::{DeviceLine, kept_note, kept_settled, place};
pub use waiting::{waiting_page, what_waits};

use domain::sync::Snapshot;
use leptos::prelude::*;

/// Whether the page was made from what the device holds, and the server did not send the rest yet: then there is more than what
/// stands here.
#[cfg(feature = "hydrate")]
#[must_use]
pub fn is_a_part(view: &Snapshot) -> bool {
    is_booted() && !view.complete
}

/// What a server shows of a search is all that there is.
#[cfg(not(feature = "hydrate"))]
#[must_use]
pub const fn is_a_part(_view: &Snapshot) -> bool {
    false
}

/// An address that the application does not know: nothing, on a page from the server; a page that needs the network, on one
/// that was made without.
#[component]
pub fn Lost() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    if is_booted() {
        let words = crate::words::use_words();
        let path = crate::place::use_place().path.get_untracked();
        return unreachable::unreachable(words, unreachable::Why::OnlineOnly, &path, 0);
    }
    crate::not_found::NotFound().into_any()
}
