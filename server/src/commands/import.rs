//! `bekertje import`.

use super::{CommandError, open};
use crate::config::Settings;
use crate::exchange;
use std::path::Path;

pub async fn run(settings: &Settings, folder: &Path, dry_run: bool) -> Result<(), CommandError> {
    let source = exchange::Source::folder(folder)?;
    let (store, clock) = open(settings, Some(&source)).await?;
    let report = exchange::import(&store, &source, &clock, dry_run).await?;
    store.close().await;
    print!("{report}");
    if report.problems.is_empty() {
        Ok(())
    } else {
        Err("nothing was imported; mend the problems above and try again".into())
    }
}
