//! What screens say of an order line: what, when, by whom, for how much, and why it could not be.

use crate::t;
use crate::words::{Words, amount, clock, day_relative, local, time_spoken};
use domain::access::{Actor, Role};
use domain::amount::Amount;
use domain::calendar::{Day, Moment, Timestamp};
use domain::catalogue::{Catalogue, Clearance, PurseKind};
use domain::ids::ItemId;
use domain::order::{DeclineReason, Order, OrderLine};
use domain::sync::{Now, Snapshot};

/// The same text with a capital, for the start of a sentence: "De heer ’t Hart".
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// "Wandeling".
#[must_use]
pub fn item_name(words: Words, catalogue: &Catalogue, item: ItemId) -> String {
    catalogue.item(item).map_or_else(|| t!(words, "line-unknown"), |item| item.name.get(words.language).to_owned())
}

/// "Wandeling", or "3 × Koffie" when there are more.
#[must_use]
pub fn item_and_count(words: Words, catalogue: &Catalogue, line: &OrderLine) -> String {
    counted(item_name(words, catalogue, line.item), line.quantity)
}

#[must_use]
pub fn counted(name: String, quantity: u32) -> String {
    if quantity == 1 { name } else { format!("{quantity}\u{a0}× {name}") }
}

/// "vandaag 14 uur", "dinsdag half drie".
#[must_use]
pub fn when(words: Words, moment: Moment, today: Day) -> String {
    t!(words, "line-when", day = day_relative(words, moment.day, today), time = time_spoken(words, moment.time))
}

/// "om 9.12 uur", or "maandag om 9.12 uur" for another day.
#[must_use]
pub fn at(words: Words, at: Timestamp, now: Now) -> String {
    let Some(moment) = local(at, now) else { return String::new() };
    let time = clock(words, moment.time);
    if moment.day == now.local.day {
        t!(words, "line-at-today", time = time)
    } else {
        t!(words, "line-at-day", day = day_relative(words, moment.day, now.local.day), time = time)
    }
}

/// "Els (dochter)", "Fatma".
#[must_use]
pub fn actor_name(words: Words, actor: &Actor) -> String {
    if actor.relation.is_empty() {
        actor.name.clone()
    } else {
        format!("{} ({})", actor.name, actor.relation.get(words.language))
    }
}

/// "Zelf besteld om 9.12 uur", "Door u besteld, gisteren om 14.02 uur", "Besteld door Els (dochter), om 9.31 uur".
#[must_use]
pub fn ordered_by(words: Words, order: &Order, view: &Snapshot) -> String {
    let at = at(words, order.placed_at, view.now);
    let by = &order.placed_by;
    let is_viewer = by.person.is_some() && by.person == view.viewer.actor.person;
    match by.role {
        Role::Resident => t!(words, "line-ordered-self", at = at),
        _ if is_viewer => t!(words, "line-ordered-you", at = at),
        Role::Carer => t!(words, "line-ordered-together", who = actor_name(words, by), at = at),
        Role::Family
        | Role::Office
        | Role::Supporter
        | Role::Provider
        | Role::Council
        | Role::Security
        | Role::House => {
            t!(words, "line-ordered-by", who = actor_name(words, by), at = at)
        }
    }
}

/// "€ 17,95", "€ 17,95 eigen geld", "€ 17,95, hoort bij uw zorg".
#[must_use]
pub fn line_price(words: Words, line: &OrderLine) -> String {
    purse_price(words, line.purse, line.total().unwrap_or(line.unit_price))
}

/// A price with the purse that pays, where that is not the cup.
#[must_use]
pub fn purse_price(words: Words, purse: PurseKind, price: Amount) -> String {
    let price = amount(words, price);
    match purse {
        PurseKind::Cup => price,
        PurseKind::Own => t!(words, "line-price-own", price = price),
        PurseKind::Basis => t!(words, "line-price-basis", price = price),
    }
}

/// The words of a refusal by the ward, sentence by sentence, as the resident and family read them.
pub mod declined {
    use super::*;

    /// "Duofiets kan niet: vandaag 14 uur."
    #[must_use]
    pub fn cannot(words: Words, item: &str, when: &str) -> String {
        t!(words, "declined-cannot", item = item, when = when)
    }

    /// "Het weer is te slecht."
    #[must_use]
    pub fn because(words: Words, reason: DeclineReason) -> String {
        match reason {
            DeclineReason::NoStaff => t!(words, "declined-no-staff"),
            DeclineReason::Full => t!(words, "declined-full"),
            DeclineReason::NotSafe => t!(words, "declined-not-safe"),
            DeclineReason::Weather => t!(words, "declined-weather"),
            DeclineReason::ProviderAbsent => t!(words, "declined-provider-absent"),
            DeclineReason::NotPossible => t!(words, "declined-not-possible"),
        }
    }

    /// "Woensdag 14 uur kan wel."
    #[must_use]
    pub fn other_moment(words: Words, moment: Moment, today: Day) -> String {
        t!(words, "declined-other-moment", when = capital(&when(words, moment, today)))
    }

    /// "Dit kan wel: Spel in de kamer."
    #[must_use]
    pub fn other_item(words: Words, item: &str) -> String {
        t!(words, "declined-other-item", item = item)
    }

    /// "€ 12,30 zit weer in het bekertje."; nothing where nothing was reserved.
    #[must_use]
    pub fn money_back(words: Words, line: &OrderLine) -> Option<String> {
        let price = amount(words, line.total().ok()?);
        match line.purse {
            PurseKind::Cup => Some(t!(words, "declined-back-cup", price = price)),
            PurseKind::Own => Some(t!(words, "declined-back-own", price = price)),
            PurseKind::Basis => None,
        }
    }

    /// Everything that was said, as one text.
    #[must_use]
    pub fn all(words: Words, view: &Snapshot, line: &OrderLine) -> Option<String> {
        let decline = line.decline.as_ref()?;
        let today = view.now.local.day;
        let name = item_name(words, &view.catalogue, line.item);
        let mut said = vec![cannot(words, &name, &when(words, line.moment, today)), because(words, decline.reason)];
        said.extend(Some(decline.note.clone()).filter(|note| !note.is_empty()));
        said.extend(decline.other_moment.map(|moment| other_moment(words, moment, today)));
        said.extend(decline.other_item.map(|item| other_item(words, &item_name(words, &view.catalogue, item))));
        said.extend(money_back(words, line));
        Some(said.join(" "))
    }
}

/// What the home calls a check, such as "Wijn of bier".
pub fn clearance_name(words: Words, catalogue: &Catalogue, clearance: &Clearance) -> String {
    let known = catalogue.clearances.iter().find(|known| known.clearance == *clearance);
    known.map_or_else(|| clearance.0.replace('_', " "), |known| known.name.get(words.language).to_owned())
}
