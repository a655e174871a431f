//! Every address of the program.

use crate::http::{door, health, html, office, operation, page, picture, preferences, same_site, site, start, sync};
use crate::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware;
use axum::routing::{get, post};
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

/// The addresses of pages that the application renders, on the server and in the browser.
const PAGES: [&str; 21] = [
    "/r/{household}",
    "/r/{household}/shop",
    "/r/{household}/shop/{category}",
    "/r/{household}/item/{code}",
    "/r/{household}/search",
    "/r/{household}/basket",
    "/r/{household}/week",
    "/r/{household}/again",
    "/r/{household}/cup",
    "/r/{household}/help",
    "/waiting",
    "/ward/waiting",
    "/family",
    "/ward",
    "/ward/residents",
    "/ward/resident/{household}",
    "/ward/line/{household}/{order}/{line}",
    "/ward/decline/{household}/{order}/{line}",
    "/ward/day",
    "/ward/sort-out",
    "/ward/sort-out/{household}/{op}",
];

pub fn router(state: AppState) -> Router {
    // Pages start tasks while they are made; a second router finds the executor there already.
    let _ = any_spawner::Executor::init_tokio();
    html::dress(state.site.assets().clone());
    let mut routes = Router::new()
        .route("/", get(start::start))
        .route("/do", post(operation::operation))
        .route("/preferences", post(preferences::preferences))
        .route("/health", get(health::health))
        .route(app::replica::REVOKED, get(start::revoked))
        .route("/go/{page}", get(start::go))
        .route("/app-shell", get(site::app_shell))
        .route("/app/{manifest}", get(site::web_manifest))
        .route("/pkg/{*name}", get(site::package_file))
        .route("/pictures/{file}", get(picture::picture))
        .route("/api/v1/sync", get(sync::pull::pull).post(sync::push::push))
        .route("/api/v1/sync/sealed", post(sync::sealed::sealed))
        .route("/api/v1/openapi.json", get(sync::document::document))
        .merge(office::routes());
    for address in PAGES {
        routes = routes.route(address, get(page::page));
    }
    for address in site::top_files(&state.site) {
        routes = routes.route(&address, get(site::top_file));
    }
    if state.demo {
        routes = routes.merge(door::routes());
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
        .route("/api/v1/pokes", get(sync::pokes::pokes))
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
