//! Rights, proofs and relations in words, and the order of representation.

use crate::t;
use crate::words::Words;
use domain::access::{Authority, AuthorityKind, Grade};
use domain::catalogue::{Language, Localized};

pub const GRADES: [(&str, Grade); 4] =
    [("view", Grade::View), ("propose", Grade::Propose), ("order", Grade::Order), ("manage", Grade::Manage)];
pub const KINDS: [(&str, AuthorityKind); 2] = [("care", AuthorityKind::Care), ("money", AuthorityKind::Money)];
pub const RELATIONS: [&str; 10] =
    ["daughter", "son", "partner", "sister", "brother", "grandchild", "friend", "mentor", "curator", "administrator"];

/// What shows that somebody may, in the order of representation: curator or mentor, written proxy, partner, family. The first
/// contact is no representative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proof {
    CourtDecision,
    WrittenProxy,
    Partner,
    Family,
    FirstContact,
}

pub const PROOFS: [(&str, Proof); 5] = [
    ("court_decision", Proof::CourtDecision),
    ("written_proxy", Proof::WrittenProxy),
    ("partner", Proof::Partner),
    ("family", Proof::Family),
    ("first_contact", Proof::FirstContact),
];

impl Proof {
    #[must_use]
    pub fn read(code: &str) -> Option<Self> {
        PROOFS.iter().find(|(known, _)| *known == code).map(|(_, proof)| *proof)
    }

    /// Lower goes first; what nobody knows goes last.
    pub(super) fn rank_of(code: &str) -> Self {
        Self::read(code).unwrap_or(Self::FirstContact)
    }

    /// The most that this proof gives.
    #[must_use]
    pub const fn highest(self) -> Grade {
        match self {
            Self::CourtDecision | Self::WrittenProxy | Self::Partner => Grade::Manage,
            Self::Family => Grade::Propose,
            Self::FirstContact => Grade::View,
        }
    }
}

pub(super) fn proof(words: Words, code: &str) -> String {
    match Proof::rank_of(code) {
        Proof::CourtDecision => t!(words, "proof-court_decision"),
        Proof::WrittenProxy => t!(words, "proof-written_proxy"),
        Proof::Partner => t!(words, "proof-partner"),
        Proof::Family => t!(words, "proof-family"),
        Proof::FirstContact => t!(words, "proof-first_contact"),
    }
}

pub(crate) fn may(words: Words, authority: &Authority) -> String {
    match (authority.kind, authority.grade) {
        (AuthorityKind::Care, Grade::View) => t!(words, "relatives-may-view-care"),
        (AuthorityKind::Care, Grade::Propose) => t!(words, "relatives-may-propose-care"),
        (AuthorityKind::Care, Grade::Order) => t!(words, "relatives-may-order-care"),
        (AuthorityKind::Care, Grade::Manage) => t!(words, "relatives-may-manage-care"),
        (AuthorityKind::Money, Grade::View) => t!(words, "relatives-may-view-money"),
        (AuthorityKind::Money, Grade::Propose) => t!(words, "relatives-may-propose-money"),
        (AuthorityKind::Money, Grade::Order) => t!(words, "relatives-may-order-money"),
        (AuthorityKind::Money, Grade::Manage) => t!(words, "relatives-may-manage-money"),
    }
}

pub(super) fn relation_word(words: Words, relation: &str) -> String {
    match relation {
        "daughter" => t!(words, "relation-daughter"),
        "son" => t!(words, "relation-son"),
        "partner" => t!(words, "relation-partner"),
        "sister" => t!(words, "relation-sister"),
        "brother" => t!(words, "relation-brother"),
        "grandchild" => t!(words, "relation-grandchild"),
        "mentor" => t!(words, "relation-mentor"),
        "curator" => t!(words, "relation-curator"),
        "administrator" => t!(words, "relation-administrator"),
        _ => t!(words, "relation-friend"),
    }
}

/// What somebody is to the resident, in both languages; `None` for what is not on the list.
#[must_use]
pub fn relation(code: &str) -> Option<Localized> {
    RELATIONS.contains(&code).then(|| Localized {
        nl: relation_word(Words::new(Language::Nl), code),
        en: relation_word(Words::new(Language::En), code),
    })
}
