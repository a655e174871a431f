//! The addresses of `http/routes.rs`, and what is done for every request.

use crate::http::routes::Answers;
use crate::http::{html, page, routes, same_site};
use crate::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware;
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;

/// No body is larger than this.
const MAX_BODY_BYTES: usize = 512 * 1024;

/// Made anew for every page: a step further saves 3 % of the bytes and takes three times as long.
const PAGE_COMPRESSION: CompressionLevel = CompressionLevel::Precise(3);

/// Scripts only from here and compiled from our own wasm; styles and pictures only from here; nobody may frame us.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

pub fn router(state: AppState) -> Router {
    // Pages start tasks while they are made; a second router finds the executor there already.
    let _ = any_spawner::Executor::init_tokio();
    html::dress(state.site.assets().clone());
    let (mut routes, mut streams) = (Router::new(), Router::new());
    for route in routes::all(&state) {
        let guarded = route.guarded(&state);
        match route.answers {
            Answers::Stream => streams = streams.route(&route.address, guarded),
            Answers::Page | Answers::Api | Answers::File => routes = routes.route(&route.address, guarded),
        }
    }
    let build = HeaderValue::from_str(state.site.build()).unwrap_or(HeaderValue::from_static(""));
    let request_id = HeaderName::from_static("x-request-id");
    let set = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    routes
        .fallback(page::unknown)
        .layer(CompressionLayer::new().quality(PAGE_COMPRESSION))
        // There is nothing in it to compress, and whoever listens keeps what would do so for hours: 4 kB for each.
        .merge(streams)
        .layer(
            ServiceBuilder::new()
                .layer(SetRequestIdLayer::new(request_id.clone(), MakeRequestUuid))
                .layer(middleware::from_fn_with_state(state.clone(), crate::observe::observe))
                .layer(PropagateRequestIdLayer::new(request_id))
                .layer(set(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
                // The service worker knows our answers from a portal's by this.
                .layer(SetResponseHeaderLayer::overriding(HeaderName::from_static("bekertje-build"), build))
                .layer(set(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
                .layer(set(header::REFERRER_POLICY, "same-origin"))
                .layer(set(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"))
                .layer(set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
                .layer(middleware::from_fn(same_site::guard))
                .layer(DefaultBodyLimit::max(MAX_BODY_BYTES)),
        )
        .with_state(state)
}
