//! What stands between the texts that `build.rs` makes of the Fluent files. Read by the build script and by the program.
//!
//! A text is its messages in the order of their names, each ended by `END`; in a message `FILL x` is a variable, and
//! `CHOOSE x` is followed by variants, `VARIANT key INSIDE text`, the default one last and without a key, ended by `CHOSEN`.

pub const END: char = '\0';
pub const FILL: char = '\u{1}';
pub const CHOOSE: char = '\u{2}';
pub const VARIANT: char = '\u{3}';
pub const INSIDE: char = '\u{4}';
pub const CHOSEN: char = '\u{5}';
/// Variables are letters from here on.
pub const FIRST_VARIABLE: u8 = b' ';
