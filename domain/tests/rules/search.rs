use domain::catalogue::Language;
use domain::search::{find, fold};
use domain::testing;

fn codes(query: &str, language: Language) -> Vec<String> {
    let catalogue = testing::de_linde();
    find(&catalogue, query, language).into_iter().map(|item| item.code.clone()).collect()
}

fn first(query: &str) -> Option<String> {
    codes(query, Language::Nl).into_iter().next()
}

#[test]
fn feet_find_the_pedicure() {
    assert_eq!(first("voeten").as_deref(), Some("V07"));
    assert_eq!(first("tenen").as_deref(), Some("V07"));
}

#[test]
fn a_slip_of_the_finger_is_forgiven() {
    for (typed, code) in [
        ("wandelign", "W01"),
        ("wandlen", "W01"),
        ("kaper", "V06"),
        ("pedicuur", "V07"),
        ("peddicure", "V07"),
        ("museim", "W04"),
        ("shcilderen", "A02"),
        ("beeldbelen", "A08"),
        ("bloemn", "H05"),
        ("tovertaffel", "A05"),
        ("fysoi", "B01"),
    ] {
        assert_eq!(first(typed).as_deref(), Some(code), "{typed}");
    }
}

#[test]
fn what_is_half_typed_is_found_even_with_a_slip() {
    for (typed, code) in [("wa", "W01"), ("ped", "V07"), ("schil", "A02"), ("shcil", "A02"), ("pedcu", "V07")] {
        assert!(codes(typed, Language::Nl).contains(&code.to_owned()), "{typed}");
    }
}

#[test]
fn accents_and_capitals_make_no_difference() {
    assert_eq!(codes("FOHNEN", Language::Nl), codes("föhnen", Language::Nl));
    assert_eq!(first("creme").as_deref(), Some("V04"));
    assert_eq!(fold("Crème brûlée, ’s avonds: IJsco & Straße"), "creme brulee  s avonds  ijsco   strasse");
    assert_eq!(fold("Łódź, Şükrü, Aydın"), "lodz  sukru  aydin");
}

#[test]
fn every_word_must_match_and_the_name_comes_first() {
    assert_eq!(first("glas bier").as_deref(), Some("E03"));
    assert_eq!(codes("glas voeten", Language::Nl), Vec::<String>::new());
    // The flowers have it in their name, the newspaper nowhere.
    assert_eq!(codes("bloemen", Language::Nl), ["H05"]);
    assert_eq!(first("taart").as_deref(), Some("E04"), "before the market, where there is cake too");
}

#[test]
fn one_letter_or_nothing_finds_nothing() {
    for query in ["", " ", "w", "?", "🙂", "xyzzy"] {
        assert_eq!(codes(query, Language::Nl), Vec::<String>::new(), "{query:?}");
    }
}

#[test]
fn english_is_searched_in_english() {
    assert_eq!(codes("walk", Language::En), ["W01"]);
    assert_eq!(codes("hairdresser", Language::En), ["V06"]);
}
