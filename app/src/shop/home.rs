//! The resident's home: the cup, what comes today and tomorrow, the main choices, search.

use super::greeting::{greeting, today};
use super::unsent::unsent_notice;
use super::week_asks::{names, proposes};
use crate::t;
use crate::ui::line_words::{declined, item_and_count};
use crate::ui::{Cup, Notice, Page, Pictogram, PictureOf, Scene, Tone, item_picture, refusal_text, stage, under_title};
use crate::words::{day_short, time_spoken};
use domain::amount::Unit;
use domain::calendar::Day;
use domain::order::{Order, OrderLine};
use leptos::prelude::*;

/// More than these on one day are counted, not listed.
const SHOWN_A_DAY: usize = 2;

#[component]
pub fn Home() -> impl IntoView {
    stage(HomePage)
}

struct HomePage;

impl Page for HomePage {
    fn title(&self, scene: &Scene<'_>) -> String {
        t!(scene.words, "home-title")
    }

    fn bar(&self, scene: &Scene<'_>) -> AnyView {
        view! {
            <div class="greeting">
                <h1 tabindex="-1">{greeting(scene)}</h1>
                <p>{today(scene)}</p>
            </div>
        }
        .into_any()
    }

    fn main(&self, scene: &Scene<'_>) -> AnyView {
        let words = scene.words;
        view! {
            <main id="content" class="home">
                {cup_card(scene)}
                <div class="days">
                    {asks_notice(scene)} {unsent_notice(scene)} {day(scene, "today", t!(words, "home-today"), scene.today())}
                    {day(scene, "tomorrow", t!(words, "home-tomorrow"), scene.today().plus_days(1))}
                </div>
                <nav class="tiles" aria-label=t!(words, "home-tiles")>
                    {tile(scene, "shop", "mint", "storefront", t!(words, "home-shop"))}
                    {tile(scene, "again", "lilac", "repeat", t!(words, "home-again"))}
                    {tile(scene, "week", "sky", "calendar-dots", t!(words, "home-week"))}
                </nav>
                {super::search::search_form(scene, "")}
            </main>
        }
        .into_any()
    }
}

fn cup_card(scene: &Scene<'_>) -> AnyView {
    let (words, household) = (scene.words, scene.household);
    let until = day_short(words, household.budget.period.last_day());
    let mut left = scene.amount(household.cup_left());
    if scene.unit() != Unit::EuroCent {
        // In large letters the number may stand above its word.
        left = left.replace('\u{a0}', " ");
    }
    view! {
        <a class="cup-card" href=scene.link("cup")>
            <Cup left=household.cup_left() full=household.cup_full() />
            <span class="cup-words">
                <span>{scene.has_left()}</span>
                " "
                <strong>{left}</strong>
                " "
                <span>{t!(words, "left-until", day = until)}</span>
                " "
                <span class="cup-go">{t!(words, "home-cup-open")}</span>
            </span>
        </a>
    }
    .into_any()
}

/// What asks for an answer is read in the week; here it says that it does.
fn asks_notice(scene: &Scene<'_>) -> Option<AnyView> {
    let words = scene.words;
    let refused = scene.household.refused.last().map(|refused| {
        let said = refusal_text(words, &refused.refusal, scene.view, scene.household);
        (t!(words, "week-refused", items = names(scene, &refused.lines)), under_title(words, &said.what_happened))
    });
    let unread = |line: &OrderLine| line.decline.as_ref().filter(|decline| !decline.seen).map(|decline| decline.reason);
    let declined = || {
        scene.household.lines().find_map(|(_, line)| {
            let title = t!(words, "week-declined", item = scene.item_name(line.item));
            Some((title, declined::because(words, unread(line)?)))
        })
    };
    let proposed = || {
        let waits = |proposal: &&Order| proposal.waits(&scene.view.catalogue, scene.now());
        let proposal = scene.household.proposals.iter().find(waits)?;
        Some((proposes(scene, proposal), names(scene, &proposal.choices())))
    };
    let (title, why) = refused.or_else(declined).or_else(proposed)?;
    let (week, look) = (scene.link("week"), t!(words, "home-asks"));
    let notice = view! {
        <Notice tone=Tone::Amber picture="hand">
            <p>
                <b>{title}</b>
            </p>
            <p>{why}</p>
            <a class="button" href=week>
                {look}
            </a>
        </Notice>
    };
    Some(notice.into_any())
}

fn tile(scene: &Scene<'_>, page: &str, voice: &str, picture: &'static str, name: String) -> AnyView {
    view! {
        <a class=format!("tile voice-{voice}") href=scene.link(page)>
            <Pictogram name=picture />
            {name}
        </a>
    }
    .into_any()
}

fn day(scene: &Scene<'_>, id: &'static str, name: String, day: Day) -> AnyView {
    let words = scene.words;
    let coming = scene.household.coming_on(day);
    let more = coming.len().saturating_sub(SHOWN_A_DAY);
    let more = (more > 0).then(|| {
        let more = i64::try_from(more).unwrap_or(i64::MAX);
        view! { <p>{t!(words, "home-more", count = more)}</p> }
    });
    let visits: Vec<AnyView> = coming.iter().take(SHOWN_A_DAY).map(|(_, line)| visit(scene, line)).collect();
    let content =
        if visits.is_empty() { view! { <p>{t!(words, "home-nothing")}</p> }.into_any() } else { visits.into_any() };
    view! {
        <section class="panel" aria-labelledby=id>
            <h2 id=id>{name}</h2>
            {content}
            {more}
        </section>
    }
    .into_any()
}

fn visit(scene: &Scene<'_>, line: &OrderLine) -> AnyView {
    let words = scene.words;
    let item = scene.item(line.item);
    let who = item.and_then(|item| item.offer(line.offer)).map(|offer| scene.text(&offer.performer).to_owned());
    view! {
        <div class="visit">
            {item_picture(item, "calendar-dots", PictureOf::Line)}
            <p>
                <span class="visit-when">{t!(words, "visit-at", time = time_spoken(words, line.moment.time))}</span>
                <br />
                {item_and_count(words, &scene.view.catalogue, line)}
                {who.map(|who| view! { <br /> {who} })}
            </p>
        </div>
    }
    .into_any()
}
