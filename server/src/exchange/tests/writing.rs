//! What stands in the database after an import, on both databases.

use super::{clock, with};
use crate::clock::Clock;
use crate::exchange::{Report, Source, import};
use crate::jobs::roll_over::{RolledOver, roll_over};
use crate::store::import::Written;
use crate::store::{Door, Method, Session, Store};
use domain::access::Role;
use domain::amount::Amount;
use domain::calendar::{Moment, Timestamp};
use domain::catalogue::{Catalogue, Clearance, PurseKind};
use domain::household::Household;
use domain::ids::{HouseholdId, LineId, OpId, OrderId, SessionId};
use domain::ledger::{Account, Phase, Reason};
use domain::order::{BasketLine, LineState};
use domain::sync::device::Limits;
use domain::sync::{LineRef, Operation, OperationKind, Refusal, Snapshot, Verdict};
use std::sync::atomic::{AtomicU32, Ordering};
use uuid::Uuid;

static COUNTER: AtomicU32 = AtomicU32::new(0);

/// Runs a rule on an empty SQLite database and on an empty PostgreSQL one, and removes both afterwards.
///
/// PostgreSQL is the server that `TEST_DATABASE_URL` names. Without it this fails; `BEKERTJE_SKIP_POSTGRES=1` skips it.
pub(super) async fn on_both(rule: impl AsyncFn(&Store)) {
    let name = format!("import_{}_{}", std::process::id(), COUNTER.fetch_add(1, Ordering::SeqCst));
    let folder = std::env::temp_dir().join(format!("bekertje-{name}"));
    std::fs::create_dir_all(&folder).unwrap();
    run(&rule, folder.join("test.sqlite").to_str().unwrap()).await;
    std::fs::remove_dir_all(&folder).unwrap();

    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        let skip = std::env::var("BEKERTJE_SKIP_POSTGRES").is_ok_and(|skip| skip == "1");
        assert!(skip, "TEST_DATABASE_URL names no PostgreSQL server (or set BEKERTJE_SKIP_POSTGRES=1)");
        return;
    };
    admin(&server, format!("CREATE SCHEMA {name}")).await;
    let join = if server.contains('?') { '&' } else { '?' };
    run(&rule, &format!("{server}{join}options=-csearch_path%3D{name}")).await;
    admin(&server, format!("DROP SCHEMA {name} CASCADE")).await;
}

async fn run(rule: &impl AsyncFn(&Store), url: &str) {
    let store = Store::open(url).await.unwrap();
    store.migrate().await.unwrap();
    rule(&store).await;
    store.close().await;
}

async fn admin(server: &str, sql: String) {
    use sqlx::Connection as _;
    let mut link = sqlx::PgConnection::connect(server).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut link).await.unwrap();
}

async fn imported(store: &Store, clock: &Clock) -> Report {
    let report = import(store, &Source::de_linde(), clock, false).await.unwrap();
    assert!(report.problems.is_empty(), "{report}");
    report
}

async fn door(store: &Store, clock: &Clock, code: &str) -> Door {
    let doors = store.doors(clock.now().local.day).await.unwrap();
    doors.into_iter().find(|door| door.code == code).unwrap_or_else(|| panic!("no door for {code}"))
}

async fn household(store: &Store, clock: &Clock, code: &str) -> Household {
    let door = door(store, clock, code).await;
    let snapshot = store.snapshot(&door.viewer, clock.now()).await.unwrap();
    snapshot.households.into_iter().next().unwrap()
}

async fn books_balance(store: &Store, clock: &Clock) {
    let verified = store.verify(clock.now()).await.unwrap();
    assert_eq!((verified.households, verified.mismatches.as_slice()), (60, [].as_slice()));
}

fn moved(clock: &Clock, moment: &str) {
    let moment: Moment = moment.parse().unwrap();
    clock.set(clock.instant(moment));
}

#[tokio::test]
async fn what_a_device_may_do_without_the_server_is_for_the_home_to_say() {
    on_both(async |store| {
        let clock = clock();
        imported(store, &clock).await;
        let viewer = door(store, &clock, "R01").await.viewer;
        let limits = async || store.snapshot(&viewer, clock.now()).await.unwrap().limits;
        assert_eq!(limits().await, Limits::default());
        let stricter = with("home.csv", ",72,50,72,168", ",24,,48,");
        assert!(import(store, &stricter, &clock, false).await.unwrap().problems.is_empty());
        assert_eq!(limits().await, Limits { order_hours: 24, keep_hours_ward: 48, ..Limits::default() });
    })
    .await;
}

#[tokio::test]
async fn the_first_resident_has_179_66_to_spend() {
    on_both(async |store| {
        let clock = clock();
        imported(store, &clock).await;
        let vermeer = household(store, &clock, "R01").await;
        assert_eq!(vermeer.budget.granted, Amount::cents(16800));
        assert_eq!(vermeer.budget.carried, Amount::cents(1166));
        assert_eq!(vermeer.cup_left(), Amount::cents(17966));
        assert_eq!(vermeer.spendable(PurseKind::Own), Some(Amount::cents(2500)));
        assert_eq!(vermeer.budget.waterfall.unwrap().total.income.to_string(), "5460.00");
        books_balance(store, &clock).await;
    })
    .await;
}

#[tokio::test]
async fn minutes_points_and_broken_periods_are_granted_by_day() {
    on_both(async |store| {
        let clock = clock();
        imported(store, &clock).await;
        // 28 × 6.00 in minutes of 0.60; 30 × 6.00 in points of 2.50; 14 days VV4 and 14 days VV5; moved in on day 11.
        for (code, granted) in [
            ("R21", Amount::minutes(280)),
            ("R41", Amount::points(72)),
            ("R09", Amount::cents(14 * 600 + 14 * 850)),
            ("R10", Amount::cents(18 * 850)),
        ] {
            assert_eq!(household(store, &clock, code).await.budget.granted, granted, "{code}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    on_both(async |store| {
        let clock = clock();
        let first = imported(store, &clock).await;
        assert_eq!((first.written.households_added, first.orders_placed), (60, 61));
        assert!(first.changes() > 1500);
        let before = household(store, &clock, "R03").await;
        for moment in ["2026-11-21T14:31", "2026-11-22T09:00", "2026-12-20T09:00"] {
            moved(&clock, moment);
            let again = imported(store, &clock).await;
            assert_eq!((again.changes(), again.written, again.orders_placed), (0, Written::default(), 0), "{again}");
            assert!(again.to_string().contains("0 changes"), "{again}");
        }
        moved(&clock, "2026-11-21T14:32");
        assert_eq!(household(store, &clock, "R03").await, before);
        books_balance(store, &clock).await;
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_writes_nothing() {
    on_both(async |store| {
        let clock = clock();
        let report = import(store, &Source::de_linde(), &clock, true).await.unwrap();
        assert!(report.problems.is_empty() && report.changes() > 1500);
        assert!(store.home().await.unwrap().is_none());
        let wrong = with("wards.csv", "LINDE,STRAAT", "LINDEN,STRAAT");
        let report = import(store, &wrong, &clock, false).await.unwrap();
        assert!(!report.problems.is_empty());
        assert!(store.home().await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn opening_orders_end_as_the_folder_says() {
    on_both(async |store| {
        let clock = clock();
        let report = imported(store, &clock).await;
        assert_eq!((report.orders_placed, report.orders_left_out), (61, 0));
        let state = |household: &Household, index: usize| household.orders[index].lines[0].state;
        let ozturk = household(store, &clock, "R02").await;
        assert_eq!(ozturk.orders.len(), 4);
        let states: Vec<LineState> = (0..4).map(|index| state(&ozturk, index)).collect();
        let count = |wanted: LineState| states.iter().filter(|state| **state == wanted).count();
        assert_eq!((count(LineState::Delivered), count(LineState::Accepted), count(LineState::Requested)), (2, 1, 1));
        let declined = household(store, &clock, "R06").await;
        let declined = declined.lines().find(|(_, line)| line.state == LineState::Declined).unwrap().1;
        assert_eq!(declined.decline.as_ref().unwrap().note, "Het regent.");
        let no_show = household(store, &clock, "R19").await;
        assert!(no_show.lines().any(|(_, line)| line.state == LineState::NoShow));
        let by_family = household(store, &clock, "R03").await;
        assert!(by_family.orders.iter().any(|order| order.placed_by.role == Role::Family));
        let latest = ozturk.orders.iter().map(|order| order.placed_at).max().unwrap();
        assert!(latest <= clock.timestamp(), "nothing is ordered in the future");
    })
    .await;
}

#[tokio::test]
async fn a_changed_row_changes_only_what_it_says() {
    on_both(async |store| {
        let clock = clock();
        imported(store, &clock).await;
        let moved = with("residents.csv", "R01,LINDE,TUIN,101,", "R01,LINDE,TUIN,111,");
        let report = import(store, &moved, &clock, false).await.unwrap();
        assert!(report.problems.is_empty(), "{report}");
        assert_eq!(
            (report.changes(), report.written.households_changed, report.written.transfers),
            (1, 1, 0),
            "{report}"
        );
        assert_eq!(household(store, &clock, "R01").await.resident.room, "111");
    })
    .await;
}

#[tokio::test]
async fn what_was_booked_is_not_booked_otherwise() {
    on_both(async |store| {
        let clock = clock();
        imported(store, &clock).await;
        let other = with("own_money.csv", "G01-1,R01,today-20,25.00,", "G01-1,R01,today-20,35.00,");
        let report = import(store, &other, &clock, false).await.unwrap();
        let lines: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
        let expected = "own_money.csv:2, column code: found \"G01-1\", expected the row as it was booked: \
                        G01-1,R01,today-20,25.00,Cadeau van Els";
        assert_eq!(lines, [expected]);
        // A row that is not there any more stays booked; a new one is added.
        let more = with("own_money.csv", "G01-1,R01,today-20,25.00,", "G01-2,R01,today-2,10.00,");
        let report = import(store, &more, &clock, false).await.unwrap();
        assert_eq!(report.written.transfers, 1, "{report}");
        assert_eq!(household(store, &clock, "R01").await.spendable(PurseKind::Own), Some(Amount::cents(3500)));
        books_balance(store, &clock).await;
    })
    .await;
}

#[tokio::test]
async fn another_indication_corrects_the_running_grant_once() {
    on_both(async |store| {
        let clock = clock();
        imported(store, &clock).await;
        let higher = with("indications.csv", "I01-1,R01,VV4,", "I01-1,R01,VV5,");
        import(store, &higher, &clock, false).await.unwrap();
        let vermeer = household(store, &clock, "R01").await;
        assert_eq!(vermeer.budget.granted, Amount::cents(28 * 850));
        assert_eq!(vermeer.cup_left(), Amount::cents(28 * 850 + 1166));
        assert_eq!(roll_over(store, clock.now()).await.unwrap(), RolledOver::default());
        import(store, &Source::de_linde(), &clock, false).await.unwrap();
        assert_eq!(household(store, &clock, "R01").await.cup_left(), Amount::cents(17966));
        books_balance(store, &clock).await;
    })
    .await;
}

#[tokio::test]
async fn a_new_period_carries_over_a_tenth_and_lapses_the_rest() {
    on_both(async |store| {
        let clock = clock();
        imported(store, &clock).await;
        moved(&clock, "2026-11-29T23:59");
        assert_eq!(roll_over(store, clock.now()).await.unwrap().households, 0);
        moved(&clock, "2026-11-30T00:01");
        assert_eq!(roll_over(store, clock.now()).await.unwrap().households, 40, "the month goes on");
        moved(&clock, "2026-12-01T00:01");
        assert_eq!(roll_over(store, clock.now()).await.unwrap().households, 20);
        assert_eq!(roll_over(store, clock.now()).await.unwrap(), RolledOver::default());
        let vermeer = household(store, &clock, "R01").await;
        assert_eq!((vermeer.budget.granted, vermeer.budget.carried), (Amount::cents(16800), Amount::cents(1680)));
        assert_eq!(vermeer.cup_left(), Amount::cents(18480));
        let office = door(store, &clock, "hanneke").await;
        let journal = store.journal(&office.viewer.scope, vermeer.id).await.unwrap().unwrap();
        let last: Vec<(Reason, Amount)> =
            journal.iter().rev().take(2).map(|entry| (entry.transfer.reason, entry.transfer.amount)).collect();
        assert_eq!(last, [(Reason::Grant, Amount::cents(16800)), (Reason::Lapse, Amount::cents(16286))]);
        books_balance(store, &clock).await;
    })
    .await;
}

#[tokio::test]
async fn a_clearance_ends_on_its_last_day() {
    on_both(async |store| {
        let clock = clock();
        imported(store, &clock).await;
        let music = Clearance("music_therapy_ok".to_owned());
        assert_eq!(household(store, &clock, "R01").await.clearances.get(&music), Some(&true));
        moved(&clock, "2027-01-06T08:00");
        roll_over(store, clock.now()).await.unwrap();
        assert_eq!(household(store, &clock, "R01").await.clearances.get(&music), Some(&false));
    })
    .await;
}

fn offers_for_sale(catalogue: &Catalogue, code: &str) -> usize {
    catalogue.by_code(code).unwrap().offers.iter().filter(|offer| offer.ends.is_none()).count()
}

/// De Linde where a walk costs € 19,00 from 1 December on.
fn dearer_walks() -> Source {
    let mut source = Source::de_linde();
    let text = std::str::from_utf8(source.file("catalogue.csv").unwrap()).unwrap().to_owned();
    let row = text.lines().find(|line| line.starts_with("W01,")).unwrap();
    let now = row.replace(",2026-01-01,,17.95,", ",2026-01-01,2026-11-30,17.95,");
    let then = row.replace(",2026-01-01,,17.95,", ",2026-12-01,,19.00,").replace(",0.00,0.00,", ",1.00,0.00,");
    source.insert("catalogue.csv", text.replace(row, &format!("{now}\n{then}")));
    source
}

/// A walk on 3 December as order, line and operation `n`, at a price.
fn one_walk(snapshot: &Snapshot, n: u128, cents: i64) -> OperationKind {
    let walk = snapshot.catalogue.by_code("W01").unwrap();
    let offer = walk.offers.iter().find(|offer| offer.weekdays.iso().contains(&4)).unwrap();
    let line = BasketLine {
        line: LineId(Uuid::from_u128(n)),
        item: walk.id,
        offer: offer.id,
        purse: PurseKind::Cup,
        moment: "2026-12-03T10:00".parse().unwrap(),
        quantity: 1,
        unit_price: Amount::cents(cents),
    };
    OperationKind::PlaceOrder {
        order: OrderId(Uuid::from_u128(n)),
        max_total: [(PurseKind::Cup, Amount::cents(cents))].into(),
        catalogue_version: snapshot.catalogue.version,
        lines: vec![line],
    }
}

/// What becomes of operation `n` by whoever came in through `door`.
async fn judged(
    store: &Store,
    clock: &Clock,
    door: &Door,
    household: HouseholdId,
    n: u128,
    kind: OperationKind,
) -> Verdict {
    let operation = Operation::online(OpId(Uuid::from_u128(n)), household, door.viewer.actor.clone(), kind);
    store.judge(&door.viewer, operation, clock.now()).await.unwrap().verdict
}

#[tokio::test]
async fn what_was_ordered_in_an_earlier_period_is_spent_when_it_is_delivered_to_the_cent() {
    on_both(async |store| {
        let clock = clock();
        imported(store, &clock).await;
        let (resident, office) = (door(store, &clock, "R01").await, door(store, &clock, "hanneke").await);
        let ward = door(store, &clock, "fatma").await;
        let snapshot = store.snapshot(&resident.viewer, clock.now()).await.unwrap();
        let id = snapshot.households[0].id;
        let placed = judged(store, &clock, &resident, id, 1, one_walk(&snapshot, 1, 1_795)).await;
        assert!(matches!(placed, Verdict::Applied { .. }), "{placed:?}");
        let target = LineRef { order: OrderId(Uuid::from_u128(1)), line: LineId(Uuid::from_u128(1)) };
        judged(store, &clock, &ward, id, 2, OperationKind::AcceptLine { target }).await;
        let row = async || {
            let rows = store.office_residents(&office.viewer.scope, clock.now()).await.unwrap();
            let row = rows.into_iter().find(|row| row.household == id).unwrap();
            let journal = store.journal(&office.viewer.scope, id).await.unwrap().unwrap();
            let delivered = journal.iter().map(|entry| &entry.transfer).filter(|transfer| {
                (transfer.debit, transfer.credit) == (Account::Cup, Account::Delivered)
                    && matches!(transfer.phase, Phase::Post { .. })
                    && row.period.contains(transfer.day)
            });
            assert_eq!(row.spent.minor(), delivered.map(|transfer| transfer.amount.minor()).sum::<i64>());
            let full = row.granted.minor() + row.carried.minor() + row.ordered_before.minor();
            assert_eq!(full, row.spent.minor() + row.reserved.minor() + row.left.minor());
            (row.ordered_before.minor(), row.reserved.minor(), row.spent.minor())
        };
        let (before, ..) = row().await;
        assert_eq!(before, 0);
        moved(&clock, "2026-12-01T08:00");
        roll_over(store, clock.now()).await.unwrap();
        assert_eq!(row().await, (1_795, 1_795, 0));
        moved(&clock, "2026-12-03T11:00");
        judged(store, &clock, &ward, id, 3, OperationKind::DeliverLine { target, quantity: None }).await;
        assert_eq!(row().await, (1_795, 0, 1_795));
    })
    .await;
}

#[tokio::test]
async fn a_price_from_a_later_day_counts_from_that_day_for_whatever_day_it_is_ordered() {
    on_both(async |store| {
        let clock = clock();
        let report = import(store, &dearer_walks(), &clock, false).await.unwrap();
        assert!(report.problems.is_empty(), "{report}");
        let door = door(store, &clock, "R01").await;
        let look = async || store.snapshot(&door.viewer, clock.now()).await.unwrap();
        let order = async |n: u128, cents: i64| {
            let snapshot = look().await;
            let kind = one_walk(&snapshot, n, cents);
            let verdict = judged(store, &clock, &door, snapshot.households[0].id, n, kind).await;
            (snapshot, verdict)
        };
        moved(&clock, "2026-11-30T23:59");
        let (before, verdict) = order(1, 1_795).await;
        assert!(matches!(verdict, Verdict::Applied { .. }), "{verdict:?}");
        moved(&clock, "2026-12-01T00:00");
        let (_, verdict) = order(2, 1_795).await;
        let Verdict::Refused { refusal } = verdict else { panic!("{verdict:?}") };
        let (seen, now) = (Amount::cents(1_795), Amount::cents(1_900));
        let item = before.catalogue.by_code("W01").unwrap().id;
        assert_eq!(*refusal, Refusal::PriceRose { item, seen, now });
        let (_, verdict) = order(3, 1_900).await;
        assert!(matches!(verdict, Verdict::Applied { .. }), "{verdict:?}");
        roll_over(store, clock.now()).await.unwrap();
        let after = look().await;
        assert_eq!(after.catalogue.version, before.catalogue.version + 1, "tablets hear of it");
        assert_eq!(after.catalogue.items.len(), before.catalogue.items.len());
        assert_eq!(import(store, &dearer_walks(), &clock, false).await.unwrap().changes(), 0);
    })
    .await;
}

/// De Linde without every row that names this item.
fn without(code: &str) -> Source {
    let mut source = Source::de_linde();
    for file in ["catalogue.csv", "catalogue_staff.csv", "conditions.csv", "offers.csv", "opening_orders.csv"] {
        let text = std::str::from_utf8(source.file(file).unwrap()).unwrap().to_owned();
        let kept = text.lines().filter(|line| !line.split(',').any(|cell| cell == code));
        source.insert(file, kept.collect::<Vec<_>>().join("\n"));
    }
    source
}

#[tokio::test]
async fn an_item_that_leaves_the_folder_is_off_sale_kept_for_what_was_ordered_and_can_come_back() {
    on_both(async |store| {
        let clock = clock();
        imported(store, &clock).await;
        let door = door(store, &clock, "R02").await;
        let look = async || store.snapshot(&door.viewer, clock.now()).await.unwrap();
        let is_sold = |snapshot: &Snapshot| {
            let bike = snapshot.catalogue.by_code("W02").unwrap();
            bike.offers.iter().any(|offer| !bike.next_moments(offer, clock.now().local, 1).is_empty())
        };
        let before = look().await;
        assert!(is_sold(&before));
        let dry = import(store, &without("W02"), &clock, true).await.unwrap();
        assert!(dry.to_string().contains("catalogue.csv: W02/2026-01-01 is gone: not for sale from today"), "{dry}");
        assert!(is_sold(&look().await), "a dry run changes nothing");
        import(store, &without("W02"), &clock, false).await.unwrap();
        let after = look().await;
        assert!(!is_sold(&after));
        assert_eq!(after.households[0].orders, before.households[0].orders);
        assert!(after.households[0].lines().all(|(_, line)| after.catalogue.item(line.item).is_some()));
        assert_eq!(import(store, &without("W02"), &clock, false).await.unwrap().changes(), 0);
        import(store, &Source::de_linde(), &clock, false).await.unwrap();
        assert!(is_sold(&look().await));
    })
    .await;
}

#[tokio::test]
async fn a_resident_who_leaves_the_folder_stays_and_the_report_says_how_to_end_it() {
    on_both(async |store| {
        let clock = clock();
        imported(store, &clock).await;
        let mut source = Source::de_linde();
        for file in super::super::home::file_names() {
            let text = std::str::from_utf8(source.file(file).unwrap()).unwrap().to_owned();
            let kept = text.lines().filter(|line| !line.split(',').any(|cell| cell == "R05"));
            source.insert(file, kept.collect::<Vec<_>>().join("\n"));
        }
        let report = import(store, &source, &clock, false).await.unwrap();
        let said = "residents.csv: R05 is gone: the resident stays; to end a stay, fill in left";
        assert!(report.problems.is_empty() && report.to_string().contains(said), "{report}");
        household(store, &clock, "R05").await;
    })
    .await;
}

#[tokio::test]
async fn an_offer_that_leaves_the_folder_is_off_sale_and_can_come_back() {
    on_both(async |store| {
        let clock = clock();
        imported(store, &clock).await;
        let sold = async || {
            let door = door(store, &clock, "R01").await;
            let snapshot = store.snapshot(&door.viewer, clock.now()).await.unwrap();
            (snapshot.catalogue.version, offers_for_sale(&snapshot.catalogue, "W01"))
        };
        let (version, offers) = sold().await;
        assert_eq!(offers, 2);
        let row = "LIN-W01-2,W01,LINDE,HOST,Gastvrouw Maria-José,Host Maria-José,\"fri,sat,sun\",\"10:00,14:00\",2\n";
        let report = import(store, &with("offers.csv", row, ""), &clock, false).await.unwrap();
        assert_eq!(report.changes(), 1, "{report}");
        assert_eq!(sold().await, (version + 1, 1));
        import(store, &Source::de_linde(), &clock, false).await.unwrap();
        assert_eq!(sold().await, (version + 2, 2));
    })
    .await;
}

#[tokio::test]
async fn who_moves_is_signed_out_and_who_leaves_cannot_come_back() {
    on_both(async |store| {
        let clock = clock();
        imported(store, &clock).await;
        let sign_in = async || {
            let viewer = door(store, &clock, "bram").await.viewer;
            let (id, at) = (SessionId(Uuid::from_u128(7)), clock.timestamp());
            let session = Session {
                id,
                person: viewer.actor.person,
                viewer,
                tablet: None,
                method: Method::Password,
                agent: String::new(),
                created_at: at,
                last_seen_at: at,
                expires_at: Timestamp(i64::MAX),
            };
            store.create_session(&[7; 32], &session).await.unwrap();
        };
        let is_in = async || store.find_session(&[7; 32], clock.timestamp()).await.unwrap().is_some();
        let row = "bram,Bram Nijhuis,Bram,carer,VIG,LINDE,TUIN,nl,\n";
        sign_in().await;
        import(store, &Source::de_linde(), &clock, false).await.unwrap();
        assert!(is_in().await, "nothing changed");
        import(store, &with("people.csv", row, &row.replace("TUIN", "STRAAT")), &clock, false).await.unwrap();
        assert!(!is_in().await, "who moved signs in anew");
        sign_in().await;
        let report = import(store, &with("people.csv", row, ""), &clock, false).await.unwrap();
        assert!(report.problems.is_empty(), "{report}");
        assert!(!is_in().await, "who left is out");
        let doors = store.doors(clock.now().local.day).await.unwrap();
        assert!(!doors.iter().any(|door| door.code == "bram"), "and stays out");
        import(store, &Source::de_linde(), &clock, false).await.unwrap();
        sign_in().await;
    })
    .await;
}
