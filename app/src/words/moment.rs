//! Days and times as people say them: "dinsdag 15 september", "half drie".

use super::Words;
use crate::t;
use domain::calendar::{Day, Moment, TimeOfDay, Timestamp};
use domain::catalogue::Language;
use domain::sync::Now;
use time::{Month, Weekday};

/// "dinsdag".
#[must_use]
pub fn weekday(words: Words, day: Day) -> String {
    match day.weekday() {
        Weekday::Monday => t!(words, "weekday-monday"),
        Weekday::Tuesday => t!(words, "weekday-tuesday"),
        Weekday::Wednesday => t!(words, "weekday-wednesday"),
        Weekday::Thursday => t!(words, "weekday-thursday"),
        Weekday::Friday => t!(words, "weekday-friday"),
        Weekday::Saturday => t!(words, "weekday-saturday"),
        Weekday::Sunday => t!(words, "weekday-sunday"),
    }
}

fn month(words: Words, day: Day) -> String {
    match day.date().month() {
        Month::January => t!(words, "month-january"),
        Month::February => t!(words, "month-february"),
        Month::March => t!(words, "month-march"),
        Month::April => t!(words, "month-april"),
        Month::May => t!(words, "month-may"),
        Month::June => t!(words, "month-june"),
        Month::July => t!(words, "month-july"),
        Month::August => t!(words, "month-august"),
        Month::September => t!(words, "month-september"),
        Month::October => t!(words, "month-october"),
        Month::November => t!(words, "month-november"),
        Month::December => t!(words, "month-december"),
    }
}

/// "15 september".
#[must_use]
pub fn day_short(words: Words, day: Day) -> String {
    t!(words, "day-short", day = i64::from(day.date().day()).to_string(), month = month(words, day))
}

/// "dinsdag 15 september".
#[must_use]
pub fn day_long(words: Words, day: Day) -> String {
    t!(words, "day-long", weekday = weekday(words, day), date = day_short(words, day))
}

/// "vandaag", "morgen", "dinsdag" within six days, and after that "dinsdag 15 september".
#[must_use]
pub fn day_relative(words: Words, day: Day, today: Day) -> String {
    match today.days_until(day) {
        -1 => t!(words, "day-yesterday"),
        0 => t!(words, "day-today"),
        1 => t!(words, "day-tomorrow"),
        2..=6 => weekday(words, day),
        _ => day_long(words, day),
    }
}

/// As residents say it: "10 uur", "half drie", "14.15 uur"; "10 am", "2:30 pm".
#[must_use]
pub fn time_spoken(words: Words, time: TimeOfDay) -> String {
    let (hour, minute) = (i64::from(time.hour()), i64::from(time.minute()));
    match words.language {
        Language::Nl => match minute {
            0 => t!(words, "time-hour", hour = hour.to_string()),
            30 => t!(words, "time-half", next = dutch_hour(words, hour + 1)),
            _ => t!(words, "time-exact", time = format!("{hour}.{minute:02}")),
        },
        Language::En => {
            let half = if hour < 12 { "am" } else { "pm" };
            let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
            if minute == 0 { format!("{hour}\u{a0}{half}") } else { format!("{hour}:{minute:02}\u{a0}{half}") }
        }
    }
}

fn dutch_hour(words: Words, hour: i64) -> String {
    t!(words, "hour-name", hour = if hour % 12 == 0 { 12 } else { hour % 12 })
}

/// For staff and in short notes: "14.30" in Dutch, "14:30" in English.
#[must_use]
pub fn clock(words: Words, time: TimeOfDay) -> String {
    match words.language {
        Language::Nl => format!("{}.{:02}", time.hour(), time.minute()),
        Language::En => format!("{}:{:02}", time.hour(), time.minute()),
    }
}

/// A time in UTC on the home's wall clock.
#[must_use]
pub fn local(at: Timestamp, now: Now) -> Option<Moment> {
    Moment::on_the_wall(at, now.utc_offset_minutes)
}
