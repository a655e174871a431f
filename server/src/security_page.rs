//! Holds `docs/security.md` to what exists: every requirement of the standard's levels 1 and 2 has its row, and every name in
//! it is a test or a file of this project.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has; in every section they are the first ones.
const SECTIONS: &str = "1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 \
    4.4:4 5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 \
    8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 \
    11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 \
    16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2";

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(project().join(path)).unwrap()
}

/// The names of all functions, tests among them.
fn functions() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut folders: Vec<PathBuf> = ["server", "app", "domain"].iter().map(|folder| project().join(folder)).collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(path).unwrap();
                let found = text.split("fn ").skip(1).filter_map(|rest| rest.split('(').next());
                names.extend(found.map(str::to_owned));
            }
        }
    }
    names
}

#[test]
fn the_page_on_security_names_every_requirement_and_only_what_exists() {
    let page = read("docs/security.md");
    let mut rows: BTreeMap<String, String> = BTreeMap::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let functions = functions();
    assert!(functions.len() > 400);
    for line in page.lines().filter(|line| line.starts_with("| ") && line.as_bytes()[2].is_ascii_digit()) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [numbers, is, how, shown] = cells[..] else { panic!("four cells: {line}") };
        assert!(["met", "deviation", "open", "n/a"].contains(&is), "{line}");
        assert!(!how.is_empty(), "{line}");
        assert!(is != "met" || shown.contains('`'), "what shows it? {line}");
        for name in shown.split('`').skip(1).step_by(2) {
            let is_path = name.contains(['/', '.']);
            let exists = if is_path { project().join(name).exists() } else { functions.contains(name) };
            assert!(exists, "{name} is not there: {line}");
        }
        for number in numbers.split(", ") {
            *counts.entry(is.to_owned()).or_default() += 1;
            assert!(rows.insert(number.to_owned(), is.to_owned()).is_none(), "{number} stands twice");
        }
    }
    let mut wanted = BTreeSet::new();
    for section in SECTIONS.split_whitespace() {
        let (section, count) = section.split_once(':').unwrap();
        wanted.extend((1..=count.parse::<usize>().unwrap()).map(|number| format!("{section}.{number}")));
    }
    assert_eq!(wanted.len(), 253);
    let rows: BTreeSet<String> = rows.into_keys().collect();
    assert_eq!(wanted.difference(&rows).collect::<Vec<_>>(), Vec::<&String>::new(), "without a row");
    assert_eq!(rows.difference(&wanted).collect::<Vec<_>>(), Vec::<&String>::new(), "not in the standard");
    println!("ASVS 5.0.0, levels 1 and 2: {counts:?}");
}
