//! The documents around these pages: the ward's, with who holds the tablet, and the one of a tablet that is no one's yet.

use crate::plain::{self, Content, Plain, Reader, ward_top};
use crate::shell::Assets;
use crate::t;
use crate::words::Words;
use domain::access::Viewer;
use domain::catalogue::Language;
use domain::sync::Now;
use leptos::prelude::*;

/// What every page of the ward needs.
#[derive(Clone, Debug)]
pub struct Frame {
    pub assets: Assets,
    pub viewer: Viewer,
    pub ward_name: String,
    pub now: Now,
}

impl Frame {
    #[must_use]
    pub const fn words(&self) -> Words {
        Words::new(self.viewer.language)
    }
}

/// One page of the ward as a whole document, with the way back.
pub fn document(frame: &Frame, title: String, back: (&str, String), main: impl FnOnce(Words) -> AnyView) -> AnyView {
    let page = Plain::new(frame.assets.clone(), Reader::of(&frame.viewer), title.clone());
    plain::document(page, |words| {
        let who = t!(words, "tablet-who", ward = &frame.ward_name, name = &frame.viewer.actor.name);
        Content {
            before: Some(ward_top("topbar", (back.0.to_owned(), back.1), title, Some(who))),
            main: main(words),
            class: Some("tablets"),
            after: None,
        }
    })
}

/// A page of a tablet that is nobody's yet: one thing in the middle, in the letters of residents.
pub fn bare(assets: Assets, language: Language, title: &str, script: Option<&'static str>, main: AnyView) -> AnyView {
    bare_with(assets, language, title, script, "lost", main)
}

/// The same with more on it.
pub fn bare_with(
    assets: Assets,
    language: Language,
    title: &str,
    script: Option<&'static str>,
    class: &'static str,
    main: AnyView,
) -> AnyView {
    let page = Plain { script, ..Plain::new(assets, Reader::unknown(language, "resident"), title.to_owned()) };
    plain::document(page, |_| Content::alone(class, main))
}
