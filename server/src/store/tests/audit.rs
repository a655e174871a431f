//! The log of who looked: nothing is lost on the way, and what someone changes by hand is found.

use super::world::{World, family_viewer, first_line, office_viewer, resident_viewer, ward_viewer};
use crate::audit::{Audit, Entry, LOOK_MICROS, OPEN_MICROS, What};
use crate::metrics::Metrics;
use crate::store::Store;
use domain::calendar::Timestamp;
use domain::ids::{HouseholdId, SessionId};
use domain::sync::{OperationKind, Verdict};
use futures::future::join_all;

super::on_both_databases!(
    the_log_cannot_be_changed,
    a_changed_entry_is_found,
    an_entry_removed_from_the_middle_is_found,
    an_entry_removed_from_the_end_is_found,
    a_resident_taken_out_of_a_look_is_found,
    the_same_look_is_noted_once_a_quarter_of_an_hour,
    more_looks_than_the_queue_holds_are_all_noted,
    two_servers_write_one_chain,
    what_was_done_cannot_be_changed,
    what_was_done_and_changed_by_hand_is_found,
    what_was_done_and_taken_out_is_found,
    what_was_written_can_be_erased_and_the_chain_holds,
);

fn audit(world: &World) -> (Audit, Metrics) {
    let metrics = Metrics::default();
    (Audit::start(world.store.clone(), metrics.clone()), metrics)
}

fn session(number: u128) -> SessionId {
    SessionId(uuid::Uuid::from_u128(number))
}

/// Five entries, one of them about two residents.
async fn five(world: &World) {
    let (audit, metrics) = audit(world);
    let (anna, jan) = (world.resident(1).await, world.resident(2).await);
    let at = world.now().at;
    audit.note(Entry::new(at, What::SignInRefused).refused()).await.unwrap();
    audit.note(Entry::by(at, What::Page, &ward_viewer()).about([anna, jan]).detail("ward")).await.unwrap();
    audit.note(Entry::by(at, What::Page, &family_viewer(vec![anna])).about([anna]).detail("cup")).await.unwrap();
    audit.note(Entry::by(at, What::Exported, &office_viewer()).about([jan]).detail("residents")).await.unwrap();
    audit.note_and_wait(Entry::by(at, What::SignedOut, &office_viewer()).in_session(session(7), None)).await.unwrap();
    let report = world.store.verify_log().await.unwrap();
    assert_eq!((report.entries, report.broken), (5, None));
    assert!(metrics.render(0).contains("bekertje_audit_entries_total 5\n"));
}

/// As someone would who owns the database.
async fn damage(world: &World, sql: &str) {
    let without_guard = if world.url.starts_with("postgres") {
        "ALTER TABLE audit DISABLE TRIGGER USER; ALTER TABLE audit_residents DISABLE TRIGGER USER;"
    } else {
        "DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_removed;
        DROP TRIGGER audit_residents_are_never_removed;"
    };
    world.raw(&format!("{without_guard} {sql}")).await.unwrap();
}

async fn finds(world: &World, what: &str) {
    let report = world.store.verify(world.now()).await.unwrap();
    let broken = report.log.broken.unwrap();
    assert!(broken.contains(what), "{broken}");
    assert_eq!(report.mismatches, [], "nothing is frozen for it");
}

async fn the_log_cannot_be_changed(world: &World) {
    five(world).await;
    for sql in [
        "UPDATE audit SET role = 'carer'",
        "UPDATE audit SET outcome = 'done' WHERE sequence = 1",
        "DELETE FROM audit WHERE sequence = 5",
        "UPDATE audit_residents SET household_id = household_id",
        "DELETE FROM audit_residents",
        "DELETE FROM audit_head",
    ] {
        assert!(world.raw(sql).await.is_err(), "accepted: {sql}");
    }
    assert_eq!(world.store.verify_log().await.unwrap().broken, None);
}

async fn a_changed_entry_is_found(world: &World) {
    five(world).await;
    damage(world, "UPDATE audit SET at = at - 60000000 WHERE sequence = 3").await;
    finds(world, "breaks at entry 3").await;
}

async fn an_entry_removed_from_the_middle_is_found(world: &World) {
    five(world).await;
    damage(world, "DELETE FROM audit WHERE sequence = 2").await;
    finds(world, "breaks at entry 2").await;
}

async fn an_entry_removed_from_the_end_is_found(world: &World) {
    five(world).await;
    damage(world, "DELETE FROM audit WHERE sequence = 5").await;
    finds(world, "ends at entry 4, and should end at 5").await;
}

async fn a_resident_taken_out_of_a_look_is_found(world: &World) {
    five(world).await;
    let jan = "household_id = (SELECT h.household_id FROM household h WHERE h.code = 'R002')";
    let both = "residents = (SELECT a.residents FROM audit a WHERE a.sequence = 2)";
    damage(world, &format!("DELETE FROM audit_residents WHERE {jan} AND {both}")).await;
    finds(world, "are not who they were").await;
}

async fn the_same_look_is_noted_once_a_quarter_of_an_hour(world: &World) {
    let (audit, _) = audit(world);
    let (anna, jan) = (world.resident(1).await, world.resident(2).await);
    let at = |micros| Timestamp(world.now().at.0 + micros);
    let count = async || {
        audit.flush().await.unwrap();
        world.store.verify_log().await.unwrap().entries
    };
    let card = |at, who| Entry::by(at, What::Page, &ward_viewer()).about([who]).detail("card");
    for micros in [0, 1, LOOK_MICROS - 1] {
        audit.looked(card(at(micros), anna)).await.unwrap();
    }
    assert_eq!(count().await, 1);
    audit.looked(card(at(LOOK_MICROS), anna)).await.unwrap();
    assert_eq!(count().await, 2);
    // Someone else's card, another page, another viewer, another session: each is a look of its own.
    audit.looked(card(at(LOOK_MICROS), jan)).await.unwrap();
    audit.looked(card(at(LOOK_MICROS), anna).detail("line")).await.unwrap();
    audit.looked(card(at(LOOK_MICROS), anna).in_session(session(1), None)).await.unwrap();
    let els = Entry::by(at(LOOK_MICROS), What::Page, &family_viewer(vec![anna])).about([anna]).detail("card");
    audit.looked(els).await.unwrap();
    assert_eq!(count().await, 6);
    // A screen that stays open is noted once an hour.
    for micros in [0, LOOK_MICROS, OPEN_MICROS - 1, OPEN_MICROS] {
        audit.looked(Entry::by(at(micros), What::KeptOpen, &ward_viewer()).about([anna, jan])).await.unwrap();
    }
    assert_eq!(count().await, 8);
}

async fn more_looks_than_the_queue_holds_are_all_noted(world: &World) {
    let (audit, metrics) = audit(world);
    let at = world.now().at;
    let all = (0..3_000).map(|number| {
        let entry = Entry::by(at, What::Page, &office_viewer()).detail(number.to_string());
        audit.looked(entry)
    });
    assert!(join_all(all).await.iter().all(Result::is_ok));
    audit.close().await;
    let report = world.store.verify_log().await.unwrap();
    assert_eq!((report.entries, report.broken), (3_000, None));
    assert!(metrics.render(0).contains("bekertje_audit_dropped_total 0\n"));
}

async fn two_servers_write_one_chain(world: &World) {
    let other = Store::open(&world.url).await.unwrap();
    let (here, _) = audit(world);
    let there = Audit::start(other.clone(), Metrics::default());
    let anna = world.resident(1).await;
    let at = world.now().at;
    for _ in 0..10 {
        let notes = (0..40).map(|number| {
            let entry = Entry::by(at, What::Searched, &office_viewer()).about([anna]);
            if number % 2 == 0 { here.note(entry) } else { there.note(entry) }
        });
        assert!(join_all(notes).await.iter().all(Result::is_ok));
        let (first, second) = futures::future::join(here.flush(), there.flush()).await;
        assert!(first.is_ok() && second.is_ok());
    }
    other.close().await;
    let report = world.store.verify_log().await.unwrap();
    assert_eq!((report.entries, report.broken), (400, None));
}

/// An order, its cancellation, one more that has nothing to do, and an order that is refused.
async fn four_operations(world: &World) -> HouseholdId {
    let anna = world.resident_with(1, 5_000).await;
    let viewer = resident_viewer(anna);
    world.judge(&viewer, world.order(anna, 1)).await;
    let target = first_line(&world.household(anna).await);
    for _ in 0..2 {
        world.judge(&viewer, world.operation(anna, OperationKind::CancelLine { target })).await;
    }
    let refused = world.judge(&viewer, world.order(anna, 9)).await;
    assert!(matches!(refused, Verdict::Refused { .. }), "{refused:?}");
    world.resident(2).await;
    let report = world.store.verify(world.now()).await.unwrap();
    assert_eq!((report.changed_operations, report.mismatches), (vec![], vec![]));
    anna
}

async fn unguarded(world: &World, sql: &str) {
    let without_guard = if world.url.starts_with("postgres") {
        "ALTER TABLE operation DISABLE TRIGGER USER;"
    } else {
        "DROP TRIGGER operation_is_never_changed; DROP TRIGGER operation_is_never_removed;"
    };
    world.raw(&format!("{without_guard} {sql}")).await.unwrap();
}

async fn finds_operations(world: &World, anna: HouseholdId, what: &str) {
    let report = world.store.verify(world.now()).await.unwrap();
    let [changed] = report.changed_operations.as_slice() else { panic!("{:?}", report.changed_operations) };
    assert_eq!(changed.household, anna);
    assert!(changed.what.contains(what), "{}", changed.what);
    assert_eq!(report.mismatches, [], "nothing is frozen for it");
}

async fn what_was_done_cannot_be_changed(world: &World) {
    four_operations(world).await;
    for sql in [
        "UPDATE operation SET recorded_at = recorded_at + 1",
        "UPDATE operation SET verdict = verdict WHERE household_sequence = 4",
        "UPDATE operation SET household_sequence = household_sequence + 10",
        "DELETE FROM operation WHERE household_sequence = 4",
    ] {
        assert!(world.raw(sql).await.is_err(), "accepted: {sql}");
    }
}

async fn what_was_done_and_changed_by_hand_is_found(world: &World) {
    let anna = four_operations(world).await;
    unguarded(world, "UPDATE operation SET recorded_at = recorded_at + 1 WHERE household_sequence = 3").await;
    finds_operations(world, anna, "breaks at operation 3").await;
    // Another payload than the one whose hash is in the chain, which no guard forbids.
    let other = "payload = (SELECT o.payload FROM operation o WHERE o.household_sequence = 4)";
    world.raw(&format!("UPDATE operation SET {other} WHERE household_sequence = 1")).await.unwrap();
    finds_operations(world, anna, "breaks at operation 1").await;
}

async fn what_was_done_and_taken_out_is_found(world: &World) {
    let anna = four_operations(world).await;
    unguarded(world, "DELETE FROM operation WHERE household_sequence = 4").await;
    finds_operations(world, anna, "end at operation 3, and should end at operation 4").await;
    world.raw("DELETE FROM operation WHERE household_sequence = 2").await.unwrap();
    finds_operations(world, anna, "breaks at operation 2").await;
}

async fn what_was_written_can_be_erased_and_the_chain_holds(world: &World) {
    four_operations(world).await;
    world.raw("UPDATE operation SET payload = 'null', refused_order = NULL").await.unwrap();
    let report = world.store.verify(world.now()).await.unwrap();
    assert_eq!(report.changed_operations, []);
}
