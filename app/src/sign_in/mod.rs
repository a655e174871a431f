//! Signing in: name and password, a passkey, the sign-in of the home itself, the second step, the link with which one begins, and where one is signed in. Made on the
//! server only: these pages work before anything else does, and carry no program.

mod frame;
mod home;
mod link;
mod passkey;
mod second;
mod sessions;

pub(crate) use frame::amber;
pub use frame::{Frame, Qr, qr_picture};
pub(crate) use home::way as way_home;
pub use home::{BEGIN, HomeStopped, HomeStoppedPage, SetOut, home_stopped};
pub use link::{LinkPage, Refused, link, link_gone};
pub use passkey::{ASK_WHO, OwnPasskey, PASSKEYS, PasskeysDone, PasskeysPage, Proof, passkeys};
pub(crate) use passkey::{Device, DeviceForm};
pub use second::{RecoveryPage, SecondPage, SetUpPage, recovery, second, set_up};
pub use sessions::{ChangePage, Done, SessionsPage, Where, change, sessions};

use crate::t;
use crate::words::clock;
use domain::calendar::TimeOfDay;
use leptos::prelude::*;

/// Why somebody did not come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// Name or password is wrong: nobody is told which.
    Wrong,
    /// The passkey is nobody's, or was not believed: nobody is told which.
    Passkey,
    /// Until this time of today.
    Wait(TimeOfDay),
    Busy,
    /// Carers come in on a tablet of the ward.
    Ward,
    /// No authority that holds today, or no location.
    Nothing,
    /// The second step took too long.
    Late,
}

#[derive(Clone, Debug)]
pub struct SignInPage {
    pub frame: Frame,
    /// What was typed; never the password.
    pub name: String,
    /// How the sign-in of the home itself is called, where it has one.
    pub provider: Option<String>,
    /// Where browsers can use passkeys, if they can.
    pub passkeys: Option<String>,
    pub stopped: Option<Stopped>,
    pub done: Option<Just>,
}

/// What was just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Just {
    SignedOut,
    /// A carer chose a password.
    Ready,
    /// A carer made a passkey.
    ReadyWithPasskey,
}

#[must_use]
pub fn sign_in(page: SignInPage) -> impl IntoView {
    let SignInPage { frame, name, provider, passkeys, stopped, done } = page;
    let words = frame.words();
    let lead = t!(words, "sign-in-lead", home = &frame.home);
    let language = words.language.code();
    frame::document(frame, t!(words, "sign-in-title"), move || {
        let says = stopped.map(|stopped| amber(says(words, stopped)));
        let out = done.map(|just| {
            frame::good(match just {
                Just::SignedOut => t!(words, "sign-in-signed-out"),
                Just::Ready => t!(words, "sign-in-ready"),
                Just::ReadyWithPasskey => t!(words, "sign-in-ready-passkey"),
            })
        });
        view! {
            <p class="soft">{lead}</p>
            {says}
            {out}
            {passkeys.map(|origin| passkey::way_in(words, origin))}
            {provider.map(|provider| home::way_in(words, provider))}
            <form method="post" action="/sign-in">
                <input type="hidden" name="lang" value=language />
                <label class="field">
                    <span>{t!(words, "sign-in-name")}</span>
                    <input name="name" value=name autocomplete="username" autocapitalize="none" spellcheck="false" required=true />
                    <small>{t!(words, "sign-in-name-hint")}</small>
                </label>
                <label class="field">
                    <span>{t!(words, "sign-in-password")}</span>
                    <input type="password" name="password" autocomplete="current-password" required=true />
                </label>
                <button class="button button-primary">{t!(words, "sign-in-go")}</button>
            </form>
            <p class="soft">{t!(words, "sign-in-lost")}</p>
        }
    })
}

/// In words.
pub(crate) fn says(words: crate::words::Words, stopped: Stopped) -> String {
    match stopped {
        Stopped::Wrong => t!(words, "sign-in-wrong"),
        Stopped::Passkey => t!(words, "sign-in-passkey"),
        Stopped::Wait(until) => t!(words, "sign-in-wait", time = clock(words, until)),
        Stopped::Busy => t!(words, "sign-in-busy"),
        Stopped::Ward => t!(words, "sign-in-ward"),
        Stopped::Nothing => t!(words, "sign-in-nothing"),
        Stopped::Late => t!(words, "second-late"),
    }
}
