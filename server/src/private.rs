//! What this program writes is for the user that runs it, and for nobody else on the machine.

use std::io;
use std::path::Path;

/// From here on every file and folder that this program makes is its own: databases, their logs, backups, keys.
pub fn make_everything_private() {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}

/// Makes the folder if there is none, and takes away what others may do in it and with the files in it. Returns whether
/// anything had to be taken away.
#[cfg(unix)]
pub fn folder(path: &Path) -> io::Result<bool> {
    use std::fs::{DirBuilder, Permissions};
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};

    DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    let mut tightened = false;
    let mut close = |path: &Path| {
        let mode = path.metadata()?.permissions().mode();
        if mode & 0o077 != 0 {
            // What the owner may not do is the owner's choice: a folder that is for reading only stays so.
            std::fs::set_permissions(path, Permissions::from_mode(mode & 0o700))?;
            tightened = true;
        }
        Ok::<(), io::Error>(())
    };
    close(path)?;
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        // Not what a link points to: that is somebody else's.
        if entry.file_type()?.is_file() {
            close(&entry.path())?;
        }
    }
    Ok(tightened)
}

#[cfg(not(unix))]
pub fn folder(path: &Path) -> io::Result<bool> {
    std::fs::create_dir_all(path).map(|()| false)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn the_data_folder_and_what_is_in_it_are_for_nobody_else() {
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        let above = tempfile::tempdir().unwrap();
        let data = above.path().join("new/data");
        folder(&data).unwrap();
        assert_eq!(mode(&data), 0o700);
        let key = data.join("seal.key");
        std::fs::write(&key, "x").unwrap();
        for (path, open) in [(&data, 0o755), (&key, 0o644)] {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(open)).unwrap();
        }
        assert!(folder(&data).unwrap(), "something was taken away");
        assert_eq!((mode(&data), mode(&key)), (0o700, 0o600));
        assert!(!folder(&data).unwrap(), "nothing is left to take away");
    }

    #[test]
    fn what_the_owner_may_only_read_stays_so() {
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        let data = tempfile::tempdir().unwrap();
        let file = data.path().join("bekertje.sqlite");
        std::fs::write(&file, "x").unwrap();
        for (path, open) in [(file.as_path(), 0o444), (data.path(), 0o555)] {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(open)).unwrap();
        }
        assert!(folder(data.path()).unwrap());
        assert_eq!((mode(data.path()), mode(&file)), (0o500, 0o400));
        std::fs::set_permissions(data.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
    }
}
