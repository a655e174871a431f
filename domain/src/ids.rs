//! Identities. Each kind of thing has its own type, so that an order can never be looked up with a resident's id.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// A place with its own unit, catalogue validity and period rule.
    LocationId;
    /// A group of rooms with one team and one living room.
    WardId;
    /// A resident together with their purses and orders.
    HouseholdId;
    /// Anyone who is not a resident: family, carers, office.
    PersonId;
    /// Something that can be chosen.
    ItemId;
    /// An item by one provider.
    OfferId;
    /// Whoever delivers: an in-house team or an outside provider.
    ProviderId;
    /// One basket that was ordered.
    OrderId;
    /// One item at one moment within a basket or an order.
    LineId;
    /// What one person did once, made on their device (UUIDv7).
    OpId;
    /// One movement in the ledger.
    TransferId;
    /// What a browser keeps and sends under one number of its own.
    DeviceId;
    /// A tablet that staff handed out.
    TabletId;
    /// Somebody who is signed in somewhere: the number by which it can be shown and ended, never its token.
    SessionId;
    /// A question for help to the ward.
    HelpId;
    /// What a supporter wrote down for themselves.
    NoteId;
}
