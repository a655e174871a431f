//! The books cannot be made wrong, by orders at the same moment or by hand.

use super::world::{CUP_CENTS, World, family_viewer, first_line, office_viewer, resident_viewer, ward_viewer};
use domain::access::Viewer;
use domain::ids::HouseholdId;
use domain::sync::{Operation, OperationKind, Refusal, Verdict};
use futures::future::join_all;

super::on_both_databases!(
    an_invented_past_balances,
    two_orders_for_the_last_euros_never_overspend,
    a_hold_is_resolved_at_most_once,
    a_hold_is_resolved_in_its_own_household,
    transfers_cannot_be_changed,
    a_purse_cannot_be_overdrawn_by_hand,
    books_that_were_tampered_with_freeze_their_household,
    a_broken_chain_freezes_its_household,
    a_hold_without_an_open_line_freezes_its_household,
    the_journal_tells_everything_to_the_office_only,
);

/// Two hundred times: the resident and her daughter order the last euros at the same moment.
async fn two_orders_for_the_last_euros_never_overspend(world: &World) {
    let mut pairs: Vec<(HouseholdId, [(Viewer, Operation); 2])> = Vec::new();
    for household in world.residents_with(200, 1_246).await {
        let both = [resident_viewer(household), family_viewer(vec![household])];
        pairs.push((household, both.map(|viewer| (viewer, world.order(household, 1)))));
    }
    let judged = join_all(pairs.iter().flat_map(|(_, both)| both).map(|(viewer, operation)| {
        let (viewer, operation) = (viewer.clone(), operation.clone());
        async move { world.judge(&viewer, operation).await }
    }))
    .await;
    for ((household, _), verdicts) in pairs.iter().zip(judged.chunks(2)) {
        let applied = verdicts.iter().filter(|verdict| matches!(verdict, Verdict::Applied { .. })).count();
        assert_eq!(applied, 1, "{verdicts:?}");
        let refused = verdicts.iter().find_map(|verdict| match verdict {
            Verdict::Refused { refusal } => Some(&**refusal),
            _ => None,
        });
        assert!(
            matches!(refused, Some(Refusal::TooLittleLeft { last_order: Some(_), left, .. }) if left.minor() == 16),
            "{refused:?}"
        );
        let household = world.household(*household).await;
        assert_eq!((household.cup_left().minor(), household.orders.len()), (16, 1));
        assert_eq!(household.refused.len(), 1);
    }
    let report = world.store.verify(world.now()).await.unwrap();
    assert_eq!((report.households, report.mismatches), (200, vec![]));
}

/// Copies a transfer of the journal, with these columns changed.
fn copy(changed: &[(&str, &str)], which: &str) -> String {
    let columns = [
        "location_id",
        "household_id",
        "sequence",
        "transfer_id",
        "debit",
        "credit",
        "unit",
        "amount",
        "phase",
        "hold_id",
        "reason",
        "order_id",
        "line_id",
        "op_id",
        "at",
        "day",
        "previous_hash",
        "hash",
    ];
    let values = columns
        .map(|column| changed.iter().find(|(name, _)| *name == column).map_or(column, |(_, value)| value).to_owned());
    format!("INSERT INTO transfer ({}) SELECT {} FROM transfer WHERE {which}", columns.join(", "), values.join(", "))
}

/// Any other number: a transfer's own, borrowed from its household.
const OTHER_ID: (&str, &str) = ("transfer_id", "household_id");

async fn a_hold_is_resolved_at_most_once(world: &World) {
    let anna = world.resident(1).await;
    world.judge(&resident_viewer(anna), world.order(anna, 1)).await;
    let target = first_line(&world.household(anna).await);
    let cancel = || world.operation(anna, OperationKind::CancelLine { target });
    assert!(matches!(world.judge(&resident_viewer(anna), cancel()).await, Verdict::Applied { .. }));
    assert!(matches!(world.judge(&resident_viewer(anna), cancel()).await, Verdict::Noop { .. }));
    let again = world.raw(&copy(&[("sequence", "sequence + 1"), OTHER_ID], "phase = 'void'")).await;
    assert!(again.is_err(), "a second void was accepted");
    let without =
        world.raw(&copy(&[("sequence", "sequence + 1"), OTHER_ID, ("hold_id", "NULL")], "phase = 'void'")).await;
    assert!(without.is_err(), "a void without a hold was accepted");
}

async fn a_hold_is_resolved_in_its_own_household(world: &World) {
    let (anna, _) = (world.resident(1).await, world.resident(2).await);
    world.judge(&resident_viewer(anna), world.order(anna, 1)).await;
    // A row of the neighbour's that claims to resolve Anna's reservation.
    let neighbours = "sequence = 1 AND household_id = (SELECT h.household_id FROM household h WHERE h.code = 'R002')";
    let hold = ("hold_id", "(SELECT t.transfer_id FROM transfer t WHERE t.phase = 'hold')");
    let resolves = [("sequence", "3"), OTHER_ID, ("phase", "'void'"), hold];
    assert!(world.raw(&copy(&resolves, neighbours)).await.is_err(), "another household's reservation was resolved");
    // Without the claim the same row is fine: it was the claim that was refused.
    world.raw(&copy(&resolves[..2], neighbours)).await.unwrap();
}

async fn transfers_cannot_be_changed(world: &World) {
    let anna = world.resident(1).await;
    world.judge(&resident_viewer(anna), world.order(anna, 1)).await;
    for sql in [
        "UPDATE transfer SET amount = amount + 1",
        "UPDATE transfer SET reason = 'deposit' WHERE sequence = 1",
        "DELETE FROM transfer",
        "DELETE FROM transfer WHERE phase = 'hold'",
    ] {
        assert!(world.raw(sql).await.is_err(), "accepted: {sql}");
    }
    for changed in [("amount", "0"), ("amount", "-5"), ("credit", "debit"), ("phase", "'perhaps'"), ("unit", "'euro'")]
    {
        let sql = copy(&[("sequence", "sequence + 50"), OTHER_ID, changed], "phase = 'hold'");
        assert!(world.raw(&sql).await.is_err(), "accepted: {sql}");
    }
    assert_eq!(world.store.verify(world.now()).await.unwrap().mismatches, []);
}

async fn a_purse_cannot_be_overdrawn_by_hand(world: &World) {
    world.resident(1).await;
    for sql in [
        "UPDATE account SET debits_posted = credits_posted + 1 WHERE account = 'cup'",
        "UPDATE account SET debits_pending = credits_posted + 1 WHERE account = 'cup'",
        "UPDATE account SET debits_pending = credits_posted + 1 WHERE account = 'own'",
        "UPDATE account SET debits_posted = -1 WHERE account = 'cup'",
        "UPDATE account SET account = 'pocket' WHERE account = 'cup'",
    ] {
        assert!(world.raw(sql).await.is_err(), "accepted: {sql}");
    }
    // Accounts that are not purses may go below: that is where grants come from.
    assert!(world.household(super::world::household_id(1)).await.books.balances.len() == 7);
}

async fn frozen(world: &World, what: &str) {
    let report = world.store.verify(world.now()).await.unwrap();
    assert_eq!(report.mismatches.len(), 1, "{what}: {:?}", report.mismatches);
    let household = report.mismatches[0].household;
    let viewer = resident_viewer(household);
    assert!(world.household(household).await.frozen);
    let verdict = world.judge(&viewer, world.order(household, 1)).await;
    assert_eq!(verdict, Verdict::Refused { refusal: Box::new(Refusal::Frozen) });
}

async fn books_that_were_tampered_with_freeze_their_household(world: &World) {
    let (_, jan) = (world.resident(1).await, world.resident(2).await);
    world
        .raw(
            "UPDATE account SET credits_posted = credits_posted + 100 WHERE account = 'cup' AND household_id = \
        (SELECT household_id FROM household WHERE code = 'R001')",
        )
        .await
        .unwrap();
    frozen(world, "a balance").await;
    // The others go on.
    assert!(matches!(world.judge(&resident_viewer(jan), world.order(jan, 1)).await, Verdict::Applied { .. }));
    world
        .raw(
            "UPDATE account SET credits_posted = credits_posted - 100 WHERE account = 'cup' AND household_id = \
        (SELECT household_id FROM household WHERE code = 'R001')",
        )
        .await
        .unwrap();
    let anna = super::world::household_id(1);
    assert!(world.store.unfreeze(anna).await.unwrap());
    assert!(matches!(world.judge(&resident_viewer(anna), world.order(anna, 1)).await, Verdict::Applied { .. }));
}

async fn a_broken_chain_freezes_its_household(world: &World) {
    world.resident(1).await;
    let more = copy(&[("sequence", "sequence + 1"), OTHER_ID], "sequence = 2");
    world.raw(&more).await.unwrap();
    frozen(world, "the chain").await;
}

async fn a_hold_without_an_open_line_freezes_its_household(world: &World) {
    let anna = world.resident(1).await;
    world.judge(&resident_viewer(anna), world.order(anna, 1)).await;
    world
        .raw("UPDATE order_line SET state = 'cancelled', is_open = FALSE, hold_id = NULL, hold_amount = NULL")
        .await
        .unwrap();
    frozen(world, "the holds").await;
}

async fn the_journal_tells_everything_to_the_office_only(world: &World) {
    let anna = world.resident(1).await;
    world.judge(&resident_viewer(anna), world.order(anna, 2)).await;
    let journal = world.store.journal(&office_viewer().scope, anna).await.unwrap().unwrap();
    assert_eq!(journal.iter().map(|entry| entry.sequence).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert!(journal.windows(2).all(|pair| pair[0].hash == pair[1].previous_hash));
    for viewer in [resident_viewer(anna), ward_viewer(), family_viewer(vec![anna])] {
        assert!(world.store.journal(&viewer.scope, anna).await.unwrap().is_none());
    }
    let elsewhere = domain::access::Scope::Office { person: super::world::CARER, locations: vec![] };
    assert!(world.store.journal(&elsewhere, anna).await.unwrap().is_none());
    let residents = world.store.office_residents(&office_viewer().scope, world.now()).await.unwrap();
    assert_eq!(residents.len(), 1);
    assert_eq!(
        (residents[0].reserved.minor(), residents[0].left.minor(), residents[0].spent.minor()),
        (2_460, 14_340, 0)
    );
}

/// The bench measures in a home with a past: it must be one that could have been.
async fn an_invented_past_balances(world: &World) {
    let residents = world.residents_with(2, CUP_CENTS).await;
    world.store.invent_past(200, world.now()).await.unwrap();
    let report = world.store.verify(world.now()).await.unwrap();
    assert_eq!(report.mismatches, []);
    assert!((180..=210).contains(&report.transfers), "{} transfers", report.transfers);
    for household in residents {
        // The past is over: nothing of it is in sight, and the cup is as full as it was.
        let seen = world.household(household).await;
        assert_eq!((seen.orders.len(), seen.cup_left().minor()), (0, CUP_CENTS));
        assert!(matches!(
            world.judge(&resident_viewer(household), world.order(household, 1)).await,
            Verdict::Applied { .. }
        ));
    }
}
