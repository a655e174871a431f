//! The sign-in of the home itself: the way to it, and what stopped somebody on the way back.

use super::frame::{self, Frame};
use crate::t;
use crate::words::Words;
use leptos::prelude::*;

/// Where the way to the sign-in of the home begins.
pub const BEGIN: &str = "/sign-in/home";

/// Where somebody set out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetOut {
    /// The page for signing in.
    SignIn,
    /// A tablet of the ward, where they begin a shift.
    Shift,
}

impl SetOut {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Shift => "shift",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::SignIn, Self::Shift].into_iter().find(|from| from.code() == code)
    }
}

/// Why somebody did not come in with the sign-in of the home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HomeStopped {
    /// It took too long, was done before, or began elsewhere.
    Again,
    /// The provider does not answer.
    Unreachable,
    /// The provider did not let them in, or what it said is not believed.
    Refused,
    /// On no list of the home, or not any more.
    Unknown,
    /// The person comes in with another account.
    Taken,
    /// Carers come in on a tablet of the ward.
    Ward,
    /// Their shift is not on this ward.
    Elsewhere,
    /// No authority that holds today, or no location.
    Nothing,
}

#[derive(Clone, Debug)]
pub struct HomeStoppedPage {
    pub frame: Frame,
    /// How the sign-in of the home is called.
    pub provider: String,
    /// Where they set out, and go back to.
    pub from: SetOut,
    pub why: HomeStopped,
}

/// The button on the page for signing in: a link, because a form may lead nowhere else.
pub(super) fn way_in(words: Words, provider: String) -> AnyView {
    view! {
        <p class="soft">{t!(words, "oidc-lead")}</p>
        <p>
            <a class="button" href=way(words, SetOut::SignIn) id="home">
                {t!(words, "oidc-go", provider = provider)}
            </a>
        </p>
    }
    .into_any()
}

/// The address of the way there.
pub(crate) fn way(words: Words, from: SetOut) -> String {
    format!("{BEGIN}?lang={}&from={}", words.language.code(), from.code())
}

#[must_use]
pub fn home_stopped(page: HomeStoppedPage) -> impl IntoView {
    let HomeStoppedPage { frame, provider, from, why } = page;
    let words = frame.words();
    let says = match why {
        HomeStopped::Again => t!(words, "oidc-again"),
        HomeStopped::Unreachable => t!(words, "oidc-unreachable", provider = provider),
        HomeStopped::Refused => t!(words, "oidc-refused", provider = provider),
        HomeStopped::Unknown => t!(words, "oidc-unknown"),
        HomeStopped::Taken => t!(words, "oidc-taken"),
        HomeStopped::Ward => t!(words, "sign-in-ward"),
        HomeStopped::Elsewhere => t!(words, "shift-elsewhere"),
        HomeStopped::Nothing => t!(words, "sign-in-nothing"),
    };
    let (other, other_says) = match from {
        SetOut::SignIn => (format!("/sign-in?lang={}", words.language.code()), t!(words, "link-gone-go")),
        SetOut::Shift => (crate::shift::BEGIN.to_owned(), t!(words, "sessions-back")),
    };
    let may_help = matches!(why, HomeStopped::Again | HomeStopped::Unreachable | HomeStopped::Refused);
    frame::document(frame, t!(words, "oidc-stopped-title"), move || {
        view! {
            {frame::amber(says)}
            <div class="acts">
                {may_help
                    .then(|| {
                        view! {
                            <a class="button button-primary" href=way(words, from)>
                                {t!(words, "oidc-try")}
                            </a>
                        }
                    })}
                <a class="button" href=other>
                    {other_says}
                </a>
            </div>
        }
    })
}
