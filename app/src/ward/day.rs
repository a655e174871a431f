//! What is planned on a day, by time and then by room.

use super::board_address;
use super::entry::{Entry, room_order};
use super::lane::{away_note, room, safety_notes};
use super::state_words::{charged, last_step, state};
use crate::offline::kept_note;
use crate::t;
use crate::ui::line_words::{capital, line_price};
use crate::ui::operation_form::FormOperation;
use crate::ui::{Glyph, OperationForm};
use crate::words::{Words, clock, day_long, day_relative};
use domain::calendar::{Day, TimeOfDay};
use domain::order::LineState;
use domain::sorting::sort_by_key;
use domain::sync::{OperationKind, Snapshot};
use leptos::prelude::*;

/// The entries of `day` by time, then by room.
pub fn planned(view: &Snapshot, day: Day) -> Vec<Entry<'_>> {
    let mut entries: Vec<_> =
        Entry::all(view).filter(|entry| entry.is_planned() && entry.line.moment.day == day).collect();
    sort_by_key(&mut entries, |entry| (entry.line.moment.time, room_order(&entry.household.resident.room)));
    entries
}

/// Accepted before today and never reported: the money still waits.
fn left_over(view: &Snapshot) -> Vec<Entry<'_>> {
    let today = view.now.local.day;
    let mut entries: Vec<_> = Entry::all(view)
        .filter(|entry| entry.line.state == LineState::Accepted && entry.line.moment.day < today)
        .collect();
    sort_by_key(&mut entries, |entry| (entry.line.moment, room_order(&entry.household.resident.room)));
    entries
}

pub fn day_section(words: Words, view: &Snapshot, day: Day, here: &str) -> AnyView {
    let today = view.now.local.day;
    let entries = planned(view, day);
    let earlier = if day == today { left_over(view) } else { Vec::new() };
    let is_empty = entries.is_empty() && earlier.is_empty();
    let mut hours: Vec<(TimeOfDay, Vec<Entry<'_>>)> = Vec::new();
    for entry in entries {
        match hours.last_mut() {
            Some((time, list)) if *time == entry.line.moment.time => list.push(entry),
            _ => hours.push((entry.line.moment.time, vec![entry])),
        }
    }
    let title = t!(words, "ward-day-title", day = capital(&day_relative(words, day, today)));
    let earlier = (!earlier.is_empty()).then(|| {
        let jobs = earlier.iter().map(|entry| job(words, entry, here)).collect_view();
        view! {
            <section class="hour" aria-labelledby="earlier">
                <h3 id="earlier">{t!(words, "ward-earlier")}</h3>
                <ul>{jobs}</ul>
            </section>
        }
    });
    let hours = hours
        .into_iter()
        .map(|(time, entries)| {
            let time = clock(words, time);
            let id = format!("hour-{}", time.replace(['.', ':'], "-"));
            let labelled = id.clone();
            let jobs = entries.iter().map(|entry| job(words, entry, here)).collect_view();
            view! {
                <section class="hour" aria-labelledby=labelled>
                    <h3 id=id>{time}</h3>
                    <ul>{jobs}</ul>
                </section>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="day">
            <div class="day-head">
                <h2 id="day" class="lane-title">
                    {title}
                </h2>
                {day_nav(words, day, today)}
            </div>
            {is_empty.then(|| view! { <p class="panel">{t!(words, "ward-day-empty")}</p> })}
            <div class="hours">{earlier} {hours}</div>
        </section>
    }
    .into_any()
}

/// The day before, today and the day after.
fn day_nav(words: Words, day: Day, today: Day) -> AnyView {
    let link = move |to: Day, before: Option<&'static str>, after: Option<&'static str>| {
        view! {
            <a class="button" href=board_address(to, today) aria-label=t!(words, "ward-day-open", day = day_name(words, to, today))>
                {before.map(|name| view! { <Glyph name=name /> })}
                {day_name(words, to, today)}
                {after.map(|name| view! { <Glyph name=name /> })}
            </a>
        }
    };
    let (before, after) = (day.plus_days(-1), day.plus_days(1));
    let back_to_today = ![before, day, after].contains(&today);
    view! {
        <nav class="day-nav" aria-label=t!(words, "ward-days")>
            {link(before, Some("arrow-left"), None)}
            {back_to_today.then(|| link(today, None, None))}
            {link(after, None, Some("chevron-right"))}
        </nav>
    }
    .into_any()
}

fn day_name(words: Words, day: Day, today: Day) -> String {
    if today.days_until(day).abs() <= 1 {
        capital(&day_relative(words, day, today))
    } else {
        capital(&day_long(words, day))
    }
}

/// The way to everything that can be done with a line.
pub fn more(words: Words, entry: &Entry<'_>) -> AnyView {
    view! {
        <a class="button job-more" href=entry.link("line") aria-label=t!(words, "ward-more-label", what = entry.label(words))>
            {t!(words, "ward-more")}
            <Glyph name="chevron-right" />
        </a>
    }
    .into_any()
}

fn job(words: Words, entry: &Entry<'_>, here: &str) -> AnyView {
    let is_open = entry.line.state == LineState::Accepted;
    let label = entry.label(words);
    let is_past_day = entry.line.moment.day < entry.view.now.local.day;
    let state_line = if is_open {
        let mut details = entry.details(words);
        if is_past_day {
            details = format!("{}. {details}", capital(&entry.when(words)));
        }
        details
    } else {
        let said: Vec<String> = [last_step(words, entry), charged(words, entry)].into_iter().flatten().collect();
        said.join(". ")
    };
    let price = is_open.then(|| line_price(words, entry.line));
    let (button, button_label) = if is_open {
        (t!(words, "ward-deliver"), t!(words, "ward-deliver-label", what = label.as_str()))
    } else {
        let state = state(words, entry);
        (state.clone(), t!(words, "ward-state-label", state = state, what = label.as_str()))
    };
    let is_good = matches!(entry.line.state, LineState::Delivered | LineState::PartlyDelivered);
    let deliver = FormOperation::complete(
        entry.household.id,
        &OperationKind::DeliverLine { target: entry.target(), quantity: None },
    );
    let safety = if is_open { entry.safety(words) } else { Vec::new() };
    let asks = super::slot::asks_cancel(entry.line);
    let away = is_open && entry.household.resident.away;
    view! {
        <li class="job" class:is-done=!is_open class:is-missed=!is_open && !is_good>
            {room(words, entry.room())}
            <div>
                <p class="job-name">
                    <b>{entry.name(words)}</b>
                    ", "
                    {entry.resident(words)}
                </p>
                <p class="job-state">{state_line} {price.map(|price| view! { "\u{a0}· " <span class="amount">{price}</span> })}</p>
                {kept_note(words, entry.order, entry.line)}
                {asks
                    .then(|| {
                        view! {
                            <p class="job-note">
                                <Glyph name="triangle-alert" />
                                <span>{t!(words, "ward-state-cancel-asked")}</span>
                            </p>
                        }
                    })}
                {away.then(|| away_note(words))}
                {safety_notes(safety)}
            </div>
            <div class="job-acts">
                <OperationForm operation=deliver next=here back=here>
                    <button
                        class="button"
                        type=if is_open { "submit" } else { "button" }
                        aria-disabled=(!is_open).then_some("true")
                        aria-label=button_label
                    >
                        <Glyph name="check" />
                        {button}
                    </button>
                </OperationForm>
                {more(words, entry)}
            </div>
        </li>
    }
    .into_any()
}
