//! A thin executor over sqlx's own SQLite and PostgreSQL drivers, written once.
//!
//! *SQLite*: one task writes. It takes everything that waits, runs the jobs one after the other and commits them together
//! (group commit): one flush to the disk pays for the whole group, and nobody hears "done" before it is on the disk. When
//! one of them fails, nothing of the group is kept and each runs again in a transaction of its own.
//! *PostgreSQL*: each job has its own transaction, is repeated when the database asks for it, and locks what it decides on.
//! Readers never wait for writers on either.

use super::StoreError;
use super::readers::{Loan, Readers};
use super::statement::{Dialect, Shape, Statement};
use super::value::{Row, Value, bind};
use crate::crash;
use crate::rng::Rng;
use domain::calendar::Timestamp;
use domain::ids::WardId;
use futures::FutureExt;
use futures::TryStreamExt;
use futures::future::BoxFuture;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, Either, Executor as _, PgConnection, PgPool, Postgres,
    SqliteConnection, Transaction,
};
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{broadcast, mpsc, oneshot};
use uuid::Uuid;

/// The most jobs that share one commit.
const MAX_GROUP: usize = 64;
/// How often a job is repeated when PostgreSQL could not order it with another.
const MAX_ATTEMPTS: u32 = 8;
const READERS: usize = 4;
const POSTGRES_CONNECTIONS: u32 = 16;
/// The most values in one statement of many rows: SQLite looks for each by its number from the start of the list.
const MAX_VALUES: usize = 1_000;
/// The most statements that travel together; an order needs eight.
const MAX_TOGETHER: usize = 16;
/// Prepared statements kept per connection; an order of n lines has its own text for each n.
const CACHED_STATEMENTS: usize = 400;
const CHANNEL: &str = "bekertje";

tokio::task_local! {
    static COUNTER: Arc<AtomicU32>;
}

/// Runs `future` and counts the SQL statements it causes, transaction control included.
pub async fn counting<F: Future>(future: F) -> (F::Output, u32) {
    let counter = Arc::new(AtomicU32::new(0));
    let output = COUNTER.scope(Arc::clone(&counter), future).await;
    (output, counter.load(Ordering::Relaxed))
}

fn counter() -> Option<Arc<AtomicU32>> {
    COUNTER.try_with(Arc::clone).ok()
}

/// Where a simulated server dies, or its disk is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrashPoint {
    Before,
    /// After the work and before its commit.
    Inside,
    /// It is on the disk, and nobody was told.
    AfterCommit,
}

/// The crashes that a test asks for. Outside tests there are none, and the compiler removes the questions.
#[derive(Clone, Debug, Default)]
struct Crashes {
    #[cfg(test)]
    asked: Arc<std::sync::Mutex<Crash>>,
}

#[cfg(test)]
#[derive(Clone, Copy, Debug, Default)]
struct Crash {
    at: Option<CrashPoint>,
    /// The server does not live on after it.
    dies: bool,
    dead: bool,
}

impl Crashes {
    #[cfg(test)]
    fn strike(&self, point: CrashPoint) -> Result<(), StoreError> {
        let mut crash = self.asked.lock().unwrap();
        let strikes = crash.at == Some(point);
        if strikes {
            *crash = Crash { at: None, dead: crash.dies, ..*crash };
        }
        if strikes || crash.dead { Err(StoreError::NotCommitted(format!("{point:?}"))) } else { Ok(()) }
    }

    #[cfg(not(test))]
    #[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "the shape that tests need")]
    const fn strike(&self, _: CrashPoint) -> Result<(), StoreError> {
        Ok(())
    }
}

/// Both databases behind one face.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    pokes: broadcast::Sender<WardId>,
    crashes: Crashes,
    /// Writing transactions that were committed since the start.
    commits: Arc<AtomicU64>,
}

#[derive(Clone)]
enum Engine {
    Sqlite { options: Box<SqliteConnectOptions>, readers: Readers, jobs: mpsc::Sender<Box<dyn Job>> },
    Postgres { pool: PgPool, notify: mpsc::UnboundedSender<WardId> },
}

/// A connection in use: a transaction, or a single statement's loan.
enum Link {
    SqliteWriter(Box<SqliteConnection>),
    SqliteReader(Loan),
    Postgres(Transaction<'static, Postgres>),
    PostgresSingle(PoolConnection<Postgres>),
}

enum Connection<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

impl Link {
    fn connection(&mut self) -> Connection<'_> {
        match self {
            Self::SqliteWriter(link) => Connection::Sqlite(link),
            Self::SqliteReader(loan) => Connection::Sqlite(&mut loan.connection),
            Self::Postgres(link) => Connection::Postgres(link),
            Self::PostgresSingle(link) => Connection::Postgres(link),
        }
    }
}

/// A transaction. Functions of the store write to it; only [`Db`] commits.
pub struct Tx {
    link: Link,
    counter: Option<Arc<AtomicU32>>,
    /// What was sent and travels with the next question.
    sent: Vec<Sent>,
    /// What waits for the commit.
    after: AfterCommit,
    /// SQLite's driver reported an error. It may then end its thread without a word, and what is asked next is never
    /// answered: such a connection is not used any more.
    is_broken: bool,
}

/// A statement that is on its way. To SQLite several travel at once: each way to its thread and back costs more than most
/// statements do themselves.
struct Sent {
    statement: &'static Statement,
    shape: Shape,
    values: Vec<Value>,
    must_change_one: bool,
}

/// What became of a statement.
#[derive(Default)]
struct Done {
    changed: u64,
    rows: Vec<Row>,
}

static BEGIN: Statement = Statement { name: "BEGIN", sql: "BEGIN" };
static BEGIN_IMMEDIATE: Statement = Statement { name: "BEGIN_IMMEDIATE", sql: "BEGIN IMMEDIATE" };
static COMMIT: Statement = Statement { name: "COMMIT", sql: "COMMIT" };
static ROLLBACK: Statement = Statement { name: "ROLLBACK", sql: "ROLLBACK" };

/// What happens when, and only when, a transaction was committed.
#[derive(Default)]
struct AfterCommit {
    pokes: Vec<WardId>,
    work: Vec<Box<dyn FnOnce() + Send>>,
}

impl AfterCommit {
    /// Takes back what was wanted by what is not kept.
    fn forget(&mut self) {
        self.pokes.clear();
        self.work.clear();
    }

    /// Does it all; returns the wards that were poked.
    fn happen(&mut self, pokes: &broadcast::Sender<WardId>) -> Vec<WardId> {
        for work in self.work.drain(..) {
            work();
        }
        let wards = std::mem::take(&mut self.pokes);
        for ward in &wards {
            // Nobody may be listening.
            let _ = pokes.send(*ward);
        }
        wards
    }
}

impl Tx {
    fn new(link: Link) -> Self {
        Self { link, counter: counter(), sent: Vec::new(), after: AfterCommit::default(), is_broken: false }
    }

    fn count(&self) {
        if let Some(counter) = &self.counter {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// After the commit, everyone who listens hears that something of this ward changed.
    pub fn poke(&mut self, ward: WardId) {
        self.after.pokes.push(ward);
    }

    /// Does something in memory once this is committed, and never when it is not.
    pub fn after_commit(&mut self, work: impl FnOnce() + Send + 'static) {
        self.after.work.push(Box::new(work));
    }

    /// Sends all that waits, and tells what became of each.
    async fn deliver(&mut self) -> Result<Vec<Done>, StoreError> {
        let sent = std::mem::take(&mut self.sent);
        match self.link.connection() {
            Connection::Sqlite(link) => {
                let done = deliver_together(link, sent).await;
                self.is_broken |= done.as_ref().is_err_and(StoreError::is_of_the_driver);
                if let Link::SqliteReader(loan) = &mut self.link {
                    loan.is_clean &= !self.is_broken;
                }
                done
            }
            Connection::Postgres(link) => {
                let mut done = Vec::with_capacity(sent.len());
                for one in sent {
                    done.push(deliver_one(link, one).await?);
                }
                Ok(done)
            }
        }
    }

    async fn ask(
        &mut self,
        statement: &'static Statement,
        shape: Shape,
        values: Vec<Value>,
    ) -> Result<Done, StoreError> {
        self.count();
        self.sent.push(Sent { statement, shape, values, must_change_one: false });
        Ok(self.deliver().await?.pop().unwrap_or_default())
    }

    async fn post(&mut self, sent: Sent) -> Result<(), StoreError> {
        self.count();
        self.sent.push(sent);
        match self.dialect() {
            Dialect::Sqlite if self.sent.len() < MAX_TOGETHER => Ok(()),
            Dialect::Sqlite | Dialect::Postgres => self.deliver().await.map(|_| ()),
        }
    }

    /// Runs a statement whose answer nobody waits for: it arrives before whatever is asked next, and at the latest before
    /// the commit. When it fails, that fails.
    pub async fn send(&mut self, statement: &'static Statement, values: Vec<Value>) -> Result<(), StoreError> {
        self.post(Sent { statement, shape: Shape::Plain, values, must_change_one: false }).await
    }

    /// As [`Tx::send`]; it is an error when it does not change exactly one row.
    pub async fn send_to_one(&mut self, statement: &'static Statement, values: Vec<Value>) -> Result<(), StoreError> {
        self.post(Sent { statement, shape: Shape::Plain, values, must_change_one: true }).await
    }

    /// Sends a `{rows}` statement for all rows, in as few pieces as [`MAX_VALUES`] allows; nothing when there are none.
    pub async fn send_rows(&mut self, statement: &'static Statement, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
        for (shape, values) in in_pieces(rows) {
            self.post(Sent { statement, shape, values, must_change_one: false }).await?;
        }
        Ok(())
    }

    /// Runs a statement; returns how many rows it changed.
    pub async fn execute(&mut self, statement: &'static Statement, values: Vec<Value>) -> Result<u64, StoreError> {
        Ok(self.ask(statement, Shape::Plain, values).await?.changed)
    }

    /// As [`Tx::send_rows`]; returns how many rows it changed.
    pub async fn execute_rows(
        &mut self,
        statement: &'static Statement,
        rows: Vec<Vec<Value>>,
    ) -> Result<u64, StoreError> {
        let mut changed = 0;
        for (shape, values) in in_pieces(rows) {
            changed += self.ask(statement, shape, values).await?.changed;
        }
        Ok(changed)
    }

    pub async fn fetch(&mut self, statement: &'static Statement, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        Ok(self.ask(statement, Shape::Plain, values).await?.rows)
    }

    pub async fn fetch_optional(
        &mut self,
        statement: &'static Statement,
        values: Vec<Value>,
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.fetch(statement, values).await?.into_iter().next())
    }

    pub async fn fetch_one(&mut self, statement: &'static Statement, values: Vec<Value>) -> Result<Row, StoreError> {
        let row = self.fetch_optional(statement, values).await?;
        row.ok_or_else(|| StoreError::inconsistent(statement.name, "there is no such row"))
    }

    /// Asks with a list, after the plain values.
    pub async fn fetch_list(
        &mut self,
        statement: &'static Statement,
        fixed: Vec<Value>,
        list: impl IntoIterator<Item = impl Into<Value>>,
    ) -> Result<Vec<Row>, StoreError> {
        let (shape, values) = with_list(fixed, list);
        Ok(self.ask(statement, shape, values).await?.rows)
    }

    /// Asks a question and one with a list at once: for SQLite they travel together.
    pub async fn fetch_with_list(
        &mut self,
        (statement, values): (&'static Statement, Vec<Value>),
        (listing, fixed): (&'static Statement, Vec<Value>),
        list: impl IntoIterator<Item = impl Into<Value>>,
    ) -> Result<(Vec<Row>, Vec<Row>), StoreError> {
        self.count();
        self.sent.push(Sent { statement, shape: Shape::Plain, values, must_change_one: false });
        self.count();
        let (shape, values) = with_list(fixed, list);
        self.sent.push(Sent { statement: listing, shape, values, must_change_one: false });
        let mut done = self.deliver().await?;
        let second = done.pop().unwrap_or_default();
        Ok((done.pop().unwrap_or_default().rows, second.rows))
    }

    /// Runs a statement with a list, after the plain values.
    pub async fn execute_list(
        &mut self,
        statement: &'static Statement,
        fixed: Vec<Value>,
        list: impl IntoIterator<Item = impl Into<Value>>,
    ) -> Result<u64, StoreError> {
        let (shape, values) = with_list(fixed, list);
        Ok(self.ask(statement, shape, values).await?.changed)
    }

    /// From here until [`Db::let_go_of_what_was_removed`], what is removed is overwritten in the file too. PostgreSQL does so when it
    /// cleans up.
    pub async fn erase_for_good(&mut self) -> Result<(), StoreError> {
        match self.dialect() {
            Dialect::Sqlite => self.script("PRAGMA secure_delete = ON").await,
            Dialect::Postgres => Ok(()),
        }
    }

    /// Runs a script of several statements, such as a migration.
    pub async fn script(&mut self, sql: &'static str) -> Result<(), StoreError> {
        self.deliver().await?;
        self.count();
        match self.link.connection() {
            Connection::Sqlite(link) => sqlx::raw_sql(sql).execute(link).await.map(|_| ())?,
            Connection::Postgres(link) => sqlx::raw_sql(sql).execute(link).await.map(|_| ())?,
        }
        Ok(())
    }

    #[must_use]
    pub const fn dialect(&self) -> Dialect {
        match self.link {
            Link::SqliteWriter(_) | Link::SqliteReader(_) => Dialect::Sqlite,
            Link::Postgres(_) | Link::PostgresSingle(_) => Dialect::Postgres,
        }
    }

    /// BEGIN, COMMIT and their like.
    async fn control(&mut self, statement: &'static Statement) -> Result<(), StoreError> {
        self.ask(statement, Shape::Plain, Vec::new()).await.map(|_| ())
    }

    /// Whether it was sent and has not travelled yet.
    fn waits(&self, statement: &'static Statement) -> bool {
        self.sent.iter().any(|sent| std::ptr::eq(sent.statement, statement))
    }

    /// Ends a reading transaction.
    pub async fn finish(mut self) -> Result<(), StoreError> {
        if matches!(self.link, Link::SqliteReader(_)) {
            self.control(&COMMIT).await?;
        } else {
            self.count();
        }
        match self.link {
            Link::SqliteReader(mut loan) => loan.is_clean = true,
            Link::Postgres(link) => link.commit().await?,
            Link::SqliteWriter(_) | Link::PostgresSingle(_) => {}
        }
        Ok(())
    }

    /// Whether the database understands a text, without running it.
    #[cfg(test)]
    pub async fn prepare(&mut self, statement: &'static Statement, shape: Shape) -> Result<(), sqlx::Error> {
        use sqlx::{Executor, SqlSafeStr};
        match self.link.connection() {
            Connection::Sqlite(link) => {
                let text = AssertSqlSafe(statement.text(Dialect::Sqlite, shape, 0)).into_sql_str();
                link.prepare(text).await.map(|_| ())
            }
            Connection::Postgres(link) => {
                let text = AssertSqlSafe(statement.text(Dialect::Postgres, shape, 0)).into_sql_str();
                link.prepare(text).await.map(|_| ())
            }
        }
    }

    /// Runs any text: for tests that try what the program never does.
    #[cfg(test)]
    pub async fn raw(&mut self, sql: String) -> Result<(), sqlx::Error> {
        self.deliver().await.map_err(|error| sqlx::Error::Protocol(error.to_string()))?;
        match self.link.connection() {
            Connection::Sqlite(link) => sqlx::raw_sql(AssertSqlSafe(sql)).execute(link).await.map(|_| ()),
            Connection::Postgres(link) => sqlx::raw_sql(AssertSqlSafe(sql)).execute(link).await.map(|_| ()),
        }
    }
}

/// The rows in as few pieces as may be.
fn in_pieces(rows: Vec<Vec<Value>>) -> Vec<(Shape, Vec<Value>)> {
    let Some(columns) = rows.first().map(Vec::len) else { return Vec::new() };
    let most = (MAX_VALUES / columns.max(1)).max(1);
    let mut pieces = Vec::with_capacity(rows.len().div_ceil(most));
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some: Vec<Vec<Value>> = rows.by_ref().take(most).collect();
        let shape = Shape::Rows { columns, count: some.len() };
        pieces.push((shape, some.into_iter().flatten().collect()));
    }
    pieces
}

/// Several statements as one text, their values numbered on.
async fn deliver_together(link: &mut SqliteConnection, sent: Vec<Sent>) -> Result<Vec<Done>, StoreError> {
    let count = sent.len();
    let (mut text, mut values, mut all) = (String::new(), Vec::new(), Vec::with_capacity(count));
    let mut checks = Vec::with_capacity(count);
    for one in sent {
        if !text.is_empty() {
            text.push_str(";\n");
        }
        text.push_str(&one.statement.text(Dialect::Sqlite, one.shape, values.len()));
        values.extend(one.values);
        checks.push((one.statement.name, one.must_change_one));
    }
    let mut checks = checks.into_iter().peekable();
    let mut rows = Vec::new();
    // The connection's own method: the query's warns that other databases take one statement at a time.
    let mut answers = link.fetch_many(bind!(sqlx::query(AssertSqlSafe(text)), values));
    loop {
        let answer = answers.try_next().await;
        let name = checks.peek().map_or("", |(name, _)| *name);
        match answer.map_err(|error| StoreError::statement(name, error))? {
            Some(Either::Right(row)) => rows.push(Row::Sqlite(row)),
            Some(Either::Left(done)) => {
                let done = Done { changed: done.rows_affected(), rows: std::mem::take(&mut rows) };
                if let Some((name, true)) = checks.next() {
                    changed_one(name, &done)?;
                }
                all.push(done);
            }
            None if all.len() == count => return Ok(all),
            // The driver's thread ended half-way, and its answers end without a word.
            None => return Err(sqlx::Error::WorkerCrashed.into()),
        }
    }
}

async fn deliver_one(link: &mut PgConnection, sent: Sent) -> Result<Done, StoreError> {
    let Sent { statement, shape, values, must_change_one } = sent;
    let mut done = Done::default();
    let mut answers =
        link.fetch_many(bind!(sqlx::query(AssertSqlSafe(statement.text(Dialect::Postgres, shape, 0))), values));
    while let Some(answer) = answers.try_next().await.map_err(|error| StoreError::statement(statement.name, error))? {
        match answer {
            Either::Right(row) => done.rows.push(Row::Postgres(row)),
            Either::Left(result) => done.changed += result.rows_affected(),
        }
    }
    if must_change_one {
        changed_one(statement.name, &done)?;
    }
    Ok(done)
}

fn changed_one(name: &str, done: &Done) -> Result<(), StoreError> {
    if done.changed == 1 { Ok(()) } else { Err(StoreError::inconsistent(name, "it should have changed one row")) }
}

/// Lists grow to a power of two by repeating their last value: few texts, so they stay prepared.
fn with_list(fixed: Vec<Value>, list: impl IntoIterator<Item = impl Into<Value>>) -> (Shape, Vec<Value>) {
    let fixed_count = fixed.len();
    let mut values = fixed;
    values.extend(list.into_iter().map(Into::into));
    let count = (values.len() - fixed_count).next_power_of_two();
    if let Some(last) = values.last().cloned() {
        values.resize(fixed_count + count, last);
    }
    (Shape::List { fixed: fixed_count, count }, values)
}

impl Db {
    /// `postgres://…`, `sqlite:path` or a plain path of a file that is made when it is not there.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let (pokes, _) = broadcast::channel(1024);
        let crashes = Crashes::default();
        let commits = Arc::new(AtomicU64::new(0));
        let engine = if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            open_postgres(url, &pokes).await?
        } else {
            let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")).unwrap_or(url);
            open_sqlite(Path::new(path), &pokes, &commits, &crashes).await?
        };
        Ok(Self { engine, pokes, commits, crashes })
    }

    /// The next write comes no further than `point`; a server that dies there writes nothing more.
    #[cfg(test)]
    pub fn crash_at(&self, point: CrashPoint, dies: bool) {
        *self.crashes.asked.lock().unwrap() = Crash { at: Some(point), dies, dead: false };
    }

    /// Takes back what [`Db::crash_at`] asked, if it has not struck.
    #[cfg(test)]
    pub fn crash_no_more(&self) {
        *self.crashes.asked.lock().unwrap() = Crash::default();
    }

    /// Waits for running jobs and closes all connections.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite { readers, .. } => {
                // What waits in the writer's queue comes before this, and is on the disk when it answers.
                let _ = self.write(|_| Box::pin(async { Ok(()) })).await;
                readers.close().await;
            }
            Engine::Postgres { pool, .. } => pool.close().await,
        }
    }

    pub fn subscribe(&self) -> broadcast::Receiver<WardId> {
        self.pokes.subscribe()
    }

    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    /// A reading transaction: everything read from it is of one moment. End it with [`Tx::finish`]; dropping it is safe.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        match &self.engine {
            Engine::Sqlite { readers, .. } => {
                let mut loan = readers.lend().await?;
                loan.is_clean = false;
                let mut tx = Tx::new(Link::SqliteReader(loan));
                tx.send(&BEGIN, Vec::new()).await?;
                Ok(tx)
            }
            Engine::Postgres { pool, .. } => {
                let link = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
                let tx = Tx::new(Link::Postgres(link));
                tx.count();
                Ok(tx)
            }
        }
    }

    /// Copies the embedded database to the file `path`, and runs `mark` in the copy. It is one file, whole when this
    /// returns.
    pub async fn copy_to(&self, path: &str, mark: &'static Statement) -> Result<(), StoreError> {
        let Engine::Sqlite { options, .. } = &self.engine else { return Err(StoreError::NotEmbedded) };
        let mut link = SqliteConnection::connect_with(options).await?;
        sqlx::query("VACUUM INTO $1").bind(path).execute(&mut link).await?;
        link.close().await?;
        let options = SqliteConnectOptions::new().filename(path).journal_mode(SqliteJournalMode::Delete);
        let mut copy = SqliteConnection::connect_with(&options.synchronous(SqliteSynchronous::Full)).await?;
        let text = AssertSqlSafe(mark.text(Dialect::Sqlite, Shape::Plain, 0));
        sqlx::query(text).execute(&mut copy).await.map_err(|error| StoreError::statement(mark.name, error))?;
        copy.close().await?;
        Ok(())
    }

    /// Ends what [`Tx::erase_for_good`] began, and empties the write-ahead log of what it still has of before, unless someone is
    /// reading there: then the next orderly stop does.
    pub async fn let_go_of_what_was_removed(&self) -> Result<(), StoreError> {
        let Engine::Sqlite { options, .. } = &self.engine else { return Ok(()) };
        self.write(|tx| Box::pin(async move { tx.script("PRAGMA secure_delete = OFF").await })).await?;
        let mut link = SqliteConnection::connect_with(options).await?;
        sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut link).await?;
        link.close().await?;
        Ok(())
    }

    /// A loan for single statements that need not agree with each other.
    pub async fn single(&self) -> Result<Tx, StoreError> {
        Ok(Tx::new(match &self.engine {
            Engine::Sqlite { readers, .. } => Link::SqliteReader(readers.lend().await?),
            Engine::Postgres { pool, .. } => Link::PostgresSingle(pool.acquire().await?),
        }))
    }

    /// Runs `work` in a transaction and answers when it is on the disk. `work` may run more than once; whatever happens,
    /// its writes take effect at most once and only together.
    pub async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, StoreError>> + Send + Sync + 'static,
    {
        match &self.engine {
            Engine::Sqlite { jobs, .. } => {
                let (reply, answer) = oneshot::channel();
                let job = Typed { work, result: None, reply, counter: counter() };
                jobs.send(Box::new(job)).await.map_err(|_| StoreError::WriterGone)?;
                answer.await.map_err(|_| StoreError::WriterGone)?
            }
            Engine::Postgres { pool, notify } => {
                let mut attempt = 1;
                loop {
                    match write_postgres(pool, &work, &self.crashes).await {
                        Ok((value, mut after)) => {
                            self.commits.fetch_add(1, Ordering::Relaxed);
                            for ward in after.happen(&self.pokes) {
                                let _ = notify.send(ward);
                            }
                            return Ok(value);
                        }
                        Err(error) if attempt < MAX_ATTEMPTS && error.is_retryable() => {
                            tokio::time::sleep(Duration::from_millis(u64::from(attempt * attempt))).await;
                            attempt += 1;
                        }
                        Err(error) => return Err(error),
                    }
                }
            }
        }
    }
}

// ---------- SQLite ----------

async fn open_sqlite(
    path: &Path,
    pokes: &broadcast::Sender<WardId>,
    commits: &Arc<AtomicU64>,
    crashes: &Crashes,
) -> Result<Engine, StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .statement_cache_capacity(CACHED_STATEMENTS)
        .pragma("cache_size", "-16000")
        .pragma("wal_autocheckpoint", "8000")
        .disable_statement_logging();
    let writer = Writer {
        tx: Tx::new(Link::SqliteWriter(Box::new(SqliteConnection::connect_with(&options).await?))),
        options: options.clone(),
        pokes: pokes.clone(),
        commits: Arc::clone(commits),
        crashes: crashes.clone(),
    };
    let readers = Readers::new(options.clone().create_if_missing(false).pragma("query_only", "1"), READERS);
    let (jobs, waiting) = mpsc::channel(4 * MAX_GROUP);
    tokio::spawn(writer.write_groups(waiting));
    Ok(Engine::Sqlite { options: Box::new(options), readers, jobs })
}

/// A write that waits for its turn.
trait Job: Send {
    /// Runs it; whether its writes may be kept. What it sent may still wait, to travel with the first question of the next
    /// job; the last one of a group waits until all has arrived.
    fn run<'a>(&'a mut self, tx: &'a mut Tx, is_last: bool) -> BoxFuture<'a, bool>;
    /// Tells whoever waits, once the fate of the group is known.
    fn finish(self: Box<Self>, failed: Option<&str>);
}

struct Typed<T, F> {
    work: F,
    result: Option<Result<T, StoreError>>,
    reply: oneshot::Sender<Result<T, StoreError>>,
    counter: Option<Arc<AtomicU32>>,
}

impl<T, F> Job for Typed<T, F>
where
    T: Send,
    F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, StoreError>> + Send + Sync,
{
    fn run<'a>(&'a mut self, tx: &'a mut Tx, is_last: bool) -> BoxFuture<'a, bool> {
        Box::pin(async move {
            tx.counter.clone_from(&self.counter);
            let result = AssertUnwindSafe((self.work)(tx)).catch_unwind().await;
            let mut result = result.unwrap_or(Err(StoreError::JobPanicked));
            if is_last
                && result.is_ok()
                && let Err(error) = tx.deliver().await
            {
                result = Err(error);
            }
            let keeps = result.is_ok();
            self.result = Some(result);
            keeps
        })
    }

    fn finish(self: Box<Self>, failed: Option<&str>) {
        let result = match (self.result, failed) {
            (Some(Err(error)), _) => Err(error),
            (_, Some(why)) => Err(StoreError::NotCommitted(why.to_owned())),
            (Some(Ok(value)), None) => Ok(value),
            (None, None) => Err(StoreError::WriterGone),
        };
        // Whoever asked may have gone away; what was decided stands.
        let _ = self.reply.send(result);
    }
}

/// Who alone writes to SQLite.
struct Writer {
    tx: Tx,
    options: SqliteConnectOptions,
    pokes: broadcast::Sender<WardId>,
    commits: Arc<AtomicU64>,
    crashes: Crashes,
}

impl Writer {
    async fn write_groups(mut self, mut waiting: mpsc::Receiver<Box<dyn Job>>) {
        let mut group = Vec::with_capacity(MAX_GROUP);
        while waiting.recv_many(&mut group, MAX_GROUP).await > 0 {
            if let Some(apart) = self.write(std::mem::take(&mut group)).await {
                for job in apart {
                    self.write(vec![job]).await;
                }
            }
        }
    }

    /// Writes a group and tells each job of it what became of it; the jobs come back when one of several failed, and
    /// nothing was kept.
    async fn write(&mut self, mut group: Vec<Box<dyn Job>>) -> Option<Vec<Box<dyn Job>>> {
        let written = self.run(&mut group).await;
        if !matches!(written, Ok(true)) {
            self.take_back().await;
            if matches!(written, Ok(false)) && group.len() > 1 {
                return Some(group);
            }
        }
        let failed = written.err().map(|error| error.to_string());
        if let Some(why) = &failed {
            tracing::error!(jobs = group.len(), why, "a group of writes was not committed");
        }
        // First what is in memory, so that whoever hears "done" and looks finds it.
        self.tx.after.happen(&self.pokes);
        for job in group {
            job.finish(failed.as_deref());
        }
        None
    }

    /// Runs the jobs and commits; false when one of them failed.
    async fn run(&mut self, group: &mut [Box<dyn Job>]) -> Result<bool, StoreError> {
        let tx = &mut self.tx;
        tx.counter = None;
        self.crashes.strike(CrashPoint::Before)?;
        // It travels with the first question of the first job.
        tx.send(&BEGIN_IMMEDIATE, Vec::new()).await?;
        crash::point("begun");
        let count = group.len();
        for (index, job) in group.iter_mut().enumerate() {
            if !job.run(tx, index + 1 == count).await {
                return Ok(false);
            }
            crash::point("written");
        }
        if count == 1 {
            // Begin, which came before the job was known; commit counts itself.
            tx.count();
        }
        crash::point("before_commit");
        self.crashes.strike(CrashPoint::Inside)?;
        tx.control(&COMMIT).await?;
        crash::point("after_commit");
        self.crashes.strike(CrashPoint::AfterCommit)?;
        self.commits.fetch_add(1, Ordering::Relaxed);
        Ok(true)
    }

    /// Leaves nothing of a group that is not kept.
    async fn take_back(&mut self) {
        let has_begun = !self.tx.waits(&BEGIN_IMMEDIATE);
        self.tx.sent.clear();
        self.tx.after.forget();
        if has_begun && !self.tx.is_broken {
            // After some failures SQLite has rolled back by itself and refuses this: then the connection counts as broken.
            let _ = self.tx.control(&ROLLBACK).await;
        }
        if self.tx.is_broken {
            self.begin_anew().await;
        }
    }

    /// Another connection. SQLite rolls back what the one before did not commit.
    async fn begin_anew(&mut self) {
        match SqliteConnection::connect_with(&self.options).await {
            Ok(link) => self.tx = Tx::new(Link::SqliteWriter(Box::new(link))),
            Err(error) => tracing::error!(%error, "the database cannot be opened again"),
        }
    }
}

// ---------- PostgreSQL ----------

async fn open_postgres(url: &str, pokes: &broadcast::Sender<WardId>) -> Result<Engine, StoreError> {
    let options =
        PgConnectOptions::from_str(url)?.statement_cache_capacity(CACHED_STATEMENTS).disable_statement_logging();
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .test_before_acquire(false)
        .connect_with(options)
        .await?;
    let (notify, outgoing) = mpsc::unbounded_channel();
    let server = Rng::system().uuid(Timestamp(0))?;
    tokio::spawn(send_pokes(pool.clone(), outgoing, server));
    tokio::spawn(hear_pokes(pool.clone(), pokes.clone(), server));
    Ok(Engine::Postgres { pool, notify })
}

async fn write_postgres<T, F>(pool: &PgPool, work: &F, crashes: &Crashes) -> Result<(T, AfterCommit), StoreError>
where
    F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, StoreError>> + Send + Sync,
{
    crashes.strike(CrashPoint::Before)?;
    let mut tx = Tx::new(Link::Postgres(pool.begin().await?));
    tx.count();
    crash::point("begun");
    let result = AssertUnwindSafe(work(&mut tx)).catch_unwind().await.unwrap_or(Err(StoreError::JobPanicked));
    crash::point("written");
    tx.count();
    let Link::Postgres(link) = tx.link else { return Err(StoreError::WriterGone) };
    match result {
        Ok(value) => {
            crash::point("before_commit");
            crashes.strike(CrashPoint::Inside)?;
            link.commit().await?;
            crash::point("after_commit");
            crashes.strike(CrashPoint::AfterCommit)?;
            Ok((value, tx.after))
        }
        Err(error) => {
            link.rollback().await?;
            Err(error)
        }
    }
}

/// Tells the other servers. After the commit and bundled, because NOTIFY inside transactions makes commits wait for each
/// other; a poke that is lost costs a minute, never a fact.
async fn send_pokes(pool: PgPool, mut outgoing: mpsc::UnboundedReceiver<WardId>, server: Uuid) {
    let mut wards = Vec::new();
    while outgoing.recv_many(&mut wards, 256).await > 0 {
        wards.sort_unstable();
        wards.dedup();
        for ward in wards.drain(..) {
            let payload = format!("{server} {ward}");
            let sent = sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(payload).execute(&pool).await;
            if let Err(error) = sent {
                tracing::warn!(%error, "the other servers were not poked");
            }
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn hear_pokes(pool: PgPool, pokes: broadcast::Sender<WardId>, server: Uuid) {
    while !pool.is_closed() {
        let mut listener = match PgListener::connect_with(&pool).await {
            Ok(listener) => listener,
            Err(error) => {
                tracing::warn!(%error, "cannot listen to the other servers yet");
                tokio::time::sleep(Duration::from_secs(1)).await;
                continue;
            }
        };
        if listener.listen(CHANNEL).await.is_err() {
            continue;
        }
        while let Ok(heard) = listener.recv().await {
            let ward = heard.payload().split_once(' ').filter(|(from, _)| *from != server.to_string());
            if let Some(Ok(ward)) = ward.map(|(_, ward)| ward.parse()) {
                let _ = pokes.send(ward);
            }
        }
    }
}
