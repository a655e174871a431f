//! Several things in one sentence.

use super::Words;
use crate::t;

/// "dinsdag, woensdag en vrijdag".
#[must_use]
pub fn list_of(words: Words, things: &[String]) -> String {
    match things {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => t!(words, "list-and", first = first.join(", "), last = last.as_str()),
    }
}
