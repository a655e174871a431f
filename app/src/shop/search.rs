//! Finding something by a word. Never an empty page: without results there are the shelves to look at.

use super::category::{pages_asked, shelf_of};
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
        let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
        let says = if wanted.chars().count() < LEAST_LETTERS {
            t!(words, "search-least")
        } else if found.is_empty() {
            t!(words, "search-nothing", wanted = &wanted)
        } else {
            t!(words, "search-found", count = count, wanted = &wanted)
        };
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
