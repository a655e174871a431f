//! The one place where an operation is judged: on the server for good, on a device as a prediction.
//!
//! Every operation is safe to decide again on a household that already contains its effects: it is then a [`Noop`] or a
//! refusal, never a second effect.

use super::refusal;
use super::{Effect, Instead, LastOrder, LineRef, Noop, Now, Operation, OperationKind, Refusal, instead_of};
use crate::access::{AuthorityKind, Grade, Role};
use crate::amount::Amount;
use crate::calendar::{Day, Moment};
use crate::catalogue::{Catalogue, Item, NoShowCharge, Obstacle, Offer, Places, PurseKind};
use crate::exception::{Exception, ExceptionKind, SettleHow, Settlement};
use crate::household::{BasketOwner, HelpRequest, Household};
use crate::ids::{ItemId, LineId, OfferId, OpId, OrderId, TransferId};
use crate::ledger::{Account, Phase, Reason, Transfer};
use crate::mutant::{Mutant, is_on};
use crate::order::{BasketLine, Before, Decline, LineHold, LineState, Order, OrderLine};
use crate::sorting::sort_by_key;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The most of one item in one line.
const MAX_QUANTITY: u32 = 20;
/// So many moments are proposed instead of one that is full.
const FREE_MOMENTS: usize = 3;
/// The most lines in one basket or order.
const MAX_LINES: usize = 40;

/// A proposal stays in sight so long after its last moment.
const PROPOSAL_DAYS: i64 = 14;

/// What a decision may know.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub household: &'a Household,
    pub catalogue: &'a Catalogue,
    /// Of the offers that [`offers_chosen`] names, at least.
    pub places: &'a Places,
    pub now: Now,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Apply(Vec<Effect>),
    Noop(Noop),
}

type Decision = Result<Outcome, Refusal>;

/// The number of the `index`th transfer of an operation: the same on the device and on the server.
#[must_use]
pub fn transfer_id(op: OpId, index: u32) -> TransferId {
    let mut hash = Sha256::new();
    hash.update(b"transfer");
    hash.update(op.0.as_bytes());
    hash.update(index.to_be_bytes());
    let digest: [u8; 32] = hash.finalize().into();
    let mut bytes = [0_u8; 16];
    for (target, source) in bytes.iter_mut().zip(digest) {
        *target = source;
    }
    TransferId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// The offers of which a place may be taken by this operation: they must be counted before it is decided.
#[must_use]
pub fn offers_chosen(operation: &Operation, household: &Household) -> Vec<OfferId> {
    use OperationKind as Kind;
    match &operation.kind {
        Kind::PutInBasket { lines } => lines.iter().map(|line| line.offer).collect(),
        Kind::PlaceOrder { .. } | Kind::AnswerProposal { .. } => {
            ordered(operation, household).into_iter().map(|line| line.offer).collect()
        }
        Kind::RescheduleLine { target, .. } | Kind::UndoLine { target, .. } => {
            household.order_line(target.order, target.line).map(|line| line.offer).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// What an operation orders: the choices of an order, or those of the proposal that it says yes to.
#[must_use]
pub fn ordered(operation: &Operation, household: &Household) -> Vec<BasketLine> {
    match &operation.kind {
        OperationKind::PlaceOrder { lines, .. } => lines.clone(),
        OperationKind::AnswerProposal { order, yes: true } => {
            household.proposal(*order).map_or_else(Vec::new, Order::choices)
        }
        _ => Vec::new(),
    }
}

/// Whether what the actor orders waits for the resident's nod: family that may propose some of it and order not all of it.
#[must_use]
pub fn needs_nod(operation: &Operation, household: &Household, today: Day) -> bool {
    operation.actor.role == Role::Family
        && !may_choose(operation, household, today, Grade::Order)
        && !is_on(Mutant::ProposerOrders)
}

/// Whether family may do this with everything that is chosen in it.
fn may_choose(operation: &Operation, household: &Household, today: Day, least: Grade) -> bool {
    let mut purses = operation.kind.chosen().iter().map(|line| line.purse);
    may_with(operation, household, today, least, &mut purses)
}

/// Whether the actor may do this for this resident at all.
#[must_use]
pub fn is_authorised(operation: &Operation, household: &Household, today: Day) -> bool {
    use OperationKind as Kind;
    let role = operation.actor.role;
    match &operation.kind {
        Kind::AcceptLine { .. }
        | Kind::DeclineLine { .. }
        | Kind::RescheduleLine { .. }
        | Kind::DeliverLine { .. }
        | Kind::NoShowLine { .. }
        | Kind::UndoLine { .. }
        | Kind::KeepLine { .. }
        | Kind::AnswerHelp { .. }
        | Kind::SettleException { .. } => role == Role::Carer,
        Kind::PutInBasket { .. } | Kind::PlaceOrder { .. } | Kind::ChangeBasketLine { .. } => match role {
            Role::Resident | Role::Carer => true,
            // Who may propose chooses like the others; whether it is ordered is another question.
            Role::Family => may_choose(operation, household, today, Grade::Propose),
            Role::Office | Role::Supporter | Role::Provider | Role::Council | Role::Security | Role::House => false,
        },
        Kind::CancelOrder { .. } | Kind::CancelLine { .. } => match role {
            Role::Resident | Role::Carer => true,
            // What was chosen is taken back by who may choose it.
            Role::Family => {
                let (order, only) = match &operation.kind {
                    Kind::CancelOrder { order } => (Some(*order), None),
                    Kind::CancelLine { target } => (Some(target.order), Some(target.line)),
                    _ => (None, None),
                };
                let lines = order.and_then(|order| household.order(order)).into_iter().flat_map(|order| &order.lines);
                let lines = lines.filter(|line| only.is_none_or(|only| only == line.id));
                may_with(operation, household, today, Grade::Order, &mut lines.map(|line| line.purse))
            }
            Role::Office | Role::Supporter | Role::Provider | Role::Council | Role::Security | Role::House => false,
        },
        // The resident nods, or who decides for them. Staff may choose together with them, and not say yes for them.
        Kind::AnswerProposal { order, yes } => match role {
            Role::Resident => true,
            Role::Family => {
                let proposal = household.proposal(*order);
                let lines = proposal.into_iter().flat_map(|proposal| &proposal.lines);
                let is_own = proposal.is_none_or(|proposal| proposal.placed_by.person == operation.actor.person);
                let least =
                    if is_own && (!*yes || is_on(Mutant::ProposerNods)) { Grade::Propose } else { Grade::Order };
                may_with(operation, household, today, least, &mut lines.map(|line| line.purse))
            }
            Role::Carer
            | Role::Office
            | Role::Supporter
            | Role::Provider
            | Role::Council
            | Role::Security
            | Role::House => false,
        },
        Kind::CloseDecline { .. } | Kind::CloseRefusal { .. } | Kind::AskHelp { .. } => match role {
            Role::Resident | Role::Carer => true,
            Role::Family => has_authority(operation, household, today, Grade::View, None),
            Role::Office | Role::Supporter | Role::Provider | Role::Council | Role::Security | Role::House => false,
        },
    }
}

/// Who pays from own money decides about money; everything else is care.
fn kind_of(purse: PurseKind) -> AuthorityKind {
    if purse == PurseKind::Own { AuthorityKind::Money } else { AuthorityKind::Care }
}

/// Whether family may do this, and with everything that these purses pay.
fn may_with(
    operation: &Operation,
    household: &Household,
    today: Day,
    least: Grade,
    mut purses: &mut dyn Iterator<Item = PurseKind>,
) -> bool {
    has_authority(operation, household, today, least, None)
        && Iterator::all(&mut purses, |purse| has_authority(operation, household, today, least, Some(kind_of(purse))))
}

fn has_authority(
    operation: &Operation,
    household: &Household,
    today: Day,
    least: Grade,
    kind: Option<AuthorityKind>,
) -> bool {
    household.authorities.iter().any(|authority| {
        Some(authority.person) == operation.actor.person
            && authority.grade >= least
            && (authority.valid.contains(today) || is_on(Mutant::AuthorityNeverEnds))
            && kind.is_none_or(|kind| authority.kind == kind)
    })
}

/// Judges one operation. Pure: the same operation and facts give the same outcome everywhere.
pub fn decide(operation: &Operation, facts: &Facts<'_>) -> Decision {
    use OperationKind as Kind;
    if facts.household.frozen {
        return Err(Refusal::Frozen);
    }
    if !is_authorised(operation, facts.household, facts.now.local.day) {
        return Err(Refusal::NotAllowed);
    }
    let case = Case { operation, facts };
    match &operation.kind {
        Kind::PutInBasket { lines } => case.put_in_basket(lines),
        Kind::ChangeBasketLine { line, quantity } => case.change_basket_line(*line, *quantity),
        Kind::PlaceOrder { order, lines, max_total, .. } => case.place_order(*order, lines, max_total),
        Kind::AnswerProposal { order, yes } => case.answer_proposal(*order, *yes),
        Kind::CancelOrder { order } => case.cancel_order(*order),
        Kind::CancelLine { target } => case.cancel_line(*target),
        Kind::KeepLine { target } => case.keep_line(*target),
        Kind::AcceptLine { target } => case.accept(*target),
        Kind::DeclineLine { target, reason, other_moment, other_item, note } => {
            let note = note.chars().take(300).collect();
            let decline =
                Decline { reason: *reason, other_moment: *other_moment, other_item: *other_item, note, seen: false };
            case.decline(*target, decline)
        }
        Kind::RescheduleLine { target, moment } => case.reschedule(*target, *moment),
        Kind::DeliverLine { target, quantity } => case.deliver(*target, *quantity),
        Kind::NoShowLine { target } => case.no_show(*target),
        Kind::UndoLine { target, of } => case.undo(*target, *of),
        Kind::CloseDecline { target } => case.close_decline(*target),
        Kind::CloseRefusal { op } => case.close_refusal(*op),
        Kind::SettleException { op, how } => case.settle(*op, *how),
        Kind::AskHelp { help, topic } => {
            if facts.household.help.iter().any(|request| request.id == *help) {
                return Ok(Outcome::Noop(Noop::AlreadyDone));
            }
            let request = HelpRequest {
                id: *help,
                topic: *topic,
                asked_by: operation.actor.clone(),
                asked_at: facts.now.at,
                answered: None,
            };
            Ok(Outcome::Apply(vec![Effect::HelpAsked(request)]))
        }
        Kind::AnswerHelp { help } => {
            let request =
                facts.household.help.iter().find(|request| request.id == *help).ok_or(Refusal::UnknownHelp)?;
            if request.answered.is_some() {
                return Ok(Outcome::Noop(Noop::AlreadyDone));
            }
            Ok(Outcome::Apply(vec![Effect::HelpAnswered {
                help: *help,
                at: facts.now.at,
                by: operation.actor.clone(),
            }]))
        }
    }
}

/// One operation with its facts, while it is judged.
struct Case<'a> {
    operation: &'a Operation,
    facts: &'a Facts<'a>,
}

impl<'a> Case<'a> {
    fn household(&self) -> &'a Household {
        self.facts.household
    }

    fn now(&self) -> Moment {
        self.facts.now.local
    }

    /// Family each have their own basket; the ward chooses together with the resident.
    fn basket_owner(&self) -> BasketOwner {
        match self.operation.actor.role {
            Role::Family => self.operation.actor.person,
            _ => None,
        }
    }

    fn item(&self, id: ItemId) -> Result<&'a Item, Refusal> {
        self.facts.catalogue.item(id).ok_or(Refusal::UnknownItem)
    }

    fn line(&self, target: LineRef) -> Result<&'a OrderLine, Refusal> {
        self.household().order_line(target.order, target.line).ok_or(Refusal::UnknownOrder)
    }

    fn instead(&self, item: ItemId) -> Vec<Instead> {
        instead_of(Some(item), self.household(), self.facts.catalogue, self.facts.places, self.now())
    }

    // ---------- basket ----------

    fn put_in_basket(&self, lines: &[BasketLine]) -> Decision {
        let owner = self.basket_owner();
        let mut basket = self.household().basket(owner).to_vec();
        let before = basket.len();
        for line in lines {
            self.check_choice(line)?;
            let is_same = |other: &BasketLine| {
                other.line == line.line
                    || (other.item, other.offer, other.purse, other.moment)
                        == (line.item, line.offer, line.purse, line.moment)
            };
            if !basket.iter().any(is_same) {
                basket.push(line.clone());
            }
        }
        if basket.len() > MAX_LINES {
            return Err(Refusal::TooManyLines { max: u32::try_from(MAX_LINES).unwrap_or(u32::MAX) });
        }
        if basket.len() == before {
            return Ok(Outcome::Noop(Noop::AlreadyDone));
        }
        Ok(Outcome::Apply(vec![Effect::BasketChanged { owner, lines: basket }]))
    }

    fn change_basket_line(&self, id: LineId, quantity: u32) -> Decision {
        let owner = self.basket_owner();
        let mut basket = self.household().basket(owner).to_vec();
        if quantity > MAX_QUANTITY {
            return Err(Refusal::WrongQuantity { max: MAX_QUANTITY });
        }
        match basket.iter_mut().find(|line| line.line == id) {
            None => return Ok(Outcome::Noop(Noop::AlreadyDone)),
            Some(line) if line.quantity == quantity => return Ok(Outcome::Noop(Noop::AlreadyDone)),
            Some(line) => line.quantity = quantity,
        }
        basket.retain(|line| line.quantity > 0);
        Ok(Outcome::Apply(vec![Effect::BasketChanged { owner, lines: basket }]))
    }

    /// Everything about one choice that does not depend on the others: it exists, is for sale, for this resident, from
    /// this purse, at this moment.
    fn check_choice(&self, line: &BasketLine) -> Result<(&'a Item, Amount), Refusal> {
        let item = self.item(line.item)?;
        let offer = item.offer(line.offer).ok_or(Refusal::NotForSale { item: item.id })?;
        if line.quantity == 0 || line.quantity > MAX_QUANTITY {
            return Err(Refusal::WrongQuantity { max: MAX_QUANTITY });
        }
        if !item.purses.contains(&line.purse) {
            return Err(Refusal::WrongPurse { item: item.id, purse: line.purse });
        }
        if let Some(condition) = item.blocked_by(&self.household().clearances) {
            let named = condition
                .alternative
                .and_then(|other| self.facts.catalogue.item(other))
                .filter(|other| {
                    let can_have =
                        |purse| refusal::can_have(other, purse, self.household(), self.facts.places, self.now());
                    other.purses.iter().any(|purse| can_have(*purse))
                })
                .map(|other| Instead::Item { item: other.id });
            let mut instead: Vec<Instead> = named.into_iter().collect();
            instead
                .extend(self.instead(item.id).into_iter().filter(|other| !instead.contains(other)).collect::<Vec<_>>());
            return Err(Refusal::ConditionNotMet { item: item.id, message: condition.message.clone(), instead });
        }
        self.check_moment(item, offer, line.moment)?;
        self.check_place(item, offer, line.moment)?;
        let unit = self.household().budget.granted.unit();
        let price = item.price(offer, line.purse, unit).ok_or(Refusal::NotInThisUnit { item: item.id })?;
        Ok((item, price))
    }

    fn check_moment(&self, item: &Item, offer: &Offer, moment: Moment) -> Result<(), Refusal> {
        item.check_moment(offer, moment, self.now()).map_err(|obstacle| match obstacle {
            Obstacle::NotForSale => Refusal::NotForSale { item: item.id },
            Obstacle::NotOfferedThen => Refusal::NotOfferedThen { item: item.id, moment },
            Obstacle::TooLate { lead_time_hours } => Refusal::TooLate { item: item.id, lead_time_hours },
            Obstacle::Ended(end) => Refusal::ProviderEnded { item: item.id, performer: offer.performer.clone(), end },
        })
    }

    /// A place counts residents: who has one at this moment needs no other.
    fn check_place(&self, item: &Item, offer: &Offer, moment: Moment) -> Result<(), Refusal> {
        let has_place = self
            .household()
            .lines()
            .any(|(_, line)| line.state.is_open() && (line.offer, line.moment) == (offer.id, moment));
        let places = self.facts.places;
        if (has_place && !is_on(Mutant::OwnPlaceCountsTwice)) || !item.is_full(offer, moment, places) {
            return Ok(());
        }
        let mut free: Vec<Moment> =
            item.offers.iter().flat_map(|offer| item.free_moments(offer, self.now(), FREE_MOMENTS, places)).collect();
        sort_by_key(&mut free, |moment| *moment);
        free.dedup();
        free.truncate(FREE_MOMENTS);
        Err(Refusal::Full { item: item.id, moment, free })
    }

    /// As [`Self::check_place`], for a line that comes to `moment`. What is no longer in the catalogue has no limit.
    fn check_place_of(&self, line: &OrderLine, moment: Moment) -> Result<(), Refusal> {
        let item = self.facts.catalogue.item(line.item);
        let offer = item.and_then(|item| Some((item, item.offer(line.offer)?)));
        offer.map_or(Ok(()), |(item, offer)| self.check_place(item, offer, moment))
    }

    // ---------- order ----------

    fn place_order(&self, id: OrderId, lines: &[BasketLine], max_total: &BTreeMap<PurseKind, Amount>) -> Decision {
        if self.household().order(id).is_some() || self.household().proposal(id).is_some() {
            return Ok(Outcome::Noop(Noop::AlreadyDone));
        }
        let (order, moved) = self.order(id, lines, Some(max_total))?;
        // What is proposed could be ordered now; whether it still can is judged again at the nod.
        let mut effects = if needs_nod(self.operation, self.household(), self.now().day) {
            vec![self.propose(order)?]
        } else {
            placed(order, moved)
        };
        let owner = self.basket_owner();
        let basket = self.household().basket(owner);
        let ordered = |line: &&BasketLine| lines.iter().any(|ordered| ordered.line == line.line);
        if basket.iter().any(|line| ordered(&line)) {
            let lines = basket.iter().filter(|line| !ordered(line)).cloned().collect();
            effects.push(Effect::BasketChanged { owner, lines });
        }
        Ok(Outcome::Apply(effects))
    }

    fn propose(&self, mut order: Order) -> Result<Effect, Refusal> {
        let since = self.now().day.plus_days(-PROPOSAL_DAYS);
        let mut proposals = self.household().proposals.clone();
        proposals.retain(|proposal| proposal.lines.iter().any(|line| line.moment.day >= since));
        if proposals.len() >= MAX_LINES {
            return Err(Refusal::TooManyLines { max: u32::try_from(MAX_LINES).unwrap_or(u32::MAX) });
        }
        for line in &mut order.lines {
            line.hold = None;
        }
        proposals.push(order);
        Ok(Effect::ProposalsChanged(proposals))
    }

    /// A yes is an order at this moment, with everything that is asked of one, for at most what was proposed; a no changes
    /// nothing else.
    fn answer_proposal(&self, id: OrderId, yes: bool) -> Decision {
        let mut proposals = self.household().proposals.clone();
        let proposal = proposals.iter_mut().find(|proposal| proposal.id == id).ok_or(Refusal::UnknownOrder)?;
        let answered = if yes { LineState::Delivered } else { LineState::Cancelled };
        match proposal.lines.first().map_or(LineState::Requested, |line| line.state) {
            LineState::Requested => {}
            state if state == answered => return Ok(Outcome::Noop(Noop::AlreadyDone)),
            state if !is_on(Mutant::ProposalAnsweredTwice) => return Err(Refusal::WrongState { state }),
            _ => {}
        }
        let mut effects = Vec::new();
        if yes {
            let (order, moved) = self.order(id, &proposal.choices(), None)?;
            effects = placed(order, moved);
        }
        for line in &mut proposal.lines {
            *line = OrderLine { state: answered, ..self.step(line) };
        }
        effects.push(Effect::ProposalsChanged(proposals));
        Ok(Outcome::Apply(effects))
    }

    /// The order with its reservations, when all of it can be had now. Without `max_total` each line costs at most its own
    /// price, and so does all of it.
    fn order(
        &self,
        id: OrderId,
        lines: &[BasketLine],
        max_total: Option<&BTreeMap<PurseKind, Amount>>,
    ) -> Result<(Order, Vec<Transfer>), Refusal> {
        if lines.is_empty() {
            return Err(Refusal::NothingChosen);
        }
        if lines.len() > MAX_LINES {
            return Err(Refusal::TooManyLines { max: u32::try_from(MAX_LINES).unwrap_or(u32::MAX) });
        }
        let mut numbers: Vec<LineId> = lines.iter().map(|line| line.line).collect();
        sort_by_key(&mut numbers, |each| *each);
        if numbers.windows(2).any(|pair| matches!(pair, [left, right] if left == right))
            && !is_on(Mutant::SameLineTwice)
        {
            return Err(Refusal::OpIdReused);
        }
        let mut placed = Vec::with_capacity(lines.len());
        let mut moved = Vec::with_capacity(lines.len());
        for (index, line) in (0_u32..).zip(lines) {
            let (item, price) = self.check_choice(line)?;
            if !line.unit_price.covers(price) {
                return Err(Refusal::PriceRose { item: item.id, seen: line.unit_price, now: price });
            }
            self.check_limits(item, line, lines)?;
            let price = if is_on(Mutant::SeenPriceCharged) { line.unit_price } else { price };
            let total = price.times(line.quantity).map_err(|_| Refusal::WrongQuantity { max: MAX_QUANTITY })?;
            let transfer = self.hold(index, id, line.line, line.purse, total);
            placed.push(OrderLine {
                id: line.line,
                item: line.item,
                offer: line.offer,
                purse: line.purse,
                moment: line.moment,
                quantity: line.quantity,
                unit_price: price,
                state: LineState::Requested,
                delivered: None,
                hold: transfer.as_ref().map(|transfer| LineHold { transfer: transfer.id, amount: transfer.amount }),
                charged: None,
                cancel_asked: false,
                cancel_asked_at: None,
                decline: None,
                before: None,
            });
            moved.extend(transfer);
        }
        self.check_totals(&placed, max_total)?;
        let order = Order { id, placed_by: self.operation.actor.clone(), placed_at: self.facts.now.at, lines: placed };
        Ok((order, moved))
    }

    /// Limits per day and per week, over what was ordered before and what is ordered now.
    fn check_limits(&self, item: &Item, line: &BasketLine, lines: &[BasketLine]) -> Result<(), Refusal> {
        let count = |matches: &dyn Fn(Day) -> bool| -> u32 {
            let before = self.household().lines().filter(|(_, line)| {
                line.item == item.id
                    && matches(line.moment.day)
                    && !matches!(line.state, LineState::Cancelled | LineState::Declined)
                    && !is_on(Mutant::LimitForgetsEarlierOrders)
            });
            let now = lines.iter().filter(|line| line.item == item.id && matches(line.moment.day));
            before.map(|(_, line)| line.quantity).chain(now.map(|line| line.quantity)).fold(0, u32::saturating_add)
        };
        if let Some(max) = item.max_per_day()
            && count(&|day| day == line.moment.day) > max
        {
            return Err(Refusal::TooManyOnOneDay { item: item.id, max });
        }
        let monday = |day: Day| day.plus_days(-i64::from(day.weekday().number_days_from_monday()));
        if let Some(max) = item.max_per_week()
            && count(&|day| monday(day) == monday(line.moment.day)) > max
        {
            return Err(Refusal::TooManyInOneWeek { item: item.id, max });
        }
        Ok(())
    }

    /// The order fits in each purse, and nobody pays more than they saw.
    fn check_totals(
        &self,
        placed: &[OrderLine],
        max_total: Option<&BTreeMap<PurseKind, Amount>>,
    ) -> Result<(), Refusal> {
        for purse in [PurseKind::Cup, PurseKind::Own] {
            let Some(left) = self.household().spendable(purse) else { continue };
            let holds = placed.iter().filter(|line| line.purse == purse).filter_map(|line| line.hold);
            let total = Amount::sum(left.unit(), holds.map(|hold| hold.amount))
                .map_err(|_| Refusal::WrongQuantity { max: MAX_QUANTITY })?;
            let seen = max_total.map_or(total, |seen| seen.get(&purse).copied().unwrap_or(Amount::zero(left.unit())));
            if !seen.covers(total) && !is_on(Mutant::MaxTotalIgnored) {
                return Err(Refusal::TotalRose { purse, seen, now: total });
            }
            if !left.covers(total) {
                return Err(self.too_little_left(purse, left, total, placed));
            }
        }
        Ok(())
    }

    fn too_little_left(&self, purse: PurseKind, left: Amount, total: Amount, placed: &[OrderLine]) -> Refusal {
        let dearest = placed.iter().filter(|line| line.purse == purse).max_by_key(|line| line.unit_price.minor());
        let latest = self.household().orders.iter().max_by_key(|order| order.placed_at);
        let last_order = latest
            .filter(|order| {
                (order.placed_by.role, order.placed_by.person)
                    != (self.operation.actor.role, self.operation.actor.person)
            })
            .and_then(|order| {
                let item = order.lines.first()?.item;
                Some(Box::new(LastOrder { by: order.placed_by.clone(), item, at: order.placed_at }))
            });
        let mut instead = instead_of(
            dearest.map(|line| line.item),
            self.household(),
            self.facts.catalogue,
            self.facts.places,
            self.now(),
        );
        if purse == PurseKind::Own {
            instead.retain(|other| !matches!(other, Instead::OwnMoney { .. }));
        }
        Refusal::TooLittleLeft { purse, short: total.minus(left).unwrap_or(total), left, instead, last_order }
    }

    // ---------- what happens to a line ----------

    fn cancel_order(&self, id: OrderId) -> Decision {
        let order = self.household().order(id).ok_or(Refusal::UnknownOrder)?;
        // A declined line has nothing left to cancel and does not stand in the way of the others.
        let is_gone = |line: &OrderLine| matches!(line.state, LineState::Cancelled | LineState::Declined);
        if order.lines.iter().all(is_gone) {
            return Ok(Outcome::Noop(Noop::AlreadyDone));
        }
        let mut effects = Vec::new();
        for line in &order.lines {
            match line.state {
                LineState::Requested => {
                    effects.extend(self.close(
                        id,
                        line,
                        LineState::Cancelled,
                        None,
                        Reason::Cancellation,
                        effects.len(),
                    ));
                }
                LineState::Cancelled | LineState::Declined => {}
                state => return Err(Refusal::WrongState { state }),
            }
        }
        Ok(Outcome::Apply(effects))
    }

    fn cancel_line(&self, target: LineRef) -> Decision {
        let line = self.line(target)?;
        match line.state {
            LineState::Cancelled => Ok(Outcome::Noop(Noop::AlreadyDone)),
            LineState::Requested => self.void(target, line, LineState::Cancelled, Reason::Cancellation),
            LineState::Accepted if self.operation.actor.role == Role::Carer => {
                let item = self.item(line.item)?;
                // The resident cannot help how late the ward answers.
                let asked = line.cancel_asked_at.filter(|_| !is_on(Mutant::CancelJudgedWhenAnswered));
                let asked = asked.unwrap_or(self.now());
                let in_time = asked.minutes_until(line.moment) >= i64::from(item.cancel_until_hours) * 60;
                let is_free = in_time || item.no_show == NoShowCharge::None || is_on(Mutant::LateCancelIsFree);
                let charged = if is_free { None } else { line.hold.map(|hold| hold.amount) };
                Ok(Outcome::Apply(self.close(
                    target.order,
                    line,
                    LineState::Cancelled,
                    charged,
                    Reason::Cancellation,
                    0,
                )))
            }
            LineState::Accepted if line.cancel_asked => Ok(Outcome::Noop(Noop::AlreadyDone)),
            LineState::Accepted => {
                let cancel_asked_at = Some(self.now());
                self.change(target, OrderLine { cancel_asked: true, cancel_asked_at, ..line.clone() })
            }
            state if is_on(Mutant::CancelAfterDelivery) && state == LineState::Delivered => {
                self.void(target, line, LineState::Cancelled, Reason::Cancellation)
            }
            state => Err(Refusal::WrongState { state }),
        }
    }

    fn keep_line(&self, target: LineRef) -> Decision {
        let line = self.line(target)?;
        if !line.state.is_open() {
            return Err(Refusal::WrongState { state: line.state });
        }
        if !line.cancel_asked {
            return Ok(Outcome::Noop(Noop::AlreadyDone));
        }
        self.change(target, OrderLine { cancel_asked: false, cancel_asked_at: None, ..self.step(line) })
    }

    fn accept(&self, target: LineRef) -> Decision {
        let line = self.line(target)?;
        if line.state == LineState::Accepted {
            return Ok(Outcome::Noop(Noop::AlreadyDone));
        }
        self.check_step(line, LineState::Accepted)?;
        self.change(target, OrderLine { state: LineState::Accepted, ..self.step(line) })
    }

    fn decline(&self, target: LineRef, decline: Decline) -> Decision {
        let line = self.line(target)?;
        if line.state == LineState::Declined {
            return Ok(Outcome::Noop(Noop::AlreadyDone));
        }
        self.check_step(line, LineState::Declined)?;
        let mut effects = self.close(target.order, line, LineState::Declined, None, Reason::Decline, 0);
        if is_on(Mutant::DeclineKeepsHold) {
            effects.retain(|effect| !matches!(effect, Effect::Moved(_)));
        }
        for effect in &mut effects {
            if let Effect::LineChanged { line, .. } = effect {
                line.decline = Some(decline.clone());
            }
        }
        Ok(Outcome::Apply(effects))
    }

    fn reschedule(&self, target: LineRef, moment: Moment) -> Decision {
        let line = self.line(target)?;
        if !line.state.is_open() {
            return Err(Refusal::WrongState { state: line.state });
        }
        if line.moment == moment {
            return Ok(Outcome::Noop(Noop::AlreadyDone));
        }
        // The ward may move inside the lead time; a moment in the past is a slip.
        if self.now().minutes_until(moment) <= 0 {
            return Err(Refusal::NotOfferedThen { item: line.item, moment });
        }
        self.check_place_of(line, moment)?;
        self.change(target, OrderLine { moment, ..self.step(line) })
    }

    fn deliver(&self, target: LineRef, quantity: Option<u32>) -> Decision {
        let line = self.line(target)?;
        if matches!(line.state, LineState::Delivered | LineState::PartlyDelivered) {
            return Ok(Outcome::Noop(Noop::AlreadyDone));
        }
        let quantity = quantity.unwrap_or(line.quantity);
        if !line.state.is_open() && self.operation.stamp.is_some() && !is_on(Mutant::DeliveredAllTheSameForgotten) {
            return self.was_delivered_all_the_same(target, line, quantity);
        }
        if quantity == 0 || quantity > line.quantity {
            return Err(Refusal::WrongQuantity { max: line.quantity });
        }
        self.check_step(line, delivered_state(line, quantity))?;
        let charged = match line.hold {
            None => None,
            Some(_) => {
                Some(line.unit_price.times(quantity).map_err(|_| Refusal::WrongQuantity { max: line.quantity })?)
            }
        };
        Ok(Outcome::Apply(self.delivered(target, line, quantity, charged)))
    }

    /// So many were delivered, and paid from what was reserved.
    fn delivered(&self, target: LineRef, line: &OrderLine, quantity: u32, charged: Option<Amount>) -> Vec<Effect> {
        let state = delivered_state(line, quantity);
        let mut effects = self.close(target.order, line, state, charged, Reason::Delivery, 0);
        for effect in &mut effects {
            if let Effect::LineChanged { line, .. } = effect {
                line.delivered = Some(quantity);
            }
        }
        effects
    }

    /// A device recorded a delivery when its copy said that it could be delivered; by now the line is closed. The goods are
    /// gone: that goes on the list of what still has to be sorted out.
    fn was_delivered_all_the_same(&self, target: LineRef, line: &OrderLine, quantity: u32) -> Decision {
        let known = |exception: &Exception| matches!(exception.what, ExceptionKind::Delivered { target: of, .. } if of == target);
        if self.household().exceptions.iter().any(known) {
            return Ok(Outcome::Noop(Noop::AlreadyDone));
        }
        let quantity = quantity.clamp(1, line.quantity);
        let amount = line.unit_price.times(quantity).map_err(|_| Refusal::WrongQuantity { max: line.quantity })?;
        let what = ExceptionKind::Delivered {
            target,
            item: line.item,
            purse: line.purse,
            quantity,
            amount,
            found: line.state,
        };
        let (op, by) = (self.operation.op_id, self.operation.actor.clone());
        let exception = Exception { op, by, at: self.facts.now.at, what, settled: None };
        Ok(Outcome::Apply(vec![Effect::ExceptionNoted(Box::new(exception))]))
    }

    /// A person decides: the resident pays if the purse allows, or the house does.
    fn settle(&self, op: OpId, how: SettleHow) -> Decision {
        let exceptions = &self.household().exceptions;
        let exception = exceptions.iter().find(|exception| exception.op == op).ok_or(Refusal::UnknownOrder)?;
        if exception.settled.is_some() && !is_on(Mutant::SettledTwice) {
            return Ok(Outcome::Noop(Noop::AlreadyDone));
        }
        let mut effects = Vec::new();
        let amount = self.household().amount_of(exception);
        match (&exception.what, how) {
            (ExceptionKind::Delivered { target, item, purse, quantity, amount, .. }, SettleHow::Charge) => {
                effects = self.charge_delivered(*target, (*item, *purse), *quantity, *amount)?;
            }
            (ExceptionKind::Delivered { .. }, SettleHow::WriteOff)
            | (ExceptionKind::Quarantined { .. }, SettleHow::LookedAt) => {}
            (ExceptionKind::Delivered { .. }, SettleHow::LookedAt)
            | (ExceptionKind::Quarantined { .. }, SettleHow::Charge | SettleHow::WriteOff) => {
                return Err(Refusal::NotAllowed);
            }
        }
        let settled = Some(Settlement { how, by: self.operation.actor.clone(), at: self.facts.now.at, amount });
        effects.push(Effect::ExceptionSettled(Box::new(Exception { settled, ..exception.clone() })));
        Ok(Outcome::Apply(effects))
    }

    /// The resident pays for what was delivered all the same. What was paid already, such as for not showing up, counts; and
    /// from here on the line says what was paid and nobody takes it back, so that it is not paid for once more.
    fn charge_delivered(
        &self,
        target: LineRef,
        (item, purse): (ItemId, PurseKind),
        quantity: u32,
        amount: Amount,
    ) -> Result<Vec<Effect>, Refusal> {
        let (Some((debit, credit)), Some(left)) = (accounts(purse), self.household().spendable(purse)) else {
            // Basis care is never charged.
            return Err(Refusal::WrongPurse { item, purse });
        };
        let line = self.line(target)?;
        if line.state.is_open() {
            // The ward took back what had closed it: then this delivers it, and its reservation pays.
            let mut effects = self.delivered(target, line, quantity, line.hold.map(|_| amount));
            for effect in &mut effects {
                if let Effect::LineChanged { line, .. } = effect {
                    line.before = None;
                }
            }
            return Ok(effects);
        }
        let paid = line.charged.filter(|_| !is_on(Mutant::PaidForNothingForgotten));
        let due = paid.map_or(amount, |_| self.household().still_due(target, amount));
        let before = line.before.clone().filter(|_| is_on(Mutant::ChargedLineTakenBack));
        if !due.is_positive() {
            return Ok(vec![line_changed(target, OrderLine { before, ..line.clone() })]);
        }
        if !left.covers(due) {
            let (short, instead) = (due.minus(left).unwrap_or(due), vec![Instead::AskWard]);
            return Err(Refusal::TooLittleLeft { purse, short, left, instead, last_order: None });
        }
        let charged = Some(paid.and_then(|paid| paid.plus(due).ok()).unwrap_or(due));
        Ok(vec![
            Effect::Moved(self.transfer(0, debit, credit, due, Phase::Direct, Reason::Delivery, target)),
            line_changed(target, OrderLine { charged, before, ..line.clone() }),
        ])
    }

    fn no_show(&self, target: LineRef) -> Decision {
        let line = self.line(target)?;
        if line.state == LineState::NoShow {
            return Ok(Outcome::Noop(Noop::AlreadyDone));
        }
        self.check_step(line, LineState::NoShow)?;
        let charged = match self.item(line.item)?.no_show {
            NoShowCharge::Full => line.hold.map(|hold| hold.amount),
            NoShowCharge::None => None,
        };
        Ok(Outcome::Apply(self.close(target.order, line, LineState::NoShow, charged, Reason::NoShow, 0)))
    }

    fn undo(&self, target: LineRef, of: OpId) -> Decision {
        let line = self.line(target)?;
        let before = line
            .before
            .as_deref()
            .filter(|before| before.op == of && before.by.role == Role::Carer)
            .ok_or(Refusal::NothingToUndo)?;
        // What was given free may have been taken since.
        if before.state.is_open() && (!line.state.is_open() || line.moment != before.moment) {
            self.check_place_of(line, before.moment)?;
        }
        let mut effects = Vec::new();
        if let (Some(charged), Some((purse, delivered))) = (before.charged, accounts(line.purse))
            && !is_on(Mutant::UndoKeepsMoney)
        {
            let back = self.transfer(0, delivered, purse, charged, Phase::Direct, Reason::Correction, target);
            effects.push(Effect::Moved(back));
        }
        // A resolved reservation stays resolved: undoing it makes a new one.
        let hold = match before.hold {
            Some(hold) if line.hold.is_none() && !is_on(Mutant::UndoForgetsHold) => {
                let left = self.household().spendable(line.purse).unwrap_or(hold.amount);
                let back = before.charged.unwrap_or(Amount::zero(hold.amount.unit()));
                let left = left.plus(back).unwrap_or(left);
                if !left.covers(hold.amount) {
                    return Err(self.too_little_left(line.purse, left, hold.amount, std::slice::from_ref(line)));
                }
                let transfer = self.hold(1, target.order, line.id, line.purse, hold.amount);
                effects.extend(transfer.clone().map(Effect::Moved));
                transfer.map(|transfer| LineHold { transfer: transfer.id, amount: transfer.amount })
            }
            _ => line.hold,
        };
        let restored = OrderLine {
            state: before.state,
            moment: before.moment,
            // What the resident asked since then still stands.
            cancel_asked: before.cancel_asked || line.cancel_asked,
            cancel_asked_at: before.cancel_asked_at.or(line.cancel_asked_at),
            delivered: None,
            charged: None,
            decline: None,
            hold,
            before: None,
            ..line.clone()
        };
        effects.push(Effect::LineChanged { order: target.order, line: Box::new(restored) });
        Ok(Outcome::Apply(effects))
    }

    fn close_decline(&self, target: LineRef) -> Decision {
        let line = self.line(target)?;
        match &line.decline {
            Some(decline) if !decline.seen => {
                let decline = Some(Decline { seen: true, ..decline.clone() });
                // Once the resident has read and closed it, the ward can no longer take it back silently.
                self.change(target, OrderLine { decline, before: None, ..line.clone() })
            }
            _ => Ok(Outcome::Noop(Noop::AlreadyClosed)),
        }
    }

    fn close_refusal(&self, op: OpId) -> Decision {
        if self.household().refused.iter().any(|refused| refused.op == op) {
            Ok(Outcome::Apply(vec![Effect::RefusalClosed { op }]))
        } else {
            Ok(Outcome::Noop(Noop::AlreadyClosed))
        }
    }

    // ---------- pieces ----------

    fn check_step(&self, line: &OrderLine, next: LineState) -> Result<(), Refusal> {
        if line.state.may_become(next) { Ok(()) } else { Err(Refusal::WrongState { state: line.state }) }
    }

    /// The line as it is, remembering how it was.
    fn step(&self, line: &OrderLine) -> OrderLine {
        let before = Before {
            op: self.operation.op_id,
            by: self.operation.actor.clone(),
            at: self.facts.now.at,
            state: line.state,
            moment: line.moment,
            cancel_asked: line.cancel_asked,
            cancel_asked_at: line.cancel_asked_at,
            hold: line.hold,
            charged: None,
        };
        OrderLine { before: Some(Box::new(before)), ..line.clone() }
    }

    fn change(&self, target: LineRef, line: OrderLine) -> Decision {
        Ok(Outcome::Apply(vec![line_changed(target, line)]))
    }

    fn void(&self, target: LineRef, line: &OrderLine, state: LineState, reason: Reason) -> Decision {
        Ok(Outcome::Apply(self.close(target.order, line, state, None, reason, 0)))
    }

    /// Ends a line: its reservation is posted for `charged`, or voided when nothing is charged.
    fn close(
        &self,
        order: OrderId,
        line: &OrderLine,
        state: LineState,
        charged: Option<Amount>,
        reason: Reason,
        index: usize,
    ) -> Vec<Effect> {
        let mut closed = self.step(line);
        closed.state = state;
        closed.hold = None;
        closed.cancel_asked = false;
        closed.cancel_asked_at = None;
        closed.charged = charged;
        if let Some(before) = &mut closed.before {
            before.charged = charged;
        }
        let mut effects = Vec::with_capacity(2);
        if let (Some(hold), Some((debit, credit))) = (line.hold, accounts(line.purse)) {
            let target = LineRef { order, line: line.id };
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            let (amount, phase) = match charged {
                Some(amount) => (amount, Phase::Post { hold: hold.transfer }),
                None => (hold.amount, Phase::Void { hold: hold.transfer }),
            };
            effects.push(Effect::Moved(self.transfer(index, debit, credit, amount, phase, reason, target)));
        }
        effects.push(Effect::LineChanged { order, line: Box::new(closed) });
        effects
    }

    /// The reservation of a line; `None` for basis care and for what costs nothing.
    fn hold(&self, index: u32, order: OrderId, line: LineId, purse: PurseKind, amount: Amount) -> Option<Transfer> {
        let (debit, credit) = accounts(purse)?;
        let target = LineRef { order, line };
        amount.is_positive().then(|| self.transfer(index, debit, credit, amount, Phase::Hold, Reason::Order, target))
    }

    #[expect(clippy::too_many_arguments, reason = "one argument for each field of a transfer")]
    fn transfer(
        &self,
        index: u32,
        debit: Account,
        credit: Account,
        amount: Amount,
        phase: Phase,
        reason: Reason,
        target: LineRef,
    ) -> Transfer {
        Transfer {
            id: transfer_id(self.operation.op_id, index),
            debit,
            credit,
            amount,
            phase,
            reason,
            line: Some((target.order, target.line)),
            op: Some(self.operation.op_id),
            at: self.facts.now.at,
            day: self.facts.now.local.day,
        }
    }
}

const fn delivered_state(line: &OrderLine, quantity: u32) -> LineState {
    if quantity == line.quantity { LineState::Delivered } else { LineState::PartlyDelivered }
}

fn placed(order: Order, moved: Vec<Transfer>) -> Vec<Effect> {
    let mut effects = vec![Effect::OrderPlaced(order)];
    effects.extend(moved.into_iter().map(Effect::Moved));
    effects
}

fn line_changed(target: LineRef, line: OrderLine) -> Effect {
    Effect::LineChanged { order: target.order, line: Box::new(line) }
}

/// The purse's account and where its money goes on delivery.
const fn accounts(purse: PurseKind) -> Option<(Account, Account)> {
    match (Account::of_purse(purse), Account::delivered_from(purse)) {
        (Some(debit), Some(credit)) => Some((debit, credit)),
        _ => None,
    }
}
