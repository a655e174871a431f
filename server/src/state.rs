//! What every request may use.

use crate::audit::Audit;
use crate::clock::Clock;
use crate::http::limits::Limits;
use crate::http::site::Site;
use crate::metrics::Metrics;
use crate::notes::{NotesKey, NotesKeyError};
use crate::rng::Rng;
use crate::seal::SealKey;
use crate::sign_in::SignIn;
use crate::store::Store;
use futures::future::{BoxFuture, Shared};
use std::sync::Arc;

/// Ends when the program is asked to stop.
pub type Stopping = Shared<BoxFuture<'static, ()>>;

#[derive(Clone)]
pub struct AppState {
    pub store: Store,
    pub clock: Clock,
    pub rng: Rng,
    pub site: Arc<Site>,
    pub metrics: Metrics,
    /// The log of who looked, came in and was refused: `state.audit.note(Entry::by(…)).await?`.
    pub audit: Audit,
    /// Opens what devices sealed.
    pub seal: Arc<SealKey>,
    /// Seals what supporters write down; or why it stays closed, while the rest of the shop goes on.
    pub notes: Arc<Result<NotesKey, NotesKeyError>>,
    /// Passwords, codes, and the key that is not in the database.
    pub sign_in: Arc<SignIn>,
    /// How often who asked lately.
    pub limits: Arc<Limits>,
    /// Started with demo data: the door is open and every page says so.
    pub demo: bool,
    /// Whether browsers reach us by https, so that cookies may demand it.
    pub https: bool,
    /// Streams end with it: a program waits for its open connections before it stops.
    pub stopping: Stopping,
}
