//! A copy of the embedded database in one file, made while the shop stays open.

use super::value::values;
use super::{Store, StoreError};
use std::path::Path;

impl Store {
    /// Copies the embedded database to a file that does not exist yet: one consistent moment, everything committed before
    /// it. PostgreSQL has its own tools for this.
    pub async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let to = to.to_str().ok_or_else(|| StoreError::inconsistent("backup", "the path is not text"))?.to_owned();
        self.inner.db.copy_to(values![to]).await
    }
}
