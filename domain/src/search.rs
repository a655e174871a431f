//! Finding an item from two letters on: accents folded, one slip in words of 4–7 letters and two in longer ones,
//! synonyms ("voeten" finds pedicure), best first.

use crate::catalogue::{Catalogue, Item, Language};
use crate::sorting::sort_by_key;

/// Lower case without accents, other signs as spaces.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .flat_map(|letter| {
            let (plain, second) = match letter {
                'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ą' | 'ă' | 'ā' => ('a', None),
                'ç' | 'ć' | 'č' => ('c', None),
                'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => ('e', None),
                'ğ' => ('g', None),
                'ì' | 'í' | 'î' | 'ï' | 'ı' => ('i', None),
                'ł' => ('l', None),
                'ñ' | 'ń' => ('n', None),
                'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => ('o', None),
                'ş' | 'š' | 'ś' => ('s', None),
                'ù' | 'ú' | 'û' | 'ü' | 'ű' | 'ů' => ('u', None),
                'ý' | 'ÿ' => ('y', None),
                'ž' | 'ź' | 'ż' => ('z', None),
                'æ' => ('a', Some('e')),
                'ß' => ('s', Some('s')),
                'ĳ' => ('i', Some('j')),
                '\u{300}'..='\u{36f}' | '\'' | '’' => return Folded(None, None),
                letter if letter.is_alphanumeric() => (letter, None),
                _ => (' ', None),
            };
            Folded(Some(plain), second)
        })
        .collect()
}

struct Folded(Option<char>, Option<char>);

impl Iterator for Folded {
    type Item = char;
    fn next(&mut self) -> Option<char> {
        self.0.take().or_else(|| self.1.take())
    }
}

/// How far a wanted word is from a found one: 0 is exact, lower is better, `None` is no match.
fn distance(wanted: &str, found: &str) -> Option<u32> {
    if found == wanted {
        return Some(0);
    }
    if found.starts_with(wanted) {
        return Some(1);
    }
    let wanted_letters: Vec<char> = wanted.chars().collect();
    if wanted_letters.len() >= 3 && found.contains(wanted) {
        return Some(2);
    }
    let slips = match wanted_letters.len() {
        0..=3 => return None,
        4..=7 => 1,
        _ => 2,
    };
    // A word that goes on further than this is only ever matched by its beginning.
    let enough = wanted_letters.len() + 3;
    let found_letters: Vec<char> = found.chars().take(enough).collect();
    let row = edits(&wanted_letters, &found_letters, slips);
    // Half typed, with a slip: a letter left out makes the beginning longer, another letter or a swap does not. Four
    // letters say too little for that.
    let lengths = [wanted_letters.len() + 1, wanted_letters.len().max(5), found_letters.len()];
    let whole = if found_letters.len() < enough { 3 } else { 2 };
    let at_length = |length: usize| row.get(length.min(found_letters.len())).copied();
    let best = lengths.into_iter().take(whole).filter_map(at_length).min()?;
    (best <= slips).then_some(3 + best)
}

/// How far `left` is from every beginning of `right`, by optimal string alignment: insertions, deletions, substitutions
/// and swaps of neighbours. Nothing when all are further than `most`.
fn edits(left: &[char], right: &[char], most: u32) -> Vec<u32> {
    let mut before: Vec<u32> = Vec::new();
    let mut last: Vec<u32> = (0..).take(right.len() + 1).collect();
    let mut left_before: Option<char> = None;
    for (row, letter) in (1_u32..).zip(left) {
        let mut current = Vec::with_capacity(right.len() + 1);
        current.push(row);
        let mut right_before: Option<char> = None;
        for (column, other) in right.iter().enumerate() {
            let at = |cells: &[u32], index: usize| cells.get(index).copied().unwrap_or(u32::MAX / 2);
            let change = at(&last, column) + u32::from(letter != other);
            let mut best = change.min(at(&last, column + 1) + 1).min(at(&current, column) + 1);
            if column > 0 && left_before == Some(*other) && right_before == Some(*letter) {
                best = best.min(at(&before, column - 1) + 1);
            }
            current.push(best);
            right_before = Some(*other);
        }
        // Two rows without hope leave none: a swap looks back no further.
        if last.iter().chain(&current).all(|cell| *cell > most) {
            return Vec::new();
        }
        left_before = Some(*letter);
        before = std::mem::replace(&mut last, current);
    }
    last
}

/// Items that match every word of `query`, best first; nothing below two letters.
#[must_use]
pub fn find<'a>(catalogue: &'a Catalogue, query: &str, language: Language) -> Vec<&'a Item> {
    let folded = fold(query);
    let wanted: Vec<&str> = folded.split_whitespace().collect();
    if wanted.iter().map(|word| word.chars().count()).sum::<usize>() < 2 {
        return Vec::new();
    }
    let mut found: Vec<(u32, &Item)> =
        catalogue.items.iter().filter_map(|item| Some((score(item, &wanted, language)?, item))).collect();
    sort_by_key(&mut found, |(score, _)| *score);
    found.into_iter().map(|(_, item)| item).collect()
}

fn score(item: &Item, wanted: &[&str], language: Language) -> Option<u32> {
    let fields = [
        (0, fold(item.name.get(language))),
        (4, fold(item.synonyms.get(language))),
        (8, fold(item.description.get(language))),
    ];
    wanted.iter().try_fold(0, |total, word| {
        fields
            .iter()
            .flat_map(|(weight, text)| text.split_whitespace().map(move |found| (weight, found)))
            .filter_map(|(weight, found)| distance(word, found).map(|distance| weight + distance))
            .min()
            .map(|best| total + best)
    })
}
