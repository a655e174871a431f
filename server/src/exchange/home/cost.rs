//! `function_rates.csv`, `cost_policy.csv` and `catalogue_staff.csv`: what a price is made of.

use super::check_overlap;
use super::files::Tables;
use crate::exchange::csv_folder::Row;
use crate::exchange::dates::Dates;
use crate::exchange::problem::ProblemCode;
use domain::calendar::Validity;
use domain::catalogue::{CostBuildUp, Localized, StaffLine};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use std::collections::BTreeMap;

/// Five figures that every price needs.
const FIGURES: [&str; 5] =
    ["staff_overhead", "purchase_surcharge", "evening_weekend_factor", "rounding_step_cents", "point_value_eur"];

/// What one minute of a function costs, from and until a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionRate {
    pub function: String,
    pub name: Localized,
    /// Euro per productive minute.
    pub rate: Decimal,
    /// Whether it counts in a price in minutes.
    pub counts: bool,
    pub valid: Validity,
}

/// One of the five figures of the cost policy, from and until a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostFigure {
    pub key: &'static str,
    pub value: Decimal,
    pub valid: Validity,
}

/// Rates and policy, and the staff of each item.
#[derive(Debug, Default)]
pub struct Costs<'t> {
    pub rates: Vec<FunctionRate>,
    pub policy: Vec<CostFigure>,
    staff: BTreeMap<&'t str, Vec<(&'t str, u32)>>,
    /// Some row above could not be read: then prices cannot be checked, and that says enough.
    is_broken: bool,
}

pub fn read<'t>(tables: &'t Tables<'_>, dates: &Dates) -> Costs<'t> {
    let mut costs = Costs::default();
    let mut dated = Vec::new();
    for row in tables.function_rates.rows() {
        let (function, name) = (row.text("function"), row.both("name"));
        let (value, counts) = (row.decimal("rate_eur_per_minute"), row.yes("counts_in_minutes"));
        let valid = row.valid("valid_from", "valid_until", dates, None);
        let (Some(function), Some(name), Some(rate), Some(counts), Some(valid)) =
            (function, name, value, counts, valid)
        else {
            costs.is_broken = true;
            continue;
        };
        dated.push((function.to_owned(), valid, row));
        costs.rates.push(FunctionRate { function: function.to_owned(), name, rate, counts, valid });
    }
    check_overlap(dated.drain(..), "valid_from");
    for row in tables.cost_policy.rows() {
        let key = row.word("key", &FIGURES.map(|figure| (figure, figure)));
        let value = row.decimal("value");
        if key == Some("rounding_step_cents")
            && value.is_some_and(|value| value.fract() != Decimal::ZERO || value < Decimal::ONE)
        {
            row.say("value", ProblemCode::NotANumber, "a whole number of cents from 1");
            costs.is_broken = true;
        }
        if key == Some("point_value_eur") && value.is_some_and(|value| value <= Decimal::ZERO) {
            row.say("value", ProblemCode::NotANumber, "more than 0");
            costs.is_broken = true;
        }
        let valid = row.valid("valid_from", "valid_until", dates, None);
        let (Some(key), Some(value), Some(valid)) = (key, value, valid) else {
            costs.is_broken = true;
            continue;
        };
        dated.push((key.to_owned(), valid, row));
        costs.policy.push(CostFigure { key, value, valid });
    }
    check_overlap(dated, "valid_from");
    for row in tables.catalogue_staff.rows() {
        let (item, function) = (row.known("item", &tables.catalogue), row.known("function", &tables.function_rates));
        let minutes = row.whole("minutes");
        if minutes == Some(0) {
            row.wrong("minutes", "more than 0");
        }
        let (Some(item), Some(function), Some(minutes @ 1..)) = (item, function, minutes) else {
            costs.is_broken = true;
            continue;
        };
        costs.staff.entry(item).or_default().push((function, minutes));
    }
    costs
}

impl Costs<'_> {
    /// The cost build-up of the item in `row`; a problem when a figure is missing on some day of `valid`, or changes.
    pub fn build_up(&self, row: Row<'_>, valid: Validity) -> Option<CostBuildUp> {
        let shared_by = row.whole_or_none("group_size");
        if shared_by == Some(Some(0)) {
            row.wrong("group_size", "1 or more");
        }
        let evening_weekend = row.yes("evening_weekend");
        let (materials, purchase) = (row.decimal("materials_eur"), row.decimal("purchase_eur"));
        if self.is_broken {
            return None;
        }
        let [overhead, surcharge, factor, step, point_value] = FIGURES.map(|figure| {
            let figures = self.policy.iter().filter(|known| known.key == figure).map(|known| (known.valid, known));
            only_one(row, valid, "cost_policy.csv", figure, figures).map(|known| known.value)
        });
        let staff: Option<Vec<StaffLine>> = self
            .staff
            .get(row.cell("code"))
            .map_or(&[][..], Vec::as_slice)
            .iter()
            .map(|(function, minutes)| {
                let rates = self.rates.iter().filter(|rate| rate.function == *function).map(|rate| (rate.valid, rate));
                let rate = only_one(row, valid, "function_rates.csv", function, rates)?;
                Some(StaffLine {
                    function: (*function).to_owned(),
                    minutes: *minutes,
                    rate: rate.rate,
                    volunteer: !rate.counts,
                })
            })
            .collect();
        let shared_by = shared_by?.unwrap_or(1);
        (shared_by > 0).then_some(())?;
        let evening_weekend = if evening_weekend? { Some(factor?) } else { None };
        Some(CostBuildUp {
            staff: staff?,
            shared_by,
            evening_weekend,
            overhead: overhead?,
            materials: materials?,
            purchase: purchase?,
            surcharge: surcharge?,
            round_to_cents: step?.to_u32()?,
            point_value: point_value?,
        })
    }
}

/// The one row that is valid on all days of `valid`: one price cannot come out of two figures.
fn only_one<'d, T>(
    row: Row<'_>,
    valid: Validity,
    file: &str,
    name: &str,
    mut dated: impl Iterator<Item = (Validity, &'d T)>,
) -> Option<&'d T> {
    let Some((until, found)) =
        dated.find(|(dated, _)| dated.contains(valid.from)).map(|(dated, found)| (dated.until, found))
    else {
        row.wrong("valid_from", format!("a row for {name} in {file} that is valid on {}", valid.from));
        return None;
    };
    match (until, valid.until) {
        (None, _) => Some(found),
        (Some(end), Some(last)) if last <= end => Some(found),
        (Some(end), _) => {
            let last = end.plus_days(-1);
            row.wrong(
                "valid_until",
                format!("{last} at the latest: {name} in {file} ends then; add a row with the new price"),
            );
            None
        }
    }
}
