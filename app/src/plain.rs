//! The document around the pages that the server makes alone: whole when they leave, and no program takes them over. Areas
//! differ in values only: who reads, and what stands above and below.

use crate::looks::{audience, text_size_class, theme_code};
use crate::shell::{Assets, DocumentTitle, Head, Water};
use crate::t;
use crate::ui::pictogram::Pictograms;
use crate::ui::{Cup, CupSize, Glyph};
use crate::words::{Words, provide_words};
use domain::access::{Theme, Viewer};
use domain::amount::Amount;
use domain::catalogue::Language;
use leptos::prelude::*;

/// Whom a page is for, as its `<html>` and `<body>` say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader {
    pub language: Language,
    pub theme: Theme,
    /// In per cent.
    pub text_size: u16,
    /// Picks the scale of text and targets: see [`audience`].
    pub audience: &'static str,
}

impl Reader {
    /// Somebody who is signed in, in the look that they chose.
    #[must_use]
    pub const fn of(viewer: &Viewer) -> Self {
        Self { language: viewer.language, theme: viewer.theme, text_size: viewer.text_size, audience: audience(viewer) }
    }

    /// Somebody of whom nothing is known but the language.
    #[must_use]
    pub const fn unknown(language: Language, audience: &'static str) -> Self {
        Self { language, theme: Theme::Light, text_size: 100, audience }
    }
}

/// A page, but for what stands in it.
#[derive(Clone, Debug)]
pub struct Plain {
    pub assets: Assets,
    pub reader: Reader,
    /// What the page is called, without the name of the app.
    pub title: String,
    /// Of the body.
    pub class: Option<&'static str>,
    /// The address of a small script of the page's own.
    pub script: Option<&'static str>,
}

impl Plain {
    #[must_use]
    pub const fn new(assets: Assets, reader: Reader, title: String) -> Self {
        Self { assets, reader, title, class: None, script: None }
    }
}

/// What stands in a page.
pub struct Content {
    /// Bars and ways: whoever reads with keys can skip them.
    pub before: Option<AnyView>,
    pub main: AnyView,
    /// Of the main part.
    pub class: Option<&'static str>,
    pub after: Option<AnyView>,
}

impl Content {
    /// One thing in the middle and nothing around it.
    #[must_use]
    pub const fn alone(class: &'static str, main: AnyView) -> Self {
        Self { before: None, main, class: Some(class), after: None }
    }
}

/// The whole document. `make` is called once everything that the parts of a page may use is known.
pub fn document(page: Plain, make: impl FnOnce(Words) -> Content) -> AnyView {
    let Plain { assets, reader, title, class, script } = page;
    let words = Words::new(reader.language);
    provide_words(words.language);
    provide_context(Pictograms(assets.pictograms.clone()));
    let title = t!(words, "page-title", page = title, app = t!(words, "app-name"));
    let Content { before, main, class: main_class, after } = make(words);
    let skip = before.is_some().then(|| {
        view! {
            <a class="skip" href="#content">
                {t!(words, "skip-to-content")}
            </a>
        }
    });
    view! {
        <!DOCTYPE html>
        <html lang=words.language.code() data-theme=theme_code(reader.theme) class=text_size_class(reader.text_size)>
            <head>
                <Head assets=assets />
                <DocumentTitle text=title />
                {script.map(|script| view! { <script type="module" src=script></script> })}
            </head>
            <body data-audience=reader.audience class=class>
                {skip}
                {before}
                <main id="content" class=main_class>
                    {main}
                </main>
                {after}
                <Water />
            </body>
        </html>
    }
    .into_any()
}

/// The cup and the name of the app.
#[must_use]
pub fn brand(words: Words) -> AnyView {
    view! {
        <p class="brand">
            <Cup left=Amount::cents(60) full=Amount::cents(100) size=CupSize::Small />
            {t!(words, "app-name")}
        </p>
    }
    .into_any()
}

/// Above a page for who still stands outside: which app this is, and the address of the same page in the other language;
/// `None` where the language is the person's own.
#[must_use]
pub fn door_top(words: Words, other_language: Option<String>) -> AnyView {
    let other = words.language.other().code();
    view! {
        <header class="door-top">
            {brand(words)}
            {other_language
                .map(|address| {
                    view! {
                        <a class="button" href=address lang=other>
                            {t!(words, "other-language")}
                        </a>
                    }
                })}
        </header>
    }
    .into_any()
}

/// Above a page of the ward: the way back, what the page is about, and who holds the tablet. `class` says more of the bar.
#[must_use]
pub fn ward_top(class: &'static str, back: (String, String), title: String, who: Option<String>) -> AnyView {
    let (address, says) = back;
    view! {
        <header class=class>
            <a class="button" href=address>
                <Glyph name="arrow-left" />
                {says}
            </a>
            <div class="topbar-title">
                <h1 tabindex="-1">{title}</h1>
                {who.map(|who| view! { <p>{who}</p> })}
            </div>
        </header>
    }
    .into_any()
}

/// One thing that can be done, as a form with one button; `full` says it with what it is done to.
#[must_use]
pub fn act(address: String, says: String, full: String) -> AnyView {
    view! {
        <form method="post" action=address>
            <button class="button" aria-label=full>
                {says}
            </button>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(reader: Reader, before: bool) -> String {
        Owner::new_root(None).with(|| {
            document(Plain::new(Assets::default(), reader, "A & B".to_owned()), |_| Content {
                before: before.then(|| view! { <nav></nav> }.into_any()),
                ..Content::alone("lost", view! { <h1></h1> }.into_any())
            })
            .to_html()
        })
    }

    #[test]
    fn a_page_is_in_the_look_of_whoever_reads_it() {
        let known = Reader { theme: Theme::Dark, text_size: 150, ..Reader::unknown(Language::En, "ward") };
        let html = page(known, false);
        for part in ["lang=\"en\"", "data-theme=\"dark\"", "class=\"text-150\"", "data-audience=\"ward\""] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(html.contains("A &amp; B · Bekertje</title>"), "{html}");
        let unknown = page(Reader::unknown(Language::Nl, "family"), false);
        assert!(unknown.contains("lang=\"nl\"") && !unknown.contains("data-theme"), "{unknown}");
    }

    #[test]
    fn what_stands_before_a_page_can_be_skipped() {
        let reader = Reader::unknown(Language::Nl, "family");
        assert!(page(reader, true).contains("href=\"#content\""));
        assert!(!page(reader, false).contains("href=\"#content\""));
    }
}
