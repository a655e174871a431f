//! Components that several audiences share. They are small, take plain values and own no data.

pub mod after;
pub mod basket_sum;
pub mod cup;
pub mod dock;
pub mod flash;
pub mod instead;
pub mod item_picture;
pub mod labels;
pub mod line_words;
pub mod moments;
pub mod notice;
pub mod operation_form;
pub mod pictogram;
pub mod product;
pub mod read_aloud;
pub mod refusal;
pub mod scene;
pub mod status;
pub mod tabbar;
pub mod topbar;
pub mod why;

pub use basket_sum::BasketSum;
pub use cup::{Cup, CupSize};
pub use flash::FlashBar;
pub use item_picture::{PictureOf, item_picture};
pub use notice::{Notice, Tone};
pub use operation_form::OperationForm;
pub use pictogram::{Glyph, Pictogram};
pub use refusal::{RefusalWords, refusal_text, under_title};
pub use scene::{Page, Scene, stage};
pub use tabbar::{FamilyTab, Tabbar};
