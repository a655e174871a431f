//! Sealed boxes: a device keeps a second copy of what it has not sent yet, encrypted so that only the server can read it.
//! Whoever finds the tablet finds nothing in it; a device that lost its storage sends the boxes and the server judges what
//! is inside.
//!
//! A box is `ephemeral public key (P-256, 65 bytes) ‖ nonce (12 bytes) ‖ AES-256-GCM`, under the key
//! `SHA-256(00000001 ‖ shared x ‖ "bekertje seal 1")`: what a browser's own cryptography can make.

use crate::hex::{hex, unhex};
use crate::key_file::{KeyFileError, kept_or_drawn};
use crate::rng::{NoRandomness, Rng};
use aes_gcm::aead::Aead;
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use hmac::{Hmac, Mac};
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::{PublicKey, SecretKey};
use sha2::{Digest, Sha256};
use std::path::Path;

const PUBLIC_BYTES: usize = 65;
const NONCE_BYTES: usize = 12;

/// The server's key pair. Keep it as carefully as the database: without it nobody opens a box.
#[derive(Clone)]
pub struct SealKey(SecretKey);

impl std::fmt::Debug for SealKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealKey(…)")
    }
}

#[derive(Debug, thiserror::Error)]
pub enum SealKeyError {
    #[error("the seal key must be 64 hexadecimal digits")]
    NotAKey,
    #[error(transparent)]
    File(#[from] KeyFileError),
}

impl SealKey {
    /// 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Result<Self, SealKeyError> {
        let bytes = unhex(text.trim()).ok_or(SealKeyError::NotAKey)?;
        SecretKey::from_slice(&bytes).map(Self).map_err(|_| SealKeyError::NotAKey)
    }

    /// What only this server can make of some parts: a short secret of a person, kept so, cannot be guessed by who reads the
    /// database alone. `what` keeps the stamps of one use apart from those of another.
    #[must_use]
    pub fn stamp(&self, what: &str, parts: &[&[u8]]) -> [u8; 32] {
        // A key of any length will do.
        let Ok(mut stamp) = Hmac::<Sha256>::new_from_slice(&self.0.to_bytes()) else { return [0; 32] };
        for part in std::iter::once(&what.as_bytes()).chain(parts) {
            stamp.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            stamp.update(part);
        }
        stamp.finalize().into_bytes().into()
    }

    /// Almost every 32 bytes are a key; the others are drawn again.
    pub fn draw(rng: &Rng) -> Result<Self, NoRandomness> {
        loop {
            if let Ok(key) = SecretKey::from_slice(&rng.token()?) {
                return Ok(Self(key));
            }
        }
    }

    /// The key in the data folder; made at the first start, readable for the program only.
    pub fn in_folder(folder: &Path, rng: &Rng) -> Result<Self, SealKeyError> {
        Self::from_hex(&kept_or_drawn(folder, "seal.key", || Ok(Self::draw(rng)?.0.to_bytes().into()))?)
    }

    /// What devices seal to: the uncompressed point, hexadecimal.
    #[must_use]
    pub fn public_hex(&self) -> String {
        hex(self.0.public_key().to_sec1_point(false).as_bytes())
    }

    /// What is inside a box; `None` when it is not for this key or was changed.
    #[must_use]
    pub fn open(&self, sealed: &str) -> Option<Vec<u8>> {
        let bytes = unhex(sealed)?;
        let (public, rest) = bytes.split_at_checked(PUBLIC_BYTES)?;
        let (nonce, ciphertext) = rest.split_at_checked(NONCE_BYTES)?;
        let public = PublicKey::from_sec1_bytes(public).ok()?;
        let cipher = cipher(&self.0, &public)?;
        cipher.decrypt(&Nonce::try_from(nonce).ok()?, ciphertext).ok()
    }
}

/// Seals a text to a public key: what a browser does. For tests and the simulation.
#[cfg(any(test, fuzzing))]
pub fn seal(public_hex: &str, text: &[u8], rng: &Rng) -> Option<String> {
    let public = PublicKey::from_sec1_bytes(&unhex(public_hex)?).ok()?;
    let ephemeral = SealKey::draw(rng).ok()?;
    let random = rng.token().ok()?;
    let nonce = random.get(..NONCE_BYTES)?;
    let ciphertext = cipher(&ephemeral.0, &public)?.encrypt(&Nonce::try_from(nonce).ok()?, text).ok()?;
    Some(format!("{}{}{}", ephemeral.public_hex(), hex(nonce), hex(&ciphertext)))
}

fn cipher(secret: &SecretKey, public: &PublicKey) -> Option<Aes256Gcm> {
    let shared = p256::ecdh::diffie_hellman(secret.to_nonzero_scalar(), public.as_affine());
    let mut hash = Sha256::new();
    hash.update([0, 0, 0, 1]);
    hash.update(shared.raw_secret_bytes());
    hash.update(b"bekertje seal 1");
    Aes256Gcm::new_from_slice(&hash.finalize()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_opens_with_its_key_and_no_other() {
        let rng = Rng::seeded(1);
        let (key, other) = (SealKey::draw(&rng).unwrap(), SealKey::draw(&rng).unwrap());
        let sealed = seal(&key.public_hex(), b"{}", &rng).unwrap();
        assert_eq!(key.open(&sealed).as_deref(), Some(&b"{}"[..]));
        assert_eq!(other.open(&sealed), None);
        let changed = sealed.replacen(&sealed[sealed.len() - 1..], if sealed.ends_with('0') { "1" } else { "0" }, 1);
        assert_ne!(key.open(&changed).as_deref(), Some(&b"{}"[..]));
        for nonsense in ["", "é", "0", "00", &sealed[..130], &sealed[..156]] {
            assert_eq!(key.open(nonsense), None, "{nonsense}");
        }
    }

    /// Made with Web Crypto, as the browser does it: ECDH on P-256, SHA-256, AES-GCM.
    #[test]
    fn a_box_that_a_browser_made_opens() {
        let key = SealKey::from_hex(WEB_CRYPTO.0).unwrap();
        assert_eq!(key.public_hex(), WEB_CRYPTO.1);
        assert_eq!(key.open(WEB_CRYPTO.2).as_deref(), Some("{\"op\":\"café\"}".as_bytes()));
    }

    const WEB_CRYPTO: (&str, &str, &str) = (
        "b29b3c5c3881ab6b6ac05dd4900c56a101d88671af84a0f7c427920beb8c89db",
        "04eb897b44a6e7006c4e463a451ec71e67fd4fa8025016177f7a28df52e14d1e47003286bb41a2d9c308c230333cc41d80d02a8642bd5eee52154dfb526a6ca985",
        "049bcbe9dc82c3280616d21a53c26a8db8fe6353707a4326ac1605a8fc34144c5ba81a702d6c8ffb443086129b424810239647d2c1a4bd04039997d8ca01e0044ab15b14d6b11002c0163a04ab8753eb1fc8893d2a18fe3b4fdda2fa5e3e038f1314003be5e67054b9c368",
    );

    #[test]
    fn a_key_is_made_once_and_found_again() {
        let folder = std::env::temp_dir().join(format!("bekertje-seal-{}", std::process::id()));
        let first = SealKey::in_folder(&folder, &Rng::seeded(1)).unwrap();
        let again = SealKey::in_folder(&folder, &Rng::seeded(2)).unwrap();
        assert_eq!(first.public_hex(), again.public_hex());
        std::fs::write(folder.join("seal.key"), "damaged").unwrap();
        assert!(matches!(SealKey::in_folder(&folder, &Rng::seeded(3)), Err(SealKeyError::NotAKey)), "never replaced");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
