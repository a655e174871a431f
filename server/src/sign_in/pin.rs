//! The short number with which a carer switches on a tablet of the ward. It is worth something on one tablet and for one
//! shift; what anyone would try first is not taken.

pub use app::shift::LONGEST_PIN;

/// So many digits at least.
const SHORTEST_PIN: usize = 4;

/// Why a PIN is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinWeakness {
    /// Something else than four to six digits.
    NotDigits,
    /// A row (1234, 9876), a repetition (0000, 1212, 123123) or a year.
    Guessable,
}

#[must_use]
pub fn pin_weakness(pin: &str) -> Option<PinWeakness> {
    let digits: Vec<u8> = pin.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
    if digits.len() != pin.len() || !(SHORTEST_PIN..=LONGEST_PIN).contains(&digits.len()) {
        return Some(PinWeakness::NotDigits);
    }
    let goes_by = |step: u8| digits.iter().zip(digits.iter().skip(1)).all(|(one, next)| (one + step) % 10 == *next);
    let repeats = |length: usize| digits.iter().zip(digits.iter().skip(length)).all(|(one, later)| one == later);
    // Up, and down by going nine up.
    let is_row = goes_by(1) || goes_by(9);
    let is_repetition = (1..=digits.len() / 2).any(repeats);
    let is_year = digits.len() == 4 && matches!(digits.get(..2), Some([1, 9] | [2, 0]));
    (is_row || is_repetition || is_year).then_some(PinWeakness::Guessable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_four_to_six_digits() {
        for wrong in ["", "123", "7294618", "72a4", "72 4", "７２９４", "-729"] {
            assert_eq!(pin_weakness(wrong), Some(PinWeakness::NotDigits), "{wrong}");
        }
    }

    #[test]
    fn rows_repetitions_and_years_are_not_taken() {
        for tried_first in
            ["0000", "777777", "1234", "4321", "7890", "2109", "1212", "121212", "123123", "1987", "2026"]
        {
            assert_eq!(pin_weakness(tried_first), Some(PinWeakness::Guessable), "{tried_first}");
        }
        for fine in ["7294", "1357", "80351", "729461", "1123", "198765"] {
            assert_eq!(pin_weakness(fine), None, "{fine}");
        }
    }
}
