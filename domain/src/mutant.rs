//! Seeded mistakes. Each names one plausible error in a rule; `cargo test -p domain --test mutants` switches every one
//! on in turn and demands that a property catches it; the simulation does so for those of the protocol. Outside that test build the answer is always `false` and the
//! compiler removes the branch.

macro_rules! mutants {
    (rules { $($(#[$doc:meta])* $name:ident,)* } protocol { $($(#[$of:meta])* $other:ident,)* }) => {
        /// A plausible mistake that the properties or the simulation must catch.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Mutant { $($(#[$doc])* $name,)* $($(#[$of])* $other,)* }

        impl Mutant {
            /// In the rules: the properties catch them.
            pub const RULES: &'static [Self] = &[$(Self::$name,)*];
            /// In what devices and the server say to each other: the simulation catches them.
            pub const PROTOCOL: &'static [Self] = &[$(Self::$other,)*];

            /// The name by which it is switched on by hand.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                    $(Self::$other => stringify!($other),)*
                }
            }
        }
    };
}

mutants! {
    rules {
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
    /// The maximum is a share of the full cup, so that what was carried once is carried again.
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
    /// Minutes are added to cents.
    UnitsMix,
    /// Days in hospital count although policy says they do not.
    AwayDaysCount,
    /// An authority that has ended still counts.
    AuthorityNeverEnds,
    /// A limit per day or week counts only the order at hand.
    LimitForgetsEarlierOrders,
    /// Two lines of an order may carry the same number.
    SameLineTwice,
    /// The price that the device sent is charged, not the price of the catalogue.
    SeenPriceCharged,
    /// Cancelling after the term costs nothing.
    LateCancelIsFree,
    /// Undoing a delivery does not return the money.
    UndoKeepsMoney,
    /// A reply that was overtaken on its way puts older facts back.
    OlderHouseholdWins,
    /// Whether cancelling is free is judged when the ward answers, not when the resident asked.
    CancelJudgedWhenAnswered,
    /// A moment that is full can be chosen.
    FullIsIgnored,
    /// Who has a place already needs another for a second line.
    OwnPlaceCountsTwice,
    /// A provider whose insurance has ended can be chosen.
    ExpiredProviderChosen,
    /// An item that was written again with another price keeps the price that was written first.
    FirstPriceStays,
    /// What must be ordered before 12:00 can be ordered at 12:00.
    OrderUntilTakesItsMinute,
    /// Who may only propose orders at once.
    ProposerOrders,
    /// Who proposed may say yes to it.
    ProposerNods,
    /// What was answered or taken back can still be said yes to.
    ProposalAnsweredTwice,
    }
    protocol {
    /// Any answer with status 200 counts as applied, a portal's page too.
    AnyReplyCounts,
    /// An acknowledged operation leaves the overlay before a pull contains it.
    OverlayRemovedEarly,
    /// A restored server is taken for the one before.
    EpochIgnored,
    /// The cursor moves on although not every change was taken in.
    CursorBeforeChanges,
    /// Acknowledged operations are forgotten as soon as they are settled.
    ForgottenWhenSettled,
    /// "Keep it until I understand it" is taken for no.
    HoldIsRefused,
    /// A tab writes without looking whether another was first.
    GenerationIgnored,
    /// The screen says "saved" before the storage has.
    SavedBeforeWritten,
    /// A wipe takes what was not sent yet with it.
    WipeDropsOutbox,
    /// Without the server, orders are made however old the snapshot is.
    OfflineWithoutLimits,
    /// A number of a device and epoch that came before gets the verdict of then.
    DedupeByNumber,
    /// The verdict is written after the commit of what it is about.
    VerdictApart,
    /// "Refused" is not stored, so that the same operation is judged twice.
    RefusedNotStored,
    /// What builds on a refused operation is judged by itself.
    DependentsNotRefused,
    /// A number with two operations is not noticed.
    CloneNotNoticed,
    /// A device behind what it sent before is not noticed.
    RollbackNotNoticed,
    /// Whoever the device names did it.
    ActorTrusted,
    /// The same number with another payload gets the verdict of the first.
    PayloadNotCompared,
    /// What is sent again after a restore is judged by the clock of now.
    AgainJudgedAsNew,
    /// Right after a restore, an order that is not there (yet) is refused for good.
    UnknownRefusedAfterRestore,
    /// What was delivered all the same is refused and forgotten.
    DeliveredAllTheSameForgotten,
    /// What was settled is settled again by whoever is next.
    SettledTwice,
    /// What was paid for not showing up does not count when it turns out to be delivered.
    PaidForNothingForgotten,
    /// A line that was charged as an exception can still be taken back, and paid for once more.
    ChargedLineTakenBack,
    /// What a revoked device sent is thrown away.
    QuarantineThrownAway,
    /// What a revoked device sent is judged like any other.
    RevokedStillCounts,
    /// The feed tells of one change less.
    FeedSkipsOne,
    }
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
#[must_use]
pub fn is_on(mutant: Mutant) -> bool {
    ACTIVE.get() == Some(mutant)
}

#[cfg(not(feature = "mutants"))]
#[inline(always)]
#[must_use]
pub const fn is_on(_: Mutant) -> bool {
    false
}
