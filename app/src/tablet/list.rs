//! The tablets of a ward: whose each is, when it was seen, and the way to take it back.

use super::frame::{Frame, document};
use super::{LIST, NEW, WARD_PICTURES};
use crate::plain::act;
use crate::routes::start_page;
use crate::t;
use crate::ui::line_words::{at, capital};
use crate::words::Words;
use domain::calendar::Timestamp;
use domain::ids::TabletId;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Whose a tablet is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhoseTablet {
    Resident {
        name: String,
        room: String,
    },
    LivingRoom(String),
    /// The staff of the ward with this name.
    Ward(String),
}

impl WhoseTablet {
    pub(super) fn words(&self, words: Words) -> String {
        match self {
            Self::Resident { name, room } => t!(words, "tablet-of-resident", name = name, room = room),
            Self::LivingRoom(room) => t!(words, "tablet-of-living-room", room = room),
            Self::Ward(ward) => t!(words, "tablet-of-ward", ward = ward),
        }
    }
}

/// A tablet as the ward reads it.
#[derive(Clone, Debug)]
pub struct ListedTablet {
    pub id: TabletId,
    pub name: String,
    pub whose: WhoseTablet,
    pub added_by: String,
    pub added_at: Timestamp,
    pub enrolled: bool,
    pub seen_at: Option<Timestamp>,
    /// When and by whom it was taken back.
    pub revoked: Option<(Timestamp, String)>,
}

/// The list, with those that were taken back lately under it.
pub fn list(frame: &Frame, mut tablets: Vec<ListedTablet>) -> AnyView {
    let words = frame.words();
    number_namesakes(&mut tablets);
    let start = start_page(&frame.viewer.scope);
    let back = (start.as_str(), t!(words, "ward-back"));
    document(frame, t!(words, "tablet-list-title"), back, |words| {
        let (gone, here): (Vec<_>, Vec<_>) = tablets.iter().partition(|tablet| tablet.revoked.is_some());
        let is_empty = here.is_empty();
        let cards = |tablets: Vec<&ListedTablet>| tablets.into_iter().map(|one| card(frame, one)).collect_view();
        let has_gone = !gone.is_empty();
        let is_shared = |tablet: &&ListedTablet| matches!(tablet.whose, WhoseTablet::LivingRoom(_));
        let codes = here.iter().any(is_shared).then(|| {
            view! {
                <a class="button" href=WARD_PICTURES>
                    {t!(words, "codes-see")}
                </a>
            }
        });
        view! {
            <a class="button button-primary button-main" href=NEW>
                {t!(words, "tablet-add")}
            </a>
            {is_empty.then(|| view! { <p class="panel">{t!(words, "tablet-list-empty")}</p> })}
            <ul class="tablet-list">{cards(here)}</ul>
            {codes}
            {has_gone
                .then(|| {
                    view! {
                        <h2>{t!(words, "tablet-gone-title")}</h2>
                        <ul class="tablet-list">{cards(gone)}</ul>
                    }
                })}
        }
        .into_any()
    })
}

/// Two tablets can have one name: the second is called "bij het raam (2)", so that people and screen readers tell them apart.
fn number_namesakes(tablets: &mut [ListedTablet]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for tablet in tablets {
        let count = seen.entry(tablet.name.to_lowercase()).or_default();
        *count += 1;
        if *count > 1 {
            tablet.name = format!("{} ({count})", tablet.name);
        }
    }
}

fn card(frame: &Frame, tablet: &ListedTablet) -> AnyView {
    let words = frame.words();
    let now = frame.now;
    let added = t!(words, "tablet-added", who = &tablet.added_by, at = at(words, tablet.added_at, now));
    let seen = match (&tablet.revoked, tablet.seen_at, tablet.enrolled) {
        (Some((when, who)), _, _) => t!(words, "tablet-revoked", who = who, at = at(words, *when, now)),
        (None, Some(seen), true) => t!(words, "tablet-seen", at = at(words, seen, now)),
        (None, None, true) => t!(words, "tablet-not-seen"),
        (None, _, false) => t!(words, "tablet-waits"),
    };
    view! {
        <li class="panel">
            <h2>{capital(&tablet.name)}</h2>
            <p>{tablet.whose.words(words)}</p>
            <p class="foot">{seen}</p>
            <p class="foot">{added}</p>
            {acts(words, tablet)}
        </li>
    }
    .into_any()
}

fn acts(words: Words, tablet: &ListedTablet) -> AnyView {
    let form = |what: &str, says: String, label: String| act(format!("{LIST}/{}/{what}", tablet.id), says, label);
    let name = &tablet.name;
    if tablet.revoked.is_some() {
        return form("again", t!(words, "tablet-again"), t!(words, "tablet-again-label", name = name));
    }
    let code = (!tablet.enrolled).then(|| {
        view! {
            <a class="button" href=super::code_address(tablet.id) aria-label=t!(words, "tablet-code-label", name = name)>
                {t!(words, "tablet-code")}
            </a>
        }
    });
    let revoke = form("revoke", t!(words, "tablet-revoke"), t!(words, "tablet-revoke-label", name = name));
    view! { <div class="acts">{code} {revoke}</div> }.into_any()
}
