//! The sign-in of the home itself, by OpenID Connect: authorization code with PKCE, state and nonce. The provider is asked
//! when somebody first comes that way, never at a start; what it says of itself and its keys are remembered for a while. What
//! it hands out is looked at once and not kept.

mod ask;
mod claims;
mod settings;

pub use settings::{BACK, OidcSettings, OidcSettingsError};

use ask::Asking;
use chrono::{DateTime, Utc};
use domain::calendar::Timestamp;
use domain::catalogue::Language;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreClientAuthMethod, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreResponseType,
    CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AuthType, AuthenticationFlow, AuthorizationCode, ClaimsVerificationError,
    Client, ClientId, ClientSecret, CsrfToken, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    IdTokenFields, IdTokenVerifier, IssuerUrl, LanguageTag, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError, StandardErrorResponse,
    StandardTokenResponse, SubjectIdentifier, TokenResponse, UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;
use tokio::sync::Mutex;

const SECOND: i64 = 1_000_000;
/// So long what the provider says of itself is believed without asking again.
const REMEMBERED: i64 = 3_600 * SECOND;
/// A key that is not known makes us ask again, but not more often than this.
const ASKED_AGAIN: i64 = 60 * SECOND;
/// A provider that did not answer is left alone for so long: whoever comes meanwhile is told at once.
const LEFT_ALONE: i64 = 5 * SECOND;
/// A token may have been made so long ago, or so far in the future where clocks differ.
const OLDEST: i64 = 600 * SECOND;
const AHEAD: i64 = 120 * SECOND;

/// Algorithms with a key that only the provider has.
const ASYMMETRIC: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Claims beside the standard's own, such as a number of staff.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
struct Others {
    #[serde(flatten)]
    all: serde_json::Map<String, Value>,
}

impl AdditionalClaims for Others {}

type Fields = IdTokenFields<
    Others,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Tokens = StandardTokenResponse<Fields, CoreTokenType>;
type Asker = Client<
    Others,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    #[error("the provider cannot be reached: {0}")]
    Unreachable(String),
    #[error("what the provider says is not believed: {0}")]
    NotBelieved(String),
}

/// The secrets of one way to the provider and back.
#[derive(Clone)]
pub struct Way {
    /// Comes back with the browser.
    pub state: String,
    /// Comes back in what the provider signed.
    pub nonce: String,
    /// Shows that who fetches is who asked (PKCE).
    pub verifier: String,
}

impl std::fmt::Debug for Way {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Way(…)")
    }
}

/// Somebody whom the provider knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub issuer: String,
    /// The provider's own number for them.
    pub subject: String,
    /// How the home knows them, if the provider says it.
    pub known_as: Option<String>,
    /// They showed a second factor there.
    pub had_second: bool,
}

/// What the provider said of itself, and when.
#[derive(Default)]
struct Remembered {
    said: Option<(Arc<CoreProviderMetadata>, Timestamp)>,
    failed_at: Option<Timestamp>,
}

/// The provider of the home.
pub struct Oidc {
    settings: OidcSettings,
    issuer: IssuerUrl,
    back: RedirectUrl,
    asking: Asking,
    remembered: Mutex<Remembered>,
}

impl std::fmt::Debug for Oidc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Oidc").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Oidc {
    pub fn new(settings: OidcSettings) -> Result<Self, OidcSettingsError> {
        let not_an_issuer = |_| OidcSettingsError::Issuer(settings.issuer.clone());
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(not_an_issuer)?;
        let back = RedirectUrl::new(settings.back.clone())
            .map_err(|_| OidcSettingsError::Missing("an address of the shop in BEKERTJE_ADDRESS"))?;
        let asking = Asking::new(settings.is_here, settings.roots.as_deref())
            .ok_or_else(|| OidcSettingsError::Roots("BEKERTJE_OIDC_CA".to_owned()))?;
        Ok(Self { settings, issuer, back, asking, remembered: Mutex::default() })
    }

    /// What stands on the button.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// Whether an answer that says who it is from is from this provider (RFC 9207).
    #[must_use]
    pub fn is_from_here(&self, issuer: Option<&str>) -> bool {
        issuer.is_none_or(|issuer| issuer == self.settings.issuer)
    }

    /// Where somebody goes to show who they are.
    pub async fn address(&self, way: &Way, language: Language, now: Timestamp) -> Result<String, OidcError> {
        let said = self.said(now, REMEMBERED).await?;
        let address = said.authorization_endpoint().url().as_str();
        if !address.parse().is_ok_and(|address| self.asking.may_be(&address)) {
            return Err(OidcError::NotBelieved("people would be sent to an address without https".to_owned()));
        }
        let (state, nonce) = (CsrfToken::new(way.state.clone()), Nonce::new(way.nonce.clone()));
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(way.verifier.clone()));
        let supported = said.scopes_supported();
        let scopes = ["profile", "email"].map(|scope| Scope::new(scope.to_owned()));
        let wanted = scopes.into_iter().filter(|scope| supported.is_none_or(|supported| supported.contains(scope)));
        let asker = self.asker(&said);
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let asked = asker.authorize_url(flow, move || state, move || nonce);
        let asked = asked.add_scopes(wanted).set_pkce_challenge(challenge);
        let (url, _, _) = asked.add_ui_locale(LanguageTag::new(language.code().to_owned())).url();
        Ok(url.into())
    }

    /// Who came back with this code.
    pub async fn told(&self, code: String, way: Way, now: Timestamp) -> Result<Told, OidcError> {
        let mut said = self.said(now, REMEMBERED).await?;
        let mut asker = self.asker(&said);
        let fetch = asker.exchange_code(AuthorizationCode::new(code)).map_err(not_believed)?;
        let fetch = fetch.set_pkce_verifier(PkceCodeVerifier::new(way.verifier));
        let tokens = fetch.request_async(&self.asking).await.map_err(|error| match error {
            RequestTokenError::Request(error) => unreachable(error),
            other => not_believed(other),
        })?;
        let nonce = Nonce::new(way.nonce);
        let mut believed = believe(&asker, &said, &tokens, &nonce, now);
        if matches!(
            believed,
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey))
        ) {
            said = self.said(now, ASKED_AGAIN).await?;
            asker = self.asker(&said);
            believed = believe(&asker, &said, &tokens, &nonce, now);
        }
        let (subject, claims) = believed.map_err(not_believed)?;
        let mut known_as = claims::known_as(&claims, &self.settings.claim);
        if known_as.is_none() {
            known_as = self.asked_further(&asker, &tokens, subject.clone()).await;
        }
        let had_second = claims::had_second(&claims, &self.settings.second);
        Ok(Told { issuer: self.settings.issuer.clone(), subject: subject.to_string(), known_as, had_second })
    }

    /// What some providers do not say in the token: how somebody is called.
    async fn asked_further(&self, asker: &Asker, tokens: &Tokens, subject: SubjectIdentifier) -> Option<String> {
        let question = asker.user_info(tokens.access_token().clone(), Some(subject)).ok()?;
        let told: Result<UserInfoClaims<Others, CoreGenderClaim>, _> = question.request_async(&self.asking).await;
        match told {
            Ok(told) => claims::known_as(&serde_json::to_value(told).ok()?, &self.settings.claim),
            Err(error) => {
                tracing::warn!(%error, "the provider says nothing more about who comes in");
                None
            }
        }
    }

    fn asker(&self, said: &CoreProviderMetadata) -> Asker {
        let secret = ClientSecret::new(self.settings.client_secret.expose().to_owned());
        let id = ClientId::new(self.settings.client_id.clone());
        let asker = Client::from_provider_metadata(said.clone(), id, Some(secret)).set_redirect_uri(self.back.clone());
        let methods = said.token_endpoint_auth_methods_supported();
        let only_in_the_body = methods.is_some_and(|methods| {
            methods.contains(&CoreClientAuthMethod::ClientSecretPost)
                && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
        });
        if only_in_the_body { asker.set_auth_type(AuthType::RequestBody) } else { asker }
    }

    /// What the provider says of itself, not older than this.
    async fn said(&self, now: Timestamp, most: i64) -> Result<Arc<CoreProviderMetadata>, OidcError> {
        let mut remembered = self.remembered.lock().await;
        let is_recent = |at: Timestamp, most: i64| (0..most).contains(&now.0.saturating_sub(at.0));
        if let Some((said, at)) = &remembered.said
            && is_recent(*at, most)
        {
            return Ok(Arc::clone(said));
        }
        if remembered.failed_at.is_some_and(|at| is_recent(at, LEFT_ALONE)) {
            return Err(OidcError::Unreachable("it did not answer a moment ago".to_owned()));
        }
        match CoreProviderMetadata::discover_async(self.issuer.clone(), &self.asking).await {
            Ok(said) => {
                let said = Arc::new(said);
                *remembered = Remembered { said: Some((Arc::clone(&said), now)), failed_at: None };
                Ok(said)
            }
            Err(error) => {
                remembered.failed_at = Some(now);
                Err(unreachable(error))
            }
        }
    }
}

/// With its causes: what went wrong is mostly in the last of them.
fn whole(error: &dyn std::error::Error) -> String {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

fn unreachable(error: impl std::error::Error) -> OidcError {
    OidcError::Unreachable(whole(&error))
}

fn not_believed(error: impl std::error::Error) -> OidcError {
    OidcError::NotBelieved(whole(&error))
}

/// Whose token it is and what it says, when it is signed by the provider, for us, for this way, and now.
fn believe(
    asker: &Asker,
    said: &CoreProviderMetadata,
    tokens: &Tokens,
    nonce: &Nonce,
    now: Timestamp,
) -> Result<(SubjectIdentifier, Value), ClaimsVerificationError> {
    let other = |what: &str| ClaimsVerificationError::Other(what.to_owned());
    let token = tokens.id_token().ok_or_else(|| other("there is no ID token"))?;
    let verifier = verifier(asker, said, now);
    let claims = token.claims(&verifier, nonce)?;
    if let Some(expected) = claims.access_token_hash() {
        let key = token.signing_key(&verifier).map_err(ClaimsVerificationError::SignatureVerification)?;
        let algorithm = token.signing_alg().map_err(|error| other(&error.to_string()))?;
        let found = AccessTokenHash::from_token(tokens.access_token(), algorithm, key);
        if found.map_err(|error| other(&error.to_string()))? != *expected {
            return Err(other("the access token is another"));
        }
    }
    let all = serde_json::to_value(claims).map_err(|error| other(&error.to_string()))?;
    Ok((claims.subject().clone(), all))
}

/// Looks at issuer, audience, end, nonce and signature, by the clock of the shop.
fn verifier<'a>(asker: &'a Asker, said: &CoreProviderMetadata, now: Timestamp) -> IdTokenVerifier<'a, CoreJsonWebKey> {
    let offered = said.id_token_signing_alg_values_supported().iter().cloned();
    asker
        .id_token_verifier()
        .set_allowed_algs(offered.filter(|offered| ASYMMETRIC.contains(offered)))
        .set_time_fn(move || DateTime::<Utc>::from_timestamp_micros(now.0).unwrap_or_default())
        .set_issue_time_verifier_fn(move |made| {
            let age = now.0.saturating_sub(made.timestamp_micros());
            if (-AHEAD..=OLDEST).contains(&age) { Ok(()) } else { Err("it was made at another time".to_owned()) }
        })
}
