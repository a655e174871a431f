//! For whom: family of several residents choose here. With one resident the server leads on at once.

use crate::offline::DeviceLine;
use crate::replica::{Subject, use_replica};
use crate::t;
use crate::ui::line_words::capital;
use crate::ui::scene::demo_note;
use crate::ui::{Cup, CupSize, FlashBar, Scene};
use crate::words::{Words, amount, use_words};
use domain::household::Household;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn Residents() -> impl IntoView {
    let replica = use_replica();
    let words = use_words();
    let main = move || {
        let view = replica.view();
        let rows = view.households.iter().map(|household| row(words, household)).collect_view();
        let is_empty = view.households.is_empty();
        view! {
            <header class="for">
                <p>{t!(words, "family-hello", name = view.viewer.actor.name.clone())}</p>
                <h1 tabindex="-1">{t!(words, "family-residents")}</h1>
            </header>
            <main id="content" class="stack family-home">
                {is_empty.then(|| view! { <p class="panel">{t!(words, "family-residents-none")}</p> })}
                <ul class="stack">{rows}</ul>
                <DeviceLine />
                {super::leave(words)}
            </main>
            {view.households.first().map(|household| demo_note(&Scene { view: &view, household, words }))}
        }
    };
    view! {
        <Title text=t!(words, "family-residents") />
        <FlashBar />
        {main}
    }
}

fn row(words: Words, household: &Household) -> AnyView {
    let resident = &household.resident;
    let left = household.cup_left();
    let place = t!(words, "family-place", room = resident.room.as_str(), ward = resident.ward_name.as_str());
    view! {
        <li>
            <a class="cup-row" href=Subject(household.id).link("")>
                <Cup left=left full=household.cup_full() size=CupSize::Middle />
                <span>
                    <b>{capital(resident.name.get(words.language))}</b>
                    " "
                    <span>{place}</span>
                    " "
                    {(!household.refused.is_empty())
                        .then(|| {
                            view! {
                                <b>{t!(words, "family-asks")}</b>
                                " "
                            }
                        })}
                    <span>{t!(words, "family-has-left")} " " <b class="amount">{amount(words, left)}</b></span>
                </span>
            </a>
        </li>
    }
    .into_any()
}
