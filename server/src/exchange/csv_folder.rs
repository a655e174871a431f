//! Reads CSV files strictly: every file, column and value that is not as `docs/import.md` says becomes a problem with
//! its line. What a value means is said by the caller, through [`Row`].

use super::dates::Dates;
use super::problem::{Problem, ProblemCode, Problems};
use domain::budget::Period;
use domain::calendar::{Day, TimeOfDay, Validity, Weekdays};
use domain::catalogue::Localized;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The columns of one file. The first columns are named in the order of the page; any order is read.
#[derive(Debug)]
pub struct FileSpec {
    pub name: &'static str,
    pub columns: &'static [&'static str],
    /// Those of the columns that a file may do without.
    pub optional: &'static [&'static str],
    /// The columns that together are the key of a row.
    pub key: &'static [&'static str],
    pub may_be_missing: bool,
}

#[derive(Debug, thiserror::Error)]
#[error("the folder {folder} cannot be read: {cause}")]
pub struct SourceError {
    folder: String,
    cause: std::io::Error,
}

/// The files of one home, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    files: BTreeMap<String, Vec<u8>>,
    photos: BTreeMap<String, PhotoFile>,
}

/// Photos are large: they stay where they are until they are needed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum PhotoFile {
    At(PathBuf),
    Held(Vec<u8>),
}

impl Source {
    #[must_use]
    pub fn from_files<N: Into<String>, B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (N, B)>) -> Self {
        let files = files.into_iter().map(|(name, bytes)| (name.into(), bytes.into())).collect();
        Self { files, photos: BTreeMap::new() }
    }

    /// The demo home, out of the program itself.
    #[must_use]
    pub fn de_linde() -> Self {
        super::embedded::de_linde()
    }

    /// The `.csv` files directly in `folder`, and the files directly in its folder `photos`; others are left alone.
    pub fn folder(folder: &Path) -> Result<Self, SourceError> {
        Self::read_folder(folder).map_err(|cause| SourceError { folder: folder.display().to_string(), cause })
    }

    fn read_folder(folder: &Path) -> std::io::Result<Self> {
        let mut files = BTreeMap::new();
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if Path::new(&name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"))
                && entry.file_type()?.is_file()
            {
                files.insert(name, std::fs::read(entry.path())?);
            }
        }
        let mut photos = BTreeMap::new();
        let folder = folder.join("photos");
        if folder.is_dir() {
            for entry in std::fs::read_dir(folder)? {
                let entry = entry?;
                // Only what lies there itself: a link may lead out of the folder.
                if entry.file_type()?.is_file() {
                    photos.insert(entry.file_name().to_string_lossy().into_owned(), PhotoFile::At(entry.path()));
                }
            }
        }
        Ok(Self { files, photos })
    }

    /// The content of a photo, and never more of it than a photo may have by one byte.
    pub fn photo(&self, name: &str) -> Option<std::io::Result<Vec<u8>>> {
        let read = |path: &Path| {
            let mut bytes = Vec::new();
            let file = std::fs::File::open(path)?;
            file.take(crate::picture::MAX_BYTES + 1).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        Some(match self.photos.get(name)? {
            PhotoFile::At(path) => read(path),
            PhotoFile::Held(bytes) => Ok(bytes.clone()),
        })
    }

    pub fn photo_names(&self) -> impl Iterator<Item = &str> {
        self.photos.keys().map(String::as_str)
    }

    pub fn insert_photo(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.photos.insert(name.into(), PhotoFile::Held(bytes.into()));
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    #[must_use]
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(Vec::as_slice)
    }

    pub fn insert(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(name.into(), bytes.into());
    }

    pub fn remove(&mut self, name: &str) {
        self.files.remove(name);
    }
}

/// One file that could be read, row by row.
#[derive(Debug)]
pub struct Table<'p> {
    pub spec: &'static FileSpec,
    problems: &'p Problems,
    columns: BTreeMap<&'static str, usize>,
    records: Vec<(u64, Vec<String>)>,
    codes: BTreeSet<String>,
}

impl<'p> Table<'p> {
    /// Reads `spec` from `folder`; a file that cannot be read is an empty table and a problem.
    #[must_use]
    pub fn read(spec: &'static FileSpec, folder: &Source, problems: &'p Problems) -> Self {
        let mut table = Self { spec, problems, columns: BTreeMap::new(), records: Vec::new(), codes: BTreeSet::new() };
        let Some(bytes) = folder.file(spec.name) else {
            if !spec.may_be_missing {
                table.say(0, "", "", ProblemCode::MissingFile, "this file is needed and is not in the folder");
            }
            return table;
        };
        if let Some(text) = table.decode(bytes)
            && table.check_quoting(text)
        {
            table.parse(text);
        }
        table
    }

    fn say(&self, line: u64, column: &str, found: &str, code: ProblemCode, expected: impl Into<String>) {
        self.problems.add(Problem {
            file: self.spec.name.to_owned(),
            line,
            column: column.to_owned(),
            found: found.to_owned(),
            expected: expected.into(),
            code,
        });
    }

    /// A problem of the file as a whole.
    pub fn say_whole(&self, expected: &str) {
        self.say(1, "", "", ProblemCode::Check, expected);
    }

    /// UTF-8, with or without the byte order mark that spreadsheets put in front.
    fn decode<'b>(&self, bytes: &'b [u8]) -> Option<&'b str> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => Some(text),
            Err(error) => {
                let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let found = bytes.get(error.valid_up_to()).map(|byte| format!("byte {byte:#04x}")).unwrap_or_default();
                self.say(line_after(before), "", &found, ProblemCode::NotUtf8, "a file in UTF-8");
                None
            }
        }
    }

    /// RFC 4180: quotes stand around a whole value and are doubled inside it.
    fn check_quoting(&self, text: &str) -> bool {
        #[derive(PartialEq)]
        enum At {
            Start,
            Plain,
            Quoted,
            AfterQuote,
        }
        let mut at = At::Start;
        let mut line = 1;
        let mut opened = 1;
        for letter in text.chars() {
            at = match (at, letter) {
                (At::Start, '"') => {
                    opened = line;
                    At::Quoted
                }
                (At::Quoted, '"') => At::AfterQuote,
                (At::Quoted, _) | (At::AfterQuote, '"') => At::Quoted,
                (_, ',' | '\n' | '\r') => At::Start,
                (At::Start, _) => At::Plain,
                (At::Plain, '"') => {
                    self.say(
                        line,
                        "",
                        "\"",
                        ProblemCode::BadQuoting,
                        "quotes around the whole value, and doubled inside it",
                    );
                    return false;
                }
                (At::Plain, _) => At::Plain,
                (At::AfterQuote, other) => {
                    let expected = "a comma or the end of the line after a closing quote";
                    self.say(line, "", &other.to_string(), ProblemCode::BadQuoting, expected);
                    return false;
                }
            };
            if letter == '\n' {
                line += 1;
            }
        }
        if at == At::Quoted {
            self.say(opened, "", "\"", ProblemCode::BadQuoting, "a closing quote before the end of the file");
            return false;
        }
        true
    }

    fn parse(&mut self, text: &str) {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut records = reader.records().filter_map(Result::ok);
        let Some(header) = records.next() else {
            self.say(
                1,
                "",
                "",
                ProblemCode::MissingColumn,
                format!("a first line with {}", self.spec.columns.join(",")),
            );
            return;
        };
        for (index, name) in header.iter().enumerate() {
            match self.spec.columns.iter().find(|known| **known == name) {
                None => self.say(1, name, name, ProblemCode::UnknownColumn, one_of(self.spec.columns)),
                Some(known) => {
                    if self.columns.insert(known, index).is_some() {
                        self.say(1, name, name, ProblemCode::UnknownColumn, "every column once");
                    }
                }
            }
        }
        let missing: Vec<&str> = self.spec.columns.iter().filter(|name| self.is_missing(name)).copied().collect();
        for name in &missing {
            self.say(1, name, "", ProblemCode::MissingColumn, format!("a column {name}"));
        }
        if !missing.is_empty() {
            self.columns.clear();
            return;
        }
        let mut keys: BTreeMap<String, u64> = BTreeMap::new();
        for record in records {
            // The position is where the reader began to look, which is before any empty lines.
            let start = record.position().map_or(0, csv::Position::byte);
            let line = first_line_of_record(text, start);
            if record.len() != header.len() {
                let expected = format!("{} values", header.len());
                self.say(line, "", &format!("{} values", record.len()), ProblemCode::RaggedRow, expected);
                // Its code stands there all the same: rows that point to it are not wrong.
                let key = self.spec.key.first().and_then(|name| self.columns.get(name)).and_then(|at| record.get(*at));
                self.codes.extend(key.map(|code| code.trim().to_owned()));
                continue;
            }
            let cells: Vec<String> = record.iter().map(str::to_owned).collect();
            for (name, index) in &self.columns {
                let value = cells.get(*index).map_or("", String::as_str);
                if value.trim() != value {
                    self.say(line, name, value, ProblemCode::NotAllowed, "no spaces around the value");
                }
            }
            let cell = |name: &&str| {
                self.columns.get(*name).and_then(|index| cells.get(*index)).map_or("", |value| value.trim())
            };
            let key: Vec<&str> = self.spec.key.iter().map(cell).collect();
            let code = key.first().copied().unwrap_or_default().to_owned();
            let key = key.join("/");
            if let Some(first) = keys.get(&key) {
                let expected = format!("a key that is not used yet; it stands on line {first} too");
                self.say(line, &self.spec.key.join("/"), &key, ProblemCode::DuplicateKey, expected);
                continue;
            }
            keys.insert(key, line);
            self.codes.insert(code);
            self.records.push((line, cells));
        }
    }

    fn is_missing(&self, column: &str) -> bool {
        !self.columns.contains_key(column) && !self.spec.optional.contains(&column)
    }

    /// A code that stands in this file, even when its row has problems.
    #[must_use]
    pub fn has_code(&self, code: &str) -> bool {
        self.codes.contains(code)
    }

    /// False when the file could not be read: then nothing can be said about codes in it.
    #[must_use]
    pub fn is_read(&self) -> bool {
        !self.columns.is_empty()
    }

    /// Whether something is wrong anywhere in the folder so far.
    #[must_use]
    pub fn any_problems(&self) -> bool {
        !self.problems.is_empty()
    }

    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.records.iter().map(|(line, cells)| Row { table: self, line: *line, cells })
    }
}

/// The line of the first record at or after byte `start`, skipping the empty lines that a reader skips.
fn first_line_of_record(text: &str, start: u64) -> u64 {
    let start = usize::try_from(start).unwrap_or(usize::MAX).min(text.len());
    let (before, after) = text.as_bytes().split_at_checked(start).unwrap_or_default();
    let skipped: Vec<u8> = after.iter().copied().take_while(|byte| matches!(byte, b'\n' | b'\r')).collect();
    line_after(before) + line_after(&skipped) - 1
}

fn line_after(bytes: &[u8]) -> u64 {
    let newlines = bytes.iter().filter(|byte| **byte == b'\n').count();
    u64::try_from(newlines).unwrap_or(u64::MAX - 1) + 1
}

/// "one of a, b, c".
pub fn one_of(words: &[&str]) -> String {
    format!("one of {}", words.join(", "))
}

/// One row. Every reading method says its problem and gives `None`, so that a row is read to its end.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    table: &'t Table<'t>,
    pub line: u64,
    cells: &'t [String],
}

/// Numbers above this are a slip of the keyboard, and would make later sums overflow.
const LARGEST: i64 = 9_999_999;

impl<'t> Row<'t> {
    /// The value without spaces around it; empty when there is none.
    #[must_use]
    pub fn cell(&self, column: &str) -> &'t str {
        self.table.columns.get(column).and_then(|index| self.cells.get(*index)).map_or("", |value| value.trim())
    }

    /// The values of the key columns.
    #[must_use]
    pub fn key(&self) -> String {
        self.table.spec.key.iter().map(|column| self.cell(column)).collect::<Vec<_>>().join("/")
    }

    /// The whole row in the order of the page: what is compared to see whether it changed.
    #[must_use]
    pub fn values(&self) -> Vec<&'t str> {
        self.table.spec.columns.iter().map(|column| self.cell(column)).collect()
    }

    pub fn say(&self, column: &str, code: ProblemCode, expected: impl Into<String>) {
        self.table.say(self.line, column, self.cell(column), code, expected);
    }

    /// A check that failed; `expected` names the rule.
    pub fn wrong(&self, column: &str, expected: impl Into<String>) {
        self.say(column, ProblemCode::Check, expected);
    }

    /// A text that must be there.
    #[must_use]
    pub fn text(&self, column: &str) -> Option<&'t str> {
        let value = self.cell(column);
        if value.is_empty() {
            self.say(column, ProblemCode::Empty, "a value");
            return None;
        }
        Some(value)
    }

    /// Both languages of a text that must be there.
    #[must_use]
    pub fn both(&self, column: &str) -> Option<Localized> {
        let (nl, en) = (self.text(&format!("{column}_nl")), self.text(&format!("{column}_en")));
        Some(Localized { nl: nl?.to_owned(), en: en?.to_owned() })
    }

    /// Both languages of a text that may be empty, but then in both.
    #[must_use]
    pub fn both_or_none(&self, column: &str) -> Option<Localized> {
        let (nl, en) = (format!("{column}_nl"), format!("{column}_en"));
        match (self.cell(&nl), self.cell(&en)) {
            ("", "") => Some(Localized::default()),
            _ => self.both(column),
        }
    }

    /// A code that stands in `other`.
    #[must_use]
    pub fn known(&self, column: &str, other: &Table<'_>) -> Option<&'t str> {
        let code = self.text(column)?;
        if other.has_code(code) {
            return Some(code);
        }
        // When that file could not be read, that is the problem, not every row that points to it.
        if other.is_read() {
            let expected = format!("one of the codes in {}", other.spec.name);
            self.say(column, ProblemCode::UnknownReference, expected);
        }
        None
    }

    /// As [`Row::known`], where empty is allowed.
    #[must_use]
    pub fn known_or_none(&self, column: &str, other: &Table<'_>) -> Option<Option<&'t str>> {
        if self.cell(column).is_empty() { Some(None) } else { self.known(column, other).map(Some) }
    }

    /// One of a closed list of words, each with its meaning.
    #[must_use]
    pub fn word<T: Copy>(&self, column: &str, words: &[(&'static str, T)]) -> Option<T> {
        let value = self.text(column)?;
        let found = words.iter().find(|(word, _)| *word == value).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.say(column, ProblemCode::NotAllowed, one_of(&words));
        }
        found
    }

    #[must_use]
    pub fn yes(&self, column: &str) -> Option<bool> {
        match self.text(column)? {
            "yes" => Some(true),
            "no" => Some(false),
            _ => {
                self.say(column, ProblemCode::NotYesOrNo, "yes or no");
                None
            }
        }
    }

    /// A whole number from 0.
    #[must_use]
    pub fn whole(&self, column: &str) -> Option<u32> {
        let number = whole_number(self.text(column)?);
        if number.is_none() {
            self.say(column, ProblemCode::NotANumber, format!("a whole number from 0 to {LARGEST}"));
        }
        number
    }

    #[must_use]
    pub fn whole_or_none(&self, column: &str) -> Option<Option<u32>> {
        if self.cell(column).is_empty() { Some(None) } else { self.whole(column).map(Some) }
    }

    /// A whole number that may be negative.
    #[must_use]
    pub fn signed(&self, column: &str) -> Option<i64> {
        let value = self.text(column)?;
        let digits = value.strip_prefix('-').unwrap_or(value);
        let number = whole_number(digits).map(i64::from).map(|number| if digits == value { number } else { -number });
        if number.is_none() {
            self.say(column, ProblemCode::NotANumber, "a whole number such as 3 or -3");
        }
        number
    }

    /// A number from 0 with a point for the decimals.
    #[must_use]
    pub fn decimal(&self, column: &str) -> Option<Decimal> {
        let number = decimal_number(self.text(column)?);
        if number.is_none() {
            self.say(column, ProblemCode::NotANumber, "a number such as 12 or 12.30");
        }
        number
    }

    #[must_use]
    pub fn decimal_or_none(&self, column: &str) -> Option<Option<Decimal>> {
        if self.cell(column).is_empty() { Some(None) } else { self.decimal(column).map(Some) }
    }

    /// A part of a whole, from 0.00 to 1.00.
    #[must_use]
    pub fn share(&self, column: &str) -> Option<Decimal> {
        let number = self.decimal(column)?;
        if number > Decimal::ONE {
            self.say(column, ProblemCode::NotAllowed, "a share from 0.00 to 1.00");
            return None;
        }
        Some(number)
    }

    #[must_use]
    pub fn time(&self, column: &str) -> Option<TimeOfDay> {
        let time = self.text(column)?.parse().ok();
        if time.is_none() {
            self.say(column, ProblemCode::NotATime, "a time such as 09:30");
        }
        time
    }

    #[must_use]
    pub fn time_or_none(&self, column: &str) -> Option<Option<TimeOfDay>> {
        if self.cell(column).is_empty() { Some(None) } else { self.time(column).map(Some) }
    }

    /// A list of times, earliest first.
    #[must_use]
    pub fn times(&self, column: &str) -> Option<Vec<TimeOfDay>> {
        let mut times = self.list(column)?.map(|part| part.parse().ok()).collect::<Option<Vec<TimeOfDay>>>();
        match &mut times {
            None => self.say(column, ProblemCode::NotATime, "times such as 09:30, with commas between them"),
            Some(times) => {
                times.sort_unstable();
                times.dedup();
            }
        }
        times
    }

    #[must_use]
    pub fn weekdays(&self, column: &str) -> Option<Weekdays> {
        self.text(column)?;
        let weekdays = weekdays(self.cell(column));
        if weekdays.is_none() {
            let expected = "daily, or days out of mon, tue, wed, thu, fri, sat, sun with commas between them";
            self.say(column, ProblemCode::NotAllowed, expected);
        }
        weekdays
    }

    /// The parts of a list that must be there.
    pub fn list(&self, column: &str) -> Option<std::str::Split<'t, char>> {
        self.text(column).map(|value| value.split(','))
    }

    /// A date; relative ones are worked out from `dates`, and from `period` where the form is `period+N`.
    #[must_use]
    pub fn day(&self, column: &str, dates: &Dates, period: Option<Period>) -> Option<Day> {
        match dates.parse(self.text(column)?, period) {
            Ok(day) => Some(day),
            Err((code, expected)) => {
                self.say(column, code, expected);
                None
            }
        }
    }

    #[must_use]
    pub fn day_or_none(&self, column: &str, dates: &Dates, period: Option<Period>) -> Option<Option<Day>> {
        if self.cell(column).is_empty() { Some(None) } else { self.day(column, dates, period).map(Some) }
    }

    /// `from` and `until` as written, both included, as a validity whose end is not included.
    #[must_use]
    pub fn valid(&self, from: &str, until: &str, dates: &Dates, period: Option<Period>) -> Option<Validity> {
        let (first, last) = (self.day(from, dates, period), self.day_or_none(until, dates, period));
        let (first, last) = (first?, last?);
        if last.is_some_and(|last| last < first) {
            self.wrong(until, format!("a day on or after {first}"));
            return None;
        }
        Some(Validity { from: first, until: last.map(|last| last.plus_days(1)) })
    }
}

fn whole_number(text: &str) -> Option<u32> {
    let is_plain = !text.is_empty() && text.len() <= 7 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_plain.then(|| text.parse().ok()).flatten()
}

fn decimal_number(text: &str) -> Option<Decimal> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = are_digits(whole) && are_digits(fraction) && whole.len() <= 7 && fraction.len() <= 6;
    is_plain.then(|| text.parse().ok()).flatten()
}

/// `daily`, or a list of weekdays.
#[must_use]
pub fn weekdays(text: &str) -> Option<Weekdays> {
    const DAYS: [(&str, u8); 7] = [("mon", 1), ("tue", 2), ("wed", 3), ("thu", 4), ("fri", 5), ("sat", 6), ("sun", 7)];
    if text == "daily" {
        return Some(Weekdays::daily());
    }
    let number = |part: &str| DAYS.iter().find(|(name, _)| *name == part).map(|(_, number)| *number);
    text.split(',').map(number).collect::<Option<Vec<u8>>>().map(Weekdays::from_iso)
}
