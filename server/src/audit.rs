//! The log of who looked, who came in, what left the house and what was refused (what someone *did* stands in the table of
//! operations, see `store/operation_log.rs`).
//!
//! `state.audit.note(entry).await?` queues an entry and returns at once; one task writes what waits in batches, chained by
//! hashes. When the queue is full the request waits, and when that takes too long it fails: nothing is shown that is not
//! noted. [`Audit::looked`] is for pages: the same look by the same person is noted once a quarter of an hour.
//! [`Audit::note_and_wait`] answers when the entry is on the disk, for what must not happen unseen: an export, an emergency.
//!
//! An entry names people by their number only, and says nothing of a diagnosis or of what someone typed.

use crate::metrics::Metrics;
use crate::store::{Store, StoreError};
use domain::access::{Actor, Role, Scope, Viewer};
use domain::calendar::Timestamp;
use domain::ids::{HouseholdId, PersonId, SessionId, TabletId};
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

/// So many entries wait at most.
const QUEUE: usize = 1_024;
/// So many are written in one transaction.
const BATCH: usize = 256;
/// The first entry of a batch waits so long for company: a batch costs one commit.
const GATHER: Duration = Duration::from_millis(100);
/// A request waits so long for a place in the queue.
const PATIENCE: Duration = Duration::from_secs(10);
/// The writer tries again after so long.
const AGAIN: Duration = Duration::from_secs(1);
/// The same look is noted once in so long.
pub const LOOK_MICROS: i64 = 15 * 60 * 1_000_000;
/// A screen that stays open is noted once in so long.
pub const OPEN_MICROS: i64 = 60 * 60 * 1_000_000;
/// So many looks are remembered before the old ones are forgotten.
const LOOKS: usize = 20_000;
/// So many sets of residents are remembered as stored.
const SETS: usize = 10_000;

/// What happened. The code stands in the database and in exports and is never given another meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum What {
    SignedIn,
    SignInRefused,
    SignedOut,
    /// A session was ended by someone else, or by a limit.
    SessionEnded,
    DeviceEnrolled,
    DeviceRevoked,
    Invited,
    /// A password, passkey, PIN or second factor was set, changed or taken away.
    CredentialChanged,
    AuthorityChanged,
    /// A page of one or more residents was opened.
    Page,
    /// A screen that shows residents stayed open and was kept fresh.
    KeptOpen,
    Searched,
    Exported,
    /// Somewhere this person may not be.
    Refused,
    LogRead,
    LogExported,
    EmergencyOpened,
    EmergencyRead,
    EmergencyReviewed,
    /// Facts about a resident were corrected on request.
    Corrected,
    /// A supporter wrote or changed a note of their own.
    NoteKept,
    NoteRemoved,
    /// What no longer had to be kept was erased.
    Erased,
    /// The retention schedule ran.
    RetentionRun,
    /// Settings of the home, a role, or who works where.
    SettingChanged,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    Done,
    Refused,
}

/// A code for each, and each from its code.
macro_rules! coded {
    ($type:ident { $($variant:ident = $code:literal),* $(,)? }) => {
        impl $type {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

coded!(What {
    SignedIn = "signed-in",
    SignInRefused = "sign-in-refused",
    SignedOut = "signed-out",
    SessionEnded = "session-ended",
    DeviceEnrolled = "device-enrolled",
    DeviceRevoked = "device-revoked",
    Invited = "invited",
    CredentialChanged = "credential-changed",
    AuthorityChanged = "authority-changed",
    Page = "page",
    KeptOpen = "kept-open",
    Searched = "searched",
    Exported = "exported",
    Refused = "refused",
    LogRead = "log-read",
    LogExported = "log-exported",
    EmergencyOpened = "emergency-opened",
    EmergencyRead = "emergency-read",
    EmergencyReviewed = "emergency-reviewed",
    Corrected = "corrected",
    NoteKept = "note-kept",
    NoteRemoved = "note-removed",
    Erased = "erased",
    RetentionRun = "retention-run",
    SettingChanged = "setting-changed",
});
coded!(Outcome { Done = "done", Refused = "refused" });

impl What {
    /// Someone saw something; the others changed something, or came and went.
    #[must_use]
    pub const fn is_look(self) -> bool {
        matches!(
            self,
            Self::Page
                | Self::KeptOpen
                | Self::Searched
                | Self::Exported
                | Self::LogRead
                | Self::LogExported
                | Self::EmergencyRead
        )
    }
}

/// One line of the log, as it is handed in. Start with [`Entry::by`] or [`Entry::new`] and say the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub at: Timestamp,
    /// `None` for someone who is not known: a wrong password for nobody's name.
    pub actor: Option<Actor>,
    /// The resident as whom, or for whom.
    pub on_behalf_of: Option<HouseholdId>,
    /// On which authority: `self`, `ward`, `office`, `emergency`, or kind and grade such as `care-order`.
    pub authority: Option<String>,
    /// `resident`, `family`, `ward`, `office`, `supporter`, `provider`, `council`, `security`, `none`.
    pub scope: &'static str,
    /// Whose things; nothing when it is about nobody in particular.
    pub households: BTreeSet<HouseholdId>,
    pub what: What,
    /// A code that says which: a page, a kind of export, a pattern of addresses. Never what someone typed.
    pub detail: Option<String>,
    pub outcome: Outcome,
    pub session: Option<SessionId>,
    /// The tablet that staff handed out.
    pub tablet: Option<TabletId>,
    pub request: Option<Uuid>,
}

impl Entry {
    /// By nobody who is known.
    #[must_use]
    pub const fn new(at: Timestamp, what: What) -> Self {
        Self {
            at,
            actor: None,
            on_behalf_of: None,
            authority: None,
            scope: "none",
            households: BTreeSet::new(),
            what,
            detail: None,
            outcome: Outcome::Done,
            session: None,
            tablet: None,
            request: None,
        }
    }

    /// By someone who is signed in.
    #[must_use]
    pub fn by(at: Timestamp, what: What, viewer: &Viewer) -> Self {
        let (scope, authority, on_behalf_of) = match &viewer.scope {
            Scope::Resident { household, .. } => ("resident", "self", Some(*household)),
            Scope::Family { .. } => ("family", "family", None),
            Scope::Ward { .. } => ("ward", "ward", None),
            Scope::Office { .. } => ("office", "office", None),
            Scope::Beside(_) => (viewer.actor.role.code(), viewer.actor.role.code(), None),
        };
        let authority = Some(authority.to_owned());
        Self { actor: Some(viewer.actor.clone()), scope, authority, on_behalf_of, ..Self::new(at, what) }
    }

    #[must_use]
    pub fn about(self, households: impl IntoIterator<Item = HouseholdId>) -> Self {
        Self { households: households.into_iter().collect(), ..self }
    }

    #[must_use]
    pub fn on_behalf_of(self, household: HouseholdId) -> Self {
        Self { on_behalf_of: Some(household), ..self }
    }

    #[must_use]
    pub fn on_authority(self, code: impl Into<String>) -> Self {
        Self { authority: Some(code.into()), ..self }
    }

    #[must_use]
    pub fn detail(self, code: impl Into<String>) -> Self {
        Self { detail: Some(code.into()), ..self }
    }

    #[must_use]
    pub fn refused(self) -> Self {
        Self { outcome: Outcome::Refused, ..self }
    }

    pub fn in_session(self, session: SessionId, tablet: Option<TabletId>) -> Self {
        Self { session: Some(session), tablet, ..self }
    }

    #[must_use]
    pub fn request(self, request: Option<Uuid>) -> Self {
        Self { request, ..self }
    }

    fn person(&self) -> Option<PersonId> {
        self.actor.as_ref().and_then(|actor| actor.person)
    }
}

/// The number of a set of residents; nothing for the empty one.
#[must_use]
pub fn set_of(households: &BTreeSet<HouseholdId>) -> Option<[u8; 32]> {
    if households.is_empty() {
        return None;
    }
    let mut hash = Sha256::new();
    for household in households {
        hash.update(household.0.as_bytes());
    }
    Some(hash.finalize().into())
}

#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    #[error("the log of who looked cannot be written fast enough, so nothing is shown that would not be noted")]
    Behind,
    #[error("the log of who looked has stopped")]
    Stopped,
}

/// One look: by whom, at what, at whom.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Look {
    role: Option<Role>,
    person: Option<PersonId>,
    on_behalf_of: Option<HouseholdId>,
    session: Option<SessionId>,
    what: What,
    detail: Option<String>,
    residents: Option<[u8; 32]>,
}

impl Look {
    fn of(entry: &Entry) -> Self {
        Self {
            role: entry.actor.as_ref().map(|actor| actor.role),
            person: entry.person(),
            on_behalf_of: entry.on_behalf_of,
            session: entry.session,
            what: entry.what,
            detail: entry.detail.clone(),
            residents: set_of(&entry.households),
        }
    }
}

enum Message {
    Entry(Box<Entry>, Option<oneshot::Sender<()>>),
    /// Answered when everything before it is on the disk.
    Flush(oneshot::Sender<()>),
}

/// Where entries are handed in. Clones share one queue.
#[derive(Clone, Debug)]
pub struct Audit {
    queue: mpsc::Sender<Message>,
    looks: Arc<Mutex<HashMap<Look, Timestamp>>>,
    metrics: Metrics,
}

impl Audit {
    /// Starts the task that writes. Call [`Audit::close`] before the store is closed.
    #[must_use]
    pub fn start(store: Store, metrics: Metrics) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let writer = Writer { store, metrics: metrics.clone(), stored: HashSet::new() };
        tokio::spawn(writer.write_batches(waiting));
        Self { queue, looks: Arc::default(), metrics }
    }

    /// Queues an entry; waits only while the queue is full.
    pub async fn note(&self, entry: Entry) -> Result<(), AuditError> {
        self.send(Message::Entry(Box::new(entry), None)).await
    }

    /// Answers when the entry is on the disk.
    pub async fn note_and_wait(&self, entry: Entry) -> Result<(), AuditError> {
        let (reply, written) = oneshot::channel();
        self.send(Message::Entry(Box::new(entry), Some(reply))).await?;
        match tokio::time::timeout(PATIENCE, written).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(AuditError::Stopped),
            Err(_) => Err(AuditError::Behind),
        }
    }

    /// Notes a look, unless the same one was noted in the last quarter of an hour (or the last hour, for a screen that
    /// stays open).
    pub async fn looked(&self, entry: Entry) -> Result<(), AuditError> {
        let (look, at) = (Look::of(&entry), entry.at);
        if self.is_recent(&look, at) {
            return Ok(());
        }
        self.note(entry).await?;
        // After it is queued: a look that could not be noted must not cover for the next.
        let mut looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        if looks.len() >= LOOKS {
            looks.retain(|look, noted| at.0.saturating_sub(noted.0) < window(look.what));
        }
        looks.insert(look, at);
        Ok(())
    }

    fn is_recent(&self, look: &Look, at: Timestamp) -> bool {
        let looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        looks.get(look).is_some_and(|noted| (0..window(look.what)).contains(&at.0.saturating_sub(noted.0)))
    }

    /// Waits until everything that was handed in here is on the disk, so that who reads the log finds it.
    pub async fn flush(&self) -> Result<(), AuditError> {
        let (reply, written) = oneshot::channel();
        self.send(Message::Flush(reply)).await?;
        match tokio::time::timeout(PATIENCE, written).await {
            Ok(written) => written.map_err(|_| AuditError::Stopped),
            Err(_) => Err(AuditError::Behind),
        }
    }

    /// As [`Audit::flush`], for a program that stops: what cannot be written in time is counted as dropped.
    pub async fn close(&self) {
        if !matches!(tokio::time::timeout(PATIENCE, self.flush()).await, Ok(Ok(()))) {
            let lost = QUEUE.saturating_sub(self.queue.capacity()).max(1);
            tracing::error!(lost, "the program stops before the log of who looked was written");
            self.metrics.audit_dropped(lost);
        }
    }

    async fn send(&self, message: Message) -> Result<(), AuditError> {
        match tokio::time::timeout(PATIENCE, self.queue.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(AuditError::Stopped),
            Err(_) => {
                tracing::error!("the log of who looked is behind: a request was not answered");
                Err(AuditError::Behind)
            }
        }
    }
}

const fn window(what: What) -> i64 {
    match what {
        What::KeptOpen => OPEN_MICROS,
        _ => LOOK_MICROS,
    }
}

/// Who alone writes the log of this program.
struct Writer {
    store: Store,
    metrics: Metrics,
    /// Sets of residents that are stored already.
    stored: HashSet<[u8; 32]>,
}

impl Writer {
    async fn write_batches(mut self, mut waiting: mpsc::Receiver<Message>) {
        let mut messages = Vec::with_capacity(BATCH);
        while let Some(first) = waiting.recv().await {
            let is_awaited = matches!(first, Message::Flush(_) | Message::Entry(_, Some(_)));
            messages.push(first);
            if !is_awaited {
                tokio::time::sleep(GATHER).await;
            }
            while messages.len() < BATCH
                && let Ok(message) = waiting.try_recv()
            {
                messages.push(message);
            }
            self.write(std::mem::take(&mut messages)).await;
        }
    }

    async fn write(&mut self, messages: Vec<Message>) {
        let (mut entries, mut replies) = (Vec::with_capacity(messages.len()), Vec::new());
        for message in messages {
            match message {
                Message::Entry(entry, reply) => {
                    entries.push(*entry);
                    replies.extend(reply);
                }
                Message::Flush(reply) => replies.push(reply),
            }
        }
        if !entries.is_empty() && !self.append(entries).await {
            return;
        }
        for reply in replies {
            // Whoever waited may have gone.
            let _ = reply.send(());
        }
    }

    /// Until it is on the disk. False when nothing can be written any more.
    async fn append(&mut self, entries: Vec<Entry>) -> bool {
        let count = entries.len();
        let mut new: HashMap<[u8; 32], BTreeSet<HouseholdId>> = HashMap::new();
        for entry in &entries {
            if let Some(set) = set_of(&entry.households).filter(|set| !self.stored.contains(set)) {
                new.entry(set).or_insert_with(|| entry.households.clone());
            }
        }
        let (entries, sets) = (Arc::new(entries), Arc::new(new));
        loop {
            match self.store.append_to_log(Arc::clone(&entries), Arc::clone(&sets)).await {
                Ok(()) => break,
                Err(StoreError::WriterGone) => {
                    self.metrics.audit_dropped(count);
                    return false;
                }
                Err(error) => {
                    tracing::error!(%error, count, "the log of who looked could not be written; it is tried again");
                    tokio::time::sleep(AGAIN).await;
                }
            }
        }
        if self.stored.len() > SETS {
            self.stored.clear();
        }
        self.stored.extend(sets.keys());
        self.metrics.audit_written(count);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_leads_back() {
        for what in What::ALL {
            assert_eq!(What::from_code(what.code()), Some(*what));
        }
        assert_eq!(What::from_code("anything"), None);
    }

    #[test]
    fn a_set_of_residents_has_one_number_however_it_was_made() {
        let id = |n| HouseholdId(Uuid::from_u128(n));
        let set = |ids: &[u128]| set_of(&ids.iter().map(|n| id(*n)).collect());
        assert_eq!(set(&[1, 2]), set(&[2, 1, 1]));
        assert_ne!(set(&[1, 2]), set(&[1]));
        assert_eq!(set(&[]), None);
    }
}
