//! Who is on shift on this tablet: one tap, and then the PIN.

use super::{BEGIN, Frame, document, keypad_address};
use crate::t;
use crate::ward::initials;
use crate::words::{Words, clock};
use domain::calendar::TimeOfDay;
use domain::ids::PersonId;
use leptos::prelude::*;

/// Someone who is on shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnShift {
    pub person: PersonId,
    pub name: String,
    pub until: TimeOfDay,
    /// Without one they come in with more than that, and the tablet forgets the one it knew.
    pub has_pin: bool,
}

#[derive(Clone, Debug)]
pub struct PeoplePage {
    pub frame: Frame,
    pub people: Vec<OnShift>,
    /// Who held the tablet when it locked itself, and where they were: only they go back there.
    pub was: Option<(PersonId, String)>,
}

pub fn people(page: PeoplePage) -> AnyView {
    let PeoplePage { frame, people, was } = page;
    let title = t!(Words::new(frame.language), "shift-title");
    document(frame, &title, move |words| {
        let is_empty = people.is_empty();
        let cards: Vec<_> = people
            .into_iter()
            .zip(["mint", "peach", "lilac", "sky", "honey"].into_iter().cycle())
            .map(|(one, voice)| {
                let next = was.as_ref().filter(|(person, _)| *person == one.person).map(|(_, next)| next.as_str());
                view! {
                    <li>
                        <a
                            class=format!("tile voice-{voice}")
                            href=keypad_address(one.person, next)
                            data-no-pin=!one.has_pin
                        >
                            <span class="face" aria-hidden="true" data-initials=initials(&one.name)></span>
                            <span>
                                {one.name} <small>{t!(words, "shift-until", time = clock(words, one.until))}</small>
                            </span>
                        </a>
                    </li>
                }
            })
            .collect();
        let begin_class = if is_empty { "button button-primary button-key" } else { "button button-main" };
        view! {
            <p>{if is_empty { t!(words, "shift-nobody") } else { t!(words, "shift-tap") }}</p>
            <ul class="faces">{cards}</ul>
            <a class=begin_class href=BEGIN>
                {t!(words, "shift-begin")}
            </a>
        }
        .into_any()
    })
}
