//! What people see. The same pages render on the server and in the browser; every page of residents, family and ward
//! reads only from a replica.
#![recursion_limit = "256"]

pub mod facts;
pub mod family;
pub mod looks;
pub mod not_found;
pub mod offline;
pub mod place;
pub mod program;
pub mod replica;
pub mod routes;
pub mod shop;
pub mod ui;
pub mod ward;
pub mod words;

// Pages that are made on the server only: they cost the browser nothing.
#[cfg(feature = "ssr")]
pub mod council;
#[cfg(feature = "ssr")]
pub mod door;
#[cfg(feature = "ssr")]
pub mod install;
#[cfg(feature = "ssr")]
pub mod log;
#[cfg(feature = "ssr")]
pub mod office;
#[cfg(feature = "ssr")]
pub mod plain;
#[cfg(feature = "ssr")]
pub mod provider;
#[cfg(feature = "ssr")]
pub mod relatives;
#[cfg(feature = "ssr")]
pub mod security;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod shift;
#[cfg(feature = "ssr")]
pub mod sign_in;
#[cfg(feature = "ssr")]
pub mod supporter;
#[cfg(feature = "ssr")]
pub mod tablet;

/// Takes over the page that the server made. Each program calls it with its own pages.
#[cfg(feature = "hydrate")]
pub fn hydrate(browser: &replica::browser::Browser, programs: &'static [routes::Program]) {
    program::let_go_after_a_mistake();
    if !program::fits_the_page() {
        return;
    }
    replica::browser::provide(browser);
    if let Some(facts) = facts::read_from_page() {
        leptos::mount::hydrate_body(move || routes::App(routes::AppProps { facts, programs }));
        program::take_charge();
    }
}

/// In the shell that a device keeps: makes the page from what the device holds.
#[cfg(feature = "hydrate")]
pub async fn boot(browser: replica::browser::Browser, programs: &'static [routes::Program]) {
    program::let_go_after_a_mistake();
    replica::browser::provide(&browser);
    offline::boot::boot(browser, programs).await;
    program::take_charge();
}
