//! How a document looks for a viewer: what `<html>` and `<body>` carry.

use domain::access::{Scope, Theme, Viewer};

/// Who a page is made for; picks the scale of text and targets.
#[must_use]
pub const fn audience(viewer: &Viewer) -> &'static str {
    match viewer.scope {
        Scope::Resident { .. } => "resident",
        Scope::Family { .. } => "family",
        Scope::Ward { .. } => "ward",
        Scope::Office { .. } | Scope::Beside(_) => "office",
    }
}

/// What `<html>` carries; nothing for the look that style sheets begin with.
#[must_use]
pub const fn theme_code(theme: Theme) -> Option<&'static str> {
    match theme {
        Theme::Light => None,
        theme => Some(theme.code()),
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
