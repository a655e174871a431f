//! The key that seals the secrets of authenticators. It lies outside the database: whoever copies only that cannot make
//! anybody's codes.
//!
//! Sealed is `nonce (12 bytes) ‖ AES-256-GCM`, bound to the person, so that a secret cannot be moved to somebody else.

use crate::hex::unhex_32;
use crate::key_file::{KeyFileError, kept_or_drawn};
use crate::rng::{NoRandomness, Rng};
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use domain::ids::PersonId;
use std::collections::BTreeSet;
use std::path::Path;

const NONCE_BYTES: usize = 12;
/// 32 random bytes have more different ones than this, but for one time in more than a billion billions.
const LEAST_DIFFERENT_BYTES: usize = 16;

#[derive(Clone)]
pub struct SignInKey(Aes256Gcm);

impl std::fmt::Debug for SignInKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignInKey(…)")
    }
}

#[derive(Debug, thiserror::Error)]
pub enum SignInKeyError {
    #[error("the sign-in key must be 64 hexadecimal digits; set --sign-in-key, or leave it out and one is made")]
    NotAKey,
    #[error(
        "the sign-in key was not drawn at random; set --sign-in-key to 64 random hexadecimal digits, or leave it out"
    )]
    Weak,
    #[error(transparent)]
    File(#[from] KeyFileError),
}

impl SignInKey {
    /// 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Result<Self, SignInKeyError> {
        let bytes = unhex_32(text.trim()).ok_or(SignInKeyError::NotAKey)?;
        if bytes.iter().collect::<BTreeSet<_>>().len() < LEAST_DIFFERENT_BYTES {
            return Err(SignInKeyError::Weak);
        }
        Aes256Gcm::new_from_slice(&bytes).map(Self).map_err(|_| SignInKeyError::NotAKey)
    }

    /// The key in the data folder; made at the first start, readable for the program only.
    pub fn in_folder(folder: &Path, rng: &Rng) -> Result<Self, SignInKeyError> {
        Self::from_hex(&kept_or_drawn(folder, "sign_in.key", || rng.token())?)
    }

    /// `None` only when the cipher refuses, which it does not for so little text.
    pub fn seal(&self, person: PersonId, secret: &[u8], rng: &Rng) -> Result<Option<Vec<u8>>, NoRandomness> {
        let random = rng.token()?;
        Ok((|| {
            let nonce = random.get(..NONCE_BYTES)?;
            let payload = Payload { msg: secret, aad: person.0.as_bytes() };
            let sealed = self.0.encrypt(&Nonce::try_from(nonce).ok()?, payload).ok()?;
            Some([nonce, &sealed].concat())
        })())
    }

    /// `None` when it was sealed with another key or for somebody else, or was changed.
    #[must_use]
    pub fn open(&self, person: PersonId, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, ciphertext) = sealed.split_at_checked(NONCE_BYTES)?;
        let payload = Payload { msg: ciphertext, aad: person.0.as_bytes() };
        self.0.decrypt(&Nonce::try_from(nonce).ok()?, payload).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hex::hex;
    use uuid::Uuid;

    #[test]
    fn a_secret_opens_for_its_person_with_its_key_only() {
        let rng = Rng::seeded(5);
        let key = SignInKey::from_hex(&hex(&rng.token().unwrap())).unwrap();
        let other = SignInKey::from_hex(&hex(&rng.token().unwrap())).unwrap();
        let (els, ruud) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        let mut sealed = key.seal(els, b"a secret of 20 bytes", &rng).unwrap().unwrap();
        assert_eq!(key.open(els, &sealed).unwrap(), b"a secret of 20 bytes");
        assert_eq!(key.open(ruud, &sealed), None);
        assert_eq!(other.open(els, &sealed), None);
        sealed[20] ^= 1;
        assert_eq!(key.open(els, &sealed), None);
        assert_eq!(key.open(els, b"short"), None);
    }

    #[test]
    fn a_key_that_nobody_drew_is_refused_with_what_to_set() {
        for weak in ["0".repeat(64), "0123456789abcdef".repeat(4)] {
            let refused = SignInKey::from_hex(&weak).unwrap_err().to_string();
            assert!(refused.contains("--sign-in-key"), "{refused}");
        }
        assert!(matches!(SignInKey::from_hex("geheim"), Err(SignInKeyError::NotAKey)));
    }

    #[test]
    fn the_key_in_the_folder_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let rng = Rng::seeded(6);
        let sealed = SignInKey::in_folder(folder.path(), &rng).unwrap();
        let person = PersonId(Uuid::from_u128(1));
        let secret = sealed.seal(person, b"x", &rng).unwrap().unwrap();
        assert_eq!(SignInKey::in_folder(folder.path(), &rng).unwrap().open(person, &secret).unwrap(), b"x");
    }
}
