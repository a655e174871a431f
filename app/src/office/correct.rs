//! Correcting what the home keeps about a resident: the right of rectification, with the reason.

use super::file::back;
use super::frame::{Frame, Room, document};
use super::head::{Named, head};
use super::readable::{day_year, language_name};
use crate::t;
use crate::ui::Glyph;
use crate::words::Words;
use domain::calendar::Day;
use domain::catalogue::Language;
use domain::ids::HouseholdId;
use leptos::prelude::*;

/// The longest text of a field: what is longer is not a name.
pub const MOST_SIGNS: usize = 80;
/// The longest reason.
pub const MOST_SIGNS_OF_REASON: usize = 300;

/// What stands in the form: as it is kept, or as someone sent it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    pub name_nl: String,
    pub name_en: String,
    pub first_name: String,
    pub last_name: String,
    pub room: String,
    pub language: Language,
    pub reason: String,
}

/// A correction that was made before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    pub day: Day,
    pub by: String,
    pub reason: String,
    /// The code of the field, what it was and what it became.
    pub changes: Vec<(&'static str, String, String)>,
    /// The home's own files say so too, or something newer.
    pub in_the_files: bool,
}

#[derive(Clone, Debug)]
pub struct CorrectPage {
    pub frame: Frame,
    pub household: HouseholdId,
    /// The resident, as in the middle of a sentence.
    pub name: String,
    pub fields: Fields,
    /// Something was empty, too long, or nothing changed.
    pub mistake: Option<Mistake>,
    /// Newest first.
    pub before: Vec<Before>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistake {
    Empty,
    TooLong,
    NoReason,
    NothingChanged,
}

#[must_use]
pub fn address(household: HouseholdId) -> String {
    format!("/office/resident/{household}/correct")
}

fn field_name(words: Words, code: &str) -> String {
    match code {
        "name_nl" => t!(words, "privacy-name-nl"),
        "name_en" => t!(words, "privacy-name-en"),
        "first_name" => t!(words, "file-first-name"),
        "last_name" => t!(words, "file-last-name"),
        "room" => t!(words, "file-room"),
        _ => t!(words, "file-language"),
    }
}

#[must_use]
pub fn correct(page: CorrectPage) -> impl IntoView {
    let CorrectPage { frame, household, name, fields, mistake, before } = page;
    let title = t!(frame.words(), "privacy-correct-of", name = &name);
    document(frame, Room::Residents, title.clone(), move |words| {
        let mistake = mistake.map(|mistake| {
            let text = match mistake {
                Mistake::Empty => t!(words, "privacy-mistake-empty"),
                Mistake::TooLong => t!(words, "privacy-mistake-long"),
                Mistake::NoReason => t!(words, "privacy-mistake-reason"),
                Mistake::NothingChanged => t!(words, "privacy-mistake-same"),
            };
            view! {
                <div class="notice notice-amber" role="alert">
                    <Glyph name="triangle-alert" />
                    <p>{text}</p>
                </div>
            }
        });
        view! {
            {back(words, household, &name)}
            <h1 tabindex="-1">{title}</h1>
            {mistake}
            <form class="sheet" method="post" action=address(household)>
                {input(words, "name_nl", fields.name_nl)} {input(words, "name_en", fields.name_en)}
                {input(words, "first_name", fields.first_name)} {input(words, "last_name", fields.last_name)}
                {input(words, "room", fields.room)} {languages(words, fields.language)}
                <label class="field">
                    <span>{t!(words, "privacy-reason")}</span>
                    <textarea name="reason" rows="2" maxlength=MOST_SIGNS_OF_REASON.to_string() required=true>
                        {fields.reason}
                    </textarea>
                </label>
                <p class="block-note">{t!(words, "privacy-correct-note")}</p>
                <p class="acts">
                    <button class="button button-primary">
                        <Glyph name="save" />
                        {t!(words, "privacy-correct")}
                    </button>
                </p>
            </form>
            {history(words, before)}
        }
    })
}

fn input(words: Words, code: &'static str, value: String) -> AnyView {
    view! {
        <label class="field">
            <span>{field_name(words, code)}</span>
            <input name=code value=value maxlength=MOST_SIGNS.to_string() required=true autocomplete="off" />
        </label>
    }
    .into_any()
}

fn languages(words: Words, chosen: Language) -> AnyView {
    let options: Vec<_> = Language::ALL
        .into_iter()
        .map(|language| {
            view! {
                <option value=language.code() selected=language == chosen>
                    {language_name(words, language)}
                </option>
            }
        })
        .collect();
    view! {
        <label class="field">
            <span>{field_name(words, "language")}</span>
            <select name="language">{options}</select>
        </label>
    }
    .into_any()
}

fn history(words: Words, before: Vec<Before>) -> Option<AnyView> {
    if before.is_empty() {
        return None;
    }
    let rows: Vec<_> = before
        .into_iter()
        .flat_map(|one| {
            let Before { day, by, reason, changes, in_the_files } = one;
            let files = if in_the_files { t!(words, "file-yes") } else { t!(words, "file-no") };
            changes.into_iter().map(move |(code, was, is)| {
                view! {
                    <tr>
                        <td class="keep">{day_year(words, day)}</td>
                        <td>{by.clone()}</td>
                        <th scope="row">{field_name(words, code)}</th>
                        <td>{was}</td>
                        <td>{is}</td>
                        <td>{reason.clone()}</td>
                        <td>{files.clone()}</td>
                    </tr>
                }
            })
        })
        .collect();
    Some(
        view! {
            <section class="block">
                <h2>{t!(words, "privacy-corrected")}</h2>
                <div class="grid" tabindex="0" role="region" aria-label=t!(words, "privacy-corrected")>
                    <table>
                        {head(vec![Named::Text(t!(words, "file-when")), Named::Text(t!(words, "file-who-did")), Named::Text(t!(words, "file-what")), Named::Text(t!(words, "privacy-was")), Named::Text(t!(words, "privacy-is")), Named::Text(t!(words, "privacy-reason")), Named::Text(t!(words, "privacy-in-files"))])}
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_any(),
    )
}
