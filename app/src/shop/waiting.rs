//! What waits on the device of a resident or of family.

use crate::offline::what_waits;
use crate::replica::use_replica;
use crate::routes::start_page;
use crate::t;
use crate::ui::dock::dock;
use crate::ui::{FlashBar, Pictogram, Scene};
use crate::words::use_words;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn Waiting() -> impl IntoView {
    let words = use_words();
    let title = t!(words, "waiting-title");
    let home = start_page(&untrack(|| use_replica().view()).viewer.scope);
    view! {
        <Title text=title.clone() />
        <header class="topbar">
            <a class="button" href=home>
                <Pictogram name="arrow-left" />
                {t!(words, "topbar-back")}
            </a>
        </header>
        <FlashBar />
        <main id="content" class="stack waiting">
            <h1 tabindex="-1">{title}</h1>
            {what_waits()}
        </main>
        {bottom}
    }
    .into_any()
}

/// The bottom of every page of one resident.
fn bottom() -> Option<AnyView> {
    let view = use_replica().view();
    let words = use_words();
    let [household] = view.households.as_slice() else { return None };
    Some(dock(&Scene { view: &view, household, words }))
}
