//! `bekertje migrate`.

use super::CommandError;
use crate::config::Settings;
use crate::store::Store;

pub async fn run(settings: &Settings) -> Result<(), CommandError> {
    if settings.database_url.is_none() {
        super::make_private(&settings.data_folder())?;
    }
    let store = Store::open(&settings.database()).await?;
    let applied = store.migrate().await?;
    store.close().await;
    if applied.is_empty() {
        println!("{} was up to date.", settings.database_shown());
    } else {
        println!("{}: applied {}.", settings.database_shown(), applied.join(", "));
    }
    Ok(())
}
