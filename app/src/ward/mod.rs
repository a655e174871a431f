//! Pages of the ward, made for the shared tablet.

mod board;
mod day;
mod day_list;
mod decline;
mod entry;
mod lane;
mod line;
mod line_acts;
mod resident;
mod residents;
mod settle;
mod slot;
mod sort_out;
mod state_words;
#[cfg(feature = "ssr")]
#[cfg(test)]
mod tests;
mod top;
mod undo;
mod waiting;

pub use board::Board;
pub use day_list::DayList;
pub use decline::Decline;
pub use line::Line;
pub use resident::Resident;
pub use residents::Residents;
pub use settle::Settle;
pub use sort_out::SortOut;
pub use top::{Back, Top, initials};
pub use undo::UndoBar;
pub use waiting::Waiting;

use crate::not_found::NotFound;
use crate::place::{Params, use_params};
use crate::replica::use_replica;
use crate::words::{Words, use_words};
use domain::calendar::Day;
use domain::ids::HouseholdId;
use domain::sync::LineRef;
use entry::Entry;
use leptos::prelude::*;

/// The board of a day.
pub(crate) fn board_address(day: Day, today: Day) -> String {
    if day == today { "/ward".to_owned() } else { format!("/ward?day={day}") }
}

/// The day in `?day=2026-11-21`; today where there is none.
fn chosen_day(query: &Params, today: Day) -> Day {
    query.get("day").and_then(|day| day.parse().ok()).unwrap_or(today)
}

/// The line in `…/:household/:order/:line`.
fn chosen_line(params: &Params) -> Option<(HouseholdId, LineRef)> {
    let household = params.get("household")?.parse().ok()?;
    let order = params.get("order")?.parse().ok()?;
    let line = params.get("line")?.parse().ok()?;
    Some((household, LineRef { order, line }))
}

/// The page of the line in the address. It is made again when the line changes, not with every tick of the clock: a choice that
/// was made stays.
fn page_of_line(page: fn(Words, &Entry<'_>) -> AnyView) -> impl Fn() -> AnyView + Copy {
    let replica = use_replica();
    let words = use_words();
    let params = use_params();
    let shown = Memo::new(move |_| {
        let view = replica.view();
        let (household, target) = chosen_line(&params.read())?;
        let entry = Entry::find(&view, household, target)?;
        Some((household, target, entry.line.clone(), view.catalogue.items.len()))
    });
    move || {
        let Some((household, target, ..)) = shown.get() else { return NotFound().into_any() };
        let view = untrack(|| replica.view());
        let Some(entry) = Entry::find(&view, household, target) else { return NotFound().into_any() };
        page(words, &entry)
    }
}
