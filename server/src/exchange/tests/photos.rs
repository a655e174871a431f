//! Photos of a home: found in its folder, checked, kept and forgotten.

use super::writing::on_both;
use super::{clock, lines, reading};
use crate::exchange::photos::PHOTOS;
use crate::exchange::{FileSummary, Report, Source, import};
use crate::picture::tests::{jpeg, scene};
use crate::store::Store;
use domain::catalogue::{Catalogue, Photo};
use std::path::Path;

/// De Linde with a photo for some of its items.
fn with_photos(photos: &[(&str, &str)]) -> Source {
    let mut source = Source::de_linde();
    let text = std::str::from_utf8(source.file("catalogue.csv").unwrap()).unwrap().to_owned();
    let photo = |line: &str| {
        let code = line.split(',').next().unwrap();
        photos.iter().find(|(item, _)| *item == code).map_or("", |(_, photo)| *photo).to_owned()
    };
    let lines = text.lines().enumerate().map(|(at, line)| match at {
        0 => format!("{line},photo\n"),
        _ => format!("{line},{}\n", photo(line)),
    });
    source.insert("catalogue.csv", lines.collect::<String>());
    source
}

fn a_photo() -> Vec<u8> {
    jpeg(&scene(960, 720))
}

fn another_photo() -> Vec<u8> {
    jpeg(&scene(980, 720))
}

async fn imported(store: &Store, source: &Source) -> Report {
    let report = import(store, source, &clock(), false).await.unwrap();
    assert_eq!(report.problems, [], "{report}");
    report
}

fn summary(report: &Report, file: &str) -> FileSummary {
    *report.files.iter().find(|summary| summary.file == file).unwrap()
}

async fn catalogue(store: &Store) -> Catalogue {
    let home = reading(&Source::de_linde(), &clock()).home.unwrap();
    let catalogue = store.catalogue(home.locations[0].id, clock().now().local.day).await.unwrap();
    Catalogue::clone(&catalogue)
}

async fn photo_of(store: &Store, code: &str) -> Option<Photo> {
    catalogue(store).await.by_code(code).unwrap().photo.clone()
}

async fn is_kept(store: &Store, photo: &Photo) -> bool {
    let mut kept = Vec::new();
    for width in Photo::WIDTHS {
        kept.push(store.picture(photo, width).await.unwrap().is_some());
    }
    assert!(kept.iter().all(|each| *each == kept[0]), "all widths or none: {kept:?}");
    kept[0]
}

#[test]
fn every_mistake_with_a_photo_is_said_at_its_line() {
    let mut source = with_photos(&[
        ("W01", "nowhere.jpg"),
        ("W02", "Walk.JPG"),
        ("W03", "../home.csv"),
        ("W04", "/etc/passwd"),
        ("W05", "letter.jpg"),
        ("W06", "small.jpg"),
        ("W07", "huge.jpg"),
        ("W08", "half.jpg"),
    ]);
    source.insert_photo("walk.jpg", a_photo());
    source.insert_photo("letter.jpg", "Dear madam");
    source.insert_photo("small.jpg", jpeg(&scene(640, 480)));
    source.insert_photo("huge.jpg", vec![0; 20_000_001]);
    source.insert_photo("half.jpg", &a_photo()[..3_000]);
    let found = reading(&source, &clock());
    assert!(found.home.is_none());
    let folder = "the name of a file in the folder photos";
    assert_eq!(
        lines(&found),
        [
            format!("catalogue.csv:2, column photo: found \"nowhere.jpg\", expected {folder}"),
            format!(
                "catalogue.csv:3, column photo: found \"Walk.JPG\", expected {folder}; there is walk.jpg, which differs in capitals"
            ),
            format!("catalogue.csv:4, column photo: found \"../home.csv\", expected {folder}, without a folder before it"),
            format!("catalogue.csv:5, column photo: found \"/etc/passwd\", expected {folder}, without a folder before it"),
            "catalogue.csv:6, column photo: found \"letter.jpg\", expected a picture: JPEG, PNG or WebP".to_owned(),
            "catalogue.csv:7, column photo: found \"small.jpg\", expected a photo of at least 960 × 720 pixels, upright; \
             this one is 640 × 480 and would not be sharp"
                .to_owned(),
            "catalogue.csv:8, column photo: found \"huge.jpg\", expected a photo of at most 20 million bytes".to_owned(),
            "catalogue.csv:9, column photo: found \"half.jpg\", expected a picture that is whole; this one is damaged"
                .to_owned(),
        ]
    );
}

#[test]
fn only_files_that_lie_in_the_folder_itself_are_photos() {
    let folder = tempfile::tempdir().unwrap();
    let photos = folder.path().join("photos");
    std::fs::create_dir_all(photos.join("more")).unwrap();
    std::fs::write(folder.path().join("secret.jpg"), a_photo()).unwrap();
    std::fs::write(photos.join("walk.jpg"), a_photo()).unwrap();
    std::fs::write(photos.join("more/deep.jpg"), a_photo()).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path().join("secret.jpg"), photos.join("link.jpg")).unwrap();
    let source = Source::folder(folder.path()).unwrap();
    assert_eq!(source.photo_names().collect::<Vec<_>>(), ["walk.jpg"]);
    assert_eq!(source.photo("walk.jpg").unwrap().unwrap(), a_photo());
    // A folder without photos is as good.
    let other = tempfile::tempdir().unwrap();
    assert_eq!(Source::folder(other.path()).unwrap().photo_names().count(), 0);
    assert!(Source::folder(Path::new("/nowhere")).is_err());
}

#[tokio::test]
async fn a_photo_comes_is_replaced_and_goes() {
    on_both(async |store| {
        let mut source = with_photos(&[("W01", "walk.jpg"), ("W02", "walk.jpg")]);
        source.insert_photo("walk.jpg", a_photo());
        source.insert_photo("of-nothing.jpg", another_photo());

        let tried = import(store, &source, &clock(), true).await.unwrap();
        assert_eq!((tried.problems.len(), summary(&tried, PHOTOS).added), (0, 1), "{tried}");
        assert!(store.home().await.unwrap().is_none());

        let report = imported(store, &source).await;
        assert_eq!((summary(&report, PHOTOS).rows, report.written.photos), (1, 1), "two items, one file");
        let walk = photo_of(store, "W01").await.unwrap();
        assert_eq!((photo_of(store, "W02").await, photo_of(store, "W03").await), (Some(walk.clone()), None));
        assert!(is_kept(store, &walk).await);
        let version = catalogue(store).await.version;

        let again = imported(store, &source).await;
        assert_eq!((again.changes(), again.written.photos, catalogue(store).await.version), (0, 0, version), "{again}");

        source.insert_photo("walk.jpg", another_photo());
        let replaced = imported(store, &source).await;
        assert_eq!((replaced.changes(), replaced.written.photos), (1, 2), "{replaced}");
        let other = photo_of(store, "W01").await.unwrap();
        assert_ne!(other, walk);
        assert!(is_kept(store, &other).await && !is_kept(store, &walk).await);
        assert!(catalogue(store).await.version > version);

        let gone = imported(store, &Source::de_linde()).await;
        assert_eq!((summary(&gone, PHOTOS).gone, gone.written.photos), (1, 1), "{gone}");
        assert!(gone.to_string().contains("walk.jpg is gone"), "{gone}");
        assert_eq!(photo_of(store, "W01").await, None);
        assert!(!is_kept(store, &other).await);
        assert_eq!(imported(store, &Source::de_linde()).await.changes(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_damaged_picture_is_found_and_comes_back_with_the_next_import() {
    on_both(async |store| {
        let mut source = with_photos(&[("W01", "walk.jpg")]);
        source.insert_photo("walk.jpg", a_photo());
        imported(store, &source).await;
        let photo = photo_of(store, "W01").await.unwrap();
        let found = async || {
            let report = store.verify(clock().now()).await.unwrap();
            assert_eq!(report.mismatches, []);
            (report.pictures, report.damaged_pictures)
        };
        assert_eq!(found().await, (2, vec![]));
        let name = &photo.0;
        for (sql, damaged) in [
            (format!("UPDATE picture SET digest = content WHERE name = '{name}' AND width = 480"), "480"),
            (format!("DELETE FROM picture WHERE name = '{name}' AND width = 960"), "960"),
        ] {
            store
                .write(move |tx| {
                    let sql = sql.clone();
                    Box::pin(async move { Ok(tx.raw(sql).await?) })
                })
                .await
                .unwrap();
            assert_eq!(found().await, (2, vec![format!("{name}-{damaged}")]));
            imported(store, &source).await;
            assert_eq!(found().await, (2, vec![]));
        }
    })
    .await;
}

#[tokio::test]
async fn a_copy_of_the_database_has_the_pictures() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let store = Store::open(&at("shop.sqlite")).await.unwrap();
    store.migrate().await.unwrap();
    let mut source = with_photos(&[("W01", "walk.jpg")]);
    source.insert_photo("walk.jpg", a_photo());
    imported(&store, &source).await;
    store.backup(Path::new(&at("copy.sqlite"))).await.unwrap();
    store.close().await;
    let copy = Store::open(&at("copy.sqlite")).await.unwrap();
    assert!(is_kept(&copy, &photo_of(&copy, "W01").await.unwrap()).await);
    let report = copy.verify(clock().now()).await.unwrap();
    assert_eq!((report.pictures, report.damaged_pictures.len()), (2, 0));
    copy.close().await;
}
