//! The bar on every page of the ward: what this is, whether everything was sent, the way to the other pages, and who
//! holds the tablet.

use crate::offline::DeviceLine;
use crate::replica::{LEAVE, use_replica};
use crate::t;
use crate::ui::line_words::capital;
use crate::ui::scene::demo_note;
use crate::ui::{Glyph, Scene};
use crate::words::{clock, day_long, use_words};
use leptos::prelude::*;

/// Where a page's way back leads.
#[derive(Clone, Debug)]
pub struct Back {
    pub href: String,
    pub word: String,
}

#[component]
pub fn Top(
    #[prop(into)] title: String,
    /// Under the title; the date and the time where nothing else is said.
    #[prop(optional, into)]
    subtitle: Option<String>,
    #[prop(optional, into)] back: Option<Back>,
    /// The address of the list to print.
    #[prop(optional, into)]
    print: Option<String>,
) -> impl IntoView {
    let replica = use_replica();
    let words = use_words();
    let time = move || {
        let now = replica.view().now.local;
        t!(words, "ward-now", day = capital(&day_long(words, now.day)), time = clock(words, now.time))
    };
    let sign_out = move |event: leptos::ev::SubmitEvent| {
        if replica.sign_out() {
            event.prevent_default();
        }
    };
    let person = move || replica.view().viewer.actor.name.clone();
    view! {
        <header class="topbar">
            {back
                .map(|back| {
                    view! {
                        <a class="button" href=back.href>
                            <Glyph name="arrow-left" />
                            {back.word}
                        </a>
                    }
                })}
            <div class="topbar-title">
                <h1 tabindex="-1">{title}</h1>
                <p>
                    {match subtitle {
                        Some(subtitle) => subtitle.into_any(),
                        None => time.into_any(),
                    }}
                </p>
            </div>
            <DeviceLine />
            <nav class="topbar-nav" aria-label=t!(words, "ward-pages")>
                {to_sort_out} {to_what_waits}
                <a class="button" href="/ward/residents">
                    <Glyph name="users" />
                    {t!(words, "ward-residents")}
                </a>
                {print
                    .map(|print| {
                        view! {
                            <a class="button" href=print>
                                <Glyph name="printer" />
                                {t!(words, "ward-print-list")}
                            </a>
                        }
                    })}
                <form method="post" action=LEAVE on:submit=sign_out>
                    <button class="button who" type="submit">
                        {move || {
                            let person = person();
                            view! {
                                <span class="face voice-lilac" aria-hidden="true" data-initials=initials(&person)></span>
                                <span>{t!(words, "ward-switch", name = person)}</span>
                            }
                        }}
                    </button>
                </form>
            </nav>
        </header>
    }
    .into_any()
}

/// The way to what still has to be sorted out, while there is something.
fn to_sort_out() -> Option<AnyView> {
    let view = use_replica().view();
    let count = view.unsettled().count() + view.devices.len();
    (count > 0).then(|| {
        let says = t!(use_words(), "ward-sort-go", count = i64::try_from(count).unwrap_or(i64::MAX));
        view! {
            <a class="button" href="/ward/sort-out">
                <Glyph name="triangle-alert" />
                {says}
            </a>
        }
        .into_any()
    })
}

/// The way to what waits on this tablet, and to what it has to say.
fn to_what_waits() -> Option<AnyView> {
    let replica = use_replica();
    let says = t!(use_words(), "kept-look");
    replica.has_more_to_say().then(|| view! { <a class="button" href="/ward/waiting">{says}</a> }.into_any())
}

/// "FA" for Fatma.
pub fn initials(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphabetic()).take(2).flat_map(char::to_uppercase).collect()
}

/// Says on every page that a demo is a demo.
#[component]
pub fn DemoNote() -> impl IntoView {
    let replica = use_replica();
    let words = use_words();
    move || {
        let view = replica.view();
        let household = view.households.first()?;
        Some(demo_note(&Scene { view: &view, household, words }))
    }
}
