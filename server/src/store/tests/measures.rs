//! How fast it is, printed: `cargo test --release -p server store::tests::measures -- --ignored --nocapture`.
//! The figures that a release must reach are `make bench`'s; here one can look while working on the store.

use super::world::{World, resident_viewer};
use crate::store::counting;
use domain::catalogue::PurseKind;
use domain::sync::Verdict;
use futures::StreamExt;
use std::time::Instant;

const PLENTY_CENTS: i64 = 100_000_000;

#[expect(clippy::disallowed_methods, reason = "a measurement asks how long it took")]
fn start() -> Instant {
    Instant::now()
}

#[expect(clippy::as_conversions, clippy::float_arithmetic, reason = "a rate for people to read")]
fn per_second(count: usize, since: Instant) -> f64 {
    count as f64 / since.elapsed().as_secs_f64()
}

/// Time that this process spent on processors, in steps of 10 ms; on a busy machine it says more than the clock.
fn processor_micros() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    fields.filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>() * 10_000
}

async fn measure(world: &World, name: &str) {
    let residents = world.residents_with(1_000, PLENTY_CENTS).await;
    // A coffee each on days of their own, and few enough per resident that nobody's history weighs.
    let order = |index: usize| {
        let household = residents[index % residents.len()];
        let days = 1 + i64::try_from(index / residents.len()).unwrap() % 30;
        (household, world.order_of(household, vec![world.line(2, days, PurseKind::Cup)]))
    };
    for index in 0..1_000 {
        let (household, operation) = order(index);
        world.judge(&resident_viewer(household), operation).await;
    }
    let since = start();
    for index in 0..300 {
        let (household, operation) = order(index);
        assert!(matches!(world.judge(&resident_viewer(household), operation).await, Verdict::Applied { .. }));
    }
    println!("{name}: {:.0} orders/s, one after the other", per_second(300, since));
    let (_, statements) = counting({
        let (household, operation) = order(0);
        async move { world.judge(&resident_viewer(household), operation).await }
    })
    .await;
    println!("{name}: {statements} statements per order, begin and commit among them");
    for at_once in [16, 64, 128] {
        let (since, spent) = (start(), processor_micros());
        let judged = futures::stream::iter((0..3_000).map(|index| {
            let (household, operation) = order(index);
            async move { world.judge(&resident_viewer(household), operation).await }
        }))
        .buffer_unordered(at_once)
        .collect::<Vec<_>>()
        .await;
        assert!(judged.iter().all(|verdict| matches!(verdict, Verdict::Applied { .. })));
        println!(
            "{name}: {:.0} orders/s, {at_once} at once, {} µs of processor each",
            per_second(3_000, since),
            (processor_micros() - spent) / 3_000
        );
    }
    let viewer = resident_viewer(residents[0]);
    world.store.snapshot(&viewer, world.now()).await.unwrap();
    let since = start();
    for _ in 0..2_000 {
        world.store.snapshot(&viewer, world.now()).await.unwrap();
    }
    println!("{name}: {:.0} snapshots/s of a resident, one after the other", per_second(2_000, since));
    let since = start();
    let report = world.store.verify(world.now()).await.unwrap();
    assert_eq!(report.mismatches, []);
    println!("{name}: {:.0} transfers/s verified", per_second(report.transfers, since));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "takes a while; prints figures"]
async fn sqlite() {
    let world = World::sqlite().await;
    measure(&world, "SQLite").await;
    world.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "takes a while; prints figures"]
async fn postgres() {
    let Some(world) = World::postgres().await else { return };
    measure(&world, "PostgreSQL").await;
    world.remove().await;
}
