//! The log for the security officer: of the whole home, day by day, and as a file that can be checked elsewhere. Whose things
//! it was about is a number here: who orders what is not the officer's business. Made on the server only.

use crate::log::{Line, says, who};
use crate::office::Frame;
use crate::office::audit::{Days, Kind, Wanted};
use crate::office::frame::{Room, document};
use crate::office::head::{Named, head};
use crate::t;
use crate::ui::Glyph;
use crate::words::{Words, clock, day_long, day_short};
use domain::calendar::Day;
use leptos::prelude::*;

pub const PATH: &str = "/security";
pub const CSV: &str = "/security/log.csv";
pub const JSON: &str = "/security/log.json";

#[derive(Clone, Debug)]
pub struct Row {
    pub line: Line,
    pub residents: i64,
    /// The address that was refused, the page that was seen: a code.
    pub detail: String,
    pub sequence: i64,
}

#[derive(Clone, Debug)]
pub struct LogPage {
    pub frame: Frame,
    pub wanted: Wanted,
    pub from: Day,
    pub until: Day,
    /// Newest first.
    pub rows: Vec<Row>,
    pub is_cut: bool,
    /// How many entries the whole log has, and the hash of the last.
    pub entries: i64,
    pub end: String,
}

#[must_use]
pub fn log(page: LogPage) -> impl IntoView {
    let LogPage { frame, wanted, from, until, rows, is_cut, entries, end } = page;
    let title = t!(frame.words(), "security-title");
    document(frame, Room::Log, title.clone(), move |words| {
        let days = if from == until {
            day_long(words, until)
        } else {
            t!(words, "audit-from-to", from = day_short(words, from), until = day_short(words, until))
        };
        view! {
            <div class="head">
                <div>
                    <h1 tabindex="-1">{title}</h1>
                    <p>{days}</p>
                </div>
            </div>
            <section class="block">
                <h2>{t!(words, "security-files")}</h2>
                <p class="block-note">{t!(words, "security-files-lead")}</p>
                <p>{t!(words, "security-end", count = entries.to_string())} <br /> <code>{end}</code></p>
                <p class="acts">
                    <a class="button" href=JSON download="">
                        <Glyph name="download" />
                        {t!(words, "security-json")}
                    </a>
                    <a class="button" href=CSV download="">
                        <Glyph name="download" />
                        {t!(words, "security-csv")}
                    </a>
                </p>
            </section>
            {filters(words, &wanted, until)}
            {is_cut.then(|| view! { <p>{t!(words, "audit-cut")}</p> })}
            {table(words, rows)}
        }
    })
}

fn filters(words: Words, wanted: &Wanted, until: Day) -> impl IntoView + use<> {
    let days: Vec<_> = Days::ALL
        .into_iter()
        .map(|days| {
            view! {
                <option value=days.count().to_string() selected=days == wanted.days>
                    {days.name(words)}
                </option>
            }
        })
        .collect();
    // What was done stands in a log of its own, which is about orders.
    let kinds: Vec<_> = Kind::ALL
        .into_iter()
        .filter(|kind| *kind != Kind::Done)
        .map(|kind| {
            view! {
                <option value=kind.code() selected=kind == wanted.kind>
                    {kind.name(words)}
                </option>
            }
        })
        .collect();
    view! {
        <form class="filters" method="get" action=PATH role="search">
            <label>{t!(words, "audit-day")} <input type="date" name="day" value=until.to_string() /></label>
            <label>{t!(words, "audit-days")} <select name="days">{days}</select></label>
            <label>{t!(words, "audit-kind")} <select name="kind">{kinds}</select></label>
            <button class="button" type="submit">
                <Glyph name="funnel" />
                {t!(words, "office-filter")}
            </button>
        </form>
    }
}

fn table(words: Words, rows: Vec<Row>) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="panel">{t!(words, "audit-nothing")}</p> }.into_any();
    }
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let at = row.line.at;
            let outcome = if row.line.refused { t!(words, "audit-no") } else { t!(words, "audit-yes") };
            let residents = if row.residents == 0 { String::new() } else { row.residents.to_string() };
            view! {
                <tr>
                    <td class="num">{row.sequence.to_string()}</td>
                    <td class="keep">{format!("{} {}", day_short(words, at.day), clock(words, at.time))}</td>
                    <td>{who(words, &row.line.who)}</td>
                    <td>{says(words, &row.line)}</td>
                    <td>{row.detail}</td>
                    <td class="num">{residents}</td>
                    <td>{outcome}</td>
                </tr>
            }
        })
        .collect();
    let columns = vec![
        Named::Number(t!(words, "audit-number")),
        Named::Text(t!(words, "audit-when")),
        Named::Text(t!(words, "audit-who")),
        Named::Text(t!(words, "audit-what")),
        Named::Text(t!(words, "security-where")),
        Named::Number(t!(words, "security-residents")),
        Named::Text(t!(words, "audit-outcome")),
    ];
    view! {
        <div class="grid audit" tabindex="0" role="region" aria-label=t!(words, "audit-table")>
            <table>{head(columns)} <tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}
