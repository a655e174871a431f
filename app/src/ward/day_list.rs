//! The list of a day on one sheet of paper, with a box to tick.

use super::board_address;
use super::chosen_day;
use super::day::planned;
use super::entry::Entry;
use super::top::{Back, DemoNote, Top};
use crate::offline::kept_note;
use crate::place::use_query;
use crate::replica::use_replica;
use crate::t;
use crate::ui::Glyph;
use crate::ui::line_words::{capital, line_price};
use crate::words::{Words, clock, day_long, use_words};
use domain::order::LineState;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn DayList() -> impl IntoView {
    let replica = use_replica();
    let words = use_words();
    let query = use_query();
    move || {
        let view = replica.view();
        let today = view.now.local.day;
        let day = chosen_day(&query.read(), today);
        let entries: Vec<_> = planned(&view, day)
            .into_iter()
            .filter(|entry| !matches!(entry.line.state, LineState::Cancelled | LineState::Declined))
            .collect();
        let ward = view.place.ward.as_ref().map_or(view.place.location_name.as_str(), |(_, name)| name.as_str());
        let title = t!(words, "ward-list-title", ward = ward);
        let back = Back { href: board_address(day, today), word: t!(words, "ward-back") };
        let made = t!(words, "ward-list-made", day = day_long(words, today), time = clock(words, view.now.local.time));
        let is_empty = entries.is_empty();
        let rows = entries.iter().map(|entry| row(words, entry)).collect_view();
        view! {
            <Title text=title.clone() />
            <Top title=title subtitle=capital(&day_long(words, day)) back=back />
            <main id="content" class="day-list">
                <PrintButton />
                {if is_empty {
                    view! { <p class="panel">{t!(words, "ward-day-empty")}</p> }.into_any()
                } else {
                    view! {
                        <table>
                            <caption class="visually-hidden">{t!(words, "ward-list-caption")}</caption>
                            <thead>
                                <tr>
                                    <th scope="col">{t!(words, "ward-list-time")}</th>
                                    <th scope="col">{t!(words, "ward-room")}</th>
                                    <th scope="col">{t!(words, "ward-list-name")}</th>
                                    <th scope="col">{t!(words, "ward-list-what")}</th>
                                    <th scope="col">{t!(words, "ward-list-done")}</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    }
                        .into_any()
                }}
                <p class="foot">{made}</p>
            </main>
            <DemoNote />
        }
    }
}

fn row(words: Words, entry: &Entry<'_>) -> AnyView {
    let is_open = entry.line.state == LineState::Accepted;
    let notes = if is_open { entry.safety(words) } else { Vec::new() };
    let notes = notes.into_iter().map(|safety| view! { <span class="list-note">{safety.text}</span> }).collect_view();
    let done = if is_open {
        view! { <span class="tick-box"></span> }.into_any()
    } else {
        super::state_words::state(words, entry).into_any()
    };
    view! {
        <tr>
            <td class="num">{clock(words, entry.line.moment.time)}</td>
            <td class="num">
                <b>{entry.room()}</b>
            </td>
            <th scope="row">{capital(&entry.resident(words))}</th>
            <td>
                <b>{entry.name(words)}</b>
                <span class="list-note">{entry.details(words)} " · " {line_price(words, entry.line)}</span>
                {notes}
                {kept_note(words, entry.order, entry.line)}
            </td>
            <td>{done}</td>
        </tr>
    }
    .into_any()
}

/// Only there when it works: without the program, the browser's own menu prints.
#[component]
fn PrintButton() -> impl IntoView {
    let words = use_words();
    let works = RwSignal::new(false);
    Effect::new(move |_| works.set(true));
    view! {
        <p class="print-hint">
            {move || {
                if works.get() {
                    view! {
                        <button class="button button-primary" type="button" on:click=|_| print()>
                            <Glyph name="printer" />
                            {t!(words, "ward-list-print")}
                        </button>
                    }
                        .into_any()
                } else {
                    t!(words, "ward-list-print-hint").into_any()
                }
            }}
        </p>
    }
    .into_any()
}

#[cfg(feature = "hydrate")]
fn print() {
    let _ = window().print();
}

#[cfg(not(feature = "hydrate"))]
const fn print() {}
