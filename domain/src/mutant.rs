//! Seeded mistakes. Each names one plausible error in a rule; `cargo test -p domain --test mutants` switches every one
//! on in turn and demands that a property catches it. Outside that test build the answer is always `false` and the
//! compiler removes the branch.

macro_rules! mutants {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// A plausible mistake that the properties must catch.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Mutant { $($(#[$doc])* $name,)* }

        impl Mutant {
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];
        }
    };
}

mutants! {
    /// Largest remainder gives the leftover cents to nobody.
    SplitLosesRemainder,
    /// A price is rounded down instead of up.
    PriceRoundsDown,
    /// Staff costs are not divided by the group.
    GroupNotDivided,
    /// Volunteers' minutes count in the minutes price.
    VolunteersCountAsPaid,
    /// The last day of an indication counts twice.
    LastDayCountsTwice,
    /// Carry-over ignores its maximum.
    CarryOverUnlimited,
    /// What was already carried once is carried again.
    CarryOverTwice,
    /// A hold does not lower what can be spent.
    HoldIsNotReserved,
    /// Posting part of a hold keeps the rest reserved.
    PartialPostKeepsRest,
    /// A hold may be resolved twice.
    HoldResolvedTwice,
    /// Spending is checked against granted, not against what is left.
    OverdraftAllowed,
    /// A delivered line may be cancelled.
    CancelAfterDelivery,
    /// Delivery is allowed from `requested`.
    DeliverSkipsAcceptance,
    /// The order's total is not held against what the person saw.
    MaxTotalIgnored,
    /// A missing clearance does not block.
    ConditionIgnored,
    /// Declining leaves the reservation standing.
    DeclineKeepsHold,
    /// Undo does not restore the reservation.
    UndoForgetsHold,
    /// A refused operation stays in the overlay.
    RefusedStaysInView,
    /// An accepted operation is applied on top of its own effects.
    OverlayAppliedTwice,
    /// Lead time is not kept.
    LeadTimeIgnored,
}

#[cfg(feature = "mutants")]
thread_local! {
    static ACTIVE: std::cell::Cell<Option<Mutant>> = const { std::cell::Cell::new(None) };
}

/// Runs `work` with one mistake switched on, on this thread only.
#[cfg(feature = "mutants")]
pub fn with<T>(mutant: Mutant, work: impl FnOnce() -> T) -> T {
    struct Off;
    impl Drop for Off {
        fn drop(&mut self) {
            ACTIVE.set(None);
        }
    }
    ACTIVE.set(Some(mutant));
    let _off = Off;
    work()
}

#[cfg(feature = "mutants")]
pub(crate) fn is_on(mutant: Mutant) -> bool {
    ACTIVE.get() == Some(mutant)
}

#[cfg(not(feature = "mutants"))]
#[inline(always)]
pub(crate) const fn is_on(_: Mutant) -> bool {
    false
}
