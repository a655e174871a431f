//! A copy of the embedded database in one file, made while the shop stays open.

use super::statement::statements;
use super::{Store, StoreError};
use std::path::Path;

statements! {
    MARK = "UPDATE home SET is_copy = TRUE";
}

impl Store {
    /// Copies the embedded database to a file that does not exist yet: one consistent moment, everything committed before
    /// it. PostgreSQL has its own tools for this.
    pub async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let to = to.to_str().ok_or_else(|| StoreError::inconsistent("backup", "the path is not text"))?.to_owned();
        // The copy knows what it is: whoever starts on it begins a new epoch, and devices send again what it lacks.
        self.inner.db.copy_to(&to, &MARK).await
    }
}
