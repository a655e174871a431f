//! `authorities.csv`: who may do what for a resident, until when, and on what proof.

use super::files::Tables;
use super::people::Person;
use crate::exchange::dates::Dates;
use crate::exchange::ids::Ids;
use domain::access::{Authority, AuthorityKind, Grade, Role};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Proof {
    WrittenProxy,
    CourtDecision,
    Partner,
    Family,
    FirstContact,
}

impl Proof {
    /// The most that this proof gives.
    const fn highest(self) -> Grade {
        match self {
            Self::WrittenProxy | Self::CourtDecision | Self::Partner => Grade::Manage,
            Self::Family => Grade::Propose,
            Self::FirstContact => Grade::View,
        }
    }
}

const PROOFS: [(&str, Proof); 5] = [
    ("written_proxy", Proof::WrittenProxy),
    ("court_decision", Proof::CourtDecision),
    ("partner", Proof::Partner),
    ("family", Proof::Family),
    ("first_contact", Proof::FirstContact),
];

const GRADES: [(&str, Grade); 4] =
    [("view", Grade::View), ("propose", Grade::Propose), ("order", Grade::Order), ("manage", Grade::Manage)];

/// One authority with what stands beside it in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorityRow {
    pub code: String,
    pub authority: Authority,
    /// The word in the file, such as `written_proxy`.
    pub proof: String,
}

/// By the code of the resident.
pub fn read<'t>(
    tables: &'t Tables<'_>,
    ids: &Ids,
    dates: &Dates,
    people: &[Person],
) -> BTreeMap<&'t str, Vec<AuthorityRow>> {
    let mut found: BTreeMap<&str, Vec<AuthorityRow>> = BTreeMap::new();
    for row in tables.authorities.rows() {
        let code = row.text("code");
        let resident = row.known("resident", &tables.residents);
        let person = row.known("person", &tables.people);
        let relation = row.both("relation");
        let grade = row.word("grade", &GRADES);
        let kind = row.word("kind", &[("care", AuthorityKind::Care), ("money", AuthorityKind::Money)]);
        let valid = row.valid("valid_from", "valid_until", dates, None);
        let proof = row.word("proof", &PROOFS);
        if let (Some(grade), Some(proof)) = (grade, proof)
            && grade > proof.highest()
        {
            let highest = GRADES.iter().find(|(_, known)| *known == proof.highest()).map_or("", |(word, _)| *word);
            row.wrong("grade", format!("at most {highest}: the proof is {}", row.cell("proof")));
        }
        let known = people.iter().find(|known| Some(known.code.as_str()) == person);
        if known.is_some_and(|known| known.role.acts_as() != Some(Role::Family)) {
            row.wrong("person", "someone whose role in people.csv is family or representative");
        }
        let (Some(code), Some(resident), Some(person), Some(relation), Some(grade), Some(kind), Some(valid)) =
            (code, resident, person, relation, grade, kind, valid)
        else {
            continue;
        };
        found.entry(resident).or_default().push(AuthorityRow {
            code: code.to_owned(),
            authority: Authority {
                person: ids.person(person),
                name: known.map(|known| known.display.clone()).unwrap_or_default(),
                relation,
                grade,
                kind,
                valid,
            },
            proof: row.cell("proof").to_owned(),
        });
    }
    found
}
