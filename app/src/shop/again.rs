//! Choosing again: what was ordered before, the latest first. One tap puts it in the basket for the next moment.

use super::category::{A_PAGE, pages_asked};
use crate::place::{Params, use_query};
use crate::t;
use crate::ui::line_words::{capital, when};
use crate::ui::moments::{put_in_basket, upcoming};
use crate::ui::operation_form::FormOperation;
use crate::ui::product::{choose_words, product_words};
use crate::ui::{BasketSum, OperationForm, Page, Pictogram, Scene, stage};
use domain::catalogue::Item;
use domain::order::{LineState, OrderLine};
use domain::sorting::sort_by_key;
use leptos::prelude::*;

#[component]
pub fn Again() -> impl IntoView {
    stage(AgainPage { query: use_query() })
}

struct AgainPage {
    query: Memo<Params>,
}

impl Page for AgainPage {
    fn title(&self, scene: &Scene<'_>) -> String {
        t!(scene.words, "again-title")
    }

    fn main(&self, scene: &Scene<'_>) -> AnyView {
        let words = scene.words;
        let before = ordered_before(scene);
        let shown = pages_asked(&self.query) * A_PAGE;
        let sum = BasketSum::of(scene.household, scene.basket());
        let says = if before.is_empty() { t!(words, "again-nothing") } else { t!(words, "again-intro") };
        let cards = before
            .iter()
            .take(shown)
            .map(|(item, line)| view! { <li>{card(scene, item, line, &sum)}</li> })
            .collect_view();
        let more = (before.len() > shown).then(|| {
            view! {
                <p class="shelf-more">
                    <a
                        class="button button-main"
                        href=format!("{}?page={}", scene.link("again"), pages_asked(&self.query) + 1)
                    >
                        <Pictogram name="caret-down" line=true />
                        {t!(words, "shop-more")}
                    </a>
                </p>
            }
        });
        let to_shop = before.is_empty().then(|| {
            view! {
                <p>
                    <a class="button button-primary button-main" href=scene.link("shop")>
                        <Pictogram name="storefront" />
                        {t!(words, "basket-to-shop")}
                    </a>
                </p>
            }
        });
        view! {
            <main id="content">
                <div class="shop-head">
                    <h1 tabindex="-1">{t!(words, "again-title")}</h1>
                    <p>{says}</p>
                </div>
                <ul class="shelf">{cards}</ul>
                {more}
                {to_shop}
            </main>
        }
        .into_any()
    }
}

/// Distinct items of earlier orders that can still be had, the latest first.
fn ordered_before<'a>(scene: &Scene<'a>) -> Vec<(&'a Item, &'a OrderLine)> {
    let mut lines: Vec<_> = scene.household.lines().filter(|(_, line)| line.state != LineState::Declined).collect();
    sort_by_key(&mut lines, |(order, line)| std::cmp::Reverse((order.placed_at, line.moment)));
    let mut before: Vec<(&Item, &OrderLine)> = Vec::new();
    for (_, line) in lines {
        if let Some(item) = scene.item(line.item)
            && item.valid.contains(scene.today())
            && !before.iter().any(|(known, _)| known.id == item.id)
        {
            before.push((item, line));
        }
    }
    before
}

/// The whole card is the button; a card of something that cannot be had now leads to its page, which says why.
fn card(scene: &Scene<'_>, item: &Item, line: &OrderLine, sum: &BasketSum) -> AnyView {
    let next = upcoming(item, scene.now(), 1).first().copied();
    let is_free = item.blocked_by(&scene.household.clearances).is_none();
    let purse = if item.purses.contains(&line.purse) { Some(line.purse) } else { item.purses.first().copied() };
    let ready = next.filter(|_| is_free).and_then(|(offer, moment)| {
        let purse = purse?;
        let price = item.price(offer, purse, scene.unit())?;
        let kind = put_in_basket(item, offer, purse, moment, price);
        scene.may(kind.clone()).then_some((offer, moment, kind))
    });
    let Some((offer, moment, kind)) = ready else {
        return crate::ui::product::product_card(scene, item, sum);
    };
    let when = capital(&when(scene.words, moment, scene.today()));
    let about = format!("{when}, {}", scene.text(&offer.performer));
    let operation = FormOperation::complete(scene.household.id, &kind);
    let words = product_words(scene, item, sum, choose_words(scene, item), about);
    let class = format!("product voice-{}", item.voice);
    view! {
        <OperationForm operation=operation next=scene.link("basket") back=scene.link("again")>
            <button class=class type="submit">
                {words}
            </button>
        </OperationForm>
    }
    .into_any()
}
