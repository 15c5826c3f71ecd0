//! One plain form of a text for all readers: half width, lower case, simplified, no invisible marks.
//! Keeps for every byte where it came from, so that what is found can be cut from (or covered in) the original.

use std::ops::Range;
use std::sync::LazyLock;

/// Traditional and variant characters with the simplified ones, two by two: first those that were chosen by hand.
const SIMPLER: &str = concat!(include_str!("simpler.txt"), "\n", include_str!("traditional.txt"));

/// The block of Chinese characters that the table covers.
const FIRST: char = '\u{4e00}';
const LAST: char = '\u{9fff}';

/// For every character of the block its simplified form, or 0 when it is one.
static SIMPLER_TABLE: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut table = vec![0; LAST as usize - FIRST as usize + 1];
    let lines = SIMPLER.lines().filter(|line| !line.starts_with('#'));
    for pair in lines.flat_map(str::split_whitespace) {
        let mut chars = pair.chars();
        let (Some(from), Some(to)) = (chars.next(), chars.next()) else { continue };
        let slot = (from as usize).checked_sub(FIRST as usize).and_then(|at| table.get_mut(at));
        if let (Some(slot @ 0), Ok(to)) = (slot, u16::try_from(to as u32)) {
            *slot = to;
        }
    }
    table
});

/// A folded text and the way back to the original.
#[derive(Debug, Clone)]
pub struct Folded {
    /// The plain form.
    pub text: String,
    /// For each byte of `text`, and one past it, the byte in the original where its character starts.
    origin: Vec<u32>,
}

impl Folded {
    /// The range of the original's bytes that `range` of the folded text came from.
    #[must_use]
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        let at = |i: usize| self.origin.get(i).or(self.origin.last()).map_or(0, |o| *o as usize);
        at(range.start)..at(range.end)
    }
}

/// The plain form of one character that has one: the first of what [`fold`] makes of it.
#[must_use]
pub fn plain(c: char) -> char {
    let mut out = String::new();
    push_folded(c, SIMPLER_TABLE.as_slice(), &mut out);
    out.chars().next().unwrap_or(c)
}

/// Folds `text`. Texts of more than 4 GiB do not reach here (Telegram's limit is 4,096 characters).
#[must_use]
pub fn fold(text: &str) -> Folded {
    let mut folded =
        Folded { text: String::with_capacity(text.len()), origin: Vec::with_capacity(text.len() + 1) };
    let table = SIMPLER_TABLE.as_slice();
    for (start, c) in text.char_indices() {
        if is_invisible(c) {
            continue;
        }
        let before = folded.text.len();
        push_folded(c, table, &mut folded.text);
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        folded.origin.extend(std::iter::repeat_n(start, folded.text.len() - before));
    }
    folded.origin.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
    folded
}

/// Zero-width and direction marks, variation selectors, the keycap: seen by nobody, so read by nobody.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{20e3}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

fn push_folded(c: char, table: &[u16], out: &mut String) {
    let code = u32::from(c);
    match c {
        'A'..='Z' => out.push(c.to_ascii_lowercase()),
        '\0'..='\u{7f}' => out.push(c),
        '\u{ff01}'..='\u{ff5e}' => {
            let plain = char::from_u32(code - 0xfee0).unwrap_or(c);
            out.push(plain.to_ascii_lowercase());
        }
        '\u{3000}' | '\u{a0}' | '\u{2002}'..='\u{200a}' => out.push(' '),
        '①'..='⑳' => out.push_str(&(code - 0x2460 + 1).to_string()),
        '\u{1d7ce}'..='\u{1d7ff}' => out.push(char::from_digit((code - 0x1d7ce) % 10, 10).unwrap_or(c)),
        '〜' | '∼' => out.push('~'),
        '–' | '—' | '−' | '‐' | '‑' => out.push('-'),
        '‘' | '’' => out.push('\''),
        '㎡' => out.push_str("m2"),
        '兩' => out.push('两'),
        FIRST..=LAST => out.push(simpler(c, table)),
        _ => out.push(c),
    }
}

fn simpler(c: char, table: &[u16]) -> char {
    let form = table.get(c as usize - FIRST as usize).copied().unwrap_or(0);
    if form == 0 { c } else { char::from_u32(form.into()).unwrap_or(c) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_and_script() {
        assert_eq!(fold("３號樓Ｂ座，①單元 Room１２").text, "3号楼b座,1单元 room12");
        assert_eq!(fold("電梯壞咗，樓道燈唔著").text, "电梯坏咗,楼道灯唔着");
    }

    #[test]
    fn the_way_back() {
        let text = "\u{200b}３\u{200d}號樓⑫單元";
        let folded = fold(text);
        assert_eq!(folded.text, "3号楼12单元");
        assert_eq!(&text[folded.original(0..7)], "３\u{200d}號樓");
        assert_eq!(&text[folded.original(7..9)], "⑫");
        assert_eq!(&text[folded.original(8..15)], "⑫單元");
        assert_eq!(folded.original(15..99).end, text.len());
    }
}
