//! The demo door: who do you want to be? These addresses exist only when the program was started with demo data.

mod enter;
mod leave;
mod show;
#[cfg(test)]
mod tests;

use crate::state::AppState;
use axum::Router;
use axum::routing::{get, post};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/demo", get(show::show))
        .route("/demo/enter", post(enter::enter))
        .route("/demo/as/{code}", get(enter::enter_as))
        .route("/demo/leave", post(leave::leave))
}

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
