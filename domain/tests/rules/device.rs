use domain::access::{Role, Scope};
use domain::amount::Unit;
use domain::calendar::Timestamp;
use domain::catalogue::PurseKind;
use domain::ids::DeviceId;
use domain::order::BasketLine;
use domain::sync::device::{Deed, Device, DeviceClock, Entry, GENERATION, Round, Row, WishReason, Write};
use domain::sync::wire::{Again, DeviceState, Judged, PullReply, PushReply, PushRequest, SecondCopy};
use domain::sync::{Auth, LineRef, Noop, OperationKind, Refusal, Snapshot, Verdict};
use domain::testing::{self, Disk, WriteFailed, carer, household_id, line_id, moment, now, op_id, order_id};
use uuid::Uuid;

const NEW: DeviceId = DeviceId(testing::number(0x0e, 1));
const AT: DeviceClock = DeviceClock { uptime_micros: 0, wall: None };

fn epoch(n: u64) -> Uuid {
    testing::number(0x0d, n)
}

fn snapshot(at: &str) -> Snapshot {
    let household = testing::household_with_cents(1, 10_000, 0, 0);
    Snapshot { cursor: 7, ..testing::snapshot(testing::de_linde(), vec![household], now(at)) }
}

/// A tablet with its disk, as a shell holds them.
struct Tablet {
    disk: Disk,
    device: Device,
}

impl Tablet {
    fn new() -> Self {
        let mut tablet = Self { disk: Disk::default(), device: Device::new(NEW) };
        tablet.pull(PullReply::Snapshot(Box::new(snapshot("2026-11-16T08:00"))));
        tablet
    }

    fn pull(&mut self, reply: PullReply) {
        let step = self.device.take_pull_reply(reply, AT);
        self.disk.carry_out(&mut self.device, step).unwrap();
    }

    fn restart(&mut self) {
        self.device = self.disk.load(DeviceId(testing::number(0x0e, 99)), AT);
    }

    fn deed(n: u64, kind: OperationKind) -> Deed {
        Deed { op_id: op_id(n), household: household_id(1), actor: carer(1), auth: Auth::Online, kind }
    }

    fn record(&mut self, n: u64, kind: OperationKind) -> Result<Option<WishReason>, Refusal> {
        let recorded = self.device.record(Self::deed(n, kind), AT, false)?;
        self.disk.carry_out(&mut self.device, recorded.step).unwrap();
        Ok(recorded.wish)
    }

    fn ask(&self, round: &mut Round) -> Option<PushRequest> {
        let viewer = self.device.snapshot().map(|snapshot| snapshot.viewer.clone())?;
        self.device.push_request(&viewer, round)
    }

    fn hear(&mut self, sent: &PushRequest, verdicts: Vec<(u64, Verdict)>, epoch: Uuid, state: DeviceState) {
        let verdicts = verdicts.into_iter().map(|(n, verdict)| Judged { op_id: op_id(n), verdict, at: None }).collect();
        let at = now("2026-11-16T09:00").at;
        let reply = PushReply { verdicts, epoch, at, device: Some(state) };
        let step = self.device.take_push_reply(sent, reply, &mut Round::default(), AT);
        self.disk.carry_out(&mut self.device, step).unwrap();
    }

    fn copies(&self) -> Vec<SecondCopy> {
        self.device.outbox().map(Entry::second_copy).collect()
    }

    fn sent(&self) -> Vec<u64> {
        let sent = self.ask(&mut Round::default()).map(|request| request.operations).unwrap_or_default();
        (1..100).filter(|n| sent.iter().any(|operation| operation.op_id == op_id(*n))).collect()
    }

    fn left(&self) -> i64 {
        self.device.replica().unwrap().view().households[0].cup_left().minor()
    }
}

fn walk(n: u64) -> OperationKind {
    walk_at(n, &format!("2026-11-{}T10:00", 23 + n % 3))
}

fn walk_at(n: u64, when: &str) -> OperationKind {
    testing::place(n, vec![chosen_at(n, when)])
}

fn chosen(n: u64) -> BasketLine {
    chosen_at(n, "2026-11-24T10:00")
}

fn chosen_at(n: u64, when: &str) -> BasketLine {
    testing::choice(n, &testing::de_linde(), "W01", moment(when), 1, PurseKind::Cup, Unit::EuroCent)
}

const fn target(n: u64) -> LineRef {
    LineRef { order: order_id(n), line: line_id(n) }
}

#[test]
fn what_was_recorded_survives_the_power_and_keeps_its_number() {
    let mut tablet = Tablet::new();
    assert_eq!(tablet.record(1, walk(1)), Ok(None));
    let before = tablet.left();
    tablet.restart();
    assert_eq!((tablet.left(), tablet.sent()), (before, vec![1]));
    assert_eq!(tablet.device.id(), NEW);
    tablet.record(2, walk(2)).unwrap();
    let stamps: Vec<u32> = tablet.device.outbox().map(|entry| entry.operation.stamp.unwrap().sequence).collect();
    assert_eq!(stamps, [1, 2]);
    tablet.record(2, walk(2)).unwrap();
    assert_eq!(tablet.sent(), [1, 2], "the same number twice is one operation");
}

#[test]
fn nothing_is_saved_before_the_storage_says_so() {
    let mut tablet = Tablet::new();
    tablet.disk.full = true;
    let recorded = tablet.device.record(Tablet::deed(1, walk(1)), AT, true).unwrap();
    assert_eq!(tablet.disk.carry_out(&mut tablet.device, recorded.step), Err(WriteFailed::NotWritten));
    assert_eq!(tablet.device.outbox().count(), 0);
    tablet.restart();
    assert_eq!(tablet.device.outbox().count(), 0);
}

#[test]
fn two_tabs_never_give_one_number_to_two_operations() {
    let mut one = Tablet::new();
    let mut other = Tablet { disk: one.disk.clone(), device: one.device.clone() };
    one.record(1, walk(1)).unwrap();
    let late = other.device.record(Tablet::deed(2, walk(2)), AT, true).unwrap();
    assert_eq!(one.disk.write(&late.step), Err(WriteFailed::Overtaken));
    other.device = one.disk.load(NEW, AT);
    let again = other.device.record(Tablet::deed(2, walk(2)), AT, true).unwrap();
    one.disk.carry_out(&mut other.device, again.step).unwrap();
    let stamps: Vec<u32> = other.device.outbox().map(|entry| entry.operation.stamp.unwrap().sequence).collect();
    assert_eq!(stamps, [1, 2]);
    // The first tab still holds the older copy: its next step does not fit.
    let stale = one.device.record(Tablet::deed(3, walk(3)), AT, true).unwrap();
    assert_eq!(one.disk.write(&stale.step), Err(WriteFailed::Overtaken));
}

#[test]
fn only_a_final_verdict_that_names_the_operation_takes_it_out_of_the_outbox() {
    let mut tablet = Tablet::new();
    tablet.record(1, walk(1)).unwrap();
    tablet.record(2, walk(2)).unwrap();
    let sent = tablet.ask(&mut Round::default()).unwrap();
    for nonsense in ["<html>Welcome to the Wi-Fi</html>", "", "{}", "{\"verdicts\":[", "null"] {
        assert_eq!(Device::read_push_reply(&sent, nonsense), None, "{nonsense}");
    }
    tablet.hear(&sent, vec![(1, Verdict::Retry), (2, Verdict::Hold)], epoch(1), DeviceState::Known);
    assert_eq!(tablet.sent(), [1, 2]);
    tablet.hear(&sent, vec![(2, Verdict::Applied { version: 2 }), (77, Verdict::Hold)], epoch(1), DeviceState::Known);
    assert_eq!(tablet.sent(), [1]);
}

#[test]
fn an_applied_operation_shows_until_the_pull_that_contains_it_also_over_a_restart() {
    let mut tablet = Tablet::new();
    tablet.record(1, walk(1)).unwrap();
    let shown = tablet.left();
    let sent = tablet.ask(&mut Round::default()).unwrap();
    tablet.hear(&sent, vec![(1, Verdict::Applied { version: 2 })], epoch(1), DeviceState::Known);
    assert!(!tablet.device.entry(op_id(1)).unwrap().settled);
    tablet.restart();
    assert_eq!((tablet.left(), tablet.sent()), (shown, vec![]));
    let households = tablet.device.replica().unwrap().view().households;
    let time = now("2026-11-16T09:01");
    tablet.pull(PullReply::Changes {
        epoch: epoch(1),
        cursor: 8,
        now: time,
        households,
        gone: Vec::new(),
        places: domain::catalogue::Places::default().into(),
        devices: Vec::new(),
    });
    assert!(tablet.device.entry(op_id(1)).unwrap().settled);
    assert_eq!(tablet.left(), shown, "nothing flickers");
}

#[test]
fn one_order_that_came_too_late_is_one_refusal() {
    let mut tablet = Tablet::new();
    let OperationKind::PlaceOrder { lines, .. } = walk(1) else { panic!() };
    tablet.record(1, OperationKind::PutInBasket { lines: lines.clone() }).unwrap();
    tablet.record(2, walk(1)).unwrap();
    let sent = tablet.ask(&mut Round::default()).unwrap();
    let refusal = Refusal::TooLate { item: lines[0].item, lead_time_hours: 2 };
    let no = || Verdict::Refused { refusal: Box::new(refusal.clone()) };
    tablet.hear(&sent, vec![(1, no()), (2, no())], epoch(1), DeviceState::Known);
    let told = |tablet: &Tablet| tablet.device.refusals().map(|(entry, _)| entry.operation.op_id).collect::<Vec<_>>();
    assert_eq!(told(&tablet), [op_id(2)]);
    // What only went into the basket is told by itself.
    tablet.record(3, OperationKind::PutInBasket { lines: vec![chosen(2)] }).unwrap();
    let sent = tablet.ask(&mut Round::default()).unwrap();
    tablet.hear(&sent, vec![(3, no())], epoch(1), DeviceState::Known);
    assert_eq!(told(&tablet), [op_id(2), op_id(3)]);
}

#[test]
fn after_a_restore_what_was_acknowledged_is_sent_again_in_its_order() {
    let mut tablet = Tablet::new();
    tablet.record(1, walk(1)).unwrap();
    tablet.record(2, walk(2)).unwrap();
    let shown = tablet.left();
    let sent = tablet.ask(&mut Round::default()).unwrap();
    let verdicts = vec![(1, Verdict::Applied { version: 2 }), (2, Verdict::Applied { version: 3 })];
    tablet.hear(&sent, verdicts, epoch(1), DeviceState::Known);
    let households = tablet.device.replica().unwrap().view().households;
    let time = now("2026-11-16T09:01");
    tablet.pull(PullReply::Changes {
        epoch: epoch(1),
        cursor: 9,
        now: time,
        households,
        gone: Vec::new(),
        places: domain::catalogue::Places::default().into(),
        devices: Vec::new(),
    });
    assert_eq!(tablet.sent(), Vec::<u64>::new());

    let sent = tablet.ask(&mut Round::default()).unwrap();
    tablet.hear(&sent, Vec::new(), epoch(2), DeviceState::Known);
    assert_eq!(tablet.device.pull_address(), "/api/v1/sync", "what the older server said is not built on");
    let request = tablet.ask(&mut Round::default()).unwrap();
    assert_eq!(request.operations.iter().map(|operation| operation.op_id).collect::<Vec<_>>(), [op_id(1), op_id(2)]);
    assert_eq!(request.again.len(), 2);
    tablet.restart();
    tablet.pull(PullReply::Snapshot(Box::new(Snapshot { epoch: epoch(2), ..snapshot("2026-11-16T09:02") })));
    assert_eq!((tablet.left(), tablet.sent()), (shown, vec![1, 2]), "it shows while it is on its way");
    tablet.hear(&request, vec![(1, Verdict::Applied { version: 2 })], epoch(2), DeviceState::Known);
    assert_eq!((tablet.left(), tablet.sent()), (shown, vec![2]), "and until a pull contains it, as the first time");
    assert_eq!(tablet.device.entry(op_id(1)).unwrap().judged.unwrap().0, epoch(2));
}

#[test]
fn what_is_heard_only_at_the_second_try_is_remembered_with_when_it_was_judged() {
    let mut tablet = Tablet::new();
    tablet.record(1, walk(1)).unwrap();
    let sent = tablet.ask(&mut Round::default()).unwrap();
    let first = now("2026-11-16T08:01").at;
    let verdict = Verdict::Applied { version: 2 };
    let verdicts = vec![Judged { op_id: op_id(1), verdict: verdict.clone(), at: Some(first) }];
    let reply = PushReply { verdicts, epoch: epoch(1), at: now("2026-11-17T09:00").at, device: None };
    let step = tablet.device.take_push_reply(&sent, reply, &mut Round::default(), AT);
    tablet.disk.carry_out(&mut tablet.device, step).unwrap();
    tablet.pull(PullReply::Snapshot(Box::new(Snapshot { epoch: epoch(2), ..snapshot("2026-11-17T09:01") })));
    let again = tablet.ask(&mut Round::default()).unwrap().again;
    assert_eq!(
        again,
        [Again { op_id: op_id(1), at: first, verdict }],
        "a restored server judges it by the clock of then"
    );
}

#[test]
fn what_no_pull_had_contained_is_sent_again_to_a_restored_server_however_long_ago_it_was() {
    let mut tablet = Tablet::new();
    let help = domain::ids::HelpId(testing::number(0x0f, 1));
    let asks = |tablet: &Tablet| tablet.device.replica().unwrap().view().households[0].help.len();
    tablet.record(1, OperationKind::AskHelp { help, topic: domain::household::HelpTopic::Wish }).unwrap();
    let sent = tablet.ask(&mut Round::default()).unwrap();
    tablet.hear(&sent, vec![(1, Verdict::Applied { version: 2 })], epoch(1), DeviceState::Known);
    let long_after = snapshot("2027-01-04T09:00");
    tablet.pull(PullReply::Snapshot(Box::new(Snapshot { epoch: epoch(2), ..long_after })));
    assert_eq!((asks(&tablet), tablet.sent()), (1, vec![1]), "it is on the screen, so it is on its way");

    let sent = tablet.ask(&mut Round::default()).unwrap();
    tablet.hear(&sent, vec![(1, Verdict::Noop { why: Noop::AlreadyDone })], epoch(2), DeviceState::Known);
    assert_eq!((asks(&tablet), tablet.sent()), (0, vec![]), "and the server has the last word");
}

#[test]
fn an_answer_of_the_server_before_it_was_restored_changes_nothing_when_it_comes_late() {
    let mut tablet = Tablet::new();
    tablet.record(1, walk(1)).unwrap();
    let lost = tablet.ask(&mut Round::default()).unwrap();
    tablet.pull(PullReply::Snapshot(Box::new(Snapshot { epoch: epoch(2), ..snapshot("2026-11-17T09:01") })));
    let sent = tablet.ask(&mut Round::default()).unwrap();
    let refused = Verdict::Refused { refusal: Box::new(Refusal::NotAllowed) };
    tablet.hear(&sent, vec![(1, refused.clone())], epoch(2), DeviceState::Known);
    tablet.hear(&lost, vec![(1, Verdict::Applied { version: 2 })], epoch(1), DeviceState::Known);
    assert_eq!(tablet.device.entry(op_id(1)).unwrap().verdict, Some(refused));
    assert!(tablet.sent().is_empty());
    // An operator who puts the first server back after all is heard: this device asked it now.
    let sent = tablet.ask(&mut Round::default()).unwrap();
    tablet.hear(&sent, vec![], epoch(1), DeviceState::Known);
    assert_eq!(tablet.sent(), [1]);
}

#[test]
fn what_was_judged_lies_over_an_answer_for_a_colleague_that_comes_late_and_does_not_contain_it() {
    let mut tablet = Tablet::new();
    tablet.record(1, walk(1)).unwrap();
    let shown = tablet.left();
    let sent = tablet.ask(&mut Round::default()).unwrap();
    tablet.hear(&sent, vec![(1, Verdict::Applied { version: 2 })], epoch(1), DeviceState::Known);
    let mut contains_it = snapshot("2026-11-16T08:01");
    contains_it.households = tablet.device.replica().unwrap().view().households;
    contains_it.households[0].version = 2;
    contains_it.cursor = 8;
    contains_it.viewer.scope = match contains_it.viewer.scope {
        Scope::Ward { location, ward, .. } => Scope::Ward { location, ward, person: testing::person_id(9) },
        scope => scope,
    };
    tablet.pull(PullReply::Snapshot(Box::new(contains_it)));
    assert!(tablet.device.entry(op_id(1)).unwrap().settled);
    // It was on its way since before the tablet changed hands.
    tablet.pull(PullReply::Snapshot(Box::new(snapshot("2026-11-16T08:00"))));
    assert_eq!((tablet.left(), tablet.device.entry(op_id(1)).unwrap().settled), (shown, false));
}

#[test]
fn storage_that_was_put_back_or_copied_begins_a_new_epoch_and_keeps_every_operation() {
    let mut tablet = Tablet::new();
    tablet.record(1, walk(1)).unwrap();
    tablet.record(2, walk(2)).unwrap();
    let sent = tablet.ask(&mut Round::default()).unwrap();
    tablet.hear(&sent, vec![(1, Verdict::Applied { version: 2 })], epoch(1), DeviceState::Cloned { epoch: 5 });
    tablet.restart();
    assert_eq!((tablet.device.epoch(), tablet.sent()), (5, vec![2]));
    let stamp = tablet.device.outbox().next().unwrap().operation.stamp.unwrap();
    assert_eq!((stamp.epoch, stamp.sequence), (5, 1));
    tablet.hear(&sent, Vec::new(), epoch(1), DeviceState::RolledBack { epoch: 5, seen: 9 });
    assert_eq!(tablet.device.epoch(), 5, "the same news twice is one new epoch");
}

#[test]
fn a_bad_operation_holds_up_only_what_builds_on_it() {
    let mut tablet = Tablet::new();
    tablet.record(1, walk(1)).unwrap();
    tablet.record(2, walk(2)).unwrap();
    tablet.record(3, OperationKind::AcceptLine { target: target(1) }).unwrap();
    assert_eq!(tablet.device.entry(op_id(3)).unwrap().operation.depends_on, [op_id(1)]);
    let mut round = Round::default();
    let mut sent = Vec::new();
    while let Some(request) = tablet.ask(&mut round) {
        let bad = request.operations.iter().any(|operation| operation.op_id == op_id(1));
        if bad {
            assert!(round.rejected(400, &request), "the server would not read it");
            continue;
        }
        sent.extend(request.operations.iter().map(|operation| operation.op_id));
        let reply = PushReply { verdicts: Vec::new(), epoch: epoch(1), at: Timestamp(0), device: None };
        let _ = tablet.device.take_push_reply(&request, reply, &mut round, AT);
    }
    assert_eq!(sent, [op_id(2)]);
    assert_eq!(tablet.device.outbox().count(), 3);
    assert!(!Round::default().rejected(503, &PushRequest { operations: Vec::new(), device: None, again: Vec::new() }));
}

#[test]
fn without_the_server_orders_have_limits_and_what_lies_beyond_is_kept_as_a_wish() {
    let mut tablet = Tablet::new();
    let dear = OperationKind::PlaceOrder {
        order: order_id(50),
        lines: (50..56)
            .map(|n| {
                let at = moment(&format!("2026-11-{}T10:00", n - 30));
                testing::choice(n, &testing::de_linde(), "W01", at, 1, PurseKind::Cup, Unit::EuroCent)
            })
            .collect(),
        catalogue_version: 1,
        max_total: [(PurseKind::Cup, domain::amount::Amount::cents(20_000))].into(),
    };
    assert_eq!(tablet.record(50, dear.clone()), Ok(Some(WishReason::TooLittleLeft)));
    assert!(matches!(tablet.device.record(Tablet::deed(51, dear), AT, true), Err(Refusal::TooLittleLeft { .. })));
    assert_eq!((tablet.left(), tablet.sent()), (10_000, vec![]));

    let days = |days: i64| DeviceClock { uptime_micros: days * 24 * 3_600_000_000, wall: None };
    let late = tablet.device.record(Tablet::deed(2, walk(2)), days(4), false).unwrap();
    assert_eq!(late.wish, Some(WishReason::SnapshotTooOld));
    assert_eq!(tablet.device.record(Tablet::deed(2, walk(2)), days(2), false).unwrap().wish, None);

    tablet.restart();
    assert_eq!(tablet.device.wishes().count(), 1);
    let step = tablet.device.drop_wish(op_id(50));
    tablet.disk.carry_out(&mut tablet.device, step).unwrap();
    assert_eq!((tablet.device.wishes().count(), tablet.device.outbox().count()), (0, 0));
}

#[test]
fn fifty_orders_may_wait_and_a_day_of_deliveries_holds_up_none_of_them() {
    let mut tablet = Tablet::new();
    let rich = testing::household_with_cents(1, 1_000_000, 0, 0);
    tablet.pull(PullReply::Snapshot(Box::new(Snapshot { households: vec![rich], ..snapshot("2026-11-16T08:00") })));
    for n in 1..=20 {
        assert_eq!(tablet.record(n, walk(n)), Ok(None));
        tablet.record(100 + n, OperationKind::AcceptLine { target: target(n) }).unwrap();
        let delivery = OperationKind::DeliverLine { target: target(n), quantity: None };
        tablet.record(200 + n, delivery).unwrap();
    }
    assert_eq!(tablet.device.outbox().count(), 60);
    for n in 21..=50 {
        assert_eq!(tablet.record(n, walk(n)), Ok(None));
    }
    assert_eq!(tablet.record(51, walk(51)), Ok(Some(WishReason::TooManyWaiting)));
    let step = tablet.device.take_up_wish(op_id(51), AT).unwrap();
    tablet.disk.carry_out(&mut tablet.device, step).unwrap();
    assert_eq!((tablet.device.wishes().count(), tablet.device.outbox().count()), (0, 91));
}

#[test]
fn only_the_same_person_or_a_carer_of_the_same_ward_may_bring_an_operation() {
    let mut tablet = Tablet::new();
    tablet.record(1, walk(1)).unwrap();
    let mut viewer = tablet.device.snapshot().unwrap().viewer.clone();
    let may = |viewer: &domain::access::Viewer| {
        let request = tablet.device.push_request(viewer, &mut Round::default()).unwrap();
        !request.operations.is_empty()
    };
    viewer.actor = carer(2);
    assert!(may(&viewer), "a colleague on the same tablet");
    viewer.scope =
        Scope::Ward { location: testing::LOCATION, ward: domain::ids::WardId(epoch(3)), person: testing::person_id(1) };
    assert!(!may(&viewer), "another ward");
    viewer.scope = Scope::Resident { location: testing::LOCATION, household: household_id(1) };
    viewer.actor = domain::access::Actor { role: Role::Resident, person: None, ..carer(1) };
    assert!(!may(&viewer), "the resident did not do what the carer did");
}

#[test]
fn a_wipe_takes_what_is_personal_and_leaves_what_was_not_sent() {
    let mut tablet = Tablet::new();
    tablet.record(1, walk(1)).unwrap();
    tablet.record(2, walk(2)).unwrap();
    let sent = tablet.ask(&mut Round::default()).unwrap();
    tablet.hear(&sent, vec![(1, Verdict::Noop { why: Noop::AlreadyDone })], epoch(1), DeviceState::Known);
    assert!(tablet.device.expire(DeviceClock { uptime_micros: 72 * 3_600_000_000, wall: None }).is_empty());
    let step = tablet.device.expire(DeviceClock { uptime_micros: 73 * 3_600_000_000, wall: None });
    tablet.disk.carry_out(&mut tablet.device, step).unwrap();
    tablet.restart();
    assert!(tablet.device.replica().is_none());
    let left: Vec<&String> = tablet.disk.rows.keys().collect();
    let rows = |ops: &[u64]| {
        let ops = ops.iter().map(|n| format!("op/{}", op_id(*n)));
        ["device".to_owned(), GENERATION.to_owned()].into_iter().chain(ops).collect::<Vec<_>>()
    };
    assert_eq!(left, rows(&[1, 2]).iter().collect::<Vec<_>>(), "what was acknowledged stays for a restored server");
    tablet.pull(PullReply::Snapshot(Box::new(snapshot("2026-11-16T10:00"))));
    assert_eq!(tablet.sent(), [2]);
    let step = tablet.device.wipe();
    tablet.disk.carry_out(&mut tablet.device, step).unwrap();
    assert_eq!(tablet.disk.rows.keys().cloned().collect::<Vec<_>>(), rows(&[2]), "who signs out leaves nothing");
}

#[test]
fn a_clock_that_says_1970_or_2099_loses_nothing_and_wipes_nothing() {
    let mut tablet = Tablet::new();
    let year = 365 * 24 * 3_600 * 1_000_000;
    for wall in [Timestamp(0), Timestamp(129 * year), Timestamp(-5), Timestamp(i64::MAX), Timestamp(i64::MIN)] {
        let clock = DeviceClock { uptime_micros: 0, wall: Some(wall) };
        tablet.device = tablet.disk.load(NEW, clock);
        for later in [Timestamp(i64::MIN), Timestamp(0), Timestamp(i64::MAX)] {
            let then = DeviceClock { uptime_micros: 1, wall: Some(later) };
            assert!(tablet.device.expire(then).is_empty(), "{wall:?} {later:?}");
            let recorded = tablet.device.record(Tablet::deed(1, walk(1)), then, false).unwrap();
            assert_eq!(recorded.wish, None);
        }
    }
}

#[test]
fn rows_of_an_older_or_a_newer_program_lose_nothing() {
    let mut tablet = Tablet::new();
    tablet.record(1, walk(1)).unwrap();
    tablet.record(2, walk(2)).unwrap();
    let key = |n| format!("op/{}", op_id(n));
    let known = tablet.disk.rows[&key(1)].replacen('{', "{\"of_tomorrow\":{\"a\":1},", 1);
    let newer = tablet.disk.rows[&key(2)].replace("place_order", "place_order_of_tomorrow");
    tablet.disk.rows.insert(key(1), known);
    tablet.disk.rows.insert(key(2), newer.clone());
    tablet.disk.rows.insert("op/damaged".to_owned(), "{".to_owned());
    tablet.restart();
    assert_eq!((tablet.sent(), tablet.device.aside().len()), (vec![1], 2));
    let sent = tablet.ask(&mut Round::default()).unwrap();
    tablet.hear(&sent, vec![(1, Verdict::Applied { version: 2 })], epoch(1), DeviceState::Known);
    assert!(tablet.disk.rows[&key(1)].contains("of_tomorrow"), "{}", tablet.disk.rows[&key(1)]);
    assert!(tablet.disk.rows[&key(1)].contains("applied"));
    assert_eq!(tablet.disk.rows[&key(2)], newer);
    assert_eq!(tablet.disk.rows["op/damaged"], "{");

    tablet.disk.rows.insert("device".to_owned(), "{\"v\":9}".to_owned());
    tablet.disk.rows.insert(GENERATION.to_owned(), "?".to_owned());
    tablet.restart();
    tablet.record(3, walk(3)).unwrap();
    assert_ne!(tablet.device.id(), NEW, "a device that forgot who it was is another device");
    assert_eq!(tablet.disk.rows["aside/device"], "{\"v\":9}");
}

#[test]
fn a_pull_writes_only_what_changed() {
    let tablet = Tablet::new();
    let mut household = tablet.device.snapshot().unwrap().households[0].clone();
    household.version = 2;
    let reply = PullReply::Changes {
        epoch: epoch(1),
        cursor: 8,
        now: now("2026-11-16T08:00"),
        households: vec![household],
        gone: Vec::new(),
        places: domain::catalogue::Places::default().into(),
        devices: Vec::new(),
    };
    let step = tablet.device.take_pull_reply(reply, AT);
    let put = |write: &Write| match write {
        Write::Put(Row { key, .. }) => key.split('/').next().unwrap().to_owned(),
        Write::Delete(key) => panic!("{key}"),
    };
    assert_eq!(step.writes.iter().map(put).collect::<Vec<_>>(), ["household", "snapshot", GENERATION]);
}

#[test]
fn a_revoked_device_shows_nothing_and_keeps_what_was_not_sent() {
    let mut tablet = Tablet::new();
    tablet.record(1, walk(1)).unwrap();
    let sent = tablet.ask(&mut Round::default()).unwrap();
    tablet.hear(&sent, Vec::new(), epoch(1), DeviceState::Revoked);
    tablet.restart();
    assert!(tablet.device.is_revoked() && tablet.device.replica().is_none());
    assert_eq!(tablet.device.outbox().count(), 1);
    assert_eq!(tablet.record(2, walk(2)), Err(Refusal::NotAllowed));
    tablet.pull(PullReply::Snapshot(Box::new(snapshot("2026-11-16T10:00"))));
    assert!(tablet.device.replica().is_none(), "nothing comes in any more either");
}

#[test]
fn a_refusal_stays_until_someone_has_read_it() {
    let mut tablet = Tablet::new();
    tablet.record(1, walk(1)).unwrap();
    let sent = tablet.ask(&mut Round::default()).unwrap();
    let refused = Verdict::Refused { refusal: Box::new(Refusal::UnknownItem) };
    tablet.hear(&sent, vec![(1, refused)], epoch(1), DeviceState::Known);
    tablet.restart();
    assert_eq!(tablet.left(), 10_000);
    tablet.pull(PullReply::Snapshot(Box::new(snapshot("2027-02-16T08:00"))));
    assert_eq!(tablet.device.refusals().count(), 1, "however long that takes");
    let step = tablet.device.close_refusal(op_id(1));
    tablet.disk.carry_out(&mut tablet.device, step).unwrap();
    assert_eq!(tablet.device.refusals().count(), 0);
}

#[test]
fn what_a_second_copy_gives_back_counts_once() {
    let mut tablet = Tablet::new();
    tablet.record(1, walk(1)).unwrap();
    let sealed: Vec<_> = tablet.copies().into_iter().map(|copy| copy.operation).collect();
    let under = tablet.device.snapshot().unwrap().viewer.scope.clone();
    assert!(tablet.device.take_back(sealed.clone(), &under).is_empty());
    let mut empty = Tablet::new();
    let step = empty.device.take_back(sealed, &under);
    empty.disk.carry_out(&mut empty.device, step).unwrap();
    assert_eq!(empty.sent(), [1]);
}

#[test]
fn what_waits_to_be_sent_again_has_a_second_copy_that_tells_what_was_said_of_it() {
    let mut tablet = Tablet::new();
    tablet.record(1, walk(1)).unwrap();
    assert!(tablet.copies()[0].again.is_none());
    let sent = tablet.ask(&mut Round::default()).unwrap();
    tablet.hear(&sent, vec![(1, Verdict::Applied { version: 2 })], epoch(1), DeviceState::Known);
    assert!(tablet.copies().is_empty(), "the server has it");
    tablet.pull(PullReply::Snapshot(Box::new(Snapshot { epoch: epoch(2), ..snapshot("2026-11-17T09:01") })));
    let again = tablet.ask(&mut Round::default()).unwrap().again;
    let copies: Vec<_> = tablet.copies().into_iter().map(|copy| (copy.operation.op_id, copy.again)).collect();
    assert_eq!(copies, [(op_id(1), Some(again[0].clone()))]);
}

#[test]
fn without_the_server_time_goes_on_and_what_is_done_keeps_its_own_time() {
    const HOURS: i64 = 3_600 * 1_000_000;
    let after = |hours: i64| DeviceClock { uptime_micros: hours * HOURS, wall: Some(Timestamp(hours * HOURS)) };
    let mut tablet = Tablet { disk: Disk::default(), device: Device::new(NEW) };
    let heard = snapshot("2026-11-16T08:00");
    let step = tablet.device.take_pull_reply(PullReply::Snapshot(Box::new(heard.clone())), after(0));
    tablet.disk.carry_out(&mut tablet.device, step).unwrap();
    let recorded = tablet.device.record(Tablet::deed(1, walk_at(1, "2026-11-17T10:00")), after(2), false).unwrap();
    tablet.disk.carry_out(&mut tablet.device, recorded.step).unwrap();

    let view = tablet.device.view(after(20)).unwrap();
    assert_eq!(view.now.local, moment("2026-11-17T04:00"));
    assert_eq!(view.households[0].orders[0].placed_at, heard.now.after(2 * HOURS).at);

    // By now it is too late for that walk: what was recorded in time still shows, a new one is refused.
    let late = after(30);
    assert_eq!(tablet.device.view(late).unwrap().households[0].orders.len(), 1);
    let again = Tablet::deed(2, walk_at(2, "2026-11-17T10:00"));
    assert!(matches!(tablet.device.record(again, late, true), Err(Refusal::TooLate { .. })));
}
