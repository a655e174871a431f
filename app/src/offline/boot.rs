//! Starts the application without a page from the server: from what the device holds.

use super::unreachable::{Why, unreachable};
use crate::facts::PageFacts;
use crate::looks::{audience, text_size_class};
use crate::place::is_page;
use crate::replica::browser::Browser;
use crate::replica::keeper;
use crate::routes::{App, AppProps, Program, own_page, start_page, wards_own};
use crate::words::{Words, provide_words};
use domain::access::{Scope, Theme};
use domain::catalogue::Language;
use domain::sync::Snapshot;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use std::cell::Cell;

thread_local! {
    static BOOTED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this page was made from what the device holds.
pub fn is_booted() -> bool {
    BOOTED.get()
}

pub async fn boot(browser: Browser, programs: &'static [Program]) {
    BOOTED.set(true);
    keeper::open(&browser).await;
    let was_kept = keeper::ask(|keeper| keeper.device.snapshot().is_some()) == Some(true);
    keeper::expire(&browser).await;
    let view = keeper::ask(|keeper| keeper.view(browser.clock())).flatten();
    match view.filter(|view| !matches!(view.viewer.scope, Scope::Office { .. })) {
        Some(snapshot) => open(&browser, snapshot, programs),
        None if keeper::ask(|keeper| keeper.device.is_revoked()) == Some(true) => say_why(&browser, Why::Revoked),
        None => say_why(&browser, if was_kept { Why::Expired } else { Why::NothingKept }),
    }
}

fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

fn open(browser: &Browser, snapshot: Snapshot, programs: &'static [Program]) {
    let viewer = &snapshot.viewer;
    let path = path();
    let address = match path.strip_prefix("/go/") {
        Some(page) => Some(own_page(&viewer.scope, page)),
        None if path == "/" => Some(start_page(&viewer.scope)),
        None => wards_own(&viewer.scope, &path),
    };
    // The shell opens the shop where the address does not tell; a ward then goes on to its own program.
    if let Some(address) = address.as_deref().filter(|address| !is_page(programs, address)) {
        return browser.leave(address);
    }
    let (language, theme) = (viewer.language.code(), viewer.theme.code());
    browser.dress(language, theme, text_size_class(viewer.text_size), audience(viewer), address.as_deref());
    let pictograms = pictograms();
    mount_to_body(move || App(AppProps { facts: PageFacts { snapshot, flash: None, pictograms }, programs }));
}

/// Nobody is known here: the page tries again by itself when there is a network.
fn say_why(browser: &Browser, why: Why) {
    let language = if browser.language().starts_with("en") { Language::En } else { Language::Nl };
    browser.dress(language.code(), Theme::Light.code(), text_size_class(100), "family", None);
    browser.try_again_later();
    let unsent = keeper::ask(|keeper| keeper.device.outbox().count()).unwrap_or(0);
    let pictograms = pictograms();
    mount_to_body(move || {
        provide_meta_context();
        provide_words(language);
        provide_context(crate::ui::pictogram::Pictograms(pictograms));
        unreachable(Words::new(language), why, &path(), unsent)
    });
}

/// The shell names the picture file of its build.
fn pictograms() -> String {
    let html = document().document_element();
    html.and_then(|html| html.get_attribute("data-pictograms")).unwrap_or_default()
}
