//! `conditions.csv`: rules as data. What the shop can check becomes its own rule, the rest is told.

use super::files::Tables;
use crate::exchange::csv_folder::{Row, weekdays};
use crate::exchange::ids::Ids;
use crate::exchange::problem::ProblemCode;
use domain::calendar::TimeOfDay;
use domain::catalogue::{Clearance, Condition, Rule};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    NeedsClearance,
    OrderBefore,
    ProviderDays,
    /// The number is the same as in this column of the catalogue.
    SameAs(&'static str),
    Number,
    Percent,
    Code,
    Subscription,
    FamilyFree,
    /// What is said when no place is left.
    WhenFull,
    Plain,
}

const RULES: [(&str, Word); 25] = [
    ("needs_clearance", Word::NeedsClearance),
    ("order_before", Word::OrderBefore),
    ("provider_days", Word::ProviderDays),
    ("provider_available", Word::WhenFull),
    ("max_per_day", Word::SameAs("max_per_day")),
    ("max_per_week", Word::SameAs("max_per_week")),
    ("group_minimum", Word::SameAs("group_min")),
    ("group_maximum", Word::SameAs("group_max")),
    ("min_yes_votes", Word::SameAs("group_min")),
    ("majority", Word::Percent),
    ("waiting_list", Word::WhenFull),
    ("wheelchair_places", Word::Number),
    ("shared_resource", Word::Code),
    ("roster_fits", Word::Plain),
    ("family_moment", Word::Plain),
    ("family_free", Word::FamilyFree),
    ("family_delivers", Word::Code),
    ("cancel_until", Word::SameAs("cancel_until_hours")),
    ("subscription", Word::Subscription),
    ("ends_with_care", Word::Plain),
    ("wheelchair_transport", Word::Plain),
    ("weather_dry", Word::Plain),
    ("own_goods", Word::Plain),
    ("above_basic_care", Word::Plain),
    ("information", Word::Plain),
];

/// The conditions of each item, in the order of the file.
pub fn read(tables: &Tables<'_>, ids: &Ids) -> BTreeMap<String, Vec<Condition>> {
    let mut conditions: BTreeMap<String, Vec<Condition>> = BTreeMap::new();
    let clearances: Vec<(&str, &str)> = tables
        .conditions
        .rows()
        .filter(|row| row.cell("rule") == "needs_clearance" && row.cell("strength") == "block")
        .map(|row| (row.cell("item"), row.cell("parameter")))
        .collect();
    for row in tables.conditions.rows() {
        let (_, label) = (row.text("code"), row.both_or_none("label"));
        let item = row.known("item", &tables.catalogue);
        let message = row.both("message");
        let blocks = row.word("strength", &[("block", true), ("ask", false), ("wait", false), ("inform", false)]);
        let rule = row.word("rule", &RULES).and_then(|word| rule(row, tables, word));
        let alternative = row.known_or_none("alternative_item", &tables.catalogue);
        if blocks == Some(true) && alternative == Some(None) {
            row.say("alternative_item", ProblemCode::Empty, "another item, because this rule can refuse");
        }
        if let (Some(item), Some(Some(other))) = (item, alternative) {
            check_alternative(row, tables, &clearances, item, other);
        }
        let (Some(item), Some(label), Some(message), Some(blocks), Some(rule), Some(alternative)) =
            (item, label, message, blocks, rule, alternative)
        else {
            continue;
        };
        // Only a rule that is meant to block may become one that does.
        let rule = if blocks || !rule.can_block() { rule } else { Rule::Information };
        let alternative = alternative.map(|code| ids.item(code));
        conditions.entry(item.to_owned()).or_default().push(Condition { rule, label, message, alternative });
    }
    conditions
}

fn rule(row: Row<'_>, tables: &Tables<'_>, word: Word) -> Option<Rule> {
    let takes_nothing = matches!(word, Word::Plain | Word::FamilyFree | Word::WhenFull);
    if takes_nothing && !row.cell("parameter").is_empty() {
        row.say("parameter", ProblemCode::NotAllowed, "nothing: this rule has no parameter");
        return None;
    }
    match word {
        Word::Plain => Some(Rule::Information),
        Word::FamilyFree => Some(Rule::FamilyFree),
        Word::WhenFull => Some(Rule::WhenFull),
        Word::NeedsClearance => {
            let clearance = row.known("parameter", &tables.clearance_kinds)?;
            Some(Rule::NeedsClearance { clearance: Clearance(clearance.to_owned()) })
        }
        Word::OrderBefore => order_before(row, tables),
        Word::ProviderDays => {
            let days = weekdays(row.text("parameter")?);
            if days.is_none() {
                row.say("parameter", ProblemCode::NotAllowed, "days such as tue,fri");
                return None;
            }
            for item in rows_of_item(tables, row.cell("item")) {
                if weekdays(item.cell("weekdays")) != days {
                    row.wrong("parameter", format!("{}, as in catalogue.csv:{}", item.cell("weekdays"), item.line));
                }
            }
            Some(Rule::Information)
        }
        Word::SameAs(column) => {
            let count = row.whole("parameter")?;
            for item in rows_of_item(tables, row.cell("item")) {
                if item.cell(column) != row.cell("parameter") {
                    let found = if item.cell(column).is_empty() { "nothing" } else { item.cell(column) };
                    row.wrong("parameter", format!("{found}, as {column} in catalogue.csv:{}", item.line));
                }
            }
            Some(match column {
                "max_per_day" => Rule::MaxPerDay { count },
                "max_per_week" => Rule::MaxPerWeek { count },
                "group_max" => Rule::WhenFull,
                _ => Rule::Information,
            })
        }
        Word::Number => row.whole("parameter").map(|_| Rule::Information),
        Word::Percent => {
            let percent = row.whole("parameter")?;
            if !(1..=100).contains(&percent) {
                row.say("parameter", ProblemCode::NotAllowed, "a percentage from 1 to 100");
                return None;
            }
            Some(Rule::Information)
        }
        Word::Code => row.text("parameter").map(|_| Rule::Information),
        Word::Subscription => row.word("parameter", &[("week", ()), ("4weeks", ())]).map(|()| Rule::Subscription),
    }
}

/// `48`, or `24@12:00`: hours, and the time before which to order on the day that lies so many hours before.
fn order_before(row: Row<'_>, tables: &Tables<'_>) -> Option<Rule> {
    let value = row.text("parameter")?;
    let (hours, until) = value.split_once('@').map_or((value, None), |(hours, until)| (hours, Some(until)));
    let hours: Option<u32> = hours.parse().ok().filter(|hours| *hours <= 8760);
    let time: Option<Option<TimeOfDay>> = until.map(str::parse).transpose().ok();
    let (Some(hours), Some(time)) = (hours, time) else {
        row.say("parameter", ProblemCode::NotANumber, "hours such as 48, or 24@12:00");
        return None;
    };
    for item in rows_of_item(tables, row.cell("item")) {
        let (lead, until) = (item.cell("lead_time_hours"), item.cell("order_until"));
        let expected = if until.is_empty() { lead.to_owned() } else { format!("{lead}@{until}") };
        if expected != value {
            row.wrong("parameter", format!("{expected}, as in catalogue.csv:{}", item.line));
        }
    }
    // Without a time it is the lead time of the item, which the shop checks already.
    Some(match time {
        Some(time) => Rule::OrderUntil { days: hours / 24, time },
        None => Rule::Information,
    })
}

fn check_alternative(row: Row<'_>, tables: &Tables<'_>, clearances: &[(&str, &str)], item: &str, other: &str) {
    if item == other {
        row.wrong("alternative_item", "another item");
    }
    if row.cell("rule") == "needs_clearance" && clearances.contains(&(other, row.cell("parameter"))) {
        row.wrong("alternative_item", format!("an item that does not need {} too", row.cell("parameter")));
    }
    for other in rows_of_item(tables, other) {
        if !other.cell("purses").split('/').any(|purse| purse == "cup") {
            row.wrong("alternative_item", "an item that can be paid from the cup");
        }
        let item_in_minutes = rows_of_item(tables, item).any(|item| !item.cell("price_minutes").is_empty());
        if item_in_minutes && other.cell("price_minutes").is_empty() {
            row.wrong("alternative_item", "an item that is for sale in minutes, because this one is");
        }
    }
}

fn rows_of_item<'t>(tables: &'t Tables<'_>, code: &'t str) -> impl Iterator<Item = Row<'t>> {
    tables.catalogue.rows().filter(move |row| row.cell("code") == code)
}
