//! The basket: plus and minus, the water that it takes, and the key action.

use super::to_shop;
use super::unsent::unsent_notice;
use super::week_asks::proposal_waits;
use crate::place::{Params, use_query};
use crate::replica::mint;
use crate::t;
use crate::ui::after::after;
use crate::ui::instead::{choice_links, choices, lower};
use crate::ui::line_words::{capital, purse_price, when};
use crate::ui::moments::put_in_basket;
use crate::ui::operation_form::FormOperation;
use crate::ui::{
    BasketSum, CupSize, Notice, OperationForm, Page, Pictogram, PictureOf, Scene, Tone, item_picture, stage,
};
use domain::amount::Amount;
use domain::calendar::Moment;
use domain::catalogue::{Item, Offer, PurseKind};
use domain::order::BasketLine;
use domain::sync::{Instead, OperationKind, instead_of};
use leptos::prelude::*;

#[component]
pub fn Basket() -> impl IntoView {
    stage(BasketPage { query: use_query() })
}

struct BasketPage {
    query: Memo<Params>,
}

impl Page for BasketPage {
    fn title(&self, scene: &Scene<'_>) -> String {
        t!(scene.words, "basket-title")
    }

    fn back(&self, _scene: &Scene<'_>) -> &'static str {
        "shop"
    }

    fn main(&self, scene: &Scene<'_>) -> AnyView {
        let words = scene.words;
        let lines = scene.basket();
        let gone = self.query.with(|query| query.get("gone")).and_then(|gone| Gone::read(scene, &gone));
        let gone = gone.map(|gone| gone.put_back(scene));
        if lines.is_empty() {
            return view! {
                <main id="content" class="stack">
                    <h1 tabindex="-1">{t!(words, "basket-title")}</h1>
                    {gone}
                    <p class="panel">{t!(words, "basket-empty-say")}</p>
                    {to_shop(scene)}
                </main>
            }
            .into_any();
        }
        let rows = lines.iter().map(|line| row(scene, line)).collect_view();
        view! {
            <main id="content" class="basket">
                <div>
                    <h1 tabindex="-1">{t!(words, "basket-title")}</h1>
                    {gone}
                    <ul class="basket-lines">{rows}</ul>
                </div>
                {sum(scene, lines)}
            </main>
        }
        .into_any()
    }
}

/// The page itself, as the place to come back to.
fn here(scene: &Scene<'_>) -> String {
    scene.link("basket")
}

fn row(scene: &Scene<'_>, line: &BasketLine) -> AnyView {
    let item = scene.item(line.item);
    let offer = item.and_then(|item| item.offer(line.offer));
    let name = scene.item_name(line.item);
    let moment = when(scene.words, line.moment, scene.today());
    let mut about = capital(&moment);
    if let Some(offer) = offer {
        about = format!("{about}, {}", scene.text(&offer.performer));
    }
    let price = purse_price(scene.words, line.purse, line.total().unwrap_or(line.unit_price));
    view! {
        <li class="line">
            {item_picture(item, "basket", PictureOf::Line)}
            <div>
                <h2>{name.clone()}</h2>
                <p>{about}</p>
                {problem(scene, line)}
            </div>
            <p class="line-price">{price}</p>
            {stepper(scene, line, &format!("{name}, {moment}"))}
        </li>
    }
    .into_any()
}

/// What stands in the way of ordering this line, before someone finds out by trying.
fn problem(scene: &Scene<'_>, line: &BasketLine) -> Option<AnyView> {
    let words = scene.words;
    let item = scene.item(line.item)?;
    let offer = item.offer(line.offer)?;
    let says = if item.check_moment(offer, line.moment, scene.now()).is_err() {
        t!(words, "basket-moment-gone")
    } else if item.is_full(offer, line.moment, &scene.view.places) {
        t!(words, "basket-moment-full")
    } else {
        let now = item.price(offer, line.purse, scene.unit())?;
        if line.unit_price.covers(now) {
            return None;
        }
        t!(words, "basket-price-rose", amount = scene.amount(now))
    };
    let link = view! {
        <p>
            <b>{says}</b>
            " "
            <a href=scene.item_link(item)>{t!(words, "basket-choose-again")}</a>
        </p>
    };
    Some(link.into_any())
}

/// Minus, how many, plus. Minus at one takes the line out; the page then offers to put it back.
fn stepper(scene: &Scene<'_>, line: &BasketLine, named: &str) -> AnyView {
    let words = scene.words;
    let most = scene.item(line.item).and_then(Item::max_per_day).unwrap_or(20);
    let next_after_less = if line.quantity == 1 {
        Gone::of(scene, line).map_or_else(|| here(scene), |gone| format!("{}?gone={gone}", here(scene)))
    } else {
        here(scene)
    };
    let less = t!(words, "basket-less");
    let more = t!(words, "basket-more");
    let plus = if line.quantity < most {
        let label = format!("{more}: {named}");
        step(scene, line, line.quantity + 1, here(scene), "plus", more, label)
    } else {
        ().into_any()
    };
    view! {
        <div class="stepper">
            {step(scene, line, line.quantity.saturating_sub(1), next_after_less, "minus", less.clone(), format!("{less}: {named}"))}
            <output aria-label=t!(words, "basket-count", item = named)>{line.quantity}</output>
            {plus}
        </div>
    }
    .into_any()
}

fn step(
    scene: &Scene<'_>,
    line: &BasketLine,
    quantity: u32,
    next: String,
    picture: &'static str,
    says: String,
    label: String,
) -> AnyView {
    let kind = OperationKind::ChangeBasketLine { line: line.line, quantity };
    let operation = FormOperation::complete(scene.household.id, &kind);
    view! {
        <OperationForm operation=operation next=next back=here(scene)>
            <button class="button" type="submit" aria-label=label>
                <Pictogram name=picture line=true />
                {says}
            </button>
        </OperationForm>
    }
    .into_any()
}

fn sum(scene: &Scene<'_>, lines: &[BasketLine]) -> AnyView {
    let (words, household) = (scene.words, scene.household);
    let sum = BasketSum::of(household, lines);
    let left = household.cup_left();
    let rest = sum.left(household, PurseKind::Cup).unwrap_or(left);
    let own = (!sum.own.is_zero()).then(|| t!(words, "basket-own", amount = scene.amount(sum.own)));
    let own_rest = sum.left(household, PurseKind::Own).filter(|_| own.is_some());
    let short = [Some(rest), own_rest].into_iter().flatten().find(|rest| rest.is_negative());
    view! {
        <section class="basket-sum" aria-labelledby="sum">
            <h2 id="sum" class="visually-hidden">
                {t!(words, "basket-sum")}
            </h2>
            {after(scene, left, rest, t!(words, "basket-together"), sum.cup, CupSize::Large)}
            {own.map(|own| view! { <p>{own}</p> })}
            {unsent_notice(scene)}
            {match short {
                Some(rest) => too_much(scene, lines, Amount::new(rest.unit(), rest.minor().saturating_neg())),
                None => order(scene, lines, &sum, rest),
            }}
        </section>
    }
    .into_any()
}

fn order(scene: &Scene<'_>, lines: &[BasketLine], sum: &BasketSum, rest: Amount) -> AnyView {
    let words = scene.words;
    let kind = OperationKind::PlaceOrder {
        order: mint::order_id(lines),
        lines: lines.to_vec(),
        catalogue_version: scene.view.catalogue.version,
        max_total: sum.max_total(),
    };
    if !scene.may(kind.clone()) {
        return view! { <p>{t!(words, "may-not-order")}</p> }.into_any();
    }
    let operation = FormOperation::complete(scene.household.id, &kind);
    let (says, then) = if scene.needs_nod(kind) {
        (t!(words, "basket-propose"), proposal_waits(scene))
    } else {
        let says = t!(words, "basket-order", count = i64::try_from(sum.choices).unwrap_or(i64::MAX));
        (says, t!(words, "basket-can-cancel"))
    };
    view! {
        <p>{scene.then_left()} " " <b class="amount">{scene.amount(rest)}</b> "."</p>
        <OperationForm operation=operation next=scene.link("week") back=here(scene)>
            <button class="button button-primary button-key" type="submit">
                {says}
            </button>
        </OperationForm>
        <p>{then}</p>
    }
    .into_any()
}

/// More than there is: how much, and what to do. The order button would only lead to a refusal.
fn too_much(scene: &Scene<'_>, lines: &[BasketLine], short: Amount) -> AnyView {
    let words = scene.words;
    let dearest = lines.iter().max_by_key(|line| line.total().map_or(0, Amount::minor)).map(|line| line.item);
    // The page holds only what is in the basket: what else there is, the shop shows.
    let mut instead = instead_of(dearest, scene.household, &scene.view.catalogue, &scene.view.places, scene.now());
    instead.retain(|other| matches!(other, Instead::OwnMoney { .. } | Instead::AskWard));
    let links = choices(words, &instead, scene.view, scene.household);
    let advice = t!(words, "basket-short-do");
    let says = t!(words, "basket-short", amount = scene.amount(short));
    view! {
        <Notice tone=Tone::Amber picture="hand-coins">
            <p>
                <b>{says}</b>
                <br />
                {advice}
            </p>
        </Notice>
        <div class="acts">{choice_links(links)}</div>
    }
    .into_any()
}

/// A line that was just taken out: carried in the address, so that it can be put back without a script too.
struct Gone<'a> {
    item: &'a Item,
    offer: &'a Offer,
    purse: PurseKind,
    moment: Moment,
}

impl<'a> Gone<'a> {
    fn of(scene: &Scene<'_>, line: &BasketLine) -> Option<String> {
        let item = scene.item(line.item)?;
        Some(format!("{}~{}~{}~{}", item.code, line.offer, line.purse.code(), line.moment))
    }

    fn read(scene: &Scene<'a>, text: &str) -> Option<Self> {
        let mut parts = text.split('~');
        let item = scene.view.catalogue.by_code(parts.next()?)?;
        let offer = item.offer(parts.next()?.parse().ok()?)?;
        let purse = PurseKind::from_code(parts.next()?)?;
        let moment = parts.next()?.parse().ok()?;
        let gone = Self { item, offer, purse, moment };
        let is_back = scene.basket().iter().any(|line| (line.item, line.moment) == (item.id, moment));
        (!is_back && item.check_moment(offer, moment, scene.now()).is_ok()).then_some(gone)
    }

    fn put_back(&self, scene: &Scene<'_>) -> Option<AnyView> {
        let words = scene.words;
        let price = self.item.price(self.offer, self.purse, scene.unit())?;
        let kind = put_in_basket(self.item, self.offer, self.purse, self.moment, price);
        let operation = FormOperation::complete(scene.household.id, &kind);
        let name = scene.text(&self.item.name);
        let (gone, put_back) =
            (t!(words, "basket-gone", item = name), t!(words, "basket-put-back", item = lower(name)));
        let here = here(scene);
        let notice = view! {
            <Notice picture="basket">
                <p>{gone}</p>
                <OperationForm operation=operation next=here.clone() back=here>
                    <button class="button" type="submit">
                        {put_back}
                    </button>
                </OperationForm>
            </Notice>
        };
        Some(notice.into_any())
    }
}
