//! What the program does by itself: at the start and every night.

pub mod retention;
pub mod roll_over;
