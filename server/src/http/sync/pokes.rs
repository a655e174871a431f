//! `GET /api/v1/pokes`: a server-sent event without content whenever something of the viewer's wards changed. It says
//! "pull now" and nothing else, so it can never leak anything. (A browser does not tell a page of an event without data.)

use crate::error::{ApiError, AppError};
use crate::http::session::SignedIn;
use crate::state::AppState;
use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures::{Stream, StreamExt, stream};
use std::convert::Infallible;
use std::time::Duration;
use tokio_stream::wrappers::BroadcastStream;

pub async fn pokes(
    State(state): State<AppState>,
    signed_in: Result<SignedIn, AppError>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiError> {
    let viewer = signed_in?.viewer;
    let wards = state.store.wards_of(&viewer.scope).await?;
    let guard = state.metrics.stream();
    let build = state.site.build().to_owned();
    // A listener that lagged behind missed pokes: one poke makes up for all of them.
    let pokes = BroadcastStream::new(state.store.subscribe()).filter_map(move |poked| {
        let _ = &guard;
        let concerns = poked.map_or(true, |ward| wards.contains(&ward));
        std::future::ready(concerns.then(|| Ok(Event::default().event("poke").data("now"))))
    });
    // The build tells a page whether it is older than the program.
    let hello = stream::iter([Ok(Event::default().event("build").data(build))]);
    let stream = hello.chain(pokes).take_until(state.stopping);
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))))
}
