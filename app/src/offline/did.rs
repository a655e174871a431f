//! An operation in words: "Bevestigd: Wandeling".

use crate::t;
use crate::ui::line_words::{counted, item_and_count, item_name};
use crate::words::Words;
use domain::household::Household;
use domain::ids::OrderId;
use domain::order::BasketLine;
use domain::sync::{LineRef, Operation, OperationKind, Snapshot, needs_nod};

/// What someone did, as far as this device knows the things it names.
#[must_use]
pub fn did(words: Words, view: &Snapshot, operation: &Operation) -> String {
    use OperationKind as Kind;
    let talk = Talk { words, view, operation };
    match &operation.kind {
        Kind::PutInBasket { lines } => t!(words, "did-basket", what = talk.chosen(lines)),
        Kind::ChangeBasketLine { .. } => t!(words, "did-basket-changed"),
        Kind::PlaceOrder { lines, .. } if talk.proposes() => t!(words, "did-propose", what = talk.chosen(lines)),
        Kind::PlaceOrder { lines, .. } => t!(words, "did-order", what = talk.chosen(lines)),
        Kind::AnswerProposal { order, yes: true } => t!(words, "did-order", what = talk.ordered(*order)),
        Kind::AnswerProposal { order, .. } | Kind::CancelOrder { order } => {
            t!(words, "did-cancel", what = talk.ordered(*order))
        }
        Kind::CancelLine { target } => t!(words, "did-cancel", what = talk.line(*target)),
        Kind::KeepLine { target } => t!(words, "did-keep", what = talk.line(*target)),
        Kind::AcceptLine { target } => t!(words, "did-accept", what = talk.line(*target)),
        Kind::DeclineLine { target, .. } => t!(words, "did-decline", what = talk.line(*target)),
        Kind::RescheduleLine { target, .. } => t!(words, "did-move", what = talk.line(*target)),
        Kind::DeliverLine { target, .. } => t!(words, "did-deliver", what = talk.line(*target)),
        Kind::NoShowLine { target } => t!(words, "did-no-show", what = talk.line(*target)),
        Kind::UndoLine { target, .. } => t!(words, "did-undo", what = talk.line(*target)),
        Kind::CloseDecline { .. } | Kind::CloseRefusal { .. } => t!(words, "did-close"),
        Kind::AskHelp { .. } => t!(words, "did-ask"),
        Kind::AnswerHelp { .. } => t!(words, "did-answer"),
        Kind::SettleException { .. } => t!(words, "did-settle"),
    }
}

struct Talk<'a> {
    words: Words,
    view: &'a Snapshot,
    operation: &'a Operation,
}

impl Talk<'_> {
    fn chosen(&self, lines: &[BasketLine]) -> String {
        let names: Vec<String> = lines
            .iter()
            .map(|line| counted(item_name(self.words, &self.view.catalogue, line.item), line.quantity))
            .collect();
        names.join(", ")
    }

    fn household(&self) -> Option<&Household> {
        self.view.household(self.operation.household)
    }

    fn proposes(&self) -> bool {
        let today = self.view.now.local.day;
        self.household().is_some_and(|household| needs_nod(self.operation, household, today))
    }

    fn ordered(&self, order: OrderId) -> String {
        let order = self.household().and_then(|household| household.order(order).or_else(|| household.proposal(order)));
        let lines = order.map(|order| order.lines.as_slice());
        let names: Vec<String> = lines
            .unwrap_or_default()
            .iter()
            .map(|line| item_and_count(self.words, &self.view.catalogue, line))
            .collect();
        names.join(", ")
    }

    fn line(&self, target: LineRef) -> String {
        self.household().and_then(|household| household.order_line(target.order, target.line)).map_or_else(
            || t!(self.words, "line-unknown"),
            |line| item_and_count(self.words, &self.view.catalogue, line),
        )
    }
}
