//! What was ordered of one provider, for whoever comes: a first name and a room, what, when, and how it stands. Made on the
//! server only.

use crate::office::Frame;
use crate::office::frame::{Room, document};
use crate::office::head::{Named, head};
use crate::office::orders::state_name;
use crate::t;
use crate::ui::line_words::{capital, counted};
use crate::words::{Words, clock, day_long, day_relative};
use domain::calendar::{Day, Moment};
use domain::order::LineState;
use leptos::prelude::*;

pub const PATH: &str = "/provider";

/// One order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub moment: Moment,
    pub first_name: String,
    pub room: String,
    pub place: String,
    pub item: String,
    pub quantity: u32,
    pub state: LineState,
}

#[derive(Clone, Debug)]
pub struct ProviderPage {
    pub frame: Frame,
    /// As the home calls the provider.
    pub name: String,
    /// In the order of their moments, from today on.
    pub coming: Vec<Row>,
    /// The newest first.
    pub past: Vec<Row>,
}

#[must_use]
pub fn provider(page: ProviderPage) -> impl IntoView {
    let ProviderPage { frame, name, coming, past } = page;
    let title = t!(frame.words(), "provider-title");
    let today = frame.now.local.day;
    document(frame, Room::Provided, title.clone(), move |words| {
        let is_empty = coming.is_empty();
        let days: Vec<_> = by_day(coming)
            .into_iter()
            .map(|(day, rows)| {
                let says = capital(&day_relative(words, day, today));
                let date = day_long(words, day);
                let says = if says.to_lowercase().ends_with(&date) { says } else { format!("{says}, {date}") };
                view! {
                    <section class="block">
                        <h2>{says.clone()}</h2>
                        {table(words, rows, says, false)}
                    </section>
                }
            })
            .collect();
        view! {
            <div class="head">
                <div>
                    <h1 tabindex="-1">{title}</h1>
                    <p>{t!(words, "provider-lead", name = &name)}</p>
                </div>
            </div>
            {is_empty.then(|| view! { <p class="panel">{t!(words, "provider-nothing")}</p> })}
            {days}
            {(!past.is_empty())
                .then(|| {
                    view! {
                        <section class="block">
                            <h2>{t!(words, "provider-past")}</h2>
                            {table(words, past, t!(words, "provider-past"), true)}
                        </section>
                    }
                })}
        }
    })
}

fn by_day(rows: Vec<Row>) -> Vec<(Day, Vec<Row>)> {
    let mut days: Vec<(Day, Vec<Row>)> = Vec::new();
    for row in rows {
        match days.last_mut() {
            Some((day, rows)) if *day == row.moment.day => rows.push(row),
            _ => days.push((row.moment.day, vec![row])),
        }
    }
    days
}

fn table(words: Words, rows: Vec<Row>, label: String, with_day: bool) -> AnyView {
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let time = clock(words, row.moment.time);
            let when = if with_day { crate::office::orders::moment(words, row.moment) } else { time };
            view! {
                <tr>
                    <td class="keep">{when}</td>
                    <th scope="row">
                        <b>{t!(words, "provider-who", name = row.first_name, room = row.room)}</b>
                        <small>{row.place}</small>
                    </th>
                    <td>
                        <b>{counted(row.item, row.quantity)}</b>
                        <small>{state_name(words, row.state)}</small>
                    </td>
                </tr>
            }
        })
        .collect();
    let columns = vec![
        Named::Text(t!(words, "office-when")),
        Named::Text(t!(words, "provider-for-whom")),
        Named::Text(t!(words, "office-what")),
    ];
    view! {
        <div class="grid" tabindex="0" role="region" aria-label=label>
            <table class="provided">{head(columns)} <tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}
