//! What was answered is on the disk, and one bad write takes no other with it.

use super::world::{CUP_CENTS, World, household_id, resident_viewer};
use crate::store::statement::Statement;
use crate::store::value::values;
use crate::store::{Store, StoreError};
use domain::ids::WardId;
use domain::sync::Verdict;
use futures::future::join_all;
use uuid::Uuid;

super::on_both_databases!(
    a_failing_write_takes_no_other_with_it,
    a_failed_write_leaves_nothing,
    after_a_statement_that_the_database_does_not_take_writing_goes_on,
    what_was_answered_is_there_after_opening_again,
);

async fn a_failing_write_takes_no_other_with_it(world: &World) {
    let residents = world.residents_with(10, CUP_CENTS).await;
    // In one group: orders, a write that fails, one that panics, two that break a constraint, now and on the way.
    let orders = join_all(
        residents
            .iter()
            .map(|household| async { world.judge(&resident_viewer(*household), world.order(*household, 1)).await }),
    );
    let fails = world.store.write::<(), _>(|tx| {
        Box::pin(async move {
            tx.raw("UPDATE household SET room = 'nowhere'".to_owned()).await?;
            Err(StoreError::NothingToSee)
        })
    });
    let panics = world.store.write::<(), _>(|tx| {
        Box::pin(async move {
            tx.raw("UPDATE household SET room = 'nowhere'".to_owned()).await?;
            panic!("on purpose")
        })
    });
    let breaks = world.raw("UPDATE account SET debits_posted = credits_posted + 1 WHERE account = 'cup'");
    let breaks_later = world.store.write(|tx| {
        Box::pin(async move {
            tx.raw("UPDATE household SET room = 'nowhere'".to_owned()).await?;
            crate::store::feed::note(tx, super::world::LOCATION, WardId(Uuid::nil()), household_id(0)).await
        })
    });
    let (orders, fails, panics, breaks, breaks_later) = tokio::join!(orders, fails, panics, breaks, breaks_later);
    assert!(orders.iter().all(|verdict| matches!(verdict, Verdict::Applied { .. })), "{orders:?}");
    assert!(matches!(fails, Err(StoreError::NothingToSee)));
    assert!(matches!(panics, Err(StoreError::JobPanicked)));
    assert!(breaks.is_err());
    assert!(breaks_later.is_err());
    for household in residents {
        assert_ne!(world.household(household).await.resident.room, "nowhere");
    }
    assert_eq!(world.store.verify(world.now()).await.unwrap().mismatches, []);
}

async fn after_a_statement_that_the_database_does_not_take_writing_goes_on(world: &World) {
    static FAR: Statement = Statement { name: "FAR", sql: "UPDATE far SET room = $1" };
    let anna = world.resident(1).await;
    let writes = || {
        join_all((0..3).map(|_| {
            world.store.write(|tx| Box::pin(async move { tx.execute(&FAR, values!["here"]).await.map(|_| ()) }))
        }))
    };
    world.raw("CREATE TABLE far (room TEXT)").await.unwrap();
    assert!(writes().await.iter().all(Result::is_ok));
    world.raw("DROP TABLE far").await.unwrap();
    // Again and again: SQLite's driver may end its thread after a statement that it had prepared before, now or a moment
    // later.
    for _ in 0..4 {
        for _ in 0..20 {
            assert!(writes().await.iter().all(Result::is_err));
        }
        let verdict = world.judge(&resident_viewer(anna), world.order(anna, 1)).await;
        assert!(matches!(verdict, Verdict::Applied { .. }));
    }
    world.raw("CREATE TABLE far (room TEXT)").await.unwrap();
    assert!(writes().await.iter().all(Result::is_ok));
}

async fn a_failed_write_leaves_nothing(world: &World) {
    let anna = world.resident(1).await;
    let failed = world.store.write::<(), _>(move |tx| {
        Box::pin(async move {
            crate::store::feed::note(tx, super::world::LOCATION, super::world::WARD, anna).await?;
            Err(StoreError::NothingToSee)
        })
    });
    let mut pokes = world.store.subscribe();
    assert!(failed.await.is_err());
    assert!(pokes.try_recv().is_err(), "a poke for what did not happen");
    // The number was given back.
    world.judge(&resident_viewer(anna), world.order(anna, 1)).await;
    let mut tx = world.store.inner.db.single().await.unwrap();
    let since = crate::store::feed::since(&mut tx, super::world::LOCATION, super::world::WARD, 0).await;
    assert_eq!(since.unwrap().0, [1, 2]);
}

async fn what_was_answered_is_there_after_opening_again(world: &World) {
    let anna = world.resident(1).await;
    let verdict = world.judge(&resident_viewer(anna), world.order(anna, 1)).await;
    assert!(matches!(verdict, Verdict::Applied { .. }));
    let again = Store::open(&world.url).await.unwrap();
    let snapshot = again.snapshot(&resident_viewer(anna), world.now()).await.unwrap();
    assert_eq!(snapshot.households[0].cup_left().minor(), CUP_CENTS - 1_230);
    again.close().await;
}

#[tokio::test]
async fn a_backup_is_a_whole_database() {
    let world = World::sqlite().await;
    let anna = world.resident(1).await;
    world.judge(&resident_viewer(anna), world.order(anna, 1)).await;
    let copy = std::path::PathBuf::from(format!("{}.copy", world.url));
    world.store.backup(&copy).await.unwrap();
    assert!(world.store.backup(&copy).await.is_err(), "a backup was overwritten");
    let restored = Store::open(copy.to_str().unwrap()).await.unwrap();
    assert_eq!(restored.migrate().await.unwrap(), Vec::<String>::new());
    assert_eq!(restored.verify(world.now()).await.unwrap().mismatches, []);
    let snapshot = restored.snapshot(&resident_viewer(household_id(1)), world.now()).await.unwrap();
    assert_eq!(snapshot.households[0].orders.len(), 1);
    restored.close().await;
    world.remove().await;
}
