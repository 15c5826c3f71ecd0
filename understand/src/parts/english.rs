//! Parts of an address in English: Block 5, Unit 2, 3rd floor, Room 1203, Apt 4B, Flat A.

use super::marks::{letter, small};
use crate::scan::{Scan, attempt};

/// Building 3, Block C, Tower B, Blk 123, building no. 3, No. 5 building
pub(super) fn building(s: &mut Scan<'_>) -> Option<()> {
    if s.any(&["no. ", "no "]).is_some() {
        small(s, 3)?;
        return s.any(&[" building", " block"]).map(|_| ());
    }
    s.any(&["building ", "block ", "bldg. ", "bldg ", "tower ", "blk. ", "blk "])?;
    s.any(&["no. ", "no ", "#"]);
    let named = small(s, 3).is_some();
    let letter = letter(s);
    ((named || letter) && ends(s)).then_some(())
}

/// Unit 2, Unit B: a stairwell; what has more figures is a flat.
pub(super) fn unit(s: &mut Scan<'_>) -> Option<()> {
    (s.eat("unit ") || s.eat("unit")).then_some(())?;
    if small(s, 2).is_some() {
        return (ends(s) && !s.sees("-")).then_some(());
    }
    // The a of "unit a lot" is no name.
    let article = s.sees("ai") && s.rest().get(1..).is_some_and(|r| r.starts_with(' '));
    (!article && letter(s) && ends(s)).then_some(())
}

/// Storeys in words.
const STOREYS: &[&str] = &[
    "ground", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
];

/// 3rd floor, 12th-floor, third floor, floor 12, level 5, 5th fl
pub(super) fn floor(s: &mut Scan<'_>) -> Option<()> {
    if s.eat("floor ") {
        return small(s, 2).map(|_| ());
    }
    if s.rest().starts_with("level ") {
        let word = s.before().trim_end().rsplit(' ').next().unwrap_or_default();
        // The noise level 5 is none.
        let leads = ["on", "at", "to", "from", "in"].contains(&word) || word.chars().count() < 2;
        let stands = leads || !word.ends_with(|c: char| c.is_ascii_alphabetic());
        s.at += "level ".len();
        attempt(s, |s| s.rest().starts_with('b').then(|| s.at += 1));
        return small(s, 2).filter(|_| stands && ends(s)).map(|_| ());
    }
    if s.peek().is_some_and(|c| c.is_ascii_digit()) {
        small(s, 2)?;
        s.any(&["st", "nd", "rd", "th"])?;
    } else {
        s.any(STOREYS)?;
    }
    s.any(&[" floor", "-floor", " storey", " fl.", " fl"]).map(|_| ())
}

/// Room 1203, Apt 4B, Apt 3-201, Flat A, Unit 1203, Unit 4B, unit 5-12
pub(super) fn room(s: &mut Scan<'_>) -> Option<()> {
    let unit = s.eat("unit ");
    let signs = ["room ", "flat ", "apt. ", "apt ", "apartment ", "rm. ", "rm ", "suite "];
    (unit || s.any(&signs).is_some()).then_some(())?;
    s.any(&["no. ", "no ", "#"]);
    let digits = figures(s);
    if digits > 0 && s.rest().starts_with('-') {
        // unit 5-12, apt 3-201: storey and door
        s.at += 1;
        let door = figures(s);
        return ((2..=4).contains(&door) && digits <= 2 && ends(s)).then_some(());
    }
    let zero = s.before().ends_with(" 0");
    let lettered = letter(s);
    if digits == 0 {
        // Flat A, 12/F
        return (!unit && lettered && s.peek().is_none_or(|c| ",.;!?".contains(c))).then_some(());
    }
    // A unit of one or two figures alone is a stairwell.
    let flat = !unit || digits >= 3 || lettered;
    (digits <= 4 && !zero && flat && ends(s)).then_some(())
}

/// Takes the figures that stand here, and counts them.
fn figures(s: &mut Scan<'_>) -> usize {
    let digits = s.rest().bytes().take_while(u8::is_ascii_digit).count();
    s.at += digits;
    digits
}

fn ends(s: &Scan<'_>) -> bool {
    !s.peek().is_some_and(|c| c.is_ascii_alphanumeric())
}
