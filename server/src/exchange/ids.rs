//! Numbers made from codes: the same folder gives the same numbers on every machine, so that an import can be repeated.

use domain::ids::{
    HouseholdId, ItemId, LineId, LocationId, OfferId, OpId, OrderId, PersonId, ProviderId, TransferId, WardId,
};
use uuid::Uuid;

const NAMESPACE: Uuid = Uuid::from_u128(0x6265_6b65_7274_6a65_2d69_6d70_6f72_7431);

/// The numbers of one home.
#[derive(Clone, Debug)]
pub struct Ids {
    home: String,
}

impl Ids {
    #[must_use]
    pub fn of(home: &str) -> Self {
        Self { home: home.to_owned() }
    }

    fn make(&self, kind: &str, code: &str) -> Uuid {
        Uuid::new_v5(&NAMESPACE, format!("{}/{kind}/{code}", self.home).as_bytes())
    }

    #[must_use]
    pub fn location(&self, code: &str) -> LocationId {
        LocationId(self.make("location", code))
    }

    #[must_use]
    pub fn ward(&self, code: &str) -> WardId {
        WardId(self.make("ward", code))
    }

    #[must_use]
    pub fn household(&self, code: &str) -> HouseholdId {
        HouseholdId(self.make("resident", code))
    }

    #[must_use]
    pub fn person(&self, code: &str) -> PersonId {
        PersonId(self.make("person", code))
    }

    #[must_use]
    pub fn provider(&self, code: &str) -> ProviderId {
        ProviderId(self.make("provider", code))
    }

    #[must_use]
    pub fn item(&self, code: &str) -> ItemId {
        ItemId(self.make("item", code))
    }

    #[must_use]
    pub fn offer(&self, code: &str) -> OfferId {
        OfferId(self.make("offer", code))
    }

    #[must_use]
    pub fn order(&self, code: &str) -> OrderId {
        OrderId(self.make("order", code))
    }

    #[must_use]
    pub fn line(&self, code: &str) -> LineId {
        LineId(self.make("line", code))
    }

    #[must_use]
    pub fn operation(&self, code: &str) -> OpId {
        OpId(self.make("operation", code))
    }

    #[must_use]
    pub fn booking(&self, code: &str) -> TransferId {
        TransferId(self.make("booking", code))
    }
}

/// The grant of one household for the period that starts on `start`: booked by the import or by the roll-over, whichever
/// comes first, and never twice.
#[must_use]
pub fn grant_id(household: HouseholdId, start: domain::calendar::Day) -> TransferId {
    period_transfer(household, "grant", start)
}

/// A movement at the change of period, one of its kind per household and period.
#[must_use]
pub fn period_transfer(household: HouseholdId, kind: &str, start: domain::calendar::Day) -> TransferId {
    TransferId(Uuid::new_v5(&household.0, format!("{kind}/{start}").as_bytes()))
}
