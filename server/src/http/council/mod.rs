//! What the client council reads: how prices change. The catalogue is the office's own page (`http/office/catalogue.rs`), at
//! an address of the council.

pub mod changes;
#[cfg(test)]
mod tests;
