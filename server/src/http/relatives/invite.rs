//! `POST /ward/family/{household}`: gives somebody an authority. From the ward it holds at once; the office's waits for the ward.

use super::{family, page};
use crate::audit::What;
use crate::error::AppError;
use crate::http::html;
use crate::http::named::Named;
use crate::http::session::SignedIn;
use crate::state::AppState;
use crate::store::{Invited, Relative, Wanted};
use app::relatives::{GRADES, KINDS, Problem, Proof, Typed, path, relation, relatives};
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Authority;
use domain::calendar::{Day, Validity};
use domain::catalogue::Language;
use domain::ids::{HouseholdId, PersonId};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    known: String,
    name: String,
    relation: String,
    kind: String,
    grade: String,
    until: String,
    proof: String,
}

const LONGEST_NAME: usize = 80;

pub async fn invite(
    State(state): State<AppState>,
    signed_in: SignedIn,
    Named(household): Named<HouseholdId>,
    Form(sent): Form<Sent>,
) -> Result<Response, AppError> {
    let family = family(&state, &signed_in, household).await?;
    let Sent { known, name, relation, kind, grade, until, proof } = sent;
    let typed = Typed { known, name, relation, kind, grade, until, proof };
    let problem = match wanted(&state, &typed) {
        Err(problem) => problem,
        Ok(None) => return Err(AppError::Busy),
        Ok(Some(wanted)) => {
            let now = state.clock.now();
            let invited = state.store.invite(&signed_in.viewer, family.household, wanted, now).await?;
            let (code, person) = match invited.ok_or(AppError::NotFound)? {
                Invited::Holds(person) => ("holds", person),
                Invited::Waits(person) => ("waits", person),
                Invited::Unknown => return Ok(again(&state, signed_in, family, Problem::Unknown, typed)),
            };
            let entry = signed_in.entry(now.at, What::Invited).about([family.household]);
            state.audit.note(entry.detail(format!("{code} {person}"))).await?;
            return Ok(Redirect::to(&format!("{}?done={code}", path(family.household))).into_response());
        }
    };
    Ok(again(&state, signed_in, family, problem, typed))
}

fn again(
    state: &AppState,
    signed_in: SignedIn,
    family: crate::store::FamilyOf,
    problem: Problem,
    typed: Typed,
) -> Response {
    let page = page(state, signed_in, family, Some(problem), typed);
    html::plain(move || relatives(page))
}

/// What the form asks for. `None` only where there is no randomness.
fn wanted(state: &AppState, typed: &Typed) -> Result<Option<Wanted>, Problem> {
    let now = state.clock.now();
    let kind = KINDS.iter().find(|(code, _)| *code == typed.kind).map(|(_, kind)| *kind);
    let grade = GRADES.iter().find(|(code, _)| *code == typed.grade).map(|(_, grade)| *grade);
    let (Some(kind), Some(grade), Some(proof), Some(relation)) =
        (kind, grade, Proof::read(&typed.proof), relation(&typed.relation))
    else {
        return Err(Problem::Lacking);
    };
    if grade > proof.highest() {
        return Err(Problem::TooMuch);
    }
    let until: Option<Day> = match typed.until.trim() {
        "" => None,
        // The last day counts.
        day => Some(day.parse::<Day>().map_err(|_| Problem::Lacking)?.plus_days(1)),
    };
    if until.is_some_and(|until| until <= now.local.day) {
        return Err(Problem::Past);
    }
    let (Ok(id), Ok(person)) = (state.rng.uuid(now.at), state.rng.uuid(now.at)) else { return Ok(None) };
    let name = typed.name.split_whitespace().collect::<Vec<_>>().join(" ");
    let relative = match (typed.known.trim(), name.as_str()) {
        ("", "") => return Err(Problem::Lacking),
        ("", name) if name.chars().count() > LONGEST_NAME => return Err(Problem::Lacking),
        ("", name) => Relative::New {
            id: PersonId(person),
            code: code_for(name, person),
            name: name.to_owned(),
            display: name.split(' ').next().unwrap_or(name).to_owned(),
            language: Language::default(),
        },
        (known, _) => Relative::Known { code: known.to_owned() },
    };
    let valid = Validity { from: now.local.day, until };
    let authority = Authority { person: PersonId(person), name: String::new(), relation, grade, kind, valid };
    Ok(Some(Wanted { id, relative, authority, proof: typed.proof.clone() }))
}

/// A name for signing in: from the person's own, and four digits that make it one of its kind.
fn code_for(name: &str, id: uuid::Uuid) -> String {
    let letters: String =
        name.to_lowercase().chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
    let parts: Vec<&str> = letters.split('-').filter(|part| !part.is_empty()).take(3).collect();
    let (_, low) = id.as_u64_pair();
    format!("{}-{:04}", parts.join("-"), low % 10_000).trim_start_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_for_signing_in_can_be_typed_on_every_keyboard() {
        let id = uuid::Uuid::from_u128(42);
        assert_eq!(code_for("Els  de Vries", id), "els-de-vries-0042");
        assert_eq!(code_for("Øyvind Ås", id), "yvind-s-0042");
        assert_eq!(code_for("李", id), "0042");
    }
}
