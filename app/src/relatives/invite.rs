//! The form with which somebody is invited. What was typed stays when something is wrong.

use super::words::{PROOFS, RELATIONS, proof, relation_word};
use crate::t;
use crate::ui::Glyph;
use crate::words::Words;
use leptos::prelude::*;

/// What was typed and chosen, as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    pub known: String,
    pub name: String,
    pub relation: String,
    pub kind: String,
    pub grade: String,
    pub until: String,
    pub proof: String,
}

/// Why nobody was invited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    Unknown,
    Lacking,
    TooMuch,
    Past,
}

fn radio(name: &'static str, value: &'static str, says: String, chosen: &str) -> AnyView {
    view! {
        <label class="choice">
            <input type="radio" name=name value=value required=true checked=(value == chosen).then_some("checked") />
            {says}
        </label>
    }
    .into_any()
}

fn option(value: &'static str, says: String, chosen: &str) -> AnyView {
    view! {
        <option value=value selected=(value == chosen).then_some("selected")>
            {says}
        </option>
    }
    .into_any()
}

pub(super) fn form(words: Words, base: &str, problem: Option<Problem>, typed: Typed) -> AnyView {
    let says = problem.map(|problem| match problem {
        Problem::Unknown => t!(words, "relatives-unknown"),
        Problem::Lacking => t!(words, "relatives-lacking"),
        Problem::TooMuch => t!(words, "relatives-too-much"),
        Problem::Past => t!(words, "relatives-past"),
    });
    let says = says.map(|says| {
        view! {
            <div class="notice notice-amber" role="alert">
                <Glyph name="triangle-alert" />
                <p>{says}</p>
            </div>
        }
    });
    let kinds = [("care", t!(words, "relatives-kind-care")), ("money", t!(words, "relatives-kind-money"))]
        .map(|(value, says)| radio("kind", value, says, &typed.kind));
    let grades = [
        ("view", t!(words, "relatives-grade-view")),
        ("propose", t!(words, "relatives-grade-propose")),
        ("order", t!(words, "relatives-grade-order")),
        ("manage", t!(words, "relatives-grade-manage")),
    ]
    .map(|(value, says)| radio("grade", value, says, &typed.grade));
    // Nothing is chosen beforehand: it says who may decide.
    let choose = |value| option(value, t!(words, "relatives-choose"), "chosen");
    let relations = RELATIONS.map(|value| option(value, relation_word(words, value), &typed.relation));
    let proofs = PROOFS.map(|(value, _)| option(value, proof(words, value), &typed.proof));
    view! {
        <section class="panel stack no-print" aria-labelledby="invite">
            <h2 id="invite">{t!(words, "relatives-invite")}</h2>
            {says}
            <form class="stack" method="post" action=base.to_owned()>
                <label class="field">
                    <span>{t!(words, "relatives-known")}</span>
                    <input name="known" value=typed.known autocomplete="off" autocapitalize="none" spellcheck="false" />
                    <small>{t!(words, "relatives-known-hint")}</small>
                </label>
                <label class="field">
                    <span>{t!(words, "relatives-name")}</span>
                    <input name="name" value=typed.name autocomplete="off" maxlength="80" />
                </label>
                <label class="field">
                    <span>{t!(words, "relatives-relation")}</span>
                    <select name="relation" required=true>{choose("")} {relations.into_iter().collect_view()}</select>
                </label>
                <fieldset>
                    <legend>{t!(words, "relatives-kind")}</legend>
                    <div class="acts">{kinds.into_iter().collect_view()}</div>
                </fieldset>
                <fieldset>
                    <legend>{t!(words, "relatives-grade")}</legend>
                    <div class="acts">{grades.into_iter().collect_view()}</div>
                </fieldset>
                <label class="field">
                    <span>{t!(words, "relatives-day")}</span>
                    <input type="date" name="until" value=typed.until />
                    <small>{t!(words, "relatives-day-hint")}</small>
                </label>
                <label class="field">
                    <span>{t!(words, "relatives-which-proof")}</span>
                    <select name="proof" required=true>{choose("")} {proofs.into_iter().collect_view()}</select>
                </label>
                <button class="button button-primary">{t!(words, "relatives-go")}</button>
            </form>
        </section>
    }
    .into_any()
}
