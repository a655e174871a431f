//! The page for what cannot be done without a network: why, what stays saved, and what can be done.

use crate::t;
use crate::ui::{Notice, Pictogram, Tone};
use crate::words::Words;
use leptos::prelude::*;
use leptos_meta::Title;

/// Why a page cannot be shown now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The page is made by the server only.
    OnlineOnly,
    /// Nobody ever signed in here, or whoever did has left.
    NothingKept,
    /// What was kept is too old to be shown.
    Expired,
    /// The ward revoked this device.
    Revoked,
}

/// `unsent` operations wait on this device, although their owner's data are not shown.
#[must_use]
pub fn unreachable(words: Words, why: Why, path: &str, unsent: usize) -> AnyView {
    let reason = match (why, path.split('/').nth(1).unwrap_or_default()) {
        (Why::Expired, _) => t!(words, "offline-expired"),
        (Why::Revoked, _) => t!(words, "offline-revoked"),
        (_, "office") => t!(words, "offline-office"),
        (_, "demo") => t!(words, "offline-door"),
        (Why::NothingKept, _) => t!(words, "offline-nothing"),
        (Why::OnlineOnly, "preferences") => t!(words, "offline-settings"),
        (Why::OnlineOnly, "do") => t!(words, "offline-not-done"),
        (Why::OnlineOnly, _) => t!(words, "offline-needs"),
    };
    let waits = (unsent > 0).then(|| {
        let count = i64::try_from(unsent).unwrap_or(i64::MAX);
        view! { <p>{t!(words, "offline-outbox", count = count)}</p> }
    });
    let home = (why == Why::OnlineOnly).then(|| {
        view! {
            <a class="button" href="/" rel="external">
                <Pictogram name="house" />
                {t!(words, "offline-home")}
            </a>
        }
    });
    let again = path.to_owned();
    view! {
        <Title text=t!(words, "offline-title") />
        <main id="content" class="lost">
            <h1 tabindex="-1">{t!(words, "offline-title")}</h1>
            <Notice tone=Tone::Amber picture="wifi-slash">
                <p>{reason}</p>
                {waits}
            </Notice>
            <a class="button button-primary" href=again rel="external">
                <Pictogram name="repeat" />
                {t!(words, "offline-retry")}
            </a>
            {home}
        </main>
    }
    .into_any()
}
