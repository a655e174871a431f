//! What the program is made of: where every crate comes from, under which licence, whether its author took it back, and
//! which are there twice. It reads what is on this machine (the lock file, cargo's own list, cargo's copy of the registry's
//! index) and asks nobody. It does not know of published vulnerabilities: see docs/security.md.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Licences that fit into a work under the EUPL. A crate may be used when one of its choices is here.
const LICENCES: [&str; 16] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "EUPL-1.2",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "ISC",
];

/// Crates that are there in more than one version, because other people's crates do not move together. Each costs time to
/// compile and bytes; a new one is looked at, and a line that is not needed any more goes.
const TWICE: [&str; 41] = [
    "argon2",
    "base64",
    "blake2",
    "block-buffer",
    "const-oid",
    "convert_case",
    "cpufeatures",
    "crypto-common",
    "der",
    "digest",
    "fancy-regex",
    "getrandom",
    "hashbrown",
    "hmac",
    "indexmap",
    "itertools",
    "miniz_oxide",
    "password-hash",
    "pem-rfc7468",
    "phf",
    "phf_generator",
    "phf_shared",
    "pkcs1",
    "pkcs8",
    "r-efi",
    "rand",
    "rand_chacha",
    "rand_core",
    "rsa",
    "schemars",
    "sha2",
    "signature",
    "spki",
    "syn",
    "synstructure",
    "thiserror",
    "thiserror-impl",
    "toml",
    "toml_datetime",
    "windows-sys",
    "winnow",
];

/// A crate of the lock file.
#[derive(Debug, Default)]
struct Locked {
    name: String,
    version: String,
    source: Option<String>,
    checksum: Option<String>,
}

#[derive(Deserialize)]
pub struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
}

/// One line of the registry's index.
#[derive(Deserialize)]
struct Entry {
    vers: String,
    yanked: bool,
}

/// What was found, and how much was looked at.
#[derive(Debug, Default)]
pub struct Audit {
    pub complaints: Vec<String>,
    pub crates: usize,
    pub licences: usize,
    /// Whose entry in the index is on this machine.
    pub indexed: usize,
}

impl Audit {
    pub fn told(&self) -> String {
        let Self { crates, licences, indexed, complaints } = self;
        let mut text = format!(
            "{crates} crates from one registry with checksums, {licences} licences, {indexed} looked up in this machine's copy of the index."
        );
        for complaint in complaints {
            let _ = write!(text, "\n  {complaint}");
        }
        text
    }
}

/// Looks at everything. `index` is the folder with cargo's copies of the index, where there is one.
pub fn audit(lock: &str, metadata: &Metadata, index: Option<&Path>) -> Audit {
    let mut audit = Audit::default();
    let locked = read(lock);
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for one in locked.iter().filter(|one| one.source.is_some()) {
        audit.crates += 1;
        versions.entry(&one.name).or_default().insert(&one.version);
        let Locked { name, version, source, checksum } = one;
        if source.as_deref() != Some(REGISTRY) {
            audit.complaints.push(format!("{name} {version} comes from {}", source.as_deref().unwrap_or_default()));
        }
        if checksum.as_deref().is_none_or(|sum| sum.len() != 64) {
            audit.complaints.push(format!("{name} {version} has no checksum"));
        }
        match index.and_then(|folder| is_yanked(folder, name, version)) {
            Some(true) => audit.complaints.push(format!("{name} {version} was taken back by its author")),
            Some(false) => audit.indexed += 1,
            None => {}
        }
    }
    for (name, versions) in &versions {
        if versions.len() > 1 && !TWICE.contains(name) {
            let versions: Vec<_> = versions.iter().copied().collect();
            audit.complaints.push(format!("{name} is there more than once: {}", versions.join(", ")));
        }
    }
    for name in TWICE {
        if versions.get(name).is_none_or(|versions| versions.len() < 2) {
            audit.complaints.push(format!("{name} is there once: take it off the list of app/bundle/src/audit.rs"));
        }
    }
    for Package { name, version, license } in &metadata.packages {
        match license.as_deref() {
            Some(licence) if is_allowed(licence) => audit.licences += 1,
            said => audit.complaints.push(format!("{name} {version} has the licence {}", said.unwrap_or("none"))),
        }
    }
    audit
}

fn read(lock: &str) -> Vec<Locked> {
    let packages = lock.split("[[package]]").skip(1);
    let read = packages.map(|package| {
        let said = |name: &str| {
            let line = package.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = "))?;
            Some(line.trim_matches('"').to_owned())
        };
        let name = said("name").unwrap_or_default();
        Locked {
            name,
            version: said("version").unwrap_or_default(),
            source: said("source"),
            checksum: said("checksum"),
        }
    });
    read.collect()
}

/// Whether one of the choices of a licence is allowed: `(A OR B) AND C`, where old crates write `A/B`.
fn is_allowed(licence: &str) -> bool {
    let spaced = licence.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ").replace(" WITH ", "+WITH+");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let allowed = any(&tokens, &mut at);
    allowed && at == tokens.len()
}

fn any(tokens: &[&str], at: &mut usize) -> bool {
    let mut allowed = all(tokens, at);
    while tokens.get(*at) == Some(&"OR") {
        *at += 1;
        allowed |= all(tokens, at);
    }
    allowed
}

fn all(tokens: &[&str], at: &mut usize) -> bool {
    let mut allowed = one(tokens, at);
    while tokens.get(*at) == Some(&"AND") {
        *at += 1;
        allowed &= one(tokens, at);
    }
    allowed
}

fn one(tokens: &[&str], at: &mut usize) -> bool {
    let token = tokens.get(*at).copied().unwrap_or_default();
    *at += 1;
    if token != "(" {
        return LICENCES.contains(&token.replace('+', " ").as_str());
    }
    let allowed = any(tokens, at);
    let closes = tokens.get(*at) == Some(&")");
    *at += 1;
    allowed && closes
}

/// Whether a version was taken back, by the copies of the index that cargo keeps; `None` when it is in none.
fn is_yanked(index: &Path, name: &str, version: &str) -> Option<bool> {
    let letters = |from: usize, to: usize| name.get(from..to).unwrap_or_default();
    let place = match name.len() {
        1 | 2 => format!("{}/{name}", name.len()),
        3 => format!("3/{}/{name}", letters(0, 1)),
        _ => format!("{}/{}/{name}", letters(0, 2), letters(2, 4)),
    };
    let registries = std::fs::read_dir(index).ok()?.filter_map(Result::ok);
    let copies = registries.filter_map(|registry| std::fs::read(registry.path().join(".cache").join(&place)).ok());
    let entries = copies.flat_map(|copy| {
        let parts = copy.split(|byte| *byte == 0).filter(|part| part.starts_with(b"{"));
        parts.filter_map(|part| serde_json::from_slice::<Entry>(part).ok()).collect::<Vec<_>>()
    });
    entries.filter(|entry| entry.vers == version).map(|entry| entry.yanked).last()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(crates: &[(&str, &str, &str, &str)]) -> String {
        crates.iter().fold("version = 4\n".to_owned(), |mut text, (name, version, source, checksum)| {
            let _ = write!(text, "\n[[package]]\nname = \"{name}\"\nversion = \"{version}\"\nsource = \"{source}\"\n");
            if !checksum.is_empty() {
                let _ = writeln!(text, "checksum = \"{checksum}\"");
            }
            text
        })
    }

    fn complaints(lock: &str, licences: &[&str], index: Option<&Path>) -> Vec<String> {
        let package = |licence: &&str| serde_json::json!({ "name": "one", "version": "1.0.0", "license": licence });
        let packages: Vec<_> = licences.iter().map(package).collect();
        let metadata = serde_json::from_value(serde_json::json!({ "packages": packages })).unwrap();
        let all = audit(lock, &metadata, index).complaints;
        all.into_iter().filter(|complaint| !complaint.contains("take it off the list")).collect()
    }

    #[test]
    fn a_crate_from_elsewhere_without_checksum_or_twice_is_found() {
        let sum = "a".repeat(64);
        assert_eq!(complaints(&lock(&[("one", "1.0.0", REGISTRY, &sum)]), &[], None), [""; 0]);
        let elsewhere = lock(&[("one", "1.0.0", "git+https://elsewhere.example/one", &sum)]);
        assert!(complaints(&elsewhere, &[], None)[0].contains("comes from git+"));
        assert!(complaints(&lock(&[("one", "1.0.0", REGISTRY, "")]), &[], None)[0].contains("no checksum"));
        let twice = lock(&[("one", "1.0.0", REGISTRY, &sum), ("one", "2.0.0", REGISTRY, &sum)]);
        assert_eq!(complaints(&twice, &[], None), ["one is there more than once: 1.0.0, 2.0.0"]);
    }

    #[test]
    fn a_licence_fits_when_one_of_its_choices_does() {
        for fits in [
            "MIT",
            "MIT/Apache-2.0",
            "Apache-2.0 OR GPL-2.0-only",
            "(MIT OR GPL-3.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception",
        ] {
            assert!(is_allowed(fits), "{fits}");
        }
        for does_not in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT", "MIT)", "(GPL-3.0 OR AGPL-3.0) AND MIT", "MIT MIT"] {
            assert!(!is_allowed(does_not), "{does_not}");
        }
        assert!(complaints("", &["SSPL-1.0"], None)[0].contains("SSPL-1.0"));
    }

    #[test]
    fn a_version_that_was_taken_back_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("registry/.cache/so/me");
        std::fs::create_dir_all(&place).unwrap();
        let entry = |version: &str, yanked: bool| {
            format!("{version}\0{{\"name\":\"someone\",\"vers\":\"{version}\",\"yanked\":{yanked}}}\0")
        };
        std::fs::write(place.join("someone"), format!("\u{3}etag\0{}{}", entry("1.0.0", true), entry("1.0.1", false)))
            .unwrap();
        let sum = "a".repeat(64);
        let of = |version| lock(&[("someone", version, REGISTRY, &sum)]);
        assert_eq!(complaints(&of("1.0.0"), &[], Some(folder.path())), ["someone 1.0.0 was taken back by its author"]);
        assert_eq!(complaints(&of("1.0.1"), &[], Some(folder.path())), [""; 0]);
        assert_eq!(is_yanked(folder.path(), "someone", "3.0.0"), None);
    }
}
