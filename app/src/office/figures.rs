//! Figures in tables: without a currency sign, so that columns line up; amounts in other units say their unit.

use crate::t;
use crate::words::{Words, amount, euros};
use domain::amount::{Amount, Unit};
use domain::catalogue::Language;
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

/// "5.460,00", "280 min", "67 pt".
#[must_use]
pub fn figure(words: Words, value: Amount) -> String {
    match value.unit() {
        Unit::EuroCent => without_sign(&euros(words.language, value.minor())),
        Unit::Minute => t!(words, "office-minutes", count = grouped(words, value.minor())),
        Unit::Point => t!(words, "office-points", count = grouped(words, value.minor())),
    }
}

fn without_sign(text: &str) -> String {
    text.replace("€\u{a0}", "").replace('€', "")
}

fn grouped(words: Words, count: i64) -> String {
    let text = without_sign(&euros(words.language, count.saturating_mul(100)));
    text.strip_suffix(",00").or_else(|| text.strip_suffix(".00")).unwrap_or(&text).to_owned()
}

/// Euros in whole cents, for a table: "5.460,00".
#[must_use]
pub fn euro_figure(words: Words, value: Decimal) -> String {
    figure(words, Amount::cents(cents(value)))
}

/// Euros in whole cents, in a sentence: "€ 5.460,00".
#[must_use]
pub fn euro_amount(words: Words, value: Decimal) -> String {
    amount(words, Amount::cents(cents(value)))
}

fn cents(value: Decimal) -> i64 {
    let scaled = value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or_default();
    scaled.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64().unwrap_or_default()
}

/// Euros to the last decimal that matters, never fewer than two and never more than six: "€ 17,94", "€ 0,5216".
#[must_use]
pub fn exact(words: Words, value: Decimal) -> String {
    let mut shown = value.round_dp(6).normalize();
    if shown.scale() < 2 {
        shown.rescale(2);
    }
    let sign = if shown.is_sign_negative() && !shown.is_zero() { "−" } else { "" };
    let text = localized(words, &shown.abs().to_string());
    match words.language {
        Language::Nl => format!("€\u{a0}{sign}{text}"),
        Language::En => format!("{sign}€{text}"),
    }
}

/// A share as "14 %".
#[must_use]
pub fn per_cent(words: Words, share: Decimal) -> String {
    format!("{}\u{a0}%", localized(words, &(share * Decimal::ONE_HUNDRED).round_dp(2).normalize().to_string()))
}

/// A bare number: "1,3".
#[must_use]
pub fn number(words: Words, value: Decimal) -> String {
    localized(words, &value.round_dp(6).normalize().to_string())
}

fn localized(words: Words, text: &str) -> String {
    match words.language {
        Language::Nl => text.replace('.', ","),
        Language::En => text.to_owned(),
    }
}

/// A whole number of days, people or rows, from a count.
#[must_use]
pub fn count(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// For a spreadsheet: no unit, no thousands mark.
#[must_use]
pub fn plain(words: Words, value: Amount) -> String {
    localized(words, &value.to_decimal().to_string())
}

/// Euros for a spreadsheet, in whole cents.
#[must_use]
pub fn plain_euros(words: Words, value: Decimal) -> String {
    plain(words, Amount::cents(cents(value)))
}
