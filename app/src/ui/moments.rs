//! When something can be had: a few named moments, each a button that puts it in the basket.

use super::OperationForm;
use super::operation_form::FormOperation;
use super::scene::Scene;
use crate::replica::mint;
use crate::t;
use crate::words::{Words, day_relative, day_short, time_spoken, weekday};
use domain::amount::Amount;
use domain::calendar::Moment;
use domain::catalogue::{EndReason, Item, Offer, OfferEnd, Places, PurseKind};
use domain::order::BasketLine;
use domain::sorting::sort_by_key;
use domain::sync::OperationKind;
use leptos::prelude::*;

/// More moments than an offer has in the weeks that are looked ahead.
const MOST_LOOKED_AT: usize = 200;

/// The first `count` moments with a place of all who offer this, soonest first.
#[must_use]
pub fn upcoming<'a>(item: &'a Item, places: &Places, now: Moment, count: usize) -> Vec<(&'a Offer, Moment)> {
    let mut moments: Vec<_> = item
        .offers
        .iter()
        .flat_map(|offer| item.free_moments(offer, now, count, places).into_iter().map(move |moment| (offer, moment)))
        .collect();
    sort_by_key(&mut moments, |(_, moment)| *moment);
    moments.truncate(count);
    moments
}

/// The moments before `until` that would have been among these, and are full.
#[must_use]
pub fn full_before(item: &Item, places: &Places, now: Moment, until: Moment) -> Vec<Moment> {
    let mut full: Vec<Moment> = item
        .offers
        .iter()
        .flat_map(|offer| {
            let moments = item.next_moments(offer, now, MOST_LOOKED_AT);
            moments.into_iter().filter(|moment| *moment < until && item.is_full(offer, *moment, places))
        })
        .collect();
    sort_by_key(&mut full, |moment| *moment);
    full.dedup();
    full
}

/// Why whoever does this cannot be chosen any more: "De verzekering van Kapper Anja loopt tot 30 juni."
#[must_use]
pub fn ended(words: Words, performer: &str, end: OfferEnd) -> String {
    let day = day_short(words, end.last_day);
    match end.why {
        EndReason::Insurance => t!(words, "ended-insurance", who = performer, day = day),
        EndReason::Certificate => t!(words, "ended-certificate", who = performer, day = day),
        EndReason::Agreement => t!(words, "ended-agreement", who = performer, day = day),
        EndReason::Withdrawn => t!(words, "ended-withdrawn", who = performer),
    }
}

/// One of this item, as a new line.
#[must_use]
pub fn new_line(item: &Item, offer: &Offer, purse: PurseKind, moment: Moment, unit_price: Amount) -> BasketLine {
    let line = mint::line_id();
    BasketLine { line, item: item.id, offer: offer.id, purse, moment, quantity: 1, unit_price }
}

/// One of this item in the basket.
#[must_use]
pub fn put_in_basket(item: &Item, offer: &Offer, purse: PurseKind, moment: Moment, price: Amount) -> OperationKind {
    OperationKind::PutInBasket { lines: vec![new_line(item, offer, purse, moment, price)] }
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
    if let Some((so_far, least)) = item.too_few(offer, moment, &scene.view.places) {
        about = format!("{about}. {}", t!(scene.words, "moment-group", least = least, count = so_far));
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
