//! `bundle` turns the compiled client, the style sheets and the public folder into the site: the
//! files a browser gets, with content-hashed names, compressed once, listed for the server and for
//! the service worker.

mod asset;
mod audit;
mod budget;
mod compress;
mod error;
mod manifest;
mod site;
mod sprite;
mod style;
mod template;
mod wasm;

use clap::{Args, Parser, Subcommand};
use error::BundleError;
use manifest::Manifest;
use std::{path::PathBuf, process::ExitCode};

/// Makes the files that a browser gets from Bekertje, and weighs them.
///
/// The client is compiled first, by `make client`. Everything under /pkg carries its checksum in its
/// name and may be cached for ever; beside each file lie its .br and .gz forms; manifest.json lists them all.
#[derive(Parser)]
#[command(name = "bundle", version, max_term_width = 100)]
struct CommandLine {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Make the site folder from the compiled client, the style sheets and the public folder.
    Make(Make),
    /// Check a site folder against its list, print all sizes and, if asked, hold them to the budgets.
    Check(Check),
    /// Check where every crate comes from, its licence, and whether its author took it back: `cargo metadata … | bundle audit`.
    Audit(Audit),
}

#[derive(Args)]
struct Make {
    /// A program as the compiler left it (…/wasm32-unknown-unknown/client/shop.wasm); once for each.
    #[arg(long, value_name = "FILE", required = true)]
    wasm: Vec<PathBuf>,
    /// The folder with main.css, which imports the other sheets in their order.
    #[arg(long, value_name = "FOLDER", default_value = "style")]
    style: PathBuf,
    /// Fonts, pictograms, icons, start.js, service worker. Scripts may name files as {{shop.js}}.
    #[arg(long, value_name = "FOLDER", default_value = "public")]
    public: PathBuf,
    /// Where the site goes. Files of an earlier build there are removed.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Make the program smaller with this wasm-opt (for a release; takes a while).
    #[arg(long, value_name = "PROGRAM")]
    wasm_opt: Option<PathBuf>,
}

#[derive(Args)]
struct Check {
    /// The site folder.
    #[arg(long, value_name = "FOLDER")]
    site: PathBuf,
    /// Fail when the program, its scripts, the style sheet or the fonts are heavier than agreed.
    #[arg(long)]
    budgets: bool,
}

#[derive(Args)]
struct Audit {
    /// The lock file.
    #[arg(long, value_name = "FILE", default_value = "Cargo.lock")]
    lock: PathBuf,
    /// The folder with cargo's copies of the registry's index.
    #[arg(long, value_name = "FOLDER")]
    index: Option<PathBuf>,
}

fn main() -> ExitCode {
    let result = match CommandLine::parse().task {
        Task::Make(make) => make_site(&make),
        Task::Check(check) => check_site(&check),
        Task::Audit(audit) => audit_crates(&audit),
    };
    match result {
        Ok(words) => {
            println!("{words}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn make_site(make: &Make) -> Result<String, BundleError> {
    let sources = site::Sources {
        wasm: &make.wasm,
        style: &make.style,
        public: &make.public,
        optimiser: make.wasm_opt.as_deref(),
    };
    let manifest = site::make(&sources, &make.out)?;
    Ok(format!("The site is in {}: {} files, build {}.", make.out.display(), manifest.files.len(), manifest.build))
}

fn check_site(check: &Check) -> Result<String, BundleError> {
    let manifest = Manifest::read(&check.site)?;
    site::verify(&check.site, &manifest)?;
    let table = budget::table(&manifest);
    if check.budgets {
        print!("{table}");
        budget::check(&manifest)?;
        return Ok("Every budget is kept.".to_owned());
    }
    Ok(table)
}

fn audit_crates(wanted: &Audit) -> Result<String, BundleError> {
    let cause = |path: &std::path::Path, cause| BundleError::Read { path: path.to_owned(), cause };
    let lock = std::fs::read_to_string(&wanted.lock).map_err(|error| cause(&wanted.lock, error))?;
    let metadata = serde_json::from_reader(std::io::stdin().lock()).map_err(BundleError::Metadata)?;
    let audit = audit::audit(&lock, &metadata, wanted.index.as_deref());
    if audit.complaints.is_empty() { Ok(audit.told()) } else { Err(BundleError::Audit(audit.told())) }
}
