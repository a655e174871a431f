//! What is kept no longer than its term. The rules and their terms are here; what each one removes is in
//! `store/retention.rs`. Run every night, in small transactions; running it again changes nothing.

use crate::audit::{Audit, Entry, What};
use crate::clock::Clock;
use crate::rng::Rng;
use crate::store::{Store, StoreError};
use std::collections::BTreeMap;
use std::time::Duration;

/// Nothing that a device may still send again after a restore goes before this: devices keep what was acknowledged for 30
/// days, a restored server takes 72 hours to regain it, and clocks may be two days off.
const LEAST_DAYS_OF_SYNC: u32 = 36;
/// Closed orders and answered questions are in sight this long.
const LEAST_DAYS_IN_SIGHT: u32 = 61;

/// One rule: what goes, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Sessions that expired so long ago.
    Sessions,
    /// Devices that were not seen for so long; revoked ones stay revoked.
    Devices,
    /// Who did what on which device in what words; that it was done, and what became of it, stays.
    Operations,
    /// Questions to the ward that were answered so long ago.
    Help,
    /// Messages about orders that were not made, which nobody closed.
    RefusedOrders,
    /// Corrections that the home's own files have taken over.
    Corrections,
    /// Private notes about who left so long ago, and those that were written so long ago by who is no supporter here any more.
    Notes,
    /// Residents whose stay ended so long ago: they are erased, their books stay.
    Residents,
}

impl Rule {
    pub const ALL: [Self; 8] = [
        Self::Sessions,
        Self::Devices,
        Self::Operations,
        Self::Help,
        Self::RefusedOrders,
        Self::Corrections,
        Self::Notes,
        Self::Residents,
    ];

    /// The name in files, reports and records.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sessions => "sessions",
            Self::Devices => "devices",
            Self::Operations => "operations",
            Self::Help => "help",
            Self::RefusedOrders => "refused_orders",
            Self::Corrections => "corrections",
            Self::Notes => "notes",
            Self::Residents => "residents",
        }
    }

    /// House policy until the home says otherwise.
    #[must_use]
    pub const fn usual_days(self) -> u32 {
        match self {
            Self::Sessions => 1,
            Self::RefusedOrders => 90,
            Self::Devices | Self::Operations | Self::Help | Self::Corrections | Self::Notes => 400,
            // Seven years of keeping accounts, art. 52 AWR, counted from the end of the stay.
            Self::Residents => 2_557,
        }
    }

    /// Less would take away what the program still needs.
    #[must_use]
    pub const fn least_days(self) -> u32 {
        match self {
            Self::Sessions => 0,
            Self::RefusedOrders | Self::Corrections | Self::Notes => 30,
            Self::Devices | Self::Residents => LEAST_DAYS_OF_SYNC,
            Self::Operations | Self::Help => LEAST_DAYS_IN_SIGHT,
        }
    }
}

/// The home's own terms, in days by the code of the rule; what is not in it is as the program has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms(pub BTreeMap<String, u32>);

impl Terms {
    #[must_use]
    pub fn days(&self, rule: Rule) -> u32 {
        self.0.get(rule.code()).copied().unwrap_or(rule.usual_days()).max(rule.least_days())
    }
}

/// What one rule removed, or would.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gone {
    pub rule: Rule,
    pub days: u32,
    pub count: u64,
    /// Due, and kept because something open still needs it.
    pub still_needed: u64,
}

/// Removes what is past its term, or only counts it.
pub async fn retention(store: &Store, clock: &Clock, rng: &Rng, dry_run: bool) -> Result<Vec<Gone>, StoreError> {
    let terms = store.retention_terms().await?;
    let now = clock.now();
    let mut done = Vec::with_capacity(Rule::ALL.len());
    for rule in Rule::ALL {
        let gone = store.keep_term(rule, terms.days(rule), now, rng, dry_run).await?;
        if !dry_run && gone.count > 0 {
            tracing::info!(rule = rule.code(), days = gone.days, count = gone.count, "past its term");
        }
        done.push(gone);
    }
    Ok(done)
}

/// From three in the morning, once a day, until the program ends. What fails is tried again the next night.
pub async fn every_night(store: Store, clock: Clock, rng: Rng, audit: Audit) {
    let mut done = None;
    loop {
        let local = clock.now().local;
        if local.time.hour() >= 3 && done != Some(local.day) {
            let noted = audit.note(Entry::new(clock.timestamp(), What::RetentionRun).detail("nightly")).await;
            if let Err(error) = noted {
                tracing::error!(%error, "nothing is removed that is not noted");
            } else if let Err(error) = retention(&store, &clock, &rng, false).await {
                tracing::error!(%error, "not everything past its term could be removed");
            }
            done = Some(local.day);
        }
        tokio::time::sleep(Duration::from_secs(300)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_may_keep_things_longer_and_never_shorter_than_they_are_needed() {
        let terms = Terms(BTreeMap::from([("operations".to_owned(), 1), ("help".to_owned(), 500)]));
        assert_eq!(terms.days(Rule::Operations), LEAST_DAYS_IN_SIGHT);
        assert_eq!(terms.days(Rule::Help), 500);
        assert_eq!(terms.days(Rule::Devices), 400);
        assert!(Rule::ALL.into_iter().all(|rule| rule.least_days() <= rule.usual_days()));
        let kept = domain::sync::device::KEPT_MICROS / (24 * 3_600 * 1_000_000);
        assert!(i64::from(LEAST_DAYS_OF_SYNC) >= kept + 3 + 2, "devices may still send it again");
    }
}
