//! Whether the program in the browser is in charge of the page. Until it is, and when it no longer is, links and forms
//! are the browser's own and go to the server, where everything works as well. It does not take charge of a page that a
//! server made from other sources, because nothing would stand where it looks for it; it lets go after a mistake of its
//! own, and when the server has a newer program: the next tap brings that one.

/// The sources that this program was made from. The server's and the browser's must be the same.
pub const SOURCES: &str = env!("BEKERTJE_SOURCES");

/// The name of the whole build: the sources and the site. Every page carries it, and the server tells it to open pages.
#[cfg(feature = "hydrate")]
const BUILD_ATTRIBUTE: &str = "data-build";

/// On the pages of a server that a developer runs: they reload when there is a newer program.
#[cfg(feature = "hydrate")]
const DEV_ATTRIBUTE: &str = "data-dev";

#[cfg(feature = "ssr")]
#[must_use]
pub fn build(site: &str) -> String {
    format!("{SOURCES}-{site}")
}

#[cfg(feature = "hydrate")]
pub use browser::*;

#[cfg(feature = "hydrate")]
mod browser {
    use super::{BUILD_ATTRIBUTE, DEV_ATTRIBUTE, SOURCES};
    use std::cell::Cell;
    use web_sys::{Element, window};

    thread_local! {
        static IN_CHARGE: Cell<bool> = const { Cell::new(false) };
        static IS_OLD: Cell<bool> = const { Cell::new(false) };
    }

    fn page() -> Option<Element> {
        window()?.document()?.document_element()
    }

    fn page_build() -> Option<String> {
        page()?.get_attribute(BUILD_ATTRIBUTE)
    }

    /// Whether the page was made from the same sources.
    #[must_use]
    pub fn fits_the_page() -> bool {
        page_build().is_some_and(|build| build.split('-').next() == Some(SOURCES))
    }

    #[must_use]
    pub fn is_in_charge() -> bool {
        IN_CHARGE.get()
    }

    pub fn take_charge() {
        IN_CHARGE.set(true);
    }

    /// A mistake in the program must not leave a page on which nothing works.
    pub fn let_go_after_a_mistake() {
        std::panic::set_hook(Box::new(|mistake| {
            IN_CHARGE.set(false);
            console_error_panic_hook::hook(mistake);
        }));
    }

    /// The server said which build it has. True when this page is of another one.
    pub fn hear_build(build: &str) -> bool {
        let is_old = page_build().is_some_and(|own| own != build);
        if is_old && page().is_some_and(|page| page.has_attribute(DEV_ATTRIBUTE)) {
            let _ = window().map(|window| window.location().reload());
        }
        IS_OLD.set(is_old);
        is_old
    }

    /// Nothing waits on this device: a program that is old may go.
    pub fn let_go_if_old() {
        if IS_OLD.get() {
            IN_CHARGE.set(false);
        }
    }
}
