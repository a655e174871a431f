//! The program of the shop. Called by `start.js` (docs/decisions/0008).
#![cfg(target_arch = "wasm32")]

use app::replica::browser::Browser;
use app::routes::{Program, SHOP};
use wasm_bindgen::prelude::wasm_bindgen;

const PAGES: &[Program] = &[SHOP];

#[wasm_bindgen]
pub fn hydrate(browser: &Browser) {
    app::hydrate(browser, PAGES);
}

#[wasm_bindgen]
pub async fn boot(browser: Browser) {
    app::boot(browser, PAGES).await;
}
