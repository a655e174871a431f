//! Choosing again: what was ordered before, the latest first. One tap orders it for the next moment that there is.

use super::category::{A_PAGE, more, pages_asked};
use super::to_shop;
use crate::place::{Params, use_query};
use crate::replica::mint;
use crate::t;
use crate::ui::instead::{Choice, choice_links, lower};
use crate::ui::line_words::{capital, purse_price, when};
use crate::ui::moments::{new_line, upcoming};
use crate::ui::operation_form::FormOperation;
use crate::ui::{BasketSum, OperationForm, Page, PictureOf, Scene, item_picture, refusal_text, stage};
use domain::catalogue::{Item, PurseKind};
use domain::order::{BasketLine, LineState, OrderLine};
use domain::sorting::sort_by_key;
use domain::sync::{Instead, OperationKind, Refusal};
use leptos::prelude::*;

/// How many moments are tried: a limit per week is over within so many.
const LOOK_AHEAD: usize = 28;

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
        let says =
            if before.is_empty() { t!(words, "again-nothing") } else { t!(words, "again-intro", you = scene.you()) };
        let rows = before.iter().take(shown).map(|(item, line)| row(scene, item, line)).collect_view();
        let onwards = (before.len() > shown).then(|| {
            let next = pages_asked(&self.query) + 1;
            more(words, format!("{}?page={next}", scene.link("again")))
        });
        let to_shop = before.is_empty().then(|| to_shop(scene));
        view! {
            <main id="content">
                <div class="shop-head">
                    <h1 tabindex="-1">{t!(words, "again-title")}</h1>
                    <p>{says}</p>
                </div>
                <ul class="again">{rows}</ul>
                {onwards}
                {to_shop}
            </main>
        }
        .into_any()
    }
}

/// Distinct items of earlier orders, the latest first.
fn ordered_before<'a>(scene: &Scene<'a>) -> Vec<(&'a Item, &'a OrderLine)> {
    let mut lines: Vec<_> = scene.household.lines().filter(|(_, line)| line.state != LineState::Declined).collect();
    sort_by_key(&mut lines, |(order, line)| std::cmp::Reverse((order.placed_at, line.moment)));
    let mut before: Vec<(&Item, &OrderLine)> = Vec::new();
    for (_, line) in lines {
        if let Some(item) = scene.item(line.item)
            && !before.iter().any(|(known, _)| known.id == item.id)
        {
            before.push((item, line));
        }
    }
    before
}

fn row(scene: &Scene<'_>, item: &Item, before: &OrderLine) -> AnyView {
    let name = scene.text(&item.name);
    let name = if before.quantity == 1 { name.to_owned() } else { format!("{}\u{a0}× {name}", before.quantity) };
    let (says, price, acts) = match once_more(scene, item, before) {
        Ok(line) => (says(scene, item, before, &line), price(scene, &line), acts(scene, &name, line)),
        Err(refusal) => {
            let (says, links) = cannot(scene, item, &refusal);
            (vec![says], None, choice_links(links))
        }
    };
    view! {
        <li class="line">
            {item_picture(Some(item), "", PictureOf::Line)}
            <div>
                <h2>{name}</h2>
                {says.into_iter().map(|says| view! { <p>{says}</p> }).collect_view()}
            </div>
            {price.map(|price| view! { <p class="line-price">{price}</p> })}
            <div class="acts">{acts}</div>
        </li>
    }
    .into_any()
}

fn price(scene: &Scene<'_>, line: &BasketLine) -> Option<String> {
    Some(purse_price(scene.words, line.purse, line.total().ok()?))
}

/// When and by whom, whether the price is another one, and what is left after it.
fn says(scene: &Scene<'_>, item: &Item, before: &OrderLine, line: &BasketLine) -> Vec<String> {
    let words = scene.words;
    let mut about = capital(&when(words, line.moment, scene.today()));
    if let Some(offer) = item.offer(line.offer) {
        about = format!("{about}, {}", scene.text(&offer.performer));
    }
    let is_other = line.purse == before.purse && line.unit_price != before.unit_price;
    let other = is_other.then(|| {
        let (seen, now) = (scene.amount(before.unit_price), scene.amount(line.unit_price));
        t!(words, "refused-price-rose", item = scene.text(&item.name), seen = seen, now = now)
    });
    let rest = BasketSum::of(scene.household, std::slice::from_ref(line)).left(scene.household, line.purse);
    let rest = rest.map(|rest| match line.purse {
        PurseKind::Own => t!(words, "item-after-own", amount = scene.amount(rest)),
        PurseKind::Cup | PurseKind::Basis => format!("{} {}.", scene.then_left(), scene.amount(rest)),
    });
    [Some(about), other, rest].into_iter().flatten().collect()
}

/// Order at once; or lay it in the basket, to choose more first.
fn acts(scene: &Scene<'_>, name: &str, line: BasketLine) -> AnyView {
    let words = scene.words;
    let (household, here) = (scene.household.id, scene.link("again"));
    let about = format!("{name}, {}", when(words, line.moment, scene.today()));
    let place = place_order(scene, line.clone());
    let order = if scene.needs_nod(place.clone()) { t!(words, "basket-propose") } else { t!(words, "again-order") };
    let basket = t!(words, "again-basket");
    let (order_label, basket_label) = (format!("{order}: {about}"), format!("{basket}: {about}"));
    let put = FormOperation::complete(household, &OperationKind::PutInBasket { lines: vec![line] });
    let place = FormOperation::complete(household, &place);
    view! {
        <OperationForm operation=place next=scene.link("week") back=here.clone()>
            <button class="button button-primary button-main" type="submit" aria-label=order_label>
                {order}
            </button>
        </OperationForm>
        <OperationForm operation=put next=scene.link("basket") back=here>
            <button class="button" type="submit" aria-label=basket_label>
                {basket}
            </button>
        </OperationForm>
    }
    .into_any()
}

fn place_order(scene: &Scene<'_>, line: BasketLine) -> OperationKind {
    let lines = vec![line];
    OperationKind::PlaceOrder {
        order: mint::order_id(&lines),
        catalogue_version: scene.view.catalogue.version,
        max_total: BasketSum::of(scene.household, &lines).max_total(),
        lines,
    }
}

/// The same once more, at today's price, for the first moment at which it can be ordered; otherwise why not.
fn once_more(scene: &Scene<'_>, item: &Item, before: &OrderLine) -> Result<BasketLine, Box<Refusal>> {
    let purse = if item.purses.contains(&before.purse) { Some(before.purse) } else { item.purses.first().copied() };
    let places = &scene.view.places;
    let same = item.offer(before.offer).map(|offer| {
        let moments = item.free_moments(offer, scene.now(), LOOK_AHEAD, places).into_iter();
        moments.map(|moment| (offer, moment)).collect::<Vec<_>>()
    });
    let moments = same.filter(|moments| !moments.is_empty());
    let moments = moments.unwrap_or_else(|| upcoming(item, places, scene.now(), LOOK_AHEAD));
    let mut why_not = Box::new(Refusal::NotForSale { item: item.id });
    for (offer, moment) in moments {
        let is_coming = |line: &OrderLine| line.state.is_open() && (line.item, line.moment) == (item.id, moment);
        if scene.household.lines().any(|(_, line)| is_coming(line)) {
            continue;
        }
        let Some((purse, price)) = purse.and_then(|purse| Some((purse, item.price(offer, purse, scene.unit())?)))
        else {
            return Err(Box::new(Refusal::NotInThisUnit { item: item.id }));
        };
        let line = BasketLine { quantity: before.quantity, ..new_line(item, offer, purse, moment, price) };
        match scene.judge(place_order(scene, line.clone())) {
            Ok(()) => return Ok(line),
            Err(refusal) => why_not = refusal,
        }
        // Another day helps against a limit, not against anything else.
        if !matches!(*why_not, Refusal::TooManyOnOneDay { .. } | Refusal::TooManyInOneWeek { .. }) {
            break;
        }
    }
    Err(why_not)
}

/// Why it cannot be had again now, and where something else is.
fn cannot(scene: &Scene<'_>, item: &Item, refusal: &Refusal) -> (String, Vec<Choice>) {
    let words = scene.words;
    let mut links = Vec::new();
    let says = match refusal {
        Refusal::NotAllowed => t!(words, "may-not-order"),
        Refusal::TooLittleLeft { purse, short, instead, .. } => {
            if instead.iter().any(|other| matches!(other, Instead::OwnMoney { .. })) {
                let name = lower(scene.text(&item.name));
                links.push(Choice {
                    words: t!(words, "again-own", item = name),
                    href: format!("{}?purse=own", scene.item_link(item)),
                });
            }
            let short = scene.amount(*short);
            match purse {
                PurseKind::Own => t!(words, "again-short-own", amount = short),
                PurseKind::Cup | PurseKind::Basis => t!(words, "again-short", amount = short),
            }
        }
        _ => refusal_text(words, refusal, scene.view, scene.household).what_happened,
    };
    let shelf = scene.view.catalogue.category(&item.category);
    links.extend(shelf.map(|shelf| Choice {
        words: t!(words, "again-shelf", shelf = scene.text(&shelf.name)),
        href: scene.link(&format!("shop/{}", shelf.code)),
    }));
    (says, links)
}
