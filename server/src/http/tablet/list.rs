//! `GET /ward/tablets`: the tablets of the ward.

use super::{HandsOut, found, frame, whose};
use crate::audit::What;
use crate::error::AppError;
use crate::http::html;
use crate::state::AppState;
use crate::store::Tablet;
use app::tablet::{ListedTablet, list as page};
use axum::extract::State;
use axum::response::Response;
use domain::catalogue::Language;

/// Those that were taken back stay in sight so long, to be set up again.
const GONE_SHOWN_MICROS: i64 = 7 * 24 * 3_600 * 1_000_000;

pub async fn list(State(state): State<AppState>, HandsOut(signed_in): HandsOut) -> Result<Response, AppError> {
    let frame = frame(&state, &signed_in.viewer).await?;
    let tablets = found(state.store.tablets(&signed_in.viewer.scope).await)?;
    let now = frame.now.at;
    let whose = tablets.iter().filter_map(|tablet| tablet.is_for.household());
    state.audit.looked(signed_in.entry(now, What::Page).detail("tablets").about(whose)).await?;
    let is_shown = |tablet: &Tablet| tablet.revoked.as_ref().is_none_or(|(at, _)| now.0 - at.0 < GONE_SHOWN_MICROS);
    let tablets =
        tablets.into_iter().filter(is_shown).map(|tablet| listed(tablet, signed_in.viewer.language)).collect();
    Ok(html::plain(move || page(&frame, tablets)))
}

fn listed(tablet: Tablet, language: Language) -> ListedTablet {
    ListedTablet {
        whose: whose(&tablet, language),
        id: tablet.id,
        name: tablet.name,
        added_by: tablet.added_by.name,
        added_at: tablet.added_at,
        enrolled: tablet.enrolled_at.is_some(),
        seen_at: tablet.seen_at,
        revoked: tablet.revoked.map(|(at, by)| (at, by.name)),
    }
}
