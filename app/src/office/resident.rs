//! One resident: the statement of the period in which every line opens to its cause, the orders and the ledger.

use super::activity::LedgerEntry;
use super::frame::{Frame, Room, as_of, document};
use super::residents::{PATH, unit_name};
use super::waterfall::days_from_to;
use super::{file, ledger, orders, statement, written_off};
use crate::t;
use crate::ui::{Cup, CupSize, Glyph};
use crate::words::{Words, amount, day_short};
use domain::amount::Amount;
use domain::catalogue::{Catalogue, PurseKind};
use domain::household::Household;
use leptos::prelude::*;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct ResidentPage {
    pub frame: Frame,
    pub location_name: String,
    pub household: Household,
    pub catalogue: Arc<Catalogue>,
    /// Oldest first.
    pub journal: Vec<LedgerEntry>,
    /// The page of the ledger; `None` is the one with the newest transfers.
    pub ledger_page: Option<usize>,
    /// The transfer that is open, by its place in the ledger.
    pub opened: Option<i64>,
}

#[must_use]
pub fn resident(page: ResidentPage) -> impl IntoView {
    let ResidentPage { frame, location_name, household, catalogue, journal, ledger_page, opened } = page;
    let words = frame.words();
    let title = household.resident.name.get(words.language).to_owned();
    let note = t!(words, "office-amounts-note", note = &frame.price_note);
    let now = frame.now;
    document(frame, Room::Residents, title.clone(), move |words| {
        let statement = statement::statement(words, &household, &catalogue, &journal);
        let orders = orders::orders(words, &household, &catalogue, now);
        let written_off = written_off::written_off(words, &household, &catalogue, now);
        let ledger = ledger::ledger(words, &household, &catalogue, &journal, ledger_page, opened, now);
        let place = t!(
            words,
            "office-resident-place",
            room = &household.resident.room,
            place = format!("{location_name} {}", household.resident.ward_name)
        );
        let period =
            t!(words, "office-period", days = days_from_to(words, household.budget.period), as_of = as_of(words, now));
        view! {
            <nav class="crumbs" aria-label=t!(words, "office-back")>
                <a href=format!("{PATH}?open={0}#r-{0}", household.id)>
                    <Glyph name="arrow-left" />
                    {t!(words, "office-all-residents")}
                </a>
            </nav>
            <div class="head resident-head">
                <div>
                    <h1 tabindex="-1">{title}</h1>
                    <p>{place}</p>
                    <p>{period}</p>
                </div>
                {cup(words, &household)}
            </div>
            {warnings(words, &household)}
            <section class="block">
                <h2 id="statement">{t!(words, "office-statement")}</h2>
                <p class="block-note">{t!(words, "office-statement-note")} " " {note}</p>
                {statement}
            </section>
            <section class="block">
                <h2 id="orders">{t!(words, "office-orders")}</h2>
                {orders}
            </section>
            {written_off}
            <section class="block">
                <h2 id="ledger">{t!(words, "office-ledger")}</h2>
                <p class="block-note">{t!(words, "office-ledger-note")}</p>
                {ledger}
            </section>
            <p>
                <a class="button" href=crate::relatives::path(household.id)>
                    <Glyph name="users" />
                    {t!(words, "relatives-open")}
                </a>
            </p>
            {file::block(words, household.id)}
        }
    })
}

fn cup(words: Words, household: &Household) -> impl IntoView + use<> {
    let (left, full) = (household.cup_left(), household.cup_full());
    let until = day_short(words, household.budget.period.last_day());
    let own = household.spendable(PurseKind::Own).unwrap_or(Amount::cents(0));
    view! {
        <div class="after">
            <Cup left=left full=full size=CupSize::Middle />
            <p>
                {t!(words, "office-cup-left")} " " <strong>{amount(words, left)}</strong> <br />
                <span>{t!(words, "office-cup-full", full = amount(words, full), until = until)}</span> <br />
                <span>
                    {t!(words, "office-counts-in", unit = unit_name(words, left.unit()))} " "
                    {t!(words, "office-own-money", left = amount(words, own))}
                </span>
            </p>
        </div>
    }
}

fn warnings(words: Words, household: &Household) -> impl IntoView + use<> {
    let frozen = household.frozen.then(|| t!(words, "office-frozen"));
    let away = household.resident.away.then(|| t!(words, "office-away"));
    [frozen, away]
        .into_iter()
        .flatten()
        .map(|text| {
            view! {
                <div class="notice notice-amber">
                    <Glyph name="triangle-alert" />
                    <p>{text}</p>
                </div>
            }
        })
        .collect_view()
}
