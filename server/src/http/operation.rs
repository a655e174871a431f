//! `POST /do`: an operation that was sent as a form, by a browser without the program.

use crate::error::AppError;
use crate::http::local::LocalAddress;
use crate::http::session::SignedIn;
use crate::state::AppState;
use app::replica::form::{self, Draft};
use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use domain::sync::{Operation, Verdict};

/// Judges the operation and leads on: to the next page when it was done, back to the form when it was not.
pub async fn operation(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Redirect, AppError> {
    let said = fields.iter().find(|(name, _)| name == form::BACK_FIELD).map(|(_, back)| back.clone());
    let Ok(back) = said.map_or_else(|| Ok(LocalAddress::default()), LocalAddress::try_from) else {
        return Err(AppError::NotFound);
    };
    let filled = match form::read(fields) {
        Ok(filled) => filled,
        Err(form::FormError::LeadsAway(_)) => return Err(AppError::NotFound),
        Err(error) => {
            tracing::info!(%error, "a form could not be read");
            return Ok(Redirect::to(&with_parameter(back.as_str(), "not_understood=true")));
        }
    };
    let Draft { op_id, household, kind } = filled.draft;
    let operation = Operation::online(op_id, household, signed_in.viewer.actor.clone(), kind);
    let judged = state.store.judge(&signed_in.viewer, operation, state.clock.now()).await?;
    state.metrics.judged(&judged.verdict);
    let lead = match judged.verdict {
        Verdict::Applied { .. } | Verdict::Noop { .. } => filled.next,
        Verdict::Refused { .. } | Verdict::Retry | Verdict::Hold => filled.back,
    };
    Ok(Redirect::to(&with_parameter(&lead, &format!("op={op_id}"))))
}

/// The address with one more parameter, in place of what an earlier form left there.
fn with_parameter(address: &str, parameter: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let kept = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("op=") && !pair.starts_with("not_understood="));
    let pairs: Vec<&str> = kept.chain([parameter]).collect();
    format!("{path}?{}", pairs.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outcome_replaces_the_one_before() {
        assert_eq!(with_parameter("/ward", "op=1"), "/ward?op=1");
        assert_eq!(with_parameter("/ward?day=2026-11-21&op=1", "op=2"), "/ward?day=2026-11-21&op=2");
    }
}
