//! Passkeys: whose they are, and what devices were asked. Only public keys are here: what makes an answer never leaves a device.

use super::db::Tx;
use super::session::end_sessions_of_person;
use super::sign_in::{begin_without_password, take_link};
use super::statement::statements;
use super::value::{Row, Value, values};
use super::{Store, StoreError};
use domain::calendar::Timestamp;
use domain::ids::{PersonId, SessionId};
use uuid::Uuid;

statements! {
    ASK = "INSERT INTO passkey_question (token_hash, asked, expires_at) VALUES ($1, $2, $3)";
    ANSWER = "DELETE FROM passkey_question WHERE token_hash = $1 AND expires_at > $2 RETURNING asked";
    FORGET_QUESTIONS = "DELETE FROM passkey_question WHERE expires_at <= $1";
    ADD = "INSERT INTO passkey (passkey_id, person_id, credential_id, credential, name, sign_count, created_at)
        VALUES ($1, $2, $3, $4, $5, 0, $6)";
    KNOWN = "SELECT passkey_id, person_id, credential FROM passkey WHERE credential_id = $1";
    OF_PERSON = "SELECT passkey_id, credential_id, name, created_at, last_used_at FROM passkey
        WHERE person_id = $1 ORDER BY created_at, passkey_id";
    // Two who count the same are one too many, also when they come at once.
    USED = "UPDATE passkey SET credential = $2, sign_count = $3, last_used_at = $4
        WHERE passkey_id = $1 AND (sign_count < $3 OR (sign_count = 0 AND $3 = 0))";
    NAME = "UPDATE passkey SET name = $3 WHERE passkey_id = $1 AND person_id = $2";
    OTHER_WAYS = "SELECT person_id FROM passkey WHERE person_id = $1 AND passkey_id <> $2
        UNION ALL SELECT person_id FROM credential WHERE person_id = $1 AND password IS NOT NULL
        UNION ALL SELECT person_id FROM oidc_link WHERE person_id = $1";
    REMOVE = "DELETE FROM passkey WHERE passkey_id = $1 AND person_id = $2";
    REMOVE_ALL = "DELETE FROM passkey WHERE person_id = $1";
}

/// A device may take so long to answer.
pub const QUESTION_MICROS: i64 = 5 * 60 * 1_000_000;

/// A passkey that a device has just made.
#[derive(Clone, Debug)]
pub struct NewPasskey {
    pub id: Uuid,
    /// The device's own number for it.
    pub credential_id: Vec<u8>,
    /// The public key and what the device said of it.
    pub credential: serde_json::Value,
    pub name: String,
}

/// A passkey as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    pub id: Uuid,
    pub credential_id: Vec<u8>,
    pub name: String,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

/// A passkey with which somebody comes in.
#[derive(Clone, Debug)]
pub struct KeptPasskey {
    pub id: Uuid,
    pub person: PersonId,
    pub credential: serde_json::Value,
}

/// What became of a passkey that should go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removed {
    Done,
    /// It is the only way in that its person has.
    Last,
    /// It is not theirs, or went before.
    NotThere,
}

impl Store {
    /// A device is asked something; the answer is known by the hash of what is in the cookie of its browser.
    pub async fn ask_device(
        &self,
        token_hash: [u8; 32],
        asked: serde_json::Value,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut row = values![token_hash];
        row.push(Value::json(&asked)?);
        row.extend(values![Timestamp(now.0.saturating_add(QUESTION_MICROS))]);
        self.write(move |tx| {
            let row = row.clone();
            Box::pin(async move { tx.send_to_one(&ASK, row).await })
        })
        .await
    }

    /// What the device was asked that answers now. `None` when it answered before, or took too long.
    pub async fn device_answers(
        &self,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<serde_json::Value>, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let row = tx.fetch_optional(&ANSWER, values![token_hash, now]).await?;
                row.map(|row| row.json("asked")).transpose()
            })
        })
        .await
    }

    pub async fn passkeys_of(&self, person: PersonId) -> Result<Vec<Passkey>, StoreError> {
        let rows = self.inner.db.single().await?.fetch(&OF_PERSON, values![person]).await?;
        rows.iter().map(of_person).collect()
    }

    /// The passkey that a device calls so.
    pub async fn passkey(&self, credential_id: &[u8]) -> Result<Option<KeptPasskey>, StoreError> {
        let row = self.inner.db.single().await?.fetch_optional(&KNOWN, values![credential_id.to_vec()]).await?;
        row.as_ref().map(kept).transpose()
    }

    /// False when somebody has it already.
    pub async fn add_passkey(&self, person: PersonId, new: NewPasskey, now: Timestamp) -> Result<bool, StoreError> {
        self.write(move |tx| {
            let new = new.clone();
            Box::pin(async move {
                if is_known(tx, &new).await? {
                    return Ok(false);
                }
                add(tx, person, new, now).await?;
                Ok(true)
            })
        })
        .await
    }

    /// Uses a link up: this passkey is its person's only way in from now on, as [`Store::begin_with_link`] does it with a
    /// password. `None` when somebody was faster, or has that passkey already.
    pub async fn begin_with_passkey(
        &self,
        code_hash: [u8; 32],
        new: NewPasskey,
        now: Timestamp,
    ) -> Result<Option<PersonId>, StoreError> {
        self.write(move |tx| {
            let new = new.clone();
            Box::pin(async move {
                if is_known(tx, &new).await? {
                    return Ok(None);
                }
                let Some(person) = take_link(tx, code_hash, now).await? else { return Ok(None) };
                begin_without_password(tx, person).await?;
                add(tx, person, new, now).await?;
                Ok(Some(person))
            })
        })
        .await
    }

    /// Somebody came in with it. False when the device did not count on from where it was: then there are two of it.
    pub async fn passkey_was_used(
        &self,
        id: Uuid,
        credential: serde_json::Value,
        sign_count: u32,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut row = values![id];
        row.push(Value::json(&credential)?);
        row.extend(values![sign_count, now]);
        let used = self.write(move |tx| {
            let row = row.clone();
            Box::pin(async move { tx.execute(&USED, row).await })
        });
        Ok(used.await? > 0)
    }

    /// False when it is not theirs.
    pub async fn name_passkey(&self, person: PersonId, id: Uuid, name: String) -> Result<bool, StoreError> {
        let named = self.write(move |tx| {
            let row = values![id, person, name.as_str()];
            Box::pin(async move { tx.execute(&NAME, row).await })
        });
        Ok(named.await? > 0)
    }

    /// Nobody comes in with it any more; every other session of the person ends. The last way in stays.
    pub async fn remove_passkey(&self, person: PersonId, id: Uuid, session: SessionId) -> Result<Removed, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                if tx.fetch_optional(&OTHER_WAYS, values![person, id]).await?.is_none() {
                    return Ok(Removed::Last);
                }
                if tx.execute(&REMOVE, values![id, person]).await? == 0 {
                    return Ok(Removed::NotThere);
                }
                end_sessions_of_person(tx, person, Some(session)).await?;
                Ok(Removed::Done)
            })
        })
        .await
    }
}

async fn is_known(tx: &mut Tx, new: &NewPasskey) -> Result<bool, StoreError> {
    Ok(tx.fetch_optional(&KNOWN, values![new.credential_id.clone()]).await?.is_some())
}

async fn add(tx: &mut Tx, person: PersonId, new: NewPasskey, now: Timestamp) -> Result<(), StoreError> {
    let mut row = values![new.id, person, new.credential_id];
    row.push(Value::json(&new.credential)?);
    row.extend(values![new.name, now]);
    tx.send_to_one(&ADD, row).await
}

/// The person begins anew.
pub(super) async fn remove_passkeys(tx: &mut Tx, person: PersonId) -> Result<(), StoreError> {
    tx.send(&REMOVE_ALL, values![person]).await
}

/// Forgets what no device answered.
pub(super) async fn forget_questions(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    tx.send(&FORGET_QUESTIONS, values![now]).await
}

fn of_person(row: &Row) -> Result<Passkey, StoreError> {
    Ok(Passkey {
        id: row.uuid("passkey_id")?,
        credential_id: row.get("credential_id")?,
        name: row.text("name")?,
        created_at: Timestamp(row.int("created_at")?),
        last_used_at: row.get::<Option<i64>>("last_used_at")?.map(Timestamp),
    })
}

fn kept(row: &Row) -> Result<KeptPasskey, StoreError> {
    Ok(KeptPasskey {
        id: row.uuid("passkey_id")?,
        person: PersonId(row.uuid("person_id")?),
        credential: row.json("credential")?,
    })
}
