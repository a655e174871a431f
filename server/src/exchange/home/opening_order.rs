//! `opening_orders.csv`: orders that a demo home starts with, as the operations that people would have made. They are
//! tried here on the households as they will be, so that what does not fit is known before anything is written.

use super::ReadAt;
use super::files::Tables;
use super::location::Location;
use super::people::Person;
use super::resident::ImportedHousehold;
use crate::exchange::csv_folder::Row;
use crate::exchange::dates::Dates;
use crate::exchange::ids::Ids;
use crate::exchange::problem::ProblemCode;
use domain::access::{Actor, AuthorityKind, Grade, Role, Scope, Theme, Viewer};
use domain::calendar::{Day, Moment, TimeOfDay};
use domain::catalogue::{Item, Localized, Offer, Places, PurseKind};
use domain::household::Household;
use domain::ids::{HouseholdId, ItemId};
use domain::order::{BasketLine, DeclineReason, LineState};
use domain::sync::{Facts, LineRef, Now, Operation, OperationKind, Outcome, Refusal, decide};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// One operation of an opening order, by whom and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub viewer: Viewer,
    pub operation: Operation,
    pub now: Now,
}

/// An order that exists at the start.
#[derive(Clone, Debug, PartialEq)]
pub struct OpeningOrder {
    /// The key in the file.
    pub code: String,
    pub household: HouseholdId,
    /// Placing it first, then what the ward did; oldest first.
    pub steps: Vec<Step>,
    /// In the file.
    pub line: u64,
}

#[derive(Debug, Default)]
pub struct OpeningOrders {
    pub placed: Vec<OpeningOrder>,
    pub left_out: usize,
}

const STATES: [(&str, LineState); 5] = [
    ("requested", LineState::Requested),
    ("accepted", LineState::Accepted),
    ("delivered", LineState::Delivered),
    ("declined", LineState::Declined),
    ("no_show", LineState::NoShow),
];

const REASONS: [(&str, DeclineReason); 6] = [
    ("no_staff", DeclineReason::NoStaff),
    ("full", DeclineReason::Full),
    ("not_safe", DeclineReason::NotSafe),
    ("weather", DeclineReason::Weather),
    ("provider_absent", DeclineReason::ProviderAbsent),
    ("not_possible", DeclineReason::NotPossible),
];

pub fn read(
    tables: &Tables<'_>,
    ids: &Ids,
    dates: &Dates,
    at: &ReadAt<'_>,
    locations: &[Location],
    people: &[Person],
    households: &[ImportedHousehold],
) -> OpeningOrders {
    let reader = Reader { tables, ids, dates, at, locations, people, households };
    let mut orders = OpeningOrders::default();
    for row in tables.opening_orders.rows() {
        match reader.order(row) {
            Some(Some(order)) => orders.placed.push(order),
            Some(None) => orders.left_out += 1,
            None => {}
        }
    }
    // Journals read best when they are in the order of time.
    orders.placed.sort_by_key(|order| (order.steps.first().map(|step| step.now.at), order.line));
    // An order depends on everything: with other problems it would only say those again.
    if !tables.opening_orders.any_problems() {
        reader.try_out(&orders.placed);
    }
    orders
}

struct Reader<'a, 't> {
    tables: &'t Tables<'t>,
    ids: &'a Ids,
    dates: &'a Dates,
    at: &'a ReadAt<'a>,
    locations: &'a [Location],
    people: &'a [Person],
    households: &'a [ImportedHousehold],
}

/// What a row says, before it is known when and by whom.
struct Wanted<'a> {
    code: &'a str,
    household: &'a ImportedHousehold,
    location: &'a Location,
    item: &'a Item,
    offer: &'a Offer,
    moment: Moment,
}

impl<'a> Reader<'a, '_> {
    /// `Some(None)`: well written, and before the current period, so left out.
    fn order(&self, row: Row<'_>) -> Option<Option<OpeningOrder>> {
        let code = row.text("code");
        let resident = row.known("resident", &self.tables.residents);
        let item = row.known("item", &self.tables.catalogue);
        let quantity = row.whole("quantity");
        if quantity == Some(0) {
            row.wrong("quantity", "1 or more");
        }
        let days = row.signed("days_from_today");
        if days.is_some_and(|days| days.abs() > 366) {
            row.say("days_from_today", ProblemCode::NotAllowed, "at most a year from today");
        }
        let (time, state) = (row.time("time"), row.word("state", &STATES));
        let purse = row.word("purse", &[("cup", PurseKind::Cup), ("own", PurseKind::Own)]);
        let alternative = row.known_or_none("alternative_item", &self.tables.catalogue);
        let reason = decline_reason(row, state, alternative.flatten());
        let placed_by = row.text("placed_by");

        let household = self.households.iter().find(|household| Some(household.code.as_str()) == resident)?;
        let location = self.locations.iter().find(|location| location.id == household.location)?;
        let placer = self.placer(row, household, placed_by?);
        let day = self.dates.anchor.plus_days(days.filter(|days| days.abs() <= 366)?);
        let (item, offer, moment) = self.choice(row, location, item?, day, time?)?;
        let wanted = Wanted { code: code?, household, location, item, offer, moment };
        let quantity = quantity.filter(|quantity| *quantity > 0)?;
        let steps = self.steps(row, &wanted, placer?, quantity, purse?, state?, reason?, alternative?)?;
        let today = self.at.clock.now().local.day;
        if moment.day < location.policy.period.period_of(today).start {
            return Some(None);
        }
        Some(Some(OpeningOrder { code: code?.to_owned(), household: household.id, steps, line: row.line }))
    }

    /// The offer that has this time on the day, or on the nearest day further from today.
    fn choice(
        &self,
        row: Row<'_>,
        location: &'a Location,
        item: &str,
        day: Day,
        time: TimeOfDay,
    ) -> Option<(&'a Item, &'a Offer, Moment)> {
        let step = if day < self.dates.anchor { -1 } else { 1 };
        let days = (0..7).map(|count| day.plus_days(count * step));
        let moments = days.map(|day| Moment { day, time });
        let versions: Vec<&Item> = location.catalogue.items.iter().filter(|known| known.code == item).collect();
        let found = moments.into_iter().find_map(|moment| {
            let item = versions.iter().find(|item| item.valid.contains(moment.day))?;
            let has_it = |offer: &&Offer| offer.weekdays.contains(moment.day) && offer.times.contains(&moment.time);
            item.offers.iter().find(has_it).map(|offer| (*item, offer, moment))
        });
        if found.is_none() && !versions.is_empty() {
            let times: Vec<String> = versions
                .iter()
                .flat_map(|item| &item.offers)
                .flat_map(|offer| &offer.times)
                .map(ToString::to_string)
                .collect();
            let mut times: Vec<&str> = times.iter().map(String::as_str).collect();
            times.sort_unstable();
            times.dedup();
            row.wrong("time", format!("a time of an offer of {item} at {}: {}", location.code, times.join(", ")));
        }
        let is_offered = |offer: Row<'_>| offer.cell("item") == item && offer.cell("location") == location.code;
        if versions.is_empty() && self.tables.offers.is_read() && !self.tables.offers.rows().any(is_offered) {
            row.wrong("item", format!("an item that is on sale at {}", location.code));
        }
        found
    }

    fn placer(&self, row: Row<'_>, household: &ImportedHousehold, code: &str) -> Option<Viewer> {
        if code == "resident" {
            return Some(resident_viewer(household));
        }
        let Some(person) = self.people.iter().find(|person| person.code == code) else {
            if self.tables.people.is_read() && !self.tables.people.has_code(code) {
                row.say("placed_by", ProblemCode::UnknownReference, "resident, or one of the codes in people.csv");
            }
            return None;
        };
        let may_order = household.authorities.iter().find(|row| {
            row.authority.person == person.id
                && row.authority.kind == AuthorityKind::Care
                && row.authority.grade >= Grade::Order
                && row.authority.valid.contains(self.dates.anchor)
        });
        let Some(authority) = may_order else {
            let resident = &household.code;
            row.wrong("placed_by", format!("someone who may order for {resident}: grade order or manage, kind care"));
            return None;
        };
        Some(family_viewer(household, person, authority.authority.relation.clone()))
    }

    #[expect(clippy::too_many_arguments, reason = "one argument for each thing that a row says")]
    fn steps(
        &self,
        row: Row<'_>,
        wanted: &Wanted<'_>,
        placer: Viewer,
        quantity: u32,
        purse: PurseKind,
        state: LineState,
        reason: Option<DeclineReason>,
        alternative: Option<&str>,
    ) -> Option<Vec<Step>> {
        let price = wanted.item.price(wanted.offer, purse, wanted.location.policy.unit);
        let total = price.and_then(|price| price.times(quantity).ok());
        let (Some(unit_price), Some(total)) = (price, total) else {
            row.wrong("item", format!("an item with a price at {}", wanted.location.code));
            return None;
        };
        let (order, line) = (self.ids.order(wanted.code), self.ids.line(wanted.code));
        let target = LineRef { order, line };
        let basket = BasketLine {
            line,
            item: wanted.item.id,
            offer: wanted.offer.id,
            purse,
            moment: wanted.moment,
            quantity,
            unit_price,
        };
        let place = OperationKind::PlaceOrder {
            order,
            lines: vec![basket],
            catalogue_version: 0,
            max_total: BTreeMap::from([(purse, total)]),
        };
        let times = self.times(wanted);
        let placing = self.step(wanted, "place", placer, place, times.placed, None);
        let before = placing.operation.op_id;
        let mut steps = vec![placing];
        let mut by_ward = |name: &str, kind: OperationKind, now: Now| {
            let viewer = self.ward_viewer(row, wanted.household, wanted.code)?;
            steps.push(self.step(wanted, name, viewer, kind, now, Some(before)));
            Some(())
        };
        match state {
            LineState::Declined => {
                let other_item: Option<ItemId> = alternative.map(|code| self.ids.item(code));
                let note = row.cell("note").to_owned();
                let kind = OperationKind::DeclineLine { target, reason: reason?, other_moment: None, other_item, note };
                by_ward("decline", kind, times.answered)?;
            }
            LineState::Accepted | LineState::Delivered | LineState::NoShow => {
                by_ward("accept", OperationKind::AcceptLine { target }, times.answered)?;
            }
            LineState::Requested | LineState::PartlyDelivered | LineState::Cancelled => {}
        }
        match state {
            LineState::Delivered => {
                by_ward("deliver", OperationKind::DeliverLine { target, quantity: None }, times.done)?;
            }
            LineState::NoShow => {
                by_ward("no_show", OperationKind::NoShowLine { target }, times.done)?;
            }
            _ => {}
        }
        Some(steps)
    }

    fn step(
        &self,
        wanted: &Wanted<'_>,
        name: &str,
        viewer: Viewer,
        kind: OperationKind,
        now: Now,
        after: Option<domain::ids::OpId>,
    ) -> Step {
        let op = self.ids.operation(&format!("{}/{name}", wanted.code));
        let mut operation = Operation::online(op, wanted.household.id, viewer.actor.clone(), kind);
        operation.depends_on.extend(after);
        Step { viewer, operation, now }
    }

    /// When it was placed, answered and done: in time for the item, by day, and never later than now.
    fn times(&self, wanted: &Wanted<'_>) -> Times {
        let now = self.at.clock.now();
        let moment = wanted.moment;
        let latest = minutes_later(moment, -wanted.item.lead_minutes(moment).max(1));
        let latest = if now.local.minutes_until(latest) > 0 { now.local } else { latest };
        // A few minutes apart, so that not everyone orders at the same moment.
        let spread = wanted.code.bytes().fold(7_i64, |sum, byte| (sum * 31 + i64::from(byte)) % 97);
        let wish = minutes_later(latest, -20 - spread);
        let placed = match wish.time.hour() {
            0..8 => Moment { day: wish.day.plus_days(-1), time: evening(spread) },
            8..21 => wish,
            _ => Moment { day: wish.day, time: evening(spread) },
        };
        let at = |moment: Moment| {
            let then = self.at.clock.at(self.at.clock.instant(moment));
            if then.at > now.at { now } else { then }
        };
        let answered = at(minutes_later(placed, 15 + spread % 40));
        let done = at(minutes_later(moment, i64::from(wanted.item.duration_minutes.unwrap_or(5)).min(240)));
        let placed = at(placed);
        let answered = if answered.at < placed.at { placed } else { answered };
        Times { placed, answered, done: if done.at < answered.at { answered } else { done } }
    }

    /// Someone of the resident's ward, or of the location.
    fn ward_viewer(&self, row: Row<'_>, household: &ImportedHousehold, code: &str) -> Option<Viewer> {
        let works = |person: &&Person| person.role.acts_as() == Some(Role::Carer);
        let on_ward = |person: &&Person| person.ward == Some(household.ward);
        let in_location =
            |person: &&Person| person.ward.is_none() && person.location.is_none_or(|at| at == household.location);
        let staff: Vec<&Person> = self.people.iter().filter(works).filter(on_ward).collect();
        let staff =
            if staff.is_empty() { self.people.iter().filter(works).filter(in_location).collect() } else { staff };
        let turn = code.bytes().map(usize::from).sum::<usize>().checked_rem(staff.len()).unwrap_or(0);
        let Some(person) = staff.get(turn) else {
            let resident = &household.code;
            row.wrong("state", format!("requested: people.csv has no carer on the ward of {resident}"));
            return None;
        };
        Some(Viewer {
            scope: Scope::Ward { location: household.location, ward: household.ward, person: person.id },
            actor: Actor {
                role: Role::Carer,
                person: Some(person.id),
                name: person.display.clone(),
                relation: Localized::default(),
            },
            language: person.language,
            text_size: 100,
            theme: Theme::default(),
        })
    }

    /// Judges every order of a new household in memory, as the store will.
    fn try_out(&self, orders: &[OpeningOrder]) {
        let today = self.at.clock.now().local.day;
        let mut tried: BTreeMap<HouseholdId, Household> = BTreeMap::new();
        for order in orders {
            let Some(imported) = self.households.iter().find(|household| household.id == order.household) else {
                continue;
            };
            let is_known = self.at.known.contains_key(&("residents.csv".to_owned(), imported.code.clone()));
            let location = self.locations.iter().find(|location| location.id == imported.location);
            let (Some(location), false) = (location, is_known) else { continue };
            let Some(row) = self.tables.opening_orders.rows().find(|row| row.line == order.line) else { continue };
            let household = match tried.entry(imported.id) {
                Entry::Occupied(tried) => tried.into_mut(),
                Entry::Vacant(new) => {
                    let Ok(opened) = imported.opened(today) else { continue };
                    new.insert(opened)
                }
            };
            for step in &order.steps {
                let catalogue = &location.catalogue.clone().on(step.now.local.day);
                let facts = Facts { household, catalogue, places: Places::NONE, now: step.now };
                match decide(&step.operation, &facts) {
                    Ok(Outcome::Apply(effects)) => {
                        if let Err(error) = household.apply(&effects) {
                            row.wrong("code", format!("an order that the books can take: {error}"));
                        }
                    }
                    Ok(Outcome::Noop(_)) => {}
                    Err(refusal) => {
                        row.wrong(refused_column(&refusal), refused_words(&refusal));
                        break;
                    }
                }
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Times {
    placed: Now,
    answered: Now,
    done: Now,
}

fn minutes_later(moment: Moment, minutes: i64) -> Moment {
    let of_day = i64::from(moment.time.hour()) * 60 + i64::from(moment.time.minute()) + minutes;
    let part = |value: i64| u16::try_from(value).unwrap_or(0);
    let left = of_day.rem_euclid(1440);
    let time = TimeOfDay::new(part(left / 60), part(left % 60)).unwrap_or(TimeOfDay::MIDNIGHT);
    Moment { day: moment.day.plus_days(of_day.div_euclid(1440)), time }
}

/// Between 19:00 and 20:36.
fn evening(spread: i64) -> TimeOfDay {
    let start =
        Moment { day: Day::from_date(time::Date::MIN), time: TimeOfDay::new(19, 0).unwrap_or(TimeOfDay::MIDNIGHT) };
    minutes_later(start, spread).time
}

fn decline_reason(row: Row<'_>, state: Option<LineState>, alternative: Option<&str>) -> Option<Option<DeclineReason>> {
    let is_declined = state == Some(LineState::Declined);
    if alternative.is_some() && state.is_some() && !is_declined {
        row.wrong("alternative_item", "nothing: only a declined order has an alternative");
    }
    match (is_declined, row.cell("reason").is_empty()) {
        (true, _) => row.word("reason", &REASONS).map(Some),
        (false, true) => Some(None),
        (false, false) => {
            row.wrong("reason", "nothing: only a declined order has a reason");
            None
        }
    }
}

fn refused_column(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NotOfferedThen { .. } | Refusal::TooLate { .. } => "time",
        Refusal::WrongPurse { .. } => "purse",
        Refusal::WrongQuantity { .. } => "quantity",
        Refusal::NotAllowed => "placed_by",
        _ => "item",
    }
}

fn refused_words(refusal: &Refusal) -> String {
    match refusal {
        Refusal::TooLittleLeft { short, left, .. } => {
            let (short, left) = (short.to_decimal(), left.to_decimal());
            format!("an order that fits: {left} is left in the purse, {short} too little")
        }
        Refusal::ConditionNotMet { .. } => "an item whose clearance the resident has".to_owned(),
        Refusal::TooManyOnOneDay { max, .. } => format!("at most {max} of this item on one day"),
        Refusal::TooManyInOneWeek { max, .. } => format!("at most {max} of this item in one week"),
        Refusal::WrongPurse { .. } => "a purse that can pay this item".to_owned(),
        other => format!("an order that the shop would take; it says {}", other.code()),
    }
}

fn resident_viewer(household: &ImportedHousehold) -> Viewer {
    Viewer {
        scope: Scope::Resident { location: household.location, household: household.id },
        actor: Actor {
            role: Role::Resident,
            person: None,
            name: household.resident.name.nl.clone(),
            relation: Localized::default(),
        },
        language: household.resident.language,
        text_size: household.text_size,
        theme: Theme::default(),
    }
}

fn family_viewer(household: &ImportedHousehold, person: &Person, relation: Localized) -> Viewer {
    Viewer {
        scope: Scope::Family { person: person.id, households: vec![household.id] },
        actor: Actor { role: Role::Family, person: Some(person.id), name: person.display.clone(), relation },
        language: person.language,
        text_size: 100,
        theme: Theme::default(),
    }
}
