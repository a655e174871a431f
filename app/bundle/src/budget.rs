//! What the pages may weigh, and the table that shows what they weigh. A kilobyte is 1,000 bytes.

use crate::{
    error::BundleError,
    manifest::{File, Manifest},
};

const KILOBYTE: usize = 1_000;

struct Budget {
    what: String,
    kilobytes: usize,
    counts: Box<dyn Fn(&str) -> bool>,
}

impl Budget {
    fn new(what: impl Into<String>, kilobytes: usize, counts: impl Fn(&str) -> bool + 'static) -> Self {
        Self { what: what.into(), kilobytes, counts: Box::new(counts) }
    }
}

/// What one page may fetch: each program is for pages of its own.
fn budgets(manifest: &Manifest) -> Vec<Budget> {
    let mut budgets = Vec::new();
    for program in manifest.files.keys().filter_map(|name| name.strip_suffix(".wasm")) {
        let (module, glue) = (format!("{program}.wasm"), format!("{program}.js"));
        // What keeps it so small: docs/decisions/0006.
        budgets.push(Budget::new(format!("the program of the {program} (wasm)"), 300, move |name| name == module));
        // A ward's tablet locks itself; the others never do.
        let locks = program == "ward";
        budgets.push(Budget::new("its scripts", 15, move |name| {
            [glue.as_str(), "device.js", "steady.js", "start.js"].contains(&name)
                || (locks && name == "lock.js")
                || name.starts_with("snippet-")
        }));
    }
    budgets.push(Budget::new("the style sheet", 12, |name| name.ends_with(".css")));
    budgets.push(Budget::new("the fonts", 26, |name| name.ends_with(".woff2")));
    budgets
}

/// One sentence for every budget that is exceeded.
pub fn check(manifest: &Manifest) -> Result<(), BundleError> {
    let exceeded: Vec<String> = budgets(manifest)
        .iter()
        .filter_map(|budget| {
            let used = transferred(manifest, budget);
            (used > budget.kilobytes * KILOBYTE).then(|| {
                format!(
                    "too heavy: {} takes {} over the line; the budget is {} kB",
                    budget.what,
                    kilobytes(used),
                    budget.kilobytes
                )
            })
        })
        .collect();
    if exceeded.is_empty() { Ok(()) } else { Err(BundleError::OverBudget(exceeded)) }
}

/// Every file with its sizes, then every budget with what is used of it.
pub fn table(manifest: &Manifest) -> String {
    let mut table = format!("{:<52}{:>10}{:>10}{:>10}\n", "file", "bytes", "gzip", "brotli");
    let mut row = |name: &str, bytes: usize, gzip: Option<usize>, brotli: Option<usize>| {
        let size = |size: Option<usize>| size.map_or_else(|| "–".to_owned(), |size| size.to_string());
        table.push_str(&format!("{name:<52}{bytes:>10}{:>10}{:>10}\n", size(gzip), size(brotli)));
    };
    for (name, File { bytes, gzip, brotli, .. }) in &manifest.files {
        row(name, *bytes, *gzip, *brotli);
    }
    table.push('\n');
    for budget in &budgets(manifest) {
        let line =
            format!("{:<52}{:>10} of {} kB", budget.what, kilobytes(transferred(manifest, budget)), budget.kilobytes);
        table.push_str(&line);
        table.push('\n');
    }
    table
}

fn transferred(manifest: &Manifest, budget: &Budget) -> usize {
    manifest.files.iter().filter(|(name, _)| (budget.counts)(name)).map(|(_, file)| file.transferred()).sum()
}

/// One decimal, rounded up: a budget is never met by rounding.
fn kilobytes(bytes: usize) -> String {
    let tenths = bytes.div_ceil(KILOBYTE / 10);
    format!("{}.{} kB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(files: &[(&str, usize)]) -> Manifest {
        let file = |brotli: usize| File {
            path: String::new(),
            content_type: String::new(),
            immutable: true,
            integrity: String::new(),
            bytes: brotli * 4,
            gzip: Some(brotli * 2),
            brotli: Some(brotli),
        };
        Manifest {
            build: String::new(),
            files: files.iter().map(|(name, brotli)| ((*name).to_owned(), file(*brotli))).collect(),
            precache: Vec::new(),
        }
    }

    #[test]
    fn exactly_the_budget_is_allowed() {
        check(&manifest(&[("shop.wasm", 300_000), ("ward.wasm", 300_000), ("style.css", 12_000)])).unwrap();
    }

    #[test]
    fn one_byte_over_is_refused_in_a_sentence() {
        let error = check(&manifest(&[("shop.wasm", 300_000), ("ward.wasm", 300_001)])).unwrap_err();
        assert_eq!(
            error.to_string(),
            "too heavy: the program of the ward (wasm) takes 300.1 kB over the line; the budget is 300 kB"
        );
    }

    #[test]
    fn every_budget_can_be_exceeded() {
        let heavy =
            [("ward.wasm", 500_000), ("ward.js", 16_000), ("style.css", 13_000), ("fonts/regular.woff2", 30_000)];
        for file in heavy {
            assert!(check(&manifest(&[("ward.wasm", 1), file])).is_err(), "{} is not limited", file.0);
        }
    }

    #[test]
    fn parts_of_one_budget_count_together() {
        let fonts = [("fonts/a.woff2", 13_500), ("fonts/b.woff2", 13_500)];
        assert!(check(&manifest(&fonts)).is_err());
        let scripts = [("shop.wasm", 1), ("shop.js", 14_900), ("start.js", 200)];
        assert!(check(&manifest(&scripts)).is_err());
    }
}
