//! `bekertje verify`.

use super::{CommandError, open};
use crate::config::Settings;
use crate::store::VerifyReport;

pub async fn run(settings: &Settings) -> Result<(), CommandError> {
    let (store, _) = open(settings, None).await?;
    let report = store.verify_and_say(|done, all| eprintln!("Checked {done} of {all} households …")).await?;
    store.close().await;
    print(&report);
    if !report.mismatches.is_empty() {
        return Err("the books do not balance; see above".into());
    }
    if report.log.broken.is_some() || !report.changed_operations.is_empty() {
        return Err("the log of who looked was changed; see above".into());
    }
    if !report.damaged_pictures.is_empty() {
        return Err("pictures are damaged; see above".into());
    }
    Ok(())
}

/// Says what was checked and what did not match.
pub fn print(report: &VerifyReport) {
    println!("Checked {} households and {} transfers.", report.households, report.transfers);
    for mismatch in &report.mismatches {
        println!("  {}: {} — frozen until someone has looked", mismatch.code, mismatch.what);
    }
    if report.mismatches.is_empty() {
        println!("All books balance.");
    }
    for changed in &report.changed_operations {
        println!("  {}: {} — tell the security officer", changed.code, changed.what);
    }
    println!("Checked {} entries of the log of who looked; the last is {}.", report.log.entries, report.log.end);
    if let Some(what) = &report.log.broken {
        println!("  {what} — tell the security officer");
    }
    if report.pictures > 0 {
        println!("Checked {} pictures.", report.pictures);
    }
    for name in &report.damaged_pictures {
        println!("  picture {name}: missing or damaged — import the catalogue with its photos again");
    }
}
