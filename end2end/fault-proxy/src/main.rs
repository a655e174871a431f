//! A proxy in front of the server that breaks what a network breaks. Browser tests need it because a browser's own
//! "offline" does not reach service workers, and because no browser can lose an answer after the server has committed.

mod control;
mod fault;
mod forward;

use clap::Parser;
use control::Control;
use fault::Faults;
use forward::Way;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};

#[derive(Parser)]
#[command(about = "Passes everything on to the server, except what it is told to break")]
struct Options {
    /// The server, such as 127.0.0.1:3000; it may come and go.
    #[arg(long)]
    to: SocketAddr,
    /// The port for browsers; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let options = Options::parse();
    let browsers = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
    let tests = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    println!("proxy http://{}", browsers.local_addr()?);
    println!("control http://{}", tests.local_addr()?);

    let faults = Arc::new(Faults::default());
    let (cut, cuts) = watch::channel(0);
    let control = Control { faults: Arc::clone(&faults), cut };
    let way = Way { server: options.to, faults, overtaken: Arc::new(Notify::new()) };
    tokio::spawn(async move {
        while let Ok((stream, _)) = tests.accept().await {
            let control = control.clone();
            let service = service_fn(move |request| control.clone().answer(request));
            tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        }
    });
    loop {
        let (stream, _) = browsers.accept().await?;
        let (way, mut cuts) = (way.clone(), cuts.clone());
        cuts.mark_unchanged();
        tokio::spawn(async move {
            let service = service_fn(move |request| way.clone().go(request));
            let connection = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            tokio::select! {
                // Breaking on purpose ends in an error here, and so does a browser that leaves.
                _ = connection => {}
                _ = cuts.changed() => {}
            }
        });
    }
}
