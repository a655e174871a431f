//! How the app looks on the home screen of a tablet or phone: one web manifest for each audience and language.

use crate::t;
use crate::words::Words;
use domain::catalogue::Language;
use serde_json::{Value, json};

/// `None` for an audience that has no app of its own.
#[must_use]
pub fn web_manifest(audience: &str, language: Language) -> Option<Value> {
    let words = Words::new(language);
    let shortcut = |name: String, url: &str| json!({ "name": name, "url": url });
    let shop = || {
        vec![
            shortcut(t!(words, "home-shop"), "/go/shop"),
            shortcut(t!(words, "home-week"), "/go/week"),
            shortcut(t!(words, "dock-help"), "/go/help"),
        ]
    };
    let (name, start, shortcuts) = match audience {
        "resident" => (t!(words, "app-name"), "/", shop()),
        "family" => (t!(words, "install-family"), "/", shop()),
        "ward" => {
            let today = shortcut(t!(words, "install-today"), "/ward");
            let residents = shortcut(t!(words, "ward-residents"), "/ward/residents");
            let waiting = shortcut(t!(words, "waiting-title"), "/ward/waiting");
            (t!(words, "install-ward"), "/ward", vec![today, residents, waiting])
        }
        _ => return None,
    };
    let icon = |src: &str, sizes: &str, kind: &str, purpose: &str| json!({ "src": src, "sizes": sizes, "type": kind, "purpose": purpose });
    Some(json!({
        "id": format!("/?app={audience}"),
        "name": name,
        "short_name": t!(words, "app-name"),
        "description": t!(words, "install-description"),
        "lang": language.code(),
        "dir": "ltr",
        "start_url": start,
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbf6ee",
        "theme_color": "#fbf6ee",
        "icons": [
            icon("/icon.svg", "any", "image/svg+xml", "any"),
            icon("/icon-192.png", "192x192", "image/png", "any"),
            icon("/icon-512.png", "512x512", "image/png", "any"),
            icon("/icon-maskable.svg", "any", "image/svg+xml", "maskable"),
            icon("/icon-maskable-512.png", "512x512", "image/png", "maskable"),
        ],
        "shortcuts": shortcuts,
    }))
}

/// The address of the manifest for who looks at a page.
#[must_use]
pub fn manifest_address(audience: &str, language: Language) -> String {
    format!("/app/{audience}.{}.webmanifest", language.code())
}
