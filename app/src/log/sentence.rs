//! What a line of the log says. The sentences are the same for the resident and for family: nobody is "u" in them.

use super::{Line, Who};
use crate::t;
use crate::words::Words;
use domain::access::Role;

/// "Fatma (zorg)", "Els (dochter)", "U zelf".
#[must_use]
pub fn who(words: Words, who: &Who) -> String {
    if who.is_viewer {
        return t!(words, "log-you");
    }
    let about = match who.role {
        None => return t!(words, "log-nobody"),
        Some(Role::House) => return t!(words, "log-program"),
        Some(Role::Resident) => t!(words, "log-resident"),
        Some(Role::Family) if who.relation.is_empty() => t!(words, "log-family"),
        Some(Role::Family) => who.relation.clone(),
        Some(Role::Carer) => t!(words, "log-carer"),
        Some(Role::Office) => t!(words, "log-office"),
        Some(Role::Supporter) => t!(words, "log-supporter"),
        Some(Role::Provider) => t!(words, "log-provider"),
        Some(Role::Council) => t!(words, "log-council"),
        Some(Role::Security) => t!(words, "log-security"),
    };
    match (who.name.is_empty(), who.role) {
        (true, Some(Role::Resident)) => about,
        (true, _) => t!(words, "log-gone", role = about),
        (false, Some(Role::Resident)) => who.name.clone(),
        (false, _) => t!(words, "log-name", name = &who.name, role = about),
    }
}

/// "Keek naar het bekertje", "Bestelde iets".
#[must_use]
pub fn says(words: Words, line: &Line) -> String {
    match line.what.as_str() {
        "did" => did(words, &line.detail),
        "page" => saw(words, &line.detail),
        "kept-open" => t!(words, "log-kept-open"),
        "searched" => t!(words, "log-searched"),
        "exported" => t!(words, "log-exported"),
        "signed-in" => t!(words, "log-signed-in"),
        "sign-in-refused" => t!(words, "log-sign-in-refused"),
        "signed-out" | "session-ended" => t!(words, "log-signed-out"),
        "device-enrolled" => t!(words, "log-device-enrolled"),
        "device-revoked" => t!(words, "log-device-revoked"),
        "invited" => t!(words, "log-invited"),
        "credential-changed" => t!(words, "log-credential-changed"),
        "authority-changed" => t!(words, "log-authority-changed"),
        "refused" => t!(words, "log-wanted"),
        "log-read" => t!(words, "log-log-read"),
        "log-exported" => t!(words, "log-log-exported"),
        "emergency-opened" => t!(words, "log-emergency-opened"),
        "emergency-read" => t!(words, "log-emergency-read"),
        "emergency-reviewed" => t!(words, "log-emergency-reviewed"),
        "corrected" => t!(words, "log-corrected"),
        "erased" | "retention-run" => t!(words, "log-erased"),
        "note-kept" => t!(words, "log-note-kept"),
        "note-removed" => t!(words, "log-note-removed"),
        _ => t!(words, "log-changed"),
    }
}

fn saw(words: Words, page: &str) -> String {
    match page {
        "home" | "cup" => t!(words, "log-saw-cup"),
        "shop" | "item" | "search" | "again" => t!(words, "log-saw-shop"),
        "basket" => t!(words, "log-saw-basket"),
        "week" => t!(words, "log-saw-week"),
        "help" => t!(words, "log-saw-help"),
        "ward" | "residents" | "day" | "sort-out" | "waiting" => t!(words, "log-saw-ward"),
        "resident" => t!(words, "log-saw-card"),
        "line" | "decline" => t!(words, "log-saw-order"),
        "family" => t!(words, "log-saw-family"),
        "office-resident" | "office-file" => t!(words, "log-saw-books"),
        "office-residents" | "supporter" => t!(words, "log-saw-list"),
        "supporter-resident" => t!(words, "log-saw-card"),
        "provider" => t!(words, "log-saw-order"),
        _ => t!(words, "log-saw"),
    }
}

fn did(words: Words, kind: &str) -> String {
    match kind {
        "put_in_basket" | "change_basket_line" => t!(words, "log-did-basket"),
        "place_order" => t!(words, "log-did-order"),
        "answer_proposal" => t!(words, "log-did-answer-proposal"),
        "cancel_order" | "cancel_line" => t!(words, "log-did-cancel"),
        "keep_line" => t!(words, "log-did-keep"),
        "accept_line" => t!(words, "log-did-accept"),
        "decline_line" => t!(words, "log-did-decline"),
        "reschedule_line" => t!(words, "log-did-reschedule"),
        "deliver_line" => t!(words, "log-did-deliver"),
        "no_show_line" => t!(words, "log-did-no-show"),
        "undo_line" => t!(words, "log-did-undo"),
        "close_decline" | "close_refusal" => t!(words, "log-did-close"),
        "ask_help" => t!(words, "log-did-ask"),
        "answer_help" => t!(words, "log-did-answer"),
        "settle_exception" => t!(words, "log-did-settle"),
        _ => t!(words, "log-changed"),
    }
}
