//! Where: building, unit, floor and room as people write them; estate and spot by the area's own names first.
//! Reads the folded text with private numbers already covered, so that a telephone number is never a room.

use regex::{Captures, Regex};
use serde::Serialize;
use std::ops::Range;
use std::sync::LazyLock;

use super::fold::{Folded, fold};
use super::numerals::number;
use super::{Names, pattern, spot};

/// A place as the writer wrote it, part by part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Housing estate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estate: Option<String>,
    /// Building: `3号楼`, `3#`, `B座`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub building: Option<String>,
    /// Unit (stairwell): `2单元`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Floor: `5楼`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub floor: Option<String>,
    /// Room or flat. Private: never shown in public.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// Any other spot: `楼道`, `北门`, a road.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spot: Option<String>,
}

impl Place {
    /// True when nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// True when a part of a building was named.
    #[must_use]
    pub fn is_in_building(&self) -> bool {
        self.building.is_some() || self.unit.is_some() || self.floor.is_some() || self.room.is_some()
    }
}

/// What was read, and where every room number stands in the folded text (to be covered).
#[derive(Debug, Default)]
pub struct Found {
    /// The place.
    pub place: Place,
    /// Room numbers, all of them.
    pub rooms: Vec<Range<usize>>,
}

const N: &str = r"(?:\d{1,3}|[一二三四五六七八九十百零〇两]{1,4})";

/// 9-3-602: building, unit, room.
static TRIPLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"([a-z]?\d{1,3})(?:#|号楼|栋|幢)?-(\d{1,2})(?:单元)?-(\d{3,4})"));
static BUILDING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(第?(?:[a-z]-?)?{N}[a-z]?(?:号?[栋幢座]|号楼|#楼|#|号院\d+号楼)|[a-z][栋幢座]|[东西南北][栋幢座]|(?-u:\b)(?:building|block|bldg\.?|tower) ?(?:no\.? ?|#)?(?:\d{{1,3}}[a-z]?|[a-z])(?-u:\b))"
    ))
});
/// 12号 alone is a date or a house number; it is a building when a unit or a room follows.
static NUMBERED: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(&format!(r"({N}号)-?(?:{N}单元|\d{{3,4}}(?:室|户|房))")));
static UNIT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(r"(?:第?{N}|[a-z]|[甲乙丙丁东西中])单元|(?-u:\b)unit ?\d{{1,2}}(?-u:\b)"))
});
static FLOOR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:第|负)?{N}[楼层]|(?-u:\b)b?\d{{1,2}}f(?-u:\b)|(?-u:\b)(?:floor \d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th) floor)(?-u:\b)"
    ))
});
static ROOM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"([a-z]?\d{3,4}[a-z]?(?:室|户|号房|房)|(?-u:\b)(?:room|flat|apt\.?|apartment) ?(?:no\.? ?|#)?[a-z]?\d{1,4}[a-z]?(?-u:\b))",
    )
});

/// Reads the place of `covered`: the folded text with private spans covered, byte for byte as long as `folded.text`.
#[must_use]
pub fn read_place(original: &str, folded: &Folded, covered: &str, names: &Names) -> Found {
    let mut found = Found::default();
    let written = |range: Range<usize>| original.get(folded.original(range)).unwrap_or_default().to_owned();
    let numbers = covered.bytes().any(|b| b.is_ascii_digit());
    if numbers {
        read_triple(covered, &mut found, &written);
    }
    if found.place.building.is_none() {
        read_building(covered, &mut found, &written);
    }
    if found.place.unit.is_none() {
        found.place.unit = unit(covered).map(&written);
    }
    found.place.floor = floor(covered).map(&written);
    read_rooms(covered, &mut found, &written);
    found.place.estate = spot::estate(covered, names).map(&written);
    found.place.spot = spot::spot(covered, names).map(&written);
    found
}

/// The 单元门 of 301单元门 is a door: a number of three digits is a room, never a unit.
fn unit(text: &str) -> Option<Range<usize>> {
    let digits = |range: &Range<usize>| text[range.clone()].bytes().filter(u8::is_ascii_digit).count();
    UNIT.as_ref()?.find_iter(text).map(|m| m.range()).find(|range| digits(range) < 3)
}

fn read_triple(text: &str, found: &mut Found, written: &impl Fn(Range<usize>) -> String) {
    let Some(pattern) = TRIPLE.as_ref() else { return };
    for captures in pattern.captures_iter(text) {
        let (Some(whole), Some(building), Some(unit), Some(room)) =
            (captures.get(0), captures.get(1), captures.get(2), captures.get(3))
        else {
            continue;
        };
        if touches_number(text, &whole.range()) {
            continue;
        }
        found.rooms.push(room.range());
        if found.place.building.is_none() {
            found.place.building = Some(written(building.range()));
            found.place.unit = Some(written(unit.range()));
            found.place.room = Some(written(room.range()));
        }
    }
}

/// True when `range` is part of a longer number, such as a telephone number or 2026-12-101.
fn touches_number(text: &str, range: &Range<usize>) -> bool {
    let part = |c: char| c.is_ascii_digit() || c == '-' || c == '*';
    text[..range.start].ends_with(part) || text[range.end..].starts_with(part)
}

fn read_building(text: &str, found: &mut Found, written: &impl Fn(Range<usize>) -> String) {
    let plain = BUILDING.as_ref().and_then(|p| p.captures_iter(text).find_map(|c| building_range(text, &c)));
    let range = plain.or_else(|| {
        let captures = NUMBERED.as_ref()?.captures(text)?;
        captures.get(1).map(|m| m.range()).filter(|r| !touches_number(text, r))
    });
    found.place.building = range.map(written);
}

fn building_range(text: &str, captures: &Captures<'_>) -> Option<Range<usize>> {
    let range = captures.get(1)?.range();
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let name = &text[range.clone()];
    // 一座桥, 两栋楼 count; 讲座, 3#60# are no buildings; 整栋, 这栋 have no number.
    let counts = name.ends_with(['座', '栋', '幢'])
        && (after.starts_with(['楼', '桥', '山', '城', '房', '小', '的', '别', '建'])
            && name.starts_with(['一', '两', '几'])
            || name.starts_with("两"));
    let glued =
        before.ends_with(|c: char| c.is_ascii_digit() || c == '*' || c == '.' || c.is_ascii_lowercase());
    let next = after.trim_start();
    let counted = next.trim_start_matches(|c: char| c.is_ascii_digit() || c == '*');
    let goods = name.ends_with('#')
        && counted.len() < next.len()
        && !counted.starts_with("单元")
        && room_length(next).is_none();
    (!counts && !glued && !goods).then_some(range)
}

/// 2单元401, 3号楼1204, 五楼502: digits that follow a part of a building are a room unless something is counted.
fn read_rooms(text: &str, found: &mut Found, written: &impl Fn(Range<usize>) -> String) {
    let mut rooms: Vec<Range<usize>> = Vec::new();
    if let Some(pattern) = ROOM.as_ref() {
        rooms.extend(pattern.find_iter(text).map(|m| m.range()).filter(|r| is_room(text, r)));
    }
    for part in [&UNIT, &BUILDING, &FLOOR, &NUMBERED] {
        let Some(pattern) = part.as_ref() else { continue };
        for captures in pattern.captures_iter(text) {
            let Some(end) = captures.get(1).or(captures.get(0)).map(|m| m.end()) else { continue };
            let start = end + text[end..].len() - text[end..].trim_start_matches([' ', '-', '的']).len();
            if let Some(len) = room_length(&text[start..]) {
                rooms.push(start..start + len);
            }
        }
    }
    rooms.sort_by_key(|r| (r.start, std::cmp::Reverse(r.end)));
    if found.place.room.is_none() {
        found.place.room = rooms.first().cloned().map(written);
    }
    found.rooms.extend(rooms);
}

/// 300户 are households, 第301户 or 301室 a flat.
fn is_room(text: &str, range: &Range<usize>) -> bool {
    let name = &text[range.clone()];
    let before = &text[..range.start];
    let glued = before.ends_with(|c: char| c.is_ascii_digit() || c == '.' || c == '*');
    let counted = name.ends_with('户') && !before.ends_with(['元', '楼', '栋', '幢', '座', '层', '第']);
    !glued && !counted
}

fn room_length(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(3..=4).contains(&digits) {
        return None;
    }
    let after = &text[digits..];
    let counted =
        ["元", "块", "人", "户", "年", "个", "米", "平", "瓦", "万", "多", "-", ".", "*", ":", "号"];
    if after.starts_with('室') || after.starts_with("户家") {
        return Some(digits + '室'.len_utf8());
    }
    (!counted.iter().any(|c| after.starts_with(c))).then_some(digits)
}

fn floor(text: &str) -> Option<Range<usize>> {
    let pattern = FLOOR.as_ref()?;
    pattern.find_iter(text).map(|m| m.range()).find(|range| is_floor(text, range))
}

/// 三层楼, 掉了两层, 这可是28层 count floors; 号楼 is a building.
fn is_floor(text: &str, range: &Range<usize>) -> bool {
    let name = &text[range.clone()];
    let (before, after) = (&text[..range.start], &text[range.end..]);
    if name.is_ascii() {
        return true;
    }
    let glued = before.ends_with(|c: char| {
        c.is_ascii_digit() || c.is_ascii_lowercase() || matches!(c, '*' | '.' | '-' | '#')
    });
    let value = number(name.trim_start_matches(['第', '负']).trim_end_matches(['楼', '层']));
    if glued || value.is_none_or(|n| n == 0 || n > 130) || name.starts_with('两') {
        return false;
    }
    if name.ends_with('层') {
        let starts = before.is_empty()
            || before.ends_with(['元', '栋', '幢', '座', '楼', ',', '。', ' ', '在', '住', '我', '们']);
        return name.starts_with(['第', '负'])
            || (starts && !after.starts_with(['楼', '高', '了', '的', '…']));
    }
    !after.starts_with("的高") && !before.ends_with(['号', '从'])
}

/// One spelling for a building's name, to compare `三号楼`, `3#楼`, `3幢`, `Building 3` and `３號樓` (all `3`),
/// `B座` (`B`), `A-3栋` (`A3`), `东楼` (`东`).
#[must_use]
pub fn building_key(name: &str) -> String {
    let folded = fold(name).text;
    let mut rest: &str = folded.trim();
    for prefix in ["building", "block", "bldg.", "bldg", "tower", "no.", "no ", "第", "#"] {
        rest = rest.strip_prefix(prefix).unwrap_or(rest).trim_start();
    }
    while let Some(shorter) =
        ["楼", "栋", "幢", "座", "号", "#", "院"].iter().find_map(|s| rest.strip_suffix(s))
    {
        rest = shorter.trim_end();
    }
    if let Some(value) = number(rest) {
        return value.to_string();
    }
    let mut key = String::new();
    let mut digits = String::new();
    for c in rest.chars().filter(|c| !c.is_whitespace() && *c != '-') {
        if c.is_ascii_digit() {
            digits.push(c);
        } else {
            key.push_str(trimmed(&digits));
            digits.clear();
            key.extend(c.to_uppercase());
        }
    }
    key.push_str(trimmed(&digits));
    if key.is_empty() { name.trim().to_owned() } else { key }
}

fn trimmed(digits: &str) -> &str {
    let short = digits.trim_start_matches('0');
    if short.is_empty() && !digits.is_empty() { "0" } else { short }
}
