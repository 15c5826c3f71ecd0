//! The characters and pairs of a text, counted.

/// A character or a pair of them, as a number; with how often a text has it.
pub type Gram = (u32, f32);

/// Stands where two neighbours were not neighbours in the text: punctuation, digits, a place that was taken out.
const BREAK: char = '|';

/// The letters and characters of `folded` (half width, lower case, simplified), with marks where others stood.
///
/// The data's stand-ins for places (`A市`, `A3区`, `西地省`) are taken out: a model would learn the town instead of the
/// trouble. White space goes without a mark, so that segmented text reads like the other.
#[must_use]
pub fn plain(folded: &str) -> Vec<char> {
    let chars: Vec<char> = folded.chars().collect();
    let mut plain = Vec::with_capacity(chars.len());
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        if let Some(after) = place_token(&chars, at) {
            mark(&mut plain);
            at = after;
            continue;
        }
        if c.is_ascii_alphabetic() || ('\u{4e00}'..='\u{9fff}').contains(&c) {
            plain.push(c);
        } else if !c.is_whitespace() {
            mark(&mut plain);
        }
        at += 1;
    }
    plain
}

fn mark(plain: &mut Vec<char>) {
    if plain.last().is_some_and(|last| *last != BREAK) {
        plain.push(BREAK);
    }
}

/// Where a stand-in for a place that starts at `at` ends.
fn place_token(chars: &[char], at: usize) -> Option<usize> {
    if chars[at..].starts_with(&['西', '地', '省']) {
        return Some(at + 3);
    }
    let after_letter = at > 0 && chars[at - 1].is_ascii_alphabetic();
    if !chars[at].is_ascii_alphabetic() || after_letter {
        return None;
    }
    let skip = |from: usize, wanted: fn(&char) -> bool| {
        chars[from..].iter().position(|c| !wanted(c)).map_or(chars.len(), |n| from + n)
    };
    let end = skip(skip(at + 1, char::is_ascii_digit), |c| *c == ' ');
    matches!(chars.get(end), Some('市' | '县' | '区' | '州')).then_some(end + 1)
}

/// The characters and pairs of a [`plain`] text with their counts, in the order of their numbers.
#[must_use]
pub fn grams(plain: &[char]) -> Vec<Gram> {
    let mut keys: Vec<u32> = Vec::with_capacity(plain.len() * 2);
    let mut before = BREAK;
    for &c in plain {
        if c != BREAK {
            keys.push(key(BREAK, c));
            if before != BREAK {
                keys.push(key(before, c));
            }
        }
        before = c;
    }
    keys.sort_unstable();
    let runs = keys.chunk_by(|a, b| a == b);
    runs.map(|run| (run[0], run.len() as f32)).collect()
}

/// The number of a pair; of a lone character when `first` is [`BREAK`].
fn key(first: char, second: char) -> u32 {
    let both = (u64::from(u32::from(first)) << 32) | u64::from(u32::from(second));
    let mixed = (both ^ (both >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((mixed ^ (mixed >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_digits_and_punctuation_part_neighbours() {
        let read = |text: &str| plain(text).into_iter().collect::<String>();
        assert_eq!(read("a3区大道,路灯 不亮10天"), "大道|路灯不亮|天");
        assert_eq!(read("a 市 西地省人"), "人");
        assert_eq!(read("l8 县县城,vip区"), "县城|vip区");
        assert_eq!(read("b座"), "b座");
    }

    #[test]
    fn characters_and_pairs_are_counted() {
        let counts = grams(&plain("灯灯,灯亮"));
        assert_eq!(counts.iter().map(|g| g.1 as u32).sum::<u32>(), 4 + 2);
        assert!(counts.iter().any(|g| *g == (key(BREAK, '灯'), 3.0)));
        assert!(counts.is_sorted_by(|a, b| a.0 < b.0));
        assert!(grams(&[]).is_empty());
    }
}
