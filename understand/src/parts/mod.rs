//! The numbered parts of an address as people write them: 3号楼2单元401, 3#2单元, 12-2-1103, B座1205, 五楼502.
//! One part leads to the next: a number after a building or a floor is a room, the same number alone is not.

mod after;
mod context;
mod english;
mod follows;
mod houses;
mod joined;
mod marks;
mod rooms;
mod shops;

use std::ops::Range;

use crate::numerals::is_numeral;
use crate::scan::{Scan, attempt};
use after::{attached_unit, bare, bare_unit};
use houses::{attached_house, house_and_room, house_without_sign, numbered_house};
use joined::{building_and_unit, hash_unit, joined};
use marks::{building, floor, marked_room, unit};
use rooms::room_of_house;
use shops::{block_and_flat, block_and_room, lettered_house, market_street, stall_behind_gate};

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 3号楼
    Building,
    /// 2单元
    Unit,
    /// 五楼
    Floor,
    /// 401
    Room,
}

/// A part, and where it stands in the folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: Kind,
    /// A building by its number in a street, a lane or an estate: its own sign, if one follows, says more.
    pub by_number: bool,
    /// Its bytes, with its sign: 3号楼, 401室.
    pub range: Range<usize>,
}

impl Part {
    fn new(kind: Kind, range: Range<usize>) -> Self {
        Self { kind, range, by_number: false }
    }

    fn by_number(range: Range<usize>) -> Self {
        Self { kind: Kind::Building, range, by_number: true }
    }
}

/// All parts that are named in `text` (folded), in order.
#[must_use]
pub fn parts(text: &str) -> Vec<Part> {
    let mut found = Vec::new();
    // Every part has a figure or one of these signs.
    let signs = |c: char| c.is_ascii_digit() || "栋幢座楼层单".contains(c);
    let words = ["building", "block", "bldg", "tower", "unit", "floor", "flat"];
    let letters = || text.bytes().any(|b| b.is_ascii_lowercase());
    let english = || letters() && words.iter().any(|w| text.contains(w));
    if !text.contains(signs) && !english() {
        return found;
    }
    let mut at = 0;
    while let Some((start, c)) = text
        .get(at..)
        .and_then(|rest| rest.char_indices().map(|(i, c)| (at + i, c)).find(|(i, c)| begins(text, *i, *c)))
    {
        let mut scan = Scan::new(text, start);
        let before = found.len();
        chain(&mut scan, &mut found);
        at = if found.len() > before { scan.at } else { past(text, start, c) };
    }
    found
}

/// Past what began at `start` and is no part: the rest of a number is none either.
fn past(text: &str, start: usize, c: char) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    if c.is_ascii_digit() {
        return start + rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    }
    start + c.len_utf8()
}

fn begins(text: &str, at: usize, c: char) -> bool {
    let may = c.is_ascii_alphanumeric() || is_numeral(c) || "第负地首顶东西南北甲乙丙丁主副裙附#".contains(c);
    // -1层
    let below = c == '-' && text.get(at + 1..).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()));
    if !may && !below {
        return false;
    }
    let mut before = text.get(..at).unwrap_or_default().chars().rev();
    if below {
        return before.next().is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '*');
    }
    match before.next() {
        // Not inside a word, a longer number, an amount or what is covered; but 大厦-B座 and _8栋 are new.
        Some('-' | '_' | '/' | '~' | ':' | '.') if c.is_ascii_alphanumeric() => {
            !before.next().is_some_and(|c| c.is_ascii_alphanumeric() || c == '*')
        }
        Some(last) if c.is_ascii_alphanumeric() => {
            !(last.is_ascii_alphanumeric() || matches!(last, '*' | '+' | '@' | '#' | '¥' | '$'))
        }
        Some(last) if is_numeral(c) => !is_numeral(last) && last != '第' && last != '负',
        _ => true,
    }
}

/// One part and those that follow from it.
fn chain(s: &mut Scan<'_>, found: &mut Vec<Part>) {
    let Some(mut last) = first(s, found) else { return };
    for _ in 0..4 {
        let next = attempt(s, |s| {
            separators(s);
            let mut more = Vec::new();
            let kind = marked(s, &mut more)
                .map(|kind| tower_of_building(s, last, kind, &mut more))
                .or_else(|| attempt(s, |s| bare(s, last, &mut more)))
                .or_else(|| (last == Kind::Building).then(|| attached_unit(s, &mut more))?)
                .or_else(|| (last == Kind::Building).then(|| attempt(s, |s| bare_unit(s, &mut more)))?)?;
            Some((kind, more))
        });
        let Some((kind, more)) = next else { return };
        found.extend(more);
        last = kind;
    }
}

/// 13栋B5座: the second building is a part of the first.
fn tower_of_building(s: &Scan<'_>, last: Kind, kind: Kind, found: &mut [Part]) -> Kind {
    if last != Kind::Building || kind != Kind::Building || !s.before().ends_with('座') {
        return kind;
    }
    if let Some(part) = found.last_mut() {
        part.kind = Kind::Unit;
    }
    Kind::Unit
}

/// The part with which a chain may begin.
fn first(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    attempt(s, |s| block_and_room(s, found))
        .or_else(|| marked(s, found))
        .or_else(|| attempt(s, |s| building_and_unit(s, found)))
        .or_else(|| attempt(s, |s| hash_unit(s, found)))
        .or_else(|| attempt(s, |s| joined(s, found)))
        .or_else(|| attempt(s, |s| numbered_house(s, found)))
        .or_else(|| attempt(s, |s| attached_house(s, found)))
        .or_else(|| attempt(s, |s| lettered_house(s, found)))
        .or_else(|| attempt(s, |s| house_without_sign(s, found)))
        .or_else(|| attempt(s, |s| house_and_room(s, found)))
        .or_else(|| attempt(s, |s| market_street(s, None, found)))
        .or_else(|| attempt(s, |s| stall_behind_gate(s, found)))
        .or_else(|| attempt(s, |s| block_and_flat(s, found)))
        .or_else(|| attempt(s, |s| room_of_house(s, found)))
}

/// What may stand between the parts of one address.
fn separators(s: &mut Scan<'_>) {
    let rest = s.rest().trim_start_matches([' ', '-', '的', ',', '_', '/', '·', '、']);
    s.at += s.rest().len() - rest.len();
}

/// A part with its own sign.
fn marked(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    type Reader = fn(&mut Scan<'_>) -> Option<()>;
    const CHINESE: [(Kind, Reader); 4] =
        [(Kind::Building, building), (Kind::Unit, unit), (Kind::Room, marked_room), (Kind::Floor, floor)];
    const ENGLISH: [(Kind, Reader); 4] = [
        (Kind::Building, english::building),
        (Kind::Unit, english::unit),
        (Kind::Room, english::room),
        (Kind::Floor, english::floor),
    ];
    let start = s.at;
    let latin = s.peek().is_some_and(|c| c.is_ascii_alphanumeric());
    let kind = CHINESE
        .iter()
        .chain(ENGLISH.iter().filter(|_| latin))
        .find(|(_, read)| attempt(s, read).is_some())
        .map(|(kind, _)| *kind)?;
    found.push(Part::new(kind, start..s.at));
    Some(kind)
}
