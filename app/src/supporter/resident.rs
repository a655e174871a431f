//! One resident for their supporter: the cup and the orders as the resident sees them, who may act for them, and the notes.

use super::{Closed, Done, Mistake, Note, PATH, closed, form, note_path, notes_path, when};
use crate::office::Frame;
use crate::office::frame::{Room, document};
use crate::office::head::{Named, head};
use crate::office::orders::{actor_name, moment, purse_name, state_name};
use crate::relatives::may;
use crate::t;
use crate::ui::line_words::{capital, counted};
use crate::ui::{Cup, CupSize, Glyph};
use crate::words::{Words, amount, day_long, day_short};
use domain::access::{Actor, Authority};
use domain::amount::Amount;
use domain::calendar::{Day, Moment};
use domain::catalogue::PurseKind;
use domain::ids::HouseholdId;
use domain::order::LineState;
use leptos::prelude::*;

/// One thing that was ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineSeen {
    pub item: String,
    pub performer: String,
    pub moment: Moment,
    pub quantity: u32,
    pub purse: PurseKind,
    pub price: Option<Amount>,
    pub state: LineState,
    pub by: Actor,
}

#[derive(Clone, Debug)]
pub struct ResidentPage {
    pub frame: Frame,
    pub household: HouseholdId,
    pub name: String,
    pub room: String,
    pub place: String,
    pub left_on: Option<Day>,
    pub away: bool,
    pub cup_full: Amount,
    pub cup_left: Amount,
    pub cup_reserved: Amount,
    /// The last day of the period.
    pub cup_until: Day,
    pub own_left: Option<Amount>,
    pub lines: Vec<LineSeen>,
    pub authorities: Vec<Authority>,
    /// Newest first.
    pub notes: Vec<Note>,
    pub closed: Option<Closed>,
    pub typed: String,
    pub mistake: Option<Mistake>,
    pub done: Option<Done>,
}

#[must_use]
pub fn resident(page: ResidentPage) -> impl IntoView {
    let title = capital(&page.name);
    let frame = page.frame.clone();
    document(frame, Room::Supported, title.clone(), move |words| {
        let place = t!(words, "office-resident-place", room = &page.room, place = &page.place);
        let left = page.left_on.map(|day| t!(words, "supporter-left", day = day_long(words, day)));
        let away = page.away.then(|| t!(words, "office-tag-away"));
        let done = page.done.map(|done| match done {
            Done::Kept => t!(words, "note-done-kept"),
            Done::Removed => t!(words, "note-done-removed"),
        });
        view! {
            <nav class="crumbs" aria-label=t!(words, "office-back")>
                <a href=PATH>
                    <Glyph name="arrow-left" />
                    {t!(words, "supporter-all")}
                </a>
            </nav>
            <div class="head resident-head">
                <div>
                    <h1 tabindex="-1">{title}</h1>
                    <p>{place}</p>
                    {left.or(away).map(|says| view! { <p><b>{says}</b></p> })}
                </div>
                {cup(words, &page)}
            </div>
            {done
                .map(|says| {
                    view! {
                        <div class="notice notice-good" role="status">
                            <Glyph name="circle-check" />
                            <p>{says}</p>
                        </div>
                    }
                })}
            <section class="block">
                <h2 id="notes">{t!(words, "note-title")}</h2>
                <p class="block-note">{t!(words, "note-lead")}</p>
                {notes(words, &page)}
            </section>
            <section class="block">
                <h2 id="orders">{t!(words, "office-orders")}</h2>
                {orders(words, &page.lines)}
            </section>
            <section class="block">
                <h2 id="people">{t!(words, "supporter-people")}</h2>
                {people(words, &page)}
            </section>
        }
    })
}

fn cup(words: Words, page: &ResidentPage) -> impl IntoView + use<> {
    let until = day_short(words, page.cup_until);
    let own = page.own_left.filter(|own| own.is_positive());
    view! {
        <div class="after">
            <Cup left=page.cup_left full=page.cup_full size=CupSize::Middle />
            <p>
                {t!(words, "office-cup-left")} " " <strong>{amount(words, page.cup_left)}</strong> <br />
                <span>{t!(words, "office-cup-full", full = amount(words, page.cup_full), until = until)}</span> <br />
                <span>{t!(words, "supporter-reserved", amount = amount(words, page.cup_reserved))}</span>
                {own.map(|own| view! { <br /> <span>{t!(words, "office-own-money", left = amount(words, own))}</span> })}
            </p>
        </div>
    }
}

fn orders(words: Words, lines: &[LineSeen]) -> AnyView {
    if lines.is_empty() {
        return view! { <p class="panel">{t!(words, "office-no-orders")}</p> }.into_any();
    }
    let rows: Vec<_> = lines
        .iter()
        .map(|line| {
            let name = if line.item.is_empty() { t!(words, "line-unknown") } else { line.item.clone() };
            view! {
                <tr>
                    <td class="keep">{moment(words, line.moment)}</td>
                    <th scope="row">{counted(name, line.quantity)}</th>
                    <td>{line.performer.clone()}</td>
                    <td>{purse_name(words, line.purse)}</td>
                    <td class="num">{line.price.map(|price| amount(words, price))}</td>
                    <td>{state_name(words, line.state)}</td>
                    <td>{actor_name(words, &line.by)}</td>
                </tr>
            }
        })
        .collect();
    let columns = vec![
        Named::Text(t!(words, "office-when")),
        Named::Text(t!(words, "office-what")),
        Named::Text(t!(words, "supporter-who-comes")),
        Named::Text(t!(words, "office-purse")),
        Named::Number(t!(words, "office-price")),
        Named::Text(t!(words, "office-state")),
        Named::Text(t!(words, "office-placed-by")),
    ];
    view! {
        <div class="grid" tabindex="0" role="region" aria-label=t!(words, "office-orders-table")>
            <table>{head(columns)} <tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}

fn people(words: Words, page: &ResidentPage) -> AnyView {
    let today = page.frame.now.local.day;
    let rows: Vec<_> = page
        .authorities
        .iter()
        .filter(|authority| authority.valid.contains(today))
        .map(|authority| {
            let until = match authority.valid.until {
                Some(until) => t!(words, "relatives-until", day = day_long(words, until.plus_days(-1))),
                None => t!(words, "relatives-no-end"),
            };
            view! {
                <tr>
                    <th scope="row">{authority.name.clone()}</th>
                    <td>{authority.relation.get(words.language).to_owned()}</td>
                    <td>{may(words, authority)}</td>
                    <td>{until}</td>
                </tr>
            }
        })
        .collect();
    if rows.is_empty() {
        return view! { <p class="panel">{t!(words, "relatives-none")}</p> }.into_any();
    }
    let columns = vec![
        Named::Text(t!(words, "people-name")),
        Named::Text(t!(words, "supporter-relation")),
        Named::Text(t!(words, "supporter-may")),
        Named::Text(t!(words, "supporter-until")),
    ];
    view! {
        <div class="grid" tabindex="0" role="region" aria-label=t!(words, "supporter-people")>
            <table>{head(columns)} <tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}

fn notes(words: Words, page: &ResidentPage) -> AnyView {
    if let Some(why) = page.closed {
        return closed(words, why, &page.typed);
    }
    let household = page.household;
    let cards: Vec<_> = page.notes.iter().map(|note| card(words, household, note)).collect();
    view! {
        {(!cards.is_empty()).then(|| view! { <ul class="notes">{cards}</ul> })}
        {form(words, notes_path(household), t!(words, "note-new"), page.typed.clone(), page.mistake, None)}
    }
    .into_any()
}

fn card(words: Words, household: HouseholdId, note: &Note) -> AnyView {
    let latest = note.writings.first();
    let text = latest.and_then(|writing| writing.text.clone());
    let at = latest.map(|writing| when(words, writing.at)).unwrap_or_default();
    let is_changed = note.writings.len() > 1;
    let full = t!(words, "note-open-of", when = &at);
    view! {
        <li class="panel">
            <p class="soft">{if is_changed { t!(words, "note-changed-at", when = &at) } else { at }}</p>
            {match text {
                Some(text) => view! { <p class="note-text">{text}</p> }.into_any(),
                None => view! { <p>{t!(words, "note-does-not-open")}</p> }.into_any(),
            }}
            <p class="acts">
                <a class="button" href=note_path(household, note.id) aria-label=full>
                    <Glyph name="notebook-pen" />
                    {t!(words, "note-open")}
                </a>
            </p>
        </li>
    }
    .into_any()
}
