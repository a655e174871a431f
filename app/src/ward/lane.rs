//! The lane of what waits: confirm in one tap, or say that it cannot be.

use super::entry::{Entry, Safety};
use super::slot::{Slot, asks_cancel, open_count};
use super::state_words::{last_step, state};
use crate::offline::kept_note;
use crate::t;
use crate::ui::line_words::{actor_name, at, capital, line_price, ordered_by};
use crate::ui::operation_form::FormOperation;
use crate::ui::{Glyph, OperationForm};
use crate::words::{Words, amount};
use domain::household::{HelpTopic, Household};
use domain::ids::{HelpId, OpId};
use domain::order::LineState;
use domain::sync::{OperationKind, Snapshot};
use leptos::prelude::*;

pub fn lane(words: Words, view: &Snapshot, slots: &[Slot], here: &str) -> AnyView {
    let count = open_count(view, slots);
    let cards = slots.iter().map(|slot| card(words, view, slot, here)).collect_view();
    view! {
        <section aria-labelledby="waiting">
            {if count == 0 {
                view! {
                    <h2 id="waiting" class="lane-title">
                        {t!(words, "ward-waiting-none")}
                    </h2>
                }
                    .into_any()
            } else {
                view! {
                    <h2 id="waiting" class="lane-title">
                        <span class="count">{count}</span>
                        <span>{t!(words, "ward-waiting", count = count)}</span>
                    </h2>
                }
                    .into_any()
            }}
            {slots
                .is_empty()
                .then(|| view! { <p class="foot">{t!(words, "ward-waiting-none-text")}</p> })}
            <ul class="lane">{cards}</ul>
        </section>
    }
    .into_any()
}

fn card(words: Words, view: &Snapshot, slot: &Slot, here: &str) -> Option<AnyView> {
    match *slot {
        Slot::Order(household, target) => {
            Some(order_card(words, &Entry::find(view, household, target)?, here).into_any())
        }
        Slot::Cancel(household, target) => {
            Some(cancel_card(words, &Entry::find(view, household, target)?, here).into_any())
        }
        Slot::Help(household, help) => help_card(words, view, view.household(household)?, help, here),
        Slot::Refused(household, op) => refused_card(words, view, view.household(household)?, op),
    }
}

/// A number of a room, said as "Kamer 102".
pub fn room(words: Words, number: String) -> AnyView {
    view! {
        <span class="room">
            <span class="visually-hidden">{t!(words, "ward-room")}" "</span>
            {number}
        </span>
    }
    .into_any()
}

/// What was checked, and what to look at.
pub fn safety_notes(safety: Vec<Safety>) -> AnyView {
    safety
        .into_iter()
        .map(|safety| {
            let (class, glyph) =
                if safety.is_fine { ("job-note is-fine", "shield-check") } else { ("job-note", "triangle-alert") };
            view! {
                <p class=class>
                    <Glyph name=glyph />
                    <span>{safety.text}</span>
                </p>
            }
        })
        .collect_view()
        .into_any()
}

fn order_card(words: Words, entry: &Entry<'_>, here: &str) -> AnyView {
    let waits = entry.line.state == LineState::Requested;
    let label = entry.label(words);
    let (button, button_label) = if waits {
        (t!(words, "ward-confirm"), t!(words, "ward-confirm-label", what = label.as_str()))
    } else {
        let state = state(words, entry);
        (state.clone(), t!(words, "ward-state-label", state = state, what = label.as_str()))
    };
    let (link, other, other_label) = if waits {
        (entry.link("decline"), t!(words, "ward-cannot"), t!(words, "ward-cannot-label", what = label))
    } else {
        (entry.link("line"), t!(words, "ward-more"), t!(words, "ward-more-label", what = label))
    };
    let accept = FormOperation::complete(entry.household.id, &OperationKind::AcceptLine { target: entry.target() });
    let by =
        if waits { ordered_by(words, entry.order, entry.view) } else { last_step(words, entry).unwrap_or_default() };
    let away = entry.household.resident.away;
    view! {
        <li class="order" class:is-answered=!waits>
            {room(words, entry.room())}
            <div>
                <h3>{format!("{}, {}", entry.name(words), entry.short_when(words))}</h3>
                <p>{capital(&entry.resident(words))}</p>
                <p class="order-by">{by}</p>
                <p class="order-by">{line_price(words, entry.line)}</p>
                {kept_note(words, entry.order, entry.line)}
                {away.then(|| away_note(words))}
                {entry.group(words).map(|group| view! { <p class="order-by">{group}</p> })}
                {safety_notes(entry.safety(words))}
            </div>
            <div class="order-acts">
                <OperationForm operation=accept next=here back=here>
                    <button
                        class="button"
                        class:button-primary=waits
                        type=if waits { "submit" } else { "button" }
                        aria-disabled=(!waits).then_some("true")
                        aria-label=button_label
                    >
                        <Glyph name="check" />
                        {button}
                    </button>
                </OperationForm>
                <a class="button" href=link aria-label=other_label>
                    {other}
                </a>
            </div>
        </li>
    }
    .into_any()
}

pub fn away_note(words: Words) -> AnyView {
    view! {
        <p class="job-note">
            <Glyph name="triangle-alert" />
            <span>{t!(words, "ward-away")}</span>
        </p>
    }
    .into_any()
}

/// What agreeing to cancel costs the resident, as a sentence.
pub fn cancel_cost(words: Words, entry: &Entry<'_>) -> String {
    let target = entry.target();
    match entry.foresee(OperationKind::CancelLine { target }).ok().flatten().and_then(|line| line.charged) {
        Some(charged) => t!(words, "ward-cancel-costs", amount = amount(words, charged)),
        None => t!(words, "ward-cancel-free"),
    }
}

fn cancel_card(words: Words, entry: &Entry<'_>, here: &str) -> AnyView {
    let waits = asks_cancel(entry.line);
    let label = entry.label(words);
    let household = entry.household.id;
    let target = entry.target();
    let agree = t!(words, "ward-agree-label", what = label.as_str());
    let acts = if waits {
        view! {
            <OperationForm
                operation=FormOperation::complete(household, &OperationKind::CancelLine { target })
                next=here
                back=here
            >
                <button class="button" type="submit" aria-label=agree>
                    {t!(words, "ward-agree")}
                </button>
            </OperationForm>
            <OperationForm
                operation=FormOperation::complete(household, &OperationKind::KeepLine { target })
                next=here
                back=here
            >
                <button class="button" type="submit" aria-label=t!(words, "ward-keep-label", what = label.as_str())>
                    {t!(words, "ward-keep")}
                </button>
            </OperationForm>
        }
        .into_any()
    } else {
        let state = state(words, entry);
        view! {
            <p class="state">
                <Glyph name="check" />
                {state}
            </p>
            <a class="button" href=entry.link("line") aria-label=t!(words, "ward-more-label", what = label)>
                {t!(words, "ward-more")}
            </a>
        }
        .into_any()
    };
    view! {
        <li class="order order-asks" class:is-answered=!waits>
            {room(words, entry.room())}
            <div>
                <h3>{t!(words, "ward-wants-cancel", item = entry.name(words), when = entry.short_when(words))}</h3>
                <p>{capital(&entry.resident(words))}</p>
                {waits.then(|| view! { <p class="order-by">{cancel_cost(words, entry)}</p> })}
            </div>
            <div class="order-acts is-even">{acts}</div>
        </li>
    }
    .into_any()
}

fn topic(words: Words, topic: HelpTopic) -> String {
    match topic {
        HelpTopic::Choosing => t!(words, "ward-help-choosing"),
        HelpTopic::Budget => t!(words, "ward-help-budget"),
        HelpTopic::Order => t!(words, "ward-help-order"),
        HelpTopic::Wish => t!(words, "ward-help-wish"),
    }
}

/// A question, with the button that says it was answered.
pub fn help_card(words: Words, view: &Snapshot, household: &Household, help: HelpId, here: &str) -> Option<AnyView> {
    let request = household.help.iter().find(|request| request.id == help)?;
    let waits = request.answered.is_none();
    let name = household.resident.name.get(words.language);
    let number = household.resident.room.clone();
    let who = if request.asked_by.role == domain::access::Role::Resident {
        at(words, request.asked_at, view.now)
    } else {
        t!(words, "ward-by", who = actor_name(words, &request.asked_by), at = at(words, request.asked_at, view.now))
    };
    let label = t!(words, "ward-help-label", topic = topic(words, request.topic), room = number.as_str(), name = name);
    let button = if waits { t!(words, "ward-answer") } else { t!(words, "ward-answered") };
    let answer = FormOperation::complete(household.id, &OperationKind::AnswerHelp { help });
    let button_label = format!("{button}: {label}");
    let (link, here) = (format!("/ward/resident/{}", household.id), here.to_owned());
    let title = topic(words, request.topic);
    let resident = capital(name);
    Some(
        view! {
            <li class="order order-asks" class:is-answered=!waits>
                {room(words, number)}
                <div>
                    <h3>{title}</h3>
                    <p>{resident}</p>
                    <p class="order-by">{capital(&who)}</p>
                </div>
                <div class="order-acts">
                    <OperationForm operation=answer next=here.clone() back=here>
                        <button
                            class="button"
                            type=if waits { "submit" } else { "button" }
                            aria-disabled=(!waits).then_some("true")
                            aria-label=button_label
                        >
                            <Glyph name="check" />
                            {button.clone()}
                        </button>
                    </OperationForm>
                    <a class="button" href=link aria-label=t!(words, "ward-card-label", what = label)>
                        {t!(words, "ward-card")}
                    </a>
                </div>
            </li>
        }
        .into_any(),
    )
}

/// Nobody has looked at it for a day.
pub fn waits_long(words: Words) -> AnyView {
    view! {
        <p class="job-note">
            <Glyph name="clock" />
            <span>{t!(words, "refused-waits-long")}</span>
        </p>
    }
    .into_any()
}

/// An order that was not made: someone of the ward may help.
fn refused_card(words: Words, view: &Snapshot, household: &Household, op: OpId) -> Option<AnyView> {
    let refused = household.refused.iter().find(|refused| refused.op == op)?;
    let names: Vec<String> =
        refused.lines.iter().map(|line| crate::ui::line_words::item_name(words, &view.catalogue, line.item)).collect();
    let number = household.resident.room.clone();
    let name = household.resident.name.get(words.language);
    let time = at(words, refused.at, view.now);
    let by = t!(words, "ward-by", who = actor_name(words, &refused.by), at = time.as_str());
    let title = t!(words, "ward-not-ordered", items = names.join(", "));
    let label = t!(words, "ward-help-label", topic = title.as_str(), room = number.as_str(), name = name);
    let label = format!("{label}, {time}");
    let resident = capital(name);
    let link = format!("/ward/resident/{}", household.id);
    Some(
        view! {
            <li class="order order-asks">
                {room(words, number)}
                <div>
                    <h3>{title}</h3>
                    <p>{resident}</p>
                    <p class="order-by">{by}</p>
                    {refused.is_overdue(view.now.at).then(|| waits_long(words))}
                </div>
                <div class="order-acts is-single">
                    <a class="button" href=link aria-label=t!(words, "ward-help-choose-label", what = label)>
                        {t!(words, "ward-help-choose")}
                    </a>
                </div>
            </li>
        }
        .into_any(),
    )
}
