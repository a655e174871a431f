//! The only place with SQL: what is true, on SQLite or PostgreSQL, one file per aggregate.
//!
//! [`Store`] is the whole face: it judges operations, answers snapshots and pulls, keeps sessions, and checks the books.
//! [`Store::write`] lends a transaction to functions that write; only the executor in `db` commits. Everything that reads
//! about a resident takes a viewer or a scope.

mod audit;
mod backup;
mod catalogue;
mod chained;
mod correction;
mod council;
mod db;
mod device;
mod emergency;
mod erase;
mod error;
mod family;
mod feed;
mod file;
mod household;
pub mod import;
mod ledger;
mod meta;
mod migrate;
mod note;
mod office;
mod oidc;
mod operation;
mod operation_log;
mod order;
mod passkey;
mod past;
mod people;
mod picture;
mod places;
mod provided;
mod readers;
mod retention;
mod roll_over;
mod session;
mod shared;
mod shift;
mod sign_in;
mod snapshot;
mod statement;
mod supporter;
mod tablet;
#[cfg(test)]
mod tests;
mod thin;
mod value;
mod verify;
mod who_looked;

pub use audit::{LogEnd, LogEntry, LogReport};
pub use correction::{Change, Correcting, Correction, Field};
pub use council::WritingOfItem;
pub use db::{Tx, counting};
pub use device::{FromTablet, KnownDevice};
pub use emergency::{Emergency, OPEN_MICROS as EMERGENCY_MICROS, Openable, Review};
pub use erase::{Erasable, Erasing, LEAST_DAYS_AFTER_STAY, Obstacle, Why};
pub use error::StoreError;
pub use family::{FamilyOf, Invited, Relative, Wanted};
pub use ledger::JournalEntry;
pub use meta::Home;
pub use note::{Noting, SealedNote, Written};
pub use office::OfficeResident;
pub use oidc::{Account, Owner, WAY_MICROS};
pub use operation::Arrival;
pub use passkey::{KeptPasskey, NewPasskey, Passkey, QUESTION_MICROS, Removed};
pub use people::Door;
pub use provided::{OfProvider, Provided};
pub use session::{Method, Session};
pub use shared::{Face, Shared};
pub use shift::{OnShift, SHIFT_LIVES};
pub use sign_in::{About, Credential, KnownPerson, Step};
pub use supporter::{LineOfResident, Supported, SupportedResident};
pub use tablet::{CODE_LIVES, NewTablet, Preferences, Tablet, TabletFor, WardOfOffice};
pub use verify::{Mismatch, VerifyReport};
pub use who_looked::{Concerns, MOST, OfResident, Seen, Someone};

use db::Db;
use domain::calendar::Day;
use domain::catalogue::{Catalogue, Places};
use domain::ids::{HouseholdId, LocationId, WardId};
use futures::future::BoxFuture;
use snapshot::Known;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, RwLock};
use tokio::sync::broadcast;

/// The database and what is remembered of it. Clones share both.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
    /// What devices seal their second copy to; travels in every snapshot.
    seal_key: Option<Arc<str>>,
}

struct Inner {
    db: Db,
    /// The newest catalogue that was read of each location, with the day whose prices it has.
    catalogues: RwLock<HashMap<LocationId, (Day, Arc<Catalogue>)>>,
    /// The places of each location, with their version.
    places: RwLock<HashMap<LocationId, (i64, Arc<Places>)>>,
    /// Households that were read, each valid for one version.
    households: Mutex<HashMap<HouseholdId, Known>>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

impl Store {
    /// `postgres://…`, `sqlite:path`, or the path of a file that is made when it is not there.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let db = Db::open(url).await?;
        let (catalogues, places) = (RwLock::default(), RwLock::default());
        let inner = Inner { db, catalogues, places, households: Mutex::default() };
        Ok(Self { inner: Arc::new(inner), seal_key: None })
    }

    /// With the public key that devices seal to.
    #[must_use]
    pub fn sealed_to(self, public_hex: String) -> Self {
        Self { seal_key: Some(public_hex.into()), ..self }
    }

    /// Brings the tables to this program's version; returns the names of the migrations that were applied.
    pub async fn migrate(&self) -> Result<Vec<String>, StoreError> {
        migrate::migrate(&self.inner.db).await
    }

    /// Waits for what is being written and closes all connections.
    pub async fn close(&self) {
        self.inner.db.close().await;
    }

    /// Writing transactions that were committed since the start: one for an order alone, one for a group on SQLite.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.inner.db.commits()
    }

    /// A poke without content whenever something of a ward changed, after the commit, from whichever server. A receiver
    /// that lags behind should take it as a poke for every ward.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<WardId> {
        self.inner.db.subscribe()
    }

    /// Runs `work` in one transaction and answers when it is on the disk. `work` may run more than once (PostgreSQL may ask
    /// for it) but takes effect at most once: it must depend on nothing but its arguments and the database.
    ///
    /// ```ignore
    /// store.write(move |tx| Box::pin(async move { something(tx, …).await })).await?;
    /// ```
    pub async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, StoreError>> + Send + Sync + 'static,
    {
        self.inner.db.write(work).await
    }
}

/// Every statement of the program, by file.
#[cfg(test)]
fn all_statements() -> Vec<(&'static str, &'static statement::Statement)> {
    let files = [
        ("audit", audit::STATEMENTS),
        ("backup", backup::STATEMENTS),
        ("catalogue", catalogue::STATEMENTS),
        ("correction", correction::STATEMENTS),
        ("council", council::STATEMENTS),
        ("device", device::STATEMENTS),
        ("emergency", emergency::STATEMENTS),
        ("erase", erase::STATEMENTS),
        ("family", family::STATEMENTS),
        ("feed", feed::STATEMENTS),
        ("file", file::STATEMENTS),
        ("household", household::STATEMENTS),
        ("import", import::STATEMENTS),
        ("import/place", import::place::STATEMENTS),
        ("import/resident", import::resident::STATEMENTS),
        ("ledger", ledger::STATEMENTS),
        ("meta", meta::STATEMENTS),
        ("migrate", migrate::STATEMENTS),
        ("note", note::STATEMENTS),
        ("office", office::STATEMENTS),
        ("oidc", oidc::STATEMENTS),
        ("operation", operation::STATEMENTS),
        ("operation_log", operation_log::STATEMENTS),
        ("order", order::STATEMENTS),
        ("passkey", passkey::STATEMENTS),
        ("people", people::STATEMENTS),
        ("picture", picture::STATEMENTS),
        ("places", places::STATEMENTS),
        ("provided", provided::STATEMENTS),
        ("retention", retention::STATEMENTS),
        ("roll_over", roll_over::STATEMENTS),
        ("session", session::STATEMENTS),
        ("sign_in", sign_in::STATEMENTS),
        ("shared", shared::STATEMENTS),
        ("shift", shift::STATEMENTS),
        ("snapshot", snapshot::STATEMENTS),
        ("supporter", supporter::STATEMENTS),
        ("tablet", tablet::STATEMENTS),
        ("thin", thin::STATEMENTS),
        ("who_looked", who_looked::STATEMENTS),
        ("tests/simulation", tests::simulation::STATEMENTS),
        ("tests/world", tests::world::STATEMENTS),
    ];
    files.into_iter().flat_map(|(file, list)| list.iter().map(move |statement| (file, *statement))).collect()
}
