//! The resident's nod: what family proposes, what becomes of it, and who sees it.

use super::world::{CUP_CENTS, DAUGHTER, World, family_viewer, resident_viewer, ward_viewer};
use domain::access::Role;
use domain::catalogue::PurseKind;
use domain::household::Household;
use domain::ids::{HouseholdId, OrderId};
use domain::order::LineState;
use domain::sync::{LineRef, Operation, OperationKind, Refusal, Verdict};

super::on_both_databases!(
    a_proposal_is_kept_and_holds_nothing,
    a_nod_makes_the_order_in_the_name_of_the_resident,
    a_nod_on_what_was_taken_back_is_refused,
    a_nod_that_cannot_be_ordered_stays_in_sight_and_the_proposal_waits,
    the_last_place_goes_to_who_nodded_first,
    the_ward_says_no_yes_for_a_resident,
);

/// A resident for whom the daughter may only propose, and her proposal of a walk tomorrow.
async fn proposed(world: &World, number: u32) -> (HouseholdId, OrderId) {
    let home = world.resident(number).await;
    world.only_proposes(home).await;
    let operation = world.order(home, 1);
    let OperationKind::PlaceOrder { order, .. } = operation.kind else { unreachable!() };
    let verdict = world.judge(&family_viewer(vec![home]), operation).await;
    assert_eq!(verdict, Verdict::Applied { version: 2 });
    (home, order)
}

fn answer(world: &World, home: HouseholdId, order: OrderId, yes: bool) -> Operation {
    world.operation(home, OperationKind::AnswerProposal { order, yes })
}

/// As it is in the database, whatever the server remembers.
async fn stored(world: &World, home: HouseholdId) -> Household {
    let again = crate::store::Store::open(&world.url).await.unwrap();
    let snapshot = again.snapshot(&resident_viewer(home), world.now()).await.unwrap();
    again.close().await;
    snapshot.households.into_iter().next().unwrap()
}

async fn a_proposal_is_kept_and_holds_nothing(world: &World) {
    let (anna, order) = proposed(world, 1).await;
    let household = stored(world, anna).await;
    assert_eq!((household.cup_left().minor(), household.orders.len()), (CUP_CENTS, 0));
    let proposal = household.proposal(order).unwrap();
    assert_eq!((proposal.placed_by.person, proposal.lines.len()), (Some(DAUGHTER), 1));
    assert_eq!(stored(world, anna).await, world.household(anna).await);
    assert!(world.store.verify(world.now()).await.unwrap().mismatches.is_empty());
}

async fn a_nod_makes_the_order_in_the_name_of_the_resident(world: &World) {
    let (anna, order) = proposed(world, 1).await;
    let verdict = world.judge(&resident_viewer(anna), answer(world, anna, order, true)).await;
    assert_eq!(verdict, Verdict::Applied { version: 3 });
    let household = stored(world, anna).await;
    assert_eq!(household.order(order).unwrap().placed_by.role, Role::Resident);
    assert_eq!(household.proposal(order).unwrap().lines[0].state, LineState::Delivered);
    assert_eq!(household.cup_reserved().minor(), 1_230);
    let line = household.order(order).unwrap().lines[0].id;
    let accept = OperationKind::AcceptLine { target: LineRef { order, line } };
    assert!(matches!(world.judge(&ward_viewer(), world.operation(anna, accept)).await, Verdict::Applied { .. }));
    assert!(world.store.verify(world.now()).await.unwrap().mismatches.is_empty());
}

async fn a_nod_on_what_was_taken_back_is_refused(world: &World) {
    let (anna, order) = proposed(world, 1).await;
    let daughter = family_viewer(vec![anna]);
    assert!(matches!(world.judge(&daughter, answer(world, anna, order, false)).await, Verdict::Applied { .. }));
    let verdict = world.judge(&resident_viewer(anna), answer(world, anna, order, true)).await;
    let state = LineState::Cancelled;
    assert_eq!(verdict, Verdict::Refused { refusal: Box::new(Refusal::WrongState { state }) });
    let household = stored(world, anna).await;
    assert_eq!((household.orders.len(), household.refused.len()), (0, 1));
    assert_eq!(household.refused_to_help().count(), 0, "it is nothing for the ward");
}

async fn a_nod_that_cannot_be_ordered_stays_in_sight_and_the_proposal_waits(world: &World) {
    let (anna, order) = proposed(world, 1).await;
    let dear =
        vec![world.line(1, 3, PurseKind::Cup), world.line(0, 3, PurseKind::Cup), world.line(0, 4, PurseKind::Cup)];
    let dear = world.order_of(anna, [dear, vec![world.line(0, 5, PurseKind::Cup)]].concat());
    assert!(matches!(world.judge(&resident_viewer(anna), dear).await, Verdict::Applied { .. }));
    let nod = answer(world, anna, order, true);
    let verdict = world.judge(&resident_viewer(anna), nod.clone()).await;
    let Verdict::Refused { refusal } = &verdict else { panic!("{verdict:?}") };
    assert!(matches!(**refusal, Refusal::TooLittleLeft { .. }), "{refusal:?}");
    let household = stored(world, anna).await;
    let refused = &household.refused[0];
    assert_eq!((refused.op, refused.lines.len(), household.refused_to_help().count()), (nod.op_id, 1, 1));
    assert!(household.proposal(order).unwrap().lines[0].before.is_none());
}

async fn the_last_place_goes_to_who_nodded_first(world: &World) {
    world.limit(0, 1).await;
    let ((anna, first), (bert, second)) = (proposed(world, 1).await, proposed(world, 2).await);
    let of_bert = world.judge(&resident_viewer(bert), answer(world, bert, second, true)).await;
    assert!(matches!(of_bert, Verdict::Applied { .. }), "{of_bert:?}");
    let of_anna = world.judge(&resident_viewer(anna), answer(world, anna, first, true)).await;
    let Verdict::Refused { refusal } = of_anna else { panic!("{of_anna:?}") };
    assert!(matches!(*refusal, Refusal::Full { .. }), "{refusal:?}");
}

async fn the_ward_says_no_yes_for_a_resident(world: &World) {
    let (anna, order) = proposed(world, 1).await;
    for yes in [true, false] {
        for viewer in [ward_viewer(), super::world::office_viewer()] {
            let verdict = world.judge(&viewer, answer(world, anna, order, yes)).await;
            assert_eq!(verdict, Verdict::Refused { refusal: Box::new(Refusal::NotAllowed) });
        }
    }
    assert!(stored(world, anna).await.proposal(order).unwrap().lines[0].before.is_none());
}
