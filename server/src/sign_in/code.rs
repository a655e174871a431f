//! A secret of 120 bits that people carry: on paper, in a message, in a QR code. It is shown once; the database knows its
//! hash. 24 letters and digits without those that look alike, in groups of four.

use crate::rng::{NoRandomness, Rng};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Crockford's alphabet: no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LETTERS: usize = 24;

#[derive(Clone, PartialEq, Eq)]
pub struct SecretCode(String);

impl std::fmt::Debug for SecretCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretCode(…)")
    }
}

impl SecretCode {
    pub fn draw(rng: &Rng) -> Result<Self, NoRandomness> {
        let random = rng.token()?;
        let letters = random.iter().take(LETTERS).filter_map(|byte| ALPHABET.get(usize::from(byte % 32)));
        Ok(Self(letters.map(|letter| char::from(*letter)).collect()))
    }

    /// What someone typed, pasted or opened; letters that look alike count as one. `None` when it cannot be a code.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let letters: Option<String> = text
            .chars()
            .filter(|letter| !letter.is_whitespace() && *letter != '-')
            .map(|letter| match letter.to_ascii_uppercase() {
                'O' => Some('0'),
                'I' | 'L' => Some('1'),
                letter => ALPHABET.iter().any(|known| char::from(*known) == letter).then_some(letter),
            })
            .collect();
        letters.filter(|letters| letters.len() == LETTERS).map(Self)
    }

    /// As it is shown: `7K3D-…`.
    #[must_use]
    pub fn grouped(&self) -> String {
        self.0.chars().enumerate().fold(String::new(), |mut text, (index, letter)| {
            let gap = if index > 0 && index % 4 == 0 { "-" } else { "" };
            // Writing to a String cannot fail.
            let _ = write!(text, "{gap}{letter}");
            text
        })
    }

    /// What the database keeps. 120 random bits need no slow hash.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = SecretCode::draw(&Rng::seeded(1)).unwrap();
        let shown = code.grouped();
        assert_eq!(shown.len(), 29);
        let typed = format!(" {} ", shown.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l"));
        assert_eq!(SecretCode::read(&typed), Some(code.clone()));
        assert_eq!(format!("{code:?}"), "SecretCode(…)");
    }

    #[test]
    fn what_cannot_be_a_code_is_none() {
        for nonsense in ["", "123456", "UUUU-UUUU-UUUU-UUUU-UUUU-UUUU", &"0".repeat(25), "é"] {
            assert_eq!(SecretCode::read(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn two_codes_are_never_the_same() {
        let rng = Rng::seeded(3);
        assert_ne!(SecretCode::draw(&rng).unwrap(), SecretCode::draw(&rng).unwrap());
    }
}
