//! What the basket comes to, per purse, and what is left after it.

use super::scene::Scene;
use crate::t;
use domain::amount::{Amount, Unit};
use domain::catalogue::PurseKind;
use domain::household::Household;
use domain::order::BasketLine;
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BasketSum {
    pub choices: usize,
    /// From the cup, in the unit of the cup.
    pub cup: Amount,
    /// From own money, in euros.
    pub own: Amount,
}

impl BasketSum {
    #[must_use]
    pub fn of(household: &Household, lines: &[BasketLine]) -> Self {
        let total = |purse, unit| {
            let amounts = lines.iter().filter(|line| line.purse == purse).filter_map(|line| line.total().ok());
            Amount::sum(unit, amounts).unwrap_or(Amount::zero(unit))
        };
        Self {
            choices: lines.len(),
            cup: total(PurseKind::Cup, household.budget.granted.unit()),
            own: total(PurseKind::Own, Unit::EuroCent),
        }
    }

    /// What is left in a purse after the basket; below zero when the basket is too much.
    #[must_use]
    pub fn left(&self, household: &Household, purse: PurseKind) -> Option<Amount> {
        let taken = match purse {
            PurseKind::Basis => return None,
            PurseKind::Cup => self.cup,
            PurseKind::Own => self.own,
        };
        household.spendable(purse)?.minus(taken).ok()
    }

    /// The most that the person agrees to pay from each purse.
    #[must_use]
    pub fn max_total(&self) -> BTreeMap<PurseKind, Amount> {
        // A map that is made of a list at once brings a sort of its own.
        let mut most = BTreeMap::new();
        most.insert(PurseKind::Cup, self.cup);
        most.insert(PurseKind::Own, self.own);
        most
    }

    /// "€ 13,35", "€ 5,00 eigen geld", "€ 13,35 en € 5,00 eigen geld".
    #[must_use]
    pub fn say(&self, scene: &Scene<'_>) -> String {
        let cup = scene.amount(self.cup);
        if self.own.is_zero() {
            return cup;
        }
        let own = t!(scene.words, "sum-own", amount = scene.amount(self.own));
        if self.cup.is_zero() { own } else { t!(scene.words, "sum-both", cup = cup, own = own) }
    }
}
