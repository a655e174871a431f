//! What each rule of `jobs/retention.rs` counts and removes. Nothing that is open needs any of it: every statement says
//! so itself. Small transactions: the shop goes on meanwhile.

use super::erase::{Erasing, Why};
use super::household::Key;
use super::statement::{Statement, statements};
use super::value::values;
use super::{Store, StoreError, Tx, feed, thin};
use crate::jobs::retention::{Gone, Rule, Terms};
use crate::rng::Rng;
use domain::access::{Actor, Role};
use domain::calendar::Timestamp;
use domain::catalogue::Localized;
use domain::ids::HouseholdId;
use domain::sync::Now;

macro_rules! due_notes {
    ($columns:literal, $end:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM private_note n WHERE (EXISTS (SELECT 1 FROM stay s WHERE s.location_id = n.location_id
                    AND s.household_id = n.household_id AND s.valid_until <= $1)
                OR n.written_at < $2 AND NOT EXISTS (SELECT 1 FROM person p WHERE p.person_id = n.person_id
                    AND p.acts_as = 'supporter' AND (p.location_id IS NULL OR p.location_id = n.location_id)))",
            $end
        )
    };
}

macro_rules! due_operations {
    ($columns:literal, $end:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM operation o WHERE o.recorded_at < $1 AND o.is_thinned = FALSE AND o.refused_order IS NULL
                AND (o.exception IS NULL OR o.exception_settled_at < $1)
                AND NOT EXISTS (SELECT 1 FROM order_line l
                    JOIN orders p ON p.location_id = l.location_id AND p.household_id = l.household_id
                        AND p.order_id = l.order_id
                    WHERE l.location_id = o.location_id AND l.household_id = o.household_id AND l.is_open = TRUE
                        AND p.placed_at < $1)",
            $end
        )
    };
}

statements! {
    TERMS = "SELECT retention FROM home";
    COUNT_SESSIONS = "SELECT COUNT(*) AS due FROM session WHERE expires_at < $1";
    END_SESSIONS = "DELETE FROM session WHERE token_hash IN
        (SELECT s.token_hash FROM session s WHERE s.expires_at < $1 LIMIT 200)";
    COUNT_DEVICES = "SELECT COUNT(*) AS due FROM device WHERE revoked_at IS NULL AND seen_at < $1";
    FORGET_DEVICES = "DELETE FROM device WHERE device_id IN
        (SELECT d.device_id FROM device d WHERE d.revoked_at IS NULL AND d.seen_at < $1 LIMIT 200)";
    COUNT_HELP = "SELECT COUNT(*) AS due FROM help_request WHERE answered_at < $1";
    FORGET_HELP = "DELETE FROM help_request WHERE (location_id, household_id, help_id) IN
        (SELECT r.location_id, r.household_id, r.help_id FROM help_request r WHERE r.answered_at < $1 LIMIT 200)";
    COUNT_CORRECTIONS = "SELECT COUNT(*) AS due FROM correction WHERE settled_at IS NOT NULL AND done_at < $1";
    FORGET_CORRECTIONS = "DELETE FROM correction WHERE (location_id, household_id, correction_id) IN
        (SELECT c.location_id, c.household_id, c.correction_id FROM correction c
            WHERE c.settled_at IS NOT NULL AND c.done_at < $1 LIMIT 200)";
    COUNT_NOTES = due_notes!("COUNT(*) AS due", "");
    FORGET_NOTES = concat!(
        "DELETE FROM private_note WHERE (note_id, revision) IN (",
        due_notes!("n.note_id, n.revision", " LIMIT 200"),
        ")"
    );
    COUNT_REFUSED = "SELECT COUNT(*) AS due FROM operation WHERE refused_order IS NOT NULL AND recorded_at < $1";
    HOUSEHOLDS_WITH_REFUSED = "SELECT DISTINCT o.household_id FROM operation o
        WHERE o.refused_order IS NOT NULL AND o.recorded_at < $1";
    LOCK = "SELECT h.location_id, h.household_id, h.ward_id, h.version FROM household h WHERE h.household_id = $1 {lock h}";
    CLOSE_REFUSED = "UPDATE operation SET refused_order = NULL
        WHERE location_id = $1 AND household_id = $2 AND refused_order IS NOT NULL AND recorded_at < $3";
    RAISE_VERSION = "UPDATE household SET version = version + 1 WHERE location_id = $1 AND household_id = $2";
    COUNT_OPERATIONS = due_operations!("COUNT(*) AS due", "");
    COUNT_OLD_OPERATIONS = "SELECT COUNT(*) AS due FROM operation WHERE recorded_at < $1 AND is_thinned = FALSE";
    DUE_OPERATIONS = due_operations!("o.location_id, o.op_id, o.actor, o.sent_by, o.verdict, o.exception", " LIMIT 5000");
    LEFT = "SELECT s.household_id FROM stay s
        JOIN household h ON h.location_id = s.location_id AND h.household_id = s.household_id
        WHERE h.erased_at IS NULL AND s.valid_until <= $1 ORDER BY s.valid_until, s.household_id";
}

const DAY_MICROS: i64 = 24 * 3_600 * 1_000_000;
/// So many rows share a transaction.
const AT_ONCE: usize = 200;

/// Counts rows, and removes some of them at a time.
struct Removing {
    count: &'static Statement,
    remove: &'static Statement,
}

impl Store {
    /// The home's own terms.
    pub async fn retention_terms(&self) -> Result<Terms, StoreError> {
        let row = self.inner.db.single().await?.fetch_optional(&TERMS, vec![]).await?;
        row.map_or_else(|| Ok(Terms::default()), |row| row.json("retention").map(Terms))
    }

    /// Removes what one rule says, or counts it; `days` is its term.
    pub async fn keep_term(
        &self,
        rule: Rule,
        days: u32,
        now: Now,
        rng: &Rng,
        dry_run: bool,
    ) -> Result<Gone, StoreError> {
        let before = Timestamp(now.at.0 - i64::from(days) * DAY_MICROS);
        let (count, still_needed) = match rule {
            Rule::Sessions => {
                let removing = Removing { count: &COUNT_SESSIONS, remove: &END_SESSIONS };
                (self.remove(&removing, before, dry_run).await?, 0)
            }
            Rule::Devices => {
                let removing = Removing { count: &COUNT_DEVICES, remove: &FORGET_DEVICES };
                (self.remove(&removing, before, dry_run).await?, 0)
            }
            Rule::Help => {
                let removing = Removing { count: &COUNT_HELP, remove: &FORGET_HELP };
                (self.remove(&removing, before, dry_run).await?, 0)
            }
            Rule::Corrections => {
                let removing = Removing { count: &COUNT_CORRECTIONS, remove: &FORGET_CORRECTIONS };
                (self.remove(&removing, before, dry_run).await?, 0)
            }
            Rule::Notes => (self.forget_notes(i64::from(days), now, dry_run).await?, 0),
            Rule::RefusedOrders => (self.close_refused(before, dry_run).await?, 0),
            Rule::Operations => self.thin_operations(before, dry_run).await?,
            Rule::Residents => self.erase_who_left(i64::from(days), now, rng, dry_run).await?,
        };
        Ok(Gone { rule, days, count, still_needed })
    }

    async fn count(&self, statement: &'static Statement, before: Timestamp) -> Result<u64, StoreError> {
        let row = self.inner.db.single().await?.fetch_one(statement, values![before]).await?;
        Ok(u64::try_from(row.int("due")?).unwrap_or_default())
    }

    async fn remove(&self, removing: &Removing, before: Timestamp, dry_run: bool) -> Result<u64, StoreError> {
        if dry_run {
            return self.count(removing.count, before).await;
        }
        let (statement, mut removed) = (removing.remove, 0);
        loop {
            let some =
                self.write(move |tx| Box::pin(async move { tx.execute(statement, values![before]).await })).await?;
            removed += some;
            if some == 0 {
                return Ok(removed);
            }
        }
    }

    async fn forget_notes(&self, days: i64, now: Now, dry_run: bool) -> Result<u64, StoreError> {
        let due = values![now.local.day.plus_days(-days), Timestamp(now.at.0 - days * DAY_MICROS)];
        if dry_run {
            let row = self.inner.db.single().await?.fetch_one(&COUNT_NOTES, due).await?;
            return Ok(u64::try_from(row.int("due")?).unwrap_or_default());
        }
        let mut removed = 0;
        loop {
            let due = due.clone();
            let some = self.write(move |tx| {
                let due = due.clone();
                Box::pin(async move { tx.execute(&FORGET_NOTES, due).await })
            });
            let some = some.await?;
            removed += some;
            if some == 0 {
                return Ok(removed);
            }
        }
    }

    /// Messages that nobody closed leave the screens, household by household.
    async fn close_refused(&self, before: Timestamp, dry_run: bool) -> Result<u64, StoreError> {
        if dry_run {
            return self.count(&COUNT_REFUSED, before).await;
        }
        let rows = self.inner.db.single().await?.fetch(&HOUSEHOLDS_WITH_REFUSED, values![before]).await?;
        let mut closed = 0;
        for row in rows {
            let household = HouseholdId(row.uuid("household_id")?);
            closed += self.write(move |tx| Box::pin(close_refused_of(tx, household, before))).await?;
        }
        Ok(closed)
    }

    /// Takes names and words out of old operations; returns how many, and how many are old and still needed.
    async fn thin_operations(&self, before: Timestamp, dry_run: bool) -> Result<(u64, u64), StoreError> {
        let due = self.count(&COUNT_OPERATIONS, before).await?;
        let still_needed = self.count(&COUNT_OLD_OPERATIONS, before).await?.saturating_sub(due);
        if dry_run {
            return Ok((due, still_needed));
        }
        let mut thinned = 0;
        loop {
            let rows = self.inner.db.single().await?.fetch(&DUE_OPERATIONS, values![before]).await?;
            if rows.is_empty() {
                return Ok((thinned, still_needed));
            }
            let thin = rows.iter().map(thin::left).collect::<Result<Vec<_>, _>>()?;
            for some in thin.chunks(AT_ONCE) {
                let some = some.to_vec();
                thinned += self
                    .write(move |tx| {
                        let some = some.clone();
                        Box::pin(async move {
                            let mut changed = 0;
                            for row in some {
                                changed += tx.execute(thin::statement(), row).await?;
                            }
                            Ok(changed)
                        })
                    })
                    .await?;
            }
        }
    }

    /// Erases whose stay ended so long ago; returns how many, and how many have something open.
    async fn erase_who_left(&self, days: i64, now: Now, rng: &Rng, dry_run: bool) -> Result<(u64, u64), StoreError> {
        let last = now.local.day.plus_days(-days);
        let rows = self.inner.db.single().await?.fetch(&LEFT, values![last]).await?;
        let (mut erased, mut still_needed) = (0, 0);
        for row in rows {
            let household = HouseholdId(row.uuid("household_id")?);
            let obstacles = if dry_run {
                self.obstacles(household, now).await?
            } else {
                let by = Actor { role: Role::House, person: None, name: String::new(), relation: Localized::default() };
                self.erase(Erasing { id: rng.uuid(now.at)?, household, by, why: Why::Term, now }).await?
            };
            if obstacles.is_empty() {
                erased += 1;
            } else {
                still_needed += 1;
            }
        }
        Ok((erased, still_needed))
    }
}

async fn close_refused_of(tx: &mut Tx, household: HouseholdId, before: Timestamp) -> Result<u64, StoreError> {
    let Some(row) = tx.fetch_optional(&LOCK, values![household]).await? else { return Ok(0) };
    let key = Key::of(&row)?;
    let closed = tx.execute(&CLOSE_REFUSED, values![key.location, key.household, before]).await?;
    tx.execute(&RAISE_VERSION, values![key.location, key.household]).await?;
    feed::note(tx, key.location, key.ward, key.household).await?;
    Ok(closed)
}
