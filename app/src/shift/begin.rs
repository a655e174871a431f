//! The start of a shift: a passkey, the sign-in of the home or name and password, once in twelve hours, and the way back for who
//! forgot their PIN.

use super::{BEGIN, BEGIN_WITH_PASSKEY, Frame, SHIFT, amber, document};
use crate::sign_in::{ASK_WHO, Device, DeviceForm, SetOut, Stopped, says, way_home};
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
    /// Where browsers can use passkeys, if they can.
    pub passkeys: Option<String>,
    /// How the sign-in of the home itself is called, where it has one.
    pub provider: Option<String>,
    pub not: Option<NotHere>,
}

pub fn begin(page: BeginPage) -> AnyView {
    let BeginPage { frame, name, passkeys, provider, not } = page;
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
            {passkeys.map(|origin| passkey(words, origin))}
            {provider
                .map(|provider| {
                    view! {
                        <a class="button button-main" href=way_home(words, SetOut::Shift) id="home">
                            {t!(words, "oidc-go", provider = provider)}
                        </a>
                    }
                })}
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

fn passkey(words: Words, origin: String) -> AnyView {
    let form = DeviceForm {
        origin,
        device: Device::Uses,
        ask: ASK_WHO.to_owned(),
        to: BEGIN_WITH_PASSKEY.to_owned(),
        class: "fields",
        button: "button button-main",
    };
    let lead = view! { <p class="soft">{t!(words, "shift-passkey-lead")}</p> }.into_any();
    form.show(words, lead, ().into_any(), t!(words, "passkey-go"))
}
