//! My week: first what asks for an answer, then what is coming, then what has been.

use super::to_shop;
use super::unsent::unsent_notice;
use super::week_asks::asks;
use super::week_line::{coming, past};
use crate::t;
use crate::ui::labels::Labels;
use crate::ui::{Page, Scene, stage};
use domain::order::{LineState, Order, OrderLine};
use domain::sorting::sort_by_key;
use leptos::prelude::*;

/// How many days back things that are done stay in sight.
const DAYS_BACK: i64 = 7;
const PAST_SHOWN: usize = 6;

#[component]
pub fn Week() -> impl IntoView {
    stage(WeekPage)
}

struct WeekPage;

impl Page for WeekPage {
    fn title(&self, scene: &Scene<'_>) -> String {
        title(scene)
    }

    fn main(&self, scene: &Scene<'_>) -> AnyView {
        let words = scene.words;
        let mut lines: Vec<(&Order, &OrderLine)> = scene.household.lines().collect();
        sort_by_key(&mut lines, |(_, line)| line.moment);
        let today = scene.today();
        let mut labels = Labels::new(words);
        let open: Vec<AnyView> = lines
            .iter()
            .filter(|(_, line)| line.state.is_open())
            .map(|(order, line)| coming(scene, order, line, &mut labels))
            .collect();
        let done: Vec<AnyView> = lines
            .iter()
            .rev()
            .filter(|(_, line)| is_past(line) && line.moment.day.days_until(today) <= DAYS_BACK)
            .take(PAST_SHOWN)
            .map(|(order, line)| past(scene, order, line))
            .collect();
        let asks = asks(scene, "week");
        let is_empty = open.is_empty() && asks.is_empty();
        let nothing = is_empty.then(|| {
            view! {
                <p class="panel">{t!(words, "week-empty")}</p>
                {to_shop(scene)}
            }
        });
        let done = (!done.is_empty()).then(|| {
            view! {
                <h2>{t!(words, "week-past")}</h2>
                <ul class="week">{done}</ul>
            }
        });
        view! {
            <main id="content" class="stack">
                <h1 tabindex="-1">{title(scene)}</h1>
                {unsent_notice(scene)}
                {nothing}
                <ul class="week">{asks} {open}</ul>
                {done}
            </main>
        }
        .into_any()
    }
}

fn title(scene: &Scene<'_>) -> String {
    t!(scene.words, "week-title", you = scene.you(), name = scene.name())
}

/// Done, one way or another, and nothing to answer.
fn is_past(line: &OrderLine) -> bool {
    match line.state {
        LineState::Requested | LineState::Accepted => false,
        LineState::Declined => line.decline.as_ref().is_none_or(|decline| decline.seen),
        LineState::Delivered | LineState::PartlyDelivered | LineState::NoShow | LineState::Cancelled => true,
    }
}
