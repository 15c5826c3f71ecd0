//! Parts of an address with their own sign: 3号楼, 2单元, 五楼, 401室.

use super::context::lane;
use super::follows::{about_the_house, counts};
use super::separators;
use crate::numerals::{Form, leading};
use crate::scan::{Scan, attempt};

/// A number of at most `most` figures, or a Chinese one that can be counted.
pub(super) fn small(s: &mut Scan<'_>, most: usize) -> Option<u32> {
    let number = leading(s.rest())?;
    match number.form {
        Form::Digits(n) if n > most => return None,
        Form::ReadOut(n) if n > 3 => return None,
        _ => {}
    }
    s.at += number.length;
    Some(number.value)
}

/// 3号楼, 六栋, B座, A-3幢, 3#, 第一栋, 2号院5号楼, 东座
pub(super) fn building(s: &mut Scan<'_>) -> Option<()> {
    let start = s.at;
    if s.any(&["东", "西", "南", "北"]).is_some() {
        s.any(&["栋", "幢", "座"])?;
        return Some(());
    }
    if s.any(&["主楼", "副楼", "裙楼"]).is_some() {
        return Some(());
    }
    s.eat("第");
    let letter = letter(s);
    let mut figures = false;
    let mut counted = false;
    if letter {
        s.eat("-");
        figures = small(s, 3).is_some();
    } else {
        let two = s.sees("两一几");
        let first = small(s, 4)?;
        // 3-1号楼 is one name, 3-5号楼 and 3、4号楼 several buildings.
        attempt(s, |s| {
            s.eat("-").then_some(())?;
            small(s, 3)?;
            another_sign(s)
        })
        .or_else(|| attempt(s, |s| next_building(s, start, first)));
        // 一座桥, 两栋楼 count.
        counted = two && s.at - start == '一'.len_utf8();
        letter_after(s);
    }
    if attempt(s, |s| {
        s.any(&["号院"])?;
        small(s, 3)?;
        s.any(&["号楼", "栋", "幢", "座", "#楼", "#"]).map(|_| ())
    })
    .is_some()
    {
        return Some(());
    }
    if s.rest().starts_with('楼') && !letter {
        // 5楼3单元: where units are, the storey is a building.
        s.eat("楼");
        let mut ahead = *s;
        separators(&mut ahead);
        return unit(&mut ahead);
    }
    // 1108号楼道: so many buildings there are not, it is the 楼道 of number 1108.
    let figures_said = s.before().get(start..)?.bytes().filter(u8::is_ascii_digit).count();
    let hall = s.rest().strip_prefix('号').is_some_and(about_the_house);
    // And that of 83幢11号楼道 and 41弄9号楼道 is in a house of the row or the lane.
    let before = s.before().get(..start)?;
    let row = before.ends_with(['栋', '幢']) || lane(before);
    if hall && (figures_said >= 3 || row) {
        return None;
    }
    let sign = s.any(&["号楼", "号栋", "号幢", "号座", "#楼", "#", "栋", "幢", "座", "撞"])?;
    match sign {
        // 3#60#, 3# 10 教室: goods, classrooms; a letter alone is no building there.
        "#" => ((!letter || figures) && !other_numbers(s.rest())).then_some(()),
        "栋" | "幢" | "座" => {
            // 三栋楼811
            let house =
                s.rest().strip_prefix('楼').is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()));
            s.at += if house { '楼'.len_utf8() } else { 0 };
            let things = "桥山城房小的别建大高新旧老";
            let counts = counted && (s.sees(things) || s.sees("楼") || s.rest().is_empty());
            let two = s.before().get(start..).is_some_and(|said| said.starts_with('两'));
            (!counts && !two).then_some(())
        }
        // Typed in haste for 幢.
        "撞" => unit_or_room_follows(*s).then_some(()),
        _ => Some(()),
    }
}

/// Sees 号楼, and leaves it to be read.
fn another_sign(s: &mut Scan<'_>) -> Option<()> {
    s.any(&["号楼", "栋", "幢"]).map(|sign| s.at -= sign.len())
}

/// The 、4 of 3、4号楼. 1、2号楼 may be the first line of a list, and so may any number that begins a line.
fn next_building(s: &mut Scan<'_>, start: usize, first: u32) -> Option<()> {
    let before = s.before().get(..start).unwrap_or_default();
    let line = before.ends_with(['\n', '。', ';', ':', '!', '?']);
    s.eat("、").then_some(())?;
    (first > 1 && !line && small(s, 3)? == first + 1).then_some(())?;
    another_sign(s)
}

/// True before 9单元 and 401.
fn unit_or_room_follows(mut s: Scan<'_>) -> bool {
    let digits = s.rest().bytes().take_while(u8::is_ascii_digit).count();
    (3..=4).contains(&digits) || unit(&mut s).is_some()
}

/// One letter that no other follows.
pub(super) fn letter(s: &mut Scan<'_>) -> bool {
    let is = |c: char| c.is_ascii_lowercase();
    let mut chars = s.rest().chars();
    let one = chars.next().is_some_and(is) && !chars.next().is_some_and(is);
    s.at += usize::from(one);
    one
}

/// 3a栋
fn letter_after(s: &mut Scan<'_>) -> bool {
    let mut ahead = *s;
    let one = letter(&mut ahead) && ahead.peek().is_some_and(|c| "号栋幢座#".contains(c));
    if one {
        *s = ahead;
    }
    one
}

/// Numbers after 3# that are neither unit nor room.
fn other_numbers(rest: &str) -> bool {
    let rest = rest.trim_start();
    let counted = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '*');
    let digits = rest.len() - counted.len();
    digits > 0
        && !counted.starts_with("单元")
        && !counted.starts_with('楼')
        && !(3..=4).contains(&digits)
        && !counted.starts_with('-')
}

/// 2单元, 二单元, A单元, 东单元; the 单元门 of 301单元门 is a door: three figures are a room.
pub(super) fn unit(s: &mut Scan<'_>) -> Option<()> {
    let named = s.any(&["甲", "乙", "丙", "丁", "东", "西", "中", "南", "北"]).is_some();
    if !named {
        s.eat("第");
        let number = leading(s.rest());
        match number.map(|n| n.form) {
            Some(Form::Digits(4)) => return None,
            Some(_) => s.at += number?.length,
            None => letter(s).then_some(())?,
        }
    }
    if !named && s.eat("门洞") {
        return Some(());
    }
    if s.eat("单元") {
        let digits = s.before().trim_end_matches("单元").bytes().rev().take_while(u8::is_ascii_digit).count();
        return (digits < 3 || !s.sees("门")).then_some(());
    }
    // 一单749, 3梯692, 2门401
    s.any(&["单", "梯", "门"])?;
    let digits = s.rest().bytes().take_while(u8::is_ascii_digit).count();
    let door = s.rest().get(digits..).is_some_and(|rest| !counts(rest)) && !s.rest().starts_with('0');
    (!named && door && (3..=4).contains(&digits)).then_some(())
}

/// 五楼, 12层, 负一层, 3f, 12/f
pub(super) fn floor(s: &mut Scan<'_>) -> Option<()> {
    let start = s.at;
    if s.any(&["首层", "顶楼", "顶层", "地下室"]).is_some() {
        // Where, but no number: left to the spots.
        return None;
    }
    let below = s.any(&["地下", "负", "-"]).is_some();
    let led = s.eat("第");
    let two = s.sees("两");
    if s.rest().starts_with('b') {
        s.at += 1;
    }
    let value = small(s, 3)?;
    // 5-6楼
    attempt(s, |s| {
        s.eat("-").then_some(())?;
        small(s, 3).filter(|last| *last > value && *last < 100 && !below && s.sees("楼层"))
    });
    if storey(s) {
        return (value < 200).then_some(());
    }
    if value == 0 || value >= 200 || two {
        return None;
    }
    let before = s.before().get(..start).unwrap_or_default();
    if value >= 100 && about_the_house(s.rest()) {
        return None;
    }
    if s.eat("楼") {
        // 五楼的高度, 从3楼; 10楼3单元 is a building, which no one says.
        return (!s.rest().starts_with("的高") && !before.ends_with('从')).then_some(());
    }
    s.eat("层").then_some(())?;
    // 三层楼, 掉了两层, 这可是28层 count floors.
    let stands = before.is_empty()
        || before.ends_with([
            '元', '栋', '幢', '座', '楼', ',', '。', ' ', '在', '住', '我', '们', '号', '室', '厦', '城',
            '场', '-', '库',
        ]);
    (below
        || led
        || s.rest().bytes().take_while(u8::is_ascii_digit).count() > 2
        || (stands && !s.sees("楼高了的…建住洋")))
    .then_some(())
}

/// The f of 6f, also before a room: 6f171.
fn storey(s: &mut Scan<'_>) -> bool {
    if s.eat("/f") {
        return true;
    }
    let is = s.rest().starts_with('f') && !s.rest()[1..].starts_with(|c: char| c.is_ascii_lowercase());
    s.at += usize::from(is);
    is
}

/// 401室, 12a05室, 301房
pub(super) fn marked_room(s: &mut Scan<'_>) -> Option<()> {
    let before = *s;
    // 5楼B室
    if attempt(s, |s| (letter(s) && s.eat("室")).then_some(())).is_some() {
        return Some(());
    }
    room_number(s)?;
    let digits = s.before().get(before.at..)?.bytes().filter(u8::is_ascii_digit).count();
    let sign = s.any(&["号房间", "号房", "房间", "室", "房", "户"])?;
    // 300户 are households, 第301户 a flat; 3房 has three rooms.
    let flat = before.before().ends_with(['元', '楼', '栋', '幢', '座', '层', '第']);
    match sign {
        "户" => {
            let number = leading(before.rest()).map_or(0, |n| n.value % 100);
            (digits >= 3 && flat && (1..=12).contains(&number) && !s.sees("人数")).then_some(())
        }
        "房" | "房间" => (digits >= 3 && !s.sees("价租款贷型产东屋客")).then_some(()),
        "号房间" | "号房" => (digits >= 3 || flat).then_some(()),
        // 3室1厅 is what a flat has.
        _ => (digits >= 2 || flat && digits > 0 && !s.sees("一二两123")).then_some(()),
    }
}

/// The number of a room, without a sign: 401, 12a05, c1274, 101a.
pub(super) fn room_number(s: &mut Scan<'_>) -> Option<()> {
    let start = s.at;
    letter(s);
    let digits = s.rest().bytes().take_while(u8::is_ascii_digit).count();
    (1..=4).contains(&digits).then_some(())?;
    s.at += digits;
    let inner = attempt(s, |s| {
        letter(s).then_some(())?;
        let more = s.rest().bytes().take_while(u8::is_ascii_digit).count();
        s.at += more;
        // 6c2288 is a block and a room of it.
        (more <= 2 && !s.peek().is_some_and(|c| c.is_ascii_alphanumeric())).then_some(())
    });
    let ends = inner.is_some() || !s.peek().is_some_and(|c| c.is_ascii_alphanumeric());
    (ends && s.at - start <= 7).then_some(())
}

/// A number of five figures, as shops of large markets have: 41781; no hotline and no round sum.
pub(super) fn long_number(s: &mut Scan<'_>) -> Option<()> {
    let start = s.at;
    letter(s);
    let number = s.rest().get(..5).filter(|n| n.bytes().all(|b| b.is_ascii_digit()))?;
    s.at += number.len();
    attempt(s, |s| letter(s).then_some(()));
    let hotline =
        ["10000", "10010", "10086", "10099", "123", "95", "96"].iter().any(|h| number.starts_with(h));
    let ends = !s.peek().is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '*' | '.'));
    (ends && !number.ends_with("00") && (s.at - start > 5 || !hotline) && !counts(s.rest())).then_some(())
}
