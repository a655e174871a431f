//! The documents around these pages: the ward's, with who holds the tablet, and the one of a tablet that is no one's yet.

use crate::looks::text_size_class;
use crate::shell::{Assets, DocumentTitle, Head};
use crate::t;
use crate::ui::Glyph;
use crate::ui::pictogram::Pictograms;
use crate::words::{Words, provide_words};
use domain::access::{Theme, Viewer};
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
    let words = frame.words();
    provide_words(words.language);
    provide_context(Pictograms(frame.assets.pictograms.clone()));
    let theme = match frame.viewer.theme {
        Theme::Light => None,
        theme => Some(theme.code()),
    };
    let size = text_size_class(frame.viewer.text_size);
    let main = main(words);
    let (href, back) = (back.0.to_owned(), back.1);
    view! {
        <!DOCTYPE html>
        <html lang=words.language.code() data-theme=theme class=size>
            <head>
                <Head assets=frame.assets.clone() />
                <DocumentTitle text=format!("{title} · {}", t!(words, "app-name")) />
            </head>
            <body data-audience="ward">
                <a class="skip" href="#content">
                    {t!(words, "skip-to-content")}
                </a>
                <header class="topbar">
                    <a class="button" href=href>
                        <Glyph name="arrow-left" />
                        {back}
                    </a>
                    <div class="topbar-title">
                        <h1 tabindex="-1">{title}</h1>
                        <p>{t!(words, "tablet-who", ward = &frame.ward_name, name = &frame.viewer.actor.name)}</p>
                    </div>
                </header>
                <main id="content" class="tablets">
                    {main}
                </main>
            </body>
        </html>
    }
    .into_any()
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
    let words = Words::new(language);
    view! {
        <!DOCTYPE html>
        <html lang=language.code()>
            <head>
                <Head assets=assets />
                <DocumentTitle text=format!("{title} · {}", t!(words, "app-name")) />
                {script.map(|script| view! { <script type="module" src=script></script> })}
            </head>
            <body data-audience="resident">
                <main id="content" class=class>
                    {main}
                </main>
            </body>
        </html>
    }
    .into_any()
}
