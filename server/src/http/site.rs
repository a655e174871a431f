//! The files that the bundle made: hashed names, cached for ever, compressed beforehand and kept in memory.

use app::shell::Assets;
use axum::body::Bytes;
use axum::extract::{Path as UrlPath, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::state::AppState;

/// The service worker, and the one that ends it.
const WORKER: &str = "sw.js";
const FAREWELL: &str = "/sw-off.js";

#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    #[error("the site folder has no readable {path}: {cause}. Run `make site`, or name the folder with --site")]
    Unreadable { path: PathBuf, cause: std::io::Error },
    #[error("{path} is not the list of files that the bundle writes: {cause}")]
    NotAManifest { path: PathBuf, cause: serde_json::Error },
}

#[derive(Debug, Deserialize)]
struct Manifest {
    build: String,
    files: BTreeMap<String, Listed>,
}

#[derive(Debug, Deserialize)]
struct Listed {
    path: String,
    content_type: String,
    immutable: bool,
    integrity: String,
    gzip: Option<u64>,
    brotli: Option<u64>,
}

#[derive(Debug)]
struct File {
    content_type: HeaderValue,
    immutable: bool,
    tag: HeaderValue,
    plain: Bytes,
    gzip: Option<Bytes>,
    brotli: Option<Bytes>,
}

/// Every file of the site, by its address.
#[derive(Debug, Default)]
pub struct Site {
    files: BTreeMap<String, File>,
    assets: Assets,
}

impl Site {
    /// Reads the site folder: the manifest and every file in it.
    pub fn read(folder: &Path) -> Result<Self, SiteError> {
        let path = folder.join("manifest.json");
        let manifest = read(&path)?;
        let manifest: Manifest =
            serde_json::from_slice(&manifest).map_err(|cause| SiteError::NotAManifest { path, cause })?;
        let address = |name: &str| manifest.files.get(name).map_or_else(String::new, |file| file.path.clone());
        let fonts = manifest.files.iter().filter(|(name, _)| name.ends_with(".woff2"));
        let assets = Assets {
            build: app::program::build(&manifest.build),
            dev: false,
            style: address("style.css"),
            start: address("start.js"),
            steady: address("steady.js"),
            lock: address("lock.js"),
            pictograms: address("pictograms.svg"),
            worker: address(WORKER),
            fonts: fonts.map(|(_, file)| file.path.clone()).collect(),
        };
        let mut files = BTreeMap::new();
        for listed in manifest.files.values() {
            let place = folder.join(listed.path.trim_start_matches('/'));
            let beside = |ending: &str| {
                let mut name = place.clone().into_os_string();
                name.push(ending);
                read(Path::new(&name))
            };
            let file = File {
                content_type: HeaderValue::from_str(&listed.content_type)
                    .unwrap_or(HeaderValue::from_static("application/octet-stream")),
                immutable: listed.immutable,
                tag: HeaderValue::from_str(&format!("\"{}\"", listed.integrity))
                    .unwrap_or(HeaderValue::from_static("\"\"")),
                plain: read(&place)?,
                gzip: listed.gzip.map(|_| beside(".gz")).transpose()?,
                brotli: listed.brotli.map(|_| beside(".br")).transpose()?,
            };
            files.insert(listed.path.clone(), file);
        }
        Ok(Self { files, assets })
    }

    /// Serves, in place of the service worker, one that clears what tablets kept and leaves; pages ask for none.
    #[must_use]
    pub fn without_offline_start(mut self) -> Self {
        if let Some(farewell) = self.files.remove(FAREWELL) {
            self.files.insert(format!("/{WORKER}"), farewell);
        }
        self.assets.worker.clear();
        self
    }

    /// For a server that a developer runs: open pages reload when it has come back with a newer program.
    #[must_use]
    pub fn with_dev(mut self, dev: bool) -> Self {
        self.assets.dev = dev;
        self
    }

    #[must_use]
    pub const fn assets(&self) -> &Assets {
        &self.assets
    }

    /// Changes with every change of the pages, the program or its files.
    #[must_use]
    pub fn build(&self) -> &str {
        &self.assets.build
    }

    fn answer(&self, address: &str, asked: &HeaderMap) -> Response {
        let Some(file) = self.files.get(address) else {
            // A missing file is not a page: a browser must not read HTML as a script.
            return (StatusCode::NOT_FOUND, "not found\n").into_response();
        };
        let cache = if file.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
        let common = [
            (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
            (header::ETAG, file.tag.clone()),
            (header::VARY, HeaderValue::from_static("accept-encoding")),
        ];
        if asked.get(header::IF_NONE_MATCH) == Some(&file.tag) {
            return (StatusCode::NOT_MODIFIED, common).into_response();
        }
        let accepts = |name: &str| {
            let accepted = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
            accepted.split(',').any(|part| part.split(';').next().is_some_and(|part| part.trim() == name))
        };
        let (body, encoding) = match (&file.brotli, &file.gzip) {
            (Some(body), _) if accepts("br") => (body, Some("br")),
            (_, Some(body)) if accepts("gzip") => (body, Some("gzip")),
            _ => (&file.plain, None),
        };
        let mut response = (common, body.clone()).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, file.content_type.clone());
        if let Some(encoding) = encoding {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        response
    }
}

fn read(path: &Path) -> Result<Bytes, SiteError> {
    std::fs::read(path).map(Bytes::from).map_err(|cause| SiteError::Unreadable { path: path.to_owned(), cause })
}

/// `GET /pkg/…`.
pub async fn package_file(State(state): State<AppState>, UrlPath(name): UrlPath<String>, asked: HeaderMap) -> Response {
    state.site.answer(&format!("/pkg/{name}"), &asked)
}

/// Files with a fixed name at the top, such as the icon.
pub async fn top_file(State(state): State<AppState>, uri: axum::http::Uri, asked: HeaderMap) -> Response {
    state.site.answer(uri.path(), &asked)
}

/// The names of the files at the top.
pub fn top_files(site: &Site) -> impl Iterator<Item = String> {
    site.files.keys().filter(|path| path.matches('/').count() == 1).cloned()
}

/// `GET /app-shell`: the page that a tablet keeps to start without network. It is the same for everyone.
pub async fn app_shell(State(state): State<AppState>) -> Response {
    let assets = state.site.assets().clone();
    crate::http::html::plain(move || app::shell::app_shell(assets))
}

/// `GET /app/ward.nl.webmanifest`: how the app looks on the home screen of an audience, in a language.
pub async fn web_manifest(UrlPath(name): UrlPath<String>) -> Response {
    let wanted = name.strip_suffix(".webmanifest").and_then(|name| name.split_once('.'));
    let manifest = wanted.and_then(|(audience, language)| {
        app::install::web_manifest(audience, domain::catalogue::Language::from_code(language)?)
    });
    match manifest {
        Some(manifest) => {
            let headers = [(header::CONTENT_TYPE, "application/manifest+json"), (header::CACHE_CONTROL, "no-cache")];
            (headers, manifest.to_string()).into_response()
        }
        None => (StatusCode::NOT_FOUND, "not found\n").into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> (tempfile::TempDir, Site) {
        let folder = tempfile::tempdir().unwrap();
        let mut files = Vec::new();
        for (name, content) in [("sw.js", "kept"), ("sw-off.js", "leave")] {
            std::fs::write(folder.path().join(name), content).unwrap();
            files.push(format!(
                r#""{name}": {{"path": "/{name}", "content_type": "text/javascript", "immutable": false,
                "integrity": "sha384-{content}", "gzip": null, "brotli": null}}"#
            ));
        }
        let manifest = format!(r#"{{"build": "1", "files": {{ {} }} }}"#, files.join(", "));
        std::fs::write(folder.path().join("manifest.json"), manifest).unwrap();
        let site = Site::read(folder.path()).unwrap();
        (folder, site)
    }

    async fn text(answer: Response) -> String {
        let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn the_operator_can_send_the_service_worker_away() {
        let (_folder, site) = site();
        assert_eq!(site.assets().worker, "/sw.js");
        let before = site.answer("/sw.js", &HeaderMap::new());
        let seen = before.headers()[header::ETAG].clone();
        assert_eq!(text(before).await, "kept");

        let site = site.without_offline_start();
        assert_eq!(site.assets().worker, "");
        // A browser that asks whether its worker is still the newest must hear of the other one.
        let asked = HeaderMap::from_iter([(header::IF_NONE_MATCH, seen)]);
        let after = site.answer("/sw.js", &asked);
        assert_eq!(after.status(), StatusCode::OK);
        assert_eq!(text(after).await, "leave");
    }
}
