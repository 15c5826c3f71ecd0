//! Numbers with 号 and numbers without any sign after what has a name: 上冯新村136号, 832弄125号, 人民路120号301,
//! 荷香苑4 502.

use super::after::attached;
use super::context::{estate, in_market, lane, large_house, many_houses, street, trade_city, village};
use super::follows::{
    about_the_door, about_the_house, counts, goes_on, happened, said_of_a_day, thing_follows,
};
use super::joined::{dash, leading_digits};
use super::marks::{floor, small};
use super::rooms::plain_room;
use super::shops::block_and_room;
use super::{Kind, Part, marked, separators};
use crate::scan::{Scan, attempt};

/// 12号 alone is a date or a house in a street; it is a building in an estate or a lane, and when a unit or a room
/// follows.
pub(super) fn numbered_house(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    let start = s.at;
    let before = s.before().trim_end_matches(['_', '-', ' ']);
    let street = street(before);
    let value = small(s, 4)?;
    s.eat("号").then_some(())?;
    let house = start..s.at;
    if street {
        return in_street(s, found);
    }
    let mut ahead = *s;
    // 丰家兜71号1717
    let close =
        s.rest().starts_with(|c: char| c.is_ascii_digit()) && before.ends_with(|c: char| !c.is_ascii());
    separators(&mut ahead);
    let next = ahead.at;
    let mut more = Vec::new();
    let kind =
        marked(&mut ahead, &mut more).filter(|kind| matches!(kind, Kind::Unit | Kind::Room)).or_else(|| {
            let rooms = close || lane(before) || many_houses(before) || before.ends_with(['巷', '里', '坊']);
            attempt(&mut ahead, |s| plain_room(s, &mut more).filter(|_| rooms))
        });
    let Some(kind) = kind else {
        // 大楼3号10楼
        let storey = in_houses(before) && attempt(&mut s.clone(), floor).is_some();
        (storey || alone(before, value, s.rest())).then_some(())?;
        // 钱江市场8区135号 is a stall.
        if value > 99 && (in_market(before) || trade_city(before)) {
            found.push(Part::new(Kind::Room, house));
            return Some(Kind::Room);
        }
        found.push(Part::by_number(house));
        return Some(Kind::Building);
    };
    // 5号, 201室没水: a day, then a flat.
    let apart = s.before().len() < next && s.rest().starts_with([',', '、']);
    if !apart {
        found.push(Part::by_number(house));
    }
    found.extend(more);
    *s = ahead;
    Some(kind)
}

/// True when 346号 is a house though nothing follows that only houses have. Up to 31 it might be a day: then what
/// stands before must be a name.
fn alone(before: &str, value: u32, rest: &str) -> bool {
    // 41弄9号: among the houses of a lane a number is a house, whatever else has numbers.
    let lane = lane(before);
    let gate = rest.starts_with('门') && !(about_the_door(rest) && (lane || value >= 10));
    // Lifts have numbers too, but no high ones.
    let at_house = (lane || value > 31) && (about_the_house(rest) || rest.starts_with("电梯"));
    let thing =
        gate || !at_house && rest.starts_with(|c| "楼路线院库桥井杆灯机车位箱岗垃充电仓窗马地".contains(c));
    let near = ["背后", "后面", "对面", "旁", "附近", "楼下", "楼上", " ", "、", "/", "("];
    let house = goes_on(rest)
        || shop_named(rest)
        || near.iter().any(|w| rest.starts_with(w))
        || rest.starts_with(|c: char| c.is_ascii_digit());
    let dated = said_of_a_day(rest) && !(lane && happened(rest)) || announced(rest);
    let day = value <= 31 && (dated || !house && !happened(rest));
    let market = value < 100 && before.ends_with("市场");
    !thing && !day && (lane || estate(before) || market || value > 31 && many_houses(before))
}

/// True after the name of what has several houses or parts with numbers.
fn in_houses(before: &str) -> bool {
    lane(before) || estate(before) || large_house(before) || before.ends_with("大楼")
}

/// 5号小邮局, 9号鞋店: a shop that is named right behind its number. 5号开的店 and 5号超市开业 are said of a day.
fn shop_named(rest: &str) -> bool {
    const WORDS: &[&str] = &["店", "商铺", "铺", "邮局", "超市", "药房", "驿站", "饭馆", "餐厅"];
    for (at, c) in rest.char_indices().take(6) {
        if let Some(after) = WORDS.iter().find_map(|w| rest.get(at..)?.strip_prefix(w)) {
            return !after.starts_with(|c| "开关搬装停休办搞做打到要会".contains(c));
        }
        if !c.is_alphabetic() || "的了开来有在会要停到去就没不和又关搬装换".contains(c) {
            return false;
        }
    }
    false
}

/// 15号,全天停水: what is announced for a day.
fn announced(rest: &str) -> bool {
    const WORDS: &[&str] =
        &["全天", "全小区", "上午", "下午", "早", "晚", "凌晨", "将", "要", "计划", "检修", "施工", "预计"];
    rest.strip_prefix([',', ':']).is_some_and(|r| WORDS.iter().any(|w| r.trim_start().starts_with(w)))
}

/// What follows 人民路120号: a unit or a room, the house of 1449号-6 and of 1015号9号.
fn in_street(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    if attempt(s, |s| house_and_unit(s, found)).is_some() {
        return Some(Kind::Unit);
    }
    let house = attempt(s, |s| {
        let dashed = s.any(&["--", "-", "一"]).is_some();
        let start = s.at;
        let value = small(s, 3)?;
        let numbered = s.eat("号");
        let other =
            |c: char| c.is_ascii_alphanumeric() && !numbered || "-楼库路线院室单栋幢座#层一".contains(c);
        let ends = !s.peek().is_some_and(other) || (!numbered || value > 99) && about_the_house(s.rest());
        let day = value <= 31 && numbered && said_of_a_day(s.rest());
        (ends && (dashed || numbered) && !day && (numbered || !counts(s.rest()))).then_some(start..s.at)
    });
    if let Some(range) = house {
        found.push(Part::by_number(range));
        return Some(Kind::Building);
    }
    separators(s);
    let mut more = Vec::new();
    let kind = attempt(s, |s| block_and_room(s, &mut more))
        .or_else(|| marked(s, &mut more).filter(|kind| matches!(kind, Kind::Unit | Kind::Room)))
        .or_else(|| attempt(s, |s| plain_room(s, &mut more)))?;
    found.extend(more);
    Some(kind)
}

/// 734号70-8号: a house of the plot and its stairwell.
fn house_and_unit(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<()> {
    attempt(s, dash);
    let start = s.at;
    small(s, 3)?;
    let house = start..s.at;
    dash(s)?;
    let unit = s.at;
    let digits = leading_digits(s);
    let numbered = s.eat("号") && !thing_follows(s, "楼线院");
    (numbered && (1..=2).contains(&digits) && !said_of_a_day(s.rest())).then_some(())?;
    found.push(Part::by_number(house));
    found.push(Part::new(Kind::Unit, unit..s.at));
    Some(())
}

/// 人民路12号附3号
pub(super) fn attached_house(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    let start = s.at;
    s.before().ends_with('号').then_some(())?;
    attached(s)?;
    found.push(Part::by_number(start..s.at));
    Some(Kind::Building)
}

/// 荷香苑4 502: the house without its sign, then the room.
pub(super) fn house_and_room(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    let start = s.at;
    estate(s.before()).then_some(())?;
    let digits = leading_digits(s);
    ((1..=2).contains(&digits) && s.sees(" ")).then_some(())?;
    let house = start..s.at;
    s.spaces();
    let mut more = Vec::new();
    plain_room(s, &mut more)?;
    found.push(Part::by_number(house));
    found.extend(more);
    Some(Kind::Room)
}

/// 1025弄192, 稠山二区47: the house without its 号.
pub(super) fn house_without_sign(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    let start = s.at;
    let before = s.before();
    let digits = leading_digits(s);
    let most = if lane(before) || village(before) { 3 } else { 2 };
    ((1..=most).contains(&digits) && goes_on(s.rest()) && (lane(before) || estate(before))).then_some(())?;
    found.push(Part::by_number(start..s.at));
    Some(Kind::Building)
}
