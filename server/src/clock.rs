//! The present moment: the one place that asks the machine. Everything else takes a [`Now`] as an argument, so that a
//! test, a simulation or a question about last Tuesday can say what time it is.

use domain::calendar::{Day, Moment, TimeOfDay, Timestamp};
use domain::sync::Now;
use jiff::tz::TimeZone;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Where most homes are; a home can say otherwise in its configuration.
pub const DEFAULT_TIME_ZONE: &str = "Europe/Amsterdam";

#[derive(Debug, thiserror::Error)]
pub enum ClockError {
    #[error("\"{name}\" is not a time zone such as Europe/Amsterdam")]
    UnknownTimeZone { name: String },
}

/// The time, in UTC and on the wall of the home. Clones share one clock.
#[derive(Clone, Debug)]
pub struct Clock {
    zone: TimeZone,
    /// `None`: the machine's own clock.
    settable: Option<Arc<AtomicI64>>,
    /// How far it runs before the machine's.
    ahead_micros: i64,
}

impl Clock {
    /// The machine's clock, shown in a time zone such as `Europe/Amsterdam`. The zones are inside the program.
    pub fn system(zone: &str) -> Result<Self, ClockError> {
        Ok(Self { zone: find_zone(zone)?, settable: None, ahead_micros: 0 })
    }

    /// The same clock, so many hours ahead of the machine's.
    #[must_use]
    pub fn ahead(self, hours: u16) -> Self {
        Self { ahead_micros: i64::from(hours) * 3_600_000_000, ..self }
    }

    /// A clock that stands still until someone moves it.
    pub fn settable(zone: &str, at: Timestamp) -> Result<Self, ClockError> {
        Ok(Self { zone: find_zone(zone)?, settable: Some(Arc::new(AtomicI64::new(at.0))), ahead_micros: 0 })
    }

    /// Moves a settable clock; a system clock takes no orders.
    pub fn set(&self, at: Timestamp) {
        if let Some(settable) = &self.settable {
            settable.store(at.0, Ordering::SeqCst);
        }
    }

    #[must_use]
    pub fn timestamp(&self) -> Timestamp {
        match &self.settable {
            Some(settable) => Timestamp(settable.load(Ordering::SeqCst)),
            None => Timestamp(jiff::Timestamp::now().as_microsecond().saturating_add(self.ahead_micros)),
        }
    }

    /// Whole microseconds; none where a settable clock stands still or goes back.
    #[must_use]
    pub fn micros_since(&self, before: Timestamp) -> u64 {
        u64::try_from(self.timestamp().0.saturating_sub(before.0)).unwrap_or(0)
    }

    #[must_use]
    pub fn now(&self) -> Now {
        self.at(self.timestamp())
    }

    /// What the clock on the wall said, or will say, at `at`.
    #[must_use]
    pub fn at(&self, at: Timestamp) -> Now {
        let instant = jiff::Timestamp::from_microsecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let offset = self.zone.to_offset(instant);
        let local = offset.to_datetime(instant);
        let moment = Moment { day: day_of(local.date()), time: time_of(local.time()) };
        Now { at, local: moment, utc_offset_minutes: offset.seconds() / 60 }
    }

    /// The instant at which the clock on the wall shows `moment`. A time that is skipped in spring counts as just after
    /// the gap, one that comes twice in autumn as the first.
    #[must_use]
    pub fn instant(&self, moment: Moment) -> Timestamp {
        let civil = civil_of(moment);
        let instant = self.zone.to_ambiguous_timestamp(civil).compatible();
        Timestamp(instant.unwrap_or(jiff::Timestamp::UNIX_EPOCH).as_microsecond())
    }
}

fn find_zone(name: &str) -> Result<TimeZone, ClockError> {
    TimeZone::get(name).map_err(|_| ClockError::UnknownTimeZone { name: name.to_owned() })
}

fn day_of(date: jiff::civil::Date) -> Day {
    let month = u8::try_from(date.month()).ok().and_then(|month| time::Month::try_from(month).ok());
    let date = month.and_then(|month| {
        time::Date::from_calendar_date(i32::from(date.year()), month, u8::try_from(date.day()).ok()?).ok()
    });
    Day::from_date(date.unwrap_or(time::Date::MIN))
}

fn time_of(time: jiff::civil::Time) -> TimeOfDay {
    let part = |value: i8| u16::try_from(value).unwrap_or(0);
    TimeOfDay::new(part(time.hour()), part(time.minute())).unwrap_or(TimeOfDay::MIDNIGHT)
}

fn civil_of(moment: Moment) -> jiff::civil::DateTime {
    let date = moment.day.date();
    let small = |value: u8| i8::try_from(value).unwrap_or(1);
    let year = i16::try_from(date.year()).unwrap_or(i16::MAX);
    let civil = jiff::civil::Date::new(year, small(u8::from(date.month())), small(date.day())).unwrap_or_default();
    let part = |value: u16| i8::try_from(value).unwrap_or(0);
    let time = jiff::civil::Time::new(part(moment.time.hour()), part(moment.time.minute()), 0, 0).unwrap_or_default();
    civil.to_datetime(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_microsecond())
    }

    #[test]
    fn the_wall_clock_follows_summer_and_winter_time() {
        let clock = Clock::settable(DEFAULT_TIME_ZONE, at("2026-10-25T00:30:00Z")).unwrap();
        assert_eq!(clock.now().local.to_string(), "2026-10-25T02:30");
        assert_eq!(clock.now().utc_offset_minutes, 120);
        clock.set(at("2026-10-25T01:30:00Z"));
        assert_eq!(clock.now().local.to_string(), "2026-10-25T02:30");
        assert_eq!(clock.now().utc_offset_minutes, 60);
        clock.set(at("2026-12-31T23:30:00Z"));
        assert_eq!(clock.now().local.to_string(), "2027-01-01T00:30");
    }

    #[test]
    fn a_moment_goes_to_an_instant_and_back() {
        let clock = Clock::settable(DEFAULT_TIME_ZONE, Timestamp(0)).unwrap();
        for text in ["2026-11-21T14:30", "2026-07-01T00:00", "2026-03-29T03:00"] {
            let moment: Moment = text.parse().unwrap();
            assert_eq!(clock.at(clock.instant(moment)).local, moment);
        }
        let skipped: Moment = "2026-03-29T02:30".parse().unwrap();
        assert_eq!(clock.at(clock.instant(skipped)).local.to_string(), "2026-03-29T03:30");
    }

    #[test]
    fn an_unknown_time_zone_is_an_error() {
        assert!(Clock::system("Europe/Appelscha").is_err());
    }
}
