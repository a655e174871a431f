//! The key that seals what supporters write down for themselves. It lies outside the database: whoever has that alone, a copy
//! of it or a page of the office reads not one word.
//!
//! Sealed is `nonce (12 bytes) ‖ AES-256-GCM`, bound to the note, its writing, the resident and the supporter, so that no row
//! can be moved to another place. Every row says by a number which key sealed it.

use crate::hex::unhex_32;
use crate::key_file::{KeyFileError, kept_or_drawn};
use crate::rng::{NoRandomness, Rng};
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use domain::ids::{HouseholdId, NoteId, PersonId};
use sha2::{Digest, Sha256};
use std::path::Path;

/// The file in the data folder.
pub const FILE: &str = "notes.key";
const NONCE_BYTES: usize = 12;

#[derive(Clone)]
pub struct NotesKey {
    cipher: Aes256Gcm,
    number: [u8; 32],
}

impl std::fmt::Debug for NotesKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NotesKey(…)")
    }
}

/// Which writing of which note: what it was sealed for opens there only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub note: NoteId,
    pub revision: u32,
    pub household: HouseholdId,
    pub person: PersonId,
}

impl Place {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = b"bekertje note 1".to_vec();
        for id in [self.note.0, self.household.0, self.person.0] {
            bytes.extend(id.as_bytes());
        }
        bytes.extend(self.revision.to_be_bytes());
        bytes
    }
}

#[derive(Debug, thiserror::Error)]
pub enum NotesKeyError {
    #[error("the notes key must be 64 hexadecimal digits")]
    NotAKey,
    /// Another one would open nothing of what is there.
    #[error("there are notes of supporters, and {FILE} with which they were sealed is not in the data folder")]
    Missing,
    #[error(transparent)]
    File(#[from] KeyFileError),
}

impl NotesKey {
    /// 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Result<Self, NotesKeyError> {
        let bytes = unhex_32(text.trim()).ok_or(NotesKeyError::NotAKey)?;
        let cipher = Aes256Gcm::new_from_slice(&bytes).map_err(|_| NotesKeyError::NotAKey)?;
        let mut number = Sha256::new();
        number.update(b"bekertje notes key");
        number.update(bytes);
        Ok(Self { cipher, number: number.finalize().into() })
    }

    /// The key in the data folder. It is drawn while nothing was sealed yet, and never in place of one that is gone.
    pub fn in_folder(folder: &Path, rng: &Rng, has_notes: bool) -> Result<Self, NotesKeyError> {
        if has_notes && !folder.join(FILE).exists() {
            return Err(NotesKeyError::Missing);
        }
        Self::from_hex(&kept_or_drawn(folder, FILE, || rng.token())?)
    }

    /// By which rows say that this key sealed them.
    #[must_use]
    pub const fn number(&self) -> [u8; 32] {
        self.number
    }

    /// `None` only when the cipher refuses, which it does not for so little text.
    pub fn seal(&self, place: &Place, text: &str, rng: &Rng) -> Result<Option<Vec<u8>>, NoRandomness> {
        let random = rng.token()?;
        Ok((|| {
            let nonce = random.get(..NONCE_BYTES)?;
            let payload = Payload { msg: text.as_bytes(), aad: &place.bytes() };
            let sealed = self.cipher.encrypt(&Nonce::try_from(nonce).ok()?, payload).ok()?;
            Some([nonce, &sealed].concat())
        })())
    }

    /// `None` when it was sealed with another key or for another place, or was changed.
    #[must_use]
    pub fn open(&self, place: &Place, sealed: &[u8]) -> Option<String> {
        let (nonce, ciphertext) = sealed.split_at_checked(NONCE_BYTES)?;
        let payload = Payload { msg: ciphertext, aad: &place.bytes() };
        let text = self.cipher.decrypt(&Nonce::try_from(nonce).ok()?, payload).ok()?;
        String::from_utf8(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hex::hex;
    use uuid::Uuid;

    fn key(seed: u64) -> NotesKey {
        NotesKey::from_hex(&hex(&Rng::seeded(seed).token().unwrap())).unwrap()
    }

    #[test]
    fn a_note_opens_in_its_own_place_with_its_own_key_only() {
        let (key, other) = (key(1), key(2));
        let id = Uuid::from_u128;
        let place = Place { note: NoteId(id(1)), revision: 1, household: HouseholdId(id(2)), person: PersonId(id(3)) };
        let mut sealed = key.seal(&place, "Zij wil naar zee.", &Rng::seeded(3)).unwrap().unwrap();
        assert_eq!(key.open(&place, &sealed).as_deref(), Some("Zij wil naar zee."));
        assert_eq!(other.open(&place, &sealed), None);
        for elsewhere in [
            Place { note: NoteId(id(9)), ..place },
            Place { revision: 2, ..place },
            Place { household: HouseholdId(id(9)), ..place },
            Place { person: PersonId(id(9)), ..place },
        ] {
            assert_eq!(key.open(&elsewhere, &sealed), None, "{elsewhere:?}");
        }
        sealed[15] ^= 1;
        assert_eq!(key.open(&place, &sealed), None);
        assert_eq!(key.open(&place, b"short"), None);
        assert_ne!(key.number(), other.number());
    }

    #[test]
    fn a_key_that_is_gone_is_not_replaced_by_one_that_opens_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let rng = Rng::seeded(4);
        let missing = NotesKey::in_folder(folder.path(), &rng, true).unwrap_err();
        assert!(missing.to_string().contains("notes.key"), "{missing}");
        assert!(!folder.path().join(FILE).exists());
        let drawn = NotesKey::in_folder(folder.path(), &rng, false).unwrap();
        assert_eq!(NotesKey::in_folder(folder.path(), &rng, true).unwrap().number(), drawn.number());
        std::fs::write(folder.path().join(FILE), "damaged").unwrap();
        assert!(matches!(NotesKey::in_folder(folder.path(), &rng, true), Err(NotesKeyError::NotAKey)));
    }
}
