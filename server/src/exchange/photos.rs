//! The photos of a folder: read one at a time, checked, and made into the pictures that browsers get.

use super::csv_folder::{Row, Source};
use super::home::FileRows;
use super::problem::ProblemCode;
use crate::picture::{Flaw, MAX_BYTES, Picture, name, pictures};
use domain::catalogue::Photo;
use std::collections::{BTreeMap, BTreeSet};

/// Where photos lie in the folder of a home, and what the report calls them.
pub const PHOTOS: &str = "photos/";

/// What became of the photos that rows name.
#[derive(Debug)]
pub struct Photos<'a> {
    source: &'a Source,
    /// Those whose pictures are in the database already.
    known: &'a BTreeSet<Photo>,
    /// By the name of the file.
    read: BTreeMap<String, Result<Photo, Wrong>>,
    pictures: Vec<Picture>,
}

type Wrong = (ProblemCode, String);

impl<'a> Photos<'a> {
    #[must_use]
    pub const fn of(source: &'a Source, known: &'a BTreeSet<Photo>) -> Self {
        Self { source, known, read: BTreeMap::new(), pictures: Vec::new() }
    }

    /// The photo that a row names; `Some(None)` where it names none.
    pub fn read(&mut self, row: Row<'_>, column: &str) -> Option<Option<Photo>> {
        let file = row.cell(column);
        if file.is_empty() {
            return Some(None);
        }
        let read = match self.read.get(file) {
            Some(read) => read.clone(),
            None => {
                let read = self.read_file(file);
                self.read.insert(file.to_owned(), read.clone());
                read
            }
        };
        match read {
            Ok(photo) => Some(Some(photo)),
            Err((code, expected)) => {
                row.say(column, code, expected);
                None
            }
        }
    }

    fn read_file(&mut self, file: &str) -> Result<Photo, Wrong> {
        if file.contains(['/', '\\', ':', '\0']) || file.starts_with('.') {
            let expected = "the name of a file in the folder photos, without a folder before it";
            return Err((ProblemCode::NotAllowed, expected.to_owned()));
        }
        let bytes = match self.source.photo(file) {
            None => {
                let alike = self.source.photo_names().find(|known| known.eq_ignore_ascii_case(file));
                let hint =
                    alike.map(|known| format!("; there is {known}, which differs in capitals")).unwrap_or_default();
                return Err((ProblemCode::MissingPhoto, format!("the name of a file in the folder photos{hint}")));
            }
            Some(Err(error)) => {
                return Err((ProblemCode::MissingPhoto, format!("a file that can be read: {error}")));
            }
            Some(Ok(bytes)) => bytes,
        };
        let photo = name(&bytes);
        let is_known = self.known.contains(&photo) || self.pictures.iter().any(|picture| picture.photo == photo);
        if !is_known {
            self.pictures.extend(pictures(&bytes).map_err(wrong)?);
        }
        Ok(photo)
    }

    /// The pictures that are new, and what to remember of each file.
    #[must_use]
    pub fn finish(self) -> (Vec<Picture>, FileRows) {
        let rows = self.read.into_iter().filter_map(|(file, photo)| Some((file, vec![photo.ok()?.0])));
        (self.pictures, FileRows { file: PHOTOS, rows: rows.collect() })
    }
}

fn wrong(flaw: Flaw) -> Wrong {
    match flaw {
        Flaw::TooManyBytes => {
            (ProblemCode::PhotoTooLarge, format!("a photo of at most {} million bytes", MAX_BYTES / 1_000_000))
        }
        Flaw::TooManyPixels => {
            let expected = "a photo of at most 40 million pixels, such as 7,300 × 5,475; make it smaller first";
            (ProblemCode::PhotoTooLarge, expected.to_owned())
        }
        Flaw::TooFewPixels { width, height } => {
            let expected = format!(
                "a photo of at least 960 × 720 pixels, upright; this one is {width} × {height} and would not be sharp"
            );
            (ProblemCode::PhotoTooSmall, expected)
        }
        Flaw::NotAPicture => (ProblemCode::NotAPicture, "a picture: JPEG, PNG or WebP".to_owned()),
        Flaw::Damaged => (ProblemCode::NotAPicture, "a picture that is whole; this one is damaged".to_owned()),
        Flaw::NotEncoded => (ProblemCode::NotAPicture, "a picture that can be made smaller".to_owned()),
    }
}
