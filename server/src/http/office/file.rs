//! `GET /office/resident/{household}/file`: where everything that is kept about one resident can be had; with `.json` for
//! computers and with `.html` for people. Both are downloads: what is in them is the resident's to keep, not the browser's.

use super::{Office, frame};
use crate::audit::What;
use crate::error::AppError;
use crate::http::html;
use crate::http::named::Named;
use crate::state::AppState;
use app::office::file::{FilePage, file as page};
use axum::extract::State;
use axum::http::{Uri, header};
use axum::response::{IntoResponse, Response};
use domain::ids::HouseholdId;
use domain::resident_file::ResidentFile;

pub async fn file(
    State(state): State<AppState>,
    office: Office,
    Named(household): Named<HouseholdId>,
    uri: Uri,
) -> Result<Response, AppError> {
    let now = state.clock.now();
    let found = state.store.office_household(&office.viewer.scope, household, now).await?.ok_or(AppError::NotFound)?;
    office.looked_at(&state, household, "office-file").await?;
    let frame = frame(&state, &office.viewer, &uri, now).await?;
    let name = found.resident.name.get(office.viewer.language).to_owned();
    Ok(html::plain(move || page(FilePage { frame, household, name })))
}

pub async fn json(
    State(state): State<AppState>,
    office: Office,
    Named(household): Named<HouseholdId>,
) -> Result<Response, AppError> {
    let file = read(&state, &office, household, "resident-json").await?;
    let text = serde_json::to_string_pretty(&file).map_err(crate::store::StoreError::from)?;
    Ok(download(&file, "json", "application/json", text))
}

pub async fn readable(
    State(state): State<AppState>,
    office: Office,
    Named(household): Named<HouseholdId>,
) -> Result<Response, AppError> {
    let file = read(&state, &office, household, "resident-html").await?;
    let text = app::office::readable(&file);
    Ok(download(&file, "html", "text/html; charset=utf-8", text))
}

/// Noted before anything leaves the house, so the file tells of itself.
async fn read(state: &AppState, office: &Office, household: HouseholdId, kind: &str) -> Result<ResidentFile, AppError> {
    let (scope, now) = (&office.viewer.scope, state.clock.now());
    state.store.office_household(scope, household, now).await?.ok_or(AppError::NotFound)?;
    state.audit.note_and_wait(office.entry(now.at, What::Exported).about([household]).detail(kind)).await?;
    state.store.resident_file(scope, household, &state.clock).await?.ok_or(AppError::NotFound)
}

fn download(file: &ResidentFile, ending: &str, kind: &str, text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file.name(ending))),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, text).into_response()
}

#[cfg(test)]
mod tests {
    use crate::http::test_shop::{Answer, Shop};
    use axum::http::{StatusCode, header};
    use domain::resident_file::ResidentFile;
    use serde_json::{Value, json};

    async fn household(shop: &Shop, code: &str) -> String {
        shop.state.store.household_by_code(code).await.unwrap().unwrap().1.to_string()
    }

    async fn file_of(shop: &Shop, code: &str, ending: &str) -> Answer {
        let cookie = shop.enter("marieke").await;
        let household = household(shop, code).await;
        shop.get(&format!("/office/resident/{household}/file{ending}"), &cookie).await
    }

    /// The schema as it is published, and then with every field that it does not name forbidden.
    fn strict_schema() -> Value {
        fn close(value: &mut Value) {
            if let Some(fields) = value.as_object_mut() {
                if fields.contains_key("properties") {
                    fields.insert("additionalProperties".to_owned(), json!(false));
                }
                fields.values_mut().for_each(close);
            } else if let Some(values) = value.as_array_mut() {
                values.iter_mut().for_each(close);
            }
        }
        let mut schema = serde_json::from_str(include_str!("../../../../docs/resident-file.schema.json")).unwrap();
        close(&mut schema);
        schema
    }

    #[tokio::test]
    async fn the_file_for_computers_is_what_its_schema_says() {
        let shop = Shop::open().await;
        let validator = jsonschema::validator_for(&strict_schema()).unwrap();
        for code in ["R01", "R06", "R14", "R25", "R33"] {
            let answer = file_of(&shop, code, ".json").await;
            assert_eq!(answer.status, StatusCode::OK);
            let file: Value = serde_json::from_str(&answer.body).unwrap();
            let errors: Vec<String> =
                validator.iter_errors(&file).map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert!(errors.is_empty(), "{code}: {errors:?}");
            assert_eq!(file["resident"]["code"], code);
        }
        let mut wrong: Value = serde_json::from_str(&file_of(&shop, "R01", ".json").await.body).unwrap();
        wrong["resident"]["diagnosis"] = json!("?");
        assert!(!validator.is_valid(&wrong), "a field that the schema does not name went through");
    }

    #[tokio::test]
    async fn it_is_saved_under_the_code_and_kept_by_no_cache() {
        let shop = Shop::open().await;
        for (ending, kind) in [("json", "application/json"), ("html", "text/html; charset=utf-8")] {
            let answer = file_of(&shop, "R01", &format!(".{ending}")).await;
            let read = |name: header::HeaderName| answer.headers.get(name).unwrap().to_str().unwrap().to_owned();
            assert_eq!(read(header::CONTENT_TYPE), kind);
            assert_eq!(read(header::CONTENT_DISPOSITION), format!("attachment; filename=\"R01-2026-11-21.{ending}\""));
            assert_eq!(read(header::CACHE_CONTROL), "no-store");
        }
    }

    #[tokio::test]
    async fn it_tells_who_did_what_and_nothing_of_other_residents() {
        let shop = Shop::open().await;
        let (carer, own) = (shop.enter("fatma").await, household(&shop, "R02").await);
        let body = file_of(&shop, "R02", ".json").await.body;
        let file: Value = serde_json::from_str(&body).unwrap();
        let delivered =
            file["orders"].as_array().unwrap().iter().find(|order| order["lines"][0]["state"] == "delivered");
        let steps = delivered.unwrap()["lines"][0]["steps"].as_array().unwrap();
        assert!(steps.iter().any(|step| step["what"] == "deliver_line" && step["by"]["role"] == "carer"), "{steps:?}");
        // Everyone else of the ward, and the numbers of people.
        for other in ["Vermeer", "Els", "\"person\"", "R01"] {
            assert!(!body.contains(other), "{other}");
        }
        for address in [format!("/office/resident/{own}/file"), format!("/office/resident/{own}/file.json")] {
            assert_eq!(shop.get(&address, &carer).await.status, StatusCode::NOT_FOUND);
        }
    }

    #[tokio::test]
    async fn the_readable_file_needs_nothing_else_and_speaks_the_residents_language() {
        let shop = Shop::open().await;
        let mut languages = std::collections::BTreeSet::new();
        for code in ["R01", "R02", "R06", "R08", "R09", "R12", "R25"] {
            let page = file_of(&shop, code, ".html").await.body;
            for outside in [" src=", " href=", "url(", "<script", "<link", "@import", "{ $", ">file-", " file-"] {
                assert!(!page.contains(outside), "{code}: {outside}");
            }
            let file: Value = serde_json::from_str(&file_of(&shop, code, ".json").await.body).unwrap();
            let language = file["resident"]["language"].as_str().unwrap();
            assert!(page.contains(&format!("<html lang=\"{language}\">")));
            assert!(page.contains(file["resident"]["name"][language].as_str().unwrap()));
            languages.insert(language.to_owned());
        }
        assert!(languages.contains("nl"));
    }

    #[tokio::test]
    async fn periods_add_up_to_what_is_in_the_cup() {
        let shop = Shop::open().await;
        let file = shop_file(&shop, "R03").await;
        let left = file.balances[&domain::ledger::Account::Cup];
        let zero = domain::amount::Amount::zero(left.unit());
        // What came along is counted in the period before.
        let sum = file.periods.iter().fold(zero, |sum, one| {
            let came = sum.plus(one.granted).unwrap();
            came.minus(one.spent).unwrap().minus(one.lapsed).unwrap()
        });
        assert_eq!(sum.plus(file.periods[0].carried).unwrap(), left);
        assert!(file.periods.iter().all(|one| one.waterfall.is_some()));
    }

    async fn shop_file(shop: &Shop, code: &str) -> ResidentFile {
        let (location, household) = shop.state.store.household_by_code(code).await.unwrap().unwrap();
        let person = domain::ids::PersonId(uuid::Uuid::nil());
        let scope = domain::access::Scope::Office { person, locations: vec![location] };
        shop.state.store.resident_file(&scope, household, &shop.state.clock).await.unwrap().unwrap()
    }

    #[tokio::test]
    async fn the_page_leads_to_both_files() {
        let shop = Shop::open().await;
        let (page, own) = (file_of(&shop, "R01", "").await.body, household(&shop, "R01").await);
        for ending in ["html", "json"] {
            assert!(page.contains(&format!("href=\"/office/resident/{own}/file.{ending}\"")), "{ending}");
        }
        let cookie = shop.enter("marieke").await;
        let resident = shop.get(&format!("/office/resident/{own}"), &cookie).await.body;
        assert!(resident.contains(&format!("href=\"/office/resident/{own}/file\"")));
    }
}
