//! Numbers joined by dashes: 12-2-1103, 9-1846, 苑13-4, 桃园路75-10号, 8-6单元, #05-123.

use std::ops::Range;

use super::context::{HOUSES, estate, in_address, lane, large_house, market, street};
use super::follows::{about_the_door, about_the_house, counts, goes_on, said_of_a_day, thing_follows};
use super::marks::{letter, unit};
use super::{Kind, Part};
use crate::scan::{Scan, attempt};

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
    found.push(Part::new(Kind::Building, building));
    found.push(Part::new(Kind::Unit, start..s.at));
    Some(Kind::Unit)
}

/// A dash, or several typed in haste, also 12一7一944, typed in haste.
pub(super) fn dash(s: &mut Scan<'_>) -> Option<()> {
    if s.rest().strip_prefix('一').is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit())) {
        s.at += '一'.len_utf8();
        return Some(());
    }
    let rest = s.rest().trim_start_matches(['-', '_']);
    let dashes = s.rest().len() - rest.len();
    s.at += dashes;
    (1..=4).contains(&dashes).then_some(())
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
    found.push(Part::new(Kind::Room, start..s.at));
    Some(Kind::Room)
}

/// Takes the figures that stand here, and counts them.
pub(super) fn leading_digits(s: &mut Scan<'_>) -> usize {
    let digits = s.rest().bytes().take_while(u8::is_ascii_digit).count();
    s.at += digits;
    digits
}

/// Two to four numbers with dashes between them, and what stands around.
struct Run<'t> {
    numbers: Vec<Range<usize>>,
    before: &'t str,
    rest: &'t str,
    /// 室 or 号 behind the last.
    sign: Option<&'static str>,
}

/// The numbers that stand here.
fn run<'t>(s: &mut Scan<'t>) -> Option<Run<'t>> {
    let before = s.before();
    let mut numbers: Vec<Range<usize>> = Vec::new();
    loop {
        let start = s.at;
        if numbers.len() < 3 {
            letter(s);
        }
        // The first may be a letter alone, the last may have one behind.
        let alone = s.at > start && s.rest().starts_with('-');
        let digits = leading_digits(s);
        (alone || (1..=4).contains(&digits)).then_some(())?;
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
    let ends = !s.peek().is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '*' | '_'));
    (ends && numbers.len() > 1).then_some(())?;
    let mut signed = *s;
    let sign = signed.any(&["室", "号"]).filter(|_| !thing_follows(&signed, "楼线院门"));
    if sign.is_some() {
        *s = signed;
    }
    Some(Run { numbers, before, rest: s.rest(), sign })
}

/// 12-2-1103, 9-1846, A29-2980, 2-6-5-1187: building, unit and room; with four the third is the floor.
pub(super) fn joined(s: &mut Scan<'_>, found: &mut Vec<Part>) -> Option<Kind> {
    let run = run(s)?;
    let text =
        |at: usize| run.numbers.get(at).and_then(|range| s.before().get(range.clone())).unwrap_or_default();
    let figures = |at: usize| text(at).bytes().filter(u8::is_ascii_digit).count();
    let value = |at: usize| text(at).parse::<u32>().ok();
    let end = s.at;
    let count = run.numbers.len();
    let last = count - 1;
    let [first_range, .., last_range] = run.numbers.as_slice() else { return None };
    // 605-606室 are two flats, 161-163号 two shops of a street; neither is a building and a flat.
    let apart = value(0).zip(value(1)).filter(|(a, b)| count == 2 && a < b).map(|(a, b)| b - a);
    let stalls = run.sign == Some("号") && run.before.ends_with("市场") && apart == Some(1);
    // B017-B018号
    let twins = count == 2
        && (0..2).all(|at| figures(at) > 0 && text(at).starts_with(|c: char| c.is_ascii_lowercase()));
    let flats = stalls || twins || figures(0) >= 3 && apart.is_some_and(|d| d <= 20);
    let numbered = run.sign == Some("号");
    let counted = run.sign.is_none() && counts(run.rest);
    // From the 9th to the 12th; 126-6号 is none of that.
    let days = count == 2 && value(0).zip(value(1)).is_some_and(|(a, b)| a < b && b <= 31);
    let day = numbered && days && said_of_a_day(run.rest);
    let at_house = about_the_house(run.rest) || numbered && about_the_door(run.rest);
    if flats && (run.sign.is_some() || market(run.before) && !counted) && !street(run.before) {
        found.push(Part::new(Kind::Room, first_range.start..end));
        return Some(Kind::Room);
    }
    // 后杨址126-6号
    let village = numbered
        && value(0).is_some_and(|n| (n > 31 || run.before.ends_with('村')) && !(1950..2050).contains(&n))
        && run
            .before
            .ends_with(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) && !"号第编区弄".contains(c))
        && !estate(run.before);
    // 葛衙庄1041-8号, 上畔1300-7: no estate has so many buildings, it is a house behind the number of another.
    let village = village
        || count == 2
            && figures(0) == 4
            && text(0).len() == 4
            && figures(1) <= 2
            && text(1).len() == figures(1)
            && value(0).is_some_and(|n| !(1900..2050).contains(&n))
            && (numbered || goes_on(run.rest))
            && run.sign != Some("室")
            && run.before.ends_with(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c))
            && !run.before.ends_with(LEADS)
            && !HOUSES.iter().any(|w| run.before.ends_with(w));
    let plain = !text(0).starts_with(|c: char| c.is_ascii_lowercase());
    let in_street = plain && (street(run.before) || village);
    if in_street && count == 2 && figures(1) <= 3 && (numbered || figures(1) < 3) {
        // 桃园路75-10号: the house behind number 75.
        let several = apart.is_some_and(|d| d <= 6) || flats || run.sign == Some("室");
        let range = last_range.start..end;
        let other = run.rest.starts_with(|c| "楼层栋幢座号单#~至到路地文".contains(c));
        let other = other && !at_house;
        return (!several && !counted && !day && !other).then(|| {
            found.push(Part::by_number(range));
            Kind::Building
        });
    }
    let mut add = |kind: Kind, range: Range<usize>| {
        found.push(Part::new(kind, range));
        Some(kind)
    };
    // 2017-236号 is a paper.
    if numbered && count == 2 && figures(0) == 4 && value(0).is_some_and(|n| (1950..2050).contains(&n)) {
        return None;
    }
    let round = text(0).ends_with("00");
    // 电商园西4-3
    let named = estate(run.before.trim_end_matches(['东', '西', '南', '北']))
        || estate(run.before)
        || goes_on(run.rest)
            && figures(0) <= 3
            && in_address(run.before)
            && !street(run.before)
            && !run.before.ends_with(['村', '组']);
    if count == 2 && figures(1) <= 3 && (numbered && figures(1) > 0 || figures(1) < 3) {
        // 苑13-4, 新村8-10号: a building and its stairwell.
        let other = run.rest.starts_with(|c| "楼层栋幢座号单#~至到地文".contains(c));
        let other = other && !at_house;
        let place = named
            || numbered && lane(run.before)
            || large_house(run.before)
                && (figures(0) < 3 || text(1).ends_with(|c: char| c.is_ascii_lowercase()));
        if place && !round && !counted && !day && !other && run.sign != Some("室") {
            add(Kind::Building, first_range.clone());
            return add(Kind::Unit, last_range.start..end);
        }
    }
    let long_first =
        figures(0) > 3 && run.sign.is_none() && !(named && (count > 2 || figures(1) >= 3) && !round);
    if long_first || text(0).starts_with('0') && count == 2 {
        return None;
    }
    let strong = is_address(&run, counted, [text(0), text(1), text(last)]) && !flats;
    strong.then_some(())?;
    add(Kind::Building, first_range.clone());
    for (at, kind) in [(1, Kind::Unit), (2, Kind::Floor)] {
        if at < last {
            add(kind, run.numbers[at].clone());
        }
    }
    add(Kind::Room, last_range.start..end)
}

/// What stands before amounts and codes, not before addresses.
pub(super) const LEADS: &[char] = &[
    '到', '约', '共', '花', '价', '至', '是', '为', '有', '近', '要', '每', '长', '宽', '高', '温', '重',
    '计', '差', '比', '第', '号', '分', '数', '量', '钱', '了', '费', '元', '值', '在', '的', '从', '涨',
    '降', '水', '电', '度', '码', '型', '大', '小', '多', '少', '还', '就', '剩', '给', '交', '收', '话',
    '线', '客', '服', '询', '系', '、', ',', '。', ':', '年', '月', '日', '(', '路', '街',
];

/// True when numbers with dashes are an address and no date, sum or telephone number.
fn is_address(run: &Run<'_>, counted: bool, [first, second, last]: [&str; 3]) -> bool {
    let figures = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    let before = run.before;
    let lettered = first.starts_with(|c: char| c.is_ascii_lowercase());
    let named = before
        .ends_with(|c: char| "区苑园城庄村里坊庭府郡墅湾期院寓居厦轩阁邸团岛场际心代号".contains(c))
        || in_address(before) && !street(before);
    let me = before.is_empty()
        || ["住", "我家", "我们", "我是", "在", "地址", "地址:", "房号", "房号:"]
            .iter()
            .any(|w| before.ends_with(w));
    let long = figures(last) >= 3;
    // 车立方9-1562, D-1421 after any name; round numbers are amounts.
    let stated = figures(last) == 3 && !last.ends_with('0') && goes_on(run.rest) && !before.ends_with(LEADS);
    let plain = before.ends_with(|c: char| !c.is_ascii())
        && (lettered || figures(last) == 4 && !last.ends_with("00") || stated);
    match run.numbers.len() {
        // 50-100元 is a price, 8-1204 somebody's door.
        2 => {
            // 荷香苑8-5室
            let flat = run.sign == Some("室") && named && figures(first) <= 2;
            (long || flat)
                && !counted
                && (plain || named || me || run.sign.is_some() || lettered && figures(first) > 0)
        }
        // 49-4-10 may be a date, 400-000-1234 is a telephone.
        _ => long && !counted && figures(second) <= 2 || named && !first.ends_with("00"),
    }
}
