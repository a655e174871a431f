//! A home comes in from a folder of CSV files (`docs/import.md`): read and checked as a whole, then written in one
//! transaction. Running it twice changes nothing.

pub mod csv_folder;
pub mod dates;
pub mod embedded;
pub mod home;
pub mod ids;
mod import;
mod photos;
pub mod problem;
#[cfg(test)]
mod tests;

pub use csv_folder::{Source, SourceError};
pub use import::{FileSummary, ImportError, Report, import};
pub use problem::{Problem, ProblemCode};
