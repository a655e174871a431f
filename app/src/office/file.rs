//! Where the office gets everything that is kept about one resident, to give it to them.

use super::frame::{Frame, Room, document};
use crate::t;
use crate::ui::Glyph;
use crate::words::Words;
use domain::ids::HouseholdId;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct FilePage {
    pub frame: Frame,
    pub household: HouseholdId,
    /// The resident, as in the middle of a sentence.
    pub name: String,
}

/// The page about the data of one resident.
#[must_use]
pub fn address(household: HouseholdId) -> String {
    format!("/office/resident/{household}/file")
}

#[must_use]
pub fn file(page: FilePage) -> impl IntoView {
    let FilePage { frame, household, name } = page;
    let title = t!(frame.words(), "privacy-file-of", name = &name);
    document(frame, Room::Residents, title.clone(), move |words| {
        view! {
            {back(words, household, &name)}
            <h1 tabindex="-1">{title}</h1>
            <section class="block">
                <h2>{t!(words, "privacy-what-is-in-it")}</h2>
                <p>{t!(words, "privacy-file-about")}</p>
                <p>{t!(words, "privacy-file-contents")}</p>
                <p>{t!(words, "privacy-file-language")} " " {t!(words, "privacy-file-careful")}</p>
                <p class="acts">
                    <a class="button button-primary" href=format!("{}.html", address(household))>
                        <Glyph name="download" />
                        {t!(words, "privacy-save-readable")}
                    </a>
                    <a class="button" href=format!("{}.json", address(household))>
                        <Glyph name="download" />
                        {t!(words, "privacy-save-machine")}
                    </a>
                </p>
            </section>
        }
    })
}

/// To the resident whose data they are.
pub fn back(words: Words, household: HouseholdId, name: &str) -> AnyView {
    view! {
        <nav class="crumbs" aria-label=t!(words, "office-back")>
            <a href=format!("/office/resident/{household}")>
                <Glyph name="arrow-left" />
                {t!(words, "privacy-back", name = name)}
            </a>
        </nav>
    }
    .into_any()
}

/// On the page of a resident: the way to their data.
pub fn block(words: Words, household: HouseholdId) -> AnyView {
    view! {
        <section class="block">
            <h2 id="privacy">{t!(words, "privacy-block")}</h2>
            <p class="block-note">{t!(words, "privacy-block-note")}</p>
            <p class="acts">
                <a class="button" href=address(household)>
                    {t!(words, "privacy-open")}
                </a>
                <a class="button" href=super::correct::address(household)>
                    {t!(words, "privacy-to-correct")}
                </a>
                <a class="button" href=super::erase::address(household)>
                    {t!(words, "privacy-to-erase")}
                </a>
            </p>
        </section>
    }
    .into_any()
}
