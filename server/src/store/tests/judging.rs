//! What becomes of an operation.

use super::world::{CUP_CENTS, World, first_line, resident_viewer, ward_viewer};
use crate::store::counting;
use domain::catalogue::PurseKind;
use domain::household::HelpTopic;
use domain::ids::{HelpId, OpId};
use domain::order::LineState;
use domain::sync::{LineRef, OPERATION_VERSION, OperationKind, Refusal, Verdict};

super::on_both_databases!(
    an_order_reserves_its_total,
    an_order_takes_at_most_12_statements,
    the_last_place_is_given_once,
    a_place_that_is_given_back_is_free_again_and_everyone_sees_it,
    a_known_snapshot_takes_one_statement_and_a_new_one_four,
    same_operation_twice_gets_the_same_verdict,
    a_number_used_for_something_else_is_refused,
    a_refused_order_stays_in_sight_until_someone_closes_it,
    what_builds_on_a_refused_operation_is_refused,
    what_builds_on_an_unknown_operation_waits,
    a_newer_operation_is_held,
    a_line_goes_its_whole_way,
    a_question_is_asked_and_answered,
    the_basket_survives,
    the_verdict_can_be_asked_again,
);

fn refusal(verdict: Verdict) -> Refusal {
    match verdict {
        Verdict::Refused { refusal } => *refusal,
        other => panic!("not refused: {other:?}"),
    }
}

async fn an_order_reserves_its_total(world: &World) {
    let anna = world.resident(1).await;
    let verdict = world.judge(&resident_viewer(anna), world.order(anna, 2)).await;
    assert_eq!(verdict, Verdict::Applied { version: 2 });
    let household = world.household(anna).await;
    assert_eq!(household.version, 2);
    assert_eq!(household.cup_left().minor(), CUP_CENTS - 2 * 1_230);
    assert_eq!(household.cup_reserved().minor(), 2 * 1_230);
    assert_eq!(household.orders.len(), 1);
    assert_eq!(household.books.holds.len(), 2);
}

async fn an_order_takes_at_most_12_statements(world: &World) {
    let anna = world.resident(1).await;
    for lines in [1, 5] {
        let operation = world.order(anna, lines);
        let (verdict, statements) = counting(world.judge(&resident_viewer(anna), operation)).await;
        assert!(matches!(verdict, Verdict::Applied { .. }), "{verdict:?}");
        // Begin and commit are among them, and once the reading of the catalogue.
        assert!(statements <= 12 + u32::from(lines == 1), "{lines} lines took {statements} statements");
    }
}

async fn the_last_place_is_given_once(world: &World) {
    world.limit(0, 3).await;
    let residents = world.residents_with(8, CUP_CENTS).await;
    let orders = residents.iter().map(|id| (*id, world.order(*id, 1)));
    let judged =
        orders.map(|(id, order)| async move { world.store.judge(&resident_viewer(id), order, world.now()).await });
    let verdicts = futures::future::join_all(judged).await.into_iter().map(|judged| judged.unwrap().verdict);
    let (applied, refused): (Vec<_>, Vec<_>) = verdicts.partition(|verdict| matches!(verdict, Verdict::Applied { .. }));
    assert_eq!((applied.len(), refused.len()), (3, 5));
    for verdict in refused {
        let Refusal::Full { free, .. } = refusal(verdict) else { panic!("refused for something else") };
        assert_eq!(free.len(), 3);
    }
}

async fn a_place_that_is_given_back_is_free_again_and_everyone_sees_it(world: &World) {
    world.limit(0, 1).await;
    let (anna, berta) = (world.resident(1).await, world.resident(2).await);
    let taken = async || {
        let line = world.line(0, 1, PurseKind::Cup);
        let snapshot = world.store.snapshot(&resident_viewer(berta), world.now()).await.unwrap();
        snapshot.places.taken(line.offer, line.moment)
    };
    assert_eq!(taken().await, 0);
    let order = world.order(anna, 1);
    let (verdict, statements) = counting(world.judge(&resident_viewer(anna), order)).await;
    assert!(matches!(verdict, Verdict::Applied { .. }), "{verdict:?}");
    assert!(statements <= 14, "{statements} statements, once the reading of the catalogue and counting among them");
    assert_eq!(taken().await, 1);
    let in_basket = OperationKind::PutInBasket { lines: vec![world.line(0, 1, PurseKind::Cup)] };
    let verdict = world.judge(&resident_viewer(berta), world.operation(berta, in_basket)).await;
    assert!(matches!(refusal(verdict), Refusal::Full { .. }));
    let target = first_line(&world.household(anna).await);
    let cancel = world.operation(anna, OperationKind::CancelLine { target });
    world.judge(&resident_viewer(anna), cancel).await;
    assert_eq!(taken().await, 0);
    let order = world.order(berta, 1);
    assert!(matches!(world.judge(&resident_viewer(berta), order).await, Verdict::Applied { .. }));
}

async fn a_known_snapshot_takes_one_statement_and_a_new_one_four(world: &World) {
    let anna = world.resident(1).await;
    let viewer = resident_viewer(anna);
    let (_, first) = counting(world.store.snapshot(&viewer, world.now())).await;
    assert!(first <= 4 + 2, "the first snapshot took {first} statements with begin and commit");
    let (_, second) = counting(world.store.snapshot(&viewer, world.now())).await;
    assert_eq!(second, 1);
    world.judge(&viewer, world.order(anna, 5)).await;
    let (_, changed) = counting(world.store.snapshot(&viewer, world.now())).await;
    assert!(changed <= 4 + 2, "the snapshot after a change took {changed} statements with begin and commit");
    let (_, ward) = counting(world.store.snapshot(&ward_viewer(), world.now())).await;
    assert!(ward <= 4 + 2, "the ward's snapshot took {ward} statements with begin and commit");
}

async fn same_operation_twice_gets_the_same_verdict(world: &World) {
    let anna = world.resident_with(1, 1_500).await;
    let viewer = resident_viewer(anna);
    let (fits, does_not) = (world.order(anna, 1), world.order(anna, 1));
    for operation in [fits, does_not] {
        let first = world.judge(&viewer, operation.clone()).await;
        let together = futures::future::join_all((0..10).map(|_| world.judge(&viewer, operation.clone()))).await;
        assert!(together.iter().all(|again| *again == first), "{first:?} then {together:?}");
    }
    let household = world.household(anna).await;
    assert_eq!((household.orders.len(), household.refused.len(), household.version), (1, 1, 3));
}

async fn a_number_used_for_something_else_is_refused(world: &World) {
    let anna = world.resident(1).await;
    let viewer = resident_viewer(anna);
    let first = world.order(anna, 1);
    let mut second = world.order(anna, 2);
    second.op_id = first.op_id;
    let verdict = world.judge(&viewer, first.clone()).await;
    assert_eq!(refusal(world.judge(&viewer, second).await), Refusal::OpIdReused);
    assert_eq!(world.judge(&viewer, first).await, verdict);
}

async fn a_refused_order_stays_in_sight_until_someone_closes_it(world: &World) {
    let anna = world.resident_with(1, 1_000).await;
    let viewer = resident_viewer(anna);
    let order = world.order(anna, 1);
    let verdict = world.judge(&viewer, order.clone()).await;
    assert!(matches!(refusal(verdict), Refusal::TooLittleLeft { short, .. } if short.minor() == 230));
    let household = world.household(anna).await;
    assert_eq!(household.refused.len(), 1);
    assert_eq!(household.refused[0].op, order.op_id);
    assert_eq!(household.version, 2);
    let close = world.operation(anna, OperationKind::CloseRefusal { op: order.op_id });
    assert_eq!(world.judge(&viewer, close).await, Verdict::Applied { version: 3 });
    assert!(world.household(anna).await.refused.is_empty());
}

async fn what_builds_on_a_refused_operation_is_refused(world: &World) {
    let anna = world.resident_with(1, 1_000).await;
    let viewer = resident_viewer(anna);
    let first = world.order(anna, 1);
    let mut second =
        world.operation(anna, OperationKind::AskHelp { help: HelpId(world.new_id()), topic: HelpTopic::Order });
    second.depends_on = vec![first.op_id];
    let alone = world.operation(anna, OperationKind::AskHelp { help: HelpId(world.new_id()), topic: HelpTopic::Wish });
    world.judge(&viewer, first.clone()).await;
    assert_eq!(refusal(world.judge(&viewer, second).await), Refusal::DependsOnRefused { op: first.op_id });
    assert!(matches!(world.judge(&viewer, alone).await, Verdict::Applied { .. }));
}

async fn what_builds_on_an_unknown_operation_waits(world: &World) {
    let anna = world.resident(1).await;
    let viewer = resident_viewer(anna);
    let first = world.order(anna, 1);
    let mut second = world.order(anna, 1);
    second.depends_on = vec![first.op_id];
    assert_eq!(world.judge(&viewer, second.clone()).await, Verdict::Retry);
    world.judge(&viewer, first).await;
    assert!(matches!(world.judge(&viewer, second).await, Verdict::Applied { .. }));
}

async fn a_newer_operation_is_held(world: &World) {
    let anna = world.resident(1).await;
    let mut order = world.order(anna, 1);
    order.v = OPERATION_VERSION + 1;
    assert_eq!(world.judge(&resident_viewer(anna), order.clone()).await, Verdict::Hold);
    order.v = OPERATION_VERSION;
    assert!(matches!(world.judge(&resident_viewer(anna), order).await, Verdict::Applied { .. }));
}

async fn a_line_goes_its_whole_way(world: &World) {
    let anna = world.resident(1).await;
    let (resident, ward) = (resident_viewer(anna), ward_viewer());
    world.judge(&resident, world.order(anna, 3)).await;
    let order = world.household(anna).await.orders.remove(0);
    let line = |index: usize| LineRef { order: order.id, line: order.lines[index].id };
    let apply = async |kind: OperationKind| {
        let operation = world.operation(anna, kind);
        let op = operation.op_id;
        let verdict = world.judge(&ward, operation).await;
        assert!(matches!(verdict, Verdict::Applied { .. }), "{verdict:?}");
        op
    };
    for index in 0..3 {
        apply(OperationKind::AcceptLine { target: line(index) }).await;
    }
    let delivered = apply(OperationKind::DeliverLine { target: line(0), quantity: None }).await;
    apply(OperationKind::UndoLine { target: line(0), of: delivered }).await;
    apply(OperationKind::DeliverLine { target: line(0), quantity: None }).await;
    apply(OperationKind::NoShowLine { target: line(1) }).await;
    let again = world.operation(anna, OperationKind::DeliverLine { target: line(0), quantity: None });
    assert!(matches!(world.judge(&ward, again).await, Verdict::Noop { .. }));
    apply(OperationKind::CancelLine { target: line(2) }).await;

    let household = world.household(anna).await;
    let states: Vec<LineState> = household.orders[0].lines.iter().map(|line| line.state).collect();
    assert_eq!(states, [LineState::Delivered, LineState::NoShow, LineState::Cancelled]);
    assert_eq!(household.cup_left().minor(), CUP_CENTS - 2 * 1_230);
    assert!(household.books.holds.is_empty());
    let report = world.store.verify(world.now()).await.unwrap();
    assert_eq!(report.mismatches, []);
}

async fn a_question_is_asked_and_answered(world: &World) {
    let anna = world.resident(1).await;
    let help = HelpId(world.new_id());
    let ask = world.operation(anna, OperationKind::AskHelp { help, topic: HelpTopic::Choosing });
    world.judge(&resident_viewer(anna), ask).await;
    assert!(world.household(anna).await.help[0].answered.is_none());
    let answer = world.operation(anna, OperationKind::AnswerHelp { help });
    world.judge(&ward_viewer(), answer).await;
    let household = world.household(anna).await;
    assert_eq!(household.help[0].topic, HelpTopic::Choosing);
    assert!(household.help[0].answered.is_some());
}

async fn the_basket_survives(world: &World) {
    let anna = world.resident(1).await;
    let viewer = resident_viewer(anna);
    let lines = vec![world.line(0, 1, PurseKind::Cup), world.line(2, 2, PurseKind::Own)];
    let put = world.operation(anna, OperationKind::PutInBasket { lines: lines.clone() });
    world.judge(&viewer, put).await;
    assert_eq!(world.household(anna).await.basket(None), lines);
    let order = world.order_of(anna, vec![lines[0].clone()]);
    world.judge(&viewer, order).await;
    let household = world.household(anna).await;
    assert_eq!(household.basket(None), &lines[1..]);
    assert_eq!(first_line(&household).line, lines[0].line);
}

async fn the_verdict_can_be_asked_again(world: &World) {
    let (anna, jan) = (world.resident(1).await, world.neighbour(2).await);
    let order = world.order(anna, 1);
    let verdict = world.judge(&resident_viewer(anna), order.clone()).await;
    let stored = world.store.verdict(&resident_viewer(anna), order.op_id).await.unwrap();
    assert_eq!(stored, Some(("place_order".to_owned(), verdict)));
    assert_eq!(world.store.verdict(&ward_viewer(), order.op_id).await.unwrap(), stored);
    assert_eq!(world.store.verdict(&resident_viewer(jan), order.op_id).await.unwrap(), None);
    assert_eq!(world.store.verdict(&resident_viewer(anna), OpId(world.new_id())).await.unwrap(), None);
}
