//! The order in which the words of a message stand, by the parts they play, hashed like its characters: what is wrong
//! and then a plea is more often a request than the plea first, and what comes last often decides.

use super::lexicon::Hit;

/// Stands before the first word and after the last.
const EDGE: u32 = 0xff;

/// Adds the parts of words next to each other, by twos and threes, and which part stands in the last clause.
pub(super) fn order(text: &str, hits: &[Hit], out: &mut Vec<u32>) {
    let part = |at: usize| hits.get(at).map_or(EDGE, |hit| hit.role as u32);
    let last = last_clause(text);
    for (at, hit) in hits.iter().enumerate() {
        let (this, next) = (hit.role as u32, part(at + 1));
        if at == 0 {
            out.push(hash(1, [EDGE, this, 0]));
        }
        out.push(hash(1, [this, next, 0]));
        if at + 2 < hits.len() {
            out.push(hash(2, [this, next, part(at + 2)]));
        }
        out.push(hash(3, [this, u32::from(hit.start >= last), 0]));
    }
}

/// Where the last clause begins, in bytes.
fn last_clause(text: &str) -> usize {
    text.trim_end_matches(|c: char| !c.is_alphanumeric()).rfind([',', '。', '!', '?', ' ']).unwrap_or(0)
}

fn hash(form: u32, [a, b, c]: [u32; 3]) -> u32 {
    let mixed = (form << 24 ^ a << 16 ^ b << 8 ^ c).wrapping_mul(0x9e37_79b1);
    let mixed = (mixed ^ mixed >> 15).wrapping_mul(0x2c1b_3c6d);
    mixed ^ mixed >> 12
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Role;

    /// The order of words of three letters, each in a clause of its own.
    fn read(roles: &[Role]) -> Vec<u32> {
        let text = vec!["abc"; roles.len()].join(",");
        let hit =
            |(at, role): (usize, &Role)| Hit { role: *role, category: None, start: 4 * at, end: 4 * at + 3 };
        let hits: Vec<Hit> = roles.iter().enumerate().map(hit).collect();
        let mut out = Vec::new();
        order(&text, &hits, &mut out);
        out.sort_unstable();
        out
    }

    #[test]
    fn order_counts_and_so_does_what_comes_last() {
        use Role::{Fault, Plea, Thing};
        assert!(read(&[]).is_empty());
        assert_ne!(read(&[Thing, Fault, Plea]), read(&[Plea, Thing, Fault]));
        let (early, late) = (read(&[Fault, Thing]), read(&[Thing, Fault]));
        assert_ne!(early, late);
        let together: Vec<u32> = early.iter().filter(|part| late.contains(part)).copied().collect();
        assert!(together.is_empty(), "no two neighbours, edge or last clause are alike");
    }
}
