//! One line of my week: what, when, who comes, how far it is, and how to cancel it.

use crate::offline::kept_note;
use crate::t;
use crate::ui::instead::lower;
use crate::ui::labels::Labels;
use crate::ui::line_words::{capital, item_and_count, line_price, ordered_by, when};
use crate::ui::operation_form::FormOperation;
use crate::ui::status::status_line;
use crate::ui::{Notice, OperationForm, PictureOf, Scene, item_picture};
use crate::words::{day_relative, time_spoken, weekday};
use domain::access::Role;
use domain::calendar::Day;
use domain::order::{LineState, Order, OrderLine};
use domain::sync::{LineRef, OperationKind};
use leptos::prelude::*;

/// "Vandaag, dinsdag", "Woensdag", "Donderdag 24 september".
fn day_name(scene: &Scene<'_>, day: Day) -> String {
    let relative = capital(&day_relative(scene.words, day, scene.today()));
    match scene.today().days_until(day) {
        -1..=1 => format!("{relative}, {}", weekday(scene.words, day)),
        _ => relative,
    }
}

fn who_and_where(scene: &Scene<'_>, line: &OrderLine) -> Option<String> {
    let item = scene.item(line.item)?;
    let who = scene.text(&item.offer(line.offer)?.performer);
    let place = scene.text(&item.place);
    Some(if place.is_empty() { who.to_owned() } else { format!("{who}, {}", lower(place)) })
}

fn head(scene: &Scene<'_>, order: &Order, line: &OrderLine, title: String) -> AnyView {
    let words = scene.words;
    let others = (!scene.is_viewer(&order.placed_by)).then(|| ordered_by(words, order, scene.view));
    view! {
        {item_picture(scene.item(line.item), "calendar-dots", PictureOf::Line)}
        <div>
            <p class="week-day">{day_name(scene, line.moment.day)}</p>
            <h2>{title}</h2>
            {who_and_where(scene, line).map(|who| view! { <p>{who}</p> })}
            {others.map(|others| view! { <p>{others}</p> })}
        </div>
        <p class="amount">{line_price(words, line)}</p>
    }
    .into_any()
}

/// Something that is still to come.
#[must_use]
pub fn coming(scene: &Scene<'_>, order: &Order, line: &OrderLine, labels: &mut Labels) -> AnyView {
    let words = scene.words;
    let name = item_and_count(words, &scene.view.catalogue, line);
    let title = t!(words, "week-at", item = name, time = time_spoken(words, line.moment.time));
    view! {
        <li class="week-item">
            {head(scene, order, line, title)}
            <div class="week-more">
                {status_line(words, line, scene.today())} {kept_note(words, order, line)} {moved(scene, line)} {cancel(scene, order, line, labels)}
            </div>
        </li>
    }
    .into_any()
}

/// The ward chose another time: said until it has been.
fn moved(scene: &Scene<'_>, line: &OrderLine) -> Option<AnyView> {
    let before = line.before.as_deref()?;
    let is_moved = before.by.role == Role::Carer && before.moment != line.moment;
    is_moved.then(|| {
        let was = when(scene.words, before.moment, scene.today());
        let says = t!(scene.words, "week-moved", when = was);
        view! {
            <Notice picture="calendar-dots">
                <p>{says}</p>
            </Notice>
        }
        .into_any()
    })
}

/// Free while requested; after that a question to the ward, which stays visible.
fn cancel(scene: &Scene<'_>, order: &Order, line: &OrderLine, labels: &mut Labels) -> AnyView {
    let words = scene.words;
    if line.cancel_asked {
        return view! {
            <Notice picture="hand-heart">
                <p>{t!(words, "week-cancel-asked")} <br /> {t!(words, "week-cancel-waits")}</p>
            </Notice>
        }
        .into_any();
    }
    let target = LineRef { order: order.id, line: line.id };
    let kind = OperationKind::CancelLine { target };
    if !scene.may(kind.clone()) {
        return ().into_any();
    }
    let name = lower(&scene.item_name(line.item));
    let says = match line.state {
        LineState::Requested => t!(words, "week-cancel", item = name),
        _ => t!(words, "week-ask-cancel", item = name),
    };
    let label = labels.of(format!("{says}, {}", when(words, line.moment, scene.today())));
    let operation = FormOperation::complete(scene.household.id, &kind);
    let week = scene.link("week");
    view! {
        <OperationForm operation=operation next=week.clone() back=week class="week-cancel">
            <button class="button" type="submit" aria-label=label>
                {says}
            </button>
        </OperationForm>
    }
    .into_any()
}

/// Something that is over: how it went, in words.
#[must_use]
pub fn past(scene: &Scene<'_>, order: &Order, line: &OrderLine) -> AnyView {
    let words = scene.words;
    let name = item_and_count(words, &scene.view.catalogue, line);
    let how = match line.state {
        LineState::PartlyDelivered => {
            t!(words, "week-partly", count = line.delivered.unwrap_or(0), all = line.quantity)
        }
        LineState::NoShow => t!(words, "week-no-show"),
        LineState::Cancelled => t!(words, "week-cancelled"),
        LineState::Declined => t!(words, "week-was-declined"),
        LineState::Delivered | LineState::Requested | LineState::Accepted => t!(words, "week-delivered"),
    };
    let charged = line
        .charged
        .map_or_else(|| t!(words, "week-free"), |charged| t!(words, "week-charged", amount = scene.amount(charged)));
    view! {
        <li class="week-item">
            {head(scene, order, line, name)} <div class="week-more">
                <p>{how} " " {charged}</p>
                {kept_note(words, order, line)}
            </div>
        </li>
    }
    .into_any()
}
