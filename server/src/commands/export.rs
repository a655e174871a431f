//! `bekertje export`.

use super::{CommandError, open};
use crate::audit::{Audit, Entry, What};
use crate::config::Settings;
use crate::metrics::Metrics;
use domain::access::Scope;
use domain::ids::PersonId;
use std::path::Path;
use uuid::Uuid;

pub async fn run(settings: &Settings, resident: &str, to: &Path) -> Result<(), CommandError> {
    let (store, clock) = open(settings, None).await?;
    let Some((location, household)) = store.household_by_code(resident).await? else {
        return Err(format!("there is no resident with the code {resident}; codes stand in residents.csv").into());
    };
    // Whoever may run this command may read the whole database: the scope is that of the resident's own location.
    let scope = Scope::Office { person: PersonId(Uuid::nil()), locations: vec![location] };
    let audit = Audit::start(store.clone(), Metrics::default());
    let left = Entry::new(clock.timestamp(), What::Exported).about([household]).detail("operator-resident");
    audit.note_and_wait(left).await?;
    let Some(file) = store.resident_file(&scope, household, &clock).await? else {
        return Err(format!("the resident {resident} left while the file was made").into());
    };
    store.close().await;
    std::fs::create_dir_all(to)?;
    for (ending, text) in [("json", serde_json::to_string_pretty(&file)?), ("html", app::office::readable(&file))] {
        let path = to.join(file.name(ending));
        write_new(&path, &text)?;
        println!("{}", path.display());
    }
    Ok(())
}

/// Never over something, and for the operator's own eyes: what is in it is about one person.
fn write_new(path: &Path, text: &str) -> Result<(), CommandError> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let opened = options.open(path);
    let mut file = opened.map_err(|error| format!("{} cannot be made: {error}", path.display()))?;
    file.write_all(text.as_bytes())?;
    Ok(())
}
