//! Days, times of day and moments in the home's own local time; the edge converts from UTC.

use crate::sorting::sort_by_key;
use serde::{Deserialize, Serialize};
use std::fmt;
use time::{Date, Duration, Weekday};

/// Microseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// A calendar day, written `2026-11-21`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    #[error("\"{0}\" is not a date like 2026-11-21")]
    NotADay(String),
    #[error("\"{0}\" is not a time like 14:30")]
    NotATime(String),
    #[error("\"{0}\" is not a moment like 2026-11-21T14:30")]
    NotAMoment(String),
}

impl Day {
    #[must_use]
    pub const fn from_date(date: Date) -> Self {
        Self(date)
    }

    #[must_use]
    pub const fn date(self) -> Date {
        self.0
    }

    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(Duration::days(days)))
    }

    /// Days from `self` up to `later`; negative when `later` is earlier.
    #[must_use]
    pub fn days_until(self, later: Self) -> i64 {
        (later.0 - self.0).whole_days()
    }

    #[must_use]
    pub const fn weekday(self) -> Weekday {
        self.0.weekday()
    }

    #[must_use]
    pub fn first_of_month(self) -> Self {
        Self(self.0.replace_day(1).unwrap_or(self.0))
    }

    #[must_use]
    pub fn first_of_next_month(self) -> Self {
        self.first_of_month().plus_days(32).first_of_month()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), u8::from(self.0.month()), self.0.day())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::str::FromStr for Day {
    type Err = CalendarError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || CalendarError::NotADay(text.to_owned());
        let mut parts = text.splitn(3, '-');
        let mut next = || parts.next().filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        let year = next().filter(|part| part.len() == 4).and_then(|part| part.parse::<i32>().ok()).ok_or_else(wrong)?;
        let month = next().filter(|part| part.len() == 2).and_then(|part| part.parse::<u8>().ok()).ok_or_else(wrong)?;
        let day = next().filter(|part| part.len() == 2).and_then(|part| part.parse::<u8>().ok()).ok_or_else(wrong)?;
        let month = time::Month::try_from(month).map_err(|_| wrong())?;
        Date::from_calendar_date(year, month, day).map(Self).map_err(|_| wrong())
    }
}

/// Minutes since midnight, written `14:30`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    pub const MIDNIGHT: Self = Self(0);

    #[must_use]
    pub fn new(hour: u16, minute: u16) -> Option<Self> {
        (hour < 24 && minute < 60).then(|| Self(hour * 60 + minute))
    }

    #[must_use]
    pub const fn hour(self) -> u16 {
        self.0 / 60
    }

    #[must_use]
    pub const fn minute(self) -> u16 {
        self.0 % 60
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour(), self.minute())
    }
}

impl fmt::Debug for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::str::FromStr for TimeOfDay {
    type Err = CalendarError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.split_once(':')
            .filter(|parts| {
                [parts.0, parts.1].iter().all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
            })
            .and_then(|(hour, minute)| Self::new(hour.parse().ok()?, minute.parse().ok()?))
            .ok_or_else(|| CalendarError::NotATime(text.to_owned()))
    }
}

/// A day and a time in the home's local time, written `2026-11-21T14:30`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    pub day: Day,
    pub time: TimeOfDay,
}

impl Moment {
    /// A time in UTC on a wall where clocks show this much more.
    #[must_use]
    pub fn on_the_wall(at: Timestamp, utc_offset_minutes: i32) -> Option<Self> {
        let minutes = at.0.div_euclid(60_000_000) + i64::from(utc_offset_minutes);
        let epoch = Day::from_date(Date::from_calendar_date(1970, time::Month::January, 1).ok()?);
        let in_day = u16::try_from(minutes.rem_euclid(1440)).ok()?;
        Some(Self { day: epoch.plus_days(minutes.div_euclid(1440)), time: TimeOfDay::new(in_day / 60, in_day % 60)? })
    }

    /// Whole minutes from `self` to `later`; negative when `later` is earlier.
    #[must_use]
    pub fn minutes_until(self, later: Self) -> i64 {
        self.day.days_until(later.day) * 1440 + i64::from(later.time.0) - i64::from(self.time.0)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.day, self.time)
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::str::FromStr for Moment {
    type Err = CalendarError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.split_once('T')
            .and_then(|(day, time)| Some(Self { day: day.parse().ok()?, time: time.parse().ok()? }))
            .ok_or_else(|| CalendarError::NotAMoment(text.to_owned()))
    }
}

/// The days of the week on which something is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Weekdays(Vec<u8>);

impl Weekdays {
    #[must_use]
    pub fn daily() -> Self {
        Self((1..=7).collect())
    }

    /// From ISO numbers, 1 = Monday … 7 = Sunday; others are left out.
    #[must_use]
    pub fn from_iso(numbers: impl IntoIterator<Item = u8>) -> Self {
        let mut days: Vec<u8> = numbers.into_iter().filter(|number| (1..=7).contains(number)).collect();
        sort_by_key(&mut days, |each| *each);
        days.dedup();
        Self(days)
    }

    #[must_use]
    pub fn iso(&self) -> &[u8] {
        &self.0
    }

    #[must_use]
    pub fn contains(&self, day: Day) -> bool {
        self.0.contains(&day.weekday().number_from_monday())
    }
}

/// From a first day up to, not including, an open or dated end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    pub from: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

impl Validity {
    #[must_use]
    pub fn contains(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

macro_rules! serde_as_text {
    ($($name:ident),*) => {$(
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

serde_as_text!(Day, TimeOfDay, Moment);
