//! Builders for tests, simulations and benchmarks: the demo home's forty items, residents with money, operations.
//!
//! Everything is made from small numbers, so that the same call gives the same thing everywhere. Only compiled for tests
//! and with the feature `testing`.
#![allow(clippy::expect_used, reason = "a builder that is called wrongly may stop the test that calls it")]

mod de_linde;
mod disk;

pub use de_linde::{DE_LINDE, Printed};
pub use disk::{Disk, WriteFailed};

use crate::access::{Actor, Authority, AuthorityKind, Grade, Role, Scope, Theme, Viewer};
use crate::amount::{Amount, Unit};
use crate::budget::{BudgetPolicy, PeriodRule, Tariff};
use crate::calendar::{Day, Moment, Timestamp, Validity, Weekdays};
use crate::catalogue::{
    Catalogue, Category, Clearance, Condition, CostBuildUp, Item, Language, Localized, NoShowCharge, Offer, Places,
    PurseKind, Rule, StaffLine,
};
use crate::household::{CurrentBudget, Household, Resident};
use crate::ids::{HouseholdId, ItemId, LineId, LocationId, OfferId, OpId, OrderId, PersonId, ProviderId, WardId};
use crate::ledger::{Account, Books, Phase, Reason, Transfer};
use crate::order::{BasketLine, LineState, OrderLine};
use crate::sync::device::Limits;
use crate::sync::{Now, Operation, OperationKind, Place, Snapshot, transfer_id};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use uuid::Uuid;

// ---------- numbers ----------

/// The `n`th identity of a kind: the same every time.
#[must_use]
pub const fn number(kind: u64, n: u64) -> Uuid {
    Uuid::from_u64_pair(0x0be4_e27e_0000_7000 | kind, 0x8000_0000_0000_0000 | n)
}

#[must_use]
pub const fn household_id(n: u64) -> HouseholdId {
    HouseholdId(number(1, n))
}

#[must_use]
pub const fn person_id(n: u64) -> PersonId {
    PersonId(number(2, n))
}

#[must_use]
pub const fn item_id(n: u64) -> ItemId {
    ItemId(number(3, n))
}

#[must_use]
pub const fn offer_id(n: u64) -> OfferId {
    OfferId(number(4, n))
}

#[must_use]
pub const fn order_id(n: u64) -> OrderId {
    OrderId(number(5, n))
}

#[must_use]
pub const fn line_id(n: u64) -> LineId {
    LineId(number(6, n))
}

#[must_use]
pub const fn op_id(n: u64) -> OpId {
    OpId(number(7, n))
}

pub const LOCATION: LocationId = LocationId(number(8, 1));
pub const WARD: WardId = WardId(number(9, 1));

// ---------- time ----------

/// `day("2026-11-21")`.
#[must_use]
pub fn day(text: &str) -> Day {
    text.parse().expect("a date like 2026-11-21")
}

/// `moment("2026-11-21T14:30")`.
#[must_use]
pub fn moment(text: &str) -> Moment {
    text.parse().expect("a moment like 2026-11-21T14:30")
}

/// The time of the server when the clock on the wall of the home says `local`, in winter.
#[must_use]
pub fn now_at(local: Moment) -> Now {
    let minutes = moment("1970-01-01T00:00").minutes_until(local) - 60;
    Now { at: Timestamp(minutes * 60_000_000), local, utc_offset_minutes: 60 }
}

/// `now("2026-11-16T09:00")`.
#[must_use]
pub fn now(text: &str) -> Now {
    now_at(moment(text))
}

/// A moment `minutes` later.
#[must_use]
pub fn later(from: Moment, minutes: u32) -> Moment {
    let total = u32::from(from.time.hour()) * 60 + u32::from(from.time.minute()) + minutes;
    let clock = |value: u32| u16::try_from(value).expect("a part of a day");
    let time = crate::calendar::TimeOfDay::new(clock(total / 60 % 24), clock(total % 60)).expect("a time of day");
    Moment { day: from.day.plus_days(i64::from(total / 1440)), time }
}

/// From the beginning of the home, without an end.
#[must_use]
pub fn always() -> Validity {
    Validity { from: day("2020-01-01"), until: None }
}

/// From a day up to, not including, another.
#[must_use]
pub fn between(from: &str, until: &str) -> Validity {
    Validity { from: day(from), until: Some(day(until)) }
}

/// The demo home's periods: four weeks, counted from its anchor.
#[must_use]
pub fn four_weeks() -> PeriodRule {
    PeriodRule::FourWeeks { anchor: day("2025-12-29") }
}

/// The demo home's policy for a location that counts euros.
#[must_use]
pub fn policy() -> BudgetPolicy {
    BudgetPolicy {
        unit: Unit::EuroCent,
        period: four_weeks(),
        unit_value: Decimal::ONE,
        carry_over: Decimal::new(10, 2),
        accrues_while_away: false,
    }
}

/// The demo home's tariffs and what they leave free, in cents per day.
#[must_use]
pub fn tariffs() -> Vec<(Tariff, i64)> {
    [
        ("VV4", 19_500, 4_000, 1_400, 7_200, 3_570, 600),
        ("VV5", 30_500, 4_000, 2_800, 15_000, 3_580, 850),
        ("VV6", 30_500, 4_000, 2_800, 15_000, 3_580, 850),
        ("VV7", 36_000, 4_000, 3_000, 19_380, 3_580, 1_000),
        ("VV8", 41_000, 4_000, 3_000, 23_680, 3_580, 1_000),
        ("VV9b", 33_000, 4_000, 6_000, 14_400, 3_580, 400),
    ]
    .into_iter()
    .map(|(profile, income, housing, treatment, agreed_care, hotel, free)| {
        let tariff = Tariff {
            profile: profile.to_owned(),
            valid: always(),
            income: Decimal::new(income, 2),
            overhead: Decimal::new(14, 2),
            housing: Decimal::new(housing, 2),
            treatment: Decimal::new(treatment, 2),
            agreed_care: Decimal::new(agreed_care, 2),
            hotel: Decimal::new(hotel, 2),
        };
        (tariff, free)
    })
    .collect()
}

// ---------- catalogue ----------

fn both(nl: &str, en: &str) -> Localized {
    Localized { nl: nl.to_owned(), en: en.to_owned() }
}

/// The demo home's rate of a function, in hundredths of a euro per productive minute.
#[must_use]
pub fn rate(function: &str) -> Decimal {
    let hundredths = match function {
        "VR" => 7,
        "GAST" => 52,
        "CHAUF" => 56,
        "HELP" => 58,
        "TD" => 63,
        "AB" => 66,
        "VIG" => 70,
        _ => 100,
    };
    Decimal::new(hundredths, 2)
}

impl Printed {
    /// What makes the price, by the demo home's rates.
    #[must_use]
    pub fn build_up(&self) -> CostBuildUp {
        let staff = self.staff.iter().map(|(function, minutes)| StaffLine {
            function: (*function).to_owned(),
            minutes: *minutes,
            rate: rate(function),
            volunteer: *function == "VR",
        });
        CostBuildUp {
            staff: staff.collect(),
            shared_by: self.shared_by,
            evening_weekend: self.evening.then(|| Decimal::new(130, 2)),
            overhead: Decimal::new(15, 2),
            materials: Decimal::new(self.goods.0, 2),
            purchase: Decimal::new(self.goods.1, 2),
            surcharge: Decimal::new(5, 2),
            round_to_cents: 5,
            point_value: Decimal::new(250, 2),
        }
    }

    fn purses(&self) -> Vec<PurseKind> {
        self.purses.split('/').filter_map(PurseKind::from_code).collect()
    }

    fn conditions(&self) -> Vec<Condition> {
        let condition = |rule, nl: &str, alternative| Condition {
            rule,
            label: Localized::default(),
            message: both(nl, ""),
            alternative,
        };
        let named =
            |code: &str| (0_u64..).zip(DE_LINDE).find_map(|(n, printed)| (printed.code == code).then_some(item_id(n)));
        let clearance = self.clearance.map(|(name, instead)| {
            let rule = Rule::NeedsClearance { clearance: Clearance(name.to_owned()) };
            condition(rule, "Dit kan nu niet.", instead.and_then(named))
        });
        let per_day = self.max_per_day.map(|count| condition(Rule::MaxPerDay { count }, "Genoeg vandaag.", None));
        let per_week = self.max_per_week.map(|count| condition(Rule::MaxPerWeek { count }, "Genoeg deze week.", None));
        let family = self.family_free.then(|| condition(Rule::FamilyFree, "Met familie kost het niets.", None));
        [clearance, per_day, per_week, family].into_iter().flatten().collect()
    }

    fn item(&self, n: u64) -> Item {
        let cost = self.build_up();
        let offer = Offer {
            id: offer_id(n),
            provider: ProviderId(number(0x0a, 1)),
            performer: both("De Linde", "De Linde"),
            weekdays: Weekdays::from_iso(self.days.iter().copied()),
            times: self.times.iter().map(|time| time.parse().expect("a time like 14:30")).collect(),
            capacity: None,
            ends: None,
            prices: cost.prices().expect("the demo home's build-ups have a price"),
            cost,
        };
        Item {
            id: item_id(n),
            code: self.code.to_owned(),
            category: self.category.to_owned(),
            name: both(self.nl, self.en),
            subtitle: Localized::default(),
            description: Localized::default(),
            place: Localized::default(),
            pictogram: "cup".to_owned(),
            photo: None,
            voice: "mint".to_owned(),
            duration_minutes: None,
            purses: self.purses(),
            offers: vec![offer],
            valid: always(),
            lead_time_hours: self.lead_hours,
            cancel_until_hours: self.cancel_hours,
            no_show: if self.no_show_full { NoShowCharge::Full } else { NoShowCharge::None },
            group_min: None,
            group_max: None,
            conditions: self.conditions(),
            synonyms: both(self.words, ""),
        }
    }
}

/// The forty items of the demo home.
#[must_use]
pub fn de_linde() -> Catalogue {
    let category = |code: &str| Category {
        code: code.to_owned(),
        name: both(code, code),
        intro: Localized::default(),
        pictogram: "cup".to_owned(),
        voice: "mint".to_owned(),
    };
    Catalogue {
        version: 1,
        categories: ["out", "active", "care", "therapy", "food", "comfort", "together"].map(category).to_vec(),
        items: (0_u64..).zip(&DE_LINDE).map(|(n, printed)| printed.item(n)).collect(),
        clearances: Vec::new(),
    }
}

// ---------- people ----------

fn actor(role: Role, person: Option<PersonId>, name: &str) -> Actor {
    Actor { role, person, name: name.to_owned(), relation: Localized::default() }
}

#[must_use]
pub fn resident() -> Actor {
    actor(Role::Resident, None, "mevrouw Vermeer")
}

#[must_use]
pub fn family(n: u64) -> Actor {
    Actor { relation: both("dochter", "daughter"), ..actor(Role::Family, Some(person_id(n)), "Els") }
}

#[must_use]
pub fn carer(n: u64) -> Actor {
    actor(Role::Carer, Some(person_id(1000 + n)), "Ruud")
}

#[must_use]
pub fn office() -> Actor {
    actor(Role::Office, Some(person_id(2000)), "Ans")
}

/// What the family member `n` may do.
#[must_use]
pub fn authority(n: u64, grade: Grade, kind: AuthorityKind, valid: Validity) -> Authority {
    let Actor { name, relation, .. } = family(n);
    Authority { person: person_id(n), name, relation, grade, kind, valid }
}

// ---------- households ----------

/// The transfers with which a period begins: grant, carry-over and own money, as far as there are any.
#[must_use]
pub fn opening(n: u64, granted: Amount, carried: Amount, own_cents: i64, on: Day) -> Vec<Transfer> {
    [
        (Account::Funding, Account::Cup, granted, Reason::Grant),
        (Account::Funding, Account::Cup, carried, Reason::CarriedOver),
        (Account::Deposits, Account::Own, Amount::cents(own_cents), Reason::Deposit),
    ]
    .into_iter()
    .zip(0_u32..)
    .filter(|((_, _, amount, _), _)| amount.is_positive())
    .map(|((debit, credit, amount, reason), index)| Transfer {
        id: transfer_id(OpId(number(0x0c, n)), index),
        debit,
        credit,
        amount,
        phase: Phase::Direct,
        reason,
        line: None,
        op: None,
        at: Timestamp(0),
        day: on,
    })
    .collect()
}

/// A resident in the period around 16 November 2026 with this budget, own money in cents, and every clearance.
#[must_use]
pub fn household(n: u64, granted: Amount, carried: Amount, own_cents: i64) -> Household {
    let period = four_weeks().period_of(day("2026-11-16"));
    let journal = opening(n, granted, carried, own_cents, period.start);
    let clearances = DE_LINDE.iter().filter_map(|printed| printed.clearance);
    Household {
        id: household_id(n),
        location: LOCATION,
        ward: WARD,
        version: 1,
        resident: Resident {
            name: both("mevrouw Vermeer", "Mrs Vermeer"),
            first_name: "Anna".to_owned(),
            last_name: "Vermeer".to_owned(),
            room: format!("{}", 100 + n),
            ward_name: "Tuinzijde".to_owned(),
            language: Language::Nl,
            away: false,
        },
        budget: CurrentBudget { period, granted, carried, waterfall: None },
        books: Books::fold(granted.unit(), &journal).expect("the opening of a period fits in empty books"),
        clearances: clearances.map(|(name, _)| (Clearance(name.to_owned()), true)).collect(),
        authorities: Vec::new(),
        baskets: Vec::new(),
        orders: Vec::new(),
        help: Vec::new(),
        refused: Vec::new(),
        exceptions: Vec::new(),
        proposals: Vec::new(),
        frozen: false,
    }
}

/// A resident with this many euro cents to choose from.
#[must_use]
pub fn household_with_cents(n: u64, granted: i64, carried: i64, own: i64) -> Household {
    household(n, Amount::cents(granted), Amount::cents(carried), own)
}

// ---------- operations ----------

/// The `n`th operation, made online.
#[must_use]
pub fn operation(n: u64, household: HouseholdId, actor: Actor, kind: OperationKind) -> Operation {
    Operation::online(op_id(n), household, actor, kind)
}

/// A choice at the catalogue's price: line `n`, `quantity` times `code`.
#[must_use]
pub fn choice(
    n: u64,
    catalogue: &Catalogue,
    code: &str,
    moment: Moment,
    quantity: u32,
    purse: PurseKind,
    unit: Unit,
) -> BasketLine {
    let item = catalogue.by_code(code).expect("an item of the catalogue");
    let offer = item.first_offer().expect("an item with an offer");
    let unit_price = item.price(offer, purse, unit).expect("an item that is sold in this unit");
    BasketLine { line: line_id(n), item: item.id, offer: offer.id, purse, moment, quantity, unit_price }
}

/// The line of that choice as it stands once it is closed.
#[must_use]
pub const fn closed(choice: &BasketLine, state: LineState) -> OrderLine {
    OrderLine {
        id: choice.line,
        item: choice.item,
        offer: choice.offer,
        purse: choice.purse,
        moment: choice.moment,
        quantity: choice.quantity,
        unit_price: choice.unit_price,
        state,
        delivered: None,
        hold: None,
        charged: None,
        cancel_asked: false,
        cancel_asked_at: None,
        decline: None,
        before: None,
    }
}

/// The total per purse, as a screen shows it.
#[must_use]
pub fn max_total(lines: &[BasketLine]) -> BTreeMap<PurseKind, Amount> {
    let mut totals = BTreeMap::new();
    for line in lines {
        let total = line.total().expect("a total that can be counted");
        let before = totals.get(&line.purse).copied().unwrap_or(Amount::zero(total.unit()));
        totals.insert(line.purse, before.plus(total).expect("one unit per purse"));
    }
    totals
}

/// Ordering `lines` as order `n`.
#[must_use]
pub fn place(n: u64, lines: Vec<BasketLine>) -> OperationKind {
    OperationKind::PlaceOrder { order: order_id(n), max_total: max_total(&lines), catalogue_version: 1, lines }
}

/// What a ward tablet has of these households.
#[must_use]
pub fn snapshot(catalogue: Catalogue, households: Vec<Household>, now: Now) -> Snapshot {
    let unit = households.first().map_or(Unit::EuroCent, |household| household.budget.granted.unit());
    Snapshot {
        viewer: Viewer {
            scope: Scope::Ward { location: LOCATION, ward: WARD, person: person_id(1001) },
            actor: carer(1),
            language: Language::Nl,
            text_size: 100,
            theme: Theme::Light,
        },
        place: Place {
            home: "De Linde".to_owned(),
            location: LOCATION,
            location_name: "Lindehof".to_owned(),
            unit,
            ward: Some((WARD, "Tuinzijde".to_owned())),
            demo: true,
            price_note: String::new(),
        },
        now,
        epoch: number(0x0d, 1),
        cursor: 0,
        catalogue: catalogue.into(),
        places: Places::default().into(),
        households,
        complete: true,
        limits: Limits::default(),
        seal_key: None,
        devices: Vec::new(),
    }
}
