//! Where: building, unit, floor and room as people write them; estate and spot by the area's own names first.
//! Reads the folded text with private numbers already covered, so that a telephone number is never a room.

use serde::Serialize;
use std::ops::Range;

use super::fold::{Folded, fold};
use super::numerals::number;
use super::parts::{self, Kind};
use super::{Names, estate, spot};

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
    /// Parts with 号, which are no days of a month.
    pub numbered: Vec<Range<usize>>,
}

/// Reads the place of `covered`: the folded text with private spans covered, byte for byte as long as `folded.text`.
#[must_use]
pub fn read_place(original: &str, folded: &Folded, covered: &str, names: &Names) -> Found {
    let mut found = Found::default();
    let written = |range: Range<usize>| original.get(folded.original(range)).unwrap_or_default().to_owned();
    let place = &mut found.place;
    let mut by_number = false;
    for part in parts::parts(covered) {
        // 黎明西路1-16号A幢: what is called a building is more one than a number in a street.
        let known_by_number = std::mem::take(&mut by_number);
        by_number = known_by_number || part.by_number && place.building.is_none();
        if part.kind == Kind::Building && known_by_number && !part.by_number {
            place.building = None;
            by_number = false;
        }
        let slot = match part.kind {
            Kind::Building => &mut place.building,
            Kind::Unit => &mut place.unit,
            Kind::Floor => &mut place.floor,
            Kind::Room => {
                found.rooms.push(part.range.clone());
                &mut place.room
            }
        };
        if covered.get(part.range.clone()).is_some_and(|said| said.ends_with('号')) {
            found.numbered.push(part.range.clone());
        }
        if slot.is_none() {
            *slot = Some(written(part.range));
        }
    }
    found.place.estate = estate::estate(covered, names).map(&written);
    found.place.spot = spot::spot(covered, names).map(&written);
    found
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
