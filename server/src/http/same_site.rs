//! Mutations come from our own pages only: browsers say where a request comes from, and we believe them.

use crate::error::AppError;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Refuses a mutation that another site started, and what another site wants to have inside a page of its own.
pub async fn guard(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let is_fine = if reads { !is_inside_another(request.headers()) } else { is_ours(request.headers()) };
    if is_fine { next.run(request).await } else { AppError::ForeignOrigin.into_response() }
}

/// A link to us from elsewhere is fine; a script, picture or frame of another site that asks us is not.
fn is_inside_another(headers: &HeaderMap) -> bool {
    let is = |name: &str, wanted: &[&str]| {
        headers.get(name).is_some_and(|value| wanted.iter().any(|wanted| value.as_bytes() == wanted.as_bytes()))
    };
    let is_foreign = is("sec-fetch-site", &["cross-site", "same-site"]);
    is_foreign && !(is("sec-fetch-mode", &["navigate"]) && is("sec-fetch-dest", &["document"]))
}

/// Whether a page of ours asks, or somebody who typed the address.
pub fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text(header::ORIGIN.as_str())) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        // An older browser: the origin must be the address that was asked.
        (None, Some(origin)) => text(header::HOST.as_str()).is_some_and(|host| {
            origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://")) == Some(host)
        }),
        // Not a browser: there are no cookies that another site could have used.
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn another_site_may_link_to_us_and_not_embed_us() {
        let inside = |site, mode, dest| {
            is_inside_another(&headers(&[("sec-fetch-site", site), ("sec-fetch-mode", mode), ("sec-fetch-dest", dest)]))
        };
        assert!(!inside("cross-site", "navigate", "document"));
        assert!(inside("cross-site", "navigate", "iframe"));
        assert!(inside("cross-site", "cors", "empty"));
        assert!(inside("same-site", "no-cors", "image"));
        assert!(!inside("same-origin", "cors", "empty") && !inside("none", "navigate", "document"));
        assert!(!is_inside_another(&HeaderMap::new()));
    }

    #[test]
    fn another_site_cannot_send_our_forms() {
        assert!(is_ours(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(!is_ours(&headers(&[("sec-fetch-site", "cross-site")])));
        assert!(!is_ours(&headers(&[("sec-fetch-site", "same-site")])));
        assert!(is_ours(&headers(&[("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")])));
        assert!(!is_ours(&headers(&[("origin", "http://elsewhere.example"), ("host", "127.0.0.1:3000")])));
        assert!(!is_ours(&headers(&[("origin", "null"), ("host", "127.0.0.1:3000")])));
    }
}
