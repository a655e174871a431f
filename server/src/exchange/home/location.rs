//! `locations.csv` and `wards.csv`: the houses, how they count, and their wards.

use super::files::Tables;
use crate::exchange::csv_folder::Row;
use crate::exchange::dates::Dates;
use crate::exchange::ids::Ids;
use crate::exchange::problem::ProblemCode;
use domain::amount::Unit;
use domain::budget::{BudgetPolicy, Period, PeriodRule};
use domain::catalogue::Catalogue;
use domain::ids::{LocationId, WardId};
use rust_decimal::Decimal;

#[derive(Clone, Debug, PartialEq)]
pub struct Location {
    pub id: LocationId,
    pub code: String,
    pub name: String,
    pub sort: u32,
    /// Days away that do not count are left out of each household's facts, so here days away never accrue.
    pub policy: BudgetPolicy,
    pub accrues_in_hospital: bool,
    pub accrues_on_leave: bool,
    /// In the order of the file's `sort`.
    pub wards: Vec<Ward>,
    /// Version 0: the store counts versions.
    pub catalogue: Catalogue,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ward {
    pub id: WardId,
    pub code: String,
    pub name: String,
    pub living_room: String,
    pub sort: u32,
}

/// The locations whose rows could be read.
#[derive(Debug)]
pub struct Places(Vec<Location>);

impl Places {
    pub fn iter(&self) -> impl Iterator<Item = &Location> {
        self.0.iter()
    }

    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Location> {
        self.0.iter().find(|location| location.code == code)
    }

    /// The period at `location` in which relative dates are counted.
    #[must_use]
    pub fn period(&self, location: &str, dates: &Dates) -> Option<Period> {
        self.by_code(location).map(|location| location.policy.period.period_of(dates.anchor))
    }

    #[must_use]
    pub fn into_locations(self) -> Vec<Location> {
        self.0
    }
}

pub fn read(tables: &Tables<'_>, ids: &Ids, dates: &Dates) -> Places {
    let mut locations: Vec<Location> = tables.locations.rows().filter_map(|row| location(row, ids, dates)).collect();
    locations.sort_by_key(|location| location.sort);
    for row in tables.wards.rows() {
        let (home, code) = (row.known("location", &tables.locations), row.text("code"));
        let (name, living_room, sort) = (row.text("name"), row.text("living_room"), row.whole("sort"));
        let (Some(home), Some(code), Some(name), Some(living_room), Some(sort)) = (home, code, name, living_room, sort)
        else {
            continue;
        };
        if let Some(location) = locations.iter_mut().find(|location| location.code == home) {
            location.wards.push(Ward {
                id: ids.ward(code),
                code: code.to_owned(),
                name: name.to_owned(),
                living_room: living_room.to_owned(),
                sort,
            });
            location.wards.sort_by_key(|ward| ward.sort);
        }
    }
    Places(locations)
}

fn location(row: Row<'_>, ids: &Ids, dates: &Dates) -> Option<Location> {
    let (code, name, sort) = (row.text("code"), row.text("name"), row.whole("sort"));
    let unit = row.word("unit", &UNITS);
    let unit_value = unit_value(row, unit);
    only(row, "grant_rounding", "down", "down (other roundings are not built yet)");
    if row.share("free_share").is_some_and(|share| share != Decimal::ONE) {
        row.say("free_share", ProblemCode::NotAllowed, "1.00 (a smaller share is not built yet)");
    }
    if row.whole("carry_over_lapses_after_periods").is_some_and(|periods| periods != 1) {
        row.say("carry_over_lapses_after_periods", ProblemCode::NotAllowed, "1 (other numbers are not built yet)");
    }
    let anchor = row.day("period_anchor", dates, None);
    let is_month = row.word("period", &[("4weeks", false), ("month", true)]);
    if is_month == Some(true) && anchor.is_some_and(|day| day != day.first_of_month()) {
        row.wrong("period_anchor", "the first day of a month");
    }
    let carry_over = row.share("carry_over_max_share");
    let (hospital, leave) = (row.yes("accrues_in_hospital"), row.yes("accrues_on_leave"));
    let period = match (is_month?, anchor?) {
        (true, _) => PeriodRule::Month,
        (false, anchor) => PeriodRule::FourWeeks { anchor },
    };
    let policy = BudgetPolicy {
        unit: unit?,
        period,
        unit_value: unit_value?,
        carry_over: carry_over?,
        accrues_while_away: false,
    };
    Some(Location {
        id: ids.location(code?),
        code: code?.to_owned(),
        name: name?.to_owned(),
        sort: sort?,
        policy,
        accrues_in_hospital: hospital?,
        accrues_on_leave: leave?,
        wards: Vec::new(),
        catalogue: Catalogue::default(),
    })
}

/// The words for units in a folder.
pub const UNITS: [(&str, Unit); 3] = [("euro", Unit::EuroCent), ("minute", Unit::Minute), ("point", Unit::Point)];

fn unit_value(row: Row<'_>, unit: Option<Unit>) -> Option<Decimal> {
    let value = row.decimal_or_none("unit_value_eur")?;
    match (unit?, value) {
        (Unit::EuroCent, None) => Some(Decimal::ONE),
        (Unit::EuroCent, Some(_)) => {
            row.wrong("unit_value_eur", "nothing, because this location counts in euros");
            None
        }
        (_, None) => {
            row.say("unit_value_eur", ProblemCode::Empty, "what one minute or point of the grant stands for in euros");
            None
        }
        (_, Some(value)) if value <= Decimal::ZERO => {
            row.wrong("unit_value_eur", "more than 0");
            None
        }
        (_, value) => value,
    }
}

fn only(row: Row<'_>, column: &str, word: &str, expected: &str) {
    if row.text(column).is_some_and(|value| value != word) {
        row.say(column, ProblemCode::NotAllowed, expected);
    }
}
