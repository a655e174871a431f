//! Views as complete HTML documents.
//!
//! A page is made in one go from facts that were read before: nothing is streamed and nothing needs an inline script,
//! so the content security policy can forbid them.

use app::place::Address;
use app::shell::HeldBy;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::ids::PersonId;
use futures::{StreamExt, stream};
use leptos::prelude::*;
use leptos::reactive::owner::Sandboxed;
use leptos_axum::ResponseOptions;
use leptos_meta::ServerMetaContext;
use std::sync::Arc;

tokio::task_local! {
    /// Who holds the ward's tablet that this request comes from.
    static HELD_BY: HeldBy;
}

/// Every document that is made meanwhile is for a ward's tablet that this person holds: it locks itself when it is left alone.
pub async fn held_by<T>(person: PersonId, answer: impl Future<Output = T>) -> T {
    HELD_BY.scope(HeldBy(person), answer).await
}

fn provide_holder() {
    if let Ok(held_by) = HELD_BY.try_with(|held_by| *held_by) {
        provide_context(held_by);
    }
}

/// Renders a document that was made for `address`; pages below may set the status.
pub async fn document<V: IntoView + 'static>(address: &str, make: impl FnOnce() -> V + Send) -> Response {
    let answer = ResponseOptions::default();
    let (meta, output) = ServerMetaContext::new();
    let owner = Owner::new_root(Some(Arc::new(hydration_context::SsrSharedContext::new())));
    let finished = owner.with(|| {
        provide_holder();
        provide_context(Address::read(address));
        provide_context(meta);
        provide_context(answer.clone());
        let html = make().into_view().to_html();
        // The title is asked for once the body is known, with the page's signals still at hand.
        Sandboxed::new(async move { output.inject_meta_context(stream::iter([html])).await.collect::<String>().await })
    });
    let html = finished.await;
    owner.unset_with_forced_cleanup();
    let status = answer.0.read().ok().and_then(|answer| answer.status).unwrap_or(StatusCode::OK);
    page(status, html)
}

/// Renders a page that needs no router: office and demo door.
pub fn plain<V: IntoView + 'static>(make: impl FnOnce() -> V) -> Response {
    let owner = Owner::new_root(None);
    let html = owner.with(|| {
        provide_holder();
        make().into_view().to_html()
    });
    owner.unset_with_forced_cleanup();
    page(StatusCode::OK, html)
}

fn page(status: StatusCode, html: String) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, html).into_response()
}
