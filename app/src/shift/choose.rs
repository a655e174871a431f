//! A PIN for this shift, twice, so that a slip of the finger locks nobody out.

use super::{CHOOSE, Frame, Whose, amber, document};
use crate::t;
use crate::words::Words;
use leptos::prelude::*;

/// Why a PIN was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    NotDigits,
    Guessable,
    /// The two were not the same.
    Different,
    Busy,
}

#[derive(Clone, Debug)]
pub struct ChoosePage {
    pub frame: Frame,
    pub whose: Whose,
    pub longest: usize,
    /// They chose one earlier in this shift, and may keep it.
    pub has_pin: bool,
    pub not: Option<NotTaken>,
}

pub fn choose(page: ChoosePage) -> AnyView {
    let ChoosePage { frame, whose, longest, has_pin, not } = page;
    let title = t!(Words::new(frame.language), "shift-choose-title");
    document(frame, &title, move |words| {
        let why = not.map(|not| {
            amber(match not {
                NotTaken::NotDigits => t!(words, "shift-choose-digits"),
                NotTaken::Guessable => t!(words, "shift-choose-guessable"),
                NotTaken::Different => t!(words, "shift-choose-different"),
                NotTaken::Busy => t!(words, "sign-in-busy"),
            })
        });
        let field = |field: &'static str, label: String| {
            let longest = longest.to_string();
            view! {
                <label>
                    <b>{label}</b>
                    <input name=field type="password" inputmode="numeric" autocomplete="off" required=true maxlength=longest />
                </label>
            }
            .into_any()
        };
        view! {
        <p>{t!(words, "shift-choose-hello", name = &whose.name)} " " {t!(words, "shift-choose-text")}</p>
                   {why}
                   <form
                       class="fields"
                       method="post"
                       action=CHOOSE
                       data-person=whose.person.to_string()
                       data-name=whose.name.clone()
                       data-until=whose.until_millis().to_string()
                   >
                       {field("pin", t!(words, "shift-choose-pin"))}
                       {field("again", t!(words, "shift-choose-again"))}
                       <button class="button button-primary button-main">{t!(words, "shift-choose-go")}</button>
                   </form>
                   {has_pin
                       .then(|| {
                           view! {
                               <a class="button" href="/ward">
                                   {t!(words, "shift-choose-keep")}
                               </a>
                           }
                       })}
               }
        .into_any()
    })
}
