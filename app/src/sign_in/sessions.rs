//! Where somebody is signed in, and another password.

use super::frame::{self, Frame};
use super::link::{Refused, new_password, refusal};
use super::passkey::PASSKEYS;
use crate::t;
use crate::words::{Words, clock, day_long};
use domain::calendar::Moment;
use leptos::prelude::*;

/// One place where a person is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Where {
    pub session: String,
    /// "Chrome, Android"; empty when the browser did not say.
    pub agent: String,
    /// How the sign-in of the home is called, for who came in with it.
    pub provider: Option<String>,
    pub by_passkey: bool,
    pub is_this: bool,
    pub since: Moment,
    pub seen: Moment,
}

#[derive(Clone, Debug)]
pub struct SessionsPage {
    pub frame: Frame,
    pub places: Vec<Where>,
    /// Recovery codes that are left, for who has a second step.
    pub codes_left: Option<u32>,
    pub has_password: bool,
    /// Browsers can have passkeys for this shop.
    pub has_passkeys: bool,
    /// What was just done.
    pub done: Option<Done>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    Ended,
    Changed,
}

#[must_use]
pub fn sessions(page: SessionsPage) -> impl IntoView {
    let SessionsPage { frame, places, codes_left, has_password, has_passkeys, done } = page;
    let words = frame.words();
    frame::document(frame, t!(words, "sessions-title"), move || {
        let done = done.map(|done| {
            frame::good(match done {
                Done::Ended => t!(words, "sessions-ended"),
                Done::Changed => t!(words, "sessions-changed"),
            })
        });
        let others = places.iter().filter(|place| !place.is_this).count();
        let rows: Vec<_> = places.into_iter().map(|place| row(words, place)).collect();
        view! {
            <p class="soft">{t!(words, "sessions-lead")}</p>
            {done}
            <ul class="sessions">{rows}</ul>
            {(others > 1)
                .then(|| {
                    view! {
                        <form method="post" action="/sessions/end">
                            <button class="button" name="session" value="others">
                                {t!(words, "sessions-end-others")}
                            </button>
                        </form>
                    }
                })}
            {codes_left.map(|count| view! { <p class="soft">{t!(words, "sessions-codes", count = count)}</p> })}
            <div class="acts">
                <a class="button" href="/">
                    {t!(words, "sessions-back")}
                </a>
                {has_password
                    .then(|| {
                        view! {
                            <a class="button" href="/sessions/password">
                                {t!(words, "sessions-password")}
                            </a>
                        }
                    })}
                {has_passkeys
                    .then(|| {
                        view! {
                            <a class="button" href=PASSKEYS>
                                {t!(words, "sessions-passkeys")}
                            </a>
                        }
                    })}
            </div>
        }
    })
}

fn row(words: Words, place: Where) -> AnyView {
    let Where { session, agent, provider, by_passkey, is_this, since, seen } = place;
    let agent = if agent.is_empty() { t!(words, "sessions-unknown") } else { agent };
    let act = if is_this {
        view! {
            <form method="post" action="/sign-out">
                <button class="button">{t!(words, "sessions-sign-out")}</button>
            </form>
        }
        .into_any()
    } else {
        view! {
            <form method="post" action="/sessions/end">
                <button class="button" name="session" value=session>
                    {t!(words, "sessions-end", what = &agent)}
                </button>
            </form>
        }
        .into_any()
    };
    view! {
        <li class="panel">
            <h2>{agent}</h2>
            {is_this.then(|| view! { <p><b>{t!(words, "sessions-this")}</b></p> })}
            <p>{t!(words, "sessions-seen", day = day_long(words, seen.day), time = clock(words, seen.time))}</p>
            <p class="soft">{t!(words, "sessions-since", day = day_long(words, since.day))}</p>
            {provider
                .map(|provider| view! { <p class="soft">{t!(words, "sessions-oidc", provider = provider)}</p> })}
            {by_passkey.then(|| view! { <p class="soft">{t!(words, "sessions-passkey")}</p> })}
            {act}
        </li>
    }
    .into_any()
}

#[derive(Clone, Debug)]
pub struct ChangePage {
    pub frame: Frame,
    /// The name for signing in.
    pub code: String,
    pub refused: Option<Refused>,
}

#[must_use]
pub fn change(page: ChangePage) -> impl IntoView {
    let ChangePage { frame, code, refused } = page;
    let words = frame.words();
    frame::document(frame, t!(words, "change-title"), move || {
        let says = refused.map(|refused| frame::amber(refusal(words, refused)));
        view! {
            {says}
            <form method="post" action="/sessions/password">
                <input class="visually-hidden" tabindex="-1" aria-hidden="true" name="name" value=code autocomplete="username" readonly=true />
                <label class="field">
                    <span>{t!(words, "change-old")}</span>
                    <input type="password" name="old" autocomplete="current-password" required=true />
                </label>
                {new_password(words, t!(words, "change-new"))}
                <div class="acts">
                    <button class="button button-primary">{t!(words, "change-go")}</button>
                    <a class="button" href="/sessions">
                        {t!(words, "sessions-back")}
                    </a>
                </div>
            </form>
        }
    })
}
