//! What the program leaves to the browser: `public/device.js`.

use domain::calendar::Timestamp;
use domain::ids::{OpId, PersonId};
use domain::json;
use domain::sync::device::{DeviceClock, Row, Write};
use domain::sync::wire::SecondCopy;
use serde::Deserialize;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The object `device` of `device.js`.
    #[derive(Clone)]
    pub type Browser;
    #[wasm_bindgen(method, catch, js_name = rows)]
    async fn rows_json(this: &Browser) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = write)]
    async fn write_json(this: &Browser, expects: &str, writes: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = exchange)]
    async fn exchange_json(this: &Browser, method: &str, address: &str, body: Option<&str>)
    -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, js_name = copied)]
    fn copied_json(this: &Browser) -> String;
    #[wasm_bindgen(method, js_name = copies)]
    fn copies_json(this: &Browser, ids: &str) -> String;
    #[wasm_bindgen(method, js_name = copy)]
    fn copy_json(this: &Browser, key: &str, keep: &str, add: &str);
    #[wasm_bindgen(method, js_name = clock)]
    fn clock_json(this: &Browser) -> String;
    #[wasm_bindgen(method)]
    pub fn start(
        this: &Browser,
        round: &Closure<dyn Fn() -> js_sys::Promise>,
        stored: &Closure<dyn Fn()>,
        heard: &Closure<dyn Fn(bool)>,
        version: &Closure<dyn Fn()>,
        build: &Closure<dyn Fn(String)>,
        leaving: &Closure<dyn Fn()>,
    );
    /// There is something to send.
    #[wasm_bindgen(method)]
    pub fn send(this: &Browser);
    #[wasm_bindgen(method, js_name = useNewVersion)]
    pub fn use_new_version(this: &Browser);
    #[wasm_bindgen(method)]
    pub fn dress(this: &Browser, language: &str, theme: &str, size: &str, audience: &str, address: Option<&str>);
    #[wasm_bindgen(method)]
    pub fn language(this: &Browser) -> String;
    #[wasm_bindgen(method, js_name = holder)]
    fn holder_json(this: &Browser) -> Option<String>;
    /// Opens the page again when the server answers.
    #[wasm_bindgen(method, js_name = tryAgainLater)]
    pub fn try_again_later(this: &Browser);
    /// To another page instead of this one.
    #[wasm_bindgen(method)]
    pub fn leave(this: &Browser, to: &str);
}

/// What became of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    Done,
    /// Another page was first.
    Behind,
    /// The disk is full, or this browser keeps nothing.
    Failed,
}

/// A carer who showed with a PIN who they are, while the server was away.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Holder {
    pub person: PersonId,
    pub name: String,
}

impl Browser {
    /// Every row of the storage; `None` when this browser keeps nothing.
    pub async fn rows(&self) -> Option<Vec<Row>> {
        let rows = self.rows_json().await.ok()?.as_string()?;
        let rows: Vec<(String, String)> = json::from_str(&rows).ok()?;
        Some(rows.into_iter().map(|(key, json)| Row { key, json }).collect())
    }

    /// One transaction, done only when it is on the disk.
    pub async fn write(&self, expects: u64, writes: &[Write]) -> Written {
        let writes: Vec<(&str, Option<&str>)> = writes
            .iter()
            .map(|write| match write {
                Write::Put(Row { key, json }) => (key.as_str(), Some(json.as_str())),
                Write::Delete(key) => (key.as_str(), None),
            })
            .collect();
        let Ok(writes) = serde_json::to_string(&writes) else { return Written::Failed };
        match self
            .write_json(&expects.to_string(), &writes)
            .await
            .ok()
            .and_then(|written| written.as_string())
            .as_deref()
        {
            Some("done") => Written::Done,
            Some("behind") => Written::Behind,
            _ => Written::Failed,
        }
    }

    /// Of which operations there is a second copy outside the storage.
    pub fn copied(&self) -> Vec<OpId> {
        json::from_str(&self.copied_json()).unwrap_or_default()
    }

    /// The second copies of these operations, sealed.
    pub fn copies(&self, ids: &[OpId]) -> Vec<String> {
        json::from_str(&self.copies_json(&serde_json::to_string(ids).unwrap_or_default())).unwrap_or_default()
    }

    /// Leaves the copies of `keep` and adds those of `add`, sealed to the server's key.
    pub fn copy(&self, key: &str, keep: &[OpId], add: &[SecondCopy]) {
        let add: Vec<_> =
            add.iter().filter_map(|copy| Some((copy.operation.op_id, serde_json::to_string(copy).ok()?))).collect();
        if let (Ok(keep), Ok(add)) = (serde_json::to_string(keep), serde_json::to_string(&add)) {
            self.copy_json(key, &keep, &add);
        }
    }

    /// Who opened this tablet without the server.
    pub fn holder(&self) -> Option<Holder> {
        json::from_str(&self.holder_json()?).ok()
    }

    /// Status and text of an answer; status 0 when there was none.
    pub async fn exchange(&self, method: &str, address: &str, body: Option<&str>) -> (u16, String) {
        let answer = self.exchange_json(method, address, body).await.ok().and_then(|answer| answer.as_string());
        answer.and_then(|answer| json::from_str(&answer).ok()).unwrap_or_default()
    }

    pub fn clock(&self) -> DeviceClock {
        let (uptime_micros, wall) = json::from_str(&self.clock_json()).unwrap_or_default();
        DeviceClock { uptime_micros, wall: Some(Timestamp(wall)) }
    }
}

thread_local! {
    static BROWSER: RefCell<Option<Browser>> = const { RefCell::new(None) };
}

/// Called once, before any page is made.
pub fn provide(browser: &Browser) {
    BROWSER.set(Some(browser.clone()));
}

/// The browser that this program runs in; `None` before it was provided.
pub fn browser() -> Option<Browser> {
    BROWSER.with_borrow(Clone::clone)
}
