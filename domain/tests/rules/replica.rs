use domain::amount::Unit;
use domain::catalogue::PurseKind;
use domain::sync::{Operation, Refusal, Replica, Snapshot, Verdict};
use domain::testing::{self, moment, now, resident};
use std::sync::Arc;

fn tablet() -> Replica {
    let household = testing::household_with_cents(1, 2_000, 0, 0);
    Replica::new(Snapshot {
        cursor: 7,
        ..testing::snapshot(testing::de_linde(), vec![household], now("2026-11-16T08:00"))
    })
}

fn walk(n: u64, day: &str) -> Operation {
    let at = moment(&format!("{day}T10:00"));
    let line = testing::choice(n, &testing::de_linde(), "W01", at, 1, PurseKind::Cup, Unit::EuroCent);
    testing::operation(n, testing::household_id(1), resident(), testing::place(n, vec![line]))
}

fn left(replica: &Replica) -> i64 {
    replica.view().households[0].cup_left().minor()
}

#[test]
fn what_is_chosen_shows_at_once_and_the_snapshot_stays_what_the_server_said() {
    let mut tablet = tablet();
    tablet.record(walk(1, "2026-11-17")).unwrap();
    assert_eq!(left(&tablet), 205);
    assert_eq!(tablet.snapshot().households[0].cup_left().minor(), 2_000);
    assert!(matches!(tablet.record(walk(2, "2026-11-18")), Err(Refusal::TooLittleLeft { .. })));
    assert_eq!(tablet.unsent().count(), 2, "what is expected to be refused is kept and sent all the same");
    assert_eq!(left(&tablet), 205);
}

#[test]
fn a_refused_order_gives_back_at_once_what_it_seemed_to_take() {
    let mut tablet = tablet();
    tablet.record(walk(1, "2026-11-17")).unwrap();
    tablet.acknowledge(testing::op_id(1), Verdict::Refused { refusal: Box::new(Refusal::UnknownItem) });
    assert!(tablet.pending().is_empty());
    assert_eq!(left(&tablet), 2_000);
}

#[test]
fn an_accepted_order_stays_in_view_until_the_snapshot_has_it() {
    let mut tablet = tablet();
    tablet.record(walk(1, "2026-11-17")).unwrap();
    tablet.acknowledge(testing::op_id(1), Verdict::Applied { version: 2 });
    assert_eq!((tablet.pending().len(), tablet.unsent().count(), left(&tablet)), (1, 0, 205));
    let then = tablet.view().households[0].clone();
    assert_eq!(then.version, 2);
    tablet.merge(vec![then.clone()], &[], Arc::default(), 8, now("2026-11-16T08:01"));
    assert!(tablet.pending().is_empty());
    assert_eq!(tablet.view().households[0], then, "nothing flickers");
}

#[test]
fn a_reply_that_was_overtaken_changes_nothing() {
    let mut tablet = tablet();
    let before = tablet.snapshot().clone();
    let mut newer = before.households[0].clone();
    newer.version = 5;
    tablet.merge(vec![newer], &[], Arc::default(), 9, now("2026-11-16T09:00"));
    let after = tablet.clone();
    tablet.replace(before.clone());
    tablet.merge(before.households.clone(), &[before.households[0].id], Arc::default(), 8, before.now);
    assert_eq!(tablet, after);
    // After a restore the server begins a new epoch: then what it says counts, however old it looks.
    tablet.replace(Snapshot { epoch: testing::number(0x0d, 2), ..before.clone() });
    assert_eq!(tablet.snapshot().cursor, before.cursor);
}

#[test]
fn a_resident_who_leaves_the_ward_leaves_the_tablet() {
    let mut tablet = tablet();
    tablet.record(walk(1, "2026-11-17")).unwrap();
    tablet.merge(Vec::new(), &[testing::household_id(1)], Arc::default(), 8, now("2026-11-16T09:00"));
    assert!(tablet.view().households.is_empty());
    assert_eq!(tablet.unsent().count(), 1, "but what was recorded is still sent");
    assert_eq!(tablet.record(walk(2, "2026-11-18")), Err(Refusal::NotAllowed));
}

#[test]
fn a_tablet_that_was_switched_off_goes_on_where_it_was() {
    let mut tablet = tablet();
    tablet.record(walk(1, "2026-11-17")).unwrap();
    let kept = serde_json::to_string(&tablet).unwrap();
    assert_eq!(serde_json::from_str::<Replica>(&kept).unwrap(), tablet);
}
