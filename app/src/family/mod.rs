//! Pages of family, made for a phone.

use leptos::prelude::*;
#[component]
pub fn Home() -> impl IntoView {}
#[component]
pub fn Residents() -> impl IntoView {}
