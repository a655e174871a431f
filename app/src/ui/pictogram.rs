//! Pictograms (Phosphor duotone) for everyone and glyphs (Lucide) for staff, from one cached file of symbols.

use leptos::prelude::*;

/// The address of the file of symbols.
#[derive(Clone)]
pub struct Pictograms(pub String);

fn symbol(prefix: &str, name: &str) -> String {
    let file = use_context::<Pictograms>().map_or_else(String::new, |pictograms| pictograms.0);
    format!("{file}#{prefix}-{name}")
}

/// A picture beside its word; decoration for a screen reader.
#[component]
pub fn Pictogram(
    #[prop(into)] name: String,
    /// Without the second tone.
    #[prop(optional)]
    line: bool,
) -> impl IntoView {
    let class = if line { "pic pic-line" } else { "pic" };
    view! { <svg class=class aria-hidden="true"><use href=symbol("p", &name)></use></svg> }
}

/// A small sign for staff; decoration for a screen reader.
#[component]
pub fn Glyph(#[prop(into)] name: String) -> impl IntoView {
    view! { <svg class="glyph" aria-hidden="true"><use href=symbol("l", &name)></use></svg> }
}
