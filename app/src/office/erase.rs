//! Erasing a resident after their stay: the only act in the product that cannot be taken back, so it asks for the number of
//! the room, typed.

use super::file::back;
use super::frame::{Frame, Room, document};
use super::readable::day_year;
use crate::t;
use crate::ui::Glyph;
use crate::words::{Words, amount};
use domain::amount::Amount;
use domain::calendar::Day;
use domain::ids::HouseholdId;
use leptos::prelude::*;

/// What still stands in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    StillLivesHere,
    LeftLately { from: Day },
    OpenOrders { count: i64 },
    ToSortOut { count: i64 },
    Frozen,
}

#[derive(Clone, Debug)]
pub struct ErasePage {
    pub frame: Frame,
    pub household: HouseholdId,
    /// The resident, as in the middle of a sentence.
    pub name: String,
    pub room: String,
    pub hindrances: Vec<Hindrance>,
    /// Own money that was not spent.
    pub own_left: Amount,
    /// The reason that was chosen, when the form came back.
    pub why: String,
    /// What was typed was not the room.
    pub wrong_room: bool,
}

#[must_use]
pub fn address(household: HouseholdId) -> String {
    format!("/office/resident/{household}/erase")
}

#[must_use]
pub fn erase(page: ErasePage) -> impl IntoView {
    let ErasePage { frame, household, name, room, hindrances, own_left, why, wrong_room } = page;
    let title = t!(frame.words(), "privacy-erase-of", name = &name);
    document(frame, Room::Residents, title.clone(), move |words| {
        let may = hindrances.is_empty();
        view! {
            {back(words, household, &name)}
            <h1 tabindex="-1">{title}</h1>
            <section class="block">
                <p>{t!(words, "privacy-erase-goes")}</p>
                <p>{t!(words, "privacy-erase-stays")}</p>
                <p>{t!(words, "privacy-erase-save")}</p>
            </section>
            {own_left.is_positive().then(|| warning(t!(words, "privacy-own-left", left = amount(words, own_left))))}
            {(!may).then(|| not_yet(words, &hindrances))}
            {may.then(|| form(words, household, &room, &why, wrong_room))}
        }
    })
}

fn warning(text: String) -> AnyView {
    view! {
        <div class="notice notice-amber">
            <Glyph name="triangle-alert" />
            <p>{text}</p>
        </div>
    }
    .into_any()
}

fn not_yet(words: Words, hindrances: &[Hindrance]) -> AnyView {
    let reasons: Vec<_> = hindrances
        .iter()
        .map(|one| {
            let text = match *one {
                Hindrance::StillLivesHere => t!(words, "privacy-still-here"),
                Hindrance::LeftLately { from } => t!(words, "privacy-left-lately", day = day_year(words, from)),
                Hindrance::OpenOrders { count } => t!(words, "privacy-open-orders", count = count),
                Hindrance::ToSortOut { count } => t!(words, "privacy-to-sort-out", count = count),
                Hindrance::Frozen => t!(words, "office-frozen"),
            };
            view! { <li>{text}</li> }
        })
        .collect();
    view! {
        <section class="block">
            <h2>{t!(words, "privacy-not-yet")}</h2>
            <ul>{reasons}</ul>
        </section>
    }
    .into_any()
}

fn form(words: Words, household: HouseholdId, room: &str, why: &str, wrong_room: bool) -> AnyView {
    let reasons = [
        ("asked", t!(words, "privacy-why-asked")),
        ("term", t!(words, "privacy-why-term")),
        ("wrong", t!(words, "privacy-why-wrong")),
    ];
    let reasons: Vec<_> = reasons
        .into_iter()
        .map(|(code, name)| {
            view! {
                <option value=code selected=code == why>
                    {name}
                </option>
            }
        })
        .collect();
    let mistake = wrong_room.then(|| {
        view! {
            <div class="notice notice-amber" role="alert">
                <Glyph name="triangle-alert" />
                <p>{t!(words, "privacy-wrong-room", room = room)}</p>
            </div>
        }
    });
    view! {
        {mistake}
        <form class="sheet" method="post" action=address(household)>
            <label class="field">
                <span>{t!(words, "privacy-why")}</span>
                <select name="why">{reasons}</select>
            </label>
            <label class="field">
                <span>{t!(words, "privacy-type-room", room = room)}</span>
                <input name="room" autocomplete="off" required=true />
            </label>
            <p class="block-note">{t!(words, "privacy-for-good")}</p>
            <p class="acts">
                <button class="button">{t!(words, "privacy-erase")}</button>
            </p>
        </form>
    }
    .into_any()
}
