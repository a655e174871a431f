//! Pages of family, made for a phone.

mod authority;
mod home;
mod residents;

pub use authority::{may_order, may_order_from};
pub use home::Home;
pub use residents::Residents;
