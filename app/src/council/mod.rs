//! What the client council reads: how prices change and from when. The catalogue with the build-up of each price is the
//! office's own page, under an address of the council. Made on the server only.

use crate::office::Frame;
use crate::office::catalogue::{Place, item_address, with_year};
use crate::office::frame::{Room, document};
use crate::office::head::{Named, head};
use crate::t;
use crate::words::{Words, amount};
use domain::amount::Amount;
use domain::calendar::Day;
use domain::ids::LocationId;
use leptos::prelude::*;

/// How prices change.
pub const PATH: &str = "/council";
pub const CATALOGUE: &str = "/council/catalogue";

/// What one item costs from a day on, and what it cost before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub code: String,
    pub item: String,
    pub from: Day,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Sold from that day on.
    New {
        price: Amount,
    },
    Price {
        before: Amount,
        after: Amount,
    },
    /// Not sold any more from that day on.
    Gone {
        price: Amount,
    },
}

#[derive(Clone, Debug)]
pub struct ChangesPage {
    pub frame: Frame,
    pub places: Vec<Place>,
    pub location: LocationId,
    /// What comes, the first day first.
    pub coming: Vec<Change>,
    /// What was, the last day first.
    pub past: Vec<Change>,
}

#[must_use]
pub fn changes(page: ChangesPage) -> impl IntoView {
    let ChangesPage { frame, places, location, coming, past } = page;
    let place = places.iter().find(|place| place.id == location).map_or_else(String::new, |place| place.name.clone());
    let title = t!(frame.words(), "council-changes-of", place = place);
    let note = t!(frame.words(), "office-amounts-note", note = &frame.price_note);
    document(frame, Room::Changes, title.clone(), move |words| {
        let ways: Vec<_> = places
            .iter()
            .map(|place| {
                view! {
                    <a
                        class="button"
                        href=format!("{PATH}?location={}", place.id)
                        aria-current=(place.id == location).then_some("page")
                    >
                        {place.name.clone()}
                    </a>
                }
            })
            .collect();
        let several = ways.len() > 1;
        view! {
            <div class="head">
                <div>
                    <h1 tabindex="-1">{title}</h1>
                    <p>{t!(words, "council-lead")}</p>
                    <p>{note}</p>
                </div>
            </div>
            {several
                .then(|| view! { <nav class="log-ways" aria-label=t!(words, "office-location")>{ways}</nav> })}
            <section class="block">
                <h2>{t!(words, "council-coming")}</h2>
                {table(words, location, coming, t!(words, "council-coming"))}
            </section>
            <section class="block">
                <h2>{t!(words, "council-past")}</h2>
                {table(words, location, past, t!(words, "council-past"))}
            </section>
        }
    })
}

fn table(words: Words, location: LocationId, changes: Vec<Change>, label: String) -> AnyView {
    if changes.is_empty() {
        return view! { <p class="panel">{t!(words, "council-nothing")}</p> }.into_any();
    }
    let rows: Vec<_> = changes.into_iter().map(|change| row(words, location, change)).collect();
    let columns = vec![
        Named::Text(t!(words, "council-from")),
        Named::Text(t!(words, "office-item")),
        Named::Text(t!(words, "council-what")),
        Named::Number(t!(words, "council-before")),
        Named::Number(t!(words, "council-after")),
        Named::Number(t!(words, "council-difference")),
    ];
    view! {
        <div class="grid" tabindex="0" role="region" aria-label=label>
            <table>{head(columns)} <tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}

fn row(words: Words, location: LocationId, change: Change) -> AnyView {
    let none = || "–".to_owned();
    let (what, before, after, difference) = match change.what {
        What::New { price } => (t!(words, "council-new"), none(), amount(words, price), none()),
        What::Gone { price } => (t!(words, "council-gone"), amount(words, price), none(), none()),
        What::Price { before, after } => {
            let difference = after.minus(before).ok();
            let more = difference.is_some_and(Amount::is_positive);
            let what = if more { t!(words, "council-dearer") } else { t!(words, "council-cheaper") };
            let difference = difference.map(|difference| amount(words, difference)).unwrap_or_default();
            let difference = if more { format!("+{difference}") } else { difference };
            (what, amount(words, before), amount(words, after), difference)
        }
    };
    let address = item_address(CATALOGUE, &change.code, location);
    view! {
        <tr>
            <td class="keep">{with_year(words, change.from)}</td>
            <th scope="row">
                <a href=address>{change.item}</a>
            </th>
            <td>{what}</td>
            <td class="num">{before}</td>
            <td class="num">{after}</td>
            <td class="num">{difference}</td>
        </tr>
    }
    .into_any()
}
