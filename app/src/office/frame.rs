//! The document around the pages of the office and of those beside the shop: side navigation, language, who looks.

use crate::plain::{self, Content, Plain, Reader};
use crate::replica::LEAVE;
use crate::shell::Assets;
use crate::t;
use crate::ui::Glyph;
use crate::words::{Words, clock, day_long};
use domain::access::{Beside, Scope, Viewer};
use domain::sync::Now;
use leptos::prelude::*;

/// What every page of the office needs.
#[derive(Clone, Debug)]
pub struct Frame {
    pub assets: Assets,
    pub viewer: Viewer,
    /// The name of the home.
    pub home: String,
    /// What the home says of its amounts, such as "assumptions, price level 2026".
    pub price_note: String,
    pub now: Now,
    /// The program runs with demo data: there is a door to go back to.
    pub demo: bool,
    /// The address of this page, to come back to.
    pub address: String,
}

impl Frame {
    #[must_use]
    pub const fn words(&self) -> Words {
        Words::new(self.viewer.language)
    }
}

/// The rooms that exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    Residents,
    Catalogue,
    People,
    /// Outside the office's frame: the ward sees the same pages.
    Tablets,
    Log,
    /// The residents of a supporter.
    Supported,
    /// What was ordered of a provider.
    Provided,
    /// How prices changed, for the council.
    Changes,
}

/// One page of the office as a whole document. `main` is called once everything that it may use is known.
pub fn document<V: IntoView + 'static>(
    frame: Frame,
    room: Room,
    title: String,
    main: impl FnOnce(Words) -> V,
) -> impl IntoView {
    let page = Plain::new(frame.assets.clone(), Reader::of(&frame.viewer), title);
    plain::document(page, move |words| Content {
        before: Some(view! { <Side frame=frame room=room /> }.into_any()),
        main: main(words).into_any(),
        class: None,
        after: None,
    })
}

#[component]
fn Side(frame: Frame, room: Room) -> impl IntoView {
    let words = frame.words();
    let rooms = rooms(words, &frame.viewer.scope);
    let role = role(words, &frame);
    let other = words.language.other().code();
    view! {
        <nav class="side" aria-label=t!(words, "office-rooms")>
            {plain::brand(words)}
            {rooms
                .into_iter()
                .map(|(one, address, glyph, name)| {
                    view! {
                        <a href=address aria-current=(one == room).then_some("page")>
                            <Glyph name=glyph />
                            {name}
                        </a>
                    }
                })
                .collect_view()} <div class="side-me">
                <p>
                    <b>{frame.viewer.actor.name.clone()}</b>
                    <br />
                    {role}
                </p>
                <form method="post" action="/preferences">
                    <input type="hidden" name="next" value=frame.address />
                    <button class="side-link" name="language" value=other lang=other>
                        {t!(words, "other-language")}
                    </button>
                </form>
                <a class="side-link" href="/sessions">
                    {t!(words, "sessions-title")}
                </a>
                <form method="post" action=LEAVE>
                    <button class="side-link">
                        {if frame.demo { t!(words, "office-leave") } else { t!(words, "sessions-sign-out") }}
                    </button>
                </form>
            </div>
        </nav>
    }
}

/// Where somebody can go.
fn rooms(words: Words, scope: &Scope) -> Vec<(Room, &'static str, &'static str, String)> {
    match scope {
        Scope::Beside(Beside::Supporter(_)) => {
            vec![(Room::Supported, crate::supporter::PATH, "users", t!(words, "office-residents"))]
        }
        Scope::Beside(Beside::Provider(_)) => {
            vec![(Room::Provided, crate::provider::PATH, "calendar-check", t!(words, "provider-title"))]
        }
        Scope::Beside(Beside::Council(_)) => vec![
            (Room::Catalogue, crate::council::CATALOGUE, "store", t!(words, "office-catalogue")),
            (Room::Changes, crate::council::PATH, "chart-column", t!(words, "council-changes")),
        ],
        Scope::Beside(Beside::Security(_)) => {
            vec![(Room::Log, crate::security::PATH, "scroll-text", t!(words, "audit-room"))]
        }
        _ => vec![
            (Room::Residents, "/office/residents", "users", t!(words, "office-residents")),
            (Room::Catalogue, super::catalogue::PATH, "store", t!(words, "office-catalogue")),
            (Room::People, "/office/people", "lock", t!(words, "people-title")),
            (Room::Tablets, crate::tablet::LIST, "sheet", t!(words, "tablet-room")),
            (Room::Log, super::audit::PATH, "scroll-text", t!(words, "audit-room")),
        ],
    }
}

/// As whom somebody looks: "Kantoor, De Linde".
fn role(words: Words, frame: &Frame) -> String {
    let home = frame.home.as_str();
    match &frame.viewer.scope {
        Scope::Beside(Beside::Supporter(_)) => t!(words, "beside-supporter", home = home),
        Scope::Beside(Beside::Provider(_)) => t!(words, "beside-provider", home = home),
        Scope::Beside(Beside::Council(_)) => t!(words, "beside-council", home = home),
        Scope::Beside(Beside::Security(_)) => t!(words, "beside-security", home = home),
        _ => t!(words, "office-role", home = home),
    }
}

/// When these figures were true, and what the home says of its amounts.
pub fn as_of(words: Words, now: Now) -> String {
    t!(words, "office-as-of", day = day_long(words, now.local.day), time = clock(words, now.local.time))
}
