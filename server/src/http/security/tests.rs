use crate::hex::{hex, unhex};
use crate::http::test_shop::Shop;
use axum::http::StatusCode;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// One field of the chain: its length and its bytes.
fn field(hash: &mut Sha256, bytes: &[u8]) {
    hash.update(u64::try_from(bytes.len()).unwrap().to_be_bytes());
    hash.update(bytes);
}

/// The hash of an entry, made from the file alone: as the file itself says that it is made.
fn hash_of(entry: &Value) -> String {
    let mut hash = Sha256::new();
    hash.update(unhex(entry["previous_hash"].as_str().unwrap()).unwrap());
    for name in [
        "sequence",
        "at",
        "role",
        "person",
        "on_behalf_of",
        "authority",
        "scope",
        "residents",
        "what",
        "detail",
        "outcome",
        "session",
        "tablet",
        "request",
    ] {
        let value = &entry[name];
        let bytes = match (name, value) {
            (_, Value::Null) => {
                field(&mut hash, &[0]);
                continue;
            }
            (_, Value::Number(number)) => number.as_i64().unwrap().to_be_bytes().to_vec(),
            ("residents", text) => unhex(text.as_str().unwrap()).unwrap(),
            ("person" | "on_behalf_of" | "session" | "tablet" | "request", text) => {
                text.as_str().unwrap().parse::<uuid::Uuid>().unwrap().as_bytes().to_vec()
            }
            (_, text) => text.as_str().unwrap().as_bytes().to_vec(),
        };
        if !matches!(name, "sequence" | "at" | "scope" | "what" | "outcome") {
            field(&mut hash, &[1]);
        }
        field(&mut hash, &bytes);
    }
    hex(&hash.finalize())
}

/// What is wrong with a file, found without the program that wrote it.
fn check(file: &Value) -> Option<String> {
    let mut previous = "0".repeat(64);
    for entry in file["entries"].as_array().unwrap() {
        if entry["previous_hash"] != previous.as_str() || entry["hash"] != hash_of(entry).as_str() {
            return Some(format!("breaks at {}", entry["sequence"]));
        }
        entry["hash"].as_str().unwrap().clone_into(&mut previous);
    }
    (file["end"] != previous.as_str()).then(|| "ends elsewhere".to_owned())
}

async fn file() -> (Shop, String, Value) {
    let shop = Shop::open().await;
    for who in ["fatma", "marieke", "els-vermeer"] {
        let cookie = shop.enter(who).await;
        let home = shop.get("/", &cookie).await.location().to_owned();
        assert_eq!(shop.get(&home, &cookie).await.status, StatusCode::OK);
        assert_eq!(shop.get("/security/log.json", &cookie).await.status, StatusCode::NOT_FOUND, "{who}");
    }
    let cookie = shop.enter("dorien").await;
    let body = shop.get("/security/log.json", &cookie).await.body;
    let file = serde_json::from_str(&body).unwrap();
    (shop, cookie, file)
}

#[tokio::test]
async fn the_file_of_the_log_is_checked_without_the_program_and_shows_what_was_changed() {
    let (_shop, _, mut file) = file().await;
    let entries = file["entries"].as_array().unwrap().len();
    assert!(entries > 6 && file["count"] == entries);
    assert_eq!(file["entries"][entries - 1]["what"], "log-exported", "the file is in the log before it leaves");
    assert_eq!(check(&file), None);
    for entry in file["entries"].as_array().unwrap() {
        if let Some(set) = entry["residents"].as_str() {
            let mut number = Sha256::new();
            for resident in file["residents"][set].as_array().unwrap() {
                number.update(resident.as_str().unwrap().parse::<uuid::Uuid>().unwrap().as_bytes());
            }
            assert_eq!(hex(&number.finalize()), set);
        }
    }
    file["entries"][2]["detail"] = "something else".into();
    assert_eq!(check(&file).as_deref(), Some("breaks at 3"));
    file["entries"].as_array_mut().unwrap().remove(2);
    assert_eq!(check(&file).as_deref(), Some("breaks at 4"));
}

#[tokio::test]
async fn the_table_of_the_log_has_the_same_hashes() {
    let (shop, cookie, file) = file().await;
    let table = shop.get("/security/log.csv", &cookie).await.body;
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let hash = reader.headers().unwrap().iter().position(|name| name == "hash").unwrap();
    let hashes: Vec<String> = reader.records().map(|row| row.unwrap()[hash].to_owned()).collect();
    for (at, entry) in file["entries"].as_array().unwrap().iter().enumerate() {
        assert_eq!(entry["hash"], hashes[at].as_str());
    }
}

#[tokio::test]
async fn the_officer_sees_the_log_of_the_whole_home_and_no_resident() {
    let (shop, cookie, _) = file().await;
    let page = shop.get("/security?kind=all", &cookie).await.body;
    assert!(page.contains("Fatma") && page.contains("/security/log.json"), "{page}");
    for address in ["/office/audit", "/office/residents", "/supporter", "/ward"] {
        assert_eq!(shop.get(address, &cookie).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    for name in ["Vermeer", "Öztürk"] {
        assert!(!page.contains(name), "{name}");
    }
    let refused = shop.get("/security?kind=refused", &cookie).await.body;
    assert!(refused.contains("/office/audit") && refused.contains("/security/log.json"));
}
