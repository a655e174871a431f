//! What is left of something that was done when its names and words go. The chain of a household's operations holds on to
//! numbers and to what is left here, so that it still proves the rest.

use super::StoreError;
use super::statement::statements;
use super::value::{Row, Value, values};
use domain::access::Actor;
use domain::catalogue::Localized;
use serde_json::json;

statements! {
    /// With what [`left`] says: the number, who by number only, no payload, the verdict without names.
    THIN = "UPDATE operation SET actor = $3, sent_by = $4, payload = $5, verdict = $6, exception = $7, is_thinned = TRUE
        WHERE location_id = $1 AND op_id = $2 AND is_thinned = FALSE";
}

/// The statement that thins one operation.
pub fn statement() -> &'static super::statement::Statement {
    &THIN
}

/// Whether a resident, a relative or staff did it stays, and a number; who it was goes.
pub fn nameless(actor: Actor) -> Actor {
    Actor { name: String::new(), relation: Localized::default(), ..actor }
}

/// Takes names and free words out of a structure, and leaves what it was about.
pub fn without_words(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(fields) => {
            let is_actor = fields.contains_key("role") && fields.contains_key("name");
            fields.retain(|field, _| !(field == "note" || is_actor && field == "relation"));
            if let Some(name) = fields.get_mut("name").filter(|_| is_actor) {
                *name = json!("");
            }
            fields.values_mut().for_each(without_words);
        }
        serde_json::Value::Array(values) => values.iter_mut().for_each(without_words),
        _ => {}
    }
}

/// The values for [`statement`], from a row with `location_id`, `op_id`, `actor`, `sent_by`, `verdict` and `exception`.
pub fn left(row: &Row) -> Result<Vec<Value>, StoreError> {
    let mut verdict: serde_json::Value = row.json("verdict")?;
    without_words(&mut verdict);
    let mut exception: Option<serde_json::Value> = row.json_or_null("exception")?;
    exception.iter_mut().for_each(without_words);
    let mut left = values![row.uuid("location_id")?, row.uuid("op_id")?];
    left.push(Value::json(&nameless(row.json("actor")?))?);
    left.push(Value::json_or_null(row.json_or_null("sent_by")?.map(nameless).as_ref())?);
    left.extend([Value::json(&json!(null))?, Value::json(&verdict)?, Value::json_or_null(exception.as_ref())?]);
    Ok(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_notes_go_and_what_it_was_about_stays() {
        let mut value = json!({ "refused": { "refusal": { "too_little_left": { "short": { "unit": "euro_cent", "minor": 5 },
            "last_order": { "by": { "role": "family", "person": "p", "name": "Els", "relation": { "nl": "dochter" } }, "item": "i" } } } },
            "decline": { "reason": "weather", "note": "Anna is ziek" } });
        let left = json!({ "refused": { "refusal": { "too_little_left": { "short": { "unit": "euro_cent", "minor": 5 },
            "last_order": { "by": { "role": "family", "person": "p", "name": "" }, "item": "i" } } } },
            "decline": { "reason": "weather" } });
        without_words(&mut value);
        assert_eq!(value, left);
        without_words(&mut value);
        assert_eq!(value, left);
    }
}
