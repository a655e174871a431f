//! One shelf: six products, and more on request.

use crate::not_found::NotFound;
use crate::place::{Params, use_params, use_query};
use crate::t;
use crate::ui::product::product_card;
use crate::ui::{BasketSum, Page, Pictogram, Scene, stage};
use crate::words::Words;
use domain::catalogue::{Category as Shelf, Item};
use leptos::prelude::*;

/// How many products a page shows at first, and how many each "more" adds.
pub const A_PAGE: usize = 6;

#[component]
pub fn Category() -> impl IntoView {
    stage(CategoryPage { params: use_params(), query: use_query() })
}

struct CategoryPage {
    params: Memo<Params>,
    query: Memo<Params>,
}

impl CategoryPage {
    fn shelf<'a>(&self, scene: &Scene<'a>) -> Option<&'a Shelf> {
        let code = self.params.with(|params| params.get("category"))?;
        scene.view.catalogue.category(&code)
    }
}

impl Page for CategoryPage {
    fn title(&self, scene: &Scene<'_>) -> String {
        self.shelf(scene).map_or_else(String::new, |shelf| scene.text(&shelf.name).to_owned())
    }

    fn back(&self, _scene: &Scene<'_>) -> &'static str {
        "shop"
    }

    fn main(&self, scene: &Scene<'_>) -> AnyView {
        let Some(shelf) = self.shelf(scene) else { return NotFound().into_any() };
        let items: Vec<&Item> = scene.view.catalogue.in_category(&shelf.code, scene.today()).collect();
        let pages = pages_asked(&self.query);
        view! {
            <main id="content">
                <div class="shop-head">
                    <h1 tabindex="-1">{scene.text(&shelf.name).to_owned()}</h1>
                    <p>{scene.text(&shelf.intro).to_owned()}</p>
                </div>
                {shelf_of(scene, &items, pages, &scene.link(&format!("shop/{}?", shelf.code)))}
            </main>
        }
        .into_any()
    }
}

/// `?page=2`: how many pages of products were asked for.
#[must_use]
pub fn pages_asked(query: &Memo<Params>) -> usize {
    query.with(|query| query.get("page")).and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, 20)
}

/// The first products, and a link to more: the same address with one page more.
#[must_use]
pub fn shelf_of(scene: &Scene<'_>, items: &[&Item], pages: usize, address: &str) -> AnyView {
    let sum = BasketSum::of(scene.household, scene.basket());
    let shown = pages * A_PAGE;
    let cards =
        items.iter().take(shown).map(|item| view! { <li>{product_card(scene, item, &sum)}</li> }).collect_view();
    let more = (items.len() > shown).then(|| more(scene.words, format!("{address}page={}", pages + 1)));
    view! {
        <ul class="shelf">{cards}</ul>
        {more}
    }
    .into_any()
}

/// Below a list of which a part is shown: the address of the same list with more of it.
pub fn more(words: Words, address: String) -> AnyView {
    view! {
        <p class="shelf-more">
            <a class="button button-main" href=address>
                <Pictogram name="caret-down" line=true />
                {t!(words, "shop-more")}
            </a>
        </p>
    }
    .into_any()
}
