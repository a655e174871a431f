//! Turns the Fluent files into what `src/words` reads: the names of all messages and variables, which only the compiler
//! needs, and one text per file and language.

#[path = "src/words/signs.rs"]
mod signs;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use sha2::{Digest, Sha256};
use signs::{CHOOSE, CHOSEN, END, FILL, FIRST_VARIABLE, INSIDE, VARIANT};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

const FILES: [&str; 5] = ["common", "shop", "family", "ward", "offline"];
// The office, the demo door, signing in, tablets that are handed out and the web manifests are made on the server only: their words
// do not travel.
const SERVER_FILES: &[&str] =
    &["office", "beside", "door", "install", "log", "plain", "privacy", "relatives", "shift", "sign_in", "tablet"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rustc-env=BEKERTJE_SOURCES={}", sources()?);
    let mut files = FILES.to_vec();
    if env::var_os("CARGO_FEATURE_SSR").is_some() {
        files.extend(SERVER_FILES);
    }
    let mut variables = Vec::new();
    let mut code = String::new();
    let mut names = String::new();
    for file in files {
        let mut read = |language| {
            let path = Path::new("locales").join(language).join(file).with_extension("ftl");
            messages(&path, &mut variables).map_err(|problem| format!("{}: {problem}", path.display()))
        };
        let (dutch, english) = (read("nl")?, read("en")?);
        if !dutch.keys().eq(english.keys()) {
            let lacks = dutch.keys().find(|key| !english.contains_key(*key));
            let lacks = lacks.or_else(|| english.keys().find(|key| !dutch.contains_key(*key)));
            return Err(format!("{file}: one language says {lacks:?} and the other does not").into());
        }
        let text = |messages: &BTreeMap<String, String>| messages.values().cloned().collect::<String>();
        let (name, dutch, english, keys) = (file.to_uppercase(), text(&dutch), text(&english), dutch.into_keys());
        writeln!(code, "pub static {name}: Texts = Texts {{ dutch: {dutch:?}, english: {english:?} }};")?;
        write!(names, "(&{:?}, &{name}), ", keys.collect::<Vec<_>>())?;
    }
    writeln!(code, "pub const FILES: &[(&[&str], &Texts)] = &[{names}];")?;
    writeln!(code, "pub const VARIABLES: &[&str] = &{variables:?};")?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.rs"), code)?;
    Ok(())
}

/// A name for everything that the pages are made from, the same for the server and for the browser.
fn sources() -> Result<String, Box<dyn Error>> {
    let mut hash = Sha256::new();
    for folder in ["src", "locales", "elements/src", "programs", "../domain/src"] {
        println!("cargo::rerun-if-changed={folder}");
        add_folder(Path::new(folder), &mut hash)?;
    }
    Ok(hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect())
}

fn add_folder(folder: &Path, hash: &mut Sha256) -> Result<(), Box<dyn Error>> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            add_folder(&entry, hash)?;
        } else {
            hash.update(entry.to_string_lossy().as_bytes());
            hash.update(fs::read(&entry)?);
        }
    }
    Ok(())
}

/// The messages of one file by their names.
fn messages(path: &Path, variables: &mut Vec<String>) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let mut messages = BTreeMap::new();
    let source = fs::read_to_string(path)?;
    let resource = fluent_syntax::parser::parse(source.as_str()).map_err(|(_, errors)| format!("{errors:?}"))?;
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                let pattern = message.value.ok_or_else(|| format!("{} says nothing", message.id.name))?;
                let mut text = String::new();
                write(&pattern, variables, &mut text)?;
                text.push(END);
                if messages.insert(message.id.name.to_owned(), text).is_some() {
                    return Err(format!("{} stands twice", message.id.name).into());
                }
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            other => return Err(format!("not used here: {other:?}").into()),
        }
    }
    Ok(messages)
}

fn write(pattern: &Pattern<&str>, variables: &mut Vec<String>, text: &mut String) -> Result<(), Box<dyn Error>> {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => match inline {
                InlineExpression::VariableReference { id } => {
                    write!(text, "{FILL}{}", variable(id.name, variables)?)?;
                }
                InlineExpression::StringLiteral { value } => text.push_str(value),
                other => return Err(format!("not used here: {other:?}").into()),
            },
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                let InlineExpression::VariableReference { id } = selector else {
                    return Err(format!("not used here: {selector:?}").into());
                };
                write!(text, "{CHOOSE}{}", variable(id.name, variables)?)?;
                for variant in variants.iter().filter(|variant| !variant.default) {
                    let (VariantKey::Identifier { name } | VariantKey::NumberLiteral { value: name }) = variant.key;
                    write!(text, "{VARIANT}{name}{INSIDE}")?;
                    write(&variant.value, variables, text)?;
                }
                for variant in variants.iter().filter(|variant| variant.default) {
                    write!(text, "{VARIANT}{INSIDE}")?;
                    write(&variant.value, variables, text)?;
                }
                text.push(CHOSEN);
            }
        }
    }
    Ok(())
}

/// The letter of a variable.
fn variable(name: &str, variables: &mut Vec<String>) -> Result<char, Box<dyn Error>> {
    let index = variables.iter().position(|known| known == name).unwrap_or_else(|| {
        variables.push(name.to_owned());
        variables.len() - 1
    });
    Ok(char::from(u8::try_from(index)?.checked_add(FIRST_VARIABLE).filter(u8::is_ascii).ok_or("too many variables")?))
}
