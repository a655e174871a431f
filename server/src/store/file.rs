//! Everything that is kept about one resident, read in one moment: for the resident who asks for it, or who leaves.
//! However long ago something was, it is in here; what is in sight in the shop does not matter.

use super::household::Key;
use super::statement::statements;
use super::tablet::Preferences;
use super::value::{Row, values};
use super::{Store, StoreError, Tx, correction, ledger, note, order, roll_over};
use crate::clock::Clock;
use crate::exchange::home::cells_about;
use domain::access::{Actor, Authority, Scope, Viewer};
use domain::amount::{Amount, Unit};
use domain::budget::{BudgetFacts, BudgetPolicy, Indication, Period, Suspension, Tariff, waterfall};
use domain::calendar::{Day, Moment, Timestamp, Validity};
use domain::catalogue::{Item, Localized};
use domain::household::{Basket, Resident};
use domain::ids::{DeviceId, HouseholdId, ItemId, LineId, LocationId, OfferId, OpId, OrderId};
use domain::ledger::{Account, Books, LedgerError, Phase, Reason, Transfer};
use domain::order::{BasketLine, LineState, Order, OrderLine};
use domain::resident_file::{
    Asked, BeforeAndAfter, Booked, BudgetOfPeriod, By, Chosen, Corrected, DaysAway, Deed, DeviceKept, Emergency,
    FORMAT, FoundPossible, ImportedRow, LineKept, Looked, MayDecide, NotesKept, OrderKept, Profile, Proposed,
    ResidentFile, ScreenKept, SignedIn, Step, TabletKept, VERSION, WhoTheyAre, without_numbers_of_people,
};
use domain::sync::{OperationKind, Verdict};
use std::collections::{BTreeMap, BTreeSet};

statements! {
    WHO = "SELECT h.location_id, h.household_id, h.ward_id, h.version, h.code, h.resident, h.text_size, h.card, h.baskets, h.proposals,
            h.period_start, h.carried, h.preferences, h.pictogram, h.picture_code, l.name AS location_name, l.unit, l.policy, l.accrues_in_hospital, l.accrues_on_leave,
            o.name AS home_name, o.time_zone, o.price_note
        FROM household h JOIN location l ON l.location_id = h.location_id CROSS JOIN home o WHERE h.household_id = $1 AND h.erased_at IS NULL";
    BY_CODE = "SELECT location_id, household_id FROM household WHERE code = $1 AND erased_at IS NULL";
    STAY = "SELECT valid_from, valid_until FROM stay WHERE location_id = $1 AND household_id = $2";
    INDICATIONS = "SELECT valid_from, valid_until, profile FROM indication
        WHERE location_id = $1 AND household_id = $2 ORDER BY valid_from";
    DAYS_AWAY = "SELECT valid_from, valid_until, kind FROM suspension
        WHERE location_id = $1 AND household_id = $2 ORDER BY valid_from";
    CLEARANCES = "SELECT c.clearance, c.granted, c.last_day, k.name FROM clearance c
        LEFT JOIN clearance_kind k ON k.code = c.clearance
        WHERE c.location_id = $1 AND c.household_id = $2 ORDER BY c.clearance";
    AUTHORITIES = "SELECT authority, proof FROM authority WHERE location_id = $1 AND household_id = $2 ORDER BY code";
    HELP = "SELECT topic, asked_by, asked_at, answered_at, answered_by FROM help_request
        WHERE location_id = $1 AND household_id = $2 ORDER BY asked_at, help_id";
    OPERATIONS = "SELECT op_id, device_id, actor, auth, kind, payload, verdict, recorded_at, refused_order, sent_by, exception
        FROM operation WHERE location_id = $1 AND household_id = $2 ORDER BY recorded_at, op_id";
    DEVICES = "SELECT device_id, viewer, seen_at, revoked_at FROM device ORDER BY device_id";
    SESSIONS = "SELECT viewer, method, agent, created_at, last_seen_at, expires_at FROM session ORDER BY created_at";
    ITEMS = "SELECT item_id, item FROM item WHERE location_id = $1 ORDER BY valid_from";
    LOOKS = "SELECT a.at, a.role, p.display, a.authority, a.what, a.detail, a.outcome
        FROM audit a LEFT JOIN person p ON p.person_id = a.person_id
        WHERE a.on_behalf_of = $1
            OR a.residents IN (SELECT r.residents FROM audit_residents r WHERE r.household_id = $1)
        ORDER BY a.sequence";
    EMERGENCIES = "SELECT e.opened_at, e.expires_at, e.role, p.display, e.reason, e.reviewed_at, e.remark
        FROM emergency e LEFT JOIN person p ON p.person_id = e.person_id
        WHERE e.location_id = $1 AND e.household_id = $2 ORDER BY e.opened_at";
    TABLETS = "SELECT name, added_by, added_at, enrolled_at, revoked_by, revoked_at FROM tablet
        WHERE location_id = $1 AND household_id = $2 ORDER BY added_at, tablet_id";
    IMPORTED = "SELECT file, cells FROM import_row ORDER BY file, row_key";
}

impl Store {
    /// The household of the home's own code, such as `R01`, with its location.
    pub async fn household_by_code(&self, code: &str) -> Result<Option<(LocationId, HouseholdId)>, StoreError> {
        let row = self.inner.db.single().await?.fetch_optional(&BY_CODE, values![code]).await?;
        row.map(|row| Ok((LocationId(row.uuid("location_id")?), HouseholdId(row.uuid("household_id")?)))).transpose()
    }

    /// The whole file of one resident of the office's locations; `None` outside the scope.
    pub async fn resident_file(
        &self,
        scope: &Scope,
        household: HouseholdId,
        clock: &Clock,
    ) -> Result<Option<ResidentFile>, StoreError> {
        let mut tx = self.inner.db.read().await?;
        let Some(row) = tx.fetch_optional(&WHO, values![household]).await? else { return Ok(None) };
        let key = Key::of(&row)?;
        if !matches!(scope, Scope::Office { locations, .. } if locations.contains(&key.location)) {
            return Ok(None);
        }
        let file = read(&mut tx, &row, key, clock).await?;
        tx.finish().await?;
        Ok(Some(file))
    }
}

async fn read(tx: &mut Tx, row: &Row, key: Key, clock: &Clock) -> Result<ResidentFile, StoreError> {
    let unit = row.code("unit", Unit::from_code)?;
    let here = values![key.location, key.household];
    let stay = tx.fetch_optional(&STAY, here.clone()).await?.map(|row| roll_over::validity(&row)).transpose()?;
    let mut indications = Vec::new();
    for row in tx.fetch(&INDICATIONS, here.clone()).await? {
        indications.push(Profile { profile: row.text("profile")?, valid: roll_over::validity(&row)? });
    }
    let mut days_away = Vec::new();
    for row in tx.fetch(&DAYS_AWAY, here.clone()).await? {
        days_away.push(DaysAway { kind: row.text("kind")?, valid: roll_over::validity(&row)? });
    }
    let ledger = ledger::journal(tx, key.location, key.household).await?;
    let transfers: Vec<Transfer> = ledger.iter().map(|entry| entry.transfer.clone()).collect();
    let counting = Counting {
        unit,
        policy: row.json("policy")?,
        tariffs: roll_over::tariffs(tx).await?,
        facts: facts(row, stay, &indications, &days_away)?,
        current: row.day("period_start")?,
        carried: Amount::new(unit, row.int("carried")?),
    };
    let names = Names::read(tx, key.location).await?;
    let operations = operations(tx, key, clock).await?;
    let orders = order::all(tx, key.location, key.household).await?;
    let used: BTreeSet<DeviceId> = operations.iter().filter_map(|deed| deed.told.device).collect();
    let balances = Books::fold(unit, &transfers)?.balances;
    Ok(ResidentFile {
        format: FORMAT,
        version: VERSION,
        made_at: clock.now().local,
        home: row.text("home_name")?,
        time_zone: row.text("time_zone")?,
        price_note: row.json("price_note")?,
        resident: who(row)?,
        stay,
        clearances: clearances(tx, key).await?,
        periods: periods(&transfers, &counting)?,
        balances: balances.into_iter().map(|(account, balance)| (account, balance.posted())).collect(),
        ledger: ledger.into_iter().map(|entry| booked(entry, clock)).collect(),
        orders: orders.into_iter().map(|order| order_kept(order, &names, &operations, clock)).collect(),
        baskets: baskets(row, &names)?,
        proposals: proposals(row, &names, clock)?,
        authorities: authorities(tx, key).await?,
        help: help(tx, key, clock).await?,
        devices: devices(tx, key, &used, clock).await?,
        sessions: sessions(tx, key, clock).await?,
        operations: operations.into_iter().map(|deed| deed.told).collect(),
        looks: looks(tx, key, clock).await?,
        emergencies: emergencies(tx, key, clock).await?,
        corrections: corrections(tx, key, clock).await?,
        screen: screen(row)?,
        tablets: tablets(tx, key, clock).await?,
        private_notes: private_notes(tx, key, clock).await?,
        imported: imported(tx, &row.text("code")?).await?,
        indications,
        days_away,
    })
}

fn who(row: &Row) -> Result<WhoTheyAre, StoreError> {
    let resident: Resident = row.json("resident")?;
    let card: serde_json::Value = row.json("card")?;
    let text = |name: &str| card.get(name).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    Ok(WhoTheyAre {
        code: row.text("code")?,
        name: resident.name,
        salutation: text("salutation"),
        first_name: resident.first_name,
        last_name: resident.last_name,
        room: resident.room,
        ward: resident.ward_name,
        location: row.text("location_name")?,
        language: resident.language,
        text_size: row.int("text_size")?,
        wheelchair: card.get("wheelchair").and_then(serde_json::Value::as_bool).unwrap_or_default(),
        has_partner_here: card.get("couple_with").is_some_and(|partner| !partner.is_null()),
        note: text("note_public"),
    })
}

/// What a grant is worked out from; nothing without a stay.
fn facts(
    row: &Row,
    stay: Option<Validity>,
    indications: &[Profile],
    days_away: &[DaysAway],
) -> Result<Option<BudgetFacts>, StoreError> {
    let (in_hospital, on_leave): (bool, bool) = (row.get("accrues_in_hospital")?, row.get("accrues_on_leave")?);
    let counts = |kind: &str| if kind == "hospital" { in_hospital } else { on_leave };
    let indication = |one: &Profile| Indication { profile: one.profile.clone(), valid: one.valid };
    Ok(stay.map(|stay| BudgetFacts {
        stay,
        indications: indications.iter().map(indication).collect(),
        suspensions: days_away
            .iter()
            .filter(|away| !counts(&away.kind))
            .map(|away| Suspension { valid: away.valid })
            .collect(),
    }))
}

/// How the location counts, and what it counts from.
struct Counting {
    unit: Unit,
    policy: BudgetPolicy,
    tariffs: Vec<Tariff>,
    facts: Option<BudgetFacts>,
    /// The first day of the period of now.
    current: Day,
    /// What came along into it.
    carried: Amount,
}

/// The periods that the journal tells of, and the one of now.
fn periods(journal: &[Transfer], counting: &Counting) -> Result<Vec<BudgetOfPeriod>, LedgerError> {
    let nothing = Amount::zero(counting.unit);
    let mut periods: BTreeMap<Day, BudgetOfPeriod> = BTreeMap::new();
    let mut books = Books::open(counting.unit);
    let days = journal.iter().filter(|transfer| is_of_the_cup(transfer)).map(|transfer| transfer.day);
    for day in days.chain([counting.current]) {
        let period = counting.policy.period.period_of(day);
        periods.entry(period.start).or_insert_with(|| BudgetOfPeriod {
            period,
            unit: counting.unit,
            granted: nothing,
            carried: nothing,
            spent: nothing,
            lapsed: nothing,
            waterfall: worked_out(counting, period),
        });
    }
    for transfer in journal {
        let before = books.spendable(Account::Cup);
        books.apply(transfer)?;
        let start = counting.policy.period.period_of(transfer.day).start;
        let Some(of) = periods.get_mut(&start).filter(|_| is_of_the_cup(transfer)) else { continue };
        let amount = transfer.amount;
        match (transfer.debit, transfer.credit, transfer.phase, transfer.reason) {
            (Account::Funding, Account::Cup, _, Reason::CarriedOver) => of.carried = of.carried.plus(amount)?,
            (Account::Funding, Account::Cup, _, Reason::Grant) => {
                // What was in the cup when the next period began came along.
                of.carried = of.carried.plus(if of.granted.is_zero() { before } else { nothing })?;
                of.granted = of.granted.plus(amount)?;
            }
            (Account::Funding, Account::Cup, ..) => of.granted = of.granted.plus(amount)?,
            (Account::Cup, Account::Funding, ..) => of.granted = of.granted.minus(amount)?,
            (Account::Cup, Account::Lapsed, ..) => of.lapsed = of.lapsed.plus(amount)?,
            (Account::Cup, Account::Delivered, Phase::Post { .. } | Phase::Direct, _) => {
                of.spent = of.spent.plus(amount)?;
            }
            (Account::Delivered, Account::Cup, Phase::Direct, _) => of.spent = of.spent.minus(amount)?,
            _ => {}
        }
    }
    if let Some(current) = periods.get_mut(&counting.current) {
        current.carried = counting.carried;
    }
    Ok(periods.into_values().collect())
}

const fn is_of_the_cup(transfer: &Transfer) -> bool {
    matches!(transfer.debit, Account::Cup) || matches!(transfer.credit, Account::Cup)
}

fn worked_out(counting: &Counting, period: Period) -> Option<domain::budget::Waterfall> {
    let facts = counting.facts.as_ref()?;
    waterfall(facts, &counting.tariffs, &counting.policy, period).ok()
}

fn booked(entry: ledger::Entry, clock: &Clock) -> Booked {
    let transfer = entry.transfer;
    Booked {
        number: entry.sequence,
        transfer: transfer.id,
        at: clock.at(transfer.at).local,
        day: transfer.day,
        from: transfer.debit,
        to: transfer.credit,
        amount: transfer.amount,
        phase: transfer.phase.code(),
        resolves: transfer.phase.resolves(),
        reason: transfer.reason,
        order: transfer.line.map(|(order, _)| order),
        line: transfer.line.map(|(_, line)| line),
        operation: transfer.op,
        hash: crate::hex::hex(&entry.hash),
    }
}

/// What items and their performers are called, also those that are no longer sold.
struct Names(BTreeMap<ItemId, Item>);

impl Names {
    async fn read(tx: &mut Tx, location: LocationId) -> Result<Self, StoreError> {
        let rows = tx.fetch(&ITEMS, values![location]).await?;
        let named = |row: &Row| Ok((ItemId(row.uuid("item_id")?), row.json("item")?));
        Ok(Self(rows.iter().map(named).collect::<Result<_, StoreError>>()?))
    }

    fn item(&self, id: ItemId) -> Localized {
        self.0.get(&id).map(|item| item.name.clone()).unwrap_or_default()
    }

    fn performer(&self, item: ItemId, offer: OfferId) -> Localized {
        let offer = self.0.get(&item).and_then(|item| item.offers.iter().find(|known| known.id == offer));
        offer.map(|offer| offer.performer.clone()).unwrap_or_default()
    }
}

/// What someone did, and which line or order it was about.
struct Done {
    told: Deed,
    applied: Option<OperationKind>,
}

impl Done {
    fn is_about(&self, order: OrderId, line: LineId) -> bool {
        match &self.applied {
            Some(OperationKind::CancelOrder { order: cancelled }) => *cancelled == order,
            Some(kind) => kind.target().is_some_and(|target| (target.order, target.line) == (order, line)),
            None => false,
        }
    }
}

async fn operations(tx: &mut Tx, key: Key, clock: &Clock) -> Result<Vec<Done>, StoreError> {
    let rows = tx.fetch(&OPERATIONS, values![key.location, key.household]).await?;
    let structure = |row: &Row, column: &str| -> Result<Option<serde_json::Value>, StoreError> {
        let mut value = row.json_or_null(column)?;
        value.iter_mut().for_each(without_numbers_of_people);
        Ok(value)
    };
    rows.iter()
        .map(|row| {
            let verdict: Verdict = row.json("verdict")?;
            let applied = matches!(verdict, Verdict::Applied { .. });
            let told = Deed {
                operation: OpId(row.uuid("op_id")?),
                at: clock.at(Timestamp(row.int("recorded_at")?)).local,
                by: By::from(row.json::<Actor>("actor")?),
                sent_by: row.json_or_null::<Actor>("sent_by")?.map(By::from),
                known_by: row.text("auth")?,
                device: row.get::<Option<uuid::Uuid>>("device_id")?.map(DeviceId),
                what: row.text("kind")?,
                asked: structure(row, "payload")?.unwrap_or_default(),
                verdict: structure(row, "verdict")?.unwrap_or_default(),
                not_made: structure(row, "refused_order")?,
                to_sort_out: structure(row, "exception")?,
            };
            // A kind that this program no longer knows is told of as it came.
            let applied = if applied { row.json("payload").ok() } else { None };
            Ok(Done { told, applied })
        })
        .collect()
}

fn order_kept(order: Order, names: &Names, done: &[Done], clock: &Clock) -> OrderKept {
    let id = order.id;
    OrderKept {
        order: id,
        at: clock.at(order.placed_at).local,
        by: By::from(order.placed_by),
        lines: order.lines.into_iter().map(|line| line_kept(id, line, names, done)).collect(),
    }
}

fn line_kept(order: OrderId, line: OrderLine, names: &Names, done: &[Done]) -> LineKept {
    let steps = done.iter().filter(|deed| deed.is_about(order, line.id)).map(|deed| &deed.told);
    LineKept {
        line: line.id,
        item: names.item(line.item),
        performer: names.performer(line.item, line.offer),
        moment: line.moment,
        purse: line.purse,
        quantity: line.quantity,
        delivered: line.delivered,
        unit_price: line.unit_price,
        charged: line.charged,
        state: line.state,
        decline: line.decline,
        steps: steps.map(|deed| Step { at: deed.at, by: deed.by.clone(), what: deed.what.clone() }).collect(),
    }
}

fn baskets(row: &Row, names: &Names) -> Result<Vec<Chosen>, StoreError> {
    let baskets: Vec<Basket> = row.json("baskets")?;
    let lines = baskets.into_iter().flat_map(|basket| {
        let by_family = basket.owner.is_some();
        basket.lines.into_iter().map(move |line| (by_family, line))
    });
    Ok(lines.map(|(by_family, line)| chosen(&line, by_family, names)).collect())
}

fn chosen(line: &BasketLine, by_family: bool, names: &Names) -> Chosen {
    Chosen { item: names.item(line.item), moment: line.moment, purse: line.purse, quantity: line.quantity, by_family }
}

fn proposals(row: &Row, names: &Names, clock: &Clock) -> Result<Vec<Proposed>, StoreError> {
    let proposals: Vec<Order> = row.json("proposals")?;
    Ok(proposals
        .into_iter()
        .map(|proposal| {
            let lines = proposal.choices().iter().map(|line| chosen(line, true, names)).collect();
            let first = proposal.lines.into_iter().next();
            let answer = first.and_then(|line| Some((line.state == LineState::Delivered, line.before?)));
            Proposed {
                at: clock.at(proposal.placed_at).local,
                by: By::from(proposal.placed_by),
                lines,
                said_yes: answer.as_ref().map(|(yes, _)| *yes),
                answered_at: answer.as_ref().map(|(_, answer)| clock.at(answer.at).local),
                answered_by: answer.map(|(_, answer)| By::from(answer.by)),
            }
        })
        .collect())
}

async fn clearances(tx: &mut Tx, key: Key) -> Result<Vec<FoundPossible>, StoreError> {
    let rows = tx.fetch(&CLEARANCES, values![key.location, key.household]).await?;
    rows.iter()
        .map(|row| {
            Ok(FoundPossible {
                code: row.text("clearance")?,
                name: row.json_or_null("name")?.unwrap_or_default(),
                granted: row.get("granted")?,
                last_day: roll_over::day_or_none(row, "last_day")?,
            })
        })
        .collect()
}

async fn authorities(tx: &mut Tx, key: Key) -> Result<Vec<MayDecide>, StoreError> {
    let rows = tx.fetch(&AUTHORITIES, values![key.location, key.household]).await?;
    rows.iter()
        .map(|row| {
            let Authority { name, relation, grade, kind, valid, .. } = row.json("authority")?;
            Ok(MayDecide { name, relation, grade, kind, valid, proof: row.text("proof")? })
        })
        .collect()
}

async fn help(tx: &mut Tx, key: Key, clock: &Clock) -> Result<Vec<Asked>, StoreError> {
    let rows = tx.fetch(&HELP, values![key.location, key.household]).await?;
    rows.iter()
        .map(|row| {
            Ok(Asked {
                topic: super::household::topic_from_code(&row.text("topic")?)?,
                at: clock.at(Timestamp(row.int("asked_at")?)).local,
                by: By::from(row.json::<Actor>("asked_by")?),
                answered_at: moment_or_none(row, "answered_at", clock)?,
                answered_by: row.json_or_null::<Actor>("answered_by")?.map(By::from),
            })
        })
        .collect()
}

fn moment_or_none(row: &Row, column: &str, clock: &Clock) -> Result<Option<Moment>, StoreError> {
    Ok(row.get::<Option<i64>>(column)?.map(|at| clock.at(Timestamp(at)).local))
}

fn is_of(viewer: &Viewer, key: Key) -> bool {
    matches!(viewer.scope, Scope::Resident { household, .. } if household == key.household)
}

/// The resident's own devices, and those on which others did something for them. When others looked is theirs.
async fn devices(
    tx: &mut Tx,
    key: Key,
    used: &BTreeSet<DeviceId>,
    clock: &Clock,
) -> Result<Vec<DeviceKept>, StoreError> {
    let mut devices = Vec::new();
    for row in tx.fetch(&DEVICES, vec![]).await? {
        let (device, viewer) = (DeviceId(row.uuid("device_id")?), row.json::<Viewer>("viewer")?);
        let is_own = is_of(&viewer, key);
        if is_own || used.contains(&device) {
            devices.push(DeviceKept {
                device,
                of: viewer.actor.role,
                last_seen: moment_or_none(&row, "seen_at", clock)?.filter(|_| is_own),
                revoked: row.get::<Option<i64>>("revoked_at")?.is_some(),
            });
        }
    }
    Ok(devices)
}

async fn sessions(tx: &mut Tx, key: Key, clock: &Clock) -> Result<Vec<SignedIn>, StoreError> {
    let mut sessions = Vec::new();
    for row in tx.fetch(&SESSIONS, vec![]).await? {
        if is_of(&row.json("viewer")?, key) {
            let at = |column: &str| Ok::<_, StoreError>(clock.at(Timestamp(row.int(column)?)).local);
            sessions.push(SignedIn {
                how: row.text("method")?,
                browser: row.text("agent")?,
                since: at("created_at")?,
                last_seen: at("last_seen_at")?,
                until: at("expires_at")?,
            });
        }
    }
    Ok(sessions)
}

async fn looks(tx: &mut Tx, key: Key, clock: &Clock) -> Result<Vec<Looked>, StoreError> {
    let rows = tx.fetch(&LOOKS, values![key.household]).await?;
    rows.iter()
        .map(|row| {
            Ok(Looked {
                at: clock.at(Timestamp(row.int("at")?)).local,
                role: row.get("role")?,
                name: row.get::<Option<String>>("display")?.unwrap_or_default(),
                authority: row.get("authority")?,
                what: row.text("what")?,
                detail: row.get("detail")?,
                outcome: row.text("outcome")?,
            })
        })
        .collect()
}

async fn emergencies(tx: &mut Tx, key: Key, clock: &Clock) -> Result<Vec<Emergency>, StoreError> {
    let rows = tx.fetch(&EMERGENCIES, values![key.location, key.household]).await?;
    rows.iter()
        .map(|row| {
            Ok(Emergency {
                at: clock.at(Timestamp(row.int("opened_at")?)).local,
                until: clock.at(Timestamp(row.int("expires_at")?)).local,
                role: row.text("role")?,
                name: row.get::<Option<String>>("display")?.unwrap_or_default(),
                reason: row.text("reason")?,
                reviewed_at: moment_or_none(row, "reviewed_at", clock)?,
                remark: row.get("remark")?,
            })
        })
        .collect()
}

async fn corrections(tx: &mut Tx, key: Key, clock: &Clock) -> Result<Vec<Corrected>, StoreError> {
    let kept = correction::of_household(tx, key).await?;
    Ok(kept
        .into_iter()
        .map(|one| Corrected {
            at: clock.at(one.at).local,
            by: By::from(one.by),
            reason: one.reason,
            fields: one
                .fields
                .into_iter()
                .map(|(field, change)| {
                    let change = BeforeAndAfter { before: change.before, after: change.after };
                    (field.code().to_owned(), change)
                })
                .collect(),
            in_the_files: one.settled_at.is_some(),
        })
        .collect())
}

fn screen(row: &Row) -> Result<ScreenKept, StoreError> {
    let chosen: Preferences = row.json_or_null("preferences")?.unwrap_or_default();
    Ok(ScreenKept {
        language: chosen.language,
        text_size: chosen.text_size,
        theme: chosen.theme,
        pictogram: row.get("pictogram")?,
        has_picture_code: row.get::<Option<Vec<u8>>>("picture_code")?.is_some(),
    })
}

async fn tablets(tx: &mut Tx, key: Key, clock: &Clock) -> Result<Vec<TabletKept>, StoreError> {
    let rows = tx.fetch(&TABLETS, values![key.location, key.household]).await?;
    rows.iter()
        .map(|row| {
            Ok(TabletKept {
                name: row.text("name")?,
                added_at: clock.at(Timestamp(row.int("added_at")?)).local,
                added_by: By::from(row.json::<Actor>("added_by")?),
                enrolled_at: moment_or_none(row, "enrolled_at", clock)?,
                taken_back_at: moment_or_none(row, "revoked_at", clock)?,
                taken_back_by: row.json_or_null::<Actor>("revoked_by")?.map(By::from),
            })
        })
        .collect()
}

async fn private_notes(tx: &mut Tx, key: Key, clock: &Clock) -> Result<Vec<NotesKept>, StoreError> {
    let kept = note::kept_about(tx, key.location, key.household).await?;
    let at = |at: Timestamp| clock.at(at).local;
    Ok(kept
        .into_iter()
        .map(|one| NotesKept {
            name: one.name,
            notes: one.notes,
            since: at(one.first_at),
            last_written: at(one.last_at),
        })
        .collect())
}

async fn imported(tx: &mut Tx, code: &str) -> Result<Vec<ImportedRow>, StoreError> {
    let mut imported = Vec::new();
    for row in tx.fetch(&IMPORTED, vec![]).await? {
        let (file, cells) = (row.text("file")?, row.json::<Vec<String>>("cells")?);
        if let Some(cells) = cells_about(&file, &cells, code) {
            imported.push(ImportedRow { file, cells });
        }
    }
    Ok(imported)
}
