//! From a folder to the database: what would change, and then the change.

use super::Source;
use super::corrections::{self, Corrected};
use super::home::{self, FileRows, KnownRows, ReadAt, Reading};
use super::left_out::leave_out;
use super::photos::PHOTOS;
use super::problem::{Problem, ProblemCode};
use crate::clock::Clock;
use crate::jobs::roll_over::roll_over;
use crate::rng::{NoRandomness, Rng};
use crate::store::import::{BeforeImport, Import, Written};
use crate::store::{Store, StoreError};
use domain::sync::Verdict;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

/// Rows of this file are remembered one by one, when their order has been placed.
const OPENING_ORDERS: &str = "opening_orders.csv";
/// What was booked stays booked, whatever the file says later: their rows are never forgotten.
const BOOKED: [&str; 3] = ["carry_over.csv", "own_money.csv", OPENING_ORDERS];

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    #[error("reading the folder stopped: {0}")]
    Stopped(#[from] tokio::task::JoinError),
}

/// What an import found in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileSummary {
    pub file: &'static str,
    pub rows: usize,
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
    /// Rows that an earlier import wrote and that are no longer in the file.
    pub gone: usize,
}

/// What an import found, and did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The name of the home; empty when it could not be read.
    pub home: String,
    pub dry_run: bool,
    /// When there are any, nothing was written.
    pub problems: Vec<Problem>,
    pub files: Vec<FileSummary>,
    /// Rows that are no longer in the folder, by file and key.
    pub gone: Vec<(String, String)>,
    pub written: Written,
    pub orders_placed: usize,
    /// Opening orders that would fall before the current period.
    pub orders_left_out: usize,
    /// Households whose period ended, or whose budget changed with the facts.
    pub budgets_changed: usize,
    /// The codes of residents that were erased and stand in the folder all the same.
    pub erased: Vec<String>,
    /// What became of corrections that the office made.
    pub corrected: Vec<Corrected>,
}

impl Report {
    /// Rows that are new, different or gone.
    #[must_use]
    pub fn changes(&self) -> usize {
        self.files.iter().map(|file| file.added + file.changed + file.gone).sum()
    }
}

/// Reads a home, and writes it when there are no problems and this is not a dry run. A second run changes nothing.
pub async fn import(store: &Store, source: &Source, clock: &Clock, dry_run: bool) -> Result<Report, ImportError> {
    let now = clock.now();
    let before = store.before_import().await?;
    let anchor = before.anchor.unwrap_or(now.local.day);
    let BeforeImport { rows: known, photos, erased, corrections, .. } = before;
    let known = Arc::new(known);
    // Photos keep a processor busy: not on a thread that others wait for.
    let reading = {
        let (source, clock, known) = (source.clone(), clock.clone(), Arc::clone(&known));
        tokio::task::spawn_blocking(move || {
            let at = ReadAt { clock: &clock, anchor, known: &known, pictograms: None, photos: &photos };
            home::read(&source, &at)
        })
    };
    let Reading { mut home, problems, mut rows } = reading.await?;
    let erased = home.as_mut().map(|home| leave_out(home, &mut rows, &erased)).unwrap_or_default();
    let corrected = home.as_mut().map(|home| corrections::apply(&corrections, &mut home.households));
    let corrections::Compared { fields: corrected, settled } = corrected.unwrap_or_default();
    let compared = compare(&rows, &known);
    let mut report = Report {
        home: home.as_ref().map(|home| home.name.clone()).unwrap_or_default(),
        dry_run,
        problems,
        files: compared.summaries,
        gone: compared.to_forget.clone(),
        written: Written::default(),
        orders_placed: 0,
        orders_left_out: home.as_ref().map_or(0, |home| home.orders_left_out),
        budgets_changed: 0,
        erased,
        corrected,
    };
    // Pictures that were lost or damaged are made again, although no row changed.
    let has_work = |home: &home::Home| report.changes() > 0 || !home.pictures.is_empty();
    let Some(home) = home.filter(|home| !dry_run && has_work(home)) else { return Ok(report) };
    let opening_orders = home.opening_orders.clone();
    let (orders, rows): (Vec<FileRows>, Vec<FileRows>) =
        compared.to_write.into_iter().partition(|rows| rows.file == OPENING_ORDERS);
    if !compared.to_forget.is_empty() || !home.pictures.is_empty() || rows.iter().any(|file| !file.rows.is_empty()) {
        // First the period of today, in which new money is booked; afterwards what the new facts change in budgets.
        let rolled = roll_over(store, now).await?;
        let epoch = Rng::system().uuid(now.at)?;
        let import = Import { home, anchor, now, epoch, rows, gone: compared.to_forget, settled };
        report.written = store.import(import).await?;
        report.budgets_changed = rolled.households + roll_over(store, now).await?.households;
    }
    for order in &opening_orders {
        let row = orders.iter().flat_map(|file| &file.rows).find(|(key, _)| *key == order.code);
        let Some((key, row)) = row else { continue };
        match place(store, order).await? {
            Some(problem) => report.problems.push(problem),
            None => {
                store.remember_row(OPENING_ORDERS, key, row).await?;
                report.orders_placed += 1;
            }
        }
    }
    // Those that were left out stay out.
    for (key, row) in orders.iter().flat_map(|file| &file.rows) {
        if !opening_orders.iter().any(|order| order.code == *key) {
            store.remember_row(OPENING_ORDERS, key, row).await?;
        }
    }
    Ok(report)
}

/// Places an opening order by the way of all orders; what went wrong, if it was refused. Its operations have fixed numbers,
/// so that an import that was interrupted can go on.
async fn place(store: &Store, order: &home::OpeningOrder) -> Result<Option<Problem>, StoreError> {
    for step in &order.steps {
        let judged = store.judge(&step.viewer, step.operation.clone(), step.now).await?;
        let why = match judged.verdict {
            Verdict::Applied { .. } | Verdict::Noop { .. } => continue,
            Verdict::Refused { refusal } => refusal.code(),
            Verdict::Retry => "retry",
            Verdict::Hold => "hold",
        };
        return Ok(Some(Problem {
            file: OPENING_ORDERS.to_owned(),
            line: order.line,
            column: "code".to_owned(),
            found: order.code.clone(),
            expected: format!("an order that the shop takes; to {} it says {why}", step.operation.kind.code()),
            code: ProblemCode::Check,
        }));
    }
    Ok(None)
}

/// A folder beside what earlier imports wrote.
struct Compared {
    summaries: Vec<FileSummary>,
    /// Rows that are new or different.
    to_write: Vec<FileRows>,
    /// Rows that are no longer in their file, by file and key.
    to_forget: Vec<(String, String)>,
}

fn compare(files: &[FileRows], known: &KnownRows) -> Compared {
    let mut compared = Compared { summaries: Vec::new(), to_write: Vec::new(), to_forget: Vec::new() };
    for file in files {
        let before = |key: &str| known.get(&(file.file.to_owned(), key.to_owned()));
        let differs = |(key, row): &&(String, Vec<String>)| before(key).is_none_or(|before| before != row);
        let rows: Vec<(String, Vec<String>)> = file.rows.iter().filter(differs).cloned().collect();
        let added = rows.iter().filter(|(key, _)| before(key).is_none()).count();
        let here: BTreeSet<&str> = file.rows.iter().map(|(key, _)| key.as_str()).collect();
        let is_gone = |name: &str, key: &str| name == file.file && !BOOKED.contains(&name) && !here.contains(key);
        let gone = known.keys().filter(|(name, key)| is_gone(name, key)).cloned();
        let written = compared.to_forget.len();
        compared.to_forget.extend(gone);
        compared.summaries.push(FileSummary {
            file: file.file,
            rows: file.rows.len(),
            added,
            changed: rows.len() - added,
            unchanged: file.rows.len() - rows.len(),
            gone: compared.to_forget.len() - written,
        });
        compared.to_write.push(FileRows { file: file.file, rows });
    }
    compared
}

/// What becomes of a row that left a file of this name; nothing for what just does not count any more.
fn what_gone_means(file: &str) -> Option<&'static str> {
    match file {
        "catalogue.csv" => Some("not for sale from today, and kept for what was ordered"),
        "offers.csv" => Some("nobody can choose it from today, and it is kept for what was ordered"),
        PHOTOS => Some("no item has it any more, and the pictogram is shown again where no other photo came"),
        "residents.csv" => Some("the resident stays; to end a stay, fill in left"),
        "locations.csv" | "wards.csv" | "providers.csv" | "people.csv" => Some("it stays as it was"),
        _ => None,
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.problems {
            writeln!(f, "{problem}")?;
        }
        if !self.problems.is_empty() {
            writeln!(f)?;
        }
        if !self.home.is_empty() {
            writeln!(f, "{}", self.home)?;
        }
        let is_done = !self.dry_run && self.problems.is_empty();
        let (added, changed) = if is_done { ("added", "changed") } else { ("to add", "to change") };
        writeln!(f, "{:<22}{:>7}{:>9}{:>11}{:>11}{:>7}", "file", "rows", added, changed, "unchanged", "gone")?;
        for file in &self.files {
            let FileSummary { file, rows, added, changed, unchanged, gone } = file;
            writeln!(f, "{file:<22}{rows:>7}{added:>9}{changed:>11}{unchanged:>11}{gone:>7}")?;
        }
        writeln!(f)?;
        for (file, key) in &self.gone {
            if let Some(means) = what_gone_means(file) {
                writeln!(f, "{file}: {key} is gone: {means}.")?;
            }
        }
        for code in &self.erased {
            writeln!(
                f,
                "residents.csv: {code} was erased and is left out everywhere. Take the rows out of the files."
            )?;
        }
        for one in &self.corrected {
            writeln!(f, "residents.csv: {one}")?;
        }
        if self.orders_left_out > 0 {
            writeln!(
                f,
                "{} opening orders would fall before the current period and are left out.",
                self.orders_left_out
            )?;
        }
        let changes = self.changes();
        match (self.problems.len(), self.dry_run) {
            (0, true) => writeln!(f, "{changes} changes; this was a dry run, nothing was written."),
            (0, false) => writeln!(
                f,
                "{changes} changes: {} residents added, {} changed, {} amounts booked, {} orders placed.",
                self.written.households_added,
                self.written.households_changed,
                self.written.transfers,
                self.orders_placed
            ),
            (1, _) => writeln!(f, "1 problem."),
            (problems, _) => writeln!(f, "{problems} problems."),
        }
    }
}
