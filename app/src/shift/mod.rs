//! The tablet that those who work on a ward share: who is on shift, the keypad, the start of a shift, and choosing a PIN.
//! Made on the server only; a small script makes the keys quick, and each of them works without it.

mod begin;
mod choose;
mod keypad;
mod people;
mod unlock;

pub use begin::{BeginPage, NotHere, begin};
pub use choose::{ChoosePage, NotTaken, choose};
pub use keypad::{Key, KeypadPage, KeypadSay, keypad};
pub use people::{OnShift, PeoplePage, people};
pub use unlock::unlock;

use crate::plain::{self, Content, Plain, Reader};
use crate::shell::Assets;
use crate::sign_in::amber;
use crate::t;
use crate::words::Words;
use domain::calendar::Timestamp;
use domain::catalogue::Language;
use domain::ids::PersonId;
use leptos::prelude::*;

/// Where the ward's tablet asks who you are. Whoever opens it puts the tablet down: what was open on it is locked.
pub const SHIFT: &str = "/shift";
/// Where a shift begins.
pub const BEGIN: &str = "/shift/start";
/// Where the answer of a device goes that begins one.
pub const BEGIN_WITH_PASSKEY: &str = "/shift/start/passkey";
/// Where a PIN is chosen.
pub const CHOOSE: &str = "/shift/pin";
/// The keys of a PIN, at once; and what the tablet itself knows of the lock.
const SCRIPT: &str = "/pin.js";

/// How many digits a PIN has at most.
pub const LONGEST_PIN: usize = 6;

/// Whose PIN is typed, and until when it counts: the tablet checks it itself while the server is away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    pub person: PersonId,
    pub name: String,
    pub until: Timestamp,
}

impl Whose {
    /// As scripts count.
    pub const fn until_millis(&self) -> i64 {
        self.until.0 / 1_000
    }
}

/// What every one of these pages needs.
#[derive(Clone, Debug)]
pub struct Frame {
    pub assets: Assets,
    pub language: Language,
    pub ward_name: String,
}

/// Where this person types their PIN. `next` is where they were when the tablet locked itself.
#[must_use]
pub fn keypad_address(person: PersonId, next: Option<&str>) -> String {
    with_next(&format!("{SHIFT}/as/{person}"), next)
}

fn with_next(address: &str, next: Option<&str>) -> String {
    next.map_or_else(
        || address.to_owned(),
        |next| {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
            format!("{address}?{query}")
        },
    )
}

fn document(frame: Frame, title: &str, main: impl FnOnce(Words) -> AnyView) -> AnyView {
    let reader = Reader::unknown(frame.language, "resident");
    let page = Plain { script: Some(SCRIPT), ..Plain::new(frame.assets, reader, title.to_owned()) };
    let (ward, heading) = (frame.ward_name, title.to_owned());
    plain::document(page, |words| {
        let content = main(words);
        let content = view! {
            <p class="shift-ward">{t!(words, "shift-tablet", ward = ward)}</p>
            <h1 tabindex="-1">{heading}</h1>
            {content}
        };
        Content::alone("who shift", content.into_any())
    })
}
