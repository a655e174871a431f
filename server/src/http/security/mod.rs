//! The security officer: the log of the whole home, on a page and as a file that can be checked elsewhere. Both are in the
//! log themselves.

pub mod export;
pub mod log;
#[cfg(test)]
mod tests;

use super::beside::As;
use domain::access::SecurityScope;

type Officer = As<SecurityScope>;
