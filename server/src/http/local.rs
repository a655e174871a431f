//! Addresses inside this shop. A form may say where to go next; it may not send anyone elsewhere.

use serde::Deserialize;

/// An address on this site that is safe to lead to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct LocalAddress(String);

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a form may only lead to a page of this shop")]
pub struct LeadsAway;

/// Longer than any address of ours.
const MAX_BYTES: usize = 1_500;

impl TryFrom<String> for LocalAddress {
    type Error = LeadsAway;

    /// Browsers read a backslash as a slash and leave out tabs and line ends: `/\t/elsewhere` is another site.
    fn try_from(address: String) -> Result<Self, LeadsAway> {
        let is_path = address.starts_with('/') && !address.starts_with("//") && address.len() <= MAX_BYTES;
        let is_plain = address.chars().all(|sign| !sign.is_control() && !sign.is_whitespace() && sign != '\\');
        if is_path && is_plain { Ok(Self(address)) } else { Err(LeadsAway) }
    }
}

impl LocalAddress {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for LocalAddress {
    /// Where everyone starts.
    fn default() -> Self {
        Self("/".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::test_shop::Shop;
    use axum::http::StatusCode;

    const AWAY: [&str; 12] = [
        "",
        "elsewhere",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "/\t/elsewhere.example",
        "/\n/elsewhere.example",
        "\t//elsewhere.example",
        " //elsewhere.example",
        "https://elsewhere.example",
        "javascript:alert(1)",
        "/ok\r\nset-cookie: a=b",
    ];

    #[test]
    fn only_addresses_of_this_shop_are_local() {
        for address in ["/", "/ward?day=2026-11-21#o-1", "/r/1/shop/out", "/office/residents?q=%C3%96z"] {
            assert_eq!(LocalAddress::try_from(address.to_owned()).unwrap().as_str(), address);
        }
        for address in AWAY {
            assert_eq!(LocalAddress::try_from(address.to_owned()), Err(LeadsAway), "{address:?}");
        }
        assert!(LocalAddress::try_from(format!("/{}", "a".repeat(MAX_BYTES))).is_err());
    }

    #[tokio::test]
    async fn no_form_leads_away() {
        let shop = Shop::open().await;
        let cookie = shop.enter("R01").await;
        for address in AWAY {
            let encoded: String = address.bytes().map(|byte| format!("%{byte:02x}")).collect();
            for (to, form) in [
                ("/preferences", format!("next={encoded}")),
                ("/do", format!("operation=nonsense&back={encoded}")),
                ("/do", format!("back={encoded}&operation=nonsense")),
                ("/do", format!("operation=nonsense&next={encoded}")),
            ] {
                let answer = shop.post(to, &cookie, &form).await;
                let location = answer.location();
                let stays = location.is_empty() || location == "/?not_understood=true";
                assert!(stays, "{to} with {address:?} leads to {location:?}");
                if to == "/preferences" {
                    assert_ne!(answer.status, StatusCode::SEE_OTHER, "{address:?}");
                }
            }
        }
    }
}
