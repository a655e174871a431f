//! Finding something by a word. Never an empty page: without results there are the shelves to look at.

use super::category::{pages_asked, shelf_of};
use crate::offline::{is_a_part, place};
use crate::place::{Params, use_place, use_query};
use crate::t;
use crate::ui::product::product_card;
use crate::ui::{BasketSum, Page, Pictogram, Scene, stage};
use domain::catalogue::Item;
use leptos::prelude::*;

const LEAST_LETTERS: usize = 2;
/// How many ideas there are when nothing was found.
const IDEAS: usize = 3;

#[component]
pub fn Search() -> impl IntoView {
    stage(SearchPage { query: use_query() })
}

struct SearchPage {
    query: Memo<Params>,
}

impl SearchPage {
    fn wanted(&self) -> String {
        self.query.with(|query| query.get("q")).unwrap_or_default().trim().chars().take(60).collect()
    }
}

impl Page for SearchPage {
    fn title(&self, scene: &Scene<'_>) -> String {
        t!(scene.words, "search-title")
    }

    fn main(&self, scene: &Scene<'_>) -> AnyView {
        let words = scene.words;
        let wanted = self.wanted();
        let today = scene.today();
        let found: Vec<&Item> = domain::search::find(&scene.view.catalogue, &wanted, words.language)
            .into_iter()
            .filter(|item| item.valid.contains(today))
            .collect();
        let says = says(scene, &wanted, found.len(), is_a_part(scene.view));
        let results = if found.is_empty() {
            ideas(scene)
        } else {
            let address = format!("{}?q={}&", scene.link("search"), encoded(&wanted));
            shelf_of(scene, &found, pages_asked(&self.query), &address)
        };
        view! {
            <main id="content">
                <div class="shop-head">
                    <h1 tabindex="-1">{t!(words, "search-title")}</h1>
                </div>
                {search_form(scene, &wanted)}
                <p class="search-says" role="status">{says}</p>
                {results}
            </main>
        }
        .into_any()
    }
}

/// What the search came to. Where only a part of the shop is here, nobody can say that there is nothing.
fn says(scene: &Scene<'_>, wanted: &str, count: usize, is_a_part: bool) -> String {
    let words = scene.words;
    if wanted.chars().count() < LEAST_LETTERS {
        t!(words, "search-least")
    } else if count > 0 {
        t!(words, "search-found", count = i64::try_from(count).unwrap_or(i64::MAX), wanted = wanted)
    } else if is_a_part {
        t!(words, "search-not-all", place = place(words, &scene.view.viewer.scope))
    } else {
        t!(words, "search-nothing", wanted = wanted)
    }
}

/// The field and its button; works as a plain form.
#[must_use]
pub fn search_form(scene: &Scene<'_>, wanted: &str) -> AnyView {
    let words = scene.words;
    let page = scene.link("search");
    let place = use_place();
    let field = NodeRef::<leptos::html::Input>::new();
    // With the program and the whole catalogue here, searching needs no network.
    let search = {
        let page = page.clone();
        let is_complete = scene.view.complete;
        move |event: leptos::ev::SubmitEvent| {
            let Some(field) = field.get_untracked().filter(|_| is_complete) else { return };
            place.go_instead(&event, &format!("{page}?q={}", encoded(&field.value())));
        }
    };
    view! {
        <form class="search" role="search" method="get" action=page on:submit=search>
            <label for="search">{t!(words, "search-label")}</label>
            <input
                id="search"
                node_ref=field
                name="q"
                type="search"
                value=wanted.to_owned()
                maxlength="60"
                autocomplete="off"
                enterkeyhint="search"
            />
            <button class="button" type="submit">
                <Pictogram name="magnifying-glass" />
                {t!(words, "search-go")}
            </button>
        </form>
    }
    .into_any()
}

/// Some things that fit in the cup, and the way to everything.
fn ideas(scene: &Scene<'_>) -> AnyView {
    let sum = BasketSum::of(scene.household, scene.basket());
    let catalogue = &scene.view.catalogue;
    // One of each shelf: different kinds of things.
    let ideas = catalogue
        .categories
        .iter()
        .filter_map(|category| {
            catalogue
                .in_category(&category.code, scene.today())
                .find(|item| item.blocked_by(&scene.household.clearances).is_none())
        })
        .take(IDEAS)
        .map(|item| view! { <li>{product_card(scene, item, &sum)}</li> })
        .collect_view();
    view! {
        <h2>{t!(scene.words, "search-ideas")}</h2>
        <ul class="shelf">{ideas}</ul>
        <p class="shelf-more">
            <a class="button button-main" href=scene.link("shop")>
                <Pictogram name="storefront" />
                {t!(scene.words, "search-shelves")}
            </a>
        </p>
    }
    .into_any()
}

/// A word as part of an address.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;
    use domain::catalogue::Language;
    use domain::testing::{de_linde, household_with_cents, now, snapshot};

    #[test]
    fn nobody_says_that_there_is_nothing_where_only_a_part_of_the_shop_is_here() {
        let view = snapshot(de_linde(), vec![household_with_cents(1, 16_800, 0, 0)], now("2026-11-16T09:00"));
        let says = |language, count, is_a_part| {
            let scene = Scene { view: &view, household: &view.households[0], words: Words::new(language) };
            says(&scene, "voorlezen", count, is_a_part)
        };
        let part = says(Language::Nl, 0, true);
        assert!(part.starts_with("Nog niet alles van de winkel staat op") && part.contains("internet"), "{part}");
        assert!(says(Language::En, 0, true).starts_with("Not everything of the shop is on"));
        assert!(says(Language::Nl, 0, false).starts_with("Wij vonden niets"));
        assert_eq!(says(Language::Nl, 2, true), says(Language::Nl, 2, false), "what was found is there");
    }
}
