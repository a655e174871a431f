//! Headings that sort: links, so that they work everywhere and can be shared.

use crate::t;
use crate::ui::Glyph;
use crate::words::Words;
use leptos::prelude::*;

/// A column heading. `href` is the address that sorts by this column, the other way round when it sorts by it already.
pub fn heading(words: Words, name: String, is_number: bool, sorted: Option<bool>, href: String) -> impl IntoView {
    let aria = sorted.map(|descending| if descending { "descending" } else { "ascending" });
    let class = if is_number { "num" } else { "" };
    let glyph = if sorted.is_some() { "arrow-up" } else { "chevrons-up-down" };
    let next = match sorted {
        Some(false) => t!(words, "office-sort-down"),
        Some(true) | None => t!(words, "office-sort-up"),
    };
    view! {
        <th scope="col" class=class aria-sort=aria>
            <a class="sorter" href=href title=next>
                {name}
                " "
                <Glyph name=glyph />
            </a>
        </th>
    }
}
