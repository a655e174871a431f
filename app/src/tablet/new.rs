//! Another tablet: for whom, and how staff call it.

use super::frame::{Frame, document};
use super::{LIST, LIVING_ROOM, LONGEST_NAME, WARD};
use crate::t;
use crate::ui::{Notice, Tone};
use domain::ids::{HouseholdId, WardId};
use leptos::prelude::*;

/// What was wrong with the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    NobodyChosen,
    NoName,
}

#[derive(Clone, Debug, Default)]
pub struct NewPage {
    /// Number, room and name of everyone on the ward.
    pub residents: Vec<(HouseholdId, String, String)>,
    /// The name of the living room; empty where it gets no tablet.
    pub living_room: String,
    /// The wards whose staff could get one, with their names.
    pub wards: Vec<(WardId, String)>,
    /// What was filled in before.
    pub whose: String,
    pub name: String,
    pub problem: Option<Problem>,
}

pub fn new(frame: &Frame, page: NewPage) -> AnyView {
    let words = frame.words();
    let back = (LIST, t!(words, "ward-back"));
    document(frame, t!(words, "tablet-new-title"), back, move |words| {
        let problem = page.problem.map(|problem| match problem {
            Problem::NobodyChosen => t!(words, "tablet-nobody-chosen"),
            Problem::NoName => t!(words, "tablet-no-name"),
        });
        let options = page
            .residents
            .iter()
            .map(|(id, room, name)| {
                let id = id.to_string();
                let chosen = id == page.whose;
                view! {
                    <option value=id selected=chosen>
                        {t!(words, "ward-who", room = room, name = name)}
                    </option>
                }
            })
            .collect_view();
        let living_room = (!page.living_room.is_empty()).then(|| {
            view! {
                <option value=LIVING_ROOM selected=page.whose == LIVING_ROOM>
                    {t!(words, "tablet-of-living-room", room = &page.living_room)}
                </option>
            }
        });
        let wards = page
            .wards
            .iter()
            .map(|(id, name)| {
                let value = format!("{WARD}{id}");
                let chosen = value == page.whose;
                view! {
                    <option value=value selected=chosen>
                        {t!(words, "tablet-of-ward", ward = name)}
                    </option>
                }
            })
            .collect_view();
        view! {
            {problem
                .map(|says| {
                    view! {
                        <Notice tone=Tone::Amber picture="hand">
                            <p role="alert">{says}</p>
                        </Notice>
                    }
                })}
            <form class="fields" method="post" action=LIST>
                <label>
                    <b>{t!(words, "tablet-whose")}</b>
                    <select name="whose" required>
                        <option value="">{t!(words, "tablet-whose-choose")}</option>
                        {wards}
                        {living_room}
                        {options}
                    </select>
                </label>
                <label>
                    <b>{t!(words, "tablet-name")}</b>
                    <span class="foot">{t!(words, "tablet-name-hint")}</span>
                    <input name="name" type="text" required maxlength=LONGEST_NAME.to_string() autocomplete="off" value=page.name.clone() />
                </label>
                <button class="button button-primary button-main">{t!(words, "tablet-make-code")}</button>
            </form>
        }
        .into_any()
    })
}
