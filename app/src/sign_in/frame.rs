//! The document around the pages of signing in.

use crate::shell::{Assets, DocumentTitle, Head, Water};
use crate::t;
use crate::ui::pictogram::Pictograms;
use crate::ui::{Cup, CupSize, Glyph};
use crate::words::{Words, provide_words};
use domain::amount::Amount;
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
    let words = frame.words();
    provide_words(words.language);
    provide_context(Pictograms(frame.assets.pictograms.clone()));
    let content = main().into_any();
    let document_title = t!(words, "sign-in-page-title", page = &title, app = t!(words, "app-name"));
    let other = match words.language {
        Language::Nl => Language::En,
        Language::En => Language::Nl,
    };
    view! {
        <!DOCTYPE html>
        <html lang=words.language.code()>
            <head>
                <Head assets=frame.assets />
                <DocumentTitle text=document_title />
            </head>
            <body data-audience="family" class="door sign-in">
                <a class="skip" href="#content">
                    {t!(words, "skip-to-content")}
                </a>
                <header class="door-top">
                    <p class="brand">
                        <Cup left=Amount::cents(60) full=Amount::cents(100) size=CupSize::Small />
                        {t!(words, "app-name")}
                    </p>
                    {frame
                        .other_language
                        .map(|address| {
                            view! {
                                <a class="button" href=address lang=other.code()>
                                    {t!(words, "sign-in-other-language")}
                                </a>
                            }
                        })}
                </header>
                <main id="content">
                    <h1 tabindex="-1">{title}</h1>
                    {content}
                </main>
                <Water />
            </body>
        </html>
    }
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
