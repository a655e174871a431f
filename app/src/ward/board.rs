//! The day at a glance: on one side what waits for an answer, on the other what is planned, by time and room.

use super::day::day_section;
use super::lane::lane;
use super::top::{DemoNote, Top};
use super::undo::UndoBar;
use super::{board_address, chosen_day, slot};
use crate::place::use_query;
use crate::replica::use_replica;
use crate::t;
use crate::words::{Words, day_long, use_words};
use domain::calendar::Day;
use domain::sync::Snapshot;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn Board() -> impl IntoView {
    let replica = use_replica();
    let words = use_words();
    let query = use_query();
    let settle = RwSignal::new(0_u32);
    let waiting = slot::follow(replica, settle);
    let day = move || chosen_day(&query.read(), replica.view().now.local.day);
    let here = Signal::derive(move || board_address(day(), replica.view().now.local.day));
    view! {
        {move || {
            let view = replica.view();
            let day = day();
            let here = here.get();
            let title = title(words, &view, day);
            let slots = waiting.get().slots;
            view! {
                <Title text=title.clone() />
                <Top title=title print=format!("/ward/day?day={day}") />
                <main id="content" class="board">
                    {lane(words, &view, &slots, &here)}
                    {day_section(words, &view, day, &here)}
                </main>
            }
        }}
        <DemoNote />
        <UndoBar here=here settle=settle />
    }
    .into_any()
}

/// "Tuinzijde vandaag".
pub fn title(words: Words, view: &Snapshot, day: Day) -> String {
    let ward = view.place.ward.as_ref().map_or(view.place.location_name.as_str(), |(_, name)| name.as_str());
    match view.now.local.day.days_until(day) {
        0 => t!(words, "ward-title-today", ward = ward),
        1 => t!(words, "ward-title-tomorrow", ward = ward),
        _ => t!(words, "ward-title-day", ward = ward, day = day_long(words, day)),
    }
}
