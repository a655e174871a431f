//! Saying no: always with a reason, always with something else, in the words that the resident will read.

use super::entry::{Entry, plain_name};
use super::lane::room;
use super::top::DemoNote;
use super::{board_address, page_of_line};
use crate::replica::form::CHOICE_FIELD;
use crate::t;
use crate::ui::line_words::{capital, declined, when};
use crate::ui::moments::upcoming;
use crate::ui::operation_form::FormOperation;
use crate::ui::{FlashBar, Glyph, OperationForm};
use crate::words::{Words, amount};
use domain::calendar::Moment;
use domain::catalogue::{Item, PurseKind};
use domain::order::DeclineReason;
use domain::sorting::sort_by_key;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn Decline() -> impl IntoView {
    page_of_line(page)
}

fn page(words: Words, entry: &Entry<'_>) -> AnyView {
    let name = plain_name(words, entry);
    let title = t!(words, "ward-decline-title", item = name.as_str());
    let next = board_address(entry.line.moment.day, entry.view.now.local.day);
    let target = entry.target();
    let operation = FormOperation::about_line(entry.household.id, "decline_line", target);
    let subtitle = format!("{}, {}", capital(&entry.resident(words)), entry.when(words));
    let alternatives = Alternatives::of(entry);
    let foot = t!(words, "ward-decline-foot", name = entry.view.viewer.actor.name.clone());
    let is_open = entry.line.state.is_open();
    let state = super::state_words::state(words, entry);
    let (choices, preview) = (alternatives.choices(words, entry), preview(words, entry, &alternatives));
    let (leave, back) = (next.clone(), entry.link("decline"));
    let form = move || {
        view! {
            <OperationForm operation=operation next=next back=back>
                <div class="decline-body">{reasons(words)} {choices} {preview} {note(words)}</div>
                <div class="decline-foot">
                    <p class="foot">{foot}</p>
                    <button class="button button-primary" type="submit">
                        <Glyph name="send" />
                        {t!(words, "ward-decline-send")}
                    </button>
                </div>
            </OperationForm>
        }
    };
    view! {
        <Title text=title.clone() />
        <main id="content" class="decline">
            <header>
                {room(words, entry.room())}
                <div>
                    <h1 tabindex="-1">{title}</h1>
                    <p>{subtitle}</p>
                </div>
                <a class="button" href=leave>
                    <Glyph name="arrow-left" />
                    {t!(words, "ward-back")}
                </a>
            </header>
            <FlashBar />
            {if is_open { form().into_any() } else { view! { <p class="panel">{state}</p> }.into_any() }}
        </main>
        <DemoNote />
    }
    .into_any()
}

const fn code(reason: DeclineReason) -> &'static str {
    match reason {
        DeclineReason::NoStaff => "no_staff",
        DeclineReason::Full => "full",
        DeclineReason::NotSafe => "not_safe",
        DeclineReason::Weather => "weather",
        DeclineReason::ProviderAbsent => "provider_absent",
        DeclineReason::NotPossible => "not_possible",
    }
}

fn reason_title(words: Words, reason: DeclineReason) -> String {
    match reason {
        DeclineReason::NoStaff => t!(words, "ward-reason-no-staff"),
        DeclineReason::Full => t!(words, "ward-reason-full"),
        DeclineReason::NotSafe => t!(words, "ward-reason-not-safe"),
        DeclineReason::Weather => t!(words, "ward-reason-weather"),
        DeclineReason::ProviderAbsent => t!(words, "ward-reason-provider-absent"),
        DeclineReason::NotPossible => t!(words, "ward-reason-not-possible"),
    }
}

fn reasons(words: Words) -> AnyView {
    let choices = DeclineReason::ALL
        .into_iter()
        .map(|reason| {
            view! {
                <label class="choice">
                    <input type="radio" name="reason" id=format!("reason-{}", code(reason)) value=code(reason) required=true />
                    <span>
                        <b>{reason_title(words, reason)}</b>
                        <br />
                        {declined::because(words, reason)}
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="choices">
            <legend>{t!(words, "ward-decline-why")}</legend>
            {choices}
        </fieldset>
    }
    .into_any()
}

/// What the resident could have instead.
struct Alternatives<'a> {
    moments: Vec<Moment>,
    items: Vec<&'a Item>,
}

impl<'a> Alternatives<'a> {
    fn of(entry: &Entry<'a>) -> Self {
        let now = entry.view.now.local;
        let moments = entry.item().map_or_else(Vec::new, |item| {
            let mut moments: Vec<_> =
                upcoming(item, &entry.view.places, now, 5).into_iter().map(|(_, moment)| moment).collect();
            moments.dedup();
            moments.retain(|moment| *moment != entry.line.moment);
            moments.truncate(3);
            moments
        });
        Self { moments, items: others(entry) }
    }

    fn choices(&self, words: Words, entry: &Entry<'_>) -> AnyView {
        let today = entry.view.now.local.day;
        if self.moments.is_empty() && self.items.is_empty() {
            return view! {
                <section>
                    <h2>{t!(words, "ward-decline-what")}</h2>
                    <p class="panel">{t!(words, "ward-decline-nothing")}</p>
                </section>
            }
            .into_any();
        }
        let moments = self.moments.iter().map(|moment| {
            let value = format!("other_moment={moment}");
            (
                value,
                capital(&when(words, *moment, today)),
                t!(words, "ward-decline-same", item = plain_name(words, entry)),
            )
        });
        let items = self.items.iter().map(|item| {
            let value = format!("other_item={}", item.id);
            let price = price(entry, item).map(|price| amount(words, price)).unwrap_or_default();
            (value, item.name.get(words.language).to_owned(), t!(words, "ward-decline-other", price = price))
        });
        let choices = moments
            .chain(items)
            .zip(1..)
            .map(|((value, title, more), index)| {
                view! {
                    <label class="choice">
                        <input type="radio" name=CHOICE_FIELD id=format!("other-{index}") value=value required=true />
                        <span>
                            <b>{title}</b>
                            <br />
                            {more}
                        </span>
                    </label>
                }
            })
            .collect_view();
        view! {
            <fieldset class="choices">
                <legend>{t!(words, "ward-decline-what")}</legend>
                {choices}
            </fieldset>
        }
        .into_any()
    }

    /// In the order of the choices.
    fn sentences(&self, words: Words, entry: &Entry<'_>) -> Vec<String> {
        let today = entry.view.now.local.day;
        let moments = self.moments.iter().map(|moment| declined::other_moment(words, *moment, today));
        let items = self.items.iter().map(|item| declined::other_item(words, item.name.get(words.language)));
        moments.chain(items).collect()
    }
}

fn price(entry: &Entry<'_>, item: &Item) -> Option<domain::amount::Amount> {
    item.price(item.first_offer()?, PurseKind::Cup, entry.household.budget.granted.unit())
}

/// A few items of the same shelf that fit in the cup and can be had soon.
fn others<'a>(entry: &Entry<'a>) -> Vec<&'a Item> {
    let Some(declined) = entry.item() else { return Vec::new() };
    let household = entry.household;
    // What this line holds is free again after the refusal.
    let held = entry.line.hold.filter(|_| entry.line.purse == PurseKind::Cup).map(|hold| hold.amount);
    let left = household.cup_left();
    let left = held.and_then(|held| left.plus(held).ok()).unwrap_or(left);
    let now = entry.view.now.local;
    let mut others: Vec<&Item> = entry
        .view
        .catalogue
        .in_category(&declined.category, now.day)
        .filter(|item| item.id != declined.id && item.blocked_by(&household.clearances).is_none())
        .filter(|item| {
            item.purses.contains(&PurseKind::Cup) && price(entry, item).is_some_and(|price| left.covers(price))
        })
        .filter(|item| !upcoming(item, &entry.view.places, now, 1).is_empty())
        .collect();
    // What costs about the same comes closest to what was chosen.
    let wanted = price(entry, declined).map_or(0, |price| price.minor());
    sort_by_key(&mut others, |item| price(entry, item).map_or(0, |price| price.minor()).abs_diff(wanted));
    others.truncate(3);
    others
}

fn note(words: Words) -> AnyView {
    view! {
        <label class="field">
            <span>{t!(words, "ward-decline-note")}</span>
            <textarea name="note" rows="1" maxlength="300"></textarea>
        </label>
    }
    .into_any()
}

/// The words that the resident will read. The style sheet shows the sentences of what is chosen, so that it also works
/// before the program has come.
fn preview(words: Words, entry: &Entry<'_>, alternatives: &Alternatives<'_>) -> AnyView {
    let cannot =
        format!("{}: {}.", capital(&entry.when(words)), t!(words, "week-declined", item = plain_name(words, entry)));
    let because = DeclineReason::ALL
        .into_iter()
        .map(|reason| {
            let class = format!("said-{}", code(reason));
            view! { <span class=class>" " {declined::because(words, reason)}</span> }
        })
        .collect_view();
    let others = alternatives
        .sentences(words, entry)
        .into_iter()
        .zip(1..)
        .map(|(said, index)| view! { <span class=format!("said-other-{index}")>" " {said}</span> })
        .collect_view();
    let back = entry.line.hold.and_then(|_| declined::money_back(words, entry.line));
    view! {
        <div class="notice said" role="status">
            <Glyph name="message-square-text" />
            <p>
                {t!(words, "ward-decline-reads", name = capital(&entry.resident(words)))}
                <br />
                <b>{cannot} {because} {others} {back.map(|back| format!(" {back}"))}</b>
            </p>
        </div>
    }
    .into_any()
}
