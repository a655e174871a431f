//! The log for the security officer: by day, by resident, by person, by kind.

use super::frame::{Frame, Room, document};
use super::head::{Named, head};
use crate::log::{Line, says, who};
use crate::t;
use crate::ui::Glyph;
use crate::words::{Words, clock, day_long, day_short};
use domain::calendar::Day;
use domain::ids::{HouseholdId, PersonId};
use leptos::prelude::*;

pub const PATH: &str = "/office/audit";
pub const EXPORT: &str = "/office/audit.csv";

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub search: String,
    pub resident: Option<HouseholdId>,
    pub person: Option<PersonId>,
    /// The last day; today when nothing is said.
    pub day: Option<Day>,
    /// How many days, up to that one.
    pub days: Days,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Days {
    #[default]
    One,
    Week,
    Month,
}

impl Days {
    pub(crate) const ALL: [Self; 3] = [Self::One, Self::Week, Self::Month];

    #[must_use]
    pub const fn count(self) -> i64 {
        match self {
            Self::One => 1,
            Self::Week => 7,
            Self::Month => 31,
        }
    }

    pub(crate) fn name(self, words: Words) -> String {
        match self {
            Self::One => t!(words, "audit-one-day"),
            Self::Week => t!(words, "audit-a-week"),
            Self::Month => t!(words, "audit-a-month"),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    All,
    Looked,
    Done,
    CameIn,
    Left,
    Refused,
    Emergency,
}

impl Kind {
    pub(crate) const ALL: [Self; 7] =
        [Self::All, Self::Looked, Self::Done, Self::CameIn, Self::Left, Self::Refused, Self::Emergency];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Looked => "looked",
            Self::Done => "done",
            Self::CameIn => "came-in",
            Self::Left => "left",
            Self::Refused => "refused",
            Self::Emergency => "emergency",
        }
    }

    pub(crate) fn name(self, words: Words) -> String {
        match self {
            Self::All => t!(words, "audit-all"),
            Self::Looked => t!(words, "audit-looked"),
            Self::Done => t!(words, "audit-done"),
            Self::CameIn => t!(words, "audit-came-in"),
            Self::Left => t!(words, "audit-left"),
            Self::Refused => t!(words, "audit-refused"),
            Self::Emergency => t!(words, "audit-emergency"),
        }
    }

    /// Whether a line is of this kind.
    #[must_use]
    pub fn holds(self, line: &Line) -> bool {
        let what = line.what.as_str();
        match self {
            Self::All => true,
            Self::Looked => line.is_look,
            Self::Done => what == "did",
            Self::CameIn => matches!(
                what,
                "signed-in" | "signed-out" | "sign-in-refused" | "session-ended" | "device-enrolled" | "device-revoked"
            ),
            Self::Left => matches!(what, "exported" | "log-exported"),
            Self::Refused => line.refused,
            Self::Emergency => what.starts_with("emergency"),
        }
    }
}

impl Wanted {
    /// From the parts of a query: `q`, `resident`, `person`, `day`, `days`, `kind`.
    #[must_use]
    pub fn read<'a>(parts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut wanted = Self::default();
        for (name, value) in parts {
            match name {
                "q" => value.trim().clone_into(&mut wanted.search),
                "resident" => wanted.resident = value.parse().ok(),
                "person" => wanted.person = value.parse().ok(),
                "day" => wanted.day = value.parse().ok(),
                "days" => {
                    let days = Days::ALL.into_iter().find(|days| days.count().to_string() == value);
                    wanted.days = days.unwrap_or_default();
                }
                "kind" => {
                    wanted.kind = Kind::ALL.into_iter().find(|kind| kind.code() == value).unwrap_or_default();
                }
                _ => {}
            }
        }
        wanted
    }

    #[must_use]
    pub fn address(&self, path: &str) -> String {
        let mut address = format!("{path}?days={}&kind={}", self.days.count(), self.kind.code());
        for (name, value) in [
            ("resident", self.resident.map(|id| id.to_string())),
            ("person", self.person.map(|id| id.to_string())),
            ("day", self.day.map(|day| day.to_string())),
        ] {
            if let Some(value) = value {
                address.push_str(&format!("&{name}={value}"));
            }
        }
        address
    }
}

/// One line with whom it is about.
#[derive(Clone, Debug)]
pub struct Row {
    pub line: Line,
    pub about: About,
    pub authority: String,
    /// Its place in the chain; nothing for what was done, which has a chain of its own.
    pub sequence: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    Nobody,
    One(String),
    Many(i64),
}

/// Someone whose name fits what was searched.
#[derive(Clone, Debug)]
pub struct Match {
    pub name: String,
    /// Of a resident.
    pub room: String,
    pub resident: Option<HouseholdId>,
    pub person: Option<PersonId>,
}

#[derive(Clone, Debug)]
pub struct AuditPage {
    pub frame: Frame,
    pub wanted: Wanted,
    /// The first and last day that are shown.
    pub from: Day,
    pub until: Day,
    pub matches: Vec<Match>,
    /// The resident or person whose lines these are.
    pub chosen: Option<String>,
    /// Newest first.
    pub rows: Vec<Row>,
    /// There are more than the page shows.
    pub is_cut: bool,
}

#[must_use]
pub fn audit(page: AuditPage) -> impl IntoView {
    let AuditPage { frame, wanted, from, until, matches, chosen, rows, is_cut } = page;
    let title = t!(frame.words(), "audit-title");
    document(frame, Room::Log, title.clone(), move |words| {
        let days = if from == until {
            day_long(words, until)
        } else {
            t!(words, "audit-from-to", from = day_short(words, from), until = day_short(words, until))
        };
        let about = match chosen {
            Some(name) => t!(words, "audit-of", name = name, days = days),
            None => days,
        };
        let list = matches.iter().map(|one| found(words, &wanted, one)).collect_view();
        let has_matches = !matches.is_empty();
        let nobody = !wanted.search.is_empty() && !has_matches && wanted.resident.is_none() && wanted.person.is_none();
        let lacks_deeds = wanted.resident.is_none();
        view! {
            <div class="head">
                <div>
                    <h1 tabindex="-1">{title}</h1>
                    <p>{about}</p>
                </div>
                <a class="button" href=super::emergencies::PATH>
                    {t!(words, "emergencies-show")}
                </a>
                <a class="button" href=wanted.address(EXPORT) download="">
                    <Glyph name="download" />
                    {t!(words, "office-export")}
                </a>
            </div>
            {filters(words, &wanted, until)}
            {has_matches.then(|| view! { <ul class="audit-found">{list}</ul> })}
            {nobody.then(|| view! { <p class="panel">{t!(words, "office-nobody")}</p> })}
            {lacks_deeds.then(|| view! { <p>{t!(words, "audit-choose-resident")}</p> })}
            {is_cut.then(|| view! { <p>{t!(words, "audit-cut")}</p> })}
            {table(words, rows)}
        }
    })
}

fn found(words: Words, wanted: &Wanted, one: &Match) -> impl IntoView + use<> {
    let chosen = Wanted { search: String::new(), resident: one.resident, person: one.person, ..wanted.clone() };
    let about = match one.resident {
        Some(_) => t!(words, "audit-resident", room = &one.room),
        None => t!(words, "audit-person"),
    };
    view! {
        <li>
            <a class="button" href=chosen.address(PATH)>
                {t!(words, "audit-choose", name = &one.name, about = &about)}
            </a>
        </li>
    }
}

fn filters(words: Words, wanted: &Wanted, until: Day) -> impl IntoView + use<> {
    let days = Days::ALL.into_iter().map(|days| {
        view! {
            <option value=days.count().to_string() selected=days == wanted.days>
                {days.name(words)}
            </option>
        }
    });
    let kinds = Kind::ALL.into_iter().map(|kind| {
        view! {
            <option value=kind.code() selected=kind == wanted.kind>
                {kind.name(words)}
            </option>
        }
    });
    let hidden = |name: &'static str, value: Option<String>| {
        value.map(|value| view! { <input type="hidden" name=name value=value /> })
    };
    view! {
        <form class="filters" method="get" action=PATH role="search">
            <label>
                {t!(words, "audit-search")}
                <input type="search" name="q" value=wanted.search.clone() autocomplete="off" />
            </label>
            <label>
                {t!(words, "audit-day")} <input type="date" name="day" value=until.to_string() />
            </label>
            <label>
                {t!(words, "audit-days")} <select name="days">{days.collect_view()}</select>
            </label>
            <label>
                {t!(words, "audit-kind")} <select name="kind">{kinds.collect_view()}</select>
            </label>
            {hidden("resident", wanted.resident.map(|id| id.to_string()))}
            {hidden("person", wanted.person.map(|id| id.to_string()))}
            <button class="button" type="submit">
                <Glyph name="funnel" />
                {t!(words, "office-filter")}
            </button>
            <a class="button" href=PATH>
                {t!(words, "office-show-all")}
            </a>
        </form>
    }
}

fn table(words: Words, rows: Vec<Row>) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="panel">{t!(words, "audit-nothing")}</p> }.into_any();
    }
    let columns = export_headings(words).into_iter().map(Named::Text).collect();
    let rows = rows.iter().map(|row| {
        let cells = export_row(words, row).into_iter().map(|cell| view! { <td>{cell}</td> });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    view! {
        <div class="grid audit" tabindex="0" role="region" aria-label=t!(words, "audit-table")>
            <table>{head(columns)} <tbody>{rows.collect_view()}</tbody></table>
        </div>
    }
    .into_any()
}

/// The names of the columns, on the page and in the file.
#[must_use]
pub fn export_headings(words: Words) -> Vec<String> {
    vec![
        t!(words, "audit-when"),
        t!(words, "audit-who"),
        t!(words, "audit-what"),
        t!(words, "audit-about"),
        t!(words, "audit-authority"),
        t!(words, "audit-outcome"),
        t!(words, "audit-number"),
    ]
}

/// One row of the table and of the file.
#[must_use]
pub fn export_row(words: Words, row: &Row) -> Vec<String> {
    let about = match &row.about {
        About::Nobody => String::new(),
        About::One(name) => name.clone(),
        About::Many(count) => t!(words, "audit-residents", count = *count),
    };
    let outcome = if row.line.refused { t!(words, "audit-no") } else { t!(words, "audit-yes") };
    let when = format!("{} {}", row.line.at.day, clock(words, row.line.at.time));
    let number = row.sequence.map_or_else(String::new, |number| number.to_string());
    vec![when, who(words, &row.line.who), says(words, &row.line), about, row.authority.clone(), outcome, number]
}

/// The beginning of the name of the file.
#[must_use]
pub fn export_name(words: Words) -> String {
    t!(words, "audit-file")
}
