//! What can go wrong, said so that the person at the terminal knows which file to open.

use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    #[error("cannot read {}: {cause}", path.display())]
    Read { path: PathBuf, cause: std::io::Error },

    #[error("what cargo says of the crates cannot be read: {0}")]
    Metadata(serde_json::Error),

    #[error("{0}")]
    Audit(String),

    #[error("cannot write {}: {cause}", path.display())]
    Write { path: PathBuf, cause: std::io::Error },

    #[error("the client {} cannot be turned into a module for the browser: {cause}", path.display())]
    Wasm { path: PathBuf, cause: String },

    #[error("the size optimiser {} failed: {cause}", program.display())]
    Optimiser { program: PathBuf, cause: String },

    #[error("the style sheet {sheet} is not valid: {cause}")]
    Style { sheet: String, cause: String },

    #[error("the style sheet {sheet} asks for {url}, and the public folder has no such file")]
    UnknownUrl { sheet: String, url: String },

    #[error(
        "the style sheet {sheet} imports {url} with a condition; import it plainly and put the condition inside it"
    )]
    ConditionalImport { sheet: String, url: String },

    #[error("the pictogram {name} is not a drawing that can go into the sheet of symbols: {cause}")]
    Pictogram { name: String, cause: String },

    #[error("{file} contains {{{{{name}}}}}, and no file of the site has that name")]
    UnknownPlaceholder { file: String, name: String },

    #[error("two files of the site want to be {0}")]
    SameName(String),

    #[error("{} is not empty and was not written by this program; choose another folder", .0.display())]
    ForeignFolder(PathBuf),

    #[error("{} is not a list of the site's files: {cause}", path.display())]
    Manifest { path: PathBuf, cause: serde_json::Error },

    #[error("{file} is not the file that was bundled; build the site again")]
    Changed { file: String },

    #[error("writing a file of the site was interrupted by a fault in this program")]
    Interrupted,

    #[error("compressing failed: {0}")]
    Compress(std::io::Error),

    #[error("{}", .0.join("\n"))]
    OverBudget(Vec<String>),
}

pub fn read(path: &Path) -> Result<Vec<u8>, BundleError> {
    std::fs::read(path).map_err(|cause| BundleError::Read { path: path.to_owned(), cause })
}

pub fn read_text(path: &Path) -> Result<String, BundleError> {
    std::fs::read_to_string(path).map_err(|cause| BundleError::Read { path: path.to_owned(), cause })
}
