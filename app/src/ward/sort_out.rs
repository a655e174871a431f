//! What still has to be sorted out: what was handed over although its order was closed, what a revoked device still sent,
//! what must be known of the devices of the ward. And what was sorted out lately, with who did it.

use super::lane::room;
use super::top::{Back, DemoNote, Top};
use super::undo::UndoBar;
use crate::offline::{did, kept_settled};
use crate::replica::use_replica;
use crate::t;
use crate::ui::Glyph;
use crate::ui::line_words::{actor_name, at, capital, counted, item_name};
use crate::words::{Words, amount, use_words};
use domain::amount::Amount;
use domain::exception::{Exception, ExceptionKind, SettleHow};
use domain::household::Household;
use domain::order::LineState;
use domain::sorting::sort_by_key;
use domain::sync::{DeviceEvent, DeviceNotice, Operation, Snapshot};
use leptos::prelude::*;
use leptos_meta::Title;

pub const ADDRESS: &str = "/ward/sort-out";

#[component]
pub fn SortOut() -> impl IntoView {
    let replica = use_replica();
    let words = use_words();
    let title = t!(words, "ward-sort-title");
    let back = Back { href: "/ward".to_owned(), word: t!(words, "ward-back") };
    let here = Signal::derive(|| ADDRESS.to_owned());
    view! {
        <Title text=title.clone() />
        <Top title=title back=back />
        <main id="content" class="sort-out">
            {move || lists(words, &replica.view())}
        </main>
        <DemoNote />
        <UndoBar here=here />
    }
    .into_any()
}

fn lists(words: Words, view: &Snapshot) -> AnyView {
    let cases = |is_open: bool| {
        let mut cases: Vec<Case<'_>> =
            Case::all(words, view).filter(|case| case.exception.settled.is_none() == is_open).collect();
        sort_by_key(&mut cases, |case| std::cmp::Reverse(case.settled_or_heard_at()));
        cases
    };
    let (open, settled) = (cases(true), cases(false));
    let nothing = open.is_empty() && view.devices.is_empty();
    let count = open.len();
    let open = open.iter().map(Case::card).collect_view();
    let open = (count > 0).then(|| {
        let says = t!(words, "ward-sort-open", count = i64::try_from(count).unwrap_or(i64::MAX));
        view! {
            <section aria-labelledby="open">
                <h2 id="open" class="lane-title">
                    <span class="count">{count}</span>
                    <span>{says}</span>
                </h2>
                <ul class="lane">{open}</ul>
            </section>
        }
    });
    let settled: Vec<AnyView> = settled.iter().map(Case::row).collect();
    view! {
        {nothing.then(|| view! { <p class="panel">{t!(words, "ward-sort-none")}</p> })}
        {open}
        {devices(words, view)}
        {(!settled.is_empty())
            .then(|| {
                view! {
                    <section aria-labelledby="settled">
                        <h2 id="settled" class="lane-title">
                            {t!(words, "ward-sort-settled")}
                        </h2>
                        <ul class="panel line-list">{settled}</ul>
                    </section>
                }
            })}
    }
    .into_any()
}

fn devices(words: Words, view: &Snapshot) -> AnyView {
    if view.devices.is_empty() {
        return ().into_any();
    }
    let notices = view.devices.iter().rev().map(|notice| device(words, view, notice)).collect_view();
    view! {
        <section aria-labelledby="devices">
            <h2 id="devices" class="lane-title">
                {t!(words, "ward-devices")}
            </h2>
            <ul class="lane">{notices}</ul>
        </section>
    }
    .into_any()
}

/// What happened, and what that asks of people.
fn device(words: Words, view: &Snapshot, notice: &DeviceNotice) -> AnyView {
    let (happened, to_do) = match notice.what {
        DeviceEvent::RolledBack => (t!(words, "ward-device-back"), t!(words, "ward-device-back-do")),
        DeviceEvent::Cloned => (t!(words, "ward-device-cloned"), t!(words, "ward-device-cloned-do")),
        DeviceEvent::Unreadable { count } => {
            (t!(words, "ward-device-unreadable", count = count), t!(words, "ward-device-unreadable-do"))
        }
        DeviceEvent::Revoked => (t!(words, "ward-device-revoked"), t!(words, "ward-device-revoked-do")),
    };
    view! {
        <li class="notice">
            <Glyph name="lock" />
            <div>
                <p>
                    <b>{happened}</b>
                </p>
                <p>{to_do}</p>
                <p class="foot">{capital(&at(words, notice.at, view.now))}</p>
            </div>
        </li>
    }
    .into_any()
}

/// One exception with everything that the ward's screens say of it.
pub struct Case<'a> {
    pub words: Words,
    pub view: &'a Snapshot,
    pub household: &'a Household,
    pub exception: &'a Exception,
}

impl<'a> Case<'a> {
    pub fn all(words: Words, view: &'a Snapshot) -> impl Iterator<Item = Self> {
        view.households.iter().flat_map(move |household| {
            let exceptions = household.exceptions.iter();
            exceptions.map(move |exception| Self { words, view, household, exception })
        })
    }

    fn settled_or_heard_at(&self) -> domain::calendar::Timestamp {
        self.exception.settled.as_ref().map_or(self.exception.at, |settled| settled.at)
    }

    /// "Wandeling", "2 × Koffie"; or what a device had recorded: "Besteld: Wandeling".
    pub fn title(&self) -> String {
        let Self { words, view, household, exception } = *self;
        match &exception.what {
            ExceptionKind::Delivered { item, quantity, .. } => {
                counted(item_name(words, &view.catalogue, *item), *quantity)
            }
            ExceptionKind::Quarantined { kind } => {
                let (op, by) = (exception.op, exception.by.clone());
                did(words, view, &Operation::online(op, household.id, by, (**kind).clone()))
            }
        }
    }

    pub fn resident(&self) -> String {
        self.household.resident.name.get(self.words.language).to_owned()
    }

    /// Unique on a screen: "Wandeling, kamer 102, mevrouw Vermeer, om 14.02 uur".
    fn label(&self) -> String {
        let who = t!(self.words, "ward-who", room = self.household.resident.room.as_str(), name = self.resident());
        format!("{}, {who}, {}", self.title(), self.heard())
    }

    fn heard(&self) -> String {
        at(self.words, self.exception.at, self.view.now)
    }

    /// Who did what, and why that did not go together.
    pub fn happened(&self) -> [String; 2] {
        let words = self.words;
        let (who, at) = (actor_name(words, &self.exception.by), self.heard());
        match &self.exception.what {
            ExceptionKind::Delivered { found, .. } => [
                t!(words, "ward-sort-delivered", who = who, at = at),
                match found {
                    LineState::Cancelled => t!(words, "ward-sort-cancelled"),
                    LineState::NoShow => t!(words, "ward-sort-no-show"),
                    _ => t!(words, "ward-sort-declined"),
                },
            ],
            ExceptionKind::Quarantined { .. } => {
                [t!(words, "ward-sort-recorded", who = who, at = at), t!(words, "ward-sort-quarantined")]
            }
        }
    }

    /// What is still to be paid by someone, or was paid when it was decided; nothing for what only has to be looked at.
    pub fn due(&self) -> Option<Amount> {
        self.household.amount_of(self.exception)
    }

    fn card(&self) -> AnyView {
        let words = self.words;
        let due = self.due();
        let (go, label) = match due {
            Some(_) => (t!(words, "ward-sort-decide"), t!(words, "ward-sort-decide-label", what = self.label())),
            None => (t!(words, "ward-sort-look"), t!(words, "ward-sort-look-label", what = self.label())),
        };
        let happened = self.happened().map(|said| view! { <p class="order-by">{said}</p> }).collect_view();
        let href = format!("{ADDRESS}/{}/{}", self.household.id, self.exception.op);
        let price = due.filter(|due| due.is_positive()).map(|due| view! { <p class="amount">{amount(words, due)}</p> });
        view! {
            <li class="order">
                {room(words, self.household.resident.room.clone())}
                <div>
                    <h3>{self.title()}</h3>
                    <p>{capital(&self.resident())}</p>
                    {price}
                    {happened}
                </div>
                <div class="order-acts is-single">
                    <a class="button" href=href aria-label=label>
                        {go}
                    </a>
                </div>
            </li>
        }
        .into_any()
    }

    /// "Het huis betaalde € 12,30.", with who decided so and when.
    pub fn outcome(&self) -> Option<[String; 2]> {
        let words = self.words;
        let settled = self.exception.settled.as_ref()?;
        let due = self.due().map_or_else(String::new, |due| amount(words, due));
        let how = match settled.how {
            SettleHow::Charge if !self.due().is_some_and(|due| due.is_positive()) => t!(words, "ward-sort-paid"),
            SettleHow::Charge => t!(words, "ward-sort-charged", amount = due),
            SettleHow::WriteOff => t!(words, "ward-sort-written-off", amount = due),
            SettleHow::LookedAt => t!(words, "ward-sort-looked-at"),
        };
        let by = actor_name(words, &settled.by);
        Some([how, t!(words, "ward-by", who = by, at = at(words, settled.at, self.view.now))])
    }

    fn row(&self) -> AnyView {
        let [how, by] = self.outcome().unwrap_or_default();
        let who = t!(self.words, "ward-who", room = self.household.resident.room.as_str(), name = self.resident());
        view! {
            <li class="job">
                <div>
                    <p class="job-name">
                        <b>{self.title()}</b>
                    </p>
                    <p class="job-state">{who}</p>
                    <p>{how}</p>
                    <p class="job-state">{by}</p>
                    {kept_settled(self.words, self.exception.op)}
                </div>
            </li>
        }
        .into_any()
    }
}
