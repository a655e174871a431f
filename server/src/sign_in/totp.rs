//! The second step: codes of six digits that an authenticator makes from a secret and the time (RFC 6238).

use crate::rng::{NoRandomness, Rng};
use domain::calendar::Timestamp;
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write as _;
use totp_rs::{Builder, Secret, Totp};

const SECRET_BYTES: usize = 20;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A new secret of 160 bits.
pub fn draw(rng: &Rng) -> Result<[u8; SECRET_BYTES], NoRandomness> {
    let mut secret = [0; SECRET_BYTES];
    for (target, source) in secret.iter_mut().zip(rng.token()?) {
        *target = source;
    }
    Ok(secret)
}

/// The half minute that a code belongs to, if it is right now: the one before and the one after count too, because clocks
/// differ. The caller takes each half minute once.
#[must_use]
pub fn step_of(secret: &[u8], code: &str, now: Timestamp) -> Option<i64> {
    let code: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
    let secret = <[u8; SECRET_BYTES]>::try_from(secret).ok()?;
    let totp: Totp = Builder::new().with_secret(Secret::new_stack(secret)).build().ok()?;
    let seconds = u64::try_from(now.0 / 1_000_000).ok()?;
    if code.len() != 6 || !code.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    totp.check(&code, seconds).and_then(|step| i64::try_from(step).ok())
}

/// The secret as people type it into an authenticator: base 32, in groups of four.
#[must_use]
pub fn spoken(secret: &[u8]) -> String {
    let mut text = String::new();
    for (index, letter) in base32(secret).chars().enumerate() {
        let gap = if index > 0 && index % 4 == 0 { " " } else { "" };
        // Writing to a String cannot fail.
        let _ = write!(text, "{gap}{letter}");
    }
    text
}

fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    let (mut bits, mut count) = (0_u32, 0_u32);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        count += 8;
        while count >= 5 {
            count -= 5;
            let index = usize::try_from(bits >> count & 31).unwrap_or(0);
            text.extend(BASE32.get(index).map(|letter| char::from(*letter)));
        }
    }
    text
}

/// What an authenticator reads from the QR code.
#[must_use]
pub fn address(home: &str, name: &str, secret: &[u8]) -> String {
    let plain = |text: &str| -> String {
        let kept =
            text.chars().map(|letter| if letter.is_ascii_alphanumeric() || letter == '-' { letter } else { ' ' });
        kept.collect::<String>().split_whitespace().collect::<Vec<_>>().join("%20")
    };
    let (home, name) = (plain(home), plain(name));
    format!("otpauth://totp/Bekertje%20{home}:{name}?secret={}&issuer=Bekertje%20{home}", base32(secret))
}

/// A QR code as the path of one SVG drawing: so many points wide and high, its quiet edge included, and where it is dark.
#[must_use]
pub fn qr(text: &str) -> Option<(usize, String)> {
    const EDGE: usize = 4;
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (index, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let _ = write!(path, "M{} {}h1v1h-1z", index % width + EDGE, index / width + EDGE);
        }
    }
    Some((width + 2 * EDGE, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the secret "12345678901234567890" at 59 seconds gives 94287082, of which we take six.
    const RFC: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_the_standard() {
        assert_eq!(step_of(RFC, "287082", Timestamp(59_000_000)), Some(1));
        assert_eq!(step_of(RFC, "287 082", Timestamp(59_000_000)), Some(1));
        assert_eq!(step_of(RFC, "287082", Timestamp(89_000_000)), Some(1), "a clock that is half a minute behind");
        assert_eq!(step_of(RFC, "287082", Timestamp(120_000_000)), None, "too late");
        for wrong in ["287083", "", "28708", "2870822", "28708é"] {
            assert_eq!(step_of(RFC, wrong, Timestamp(59_000_000)), None, "{wrong}");
        }
    }

    #[test]
    fn the_secret_can_be_typed() {
        assert_eq!(spoken(RFC), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        let address = address("De Linde", "marieke", RFC);
        assert_eq!(
            address,
            "otpauth://totp/Bekertje%20De%20Linde:marieke?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Bekertje%20De%20Linde"
        );
        let (width, path) = qr(&address).unwrap();
        assert!(width > 30 && path.starts_with("M4 4h1v1h-1z"), "{width}");
    }
}
