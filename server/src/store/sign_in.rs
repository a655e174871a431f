//! How people sign in: passwords, authenticators, recovery codes, one-use links, and wrong tries. Everything secret comes
//! here as a hash or sealed; nothing here decides whether someone may come in.

use super::db::Tx;
use super::oidc::{forget_ways, unlink};
use super::passkey::{forget_questions, remove_passkeys};
use super::session::{Method, end_sessions_of_person};
use super::statement::{Statement, statements};
use super::value::{Row, Value, values};
use super::{Store, StoreError};
use crate::sign_in::{Subject, Tried};
use domain::access::{Role, Scope};
use domain::calendar::Timestamp;
use domain::ids::{LocationId, PersonId, SessionId};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

statements! {
    PERSON_BY_NAME = "SELECT person_id FROM person WHERE LOWER(code) = $1";
    CREDENTIAL = "SELECT p.person_id, p.code, p.name, p.display, p.acts_as, c.password, c.totp, c.totp_step
        FROM person p JOIN credential c ON c.person_id = p.person_id WHERE p.person_id = $1";
    ABOUT_PERSON = "SELECT person_id, code, name, display, acts_as, language FROM person WHERE person_id = $1";
    ANY_CREDENTIAL = "SELECT person_id FROM credential WHERE password IS NOT NULL UNION ALL SELECT person_id FROM passkey LIMIT 1";
    TRY = "SELECT tries, last_at, open_at FROM wrong_try t WHERE t.subject = $1 {lock t}";
    FIRST_TRY = "INSERT INTO wrong_try (subject, tries, last_at, open_at) VALUES ($1, $2, $3, $4)";
    NEXT_TRY = "UPDATE wrong_try SET tries = $2, last_at = $3, open_at = $4 WHERE subject = $1";
    FORGIVE = "DELETE FROM wrong_try WHERE subject = $1";
    TAKE_BACK_TRY = "UPDATE wrong_try SET tries = tries - 1, open_at = 0 WHERE subject = $1 AND tries > 0";
    FORGET_TRIES = "DELETE FROM wrong_try WHERE last_at < $1 AND open_at < $1";
    LOCKED = "SELECT subject, open_at FROM wrong_try WHERE open_at > $1";
    DROP_LINKS = "DELETE FROM sign_in_link WHERE person_id = $1";
    MAKE_LINK = "INSERT INTO sign_in_link (code_hash, person_id, made_at, expires_at) VALUES ($1, $2, $3, $4)";
    FIND_LINK = "SELECT person_id FROM sign_in_link WHERE code_hash = $1 AND expires_at > $2";
    TAKE_LINK = "DELETE FROM sign_in_link WHERE code_hash = $1 AND expires_at > $2 RETURNING person_id";
    FORGET_LINKS = "DELETE FROM sign_in_link WHERE expires_at <= $1";
    BEGIN_PASSWORD = "INSERT INTO credential (person_id, password, password_at, totp, totp_step) VALUES ($1, $2, $3, NULL, 0)
        ON CONFLICT (person_id) DO UPDATE SET password = excluded.password, password_at = excluded.password_at, totp = NULL,
            totp_step = 0";
    BEGIN_WITHOUT_PASSWORD = "UPDATE credential SET password = NULL, password_at = NULL, totp = NULL, totp_step = 0
        WHERE person_id = $1";
    CHANGE_PASSWORD = "UPDATE credential SET password = $2, password_at = $3 WHERE person_id = $1";
    // Who comes in with the sign-in of the home may have no row yet, and no password.
    SET_TOTP = "INSERT INTO credential (person_id, totp, totp_step) VALUES ($1, $2, $3)
        ON CONFLICT (person_id) DO UPDATE SET totp = excluded.totp, totp_step = excluded.totp_step";
    TAKE_TOTP = "UPDATE credential SET totp_step = $2 WHERE person_id = $1 AND totp_step < $2";
    SIGNED_IN = "INSERT INTO credential (person_id, totp_step, last_sign_in_at) VALUES ($1, 0, $2)
        ON CONFLICT (person_id) DO UPDATE SET last_sign_in_at = excluded.last_sign_in_at";
    DROP_RECOVERY = "DELETE FROM recovery_code WHERE person_id = $1";
    ADD_RECOVERY = "INSERT INTO recovery_code (person_id, code_hash) VALUES {rows}";
    TAKE_RECOVERY = "DELETE FROM recovery_code WHERE person_id = $1 AND code_hash = $2";
    LEFT_RECOVERY = "SELECT COUNT(*) AS left_over FROM recovery_code WHERE person_id = $1";
    MAKE_STEP = "INSERT INTO sign_in_step (token_hash, person_id, secret, expires_at, first) VALUES ($1, $2, $3, $4, $5)";
    FIND_STEP = "SELECT person_id, secret, first FROM sign_in_step WHERE token_hash = $1 AND expires_at > $2";
    TAKE_STEP = "DELETE FROM sign_in_step WHERE token_hash = $1 AND expires_at > $2 RETURNING person_id";
    DROP_STEPS = "DELETE FROM sign_in_step WHERE person_id = $1";
    FORGET_STEPS = "DELETE FROM sign_in_step WHERE expires_at <= $1";
    PEOPLE = "SELECT p.person_id, p.code, p.name, p.role, p.acts_as, p.location_id, l.name AS location_name,
            c.password_at, c.totp, c.last_sign_in_at, k.expires_at AS link_until,
            (SELECT COUNT(*) FROM session s WHERE s.person_id = p.person_id AND s.expires_at > $1) AS sessions,
            (SELECT COUNT(*) FROM passkey y WHERE y.person_id = p.person_id) AS passkeys
        FROM person p
        LEFT JOIN location l ON l.location_id = p.location_id
        LEFT JOIN credential c ON c.person_id = p.person_id
        LEFT JOIN sign_in_link k ON k.person_id = p.person_id AND k.expires_at > $1
        WHERE p.acts_as IS NOT NULL ORDER BY p.name, p.code";
    LOCATIONS_OF_FAMILY = "SELECT DISTINCT a.person_id, a.location_id FROM authority a";
    ALL_LOCATIONS = "SELECT location_id, name FROM location";
}

/// Between the password and the second step so long may pass.
const STEP_MICROS: i64 = 15 * 60 * 1_000_000;
/// Tries are kept so long after the last one; they count for an hour.
const TRIES_KEPT_MICROS: i64 = 24 * 3_600 * 1_000_000;

/// What someone signs in with.
#[derive(Clone)]
pub struct Credential {
    pub about: About,
    /// Argon2id; `None` for who comes in with a passkey or the sign-in of the home only.
    pub password: Option<String>,
    /// Sealed.
    pub totp: Option<Vec<u8>>,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credential").field("about", &self.about).finish_non_exhaustive()
    }
}

/// Who it is that signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub person: PersonId,
    /// The home's own code, which is the name for signing in.
    pub code: String,
    pub name: String,
    pub display: String,
    /// `None` for those whose screens do not exist yet.
    pub acts_as: Option<Role>,
}

/// The way from what was shown first to the second step.
#[derive(Clone)]
pub struct Step {
    pub person: PersonId,
    /// The sealed secret of an authenticator that is being set up; `None` when a code is asked for.
    pub secret: Option<Vec<u8>>,
    /// What was shown first.
    pub first: Method,
}

/// One of the people whom the office looks after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownPerson {
    pub person: PersonId,
    pub code: String,
    pub name: String,
    /// The word of the import, such as `controller`.
    pub role: String,
    pub acts_as: Option<Role>,
    pub location_name: Option<String>,
    pub has_password: bool,
    pub has_totp: bool,
    pub passkeys: u32,
    pub last_sign_in_at: Option<Timestamp>,
    pub link_until: Option<Timestamp>,
    pub sessions: u32,
    pub locked_until: Option<Timestamp>,
}

impl Store {
    /// The person with this name for signing in, however it is written.
    pub async fn person_by_name(&self, name: &str) -> Result<Option<PersonId>, StoreError> {
        let name = name.trim().to_lowercase();
        let rows = self.inner.db.single().await?.fetch(&PERSON_BY_NAME, values![name]).await?;
        match rows.as_slice() {
            [only] => only.uuid("person_id").map(PersonId).map(Some),
            _ => Ok(None),
        }
    }

    pub async fn about_person(&self, person: PersonId) -> Result<Option<About>, StoreError> {
        let row = self.inner.db.single().await?.fetch_optional(&ABOUT_PERSON, values![person]).await?;
        row.as_ref().map(about).transpose()
    }

    pub async fn credential(&self, person: PersonId) -> Result<Option<Credential>, StoreError> {
        let row = self.inner.db.single().await?.fetch_optional(&CREDENTIAL, values![person]).await?;
        row.map(|row| {
            let (password, totp) = (row.get("password")?, row.get("totp")?);
            Ok(Credential { about: about(&row)?, password, totp })
        })
        .transpose()
    }

    /// Whether anybody can sign in with a password or a passkey at all.
    pub async fn has_credentials(&self) -> Result<bool, StoreError> {
        Ok(self.inner.db.single().await?.fetch_optional(&ANY_CREDENTIAL, vec![]).await?.is_some())
    }

    /// Counts a try about each of these; or counts nothing and says until when to wait. It is counted before anyone looks
    /// whether it was right, so that many at once are no way around.
    pub async fn begin_try(&self, subjects: Vec<Subject>, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        self.write(move |tx| {
            let subjects = subjects.clone();
            Box::pin(async move {
                let mut counted = Vec::new();
                for subject in subjects {
                    let hash = subject.hash();
                    let row = tx.fetch_optional(&TRY, values![hash]).await?;
                    let before = row.as_ref().map(tried).transpose()?;
                    if let Some(until) = before.and_then(|before| before.waits_until(now)) {
                        return Ok(Some(until));
                    }
                    let after = before.unwrap_or_default().once_more(&subject, now);
                    let statement = if before.is_some() { &NEXT_TRY } else { &FIRST_TRY };
                    counted.push((statement, values![hash, after.tries, after.last_at, after.open_at]));
                }
                for (statement, values) in counted {
                    tx.send(statement, values).await?;
                }
                Ok(None)
            })
        })
        .await
    }

    /// The try was right: the tries about the first are forgotten, of the others it does not count.
    pub async fn was_right(&self, subject: Subject, others: Vec<Subject>) -> Result<(), StoreError> {
        self.write(move |tx| {
            let (subject, others) = (subject.hash(), others.iter().map(Subject::hash).collect::<Vec<_>>());
            Box::pin(async move {
                tx.send(&FORGIVE, values![subject]).await?;
                for other in others {
                    tx.send(&TAKE_BACK_TRY, values![other]).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// Nobody looked at the try: it does not count.
    pub async fn was_not_looked_at(&self, subjects: Vec<Subject>) -> Result<(), StoreError> {
        self.write(move |tx| {
            let hashes: Vec<_> = subjects.iter().map(Subject::hash).collect();
            Box::pin(async move {
                for hash in hashes {
                    tx.send(&TAKE_BACK_TRY, values![hash]).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// Makes a link with which a person chooses a password; the ones before it stop working.
    pub async fn make_link(
        &self,
        person: PersonId,
        code_hash: [u8; 32],
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                tx.send(&DROP_LINKS, values![person]).await?;
                tx.send_to_one(&MAKE_LINK, values![code_hash, person, now, expires_at]).await
            })
        })
        .await
    }

    /// Whom a link is for; `None` when it was used, replaced or is too old.
    pub async fn find_link(&self, code_hash: [u8; 32], now: Timestamp) -> Result<Option<PersonId>, StoreError> {
        let row = self.inner.db.single().await?.fetch_optional(&FIND_LINK, values![code_hash, now]).await?;
        row.map(|row| row.uuid("person_id").map(PersonId)).transpose()
    }

    /// Uses a link up: its person has this password from now on, and nothing that was before it. `None` when somebody was
    /// faster.
    pub async fn begin_with_link(
        &self,
        code_hash: [u8; 32],
        password: String,
        now: Timestamp,
    ) -> Result<Option<PersonId>, StoreError> {
        self.write(move |tx| {
            let password = password.clone();
            Box::pin(async move {
                let Some(person) = take_link(tx, code_hash, now).await? else { return Ok(None) };
                tx.send(&BEGIN_PASSWORD, values![person, password, now]).await?;
                Ok(Some(person))
            })
        })
        .await
    }

    /// Another password; every other session of the person ends.
    pub async fn change_password(
        &self,
        person: PersonId,
        password: String,
        session: SessionId,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        self.write(move |tx| {
            let password = password.clone();
            Box::pin(async move {
                tx.send(&CHANGE_PASSWORD, values![person, password, now]).await?;
                tx.send(&DROP_STEPS, values![person]).await?;
                tx.send(&DROP_LINKS, values![person]).await?;
                end_sessions_of_person(tx, person, Some(session)).await
            })
        })
        .await
    }

    /// Between the password and the second step. `secret` is sealed, for who is still setting up.
    pub async fn make_step(&self, token_hash: [u8; 32], step: Step, now: Timestamp) -> Result<(), StoreError> {
        let until = Timestamp(now.0.saturating_add(STEP_MICROS));
        self.write(move |tx| {
            let Step { person, secret, first } = step.clone();
            Box::pin(async move {
                let mut row = vec![token_hash.into(), person.into(), Value::Bytes(secret)];
                row.extend(values![until, first.code()]);
                tx.execute(&MAKE_STEP, row).await.map(|_| ())
            })
        })
        .await
    }

    pub async fn find_step(&self, token_hash: [u8; 32], now: Timestamp) -> Result<Option<Step>, StoreError> {
        let row = self.inner.db.single().await?.fetch_optional(&FIND_STEP, values![token_hash, now]).await?;
        row.map(|row| {
            let (secret, first) = (row.get("secret")?, row.code("first", Method::from_code)?);
            Ok(Step { person: PersonId(row.uuid("person_id")?), secret, first })
        })
        .transpose()
    }

    /// The second step is done with a code of this half minute, which nobody can use again. False when it was used before.
    pub async fn finish_with_totp(
        &self,
        token_hash: [u8; 32],
        half_minute: i64,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.finish_step(token_hash, &TAKE_TOTP, half_minute.into(), now).await
    }

    /// The second step is done with a recovery code, which is gone. False when there is no such code.
    pub async fn finish_with_recovery(
        &self,
        token_hash: [u8; 32],
        code_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.finish_step(token_hash, &TAKE_RECOVERY, code_hash.into(), now).await
    }

    /// Takes the code from the person who is at this step, and ends the step. False when nobody is, or there is no such code.
    async fn finish_step(
        &self,
        token_hash: [u8; 32],
        take: &'static Statement,
        code: Value,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.write(move |tx| {
            let code = code.clone();
            Box::pin(async move {
                let Some(row) = tx.fetch_optional(&FIND_STEP, values![token_hash, now]).await? else {
                    return Ok(false);
                };
                let person = PersonId(row.uuid("person_id")?);
                if tx.execute(take, vec![person.into(), code]).await? == 0 {
                    return Ok(false);
                }
                Ok(tx.fetch_optional(&TAKE_STEP, values![token_hash, now]).await?.is_some())
            })
        })
        .await
    }

    /// The authenticator that was being set up is the person's from now on, with these recovery codes. False when somebody
    /// was faster.
    pub async fn finish_set_up(
        &self,
        token_hash: [u8; 32],
        half_minute: i64,
        recovery: Vec<[u8; 32]>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.write(move |tx| {
            let recovery = recovery.clone();
            Box::pin(async move {
                let Some(row) = tx.fetch_optional(&FIND_STEP, values![token_hash, now]).await? else {
                    return Ok(false);
                };
                let person = PersonId(row.uuid("person_id")?);
                let Some(secret) = row.get::<Option<Vec<u8>>>("secret")? else { return Ok(false) };
                if tx.fetch_optional(&TAKE_STEP, values![token_hash, now]).await?.is_none() {
                    return Ok(false);
                }
                tx.send(&SET_TOTP, values![person, secret, half_minute]).await?;
                tx.send(&DROP_STEPS, values![person]).await?;
                tx.send(&DROP_RECOVERY, values![person]).await?;
                let rows = recovery.iter().map(|code| values![person, *code]).collect();
                tx.send_rows(&ADD_RECOVERY, rows).await?;
                Ok(true)
            })
        })
        .await
    }

    pub async fn recovery_codes_left(&self, person: PersonId) -> Result<u32, StoreError> {
        self.inner.db.single().await?.fetch_one(&LEFT_RECOVERY, values![person]).await?.small("left_over")
    }

    pub async fn note_sign_in(&self, person: PersonId, now: Timestamp) -> Result<(), StoreError> {
        self.write(move |tx| Box::pin(async move { tx.execute(&SIGNED_IN, values![person, now]).await.map(|_| ()) }))
            .await
    }

    /// Everyone with screens whom this office looks after. The office of one location does not see those who also work, or
    /// decide for someone, elsewhere: who can make a link for a person can become them.
    pub async fn people_of_office(&self, scope: &Scope, now: Timestamp) -> Result<Vec<KnownPerson>, StoreError> {
        let Scope::Office { locations, .. } = scope else { return Ok(Vec::new()) };
        let seen: BTreeSet<LocationId> = locations.iter().copied().collect();
        let mut tx = self.inner.db.read().await?;
        let mut all = BTreeMap::new();
        for row in tx.fetch(&ALL_LOCATIONS, vec![]).await? {
            all.insert(LocationId(row.uuid("location_id")?), row.text("name")?);
        }
        let mut families: BTreeMap<PersonId, BTreeSet<LocationId>> = BTreeMap::new();
        for row in tx.fetch(&LOCATIONS_OF_FAMILY, vec![]).await? {
            let person = PersonId(row.uuid("person_id")?);
            families.entry(person).or_default().insert(LocationId(row.uuid("location_id")?));
        }
        let mut locked = BTreeMap::new();
        for row in tx.fetch(&LOCKED, values![now]).await? {
            locked.insert(row.hash("subject")?, Timestamp(row.int("open_at")?));
        }
        let mut people = Vec::new();
        for row in tx.fetch(&PEOPLE, values![now]).await? {
            let person = PersonId(row.uuid("person_id")?);
            let works_at = match (row.get::<Option<Uuid>>("location_id")?, families.get(&person)) {
                (Some(location), _) => BTreeSet::from([LocationId(location)]),
                (None, Some(locations)) => locations.clone(),
                (None, None) => all.keys().copied().collect(),
            };
            if works_at.is_subset(&seen) {
                let mut known = known_person(&row, person, &locked)?;
                if works_at.len() == 1 && known.location_name.is_none() {
                    known.location_name = works_at.first().and_then(|location| all.get(location)).cloned();
                }
                people.push(known);
            }
        }
        tx.finish().await?;
        Ok(people)
    }

    /// Ends every session of a person, and what was begun.
    pub async fn sign_out_everywhere(&self, person: PersonId) -> Result<u64, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                tx.send(&DROP_STEPS, values![person]).await?;
                end_sessions_of_person(tx, person, None).await
            })
        })
        .await
    }

    pub async fn unlock_person(&self, person: PersonId) -> Result<(), StoreError> {
        self.write(move |tx| Box::pin(unlock(tx, person))).await
    }

    /// Forgets links and steps that are too old, and tries that do not count any more.
    pub async fn forget_old_sign_ins(&self, now: Timestamp) -> Result<(), StoreError> {
        let tries = Timestamp(now.0.saturating_sub(TRIES_KEPT_MICROS));
        self.write(move |tx| {
            Box::pin(async move {
                tx.send(&FORGET_LINKS, values![now]).await?;
                tx.send(&FORGET_STEPS, values![now]).await?;
                forget_ways(tx, now).await?;
                forget_questions(tx, now).await?;
                tx.send(&FORGET_TRIES, values![tries]).await
            })
        })
        .await
    }
}

/// Uses a link up: its person has no recovery codes, no passkeys, no account elsewhere, no sessions and no locks any more.
/// `None` when somebody was faster.
pub(super) async fn take_link(
    tx: &mut Tx,
    code_hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<PersonId>, StoreError> {
    let Some(row) = tx.fetch_optional(&TAKE_LINK, values![code_hash, now]).await? else { return Ok(None) };
    let person = PersonId(row.uuid("person_id")?);
    for statement in [&DROP_LINKS, &DROP_RECOVERY, &DROP_STEPS] {
        tx.send(statement, values![person]).await?;
    }
    unlink(tx, person).await?;
    remove_passkeys(tx, person).await?;
    end_sessions_of_person(tx, person, None).await?;
    unlock(tx, person).await?;
    Ok(Some(person))
}

/// Whoever begins with something else than a password has none any more, and no phone as the second step.
pub(super) async fn begin_without_password(tx: &mut Tx, person: PersonId) -> Result<(), StoreError> {
    tx.send(&BEGIN_WITHOUT_PASSWORD, values![person]).await
}

async fn unlock(tx: &mut Tx, person: PersonId) -> Result<(), StoreError> {
    tx.send(&FORGIVE, values![Subject::Person(person).hash()]).await?;
    tx.send(&FORGIVE, values![Subject::SecondStep(person).hash()]).await
}

fn about(row: &Row) -> Result<About, StoreError> {
    let acts_as = row.get::<Option<String>>("acts_as")?.as_deref().and_then(Role::from_code);
    Ok(About {
        person: PersonId(row.uuid("person_id")?),
        code: row.text("code")?,
        name: row.text("name")?,
        display: row.text("display")?,
        acts_as,
    })
}

fn tried(row: &Row) -> Result<Tried, StoreError> {
    Ok(Tried {
        tries: row.int("tries")?,
        last_at: Timestamp(row.int("last_at")?),
        open_at: Timestamp(row.int("open_at")?),
    })
}

fn known_person(
    row: &Row,
    person: PersonId,
    locked: &BTreeMap<[u8; 32], Timestamp>,
) -> Result<KnownPerson, StoreError> {
    let moment = |column: &str| Ok::<_, StoreError>(row.get::<Option<i64>>(column)?.map(Timestamp));
    let locks = [Subject::Person(person).hash(), Subject::SecondStep(person).hash()];
    Ok(KnownPerson {
        person,
        code: row.text("code")?,
        name: row.text("name")?,
        role: row.text("role")?,
        acts_as: row.get::<Option<String>>("acts_as")?.as_deref().and_then(Role::from_code),
        location_name: row.get("location_name")?,
        has_password: moment("password_at")?.is_some(),
        has_totp: row.get::<Option<Vec<u8>>>("totp")?.is_some(),
        passkeys: row.small("passkeys")?,
        last_sign_in_at: moment("last_sign_in_at")?,
        link_until: moment("link_until")?,
        sessions: row.small("sessions")?,
        locked_until: locks.iter().filter_map(|hash| locked.get(hash)).max().copied(),
    })
}
