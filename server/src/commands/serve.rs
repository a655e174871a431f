//! `bekertje serve`.

use super::{CommandError, open};
use crate::audit::Audit;
use crate::clock::Clock;
use crate::config::{ServeSettings, Settings};
use crate::exchange;
use crate::http::site::Site;
use crate::jobs::retention::every_night;
use crate::jobs::roll_over::{every_day, roll_over};
use crate::metrics::Metrics;
use crate::rng::Rng;
use crate::router::router;
use crate::seal::SealKey;
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
    if !demo && !serve.https && !address.ip().is_loopback() {
        return Err(format!(
            "without https anyone on the way to {address} reads passwords: put a proxy that speaks https in front, and start \
             with --https (or set BEKERTJE_HTTPS=true)"
        )
        .into());
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
        Some(key) => SealKey::from_hex(key)?,
        None => SealKey::in_folder(&settings.data_folder(), &rng)?,
    };
    let sign_in_key = match &serve.sign_in_key {
        Some(key) => SignInKey::from_hex(key)?,
        None => SignInKey::in_folder(&settings.data_folder(), &rng)?,
    };
    let sign_in = SignIn { key: sign_in_key, passwords: Passwords::default(), address: settings.address() };
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
        sign_in: sign_in.into(),
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
    if !demo && !store.has_credentials().await? {
        println!("Nobody can sign in yet. Make a link for the first person of the office:");
        println!("  bekertje link --person CODE --address https://…\n");
    }
    // Made ready once: a bare router is made ready again for every connection, and kept with it.
    let shop = router(state).into_make_service();
    axum::serve(listener, shop).with_graceful_shutdown(stopping).await?;
    audit.close().await;
    store.close().await;
    tracing::info!("stopped");
    Ok(())
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
