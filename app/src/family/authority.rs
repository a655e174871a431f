//! What family may do for a resident, and how that is said.

use crate::t;
use crate::ui::line_words::capital;
use crate::words::{Words, day_short};
use domain::access::{Authority, AuthorityKind, Grade, Role};
use domain::calendar::Day;
use domain::catalogue::PurseKind;
use domain::household::Household;
use domain::sync::Snapshot;

/// The viewer's own authorities that hold today.
fn held<'a>(view: &'a Snapshot, household: &'a Household) -> impl Iterator<Item = &'a Authority> {
    let today = view.now.local.day;
    household.authorities.iter().filter(move |authority| {
        Some(authority.person) == view.viewer.actor.person && authority.valid.contains(today)
    })
}

/// Whether the viewer may order anything at all for this resident.
#[must_use]
pub fn may_order(view: &Snapshot, household: &Household) -> bool {
    match view.viewer.actor.role {
        Role::Resident | Role::Carer => true,
        Role::Family => held(view, household).any(|authority| authority.grade >= Grade::Order),
        Role::Office | Role::House => false,
    }
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
        Role::Office | Role::House => false,
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
    held.sort_by_key(|authority| (authority.kind == AuthorityKind::Money, std::cmp::Reverse(authority.grade)));
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
