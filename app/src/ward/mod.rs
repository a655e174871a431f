//! Pages of the ward, made for the shared tablet.

use leptos::prelude::*;
#[component]
pub fn Board() -> impl IntoView {}
#[component]
pub fn Residents() -> impl IntoView {}
#[component]
pub fn Resident() -> impl IntoView {}
#[component]
pub fn Line() -> impl IntoView {}
#[component]
pub fn Decline() -> impl IntoView {}
#[component]
pub fn DayList() -> impl IntoView {}
