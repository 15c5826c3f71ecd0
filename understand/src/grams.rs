//! The characters of a message as numbers: single, two and three in a row, hashed. Words of Latin letters are taken
//! whole, with the one before; all numbers are one. Nothing of the text can be read back from them.

/// Width of the hash; models use its lower bits.
const SEED: u32 = 0x811c_9dc5;
/// What stands before the first and after the last character.
const EDGE: u32 = 0x11_0000;
const NUMBER: u32 = 0x11_0001;
/// Beyond this many characters a message says nothing new about what it is.
const LONGEST: usize = 400;

/// Hashes of the parts of `text` (folded).
pub(super) fn grams(text: &str, out: &mut Vec<u32>) {
    out.clear();
    let (mut before, mut last) = (SEED, EDGE);
    let mut chars = text.chars().take(LONGEST).peekable();
    while let Some(c) = chars.next() {
        let unit = if c.is_ascii_digit() || c == '*' {
            while chars.next_if(|c| c.is_ascii_digit() || *c == '*').is_some() {}
            NUMBER
        } else if c.is_ascii_alphabetic() {
            let mut word = mix(SEED, u32::from(c));
            while let Some(c) = chars.next_if(|c| c.is_ascii_alphabetic() || *c == '\'') {
                word = mix(word, u32::from(c));
            }
            word | 0x8000_0000
        } else if c.is_whitespace() {
            continue;
        } else {
            u32::from(c)
        };
        add(out, &mut before, &mut last, unit);
    }
    add(out, &mut before, &mut last, EDGE);
}

/// Adds the unit by itself, with the last one, and with the last two.
fn add(out: &mut Vec<u32>, before: &mut u32, last: &mut u32, unit: u32) {
    let two = mix(mix(SEED, *last), unit);
    out.push(finish(mix(SEED, unit)));
    out.push(finish(two));
    if *before != SEED {
        out.push(finish(mix(mix(mix(SEED ^ 0x55, *before), *last), unit)));
    }
    *before = *last;
    *last = unit;
}

fn mix(hash: u32, unit: u32) -> u32 {
    (hash.rotate_left(5) ^ unit).wrapping_mul(0x9e37_79b1)
}

/// Spreads the upper bits over the lower ones, which a model takes.
fn finish(hash: u32) -> u32 {
    let hash = (hash ^ (hash >> 15)).wrapping_mul(0x85eb_ca6b);
    hash ^ (hash >> 13)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_latin_words_are_one_unit() {
        let hashed = |text: &str| {
            let mut out = Vec::new();
            grams(text, &mut out);
            out
        };
        assert_eq!(hashed("12号"), hashed("3号"));
        assert_eq!(hashed("the lift"), hashed("the  lift"));
        assert_ne!(hashed("the lift"), hashed("the gift"));
        assert_eq!(hashed("灯坏").len(), 3 + 3 + 2);
    }
}
