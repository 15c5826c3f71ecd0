//! Numbers without a sign that what stands around makes parts of an address: 401 after 2单元, 12-2-1103, #05-123,
//! 1830 after a house's name.

use std::ops::Range;

use super::marks::{counts, letter, room_number, small, unit};
use super::{Kind, Part, marked, separators};
use crate::numerals::{Form, leading};
use crate::scan::{Scan, attempt};

/// A number without a sign, which what stands before makes a room: 2单元401, 3号楼9-1204, 83幢8号.
pub(super) fn bare(s: &mut Scan<'_>, last: Kind, found: &mut Vec<Part>) -> Option<Kind> {
    // B幢东880
    attempt(s, |s| {
        s.any(&["东", "西", "南", "北"])?;
        s.rest().starts_with(|c: char| c.is_ascii_digit()).then_some(())
    });
    let start = s.at;
    if last != Kind::Room && attempt(s, read_out).is_some() {
        found.push(Part { kind: Kind::Room, range: start..s.at });
        return Some(Kind::Room);
    }
    if last == Kind::Building && attempt(s, |s| unit_and_room(s, found)).is_some() {
        return Some(Kind::Room);
    }
    room_number(s)?;
    let number = s.before().get(start..)?;
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let signed = s.any(&["室", "号"]);
    let enough = match (signed, last) {
        (Some("室"), _) => true,
        // 83幢8号 and 7单元5号; but 3号楼5号停水 is a day.
        (Some(_), Kind::Building | Kind::Unit | Kind::Floor) => digits >= 3 || !said_of_a_day(s.rest()),
        (None, Kind::Unit) => digits >= 3,
        (None, Kind::Building | Kind::Floor) => digits >= 3,
        _ => false,
    };
    let public = signed.is_none() && matches!(number, "110" | "119" | "120" | "122");
    let upper =
        s.rest().starts_with('楼') && !["楼下", "楼上", "楼顶"].iter().any(|w| s.rest().starts_with(w));
    let thing = upper || signed == Some("号") && s.sees("楼线院门栋幢座机店铺库");
    let counted = signed.is_none() && counts(s.rest());
    let ranged = signed.is_none()
        && s.rest().starts_with('-')
        && !s.rest()[1..].starts_with(|c: char| c.is_ascii_digit());
    let plain = number.starts_with(|c: char| c.is_ascii_digit()) || digits >= 3;
    (enough && !public && !thing && !counted && !ranged && plain && last != Kind::Room).then_some(())?;
    // 9幢39号 is a stairwell or a house of a row, 83幢1227号 a flat.
    let door = s.rest().bytes().take_while(u8::is_ascii_digit).count();
    let row = signed == Some("号") && last == Kind::Building && (digits < 3 || door >= 3);
    let kind = if row { Kind::Unit } else { Kind::Room };
    found.push(Part { kind, range: start..s.at });
    Some(kind)
}

/// 五零二, 五〇二室, 一二零三
fn read_out(s: &mut Scan<'_>) -> Option<()> {
    let number = leading(s.rest()).filter(|n| matches!(n.form, Form::ReadOut(3 | 4)))?;
    let zero = s.rest().get(..number.length)?.contains(['零', '〇']);
    s.at += number.length;
    let signed = s.any(&["室", "号"]).is_some();
    (signed || zero && !counts(s.rest())).then_some(())
}

/// 5号停水, 8号上午: a day of the month.
fn said_of_a_day(rest: &str) -> bool {
    let words = [
        "上午", "下午", "中午", "晚", "早", "前", "后", "到", "至", "开始", "起", "停", "来", "开", "检修",
        "维修", "换", "之",
    ];
    words.iter().any(|w| rest.starts_with(w))
}

/// 8-6单元: the building without its sign.
pub(super) fn building_and_unit(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    let building = s.at..s.at + s.rest().bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&building.len()).then_some(())?;
    s.at = building.end;
    attempt(s, dash);
    let start = s.at;
    unit(s)?;
    (s.before().ends_with("单元") && start > building.end
        || !s.before().get(start..)?.starts_with(|c: char| c.is_ascii()))
    .then_some(())?;
    found.push(Part { kind: Kind::Building, range: building });
    found.push(Part { kind: Kind::Unit, range: start..s.at });
    Some(Kind::Unit)
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
    found.push(Part { kind: Kind::Unit, range: unit });
    found.push(Part { kind: Kind::Room, range: room..s.at });
    Some(())
}

fn dash(s: &mut Scan<'_>) -> Option<()> {
    // 12一7一944, typed in haste
    if s.rest().strip_prefix('一').is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit())) {
        s.at += '一'.len_utf8();
        return Some(());
    }
    let rest = s.rest().trim_start_matches(['-', '_']);
    let dashes = s.rest().len() - rest.len();
    s.at += dashes;
    (1..=2).contains(&dashes).then_some(())
}

/// #05-123, as flats are numbered in Singapore: storey and door.
pub(super) fn hash_unit(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    let start = s.at;
    let alone = !s.before().ends_with(|c: char| c.is_ascii_alphanumeric());
    (s.eat("#") && alone).then_some(())?;
    let storey = leading_digits(s);
    dash(s)?;
    let door = leading_digits(s);
    let ends = !s.peek().is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
    (ends && (1..=2).contains(&storey) && (2..=4).contains(&door)).then_some(())?;
    found.push(Part { kind: Kind::Room, range: start..s.at });
    Some(Kind::Room)
}

/// Takes the figures that stand here, and counts them.
fn leading_digits(s: &mut Scan<'_>) -> usize {
    let digits = s.rest().bytes().take_while(u8::is_ascii_digit).count();
    s.at += digits;
    digits
}

/// 12-2-1103, 9-1846, A29-2980, 2-6-5-1187: building, unit and room; with four the third is the floor.
pub(super) fn joined(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    let before = s.before();
    let mut numbers: Vec<Range<usize>> = Vec::new();
    loop {
        let start = s.at;
        if numbers.is_empty() {
            letter(s);
        }
        if numbers.len() == 2 {
            letter(s);
        }
        let digits = s.rest().bytes().take_while(u8::is_ascii_digit).count();
        // The first may be a letter alone, the last may have one behind.
        let letter_only = numbers.is_empty() && s.at > start && s.rest().starts_with('-');
        (letter_only || (1..=4).contains(&digits)).then_some(())?;
        s.at += digits;
        if s.rest().starts_with(|c: char| c.is_ascii_lowercase())
            && !s.rest()[1..].starts_with(|c: char| c.is_ascii_alphanumeric())
        {
            s.at += 1;
        }
        numbers.push(start..s.at);
        if numbers.len() == 4 || attempt(s, dash).is_none() {
            break;
        }
    }
    let text = |range: &Range<usize>| s.before().get(range.clone()).unwrap_or_default();
    let figures = |range: &Range<usize>| text(range).bytes().filter(u8::is_ascii_digit).count();
    let longer = s.peek().is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '*' | '_'));
    let [first, .., last] = numbers.as_slice() else { return None };
    let (first, last) = (first.clone(), last.clone());
    let mut sign = *s;
    let signed = sign.any(&["室", "号"]).is_some() && !sign.sees("楼线");
    if longer || figures(&first) > 3 && !signed || text(&first).starts_with('0') && numbers.len() == 2 {
        return None;
    }
    let lettered = text(&first).starts_with(|c: char| c.is_ascii_lowercase());
    let named =
        before.ends_with(|c: char| "区苑园城庄村里坊庭府郡墅湾期院寓居厦轩阁邸团岛场际心代号".contains(c));
    let me = before.is_empty()
        || ["住", "我家", "我们", "我是", "在", "地址", "地址:", "房号", "房号:"]
            .iter()
            .any(|w| before.ends_with(w));
    let counted = !signed && counts(s.rest());
    let long = figures(&last) >= 3;
    // 车立方9-1562, D-1421 after any name; round numbers are amounts.
    let plain = before.ends_with(|c: char| !c.is_ascii())
        && (lettered || figures(&last) == 4 && !text(&last).ends_with("00"));
    let strong = match numbers.len() {
        // 50-100元 is a price, 8-1204 somebody's door.
        2 => long && !counted && (plain || named || me || signed || lettered && figures(&first) > 0),
        // 49-4-10 may be a date, 400-000-1234 is a telephone.
        _ => long && !counted && figures(&numbers[1]) <= 2 || named && !text(&first).ends_with("00"),
    };
    // 605-606室 are two flats, not a building and a flat.
    let value = |range: &Range<usize>| text(range).parse::<u32>().ok();
    let flats = numbers.len() == 2
        && figures(&first) >= 3
        && value(&first).zip(value(&last)).is_some_and(|(a, b)| a < b && b - a <= 20);
    if flats && signed {
        *s = sign;
        found.push(Part { kind: Kind::Room, range: first.start..s.at });
        return Some(Kind::Room);
    }
    (strong && !flats).then_some(())?;
    if signed {
        *s = sign;
    }
    found.push(Part { kind: Kind::Building, range: first });
    if let Some(unit) = numbers.get(1).filter(|_| numbers.len() > 2) {
        found.push(Part { kind: Kind::Unit, range: unit.clone() });
    }
    if let Some(floor) = numbers.get(2).filter(|_| numbers.len() > 3) {
        found.push(Part { kind: Kind::Floor, range: floor.clone() });
    }
    found.push(Part { kind: Kind::Room, range: last.start..s.at });
    Some(Kind::Room)
}

/// 12号 alone is a date or a house in a street; it is a building when a unit or a room follows.
pub(super) fn numbered_house(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    let start = s.at;
    let street = s.before().ends_with(['路', '街', '道', '段']);
    let lane = s.before().ends_with(['弄', '巷', '里', '坊']);
    let estate = s.before().ends_with(['弄', '区', '苑', '园', '寓', '排', '浜', '庭', '庄']);
    let value = small(s, 4)?;
    s.eat("号").then_some(())?;
    let house = start..s.at;
    // 瓜山东苑346号 is no day of a month.
    let alone = estate && (value > 31 || s.before().get(..start).is_some_and(|b| b.ends_with('弄')));
    let mut ahead = *s;
    // 丰家兜71号1717
    let close = s.rest().starts_with(|c: char| c.is_ascii_digit())
        && s.before().get(..start).is_some_and(|b| b.ends_with(|c: char| !c.is_ascii()));
    separators(&mut ahead);
    let next = ahead.at;
    let mut more = Vec::new();
    let kind = marked(&mut ahead, &mut more).filter(|kind| matches!(kind, Kind::Unit | Kind::Room));
    let kind = match kind {
        Some(kind) => kind,
        // 人民路120号301
        None => match attempt(&mut ahead, |s| plain_room(s, &mut more)) {
            Some(kind) if street || lane || estate || close => kind,
            _ => {
                let thing = s.sees("楼线门院库桥井杆灯机车位箱");
                (alone && !thing && !street).then_some(())?;
                found.push(Part { kind: Kind::Building, range: house });
                return Some(Kind::Building);
            }
        },
    };
    // 5号, 201室没水: a day, then a flat.
    let apart = s.before().len() < next && s.rest().starts_with([',', '、']);
    if !street && !apart {
        found.push(Part { kind: Kind::Building, range: house });
    }
    found.extend(more);
    *s = ahead;
    Some(kind)
}

/// 沧海大厦1830, 人才公寓C1205: a number after a house's name.
pub(super) fn room_of_house(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    let houses = [
        "厦",
        "公寓",
        "国际",
        "楼",
        "酒店",
        "宾馆",
        "中心",
        "广场",
        "产业园",
        "创意园",
        "科技园",
        "创业园",
        "电商园",
        "市场",
        "商城",
        "时代",
        "世界",
        "小区",
        "花园",
        "家园",
        "嘉园",
        "苑",
        "a区",
        "b区",
        "c区",
        "d区",
        "e区",
        "东区",
        "西区",
        "南区",
        "北区",
    ];
    // 我家302, 隔壁1201, 我是402的
    let near = [
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
    let ends =
        |words: &[&str]| words.iter().any(|w| s.before().trim_end_matches([' ', ':', '的']).ends_with(w));
    // 我是680看台的 is none of ours.
    let me = s.before().ends_with("我是");
    let named = ends(&houses) && !s.before().ends_with("个小区") || ends(&near);
    let named = named || house_of_street(s.before());
    let mut ahead = *s;
    let kind = plain_room(&mut ahead, found)?;
    // 502业主 is somebody, 300业主 are many.
    let said = ahead.before().get(s.at..)?;
    let door = said.get(said.len().checked_sub(2)?..).and_then(|d| d.parse::<u32>().ok());
    let follows = |words: &[&str]| words.iter().any(|w| ahead.rest().starts_with(w));
    let people = follows(&[
        "业主",
        "的业主",
        "住户",
        "的住户",
        "的邻居",
        "家里",
        "那家",
        "这家",
        "的大哥",
        "的大姐",
        "的阿姨",
    ]);
    let things = follows(&[
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
    ]);
    // 402的水管爆了: what is said first is somebody's door.
    let first = !s.before().ends_with(|c: char| c.is_alphanumeric());
    let owned = (people || things && first) && door.is_some_and(|d| (1..=12).contains(&d));
    let stops = ahead.rest().starts_with('的') || !ahead.peek().is_some_and(char::is_alphanumeric);
    if me && !stops || !named && !owned || ["110", "119", "120", "122"].contains(&said) {
        found.pop();
        return None;
    }
    *s = ahead;
    Some(kind)
}

fn plain_room(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    let start = s.at;
    room_number(s)?;
    let digits = s.before().get(start..)?.bytes().filter(u8::is_ascii_digit).count();
    let signed = s.any(&["室", "号"]).is_some() && !s.sees("楼线院门栋幢座机");
    let counted = !signed && (s.before().ends_with('号') || s.sees("-路") || counts(s.rest()));
    ((3..=4).contains(&digits) && !counted).then_some(())?;
    found.push(Part { kind: Kind::Room, range: start..s.at });
    Some(Kind::Room)
}

/// 飞凤路896号缅姿秀泰 before 3025: a house's name after its number in the street.
fn house_of_street(before: &str) -> bool {
    for (name, (at, c)) in before.char_indices().rev().take(12).enumerate() {
        if c == '号' {
            let number = before.get(..at).unwrap_or_default();
            let street = number.trim_end_matches(|c: char| c.is_ascii_digit());
            return name >= 2
                && street.len() < number.len()
                && street.ends_with(['路', '街', '道', '弄', '巷']);
        }
        // What is said of a thing there is no name: 的, 有, 井盖编号.
        if !('\u{4e00}'..='\u{9fff}').contains(&c) || "的了在有是我被把和到对编井杆门旁车坏没停".contains(c)
        {
            return false;
        }
    }
    false
}
