//! Settings: the command line first, then the environment, then the file, then what fits a first start.

use crate::secret::Secret;
use clap::Args;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Settings that most commands share. Every one can stand in the file under the same name.
#[derive(Clone, Debug, Default, Args)]
pub struct Settings {
    /// A settings file in TOML, with the names of these options (database_url = "…").
    #[arg(long, env = "BEKERTJE_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The folder for the embedded database and its backups.
    #[arg(long, env = "BEKERTJE_DATA", value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    /// A PostgreSQL database (postgres://user:password@host/name) instead of the embedded one.
    #[arg(long, env = "DATABASE_URL", value_name = "ADDRESS", hide_env_values = true)]
    pub database_url: Option<Secret>,
    /// The time zone, when it is not the one that the home was imported with.
    #[arg(long, env = "BEKERTJE_TIME_ZONE", value_name = "ZONE")]
    pub time_zone: Option<String>,
    /// Under which people reach the shop, such as https://bekertje.example.nl, for links and letters.
    #[arg(long, env = "BEKERTJE_ADDRESS", value_name = "ADDRESS")]
    pub address: Option<String>,
    /// How much to log: error, warn, info, debug; or per part, such as "info,sqlx=warn".
    #[arg(long, env = "BEKERTJE_LOG", value_name = "LEVEL")]
    pub log: Option<String>,
    /// Log as JSON, one object per line.
    #[arg(long, env = "BEKERTJE_LOG_JSON")]
    pub log_json: bool,
}

/// Settings of `bekertje serve`.
#[derive(Clone, Debug, Default, Args)]
pub struct ServeSettings {
    /// The address to listen on.
    #[arg(long, env = "BEKERTJE_LISTEN", value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,
    /// The address for metrics; none when absent. Keep it inside your own network.
    #[arg(long, env = "BEKERTJE_METRICS_LISTEN", value_name = "ADDRESS:PORT")]
    pub metrics_listen: Option<SocketAddr>,
    /// The folder that the bundle made: styles, pictures and the program for the browser.
    #[arg(long, env = "BEKERTJE_SITE", value_name = "FOLDER")]
    pub site: Option<PathBuf>,
    /// Browsers reach the shop by https, through a proxy in front of this program.
    #[arg(long, env = "BEKERTJE_HTTPS")]
    pub https: bool,
    /// Devices forget how to start without network. What people did and could not send yet stays on them.
    #[arg(long, env = "BEKERTJE_NO_OFFLINE_START")]
    pub no_offline_start: bool,
    /// The secret with which the server opens what devices sealed: 64 hexadecimal digits, the same on all servers of one
    /// database. Without it there is one in the data folder, in seal.key.
    #[arg(long, env = "BEKERTJE_SEAL_KEY", value_name = "KEY", hide_env_values = true)]
    pub seal_key: Option<Secret>,
    /// The secret with which the server seals the authenticators of the office: 64 hexadecimal digits, the same on all
    /// servers of one database. Without it there is one in the data folder, in sign_in.key.
    #[arg(long, env = "BEKERTJE_SIGN_IN_KEY", value_name = "KEY", hide_env_values = true)]
    pub sign_in_key: Option<Secret>,
    /// The secret with which the private notes of supporters are sealed: 64 hexadecimal digits, the same on all servers of
    /// one database. Without it there is one in the data folder, in notes.key.
    #[arg(long, env = "BEKERTJE_NOTES_KEY", value_name = "KEY", hide_env_values = true)]
    pub notes_key: Option<Secret>,
    /// The home's own sign-in (OpenID Connect): what its provider calls itself, such as https://login.example.nl/realm.
    #[arg(long, env = "BEKERTJE_OIDC_ISSUER", value_name = "ADDRESS")]
    pub oidc_issuer: Option<String>,
    /// What the provider calls this shop.
    #[arg(long, env = "BEKERTJE_OIDC_CLIENT_ID", value_name = "ID")]
    pub oidc_client_id: Option<String>,
    /// The secret that the provider gave this shop.
    #[arg(long, env = "BEKERTJE_OIDC_CLIENT_SECRET", value_name = "SECRET", hide_env_values = true)]
    pub oidc_client_secret: Option<Secret>,
    /// What people call the home's own sign-in: it stands on the button.
    #[arg(long, env = "BEKERTJE_OIDC_NAME", value_name = "NAME")]
    pub oidc_name: Option<String>,
    /// The claim that tells who somebody is when they first come in; one that people cannot change themselves.
    #[arg(long, env = "BEKERTJE_OIDC_CLAIM", value_name = "CLAIM")]
    pub oidc_claim: Option<String>,
    /// The words in amr or acr that tell of a second factor, with commas between them.
    #[arg(long, env = "BEKERTJE_OIDC_SECOND_FACTOR", value_name = "WORDS")]
    pub oidc_second_factor: Option<String>,
    /// A PEM file with who vouches for the certificate of the provider, where that is the home itself.
    #[arg(long, env = "BEKERTJE_OIDC_CA", value_name = "FILE")]
    pub oidc_ca: Option<PathBuf>,
    /// With --demo: the clock of the shop runs so many hours ahead, to show what tomorrow looks like.
    #[arg(long, value_name = "HOURS")]
    pub demo_hours_ahead: Option<u16>,
    /// For developers: open pages reload when this program has come back newer.
    #[arg(long)]
    pub dev: bool,
}

/// What may stand in the settings file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    data: Option<PathBuf>,
    database_url: Option<Secret>,
    time_zone: Option<String>,
    log: Option<String>,
    log_json: Option<bool>,
    listen: Option<SocketAddr>,
    metrics_listen: Option<SocketAddr>,
    site: Option<PathBuf>,
    https: Option<bool>,
    no_offline_start: Option<bool>,
    seal_key: Option<Secret>,
    sign_in_key: Option<Secret>,
    notes_key: Option<Secret>,
    address: Option<String>,
    oidc_issuer: Option<String>,
    oidc_client_id: Option<String>,
    oidc_client_secret: Option<Secret>,
    oidc_name: Option<String>,
    oidc_claim: Option<String>,
    oidc_second_factor: Option<String>,
    oidc_ca: Option<PathBuf>,
}

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("the settings file {path} cannot be read: {cause}")]
    Unreadable { path: PathBuf, cause: std::io::Error },
    #[error("the settings file {path} is not right: {cause}")]
    NotRight { path: PathBuf, cause: Box<toml::de::Error> },
}

impl Settings {
    /// Fills what was not said from the settings file.
    pub fn with_file(mut self, serve: Option<&mut ServeSettings>) -> Result<Self, ConfigError> {
        let Some(path) = self.config.clone() else { return Ok(self) };
        let file = read(&path)?;
        self.data = self.data.or(file.data);
        self.database_url = self.database_url.or(file.database_url);
        self.time_zone = self.time_zone.or(file.time_zone);
        self.address = self.address.or(file.address);
        self.log = self.log.or(file.log);
        self.log_json |= file.log_json.unwrap_or(false);
        if let Some(serve) = serve {
            serve.listen = serve.listen.or(file.listen);
            serve.metrics_listen = serve.metrics_listen.or(file.metrics_listen);
            serve.site = serve.site.take().or(file.site);
            serve.seal_key = serve.seal_key.take().or(file.seal_key);
            serve.sign_in_key = serve.sign_in_key.take().or(file.sign_in_key);
            serve.notes_key = serve.notes_key.take().or(file.notes_key);
            serve.oidc_issuer = serve.oidc_issuer.take().or(file.oidc_issuer);
            serve.oidc_client_id = serve.oidc_client_id.take().or(file.oidc_client_id);
            serve.oidc_client_secret = serve.oidc_client_secret.take().or(file.oidc_client_secret);
            serve.oidc_name = serve.oidc_name.take().or(file.oidc_name);
            serve.oidc_claim = serve.oidc_claim.take().or(file.oidc_claim);
            serve.oidc_second_factor = serve.oidc_second_factor.take().or(file.oidc_second_factor);
            serve.oidc_ca = serve.oidc_ca.take().or(file.oidc_ca);
            serve.https |= file.https.unwrap_or(false);
            serve.no_offline_start |= file.no_offline_start.unwrap_or(false);
        }
        Ok(self)
    }

    /// Under which people reach the shop, without a slash at its end.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        self.address.as_ref().map(|address| address.trim_end_matches('/').to_owned())
    }

    #[must_use]
    pub fn data_folder(&self) -> PathBuf {
        self.data.clone().unwrap_or_else(|| PathBuf::from("data"))
    }

    /// Where the data are: the PostgreSQL address, or the file of the embedded database.
    #[must_use]
    pub fn database(&self) -> String {
        match &self.database_url {
            Some(address) => address.expose().to_owned(),
            None => self.data_folder().join("bekertje.sqlite").display().to_string(),
        }
    }

    /// The same, fit to be shown: without a password.
    #[must_use]
    pub fn database_shown(&self) -> String {
        let address = self.database();
        match (address.split_once("://"), address.rsplit_once('@')) {
            (Some((scheme, _)), Some((_, place))) => format!("{scheme}://…@{place}"),
            _ => address,
        }
    }
}

fn read(path: &Path) -> Result<File, ConfigError> {
    let text =
        std::fs::read_to_string(path).map_err(|cause| ConfigError::Unreadable { path: path.to_owned(), cause })?;
    toml::from_str(&text).map_err(|cause| ConfigError::NotRight { path: path.to_owned(), cause: Box::new(cause) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        let settings = Settings {
            database_url: Some("postgres://bo:secret@db.intern/home".to_owned().into()),
            ..Settings::default()
        };
        assert_eq!(settings.database_shown(), "postgres://…@db.intern/home");
    }

    #[test]
    fn nothing_secret_is_in_what_a_log_could_show() {
        let address = "postgres://bo:hunter2@db.intern/home";
        let key = "b29b3c5c3881ab6b6ac05dd4900c56a101d88671af84a0f7c427920beb8c89db";
        let file: File = toml::from_str(&format!("database_url = \"{address}\"\nseal_key = \"{key}\"")).unwrap();
        let settings = Settings { database_url: file.database_url.clone(), ..Settings::default() };
        let serve = ServeSettings { seal_key: file.seal_key.clone(), ..ServeSettings::default() };
        assert_eq!(serve.seal_key.as_ref().map(Secret::expose), Some(key));
        let seal = crate::seal::SealKey::from_hex(key).unwrap();
        let wrong = crate::seal::SealKey::from_hex("hunter2").unwrap_err();
        for shown in [
            format!("{file:?}"),
            format!("{settings:?}"),
            format!("{serve:?}"),
            format!("{seal:?}"),
            format!("{wrong:?} {wrong}"),
        ] {
            assert!(!shown.contains("hunter2") && !shown.contains("b29b3c"), "{shown}");
        }
    }

    #[test]
    fn a_wrong_name_in_the_file_is_an_error() {
        assert!(toml::from_str::<File>("databse_url = \"x\"").is_err());
        assert_eq!(toml::from_str::<File>("https = true").unwrap().https, Some(true));
    }
}
