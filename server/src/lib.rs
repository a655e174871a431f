//! The program: what is true. See `docs/ARCHITECTURE.md`.

pub mod audit;
pub mod clock;
pub mod commands;
pub mod config;
pub mod crash;
pub mod error;
pub mod exchange;
#[cfg(any(test, fuzzing))]
pub mod fuzz;
pub mod hex;
pub mod hole;
pub mod http;
pub mod jobs;
pub mod key_file;
pub mod listen;
pub mod metrics;
pub mod notes;
pub mod observe;
pub mod picture;
pub mod private;
pub mod rng;
pub mod router;
pub mod seal;
pub mod secret;
#[cfg(test)]
mod security_page;
pub mod sign_in;
pub mod state;
pub mod store;
