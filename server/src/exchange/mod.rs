//! A home comes in from a folder of CSV files (`docs/import.md`): read and checked as a whole, then written in one
//! transaction. Running it twice changes nothing.

mod corrections;
pub mod csv_folder;
pub mod dates;
pub mod embedded;
pub mod home;
pub mod ids;
mod import;
mod left_out;
mod photos;
pub mod problem;
#[cfg(test)]
mod tests;

pub use corrections::{Corrected, Outcome};
pub use csv_folder::{Source, SourceError};
pub use import::{FileSummary, ImportError, Report, import};
pub use problem::{Problem, ProblemCode};
