//! Brotli and gzip beside every file that gets smaller by it, at the highest level, once and for all visitors.

use crate::error::BundleError;
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};
use std::io::Write;

pub fn brotli(content: &[u8]) -> Result<Vec<u8>, BundleError> {
    let parameters =
        BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: content.len(), ..BrotliEncoderParams::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters).map_err(BundleError::Compress)?;
    Ok(compressed)
}

pub fn gzip(content: &[u8]) -> Result<Vec<u8>, BundleError> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).and_then(|()| encoder.finish()).map_err(BundleError::Compress)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_is_compressed_comes_back_unchanged() {
        let content = "de kroketten van vrijdag ".repeat(400).into_bytes();
        let mut from_brotli = Vec::new();
        brotli::BrotliDecompress(&mut &*brotli(&content).unwrap(), &mut from_brotli).unwrap();
        assert_eq!(from_brotli, content);
        let mut from_gzip = Vec::new();
        flate2::read::GzDecoder::new(&*gzip(&content).unwrap()).read_to_end(&mut from_gzip).unwrap();
        assert_eq!(from_gzip, content);
    }
}
