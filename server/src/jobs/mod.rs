//! What the program does by itself: at the start and every night.

pub mod roll_over;
