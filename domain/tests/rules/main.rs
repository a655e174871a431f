//! The rules of the home, one test each; the name of the test is the rule.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first thing that is not as expected"
)]

mod budget;
mod calendar;
mod device;
mod orders;
mod prices;
mod proposals;
mod replica;
mod search;
mod sixteen_cents;
