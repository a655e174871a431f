//! The document around these pages, in the look of whoever reads: bar with *Back*, content, help at the bottom.

use crate::plain::{self, Content, Plain, Reader};
use crate::shell::Assets;
use crate::t;
use crate::ui::Pictogram;
use crate::words::Words;
use domain::access::{Scope, Viewer};
use leptos::prelude::*;

/// What every page of the log needs.
#[derive(Clone, Debug)]
pub struct Frame {
    pub assets: Assets,
    pub viewer: Viewer,
    pub home: String,
    /// The program runs with demo data.
    pub demo: bool,
}

/// Where *Back* and *Help* lead.
pub struct Ways {
    pub back: String,
    /// The pages of the resident, for the bar of family; nothing for staff.
    pub resident: Option<String>,
}

pub fn document<V: IntoView + 'static>(
    frame: Frame,
    title: String,
    ways: Ways,
    main: impl FnOnce(Words) -> V,
) -> impl IntoView {
    let Frame { assets, viewer, home: _, demo } = frame;
    let reader = Reader::of(&viewer);
    let top = if reader.audience == "family" { "for for-slim" } else { "topbar" };
    plain::document(Plain::new(assets, reader, title), move |words| {
        let before = view! {
            <header class=top>
                <a class="button" href=ways.back>
                    <Pictogram name="arrow-left" />
                    {t!(words, "topbar-back")}
                </a>
            </header>
        };
        let after = view! {
            {demo
                .then(|| {
                    view! {
                        <aside class="demo foot" aria-label=t!(words, "demo-label")>
                            <b>{t!(words, "demo-note")}</b>
                        </aside>
                    }
                })}
            {ways.resident.map(|resident| bottom(words, &viewer.scope, &resident))}
        };
        Content {
            before: Some(before.into_any()),
            main: main(words).into_any(),
            class: Some("stack log"),
            after: Some(after.into_any()),
        }
    })
}

/// Help in the same place as on every other page.
fn bottom(words: Words, scope: &Scope, resident: &str) -> AnyView {
    let help = format!("{resident}/help");
    if !matches!(scope, Scope::Family { .. }) {
        return view! {
            <nav class="dock" aria-label=t!(words, "dock-label")>
                <div>
                    <a class="helpbutton" href=help>
                        <Pictogram name="hand-heart" />
                        {t!(words, "dock-help")}
                    </a>
                </div>
            </nav>
        }
        .into_any();
    }
    let tab = |address: String, picture: &'static str, word: String| {
        view! {
            <a href=address>
                <Pictogram name=picture />
                {word}
            </a>
        }
    };
    view! {
        <footer class="thumb">
            <nav class="tabbar" aria-label=t!(words, "family-tabs")>
                {tab(resident.to_owned(), "house", t!(words, "family-tab-home"))}
                {tab(format!("{resident}/shop"), "storefront", t!(words, "family-tab-shop"))}
                {tab(format!("{resident}/week"), "calendar-dots", t!(words, "family-tab-week"))}
                {tab(help, "hand-heart", t!(words, "family-tab-help"))}
            </nav>
        </footer>
    }
    .into_any()
}
