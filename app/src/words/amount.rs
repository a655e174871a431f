//! Amounts as people read them. Our own code on both sides, because a browser and a server format currency differently.

use super::Words;
use crate::t;
use domain::amount::{Amount, Unit};
use domain::catalogue::Language;

/// "€ 17,95" in Dutch, "€17.95" in English; never broken over two lines.
#[must_use]
pub fn euros(language: Language, cents: i64) -> String {
    let sign = if cents < 0 { "−" } else { "" };
    let cents = cents.unsigned_abs();
    let (whole, rest) = (cents / 100, cents % 100);
    match language {
        Language::Nl => format!("€\u{a0}{sign}{},{rest:02}", thousands(whole, '.')),
        Language::En => format!("{sign}€{}.{rest:02}", thousands(whole, ',')),
    }
}

fn thousands(whole: u64, mark: char) -> String {
    let digits = whole.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// The amount in its unit: "€ 17,95", "30 minuten", "8 punten".
#[must_use]
pub fn amount(words: Words, amount: Amount) -> String {
    match amount.unit() {
        Unit::EuroCent => euros(words.language, amount.minor()),
        Unit::Minute => t!(words, "amount-minutes", count = amount.minor()).replace(' ', "\u{a0}"),
        Unit::Point => t!(words, "amount-points", count = amount.minor()).replace(' ', "\u{a0}"),
    }
}

/// For reading aloud: "17 euro 95", "30 minuten".
#[must_use]
pub fn amount_long(words: Words, value: Amount) -> String {
    match value.unit() {
        Unit::EuroCent => {
            let (euros, cents) = (value.minor() / 100, value.minor() % 100);
            t!(words, "amount-euros-spoken", euros = euros, cents = cents)
        }
        Unit::Minute | Unit::Point => amount(words, value).replace('\u{a0}', " "),
    }
}
