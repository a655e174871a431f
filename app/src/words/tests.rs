use super::*;
use domain::amount::Amount;
use fluent_bundle::FluentResource;

#[test]
fn amounts_read_as_people_write_them() {
    let (nl, en) = (Words::new(Language::Nl), Words::new(Language::En));
    assert_eq!(amount(nl, Amount::cents(123_456_016)), "€\u{a0}1.234.560,16");
    assert_eq!(amount(en, Amount::cents(1_795)), "€17.95");
    assert_eq!(amount(nl, Amount::minutes(1)), "1\u{a0}minuut");
    assert_eq!(amount(en, Amount::points(8)), "8\u{a0}points");
}

#[test]
fn times_read_as_people_say_them() {
    let (nl, en) = (Words::new(Language::Nl), Words::new(Language::En));
    let half_past_two = "14:30".parse().unwrap();
    assert_eq!(time_spoken(nl, half_past_two), "half drie");
    assert_eq!(time_spoken(en, half_past_two), "2:30\u{a0}pm");
    assert_eq!(time_spoken(nl, "10:00".parse().unwrap()), "10 uur");
    assert_eq!(time_spoken(nl, "12:30".parse().unwrap()), "half een");
}

/// Every file below `folder` with this ending, as text.
fn files(folder: &std::path::Path, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_str().unwrap().ends_with(ending) {
            found.push(std::fs::read_to_string(path).unwrap());
        }
    }
    found
}

/// The messages of a language: key → the variables it names.
fn messages(language: Language) -> std::collections::BTreeMap<String, std::collections::BTreeSet<String>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language.code());
    let mut messages = std::collections::BTreeMap::new();
    for file in files(&folder, ".ftl") {
        let resource = FluentResource::try_new(file.clone()).map_err(|(_, errors)| format!("{errors:?}"));
        resource.expect("every file can be read by Fluent");
        let mut key = String::new();
        for line in file.lines() {
            if line.starts_with(|letter: char| letter.is_ascii_lowercase()) {
                key = line.split([' ', '=']).next().unwrap().to_owned();
                let before = messages.insert(key.clone(), std::collections::BTreeSet::new());
                assert!(before.is_none(), "{key} stands twice in {}", language.code());
            }
            let names = line.split("{ $").skip(1).map(|rest| rest.split([' ', '}']).next().unwrap().to_owned());
            if let Some(variables) = messages.get_mut(&key) {
                variables.extend(names);
            }
        }
    }
    messages
}

fn sources() -> String {
    files(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), ".rs").join("\n")
}

#[test]
fn both_languages_say_the_same_things() {
    let (dutch, english) = (messages(Language::Nl), messages(Language::En));
    assert!(dutch.len() > 200, "the files were found");
    assert_eq!(dutch.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>());
    for (key, variables) in &dutch {
        assert_eq!(variables, &english[key], "{key} fills in other things");
    }
}

#[test]
fn every_word_that_is_asked_for_exists_and_every_word_is_asked_for() {
    let known = messages(Language::Nl);
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let sources = sources().lines().filter(is_code).collect::<Vec<_>>().join("\n");
    // Other macros end with a `t` too: `assert!(`, `format!(`.
    let is_ours =
        |at: &usize| !sources[..*at].ends_with(|before: char| before.is_ascii_alphanumeric() || before == '_');
    for at in sources.match_indices("t!(").map(|(at, _)| at).filter(is_ours) {
        let asked = &sources[at + 3..];
        let key = asked
            .split(',')
            .nth(1)
            .and_then(|second| second.trim().strip_prefix('"'))
            .and_then(|key| key.split('"').next());
        if let Some(key) = key {
            assert!(known.contains_key(key), "{key} is asked for and stands in no file");
        }
    }
    let unused: Vec<_> = known.keys().filter(|key| !sources.contains(&format!("\"{key}\""))).collect();
    assert!(unused.is_empty(), "nobody asks for {unused:?}");
}
