//! `GET /pictures/…`: a photo of the catalogue in one of its widths. It shows nothing about people, so anyone may have it who
//! knows its name; and what an address shows never changes, so it is kept for ever.

use crate::error::AppError;
use crate::state::AppState;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::catalogue::Photo;

pub async fn picture(
    State(state): State<AppState>,
    Path(file): Path<String>,
    asked: HeaderMap,
) -> Result<Response, AppError> {
    let content = match Photo::from_file_name(&file) {
        Some((photo, width)) => state.store.picture(&photo, width).await?,
        None => None,
    };
    let Some(content) = content else {
        let headers = [(header::CACHE_CONTROL, "no-store")];
        return Ok((StatusCode::NOT_FOUND, headers, "not found\n").into_response());
    };
    let tag = HeaderValue::from_str(&format!("\"{file}\"")).unwrap_or(HeaderValue::from_static("\"\""));
    let is_known = asked.get(header::IF_NONE_MATCH) == Some(&tag);
    let cache = HeaderValue::from_static("public, max-age=31536000, immutable");
    let common = [(header::CACHE_CONTROL, cache), (header::ETAG, tag)];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, common).into_response());
    }
    Ok((common, [(header::CONTENT_TYPE, "image/webp")], content).into_response())
}

#[cfg(test)]
pub(in crate::http) mod tests {
    use crate::exchange::{Source, import};
    use crate::http::test_shop::Shop;
    use crate::picture::tests::{jpeg, scene};
    use crate::picture::{Picture, name, pictures};
    use crate::router::router;
    use crate::store::counting;
    use axum::body::{Body, to_bytes};
    use axum::http::{HeaderMap, Request, StatusCode, header};
    use domain::catalogue::Photo;
    use tower::ServiceExt;

    /// A shop in which every item of the first shelf has a photo, each its own.
    pub async fn shop() -> (Shop, Vec<Photo>) {
        let shop = Shop::open().await;
        let mut source = Source::de_linde();
        let text = std::str::from_utf8(source.file("catalogue.csv").unwrap()).unwrap().to_owned();
        let mut photos = Vec::new();
        let mut with_photos = String::new();
        for (at, line) in (0_u8..).zip(text.lines()) {
            let has_photo = line.starts_with('W');
            with_photos += &match at {
                0 => format!("{line},photo\n"),
                _ if has_photo => format!("{line},{at}.jpg\n"),
                _ => format!("{line},\n"),
            };
            if has_photo {
                // What follows a picture changes its name and nothing else.
                let file = [jpeg(&scene(960, 720)), vec![at]].concat();
                photos.push(name(&file));
                source.insert_photo(format!("{at}.jpg"), file);
            }
        }
        source.insert("catalogue.csv", with_photos);
        let report = import(&shop.state.store, &source, &shop.state.clock, false).await.unwrap();
        assert!(report.problems.is_empty(), "{report}");
        (shop, photos)
    }

    async fn get(shop: &Shop, address: &str, tag: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
        let request = Request::get(address)
            .header(header::IF_NONE_MATCH, tag)
            .header(header::ACCEPT_ENCODING, "br, gzip")
            .body(Body::empty());
        let (parts, body) = router(shop.state.clone()).oneshot(request.unwrap()).await.unwrap().into_parts();
        (parts.status, parts.headers, to_bytes(body, usize::MAX).await.unwrap().to_vec())
    }

    #[tokio::test]
    async fn pictures_are_kept_for_ever_and_pages_of_many_stay_light() {
        let (shop, photos) = shop().await;
        let address = photos[0].address(480);
        let (status, headers, body) = get(&shop, &address, "").await;
        let first = [jpeg(&scene(960, 720)), vec![1]].concat();
        let Picture { content, .. } = pictures(&first).unwrap().swap_remove(0);
        assert_eq!((status, body), (StatusCode::OK, content));
        for (name, value) in [
            ("content-type", "image/webp"),
            ("cache-control", "public, max-age=31536000, immutable"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(headers[name], value);
        }
        assert!(!headers.contains_key(header::CONTENT_ENCODING) && !headers.contains_key(header::SET_COOKIE));
        let (status, headers, body) = get(&shop, &address, headers[header::ETAG].to_str().unwrap()).await;
        assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0));
        assert!(headers.contains_key(header::ETAG) && headers.contains_key(header::CACHE_CONTROL));

        let name = &photos[0].0;
        for wrong in [
            format!("/pictures/{name}-481.webp"),
            format!("/pictures/{name}-480.png"),
            format!("/pictures/{name}"),
            "/pictures/".to_owned(),
            "/pictures/00000000000000000000000000000000-480.webp".to_owned(),
            format!("/pictures/..%2f{name}-480.webp"),
            format!("/pictures/%2e%2e/pictures/{name}-480.webp"),
            format!("/pictures/{}-480.webp", name.to_uppercase()),
            format!("/pictures/{name}-480.webp%00"),
            "/pictures/..%2f..%2fetc%2fpasswd".to_owned(),
        ] {
            let (status, headers, _) = get(&shop, &wrong, &format!("\"{name}-480.webp\"")).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{wrong}");
            let cache = headers.get(header::CACHE_CONTROL).map_or("", |cache| cache.to_str().unwrap());
            assert!(!cache.contains("immutable"), "{wrong}");
        }

        // A shelf in which every product has a photo.
        let cookie = shop.enter("R01").await;
        let home = shop.get("/", &cookie).await.location().to_owned();
        let shelf = format!("{home}/shop/out");
        // What a catalogue sells is read once.
        shop.get(&shelf, &cookie).await;
        let (page, statements) = counting(shop.get(&shelf, &cookie)).await;
        assert_eq!(page.body.matches("<img").count(), 6);
        assert!((1..=4).contains(&statements), "{statements} statements");
    }
}
