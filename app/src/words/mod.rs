//! Every word on the screens, in Dutch (B1, "u") and English, from the Fluent files in `locales/`. A key that is missing
//! in a language, or that nobody uses, fails the test beside this module.

mod amount;
mod moment;
#[cfg(test)]
mod tests;

pub use amount::{amount, amount_long, euros};
pub use moment::{clock, day_long, day_relative, day_short, local, time_spoken, weekday};

use domain::catalogue::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use leptos::prelude::{provide_context, use_context};
use std::sync::OnceLock;
use unic_langid::LanguageIdentifier;

type Bundle = FluentBundle<FluentResource>;

macro_rules! files {
    ($language:literal) => {
        [
            include_str!(concat!("../../locales/", $language, "/common.ftl")),
            include_str!(concat!("../../locales/", $language, "/shop.ftl")),
            include_str!(concat!("../../locales/", $language, "/family.ftl")),
            include_str!(concat!("../../locales/", $language, "/ward.ftl")),
            include_str!(concat!("../../locales/", $language, "/offline.ftl")),
        ]
    };
}

const DUTCH: [&str; 5] = files!("nl");
const ENGLISH: [&str; 5] = files!("en");

// The office, the demo door and the web manifests are made on the server only: their words do not travel.
#[cfg(feature = "ssr")]
const OFFICE_DUTCH: [&str; 3] = [
    include_str!("../../locales/nl/office.ftl"),
    include_str!("../../locales/nl/door.ftl"),
    include_str!("../../locales/nl/install.ftl"),
];
#[cfg(feature = "ssr")]
const OFFICE_ENGLISH: [&str; 3] = [
    include_str!("../../locales/en/office.ftl"),
    include_str!("../../locales/en/door.ftl"),
    include_str!("../../locales/en/install.ftl"),
];

fn bundle(language: Language) -> &'static Bundle {
    static DUTCH_BUNDLE: OnceLock<Bundle> = OnceLock::new();
    static ENGLISH_BUNDLE: OnceLock<Bundle> = OnceLock::new();
    match language {
        Language::Nl => DUTCH_BUNDLE.get_or_init(|| build(Language::Nl)),
        Language::En => ENGLISH_BUNDLE.get_or_init(|| build(Language::En)),
    }
}

fn build(language: Language) -> Bundle {
    let files = match language {
        Language::Nl => DUTCH,
        Language::En => ENGLISH,
    };
    let locale: LanguageIdentifier = language.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![locale]);
    // Names and amounts are plain text here: no invisible direction marks around them.
    bundle.set_use_isolating(false);
    let mut add = |source: &str| {
        // A slip in a file is caught by the tests; at run time the rest of the file still speaks.
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
        let _ = bundle.add_resource(resource);
    };
    files.into_iter().for_each(&mut add);
    #[cfg(feature = "ssr")]
    match language {
        Language::Nl => OFFICE_DUTCH.into_iter().for_each(&mut add),
        Language::En => OFFICE_ENGLISH.into_iter().for_each(&mut add),
    }
    bundle
}

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

    /// The text of `key`, filled in with `arguments`. Prefer the macro [`t!`](crate::t).
    #[must_use]
    pub fn say(self, key: &str, arguments: &[(&str, Word)]) -> String {
        let bundle = bundle(self.language);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut filled = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            filled.set(*name, value.as_fluent());
        }
        let mut errors = Vec::new();
        bundle.format_pattern(pattern, Some(&filled), &mut errors).into_owned()
    }
}

/// A value to fill in: text, or a number that may decide between singular and plural.
#[derive(Clone, Debug)]
pub enum Word {
    Text(String),
    Number(i64),
}

impl Word {
    fn as_fluent(&self) -> FluentValue<'_> {
        match self {
            Self::Text(text) => FluentValue::from(text.as_str()),
            Self::Number(number) => FluentValue::from(*number),
        }
    }
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

/// `t!(words, "key")` or `t!(words, "key", name = value, …)`: the text in the viewer's language.
#[macro_export]
macro_rules! t {
    ($words:expr, $key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $words.say($key, &[$((stringify!($name), $crate::words::Word::from($value))),*])
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
