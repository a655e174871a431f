//! The connections that read from SQLite, lent one at a time. Ours and not sqlx's pool, because that one asks a connection
//! after every loan whether it still lives: on SQLite that is one more way to another thread and back, for a file that cannot
//! hang up.

use super::StoreError;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection as _, SqliteConnection};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};

/// A connection that is lent and comes back.
type Seat = Arc<tokio::sync::Mutex<SqliteConnection>>;

#[derive(Clone)]
pub struct Readers {
    options: Arc<SqliteConnectOptions>,
    free: Arc<Mutex<Vec<Seat>>>,
    turns: Arc<Semaphore>,
}

impl Readers {
    /// At most `count` connections, each opened when it is first needed.
    pub fn new(options: SqliteConnectOptions, count: usize) -> Self {
        Self { options: Arc::new(options), free: Arc::default(), turns: Arc::new(Semaphore::new(count)) }
    }

    fn take(&self) -> Option<Seat> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    pub async fn lend(&self) -> Result<Loan, StoreError> {
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| sqlx::Error::PoolClosed)?;
        let seat = match self.take() {
            Some(seat) => seat,
            None => Arc::new(tokio::sync::Mutex::new(SqliteConnection::connect_with(&self.options).await?)),
        };
        let connection = Arc::clone(&seat).lock_owned().await;
        Ok(Loan { connection, is_clean: true, seat, free: Arc::clone(&self.free), _turn: turn })
    }

    /// No more loans; what is free now is closed.
    pub async fn close(&self) {
        self.turns.close();
        while let Some(seat) = self.take() {
            if let Some(connection) = Arc::into_inner(seat) {
                let _ = connection.into_inner().close().await;
            }
        }
    }
}

/// A connection until it is dropped. One that is in the middle of a transaction is closed instead of lent again.
pub struct Loan {
    pub connection: OwnedMutexGuard<SqliteConnection>,
    pub is_clean: bool,
    seat: Seat,
    free: Arc<Mutex<Vec<Seat>>>,
    _turn: OwnedSemaphorePermit,
}

impl Drop for Loan {
    fn drop(&mut self) {
        if self.is_clean {
            self.free.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&self.seat));
        }
    }
}
