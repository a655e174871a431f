//! What the operator says about the sign-in of the home.

use super::ask::is_here;
use crate::config::ServeSettings;
use crate::secret::Secret;
use openidconnect::http::Uri;

/// The address at which the provider brings people back.
pub const BACK: &str = "/sign-in/home/back";

/// The claim that is matched unless the operator names another.
const USUAL_CLAIM: &str = "email";
/// Words in `amr` that tell of a second factor (RFC 8176): several factors, a code of the moment, a key of hardware.
const USUAL_SECOND: &str = "mfa,otp,hwk";

/// The settings of a home that has a sign-in of its own.
#[derive(Clone, Debug)]
pub struct OidcSettings {
    pub issuer: String,
    pub client_id: String,
    pub client_secret: Secret,
    /// What stands on the button.
    pub name: String,
    /// Which claim tells who somebody is, at the first time.
    pub claim: String,
    /// Words in `amr` or `acr` that tell of a second factor.
    pub second: Vec<String>,
    /// A PEM file with who vouches for the provider's certificate.
    pub roots: Option<Vec<u8>>,
    /// Where the provider brings people back.
    pub back: String,
    /// The issuer is on this computer, without https.
    pub is_here: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum OidcSettingsError {
    #[error("the sign-in of the home needs {0} too")]
    Missing(&'static str),
    #[error(
        "the issuer {0} does not begin with https://: set BEKERTJE_OIDC_ISSUER to what the provider says of itself"
    )]
    Issuer(String),
    #[error("there is no certificate in {0}: set BEKERTJE_OIDC_CA to a PEM file, or leave it out")]
    Roots(String),
}

impl OidcSettings {
    /// `None` where the home has no sign-in of its own. `address` is under which people reach the shop.
    pub fn of(serve: &ServeSettings, address: Option<&str>) -> Result<Option<Self>, OidcSettingsError> {
        let ServeSettings { oidc_issuer, oidc_client_id, oidc_client_secret, .. } = serve;
        if oidc_issuer.is_none() && oidc_client_id.is_none() && oidc_client_secret.is_none() {
            return Ok(None);
        }
        let missing = OidcSettingsError::Missing;
        let issuer = oidc_issuer.clone().ok_or_else(|| missing("BEKERTJE_OIDC_ISSUER"))?;
        let client_id = oidc_client_id.clone().ok_or_else(|| missing("BEKERTJE_OIDC_CLIENT_ID"))?;
        let client_secret = oidc_client_secret.clone().ok_or_else(|| missing("BEKERTJE_OIDC_CLIENT_SECRET"))?;
        // The provider knows where it brings people back: that cannot be what a request happens to say.
        let address = address.ok_or_else(|| missing("BEKERTJE_ADDRESS"))?;
        let parsed = issuer.parse::<Uri>().unwrap_or_default();
        // Without https only where nobody comes by https either: that is a test, or somebody who tries it out.
        let is_here = is_here(&parsed) && !serve.https;
        if parsed.scheme_str() != Some("https") && !is_here {
            return Err(OidcSettingsError::Issuer(issuer));
        }
        let roots = match &serve.oidc_ca {
            None => None,
            Some(path) => Some(std::fs::read(path).map_err(|_| OidcSettingsError::Roots(path.display().to_string()))?),
        };
        let second = serve.oidc_second_factor.as_deref().unwrap_or(USUAL_SECOND);
        let second = second.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect();
        let host = parsed.host().unwrap_or_default().to_owned();
        Ok(Some(Self {
            client_id,
            client_secret,
            name: serve.oidc_name.clone().unwrap_or(host),
            claim: serve.oidc_claim.clone().unwrap_or_else(|| USUAL_CLAIM.to_owned()),
            second,
            roots,
            back: format!("{address}{BACK}"),
            is_here,
            issuer,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serve(issuer: &str, https: bool) -> ServeSettings {
        ServeSettings {
            https,
            oidc_issuer: Some(issuer.to_owned()),
            oidc_client_id: Some("bekertje".to_owned()),
            oidc_client_secret: Some("hunter2".to_owned().into()),
            ..ServeSettings::default()
        }
    }

    fn refused(serve: &ServeSettings, address: Option<&str>) -> String {
        OidcSettings::of(serve, address).unwrap_err().to_string()
    }

    #[test]
    fn a_home_without_a_sign_in_of_its_own_has_none() {
        assert!(OidcSettings::of(&ServeSettings::default(), None).unwrap().is_none());
    }

    #[test]
    fn what_is_missing_is_named() {
        let address = Some("https://shop.example");
        let whole = serve("https://provider.example", true);
        assert!(refused(&ServeSettings { oidc_issuer: None, ..whole.clone() }, address).contains("OIDC_ISSUER"));
        assert!(refused(&ServeSettings { oidc_client_id: None, ..whole.clone() }, address).contains("CLIENT_ID"));
        assert!(
            refused(&ServeSettings { oidc_client_secret: None, ..whole.clone() }, address).contains("CLIENT_SECRET")
        );
        assert!(refused(&whole, None).contains("BEKERTJE_ADDRESS"));
        let found = OidcSettings::of(&whole, address).unwrap().unwrap();
        assert_eq!((found.name.as_str(), found.claim.as_str()), ("provider.example", "email"));
        assert_eq!((found.second.join(" ").as_str(), found.is_here), ("mfa otp hwk", false));
        assert_eq!(found.back, "https://shop.example/sign-in/home/back");
        assert!(!format!("{found:?} {whole:?}").contains("hunter2"));
    }

    #[test]
    fn an_issuer_has_https_or_is_on_this_computer_where_nobody_comes_by_https() {
        for (issuer, https, is_fine) in [
            ("https://provider.example/realm", true, true),
            ("https://provider.example", false, true),
            ("http://127.0.0.1:9000", false, true),
            ("http://127.0.0.1:9000", true, false),
            ("http://provider.example", false, false),
            ("http://127.0.0.1.provider.example", false, false),
            ("provider.example", true, false),
            ("", true, false),
        ] {
            let found = OidcSettings::of(&serve(issuer, https), Some("http://shop.example"));
            assert_eq!(found.is_ok(), is_fine, "{issuer}");
        }
        let nothing = ServeSettings { oidc_ca: Some("/nowhere.pem".into()), ..serve("https://provider.example", true) };
        assert!(refused(&nothing, Some("https://shop.example")).contains("/nowhere.pem"));
    }
}
