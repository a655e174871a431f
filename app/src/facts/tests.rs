//! What our reader makes of JSON is what `serde_json` makes of it.

use super::{Flash, PageFacts};
use domain::catalogue::PurseKind;
use domain::household::Basket;
use domain::ids::OpId;
use domain::json::{Json, Unreadable, from_str};
use domain::sync::wire::{DeviceState, Judged, PullReply, PushReply, PushRequest};
use domain::sync::{DeviceStamp, Instead, LineRef, Operation, OperationKind, Refusal, Snapshot, Verdict};
use domain::testing::{choice, de_linde, household_with_cents, max_total, moment, now, operation, resident, snapshot};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

fn is_read_as_serde_json_reads_it<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(from_str::<T>(&text).as_ref(), Ok(value), "{text}");
    let spaced = serde_json::to_string_pretty(value).unwrap();
    assert_eq!(from_str::<T>(&spaced).as_ref(), Ok(value));
}

/// A household with a basket, orders in many states and everything else that can stand in one.
fn full() -> Snapshot {
    let mut household = household_with_cents(1, 16_800, 1_166, 5_000);
    let catalogue = de_linde();
    let unit = household.budget.granted.unit();
    let line = |n, code| choice(n, &catalogue, code, moment("2026-11-17T10:00"), 1, PurseKind::Cup, unit);
    household.baskets.push(Basket { owner: None, lines: vec![line(1, "W01"), line(2, "W01")] });
    let mut view = snapshot(catalogue.clone(), vec![household], now("2026-11-16T09:00"));
    let id = view.households[0].id;
    let kind = domain::testing::place(7, vec![line(3, "W01")]);
    let mut replica = domain::sync::Replica::new(view.clone());
    let placed = operation(7, id, resident(), kind);
    assert!(replica.predict(&placed).is_ok(), "the order is possible");
    assert!(replica.record(placed).is_ok());
    view = replica.view();
    let proposed = view.households[0].orders.clone();
    view.households[0].proposals = proposed;
    assert!(!view.households[0].orders.is_empty());
    view
}

#[test]
fn a_page_starts_from_what_the_server_embedded() {
    let snapshot = full();
    let op = OpId(uuid::Uuid::from_u128(9));
    let refusal = Refusal::TooLittleLeft {
        purse: PurseKind::Cup,
        short: domain::amount::Amount::cents(320),
        left: domain::amount::Amount::cents(16),
        instead: vec![Instead::AskWard, Instead::OwnMoney { item: snapshot.catalogue.items[0].id }],
        last_order: None,
    };
    for flash in [
        None,
        Some(Flash::NotUnderstood),
        Some(Flash::Done { op, kind: "place_order".to_owned() }),
        Some(Flash::Refused { op, refusal: Box::new(refusal) }),
    ] {
        is_read_as_serde_json_reads_it(&PageFacts {
            snapshot: snapshot.clone(),
            flash,
            pictograms: "/pkg/pictograms.\"é\\\u{8}\n☕🫖.svg".to_owned(),
        });
    }
}

#[test]
fn the_answers_of_the_server_are_read() {
    let view = full();
    let (household, epoch) = (view.households[0].clone(), uuid::Uuid::from_u128(3));
    is_read_as_serde_json_reads_it(&PullReply::Snapshot(Box::new(view.clone())));
    is_read_as_serde_json_reads_it(&PullReply::Changes {
        epoch,
        cursor: i64::MAX,
        now: view.now,
        gone: vec![household.id],
        places: std::sync::Arc::default(),
        households: vec![household],
        devices: Vec::new(),
    });
    let op_id = OpId(epoch);
    let verdicts = [Verdict::Applied { version: -1 }, Verdict::Retry, Verdict::Hold];
    let verdicts = verdicts.into_iter().map(|verdict| Judged { op_id, verdict, at: None }).collect();
    let device = Some(DeviceState::RolledBack { epoch: 2, seen: 7 });
    is_read_as_serde_json_reads_it(&PushReply { verdicts, epoch, at: view.now.at, device });
}

#[test]
fn operations_are_read_with_and_without_what_may_be_left_out() {
    let view = full();
    let id = view.households[0].id;
    let line = view.households[0].orders[0].lines[0].clone();
    let target = LineRef { order: view.households[0].orders[0].id, line: line.id };
    let basket = view.households[0].baskets[0].lines.clone();
    let kinds = [
        OperationKind::PlaceOrder {
            order: target.order,
            max_total: max_total(&basket),
            lines: basket,
            catalogue_version: 3,
        },
        OperationKind::AnswerProposal { order: target.order, yes: true },
        OperationKind::DeliverLine { target, quantity: None },
        OperationKind::RescheduleLine { target, moment: line.moment },
    ];
    let mut operations: Vec<Operation> = kinds.into_iter().map(|kind| operation(1, id, resident(), kind)).collect();
    operations[0].stamp = Some(DeviceStamp { device: domain::ids::DeviceId(id.0), epoch: 1, sequence: u32::MAX });
    operations[1].depends_on = vec![operations[0].op_id];
    is_read_as_serde_json_reads_it(&PushRequest { operations, device: None, again: Vec::new() });
}

#[test]
fn what_is_not_ours_is_refused() {
    for text in [
        "",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "nul",
        "1.5",
        "1e3",
        "\"\\x\"",
        "\"\\ud800\"",
        "\"",
        "1 2",
        "{\"a\" 1}",
        "{a:1}",
    ] {
        assert_eq!(Json::parse(text), Err(Unreadable), "{text}");
    }
    assert_eq!(Json::parse(&"[".repeat(10_000)), Err(Unreadable));
    assert!(from_str::<PushReply>("{\"verdicts\":[]}").is_err(), "a field is missing");
    assert!(from_str::<PushReply>("<html>").is_err());
}
