//! What stands before a number, as far as it tells what the number is: a street, a lane, an estate, a house.

use crate::numerals::is_numeral;

/// True after 中山路, 西大街, 余官巷 and 李家弄: what follows is a number in the street.
pub(super) fn street(before: &str) -> bool {
    before.ends_with(['路', '街', '道', '段', '巷']) || before.ends_with('弄') && !lane(before)
}

/// True after 832弄, whose 125号 is a house among others.
pub(super) fn lane(before: &str) -> bool {
    before.strip_suffix('弄').is_some_and(|b| b.ends_with(|c: char| c.is_ascii_digit()))
}

/// Words that end the name of an estate, a works or a hostel.
const ESTATES: &[&str] = &[
    "小区",
    "园区",
    "业区",
    "工区",
    "新村",
    "公寓",
    "宿舍",
    "公馆",
    "家属院",
    "大院",
    "花园",
    "家园",
    "华府",
    "工业园",
    "工业园区",
    "科技园",
    "产业园",
];

/// Names of large houses, whose parts are numbered like the buildings of an estate: 西城国际14-13.
pub(super) fn large_house(before: &str) -> bool {
    before.ends_with("国际") || before.ends_with("中心") || before.ends_with("大厦")
}

/// True before the A1264 of 泛海国际中心A1264, a tower and a room in it.
pub(super) fn office(before: &str) -> bool {
    let street_number =
        || before.strip_suffix('号').is_some_and(|b| b.ends_with(|c: char| c.is_ascii_digit()));
    large_house(before) || before.ends_with("银座") || street_number()
}

/// Last characters of such names, where no word of `OTHERS` ends.
const ESTATE_SIGNS: &str = "苑庭郡墅湾寓邸轩阁筑邨浜庄居岛园城府院";

/// What ends like an estate and is none.
const OTHERS: &[&str] = &[
    "公园", "儿园", "校园", "乐园", "果园", "菜园", "物园", "陵园", "政府", "医院", "学院", "法院", "影院",
    "剧院", "老院", "全院", "住院", "出院", "后院", "前院", "县城", "全城", "进城", "出城", "回城", "省城",
    "老城", "古城", "京城", "家庭", "法庭", "台湾", "邻居", "定居", "分居", "群岛", "社区", "半岛", "商城",
    "长城",
];

/// What stands before such an ending when no name does: 我们小区, 这个花园.
const NO_NAMES: &str = "个本我们咱该这那老各整全贵你他某旧此同进出在到住是的";

/// True after an estate's name or one of its parts: 荷香小区, 上冯新村, 月季苑, 稠山二区, 通河三村.
pub(super) fn estate(before: &str) -> bool {
    if part_of_estate(before) {
        return true;
    }
    if OTHERS.iter().any(|w| before.ends_with(w)) {
        return false;
    }
    let word = ESTATES.iter().filter(|w| before.ends_with(**w)).map(|w| w.len()).max();
    let sign = || before.chars().next_back().filter(|c| ESTATE_SIGNS.contains(*c)).map(char::len_utf8);
    let Some(length) = word.or_else(sign) else { return false };
    let name = before.get(..before.len() - length).unwrap_or_default();
    name.chars().next_back().is_some_and(|c| c.is_alphabetic() && !NO_NAMES.contains(c))
}

/// B区, 二区, 东区, 2期, 三村, 一里
fn part_of_estate(before: &str) -> bool {
    let mut chars = before.chars().rev();
    let sign = chars.next().unwrap_or(' ');
    let Some(number) = chars.next() else { return false };
    let counted = is_numeral(number) || number.is_ascii_digit();
    match sign {
        '区' => {
            counted || number.is_ascii_alphabetic() || "东西南北".contains(number) && chars.next().is_some()
        }
        '期' => counted || "东西南北".contains(number) && chars.next().is_some(),
        '村' | '里' | '园' | '苑' => {
            is_numeral(number) && chars.next().is_some_and(|c| !"几那这十百千".contains(c))
        }
        _ => false,
    }
}

/// Endings of estates and of lanes: 瓜山东苑346号 is no day of a month.
pub(super) fn many_houses(before: &str) -> bool {
    estate(before) || before.ends_with(['区', '苑', '园', '寓', '排', '浜', '庭', '庄']) || named_row(before)
}

/// 沧湖东一里, 高家里; but not 这里, 群里.
fn named_row(before: &str) -> bool {
    let Some(name) = before.strip_suffix(['里', '坊']) else { return false };
    let mut chars = name.chars().rev();
    let (last, further) = (chars.next().unwrap_or(' '), chars.next().unwrap_or(' '));
    let spoken = "这那哪群屋楼院夜公心城村手眼店厂车水街作牌班区".contains(last);
    !spoken && last.is_alphabetic() && further.is_alphabetic()
}

/// Endings of houses in which rooms, shops and stalls have numbers of their own.
pub(super) const HOUSES: &[&str] = &[
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
    "银座",
    "业城",
    "革城",
    "装城",
    "鞋城",
    "材城",
    "器城",
    "贸城",
    "饰城",
    "具城",
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

/// True after 飞凤路896号缅姿秀泰: a house's name after its number in the street.
pub(super) fn house_of_street(before: &str) -> bool {
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

/// True after 学院路颐高数码: a name in a street, also where the house has no number.
pub(super) fn name_in_street(before: &str) -> bool {
    for (length, c) in before.chars().rev().take(8).enumerate() {
        if "路街道".contains(c) {
            return length >= 2 && !before.ends_with('段');
        }
        if !('\u{4e00}'..='\u{9fff}').contains(&c) || SPOKEN.contains(c) {
            return false;
        }
    }
    false
}

/// True in the middle of a full address, as few write in a chat: 杭州市上城区杭海路亿都. Two of its levels must stand
/// before the name, and nothing between them that belongs to a sentence.
pub(super) fn in_address(before: &str) -> bool {
    let mut levels = 0;
    let mut later = ' ';
    for (length, (at, c)) in before.char_indices().rev().take(28).enumerate() {
        let han = ('\u{4e00}'..='\u{9fff}').contains(&c);
        if !han && !c.is_ascii_digit() || SPOKEN.contains(c) {
            break;
        }
        let inner = before.get(..at).and_then(|b| b.chars().next_back()).unwrap_or(' ');
        let level = match c {
            '省' | '县' | '镇' | '路' | '道' | '巷' | '弄' => true,
            '街' => later != '道',
            '区' => !"小社园地校厂市院".contains(inner),
            '市' => !"城超门夜菜全本".contains(inner) && later != '场',
            _ => false,
        };
        // What stands behind the last level is a name only if it has two characters.
        levels += usize::from(level && length >= 2);
        later = c;
    }
    levels >= 2
}

/// What belongs to a sentence and to no name.
const SPOKEN: &str =
    "的了在有是我你他她它这那被把和到对编井杆旁边上口灯车坏没停下又还也就共约里人牌面站很说请问来去给让从";

/// 皮革城, 服装城: what trades in one kind of goods, and has stalls with numbers.
pub(super) fn trade_city(before: &str) -> bool {
    let goods = |name: &str| name.ends_with(|c| "业革装鞋材器贸饰具配商料品纺".contains(c));
    before.strip_suffix('城').is_some_and(goods)
}

/// True when a market was named right before: 联合市场C区, 地下商业街二区.
pub(super) fn in_market(before: &str) -> bool {
    let near = before.char_indices().rev().nth(7).map_or(0, |(at, _)| at);
    before.get(near..).is_some_and(|b| ["市场", "商贸城", "商城", "商业街"].iter().any(|w| b.contains(w)))
}

/// Shops and stalls: 万象城L1244, 国贸名品港8890, 国际商贸城16780.
pub(super) fn market(before: &str) -> bool {
    before.ends_with(['城', '港', '场', '厦', '园', '期', '区', '都'])
}

/// True where houses have high numbers and no sign: 小刘庄227, 竹山工业区142.
pub(super) fn village(before: &str) -> bool {
    before.ends_with(['庄', '浜', '邨']) || before.ends_with("业区")
}
