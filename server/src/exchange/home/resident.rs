//! `residents.csv` and `clearances.csv`: who lives where, and what has been found possible for them.

use super::authority::{self, AuthorityRow};
use super::budget::{Absence, Booking};
use super::files::Tables;
use super::location::Places;
use super::people::{LANGUAGES, Person, check_ward};
use crate::exchange::csv_folder::Row;
use crate::exchange::dates::Dates;
use crate::exchange::ids::Ids;
use domain::amount::Amount;
use domain::budget::{BudgetFacts, Period};
use domain::calendar::Day;
use domain::catalogue::Clearance;
use domain::household::{CurrentBudget, Household, Resident};
use domain::ids::{HouseholdId, LocationId, WardId};
use domain::ledger::{Books, LedgerError};
use std::collections::BTreeMap;

/// A resident with everything that the folder says of them.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedHousehold {
    pub id: HouseholdId,
    /// The home's own code, such as `R01`.
    pub code: String,
    pub location: LocationId,
    pub location_code: String,
    pub ward: WardId,
    /// As others see them; `away` as of today.
    pub resident: Resident,
    pub salutation: String,
    pub text_size: u16,
    pub wheelchair: bool,
    pub couple_with: Option<HouseholdId>,
    pub note_public: String,
    /// Days away that do not count stand in here; those that do count do not.
    pub facts: BudgetFacts,
    /// All days away.
    pub absences: Vec<Absence>,
    pub clearances: Vec<ClearanceRow>,
    pub authorities: Vec<AuthorityRow>,
    /// The period of today, as the indication gives it.
    pub budget: CurrentBudget,
    /// Booked once, oldest first: the grant, what was carried over, deposits.
    pub bookings: Vec<Booking>,
    pub(super) line: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClearanceRow {
    pub clearance: Clearance,
    pub granted: bool,
    /// The last day on which it counts.
    pub until: Option<Day>,
}

impl ImportedHousehold {
    /// What may be done on `today`, by name.
    #[must_use]
    pub fn clearances_on(&self, today: Day) -> BTreeMap<Clearance, bool> {
        let counts = |row: &ClearanceRow| row.granted && row.until.is_none_or(|last| today <= last);
        self.clearances.iter().map(|row| (row.clearance.clone(), counts(row))).collect()
    }

    /// The household as it is right after the import, with its money and without orders.
    pub fn opened(&self, today: Day) -> Result<Household, LedgerError> {
        let mut books = Books::open(self.budget.granted.unit());
        for booking in &self.bookings {
            books.apply(&booking.transfer)?;
        }
        Ok(Household {
            id: self.id,
            location: self.location,
            ward: self.ward,
            version: 0,
            resident: self.resident.clone(),
            budget: self.budget.clone(),
            books,
            clearances: self.clearances_on(today),
            authorities: self.authorities.iter().map(|row| row.authority.clone()).collect(),
            baskets: Vec::new(),
            orders: Vec::new(),
            help: Vec::new(),
            refused: Vec::new(),
            proposals: Vec::new(),
            exceptions: Vec::new(),
            frozen: false,
        })
    }
}

pub fn read(
    tables: &Tables<'_>,
    ids: &Ids,
    dates: &Dates,
    places: &Places,
    people: &[Person],
) -> Vec<ImportedHousehold> {
    let mut authorities = authority::read(tables, ids, dates, people);
    let mut clearances = clearances(tables, dates);
    check_couples(tables);
    let read = |row: Row<'_>| {
        let code = row.text("code");
        let location = row.known("location", &tables.locations);
        let ward = row.known("ward", &tables.wards);
        if let (Some(location), Some(ward)) = (location, ward) {
            check_ward(row, places, Some(location), ward);
        }
        let (room, first_name, last_name) = (row.text("room"), row.text("first_name"), row.text("last_name"));
        let salutation = row.word("salutation", &[("mevrouw", "mevrouw"), ("de heer", "de heer")]);
        let (name, language) = (row.both("display_name"), row.word("language", &LANGUAGES));
        let sizes = [("100", 100), ("125", 125), ("150", 150), ("175", 175), ("200", 200)];
        let text_size = row.word("text_size", &sizes);
        let couple_with = row.known_or_none("couple_with", &tables.residents);
        let wheelchair = row.yes("wheelchair");
        let period = location.and_then(|code| places.period(code, dates));
        let stay = period.and_then(|period| row.valid("moved_in", "left", dates, Some(period)));

        let (code, location) = (code?, places.by_code(location?)?);
        let ward = location.wards.iter().find(|known| Some(known.code.as_str()) == ward)?;
        let last_name = match row.cell("prefix") {
            "" => last_name?.to_owned(),
            prefix => format!("{prefix} {}", last_name?),
        };
        let unit = location.policy.unit;
        let nothing = Period { start: stay?.from, end: stay?.from };
        Some(ImportedHousehold {
            id: ids.household(code),
            code: code.to_owned(),
            location: location.id,
            location_code: location.code.clone(),
            ward: ward.id,
            resident: Resident {
                name: name?,
                first_name: first_name?.to_owned(),
                last_name,
                room: room?.to_owned(),
                ward_name: ward.name.clone(),
                language: language?,
                away: false,
            },
            salutation: salutation?.to_owned(),
            text_size: text_size?,
            wheelchair: wheelchair?,
            couple_with: couple_with?.map(|code| ids.household(code)),
            note_public: row.cell("note_public").to_owned(),
            facts: BudgetFacts { stay: stay?, indications: Vec::new(), suspensions: Vec::new() },
            absences: Vec::new(),
            clearances: clearances.remove(code).unwrap_or_default(),
            authorities: authorities.remove(code).unwrap_or_default(),
            budget: CurrentBudget {
                period: nothing,
                granted: Amount::zero(unit),
                carried: Amount::zero(unit),
                waterfall: None,
            },
            bookings: Vec::new(),
            line: row.line,
        })
    };
    tables.residents.rows().filter_map(read).collect()
}

/// Both rows name each other and stand at the same door.
fn check_couples(tables: &Tables<'_>) {
    let by_code: BTreeMap<&str, Row<'_>> = tables.residents.rows().map(|row| (row.cell("code"), row)).collect();
    for row in tables.residents.rows() {
        let Some(partner) = by_code.get(row.cell("couple_with")) else { continue };
        let (code, partner_code) = (row.cell("code"), partner.cell("code"));
        if code == partner_code {
            row.wrong("couple_with", "another resident");
        } else if partner.cell("couple_with") != code {
            row.wrong("couple_with", format!("a resident whose row names {code} too"));
        } else if (row.cell("ward"), row.cell("room")) != (partner.cell("ward"), partner.cell("room")) {
            row.wrong("room", format!("the room of {partner_code}, {}", partner.cell("room")));
        }
    }
}

fn clearances<'t>(tables: &'t Tables<'_>, dates: &Dates) -> BTreeMap<&'t str, Vec<ClearanceRow>> {
    let mut clearances: BTreeMap<&str, Vec<ClearanceRow>> = BTreeMap::new();
    for row in tables.clearances.rows() {
        let resident = row.known("resident", &tables.residents);
        let clearance = row.known("clearance", &tables.clearance_kinds);
        let (granted, until) = (row.yes("granted"), row.day_or_none("valid_until", dates, None));
        if let (Some(resident), Some(clearance), Some(granted), Some(until)) = (resident, clearance, granted, until) {
            let clearance = Clearance(clearance.to_owned());
            clearances.entry(resident).or_default().push(ClearanceRow { clearance, granted, until });
        }
    }
    clearances
}
