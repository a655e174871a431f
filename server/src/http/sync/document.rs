//! `GET /api/v1/openapi.json`: the interface, for programs and people. The document is written by hand; the tests hold it
//! against the types.

use axum::http::header;
use axum::response::IntoResponse;

const DOCUMENT: &str = include_str!("openapi.json");

pub async fn document() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::sync::{LineRef, OperationKind};
    use serde_json::Value;
    use uuid::Uuid;

    fn schemas() -> Value {
        serde_json::from_str::<Value>(DOCUMENT).unwrap()["components"]["schemas"].clone()
    }

    /// The names of a `oneOf`: the one property of an object, or the constant.
    fn names(schema: &Value) -> Vec<String> {
        let name = |variant: &Value| match variant["const"].as_str() {
            Some(name) => name.to_owned(),
            None => variant["required"][0].as_str().unwrap().to_owned(),
        };
        schema["oneOf"].as_array().unwrap().iter().map(name).collect()
    }

    #[test]
    fn every_operation_of_the_document_can_be_read() {
        let target = LineRef { order: domain::ids::OrderId(Uuid::nil()), line: domain::ids::LineId(Uuid::nil()) };
        let example = serde_json::json!({
            "lines": [], "line": Uuid::nil(), "quantity": 1, "order": Uuid::nil(), "catalogue_version": 1, "max_total": {},
            "target": target, "reason": "weather", "moment": "2026-11-21T14:30", "of": Uuid::nil(), "op": Uuid::nil(),
            "help": Uuid::nil(), "topic": "choosing", "how": "charge", "yes": true,
        });
        let variants = schemas()["OperationKind"]["oneOf"].clone();
        for (name, variant) in names(&schemas()["OperationKind"]).iter().zip(variants.as_array().unwrap()) {
            let wanted = &variant["properties"][name];
            let fields = wanted["required"].as_array().unwrap().iter().map(|field| field.as_str().unwrap());
            let payload: Value = fields
                .map(|field| (field.to_owned(), example[field].clone()))
                .collect::<serde_json::Map<_, _>>()
                .into();
            let kind: OperationKind = serde_json::from_value(serde_json::json!({ name: payload })).unwrap();
            assert_eq!(kind.code(), name);
            // What the type writes, the document names.
            let written = serde_json::to_value(&kind).unwrap();
            for field in written[name].as_object().unwrap().keys() {
                assert!(
                    wanted["properties"].get(field).is_some(),
                    "{name} has a field {field} that the document does not name"
                );
            }
        }
    }

    #[test]
    fn the_document_names_every_operation_and_every_refusal() {
        // The sources are the list: a new variant without a line in the document fails here.
        let codes = |source: &str| -> Vec<String> {
            let code = source.split("pub const fn code").nth(1).unwrap().split("\n    }\n").next().unwrap();
            code.lines().filter_map(|line| line.split("=> \"").nth(1)?.split('"').next().map(str::to_owned)).collect()
        };
        let operations = codes(include_str!("../../../../domain/src/sync/operation.rs"));
        let refusals = codes(include_str!("../../../../domain/src/sync/refusal.rs"));
        assert!(operations.len() > 10 && refusals.len() > 10);
        assert_eq!(names(&schemas()["OperationKind"]), operations);
        assert_eq!(names(&schemas()["Refusal"]), refusals);
    }
}
