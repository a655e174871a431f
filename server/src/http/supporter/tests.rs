use crate::http::sign_in::tests::{Browser, make_link};
use crate::http::test_shop::Shop;
use crate::notes::{NotesKey, NotesKeyError, Place};
use crate::rng::Rng;
use crate::store::{SealedNote, Written};
use axum::http::StatusCode;
use domain::access::{Beside, Scope};
use domain::ids::NoteId;
use std::sync::Arc;

const WORDS: &str = "Zij+wil+graag+eens+naar+Zandvoort.";

async fn address(shop: &Shop, code: &str) -> String {
    let (_, household) = shop.state.store.household_by_code(code).await.unwrap().unwrap();
    format!("/supporter/{household}")
}

/// The address of the only note on the page of a resident.
async fn note_of(shop: &Shop, cookie: &str, resident: &str) -> String {
    let page = shop.get(resident, cookie).await.body;
    let found = page.split(&format!("href=\"{resident}/notes/")).nth(1).expect("there is a note");
    format!("{resident}/notes/{}", found.split('"').next().unwrap())
}

async fn with_note() -> (Shop, String, String) {
    let shop = Shop::open().await;
    let (cookie, resident) = (shop.enter("nadia").await, address(&shop, "R01").await);
    let kept = shop.post(&format!("{resident}/notes"), &cookie, &format!("text={WORDS}")).await;
    assert_eq!((kept.status, kept.location()), (StatusCode::SEE_OTHER, &*format!("{resident}?done=kept#notes")));
    (shop, cookie, resident)
}

#[tokio::test]
async fn a_supporter_sees_her_residents_as_they_see_themselves() {
    let shop = Shop::open().await;
    let cookie = shop.enter("nadia").await;
    let list = shop.get("/supporter", &cookie).await.body;
    assert!(list.contains("mevrouw Vermeer") && !list.contains("Beukenhof"), "only her location");
    assert!(!shop.get("/supporter?q=vermeer", &cookie).await.body.contains("Öztürk"));
    let page = shop.get(&address(&shop, "R01").await, &cookie).await.body;
    for told in ["Mevrouw Vermeer", "Els", "dochter", "Mijn aantekeningen"] {
        assert!(page.contains(told), "{told}");
    }
    for money_of_the_house in ["Overhead", "Inkomsten", "Tarief"] {
        assert!(!page.contains(money_of_the_house), "{money_of_the_house}");
    }
    let elsewhere = address(&shop, "R21").await;
    assert_eq!(shop.get(&elsewhere, &cookie).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_database_holds_no_word_of_a_note() {
    let (shop, cookie, resident) = with_note().await;
    let note = note_of(&shop, &cookie, &resident).await;
    shop.post(&note, &cookie, "revision=1&text=Zij+wil+liever+naar+Scheveningen.").await;
    assert!(shop.get(&resident, &cookie).await.body.contains("Scheveningen"));
    let mut files = 0;
    for entry in std::fs::read_dir(shop.folder()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        files += 1;
        for word in ["Zandvoort", "Scheveningen", "wil graag", "wil liever"] {
            assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "{word}");
        }
    }
    assert!(files > 0);
}

#[tokio::test]
async fn nobody_else_reads_a_note() {
    let (shop, cookie, resident) = with_note().await;
    let note = note_of(&shop, &cookie, &resident).await;
    // Another supporter sees the resident, and neither the note nor that there is one.
    let lotte = shop.enter("lotte").await;
    let page = shop.get(&resident, &lotte).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("Zandvoort") && !page.body.contains("/notes/"));
    for who in ["lotte", "marieke", "hanneke", "fatma", "R01", "els-vermeer", "anja", "jaap", "dorien"] {
        let cookie = shop.enter(who).await;
        assert_eq!(shop.get(&note, &cookie).await.status, StatusCode::NOT_FOUND, "{who}");
        for (address, form) in [(note.clone(), "revision=1&text=x"), (format!("{note}/remove"), "")] {
            assert_eq!(shop.post(&address, &cookie, form).await.status, StatusCode::NOT_FOUND, "{who} {address}");
        }
    }
    let office = shop.enter("marieke").await;
    let household = resident.trim_start_matches("/supporter/");
    for address in ["", "/file", "/file.json", "/file.html"] {
        let page = shop.get(&format!("/office/resident/{household}{address}"), &office).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        assert!(!page.body.contains("Zandvoort"), "{address}");
    }
    let log = shop.get("/office/audit", &office).await.body;
    assert!(log.contains("Schreef iets op voor zichzelf") && !log.contains("Zandvoort"));
    assert!(shop.get(&note, &cookie).await.body.contains("Zandvoort"), "she reads it still");
}

#[tokio::test]
async fn what_a_note_said_before_stays_and_a_removed_note_is_gone() {
    let (shop, cookie, resident) = with_note().await;
    let note = note_of(&shop, &cookie, &resident).await;
    let changed = shop.post(&note, &cookie, "revision=1&text=Zij+wil+naar+Scheveningen.").await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER);
    let page = shop.get(&note, &cookie).await.body;
    assert!(page.contains("Zandvoort") && page.contains("Scheveningen") && page.contains("Wat er eerder stond"));
    // Another page of hers still has the first writing: what is typed there is not lost, and overwrites nothing.
    let late = shop.post(&note, &cookie, "revision=1&text=Zij+wil+naar+Bergen.").await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.body.contains("intussen veranderd") && late.body.contains("Bergen"));
    assert!(!shop.get(&note, &cookie).await.body.contains("Bergen"));
    let removed = shop.post(&format!("{note}/remove"), &cookie, "").await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    assert!(!shop.get(&resident, &cookie).await.body.contains("Scheveningen"));
    assert_eq!(shop.get(&note, &cookie).await.status, StatusCode::NOT_FOUND);
    assert!(!shop.state.store.has_notes().await.unwrap());
}

#[tokio::test]
async fn an_empty_note_and_one_that_is_too_long_come_back() {
    let (shop, cookie, resident) = with_note().await;
    let notes = format!("{resident}/notes");
    let empty = shop.post(&notes, &cookie, "text=+%0D%0A+").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("Schrijf eerst iets op"));
    let long = shop.post(&notes, &cookie, &format!("text={}", "a".repeat(app::supporter::NOTE_MOST + 1))).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(long.body.contains("4000") && long.body.contains(&"a".repeat(100)));
}

#[tokio::test]
async fn with_another_key_or_none_notes_stay_closed_and_nothing_is_lost() {
    let (mut shop, cookie, resident) = with_note().await;
    let right = Arc::clone(&shop.state.notes);
    let other = NotesKey::from_hex(&crate::hex::hex(&Rng::seeded(9).token().unwrap())).unwrap();
    for (notes, says) in [(Ok(other), "De sleutel past niet"), (Err(NotesKeyError::Missing), "De sleutel is er niet")] {
        shop.state.notes = Arc::new(notes);
        let page = shop.get(&resident, &cookie).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains(says) && page.body.contains("Er is niets weg"), "{says}");
        assert!(!page.body.contains("Zandvoort"));
        // Nothing is written beside what cannot be read, and what was typed stays on the screen.
        let new = shop.post(&format!("{resident}/notes"), &cookie, "text=Zij+wil+naar+Bergen.").await;
        assert_eq!(new.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(new.body.contains(says) && new.body.contains("Zij wil naar Bergen."));
    }
    shop.state.notes = right;
    let page = shop.get(&resident, &cookie).await.body;
    assert!(page.contains("Zandvoort") && !page.contains("Bergen"));
}

#[tokio::test]
async fn the_office_makes_no_link_with_which_it_would_become_a_supporter() {
    let shop = Shop::open().await;
    let office = shop.enter("marieke").await;
    let people = shop.get("/office/people", &office).await.body;
    assert!(people.contains("Nadia Haddou") && people.contains("maakt alleen de beheerder"));
    for (person, status) in [
        ("nadia", StatusCode::NOT_FOUND),
        ("dorien", StatusCode::NOT_FOUND),
        ("anja", StatusCode::OK),
        ("jaap", StatusCode::OK),
    ] {
        let made = shop.post(&format!("/office/people/{person}/link"), &office, "").await;
        assert_eq!(made.status, status, "{person}");
    }
    // Ending what is open is the office's, as for everyone.
    let cookie = shop.enter("nadia").await;
    assert_eq!(shop.post("/office/people/nadia/sign-out", &office, "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(shop.get("/supporter", &cookie).await.location(), "/");
}

#[tokio::test]
async fn those_beside_the_shop_need_a_second_step() {
    let mut shop = Shop::open().await;
    shop.state.demo = false;
    for who in ["nadia", "anja", "jaap", "dorien"] {
        let link = make_link(&shop, who).await;
        let mut browser = Browser::new(&shop);
        let chosen = browser.post(&link, "password=zeven+fietsen+op+het+dak").await;
        assert_eq!(chosen.location(), "/sign-in/set-up", "{who}");
        assert!(!browser.is_signed_in(), "{who}");
    }
}

#[tokio::test]
async fn a_row_that_was_moved_does_not_open() {
    let (shop, cookie, resident) = with_note().await;
    let (store, now) = (&shop.state.store, shop.state.clock.now());
    let doors = store.doors(now.local.day).await.unwrap();
    let nadia = doors.into_iter().find(|door| door.code == "nadia").unwrap();
    let Scope::Beside(Beside::Supporter(scope)) = nadia.viewer.scope else { panic!("a supporter") };
    let household = resident.trim_start_matches("/supporter/").parse().unwrap();
    let written = store.notes(&scope, household, now.local.day).await.unwrap().remove(0);
    let (_, household) = store.household_by_code("R02").await.unwrap().unwrap();
    let note = NoteId(shop.state.rng.uuid(now.at).unwrap());
    let moved = SealedNote { place: Place { note, household, ..written.place }, ..written };
    assert_eq!(store.write_note(&scope, moved, now.local.day).await.unwrap(), Written::Kept);
    let page = shop.get(&address(&shop, "R02").await, &cookie).await.body;
    assert!(page.contains("Deze tekst gaat niet open") && !page.contains("Zandvoort"));
}
