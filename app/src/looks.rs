//! How a document looks for a viewer: what `<html>` and `<body>` carry.

use domain::access::{Scope, Viewer};

/// Who a page is made for; picks the scale of text and targets.
#[must_use]
pub const fn audience(viewer: &Viewer) -> &'static str {
    match viewer.scope {
        Scope::Resident { .. } => "resident",
        Scope::Family { .. } => "family",
        Scope::Ward { .. } => "ward",
        Scope::Office { .. } => "office",
    }
}

#[must_use]
pub const fn text_size_class(per_cent: u16) -> &'static str {
    match per_cent {
        0..=110 => "text-100",
        111..=137 => "text-125",
        138..=175 => "text-150",
        _ => "text-200",
    }
}
