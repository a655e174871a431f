//! What is chained by hashes: each field with its length, so that no two records have one text.

use serde_json::Value;
use sha2::{Digest, Sha256};

/// A hash in the making.
pub struct Chained(Sha256);

impl Chained {
    /// After the hash of the record before.
    pub fn after(previous: &[u8; 32]) -> Self {
        let mut hash = Sha256::new();
        hash.update(previous);
        Self(hash)
    }

    #[must_use]
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
        self.0.update(bytes);
        self
    }

    #[must_use]
    pub fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }

    #[must_use]
    pub fn int(self, number: i64) -> Self {
        self.bytes(&number.to_be_bytes())
    }

    /// Something that may be absent, which is something else than empty.
    #[must_use]
    pub fn perhaps<T>(self, value: Option<T>, add: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            None => self.bytes(&[0]),
            Some(value) => add(self.bytes(&[1]), value),
        }
    }

    /// A structure, whichever way a database has written it down.
    #[must_use]
    pub fn json(self, value: &Value) -> Self {
        match value {
            Value::Null => self.text("null"),
            Value::Bool(value) => self.text(if *value { "yes" } else { "no" }),
            Value::Number(number) => self.text("number").text(&number.to_string()),
            Value::String(text) => self.text("text").text(text),
            Value::Array(values) => {
                let all = self.text("array").int(i64::try_from(values.len()).unwrap_or(i64::MAX));
                values.iter().fold(all, Self::json)
            }
            Value::Object(fields) => {
                let mut fields: Vec<_> = fields.iter().collect();
                fields.sort_unstable_by_key(|(name, _)| *name);
                let all = self.text("object").int(i64::try_from(fields.len()).unwrap_or(i64::MAX));
                fields.into_iter().fold(all, |hash, (name, value)| hash.text(name).json(value))
            }
        }
    }

    pub fn hash(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_from_one_field_to_the_next_is_something_else() {
        let hash = |left, right| Chained::after(&[0; 32]).text(left).text(right).hash();
        assert_ne!(hash("ab", "c"), hash("a", "bc"));
        let absent = |value: Option<&str>| Chained::after(&[0; 32]).perhaps(value, Chained::text).hash();
        assert_ne!(absent(None), absent(Some("")));
    }

    #[test]
    fn a_structure_has_one_hash_in_any_order() {
        let hash = |text: &str| Chained::after(&[0; 32]).json(&serde_json::from_str(text).unwrap()).hash();
        assert_eq!(hash(r#"{"a": 1, "bb": [true, null]}"#), hash(r#"{"bb":[true,null],"a":1}"#));
        assert_ne!(hash(r#"{"a": 1}"#), hash(r#"{"a": "1"}"#));
    }
}
