//! What the tablet itself shows: for whom it is and one button; or that its code does nothing any more.

use super::WhoseTablet;
use super::frame::bare;
use crate::shell::Assets;
use crate::t;
use crate::words::Words;
use domain::catalogue::Language;
use leptos::prelude::*;

/// Gives a browser whose device was revoked a new number: without it the device would stay silent for ever.
const SCRIPT: &str = "/enrol.js";

#[derive(Clone, Debug)]
pub struct EnrolPage {
    pub assets: Assets,
    pub language: Language,
    pub whose: WhoseTablet,
    /// The address of this page, to which the button posts: looking at it uses nothing up.
    pub address: String,
}

pub fn enrol(page: EnrolPage) -> AnyView {
    let words = Words::new(page.language);
    let title = match &page.whose {
        WhoseTablet::Resident { name, .. } => t!(words, "enrol-title-resident", name = name),
        WhoseTablet::LivingRoom(room) => t!(words, "enrol-title-living-room", room = room),
        WhoseTablet::Ward(ward) => t!(words, "enrol-title-ward", ward = ward),
    };
    let main = view! {
        <h1>{title.clone()}</h1>
        <p>{t!(words, "enrol-text")}</p>
        <form method="post" action=page.address>
            <button class="button button-primary button-key">{t!(words, "enrol-go")}</button>
        </form>
    }
    .into_any();
    bare(page.assets, page.language, &title, Some(SCRIPT), main)
}

/// A code that was used, is too old, or never was: one page for all, so that nobody learns which.
pub fn spent(assets: Assets, language: Language) -> AnyView {
    let words = Words::new(language);
    let title = t!(words, "enrol-spent-title");
    let main = view! {
        <h1>{title.clone()}</h1>
        <p>{t!(words, "enrol-spent-text")}</p>
        <p>{t!(words, "enrol-spent-do")}</p>
        <a class="button button-primary button-main" href="/">
            {t!(words, "not-found-go")}
        </a>
    }
    .into_any();
    bare(assets, language, &title, None, main)
}
