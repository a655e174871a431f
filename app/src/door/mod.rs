//! The demo door.
