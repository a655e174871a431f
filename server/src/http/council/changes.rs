//! `GET /council`: what every item costs from when, what it cost before, and what is not sold any more.

use crate::error::AppError;
use crate::http::beside::As;
use crate::http::html;
use crate::http::office::{frame, places};
use crate::state::AppState;
use crate::store::WritingOfItem;
use app::council::{Change, ChangesPage, What, changes as page};
use axum::extract::{Query, State};
use axum::http::Uri;
use axum::response::Response;
use domain::access::CouncilScope;
use domain::amount::Amount;
use domain::calendar::Day;
use domain::catalogue::Language;
use domain::ids::LocationId;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    location: Option<String>,
}

pub async fn changes(
    State(state): State<AppState>,
    council: As<CouncilScope>,
    Query(wanted): Query<Wanted>,
    uri: Uri,
) -> Result<Response, AppError> {
    let now = state.clock.now();
    let places = places(&state, &council.viewer).await?;
    let location = match wanted.location {
        Some(location) => location.parse::<LocationId>().ok().filter(|id| places.iter().any(|place| place.id == *id)),
        None => places.first().map(|place| place.id),
    };
    let location = location.ok_or(AppError::NotFound)?;
    let writings = state.store.writings(&council.scope, location).await?;
    let mut all = changes_of(&writings, council.viewer.language);
    all.sort_by(|one, other| (one.from, &one.code).cmp(&(other.from, &other.code)));
    let today = now.local.day;
    let (mut past, coming): (Vec<_>, Vec<_>) = all.into_iter().partition(|change| change.from <= today);
    past.reverse();
    let frame = frame(&state, &council.viewer, &uri, now).await?;
    Ok(html::plain(move || page(ChangesPage { frame, places, location, coming, past })))
}

/// What changed from one writing to the next. That the first catalogue began is no change.
fn changes_of(writings: &[WritingOfItem], language: Language) -> Vec<Change> {
    let began = writings.iter().map(|writing| writing.item.valid.from).min();
    let mut changes = Vec::new();
    let mut before: Option<&WritingOfItem> = None;
    for writing in writings {
        let known = before.filter(|known| known.item.id == writing.item.id);
        let change = |from: Day, what: What| Change {
            code: writing.item.code.clone(),
            item: writing.item.name.get(language).to_owned(),
            from,
            what,
        };
        let from = writing.item.valid.from;
        match (known.and_then(price), price(writing)) {
            (Some(before), Some(after)) if before != after => changes.push(change(from, What::Price { before, after })),
            (None, Some(price)) if Some(from) != began => changes.push(change(from, What::New { price })),
            _ => {}
        }
        let end = [writing.item.valid.until, writing.gone_on].into_iter().flatten().min();
        let is_last = !writings.iter().any(|next| next.item.id == writing.item.id && next.item.valid.from > from);
        if let (true, Some(end), Some(price)) = (is_last, end, price(writing)) {
            changes.push(change(end, What::Gone { price }));
        }
        before = Some(writing);
    }
    changes
}

/// In the unit of the location; in euros where it cannot be had in that.
fn price(writing: &WritingOfItem) -> Option<Amount> {
    let prices = writing.item.first_offer()?.prices;
    prices.in_unit(writing.unit).or(Some(Amount::cents(prices.cents)))
}
