use super::*;
use domain::amount::Amount;

#[test]
fn amounts_read_as_people_write_them() {
    let (nl, en) = (Words::new(Language::Nl), Words::new(Language::En));
    assert_eq!(amount(nl, Amount::cents(123_456_016)), "€\u{a0}1.234.560,16");
    assert_eq!(amount(en, Amount::cents(1_795)), "€17.95");
    assert_eq!(amount(nl, Amount::minutes(1)), "1\u{a0}minuut");
    assert_eq!(amount(en, Amount::points(8)), "8\u{a0}points");
}

#[test]
fn times_read_as_people_say_them() {
    let (nl, en) = (Words::new(Language::Nl), Words::new(Language::En));
    let half_past_two = "14:30".parse().unwrap();
    assert_eq!(time_spoken(nl, half_past_two), "half drie");
    assert_eq!(time_spoken(en, half_past_two), "2:30\u{a0}pm");
    assert_eq!(time_spoken(nl, "10:00".parse().unwrap()), "10 uur");
    assert_eq!(time_spoken(nl, "12:30".parse().unwrap()), "half een");
}
