//! The letter with which somebody begins: printed, or shown on the screen.

use super::document;
use crate::shell::Assets;
use crate::sign_in::{Qr, qr_picture};
use crate::t;
use crate::words::{Words, day_long};
use domain::access::Viewer;
use domain::calendar::Day;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct Letter {
    pub assets: Assets,
    pub viewer: Viewer,
    pub home: String,
    pub back: String,
    pub name: String,
    /// The name for signing in.
    pub code: String,
    /// "mevrouw Vermeer".
    pub resident: String,
    pub address: String,
    pub qr: Option<Qr>,
    pub until: Day,
}

#[must_use]
pub fn letter(page: Letter) -> impl IntoView {
    let Letter { assets, viewer, home, back, name, code, resident, address, qr, until } = page;
    let title = t!(Words::new(viewer.language), "letter-title", name = &name);
    document((assets, &viewer), title, back, "stack letter", move |words| {
        view! {
            <p class="soft no-print">{t!(words, "letter-print")}</p>
            <section class="panel stack">
                <p>
                    <b>{home}</b>
                </p>
                <p>{t!(words, "letter-dear", name = &name)}</p>
                <p>{t!(words, "letter-about", resident = resident)}</p>
                <p>{t!(words, "letter-scan")}</p>
                {qr.map(|qr| qr_picture(qr, t!(words, "letter-picture")))}
                <p>{t!(words, "letter-or")}</p>
                <p class="secret" id="link">
                    {address}
                </p>
                <p>{t!(words, "letter-choose")}</p>
                <p>{t!(words, "letter-name", code = code)}</p>
                <p>{t!(words, "letter-until", day = day_long(words, until))}</p>
            </section>
        }
        .into_any()
    })
}
