//! One file of the site. Files under `/pkg` carry a piece of their own checksum in their name, so
//! that a browser may keep them for ever and an upgrade can never mix two versions.

use data_encoding::{BASE64, HEXLOWER};
use sha2::{Digest, Sha384};

pub struct Asset {
    /// The name other files use for it: `shop.js`, `fonts/regular.woff2`.
    pub name: String,
    /// Where the browser finds it: `/pkg/app.0123456789abcdef.js`.
    pub path: String,
    pub content: Vec<u8>,
    /// The name holds the checksum: this address never means anything else.
    pub immutable: bool,
}

impl Asset {
    /// A file that a browser may keep for ever.
    pub fn hashed(name: &str, content: Vec<u8>) -> Self {
        let file = name.rsplit('/').next().unwrap_or(name);
        let (stem, extension) = file.rsplit_once('.').unwrap_or((file, "bin"));
        let hash = short_hash(&content);
        Self { name: name.to_owned(), path: format!("/pkg/{stem}.{hash}.{extension}"), content, immutable: true }
    }

    /// A file whose address is agreed with others, such as `/sw.js`.
    pub fn named(name: &str, content: Vec<u8>) -> Self {
        Self { name: name.to_owned(), path: format!("/{name}"), content, immutable: false }
    }

    pub fn content_type(&self) -> &'static str {
        match self.extension() {
            "js" => "text/javascript; charset=utf-8",
            "wasm" => "application/wasm",
            "css" => "text/css; charset=utf-8",
            "svg" => "image/svg+xml",
            "woff2" => "font/woff2",
            "png" => "image/png",
            "webp" => "image/webp",
            "jpg" | "jpeg" => "image/jpeg",
            "ico" => "image/x-icon",
            "webmanifest" => "application/manifest+json",
            "json" => "application/json",
            "html" => "text/html; charset=utf-8",
            "txt" => "text/plain; charset=utf-8",
            _ => "application/octet-stream",
        }
    }

    /// Pictures and fonts are compressed already.
    pub fn is_compressible(&self) -> bool {
        matches!(self.extension(), "js" | "wasm" | "css" | "svg" | "webmanifest" | "json" | "html" | "txt")
    }

    /// The value for an `integrity` attribute.
    pub fn integrity(&self) -> String {
        integrity(&self.content)
    }

    fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, extension)| extension)
    }
}

pub fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", BASE64.encode(&Sha384::digest(content)))
}

/// Sixteen hexadecimal digits: enough to never meet twice, short enough to read in a log.
pub fn short_hash(content: &[u8]) -> String {
    HEXLOWER.encode(&Sha384::digest(content)).chars().take(16).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_changes_when_the_content_changes_and_only_then() {
        let first = Asset::hashed("shop.js", b"one".to_vec());
        let same = Asset::hashed("shop.js", b"one".to_vec());
        let other = Asset::hashed("shop.js", b"two".to_vec());
        assert_eq!(first.path, same.path);
        assert_ne!(first.path, other.path);
    }

    #[test]
    fn a_hashed_file_lies_in_pkg_without_its_folder() {
        let font = Asset::hashed("fonts/regular.woff2", b"font".to_vec());
        let hash = short_hash(b"font");
        assert_eq!(font.path, format!("/pkg/regular.{hash}.woff2"));
        assert_eq!(hash.len(), 16);
        assert!(!font.is_compressible());
    }

    #[test]
    fn a_named_file_keeps_its_address() {
        let worker = Asset::named("sw.js", Vec::new());
        assert_eq!(worker.path, "/sw.js");
        assert!(!worker.immutable);
    }

    #[test]
    fn integrity_is_what_a_browser_computes() {
        // Checksum of the empty file, from FIPS 180-4 test values.
        assert_eq!(integrity(b""), "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb");
    }
}
