//! The card of one resident: cup, orders, what was checked, who helps. The ward chooses together with them from here.

use super::day::more;
use super::entry::Entry;
use super::lane::{away_note, help_card, waits_long};
use super::state_words::{charged, state};
use super::top::{Back, DemoNote, Top};
use super::undo::UndoBar;
use crate::not_found::NotFound;
use crate::place::use_params;
use crate::replica::{Subject, use_replica};
use crate::t;
use crate::ui::line_words::{actor_name, at, capital, clearance_name, line_price, ordered_by};
use crate::ui::operation_form::FormOperation;
use crate::ui::{Cup, CupSize, Glyph, OperationForm, Pictogram, refusal_text};
use crate::words::{Words, amount, day_short, list_of, use_words};
use domain::access::{Authority, AuthorityKind, Grade};
use domain::catalogue::PurseKind;
use domain::household::Household;
use domain::sorting::sort_by_key;
use domain::sync::{OperationKind, RefusedOrder, Snapshot};
use leptos::prelude::*;
use leptos_meta::Title;

/// How many past lines are shown.
const PAST: usize = 12;

#[component]
pub fn Resident() -> impl IntoView {
    let replica = use_replica();
    let words = use_words();
    let params = use_params();
    let subject = move || Some(Subject(params.with(|params| params.get("household"))?.parse().ok()?));
    let here = Signal::derive(move || subject().map_or_else(String::new, |subject| address(subject.0)));
    view! {
        {move || {
            let view = replica.view();
            match subject().and_then(|subject| subject.of(&view)) {
                Some(household) => page(words, &view, household).into_any(),
                None => NotFound().into_any(),
            }
        }}
        <DemoNote />
        <UndoBar here=here />
    }
    .into_any()
}

fn address(household: domain::ids::HouseholdId) -> String {
    format!("/ward/resident/{household}")
}

fn page(words: Words, view: &Snapshot, household: &Household) -> AnyView {
    let name = capital(household.resident.name.get(words.language));
    let room = t!(words, "ward-room-of", room = household.resident.room.as_str());
    let back = Back { href: "/ward/residents".to_owned(), word: t!(words, "ward-back-residents") };
    let here = address(household.id);
    let shop = Subject(household.id).link("shop");
    let help = household
        .help
        .iter()
        .filter(|help| help.answered.is_none())
        .filter_map(|help| help_card(words, view, household, help.id, &here))
        .collect_view();
    let refused = household.refused.iter().map(|refused| refused_card(words, view, household, refused)).collect_view();
    let away = household.resident.away;
    view! {
        <Title text=name.clone() />
        <Top title=name subtitle=room back=back />
        <main id="content" class="resident-card">
            <div class="resident-side">
                {cup(words, household)}
                <a class="button button-primary button-main" href=shop>
                    <Pictogram name="storefront" />
                    {t!(words, "ward-choose-together")}
                </a>
                {away.then(|| away_note(words))} {checks(words, view, household)} {family(words, view, household)}
            </div>
            <div class="resident-main">
                <ul class="lane">{refused} {help}</ul>
                {orders(words, view, household)}
            </div>
        </main>
    }
    .into_any()
}

fn cup(words: Words, household: &Household) -> AnyView {
    let left = household.cup_left();
    let own = household.spendable(PurseKind::Own).filter(|own| own.is_positive());
    let reserved = household.cup_reserved();
    view! {
        <section class="panel resident-budget" aria-labelledby="cup">
            <h2 id="cup" class="visually-hidden">
                {t!(words, "ward-cup")}
            </h2>
            <Cup left=left full=household.cup_full() size=CupSize::Middle />
            <div>
                <p>
                    {t!(words, "ward-still-has")} " " <strong class="amount">{amount(words, left)}</strong> " "
                    {t!(words, "ward-until", day = day_short(words, household.budget.period.last_day()))}
                </p>
                <p class="foot">
                    {t!(
                        words,
                        "ward-cup-of",
                        full = amount(words, household.cup_full()),
                        reserved = amount(words, reserved)
                    )}
                </p>
                {own.map(|own| view! { <p class="foot">{t!(words, "ward-own-money", amount = amount(words, own))}</p> })}
            </div>
        </section>
    }
    .into_any()
}

/// The outcome of what was checked, never the reason.
fn checks(words: Words, view: &Snapshot, household: &Household) -> AnyView {
    let (fine, missing): (Vec<_>, Vec<_>) = household.clearances.iter().partition(|(_, is_fine)| **is_fine);
    let is_empty = fine.is_empty() && missing.is_empty();
    let count = i64::try_from(fine.len()).unwrap_or(i64::MAX);
    let missing = missing
        .into_iter()
        .map(|(clearance, _)| {
            let said = t!(words, "ward-clearance-missing", name = clearance_name(words, &view.catalogue, clearance));
            view! {
                <li class="job-note">
                    <Glyph name="triangle-alert" />
                    <span>{said}</span>
                </li>
            }
        })
        .collect_view();
    let named = |clearance| clearance_name(words, &view.catalogue, clearance);
    let fine: Vec<String> = fine.into_iter().map(|(clearance, _)| named(clearance)).collect();
    let fine = (!fine.is_empty()).then(|| {
        let names = fine.into_iter().map(|name| view! { <li>{name}</li> }).collect_view();
        view! {
            <details class="why">
                <summary>
                    {t!(words, "ward-checks-fine", count = count)} <Pictogram name="caret-down" line=true />
                </summary>
                <ul class="why-body">{names}</ul>
            </details>
        }
    });
    view! {
        <section class="panel checks" aria-labelledby="checks">
            <h2 id="checks">{t!(words, "ward-checks")}</h2>
            {is_empty.then(|| view! { <p>{t!(words, "ward-checks-none")}</p> })}
            <ul>{missing}</ul>
            {fine}
        </section>
    }
    .into_any()
}

/// Who may do what for this resident today: "Els, dochter: mag bestellen".
fn family(words: Words, view: &Snapshot, household: &Household) -> AnyView {
    let today = view.now.local.day;
    let mut people: Vec<(&Authority, Vec<String>)> = Vec::new();
    let valid = || household.authorities.iter().filter(|authority| authority.valid.contains(today));
    // Who may do more also looks along: that need not be said.
    let does_more = |person| valid().any(|other| other.person == person && other.grade > Grade::View);
    for authority in valid().filter(|known| known.grade > Grade::View || !does_more(known.person)) {
        let may = may(words, authority);
        match people.iter_mut().find(|(known, _)| known.person == authority.person) {
            Some((_, known)) if known.contains(&may) => {}
            Some((_, known)) => known.push(may),
            None => people.push((authority, vec![may])),
        }
    }
    let rows = people
        .iter()
        .map(|(person, may)| {
            let relation = person.relation.get(words.language);
            let said =
                t!(words, "ward-may", name = person.name.as_str(), relation = relation, may = list_of(words, may));
            view! { <li>{said}</li> }
        })
        .collect_view();
    view! {
        <section class="panel" aria-labelledby="family">
            <h2 id="family">{t!(words, "ward-family")}</h2>
            {people.is_empty().then(|| view! { <p>{t!(words, "ward-family-none")}</p> })}
            <ul>{rows}</ul>
            <a class="button" href=format!("/ward/family/{}", household.id)>
                {t!(words, "ward-family-open")}
            </a>
        </section>
    }
    .into_any()
}

fn may(words: Words, authority: &Authority) -> String {
    match (authority.kind, authority.grade) {
        (_, Grade::View) => t!(words, "ward-may-view"),
        (_, Grade::Propose) => t!(words, "ward-may-propose"),
        (AuthorityKind::Care, Grade::Order) => t!(words, "ward-may-order"),
        (AuthorityKind::Care, Grade::Manage) => t!(words, "ward-may-manage"),
        (AuthorityKind::Money, Grade::Order | Grade::Manage) => t!(words, "ward-may-money"),
    }
}

/// An order that was not made: why, and what can be done now.
fn refused_card(words: Words, view: &Snapshot, household: &Household, refused: &RefusedOrder) -> AnyView {
    let text = refusal_text(words, &refused.refusal, view, household);
    let time = at(words, refused.at, view.now);
    let by = t!(words, "ward-by", who = actor_name(words, &refused.by), at = time.as_str());
    let close = FormOperation::complete(household.id, &OperationKind::CloseRefusal { op: refused.op });
    let here = address(household.id);
    view! {
        <li class="notice notice-amber">
            <Glyph name="triangle-alert" />
            <div>
                <p>
                    <b>{text.what_happened}</b>
                </p>
                <p>{text.what_to_do}</p>
                <p class="foot">{by}</p>
                {refused.is_overdue(view.now.at).then(|| waits_long(words))}
                <OperationForm operation=close next=here.clone() back=here>
                    <button class="button" type="submit" aria-label=t!(words, "ward-close-label", at = time)>
                        {t!(words, "ward-close")}
                    </button>
                </OperationForm>
            </div>
        </li>
    }
    .into_any()
}

fn orders(words: Words, view: &Snapshot, household: &Household) -> AnyView {
    let entries = || household.lines().map(|(order, line)| Entry { view, household, order, line });
    let mut open: Vec<_> = entries().filter(|entry| entry.line.state.is_open()).collect();
    sort_by_key(&mut open, |entry| entry.line.moment);
    let mut past: Vec<_> = entries().filter(|entry| !entry.line.state.is_open()).collect();
    sort_by_key(&mut past, |entry| std::cmp::Reverse(entry.line.moment));
    past.truncate(PAST);
    view! {
        <section aria-labelledby="open">
            <h2 id="open" class="lane-title">
                {t!(words, "ward-orders-open")}
            </h2>
            {list(words, &open, t!(words, "ward-orders-none"))}
        </section>
        <section aria-labelledby="past">
            <h2 id="past" class="lane-title">
                {t!(words, "ward-orders-past")}
            </h2>
            {list(words, &past, t!(words, "ward-orders-none-past"))}
        </section>
    }
    .into_any()
}

fn list(words: Words, entries: &[Entry<'_>], nothing: String) -> AnyView {
    if entries.is_empty() {
        return view! { <p class="panel">{nothing}</p> }.into_any();
    }
    let rows = entries.iter().map(|entry| row(words, entry)).collect_view();
    view! { <ul class="panel line-list">{rows}</ul> }.into_any()
}

fn row(words: Words, entry: &Entry<'_>) -> AnyView {
    let price = charged(words, entry).unwrap_or_else(|| line_price(words, entry.line));
    view! {
        <li class="job">
            <div>
                <p class="job-name">
                    <b>{entry.name(words)}</b>
                    ", "
                    {entry.when(words)}
                </p>
                <p class="job-state">{state(words, entry)} ". " {price}</p>
                <p class="job-state">{ordered_by(words, entry.order, entry.view)}</p>
            </div>
            <div class="job-acts">{more(words, entry)}</div>
        </li>
    }
    .into_any()
}
