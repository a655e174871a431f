//! `bekertje restored`.

use super::{CommandError, open};
use crate::config::Settings;
use crate::rng::Rng;

pub async fn run(settings: &Settings) -> Result<(), CommandError> {
    let (store, clock) = open(settings, None).await?;
    let at = clock.timestamp();
    store.begin_new_epoch(Rng::system().uuid(at)?, at).await?;
    store.close().await;
    println!("A new epoch began. Devices will send again what they had acknowledged in the last 30 days.");
    Ok(())
}
