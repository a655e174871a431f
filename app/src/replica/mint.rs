//! New numbers. Randomness and the clock are read here and nowhere else in the pages.

use domain::ids::{LineId, OpId, OrderId};
use domain::order::BasketLine;
use uuid::Uuid;

#[expect(clippy::disallowed_methods, reason = "this is the edge where pages take new numbers")]
fn uuid_v7() -> Uuid {
    Uuid::now_v7()
}

/// The number of an operation: one for each form on the screen.
#[must_use]
pub fn op_id() -> OpId {
    OpId(uuid_v7())
}

#[must_use]
pub fn line_id() -> LineId {
    LineId(uuid_v7())
}

#[must_use]
pub fn help_id() -> domain::ids::HelpId {
    domain::ids::HelpId(uuid_v7())
}

/// The number of a device whose storage holds none.
#[cfg(feature = "hydrate")]
#[must_use]
pub fn device_id() -> domain::ids::DeviceId {
    domain::ids::DeviceId(uuid_v7())
}

/// The number of the order that this basket will be. It follows from the lines, so ordering the same basket ten times is
/// one order.
#[must_use]
pub fn order_id(lines: &[BasketLine]) -> OrderId {
    let mut bytes = [0_u8; 16];
    for line in lines {
        for (target, source) in bytes.iter_mut().zip(line.line.0.as_bytes()) {
            *target ^= source;
        }
    }
    OrderId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}
