//! Numbers with 号 and numbers without any sign after what has a name: 上冯新村136号, 832弄125号, 人民路120号301,
//! 沧海大厦1830.

use super::after::attached;
use super::context::{
    HOUSES, estate, house_of_street, in_market, lane, large_house, many_houses, market, name_in_street,
    street, trade_city,
};
use super::follows::{about_the_house, counts, goes_on, said_of_a_day, thing_follows};
use super::joined::{dash, leading_digits};
use super::marks::{floor, letter, room_number, small};
use super::shops::{block_and_room, stall};
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
    let gate = rest.starts_with('门') && (value < 10 || !rest.starts_with("门口"));
    // Lifts have numbers too, but no high ones.
    let at_house = value > 31 && (about_the_house(rest) || rest.starts_with("电梯"));
    let thing =
        gate || !at_house && rest.starts_with(|c| "楼路线院库桥井杆灯机车位箱岗垃充电仓窗马地".contains(c));
    let near = ["背后", "后面", "对面", "旁", "附近", "楼下", "楼上", " ", "、", "/", "("];
    let house = goes_on(rest)
        || shop_named(rest)
        || near.iter().any(|w| rest.starts_with(w))
        || rest.starts_with(|c: char| c.is_ascii_digit());
    let day = value <= 31 && (said_of_a_day(rest) || announced(rest) || !house);
    let market = value < 100 && before.ends_with("市场");
    !thing && !day && (lane(before) || estate(before) || market || value > 31 && many_houses(before))
}

/// True after the name of what has several houses or parts with numbers.
fn in_houses(before: &str) -> bool {
    lane(before) || estate(before) || large_house(before) || before.ends_with("大楼")
}

/// 5号小邮局, 9号鞋店: a shop that is named right behind its number. 5号开的店 was opened on a day.
fn shop_named(rest: &str) -> bool {
    const WORDS: &[&str] =
        &["店", "商铺", "铺", "邮局", "超市", "药房", "公司", "银行", "驿站", "饭馆", "餐厅", "厂"];
    for (at, c) in rest.char_indices().take(6) {
        if WORDS.iter().any(|w| rest.get(at..).is_some_and(|r| r.starts_with(w))) {
            return true;
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

/// What says of a number that somebody lives behind it: 我家302, 隔壁1201, 我是402的.
const NEAR: &[&str] = &[
    "我家",
    "我们家",
    "家住",
    "我住",
    "楼上",
    "楼下",
    "隔壁",
    "对门",
    "邻居",
    "我是",
    "门牌",
    "门牌号",
    "房号",
    "房号是",
    "住",
];
/// 502业主 is somebody, 300业主 are many.
const PEOPLE: &[&str] =
    &["业主", "的业主", "住户", "的住户", "的邻居", "家里", "那家", "这家", "的大哥", "的大姐", "的阿姨"];
/// What a flat has and suffers.
const THINGS: &[&str] = &[
    "的水",
    "的厨",
    "的阳台",
    "的卫生",
    "的空调",
    "的下水",
    "的暖",
    "的电",
    "的门",
    "的窗",
    "的马桶",
    "的地漏",
    "的灯",
    "漏水",
    "没水",
    "没电",
    "跳闸",
];

/// 沧海大厦1830, 人才公寓C1205: a number after a house's name.
pub(super) fn room_of_house(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    let ends =
        |words: &[&str]| words.iter().any(|w| s.before().trim_end_matches([' ', ':', '的']).ends_with(w));
    // 我是680看台的 is none of ours.
    let me = s.before().ends_with("我是");
    let named = ends(HOUSES) && !s.before().ends_with("个小区") || ends(NEAR);
    let named = named || house_of_street(s.before()) || numbered_name(s);
    let mut ahead = *s;
    let before = s.before().trim_end_matches(['_', ' ']);
    let shop = market(before) && attempt(&mut ahead, |s| stall(s, found)).is_some();
    if shop {
        *s = ahead;
        return Some(Kind::Room);
    }
    if attempt(&mut ahead, |s| lettered_room(s, found)).is_some() {
        *s = ahead;
        return Some(Kind::Room);
    }
    let kind = plain_room(&mut ahead, found)?;
    let said = ahead.before().get(s.at..)?;
    let door = said.get(said.len().checked_sub(2)?..).and_then(|d| d.parse::<u32>().ok());
    let follows = |words: &[&str]| words.iter().any(|w| ahead.rest().starts_with(w));
    // 402的水管爆了: what is said first is somebody's door.
    let first = !s.before().ends_with(|c: char| c.is_alphanumeric());
    let owned = (follows(PEOPLE) || follows(THINGS) && first) && door.is_some_and(|d| (1..=12).contains(&d));
    let stops = ahead.rest().starts_with('的') || !ahead.peek().is_some_and(char::is_alphanumeric);
    if me && !stops || !named && !owned || ["110", "119", "120", "122"].contains(&said) {
        found.pop();
        return None;
    }
    *s = ahead;
    Some(kind)
}

/// True where houses have high numbers and no sign: 小刘庄227, 竹山工业区142.
fn village(before: &str) -> bool {
    before.ends_with(['庄', '浜', '邨']) || before.ends_with("业区")
}

/// 淘宝园520, 学院路颐高数码3341: after an estate or a name in a street, where the sentence stops or goes on about it.
fn numbered_name(s: &Scan<'_>) -> bool {
    let mut ahead = *s;
    let digits = leading_digits(&mut ahead);
    let number = s.rest().get(..digits).unwrap_or_default();
    let year = number.parse().is_ok_and(|n: u32| (1900..2050).contains(&n));
    (3..=4).contains(&digits)
        && !year
        && !number.ends_with("00")
        && goes_on(ahead.rest())
        && (estate(s.before()) && !village(s.before()) || name_in_street(s.before()))
}

/// 富春大厦43B
fn lettered_room(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<()> {
    let start = s.at;
    s.before().ends_with('厦').then_some(())?;
    (leading_digits(s) == 2 && letter(s) && goes_on(s.rest())).then_some(())?;
    found.push(Part::new(Kind::Room, start..s.at));
    Some(())
}

/// 301, 301室, 1717号, 802-3
fn plain_room(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    let start = s.at;
    room_number(s)?;
    let digits = s.before().get(start..)?.bytes().filter(u8::is_ascii_digit).count();
    let signed = s.any(&["室", "号"]).is_some()
        && (s.rest().starts_with("门口") || !thing_follows(s, "楼线院门栋幢座机"));
    if !signed && digits >= 3 {
        attempt(s, |s| {
            s.eat("-").then_some(())?;
            let part = leading_digits(s);
            let other = s.peek().is_some_and(|c| c.is_ascii_alphanumeric() || "-.楼号室月日栋幢".contains(c));
            ((1..=2).contains(&part) && !other && !counts(s.rest())).then_some(())
        });
    }
    let counted = !signed && (s.before().ends_with('号') || s.sees("-路") || counts(s.rest()));
    ((3..=4).contains(&digits) && !counted).then_some(())?;
    found.push(Part::new(Kind::Room, start..s.at));
    Some(Kind::Room)
}
