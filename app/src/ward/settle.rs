//! One thing that has to be sorted out: what happened, what it costs, and who pays. Money that moved is not taken back, so
//! the choice stands on a page of its own, with what it does beside it.

use super::lane::room;
use super::sort_out::{ADDRESS, Case};
use super::top::{Back, DemoNote, Top};
use super::undo::UndoBar;
use crate::not_found::NotFound;
use crate::offline::kept_settled;
use crate::place::use_params;
use crate::replica::{mint, use_replica};
use crate::t;
use crate::ui::OperationForm;
use crate::ui::line_words::{capital, purse_price};
use crate::ui::operation_form::FormOperation;
use crate::words::{amount, use_words};
use domain::amount::Amount;
use domain::catalogue::PurseKind;
use domain::exception::{ExceptionKind, SettleHow};
use domain::ids::{HouseholdId, OpId};
use domain::sync::{Facts, Operation, OperationKind, Refusal, Snapshot, decide};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn Settle() -> impl IntoView {
    let replica = use_replica();
    let words = use_words();
    let params = use_params();
    let wanted =
        move || Some((params.with(|params| params.get("household"))?, params.with(|params| params.get("op"))?));
    let here = Signal::derive(move || {
        wanted().map_or_else(String::new, |(household, op)| format!("{ADDRESS}/{household}/{op}"))
    });
    view! {
        {move || {
            let view = replica.view();
            let wanted: Option<(HouseholdId, OpId)> =
                wanted().and_then(|(household, op)| Some((household.parse().ok()?, op.parse().ok()?)));
            match Case::all(words, &view).find(|case| Some((case.household.id, case.exception.op)) == wanted) {
                Some(case) => page(&case, here.get()),
                None => NotFound().into_any(),
            }
        }}
        <DemoNote />
        <UndoBar here=here />
    }
    .into_any()
}

fn page(case: &Case<'_>, here: String) -> AnyView {
    let words = case.words;
    let title = case.title();
    let back = Back { href: ADDRESS.to_owned(), word: t!(words, "ward-back") };
    let happened = case.happened().map(|said| view! { <p>{said}</p> }).collect_view();
    let price = match (&case.exception.what, case.due()) {
        (ExceptionKind::Delivered { purse, .. }, Some(due)) => Some(purse_price(words, *purse, due)),
        _ => None,
    };
    let act = |title: String, says: String, act: Option<AnyView>| {
        view! {
            <section class="panel line-act">
                <h2>{title}</h2>
                <p>{says}</p>
                {act}
            </section>
        }
        .into_any()
    };
    let choices = match case.outcome() {
        Some([how, by]) => view! {
            {act(how, by, Some(kept_settled(words, case.exception.op)))}
        }
        .into_any(),
        None => open(case, &here, act),
    };
    let resident = case.household;
    view! {
        <Title text=title.clone() />
        <Top title=title subtitle=t!(words, "ward-sort-title") back=back />
        <main id="content" class="line-page">
            <section class="panel line-facts" aria-labelledby="about">
                <h2 id="about" class="visually-hidden">
                    {t!(words, "ward-about-order")}
                </h2>
                <div class="line-who">
                    {room(words, resident.resident.room.clone())}
                    <div>
                        <p class="line-name">{capital(&case.resident())}</p>
                        <a class="button" href=format!("/ward/resident/{}", resident.id)>
                            {t!(words, "ward-card-open")}
                        </a>
                    </div>
                </div>
                {happened}
                {price.map(|price| view! { <p class="amount">{price}</p> })}
            </section>
            <div class="line-acts">{choices}</div>
        </main>
    }
    .into_any()
}

/// The choices while nobody has decided.
fn open(case: &Case<'_>, here: &str, act: impl Fn(String, String, Option<AnyView>) -> AnyView) -> AnyView {
    let words = case.words;
    let button = |how: SettleHow, word: String| {
        let kind = OperationKind::SettleException { op: case.exception.op, how };
        let operation = FormOperation::complete(case.household.id, &kind);
        let form = view! {
            <OperationForm operation=operation next=ADDRESS back=here.to_owned()>
                <button class="button" type="submit">
                    {word}
                </button>
            </OperationForm>
        };
        Some(form.into_any())
    };
    let (ExceptionKind::Delivered { purse, .. }, Some(due)) = (&case.exception.what, case.due()) else {
        let looked = button(SettleHow::LookedAt, t!(words, "ward-sort-report"));
        return act(t!(words, "ward-sort-still"), t!(words, "ward-sort-again"), looked);
    };
    let may_charge = charge(case);
    if may_charge.is_ok() && !due.is_positive() {
        let close = button(SettleHow::Charge, t!(words, "ward-sort-close"));
        return act(t!(words, "ward-sort-paid"), t!(words, "ward-sort-paid-says"), close);
    }
    let (says, charge) = match may_charge {
        Ok(()) => {
            let left = case.household.spendable(*purse).and_then(|left| left.minus(due).ok());
            let (due, left) = (amount(words, due), left.map_or_else(String::new, |left| amount(words, left)));
            let says = match purse {
                PurseKind::Own => t!(words, "ward-sort-charge-own", amount = due, left = left),
                PurseKind::Cup | PurseKind::Basis => t!(words, "ward-sort-charge-cup", amount = due, left = left),
            };
            (says, button(SettleHow::Charge, t!(words, "ward-sort-charge")))
        }
        Err(short) => match short {
            Some(short) => (t!(words, "ward-sort-short", amount = amount(words, short)), None),
            None => (t!(words, "ward-sort-never"), None),
        },
    };
    view! {
        {act(t!(words, "ward-sort-resident"), says, charge)}
        {act(
            t!(words, "ward-sort-house"),
            t!(words, "ward-sort-house-says", amount = amount(words, due)),
            button(SettleHow::WriteOff, t!(words, "ward-sort-write-off")),
        )}
        <p class="foot">{t!(words, "ward-sort-final")}</p>
    }
    .into_any()
}

/// Whether the resident can pay, by the same rules that the server follows; `Err` says how much is missing, or that this is
/// never charged.
fn charge(case: &Case<'_>) -> Result<(), Option<Amount>> {
    let kind = OperationKind::SettleException { op: case.exception.op, how: SettleHow::Charge };
    let Snapshot { catalogue, places, now, viewer, .. } = case.view;
    let operation = Operation::online(mint::op_id(), case.household.id, viewer.actor.clone(), kind);
    let facts = Facts { household: case.household, catalogue, places, now: *now };
    match decide(&operation, &facts) {
        Ok(_) => Ok(()),
        Err(Refusal::TooLittleLeft { short, .. }) => Err(Some(short)),
        Err(_) => Err(None),
    }
}
