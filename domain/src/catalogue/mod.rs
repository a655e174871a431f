//! What can be chosen: items, who offers them, what they cost and why, and when they may be had.

mod condition;
mod cost;
mod photo;
mod places;

pub use condition::{Clearance, ClearanceName, Condition, Obstacle, Rule};
pub use cost::{CostBuildUp, CostError, PriceSteps, StaffLine};
pub use photo::Photo;
pub use places::{Places, Taken};

use crate::amount::{Amount, Unit};
use crate::calendar::{Day, Moment, TimeOfDay, Validity, Weekdays};
use crate::ids::{ItemId, OfferId, ProviderId};
use crate::mutant::{Mutant, is_on};
use crate::sorting::sort_by_key;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A language of the screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    Nl,
    En,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::Nl, Self::En];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
        }
    }

    /// The one that this one is not.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Nl => Self::En,
            Self::En => Self::Nl,
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }
}

/// A text that the home wrote in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Localized {
    pub nl: String,
    pub en: String,
}

impl Localized {
    /// The text in `language`; Dutch where there is no English.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::En if !self.en.is_empty() => &self.en,
            _ => &self.nl,
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nl.is_empty()
    }
}

/// Who pays: already paid by the Wlz, the cup, or the resident's own money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PurseKind {
    /// *Basis*: part of the agreed care. The price is shown and never charged.
    Basis,
    /// *Keuzebudget*: the cup.
    Cup,
    /// *Eigen geld*: a separate purse in euros, never mixed with care funds.
    Own,
}

impl PurseKind {
    pub const ALL: [Self; 3] = [Self::Basis, Self::Cup, Self::Own];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Basis => "basis",
            Self::Cup => "cup",
            Self::Own => "own",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purse| purse.code() == code)
    }
}

/// A shelf in the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    pub code: String,
    pub name: Localized,
    pub intro: Localized,
    pub pictogram: String,
    /// The tint: `mint`, `peach`, `lilac`, `sky` or `honey`.
    pub voice: String,
}

/// The price of one item in each unit. `None` means: cannot be sold in that unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prices {
    pub cents: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<i64>,
    pub points: i64,
}

impl Prices {
    /// The price in `unit`, or `None` when the item cannot be sold in it.
    #[must_use]
    pub fn in_unit(&self, unit: Unit) -> Option<Amount> {
        match unit {
            Unit::EuroCent => Some(Amount::cents(self.cents)),
            Unit::Minute => self.minutes.map(Amount::minutes),
            Unit::Point => Some(Amount::points(self.points)),
        }
    }
}

/// An item by one provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub id: OfferId,
    pub provider: ProviderId,
    /// Who comes, as the resident knows them: "Kapper Anja".
    pub performer: Localized,
    pub weekdays: Weekdays,
    pub times: Vec<TimeOfDay>,
    /// How many residents can have it at one moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// When it ends, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<OfferEnd>,
    pub prices: Prices,
    pub cost: CostBuildUp,
}

/// The last day on which an offer may be had, and what ends then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OfferEnd {
    pub last_day: Day,
    pub why: EndReason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// The provider's insurance.
    Insurance,
    /// The provider's certificate of good conduct.
    Certificate,
    /// What the home and the provider agreed.
    Agreement,
    /// The home took it out of its catalogue.
    Withdrawn,
}

/// What a no-show costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoShowCharge {
    Full,
    None,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub id: ItemId,
    /// The home's own code, such as `W01`.
    pub code: String,
    pub category: String,
    pub name: Localized,
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub subtitle: Localized,
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub description: Localized,
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub place: Localized,
    pub pictogram: String,
    /// Stands in place of the pictogram, where there is room for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<Photo>,
    pub voice: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_minutes: Option<u32>,
    /// The purses that may pay, the usual one first.
    pub purses: Vec<PurseKind>,
    pub offers: Vec<Offer>,
    /// From the first day of this writing of the item to the end of its sale.
    pub valid: Validity,
    pub lead_time_hours: u32,
    /// Until how many hours before the moment cancelling an accepted line is free.
    pub cancel_until_hours: u32,
    pub no_show: NoShowCharge,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_min: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_max: Option<u32>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
    /// Other words people search for.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub synonyms: Localized,
}

impl Item {
    #[must_use]
    pub fn offer(&self, id: OfferId) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.id == id)
    }

    /// The offer that is shown when nobody chose one.
    #[must_use]
    pub fn first_offer(&self) -> Option<&Offer> {
        self.offers.first()
    }

    /// What one costs from `purse` in a location that counts in `unit`. Own money is always euros.
    #[must_use]
    pub fn price(&self, offer: &Offer, purse: PurseKind, unit: Unit) -> Option<Amount> {
        match purse {
            PurseKind::Own => offer.prices.in_unit(Unit::EuroCent),
            PurseKind::Basis | PurseKind::Cup => offer.prices.in_unit(unit),
        }
    }

    /// Whether `moment` can be ordered at `now`: valid, offered on that day and time, and outside the lead time.
    pub fn check_moment(&self, offer: &Offer, moment: Moment, now: Moment) -> Result<(), Obstacle> {
        if !self.valid.contains(moment.day) {
            return Err(Obstacle::NotForSale);
        }
        if let Some(end) = offer.ends.filter(|end| end.last_day < moment.day)
            && !is_on(Mutant::ExpiredProviderChosen)
        {
            return Err(Obstacle::Ended(end));
        }
        let lead_minutes = if is_on(Mutant::LeadTimeIgnored) { 0 } else { self.lead_minutes(moment) };
        if now.minutes_until(moment) < lead_minutes.max(1) {
            let hours = self.until_minutes(moment).unwrap_or(lead_minutes).max(0).unsigned_abs().div_ceil(60);
            return Err(Obstacle::TooLate { lead_time_hours: u32::try_from(hours).unwrap_or(u32::MAX) });
        }
        if offer.weekdays.contains(moment.day) && offer.times.contains(&moment.time) {
            Ok(())
        } else {
            Err(Obstacle::NotOfferedThen)
        }
    }

    /// The fewest minutes before `moment` at which it can be ordered. 24 hours before is in time for a lead time of 24
    /// hours; 12:00 is too late for what must be ordered before 12:00.
    #[must_use]
    pub fn lead_minutes(&self, moment: Moment) -> i64 {
        let strict = i64::from(!is_on(Mutant::OrderUntilTakesItsMinute));
        self.until_minutes(moment).map_or(i64::from(self.lead_time_hours) * 60, |until| until + strict)
    }

    /// How many minutes before `moment` ordering has ended, where a time of day says so.
    fn until_minutes(&self, moment: Moment) -> Option<i64> {
        self.conditions.iter().find_map(|condition| match condition.rule {
            Rule::OrderUntil { days, time } => {
                Some(Moment { day: moment.day.plus_days(-i64::from(days)), time }.minutes_until(moment))
            }
            _ => None,
        })
    }

    /// The first `count` moments that can be ordered at `now`, looking five weeks ahead.
    #[must_use]
    pub fn next_moments(&self, offer: &Offer, now: Moment, count: usize) -> Vec<Moment> {
        self.moments_from(offer, now).take(count).collect()
    }

    fn moments_from(&self, offer: &Offer, now: Moment) -> impl Iterator<Item = Moment> {
        let mut times = offer.times.clone();
        sort_by_key(&mut times, |each| *each);
        let days = (0..=35).map(move |days| now.day.plus_days(days));
        let moments = days.flat_map(move |day| times.clone().into_iter().map(move |time| Moment { day, time }));
        moments.filter(move |moment| self.check_moment(offer, *moment, now).is_ok())
    }

    /// The limit on how many may be had on one day, if the home set one.
    #[must_use]
    pub fn max_per_day(&self) -> Option<u32> {
        self.conditions.iter().find_map(|condition| match condition.rule {
            Rule::MaxPerDay { count } => Some(count),
            _ => None,
        })
    }

    /// The limit on how many may be had in one week (Monday to Sunday), if the home set one.
    #[must_use]
    pub fn max_per_week(&self) -> Option<u32> {
        self.conditions.iter().find_map(|condition| match condition.rule {
            Rule::MaxPerWeek { count } => Some(count),
            _ => None,
        })
    }

    #[must_use]
    pub fn is_free_with_family(&self) -> bool {
        self.conditions.iter().any(|condition| condition.rule == Rule::FamilyFree)
    }

    /// The first condition that this resident does not meet.
    #[must_use]
    pub fn blocked_by(&self, clearances: &BTreeMap<Clearance, bool>) -> Option<&Condition> {
        if is_on(Mutant::ConditionIgnored) {
            return None;
        }
        self.conditions.iter().find(|condition| match &condition.rule {
            Rule::NeedsClearance { clearance } => !clearances.get(clearance).copied().unwrap_or(false),
            _ => false,
        })
    }
}

/// Everything that one location sells, as of one version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// Rises with every change; orders say which version the person saw.
    pub version: i64,
    /// In the order of the shelves.
    pub categories: Vec<Category>,
    /// In the order of the shop.
    pub items: Vec<Item>,
    /// What can be found possible for a resident, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clearances: Vec<ClearanceName>,
}

impl Catalogue {
    #[must_use]
    pub fn item(&self, id: ItemId) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.code == code)
    }

    #[must_use]
    pub fn category(&self, code: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.code == code)
    }

    /// The catalogue of one day: of every item that was written more than once, because its price changed, the writing that
    /// began last; or the first, when none has begun. What is ordered today costs what it costs today, whenever it comes.
    #[must_use]
    pub fn on(mut self, day: Day) -> Self {
        let mut chosen: BTreeMap<ItemId, Day> = BTreeMap::new();
        for item in &self.items {
            let from = item.valid.from;
            let chosen = chosen.entry(item.id).or_insert(from);
            let is_better = if from <= day { *chosen > day || from > *chosen } else { from < *chosen };
            if is_better && !is_on(Mutant::FirstPriceStays) {
                *chosen = from;
            }
        }
        self.items.retain(|item| chosen.get(&item.id) == Some(&item.valid.from));
        self
    }

    pub fn in_category<'a>(&'a self, code: &'a str, on: Day) -> impl Iterator<Item = &'a Item> {
        self.items.iter().filter(move |item| item.category == code && item.valid.contains(on))
    }
}
