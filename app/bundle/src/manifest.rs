//! `manifest.json`: what the server reads at its start to know every file of the site, and what the
//! service worker keeps for a ward without network.

use crate::error::{BundleError, read_text};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, path::Path};

pub const FILE: &str = "manifest.json";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Changes when any file changes: the version of the client.
    pub build: String,
    /// From the name in the sources (`shop.js`, `fonts/regular.woff2`, `sw.js`) to the file.
    pub files: BTreeMap<String, File>,
    /// Addresses a tablet keeps to start without network.
    pub precache: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Address in the browser and place in the site folder, with a leading slash.
    pub path: String,
    pub content_type: String,
    /// May be cached for ever.
    pub immutable: bool,
    /// For the `integrity` attribute, of the uncompressed bytes.
    pub integrity: String,
    pub bytes: usize,
    /// Size of `path.gz`; absent when there is no such file.
    pub gzip: Option<usize>,
    /// Size of `path.br`; absent when there is no such file.
    pub brotli: Option<usize>,
}

impl File {
    /// What goes over the line to a present-day browser.
    pub fn transferred(&self) -> usize {
        self.brotli.unwrap_or(self.bytes)
    }
}

impl Manifest {
    pub fn read(site: &Path) -> Result<Self, BundleError> {
        let path = site.join(FILE);
        serde_json::from_str(&read_text(&path)?).map_err(|cause| BundleError::Manifest { path, cause })
    }
}
