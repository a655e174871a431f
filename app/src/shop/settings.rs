//! How the screen looks: size of letters, light or dark, language. A plain form: it follows the person, not the tablet.

use crate::t;
use crate::ui::{Pictogram, Scene};
use domain::access::Theme;
use domain::catalogue::Language;
use leptos::prelude::*;

const ACTION: &str = "/preferences";

#[must_use]
pub fn settings(scene: &Scene<'_>) -> AnyView {
    let words = scene.words;
    let viewer = &scene.view.viewer;
    let sizes = [
        ("100", t!(words, "text-100")),
        ("125", t!(words, "text-125")),
        ("150", t!(words, "text-150")),
        ("200", t!(words, "text-200")),
    ];
    let themes = [
        (Theme::Light, t!(words, "theme-light")),
        (Theme::Dark, t!(words, "theme-dark")),
        (Theme::Auto, t!(words, "theme-auto")),
    ];
    let languages = [(Language::Nl, t!(words, "language-nl")), (Language::En, t!(words, "language-en"))];
    let size = viewer.text_size.to_string();
    let size_buttons =
        sizes.map(|(value, name)| option("text_size", value, None, name, value == size).into_any()).into_iter();
    let theme_buttons =
        themes.map(|(theme, name)| option("theme", theme.code(), None, name, theme == viewer.theme).into_any());
    let language_buttons = languages.map(|(language, name)| {
        option("language", language.code(), Some(language.code()), name, language == viewer.language)
    });
    view! {
        <details class="why settings">
            <summary>{t!(words, "settings-title")} <Pictogram name="caret-down" line=true /></summary>
            <form class="why-body" method="post" action=ACTION>
                <input type="hidden" name="next" value=scene.link("help") />
                <fieldset>
                    <legend>{t!(words, "settings-size")}</legend>
                    <div class="acts">{size_buttons.collect_view()}</div>
                </fieldset>
                <fieldset>
                    <legend>{t!(words, "settings-theme")}</legend>
                    <div class="acts">{theme_buttons.into_iter().collect_view()}</div>
                </fieldset>
                <fieldset>
                    <legend>{t!(words, "settings-language")}</legend>
                    <div class="acts">{language_buttons.into_iter().collect_view()}</div>
                </fieldset>
            </form>
        </details>
    }
    .into_any()
}

fn option(name: &'static str, value: &'static str, lang: Option<&'static str>, says: String, chosen: bool) -> AnyView {
    view! {
        <button class="button" type="submit" name=name value=value lang=lang aria-pressed=chosen.then_some("true")>
            {says}
        </button>
    }
    .into_any()
}
