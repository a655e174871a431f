//! Focus stays where it is when news comes in. Writing an element's attributes anew takes its focus for a moment; this
//! gives it back, unless the person has moved on meanwhile.

use leptos::prelude::request_animation_frame;
use wasm_bindgen::JsCast;

/// Call before a change of the screen.
pub fn keep() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let Some(focused) = document.active_element().and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    else {
        return;
    };
    request_animation_frame(move || {
        let lost = document.active_element().is_none_or(|element| element.tag_name() == "BODY");
        if lost && focused.is_connected() && focused.tag_name() != "BODY" {
            let _ = focused.focus();
        }
    });
}
