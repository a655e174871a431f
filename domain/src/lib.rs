//! What Bekertje means: budgets, prices, orders and the ledger as pure rules.
//!
//! Nothing here reads a clock, a database, a network or a browser: everything a rule needs is an argument. The same
//! code runs on the server, which decides, and in the browser, which predicts.

pub mod access;
pub mod amount;
pub mod budget;
pub mod calendar;
pub mod catalogue;
pub mod exception;
pub mod household;
pub mod ids;
pub mod json;
pub mod ledger;
pub mod mutant;
pub mod order;
pub mod resident_file;
pub mod search;
pub mod sorting;
pub mod sync;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
