//! `bekertje retention`.

use super::{CommandError, open};
use crate::audit::{Audit, Entry, What};
use crate::config::Settings;
use crate::jobs::retention::{Gone, retention};
use crate::metrics::Metrics;
use crate::rng::Rng;

pub async fn run(settings: &Settings, dry_run: bool) -> Result<(), CommandError> {
    let (store, clock) = open(settings, None).await?;
    if !dry_run {
        let audit = Audit::start(store.clone(), Metrics::default());
        audit.note_and_wait(Entry::new(clock.timestamp(), What::RetentionRun).detail("operator")).await?;
    }
    let done = retention(&store, &clock, &Rng::system(), dry_run).await?;
    store.close().await;
    print(&done, dry_run);
    Ok(())
}

/// One line for each rule.
fn print(done: &[Gone], dry_run: bool) {
    let went = if dry_run { "would go" } else { "went" };
    println!("{:<16}{:>8}{went:>12}{:>16}", "rule", "days", "still needed");
    for Gone { rule, days, count, still_needed } in done {
        println!("{:<16}{days:>8}{count:>12}{still_needed:>16}", rule.code());
    }
    if dry_run {
        println!("This was a dry run: nothing was removed.");
    }
}
