//! Halls, rows and stalls of markets, and blocks that have a letter: 三街35017, 汽车城G9号, 10C1289, 国贸名品港8890.

use super::context::{estate, in_market, office};
use super::follows::{about_the_door, counts, goes_on, thing_follows};
use super::joined::leading_digits;
use super::marks::{floor, long_number, room_number, small};
use super::{Kind, Part};
use crate::scan::{Scan, attempt};

/// 三街35017, 9街88号: a row of shops and one of them.
pub(super) fn market_street(s: &mut Scan<'_>, last: Option<Kind>, found: &mut Vec<Part>) -> Option<Kind> {
    let start = s.at;
    let before = s.before();
    (last.is_some() || before.ends_with(['区', '城', '场', '门', '期'])).then_some(())?;
    small(s, 3)?;
    s.eat("街").then_some(())?;
    let street = start..s.at;
    // 97号门15街11楼
    if before.ends_with("号门") && attempt(s, floor).is_some() {
        s.at = street.end;
        found.push(Part::new(Kind::Unit, street));
        return Some(Kind::Unit);
    }
    // 13街75号门41781
    let gate = attempt(s, gate).is_some();
    let room = s.at;
    let digits = leading_digits(s);
    let numbered = s.eat("号");
    let within = last.is_some() || in_market(before);
    let ends = !s.peek().is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
    let shop = if numbered {
        within && !thing_follows(s, "楼院门")
    } else {
        (3..=5).contains(&digits) && (s.sees("店") || !counts(s.rest()))
    };
    let shop = shop && (!gate || digits == 5);
    (ends && shop && digits > 0).then_some(())?;
    found.push(Part::new(Kind::Unit, street));
    found.push(Part::new(Kind::Room, room..s.at));
    Some(Kind::Room)
}

/// 3号门: the gate of a market.
fn gate(s: &mut Scan<'_>) -> Option<()> {
    small(s, 3)?;
    s.eat("号").then_some(())?;
    (!about_the_door(s.rest()) && s.eat("门")).then_some(())
}

/// 3号门67851
pub(super) fn stall_behind_gate(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    // 东门3号门 is nobody's stall.
    ["商贸城", "商城", "市场"].iter().any(|w| s.before().contains(w)).then_some(())?;
    gate(s)?;
    let start = s.at;
    long_number(s)?;
    found.push(Part::new(Kind::Room, start..s.at));
    Some(Kind::Room)
}

/// 汽车城G9号, 石材市场2期C38: a letter and a number of a market's hall.
pub(super) fn lettered_house(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    let start = s.at;
    let before = s.before();
    let storey = s.rest().starts_with('b');
    (before.ends_with(['城', '期']) || before.ends_with("市场")).then_some(())?;
    letter_before_figures(s)?;
    let digits = leading_digits(s);
    let numbered = s.eat("号") && !thing_follows(s, "楼线院门");
    let ends = goes_on(s.rest()) && !storey;
    ((1..=2).contains(&digits) && (numbered || ends)).then_some(())?;
    found.push(Part::by_number(start..s.at));
    Some(Kind::Building)
}

/// 10C1289, 3A105号 after a name: a block with a letter and a room in it.
pub(super) fn block_and_room(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    let start = s.at;
    let named = s.before().ends_with(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) && c != '楼');
    named.then_some(())?;
    let figures = leading_digits(s);
    // 6F171 is a storey and a room.
    (!s.rest().starts_with('f')).then_some(())?;
    letter_before_figures(s)?;
    let block = start..s.at;
    let digits = leading_digits(s);
    s.any(&["室", "号"]);
    let ends = !s.peek().is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
    // A1264 in a tower; D788 in a market is a stall.
    let tower = figures == 0 && office(s.before().get(..start)?);
    let road = s.sees("国省县次路航园");
    let figured = (1..=2).contains(&figures) || tower;
    (ends && figured && (3..=4).contains(&digits) && !road && !counts(s.rest())).then_some(())?;
    found.push(Part::new(Kind::Building, block.clone()));
    found.push(Part::new(Kind::Room, block.end..s.at));
    Some(Kind::Room)
}

/// 花园D6C: a block and a flat of it.
pub(super) fn block_and_flat(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    let start = s.at;
    estate(s.before()).then_some(())?;
    letter_before_figures(s)?;
    let room = s.at;
    let digits = leading_digits(s);
    letter_before_figures(s)?;
    ((1..=2).contains(&digits) && goes_on(s.rest())).then_some(())?;
    found.push(Part::new(Kind::Building, start..room));
    found.push(Part::new(Kind::Room, room..s.at));
    Some(Kind::Room)
}

fn letter_before_figures(s: &mut Scan<'_>) -> Option<()> {
    let c = s.peek().filter(char::is_ascii_lowercase)?;
    s.at += c.len_utf8();
    Some(())
}

/// 8890, 16780, L1244 in a market: four or five figures that are no round sum and no year.
pub(super) fn stall(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<()> {
    let start = s.at;
    // DA1266 has two letters.
    let letters = s.rest().bytes().take_while(u8::is_ascii_lowercase).count();
    let lettered = letters > 0;
    s.at += if letters <= 2 { letters } else { 0 };
    let number = s.rest();
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let number = number.get(..digits)?;
    match digits {
        4 => room_number(s)?,
        5 => long_number(s)?,
        _ => return None,
    }
    let year = !lettered && digits == 4 && number.parse().is_ok_and(|n: u32| (1900..2050).contains(&n));
    let numbered = s.any(&["号", "室"]).is_some();
    let thing = numbered && thing_follows(s, "楼线院栋幢座机");
    (!thing && !year && !number.ends_with("00") && !counts(s.rest()) && !s.sees("-年")).then_some(())?;
    found.push(Part::new(Kind::Room, start..s.at));
    Some(())
}
