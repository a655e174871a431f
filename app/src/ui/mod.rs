//! Components that several audiences share. They are small, take plain values and own no data.

pub mod cup;
pub mod operation_form;
pub mod pictogram;

pub use cup::{Cup, CupSize};
pub use operation_form::OperationForm;
pub use pictogram::{Glyph, Pictogram};
