//! A small home for tests: one location in euros, one ward, a shelf with three items, and as many residents as wanted.

use crate::clock::{Clock, DEFAULT_TIME_ZONE};
use crate::rng::Rng;
use crate::store::statement::statements;
use crate::store::value::{Value, values};
use crate::store::{Store, StoreError, Tx, feed, household, ledger};
use domain::access::{Actor, Authority, AuthorityKind, Grade, Role, Scope, Theme, Viewer};
use domain::amount::{Amount, Unit};
use domain::budget::{BudgetPolicy, PeriodRule};
use domain::calendar::{Day, Moment, TimeOfDay, Timestamp, Validity, Weekdays};
use domain::catalogue::{Category, CostBuildUp, Item, Language, Localized, NoShowCharge, Offer, Prices, PurseKind};
use domain::household::{Household, Resident};
use domain::ids::{
    HouseholdId, ItemId, LineId, LocationId, OfferId, OpId, OrderId, PersonId, ProviderId, TransferId, WardId,
};
use domain::ledger::{Account, Phase, Reason, Transfer};
use domain::order::BasketLine;
use domain::sync::{Now, Operation, OperationKind, Verdict};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::path::PathBuf;
use uuid::Uuid;

pub const LOCATION: LocationId = LocationId(Uuid::from_u128(1));
pub const WARD: WardId = WardId(Uuid::from_u128(2));
pub const OTHER_WARD: WardId = WardId(Uuid::from_u128(3));
pub const CARER: PersonId = PersonId(Uuid::from_u128(4));
pub const OTHER_CARER: PersonId = PersonId(Uuid::from_u128(6));
pub const DAUGHTER: PersonId = PersonId(Uuid::from_u128(5));
/// What every resident has in the cup and in own money at the start.
pub const CUP_CENTS: i64 = 16_800;
pub const OWN_CENTS: i64 = 2_500;

statements! {
    HOME = "INSERT INTO home (id, epoch, code, name, time_zone, language, price_level, demo, price_note, anchor)
        VALUES (1, $1, 'test', 'Test', 'Europe/Amsterdam', 'nl', 2026, FALSE, $2, '2026-11-02')";
    PLACE = "INSERT INTO location (location_id, code, name, position, unit, policy, accrues_in_hospital, accrues_on_leave,
        catalogue_version, catalogue_day, places_version)
        VALUES ($1, 'LINDE', 'Lindehof', 1, 'euro_cent', $2, FALSE, TRUE, 1, '2026-11-01', 1)";
    WARD_ROW = "INSERT INTO ward (location_id, ward_id, code, name, living_room, position) VALUES ($1, $2, $3, $3, '', 1)";
    SHELF = "INSERT INTO category (code, position, category) VALUES ($1, 1, $2)";
    ITEM = "INSERT INTO item (location_id, item_id, code, category, position, item, valid_from)
        VALUES ($1, $2, $3, 'out', $4, $5, '2026-01-01')";
    LIMIT = "UPDATE item SET item = $2 WHERE item_id = $1";
    RAISE_CATALOGUE = "UPDATE location SET catalogue_version = catalogue_version + 1 WHERE location_id = $1";
    PERSON = "INSERT INTO person (person_id, code, name, display, role, acts_as, function, language, location_id, ward_id)
        VALUES ($1, $2, $2, $2, $3, $3, NULL, 'nl', $4, $5)";
    RESIDENT = "INSERT INTO household (location_id, household_id, ward_id, code, version, room, resident, text_size, card,
        clearances, baskets, period_start, period_end, granted, carried, waterfall, frozen, transfers, chain)
        VALUES ($1, $2, $3, $4, 1, $4, $5, 100, $6, $6, $7, '2026-11-02', '2026-11-30', $8, 0, NULL, FALSE, 0, $9)";
    GRADE = "UPDATE authority SET authority = $4 WHERE location_id = $1 AND household_id = $2 AND code = $3";
    AUTHORITY = "INSERT INTO authority (location_id, household_id, code, person_id, authority, proof)
        VALUES ($1, $2, $3, $4, $5, 'written_proxy')";
}

pub struct World {
    pub store: Store,
    pub clock: Clock,
    pub rng: Rng,
    pub url: String,
    /// What to remove afterwards.
    folder: Option<PathBuf>,
    database: Option<(String, String)>,
}

impl World {
    pub async fn sqlite() -> Self {
        Self::sqlite_under(&std::env::temp_dir()).await
    }

    pub async fn sqlite_under(base: &std::path::Path) -> Self {
        let folder = base.join(format!("bekertje-store-{}", random_name()));
        std::fs::create_dir_all(&folder).unwrap();
        let url = folder.join("test.sqlite").to_str().unwrap().to_owned();
        Self::at(url, Some(folder), None).await
    }

    pub async fn postgres() -> Option<Self> {
        let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
            let skip = std::env::var("BEKERTJE_SKIP_POSTGRES").is_ok_and(|skip| skip == "1");
            assert!(skip, "TEST_DATABASE_URL names no PostgreSQL server (or set BEKERTJE_SKIP_POSTGRES=1)");
            return None;
        };
        let name = format!("bekertje_test_{}", random_name());
        admin(&server, &format!("CREATE DATABASE {name}")).await;
        let url = with_database(&server, &name);
        Some(Self::at(url, None, Some((server, name))).await)
    }

    async fn at(url: String, folder: Option<PathBuf>, database: Option<(String, String)>) -> Self {
        let store = Store::open(&url).await.unwrap();
        store.migrate().await.unwrap();
        let start = Clock::settable(DEFAULT_TIME_ZONE, Timestamp(0)).unwrap();
        let at = start.instant("2026-11-10T09:00".parse().unwrap());
        let clock = Clock::settable(DEFAULT_TIME_ZONE, at).unwrap();
        let world = Self { store, clock, rng: Rng::seeded(7), url, folder, database };
        world.store.write(|tx| Box::pin(lay(tx))).await.unwrap();
        world
    }

    pub async fn remove(self) {
        self.store.close().await;
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
        if let Some((server, name)) = &self.database {
            admin(server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }

    pub fn now(&self) -> Now {
        self.clock.now()
    }

    /// A resident of `WARD` with a full cup and some own money.
    pub async fn resident(&self, number: u32) -> HouseholdId {
        let id = household_id(number);
        self.store.write(move |tx| Box::pin(move_in(tx, id, number, WARD, CUP_CENTS))).await.unwrap();
        id
    }

    /// A resident of `WARD` with exactly this in the cup.
    pub async fn resident_with(&self, number: u32, cents: i64) -> HouseholdId {
        let id = household_id(number);
        self.store.write(move |tx| Box::pin(move_in(tx, id, number, WARD, cents))).await.unwrap();
        id
    }

    /// Residents 0, 1, 2, … of `WARD`, each with exactly this in the cup.
    pub async fn residents_with(&self, count: u32, cents: i64) -> Vec<HouseholdId> {
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    for number in 0..count {
                        move_in(tx, household_id(number), number, WARD, cents).await?;
                    }
                    Ok(())
                })
            })
            .await
            .unwrap();
        (0..count).map(household_id).collect()
    }

    pub async fn neighbour(&self, number: u32) -> HouseholdId {
        let id = household_id(number);
        self.store.write(move |tx| Box::pin(move_in(tx, id, number, OTHER_WARD, CUP_CENTS))).await.unwrap();
        id
    }

    /// The daughter may only propose for this resident. Before anything was done for them.
    pub async fn only_proposes(&self, household: HouseholdId) {
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    for (code, kind) in [("care", AuthorityKind::Care), ("money", AuthorityKind::Money)] {
                        let authority = authority(kind, Grade::Propose);
                        let row = values![LOCATION, household, code];
                        tx.execute(&GRADE, [row, vec![Value::json(&authority)?]].concat()).await?;
                    }
                    Ok(())
                })
            })
            .await
            .unwrap();
    }

    pub async fn household(&self, id: HouseholdId) -> Household {
        let snapshot = self.store.snapshot(&resident_viewer(id), self.now()).await.unwrap();
        snapshot.households.into_iter().next().unwrap()
    }

    pub fn new_id(&self) -> Uuid {
        self.rng.uuid(self.clock.timestamp()).unwrap()
    }

    pub fn operation(&self, household: HouseholdId, kind: OperationKind) -> Operation {
        Operation::online(OpId(self.new_id()), household, actor(Role::Resident, None), kind)
    }

    /// An order of so many lines of one walk each.
    pub fn order(&self, household: HouseholdId, lines: u32) -> Operation {
        self.order_of(household, (0..lines).map(|line| self.line(0, 1 + i64::from(line), PurseKind::Cup)).collect())
    }

    pub fn order_of(&self, household: HouseholdId, lines: Vec<BasketLine>) -> Operation {
        let mut max_total = BTreeMap::new();
        for line in &lines {
            let total = max_total.entry(line.purse).or_insert(Amount::cents(0));
            *total = total.plus(line.total().unwrap()).unwrap();
        }
        let order = OrderId(self.new_id());
        self.operation(household, OperationKind::PlaceOrder { order, lines, catalogue_version: 1, max_total })
    }

    /// One of item number `item`, so many days from now.
    pub fn line(&self, item: u32, days: i64, purse: PurseKind) -> BasketLine {
        let moment = Moment { day: self.now().local.day.plus_days(days), time: TimeOfDay::new(10, 0).unwrap() };
        BasketLine {
            line: LineId(self.new_id()),
            item: item_id(item),
            offer: offer_id(item),
            purse,
            moment,
            quantity: 1,
            unit_price: Amount::cents(price_cents(item)),
        }
    }

    /// Judges it as done by the viewer.
    pub async fn judge(&self, viewer: &Viewer, operation: Operation) -> Verdict {
        self.judge_as_claimed(viewer, Operation { actor: viewer.actor.clone(), ..operation }).await
    }

    /// Judges it with whatever actor the device claims.
    pub async fn judge_as_claimed(&self, viewer: &Viewer, operation: Operation) -> Verdict {
        self.store.judge(viewer, operation, self.now()).await.unwrap().verdict
    }

    /// From now on so many residents can have item number `number` at one moment.
    pub async fn limit(&self, number: u32, capacity: u32) {
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let mut item = item(number);
                    for offer in &mut item.offers {
                        offer.capacity = Some(capacity);
                    }
                    tx.execute(&LIMIT, vec![item.id.into(), Value::json(&item)?]).await?;
                    tx.execute(&RAISE_CATALOGUE, values![LOCATION]).await
                })
            })
            .await
            .unwrap();
    }

    /// Runs any SQL in a transaction of its own.
    pub async fn raw(&self, sql: &str) -> Result<(), StoreError> {
        let sql = sql.to_owned();
        self.store
            .write(move |tx| {
                let sql = sql.clone();
                Box::pin(async move { Ok(tx.raw(sql).await?) })
            })
            .await
    }
}

pub fn household_id(number: u32) -> HouseholdId {
    HouseholdId(Uuid::from_u128(1_000_000 + u128::from(number)))
}

pub fn item_id(number: u32) -> ItemId {
    ItemId(Uuid::from_u128(100 + u128::from(number)))
}

fn offer_id(number: u32) -> OfferId {
    OfferId(Uuid::from_u128(200 + u128::from(number)))
}

/// A walk, an outing that costs most of a cup, and a coffee.
pub fn price_cents(item: u32) -> i64 {
    [1_230, 12_000, 85][usize::try_from(item).unwrap()]
}

pub fn actor(role: Role, person: Option<PersonId>) -> Actor {
    Actor { role, person, name: role.code().to_owned(), relation: Localized::default() }
}

fn viewer(scope: Scope, actor: Actor) -> Viewer {
    Viewer { scope, actor, language: Language::Nl, text_size: 100, theme: Theme::Light }
}

pub fn resident_viewer(household: HouseholdId) -> Viewer {
    viewer(Scope::Resident { location: LOCATION, household }, actor(Role::Resident, None))
}

pub fn family_viewer(households: Vec<HouseholdId>) -> Viewer {
    viewer(Scope::Family { person: DAUGHTER, households }, actor(Role::Family, Some(DAUGHTER)))
}

pub fn ward_viewer() -> Viewer {
    let scope = Scope::Ward { location: LOCATION, ward: WARD, person: CARER };
    viewer(scope, actor(Role::Carer, Some(CARER)))
}

pub fn office_viewer() -> Viewer {
    viewer(Scope::Office { person: CARER, locations: vec![LOCATION] }, actor(Role::Office, Some(CARER)))
}

pub fn words(text: &str) -> Localized {
    Localized { nl: text.to_owned(), en: text.to_owned() }
}

/// Names of databases only: nothing in a test depends on it.
fn random_name() -> String {
    Rng::system().token().unwrap().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

async fn admin(server: &str, sql: &str) {
    use sqlx::{AssertSqlSafe, Connection};
    let mut link = sqlx::PgConnection::connect(server).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut link).await.unwrap();
    link.close().await.unwrap();
}

/// `postgres://user@host/postgres?x` with another database.
fn with_database(server: &str, name: &str) -> String {
    let (before, query) = server.split_once('?').map_or((server, ""), |(before, query)| (before, query));
    let (authority, _) = before.rsplit_once('/').unwrap();
    if query.is_empty() { format!("{authority}/{name}") } else { format!("{authority}/{name}?{query}") }
}

async fn lay(tx: &mut Tx) -> Result<(), StoreError> {
    tx.execute(&HOME, vec![Value::from(Uuid::from_u128(99)), Value::json(&words("2026"))?]).await?;
    let policy = BudgetPolicy {
        unit: Unit::EuroCent,
        period: PeriodRule::FourWeeks { anchor: "2026-11-02".parse().unwrap() },
        unit_value: Decimal::ONE,
        carry_over: Decimal::new(10, 2),
        accrues_while_away: false,
    };
    tx.execute(&PLACE, vec![LOCATION.into(), Value::json(&policy)?]).await?;
    tx.execute(&WARD_ROW, values![LOCATION, WARD, "TUIN"]).await?;
    tx.execute(&WARD_ROW, values![LOCATION, OTHER_WARD, "STRAAT"]).await?;
    let shelf = Category {
        code: "out".to_owned(),
        name: words("Erop uit"),
        intro: words(""),
        pictogram: "tree".to_owned(),
        voice: "mint".to_owned(),
    };
    tx.execute(&SHELF, vec!["out".into(), Value::json(&shelf)?]).await?;
    for number in 0..3 {
        let item = item(number);
        let row = values![LOCATION, item.id, item.code.as_str(), number];
        tx.execute(&ITEM, [row, vec![Value::json(&item)?]].concat()).await?;
    }
    tx.execute(&PERSON, values![CARER, "fatma", "carer", LOCATION, WARD]).await?;
    tx.execute(&PERSON, values![OTHER_CARER, "ruud", "carer", LOCATION, WARD]).await?;
    tx.execute(&PERSON, values![DAUGHTER, "els", "family", Option::<LocationId>::None, Option::<WardId>::None]).await?;
    Ok(())
}

pub fn item(number: u32) -> Item {
    let offer = Offer {
        id: offer_id(number),
        provider: ProviderId(Uuid::from_u128(300)),
        performer: words("Fatma"),
        weekdays: Weekdays::daily(),
        times: vec![TimeOfDay::new(10, 0).unwrap()],
        capacity: None,
        ends: None,
        prices: Prices { cents: price_cents(number), minutes: Some(30), points: 5 },
        cost: CostBuildUp {
            staff: Vec::new(),
            shared_by: 1,
            evening_weekend: None,
            overhead: Decimal::ZERO,
            materials: Decimal::ZERO,
            purchase: Decimal::ZERO,
            surcharge: Decimal::ZERO,
            round_to_cents: 5,
            point_value: Decimal::ONE,
        },
    };
    Item {
        id: item_id(number),
        code: format!("W0{number}"),
        category: "out".to_owned(),
        name: words("Wandeling"),
        subtitle: words(""),
        description: words(""),
        place: words(""),
        pictogram: "tree".to_owned(),
        photo: None,
        voice: "mint".to_owned(),
        duration_minutes: Some(30),
        purses: vec![PurseKind::Cup, PurseKind::Own, PurseKind::Basis],
        offers: vec![offer],
        valid: Validity { from: "2026-01-01".parse().unwrap(), until: None },
        lead_time_hours: 2,
        cancel_until_hours: 2,
        no_show: NoShowCharge::Full,
        group_min: None,
        group_max: None,
        conditions: Vec::new(),
        synonyms: words(""),
    }
}

async fn move_in(tx: &mut Tx, id: HouseholdId, number: u32, ward: WardId, cents: i64) -> Result<(), StoreError> {
    let code = format!("R{number:03}");
    let resident = Resident {
        name: words("mevrouw Vermeer"),
        first_name: "Anna".to_owned(),
        last_name: "Vermeer".to_owned(),
        room: code.clone(),
        ward_name: "Tuinzijde".to_owned(),
        language: Language::Nl,
        away: false,
    };
    let nothing: BTreeMap<String, bool> = BTreeMap::new();
    let no_baskets: [u8; 0] = [];
    let row = vec![
        LOCATION.into(),
        id.into(),
        ward.into(),
        code.as_str().into(),
        Value::json(&resident)?,
        Value::json(&nothing)?,
        Value::json(&no_baskets)?,
        cents.into(),
        [0_u8; 32].into(),
    ];
    tx.execute(&RESIDENT, row).await?;
    for (code, kind) in [("care", AuthorityKind::Care), ("money", AuthorityKind::Money)] {
        let authority = authority(kind, Grade::Order);
        let row = values![LOCATION, id, code, DAUGHTER];
        tx.execute(&AUTHORITY, [row, vec![Value::json(&authority)?]].concat()).await?;
    }
    let mut locked = household::lock(tx, id).await?.unwrap();
    let day: Day = "2026-11-02".parse().unwrap();
    let direct = |number: u128, debit, credit, amount, reason| Transfer {
        id: TransferId(Uuid::from_u128(id.0.as_u128() * 10 + number)),
        debit,
        credit,
        amount: Amount::cents(amount),
        phase: Phase::Direct,
        reason,
        line: None,
        op: None,
        at: Timestamp(1),
        day,
    };
    let grant = direct(1, Account::Funding, Account::Cup, cents, Reason::Grant);
    let deposit = direct(2, Account::Deposits, Account::Own, OWN_CENTS, Reason::Deposit);
    locked.household.books.apply(&grant)?;
    locked.household.books.apply(&deposit)?;
    let chain = ledger::append(tx, &locked.household, locked.head.chain, &[&grant, &deposit]).await?;
    household::write(tx, &locked.household, &chain, locked.household.version).await?;
    feed::note(tx, LOCATION, ward, id).await
}

fn authority(kind: AuthorityKind, grade: Grade) -> Authority {
    let valid = Validity { from: "2026-01-01".parse().unwrap(), until: None };
    Authority { person: DAUGHTER, name: "Els".to_owned(), relation: words("dochter"), grade, kind, valid }
}

/// The lines of a household's only order.
pub fn first_line(household: &Household) -> domain::sync::LineRef {
    let order = household.orders.first().unwrap();
    domain::sync::LineRef { order: order.id, line: order.lines.first().unwrap().id }
}
