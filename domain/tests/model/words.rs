use super::{Case, Run};
use domain::calendar::{Day, Moment, TimeOfDay};
use domain::catalogue::{Catalogue, Language};
use domain::search;
use domain::testing;
use proptest::prelude::*;
use proptest::sample::Index;

pub fn what_is_written_is_read_back(run: &Run) -> Result<(), String> {
    run.check(&(-40_000..2_900_000_i64, 0..24_u16, 0..60_u16), |(offset, hour, minute)| -> Case {
        let day = testing::day("0200-01-01").plus_days(offset);
        let time = TimeOfDay::new(hour, minute).unwrap();
        let moment = Moment { day, time };
        prop_assert_eq!(day.to_string().parse(), Ok(day));
        prop_assert_eq!(time.to_string().parse(), Ok(time));
        prop_assert_eq!(moment.to_string().parse(), Ok(moment));
        prop_assert_eq!(serde_json::from_str::<Moment>(&serde_json::to_string(&moment).unwrap()).unwrap(), moment);
        let first = day.first_of_month();
        prop_assert!(first <= day && day < day.first_of_next_month() && first.date().day() == 1);
        Ok(())
    })?;
    // Only what we would write ourselves is read.
    run.check(&"[+0-9 T:.-]{1,17}", |text| -> Case {
        if let Ok(time) = text.parse::<TimeOfDay>() {
            prop_assert_eq!(time.to_string(), text.as_str());
        }
        if let Ok(day) = text.parse::<Day>() {
            prop_assert_eq!(day.to_string(), text.as_str());
        }
        if let Ok(moment) = text.parse::<Moment>() {
            prop_assert_eq!(moment.to_string(), text.as_str());
        }
        Ok(())
    })?;
    run.check(&"[+0-9]{2}:[+0-9 ]{2}", |text| -> Case {
        let digits = text.bytes().all(|byte| byte == b':' || byte.is_ascii_digit());
        match text.parse::<TimeOfDay>() {
            Ok(time) => prop_assert_eq!(time.to_string(), text.as_str()),
            Err(_) => prop_assert!(!digits || &text[..2] > "23" || &text[3..] > "59"),
        }
        Ok(())
    })
}

pub fn search_forgives_one_slip(run: &Run) -> Result<(), String> {
    let catalogue: Catalogue = testing::de_linde();
    let case =
        (any::<Index>(), any::<Index>(), any::<Index>(), 0..4_u8, proptest::char::range('a', 'z'), any::<bool>());
    run.check(&case, |(item, word, place, slip, letter, upper)| -> Case {
        let item = item.get(&catalogue.items);
        let words: Vec<Vec<char>> = search::fold(&item.name.nl)
            .split_whitespace()
            .map(|word| word.chars().collect::<Vec<_>>())
            .filter(|word| word.len() >= 5)
            .collect();
        if words.is_empty() {
            return Ok(());
        }
        let mut typed = word.get(&words).clone();
        let at = place.index(typed.len() - 1);
        match slip {
            0 => typed[at] = letter,
            1 => typed.insert(at, letter),
            2 => typed.swap(at, at + 1),
            _ => drop(typed.remove(at)),
        }
        let mut typed: String = typed.into_iter().collect();
        if upper {
            typed = typed.to_uppercase();
        }
        let found = search::find(&catalogue, &typed, Language::Nl);
        prop_assert!(found.iter().any(|other| other.id == item.id), "{typed} does not find {}", item.name.nl);
        Ok(())
    })?;
    run.check(&"\\PC{0,24}", |query| -> Case {
        let folded = search::fold(&query);
        prop_assert_eq!(&search::fold(&folded), &folded, "folding twice is folding once");
        let found = search::find(&catalogue, &query, Language::Nl);
        prop_assert!(found.len() <= catalogue.items.len());
        Ok(())
    })
}
