//! The released program, started as a second process.

use crate::home::Home;
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};

pub struct Program {
    child: Child,
    pub address: SocketAddr,
    pub metrics: SocketAddr,
}

fn command(home: &Home, what: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bekertje"));
    command.arg(what).env("BEKERTJE_DATA", &home.folder).env_remove("DATABASE_URL");
    if let Some(url) = &home.url {
        command.env("DATABASE_URL", url);
    }
    command
}

impl Program {
    pub fn start(home: &Home) -> Self {
        let [address, metrics] = free_addresses();
        // It logs as it does in a home, into a file.
        let log = std::fs::File::create(home.folder.join("log")).expect("a file for the log");
        let child = command(home, "serve")
            .args(["--demo", "--listen", &address.to_string(), "--metrics-listen", &metrics.to_string(), "--site"])
            .arg(crate::project("build/site"))
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the program starts");
        let mut program = Self { child, address, metrics };
        let said = BufReader::new(program.child.stdout.take().expect("its output"));
        if said.lines().map_while(Result::ok).any(|line| line.starts_with("Stop with")) {
            // The demo brought its own list of who works there, and who is not on it has left: they start again.
            let mut import = command(home, "import");
            import.arg("--folder").arg(home.csv()).stdout(Stdio::null());
            assert!(import.status().is_ok_and(|status| status.success()), "the home's own people are not back");
            return program;
        }
        panic!("the program did not start; see {}", home.folder.join("log").display());
    }

    pub fn resident_kilobytes(&self) -> u64 {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).expect("its status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its resident memory");
        line.split_whitespace().next().and_then(|number| number.parse().ok()).expect("a number")
    }

    /// Processor time it used so far, in seconds.
    pub fn processor_seconds(&self) -> f64 {
        let path = format!("/proc/{}/stat", self.child.id());
        let stat = std::fs::read_to_string(path).expect("its status");
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
        fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
    }

    /// Ends it as an operator does, and waits until it has.
    pub fn stop(mut self) {
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status();
        assert!(asked.is_ok_and(|status| status.success()), "the program cannot be stopped");
        self.child.wait().expect("it ends");
    }
}

impl Drop for Program {
    /// When the measuring stops halfway, nothing stays behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether `bekertje verify` finds that all books balance.
pub fn verify(home: &Home) -> bool {
    command(home, "verify").stdout(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Two that were free a moment ago.
fn free_addresses() -> [SocketAddr; 2] {
    let listeners = [0, 0].map(|port| TcpListener::bind(("127.0.0.1", port)).expect("a free port"));
    listeners.map(|listener| listener.local_addr().expect("its address"))
}
