//! The shelves of the shop.

use crate::t;
use crate::ui::{Page, Pictogram, Scene, stage};
use leptos::prelude::*;

#[component]
pub fn Categories() -> impl IntoView {
    stage(CategoriesPage)
}

struct CategoriesPage;

impl Page for CategoriesPage {
    fn title(&self, scene: &Scene<'_>) -> String {
        t!(scene.words, "shop-title")
    }

    fn main(&self, scene: &Scene<'_>) -> AnyView {
        let catalogue = &scene.view.catalogue;
        let shelves = catalogue
            .categories
            .iter()
            .map(|category| {
                view! {
                    <li>
                        <a
                            class=format!("tile voice-{}", category.voice)
                            href=scene.link(&format!("shop/{}", category.code))
                        >
                            <Pictogram name=category.pictogram.clone() />
                            {scene.text(&category.name).to_owned()}
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <main id="content">
                <div class="shop-head">
                    <h1 tabindex="-1">{t!(scene.words, "shop-title")}</h1>
                    <p>{t!(scene.words, "shop-intro")}</p>
                </div>
                <ul class="shelves">{shelves}</ul>
                {super::search::search_form(scene, "")}
            </main>
        }
        .into_any()
    }
}
