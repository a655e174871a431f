//! The demo door: who do you want to be? These addresses exist only when the program was started with demo data.

pub mod enter;
pub mod leave;
pub mod show;
#[cfg(test)]
mod tests;

/// A door of the store as the page shows it.
fn shown(door: crate::store::Door) -> app::door::Door {
    app::door::Door {
        code: door.code,
        location_name: door.location_name,
        ward_name: door.ward_name,
        room: door.room,
        viewer: door.viewer,
    }
}
