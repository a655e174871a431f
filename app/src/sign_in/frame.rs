//! The document around the pages of signing in.

use crate::plain::{self, Content, Plain, Reader, door_top};
use crate::shell::Assets;
use crate::ui::Glyph;
use crate::words::Words;
use domain::catalogue::Language;
use leptos::prelude::*;

/// What every one of these pages needs.
#[derive(Clone, Debug)]
pub struct Frame {
    pub assets: Assets,
    pub language: Language,
    /// The name of the home.
    pub home: String,
    /// The address at which the same page stands in the other language; `None` where the language is the person's own.
    pub other_language: Option<String>,
}

impl Frame {
    #[must_use]
    pub const fn words(&self) -> Words {
        Words::new(self.language)
    }
}

pub(super) fn document<V: IntoView + 'static>(frame: Frame, title: String, main: impl FnOnce() -> V) -> impl IntoView {
    let Frame { assets, language, home: _, other_language } = frame;
    let page =
        Plain { class: Some("door sign-in"), ..Plain::new(assets, Reader::unknown(language, "family"), title.clone()) };
    plain::document(page, move |words| {
        let content = main().into_any();
        let main = view! {
            <h1 tabindex="-1">{title}</h1>
            {content}
        };
        let before = Some(door_top(words, other_language));
        Content { before, main: main.into_any(), class: None, after: None }
    })
}

/// What went wrong and what to do.
pub fn amber(text: String) -> AnyView {
    view! {
        <div class="notice notice-amber" role="alert">
            <Glyph name="triangle-alert" />
            <p>{text}</p>
        </div>
    }
    .into_any()
}

/// What was done.
pub fn good(text: String) -> AnyView {
    view! {
        <div class="notice notice-good" role="status">
            <Glyph name="circle-check" />
            <p>{text}</p>
        </div>
    }
    .into_any()
}

/// A QR code: so many points wide, and the path of the dark ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    pub width: usize,
    pub path: String,
}

/// Dark on white in every theme: cameras expect it.
#[must_use]
pub fn qr_picture(qr: Qr, name: String) -> AnyView {
    let Qr { width, path } = qr;
    view! {
        <svg class="qr" viewBox=format!("0 0 {width} {width}") role="img" aria-label=name>
            <path class="qr-ground" d=format!("M0 0h{width}v{width}h-{width}z")></path>
            <path d=path></path>
        </svg>
    }
    .into_any()
}
