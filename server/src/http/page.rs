//! The pages of residents, family and ward: read the snapshot, render the same application that the browser runs.

use crate::error::AppError;
use crate::http::html;
use crate::http::looked;
use crate::http::request_id::RequestId;
use crate::http::session::SignedIn;
use crate::http::slice::slice;
use crate::http::tablet::shared;
use crate::state::AppState;
use app::facts::{Flash, PageFacts};
use app::routes::{program, wards_own};
use axum::extract::{Query, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::access::Scope;
use domain::ids::OpId;
use domain::sync::Verdict;
use serde::Deserialize;

/// What the last form left in the address.
#[derive(Debug, Default, Deserialize)]
pub struct Outcome {
    /// The operation that the last form made.
    op: Option<OpId>,
    #[serde(default)]
    not_understood: bool,
}

pub async fn page(
    State(state): State<AppState>,
    signed_in: SignedIn,
    request: RequestId,
    jar: CookieJar,
    Query(outcome): Query<Outcome>,
    uri: Uri,
) -> Result<Response, AppError> {
    let jar = signed_in.renew(&state, jar).await?;
    let viewer = &signed_in.viewer;
    if matches!(viewer.scope, Scope::Office { .. } | Scope::Beside(_)) {
        return Err(AppError::NotFound);
    }
    if let Some(card) = wards_own(&viewer.scope, uri.path()) {
        return Ok(Redirect::to(&card).into_response());
    }
    let program = program(uri.path());
    let on_shared =
        signed_in.tablet.is_some() && signed_in.holder().is_none() && shared::token_in(&jar, state.https).is_some();
    let now = state.clock.now();
    let mut snapshot = state.store.snapshot(viewer, now).await?;
    looked::at_page(&state.audit, &signed_in, request, &snapshot, uri.path()).await?;
    let flash = match outcome.op {
        Some(op) => state.store.verdict(viewer, op).await?.and_then(|(kind, verdict)| flash(op, kind, verdict)),
        None => outcome.not_understood.then_some(Flash::NotUnderstood),
    };
    slice(&mut snapshot, flash.as_ref(), &uri);
    state.metrics.page();
    let assets = state.site.assets().clone();
    let facts = PageFacts { snapshot, flash, pictograms: assets.pictograms.clone() };
    let address = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let document = html::document(&address, move || app::shell::document(facts, program, assets, on_shared)).await;
    Ok((jar, document).into_response())
}

/// An address that nobody knows: the page that offers a way on.
pub async fn unknown() -> AppError {
    AppError::NotFound
}

fn flash(op: OpId, kind: String, verdict: Verdict) -> Option<Flash> {
    match verdict {
        Verdict::Applied { .. } | Verdict::Noop { .. } => Some(Flash::Done { op, kind }),
        Verdict::Refused { refusal } => Some(Flash::Refused { op, refusal }),
        Verdict::Retry | Verdict::Hold => None,
    }
}
