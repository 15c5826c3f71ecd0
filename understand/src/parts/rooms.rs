//! Numbers of rooms without a building before them: 沧海大厦1830, 我家302, 淘宝园520, 301.

use super::context::{HOUSES, estate, house_of_street, in_address, market, name_in_street, village};
use super::follows::{counts, goes_on, thing_follows};
use super::joined::{LEADS, leading_digits};
use super::marks::{letter, room_number};
use super::shops::stall;
use super::{Kind, Part};
use crate::scan::{Scan, attempt};

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
    let shop = market(before) && attempt(&mut ahead, |s| stall(s, found)).is_some()
        || house_in_address(before) && attempt(&mut ahead, |s| stall_at_end(s, found)).is_some();
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

/// 淘宝园520, 学院路颐高数码3341, 上城区清江路四季星座C1204: after an estate or a name in a street, where the sentence
/// stops or goes on about it.
fn numbered_name(s: &Scan<'_>) -> bool {
    let before = s.before();
    let mut ahead = *s;
    let lettered = letter(&mut ahead);
    let start = ahead.at;
    let digits = leading_digits(&mut ahead);
    let number = ahead.before().get(start..).unwrap_or_default();
    let year = !lettered && number.parse().is_ok_and(|n: u32| (1900..2050).contains(&n));
    letter(&mut ahead);
    let room = (3..=4).contains(&digits) && !year && !number.ends_with("00") && goes_on(ahead.rest());
    let plain = || estate(before) && !village(before) || name_in_street(before) && !amount_follows(before);
    room && (!lettered && plain() || house_in_address(before))
}

/// True after 新增病例 and 参加人数, before which a city or a street may be named as well.
fn amount_follows(before: &str) -> bool {
    // 数码 is a trade, 号码 leads to a number.
    before.ends_with(LEADS) && !before.ends_with("数码")
        || before.ends_with(['例', '交', '庆', '客', '员', '户', '次', '租', '奖'])
}

/// True after a name that is the last of an address and no road or village itself.
fn house_in_address(before: &str) -> bool {
    let name = before.trim_end_matches(['东', '西', '南', '北']);
    in_address(before)
        && !amount_follows(before)
        && !name
            .ends_with(['村', '区', '组', '庄', '浜', '路', '街', '道', '段', '弄', '巷', '镇', '号', '线'])
}

/// DA1266 and 16780 with nothing behind that belongs to them.
fn stall_at_end(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<()> {
    let numbers = found.len();
    stall(s, found)?;
    if s.before().ends_with('号') || !goes_on(s.rest()) {
        found.truncate(numbers);
        return None;
    }
    Some(())
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
pub(super) fn plain_room(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    let start = s.at;
    room_number(s)?;
    let digits = s.before().get(start..)?.bytes().filter(u8::is_ascii_digit).count();
    let signed = s.any(&["室", "号"]).is_some() && !thing_follows(s, "楼线院门栋幢座机");
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
