//! An operation as an HTML form, so that everything works before and without the program in the browser.
//!
//! The hidden field `operation` carries the number, the household and what is known of the operation as JSON; fields that
//! the person fills in are added to it by their name. The server and the browser read a form with the same function.

use domain::ids::{HouseholdId, OpId};
use domain::json::{Json, Unreadable};
use domain::sync::OperationKind;
use serde::{Deserialize, Serialize};

/// The address that every form is sent to.
pub const ACTION: &str = "/do";
pub const OPERATION_FIELD: &str = "operation";
/// Where to go when it is done.
pub const NEXT_FIELD: &str = "next";
/// Where to go when it is refused: the page with the form.
pub const BACK_FIELD: &str = "back";
/// One set of radio buttons that may fill different fields: its values are `field=value`.
pub const CHOICE_FIELD: &str = "choice";

/// What a form asks for. The actor is whoever is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub op_id: OpId,
    pub household: HouseholdId,
    pub kind: OperationKind,
}

/// A form that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    pub draft: Draft,
    pub next: String,
    pub back: String,
}

#[derive(Debug, thiserror::Error)]
pub enum FormError {
    #[error("the form has no operation")]
    NoOperation,
    #[error("the operation in the form cannot be read")]
    Unreadable(#[from] Unreadable),
    #[error("a form may only lead to a page of this shop, not to \"{0}\"")]
    LeadsAway(String),
}

/// Reads a sent form.
pub fn read(fields: impl IntoIterator<Item = (String, String)>) -> Result<Filled, FormError> {
    let mut operation = None;
    let (mut next, mut back) = (String::from("/"), String::from("/"));
    let mut filled_in = Vec::new();
    for (name, value) in fields {
        match name.as_str() {
            OPERATION_FIELD => operation = Some(Json::parse(&value)?),
            NEXT_FIELD => next = own_page(value)?,
            BACK_FIELD => back = own_page(value)?,
            _ if value.is_empty() => {}
            CHOICE_FIELD => {
                let (name, value) = value.split_once('=').unwrap_or((CHOICE_FIELD, &value));
                filled_in.push((name.to_owned(), value.to_owned()));
            }
            _ => filled_in.push((name, value)),
        }
    }
    let mut operation = operation.ok_or(FormError::NoOperation)?;
    if let Some(Json::Object(kind)) = operation.get_mut("kind")
        && let Some((_, payload)) = kind.first_mut()
    {
        for (name, value) in filled_in {
            let number = if name == "quantity" { value.parse().ok() } else { None };
            payload.set(name, number.map_or(Json::Text(value), Json::Number));
        }
    }
    Ok(Filled { draft: Draft::deserialize(operation)?, next, back })
}

/// Only addresses on this site: a form may not send someone elsewhere.
fn own_page(address: String) -> Result<String, FormError> {
    if address.starts_with('/') && !address.starts_with("//") && !address.contains(['\\', '\r', '\n', '\t']) {
        Ok(address)
    } else {
        Err(FormError::LeadsAway(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::order::DeclineReason;

    fn fields(operation: &str, more: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut fields = vec![(OPERATION_FIELD.to_owned(), operation.to_owned())];
        fields.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        fields
    }

    const DECLINE: &str = r#"{"op_id":"019a0000-0000-7000-8000-000000000001","household":"019a0000-0000-7000-8000-000000000002",
        "kind":{"decline_line":{"target":{"order":"019a0000-0000-7000-8000-000000000003","line":"019a0000-0000-7000-8000-000000000004"}}}}"#;

    #[test]
    fn what_the_person_fills_in_goes_into_the_payload() {
        let filled =
            read(fields(DECLINE, &[("reason", "weather"), ("note", "Het regent."), ("next", "/ward")])).unwrap();
        let OperationKind::DeclineLine { reason, note, other_moment, .. } = filled.draft.kind else { panic!() };
        assert_eq!((reason, note.as_str(), other_moment), (DeclineReason::Weather, "Het regent.", None));
        assert_eq!(filled.next, "/ward");
    }

    #[test]
    fn one_set_of_radio_buttons_can_fill_different_fields() {
        let moment = read(fields(DECLINE, &[("reason", "full"), ("choice", "other_moment=2026-09-16T14:00")])).unwrap();
        let OperationKind::DeclineLine { other_moment, other_item, .. } = moment.draft.kind else { panic!() };
        assert_eq!((other_moment, other_item), ("2026-09-16T14:00".parse().ok(), None));
        let item = "019a0000-0000-7000-8000-000000000005";
        let item = read(fields(DECLINE, &[("reason", "full"), ("choice", &format!("other_item={item}"))])).unwrap();
        let OperationKind::DeclineLine { other_moment, other_item, .. } = item.draft.kind else { panic!() };
        assert!(other_moment.is_none() && other_item.is_some());
    }

    #[test]
    fn a_form_cannot_lead_to_another_site() {
        for address in ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "elsewhere"] {
            assert!(matches!(read(fields(DECLINE, &[("next", address)])), Err(FormError::LeadsAway(_))), "{address}");
        }
    }

    #[test]
    fn a_form_without_its_operation_is_an_error_not_a_panic() {
        assert!(matches!(read(fields(DECLINE, &[])), Err(FormError::Unreadable(_))), "no reason was chosen");
        assert!(matches!(read(Vec::new()), Err(FormError::NoOperation)));
        assert!(matches!(read(fields("{", &[])), Err(FormError::Unreadable(_))));
    }
}
