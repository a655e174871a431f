//! An address as a picture that a camera reads.

use crate::error::AppError;
use crate::sign_in::totp::qr;

/// SVG without a size of its own: the page's style says how large. Always dark on light, also on a dark screen: that is what
/// cameras expect.
pub fn svg(address: &str) -> Result<String, AppError> {
    let (width, dark) =
        qr(address).ok_or_else(|| AppError::Unreadable("the address is too long for a QR code".to_owned()))?;
    Ok(format!(
        r##"<svg viewBox="0 0 {width} {width}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{width}v{width}h-{width}z"/><path fill="#000" d="{dark}"/></svg>"##
    ))
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_address_becomes_one_picture_that_fits_in_a_page() {
        let svg = super::svg(&format!("https://bekertje.example/enrol/{}", "0123456789abcdef".repeat(4))).unwrap();
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>") && svg.contains("viewBox"), "{svg}");
        assert!(!svg.contains("style="), "the content security policy forbids it");
        assert!(super::svg(&"x".repeat(8_000)).is_err());
    }
}
