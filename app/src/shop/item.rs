//! One product: what it is, what it costs and why, what is left after it, and when.

use crate::not_found::NotFound;
use crate::place::{Params, use_params, use_query};
use crate::t;
use crate::ui::after::after;
use crate::ui::instead::{choice_links, choices, said};
use crate::ui::line_words::capital;
use crate::ui::moments::{full_before, moment_form, named, put_in_basket, upcoming};
use crate::ui::product::shortage;
use crate::ui::why::why;
use crate::ui::{BasketSum, CupSize, Notice, Page, Pictogram, PictureOf, Scene, Tone, item_picture, stage};
use domain::amount::Amount;
use domain::calendar::{Moment, TimeOfDay};
use domain::catalogue::{Condition, Item as Product, PurseKind, Rule};
use domain::sync::{Instead, instead_of};
use leptos::prelude::*;

const MOMENTS: usize = 4;

#[component]
pub fn Item() -> impl IntoView {
    stage(ItemPage { params: use_params(), query: use_query() })
}

struct ItemPage {
    params: Memo<Params>,
    query: Memo<Params>,
}

impl ItemPage {
    fn product<'a>(&self, scene: &Scene<'a>) -> Option<&'a Product> {
        let code = self.params.with(|params| params.get("code"))?;
        scene.view.catalogue.by_code(&code)
    }

    /// The purse that pays: the one in the address, or the usual one.
    fn purse(&self, product: &Product) -> PurseKind {
        let asked = self.query.with(|query| query.get("purse")).and_then(|code| PurseKind::from_code(&code));
        let usual = product.purses.first().copied().unwrap_or(PurseKind::Cup);
        asked.filter(|purse| product.purses.contains(purse)).unwrap_or(usual)
    }

    /// How many times later moments were asked for.
    fn later(&self) -> usize {
        self.query.with(|query| query.get("later")).and_then(|later| later.parse().ok()).unwrap_or(0).min(12)
    }
}

impl Page for ItemPage {
    fn title(&self, scene: &Scene<'_>) -> String {
        self.product(scene).map_or_else(String::new, |product| scene.text(&product.name).to_owned())
    }

    fn bar(&self, scene: &Scene<'_>) -> AnyView {
        let shelf =
            self.product(scene).map_or_else(|| "shop".to_owned(), |product| format!("shop/{}", product.category));
        crate::ui::topbar::back_bar(scene, &shelf, true)
    }

    fn main(&self, scene: &Scene<'_>) -> AnyView {
        let Some(product) = self.product(scene) else { return NotFound().into_any() };
        let purse = self.purse(product);
        let case = Case { scene, product, purse, later: self.later() };
        view! {
            <main id="content" class="item">
                {case.what()} <section class="item-when" aria-labelledby="when">{case.when()}</section>
            </main>
        }
        .into_any()
    }
}

struct Case<'a> {
    scene: &'a Scene<'a>,
    product: &'a Product,
    purse: PurseKind,
    later: usize,
}

impl Case<'_> {
    fn price(&self) -> Option<Amount> {
        let offer = self.product.first_offer()?;
        self.product.price(offer, self.purse, self.scene.unit())
    }

    fn what(&self) -> AnyView {
        let (scene, product, words) = (self.scene, self.product, self.scene.words);
        let price = self.price().map(|price| view! { <p class="amount">{scene.amount(price)}</p> });
        let about = [&product.subtitle, &product.place].map(|text| scene.text(text));
        let about: Vec<&str> = about.into_iter().filter(|text| !text.is_empty()).collect();
        let about = (!about.is_empty()).then(|| view! { <p class="item-about">{about.join(". ")} "."</p> });
        let paid = match self.purse {
            PurseKind::Cup => None,
            PurseKind::Own => Some(t!(words, "item-own-money")),
            PurseKind::Basis => Some(t!(words, "item-basis-care")),
        };
        let opened = product.first_offer().filter(|_| self.price().is_some());
        view! {
            <section class="item-what" aria-labelledby="what">
                {item_picture(Some(product), "", PictureOf::Page)}
                <div class="item-title">
                    <h1 id="what" tabindex="-1">
                        {scene.text(&product.name).to_owned()}
                    </h1>
                    {price}
                </div>
                <p>{scene.text(&product.description).to_owned()}</p>
                {about}
                {paid.map(|paid| view! { <p>{paid}</p> })}
                {opened.map(|offer| why(scene, product, offer, self.purse))}
                {self.other_purse()}
            </section>
        }
        .into_any()
    }

    /// The other purse that may pay, as a quiet link.
    fn other_purse(&self) -> Option<AnyView> {
        if self.product.blocked_by(&self.scene.household.clearances).is_some() {
            return None;
        }
        let other = self.product.purses.iter().copied().find(|purse| *purse != self.purse)?;
        let says = match other {
            PurseKind::Own => t!(self.scene.words, "item-pay-own"),
            PurseKind::Cup => t!(self.scene.words, "item-pay-cup"),
            PurseKind::Basis => return None,
        };
        let address = format!("{}?purse={}", self.scene.item_link(self.product), other.code());
        Some(view! { <p><a class="button button-plain" href=address>{says}</a></p> }.into_any())
    }

    fn when(&self) -> AnyView {
        let (scene, words) = (self.scene, self.scene.words);
        if let Some(condition) = self.product.blocked_by(&scene.household.clearances) {
            return self.blocked(condition);
        }
        let Some(price) = self.price() else {
            return self.not_now(t!(words, "item-not-in-unit-long"), &[]);
        };
        let sum = BasketSum::of(scene.household, scene.basket());
        let short = shortage(scene, &sum, self.purse, price);
        let left = scene.household.spendable(self.purse);
        // Too dear by itself: other things to choose. Too dear with the basket: something may go out of it.
        if let Some(short) = short
            && left.is_some_and(|left| !left.covers(price))
        {
            return self.too_dear(short);
        }
        let says = self.says();
        view! {
            {match short {
                Some(short) => self.short_with_basket(short),
                None => self.after(&sum, price),
            }}
            {self.moments()}
            {says}
        }
        .into_any()
    }

    fn after(&self, sum: &BasketSum, price: Amount) -> AnyView {
        let scene = self.scene;
        let Some(left) = sum.left(scene.household, self.purse) else { return ().into_any() };
        let Ok(rest) = left.minus(price) else { return ().into_any() };
        match self.purse {
            PurseKind::Cup => {
                let says = t!(scene.words, "item-after", you = scene.you());
                after(scene, left, rest, says, rest, CupSize::Middle)
            }
            PurseKind::Own => {
                view! { <p class="panel">{t!(scene.words, "item-after-own", amount = scene.amount(rest))}</p> }
                    .into_any()
            }
            PurseKind::Basis => ().into_any(),
        }
    }

    fn moments(&self) -> AnyView {
        let (scene, words) = (self.scene, self.scene.words);
        let skipped = self.later * MOMENTS;
        let found = upcoming(self.product, &scene.view.places, scene.now(), skipped + MOMENTS + 1);
        let Some((offer, moment)) = found.get(skipped).copied() else {
            return self.not_now(self.why_no_moment(), &[Instead::AskWard]);
        };
        let Some(price) = self.product.price(offer, self.purse, scene.unit()) else { return ().into_any() };
        if !scene.may(put_in_basket(self.product, offer, self.purse, moment, price)) {
            return self.may_not();
        }
        let address = scene.item_link(self.product);
        let purse = format!("purse={}", self.purse.code());
        let here = format!("{address}?{purse}");
        let buttons = found
            .iter()
            .skip(skipped)
            .take(MOMENTS)
            .filter_map(|(offer, moment)| moment_form(scene, self.product, offer, self.purse, *moment, here.clone()))
            .map(|form| view! { <li>{form}</li> })
            .collect_view();
        let later = (found.len() > skipped + MOMENTS).then(|| {
            let address = format!("{here}&later={}", self.later + 1);
            view! {
                <p>
                    <a class="button" href=address>
                        <Pictogram name="calendar-dots" />
                        {t!(words, "item-later")}
                    </a>
                </p>
            }
        });
        view! {
            <div>
                <h2 id="when">{t!(words, "item-when")}</h2>
                <p>{t!(words, "item-when-how")}</p>
            </div>
            <ul class="moments">{buttons}</ul>
            {self.full_until(found.get(skipped + MOMENTS - 1).or(found.last()).map(|(_, moment)| *moment))}
            {later}
        }
        .into_any()
    }

    /// The moments that are full up to the last one on the page, so that nobody wonders where they are.
    fn full_until(&self, last: Option<Moment>) -> Option<AnyView> {
        let (scene, words) = (self.scene, self.scene.words);
        let full = full_before(self.product, &scene.view.places, scene.now(), last.filter(|_| self.later == 0)?);
        let names: Vec<String> = full.iter().take(MOMENTS).map(|moment| capital(&named(scene, *moment))).collect();
        (!names.is_empty()).then(|| {
            view! {
                <Notice tone=Tone::Quiet picture="users-three">
                    <p>{t!(words, "item-full", moments = names.join(". "))}</p>
                </Notice>
            }
            .into_any()
        })
    }

    /// Full, ended, or just not offered soon.
    fn why_no_moment(&self) -> String {
        let (scene, words) = (self.scene, self.scene.words);
        let far = Moment { day: scene.today().plus_days(365), time: TimeOfDay::MIDNIGHT };
        if !full_before(self.product, &scene.view.places, scene.now(), far).is_empty() {
            let said = self.product.conditions.iter().find(|condition| condition.rule == Rule::WhenFull);
            return said.map_or_else(|| t!(words, "item-all-full"), |said| scene.text(&said.message).to_owned());
        }
        let ended = self.product.offers.iter().find_map(|offer| Some((offer, offer.ends?)));
        ended.map_or_else(
            || t!(words, "item-no-moments"),
            |(offer, end)| crate::ui::moments::ended(words, scene.text(&offer.performer), end),
        )
    }

    /// What the home says about this product: what family can do, the weather, subscriptions.
    fn says(&self) -> AnyView {
        self.product
            .conditions
            .iter()
            .filter(|condition| {
                // The others are said when they stand in the way.
                matches!(condition.rule, Rule::FamilyFree | Rule::Subscription | Rule::Information)
            })
            .map(|condition| {
                let (tone, picture) = match condition.rule {
                    Rule::FamilyFree => (Tone::Good, "users"),
                    _ => (Tone::Quiet, "chats-circle"),
                };
                let says = self.scene.text(&condition.message).to_owned();
                view! {
                    <Notice tone=tone picture=picture>
                        <p>{says}</p>
                    </Notice>
                }
            })
            .collect_view()
            .into_any()
    }

    fn blocked(&self, condition: &Condition) -> AnyView {
        let scene = self.scene;
        let mut instead: Vec<Instead> = condition.alternative.map(|item| Instead::Item { item }).into_iter().collect();
        instead.push(Instead::AskWard);
        self.not_now(scene.text(&condition.message).to_owned(), &instead)
    }

    fn too_dear(&self, short: Amount) -> AnyView {
        let scene = self.scene;
        let mut instead =
            instead_of(Some(self.product.id), scene.household, &scene.view.catalogue, &scene.view.places, scene.now());
        instead.retain(|other| self.purse != PurseKind::Own || !matches!(other, Instead::OwnMoney { .. }));
        let mut says = vec![t!(scene.words, "item-short", amount = scene.amount(short)) + "."];
        says.extend(said(scene.words, &instead));
        self.not_now(says.join(" "), &instead)
    }

    fn short_with_basket(&self, short: Amount) -> AnyView {
        let words = self.scene.words;
        let short = self.scene.amount(short);
        view! {
            <Notice tone=Tone::Amber picture="hand-coins">
                <p>
                    <b>{t!(words, "item-short-basket", amount = short)}</b>
                    <br />
                    {t!(words, "item-short-basket-do")}
                </p>
            </Notice>
        }
        .into_any()
    }

    /// It cannot be chosen now: why, and what can.
    fn not_now(&self, why: String, instead: &[Instead]) -> AnyView {
        let (scene, words) = (self.scene, self.scene.words);
        let links = choices(words, instead, scene.view, scene.household);
        let can = (!links.is_empty()).then(|| {
            view! {
                <h3>{t!(words, "item-instead")}</h3>
                <div class="acts">{choice_links(links)}</div>
            }
        });
        view! {
            <h2 id="when">{t!(words, "item-not-now")}</h2>
            <Notice tone=Tone::Amber picture="hand">
                <p>{why}</p>
            </Notice>
            {can}
        }
        .into_any()
    }

    fn may_not(&self) -> AnyView {
        let words = self.scene.words;
        view! {
            <h2 id="when">{t!(words, "may-not-title")}</h2>
            <Notice picture="hand">
                <p>{t!(words, "may-not-order")}</p>
            </Notice>
        }
        .into_any()
    }
}
