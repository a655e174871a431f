//! Passkeys: the form that a device answers, and one's own passkeys. A small script asks the device and sends the form; where the
//! browser has no passkeys, or no script runs, the form is not there.

use super::frame::{self, Frame, amber, good};
use crate::t;
use crate::words::{Words, clock, day_long};
use domain::calendar::{Day, Moment};
use leptos::prelude::*;

/// One's own passkeys.
pub const PASSKEYS: &str = "/sessions/passkeys";
/// Where a device is asked who somebody is.
pub const ASK_WHO: &str = "/sign-in/passkey/ask";
const SCRIPT: &str = "/passkey.js";

/// What a device does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Device {
    /// It makes a passkey.
    Makes,
    /// It uses one.
    Uses,
}

/// A form that a device answers.
#[derive(Clone, Debug)]
pub(crate) struct DeviceForm {
    /// The only place where browsers let people use the passkeys of this shop.
    pub origin: String,
    pub device: Device,
    /// Where the script learns what to ask.
    pub ask: String,
    /// Where the answer goes.
    pub to: String,
    pub class: &'static str,
    pub button: &'static str,
}

impl DeviceForm {
    /// With what stands above the form, in it, and on its button.
    pub(crate) fn show(self, words: Words, above: AnyView, fields: AnyView, go: String) -> AnyView {
        let Self { origin, device, ask, to, class, button } = self;
        let call = match device {
            Device::Makes => "create",
            Device::Uses => "get",
        };
        let says = |what: &'static str, text: String| {
            view! {
                <div data-say=what hidden=true>
                    {amber(text)}
                </div>
            }
        };
        let of_making = (device == Device::Makes).then(|| {
            view! {
                {says("refused", t!(words, "passkey-refused"))}
                {says("known", t!(words, "passkey-known"))}
            }
        });
        view! {
            <section class="passkey" hidden=true>
                {above}
                {says("failed", t!(words, "passkey-failed"))}
                {of_making}
                <form class=class method="post" action=to data-passkey=call data-ask=ask data-origin=origin>
                    <input type="hidden" name="answer" />
                    <input type="hidden" name="lang" value=words.language.code() />
                    {fields}
                    <button class=button>{go}</button>
                </form>
                <script type="module" src=SCRIPT></script>
            </section>
        }
        .into_any()
    }
}

/// The way in with a passkey, on the page for signing in.
pub(super) fn way_in(words: Words, origin: String) -> AnyView {
    let form = DeviceForm {
        origin,
        device: Device::Uses,
        ask: ASK_WHO.to_owned(),
        to: "/sign-in/passkey".to_owned(),
        class: "",
        button: "button",
    };
    let lead = view! { <p class="soft">{t!(words, "passkey-lead")}</p> }.into_any();
    form.show(words, lead, ().into_any(), t!(words, "passkey-go"))
}

/// One of one's own passkeys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPasskey {
    pub id: String,
    /// Empty when nobody named it and the browser did not say what it is.
    pub name: String,
    pub made: Day,
    pub used: Option<Moment>,
}

/// What somebody must show before they may add a passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// They have just come in.
    Fresh,
    Password,
    /// They have no password: they come in again, as they did before.
    ComeInAgain,
}

/// What was just done with a passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasskeysDone {
    Added,
    NotAdded,
    Named,
    Removed,
    /// The only way in was not taken away.
    LastStays,
}

impl PasskeysDone {
    const ALL: [Self; 5] = [Self::Added, Self::NotAdded, Self::Named, Self::Removed, Self::LastStays];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::NotAdded => "not-added",
            Self::Named => "named",
            Self::Removed => "removed",
            Self::LastStays => "last",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|done| done.code() == code)
    }

    fn says(self, words: Words) -> AnyView {
        match self {
            Self::Added => good(t!(words, "passkeys-added")),
            Self::NotAdded => amber(t!(words, "passkeys-not-added")),
            Self::Named => good(t!(words, "passkeys-named")),
            Self::Removed => good(t!(words, "passkeys-removed")),
            Self::LastStays => amber(t!(words, "passkeys-last")),
        }
    }
}

#[derive(Clone, Debug)]
pub struct PasskeysPage {
    pub frame: Frame,
    pub origin: String,
    pub own: Vec<OwnPasskey>,
    pub proof: Proof,
    /// The browser and its system: what a new one is called unless its owner says otherwise.
    pub device: String,
    /// Others use this device too.
    pub on_shared: bool,
    pub done: Option<PasskeysDone>,
}

#[must_use]
pub fn passkeys(page: PasskeysPage) -> impl IntoView {
    let PasskeysPage { frame, origin, own, proof, device, on_shared, done } = page;
    let words = frame.words();
    frame::document(frame, t!(words, "passkeys-title"), move || {
        let none = own.is_empty().then(|| view! { <p>{t!(words, "passkeys-none")}</p> });
        let rows: Vec<_> = own.into_iter().map(|one| row(words, one)).collect();
        let lead = if on_shared { t!(words, "passkeys-new-shared") } else { t!(words, "passkeys-new-lead") };
        let new = match proof {
            Proof::ComeInAgain => view! { <p>{t!(words, "passkeys-again")}</p> }.into_any(),
            Proof::Fresh | Proof::Password => new(words, origin, proof, device, lead),
        };
        view! {
            <p class="soft">{t!(words, "passkeys-lead")}</p>
            {done.map(|done| done.says(words))}
            {none}
            <ul class="sessions">{rows}</ul>
            {new}
            <div class="acts">
                <a class="button" href="/sessions">
                    {t!(words, "sessions-back")}
                </a>
            </div>
        }
    })
}

fn new(words: Words, origin: String, proof: Proof, device: String, lead: String) -> AnyView {
    let form = DeviceForm {
        origin,
        device: Device::Makes,
        ask: format!("{PASSKEYS}/ask"),
        to: PASSKEYS.to_owned(),
        class: "",
        button: "button button-primary",
    };
    let above = view! {
        <h2>{t!(words, "passkeys-new")}</h2>
        <p>{lead}</p>
    };
    let password = (proof == Proof::Password).then(|| {
        view! {
            <label class="field">
                <span>{t!(words, "passkeys-new-password")}</span>
                <input type="password" name="password" autocomplete="current-password" required=true />
            </label>
        }
    });
    let fields = view! {
        <label class="field">
            <span>{t!(words, "passkeys-new-name")}</span>
            <input name="name" value=device maxlength="60" autocomplete="off" />
        </label>
        {password}
    };
    form.show(words, above.into_any(), fields.into_any(), t!(words, "passkeys-new-go"))
}

fn row(words: Words, one: OwnPasskey) -> AnyView {
    let OwnPasskey { id, name, made, used } = one;
    let called = if name.is_empty() { t!(words, "sessions-unknown") } else { name.clone() };
    let used = used.map_or_else(
        || t!(words, "passkeys-unused"),
        |used| t!(words, "passkeys-used", day = day_long(words, used.day), time = clock(words, used.time)),
    );
    let (named, removed) =
        (t!(words, "passkeys-name-for", name = &called), t!(words, "passkeys-remove-for", name = &called));
    view! {
        <li class="panel">
            <h2>{called}</h2>
            <p>{used}</p>
            <p class="soft">{t!(words, "passkeys-made", day = day_long(words, made))}</p>
            <form method="post" action=format!("{PASSKEYS}/name")>
                <label class="field">
                    <span>{t!(words, "passkeys-name")}</span>
                    <input name="name" value=name maxlength="60" autocomplete="off" required=true />
                </label>
                <button class="button" name="passkey" value=id.clone() aria-label=named>
                    {t!(words, "passkeys-name-go")}
                </button>
            </form>
            <form method="post" action=format!("{PASSKEYS}/remove")>
                <button class="button" name="passkey" value=id aria-label=removed>
                    {t!(words, "passkeys-remove")}
                </button>
            </form>
        </li>
    }
    .into_any()
}
