//! "Wie keek naar mijn gegevens?": one week of the log of one resident, by day. What one person did again and again on a
//! day is one line.

use super::frame::{Frame, Ways, document};
use super::{Line, says, who};
use crate::t;
use crate::ui::Pictogram;
use crate::ui::line_words::capital;
use crate::words::{Words, day_long, day_short, time_spoken};
use domain::access::Scope;
use domain::calendar::{Day, TimeOfDay};
use domain::ids::HouseholdId;
use leptos::prelude::*;

/// The last word of the address.
pub const PAGE: &str = "who-looked";

#[derive(Clone, Debug)]
pub struct WhoLookedPage {
    pub frame: Frame,
    pub household: HouseholdId,
    /// "mevrouw Vermeer"
    pub name: String,
    /// The Monday of the week that is shown.
    pub week: Day,
    pub today: Day,
    pub show: Show,
    /// Newest first.
    pub lines: Vec<Line>,
    /// Cards that were opened in an emergency in this week, newest first.
    pub emergencies: Vec<Emergency>,
}

/// Someone opened the card in an emergency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emergency {
    pub day: Day,
    pub time: TimeOfDay,
    pub who: super::Who,
    pub reason: String,
    /// When someone of the office looked at it.
    pub reviewed: Option<Day>,
}

/// Which lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    #[default]
    All,
    Looked,
    Done,
}

impl Show {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Looked => "looked",
            Self::Done => "done",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Self {
        match code {
            "looked" => Self::Looked,
            "done" => Self::Done,
            _ => Self::All,
        }
    }

    const fn shows(self, line: &Line) -> bool {
        match self {
            Self::All => true,
            Self::Looked => line.is_look,
            Self::Done => !line.is_look,
        }
    }
}

/// What one person did on one day, however often.
struct Often {
    who: String,
    says: String,
    refused: bool,
    first: TimeOfDay,
    last: TimeOfDay,
    times: u32,
}

#[must_use]
pub fn who_looked(page: WhoLookedPage) -> impl IntoView {
    let WhoLookedPage { frame, household, name, week, today, show, lines, emergencies } = page;
    let words = Words::new(frame.viewer.language);
    let is_own = matches!(frame.viewer.scope, Scope::Resident { .. });
    let title = if is_own { t!(words, "log-title-own") } else { t!(words, "log-title-of", name = &name) };
    let resident = format!("/r/{household}");
    let address = move |week: Day, show: Show| format!("/r/{household}/{PAGE}?week={week}&show={}", show.code());
    let ways = Ways { back: format!("{resident}/help"), resident: Some(resident.clone()) };
    document(frame, title.clone(), ways, move |words| {
        let filter = [
            (Show::All, t!(words, "log-show-all")),
            (Show::Looked, t!(words, "log-show-looked")),
            (Show::Done, t!(words, "log-show-done")),
        ];
        let filter = filter.into_iter().map(|(one, says)| {
            view! {
                <a class="button" href=address(week, one) aria-current=(one == show).then_some("true")>
                    {says}
                </a>
            }
        });
        let days = days(words, lines.iter().filter(|line| show.shows(line)).collect());
        let is_empty = days.is_empty();
        let later = (week.plus_days(7) <= today).then(|| address(week.plus_days(7), show));
        let emergencies: Vec<AnyView> = emergencies.iter().map(|one| emergency(words, one)).collect();
        view! {
            <div class="shop-head">
                <h1 tabindex="-1">{title}</h1>
                <p>{t!(words, "log-lead")}</p>
            </div>
            <nav class="log-ways" aria-label=t!(words, "log-filter")>
                {filter.collect_view()}
            </nav>
            {emergencies}
            <h2>
                {t!(words, "log-week", from = day_short(words, week), until = day_short(words, week.plus_days(6)))}
            </h2>
            {is_empty.then(|| view! { <p class="panel">{t!(words, "log-nothing")}</p> })}
            {days
                .into_iter()
                .map(|(day, lines)| {
                    view! {
                        <section class="panel">
                            <h3>{capital(&day_long(words, day))}</h3>
                            <ul class="log-lines">
                                {lines.into_iter().map(|line| row(words, line)).collect_view()}
                            </ul>
                        </section>
                    }
                })
                .collect_view()}
            <nav class="log-ways" aria-label=t!(words, "log-weeks")>
                <a class="button" href=address(week.plus_days(-7), show)>
                    {t!(words, "log-earlier")}
                </a>
                {later
                    .map(|later| {
                        view! {
                            <a class="button" href=later>
                                {t!(words, "log-later")}
                            </a>
                        }
                    })}
            </nav>
            <p class="log-note">{t!(words, "log-strange")}</p>
        }
    })
}

/// The lines by day, newest first; within a day by who and what.
fn days(words: Words, lines: Vec<&Line>) -> Vec<(Day, Vec<Often>)> {
    let mut days: Vec<(Day, Vec<Often>)> = Vec::new();
    for line in lines {
        if days.last().is_none_or(|(day, _)| *day != line.at.day) {
            days.push((line.at.day, Vec::new()));
        }
        let Some((_, often)) = days.last_mut() else { continue };
        let (who, says) = (who(words, &line.who), says(words, line));
        let same = often.iter_mut().find(|one| one.who == who && one.says == says && one.refused == line.refused);
        if let Some(same) = same {
            same.first = same.first.min(line.at.time);
            same.last = same.last.max(line.at.time);
            same.times += 1;
        } else {
            let time = line.at.time;
            often.push(Often { who, says, refused: line.refused, first: time, last: time, times: 1 });
        }
    }
    days
}

fn row(words: Words, line: Often) -> impl IntoView {
    let when = if line.times == 1 {
        t!(words, "log-at", time = time_spoken(words, line.last))
    } else {
        t!(words, "log-often", count = line.times, time = time_spoken(words, line.last))
    };
    view! {
        <li>
            <b>{line.who}</b>
            <span>{line.says}</span>
            {line.refused.then(|| view! { <span>{t!(words, "log-refused")}</span> })}
            <small>{when}</small>
        </li>
    }
}

fn emergency(words: Words, one: &Emergency) -> AnyView {
    let opened = t!(
        words,
        "log-emergency-when",
        who = who(words, &one.who),
        day = day_long(words, one.day),
        time = time_spoken(words, one.time)
    );
    let reviewed = match one.reviewed {
        Some(day) => t!(words, "log-emergency-looked-at", day = day_long(words, day)),
        None => t!(words, "log-emergency-waits"),
    };
    view! {
        <section class="notice notice-amber">
            <Pictogram name="hand-heart" />
            <div>
                <p>
                    <b>{opened}</b>
                </p>
                <p>{t!(words, "log-emergency-why")} " " <q>{one.reason.clone()}</q></p>
                <p>{reviewed}</p>
            </div>
        </section>
    }
    .into_any()
}
