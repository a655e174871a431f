//! Who is signed in. The database knows only the hash of a token: whoever reads it cannot sign in with it.

use super::db::Tx;
use super::statement::statements;
use super::value::{Row, Value, values};
use super::{Store, StoreError, shift};
use domain::access::{Scope, Viewer};
use domain::calendar::Timestamp;
use domain::ids::{PersonId, SessionId, TabletId};
use sha2::{Digest, Sha256};
use uuid::Uuid;

statements! {
    CREATE = "INSERT INTO session (token_hash, session_id, viewer, person_id, tablet_id, method, agent, created_at,
            last_seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    // A tablet that was revoked shows nothing any more.
    FIND = "SELECT session_id, viewer, person_id, tablet_id, method, agent, created_at, last_seen_at, expires_at, replaces
        FROM session WHERE token_hash = $1 AND expires_at > $2 AND NOT EXISTS
            (SELECT 1 FROM tablet t WHERE t.tablet_id = session.tablet_id AND t.revoked_at IS NOT NULL)";
    FIND_REVOKED = "SELECT session_id, viewer, person_id, s.tablet_id, method, agent, created_at, last_seen_at, expires_at
        FROM session s JOIN tablet t ON t.tablet_id = s.tablet_id
        WHERE s.token_hash = $1 AND s.expires_at > $2 AND t.revoked_at IS NOT NULL";
    REPLACES = "UPDATE session SET replaces = $2 WHERE token_hash = $1";
    FORGET_UNUSED = "DELETE FROM session WHERE replaces = $1";
    LET_EXPIRE = "UPDATE session SET expires_at = $2 WHERE token_hash = $1 AND expires_at > $2";
    OF_PERSON = "SELECT session_id, viewer, person_id, tablet_id, method, agent, created_at, last_seen_at, expires_at
        FROM session WHERE person_id = $1 AND expires_at > $2 ORDER BY last_seen_at DESC, session_id";
    SEEN = "UPDATE session SET last_seen_at = $2 WHERE token_hash = $1 AND last_seen_at < $2";
    CHANGE_VIEWER = "UPDATE session SET viewer = $2 WHERE token_hash = $1";
    DELETE = "DELETE FROM session WHERE token_hash = $1";
    DELETE_ONE_OF_PERSON = "DELETE FROM session WHERE session_id = $1 AND person_id = $2";
    DELETE_OF_PERSON = "DELETE FROM session WHERE person_id = $1 AND session_id <> $2";
    DELETE_OF_TABLET = "DELETE FROM session WHERE tablet_id = $1";
}

/// "Last seen" is noted at most so often, so that looking does not write.
pub(super) const SEEN_EVERY_MICROS: i64 = 10 * 60 * 1_000_000;

/// On a ward's tablet: sessions there end by it.
const SEEN_ON_WARD_MICROS: i64 = 30 * 1_000_000;

/// On a ward's tablet a session ends after so long without a request. Its screens lock themselves sooner and the program asks
/// every minute at most, so this is a tablet that was switched off, or a browser that runs no script.
const LEFT_ALONE_MICROS: i64 = 150 * 1_000_000;

/// What was asked under the token before is still answered for so long.
const OVERLAP_MICROS: i64 = 60 * 1_000_000;

/// How somebody showed who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// They chose a door of the demo.
    Demo,
    /// Staff handed out the tablet for them.
    Tablet,
    /// Something only they know.
    Password,
    /// That, and the code of the moment from their phone.
    PasswordAndCode,
    /// A short number, on a tablet where they had shown who they are before.
    Pin,
    /// The sign-in of the home itself.
    Oidc,
    /// That, and a second step: there or here.
    OidcAndSecond,
    /// A device of theirs, which looked who they are: it counts as two.
    Passkey,
}

impl Method {
    const ALL: [Self; 8] = [
        Self::Demo,
        Self::Tablet,
        Self::Password,
        Self::PasswordAndCode,
        Self::Pin,
        Self::Oidc,
        Self::OidcAndSecond,
        Self::Passkey,
    ];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Demo => "demo",
            Self::Tablet => "tablet",
            Self::Password => "password",
            Self::PasswordAndCode => "password_and_code",
            Self::Pin => "pin",
            Self::Oidc => "oidc",
            Self::OidcAndSecond => "oidc_and_second",
            Self::Passkey => "passkey",
        }
    }

    /// The same, with a second step after it.
    #[must_use]
    pub const fn and_second(self) -> Self {
        match self {
            Self::Password => Self::PasswordAndCode,
            Self::Oidc => Self::OidcAndSecond,
            Self::Demo | Self::Tablet | Self::PasswordAndCode | Self::Pin | Self::OidcAndSecond | Self::Passkey => self,
        }
    }

    /// Whether the sign-in of the home said who it is.
    #[must_use]
    pub const fn is_oidc(self) -> bool {
        matches!(self, Self::Oidc | Self::OidcAndSecond)
    }

    /// Whether it showed who somebody is, and not only that the tablet knows them.
    #[must_use]
    pub const fn shows_who(self) -> bool {
        !matches!(self, Self::Demo | Self::Tablet | Self::Pin)
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code() == code)
    }
}

/// A session as it is stored, without its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// By this number it is shown and ended.
    pub id: SessionId,
    pub viewer: Viewer,
    /// `None` for a resident.
    pub person: Option<PersonId>,
    /// The tablet that staff handed out; `None` for a browser of one's own.
    pub tablet: Option<TabletId>,
    pub method: Method,
    /// The browser and its system, in words: "Chrome, Android".
    pub agent: String,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
    pub expires_at: Timestamp,
}

impl Session {
    /// Someone of the ward, on a tablet that they share.
    #[must_use]
    pub const fn is_on_ward_tablet(&self) -> bool {
        self.tablet.is_some() && matches!(self.viewer.scope, Scope::Ward { .. })
    }

    /// Nobody was there for so long that whoever comes now may be someone else.
    #[must_use]
    pub const fn was_left_alone(&self, now: Timestamp) -> bool {
        self.is_on_ward_tablet() && now.0 - self.last_seen_at.0 > LEFT_ALONE_MICROS
    }

    fn of(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: SessionId(row.uuid("session_id")?),
            viewer: row.json("viewer")?,
            person: row.get::<Option<Uuid>>("person_id")?.map(PersonId),
            tablet: row.get::<Option<Uuid>>("tablet_id")?.map(TabletId),
            method: row.code("method", Method::from_code)?,
            agent: row.text("agent")?,
            created_at: Timestamp(row.int("created_at")?),
            last_seen_at: Timestamp(row.int("last_seen_at")?),
            expires_at: Timestamp(row.int("expires_at")?),
        })
    }
}

pub(super) fn hash(token: &[u8; 32]) -> [u8; 32] {
    Sha256::digest(token).into()
}

impl Store {
    /// Makes a session for a token that was drawn at random and goes nowhere but into the cookie.
    pub async fn create_session(&self, token: &[u8; 32], session: &Session) -> Result<(), StoreError> {
        let row = created(hash(token), session)?;
        self.write(move |tx| {
            let row = row.clone();
            Box::pin(async move { tx.execute(&CREATE, row).await.map(|_| ()) })
        })
        .await
    }

    /// The session of a token; `None` when it is unknown or expired. One that was left alone says so and must be ended.
    pub async fn find_session(&self, token: &[u8; 32], now: Timestamp) -> Result<Option<Session>, StoreError> {
        let hash = hash(token);
        let row = self.inner.db.single().await?.fetch_optional(&FIND, values![hash, now]).await?;
        let Some(row) = row else { return Ok(None) };
        let session = Session::of(&row)?;
        let seen_every = if session.is_on_ward_tablet() { SEEN_ON_WARD_MICROS } else { SEEN_EVERY_MICROS };
        if now.0 - session.last_seen_at.0 > seen_every && !session.was_left_alone(now) {
            self.write(move |tx| Box::pin(async move { tx.execute(&SEEN, values![hash, now]).await.map(|_| ()) }))
                .await?;
        }
        if let Some(before) = row.get::<Option<Vec<u8>>>("replaces")? {
            // The browser has the new token: the old one has done its work.
            self.write(move |tx| {
                let row = values![before.clone(), Timestamp(now.0.saturating_add(OVERLAP_MICROS))];
                Box::pin(async move {
                    tx.execute(&LET_EXPIRE, row).await?;
                    tx.execute(&REPLACES, values![hash, Option::<[u8; 32]>::None]).await.map(|_| ())
                })
            })
            .await?;
        }
        Ok(Some(session))
    }

    /// The session of a token on a tablet that was revoked: it may still send what it kept, and nothing else.
    pub async fn find_revoked_session(&self, token: &[u8; 32], now: Timestamp) -> Result<Option<Session>, StoreError> {
        let mut tx = self.inner.db.single().await?;
        let row = tx.fetch_optional(&FIND_REVOKED, values![hash(token), now]).await?;
        row.as_ref().map(Session::of).transpose()
    }

    /// Gives a session another token and another life. The old token works until the new one came back once: an answer that
    /// is lost signs nobody out.
    pub async fn rotate_session(
        &self,
        token: &[u8; 32],
        next: &[u8; 32],
        id: SessionId,
        at: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let (before, next) = (hash(token), hash(next));
        self.write(move |tx| {
            Box::pin(async move {
                let Some(row) = tx.fetch_optional(&FIND, values![before, at]).await? else { return Ok(()) };
                let session = Session { id, created_at: at, last_seen_at: at, expires_at, ..Session::of(&row)? };
                tx.execute(&FORGET_UNUSED, values![before]).await?;
                tx.execute(&CREATE, created(next, &session)?).await?;
                tx.execute(&REPLACES, values![next, before]).await.map(|_| ())
            })
        })
        .await
    }

    /// Where this person is signed in, the place seen last first.
    pub async fn sessions_of_person(&self, person: PersonId, now: Timestamp) -> Result<Vec<Session>, StoreError> {
        let rows = self.inner.db.single().await?.fetch(&OF_PERSON, values![person, now]).await?;
        rows.iter().map(Session::of).collect()
    }

    /// Ends one session of this person; false when it is not theirs, or not there any more.
    pub async fn end_session(&self, person: PersonId, session: SessionId) -> Result<bool, StoreError> {
        let ended = self.write(move |tx| {
            Box::pin(async move { tx.execute(&DELETE_ONE_OF_PERSON, values![session, person]).await })
        });
        Ok(ended.await? > 0)
    }

    /// Ends every session of this person but the one that is kept; returns how many.
    pub async fn end_sessions_of_person(&self, person: PersonId, kept: Option<SessionId>) -> Result<u64, StoreError> {
        self.write(move |tx| Box::pin(async move { end_sessions_of_person(tx, person, kept).await })).await
    }

    /// Ends whatever is open on a tablet; returns how many.
    pub async fn end_sessions_of_tablet(&self, tablet: TabletId) -> Result<u64, StoreError> {
        self.write(move |tx| Box::pin(async move { end_sessions_of_tablet(tx, tablet).await })).await
    }

    /// Another language, text size or colour; or another resident after a switch.
    pub async fn change_session_viewer(&self, token: &[u8; 32], viewer: &Viewer) -> Result<(), StoreError> {
        let (hash, viewer) = (hash(token), viewer.clone());
        self.write(move |tx| {
            let viewer = viewer.clone();
            Box::pin(async move { change_viewer(tx, hash, &viewer).await })
        })
        .await
    }

    pub async fn delete_session(&self, token: &[u8; 32]) -> Result<(), StoreError> {
        let hash = hash(token);
        self.write(move |tx| Box::pin(async move { tx.execute(&DELETE, values![hash]).await.map(|_| ()) })).await
    }
}

fn created(hash: [u8; 32], session: &Session) -> Result<Vec<Value>, StoreError> {
    let mut row = values![hash, session.id];
    row.push(Value::json(&session.viewer)?);
    row.extend(values![session.person, session.tablet, session.method.code(), session.agent.as_str()]);
    row.extend(values![session.created_at, session.last_seen_at, session.expires_at]);
    Ok(row)
}

/// As [`Store::change_session_viewer`], in the transaction that makes it necessary.
pub(super) async fn change_viewer(tx: &mut Tx, hash: [u8; 32], viewer: &Viewer) -> Result<(), StoreError> {
    tx.execute(&CHANGE_VIEWER, vec![Value::from(hash), Value::json(viewer)?]).await.map(|_| ())
}

/// As [`Store::end_sessions_of_person`], in the transaction that makes it necessary. PINs on tablets of a ward go too.
pub(super) async fn end_sessions_of_person(
    tx: &mut Tx,
    person: PersonId,
    kept: Option<SessionId>,
) -> Result<u64, StoreError> {
    let kept = kept.unwrap_or(SessionId(Uuid::nil()));
    shift::forget_pins_of_person(tx, person).await?;
    tx.execute(&DELETE_OF_PERSON, values![person, kept]).await
}

/// As [`Store::end_sessions_of_tablet`], in the transaction that makes it necessary.
pub(super) async fn end_sessions_of_tablet(tx: &mut Tx, tablet: TabletId) -> Result<u64, StoreError> {
    tx.execute(&DELETE_OF_TABLET, values![tablet]).await
}
