//! Tablets that staff hand out: the ward's list, the code that enrols one, and what the tablet itself shows meanwhile.
//!
//! These pages are made on the server only and carry no program: forms and links do everything.

mod code;
mod codes;
mod enrol;
mod frame;
mod list;
mod new;
mod who;

pub use code::{CodePage, CodeState, code};
pub use codes::{CodesPage, codes};
pub use enrol::{EnrolPage, enrol, spent};
pub use frame::Frame;
pub use list::{ListedTablet, WhoseTablet, list};
pub use new::{NewPage, Problem, new};
pub use who::{DONE, FaceCard, PICTURES, PicturesPage, PicturesSay, WHO, WhoPage, pictures, who};

/// Where the ward looks after its tablets.
pub const LIST: &str = "/ward/tablets";
/// Whose shop opens with pictures in the living room.
pub const WARD_PICTURES: &str = "/ward/pictures";
pub const NEW: &str = "/ward/tablets/new";
/// What stands in the form for the living room, where a resident has their number.
pub const LIVING_ROOM: &str = "living_room";
/// What stands in the form before the number of a ward, for its own staff.
pub const WARD: &str = "ward:";
/// A name is at most so long.
pub const LONGEST_NAME: usize = 40;

/// The page of a tablet's code.
#[must_use]
pub fn code_address(tablet: domain::ids::TabletId) -> String {
    format!("{LIST}/{tablet}")
}
