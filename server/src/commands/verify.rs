//! `bekertje verify`.

use super::{CommandError, open};
use crate::config::Settings;
use crate::store::VerifyReport;

pub async fn run(settings: &Settings) -> Result<(), CommandError> {
    let (store, _) = open(settings, None).await?;
    let report = store.verify_and_say(|done, all| eprintln!("Checked {done} of {all} households …")).await?;
    store.close().await;
    print(&report);
    match (report.mismatches.is_empty(), report.damaged_pictures.is_empty()) {
        (true, true) => Ok(()),
        (true, false) => Err("pictures are damaged; see above".into()),
        (false, _) => Err("the books do not balance; see above".into()),
    }
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
    if report.pictures > 0 {
        println!("Checked {} pictures.", report.pictures);
    }
    for name in &report.damaged_pictures {
        println!("  picture {name}: missing or damaged — import the catalogue with its photos again");
    }
}
