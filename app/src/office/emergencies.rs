//! Cards that were opened in an emergency: the office looks at each, says what it thinks of it, and that stays.

use super::frame::{Frame, Room, document};
use crate::log::{Who, who};
use crate::t;
use crate::words::{Words, clock, day_long};
use domain::calendar::Moment;
use leptos::prelude::*;
use uuid::Uuid;

pub const PATH: &str = "/office/emergencies";
/// So many letters a remark has at least.
pub const REMARK_LETTERS: usize = 3;
pub const REMARK_MOST: usize = 500;

#[derive(Clone, Debug)]
pub struct EmergenciesPage {
    pub frame: Frame,
    /// Those that wait first, newest first.
    pub rows: Vec<Opened>,
    /// The remark that was too short, and what was typed.
    pub wrong: Option<(Uuid, String)>,
}

#[derive(Clone, Debug)]
pub struct Opened {
    pub id: Uuid,
    pub at: Moment,
    pub who: Who,
    pub resident: String,
    pub reason: String,
    pub review: Option<Review>,
    /// The viewer opened it: someone else must look at it.
    pub is_own: bool,
}

#[derive(Clone, Debug)]
pub struct Review {
    pub at: Moment,
    pub by: Who,
    pub remark: String,
}

#[must_use]
pub fn emergencies(page: EmergenciesPage) -> impl IntoView {
    let EmergenciesPage { frame, rows, wrong } = page;
    let title = t!(frame.words(), "emergencies-title");
    document(frame, Room::Log, title.clone(), move |words| {
        let is_empty = rows.is_empty();
        let rows = rows.into_iter().map(|row| {
            let typed = wrong.as_ref().filter(|(id, _)| *id == row.id).map(|(_, typed)| typed.clone());
            opened(words, row, typed)
        });
        view! {
            <div class="head">
                <div>
                    <h1 tabindex="-1">{title}</h1>
                    <p>{t!(words, "emergencies-lead")}</p>
                </div>
                <a class="button" href=super::audit::PATH>
                    {t!(words, "emergencies-to-log")}
                </a>
                <a class="button" href=crate::log::EMERGENCY>
                    {t!(words, "log-emergency-go")}
                </a>
            </div>
            {is_empty.then(|| view! { <p class="panel">{t!(words, "emergencies-none")}</p> })}
            {rows.collect_view()}
        }
    })
}

fn opened(words: Words, row: Opened, typed: Option<String>) -> AnyView {
    let when = t!(words, "log-card-when", day = day_long(words, row.at.day), time = clock(words, row.at.time));
    let below = match row.review {
        Some(review) => {
            let when = day_long(words, review.at.day);
            let by = who(words, &review.by);
            view! {
                <p>{t!(words, "emergencies-reviewed", who = by, day = when)} " " <q>{review.remark}</q></p>
            }
            .into_any()
        }
        None if row.is_own => view! { <p>{t!(words, "emergencies-own")}</p> }.into_any(),
        None => form(words, row.id, &row.resident, typed),
    };
    view! {
        <section class="panel">
            <h2>{t!(words, "emergencies-of", name = &row.resident)}</h2>
            <p>{t!(words, "emergencies-by", who = who(words, &row.who), when = when)}</p>
            <p>{t!(words, "log-emergency-why")} " " <q>{row.reason}</q></p>
            {below}
        </section>
    }
    .into_any()
}

fn form(words: Words, id: Uuid, resident: &str, typed: Option<String>) -> AnyView {
    let is_wrong = typed.is_some();
    let (field, wrong) = (format!("remark-{id}"), format!("wrong-{id}"));
    view! {
        <form class="log-form" method="post" action=format!("{PATH}/{id}")>
            <label for=field.clone()>{t!(words, "emergencies-remark", name = resident)}</label>
            {is_wrong.then(|| view! { <p class="field-error" id=wrong.clone()><b>{t!(words, "emergencies-short")}</b></p> })}
            <textarea
                id=field
                name="remark"
                rows="2"
                required
                maxlength=REMARK_MOST
                aria-invalid=is_wrong.then_some("true")
                aria-describedby=is_wrong.then_some(wrong)
            >
                {typed.unwrap_or_default()}
            </textarea>
            <button class="button button-primary" type="submit" aria-label=t!(words, "emergencies-close-of", name = resident)>
                {t!(words, "emergencies-close")}
            </button>
        </form>
    }
    .into_any()
}
