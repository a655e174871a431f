//! Something the page says: a picture, words, a bar at the side. It stays until it is closed.

use super::Pictogram;
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Quiet,
    /// Something to know before going on.
    Amber,
    Good,
}

impl Tone {
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Quiet => "notice",
            Self::Amber => "notice notice-amber",
            Self::Good => "notice notice-good",
        }
    }
}

#[component]
pub fn Notice(#[prop(optional)] tone: Tone, #[prop(into)] picture: String, children: Children) -> impl IntoView {
    view! {
        <div class=tone.class()>
            <Pictogram name=picture />
            <div>{children()}</div>
        </div>
    }
    .into_any()
}
