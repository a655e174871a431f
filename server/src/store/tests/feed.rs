//! Feeds are dense, and pulling them gives the same as looking afresh.

use super::world::{CUP_CENTS, LOCATION, WARD, World, family_viewer, resident_viewer, ward_viewer};
use crate::store::feed;
use domain::access::Viewer;
use domain::sync::wire::PullReply;
use domain::sync::{Replica, Snapshot};
use futures::future::join_all;
use std::time::Duration;

super::on_both_databases!(
    feed_numbers_are_dense,
    a_pull_gives_what_a_snapshot_gives,
    a_pull_without_changes_is_empty,
    a_pull_from_another_time_gives_everything,
    a_resident_who_moves_away_leaves_the_ward,
    listeners_are_poked_after_the_commit,
);

async fn feed_numbers_are_dense(world: &World) {
    let residents = world.residents_with(8, CUP_CENTS).await;
    // Some are refused, some change nothing: only what changed has a number.
    let orders = residents.iter().flat_map(|household| (0..20).map(|_| (*household, world.order(*household, 1))));
    let orders: Vec<_> = orders.collect();
    join_all(orders.into_iter().map(|(household, order)| async move {
        world.judge(&resident_viewer(household), order).await;
    }))
    .await;
    let mut tx = world.store.inner.db.single().await.unwrap();
    let (numbers, _) = feed::since(&mut tx, LOCATION, WARD, 0).await.unwrap();
    assert_eq!(numbers, (1..=168).collect::<Vec<i64>>());
}

async fn pull(world: &World, viewer: &Viewer, snapshot: &Snapshot) -> PullReply {
    let (epoch, version) = (Some(snapshot.epoch), Some(snapshot.catalogue.version));
    world.store.pull(viewer, Some(snapshot.cursor), epoch, version, world.now()).await.unwrap()
}

async fn a_pull_gives_what_a_snapshot_gives(world: &World) {
    let (anna, jan) = (world.resident(1).await, world.resident(2).await);
    let viewers = [resident_viewer(anna), family_viewer(vec![anna, jan]), ward_viewer()];
    let mut replicas = Vec::new();
    for viewer in &viewers {
        replicas.push(Replica::new(world.store.snapshot(viewer, world.now()).await.unwrap()));
    }
    for round in 0..3 {
        for household in [anna, jan] {
            world.judge(&resident_viewer(household), world.order(household, 1 + round)).await;
        }
        for (viewer, replica) in viewers.iter().zip(&mut replicas) {
            match pull(world, viewer, replica.snapshot()).await {
                PullReply::Changes { cursor, now, households, gone, places, .. } => {
                    assert!(!households.is_empty());
                    replica.merge(households, &gone, places, cursor, now);
                }
                PullReply::Snapshot(_) => panic!("everything was sent for a small change"),
            }
            assert_eq!(*replica.snapshot(), world.store.snapshot(viewer, world.now()).await.unwrap());
        }
    }
}

async fn a_pull_without_changes_is_empty(world: &World) {
    let anna = world.resident(1).await;
    for viewer in [resident_viewer(anna), family_viewer(vec![anna]), ward_viewer()] {
        let snapshot = world.store.snapshot(&viewer, world.now()).await.unwrap();
        match pull(world, &viewer, &snapshot).await {
            PullReply::Changes { cursor, households, gone, .. } => {
                assert_eq!((cursor, households.len(), gone.len()), (snapshot.cursor, 0, 0));
            }
            PullReply::Snapshot(_) => panic!("nothing had changed"),
        }
    }
}

async fn a_pull_from_another_time_gives_everything(world: &World) {
    let anna = world.resident(1).await;
    for viewer in [resident_viewer(anna), ward_viewer()] {
        let snapshot = world.store.snapshot(&viewer, world.now()).await.unwrap();
        let (cursor, epoch, version) = (Some(snapshot.cursor), Some(snapshot.epoch), Some(snapshot.catalogue.version));
        let other_epoch = Some(world.new_id());
        let ahead = Some(snapshot.cursor + 1);
        for (cursor, epoch, version) in [
            (None, epoch, version),
            (ahead, epoch, version),
            (cursor, None, version),
            (cursor, other_epoch, version),
            (cursor, epoch, None),
            (cursor, epoch, Some(0)),
        ] {
            let reply = world.store.pull(&viewer, cursor, epoch, version, world.now()).await.unwrap();
            assert_eq!(reply, PullReply::Snapshot(Box::new(snapshot.clone())));
        }
    }
}

async fn a_resident_who_moves_away_leaves_the_ward(world: &World) {
    let (anna, jan) = (world.resident(1).await, world.resident(2).await);
    let before = world.store.snapshot(&ward_viewer(), world.now()).await.unwrap();
    assert_eq!(before.households.len(), 2);
    let moved = world.raw(
        "UPDATE household SET ward_id = (SELECT ward_id FROM ward WHERE code = 'STRAAT'),
        version = version + 1 WHERE code = 'R001'",
    );
    moved.await.unwrap();
    world.store.write(move |tx| Box::pin(async move { feed::note(tx, LOCATION, WARD, anna).await })).await.unwrap();
    match pull(world, &ward_viewer(), &before).await {
        PullReply::Changes { households, gone, .. } => assert_eq!((households.len(), gone), (0, vec![anna])),
        PullReply::Snapshot(_) => panic!("everything was sent"),
    }
    let after = world.store.snapshot(&ward_viewer(), world.now()).await.unwrap();
    assert_eq!(after.households.iter().map(|household| household.id).collect::<Vec<_>>(), [jan]);
}

async fn listeners_are_poked_after_the_commit(world: &World) {
    let anna = world.resident(1).await;
    let other_server = crate::store::Store::open(&world.url).await.unwrap();
    // A PostgreSQL listener needs a moment to be there.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let (mut here, mut there) = (world.store.subscribe(), other_server.subscribe());
    world.judge(&resident_viewer(anna), world.order(anna, 1)).await;
    assert_eq!(here.recv().await.unwrap(), WARD);
    if world.url.starts_with("postgres") {
        let heard = tokio::time::timeout(Duration::from_secs(5), there.recv()).await;
        assert_eq!(heard.unwrap().unwrap(), WARD);
    }
    other_server.close().await;
}
