//! Passwords: Argon2id with the parameters that OWASP advises, away from the threads that answer requests, so many at once
//! as there are processors. What comes while the queue is full is told to come back, so that a flood costs nobody else.

use crate::rng::{NoRandomness, Rng};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Semaphore;

/// OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const SALT_BYTES: usize = 16;
/// So many wait at most: some five seconds on two processors.
const MOST_WAITING: usize = 256;

pub const SHORTEST: usize = 12;
/// Longer ones are refused, not cut.
pub const LONGEST: usize = 256;
/// How strong zxcvbn finds a password, from 0 to 4.
const LEAST_SCORE: zxcvbn::Score = zxcvbn::Score::Three;

/// The hash of a password that nobody has, with the same parameters: a name that nobody has takes as long as one that
/// somebody has.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZSBvdGhlciBzYWx0IQ$Pq0Bq8hx2eYqUzVJp1y0mB7mC8oQ0m6m0c6w1kq0v0o";

#[derive(Clone, Debug)]
pub struct Passwords {
    places: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
}

#[derive(Debug, thiserror::Error)]
pub enum TooBusy {
    #[error("too many passwords wait to be looked at")]
    Full,
    #[error("a password could not be hashed")]
    Failed,
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

/// One place in the queue, given back however it ends.
struct Waiting(Arc<AtomicUsize>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::at_once(std::thread::available_parallelism().map_or(2, usize::from))
    }
}

impl Passwords {
    #[must_use]
    pub fn at_once(count: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(count.max(1))), waiting: Arc::default() }
    }

    async fn queue<T: Send + 'static>(&self, work: impl FnOnce() -> Option<T> + Send + 'static) -> Result<T, TooBusy> {
        let waiting = self.waiting.fetch_add(1, Ordering::AcqRel);
        let place = Waiting(Arc::clone(&self.waiting));
        if waiting >= MOST_WAITING {
            return Err(TooBusy::Full);
        }
        let permit = Arc::clone(&self.places).acquire_owned().await.map_err(|_| TooBusy::Failed)?;
        let done = tokio::task::spawn_blocking(move || {
            // Given back when the work is done, also when nobody waits for it any more.
            let _held = (permit, place);
            work()
        });
        done.await.ok().flatten().ok_or(TooBusy::Failed)
    }

    /// The hash to keep, in the form that names its parameters.
    pub async fn hash(&self, password: String, rng: &Rng) -> Result<String, TooBusy> {
        let random = rng.token()?;
        self.queue(move || {
            let salt = random.get(..SALT_BYTES)?;
            let hash: PasswordHash = argon2()?.hash_password_with_salt(password.as_bytes(), salt).ok()?;
            Some(hash.to_string())
        })
        .await
    }

    /// Whether it is the password of this hash. Without one it takes as long and says no.
    pub async fn is_right(&self, password: String, hash: Option<String>) -> Result<bool, TooBusy> {
        self.queue(move || {
            let is_somebodys = hash.is_some();
            let hash = PasswordHash::new(hash.as_deref().unwrap_or(NOBODYS)).ok()?;
            let is_right =
                password.len() <= LONGEST * 4 && argon2()?.verify_password(password.as_bytes(), &hash).is_ok();
            Some(is_right && is_somebodys)
        })
        .await
    }

    /// What is wrong with a password that someone chooses; `about` is what others would guess, such as the person's name.
    pub async fn weakness(&self, password: String, about: Vec<String>) -> Result<Option<Weakness>, TooBusy> {
        self.queue(move || Some(weakness(&password, &about))).await
    }
}

fn argon2() -> Option<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    Short,
    Long,
    /// A machine guesses it soon: a well-known word, a row of keys, the person's own name.
    Guessable,
}

#[must_use]
pub fn weakness(password: &str, about: &[String]) -> Option<Weakness> {
    let letters = password.chars().count();
    if letters < SHORTEST {
        return Some(Weakness::Short);
    }
    if letters > LONGEST {
        return Some(Weakness::Long);
    }
    // A name as it is, its parts, and its parts as one word: "Els Vermeer", "Vermeer", "elsvermeer".
    let parts = about.iter().flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()));
    let parts: Vec<String> = parts.filter(|part| part.chars().count() > 1).map(str::to_lowercase).collect();
    let joined = about.iter().map(|text| text.to_lowercase().replace(|letter: char| !letter.is_alphanumeric(), ""));
    let known: Vec<String> = about.iter().cloned().chain(parts).chain(joined).collect();
    let about: Vec<&str> = known.iter().map(String::as_str).collect();
    (zxcvbn::zxcvbn(password, &about).score() < LEAST_SCORE).then_some(Weakness::Guessable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_and_no_other() {
        let (passwords, rng) = (Passwords::default(), Rng::seeded(1));
        let hash = passwords.hash("zeven fietsen op het dak".into(), &rng).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, passwords.hash("zeven fietsen op het dak".into(), &rng).await.unwrap());
        assert!(passwords.is_right("zeven fietsen op het dak".into(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.is_right("zeven fietsen op het dal".into(), Some(hash)).await.unwrap());
    }

    #[tokio::test]
    async fn nobodys_password_is_never_right_and_is_worked_out_all_the_same() {
        assert!(PasswordHash::new(NOBODYS).is_ok());
        assert!(!Passwords::default().is_right("wat dan ook".into(), None).await.unwrap());
    }

    #[test]
    fn a_password_is_long_and_hard_to_guess() {
        let about = ["marieke".to_owned(), "De Linde".to_owned()];
        assert_eq!(weakness("kort", &about), Some(Weakness::Short));
        assert_eq!(weakness(&"a".repeat(257), &about), Some(Weakness::Long));
        for guessed in
            ["passwordpassword", "123456789012", "qwertyuiop12", "mariekemarieke", "delinde-2026", "aaaaaaaaaaaaaaaa"]
        {
            assert_eq!(weakness(guessed, &about), Some(Weakness::Guessable), "{guessed}");
        }
        for fine in ["zeven fietsen op het dak", "vlaai-bakker-37-tulp"] {
            assert_eq!(weakness(fine, &about), None, "{fine}");
        }
    }

    #[tokio::test]
    async fn a_flood_is_told_to_come_back_and_the_queue_empties_again() {
        let passwords = Passwords::at_once(1);
        passwords.waiting.store(MOST_WAITING, Ordering::SeqCst);
        assert!(matches!(passwords.is_right("x".into(), None).await, Err(TooBusy::Full)));
        assert_eq!(passwords.waiting.load(Ordering::SeqCst), MOST_WAITING);
        passwords.waiting.store(0, Ordering::SeqCst);
        assert!(!passwords.is_right("x".into(), None).await.unwrap());
        assert_eq!(passwords.waiting.load(Ordering::SeqCst), 0);
    }
}
