//! What devices say of themselves, what they send after the network was away, and what comes back after a restore.

use super::world::{CUP_CENTS, World, first_line, resident_viewer, ward_viewer};
use crate::rng::Rng;
use crate::store::Store;
use crate::store::db::CrashPoint;
use domain::calendar::Timestamp;
use domain::exception::{ExceptionKind, SettleHow};
use domain::ids::{DeviceId, HouseholdId, OpId};
use domain::order::{DeclineReason, LineState};
use domain::sync::wire::{Again, DeviceReport, DeviceState, PushReply, PushRequest};
use domain::sync::{DeviceEvent, DeviceStamp, LineRef, Noop, Operation, OperationKind, Refusal, Verdict};
use uuid::Uuid;

super::on_both_databases!(
    a_device_that_is_behind_what_it_sent_is_told_to_begin_a_new_epoch,
    a_number_with_two_operations_is_told_until_the_device_has_begun_again,
    a_server_that_dies_before_it_answers_has_noticed_the_number_with_two_operations,
    a_server_that_dies_before_it_answers_has_told_the_ward_of_a_device,
    an_older_number_with_two_operations_hides_no_newer_one,
    an_older_request_of_a_device_changes_nothing,
    what_a_revoked_device_sends_is_kept_for_the_ward_to_look_at,
    what_was_delivered_all_the_same_is_charged_or_written_off_by_a_person,
    a_handed_over_delivery_does_not_fall_with_what_came_before_it,
    after_a_restore_what_devices_had_acknowledged_comes_back,
    after_a_restore_nothing_is_refused_because_something_else_is_missing,
    what_was_refused_before_a_restore_stays_refused,
    who_asks_again_hears_when_it_was_judged,
    frozen_books_hold_up_a_device_and_refuse_nothing,
);

const DEVICE: DeviceId = DeviceId(Uuid::from_u128(0xd0));

fn stamped(operation: Operation, epoch: u32, sequence: u32) -> Operation {
    Operation { stamp: Some(DeviceStamp { device: DEVICE, epoch, sequence }), ..operation }
}

/// What the ward's tablet sends, of which it says that its next number is `next`.
async fn push(world: &World, operations: Vec<Operation>, epoch: u32, next: u32, again: Vec<Again>) -> PushReply {
    let viewer = ward_viewer();
    let by = |operation: Operation| Operation { actor: viewer.actor.clone(), ..operation };
    let device = DeviceReport { id: DEVICE, epoch, next, waiting: 0, unreadable: 0, server_epoch: None };
    let operations = operations.into_iter().map(by).collect();
    world.store.push(&viewer, PushRequest { operations, device: Some(device), again }, &world.clock).await.unwrap()
}

async fn state(world: &World, epoch: u32, next: u32) -> Option<DeviceState> {
    push(world, Vec::new(), epoch, next, Vec::new()).await.device
}

async fn told(world: &World) -> Vec<DeviceEvent> {
    let snapshot = world.store.snapshot(&ward_viewer(), world.now()).await.unwrap();
    snapshot.devices.iter().map(|notice| notice.what).collect()
}

fn verdict(reply: &PushReply) -> Verdict {
    reply.verdicts[0].verdict.clone()
}

fn refusal(verdict: Verdict) -> Refusal {
    match verdict {
        Verdict::Refused { refusal } => *refusal,
        other => panic!("not refused: {other:?}"),
    }
}

async fn a_device_that_is_behind_what_it_sent_is_told_to_begin_a_new_epoch(world: &World) {
    let anna = world.resident(1).await;
    assert_eq!(state(world, 1, 1).await, Some(DeviceState::Known));
    let three = (1..=3).map(|sequence| stamped(world.order(anna, 1), 1, sequence)).collect();
    assert_eq!(push(world, three, 1, 4, Vec::new()).await.device, Some(DeviceState::Known));
    let behind = Some(DeviceState::RolledBack { epoch: 2, seen: 3 });
    assert_eq!(state(world, 1, 3).await, behind);
    assert_eq!(state(world, 1, 3).await, behind, "told again until it has begun again");
    assert_eq!(told(world).await, [], "an answer may be to an old request: the ward is told when the device agrees");
    assert_eq!(state(world, 2, 1).await, Some(DeviceState::Known));
    assert_eq!(told(world).await, [DeviceEvent::RolledBack]);
}

async fn a_number_with_two_operations_is_told_until_the_device_has_begun_again(world: &World) {
    let anna = world.resident(1).await;
    state(world, 1, 1).await;
    let (one, other) = (stamped(world.order(anna, 1), 1, 1), stamped(world.order(anna, 1), 1, 1));
    assert_eq!(push(world, vec![one.clone()], 1, 2, Vec::new()).await.device, Some(DeviceState::Known));
    assert_eq!(push(world, vec![one], 1, 2, Vec::new()).await.device, Some(DeviceState::Known), "sent twice is one");
    let reply = push(world, vec![other], 1, 2, Vec::new()).await;
    assert!(matches!(verdict(&reply), Verdict::Applied { .. }), "only the number of the operation deduplicates");
    assert_eq!(reply.device, Some(DeviceState::Cloned { epoch: 2 }));
    assert_eq!(state(world, 1, 2).await, reply.device, "the first answer may be lost");
    assert_eq!(state(world, 2, 1).await, Some(DeviceState::Known));
    assert_eq!(told(world).await, [DeviceEvent::Cloned]);
    assert_eq!(state(world, 1, 2).await, Some(DeviceState::Cloned { epoch: 3 }), "the other of the two");
    assert_eq!(world.household(anna).await.orders.len(), 2);
}

async fn a_server_that_dies_before_it_answers_has_noticed_the_number_with_two_operations(world: &World) {
    let anna = world.resident(1).await;
    state(world, 1, 1).await;
    let (one, other) = (stamped(world.order(anna, 1), 1, 1), stamped(world.order(anna, 1), 1, 1));
    push(world, vec![one], 1, 2, Vec::new()).await;
    world.store.inner.db.crash_at(CrashPoint::AfterCommit, false);
    assert_eq!(verdict(&push(world, vec![other.clone()], 1, 2, Vec::new()).await), Verdict::Retry);
    assert_eq!(state(world, 1, 2).await, Some(DeviceState::Cloned { epoch: 2 }));
    let reply = push(world, vec![other], 1, 2, Vec::new()).await;
    assert!(matches!(verdict(&reply), Verdict::Applied { .. }), "it was on the disk: {reply:?}");
    assert_eq!(world.household(anna).await.orders.len(), 2);
}

async fn a_server_that_dies_before_it_answers_has_told_the_ward_of_a_device(world: &World) {
    state(world, 1, 1).await;
    world.store.inner.db.crash_at(CrashPoint::AfterCommit, false);
    let device = Some(DeviceReport { id: DEVICE, epoch: 2, next: 1, waiting: 0, unreadable: 0, server_epoch: None });
    let hello = PushRequest { operations: Vec::new(), device, again: Vec::new() };
    assert!(world.store.push(&ward_viewer(), hello, &world.clock).await.is_err(), "the answer is lost");
    assert_eq!(told(world).await, [DeviceEvent::RolledBack]);
    world.store.inner.db.crash_at(CrashPoint::AfterCommit, false);
    assert!(world.store.revoke_device(DEVICE, world.clock.timestamp()).await.is_err(), "nobody hears of it");
    assert_eq!(told(world).await, [DeviceEvent::Revoked]);
}

async fn an_older_number_with_two_operations_hides_no_newer_one(world: &World) {
    let anna = world.resident(1).await;
    for epoch in [1, 2, 2, 1] {
        push(world, vec![stamped(world.order(anna, 1), epoch, 1)], epoch, 2, Vec::new()).await;
    }
    assert_eq!(state(world, 2, 2).await, Some(DeviceState::Cloned { epoch: 3 }));
}

async fn an_older_request_of_a_device_changes_nothing(world: &World) {
    let anna = world.resident(1).await;
    let first = stamped(world.order(anna, 1), 1, 1);
    push(world, vec![first.clone()], 1, 2, Vec::new()).await;
    push(world, vec![stamped(world.order(anna, 1), 1, 2)], 1, 3, Vec::new()).await;
    // The first request once more, late: the device hears that it is behind and sees that it is not.
    push(world, vec![first], 1, 2, Vec::new()).await;
    assert_eq!(state(world, 1, 3).await, Some(DeviceState::Known));
    assert_eq!(told(world).await, []);
}

async fn what_a_revoked_device_sends_is_kept_for_the_ward_to_look_at(world: &World) {
    let anna = world.resident(1).await;
    assert!(!world.store.revoke_device(DEVICE, world.clock.timestamp()).await.unwrap(), "nobody knows it");
    state(world, 1, 1).await;
    assert!(world.store.revoke_device(DEVICE, world.clock.timestamp()).await.unwrap());
    let order = stamped(world.order(anna, 1), 1, 1);
    let reply = push(world, vec![order.clone()], 1, 2, Vec::new()).await;
    assert_eq!((refusal(verdict(&reply)), reply.device), (Refusal::Quarantined, Some(DeviceState::Revoked)));
    let again = push(world, vec![order.clone()], 1, 2, Vec::new()).await;
    assert_eq!(verdict(&again), verdict(&reply));
    let household = world.household(anna).await;
    assert_eq!((household.orders.len(), household.cup_left().minor()), (0, CUP_CENTS));
    let ExceptionKind::Quarantined { kind } = &household.exceptions[0].what else { panic!("{household:?}") };
    assert_eq!(**kind, order.kind);
    assert_eq!(told(world).await, [DeviceEvent::Revoked]);
    let report = world.store.verify(world.now()).await.unwrap();
    assert_eq!(report.mismatches, []);
}

/// An accepted line of a new order.
async fn accepted(world: &World, household: HouseholdId) -> LineRef {
    world.judge(&resident_viewer(household), world.order(household, 1)).await;
    let line = first_line(&world.household(household).await);
    world.judge(&ward_viewer(), world.operation(household, OperationKind::AcceptLine { target: line })).await;
    line
}

fn decline(target: LineRef) -> OperationKind {
    OperationKind::DeclineLine {
        target,
        reason: DeclineReason::Weather,
        other_moment: None,
        other_item: None,
        note: String::new(),
    }
}

async fn what_was_delivered_all_the_same_is_charged_or_written_off_by_a_person(world: &World) {
    for (number, how, left) in [(1, SettleHow::Charge, CUP_CENTS - 1_230), (2, SettleHow::WriteOff, CUP_CENTS)] {
        let home = world.resident(number).await;
        let line = accepted(world, home).await;
        world.judge(&ward_viewer(), world.operation(home, decline(line))).await;
        let deliver = world.operation(home, OperationKind::DeliverLine { target: line, quantity: None });
        assert_eq!(
            refusal(world.judge(&ward_viewer(), deliver).await),
            Refusal::WrongState { state: LineState::Declined },
            "without a device that had recorded it, it is only a wrong click"
        );
        let deliver =
            |n| stamped(world.operation(home, OperationKind::DeliverLine { target: line, quantity: None }), 1, n);
        let fact = deliver(number * 10);
        let reply = push(world, vec![fact.clone()], 1, 99, Vec::new()).await;
        assert!(matches!(verdict(&reply), Verdict::Applied { .. }), "{reply:?}");
        let reply = push(world, vec![deliver(number * 10 + 1)], 1, 99, Vec::new()).await;
        assert_eq!(verdict(&reply), Verdict::Noop { why: Noop::AlreadyDone }, "the other tablet saw it too");
        let household = world.household(home).await;
        assert_eq!((household.exceptions.len(), household.cup_left().minor()), (1, CUP_CENTS));
        let snapshot = world.store.snapshot(&ward_viewer(), world.now()).await.unwrap();
        assert!(snapshot.unsettled().any(|(_, exception)| exception.op == fact.op_id));

        let settle = |how| world.operation(home, OperationKind::SettleException { op: fact.op_id, how });
        assert_eq!(refusal(world.judge(&resident_viewer(home), settle(how)).await), Refusal::NotAllowed);
        assert!(matches!(world.judge(&ward_viewer(), settle(how)).await, Verdict::Applied { .. }));
        let twice = world.judge(&ward_viewer(), settle(SettleHow::Charge)).await;
        assert_eq!(twice, Verdict::Noop { why: Noop::AlreadyDone });
        let household = world.household(home).await;
        let settled = household.exceptions[0].settled.clone().unwrap();
        assert_eq!((settled.how, settled.by.person), (how, ward_viewer().actor.person));
        assert_eq!(household.cup_left().minor(), left);
    }
    assert_eq!(world.store.verify(world.now()).await.unwrap().mismatches, []);
    // A purse that has too little cannot be charged: then the house pays.
    let poor = world.resident_with(3, 1_300).await;
    let line = accepted(world, poor).await;
    world.judge(&resident_viewer(poor), world.operation(poor, OperationKind::CancelLine { target: line })).await;
    world.judge(&ward_viewer(), world.operation(poor, OperationKind::CancelLine { target: line })).await;
    world.judge(&resident_viewer(poor), world.order(poor, 1)).await;
    let fact = stamped(world.operation(poor, OperationKind::DeliverLine { target: line, quantity: None }), 1, 77);
    push(world, vec![fact.clone()], 1, 99, Vec::new()).await;
    let charge = OperationKind::SettleException { op: fact.op_id, how: SettleHow::Charge };
    let verdict = world.judge(&ward_viewer(), world.operation(poor, charge)).await;
    assert!(matches!(refusal(verdict), Refusal::TooLittleLeft { short, .. } if short.minor() == 1_160));
}

async fn a_handed_over_delivery_does_not_fall_with_what_came_before_it(world: &World) {
    let anna = world.resident(1).await;
    world.judge(&resident_viewer(anna), world.order(anna, 1)).await;
    let line = first_line(&world.household(anna).await);
    world.judge(&resident_viewer(anna), world.operation(anna, OperationKind::CancelLine { target: line })).await;
    let accept = stamped(world.operation(anna, OperationKind::AcceptLine { target: line }), 1, 1);
    let mut deliver = stamped(world.operation(anna, OperationKind::DeliverLine { target: line, quantity: None }), 1, 2);
    deliver.depends_on = vec![accept.op_id];
    let reply = push(world, vec![accept, deliver], 1, 3, Vec::new()).await;
    assert!(matches!(reply.verdicts[0].verdict, Verdict::Refused { .. }), "{reply:?}");
    assert!(matches!(reply.verdicts[1].verdict, Verdict::Applied { .. }), "{reply:?}");
    assert_eq!(world.household(anna).await.exceptions.len(), 1);
}

/// The server as it was restored from a backup: everything of this household since then is gone.
async fn restored(world: &World, days_later: i64) {
    let at = Timestamp(world.clock.timestamp().0 + days_later * 24 * 3_600 * 1_000_000);
    world.clock.set(at);
    world.store.begin_new_epoch(world.new_id(), at).await.unwrap();
}

async fn after_a_restore_what_devices_had_acknowledged_comes_back(world: &World) {
    let anna = world.resident(1).await;
    // Acknowledged yesterday; its moment is in an hour after midnight, so by now it would be too late to order.
    let order = stamped(world.order(anna, 1), 1, 1);
    let acknowledged =
        Again { op_id: order.op_id, at: world.clock.timestamp(), verdict: Verdict::Applied { version: 2 } };
    restored(world, 1).await;
    let late = push(world, vec![stamped(world.order(anna, 1), 1, 2)], 1, 3, Vec::new()).await;
    assert!(matches!(verdict(&late), Verdict::Applied { .. }), "for tomorrow: not too late");
    let reply = push(world, vec![order.clone()], 1, 3, vec![acknowledged.clone()]).await;
    assert!(matches!(verdict(&reply), Verdict::Applied { .. }), "{reply:?}");
    let orders = world.household(anna).await.orders;
    assert!(orders.iter().any(|placed| placed.placed_at == acknowledged.at), "as it was then");
    // Without a restore before it, nobody orders in the past.
    let invented = Again { op_id: OpId(world.new_id()), at: acknowledged.at, ..acknowledged };
    let mut sly = stamped(Operation { op_id: invented.op_id, ..world.order(anna, 1) }, 1, 3);
    if let OperationKind::PlaceOrder { lines, .. } = &mut sly.kind {
        lines[0].moment.day = lines[0].moment.day.plus_days(-1);
    }
    let long_before = Timestamp(invented.at.0 - 3 * 24 * 3_600 * 1_000_000);
    world.store.begin_new_epoch(world.new_id(), long_before).await.unwrap();
    let reply = push(world, vec![sly], 1, 4, vec![invented]).await;
    assert!(matches!(refusal(verdict(&reply)), Refusal::TooLate { .. }));
}

async fn after_a_restore_nothing_is_refused_because_something_else_is_missing(world: &World) {
    let anna = world.resident(1).await;
    restored(world, 0).await;
    let order = world.order(anna, 1);
    let OperationKind::PlaceOrder { order: id, lines, .. } = &order.kind else { unreachable!() };
    let target = LineRef { order: *id, line: lines[0].line };
    let accept = stamped(world.operation(anna, OperationKind::AcceptLine { target }), 1, 1);
    assert_eq!(verdict(&push(world, vec![accept.clone()], 1, 2, Vec::new()).await), Verdict::Retry);
    world.judge(&resident_viewer(anna), order).await;
    let reply = push(world, vec![accept], 1, 2, Vec::new()).await;
    assert!(matches!(verdict(&reply), Verdict::Applied { .. }));
    let nowhere = LineRef { order: domain::ids::OrderId(world.new_id()), ..target };
    let late = stamped(world.operation(anna, OperationKind::AcceptLine { target: nowhere }), 1, 2);
    let three_days = 3 * 24 * 3_600 * 1_000_000;
    world.clock.set(Timestamp(world.clock.timestamp().0 + three_days));
    assert_eq!(refusal(verdict(&push(world, vec![late], 1, 3, Vec::new()).await)), Refusal::UnknownOrder);
}

async fn what_was_refused_before_a_restore_stays_refused(world: &World) {
    let anna = world.resident(1).await;
    let order = stamped(world.order(anna, 1), 1, 1);
    let before = Verdict::Refused { refusal: Box::new(Refusal::UnknownItem) };
    let again = Again { op_id: order.op_id, at: world.clock.timestamp(), verdict: before.clone() };
    restored(world, 0).await;
    let reply = push(world, vec![order.clone()], 1, 2, vec![again]).await;
    assert_eq!(verdict(&reply), before);
    assert_eq!(verdict(&push(world, vec![order], 1, 2, Vec::new()).await), before);
    assert!(world.household(anna).await.orders.is_empty());
}

async fn who_asks_again_hears_when_it_was_judged(world: &World) {
    let anna = world.resident(1).await;
    let order = stamped(world.order(anna, 1), 1, 1);
    let first = world.clock.timestamp();
    assert_eq!(push(world, vec![order.clone()], 1, 2, Vec::new()).await.verdicts[0].at, None);
    world.clock.set(Timestamp(first.0 + 24 * 3_600 * 1_000_000));
    let reply = push(world, vec![order], 1, 2, Vec::new()).await;
    assert_eq!((reply.verdicts[0].at, reply.at), (Some(first), world.clock.timestamp()));
}

async fn frozen_books_hold_up_a_device_and_refuse_nothing(world: &World) {
    let anna = world.resident(1).await;
    world.raw("UPDATE household SET frozen = TRUE, version = version + 1").await.unwrap();
    let order = stamped(world.order(anna, 1), 1, 1);
    assert_eq!(verdict(&push(world, vec![order.clone()], 1, 2, Vec::new()).await), Verdict::Retry);
    world.raw("UPDATE household SET frozen = FALSE, version = version + 1").await.unwrap();
    let reply = push(world, vec![order], 1, 2, Vec::new()).await;
    assert!(matches!(verdict(&reply), Verdict::Applied { .. }));
}

#[tokio::test]
async fn who_starts_on_a_copy_begins_a_new_epoch() {
    let world = World::sqlite().await;
    let copy = std::path::PathBuf::from(format!("{}.copy", world.url));
    world.store.backup(&copy).await.unwrap();
    assert!(!world.store.is_copy().await.unwrap(), "the original goes on as it was");
    let restored = Store::open(copy.to_str().unwrap()).await.unwrap();
    assert!(restored.is_copy().await.unwrap());
    let before = restored.epoch().await.unwrap();
    let began = restored.begin_new_epoch_on_a_copy(&Rng::seeded(3), world.clock.timestamp()).await.unwrap();
    assert!(began.is_some() && restored.epoch().await.unwrap() != before);
    let again = restored.begin_new_epoch_on_a_copy(&Rng::seeded(4), world.clock.timestamp()).await.unwrap();
    assert_eq!(again, None, "once");
    restored.close().await;
    world.remove().await;
}
