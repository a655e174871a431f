//! The second step: a code from the phone, setting the phone up for it, and the codes for when it is lost.

use super::frame::{self, Frame, Qr, qr_picture};
use crate::t;
use crate::words::{Words, clock};
use domain::calendar::TimeOfDay;
use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct SecondPage {
    pub frame: Frame,
    pub wrong: bool,
    pub wait: Option<TimeOfDay>,
}

fn code_field(label: String) -> AnyView {
    view! {
        <label class="field">
            <span>{label}</span>
            <input name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" required=true />
        </label>
    }
    .into_any()
}

fn notice(words: Words, wrong: Option<String>, wait: Option<TimeOfDay>) -> Option<AnyView> {
    let waits = wait.map(|until| t!(words, "sign-in-wait", time = clock(words, until)));
    waits.or(wrong).map(frame::amber)
}

#[must_use]
pub fn second(page: SecondPage) -> impl IntoView {
    let SecondPage { frame, wrong, wait } = page;
    let words = frame.words();
    frame::document(frame, t!(words, "second-title"), move || {
        view! {
            <p>{t!(words, "second-lead")}</p>
            {notice(words, wrong.then(|| t!(words, "second-wrong")), wait)}
            <form method="post" action="/sign-in/second">
                {code_field(t!(words, "second-code"))}
                <button class="button button-primary">{t!(words, "second-go")}</button>
            </form>
            <p class="soft">{t!(words, "second-recovery")}</p>
        }
    })
}

#[derive(Clone, Debug)]
pub struct SetUpPage {
    pub frame: Frame,
    pub qr: Option<Qr>,
    /// In groups of four letters.
    pub secret: String,
    pub wrong: bool,
    pub wait: Option<TimeOfDay>,
}

#[must_use]
pub fn set_up(page: SetUpPage) -> impl IntoView {
    let SetUpPage { frame, qr, secret, wrong, wait } = page;
    let words = frame.words();
    frame::document(frame, t!(words, "set-up-title"), move || {
        view! {
            <p class="soft">{t!(words, "set-up-lead")}</p>
            {notice(words, wrong.then(|| t!(words, "set-up-wrong")), wait)}
            <p>{t!(words, "set-up-app")}</p>
            {qr.map(|qr| qr_picture(qr, t!(words, "set-up-picture")))}
            <p>{t!(words, "set-up-secret")}</p>
            <p class="secret" id="secret">
                {secret}
            </p>
            <form method="post" action="/sign-in/set-up">
                {code_field(t!(words, "set-up-code"))}
                <button class="button button-primary">{t!(words, "set-up-go")}</button>
            </form>
        }
    })
}

#[derive(Clone, Debug)]
pub struct RecoveryPage {
    pub frame: Frame,
    pub codes: Vec<String>,
}

#[must_use]
pub fn recovery(page: RecoveryPage) -> impl IntoView {
    let RecoveryPage { frame, codes } = page;
    let words = frame.words();
    frame::document(frame, t!(words, "recovery-title"), move || {
        let codes: Vec<_> = codes.into_iter().map(|code| view! { <li class="secret">{code}</li> }.into_any()).collect();
        view! {
            <p>{t!(words, "recovery-lead")}</p>
            <p>{t!(words, "recovery-once")}</p>
            <ul class="codes">{codes}</ul>
            <p class="soft no-print">{t!(words, "recovery-print")}</p>
            <a class="button button-primary no-print" href="/">
                {t!(words, "recovery-go")}
            </a>
        }
    })
}
