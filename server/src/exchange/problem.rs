//! What is wrong in a folder, line by line, in plain sentences. All problems are found before anything is said.

use std::cell::RefCell;
use std::fmt;

/// The kind of a problem: the table in `docs/import.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemCode {
    UnknownFile,
    MissingFile,
    UnknownColumn,
    MissingColumn,
    RaggedRow,
    NotUtf8,
    BadQuoting,
    Empty,
    NotANumber,
    NotADate,
    NotATime,
    NotYesOrNo,
    NotAllowed,
    RelativeDate,
    DuplicateKey,
    UnknownReference,
    Overlap,
    Check,
    ChangedBooking,
    MissingPhoto,
    NotAPicture,
    PhotoTooLarge,
    PhotoTooSmall,
}

impl ProblemCode {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnknownFile => "unknown_file",
            Self::MissingFile => "missing_file",
            Self::UnknownColumn => "unknown_column",
            Self::MissingColumn => "missing_column",
            Self::RaggedRow => "ragged_row",
            Self::NotUtf8 => "not_utf8",
            Self::BadQuoting => "bad_quoting",
            Self::Empty => "empty",
            Self::NotANumber => "not_a_number",
            Self::NotADate => "not_a_date",
            Self::NotATime => "not_a_time",
            Self::NotYesOrNo => "not_yes_or_no",
            Self::NotAllowed => "not_allowed",
            Self::RelativeDate => "relative_date",
            Self::DuplicateKey => "duplicate_key",
            Self::UnknownReference => "unknown_reference",
            Self::Overlap => "overlap",
            Self::Check => "check",
            Self::ChangedBooking => "changed_booking",
            Self::MissingPhoto => "missing_photo",
            Self::NotAPicture => "not_a_picture",
            Self::PhotoTooLarge => "photo_too_large",
            Self::PhotoTooSmall => "photo_too_small",
        }
    }
}

/// One thing that is wrong, where it stands and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    pub file: String,
    /// The line in the file, the header being line 1; 0 when the whole file is meant.
    pub line: u64,
    /// Empty when the whole line is meant.
    pub column: String,
    pub found: String,
    /// What would be right, as the end of "expected …".
    pub expected: String,
    pub code: ProblemCode,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if !self.column.is_empty() {
            write!(f, ", column {}", self.column)?;
        }
        match self.code {
            ProblemCode::Empty => write!(f, ": found nothing, expected {}", self.expected),
            ProblemCode::UnknownFile | ProblemCode::MissingFile => write!(f, ": {}", self.expected),
            _ => write!(f, ": found \"{}\", expected {}", shortened(&self.found), self.expected),
        }
    }
}

/// One line of at most 60 letters, so that a problem stays a line.
fn shortened(text: &str) -> String {
    let one_line = || text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    if text.chars().count() <= 60 { one_line().collect() } else { one_line().take(59).chain(['…']).collect() }
}

/// Collects problems while a folder is read.
#[derive(Debug, Default)]
pub struct Problems(RefCell<Vec<Problem>>);

impl Problems {
    pub fn add(&self, problem: Problem) {
        self.0.borrow_mut().push(problem);
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// In the order of `files`, then by line.
    #[must_use]
    pub fn into_sorted(self, files: &[&str]) -> Vec<Problem> {
        let mut problems = self.0.into_inner();
        let place = |file: &str| files.iter().position(|known| *known == file).unwrap_or(files.len());
        problems.sort_by(|left, right| {
            (place(&left.file), &left.file, left.line).cmp(&(place(&right.file), &right.file, right.line))
        });
        problems.dedup();
        problems
    }
}
