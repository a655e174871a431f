//! The residents of a supporter.

use super::{PATH, resident_path};
use crate::office::Frame;
use crate::office::frame::{Room, document};
use crate::office::head::{Named, head};
use crate::t;
use crate::words::{Words, day_short};
use domain::calendar::Day;
use domain::ids::HouseholdId;
use leptos::prelude::*;

/// A resident on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub household: HouseholdId,
    pub name: String,
    pub room: String,
    pub ward: String,
    pub location: String,
    /// How many notes she keeps.
    pub notes: u32,
    pub left_on: Option<Day>,
    pub away: bool,
}

#[derive(Clone, Debug)]
pub struct ListPage {
    pub frame: Frame,
    pub rows: Vec<Row>,
    /// What was looked for, by name or room.
    pub search: String,
}

#[must_use]
pub fn list(page: ListPage) -> impl IntoView {
    let ListPage { frame, rows, search } = page;
    let title = t!(frame.words(), "supporter-title");
    document(frame, Room::Supported, title.clone(), move |words| {
        let is_empty = rows.is_empty();
        let several = rows.windows(2).any(|pair| matches!(pair, [one, other] if one.location != other.location));
        let mut columns = vec![
            Named::Text(t!(words, "office-room")),
            Named::Text(t!(words, "office-resident")),
            Named::Text(t!(words, "office-ward")),
        ];
        if several {
            columns.push(Named::Text(t!(words, "office-location")));
        }
        columns.push(Named::Text(t!(words, "supporter-notes-column")));
        let rows: Vec<_> = rows.into_iter().map(|one| row(words, one, several)).collect();
        view! {
            <div class="head">
                <div>
                    <h1 tabindex="-1">{title}</h1>
                    <p>{t!(words, "supporter-lead")}</p>
                </div>
            </div>
            <form class="filters" method="get" action=PATH role="search">
                <label>
                    {t!(words, "supporter-search")}
                    <input type="search" name="q" value=search autocomplete="off" />
                </label>
                <button class="button" type="submit">
                    {t!(words, "supporter-find")}
                </button>
                <a class="button" href=PATH>
                    {t!(words, "office-show-all")}
                </a>
            </form>
            {if is_empty {
                view! { <p class="panel">{t!(words, "office-nobody")}</p> }.into_any()
            } else {
                view! {
                    <div class="grid" tabindex="0" role="region" aria-label=t!(words, "supporter-title")>
                        <table>{head(columns)} <tbody>{rows}</tbody></table>
                    </div>
                }
                    .into_any()
            }}
        }
    })
}

fn row(words: Words, row: Row, with_location: bool) -> AnyView {
    let says = match (row.left_on, row.away) {
        (Some(day), _) => Some(t!(words, "supporter-left", day = day_short(words, day))),
        (None, true) => Some(t!(words, "office-tag-away")),
        (None, false) => None,
    };
    let notes = if row.notes == 0 { "–".to_owned() } else { t!(words, "supporter-notes", count = row.notes) };
    view! {
        <tr>
            <td class="keep">{row.room}</td>
            <th scope="row">
                <a href=resident_path(row.household)>{row.name}</a>
                {says.map(|says| view! { " " <span class="tag">{says}</span> })}
            </th>
            <td>{row.ward}</td>
            {with_location.then(|| view! { <td>{row.location}</td> })}
            <td>{notes}</td>
        </tr>
    }
    .into_any()
}
