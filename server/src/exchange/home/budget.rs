//! `tariffs.csv`, `indications.csv`, `suspensions.csv`, `carry_over.csv` and `own_money.csv`: where the money comes from.

use super::files::Tables;
use super::location::{Location, Places, UNITS};
use super::resident::ImportedHousehold;
use super::{ReadAt, check_overlap};
use crate::exchange::csv_folder::Row;
use crate::exchange::dates::Dates;
use crate::exchange::ids::{Ids, grant_id};
use crate::exchange::problem::ProblemCode;
use domain::amount::{Amount, Unit};
use domain::budget::{BudgetError, Indication, Period, Suspension, Tariff, waterfall};
use domain::calendar::{Day, Moment, TimeOfDay, Timestamp, Validity};
use domain::ledger::{Account, Phase, Reason, Transfer};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use std::collections::BTreeMap;

const PROFILES: [&str; 6] = ["VV4", "VV5", "VV6", "VV7", "VV8", "VV9b"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AbsenceKind {
    Hospital,
    Leave,
}

impl AbsenceKind {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Hospital => "hospital",
            Self::Leave => "leave",
        }
    }
}

/// Days away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    pub kind: AbsenceKind,
    pub valid: Validity,
}

/// A movement that is booked once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    /// Only for a household that is new: later grants come with the change of period.
    pub only_when_new: bool,
    pub transfer: Transfer,
}

pub fn tariffs<'t>(tables: &'t Tables<'_>, dates: &Dates) -> Vec<Tariff> {
    let mut with_days = Vec::new();
    let read = |row: Row<'t>| {
        let profile = row.word("profile", &PROFILES.map(|profile| (profile, profile)));
        let valid = row.valid("valid_from", "valid_until", dates, None);
        let (income, overhead) = (row.decimal("tariff_eur_day"), row.share("overhead_share"));
        let (housing, treatment) = (row.decimal("housing_eur_day"), row.decimal("treatment_eur_day"));
        let (agreed_care, hotel) = (row.decimal("agreed_care_eur_day"), row.decimal("hotel_eur_day"));
        let printed = row.decimal("free_eur_day");
        let tariff = Tariff {
            profile: profile?.to_owned(),
            valid: valid?,
            income: income?,
            overhead: overhead?,
            housing: housing?,
            treatment: treatment?,
            agreed_care: agreed_care?,
            hotel: hotel?,
        };
        let overhead = tariff.income * tariff.overhead;
        let kept = overhead + tariff.housing + tariff.treatment + tariff.agreed_care + tariff.hotel;
        let free = tariff.income - kept;
        if free < Decimal::ZERO {
            row.wrong("tariff_eur_day", format!("at least {}, the sum of what is kept", kept.normalize()));
        } else if printed.is_some_and(|printed| printed != free) {
            let expected = format!("{:.2} ({} - {:.2} overhead - the four others)", free, tariff.income, overhead);
            row.wrong("free_eur_day", expected);
        }
        Some((tariff, row))
    };
    let tariffs: Vec<Tariff> = tables
        .tariffs
        .rows()
        .filter_map(read)
        .map(|(tariff, row)| {
            with_days.push((tariff.profile.clone(), tariff.valid, row));
            tariff
        })
        .collect();
    check_overlap(with_days, "valid_from");
    tariffs
}

/// Reads what each household's budget comes from and works out the period of today.
#[expect(clippy::too_many_arguments, reason = "everything that a budget depends on")]
pub fn fill(
    tables: &Tables<'_>,
    ids: &Ids,
    dates: &Dates,
    places: &Places,
    tariffs: &[Tariff],
    at: &ReadAt<'_>,
    today: Day,
    households: &mut [ImportedHousehold],
) {
    let residents: BTreeMap<&str, &str> =
        tables.residents.rows().map(|row| (row.cell("code"), row.cell("location"))).collect();
    let period_of = |resident: &str| residents.get(resident).and_then(|location| places.period(location, dates));
    let mut indications = indications(tables, dates, &period_of);
    let mut absences = absences(tables, dates, &period_of);
    let mut money = Money { tables, ids, dates, places, residents: &residents, at, today }.read();
    for household in households {
        let Some(location) = places.by_code(&household.location_code) else { continue };
        household.facts.indications = indications.remove(household.code.as_str()).unwrap_or_default();
        household.absences = absences.remove(household.code.as_str()).unwrap_or_default();
        household.facts.suspensions = without_budget(location, &household.absences);
        household.resident.away = household.absences.iter().any(|absence| absence.valid.contains(today));
        let row = tables.residents.rows().find(|row| row.line == household.line);
        let period = location.policy.period.period_of(today);
        let waterfall = match waterfall(&household.facts, tariffs, &location.policy, period) {
            Ok(waterfall) => waterfall,
            Err(BudgetError::NoTariff { profile, day }) => {
                // A row that is there and could not be read has its own problem.
                let in_file = tables.tariffs.rows().filter(|row| row.cell("profile") == profile).count();
                let read = tariffs.iter().filter(|tariff| tariff.profile == profile).count();
                if let Some(row) = row
                    && tables.tariffs.is_read()
                    && in_file == read
                {
                    row.wrong("code", format!("a row in tariffs.csv for {profile} on {day}"));
                }
                continue;
            }
            Err(other) => {
                if let Some(row) = row {
                    row.wrong("code", format!("a budget that can be computed: {other}"));
                }
                continue;
            }
        };
        let mut bookings = money.remove(household.code.as_str()).unwrap_or_default();
        household.budget.period = period;
        household.budget.granted = waterfall.granted;
        let carried = bookings
            .iter()
            .filter(|booking| booking.transfer.reason == Reason::CarriedOver && booking.transfer.day == period.start)
            .map(|booking| booking.transfer.amount);
        household.budget.carried =
            Amount::sum(location.policy.unit, carried).unwrap_or(Amount::zero(location.policy.unit));
        if waterfall.granted.is_positive() {
            let transfer = Transfer {
                id: grant_id(household.id, period.start),
                debit: Account::Funding,
                credit: Account::Cup,
                amount: waterfall.granted,
                phase: Phase::Direct,
                reason: Reason::Grant,
                line: None,
                op: None,
                at: booked_at(at, dates, period.start),
                day: period.start,
            };
            bookings.push(Booking { only_when_new: true, transfer });
        }
        household.budget.waterfall = Some(waterfall);
        bookings.sort_by_key(|booking| (booking.transfer.at, booking.transfer.day, booking.transfer.id));
        household.bookings = bookings;
    }
}

/// A demo tells its past as if it had been there; elsewhere a booking is made when it is imported.
fn booked_at(at: &ReadAt<'_>, dates: &Dates, day: Day) -> Timestamp {
    let now = at.clock.timestamp();
    if dates.is_demo {
        // Not at midnight, so that the order of days stays right when the clock changes.
        let morning = TimeOfDay::new(8, 0).unwrap_or(TimeOfDay::MIDNIGHT);
        at.clock.instant(Moment { day, time: morning }).min(now)
    } else {
        now
    }
}

/// Days away that this location does not count.
fn without_budget(location: &Location, absences: &[Absence]) -> Vec<Suspension> {
    let counts = |absence: &&Absence| match absence.kind {
        AbsenceKind::Hospital => location.accrues_in_hospital,
        AbsenceKind::Leave => location.accrues_on_leave,
    };
    absences.iter().filter(|absence| !counts(absence)).map(|absence| Suspension { valid: absence.valid }).collect()
}

fn indications<'t>(
    tables: &'t Tables<'_>,
    dates: &Dates,
    period_of: &dyn Fn(&str) -> Option<Period>,
) -> BTreeMap<&'t str, Vec<Indication>> {
    let mut found: BTreeMap<&str, Vec<Indication>> = BTreeMap::new();
    let mut with_days = Vec::new();
    for row in tables.indications.rows() {
        let _ = row.text("code");
        let resident = row.known("resident", &tables.residents);
        let profile = row.word("profile", &PROFILES.map(|profile| (profile, profile)));
        // A resident or location that could not be read is a problem of its own.
        let period = resident.and_then(period_of);
        let valid = period.and_then(|period| row.valid("valid_from", "valid_until", dates, Some(period)));
        if let (Some(resident), Some(profile), Some(valid)) = (resident, profile, valid) {
            with_days.push((resident.to_owned(), valid, row));
            found.entry(resident).or_default().push(Indication { profile: profile.to_owned(), valid });
        }
    }
    check_overlap(with_days, "valid_from");
    for indications in found.values_mut() {
        indications.sort_by_key(|indication| indication.valid.from);
    }
    found
}

fn absences<'t>(
    tables: &'t Tables<'_>,
    dates: &Dates,
    period_of: &dyn Fn(&str) -> Option<Period>,
) -> BTreeMap<&'t str, Vec<Absence>> {
    let kinds = [("hospital", AbsenceKind::Hospital), ("leave", AbsenceKind::Leave)];
    let mut found: BTreeMap<&str, Vec<Absence>> = BTreeMap::new();
    let mut with_days = Vec::new();
    for row in tables.suspensions.rows() {
        let _ = row.text("code");
        let resident = row.known("resident", &tables.residents);
        let kind = row.word("kind", &kinds);
        let period = resident.and_then(period_of);
        let valid = period.and_then(|period| row.valid("from", "until", dates, Some(period)));
        if let (Some(resident), Some(kind), Some(valid)) = (resident, kind, valid) {
            with_days.push((resident.to_owned(), valid, row));
            found.entry(resident).or_default().push(Absence { kind, valid });
        }
    }
    check_overlap(with_days, "from");
    found
}

/// Reads what is booked once: carried over and deposited.
struct Money<'a, 't> {
    tables: &'t Tables<'t>,
    ids: &'a Ids,
    dates: &'a Dates,
    places: &'a Places,
    residents: &'a BTreeMap<&'t str, &'t str>,
    at: &'a ReadAt<'a>,
    today: Day,
}

impl<'t> Money<'_, 't> {
    fn read(&self) -> BTreeMap<&'t str, Vec<Booking>> {
        let mut found: BTreeMap<&str, Vec<Booking>> = BTreeMap::new();
        let carried = self.tables.carry_over.rows().filter_map(|row| self.carried(row));
        let deposits = self.tables.own_money.rows().filter_map(|row| self.deposit(row));
        for (resident, booking) in carried.chain(deposits) {
            found.entry(resident).or_default().push(booking);
        }
        found
    }

    fn carried(&self, row: Row<'t>) -> Option<(&'t str, Booking)> {
        let code = row.text("code");
        let resident = row.known("resident", &self.tables.residents);
        let location = resident.and_then(|code| self.places.by_code(self.residents.get(code)?));
        let period = location.map(|location| location.policy.period.period_of(self.dates.anchor));
        let day = period.and_then(|period| row.day("period_start", self.dates, Some(period)));
        let unit = row.word("unit", &UNITS);
        if let (Some(location), Some(unit)) = (location, unit)
            && unit != location.policy.unit
        {
            let word = UNITS.iter().find(|(_, unit)| *unit == location.policy.unit).map_or("", |(word, _)| *word);
            row.wrong("unit", format!("{word}, the unit of {}", location.code));
        }
        let amount = amount(row, "amount", unit);
        if let (Some(location), Some(day)) = (location, day) {
            let rule = location.policy.period;
            let is_known = self.at.known.contains_key(&("carry_over.csv".to_owned(), row.key()));
            if rule.period_of(day).start != day {
                let start = rule.period_of(day).start;
                row.wrong("period_start", format!("the first day of a period, such as {start}"));
            } else if !is_known && day != rule.period_of(self.today).start {
                let start = rule.period_of(self.today).start;
                row.wrong("period_start", format!("{start}, the first day of the period of today"));
            }
        }
        let transfer = self.transfer(code?, Account::Funding, Account::Cup, amount?, Reason::CarriedOver, day?);
        Some((resident?, Booking { only_when_new: false, transfer }))
    }

    fn deposit(&self, row: Row<'t>) -> Option<(&'t str, Booking)> {
        let code = row.text("code");
        let resident = row.known("resident", &self.tables.residents);
        let location = resident.and_then(|code| self.places.by_code(self.residents.get(code)?));
        let period = location.map(|location| location.policy.period.period_of(self.dates.anchor));
        let day = period.and_then(|period| row.day("date", self.dates, Some(period)));
        if day.is_some_and(|day| day > self.today) {
            row.wrong("date", format!("today, {}, or earlier", self.today));
        }
        let amount = amount(row, "amount_eur", Some(Unit::EuroCent));
        let transfer = self.transfer(code?, Account::Deposits, Account::Own, amount?, Reason::Deposit, day?);
        Some((resident?, Booking { only_when_new: false, transfer }))
    }

    fn transfer(
        &self,
        code: &str,
        debit: Account,
        credit: Account,
        amount: Amount,
        reason: Reason,
        day: Day,
    ) -> Transfer {
        Transfer {
            id: self.ids.booking(code),
            debit,
            credit,
            amount,
            phase: Phase::Direct,
            reason,
            line: None,
            op: None,
            at: booked_at(self.at, self.dates, day),
            day,
        }
    }
}

/// More than nothing, in whole cents, minutes or points.
fn amount(row: Row<'_>, column: &str, unit: Option<Unit>) -> Option<Amount> {
    let (value, unit) = (row.decimal(column)?, unit?);
    let scale = if unit == Unit::EuroCent { Decimal::ONE_HUNDRED } else { Decimal::ONE };
    let minor = value * scale;
    if minor.fract() != Decimal::ZERO || minor <= Decimal::ZERO {
        let expected = match unit {
            Unit::EuroCent => "an amount above 0 with at most two decimals",
            Unit::Minute | Unit::Point => "a whole number above 0",
        };
        row.say(column, ProblemCode::NotANumber, expected);
        return None;
    }
    minor.to_i64().map(|minor| Amount::new(unit, minor))
}
