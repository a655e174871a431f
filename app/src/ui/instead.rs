//! Something else to choose, as links.

use super::line_words::item_name;
use crate::replica::Subject;
use crate::t;
use crate::words::{Words, day_long};
use domain::household::Household;
use domain::sync::{Instead, Snapshot};
use leptos::prelude::*;

/// A link that offers something to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub words: String,
    pub href: String,
}

/// The alternatives that lead somewhere.
#[must_use]
pub fn choices(words: Words, instead: &[Instead], view: &Snapshot, household: &Household) -> Vec<Choice> {
    let subject = Subject(household.id);
    let item = |id| view.catalogue.item(id);
    let address = |code: &str, more: &str| subject.link(&format!("item/{code}{more}"));
    instead
        .iter()
        .filter_map(|other| match other {
            Instead::Item { item: id } => Some(Choice {
                words: t!(words, "instead-item", item = lower(&item_name(words, &view.catalogue, *id))),
                href: address(&item(*id)?.code, ""),
            }),
            Instead::OwnMoney { item: id } => {
                Some(Choice { words: t!(words, "instead-own"), href: address(&item(*id)?.code, "?purse=own") })
            }
            Instead::WithFamily { item: id } => Some(Choice {
                words: t!(words, "instead-family", item = lower(&item_name(words, &view.catalogue, *id))),
                href: address(&item(*id)?.code, ""),
            }),
            Instead::AskWard => Some(Choice { words: t!(words, "instead-ask"), href: subject.link("help") }),
            Instead::NextPeriod { .. } => None,
        })
        .collect()
}

/// What the alternatives say besides their links: when there is new budget.
#[must_use]
pub fn said(words: Words, instead: &[Instead]) -> Option<String> {
    instead.iter().find_map(|other| match other {
        Instead::NextPeriod { from } => Some(t!(words, "instead-next", day = day_long(words, *from))),
        _ => None,
    })
}

#[must_use]
pub fn choice_links(choices: Vec<Choice>) -> AnyView {
    choices
        .into_iter()
        .map(|choice| view! { <a class="button" href=choice.href>{choice.words}</a> })
        .collect_view()
        .into_any()
}

/// A name in the middle of a sentence: "wandeling". Abbreviations stay as they are.
#[must_use]
pub fn lower(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::lower;

    #[test]
    fn names_fit_in_a_sentence() {
        assert_eq!(lower("Wandeling"), "wandeling");
        assert_eq!(lower("TV kijken"), "TV kijken");
        assert_eq!(lower(""), "");
    }
}
