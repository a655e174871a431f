//! What family may do for a resident, and how that is said.

use crate::t;
use crate::ui::line_words::capital;
use crate::words::{Words, day_short};
use domain::access::{Authority, AuthorityKind, Grade, Role};
use domain::calendar::Day;
use domain::catalogue::PurseKind;
use domain::household::Household;
use domain::sorting::sort_by_key;
use domain::sync::Snapshot;

/// The viewer's own authorities that hold today.
fn held<'a>(view: &'a Snapshot, household: &'a Household) -> impl Iterator<Item = &'a Authority> {
    let today = view.now.local.day;
    household
        .authorities
        .iter()
        .filter(move |authority| Some(authority.person) == view.viewer.actor.person && authority.valid.contains(today))
}

/// Whether the viewer may order or propose anything at all for this resident.
#[must_use]
pub fn may_choose(view: &Snapshot, household: &Household) -> bool {
    match view.viewer.actor.role {
        Role::Resident | Role::Carer => true,
        Role::Family => held(view, household).any(|authority| authority.grade >= Grade::Propose),
        Role::Office | Role::Supporter | Role::Provider | Role::Council | Role::Security | Role::House => false,
    }
}

/// Whether the viewer may read who looked: the resident, and who manages for them.
#[must_use]
pub fn may_read_log(view: &Snapshot, household: &Household) -> bool {
    let role = view.viewer.actor.role;
    role == Role::Resident || held(view, household).any(|authority| authority.grade == Grade::Manage)
}

/// Whether the viewer may order from this purse: care authority for the cup, money authority for own money.
#[must_use]
pub fn may_order_from(view: &Snapshot, household: &Household, purse: PurseKind) -> bool {
    let kind = if purse == PurseKind::Own { AuthorityKind::Money } else { AuthorityKind::Care };
    match view.viewer.actor.role {
        Role::Resident | Role::Carer => true,
        Role::Family => {
            held(view, household).any(|authority| authority.grade >= Grade::Order && authority.kind == kind)
        }
        Role::Office | Role::Supporter | Role::Provider | Role::Council | Role::Security | Role::House => false,
    }
}

/// One authority in words: what it allows and until when.
pub struct Right {
    /// "U mag bestellen"
    pub may: String,
    /// "tot en met 28 februari 2027."
    pub until: String,
    /// "Mevrouw Vermeer ziet wat u kiest."
    pub means: String,
}

/// What the viewer may do, most important first.
pub fn rights(words: Words, view: &Snapshot, household: &Household) -> Vec<Right> {
    let name = capital(household.resident.name.get(words.language));
    let mut held: Vec<_> = held(view, household).collect();
    sort_by_key(&mut held, |authority| (authority.kind == AuthorityKind::Money, std::cmp::Reverse(authority.grade)));
    held.dedup_by_key(|authority| authority.kind);
    held.into_iter().map(|authority| right(words, authority, &name)).collect()
}

fn right(words: Words, authority: &Authority, name: &str) -> Right {
    let until = match authority.valid.until {
        Some(until) => t!(words, "family-right-until", day = with_year(words, until.plus_days(-1))),
        None => t!(words, "family-right-always"),
    };
    let (may, means) = match (authority.kind, authority.grade) {
        (AuthorityKind::Care, Grade::View) => {
            (t!(words, "family-may-view"), t!(words, "family-may-view-means", name = name))
        }
        (AuthorityKind::Care, Grade::Propose) => {
            (t!(words, "family-may-propose"), t!(words, "family-may-propose-means", name = name))
        }
        (AuthorityKind::Care, Grade::Order) => {
            (t!(words, "family-may-order"), t!(words, "family-may-order-means", name = name))
        }
        (AuthorityKind::Care, Grade::Manage) => {
            (t!(words, "family-may-manage"), t!(words, "family-may-order-means", name = name))
        }
        (AuthorityKind::Money, Grade::View | Grade::Propose) => (t!(words, "family-money-view"), String::new()),
        (AuthorityKind::Money, Grade::Order | Grade::Manage) => (t!(words, "family-money-order"), String::new()),
    };
    Right { may, until, means }
}

/// "28 februari 2027".
fn with_year(words: Words, day: Day) -> String {
    format!("{} {}", day_short(words, day), day.date().year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::catalogue::Language;
    use domain::testing::{authority, between, day, de_linde, family, household_with_cents, now, snapshot};

    fn viewed(until: &str, grade: Grade, kind: AuthorityKind) -> Snapshot {
        let mut household = household_with_cents(1, 16_800, 0, 0);
        household.authorities = vec![authority(1, grade, kind, between("2026-01-01", until))];
        let mut view = snapshot(de_linde(), vec![household], now("2026-11-16T09:00"));
        view.viewer.actor = family(1);
        view
    }

    fn may(view: &Snapshot) -> (bool, bool, bool) {
        let household = &view.households[0];
        let from = |purse| may_order_from(view, household, purse);
        (may_choose(view, household), from(PurseKind::Cup), from(PurseKind::Own))
    }

    #[test]
    fn care_and_money_are_different_authorities() {
        assert_eq!(may(&viewed("2027-01-01", Grade::Order, AuthorityKind::Care)), (true, true, false));
        assert_eq!(may(&viewed("2027-01-01", Grade::Manage, AuthorityKind::Money)), (true, false, true));
        assert_eq!(may(&viewed("2027-01-01", Grade::Propose, AuthorityKind::Care)), (true, false, false));
        assert_eq!(may(&viewed("2027-01-01", Grade::View, AuthorityKind::Care)), (false, false, false));
        assert_eq!(
            may(&viewed("2026-11-16", Grade::Manage, AuthorityKind::Care)),
            (false, false, false),
            "it has ended"
        );
    }

    #[test]
    fn the_last_day_is_said_with_its_year() {
        let view = viewed("2027-03-01", Grade::Order, AuthorityKind::Care);
        let words = Words::new(Language::Nl);
        let said = rights(words, &view, &view.households[0]);
        let said: Vec<_> = said.iter().map(|right| format!("{} {} {}", right.may, right.until, right.means)).collect();
        assert_eq!(said, ["U mag bestellen tot en met 28 februari 2027. Mevrouw Vermeer ziet wat u kiest."]);
        assert_eq!(with_year(words, day("2026-12-31")), "31 december 2026");
    }
}
