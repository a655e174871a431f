//! What just happened, said once at the top of the page, with one tap to undo it. It stays until it is closed.

use super::OperationForm;
use super::instead::{choice_links, lower};
use super::line_words::item_name;
use super::notice::{Notice, Tone};
use super::operation_form::FormOperation;
use super::refusal::refusal_text;
use crate::facts::Flash;
use crate::offline::{did, waiting_page};
use crate::place::{use_params, use_place};
use crate::replica::{mint, use_replica};
use crate::t;
use crate::words::{Words, use_words};
use domain::access::{Actor, Role, Scope};
use domain::household::Household;
use domain::ids::OpId;
use domain::order::{BasketLine, LineState, Order, OrderLine};
use domain::sync::{LineRef, OperationKind, Refusal, Snapshot};
use leptos::prelude::*;

/// On every page, above the content.
#[component]
pub fn FlashBar() -> impl IntoView {
    let replica = use_replica();
    let words = use_words();
    let params = use_params();
    let path = use_place().path;
    let message = move || {
        let flash = replica.flash()?;
        let view = replica.view();
        let named = params.with(|params| params.get("household")).and_then(|id| id.parse().ok());
        let household = match named {
            Some(id) => view.household(id),
            None => view.households.first(),
        };
        let bar = Bar { words, view: &view, household, path: path.get() };
        Some(match flash {
            Flash::Done { op, kind } => bar.done(op, &kind),
            Flash::Refused { refusal, .. } => bar.refused(&refusal),
            Flash::Wish { .. } => bar.wish(),
            Flash::NotUnderstood => bar.message(Tone::Amber, "hand", t!(words, "flash-not-understood"), None),
        })
    };
    view! { <div class="flash" role="status">{message}</div> }.into_any()
}

struct Bar<'a> {
    words: Words,
    view: &'a Snapshot,
    /// The household of the page, or the first one.
    household: Option<&'a Household>,
    path: String,
}

/// A step that the last operation made, found by its number.
type Step<'a> = (&'a Household, &'a Order, &'a OrderLine);

impl Bar<'_> {
    fn message(&self, tone: Tone, picture: &'static str, says: String, more: Option<AnyView>) -> AnyView {
        let replica = use_replica();
        let (path, close) = (self.path.clone(), t!(self.words, "flash-close"));
        view! {
            <Notice tone=tone picture=picture>
                <p>{says}</p>
                <div class="flash-acts">
                    {more}
                    <a class="button" href=path on:click=move |_| replica.close_flash()>
                        {close}
                    </a>
                </div>
            </Notice>
        }
        .into_any()
    }

    fn refused(&self, refusal: &Refusal) -> AnyView {
        let Some(household) = self.household else {
            return self.message(Tone::Amber, "hand", t!(self.words, "flash-not-understood"), None);
        };
        let said = refusal_text(self.words, refusal, self.view, household);
        // The ward is where help is asked: links to the shop of a resident lead away from its work.
        let is_ward = matches!(self.view.viewer.scope, Scope::Ward { .. });
        let links = (!is_ward).then(|| choice_links(said.links));
        self.message(Tone::Amber, "hand-coins", format!("{} {}", said.what_happened, said.what_to_do), links)
    }

    /// Kept, and not sent: the page of what waits has the choices.
    fn wish(&self) -> AnyView {
        let look = t!(self.words, "kept-look");
        let look = view! {
            <a class="button" href=waiting_page(&self.view.viewer.scope)>
                {look}
            </a>
        };
        self.message(Tone::Amber, "wifi-slash", t!(self.words, "wish-kept"), Some(look.into_any()))
    }

    /// What was done is on this device and not yet with the server: the device's line says so.
    fn kept(&self, op: OpId) -> Option<String> {
        let replica = use_replica();
        let kept = replica.kept();
        if kept.in_memory {
            return replica.is_offline().then(|| t!(self.words, "device-not-kept"));
        }
        let entry = kept.waiting.iter().find(|entry| replica.is_offline() && entry.operation.op_id == op)?;
        Some(format!("{}.", did(self.words, self.view, &entry.operation)))
    }

    fn done(&self, op: OpId, kind: &str) -> AnyView {
        let words = self.words;
        let says = match kind {
            "put_in_basket" => t!(words, "flash-in-basket"),
            "change_basket_line" => t!(words, "flash-basket-changed"),
            "place_order" if self.has_proposed() => t!(words, "flash-proposed"),
            "place_order" => t!(words, "flash-ordered"),
            "answer_proposal" if self.said_yes(op) => t!(words, "flash-ordered"),
            "cancel_order" | "cancel_line" => return self.cancelled(op),
            "ask_help" => t!(words, "flash-help-asked"),
            "answer_help" => t!(words, "flash-help-answered"),
            "close_decline" | "close_refusal" => t!(words, "flash-closed"),
            "accept_line" => t!(words, "flash-accepted"),
            "decline_line" => t!(words, "flash-declined"),
            "reschedule_line" => t!(words, "flash-rescheduled"),
            "deliver_line" => t!(words, "flash-delivered"),
            "no_show_line" => t!(words, "flash-no-show"),
            "keep_line" => t!(words, "flash-kept"),
            "undo_line" => t!(words, "flash-undone"),
            _ => t!(words, "flash-done"),
        };
        let (picture, undo) = match kind {
            "put_in_basket" | "change_basket_line" => ("basket", None),
            "place_order" => ("calendar-dots", self.undo_order()),
            "answer_proposal" if self.said_yes(op) => ("calendar-dots", self.undo_order()),
            _ => ("handshake", self.undo_step(op)),
        };
        self.message(Tone::Good, picture, self.kept(op).unwrap_or(says), undo)
    }

    fn step(&self, op: OpId) -> Option<Step<'_>> {
        self.view.households.iter().find_map(|household| {
            let (order, line) =
                household.lines().find(|(_, line)| line.before.as_ref().is_some_and(|before| before.op == op))?;
            Some((household, order, line))
        })
    }

    fn is_viewer(&self, actor: &Actor) -> bool {
        let viewer = &self.view.viewer.actor;
        (actor.role, actor.person) == (viewer.role, viewer.person)
    }

    /// What this viewer ordered or proposed last.
    fn latest_order(&self) -> Option<&Order> {
        let household = self.household?;
        let placed = household.orders.iter().chain(&household.proposals);
        placed.filter(|order| self.is_viewer(&order.placed_by)).max_by_key(|order| order.placed_at)
    }

    fn has_proposed(&self) -> bool {
        self.latest_order().is_some_and(|order| self.household.is_some_and(|home| home.proposal(order.id).is_some()))
    }

    fn said_yes(&self, op: OpId) -> bool {
        let answered = self.household.into_iter().flat_map(|household| &household.proposals);
        let mut lines = answered.flat_map(|proposal| &proposal.lines);
        let is_it = |line: &OrderLine| line.before.as_ref().is_some_and(|before| before.op == op);
        lines.any(|line| line.state == LineState::Delivered && is_it(line))
    }

    /// The order or proposal that was just made, as long as nothing happened to it.
    fn undo_order(&self) -> Option<AnyView> {
        let (household, order) = (self.household?, self.latest_order()?);
        order.lines.iter().all(|line| line.state == LineState::Requested).then(|| {
            let order = order.id;
            let kind = match household.order(order) {
                Some(_) => OperationKind::CancelOrder { order },
                None => OperationKind::AnswerProposal { order, yes: false },
            };
            self.undo_form(FormOperation::complete(household.id, &kind), t!(self.words, "flash-undo-order"))
        })
    }

    /// Takes back the ward's last step.
    fn undo_step(&self, op: OpId) -> Option<AnyView> {
        if self.view.viewer.actor.role != Role::Carer {
            return None;
        }
        let (household, order, line) = self.step(op)?;
        let target = LineRef { order: order.id, line: line.id };
        let operation = FormOperation::complete(household.id, &OperationKind::UndoLine { target, of: op });
        Some(self.undo_form(operation, t!(self.words, "flash-undo-step")))
    }

    /// Cancelled, with the way back; or a question to the ward when it had agreed already.
    fn cancelled(&self, op: OpId) -> AnyView {
        let words = self.words;
        let Some((household, order, first)) = self.step(op) else {
            let says = self.kept(op).unwrap_or_else(|| t!(words, "flash-cancel-asked"));
            return self.message(Tone::Good, "hand-heart", says, None);
        };
        if self.view.viewer.actor.role == Role::Carer {
            let says = self.kept(op).unwrap_or_else(|| t!(words, "flash-cancelled"));
            return self.message(Tone::Good, "handshake", says, self.undo_step(op));
        }
        let lines: Vec<BasketLine> = order
            .lines
            .iter()
            .filter(|line| line.before.as_ref().is_some_and(|before| before.op == op))
            .map(|line| line.chosen_again(mint::line_id()))
            .collect();
        let says = if let [_] = lines.as_slice() {
            t!(words, "flash-cancelled-item", item = item_name(words, &self.view.catalogue, first.item))
        } else {
            t!(words, "flash-cancelled")
        };
        let max_total = crate::ui::BasketSum::of(household, &lines).max_total();
        let kind = OperationKind::PlaceOrder {
            order: mint::order_id(&lines),
            lines,
            catalogue_version: self.view.catalogue.version,
            max_total,
        };
        let name = lower(&item_name(words, &self.view.catalogue, first.item));
        let back =
            self.undo_form(FormOperation::complete(household.id, &kind), t!(words, "flash-order-again", item = name));
        self.message(Tone::Good, "hand-coins", self.kept(op).unwrap_or(says), Some(back))
    }

    fn undo_form(&self, operation: FormOperation, says: String) -> AnyView {
        view! {
            <OperationForm operation=operation next=self.path.clone() back=self.path.clone()>
                <button class="button" type="submit">
                    {says}
                </button>
            </OperationForm>
        }
        .into_any()
    }
}
