//! What the program answers, one file per operation.

pub mod beside;
pub mod council;
pub mod door;
pub mod emergency;
pub mod gate;
pub mod headers;
pub mod health;
pub mod html;
pub mod limits;
pub mod local;
pub mod log;
pub mod looked;
#[cfg(test)]
mod matrix;
pub mod named;
pub mod office;
pub mod operation;
pub mod page;
pub mod picture;
pub mod preferences;
pub mod problem;
pub mod provider;
pub mod relatives;
pub mod request_id;
pub mod routes;
pub mod same_site;
pub mod security;
pub mod session;
pub mod shift;
pub mod sign_in;
pub mod site;
pub mod slice;
pub mod start;
pub mod supporter;
pub mod sync;
pub mod tablet;
#[cfg(any(test, fuzzing))]
pub mod test_shop;
