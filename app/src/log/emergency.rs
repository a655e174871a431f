//! Opening the card of a resident who is not theirs, for staff in an emergency: a search, a warning, a reason; and the card
//! itself, to read for an hour.

use super::frame::{Frame, Ways, document};
use crate::t;
use crate::ui::Pictogram;
use crate::ui::line_words::{capital, clearance_name, item_and_count};
use crate::words::{Words, clock, day_long};
use domain::calendar::{Day, TimeOfDay};
use domain::catalogue::Catalogue;
use domain::household::Household;
use domain::ids::HouseholdId;
use leptos::prelude::*;

pub const PATH: &str = "/emergency";
/// So many letters a reason has at least.
pub const REASON_LETTERS: usize = 10;
/// And so many signs at most.
pub const REASON_MOST: usize = 500;

/// Someone whose card could be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub household: HouseholdId,
    pub name: String,
    pub room: String,
    pub ward: String,
}

#[derive(Clone, Debug)]
pub struct EmergencyPage {
    pub frame: Frame,
    /// Where the viewer came from.
    pub back: &'static str,
    /// What was searched.
    pub search: String,
    pub found: Vec<Found>,
    /// Whose card is about to be opened.
    pub chosen: Option<Found>,
    pub reason: String,
    /// The reason that was sent is too short or too long.
    pub is_wrong: bool,
}

#[must_use]
pub fn emergency(page: EmergencyPage) -> impl IntoView {
    let EmergencyPage { frame, back, search, found, chosen, reason, is_wrong } = page;
    let words = Words::new(frame.viewer.language);
    let title = t!(words, "log-emergency-title");
    let ways = Ways { back: back.to_owned(), resident: None };
    document(frame, title.clone(), ways, move |words| {
        let nobody = chosen.is_none() && found.is_empty() && !search.is_empty();
        let list = found
            .into_iter()
            .map(|one| {
                let about = t!(words, "log-emergency-place", room = &one.room, ward = &one.ward);
                view! {
                    <li>
                        <a class="button" href=format!("{PATH}?household={}", one.household)>
                            <b>{t!(words, "log-emergency-choose", name = &one.name)}</b>
                            <span>{about}</span>
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <h1 tabindex="-1">{title}</h1>
            <div class="notice notice-amber">
                <Pictogram name="hand-heart" />
                <div>
                    <p>
                        <b>{t!(words, "log-emergency-warning")}</b>
                    </p>
                    <p>{t!(words, "log-emergency-recorded")}</p>
                    <p>{t!(words, "log-emergency-hour")}</p>
                </div>
            </div>
            {match chosen {
                Some(chosen) => ask(words, &chosen, reason, is_wrong),
                None => {
                    view! {
                        <form class="panel log-form" method="get" action=PATH role="search">
                            <label>
                                {t!(words, "log-emergency-search")}
                                <input type="search" name="q" value=search required autocomplete="off" />
                            </label>
                            <button class="button button-primary" type="submit">
                                {t!(words, "log-emergency-find")}
                            </button>
                        </form>
                        {nobody.then(|| view! { <p class="panel">{t!(words, "log-emergency-nobody")}</p> })}
                        <ul class="log-found">{list}</ul>
                    }
                        .into_any()
                }
            }}
        }
    })
}

fn ask(words: Words, chosen: &Found, reason: String, is_wrong: bool) -> AnyView {
    let about = t!(words, "log-emergency-place", room = &chosen.room, ward = &chosen.ward);
    view! {
        <form class="panel log-form" method="post" action=PATH>
            <h2>{capital(&chosen.name)}</h2>
            <p>{about}</p>
            <input type="hidden" name="household" value=chosen.household.to_string() />
            <label for="reason">{t!(words, "log-emergency-reason")}</label>
            {is_wrong.then(|| view! { <p id="reason-wrong" class="field-error"><b>{t!(words, "log-emergency-short")}</b></p> })}
            <textarea
                id="reason"
                name="reason"
                rows="3"
                required
                maxlength=REASON_MOST
                aria-invalid=is_wrong.then_some("true")
                aria-describedby=is_wrong.then_some("reason-wrong")
            >
                {reason}
            </textarea>
            <button class="button button-primary" type="submit">
                {t!(words, "log-emergency-open")}
            </button>
        </form>
    }
    .into_any()
}

#[derive(Clone, Debug)]
pub struct CardPage {
    pub frame: Frame,
    pub back: &'static str,
    pub household: Household,
    pub catalogue: std::sync::Arc<Catalogue>,
    pub today: Day,
    /// Until when the card can be read.
    pub until: TimeOfDay,
    pub reason: String,
}

/// What the ward knows too: room, what was found possible, who to call, what comes today and tomorrow. No money.
#[must_use]
pub fn card(page: CardPage) -> impl IntoView {
    let CardPage { frame, back, household, catalogue, today, until, reason } = page;
    let words = Words::new(frame.viewer.language);
    let name = capital(household.resident.name.get(words.language));
    let ways = Ways { back: back.to_owned(), resident: None };
    document(frame, name.clone(), ways, move |words| {
        let resident = &household.resident;
        let place = t!(words, "log-emergency-place", room = &resident.room, ward = &resident.ward_name);
        let checked = household.clearances.iter().map(|(clearance, granted)| {
            let name = clearance_name(words, &catalogue, clearance);
            let says = if *granted { t!(words, "log-card-yes") } else { t!(words, "log-card-no") };
            view! {
                <li>
                    <b>{name}</b>
                    <span>{says}</span>
                </li>
            }
        });
        let mut people: Vec<_> = household.authorities.iter().filter(|one| one.valid.contains(today)).collect();
        people.dedup_by_key(|one| one.person);
        let people: Vec<_> = people
            .into_iter()
            .map(|one| {
                view! {
                    <li>
                        <b>{one.name.clone()}</b>
                        <span>{one.relation.get(words.language).to_owned()}</span>
                    </li>
                }
            })
            .collect();
        let mut lines: Vec<_> = household
            .lines()
            .map(|(_, line)| line)
            .filter(|line| line.state.is_open() && (0..=1).contains(&today.days_until(line.moment.day)))
            .collect();
        lines.sort_by_key(|line| line.moment);
        let lines: Vec<_> = lines
            .into_iter()
            .map(|line| {
                let day = day_long(words, line.moment.day);
                let when = t!(words, "log-card-when", day = day, time = clock(words, line.moment.time));
                view! {
                    <li>
                        <b>{item_and_count(words, &catalogue, line)}</b>
                        <span>{when}</span>
                    </li>
                }
            })
            .collect();
        view! {
            <div class="shop-head">
                <h1 tabindex="-1">{name}</h1>
                <p>{place}</p>
            </div>
            <div class="notice notice-amber">
                <Pictogram name="hand-heart" />
                <div>
                    <p>
                        <b>{t!(words, "log-card-until", time = clock(words, until))}</b>
                    </p>
                    <p>{t!(words, "log-emergency-why")} " " <q>{reason}</q></p>
                </div>
            </div>
            {part(t!(words, "log-card-checked"), t!(words, "log-card-nothing"), checked.collect())}
            {part(t!(words, "log-card-people"), t!(words, "log-card-nothing"), people)}
            {part(t!(words, "log-card-comes"), t!(words, "log-card-nothing"), lines)}
        }
    })
}

fn part<V: IntoView + 'static>(heading: String, nothing: String, rows: Vec<V>) -> impl IntoView {
    let is_empty = rows.is_empty();
    view! {
        <section class="panel">
            <h2>{heading}</h2>
            {is_empty.then(|| view! { <p>{nothing}</p> })}
            <ul class="log-lines">{rows}</ul>
        </section>
    }
}
