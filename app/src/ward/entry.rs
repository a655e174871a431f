//! One order line with everything that the ward's screens say of it.

use crate::t;
use crate::ui::line_words::{capital, clearance_name, item_and_count, item_name, when};
use crate::words::{Words, amount, time_spoken};
use domain::amount::Amount;
use domain::catalogue::{Condition, Item, Offer, Rule};
use domain::household::Household;
use domain::ids::HouseholdId;
use domain::order::{LineState, Order, OrderLine};
use domain::sync::{Effect, Facts, LineRef, Operation, OperationKind, Outcome, Refusal, Snapshot};

#[derive(Clone, Copy)]
pub struct Entry<'a> {
    pub view: &'a Snapshot,
    pub household: &'a Household,
    pub order: &'a Order,
    pub line: &'a OrderLine,
}

/// What was checked for the resident, or must be looked at on the day.
pub struct Safety {
    pub is_fine: bool,
    pub text: String,
}

impl<'a> Entry<'a> {
    pub fn find(view: &'a Snapshot, household: HouseholdId, target: LineRef) -> Option<Self> {
        let household = view.household(household)?;
        let order = household.order(target.order)?;
        Some(Self { view, household, order, line: order.line(target.line)? })
    }

    /// Every line of every resident of the ward.
    pub fn all(view: &'a Snapshot) -> impl Iterator<Item = Self> {
        view.households.iter().flat_map(move |household| {
            household.lines().map(move |(order, line)| Self { view, household, order, line })
        })
    }

    pub fn target(&self) -> LineRef {
        LineRef { order: self.order.id, line: self.line.id }
    }

    pub fn item(&self) -> Option<&'a Item> {
        self.view.catalogue.item(self.line.item)
    }

    pub fn offer(&self) -> Option<&'a Offer> {
        self.item()?.offer(self.line.offer)
    }

    /// "Duofiets", "2 × Koffie".
    pub fn name(&self, words: Words) -> String {
        item_and_count(words, &self.view.catalogue, self.line)
    }

    /// "mevrouw Vermeer".
    pub fn resident(&self, words: Words) -> String {
        self.household.resident.name.get(words.language).to_owned()
    }

    pub fn room(&self) -> String {
        self.household.resident.room.clone()
    }

    /// "14 uur" today, "morgen 14 uur" on another day.
    pub fn short_when(&self, words: Words) -> String {
        let today = self.view.now.local.day;
        if self.line.moment.day == today {
            time_spoken(words, self.line.moment.time)
        } else {
            when(words, self.line.moment, today)
        }
    }

    pub fn when(&self, words: Words) -> String {
        when(words, self.line.moment, self.view.now.local.day)
    }

    /// Unique on a screen: "Duofiets, 14 uur, kamer 102, de heer Öztürk".
    pub fn label(&self, words: Words) -> String {
        t!(
            words,
            "ward-label",
            item = self.name(words),
            when = self.short_when(words),
            room = self.room(),
            name = self.resident(words)
        )
    }

    /// "Gastvrouw Fatma, 30 minuten".
    pub fn details(&self, words: Words) -> String {
        let performer = self.offer().map(|offer| offer.performer.get(words.language).to_owned());
        let duration = self.item().and_then(|item| item.duration_minutes);
        let duration = duration.map(|minutes| amount(words, Amount::minutes(i64::from(minutes))));
        let details: Vec<String> =
            [performer, duration].into_iter().flatten().filter(|text| !text.is_empty()).collect();
        capital(&details.join(" · "))
    }

    /// "Buiten", as the resident reads it.
    pub fn place(&self, words: Words) -> String {
        self.item().map_or_else(String::new, |item| item.place.get(words.language).to_owned())
    }

    /// `page` of this line: `/ward/line/…`, `/ward/decline/…`.
    pub fn link(&self, page: &str) -> String {
        format!("/ward/{page}/{}/{}/{}", self.household.id, self.order.id, self.line.id)
    }

    fn conditions(&self) -> &'a [Condition] {
        self.item().map(|item| item.conditions.as_slice()).unwrap_or_default()
    }

    /// The outcome of what was checked; never the reason behind it.
    pub fn safety(&self, words: Words) -> Vec<Safety> {
        let checked = self.conditions().iter().filter_map(|condition| match &condition.rule {
            Rule::NeedsClearance { clearance } => Some(clearance),
            _ => None,
        });
        checked
            .map(|clearance| {
                let is_fine = self.household.clearances.get(clearance).copied().unwrap_or(false);
                let name = clearance_name(words, &self.view.catalogue, clearance);
                let text = if is_fine {
                    t!(words, "ward-clearance-fine", name = name)
                } else {
                    t!(words, "ward-clearance-missing", name = name)
                };
                Safety { is_fine, text }
            })
            .collect()
    }

    /// How many have chosen the same moment, where a group needs more: "Nog 2 van 4".
    pub fn group(&self, words: Words) -> Option<String> {
        let item = self.item()?;
        let (count, least) = item.too_few(item.offer(self.line.offer)?, self.line.moment, &self.view.places)?;
        self.line.state.is_open().then(|| t!(words, "ward-group", count = count, least = least))
    }

    /// What the resident was told of the item, such as dry weather.
    pub fn told(&self, words: Words) -> Vec<String> {
        let told = self.conditions().iter().filter(|condition| condition.rule == Rule::Information);
        told.map(|condition| condition.message.get(words.language).to_owned()).collect()
    }

    /// How the line would be after `kind`, by the same rules that the server follows.
    pub fn foresee(&self, kind: OperationKind) -> Result<Option<OrderLine>, Box<Refusal>> {
        let (op_id, actor) = (crate::replica::mint::op_id(), self.view.viewer.actor.clone());
        let operation = Operation::online(op_id, self.household.id, actor, kind);
        let Snapshot { catalogue, places, now, .. } = self.view;
        let facts = Facts { household: self.household, catalogue, places, now: *now };
        let effects = match domain::sync::decide(&operation, &facts).map_err(Box::new)? {
            Outcome::Apply(effects) => effects,
            Outcome::Noop(_) => return Ok(None),
        };
        Ok(effects.into_iter().find_map(|effect| match effect {
            Effect::LineChanged { line, .. } if line.id == self.line.id => Some(*line),
            _ => None,
        }))
    }

    /// For today's list: planned, or planned and since then finished one way or the other.
    pub fn is_planned(&self) -> bool {
        match self.line.state {
            LineState::Requested => false,
            LineState::Accepted | LineState::Delivered | LineState::PartlyDelivered | LineState::NoShow => true,
            LineState::Cancelled | LineState::Declined => {
                self.line.before.as_ref().is_some_and(|before| before.state == LineState::Accepted)
            }
        }
    }
}

/// Rooms in the order of their numbers: 2 before 10, 2a after 2.
pub fn room_order(room: &str) -> (u32, String) {
    let digits: String = room.chars().take_while(char::is_ascii_digit).collect();
    (digits.parse().unwrap_or(u32::MAX), room.to_owned())
}

/// The item's name alone, for sentences.
pub fn plain_name(words: Words, entry: &Entry<'_>) -> String {
    item_name(words, &entry.view.catalogue, entry.line.item)
}

#[cfg(test)]
mod tests {
    use super::room_order;

    #[test]
    fn rooms_stand_in_the_order_of_their_numbers() {
        let mut rooms = ["10", "2a", "2", "101", "Tuin", "9"];
        rooms.sort_by_cached_key(|room| room_order(room));
        assert_eq!(rooms, ["2", "2a", "9", "10", "101", "Tuin"]);
    }
}
