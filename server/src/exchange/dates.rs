//! Dates as written in a folder: days of the calendar, and in a demo home also days counted from the first import.

use super::problem::ProblemCode;
use domain::budget::Period;
use domain::calendar::Day;

/// How far a relative date may reach: ten years.
const FARTHEST_DAYS: i64 = 3660;

/// What relative dates are counted from.
#[derive(Clone, Copy, Debug)]
pub struct Dates {
    /// Only a demo home may have relative dates.
    pub is_demo: bool,
    /// The day of the first import.
    pub anchor: Day,
}

impl Dates {
    /// The day that `text` means, or what is wrong with it.
    pub fn parse(&self, text: &str, period: Option<Period>) -> Result<Day, (ProblemCode, String)> {
        let relative = relative(text, "today")
            .map(|days| (self.anchor, days))
            .or_else(|| Some((period?.start, relative(text, "period").filter(|days| *days >= 0)?)));
        match relative {
            Some((start, days)) if self.is_demo && days.abs() <= FARTHEST_DAYS => Ok(start.plus_days(days)),
            Some(_) if self.is_demo => Err((ProblemCode::NotADate, "a day within ten years".to_owned())),
            Some(_) => {
                let expected = "a date such as 2026-11-21 (relative dates are for a demo home only)".to_owned();
                Err((ProblemCode::RelativeDate, expected))
            }
            None => text.parse().map_err(|_| {
                let forms = match (self.is_demo, period) {
                    (true, Some(_)) => ", today+3 or period+10",
                    (true, None) => " or today+3",
                    (false, _) => "",
                };
                (ProblemCode::NotADate, format!("a date such as 2026-11-21{forms}"))
            }),
        }
    }
}

/// The days in `today`, `today+3`, `today-5`.
fn relative(text: &str, word: &str) -> Option<i64> {
    let rest = text.strip_prefix(word)?;
    if rest.is_empty() {
        return (word == "today").then_some(0);
    }
    let (is_before, digits) = match rest.split_at_checked(1)? {
        ("+", digits) => (false, digits),
        ("-", digits) => (true, digits),
        _ => return None,
    };
    let is_number = !digits.is_empty() && digits.len() <= 9 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let days: i64 = is_number.then(|| digits.parse().ok()).flatten()?;
    Some(if is_before { -days } else { days })
}
