//! People who come in with the sign-in of the home itself: whose account it is, and who is on the way there and back. Nobody
//! is made here: people come from the home's own list.

use super::statement::statements;
use super::value::{Row, values};
use super::{Store, StoreError, Tx};
use crate::exchange::home::PersonRole;
use domain::access::Actor;
use domain::calendar::Timestamp;
use domain::catalogue::Localized;
use domain::ids::PersonId;

statements! {
    PERSON_OF_ACCOUNT = "SELECT p.person_id, p.acts_as, p.role, p.display
        FROM oidc_link k JOIN person p ON p.person_id = k.person_id WHERE k.issuer = $1 AND k.subject = $2";
    PEOPLE_KNOWN_AS = "SELECT person_id, acts_as, role, display FROM person WHERE LOWER(COALESCE(signs_in_as, code)) = $1";
    ACCOUNT_OF_PERSON = "SELECT subject FROM oidc_link WHERE person_id = $1 AND issuer = $2";
    LINK = "INSERT INTO oidc_link (issuer, subject, person_id, linked_at) VALUES ($1, $2, $3, $4)";
    SET_OUT = "INSERT INTO oidc_way (token_hash, expires_at) VALUES ($1, $2)";
    COME_BACK = "DELETE FROM oidc_way WHERE token_hash = $1 AND expires_at > $2 RETURNING token_hash";
    FORGET_WAYS = "DELETE FROM oidc_way WHERE expires_at <= $1";
    UNLINK = "DELETE FROM oidc_link WHERE person_id = $1";
}

/// So long the way to the provider and back may take.
pub const WAY_MICROS: i64 = 10 * 60 * 1_000_000;

/// Someone whom the provider knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Who says so.
    pub issuer: String,
    /// The provider's own number for them, which it never gives to anybody else.
    pub subject: String,
    /// How the home knows them, as the provider says it: their code, or what stands in their row.
    pub known_as: Option<String>,
}

/// Whose account it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    Person {
        person: PersonId,
        /// They came in with it for the first time.
        is_new: bool,
    },
    /// Somebody on no list of the home, or more than one.
    Unknown,
    /// Somebody who may not come in (any more).
    Left(Option<Actor>),
    /// The person that it names comes in with another account.
    Taken(PersonId),
}

impl Store {
    /// Whose account it is. Who comes with it for the first time is found by how the home knows them; from then on the
    /// account is theirs, whatever it is called.
    pub async fn owner_of(&self, account: Account, now: Timestamp) -> Result<Owner, StoreError> {
        self.write(move |tx| {
            let account = account.clone();
            Box::pin(async move { owner(tx, &account, now).await })
        })
        .await
    }

    /// Somebody sets out to the provider.
    pub async fn set_out(&self, token_hash: [u8; 32], now: Timestamp) -> Result<(), StoreError> {
        let until = Timestamp(now.0.saturating_add(WAY_MICROS));
        self.write(move |tx| Box::pin(async move { tx.send_to_one(&SET_OUT, values![token_hash, until]).await })).await
    }

    /// Somebody comes back from the provider. False when they came back before, or took too long.
    pub async fn come_back(&self, token_hash: [u8; 32], now: Timestamp) -> Result<bool, StoreError> {
        self.write(move |tx| {
            Box::pin(async move { Ok(tx.fetch_optional(&COME_BACK, values![token_hash, now]).await?.is_some()) })
        })
        .await
    }
}

async fn owner(tx: &mut Tx, account: &Account, now: Timestamp) -> Result<Owner, StoreError> {
    let Account { issuer, subject, known_as } = account;
    let (issuer, subject) = (issuer.as_str(), subject.as_str());
    if let Some(row) = tx.fetch_optional(&PERSON_OF_ACCOUNT, values![issuer, subject]).await? {
        return if_here(&row, false);
    }
    let Some(known_as) = known_as else { return Ok(Owner::Unknown) };
    let rows = tx.fetch(&PEOPLE_KNOWN_AS, values![known_as.trim().to_lowercase()]).await?;
    let [row] = rows.as_slice() else { return Ok(Owner::Unknown) };
    let found = if_here(row, true)?;
    if let Owner::Person { person, .. } = found {
        if tx.fetch_optional(&ACCOUNT_OF_PERSON, values![person, issuer]).await?.is_some() {
            return Ok(Owner::Taken(person));
        }
        tx.send_to_one(&LINK, values![issuer, subject, person, now]).await?;
    }
    Ok(found)
}

/// The person of this row, if they may come in.
fn if_here(row: &Row, is_new: bool) -> Result<Owner, StoreError> {
    let person = PersonId(row.uuid("person_id")?);
    if row.get::<Option<String>>("acts_as")?.is_some() {
        return Ok(Owner::Person { person, is_new });
    }
    let word = row.text("role")?;
    let role = PersonRole::ALL.into_iter().find(|role| role.code() == word).and_then(PersonRole::acts_as);
    let name = row.text("display")?;
    Ok(Owner::Left(role.map(|role| Actor { role, person: Some(person), name, relation: Localized::default() })))
}

/// Forgets who never came back.
pub(super) async fn forget_ways(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    tx.send(&FORGET_WAYS, values![now]).await
}

/// The next account that names this person is theirs.
pub(super) async fn unlink(tx: &mut Tx, person: PersonId) -> Result<(), StoreError> {
    tx.send(&UNLINK, values![person]).await
}
