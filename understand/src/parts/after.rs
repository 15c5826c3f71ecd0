//! Numbers without a sign that follow from the part before them: 401 after 2单元, 9-1204 after 3号楼, 8号 after 83幢.

use super::follows::{
    about_the_door, about_the_house, counts, goes_on, happened, said_of_a_day, thing_follows,
};
use super::joined::{dash, leading_digits};
use super::marks::{letter, long_number, room_number, small};
use super::shops::market_street;
use super::{Kind, Part};
use crate::numerals::{Form, is_numeral, leading};
use crate::scan::{Scan, attempt};

/// What is sold from at a number: 11号门面.
const SHOPS: &[&str] = &["门面", "商铺", "店面", "铺面", "网点", "档口"];

/// A number without a sign, which what stands before makes a room: 2单元401, 3号楼9-1204, 83幢8号.
pub(super) fn bare(s: &mut Scan<'_>, last: Kind, found: &mut Vec<Part>) -> Option<Kind> {
    // B幢东880, 11楼南3026号, 五楼B区121号
    attempt(s, |s| {
        match last {
            Kind::Floor if letter(s) => {}
            _ => s.any(&["东", "西", "南", "北"]).map(|_| ())?,
        }
        let zone = !s.before().ends_with(|c: char| c.is_ascii_lowercase()) || s.eat("区");
        (zone && s.rest().starts_with(|c: char| c.is_ascii_digit())).then_some(())
    });
    let start = s.at;
    if last == Kind::Floor && attempt(s, |s| market_street(s, Some(last), found)).is_some() {
        return Some(Kind::Room);
    }
    if last == Kind::Room {
        return None;
    }
    let flat = attempt(s, read_out)
        .or_else(|| attempt(s, side))
        .or_else(|| attempt(s, |s| code(s, last)))
        .or_else(|| attempt(s, |s| short_room(s, last)));
    if flat.is_some() {
        found.push(Part::new(Kind::Room, start..s.at));
        return Some(Kind::Room);
    }
    if last == Kind::Building && attempt(s, zone).is_some() {
        found.push(Part::new(Kind::Unit, start..s.at));
        return Some(Kind::Unit);
    }
    if attempt(s, |s| several(s, last)).is_some() || attempt(s, long_number).is_some() {
        found.push(Part::new(Kind::Room, start..s.at));
        return Some(Kind::Room);
    }
    if last == Kind::Building && attempt(s, |s| unit_and_room(s, found)).is_some() {
        return Some(Kind::Room);
    }
    let kind = single(s, last)?;
    found.push(Part::new(kind, start..s.at));
    Some(kind)
}

/// 5号楼C区
fn zone(s: &mut Scan<'_>) -> Option<()> {
    (letter(s) && s.eat("区")).then_some(())
}

/// 5楼东户, 2单元西边户: the flat by its side.
fn side(s: &mut Scan<'_>) -> Option<()> {
    s.any(&["东", "西", "南", "北", "中", "左", "右"])?;
    s.any(&["边户", "户"]).map(|_| ())
}

/// 4H1774, B9C4, L85MAP: numbers of stalls with letters in them, also before the shop's name in Latin letters.
fn code(s: &mut Scan<'_>, last: Kind) -> Option<()> {
    let led = letter(s);
    let first = leading_digits(s);
    (first > 0).then_some(())?;
    let name = s.rest().bytes().take_while(u8::is_ascii_lowercase).count();
    if led && last == Kind::Floor && name >= 3 {
        return (2..=4).contains(&first).then_some(());
    }
    letter(s).then_some(())?;
    let second = leading_digits(s);
    let long = !led && last == Kind::Floor && (3..=4).contains(&second);
    let ends = !s.peek().is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
    (ends && first <= 2 && (led && second > 0 || long) && !counts(s.rest())).then_some(())
}

/// 3单元6, 二楼5, 6楼F: the door alone, where the sentence stops or goes on about it.
fn short_room(s: &mut Scan<'_>, last: Kind) -> Option<()> {
    matches!(last, Kind::Unit | Kind::Floor).then_some(())?;
    if !(last == Kind::Floor && letter(s)) {
        // 二楼一漏水 is as soon as it leaks.
        (!s.sees("一两")).then_some(())?;
        (small(s, 2)? > 0).then_some(())?;
    }
    let rest = s.rest();
    let more =
        rest.trim_start_matches([',', '的']).starts_with(|c: char| c.is_ascii_digit() || is_numeral(c));
    (goes_on(rest) && !more && !rest.starts_with('楼') && !rest.starts_with("电梯")).then_some(())
}

/// 5号检修 after a building; but 83幢11号停电了 says what happened there.
fn day(rest: &str) -> bool {
    said_of_a_day(rest) && !happened(rest)
}

/// One number, perhaps with 室 or 号.
fn single(s: &mut Scan<'_>, last: Kind) -> Option<Kind> {
    let start = s.at;
    if last == Kind::Building && s.peek().is_some_and(is_numeral) {
        // 162栋七号
        small(s, 2)?;
        let numbered = s.eat("号") && !day(s.rest()) && !thing_follows(s, "楼线院栋幢座机库仓窗门电马");
        return numbered.then_some(Kind::Unit);
    }
    let dashed = s.before().ends_with(['-', '_']);
    let after_number = s.before().trim_end_matches(['-', '_']).ends_with('号');
    room_number(s)?;
    let number = s.before().get(start..)?;
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let lettered = number.ends_with(|c: char| c.is_ascii_lowercase());
    let signed = s.any(&["室", "号", "档"]);
    let enough = match (signed, last) {
        (Some("室"), _) => true,
        // 83幢8号 and 7单元5号; but 3号楼5号停水 is a day.
        (Some(_), _) => digits >= 3 || !day(s.rest()),
        // 7幢6号-11
        (None, Kind::Unit) => digits >= 3 || lettered && digits == 2 || dashed && after_number,
        // 八楼L85, 119栋78D
        (None, Kind::Floor) => {
            digits >= 3 || digits == 2 && number.starts_with(|c: char| c.is_ascii_lowercase())
        }
        (None, _) => digits >= 3 || lettered && (digits == 2 || digits == 1 && goes_on(s.rest())),
    };
    let public = signed.is_none() && matches!(number, "110" | "119" | "120" | "122");
    let led = !number.starts_with(|c: char| c.is_ascii_digit());
    let own = digits >= 3 || signed.is_some() || led || lettered;
    let upper = s.rest().starts_with('楼') && !(about_the_house(s.rest()) && own);
    let shop = SHOPS.iter().chain(&["门市"]).any(|w| s.rest().starts_with(w));
    let door = s.rest().starts_with('门') && !about_the_door(s.rest()) && !shop;
    let thing = upper
        || signed == Some("号")
            && (door
                || s.rest().starts_with("电梯") && digits < 3
                || thing_follows(s, "楼线院栋幢座机库仓窗"));
    let counted = signed.is_none() && counts(s.rest());
    let ranged = signed.is_none()
        && s.rest().starts_with('-')
        && !s.rest()[1..].starts_with(|c: char| c.is_ascii_digit());
    let plain = !led || digits >= 2;
    (enough && !public && !thing && !counted && !ranged && plain).then_some(())?;
    // 9幢39号 is a stairwell or a house of a row, 83幢1227号 a flat.
    let door = s.rest().bytes().take_while(u8::is_ascii_digit).count();
    let row = signed == Some("号") && last == Kind::Building && !led && (digits < 3 || door >= 3);
    // 8号楼11号门面
    let row = row && !SHOPS.iter().any(|w| s.rest().starts_with(w));
    Some(if row { Kind::Unit } else { Kind::Room })
}

/// 1703-2, 025-026号, 19-21号, C-11: several rooms, or a part of one.
fn several(s: &mut Scan<'_>, last: Kind) -> Option<()> {
    let start = s.at;
    let lettered = last == Kind::Floor && letter(s);
    let first = leading_digits(s);
    (first > 0 || lettered).then_some(())?;
    // 96A-3
    let inner = first >= 2 && letter(s);
    dash(s)?;
    let second = leading_digits(s);
    ((1..=4).contains(&second) && first <= 4).then_some(())?;
    let signed = s.any(&["室", "号"]).is_some();
    let ends = !s.peek().is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
    // 15-16号 stand side by side.
    let text = s.before().get(start..).unwrap_or_default().trim_end_matches(['室', '号']);
    let side = text.split_once('-').and_then(|(a, b)| Some((a.parse::<u32>().ok()?, b.parse::<u32>().ok()?)));
    let side = signed && last == Kind::Building && side.is_some_and(|(a, b)| a + 1 == b);
    let rooms = side
        || inner
        || first >= 3
        || first == 0
        || signed && last == Kind::Floor && !said_of_a_day(s.rest());
    (ends && rooms && (signed || !counts(s.rest())) && !thing_follows(s, "楼线栋幢座")).then_some(())
}

/// 五零二, 五〇二室, 一二零三
fn read_out(s: &mut Scan<'_>) -> Option<()> {
    let number = leading(s.rest()).filter(|n| matches!(n.form, Form::ReadOut(3 | 4)))?;
    let zero = s.rest().get(..number.length)?.contains(['零', '〇']);
    s.at += number.length;
    let signed = s.any(&["室", "号"]).is_some();
    (signed || zero && !counts(s.rest())).then_some(())
}

/// 9-1204 and 9-12-1204 after a building: unit, perhaps floor, room.
fn unit_and_room(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<()> {
    let start = s.at;
    small(s, 2)?;
    let unit = start..s.at;
    dash(s)?;
    attempt(s, |s| {
        small(s, 2)?;
        dash(s)
    });
    let room = s.at;
    room_number(s)?;
    let digits = s.at - room;
    let signed = s.any(&["室", "号"]).is_some();
    (digits >= 3 || signed).then_some(())?;
    (signed || !counts(s.rest())).then_some(())?;
    (!s.rest().starts_with('-')).then_some(())?;
    found.push(Part::new(Kind::Unit, unit));
    found.push(Part::new(Kind::Room, room..s.at));
    Some(())
}

/// 3栋附1号
pub(super) fn attached_unit(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    let start = s.at;
    attempt(s, attached)?;
    found.push(Part::new(Kind::Unit, start..s.at));
    Some(Kind::Unit)
}

/// 附3号: a number beside a number.
pub(super) fn attached(s: &mut Scan<'_>) -> Option<()> {
    s.eat("附").then_some(())?;
    small(s, 3)?;
    s.eat("号").then_some(())
}

/// C8栋8, A座12: a stairwell without its sign, where the sentence stops or goes on about it; 16栋08 is a flat.
pub(super) fn bare_unit(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    let start = s.at;
    s.before().ends_with(['栋', '幢']).then_some(())?;
    let digits = leading_digits(s);
    let flat = digits == 2 && s.before().get(start..).is_some_and(|number| number.starts_with('0'));
    let and = flat && s.sees("和、");
    ((1..=2).contains(&digits) && (goes_on(s.rest()) || and)).then_some(())?;
    let kind = if flat { Kind::Room } else { Kind::Unit };
    found.push(Part::new(kind, start..s.at));
    Some(kind)
}
