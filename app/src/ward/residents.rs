//! Everyone who lives on the ward, by room: what is left, and what is open.

use super::entry::room_order;
use super::lane::room;
use super::top::{Back, DemoNote, Top};
use crate::replica::use_replica;
use crate::t;
use crate::ui::line_words::capital;
use crate::ui::{Cup, CupSize, Glyph};
use crate::words::{Words, amount, use_words};
use domain::household::Household;
use domain::sorting::sort_by_key;
use domain::sync::Snapshot;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn Residents() -> impl IntoView {
    let replica = use_replica();
    let words = use_words();
    move || {
        let view = replica.view();
        let title = title(words, &view);
        let mut households: Vec<&Household> = view.households.iter().collect();
        sort_by_key(&mut households, |household| room_order(&household.resident.room));
        let is_empty = households.is_empty();
        let rows = households.into_iter().map(|household| row(words, household)).collect_view();
        view! {
            <Title text=title.clone() />
            <Top title=title back=Back { href: "/ward".to_owned(), word: t!(words, "ward-back") } />
            <main id="content" class="ward-residents">
                {is_empty.then(|| view! { <p class="panel">{t!(words, "ward-residents-empty")}</p> })}
                <ul class="resident-list">{rows}</ul>
                <div class="acts">
                    <a class="button" href="/ward/tablets">
                        {t!(words, "ward-tablets")}
                    </a>
                    <a class="button" href="/emergency">
                        {t!(words, "ward-emergency")}
                    </a>
                </div>
            </main>
            <DemoNote />
        }
    }
}

fn title(words: Words, view: &Snapshot) -> String {
    let ward = view.place.ward.as_ref().map_or(view.place.location_name.as_str(), |(_, name)| name.as_str());
    t!(words, "ward-residents-title", ward = ward)
}

fn row(words: Words, household: &Household) -> AnyView {
    let left = household.cup_left();
    let open = household.lines().filter(|(_, line)| line.state.is_open()).count();
    let open = i64::try_from(open).unwrap_or(i64::MAX);
    let asks =
        household.help.iter().any(|help| help.answered.is_none()) || household.refused_to_help().next().is_some();
    let away = household.resident.away;
    view! {
        <li>
            <a class="resident-row" href=format!("/ward/resident/{}", household.id)>
                {room(words, household.resident.room.clone())}
                <span class="resident-words">
                    <b>{capital(household.resident.name.get(words.language))}</b>
                    <span>{t!(words, "ward-open-orders", count = open)}</span>
                    {away
                        .then(|| {
                            view! {
                                <span class="job-note">
                                    <Glyph name="triangle-alert" />
                                    <span>{t!(words, "ward-away")}</span>
                                </span>
                            }
                        })}
                    {asks
                        .then(|| {
                            view! {
                                <span class="job-note">
                                    <Glyph name="message-circle" />
                                    <span>{t!(words, "ward-has-question")}</span>
                                </span>
                            }
                        })}
                </span>
                <span class="resident-cup">
                    <Cup left=left full=household.cup_full() size=CupSize::Small />
                    <span>{t!(words, "ward-left")} " " <b class="amount">{amount(words, left)}</b></span>
                </span>
            </a>
        </li>
    }
    .into_any()
}
