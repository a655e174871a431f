//! When something can be had: a few named moments, each a button that puts it in the basket.

use super::OperationForm;
use super::operation_form::FormOperation;
use super::scene::Scene;
use crate::replica::mint;
use crate::t;
use crate::words::{day_relative, day_short, time_spoken, weekday};
use domain::amount::Amount;
use domain::calendar::Moment;
use domain::catalogue::{Item, Offer, PurseKind};
use domain::order::BasketLine;
use domain::sorting::sort_by_key;
use domain::sync::OperationKind;
use leptos::prelude::*;

/// The first `count` moments of all who offer this, soonest first.
#[must_use]
pub fn upcoming(item: &Item, now: Moment, count: usize) -> Vec<(&Offer, Moment)> {
    let mut moments: Vec<_> = item
        .offers
        .iter()
        .flat_map(|offer| item.next_moments(offer, now, count).into_iter().map(move |moment| (offer, moment)))
        .collect();
    sort_by_key(&mut moments, |(_, moment)| *moment);
    moments.truncate(count);
    moments
}

/// One of this item in the basket.
#[must_use]
pub fn put_in_basket(item: &Item, offer: &Offer, purse: PurseKind, moment: Moment, price: Amount) -> OperationKind {
    let line = BasketLine {
        line: mint::line_id(),
        item: item.id,
        offer: offer.id,
        purse,
        moment,
        quantity: 1,
        unit_price: price,
    };
    OperationKind::PutInBasket { lines: vec![line] }
}

/// "woensdag 10 uur", "vandaag half drie": the day by its name, also further away; the date stands beside it.
#[must_use]
pub fn named(scene: &Scene<'_>, moment: Moment) -> String {
    let day = match scene.today().days_until(moment.day) {
        0..=1 => day_relative(scene.words, moment.day, scene.today()),
        _ => weekday(scene.words, moment.day),
    };
    t!(scene.words, "line-when", day = day, time = time_spoken(scene.words, moment.time))
}

/// A moment as a button. `back` is the page with the button.
#[must_use]
pub fn moment_form(
    scene: &Scene<'_>,
    item: &Item,
    offer: &Offer,
    purse: PurseKind,
    moment: Moment,
    back: String,
) -> Option<AnyView> {
    let price = item.price(offer, purse, scene.unit())?;
    let usual = item.first_offer().and_then(|offer| item.price(offer, purse, scene.unit()));
    let mut about = format!("{}, {}", day_short(scene.words, moment.day), scene.text(&offer.performer));
    if usual != Some(price) {
        about = format!("{about}. {}", scene.amount(price));
    }
    let operation = FormOperation::complete(scene.household.id, &put_in_basket(item, offer, purse, moment, price));
    let says = t!(scene.words, "moment-choose", when = named(scene, moment));
    let form = view! {
        <OperationForm operation=operation next=scene.link("basket") back=back>
            <button class="moment" type="submit">
                <b>{says}</b>
                " "
                <span>{about}</span>
            </button>
        </OperationForm>
    };
    Some(form.into_any())
}
