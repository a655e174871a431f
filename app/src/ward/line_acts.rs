//! What the ward can do with a line: each is one form, with its cost beside it.

use super::board_address;
use super::entry::Entry;
use super::lane::cancel_cost;
use super::slot::asks_cancel;
use crate::t;
use crate::ui::line_words::{capital, when};
use crate::ui::operation_form::FormOperation;
use crate::ui::{Glyph, OperationForm};
use crate::words::{Words, amount};
use domain::access::Role;
use domain::calendar::Moment;
use domain::order::LineState;
use domain::sorting::sort_by_key;
use domain::sync::{OperationKind, Refusal};
use leptos::prelude::*;

/// Up to this many, each part of a delivery is its own button.
const BUTTONS: u32 = 6;

pub fn acts(words: Words, entry: &Entry<'_>) -> AnyView {
    let forms = Forms {
        words,
        entry: *entry,
        next: board_address(entry.line.moment.day, entry.view.now.local.day),
        back: entry.link("line"),
    };
    match entry.line.state {
        LineState::Requested => view! {
            <div class="line-acts">
                {forms.accept()} {forms.cannot()} {forms.cancel()} {forms.reschedule()}
            </div>
        }
        .into_any(),
        LineState::Accepted => view! {
            <div class="line-acts">
                {asks_cancel(entry.line).then(|| forms.answer_cancel())} {forms.deliver()} {forms.partly()}
                {forms.no_show()} {forms.cannot()} {(!asks_cancel(entry.line)).then(|| forms.cancel())} {forms.undo()}
                {forms.reschedule()}
            </div>
        }
        .into_any(),
        _ => view! { <div class="line-acts">{forms.undo_or_nothing()}</div> }.into_any(),
    }
}

struct Forms<'a> {
    words: Words,
    entry: Entry<'a>,
    next: String,
    back: String,
}

impl Forms<'_> {
    /// A complete step as one button.
    fn step(&self, kind: &OperationKind, class: &'static str, glyph: Option<&'static str>, word: String) -> AnyView {
        let operation = FormOperation::complete(self.entry.household.id, kind);
        view! {
            <OperationForm operation=operation next=self.next.clone() back=self.back.clone()>
                <button class=class type="submit">
                    {glyph.map(|name| view! { <Glyph name=name /> })}
                    {word}
                </button>
            </OperationForm>
        }
        .into_any()
    }

    /// A step with what it means, as a block of its own.
    fn block(title: String, says: String, act: AnyView) -> AnyView {
        Self::section("panel line-act", title, says, act)
    }

    fn section(class: &'static str, title: String, says: String, act: AnyView) -> AnyView {
        view! {
            <section class=class>
                <h2>{title}</h2>
                {(!says.is_empty()).then(|| view! { <p>{says}</p> })}
                {act}
            </section>
        }
        .into_any()
    }

    fn accept(&self) -> AnyView {
        let kind = OperationKind::AcceptLine { target: self.entry.target() };
        let word = t!(self.words, "ward-confirm-order");
        self.step(&kind, "button button-primary button-main", Some("check"), word)
    }

    fn deliver(&self) -> AnyView {
        let kind = OperationKind::DeliverLine { target: self.entry.target(), quantity: None };
        let word = if self.entry.line.quantity > 1 {
            t!(self.words, "ward-deliver-all", count = self.entry.line.quantity)
        } else {
            t!(self.words, "ward-deliver")
        };
        self.step(&kind, "button button-primary button-main", Some("check"), word)
    }

    fn cannot(&self) -> AnyView {
        let words = self.words;
        let link = view! {
            <a class="button" href=self.entry.link("decline")>
                {t!(words, "ward-decline-open")}
            </a>
        };
        Self::block(t!(words, "ward-cannot-title"), t!(words, "ward-cannot-says"), link.into_any())
    }

    /// One button for each part, or a list where there are many.
    fn partly(&self) -> Option<AnyView> {
        let (words, entry) = (self.words, &self.entry);
        let all = entry.line.quantity;
        if all < 2 {
            return None;
        }
        let target = entry.target();
        let operation = FormOperation::about_line(entry.household.id, "deliver_line", target);
        let says = t!(words, "ward-partly-says", amount = amount(words, entry.line.unit_price));
        let inputs = if all <= BUTTONS {
            (1..all)
                .map(|count| {
                    view! {
                        <button class="button" type="submit" name="quantity" value=count>
                            {t!(words, "ward-partly-count", count = count, all = all)}
                        </button>
                    }
                })
                .collect_view()
                .into_any()
        } else {
            let options = (1..all).map(|count| view! { <option value=count>{count}</option> }).collect_view();
            view! {
                <label class="field">
                    <span>{t!(words, "ward-partly-how-many")}</span>
                    <select name="quantity" required=true>
                        <option value=""></option>
                        {options}
                    </select>
                </label>
                <button class="button" type="submit">
                    {t!(words, "ward-partly-report")}
                </button>
            }
            .into_any()
        };
        let form = view! {
            <OperationForm operation=operation next=self.next.clone() back=self.back.clone() class="acts-row">
                {inputs}
            </OperationForm>
        };
        Some(Self::block(t!(words, "ward-partly-title"), says, form.into_any()))
    }

    fn no_show(&self) -> AnyView {
        let words = self.words;
        let kind = OperationKind::NoShowLine { target: self.entry.target() };
        let charged = self.entry.foresee(kind.clone()).ok().flatten().and_then(|line| line.charged);
        let says = match charged {
            Some(charged) => t!(words, "ward-no-show-costs", amount = amount(words, charged)),
            None => t!(words, "ward-no-show-free"),
        };
        let act = self.step(&kind, "button", None, t!(words, "ward-no-show-report"));
        Self::block(t!(words, "ward-no-show-title"), says, act)
    }

    fn cancel(&self) -> AnyView {
        let words = self.words;
        let kind = OperationKind::CancelLine { target: self.entry.target() };
        let act = self.step(&kind, "button", None, t!(words, "ward-cancel-report"));
        Self::block(t!(words, "ward-cancel-title"), cancel_cost(words, &self.entry), act)
    }

    /// The resident asked to cancel: two answers that weigh the same.
    fn answer_cancel(&self) -> AnyView {
        let words = self.words;
        let target = self.entry.target();
        let agree = self.step(&OperationKind::CancelLine { target }, "button", None, t!(words, "ward-agree"));
        let keep = self.step(&OperationKind::KeepLine { target }, "button", None, t!(words, "ward-keep"));
        view! {
            <section class="notice notice-amber line-asks">
                <Glyph name="triangle-alert" />
                <div>
                    <h2>{t!(words, "ward-asks-title")}</h2>
                    <p>{cancel_cost(words, &self.entry)}</p>
                    <div class="acts-row">{agree} {keep}</div>
                </div>
            </section>
        }
        .into_any()
    }

    fn reschedule(&self) -> AnyView {
        let (words, entry) = (self.words, &self.entry);
        let title = t!(words, "ward-move-title");
        let moments = moments(entry);
        if moments.is_empty() {
            return Self::block(title, t!(words, "ward-move-none"), ().into_any());
        }
        let today = entry.view.now.local.day;
        let options = moments
            .into_iter()
            .map(|moment| {
                view! {
                    <label class="choice">
                        <input type="radio" name="moment" value=moment.to_string() required=true />
                        <span>
                            <b>{capital(&when(words, moment, today))}</b>
                        </span>
                    </label>
                }
            })
            .collect_view();
        let target = entry.target();
        let operation = FormOperation::about_line(entry.household.id, "reschedule_line", target);
        let form = view! {
            <OperationForm operation=operation next=self.next.clone() back=self.back.clone() class="move">
                <fieldset class="choices">
                    <legend>{t!(words, "ward-move-legend")}</legend>
                    {options}
                </fieldset>
                <button class="button" type="submit">
                    <Glyph name="calendar-check" />
                    {t!(words, "ward-move-report")}
                </button>
            </OperationForm>
        };
        Self::section("panel line-act line-move", title, t!(words, "ward-move-says"), form.into_any())
    }

    fn undo(&self) -> Option<AnyView> {
        let words = self.words;
        let before = self.entry.line.before.as_ref().filter(|before| before.by.role == Role::Carer)?;
        let kind = OperationKind::UndoLine { target: self.entry.target(), of: before.op };
        let title = t!(words, "ward-undo-title");
        Some(match self.entry.foresee(kind.clone()) {
            Ok(_) => {
                let operation = FormOperation::complete(self.entry.household.id, &kind);
                let act = view! {
                    <OperationForm operation=operation next=self.back.clone() back=self.back.clone()>
                        <button class="button" type="submit">
                            <Glyph name="undo-2" />
                            {t!(words, "ward-undo-step")}
                        </button>
                    </OperationForm>
                };
                Self::block(title, t!(words, "ward-undo-says"), act.into_any())
            }
            Err(refusal) => match *refusal {
                Refusal::TooLittleLeft { short, .. } => {
                    Self::block(title, t!(words, "ward-undo-short", amount = amount(words, short)), ().into_any())
                }
                _ => Self::block(title, t!(words, "ward-undo-not"), ().into_any()),
            },
        })
    }

    fn undo_or_nothing(&self) -> AnyView {
        self.undo().unwrap_or_else(|| {
            let words = self.words;
            Self::block(t!(words, "ward-finished-title"), t!(words, "ward-finished-says"), ().into_any())
        })
    }
}

/// The first moments on which the item is offered, also inside the time in which residents must order ahead.
fn moments(entry: &Entry<'_>) -> Vec<Moment> {
    let Some(offer) = entry.offer() else { return Vec::new() };
    let now = entry.view.now.local;
    let mut times = offer.times.clone();
    sort_by_key(&mut times, |each| *each);
    (0..=21)
        .map(|days| now.day.plus_days(days))
        .filter(|day| offer.weekdays.contains(*day))
        .flat_map(|day| times.iter().map(move |time| Moment { day, time: *time }))
        .filter(|moment| now.minutes_until(*moment) > 0 && *moment != entry.line.moment)
        .take(6)
        .collect()
}
