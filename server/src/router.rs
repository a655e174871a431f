//! The addresses of `http/routes.rs`, and what is done for every request.

use crate::http::routes::Answers;
use crate::http::{headers, page, problem, routes, same_site};
use crate::listen::Patience;
use crate::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};

/// No body is larger than this.
const MAX_BODY_BYTES: usize = 512 * 1024;

/// Made anew for every page: a step further saves 3 % of the bytes and takes three times as long.
const PAGE_COMPRESSION: CompressionLevel = CompressionLevel::Precise(3);

pub fn router(state: AppState) -> Router {
    // Pages start tasks while they are made; a second router finds the executor there already.
    let _ = any_spawner::Executor::init_tokio();
    let (mut routes, mut streams) = (Router::new(), Router::new());
    for route in routes::all(&state) {
        let guarded = route.guarded(&state);
        match route.answers {
            Answers::Stream => streams = streams.route(&route.address, guarded),
            Answers::Page | Answers::Api | Answers::File => routes = routes.route(&route.address, guarded),
        }
    }
    routes
        .fallback(page::unknown)
        .layer(CompressionLayer::new().quality(PAGE_COMPRESSION))
        // There is nothing in it to compress, and whoever listens keeps what would do so for hours: 4 kB for each.
        .merge(streams)
        .layer(
            ServiceBuilder::new()
                .layer(middleware::from_fn(headers::distrust))
                .layer(SetRequestIdLayer::new(headers::REQUEST_ID, MakeRequestUuid))
                .layer(middleware::from_fn_with_state(state.clone(), crate::observe::observe))
                .layer(PropagateRequestIdLayer::new(headers::REQUEST_ID))
                .layer(middleware::from_fn_with_state(state.clone(), headers::dress))
                .layer(middleware::from_fn_with_state(state.clone(), problem::tell))
                .layer(middleware::from_fn(same_site::guard))
                .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
                .layer(Patience::USUAL.layer()),
        )
        .with_state(state)
}
