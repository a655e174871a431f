//! Who is signed in. The database knows only the hash of a token: whoever reads it cannot sign in with it.

use super::statement::statements;
use super::value::{Value, values};
use super::{Store, StoreError};
use domain::access::Viewer;
use domain::calendar::Timestamp;
use sha2::{Digest, Sha256};

statements! {
    CREATE = "INSERT INTO session (token_hash, viewer, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, $3, $4)";
    FIND = "SELECT viewer, created_at, last_seen_at, expires_at FROM session WHERE token_hash = $1 AND expires_at > $2";
    SEEN = "UPDATE session SET last_seen_at = $2 WHERE token_hash = $1 AND last_seen_at < $2";
    CHANGE_VIEWER = "UPDATE session SET viewer = $2 WHERE token_hash = $1";
    DELETE = "DELETE FROM session WHERE token_hash = $1";
    DELETE_EXPIRED = "DELETE FROM session WHERE expires_at <= $1";
}

/// "Last seen" is noted at most so often, so that looking does not write.
pub(super) const SEEN_EVERY_MICROS: i64 = 10 * 60 * 1_000_000;

/// A session as it is stored, without its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub viewer: Viewer,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

fn hash(token: &[u8; 32]) -> [u8; 32] {
    Sha256::digest(token).into()
}

impl Store {
    /// Makes a session for a token that was drawn at random and goes nowhere but into the cookie.
    pub async fn create_session(&self, token: &[u8; 32], session: &Session) -> Result<(), StoreError> {
        let row = vec![
            Value::from(hash(token)),
            Value::json(&session.viewer)?,
            Value::from(session.created_at),
            Value::from(session.expires_at),
        ];
        self.write(move |tx| {
            let row = row.clone();
            Box::pin(async move { tx.execute(&CREATE, row).await.map(|_| ()) })
        })
        .await
    }

    /// The session of a token; `None` when it is unknown or expired.
    pub async fn find_session(&self, token: &[u8; 32], now: Timestamp) -> Result<Option<Session>, StoreError> {
        let hash = hash(token);
        let row = self.inner.db.single().await?.fetch_optional(&FIND, values![hash, now]).await?;
        let Some(row) = row else { return Ok(None) };
        if now.0 - row.int("last_seen_at")? > SEEN_EVERY_MICROS {
            self.write(move |tx| Box::pin(async move { tx.execute(&SEEN, values![hash, now]).await.map(|_| ()) }))
                .await?;
        }
        Ok(Some(Session {
            viewer: row.json("viewer")?,
            created_at: Timestamp(row.int("created_at")?),
            expires_at: Timestamp(row.int("expires_at")?),
        }))
    }

    /// Another language, text size or colour; or another resident after a switch.
    pub async fn change_session_viewer(&self, token: &[u8; 32], viewer: &Viewer) -> Result<(), StoreError> {
        let row = vec![Value::from(hash(token)), Value::json(viewer)?];
        self.write(move |tx| {
            let row = row.clone();
            Box::pin(async move { tx.execute(&CHANGE_VIEWER, row).await.map(|_| ()) })
        })
        .await
    }

    pub async fn delete_session(&self, token: &[u8; 32]) -> Result<(), StoreError> {
        let hash = hash(token);
        self.write(move |tx| Box::pin(async move { tx.execute(&DELETE, values![hash]).await.map(|_| ()) })).await
    }

    /// Removes what has expired; returns how many.
    pub async fn forget_expired_sessions(&self, now: Timestamp) -> Result<u64, StoreError> {
        self.write(move |tx| Box::pin(async move { tx.execute(&DELETE_EXPIRED, values![now]).await })).await
    }
}
