//! Pages of family, made for a phone.

mod authority;
mod home;
mod leave;
mod residents;

pub use authority::{may_choose, may_order_from, may_read_log};
pub use home::Home;
pub use leave::leave;
pub use residents::Residents;
