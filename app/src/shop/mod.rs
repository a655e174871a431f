//! The shop of one resident: home, shelves, item, basket, week, cup. Residents and family use the same pages.

mod again;
mod basket;
mod categories;
mod category;
mod cup_page;
mod falls;
mod greeting;
mod help;
mod home;
mod item;
mod search;
mod settings;
#[cfg(feature = "ssr")]
#[cfg(test)]
mod tests;
mod unsent;
mod waiting;
mod week;
pub(crate) mod week_asks;
mod week_line;

pub use again::Again;
pub use basket::Basket;
pub use categories::Categories;
pub use category::Category;
pub use cup_page::CupPage;
pub use help::Help;
pub use home::Home;
pub use item::Item;
pub use search::Search;
pub use waiting::Waiting;
pub use week::Week;

use crate::place::use_params;
use crate::replica::Subject;
use crate::t;
use crate::ui::{Pictogram, Scene};
use leptos::prelude::*;

/// Where there is nothing yet: the way to the shelves.
fn to_shop(scene: &Scene<'_>) -> AnyView {
    view! {
        <p>
            <a class="button button-primary button-main" href=scene.link("shop")>
                <Pictogram name="storefront" />
                {t!(scene.words, "basket-to-shop")}
            </a>
        </p>
    }
    .into_any()
}

/// The household in the address.
#[must_use]
pub fn use_subject() -> Option<Subject> {
    use_params().with(|params| params.get("household"))?.parse().ok().map(Subject)
}
