//! Who looked at whom: every page and pull that shows a resident's things to someone other than that resident.

use crate::audit::{Audit, AuditError, What};
use crate::error::AppError;
use crate::http::request_id::RequestId;
use crate::http::session::SignedIn;
use crate::state::AppState;
use domain::access::{AuthorityKind, Grade, Scope, Viewer};
use domain::calendar::Timestamp;
use domain::household::Household;
use domain::ids::HouseholdId;
use domain::sync::Snapshot;

/// Notes that a page of residents, family or ward was opened.
pub async fn at_page(
    audit: &Audit,
    signed_in: &SignedIn,
    request: RequestId,
    snapshot: &Snapshot,
    path: &str,
) -> Result<(), AuditError> {
    let viewer = &signed_in.viewer;
    if matches!(viewer.scope, Scope::Resident { .. }) {
        return Ok(());
    }
    let (page, named) = read(path);
    let shown: Vec<&Household> = match named {
        Some(id) => snapshot.households.iter().filter(|household| household.id == id).collect(),
        None => snapshot.households.iter().collect(),
    };
    if shown.is_empty() {
        return Ok(());
    }
    let entry = signed_in.entry(snapshot.now.at, What::Page).detail(page).about(shown.iter().map(|shown| shown.id));
    let authority = shown.iter().filter_map(|household| authority(viewer, household, snapshot)).max();
    let entry = match authority {
        Some((_, code)) => entry.on_authority(code),
        None => entry,
    };
    audit.looked(entry.request(request.0)).await
}

/// Notes that a screen that shows residents stays open.
pub async fn kept_open(
    state: &AppState,
    signed_in: &SignedIn,
    request: RequestId,
    at: Timestamp,
) -> Result<(), AppError> {
    let shown = match &signed_in.viewer.scope {
        Scope::Resident { .. } | Scope::Office { .. } | Scope::Beside(_) => return Ok(()),
        Scope::Family { households, .. } => households.clone(),
        Scope::Ward { location, ward, .. } => state.store.residents_of_ward(*location, *ward).await?,
    };
    if shown.is_empty() {
        return Ok(());
    }
    let entry = signed_in.entry(at, What::KeptOpen).about(shown);
    Ok(state.audit.looked(entry.request(request.0)).await?)
}

/// Which page an address is, without whose it is; and whose.
fn read(path: &str) -> (&str, Option<HouseholdId>) {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    match parts.as_slice() {
        ["r", household] => ("home", household.parse().ok()),
        ["r", household, page, ..] => (page, household.parse().ok()),
        ["ward", page, household, ..] => (page, household.parse().ok()),
        ["ward", page] => (page, None),
        [page, ..] => (page, None),
        [] => ("home", None),
    }
}

/// What gives family the right to look, the most first: `money-manage`.
fn authority(viewer: &Viewer, household: &Household, snapshot: &Snapshot) -> Option<(Grade, &'static str)> {
    let Scope::Family { person, .. } = &viewer.scope else { return None };
    let today = snapshot.now.local.day;
    let own = household.authorities.iter().filter(|authority| authority.person == *person);
    let valid = own.filter(|authority| authority.valid.contains(today));
    valid.map(|authority| (authority.grade, authority_code(authority.kind, authority.grade))).max()
}

/// Kind and grade in one code.
#[must_use]
pub const fn authority_code(kind: AuthorityKind, grade: Grade) -> &'static str {
    match (kind, grade) {
        (AuthorityKind::Care, Grade::View) => "care-view",
        (AuthorityKind::Care, Grade::Propose) => "care-propose",
        (AuthorityKind::Care, Grade::Order) => "care-order",
        (AuthorityKind::Care, Grade::Manage) => "care-manage",
        (AuthorityKind::Money, Grade::View) => "money-view",
        (AuthorityKind::Money, Grade::Propose) => "money-propose",
        (AuthorityKind::Money, Grade::Order) => "money-order",
        (AuthorityKind::Money, Grade::Manage) => "money-manage",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_noted_by_its_kind_and_not_by_what_was_opened_in_it() {
        let anna = "019a0000-0000-7000-8000-000000000001";
        let id = Some(anna.parse().unwrap());
        assert_eq!(read(&format!("/r/{anna}")), ("home", id));
        assert_eq!(read(&format!("/r/{anna}/item/W01")), ("item", id));
        assert_eq!(read(&format!("/ward/line/{anna}/1/2")), ("line", id));
        assert_eq!(read("/ward/day"), ("day", None));
        assert_eq!(read("/ward"), ("ward", None));
        assert_eq!(read("/family"), ("family", None));
    }
}
