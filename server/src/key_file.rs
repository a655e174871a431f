//! A secret that the program draws at its first start and keeps in a file of the data folder, outside the database.

use crate::hex::hex;
use crate::rng::NoRandomness;
use std::io::{ErrorKind, Write};
use std::path::Path;

#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    #[error("the key in {path} cannot be read or written: {cause}")]
    File { path: String, cause: std::io::Error },
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

/// The hexadecimal digits in the file of this name; drawn and written, readable for the program only, when there is no such
/// file. One that is there is never replaced, whatever stands in it: what was sealed with it would be lost.
pub fn kept_or_drawn(
    folder: &Path,
    name: &str,
    draw: impl FnOnce() -> Result<[u8; 32], NoRandomness>,
) -> Result<String, KeyFileError> {
    let path = folder.join(name);
    let failed = |cause| KeyFileError::File { path: path.display().to_string(), cause };
    match std::fs::read_to_string(&path) {
        Ok(text) => return Ok(text),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(failed(error)),
    }
    let text = hex(&draw()?);
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&path).map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_drawn_once_and_for_the_program_only() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("data");
        assert_eq!(kept_or_drawn(&inside, "a.key", || Ok([1; 32])).unwrap(), hex(&[1; 32]));
        assert_eq!(kept_or_drawn(&inside, "a.key", || Ok([2; 32])).unwrap(), hex(&[1; 32]));
        assert_eq!(kept_or_drawn(&inside, "b.key", || Ok([2; 32])).unwrap(), hex(&[2; 32]));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(inside.join("a.key")).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0);
        }
        std::fs::write(inside.join("a.key"), "damaged").unwrap();
        assert_eq!(kept_or_drawn(&inside, "a.key", || Ok([3; 32])).unwrap(), "damaged", "never replaced");
    }

    #[test]
    fn a_file_that_cannot_be_read_is_said_with_its_path() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("a.key")).unwrap();
        let says = kept_or_drawn(folder.path(), "a.key", || Ok([1; 32])).unwrap_err().to_string();
        assert!(says.contains("a.key"), "{says}");
    }
}
