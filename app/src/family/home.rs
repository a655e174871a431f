//! The overview of family: for whom, what is left, what comes, who ordered what, and what they may do.

use super::authority::{may_choose, rights};
use crate::not_found::NotFound;
use crate::shop::week_asks::asks;
use crate::t;
use crate::ui::dock::dock;
use crate::ui::line_words::{capital, item_and_count, line_price, ordered_by, when};
use crate::ui::scene::{demo_note, with_scene};
use crate::ui::{Cup, CupSize, FlashBar, Pictogram, Scene};
use crate::words::{amount, day_short};
use domain::order::{LineState, Order, OrderLine};
use domain::sorting::sort_by_key;
use leptos::prelude::*;
use leptos_meta::Title;

/// How many earlier choices are shown.
const LATEST: usize = 5;

#[component]
pub fn Home() -> impl IntoView {
    let title = with_scene(|scene| t!(scene.words, "family-title", name = capital(scene.name())));
    let header = with_scene(|scene| header(scene).into_any());
    let main = with_scene(|scene| main(scene).into_any());
    // On the server the title is asked for when the page is made and its data are gone.
    let made_title = untrack(&title).unwrap_or_default();
    let title = move || if cfg!(feature = "ssr") { made_title.clone() } else { title().unwrap_or_default() };
    view! {
        <Title text=title />
        {header}
        <FlashBar />
        {move || main().unwrap_or_else(|| NotFound().into_any())}
        {with_scene(demo_note)}
        {with_scene(dock)}
    }
}

fn header(scene: &Scene<'_>) -> AnyView {
    let words = scene.words;
    let resident = &scene.household.resident;
    let place = t!(words, "family-place", room = resident.room.as_str(), ward = resident.ward_name.as_str());
    let more_residents = scene.view.households.len() > 1;
    view! {
        <header class="for">
            <p>{t!(words, "family-hello", name = scene.view.viewer.actor.name.clone())}</p>
            <h1 tabindex="-1">{capital(scene.name())} " " <span>{place}</span></h1>
            {more_residents
                .then(|| {
                    view! {
                        <a class="button for-other" href="/family">
                            <Pictogram name="users" />
                            {t!(words, "family-choose-other")}
                        </a>
                    }
                })}
        </header>
    }
    .into_any()
}

fn main(scene: &Scene<'_>) -> AnyView {
    let words = scene.words;
    view! {
        <main id="content" class="stack family-home">
            {waiting(scene)} {cup(scene)}
            {scene.household.resident.away.then(|| view! { <p class="panel">{t!(words, "family-away")}</p> })}
            {coming(scene)} {choose(scene)} {latest(scene)} {allowed(scene)} {super::leave(words)}
        </main>
    }
    .into_any()
}

/// What asks for an answer stands first.
fn waiting(scene: &Scene<'_>) -> Option<AnyView> {
    let asks = asks(scene, "");
    if asks.is_empty() {
        return None;
    }
    let section = view! {
        <section aria-labelledby="asks">
            <h2 id="asks">{t!(scene.words, "family-asks")}</h2>
            <ul class="stack">{asks}</ul>
        </section>
    };
    Some(section.into_any())
}

fn cup(scene: &Scene<'_>) -> AnyView {
    let words = scene.words;
    let household = scene.household;
    let left = household.cup_left();
    let until = day_short(words, household.budget.period.last_day());
    view! {
        <a class="cup-row" href=scene.link("cup")>
            <Cup left=left full=household.cup_full() size=CupSize::Middle />
            <span>
                <span>{scene.has_left()}</span>
                " "
                <strong>{amount(words, left)}</strong>
                " "
                <span>{t!(words, "family-until", day = until)}</span>
            </span>
        </a>
    }
    .into_any()
}

/// Today and tomorrow; when those are empty, the first that comes.
fn coming(scene: &Scene<'_>) -> AnyView {
    let words = scene.words;
    let today = scene.today();
    let mut lines = scene.household.coming_on(today);
    lines.extend(scene.household.coming_on(today.plus_days(1)));
    let is_empty = lines.is_empty();
    let next = if is_empty { scene.household.next_after(scene.now()) } else { None };
    let nothing = match (is_empty, next) {
        (true, None) => Some(t!(words, "family-coming-none")),
        (true, Some(_)) => Some(t!(words, "family-coming-later")),
        _ => None,
    };
    let rows = lines.into_iter().chain(next).map(|(order, line)| row(scene, order, line)).collect_view();
    view! {
        <section aria-labelledby="coming">
            <h2 id="coming">{t!(words, "family-coming")}</h2>
            {nothing.map(|nothing| view! { <p class="foot">{nothing}</p> })}
            <ul class="rows">{rows}</ul>
            <a class="button family-more" href=scene.link("week")>
                <Pictogram name="calendar-dots" />
                {t!(words, "family-open-week")}
            </a>
        </section>
    }
    .into_any()
}

/// One line: picture, what and when, who ordered it, where it stands, what it costs.
fn row(scene: &Scene<'_>, order: &Order, line: &OrderLine) -> AnyView {
    let words = scene.words;
    let (picture, voice) =
        scene.item(line.item).map_or(("hand-heart", "sky"), |item| (item.pictogram.as_str(), item.voice.as_str()));
    let title = t!(
        words,
        "family-line",
        item = item_and_count(words, &scene.view.catalogue, line),
        when = when(words, line.moment, scene.today())
    );
    let (picture, voice) = (picture.to_owned(), format!("patch voice-{voice}"));
    view! {
        <li>
            <span class=voice>
                <Pictogram name=picture />
            </span>
            <span>
                <b>{title}</b>
                <br />
                {ordered_by(words, order, scene.view)}
                <br />
                <span class="family-state">{state(scene, line)}</span>
            </span>
            <span class="amount">{line_price(words, line)}</span>
        </li>
    }
    .into_any()
}

fn state(scene: &Scene<'_>, line: &OrderLine) -> String {
    let words = scene.words;
    match line.state {
        LineState::Requested => t!(words, "family-state-requested"),
        LineState::Accepted if line.cancel_asked => t!(words, "family-state-cancel-asked"),
        LineState::Accepted => t!(words, "family-state-accepted"),
        LineState::Delivered => t!(words, "family-state-delivered"),
        LineState::PartlyDelivered => {
            t!(words, "family-state-partly", delivered = line.delivered.unwrap_or(0), all = line.quantity)
        }
        LineState::NoShow => t!(words, "family-state-no-show"),
        LineState::Cancelled => t!(words, "family-state-cancelled"),
        LineState::Declined => t!(words, "family-state-declined"),
    }
}

fn choose(scene: &Scene<'_>) -> AnyView {
    let words = scene.words;
    let may = may_choose(scene.view, scene.household);
    let word = if may { t!(words, "family-shop-open") } else { t!(words, "family-shop-look") };
    view! {
        <a class="button button-main" class:button-primary=may href=scene.link("shop")>
            <Pictogram name="storefront" />
            {word}
        </a>
    }
    .into_any()
}

/// What was ordered last, by whom; what is still to come stands above.
fn latest(scene: &Scene<'_>) -> Option<AnyView> {
    let words = scene.words;
    let near = scene.today().plus_days(1);
    let mut lines: Vec<_> =
        scene.household.lines().filter(|(_, line)| !line.state.is_open() || line.moment.day > near).collect();
    if lines.is_empty() {
        return None;
    }
    sort_by_key(&mut lines, |(order, _)| std::cmp::Reverse(order.placed_at));
    let rows = lines.into_iter().take(LATEST).map(|(order, line)| row(scene, order, line)).collect_view();
    let section = view! {
        <section aria-labelledby="latest">
            <h2 id="latest">{t!(words, "family-latest")}</h2>
            <ul class="rows">{rows}</ul>
        </section>
    };
    Some(section.into_any())
}

/// What the viewer may do, until when, and what that means.
fn allowed(scene: &Scene<'_>) -> AnyView {
    let words = scene.words;
    let rights = rights(words, scene.view, scene.household);
    if rights.is_empty() {
        return view! {
            <p class="right">
                <Pictogram name="handshake" />
                <span>
                    <b>{t!(words, "family-may-nothing")}</b>
                    " "
                    {t!(words, "family-may-nothing-means")}
                </span>
            </p>
        }
        .into_any();
    }
    let rights = rights
        .into_iter()
        .map(|right| {
            view! {
                <p class="right">
                    <Pictogram name="handshake" />
                    <span>
                        <b>{right.may}</b>
                        " "
                        {right.until}
                        " "
                        {right.means}
                    </span>
                </p>
            }
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="allowed">
            <h2 id="allowed">{t!(words, "family-allowed")}</h2>
            {rights}
        </section>
    }
    .into_any()
}
