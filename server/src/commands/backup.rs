//! `bekertje backup`.

use super::CommandError;
use crate::config::Settings;
use crate::store::Store;
use std::path::Path;

pub async fn run(settings: &Settings, to: &Path) -> Result<(), CommandError> {
    if settings.database_url.is_some() {
        return Err("a PostgreSQL database is backed up with its own tools, such as pg_dump".into());
    }
    if to.exists() {
        return Err(format!("{} exists already; name a file that does not", to.display()).into());
    }
    let store = Store::open(&settings.database()).await?;
    store.backup(to).await?;
    store.close().await;
    println!("{} was copied to {}.", settings.database_shown(), to.display());
    Ok(())
}
