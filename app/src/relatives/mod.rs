//! The family of one resident, for the ward and the office: who may do what, on which proof, until when; inviting somebody,
//! agreeing with it, ending it. Made on the server only, in the ward's look.

mod invite;
mod letter;
mod words;

pub use invite::{Problem, Typed};
pub use letter::{Letter, letter};
pub(crate) use words::may;
pub use words::{GRADES, KINDS, PROOFS, Proof, RELATIONS, relation};

use crate::plain::{self, Content, Plain, Reader, ward_top};
use crate::shell::Assets;
use crate::t;
use crate::ui::Glyph;
use crate::ui::line_words::capital;
use crate::words::{Words, day_long};
use domain::access::{Authority, Grade, Viewer};
use domain::calendar::Day;
use domain::catalogue::Localized;
use domain::ids::HouseholdId;
use leptos::prelude::*;

/// Where the family of a resident is looked after.
#[must_use]
pub fn path(household: HouseholdId) -> String {
    format!("/ward/family/{household}")
}

/// Somebody with an authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub code: String,
    pub person_code: String,
    pub name: String,
    pub authority: Authority,
    pub proof: String,
    /// They have a password or a passkey.
    pub has_begun: bool,
    pub link_until: Option<Day>,
}

/// What the office asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub id: String,
    pub name: String,
    pub authority: Authority,
    pub proof: String,
    pub by: String,
    pub on: Day,
}

/// What was ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    pub name: String,
    pub authority: Authority,
    pub by: String,
    pub on: Day,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    Holds,
    Waits,
    Ended,
    Refused,
    /// Somebody who also sees residents elsewhere gets a link from the office.
    Office,
}

#[derive(Clone, Debug)]
pub struct RelativesPage {
    pub assets: Assets,
    pub viewer: Viewer,
    pub household: HouseholdId,
    pub resident: Localized,
    /// Where the way back leads.
    pub back: String,
    /// The ward agrees and refuses; the office asks.
    pub is_ward: bool,
    pub today: Day,
    pub held: Vec<Held>,
    pub waiting: Vec<Waiting>,
    pub ended: Vec<Ended>,
    pub done: Option<Done>,
    pub problem: Option<Problem>,
    pub typed: Typed,
}

/// The document around these pages, in the ward's look whoever reads: the way back and what it is about above what it says.
fn document(
    (assets, viewer): (Assets, &Viewer),
    title: String,
    back: String,
    class: &'static str,
    main: impl FnOnce(Words) -> AnyView,
) -> AnyView {
    let reader = Reader { audience: "ward", ..Reader::of(viewer) };
    let page = Plain { class: Some("relatives"), ..Plain::new(assets, reader, title.clone()) };
    plain::document(page, move |words| Content {
        before: Some(ward_top("topbar no-print", (back, t!(words, "relatives-back")), title, None)),
        main: main(words),
        class: Some(class),
        after: None,
    })
}

#[must_use]
pub fn relatives(page: RelativesPage) -> impl IntoView {
    let (assets, viewer, back) = (page.assets.clone(), page.viewer.clone(), page.back.clone());
    let title = t!(Words::new(viewer.language), "relatives-title", name = page.resident.get(viewer.language));
    document((assets, &viewer), title, back, "stack", move |words| content(words, page))
}

fn content(words: Words, page: RelativesPage) -> AnyView {
    let RelativesPage { household, is_ward, today, mut held, waiting, ended, done, problem, typed, .. } = page;
    // In the order of representation, and who may more first.
    held.sort_by_key(|one| (Proof::rank_of(&one.proof), std::cmp::Reverse(one.authority.grade), one.name.clone()));
    let conflicts: Vec<_> =
        conflicts(words, &held, today).into_iter().map(|says| notice("notice-amber", says)).collect();
    let done = done.map(|done| {
        let says = match done {
            Done::Holds => t!(words, "relatives-done-holds"),
            Done::Waits => t!(words, "relatives-done-waits"),
            Done::Ended => t!(words, "relatives-done-ended"),
            Done::Refused => t!(words, "relatives-done-refused"),
            Done::Office => t!(words, "relatives-done-office"),
        };
        notice(if done == Done::Office { "notice-amber" } else { "notice-good" }, says)
    });
    let is_empty = held.is_empty();
    let base = path(household);
    let held: Vec<_> = held.into_iter().map(|one| held_card(words, &base, one)).collect();
    let waiting: Vec<_> = waiting.into_iter().map(|one| waiting_card(words, &base, is_ward, one)).collect();
    let ended: Vec<_> = ended.into_iter().map(|one| ended_row(words, &one)).collect();
    view! {
            {done}
            {conflicts}
            <p class="soft">{t!(words, "relatives-order-lead")}</p>
            {is_empty.then(|| view! { <p class="panel">{t!(words, "relatives-none")}</p> })}
            <ul class="relatives-list">{held}</ul>
            {(!waiting.is_empty())
                .then(|| {
                    view! {
                        <h2>{t!(words, "relatives-waiting")}</h2>
                        <ul class="relatives-list">{waiting}</ul>
                    }
                })}
            {invite::form(words, &base, problem, typed)}
            {(!ended.is_empty())
                .then(|| {
                    view! {
                        <h2>{t!(words, "relatives-ended")}</h2>
                        <ul class="relatives-list">{ended}</ul>
                    }
                })}
    }
    .into_any()
}

fn notice(class: &str, says: String) -> AnyView {
    let (role, glyph) = if class == "notice-good" { ("status", "circle-check") } else { ("note", "triangle-alert") };
    view! {
        <div class=format!("notice {class}") role=role>
            <Glyph name=glyph />
            <p>{says}</p>
        </div>
    }
    .into_any()
}

/// Where two people may decide about the same: who goes first, and why.
fn conflicts(words: Words, held: &[Held], today: Day) -> Vec<String> {
    let mut found = Vec::new();
    for (index, first) in held.iter().enumerate() {
        for second in held.iter().skip(index + 1) {
            let decides = |one: &Held| one.authority.grade >= Grade::Order && one.authority.valid.contains(today);
            let is_same = first.authority.kind == second.authority.kind;
            let is_other = first.authority.person != second.authority.person;
            let ranks = Proof::rank_of(&first.proof) < Proof::rank_of(&second.proof);
            if is_same && is_other && ranks && decides(first) && decides(second) {
                let proof = words::proof(words, &first.proof);
                found.push(t!(words, "relatives-conflict", first = &first.name, second = &second.name, proof = proof));
            }
        }
    }
    found
}

fn until(words: Words, authority: &Authority) -> String {
    match authority.valid.until {
        // The first day on which it holds no more.
        Some(until) => t!(words, "relatives-until", day = day_long(words, until.plus_days(-1))),
        None => t!(words, "relatives-no-end"),
    }
}

fn about(words: Words, name: String, authority: &Authority, proof: Option<String>) -> AnyView {
    let relation = authority.relation.get(words.language).to_owned();
    view! {
        <h2>{name}</h2>
        <p>{capital(&relation)}</p>
        <p>
            <b>{may(words, authority)}</b>
        </p>
        <p>{until(words, authority)}</p>
        {proof.map(|proof| view! { <p class="soft">{t!(words, "relatives-proof", proof = words::proof(words, &proof))}</p> })}
    }
    .into_any()
}

fn act(address: String, says: String, full: String, value: String) -> AnyView {
    view! {
        <form method="post" action=address>
            <button class="button" name="which" value=value aria-label=full>
                {says}
            </button>
        </form>
    }
    .into_any()
}

fn held_card(words: Words, base: &str, held: Held) -> AnyView {
    let Held { code, person_code, name, authority, proof, has_begun, link_until } = held;
    let state = match (has_begun, link_until) {
        (true, _) => t!(words, "relatives-can-enter"),
        (false, Some(until)) => t!(words, "relatives-link-until", day = day_long(words, until)),
        (false, None) => t!(words, "relatives-no-password"),
    };
    let link = (!has_begun).then(|| {
        let full = t!(words, "relatives-link-for", name = &name);
        act(format!("{base}/link"), t!(words, "relatives-link"), full, person_code)
    });
    // The same person may have two: what they are about tells them apart.
    let full = format!("{}: {}", t!(words, "relatives-end-for", name = &name), may(words, &authority));
    let end = act(format!("{base}/end"), t!(words, "relatives-end"), full, code);
    view! {
        <li class="panel">
            {about(words, name, &authority, Some(proof))}
            <p>{state}</p>
            <div class="acts">{link} {end}</div>
        </li>
    }
    .into_any()
}

fn waiting_card(words: Words, base: &str, is_ward: bool, waiting: Waiting) -> AnyView {
    let Waiting { id, name, authority, proof, by, on } = waiting;
    let agree = is_ward.then(|| {
        let full = t!(words, "relatives-agree-for", name = &name);
        act(format!("{base}/agree"), t!(words, "relatives-agree"), full, id.clone())
    });
    let refuse = is_ward.then(|| {
        let full = t!(words, "relatives-refuse-for", name = &name);
        act(format!("{base}/refuse"), t!(words, "relatives-refuse"), full, id)
    });
    view! {
        <li class="panel">
            {about(words, name, &authority, Some(proof))}
            <p>{t!(words, "relatives-asked-by", who = by, day = day_long(words, on))}</p>
            <div class="acts">{agree} {refuse}</div>
        </li>
    }
    .into_any()
}

fn ended_row(words: Words, ended: &Ended) -> AnyView {
    view! {
        <li class="panel">
            <h2>{ended.name.clone()}</h2>
            <p>{may(words, &ended.authority)}</p>
            <p>{t!(words, "relatives-ended-by", who = &ended.by, day = day_long(words, ended.on))}</p>
        </li>
    }
    .into_any()
}
