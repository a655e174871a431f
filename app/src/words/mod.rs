//! Every word on the screens, in Dutch (B1, "u") and English, from the Fluent files in `locales/`, which are compiled
//! with the program. A key that is missing in a language does not compile; one that nobody uses fails the test beside
//! this module.

mod amount;
mod list;
mod moment;
mod signs;
#[cfg(test)]
mod tests;

pub use amount::{amount, amount_long, euros};
pub use list::list_of;
pub use moment::{clock, day_long, day_relative, day_short, local, time_spoken, weekday};

mod compiled;

pub use compiled::{message, variable};

use compiled::{Message, Variable};
use domain::catalogue::Language;
use leptos::prelude::{provide_context, use_context};

/// The words of one language. Cheap to copy into every closure of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    pub language: Language,
}

impl Words {
    #[must_use]
    pub const fn new(language: Language) -> Self {
        Self { language }
    }

    /// A text, filled in. Called by the macro [`t!`](crate::t).
    #[must_use]
    pub fn say(self, message: Message, filling: &[(Variable, Word)]) -> String {
        compiled::say(self.language, message, filling)
    }
}

/// A value to fill in: text, or a number that may decide between singular and plural.
#[derive(Clone, Debug)]
pub enum Word {
    Text(String),
    Number(i64),
}

impl From<&str> for Word {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Word {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Word {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<i64> for Word {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Word {
    fn from(number: u32) -> Self {
        Self::Number(i64::from(number))
    }
}

/// `t!(words, "key")` or `t!(words, "key", name = value, …)`: the text in the viewer's language. A key or a name that
/// stands in no file does not compile.
#[macro_export]
macro_rules! t {
    ($words:expr, $key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $words.say(
            const { $crate::words::message($key) },
            &[$((const { $crate::words::variable(stringify!($name)) }, $crate::words::Word::from($value))),*],
        )
    };
}

/// Makes the language known to all components below.
pub fn provide_words(language: Language) {
    provide_context(Words::new(language));
}

/// The words of the viewer's language; Dutch where nobody said.
#[must_use]
pub fn use_words() -> Words {
    use_context::<Words>().unwrap_or(Words::new(Language::Nl))
}
