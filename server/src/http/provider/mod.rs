//! `GET /provider`: what was ordered of the provider for whom somebody comes.

#[cfg(test)]
mod tests;

use super::beside::As;
use crate::error::AppError;
use crate::http::html;
use crate::http::office::frame;
use crate::state::AppState;
use crate::store::Provided;
use app::provider::{ProviderPage, Row, provider as page};
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use domain::access::ProviderScope;
use domain::catalogue::Language;

/// So many days back it is shown how orders ended.
const DAYS_BACK: i64 = 14;

pub async fn provider(
    State(state): State<AppState>,
    provider: As<ProviderScope>,
    uri: Uri,
) -> Result<Response, AppError> {
    let now = state.clock.now();
    let today = now.local.day;
    let found = state.store.provided(&provider.scope, today.plus_days(-DAYS_BACK)).await?;
    let found = found.ok_or(AppError::NotFound)?;
    provider.looked_at(&state, found.orders.iter().map(|order| order.household), "provider").await?;
    let language = provider.viewer.language;
    let (past, coming): (Vec<_>, Vec<_>) = found.orders.into_iter().partition(|order| order.moment.day < today);
    let coming = coming.into_iter().map(|order| row(order, language)).collect();
    let past = past.into_iter().rev().map(|order| row(order, language)).collect();
    let frame = frame(&state, &provider.viewer, &uri, now).await?;
    Ok(html::plain(move || page(ProviderPage { frame, name: found.name, coming, past })))
}

fn row(order: Provided, language: Language) -> Row {
    Row {
        moment: order.moment,
        first_name: order.first_name,
        room: order.room,
        place: order.place,
        item: order.item.get(language).to_owned(),
        quantity: order.quantity,
        state: order.state,
    }
}
