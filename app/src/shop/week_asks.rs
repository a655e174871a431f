//! What asks for an answer: a choice that the ward declined, an order that was refused.

use crate::t;
use crate::ui::instead::{Choice, choice_links};
use crate::ui::labels::Labels;
use crate::ui::line_words::{actor_name, at, capital, declined, when};
use crate::ui::moments::put_in_basket;
use crate::ui::operation_form::FormOperation;
use crate::ui::product::choose_words;
use crate::ui::{OperationForm, Pictogram, PictureOf, Scene, item_picture, refusal_text, under_title};
use domain::calendar::Moment;
use domain::order::{Decline, DeclineReason, Order, OrderLine};
use domain::sync::{LineRef, OperationKind, RefusedOrder};
use leptos::prelude::*;

/// Everything that waits for an answer, the newest order first. Closing a message leads to `here`, a page of the resident.
#[must_use]
pub fn asks(scene: &Scene<'_>, here: &str) -> Vec<AnyView> {
    let mut labels = Labels::new(scene.words);
    let mut asks: Vec<AnyView> = Vec::new();
    for refused in scene.household.refused.iter().rev() {
        asks.push(refused_order(scene, refused, here, &mut labels));
    }
    for (order, line) in scene.household.lines() {
        if let Some(decline) = line.decline.as_ref().filter(|decline| !decline.seen) {
            asks.push(declined_line(scene, order, line, decline, here, &mut labels));
        }
    }
    asks
}

const fn picture(reason: DeclineReason) -> &'static str {
    match reason {
        DeclineReason::Weather => "cloud-rain",
        DeclineReason::Full => "users-three",
        DeclineReason::NoStaff | DeclineReason::ProviderAbsent => "users",
        DeclineReason::NotSafe | DeclineReason::NotPossible => "hand",
    }
}

fn declined_line(
    scene: &Scene<'_>,
    order: &Order,
    line: &OrderLine,
    decline: &Decline,
    here: &str,
    labels: &mut Labels,
) -> AnyView {
    let words = scene.words;
    let name = scene.item_name(line.item);
    let today = scene.today();
    let note = (!decline.note.is_empty()).then(|| t!(words, "week-ward-says", note = &decline.note));
    let money = declined::money_back(words, line);
    let target = LineRef { order: order.id, line: line.id };
    let other_item = decline
        .other_item
        .and_then(|id| scene.item(id))
        .map(|other| choice_links(vec![Choice { words: choose_words(scene, other), href: scene.item_link(other) }]));
    let other_moment = decline.other_moment.and_then(|moment| other_moment(scene, line, moment, labels));
    let when = when(words, line.moment, today);
    let close = close_form(scene, &OperationKind::CloseDecline { target }, &format!("{name}, {when}"), here, labels);
    let sentences: Vec<String> =
        [Some(declined::because(words, decline.reason)), note, money].into_iter().flatten().collect();
    view! {
        <li class="week-item is-amber">
            {item_picture(scene.item(line.item), "calendar-dots", PictureOf::Line)}
            <div>
                <p class="week-day">{capital(&when)}</p>
                <h2>{t!(words, "week-declined", item = &name)}</h2>
                {sentences.into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view()}
            </div>
            <Pictogram name=picture(decline.reason) />
            <div class="week-acts">
                {other_moment} {other_item} {close}
            </div>
        </li>
    }
    .into_any()
}

/// Closes the message about something.
fn close_form(scene: &Scene<'_>, kind: &OperationKind, about: &str, here: &str, labels: &mut Labels) -> AnyView {
    let operation = FormOperation::complete(scene.household.id, kind);
    let says = t!(scene.words, "week-close");
    let label = labels.of(format!("{says}: {about}"));
    let here = scene.link(here);
    view! {
        <OperationForm operation=operation next=here.clone() back=here>
            <button class="button" type="submit" aria-label=label>
                {says}
            </button>
        </OperationForm>
    }
    .into_any()
}

/// The moment that the ward proposes: into the basket at once where the shop can, otherwise by way of the product.
fn other_moment(scene: &Scene<'_>, line: &OrderLine, moment: Moment, labels: &mut Labels) -> Option<AnyView> {
    let item = scene.item(line.item)?;
    let says = t!(scene.words, "moment-choose", when = when(scene.words, moment, scene.today()));
    let fits = item.offers.iter().find(|offer| {
        item.check_moment(offer, moment, scene.now()).is_ok() && !item.is_full(offer, moment, &scene.view.places)
    });
    let Some((offer, price)) = fits.and_then(|offer| Some((offer, item.price(offer, line.purse, scene.unit())?)))
    else {
        return Some(choice_links(vec![Choice { words: says, href: scene.item_link(item) }]));
    };
    let kind = put_in_basket(item, offer, line.purse, moment, price);
    let operation = FormOperation::complete(scene.household.id, &kind);
    let label = labels.of(format!("{says}: {}", scene.text(&item.name)));
    let form = view! {
        <OperationForm operation=operation next=scene.link("basket") back=scene.link("week")>
            <button class="button" type="submit" aria-label=label>
                {says}
            </button>
        </OperationForm>
    };
    Some(form.into_any())
}

fn refused_order(scene: &Scene<'_>, refused: &RefusedOrder, here: &str, labels: &mut Labels) -> AnyView {
    let words = scene.words;
    let said = refusal_text(words, &refused.refusal, scene.view, scene.household);
    let names: Vec<String> = refused.lines.iter().map(|line| scene.item_name(line.item)).collect();
    let at = at(words, refused.at, scene.view.now);
    let by = if scene.is_viewer(&refused.by) {
        t!(words, "week-refused-you", at = at)
    } else {
        t!(words, "week-refused-by", who = actor_name(words, &refused.by), at = at)
    };
    let in_basket = refused.lines.iter().any(|line| scene.basket().iter().any(|other| other.line == line.line));
    let mut links = said.links;
    if in_basket {
        links.insert(0, Choice { words: t!(words, "basket-open"), href: scene.link("basket") });
    }
    let names = names.join(", ");
    let waits_long = (!scene.is_resident() && refused.is_overdue(scene.view.now.at)).then(|| {
        view! {
            <p>
                <b>{t!(words, "refused-waits-long")}</b>
            </p>
        }
    });
    // The same thing can be refused twice: each message closes by its own name.
    let about = format!("{names}, {by}");
    view! {
        <li class="week-item is-amber">
            <span class="patch voice-honey">
                <Pictogram name="hand-coins" />
            </span>
            <div>
                <p class="week-day">{by}</p>
                <h2>{t!(words, "week-refused", items = &names)}</h2>
                <p>{under_title(words, &said.what_happened)}</p>
                <p>{said.what_to_do}</p>
                {waits_long}
            </div>
            <div class="week-acts">
                {choice_links(links)}
                {close_form(scene, &OperationKind::CloseRefusal { op: refused.op }, &about, here, labels)}
            </div>
        </li>
    }
    .into_any()
}
