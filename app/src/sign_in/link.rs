//! The page behind a one-use link: a person makes a passkey, or chooses a password.

use super::frame::{self, Frame};
use super::passkey::{Device, DeviceForm};
use crate::t;
use crate::words::Words;
use leptos::prelude::*;

/// Why a password or a passkey was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    Short,
    Long,
    Guessable,
    /// The device did not make it, or what it says is not believed.
    Passkey,
    Busy,
    /// The old one is not right, or it is not time yet.
    Old,
    Wait(domain::calendar::TimeOfDay),
}

pub(super) fn refusal(words: Words, refused: Refused) -> String {
    match refused {
        Refused::Short => t!(words, "link-short"),
        Refused::Long => t!(words, "link-long"),
        Refused::Guessable => t!(words, "link-guessable"),
        Refused::Passkey => t!(words, "link-passkey-wrong"),
        Refused::Busy => t!(words, "sign-in-busy"),
        Refused::Old => t!(words, "change-wrong"),
        Refused::Wait(until) => t!(words, "sign-in-wait", time = crate::words::clock(words, until)),
    }
}

#[derive(Clone, Debug)]
pub struct LinkPage {
    pub frame: Frame,
    /// Where the form goes: the address of the link.
    pub address: String,
    /// "Els Vermeer".
    pub name: String,
    /// The name for signing in.
    pub code: String,
    /// Where browsers can use passkeys, if they can.
    pub passkeys: Option<String>,
    pub refused: Option<Refused>,
}

#[must_use]
pub fn link(page: LinkPage) -> impl IntoView {
    let LinkPage { frame, address, name, code, passkeys, refused } = page;
    let words = frame.words();
    let title = if passkeys.is_some() { t!(words, "link-choose-title") } else { t!(words, "link-title") };
    frame::document(frame, title, move || {
        let says = refused.map(|refused| frame::amber(refusal(words, refused)));
        let or = passkeys.is_some().then(|| view! { <h2>{t!(words, "link-password-title")}</h2> });
        let passkey = passkeys.map(|origin| passkey(words, origin, &address));
        view! {
            <p>{t!(words, "link-hello", name = name)}</p>
            <dl class="sign-in-name">
                <dt>{t!(words, "link-your-name")}</dt>
                <dd>
                    <b>{code.clone()}</b>
                </dd>
            </dl>
            {says}
            {passkey}
            {or}
            <form method="post" action=address>
                // A password manager keeps the name with the password.
                <input class="visually-hidden" tabindex="-1" aria-hidden="true" name="name" value=code autocomplete="username" readonly=true />
                {new_password(words, t!(words, "link-password"))}
                <button class="button button-primary">{t!(words, "link-go")}</button>
            </form>
        }
    })
}

fn passkey(words: Words, origin: String, address: &str) -> AnyView {
    let form = DeviceForm {
        origin,
        device: Device::Makes,
        ask: format!("{address}/passkey/ask"),
        to: format!("{address}/passkey"),
        class: "",
        button: "button button-primary",
    };
    let above = view! {
        <h2>{t!(words, "link-passkey-title")}</h2>
        <p>{t!(words, "link-passkey-lead")}</p>
    };
    form.show(words, above.into_any(), ().into_any(), t!(words, "link-passkey-go"))
}

pub(super) fn new_password(words: Words, label: String) -> AnyView {
    view! {
        <label class="field">
            <span>{label}</span>
            <input type="password" name="password" autocomplete="new-password" minlength="12" required=true />
            <small>{t!(words, "link-rules")}</small>
            <small>{t!(words, "link-paste")}</small>
        </label>
    }
    .into_any()
}

/// A link that was used, replaced or is too old.
#[must_use]
pub fn link_gone(frame: Frame) -> impl IntoView {
    let words = frame.words();
    frame::document(frame, t!(words, "link-gone-title"), move || {
        view! {
            <p>{t!(words, "link-gone-text")}</p>
            <a class="button" href="/sign-in">
                {t!(words, "link-gone-go")}
            </a>
        }
    })
}
