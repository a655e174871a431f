//! `bekertje serve`.

use super::{CommandError, open};
use crate::audit::Audit;
use crate::clock::Clock;
use crate::config::{ServeSettings, Settings};
use crate::exchange;
use crate::http::limits::Limits;
use crate::http::site::Site;
use crate::jobs::retention::every_night;
use crate::jobs::roll_over::{every_day, roll_over};
use crate::listen::{self, Patience};
use crate::metrics::Metrics;
use crate::notes::NotesKey;
use crate::rng::Rng;
use crate::router::router;
use crate::seal::SealKey;
use crate::sign_in::oidc::{Oidc, OidcSettings};
use crate::sign_in::passkey::Passkeys;
use crate::sign_in::{Passwords, SignIn, SignInKey};
use crate::state::AppState;
use crate::store::Store;
use axum::routing::get;
use futures::FutureExt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;

const USUAL_ADDRESS: ([u8; 4], u16) = ([127, 0, 0, 1], 3000);

pub async fn run(settings: &Settings, serve: &ServeSettings, demo: bool) -> Result<(), CommandError> {
    let address = serve.listen.unwrap_or(SocketAddr::from(USUAL_ADDRESS));
    if demo && !address.ip().is_loopback() {
        return Err(format!(
            "the demo lets anyone in as anyone, so it only listens on this computer, not on {address}"
        )
        .into());
    }
    if !demo {
        fit_for_production(serve, address)?;
    }
    if !demo && serve.demo_hours_ahead.is_some() {
        return Err("only a demo has a clock of its own: leave out --demo-hours-ahead".into());
    }
    let site = serve.site.clone().unwrap_or_else(|| PathBuf::from("site"));
    let site = Site::read(&site)?.with_dev(serve.dev);
    let site = Arc::new(if serve.no_offline_start { site.without_offline_start() } else { site });
    let de_linde = demo.then(exchange::Source::de_linde);
    let (store, clock) = open(settings, de_linde.as_ref()).await?;
    let clock = clock.ahead(serve.demo_hours_ahead.unwrap_or_default());
    let rng = Rng::system();
    let seal = match &serve.seal_key {
        Some(key) => SealKey::from_hex(key.expose())?,
        None => SealKey::in_folder(&settings.data_folder(), &rng)?,
    };
    let sign_in_key = match &serve.sign_in_key {
        Some(key) => SignInKey::from_hex(key.expose())?,
        None => SignInKey::in_folder(&settings.data_folder(), &rng)?,
    };
    let notes = match &serve.notes_key {
        Some(key) => NotesKey::from_hex(key.expose()),
        None => NotesKey::in_folder(&settings.data_folder(), &rng, store.has_notes().await?),
    };
    if let Err(error) = &notes {
        tracing::error!(%error, "the notes of supporters stay closed until the key is back; nothing of them is lost");
    }
    let address_of_shop = settings.address();
    let oidc = OidcSettings::of(serve, address_of_shop.as_deref())?.map(Oidc::new).transpose()?;
    let has_oidc = oidc.is_some();
    let passkeys = address_of_shop.as_deref().and_then(Passkeys::at);
    let sign_in =
        SignIn { key: sign_in_key, passwords: Passwords::default(), address: address_of_shop, oidc, passkeys };
    let store = store.sealed_to(seal.public_hex());
    if let Some(de_linde) = &de_linde {
        import_demo(&store, de_linde, &clock).await?;
    }
    roll_over(&store, clock.now()).await?;
    let checked = |done, all| tracing::info!(done, all, "checking the books");
    let report = store.verify_and_say(checked).await?;
    for mismatch in &report.mismatches {
        tracing::error!(household = %mismatch.household, what = mismatch.what, "the books do not balance; frozen");
    }
    for name in &report.damaged_pictures {
        tracing::error!(name, "a picture is missing or damaged: import the catalogue with its photos again");
    }
    tokio::spawn(every_day(store.clone(), clock.clone()));
    let metrics = Metrics::default();
    let audit = Audit::start(store.clone(), metrics.clone());
    tokio::spawn(every_night(store.clone(), clock.clone(), rng.clone(), audit.clone()));
    let stopping = stopped().boxed().shared();
    let state = AppState {
        store: store.clone(),
        clock,
        rng,
        site,
        metrics: metrics.clone(),
        audit: audit.clone(),
        seal: seal.into(),
        notes: notes.into(),
        sign_in: sign_in.into(),
        limits: Limits::default().into(),
        demo,
        https: serve.https,
        stopping: stopping.clone(),
    };
    match open_files() {
        Ok(open_files) => tracing::info!(open_files, "so many screens, connections and files can be open at once"),
        Err(error) => tracing::warn!(%error, "how many files can be open could not be raised"),
    }
    let listener = TcpListener::bind(address).await.map_err(|error| format!("cannot listen on {address}: {error}"))?;
    if let Some(metrics_address) = serve.metrics_listen {
        serve_metrics(metrics_address, metrics, store.clone()).await?;
    }
    welcome(&listener.local_addr()?, settings, demo);
    if !demo && !has_oidc && !store.has_credentials().await? {
        println!("Nobody can sign in yet. Make a link for the first person of the office:");
        println!("  bekertje link --person CODE --address https://…\n");
    }
    listen::serve(listener, router(state), Patience::USUAL, stopping).await;
    audit.close().await;
    store.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Refuses a start in which secrets would go over the network in plain sight, or are none.
fn fit_for_production(serve: &ServeSettings, address: SocketAddr) -> Result<(), CommandError> {
    if !serve.https && !address.ip().is_loopback() {
        return Err(format!(
            "whoever listens on the network could take over sessions on {address}: put a proxy with https in front and \
             start with --https (BEKERTJE_HTTPS=true), or listen on this computer only, with --listen 127.0.0.1:{}",
            address.port()
        )
        .into());
    }
    let secrets = [
        (&serve.seal_key, "the seal key", "BEKERTJE_SEAL_KEY", "seal.key"),
        (&serve.notes_key, "the notes key", "BEKERTJE_NOTES_KEY", crate::notes::FILE),
    ];
    for (key, what, name, file) in secrets {
        if key.as_ref().is_some_and(|key| is_guessable(key.expose())) {
            return Err(format!(
                "{what} can be guessed: set {name} to what `openssl rand -hex 32` prints, or leave it out and keep \
                 {file} in the data folder"
            )
            .into());
        }
    }
    Ok(())
}

/// A key that somebody made up: 64 random digits have all but a few of the sixteen, and hardly ever the same one five times
/// in a row.
fn is_guessable(key: &str) -> bool {
    let digits: Vec<u8> = key.trim().bytes().collect();
    let kinds: std::collections::BTreeSet<&u8> = digits.iter().collect();
    let repeats = digits.windows(5).any(|five| five.iter().all(|digit| Some(digit) == five.first()));
    let counts =
        digits.windows(8).any(|eight| eight.windows(2).all(|pair| matches!(pair, [a, b] if *b == a.wrapping_add(1))));
    kinds.len() < 10 || repeats || counts
}

/// Imports De Linde into an empty database; a database with another home is left alone.
async fn import_demo(store: &Store, de_linde: &exchange::Source, clock: &Clock) -> Result<(), CommandError> {
    match store.home().await? {
        Some(home) if !home.demo => {
            return Err(format!("these data are of {}, not of the demo home; start without --demo", home.name).into());
        }
        _ => {}
    }
    let report = exchange::import(store, de_linde, clock, false).await?;
    if !report.problems.is_empty() {
        eprint!("{report}");
        return Err("the demo home could not be imported".into());
    }
    Ok(())
}

/// Raises the limit on open files as far as the system allows: every screen that listens is one. Returns it.
fn open_files() -> std::io::Result<u64> {
    rlimit::increase_nofile_limit(u64::MAX)
}

async fn serve_metrics(address: SocketAddr, metrics: Metrics, store: Store) -> Result<(), CommandError> {
    let listener = TcpListener::bind(address).await.map_err(|error| format!("cannot listen on {address}: {error}"))?;
    let routes =
        axum::Router::new().route("/metrics", get(move || std::future::ready(metrics.render(store.commits()))));
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, routes).await {
            tracing::error!(%error, "metrics stopped");
        }
    });
    Ok(())
}

fn welcome(address: &SocketAddr, settings: &Settings, demo: bool) {
    println!("\nBekertje is open. The data are in {}.\n", settings.database_shown());
    if demo {
        println!("  Choose who you are   http://{address}/demo");
        println!("  A resident           http://{address}/demo/as/R01");
        println!("  Her daughter         http://{address}/demo/as/els-vermeer");
        println!("  The ward             http://{address}/demo/as/ward");
        println!("  The office           http://{address}/demo/as/office");
        println!("\nThis is a demo: the people do not exist and the amounts are assumptions.");
    } else {
        println!("  http://{address}/");
    }
    println!("Stop with Ctrl-C.\n");
}

/// Ends when the operator asks to stop: Ctrl-C or a signal from the system.
async fn stopped() {
    let interrupt = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use rlimit::Resource;

    #[test]
    fn production_needs_https_or_this_computer_and_a_key_that_nobody_guesses() {
        let serve = |https, key: Option<&str>| ServeSettings {
            https,
            seal_key: key.map(|key| key.to_owned().into()),
            ..ServeSettings::default()
        };
        let (here, everywhere) = (SocketAddr::from(([127, 0, 0, 1], 3000)), SocketAddr::from(([0, 0, 0, 0], 3000)));
        let good = "b29b3c5c3881ab6b6ac05dd4900c56a101d88671af84a0f7c427920beb8c89db";
        for fine in [(serve(true, None), everywhere), (serve(true, Some(good)), everywhere), (serve(false, None), here)]
        {
            fit_for_production(&fine.0, fine.1).unwrap();
        }
        let refused = fit_for_production(&serve(false, None), everywhere).unwrap_err().to_string();
        assert!(refused.contains("start with --https"), "{refused}");
        for weak in ["1".repeat(64), "0123456789abcdef".repeat(4), "deadbeef".repeat(8), "01".repeat(32)] {
            let refused = fit_for_production(&serve(true, Some(&weak)), everywhere).unwrap_err().to_string();
            assert!(refused.contains("set BEKERTJE_SEAL_KEY") && !refused.contains(&weak), "{refused}");
        }
        // What is drawn at random is not taken for made up.
        let rng = Rng::seeded(5);
        for _ in 0..500 {
            let drawn = crate::hex::hex(&rng.token().unwrap());
            assert!(
                !is_guessable(&drawn) || drawn.as_bytes().windows(5).any(|five| five.iter().all(|one| *one == five[0]))
            );
        }
    }

    #[test]
    fn as_many_files_can_be_open_as_the_system_allows() {
        let (before, hard) = Resource::NOFILE.get().unwrap();
        // Lower, but not so low that the tests beside this one notice.
        let lowered = before.min(hard.saturating_sub(1)).min(900);
        Resource::NOFILE.set(lowered, hard).unwrap();
        let raised = open_files().unwrap();
        assert!(raised > lowered, "{lowered} became {raised}");
        assert_eq!(Resource::NOFILE.get().unwrap().0, raised);
    }
}
