//! What an applied operation changes. The server writes effects to its tables, a replica applies them in memory.

use crate::access::Actor;
use crate::calendar::Timestamp;
use crate::exception::Exception;
use crate::household::{Basket, BasketOwner, HelpRequest, Household};
use crate::ids::{HelpId, OpId, OrderId};
use crate::ledger::{LedgerError, Transfer};
use crate::order::{BasketLine, Order, OrderLine};
use crate::sorting::sort_by_key;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    OrderPlaced(Order),
    /// The line as it is now.
    LineChanged {
        order: OrderId,
        line: Box<OrderLine>,
    },
    Moved(Transfer),
    /// The basket as it is now; no lines means empty.
    BasketChanged {
        owner: BasketOwner,
        lines: Vec<BasketLine>,
    },
    /// The proposals as they are now.
    ProposalsChanged(Vec<Order>),
    HelpAsked(HelpRequest),
    HelpAnswered {
        help: HelpId,
        at: Timestamp,
        by: Actor,
    },
    RefusalClosed {
        op: OpId,
    },
    ExceptionNoted(Box<Exception>),
    /// The exception as it is now.
    ExceptionSettled(Box<Exception>),
}

impl Household {
    /// Applies the effects of one operation. On error the household is unchanged.
    pub fn apply(&mut self, effects: &[Effect]) -> Result<(), LedgerError> {
        let transfers =
            || effects.iter().filter_map(|effect| if let Effect::Moved(moved) = effect { Some(moved) } else { None });
        if transfers().next().is_some() {
            let mut books = self.books.clone();
            for transfer in transfers() {
                books.apply(transfer)?;
            }
            self.books = books;
        }
        for effect in effects {
            self.apply_one(effect);
        }
        self.version += 1;
        Ok(())
    }

    fn apply_one(&mut self, effect: &Effect) {
        match effect {
            Effect::OrderPlaced(order) => self.orders.push(order.clone()),
            Effect::LineChanged { order, line } => {
                let lines =
                    self.orders.iter_mut().filter(|placed| placed.id == *order).flat_map(|order| &mut order.lines);
                for current in lines.filter(|current| current.id == line.id) {
                    current.clone_from(line);
                }
            }
            Effect::Moved(_) => {}
            Effect::BasketChanged { owner, lines } => {
                self.baskets.retain(|basket| basket.owner != *owner);
                if !lines.is_empty() {
                    self.baskets.push(Basket { owner: *owner, lines: lines.clone() });
                    sort_by_key(&mut self.baskets, |basket| basket.owner);
                }
            }
            Effect::ProposalsChanged(proposals) => self.proposals.clone_from(proposals),
            Effect::HelpAsked(request) => self.help.push(request.clone()),
            Effect::HelpAnswered { help, at, by } => {
                for request in self.help.iter_mut().filter(|request| request.id == *help) {
                    request.answered = Some((*at, by.clone()));
                }
            }
            Effect::ExceptionNoted(exception) => self.exceptions.push((**exception).clone()),
            Effect::ExceptionSettled(settled) => {
                for exception in self.exceptions.iter_mut().filter(|exception| exception.op == settled.op) {
                    exception.clone_from(settled);
                }
            }
            Effect::RefusalClosed { op } => self.refused.retain(|refused| refused.op != *op),
        }
    }
}
