//! Names of buttons for those who hear the screen: no two on a page are the same.

use crate::t;
use crate::words::Words;

pub struct Labels {
    words: Words,
    given: Vec<String>,
}

impl Labels {
    #[must_use]
    pub const fn new(words: Words) -> Self {
        Self { words, given: Vec::new() }
    }

    /// `label`, with a number behind it when it was given before.
    pub fn of(&mut self, label: String) -> String {
        let mut number = 1_u32;
        self.given.iter().filter(|given| **given == label).for_each(|_| number = number.saturating_add(1));
        let named = match number {
            1 => label.clone(),
            _ => t!(self.words, "name-again", name = &label, number = number),
        };
        self.given.push(label);
        named
    }
}
