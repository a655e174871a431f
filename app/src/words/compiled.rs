//! The messages as `build.rs` left them, and how they are filled in. A reader of Fluent files in the browser would weigh
//! as much as all its words; the test beside this module compares every message with what Fluent itself makes of it.

use super::Word;
use super::signs::{CHOOSE, CHOSEN, END, FILL, FIRST_VARIABLE, INSIDE, VARIANT};
use domain::catalogue::Language;
use std::str::Chars;

mod files {
    use super::Texts;

    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

/// What one file says. A file of which a program says nothing is not in it.
#[derive(Debug, PartialEq, Eq)]
struct Texts {
    dutch: &'static str,
    english: &'static str,
}

/// The place of a message in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    texts: &'static Texts,
    place: usize,
}

/// The letter of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable(u8);

/// The message of this name, found while compiling.
#[must_use]
pub const fn message(key: &str) -> Message {
    let mut files = files::FILES;
    while let [(keys, texts), rest @ ..] = files {
        if let Some(place) = place(keys, key) {
            return Message { texts, place };
        }
        files = rest;
    }
    panic!("no file in locales/ has this message")
}

/// The variable of this name, found while compiling.
#[must_use]
#[expect(clippy::as_conversions, reason = "the build script allows fewer than 96")]
pub const fn variable(name: &str) -> Variable {
    match place(files::VARIABLES, name) {
        Some(place) => Variable(FIRST_VARIABLE + place as u8),
        None => panic!("no message has this variable"),
    }
}

const fn place(mut names: &[&str], name: &str) -> Option<usize> {
    let mut place = 0;
    while let [first, rest @ ..] = names {
        if is_same(first.as_bytes(), name.as_bytes()) {
            return Some(place);
        }
        place += 1;
        names = rest;
    }
    None
}

const fn is_same(mut left: &[u8], mut right: &[u8]) -> bool {
    while let ([first, left_rest @ ..], [other, right_rest @ ..]) = (left, right) {
        if *first != *other {
            return false;
        }
        (left, right) = (left_rest, right_rest);
    }
    left.is_empty() && right.is_empty()
}

fn text(language: Language, message: Message) -> &'static str {
    let texts = match language {
        Language::Nl => message.texts.dutch,
        Language::En => message.texts.english,
    };
    texts.split(END).nth(message.place).unwrap_or_default()
}

pub fn say(language: Language, message: Message, filling: &[(Variable, Word)]) -> String {
    let mut said = String::new();
    fill(&mut text(language, message).chars(), filling, &mut said);
    said
}

/// Writes up to the end of the message or of the variant, and returns the sign that ended it.
fn fill(text: &mut Chars<'_>, filling: &[(Variable, Word)], said: &mut String) -> Option<char> {
    loop {
        match text.next() {
            Some(FILL) => match value(text, filling) {
                Some(Word::Text(text)) => said.push_str(text),
                Some(Word::Number(number)) => said.push_str(&number.to_string()),
                None => {}
            },
            Some(CHOOSE) => {
                let value = value(text, filling);
                let mut sign = text.next();
                let mut chosen = false;
                while sign == Some(VARIANT) {
                    let key: String = text.by_ref().take_while(|sign| *sign != INSIDE).collect();
                    let mut variant = String::new();
                    sign = fill(text, filling, &mut variant);
                    if !chosen && suits(&key, value) {
                        chosen = true;
                        said.push_str(&variant);
                    }
                }
            }
            end @ (None | Some(VARIANT | CHOSEN)) => return end,
            Some(letter) => said.push(letter),
        }
    }
}

fn value<'f>(text: &mut Chars<'_>, filling: &'f [(Variable, Word)]) -> Option<&'f Word> {
    let letter = u8::try_from(text.next()?).ok()?;
    filling.iter().find(|(variable, _)| variable.0 == letter).map(|(_, value)| value)
}

/// Whether a variant is for this value. In Dutch and in English *one* is exactly one; the default has no key.
fn suits(key: &str, value: Option<&Word>) -> bool {
    match value {
        _ if key.is_empty() => true,
        // A text that looks like a number is none.
        Some(Word::Text(text)) => text == key && key.starts_with(char::is_alphabetic),
        Some(Word::Number(number)) => (key == "one" && number.unsigned_abs() == 1) || number.to_string() == key,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};

    #[test]
    fn every_message_is_what_fluent_makes_of_it() {
        let fillings = [Word::Number(0), Word::Number(1), Word::Number(-1), Word::Number(12)]
            .into_iter()
            .chain(["yes", "no", "one", "other", "0", "", "Jan & Anna"].map(Word::from));
        for filling in fillings {
            for language in [Language::Nl, Language::En] {
                let fluent = fluent(language);
                let mut arguments = FluentArgs::new();
                let mut ours = Vec::new();
                for name in files::VARIABLES {
                    ours.push((variable(name), filling.clone()));
                    arguments.set(
                        *name,
                        match &filling {
                            Word::Text(text) => FluentValue::from(text.as_str()),
                            Word::Number(number) => FluentValue::from(*number),
                        },
                    );
                }
                for key in files::FILES.iter().flat_map(|(keys, _)| *keys) {
                    let pattern = fluent.get_message(key).unwrap().value().unwrap();
                    let expected = fluent.format_pattern(pattern, Some(&arguments), &mut Vec::new());
                    assert_eq!(say(language, message(key), &ours), expected, "{key} with {filling:?}");
                }
            }
        }
        assert!(files::FILES.iter().map(|(keys, _)| keys.len()).sum::<usize>() > 400, "the files were found");
    }

    fn fluent(language: Language) -> FluentBundle<FluentResource> {
        let mut bundle = FluentBundle::new(vec![language.code().parse().unwrap()]);
        bundle.set_use_isolating(false);
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language.code());
        for file in std::fs::read_dir(folder).unwrap() {
            let source = std::fs::read_to_string(file.unwrap().path()).unwrap();
            bundle.add_resource(FluentResource::try_new(source).unwrap()).unwrap();
        }
        bundle
    }
}
