//! What the program can be told to do.

pub mod backup;
pub mod devices;
pub mod erase;
pub mod export;
pub mod import;
pub mod link;
pub mod migrate;
pub mod restored;
pub mod retention;
pub mod serve;
pub mod verify;

use crate::clock::{Clock, DEFAULT_TIME_ZONE};
use crate::config::{ServeSettings, Settings};
use crate::exchange::Source;
use crate::exchange::home::time_zone;
use crate::private;
use crate::rng::Rng;
use crate::store::Store;
use clap::{Parser, Subcommand};
use domain::ids::DeviceId;

/// Bekertje lets residents of a nursing home spend their own care budget as in a webshop.
#[derive(Debug, Parser)]
#[command(
    name = "bekertje",
    version,
    about,
    after_help = "Start with `bekertje serve --demo` to look around in the demo home De Linde."
)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the shop.
    #[command(after_help = "Examples:
  bekertje serve --demo                          look around with the demo home, on this computer only
  bekertje serve --data /srv/bekertje --https    a home on the embedded database, behind an https proxy
  bekertje serve --database-url postgres://…     a home on PostgreSQL; several servers may share one")]
    Serve {
        #[command(flatten)]
        settings: Settings,
        #[command(flatten)]
        serve: Box<ServeSettings>,
        /// Import the demo home De Linde if there is no home yet, and open the demo door. Only on this computer.
        #[arg(long)]
        demo: bool,
    },
    /// Bring the tables of the database to this version.
    #[command(after_help = "`serve` does this too. Run it apart when several servers share one PostgreSQL database.")]
    Migrate {
        #[command(flatten)]
        settings: Settings,
    },
    /// Import residents, rooms, indications, tariffs, policy, catalogue and providers from a folder of CSV files.
    #[command(after_help = "Examples:
  bekertje import --folder de-linde --dry-run    check the files and say what would change; writes nothing
  bekertje import --folder de-linde              import; running it twice changes nothing

The files are described in docs/import.md.")]
    Import {
        #[command(flatten)]
        settings: Settings,
        /// The folder with the CSV files.
        #[arg(long, value_name = "FOLDER")]
        folder: std::path::PathBuf,
        /// Report every problem and every change, and write nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Copy the embedded database to one file while the shop stays open.
    #[command(after_help = "Example:
  bekertje backup --data /srv/bekertje --to /backup/bekertje-monday.sqlite

To restore: stop the shop, put the copy in place of bekertje.sqlite in the data folder, start the shop. The copy
knows that it is one: devices then send again what they had acknowledged since it was made.
On PostgreSQL use its own tools, such as pg_dump; after restoring, run `bekertje restored` once.")]
    Backup {
        #[command(flatten)]
        settings: Settings,
        /// The file to make; it must not exist yet.
        #[arg(long, value_name = "FILE")]
        to: std::path::PathBuf,
    },
    /// Say that the database was restored by other tools, such as pg_restore. Once, before the shop opens.
    #[command(
        after_help = "Devices then send again what they had acknowledged in the last 30 days. A copy that `bekertje backup`
made needs no such word: it knows that it is one."
    )]
    Restored {
        #[command(flatten)]
        settings: Settings,
    },
    /// Make a link with which a person chooses a password, for the first one of the office and when nobody else can.
    #[command(after_help = "Example:
  bekertje link --data /srv/bekertje --address https://bekertje.example.nl --person marieke

The link works once, for seven days at most, and makes earlier links of the person useless. It is printed and kept nowhere:
the database knows only its hash. After using it the person has a new password, and sets the second step up anew.")]
    Link {
        #[command(flatten)]
        settings: Settings,
        /// The home's own code of the person, as in people.csv.
        #[arg(long, value_name = "CODE")]
        person: String,
        /// For so many days.
        #[arg(long, default_value_t = 7, value_name = "DAYS", value_parser = clap::value_parser!(u8).range(1..=7))]
        days: u8,
    },
    /// List the devices, or revoke one: from then on what it sends is kept for the ward to look at.
    Devices {
        #[command(flatten)]
        settings: Settings,
        /// The number of a lost or stolen device.
        #[arg(long, value_name = "DEVICE")]
        revoke: Option<DeviceId>,
    },
    /// Write everything that is kept about one resident to a folder: once for people to read, once for computers.
    #[command(after_help = "Example:
  bekertje export --data /srv/bekertje --resident R01 --to /media/key

For a resident who asks what is kept, or who leaves. What is in it is described in docs/privacy.md.")]
    Export {
        #[command(flatten)]
        settings: Settings,
        /// The home's own code of the resident, as in residents.csv.
        #[arg(long, value_name = "CODE")]
        resident: String,
        /// The folder to write to; it is made when it is not there.
        #[arg(long, value_name = "FOLDER")]
        to: std::path::PathBuf,
    },
    /// Erase a resident after their stay: names, rooms, words and family go, the books stay and still balance.
    #[command(after_help = "Example:
  bekertje erase --data /srv/bekertje --resident R01 --room 101 --why asked

It cannot be taken back. Give the resident their file first: bekertje export.")]
    Erase {
        #[command(flatten)]
        settings: Settings,
        /// The home's own code of the resident, as in residents.csv.
        #[arg(long, value_name = "CODE")]
        resident: String,
        /// The number of their room: whoever types it means this resident.
        #[arg(long, value_name = "ROOM")]
        room: String,
        /// asked: they asked for it; term: the home's term is over; wrong: it should never have been kept.
        #[arg(long, value_name = "REASON", value_parser = ["asked", "term", "wrong"])]
        why: String,
    },
    /// Remove what is past its term. `serve` does so every night.
    #[command(after_help = "The terms are in docs/privacy.md; a home sets its own in retention.csv.")]
    Retention {
        #[command(flatten)]
        settings: Settings,
        /// Say what would go, by rule, and remove nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Recompute every balance and hash chain from the journals.
    #[command(
        after_help = "Ends with status 1 when something does not match; those households are frozen until someone has looked."
    )]
    Verify {
        #[command(flatten)]
        settings: Settings,
    },
}

/// Anything a command can end with; shown to the operator as one sentence.
pub type CommandError = Box<dyn std::error::Error + Send + Sync>;

/// Runs the command on the command line.
pub async fn run(arguments: Arguments) -> Result<(), CommandError> {
    match arguments.command {
        Command::Serve { settings, mut serve, demo } => {
            let settings = settings.with_file(Some(&mut serve))?;
            start_log(&settings);
            serve::run(&settings, &serve, demo).await
        }
        Command::Migrate { settings } => migrate::run(&prepared(settings)?).await,
        Command::Import { settings, folder, dry_run } => import::run(&prepared(settings)?, &folder, dry_run).await,
        Command::Backup { settings, to } => backup::run(&prepared(settings)?, &to).await,
        Command::Restored { settings } => restored::run(&prepared(settings)?).await,
        Command::Link { settings, person, days } => link::run(&prepared(settings)?, &person, days).await,
        Command::Devices { settings, revoke } => devices::run(&prepared(settings)?, revoke).await,
        Command::Export { settings, resident, to } => export::run(&prepared(settings)?, &resident, &to).await,
        Command::Erase { settings, resident, room, why } => {
            erase::run(&prepared(settings)?, &resident, &room, &why).await
        }
        Command::Retention { settings, dry_run } => retention::run(&prepared(settings)?, dry_run).await,
        Command::Verify { settings } => verify::run(&prepared(settings)?).await,
    }
}

fn prepared(settings: Settings) -> Result<Settings, CommandError> {
    let settings = settings.with_file(None)?;
    start_log(&settings);
    Ok(settings)
}

fn start_log(settings: &Settings) {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::new(settings.log.as_deref().unwrap_or("warn,server=info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = if settings.log_json { log.json().try_init() } else { log.compact().try_init() };
    if let Err(error) = started {
        eprintln!("the log could not be started: {error}");
    }
}

/// The data folder, for nobody else on this machine. Where that cannot be (some network disks), the operator is told.
fn make_private(folder: &std::path::Path) -> Result<(), CommandError> {
    match private::folder(folder) {
        Ok(false) => Ok(()),
        Ok(true) => {
            tracing::warn!(folder = %folder.display(), "others on this machine could read the data: that is taken away from them");
            Ok(())
        }
        Err(error) if folder.is_dir() => {
            tracing::warn!(%error, folder = %folder.display(), "others on this machine may be able to read the data: let the user \
                that runs bekertje own the data folder, with mode 700");
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

/// The database, brought to this version, and the clock on the wall of its home: in the zone of the settings, else of the
/// home that is about to be imported, else of the home that is there.
async fn open(settings: &Settings, importing: Option<&Source>) -> Result<(Store, Clock), CommandError> {
    if settings.database_url.is_none() {
        make_private(&settings.data_folder())?;
    }
    let store = Store::open(&settings.database()).await?;
    store.migrate().await?;
    let of_home = match importing.and_then(time_zone) {
        Some(zone) => Some(zone),
        None => store.home().await?.map(|home| home.time_zone),
    };
    let zone = settings.time_zone.clone().or(of_home).unwrap_or_else(|| DEFAULT_TIME_ZONE.to_owned());
    let clock = Clock::system(&zone)?;
    if store.begin_new_epoch_on_a_copy(&Rng::system(), clock.timestamp()).await?.is_some() {
        tracing::warn!("this is a restored backup: devices will send again what they had acknowledged since");
    }
    Ok((store, clock))
}
