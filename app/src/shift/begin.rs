//! The start of a shift: name and password, once in twelve hours, and the way back for who forgot their PIN.

use super::{BEGIN, Frame, SHIFT, amber, document};
use crate::sign_in::{Stopped, says};
use crate::t;
use crate::words::Words;
use leptos::prelude::*;

/// Why a shift did not begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotHere {
    /// The password was not right, or it is not time yet.
    Stopped(Stopped),
    /// It is someone who does not work on this ward.
    Elsewhere,
}

#[derive(Clone, Debug)]
pub struct BeginPage {
    pub frame: Frame,
    /// What was typed, or who forgot their PIN; never the password.
    pub name: String,
    pub not: Option<NotHere>,
}

pub fn begin(page: BeginPage) -> AnyView {
    let BeginPage { frame, name, not } = page;
    let title = t!(Words::new(frame.language), "shift-begin-title");
    document(frame, &title, move |words| {
        let why = not.map(|not| {
            amber(match not {
                NotHere::Stopped(stopped) => says(words, stopped),
                NotHere::Elsewhere => t!(words, "shift-elsewhere"),
            })
        });
        view! {
            <p>{t!(words, "shift-begin-text")}</p>
            {why}
            <form class="fields" method="post" action=BEGIN>
                <label>
                    <b>{t!(words, "sign-in-name")}</b>
                    <input name="name" value=name autocomplete="off" autocapitalize="none" spellcheck="false" required=true />
                </label>
                <label>
                    <b>{t!(words, "sign-in-password")}</b>
                    <input type="password" name="password" autocomplete="off" required=true />
                </label>
                <button class="button button-primary button-main">{t!(words, "shift-begin-go")}</button>
            </form>
            <a class="button" href=SHIFT>
                {t!(words, "ward-back")}
            </a>
        }
        .into_any()
    })
}
