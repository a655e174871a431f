//! A resident together with their purses, basket and orders: what one decision needs to know.

use crate::access::{Actor, Authority};
use crate::amount::Amount;
use crate::budget::{Period, Waterfall};
use crate::calendar::{Day, Moment, Timestamp};
use crate::catalogue::{Clearance, Language, Localized, PurseKind};
use crate::exception::{Exception, ExceptionKind};
use crate::ids::{HelpId, HouseholdId, LineId, LocationId, OrderId, WardId};
use crate::ledger::{Account, Books};
use crate::order::{BasketLine, Order, OrderLine};
use crate::sorting::sort_by_key;
use crate::sync::{LineRef, Refusal, RefusedOrder};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The resident as others may see them: a name and a room, no birth date, no diagnosis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resident {
    /// "mevrouw Vermeer", as it stands in the middle of a sentence.
    pub name: Localized,
    pub first_name: String,
    pub last_name: String,
    pub room: String,
    pub ward_name: String,
    pub language: Language,
    /// In hospital or on leave today.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub away: bool,
}

/// The current period as the ledger has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrentBudget {
    pub period: Period,
    /// What the indication gave for this period.
    pub granted: Amount,
    /// What came along from the period before.
    pub carried: Amount,
    /// Where it comes from; absent where the viewer may not see the house's income (the ward).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waterfall: Option<Waterfall>,
}

/// A question to the ward.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpRequest {
    pub id: HelpId,
    pub topic: HelpTopic,
    pub asked_by: Actor,
    pub asked_at: Timestamp,
    /// When and by whom it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<(Timestamp, Actor)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HelpTopic {
    /// "Help mij kiezen."
    Choosing,
    /// "Ik heb een vraag over mijn bekertje."
    Budget,
    /// "Ik heb een vraag over een bestelling."
    Order,
    /// "Ik wil iets anders."
    Wish,
}

impl HelpTopic {
    pub const ALL: [Self; 4] = [Self::Choosing, Self::Budget, Self::Order, Self::Wish];
}

/// Whose basket: the resident's own is `None`, family each have their own.
pub type BasketOwner = Option<crate::ids::PersonId>;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basket {
    pub owner: BasketOwner,
    pub lines: Vec<BasketLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Household {
    pub id: HouseholdId,
    pub location: LocationId,
    pub ward: WardId,
    /// Rises by one with every operation that changes the household.
    pub version: i64,
    pub resident: Resident,
    pub budget: CurrentBudget,
    pub books: Books,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub clearances: BTreeMap<Clearance, bool>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authorities: Vec<Authority>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub baskets: Vec<Basket>,
    /// Oldest first: all open ones and those of the last weeks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<Order>,
    /// What family proposed, oldest first: all that waits for an answer and what was answered or lapsed lately. It holds no
    /// money and no place, and asks nothing of the ward. Its lines are requested until a yes, which delivers them as an order
    /// of the same number, or a no, which cancels them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proposals: Vec<Order>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub help: Vec<HelpRequest>,
    /// Orders that were not made and that nobody has closed yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<RefusedOrder>,
    /// What still has to be sorted out, and what was sorted out lately.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Exception>,
    /// The books did not match their journal: nothing may change until someone has looked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub frozen: bool,
}

impl Household {
    /// What can be spent from a purse. Basis care needs no money.
    #[must_use]
    pub fn spendable(&self, purse: PurseKind) -> Option<Amount> {
        Account::of_purse(purse).map(|account| self.books.spendable(account))
    }

    /// What is left in the cup.
    #[must_use]
    pub fn cup_left(&self) -> Amount {
        self.books.spendable(Account::Cup)
    }

    /// Granted and carried together: a full cup.
    #[must_use]
    pub fn cup_full(&self) -> Amount {
        self.budget.granted.plus(self.budget.carried).unwrap_or(self.budget.granted)
    }

    /// What is ordered from the cup and not yet delivered.
    #[must_use]
    pub fn cup_reserved(&self) -> Amount {
        let cup = self.books.balances.get(&Account::Cup);
        cup.map_or(Amount::zero(self.budget.granted.unit()), |cup| Amount::new(cup.unit, cup.debits_pending))
    }

    #[must_use]
    pub fn basket(&self, owner: BasketOwner) -> &[BasketLine] {
        self.baskets.iter().find(|basket| basket.owner == owner).map_or(&[], |basket| basket.lines.as_slice())
    }

    #[must_use]
    pub fn order(&self, id: OrderId) -> Option<&Order> {
        self.orders.iter().find(|order| order.id == id)
    }

    #[must_use]
    pub fn order_line(&self, order: OrderId, line: LineId) -> Option<&OrderLine> {
        self.order(order)?.line(line)
    }

    #[must_use]
    pub fn proposal(&self, id: OrderId) -> Option<&Order> {
        self.proposals.iter().find(|proposal| proposal.id == id)
    }

    /// Orders that were refused, and about which someone of the ward may help. What came from a tablet that does not count any
    /// more stands among the exceptions already: what has to be done is told once. And a proposal that was answered is nothing of the ward's.
    pub fn refused_to_help(&self) -> impl Iterator<Item = &RefusedOrder> {
        let is_for_ward = |refusal: &Refusal| !matches!(refusal, Refusal::Quarantined | Refusal::WrongState { .. });
        self.refused.iter().filter(move |refused| is_for_ward(&refused.refusal))
    }

    /// What a delivery of a line that was closed still costs: what was paid for not showing up counts.
    #[must_use]
    pub fn still_due(&self, target: LineRef, amount: Amount) -> Amount {
        let paid = self.order_line(target.order, target.line).and_then(|line| line.charged);
        paid.and_then(|paid| amount.minus(paid).ok()).unwrap_or(amount)
    }

    /// What someone paid when it was decided, or what is still to be paid; nothing for what only has to be looked at.
    #[must_use]
    pub fn amount_of(&self, exception: &Exception) -> Option<Amount> {
        match (&exception.settled, &exception.what) {
            (Some(settled), _) => settled.amount,
            (None, ExceptionKind::Delivered { target, amount, .. }) => Some(self.still_due(*target, *amount)),
            (None, ExceptionKind::Quarantined { .. }) => None,
        }
    }

    /// Every line of every order, with its order.
    pub fn lines(&self) -> impl Iterator<Item = (&Order, &OrderLine)> {
        self.orders.iter().flat_map(|order| order.lines.iter().map(move |line| (order, line)))
    }

    /// Open lines on a day, by time.
    #[must_use]
    pub fn coming_on(&self, day: Day) -> Vec<(&Order, &OrderLine)> {
        let mut lines: Vec<_> =
            self.lines().filter(|(_, line)| line.state.is_open() && line.moment.day == day).collect();
        sort_by_key(&mut lines, |(_, line)| line.moment);
        lines
    }

    /// The first open line from `moment` on.
    #[must_use]
    pub fn next_after(&self, moment: Moment) -> Option<(&Order, &OrderLine)> {
        self.lines()
            .filter(|(_, line)| line.state.is_open() && line.moment >= moment)
            .min_by_key(|(_, line)| line.moment)
    }
}
