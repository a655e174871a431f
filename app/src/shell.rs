//! The document around the pages: language, theme, style sheet, fonts, and the facts that the browser starts from. No
//! inline script: the content security policy forbids it.

use crate::facts::{FACTS_ELEMENT, PageFacts};
use crate::looks::{audience, text_size_class, theme_code};
use crate::plain::{self, Content, Plain, Reader};
use crate::routes::{App, SHOP, WARD};
use domain::ids::PersonId;
use leptos::prelude::*;
use leptos_meta::MetaTags;

/// The hashed addresses of what a page needs, from the bundle's manifest.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// The name of the build: see [`crate::program`].
    pub build: String,
    /// A developer runs the server.
    pub dev: bool,
    pub style: String,
    pub start: String,
    /// For hands that tremble: it comes before the page does.
    pub steady: String,
    /// Locks the screens of a ward's tablet that is left alone.
    pub lock: String,
    pub pictograms: String,
    pub fonts: Vec<String>,
    /// The service worker; empty when the operator turned starting without network off.
    pub worker: String,
}

/// The JSON of the facts, safe inside a script element.
fn embed(facts: &PageFacts) -> String {
    serde_json::to_string(facts).unwrap_or_default().replace('<', "\\u003c")
}

/// Who holds the ward's tablet that a document is for. Where it is known, the screen locks itself when it is left alone:
/// whoever makes the document provides it, so that no page can forget.
#[derive(Clone, Copy, Debug)]
pub struct HeldBy(pub PersonId);

/// The head that all documents share.
#[component]
pub fn Head(assets: Assets, #[prop(optional)] with_program: bool) -> impl IntoView {
    let lock = use_context::<HeldBy>().map(|HeldBy(person)| {
        view! {
            <meta name="shift" content=person.to_string() />
            <script type="module" src=assets.lock.clone()></script>
        }
    });
    view! {
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="theme-color" content="#fbf6ee" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/icon-180.png" />
        {assets
            .fonts
            .into_iter()
            .map(|font| view! { <link rel="preload" href=font r#as="font" type="font/woff2" crossorigin="anonymous" /> })
            .collect_view()}
        <link rel="stylesheet" href=assets.style />
        {lock}
        {(with_program && !assets.start.is_empty())
            .then(|| {
                view! {
                    <script src=assets.steady></script>
                    <script type="module" src=assets.start></script>
                }
            })}
    }
}

/// The gradients of the water, once per document.
#[component]
pub fn Water() -> impl IntoView {
    view! {
        <svg class="sprite" aria-hidden="true" focusable="false">
            <defs>
                <linearGradient id="water" x1="0" y1="0" x2="0" y2="1">
                    <stop class="stop-top" offset="0"></stop>
                    <stop class="stop-mid" offset=".45"></stop>
                    <stop class="stop-deep" offset="1"></stop>
                </linearGradient>
                <linearGradient id="water-side" x1="0" y1="0" x2="1" y2="0">
                    <stop class="stop-side" offset="0" stop-opacity=".34"></stop>
                    <stop class="stop-side" offset=".2" stop-opacity="0"></stop>
                    <stop class="stop-side" offset=".78" stop-opacity="0"></stop>
                    <stop class="stop-side" offset="1" stop-opacity=".22"></stop>
                </linearGradient>
            </defs>
        </svg>
    }
}

/// A page of residents, family or ward, and the program that takes it over.
#[must_use]
pub fn document(facts: PageFacts, program: &'static str, assets: Assets, on_shared: bool) -> impl IntoView {
    let viewer = &facts.snapshot.viewer;
    let shared = on_shared.then(|| leave_shared(viewer));
    let theme = theme_code(viewer.theme);
    let language = viewer.language.code();
    let audience = audience(viewer);
    let size = text_size_class(viewer.text_size);
    let manifest = crate::install::manifest_address(audience, viewer.language);
    let embedded = embed(&facts);
    let (build, worker, dev) = (assets.build.clone(), assets.worker.clone(), assets.dev);
    view! {
        <!DOCTYPE html>
        <html lang=language data-theme=theme class=size data-program=program data-build=build data-worker=worker data-dev=dev>
            <head>
                <Head assets=assets with_program=true />
                <link rel="manifest" href=manifest />
                <MetaTags />
            </head>
            <body data-audience=audience>
                <App facts=facts programs=&[SHOP, WARD] />
                <Water />
                {shared}
                <script type="application/json" id=FACTS_ELEMENT inner_html=embedded></script>
            </body>
        </html>
    }
}

/// On a tablet that several people share: whose shop this is, and the way back to the question who you are. The program knows
/// nothing of it: it stands behind the pages.
fn leave_shared(viewer: &domain::access::Viewer) -> AnyView {
    let words = crate::words::Words::new(viewer.language);
    view! {
        <aside>
            <form class="shared" method="post" action=crate::tablet::DONE>
                <p>{crate::t!(words, "who-here", name = &viewer.actor.name)}</p>
                <button class="button">{crate::t!(words, "who-done")}</button>
            </form>
        </aside>
    }
    .into_any()
}

/// The page that a tablet keeps to start without network. Nobody's data are in it: the program in the browser makes the
/// pages from what the device holds.
#[must_use]
pub fn app_shell(assets: Assets) -> impl IntoView {
    let words = crate::words::Words::new(domain::catalogue::Language::Nl);
    let name = crate::t!(words, "app-name");
    let (build, worker, pictograms) = (assets.build.clone(), assets.worker.clone(), assets.pictograms.clone());
    view! {
        <!DOCTYPE html>
        <html lang="nl" data-start="boot" data-build=build data-worker=worker data-pictograms=pictograms>
            <head>
                <DocumentTitle text=name.clone() />
                <Head assets=assets with_program=true />
            </head>
            <body data-audience="family">
                <Water />
                <main id="starting" class="lost">
                    <h1>{name}</h1>
                </main>
                {crate::shift::unlock(words)}
            </body>
        </html>
    }
}

/// For a tablet that was taken back: says so, and where the device still keeps something, starts the program on it, which sends
/// what waits, hears that the device counts no more, and wipes it. Nobody's data are in it.
#[must_use]
pub fn farewell(words: crate::words::Words, assets: Assets) -> impl IntoView {
    let title = crate::t!(words, "problem-revoked-title");
    let (build, pictograms) = (assets.build.clone(), assets.pictograms.clone());
    view! {
        <!DOCTYPE html>
        <html lang=words.language.code() data-start="boot" data-build=build data-pictograms=pictograms>
            <head>
                <DocumentTitle text=title.clone() />
                <Head assets=assets />
                <script type="module" src="/farewell.js"></script>
            </head>
            <body data-audience="family">
                <Water />
                <main id="starting" class="lost">
                    <h1>{title}</h1>
                    <p>{crate::t!(words, "problem-revoked-text")}</p>
                </main>
            </body>
        </html>
    }
}

/// The title of a document that has no router. As one piece of text: a title shows the marks that erased views leave
/// between their pieces.
#[component]
pub fn DocumentTitle(text: String) -> impl IntoView {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    view! { <title inner_html=escaped></title> }
}

/// A page that says what went wrong. It needs nothing else to work: no session, no style sheet, no program.
#[must_use]
pub fn problem(words: crate::words::Words, assets: Assets, status: u16) -> impl IntoView {
    use crate::t;
    let (title, text) = match status {
        401 => (t!(words, "problem-not-signed-in-title"), t!(words, "problem-not-signed-in-text")),
        403 => (t!(words, "problem-foreign-title"), t!(words, "problem-foreign-text")),
        404 => (t!(words, "not-found-title"), t!(words, "not-found-text")),
        410 => (t!(words, "problem-revoked-title"), t!(words, "problem-revoked-text")),
        429 => (t!(words, "problem-too-often-title"), t!(words, "problem-too-often-text")),
        422 => (t!(words, "problem-unreadable-title"), t!(words, "problem-unreadable-text")),
        _ => (t!(words, "problem-internal-title"), t!(words, "problem-internal-text")),
    };
    let page = Plain::new(assets, Reader::unknown(words.language, "family"), title.clone());
    plain::document(page, move |words| {
        let main = view! {
            <h1>{title}</h1>
            <p>{text}</p>
            <a class="button button-primary" href="/">
                {t!(words, "not-found-go")}
            </a>
        };
        Content::alone("lost", main.into_any())
    })
}

#[cfg(test)]
pub mod tests {
    use super::{Assets, document};
    use crate::facts::{Flash, PageFacts};
    use crate::place::Address;
    use domain::sync::Snapshot;
    use leptos::prelude::*;
    use leptos_meta::ServerMetaContext;

    /// What people see of a page as the server makes it.
    pub fn page(view: &Snapshot, program: &'static str, path: &str, flash: Option<Flash>) -> String {
        let facts = PageFacts { snapshot: view.clone(), flash, pictograms: String::new() };
        let owner = Owner::new_root(None);
        owner.with(|| {
            provide_context(Address::read(path));
            provide_context(ServerMetaContext::new().0);
            let html = document(facts, program, Assets::default(), false).to_html();
            // The facts travel along; what people see ends before them.
            html.split("<script").next().unwrap().to_owned()
        })
    }
}
