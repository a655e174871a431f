//! Finding an item from two letters on: accents folded, one slip in words of 4–7 letters and two in longer ones,
//! synonyms ("voeten" finds pedicure), best first.

use crate::catalogue::{Catalogue, Item, Language};

/// Lower case without accents, other signs as spaces.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .flat_map(|letter| {
            let (plain, second) = match letter {
                'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => ('a', None),
                'ç' | 'ć' | 'č' => ('c', None),
                'è' | 'é' | 'ê' | 'ë' => ('e', None),
                'ğ' => ('g', None),
                'ì' | 'í' | 'î' | 'ï' | 'ı' => ('i', None),
                'ñ' | 'ń' => ('n', None),
                'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => ('o', None),
                'ş' | 'š' | 'ś' => ('s', None),
                'ù' | 'ú' | 'û' | 'ü' => ('u', None),
                'ý' | 'ÿ' => ('y', None),
                'ž' | 'ź' => ('z', None),
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
    let found_letters: Vec<char> = found.chars().collect();
    let prefix_length = found_letters.len().min(wanted_letters.len() + 1);
    let whole = edits(&wanted_letters, &found_letters);
    let start = edits(&wanted_letters, found_letters.get(..prefix_length).unwrap_or(&found_letters));
    let best = whole.min(start);
    (best <= slips).then_some(3 + best)
}

/// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours.
fn edits(left: &[char], right: &[char]) -> u32 {
    let mut before: Vec<u32> = Vec::new();
    let mut last: Vec<u32> = (0..).take(right.len() + 1).collect();
    let mut left_before: Option<char> = None;
    for (row, letter) in (1_u32..).zip(left) {
        let mut current = vec![row];
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
        left_before = Some(*letter);
        before = std::mem::replace(&mut last, current);
    }
    last.last().copied().unwrap_or(0)
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
    found.sort_by_key(|(score, _)| *score);
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
