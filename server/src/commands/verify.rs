//! `bekertje verify`.

use super::{CommandError, open};
use crate::config::Settings;
use crate::store::VerifyReport;

pub async fn run(settings: &Settings) -> Result<(), CommandError> {
    let (store, _) = open(settings, None).await?;
    let report = store.verify_and_say(|done, all| eprintln!("Checked {done} of {all} households …")).await?;
    store.close().await;
    print(&report);
    if report.mismatches.is_empty() { Ok(()) } else { Err("the books do not balance; see above".into()) }
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
}
