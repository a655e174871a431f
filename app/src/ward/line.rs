//! One order line: all that is known of it, and everything that can be done with it.

use super::entry::Entry;
use super::lane::{away_note, room, safety_notes};
use super::line_acts::acts;
use super::state_words::{charged, last_step, state};
use super::top::{Back, DemoNote, Top};
use super::undo::UndoBar;
use super::{board_address, page_of_line};
use crate::offline::kept_note;
use crate::place::{Params, use_params};
use crate::t;
use crate::ui::line_words::{capital, declined, line_price, ordered_by};
use crate::ui::why::why;
use crate::ui::{Cup, CupSize, Scene};
use crate::words::{Words, amount, day_short};
use domain::order::LineState;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn Line() -> impl IntoView {
    let params = use_params();
    let here = Signal::derive(move || params.with(here));
    view! {
        {page_of_line(page)}
        <DemoNote />
        <UndoBar here=here />
    }
    .into_any()
}

fn here(params: &Params) -> String {
    let part = |name: &str| params.get(name).unwrap_or_default();
    format!("/ward/line/{}/{}/{}", part("household"), part("order"), part("line"))
}

fn page(words: Words, entry: &Entry<'_>) -> AnyView {
    let title = entry.name(words);
    let when = entry.when(words);
    let back =
        Back { href: board_address(entry.line.moment.day, entry.view.now.local.day), word: t!(words, "ward-back") };
    view! {
        <Title text=format!("{title}, {}", entry.resident(words)) />
        <Top title=title subtitle=capital(&when) back=back />
        <main id="content" class="line-page">
            <section class="panel line-facts" aria-labelledby="about">
                <h2 id="about" class="visually-hidden">
                    {t!(words, "ward-about-order")}
                </h2>
                {who(words, entry)} {facts(words, entry)} {cost(words, entry)} {cup(words, entry)}
            </section>
            {acts(words, entry)}
        </main>
    }
    .into_any()
}

fn who(words: Words, entry: &Entry<'_>) -> AnyView {
    let away = entry.household.resident.away;
    view! {
        <div class="line-who">
            {room(words, entry.room())}
            <div>
                <p class="line-name">{capital(&entry.resident(words))}</p>
                <a class="button" href=format!("/ward/resident/{}", entry.household.id)>
                    {t!(words, "ward-card-open")}
                </a>
            </div>
        </div>
        {kept_note(words, entry.order, entry.line)}
        {away.then(|| away_note(words))}
        {safety_notes(entry.safety(words))}
    }
    .into_any()
}

fn facts(words: Words, entry: &Entry<'_>) -> AnyView {
    let line = entry.line;
    let row = |name: String, value: String| {
        (!value.is_empty()).then(|| {
            view! {
                <div>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                </div>
            }
        })
    };
    let mut price = line_price(words, line);
    if line.quantity > 1 {
        price = t!(words, "ward-price-each", all = price, each = amount(words, line.unit_price));
    }
    let step = last_step(words, entry).map(|step| format!("{}. {}", state(words, entry), capital(&step)));
    view! {
        <dl class="order-facts">
            {row(t!(words, "ward-fact-when"), capital(&entry.when(words)))}
            {row(t!(words, "ward-fact-who"), entry.details(words))}
            {row(t!(words, "ward-fact-where"), entry.place(words))}
            {row(t!(words, "ward-fact-price"), price)} {row(t!(words, "ward-fact-told"), entry.told(words).join(" "))}
            {row(t!(words, "ward-fact-ordered"), ordered_by(words, entry.order, entry.view))}
            {row(t!(words, "ward-fact-state"), step.unwrap_or_else(|| state(words, entry)))}
            {charged(words, entry).map(|charged| row(t!(words, "ward-fact-charged"), charged))}
            {(line.state == LineState::Declined)
                .then(|| row(t!(words, "ward-fact-said"), declined::all(words, entry.view, line).unwrap_or_default()))}
        </dl>
    }
    .into_any()
}

/// The price, opened: only while it is still made up like this.
fn cost(words: Words, entry: &Entry<'_>) -> Option<AnyView> {
    let (item, offer) = (entry.item()?, entry.offer()?);
    let scene = Scene { view: entry.view, household: entry.household, words };
    let is_same = item.price(offer, entry.line.purse, scene.unit()) == Some(entry.line.unit_price);
    is_same.then(|| why(&scene, item, offer, entry.line.purse))
}

fn cup(words: Words, entry: &Entry<'_>) -> AnyView {
    let household = entry.household;
    let left = household.cup_left();
    view! {
        <p class="line-cup">
            <Cup left=left full=household.cup_full() size=CupSize::Small />
            <span>
                {t!(
                    words,
                    "ward-cup-left",
                    amount = amount(words, left),
                    until = day_short(words, household.budget.period.last_day())
                )}
            </span>
        </p>
    }
    .into_any()
}
