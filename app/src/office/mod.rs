//! The rooms of the office: tables that sort, filter and export, in which every figure opens to what it is made of.
//!
//! What is saved about a resident as a file is written here too (`readable.rs`).
//!
//! These pages are made on the server only and carry no program: links, forms and `<details>` do everything.

mod activity;
pub mod audit;
pub mod catalogue;
pub mod correct;
pub mod emergencies;
pub mod erase;
mod figures;
pub mod file;
pub(crate) mod frame;
pub(crate) mod head;
pub mod item;
mod ledger;
pub(crate) mod orders;
mod pager;
pub mod people;
mod readable;
pub mod resident;
pub mod residents;
pub mod selection;
mod sorting;
mod statement;
#[cfg(test)]
mod tests;
mod waterfall;
mod written_off;

pub use activity::LedgerEntry;
pub use figures::{euro_figure, figure};
pub use frame::Frame;
pub use readable::readable;
