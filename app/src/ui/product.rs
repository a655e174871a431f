//! A product as a card. The whole card is the target.

use super::basket_sum::BasketSum;
use super::instead::lower;
use super::scene::Scene;
use super::{Pictogram, PictureOf, item_picture};
use crate::t;
use domain::amount::Amount;
use domain::catalogue::{Condition, Item, PurseKind};
use leptos::prelude::*;

/// The usual purse of an item and what one costs from it; no price when it cannot be sold in this unit.
#[must_use]
pub fn usual_price(scene: &Scene<'_>, item: &Item) -> (PurseKind, Option<Amount>) {
    let purse = item.purses.first().copied().unwrap_or(PurseKind::Cup);
    (purse, item.first_offer().and_then(|offer| item.price(offer, purse, scene.unit())))
}

/// How much is missing for this price after the basket; `None` when there is enough.
#[must_use]
pub fn shortage(scene: &Scene<'_>, sum: &BasketSum, purse: PurseKind, price: Amount) -> Option<Amount> {
    let after = sum.left(scene.household, purse)?.minus(price).ok()?;
    after.is_negative().then(|| Amount::new(after.unit(), after.minor().saturating_neg()))
}

/// The card as a link to the page of the item.
#[must_use]
pub fn product_card(scene: &Scene<'_>, item: &Item, sum: &BasketSum) -> AnyView {
    view! {
        <a class=format!("product voice-{}", item.voice) href=scene.item_link(item)>
            {product_words(scene, item, sum, scene.text(&item.name).to_owned(), scene.text(&item.subtitle).to_owned())}
        </a>
    }
    .into_any()
}

/// What stands on a card: picture, name, a line about it, the price, and a rule or a shortage.
#[must_use]
pub fn product_words(scene: &Scene<'_>, item: &Item, sum: &BasketSum, name: String, meta: String) -> AnyView {
    let words = scene.words;
    let (purse, price) = usual_price(scene, item);
    let price_view = match price {
        Some(price) => view! { <span class="product-price">{scene.amount(price)}</span> }.into_any(),
        None => view! { <span>{t!(words, "item-not-in-unit")}</span> }.into_any(),
    };
    let blocked = item.blocked_by(&scene.household.clearances);
    let short = price.and_then(|price| shortage(scene, sum, purse, price));
    let label = |condition: &Condition| Some(scene.text(&condition.label).to_owned()).filter(|label| !label.is_empty());
    let note = if let Some(condition) = blocked {
        Some(("hand", label(condition).unwrap_or_else(|| t!(words, "item-blocked-short"))))
    } else if let Some(short) = short {
        Some(("hand-coins", t!(words, "item-short", amount = scene.amount(short))))
    } else {
        match purse {
            PurseKind::Own => Some(("hand-coins", t!(words, "item-own"))),
            PurseKind::Basis => Some(("hand-heart", t!(words, "item-basis"))),
            PurseKind::Cup => item.conditions.iter().find_map(label).map(|label| ("chats-circle", label)),
        }
    };
    view! {
        {item_picture(Some(item), "", PictureOf::Card)}
        <span class="product-words">
            <span class="product-name">{name}</span> " "
            {(!meta.is_empty()).then(|| view! { <span class="product-meta">{meta}</span> " " })}
            {price_view}
            {note
                .map(|(picture, note)| {
                    view! {
                        " "
                        <span class="product-note">
                            <Pictogram name=picture />
                            <span>{note}</span>
                        </span>
                    }
                })}
        </span>
    }
    .into_any()
}

/// "Kies wandeling".
#[must_use]
pub fn choose_words(scene: &Scene<'_>, item: &Item) -> String {
    t!(scene.words, "instead-item", item = lower(scene.text(&item.name)))
}
