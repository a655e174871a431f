//! The home itself: its name, its clock's zone, and the epoch that devices compare to notice a restored backup.

use super::statement::statements;
use super::value::values;
use super::{Store, StoreError};
use crate::rng::Rng;
use domain::calendar::{Day, Timestamp};
use domain::catalogue::Localized;
use uuid::Uuid;

statements! {
    HOME = "SELECT epoch, code, name, time_zone, demo, price_note, anchor FROM home";
    PING = "SELECT 1 AS one";
    NEW_EPOCH = "UPDATE home SET epoch = $1, epoch_began_at = $2, is_copy = FALSE";
    IS_COPY = "SELECT is_copy FROM home";
}

/// The home, as it was imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// Changes when the database is restored from a backup. Kept as it is by a second import.
    pub epoch: Uuid,
    pub code: String,
    pub name: String,
    /// Such as `Europe/Amsterdam`.
    pub time_zone: String,
    /// Invented data: the demo door may open, and every page says so.
    pub demo: bool,
    /// What the home says of its amounts.
    pub price_note: Localized,
    /// The day of the first import.
    pub anchor: Day,
}

impl Store {
    /// `None` before the first import.
    pub async fn home(&self) -> Result<Option<Home>, StoreError> {
        read(&mut self.inner.db.single().await?).await
    }

    /// The server's epoch; nil before the first import.
    pub async fn epoch(&self) -> Result<Uuid, StoreError> {
        Ok(self.home().await?.map(|home| home.epoch).unwrap_or_default())
    }

    /// After a restore: devices that see another epoch send again what the backup forgot.
    pub async fn begin_new_epoch(&self, epoch: Uuid, at: Timestamp) -> Result<(), StoreError> {
        self.write(move |tx| Box::pin(async move { tx.execute(&NEW_EPOCH, values![epoch, at]).await.map(|_| ()) }))
            .await
    }

    /// Whether this database is a copy that [`Store::backup`] made, and nobody has started on it yet.
    pub async fn is_copy(&self) -> Result<bool, StoreError> {
        let row = self.inner.db.single().await?.fetch_optional(&IS_COPY, vec![]).await?;
        row.map_or(Ok(false), |row| row.get("is_copy"))
    }

    /// Begins a new epoch where someone put a backup in place; which, or nothing when this is no copy.
    pub async fn begin_new_epoch_on_a_copy(&self, rng: &Rng, at: Timestamp) -> Result<Option<Uuid>, StoreError> {
        if !self.is_copy().await? {
            return Ok(None);
        }
        let epoch = rng.uuid(at)?;
        self.begin_new_epoch(epoch, at).await?;
        Ok(Some(epoch))
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.inner.db.single().await?.fetch_one(&PING, vec![]).await.map(|_| ())
    }
}

pub(super) async fn read(tx: &mut super::Tx) -> Result<Option<Home>, StoreError> {
    let row = tx.fetch_optional(&HOME, vec![]).await?;
    row.map(|row| {
        Ok(Home {
            epoch: row.uuid("epoch")?,
            code: row.text("code")?,
            name: row.text("name")?,
            time_zone: row.text("time_zone")?,
            demo: row.get("demo")?,
            price_note: row.json("price_note")?,
            anchor: row.day("anchor")?,
        })
    })
    .transpose()
}
