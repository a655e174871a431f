//! Bytes as hexadecimal digits, as they stand in cookies, addresses, key files and fingerprints.

use std::fmt::Write as _;

#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// `None` when it is anything but two digits for each byte.
#[must_use]
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.bytes().all(|digit| digit.is_ascii_hexdigit()) || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

/// A number of 256 bits, such as a token or a key; `None` for any other length.
#[must_use]
pub fn unhex_32(text: &str) -> Option<[u8; 32]> {
    if text.len() == 64 { unhex(text)?.try_into().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_back_and_nothing_else_is() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(unhex(&hex(&bytes)), Some(bytes));
        assert_eq!(unhex_32(&hex(&[7; 32])), Some([7; 32]));
        assert_eq!(unhex(""), Some(Vec::new()));
        for nonsense in ["0", "é", "0g", "+1", " 1", "-1"] {
            assert_eq!(unhex(nonsense), None, "{nonsense}");
        }
        for other_length in [hex(&[7; 31]), hex(&[7; 33]), String::new()] {
            assert_eq!(unhex_32(&other_length), None, "{other_length}");
        }
    }
}
