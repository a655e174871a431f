//! A form that is an operation. Without the program in the browser it is sent to the server; with it, the same fields are
//! read, the operation is recorded on the device and the next page opens at once.

use crate::place::use_place;
use crate::replica::form::{ACTION, BACK_FIELD, Draft, NEXT_FIELD, OPERATION_FIELD};
use crate::replica::{mint, use_replica};
use domain::ids::HouseholdId;
use domain::sync::{LineRef, OperationKind};
use leptos::prelude::*;

/// What the hidden field carries: what the page knows already. Named inputs add the rest.
#[derive(Clone, Debug)]
pub struct FormOperation {
    pub household: HouseholdId,
    /// As JSON.
    kind: String,
}

impl FormOperation {
    /// A form with a complete operation.
    #[must_use]
    pub fn complete(household: HouseholdId, kind: &OperationKind) -> Self {
        Self { household, kind: serde_json::to_string(kind).unwrap_or_default() }
    }

    /// A form whose inputs complete what is done to a line.
    #[must_use]
    pub fn about_line(household: HouseholdId, kind: &str, target: LineRef) -> Self {
        let LineRef { order, line } = target;
        let kind = format!(r#"{{"{kind}":{{"target":{{"order":"{order}","line":"{line}"}}}}}}"#);
        Self { household, kind }
    }

    fn to_field(&self) -> String {
        let (op_id, household, kind) = (mint::op_id(), self.household, &self.kind);
        format!(r#"{{"op_id":"{op_id}","household":"{household}","kind":{kind}}}"#)
    }
}

/// `next` is the page to open when it is done; `back` the page with this form, where a refusal is said.
#[component]
pub fn OperationForm(
    operation: FormOperation,
    #[prop(into)] next: String,
    #[prop(into)] back: String,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let replica = use_replica();
    let place = use_place();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        let Some(filled) = read_from(&event).filter(|_| replica.is_ready()) else { return };
        event.prevent_default();
        let Draft { op_id, household, kind } = filled.draft;
        if replica.submit(op_id, household, kind) {
            place.follow(&filled.next);
        }
    };
    view! {
        <form method="post" action=ACTION class=class on:submit=on_submit>
            <input type="hidden" name=OPERATION_FIELD value=operation.to_field() />
            <input type="hidden" name=NEXT_FIELD value=next />
            <input type="hidden" name=BACK_FIELD value=back />
            {children()}
        </form>
    }
    .into_any()
}

/// The fields of the form, with the button that was pressed; `None` leaves the form to the browser.
#[cfg(feature = "hydrate")]
fn read_from(event: &leptos::ev::SubmitEvent) -> Option<crate::replica::form::Filled> {
    use wasm_bindgen::JsCast;
    if !crate::program::is_in_charge() {
        return None;
    }
    let form: web_sys::HtmlFormElement = event.target()?.dyn_into().ok()?;
    let data = web_sys::FormData::new_with_form(&form).ok()?;
    let mut fields = Vec::new();
    for entry in js_sys::try_iter(&data).ok()?? {
        let pair: js_sys::Array = entry.ok()?.dyn_into().ok()?;
        fields.push((pair.get(0).as_string()?, pair.get(1).as_string()?));
    }
    if let Some(button) = event.submitter().and_then(|button| button.dyn_into::<web_sys::HtmlButtonElement>().ok())
        && !button.name().is_empty()
    {
        fields.push((button.name(), button.value()));
    }
    crate::replica::form::read(fields).ok()
}

#[cfg(not(feature = "hydrate"))]
const fn read_from(_: &leptos::ev::SubmitEvent) -> Option<crate::replica::form::Filled> {
    None
}
