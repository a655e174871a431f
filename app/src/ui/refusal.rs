//! A refusal in words: what happened, what to do, and where that can be done. The same for every audience.

use super::instead::{Choice, choices, said};
use super::line_words::{actor_name, at, capital, item_name, when};
use crate::replica::Subject;
use crate::t;
use crate::words::{Words, amount};
use domain::access::{Role, Scope};
use domain::catalogue::PurseKind;
use domain::household::Household;
use domain::ids::ItemId;
use domain::order::LineState;
use domain::sync::{Instead, LastOrder, Refusal, Snapshot};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusalWords {
    /// "Niet besteld: er is € 3,20 te weinig. Anna bestelde om 14.02 uur: bloemen."
    pub what_happened: String,
    /// "Kies iets anders. Of haal iets uit het mandje."
    pub what_to_do: String,
    pub links: Vec<Choice>,
}

/// The words of `refusal` about an operation on `household`.
#[must_use]
pub fn refusal_text(words: Words, refusal: &Refusal, view: &Snapshot, household: &Household) -> RefusalWords {
    let talk = Talk { words, view, household };
    let (what_happened, what_to_do) = talk.say(refusal);
    RefusalWords { what_happened, what_to_do, links: talk.links(refusal) }
}

/// Under a title that says so already: "Er is € 3,20 te weinig." instead of "Niet besteld: er is € 3,20 te weinig."
#[must_use]
pub fn under_title(words: Words, what_happened: &str) -> String {
    let title = t!(words, "week-refused", items = "");
    what_happened.strip_prefix(&title).map_or_else(|| what_happened.to_owned(), capital)
}

/// The ward cannot ask itself for help.
fn is_ward(view: &Snapshot) -> bool {
    matches!(view.viewer.scope, Scope::Ward { .. })
}

struct Talk<'a> {
    words: Words,
    view: &'a Snapshot,
    household: &'a Household,
}

impl Talk<'_> {
    fn name(&self, item: ItemId) -> String {
        item_name(self.words, &self.view.catalogue, item)
    }

    fn ask(&self) -> String {
        if is_ward(self.view) { t!(self.words, "refused-ask-ward") } else { t!(self.words, "refused-ask") }
    }

    fn other(&self) -> String {
        if is_ward(self.view) { t!(self.words, "refused-other-ward") } else { t!(self.words, "refused-other") }
    }

    fn say(&self, refusal: &Refusal) -> (String, String) {
        let words = self.words;
        match refusal {
            Refusal::TooLittleLeft { purse, short, instead, last_order, .. } => {
                let short = amount(words, *short);
                let mut happened = vec![match purse {
                    PurseKind::Own => t!(words, "refused-too-little-own", short = short),
                    PurseKind::Cup | PurseKind::Basis => t!(words, "refused-too-little", short = short),
                }];
                happened.extend(last_order.as_deref().map(|last| self.last_order(last)));
                let mut advice: Vec<String> = said(words, instead).into_iter().collect();
                advice.push(t!(words, "refused-too-little-do"));
                (happened.join(" "), advice.join(" "))
            }
            Refusal::PriceRose { item, seen, now } => (
                t!(
                    words,
                    "refused-price-rose",
                    item = self.name(*item),
                    seen = amount(words, *seen),
                    now = amount(words, *now)
                ),
                t!(words, "refused-choose-again"),
            ),
            Refusal::TotalRose { seen, now, .. } => (
                t!(words, "refused-total-rose", seen = amount(words, *seen), now = amount(words, *now)),
                t!(words, "refused-look-again"),
            ),
            Refusal::UnknownItem => (t!(words, "refused-unknown-item"), self.other()),
            Refusal::NotForSale { item } => (t!(words, "refused-not-for-sale", item = self.name(*item)), self.other()),
            Refusal::NotInThisUnit { item } => {
                (t!(words, "refused-not-in-unit", item = self.name(*item)), self.other())
            }
            Refusal::WrongPurse { item, .. } => {
                (t!(words, "refused-wrong-purse", item = self.name(*item)), t!(words, "refused-choose-again"))
            }
            Refusal::NotOfferedThen { item, moment } => {
                let when = when(words, *moment, self.view.now.local.day);
                (t!(words, "refused-not-then", item = self.name(*item), when = when), t!(words, "refused-other-moment"))
            }
            Refusal::TooLate { item, lead_time_hours } => {
                let lead = i64::from(*lead_time_hours);
                let late = if lead >= 48 && lead % 24 == 0 {
                    t!(words, "refused-too-late-days", days = lead / 24)
                } else {
                    t!(words, "refused-too-late-hours", hours = lead)
                };
                (
                    format!("{} {late}", t!(words, "refused-too-late", item = self.name(*item))),
                    t!(words, "refused-other-moment"),
                )
            }
            Refusal::Full { item, moment, free } => {
                let today = self.view.now.local.day;
                let happened = t!(words, "refused-full", item = self.name(*item), when = when(words, *moment, today));
                let free: Vec<String> = free.iter().map(|moment| capital(&when(words, *moment, today))).collect();
                let to_do = if free.is_empty() {
                    t!(words, "refused-full-always")
                } else {
                    t!(words, "refused-full-free", moments = free.join(". "))
                };
                (happened, to_do)
            }
            Refusal::ProviderEnded { performer, end, .. } => {
                (super::moments::ended(words, performer.get(words.language), *end), self.other())
            }
            Refusal::ConditionNotMet { item, message, .. } => (
                format!("{} {}", t!(words, "refused-condition", item = self.name(*item)), message.get(words.language)),
                self.other(),
            ),
            Refusal::TooManyOnOneDay { item, max } => {
                (t!(words, "refused-day-limit", item = self.name(*item), max = *max), t!(words, "refused-other-day"))
            }
            Refusal::TooManyInOneWeek { item, max } => {
                (t!(words, "refused-week-limit", item = self.name(*item), max = *max), t!(words, "refused-other-week"))
            }
            Refusal::WrongQuantity { max } => (t!(words, "refused-quantity", max = *max), t!(words, "refused-fewer")),
            Refusal::NothingChosen => (t!(words, "refused-nothing"), t!(words, "refused-nothing-do")),
            Refusal::TooManyLines { max } => (t!(words, "refused-lines", max = *max), t!(words, "refused-fewer")),
            Refusal::NotAllowed => (t!(words, "refused-not-allowed"), self.ask()),
            Refusal::WrongState { state } => (self.state(*state), self.ask()),
            Refusal::NothingToUndo => (t!(words, "refused-nothing-to-undo"), self.ask()),
            Refusal::Frozen => (t!(words, "refused-frozen"), self.ask()),
            Refusal::Quarantined => (t!(words, "refused-quarantined"), self.ask()),
            Refusal::DependsOnRefused { .. } => (t!(words, "refused-depends"), t!(words, "refused-look-again")),
            Refusal::UnknownOrder | Refusal::UnknownHelp | Refusal::OpIdReused => {
                (t!(words, "refused-unknown"), t!(words, "refused-look-again"))
            }
        }
    }

    /// "Els (dochter) bestelde om 14.02 uur: bloemen."
    fn last_order(&self, last: &LastOrder) -> String {
        let by = match last.by.role {
            Role::Resident => capital(self.household.resident.name.get(self.words.language)),
            _ => actor_name(self.words, &last.by),
        };
        let at = at(self.words, last.at, self.view.now);
        t!(self.words, "refused-last-order", by = by, at = at, item = super::instead::lower(&self.name(last.item)))
    }

    fn state(&self, state: LineState) -> String {
        let words = self.words;
        match state {
            LineState::Requested if is_ward(self.view) => t!(words, "refused-state-requested-ward"),
            LineState::Requested => t!(words, "refused-state-requested"),
            LineState::Accepted if is_ward(self.view) => t!(words, "refused-state-accepted-ward"),
            LineState::Accepted => t!(words, "refused-state-accepted"),
            LineState::Delivered | LineState::PartlyDelivered => t!(words, "refused-state-delivered"),
            LineState::NoShow => t!(words, "refused-state-no-show"),
            LineState::Cancelled => t!(words, "refused-state-cancelled"),
            LineState::Declined => t!(words, "refused-state-declined"),
        }
    }

    fn links(&self, refusal: &Refusal) -> Vec<Choice> {
        let instead = |instead: &[Instead]| choices(self.words, instead, self.view, self.household);
        let ask = || instead(&[Instead::AskWard]);
        match refusal {
            Refusal::TooLittleLeft { instead: other, .. } | Refusal::ConditionNotMet { instead: other, .. } => {
                instead(other)
            }
            Refusal::PriceRose { item, .. }
            | Refusal::WrongPurse { item, .. }
            | Refusal::NotOfferedThen { item, .. }
            | Refusal::TooLate { item, .. }
            | Refusal::Full { item, .. }
            | Refusal::ProviderEnded { item, .. }
            | Refusal::TooManyOnOneDay { item, .. }
            | Refusal::TooManyInOneWeek { item, .. } => {
                let mut links = instead(&[Instead::Item { item: *item }]);
                links.extend(ask());
                links
            }
            Refusal::UnknownItem
            | Refusal::NotForSale { .. }
            | Refusal::NotInThisUnit { .. }
            | Refusal::NothingChosen => {
                vec![Choice {
                    words: t!(self.words, "refused-open-shop"),
                    href: Subject(self.household.id).link("shop"),
                }]
            }
            _ => ask(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::amount::Amount;
    use domain::catalogue::{EndReason, Language, Localized, OfferEnd};
    use domain::ids::OpId;
    use domain::testing::{day, de_linde, family, household_with_cents, item_id, moment, now, snapshot};

    fn every_refusal() -> Vec<Refusal> {
        let item = item_id(0);
        let message = Localized { nl: "Dit kan nu niet.".to_owned(), en: "Not now.".to_owned() };
        let (seen, price) = (Amount::cents(1795), Amount::cents(1850));
        let last_order = LastOrder { by: family(1), item: item_id(3), at: now("2026-11-16T14:02").at };
        let too_little = |purse, instead| Refusal::TooLittleLeft {
            purse,
            short: Amount::cents(320),
            left: Amount::cents(16),
            instead,
            last_order: Some(Box::new(last_order.clone())),
        };
        let mut all = vec![
            too_little(PurseKind::Cup, vec![Instead::Item { item }, Instead::OwnMoney { item }, Instead::AskWard]),
            too_little(PurseKind::Own, vec![Instead::NextPeriod { from: day("2026-11-30") }, Instead::AskWard]),
            too_little(PurseKind::Cup, vec![Instead::WithFamily { item }, Instead::AskWard]),
            Refusal::PriceRose { item, seen, now: price },
            Refusal::TotalRose { purse: PurseKind::Cup, seen, now: price },
            Refusal::UnknownItem,
            Refusal::NotForSale { item },
            Refusal::NotInThisUnit { item },
            Refusal::WrongPurse { item, purse: PurseKind::Own },
            Refusal::NotOfferedThen { item, moment: moment("2026-11-17T10:00") },
            Refusal::Full { item, moment: moment("2026-11-17T10:00"), free: Vec::new() },
            Refusal::Full {
                item,
                moment: moment("2026-11-17T10:00"),
                free: ["2026-11-17T14:00", "2026-11-18T10:00", "2026-11-30T10:00"].map(moment).to_vec(),
            },
            Refusal::TooLate { item, lead_time_hours: 0 },
            Refusal::TooLate { item, lead_time_hours: 2 },
            Refusal::TooLate { item, lead_time_hours: 168 },
            Refusal::ConditionNotMet { item, message, instead: vec![Instead::Item { item }, Instead::AskWard] },
            Refusal::TooManyOnOneDay { item, max: 2 },
            Refusal::TooManyInOneWeek { item, max: 3 },
            Refusal::WrongQuantity { max: 20 },
            Refusal::NothingChosen,
            Refusal::TooManyLines { max: 40 },
            Refusal::NotAllowed,
            Refusal::UnknownOrder,
            Refusal::NothingToUndo,
            Refusal::UnknownHelp,
            Refusal::DependsOnRefused { op: OpId(uuid::Uuid::nil()) },
            Refusal::OpIdReused,
            Refusal::Frozen,
            Refusal::Quarantined,
        ];
        let performer = Localized { nl: "Kapper Anja".to_owned(), en: "Hairdresser Anja".to_owned() };
        let reasons = [EndReason::Insurance, EndReason::Certificate, EndReason::Agreement, EndReason::Withdrawn];
        all.extend(reasons.map(|why| {
            let end = OfferEnd { last_day: day("2026-11-20"), why };
            Refusal::ProviderEnded { item, performer: performer.clone(), end }
        }));
        all.extend(LineState::ALL.map(|state| Refusal::WrongState { state }));
        all
    }

    #[test]
    fn every_refusal_says_plainly_what_happened_and_what_to_do() {
        let households = vec![household_with_cents(1, 16_800, 1_166, 0)];
        let view = snapshot(de_linde(), households, now("2026-11-16T14:30"));
        let household = &view.households[0];
        for language in Language::ALL {
            for refusal in every_refusal() {
                let said = refusal_text(Words::new(language), &refusal, &view, household);
                assert!(!said.links.is_empty(), "{refusal:?} leads nowhere");
                for text in [&said.what_happened, &said.what_to_do] {
                    assert!(text.len() > 5 && !text.contains(['{', '}']), "{refusal:?}: {text}");
                    for sentence in text.split_inclusive(['.', ':']) {
                        let words = sentence.split_whitespace().count();
                        assert!(words <= 12, "{words} words in \"{sentence}\"");
                    }
                }
            }
        }
    }

    #[test]
    fn the_ward_is_not_told_to_ask_the_ward() {
        let view = snapshot(de_linde(), vec![household_with_cents(1, 16_800, 0, 0)], now("2026-11-16T14:30"));
        for refusal in every_refusal() {
            let said = refusal_text(Words::new(Language::Nl), &refusal, &view, &view.households[0]);
            let text = format!("{} {}", said.what_happened, said.what_to_do);
            assert!(!text.contains("raag de afdeling") && !text.contains("raag hulp"), "{text}");
        }
    }

    #[test]
    fn too_little_says_how_much_and_who_ordered_before() {
        let view = snapshot(de_linde(), vec![household_with_cents(1, 16_800, 0, 0)], now("2026-11-16T14:30"));
        let said = refusal_text(Words::new(Language::Nl), &every_refusal()[0], &view, &view.households[0]);
        assert_eq!(
            said.what_happened,
            "Niet besteld: er is €\u{a0}3,20 te weinig. Els (dochter) bestelde om 14.02 uur: museum of concert."
        );
        assert_eq!(said.links[0].words, "Kies wandeling");
    }
}
