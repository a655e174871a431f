//! The interface that devices speak: operations in, verdicts out; snapshots and changes back; a poke when there is news.

pub mod document;
pub mod pokes;
pub mod pull;
pub mod push;
pub mod sealed;
