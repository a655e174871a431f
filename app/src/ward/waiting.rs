//! What waits on the tablet of a ward.

use super::{Back, Top};
use crate::offline::what_waits;
use crate::t;
use crate::ui::FlashBar;
use crate::words::use_words;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn Waiting() -> impl IntoView {
    let words = use_words();
    let title = t!(words, "waiting-title");
    let back = Back { href: "/ward".to_owned(), word: t!(words, "ward-back") };
    view! {
        <Title text=title.clone() />
        <Top title=title back=back />
        <FlashBar />
        <main id="content" class="stack waiting">
            {what_waits()}
        </main>
    }
    .into_any()
}
