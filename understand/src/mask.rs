//! Finds what must not be shown in public: telephone, identity and card numbers, plates, self-given names.
//! Emergency numbers, hotlines and prices are not private and stay.

use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

use super::pattern;

/// Mobile numbers of the mainland (also spaced, +86), Hong Kong with its prefix and Taiwan.
static MOBILE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(?:\+?(?:86|852|886)[- ]?)?(?:1[3-9](?:[ .-]?\d){9}|09\d{2}[ -]?\d{3}[ -]?\d{3})")
});
static LANDLINE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"\(?0(?:10|2\d|[3-9]\d{2})\)?[ -]?[2-9]\d{6,7}(?:(?:转|-)\d{1,5})?"));
static NAMED_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:电话|座机|手机|固话|联系|微信|qq|tel|phone|call me|wechat)[^\d,。;!?]{0,6}(\d[\d -]{5,14}\d)",
    )
});
static IDENTITY: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"\d{6}[ -]?(?:19|20)\d{2}[ -]?\d{4}[ -]?\d{3}[\dx]"));
static CARD: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"\d(?:[ -]?\d){12,18}"));
static PLATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-z][·.・ -]?[a-hj-np-z0-9]{4,5}[a-hj-np-z0-9学警挂港澳]",
    )
});
/// 我叫…: what follows is a name. 我是…: only when it begins with a surname and then stops.
static CALLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(?:我叫|我名叫|我的名字[叫是]|姓名(?:是|: ?)|联系人(?:是|: ?)?|本人叫)(\p{Han}{2,8})")
});
static CALLED_ENGLISH: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?:my name is|my name's|name: ?)\s*([a-z]+(?: [a-z]+){0,2})"));
static I_AM: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"(?:我是|本人是)(\p{Han}{2,8})"));

const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘\
    杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季\
    俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺";
/// Words that begin with a surname's character and are no names.
const NOT_NAMES: &[&str] = &[
    "高兴", "安全", "常常", "方便", "成都", "全家", "明天", "应该", "时候", "文明", "强烈", "来自", "和气",
    "金牌", "高层", "江边", "广州", "武汉", "路过", "路人", "单身", "向来", "花了", "白天", "马上", "商户",
    "商家", "房东", "房主", "车主", "文员", "司机", "管理", "党员", "厨师", "老师", "连续", "温州", "解释",
    "计划", "台湾", "高度", "万一", "原来", "原住", "古楼", "乐意", "华人", "卫生", "桂林", "海南", "宁波",
    "苏州", "石家", "湖南", "都是", "全职", "单亲", "官方", "沙发", "简单", "冷静", "明白", "包工",
];

/// Ranges of `text` (folded) to be covered, sorted and not overlapping. Room numbers are found with the place.
#[must_use]
pub fn private_spans(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits >= 7 {
        collect(&IDENTITY, 0, text, &mut spans, identity_valid);
        collect(&CARD, 0, text, &mut spans, |t| (13..=19).contains(&digits_of(t).len()) && luhn_valid(t));
        collect(&MOBILE, 0, text, &mut spans, |_| true);
        collect(&LANDLINE, 0, text, &mut spans, |_| true);
        collect(&NAMED_NUMBER, 1, text, &mut spans, |t| !is_public_number(t));
    }
    collect(&PLATE, 0, text, &mut spans, |t| t.bytes().any(|b| b.is_ascii_digit()));
    collect(&CALLED_ENGLISH, 1, text, &mut spans, |_| true);
    for (pattern, called) in [(&CALLED, true), (&I_AM, false)] {
        let Some(pattern) = pattern.as_ref() else { continue };
        for found in pattern.captures_iter(text).filter_map(|c| c.get(1)) {
            let length =
                name_length(found.as_str()).or_else(|| called.then(|| called_length(found.as_str()))?);
            spans.extend(length.map(|len| found.start()..found.start() + len));
        }
    }
    merged(spans)
}

/// Sorts ranges and joins those that touch.
#[must_use]
pub fn merged(mut spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    spans.sort_by_key(|s| (s.start, s.end));
    let mut out: Vec<Range<usize>> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}

/// `text` with every character of `spans` replaced by `*`; with `keep_length` by as many as it has bytes.
#[must_use]
pub fn cover(text: &str, spans: &[Range<usize>], keep_length: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans {
        let (Some(before), Some(hidden)) = (text.get(at..span.start), text.get(span.clone())) else {
            continue;
        };
        out.push_str(before);
        let stars = if keep_length { hidden.len() } else { hidden.chars().count() };
        out.extend(std::iter::repeat_n('*', stars));
        at = span.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

fn collect(
    pattern: &LazyLock<Option<Regex>>,
    group: usize,
    text: &str,
    spans: &mut Vec<Range<usize>>,
    keep: impl Fn(&str) -> bool,
) {
    let Some(pattern) = pattern.as_ref() else { return };
    let mut at = 0;
    while let Some(captures) = pattern.captures_at(text, at) {
        let (Some(whole), Some(part)) = (captures.get(0), captures.get(group)) else { return };
        let stands_alone = !digit_before(text, part.start()) && !digit_after(text, part.end());
        let starts_with_digit = part.as_str().starts_with(|c: char| c.is_ascii_digit() || c == '+');
        if (stands_alone || !starts_with_digit) && keep(part.as_str()) {
            spans.push(part.range());
            at = whole.end();
        } else {
            // Another number may begin inside the refused one: go on one character further.
            at = whole.start() + text[whole.start()..].chars().next().map_or(1, char::len_utf8);
        }
    }
}

fn digit_before(text: &str, at: usize) -> bool {
    text[..at].ends_with(|c: char| c.is_ascii_digit())
}

fn digit_after(text: &str, at: usize) -> bool {
    text[at..].starts_with(|c: char| c.is_ascii_digit())
}

fn digits_of(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

/// Hotlines (400, 800, 95xxx, 12345) are meant to be rung by everybody.
fn is_public_number(text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.starts_with("400") || digits.starts_with("800") || digits.starts_with("95") || digits.len() < 7
}

/// GB 11643: the last character is the weighted sum of the first seventeen, modulo 11.
fn identity_valid(text: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let signs: Vec<char> = text.chars().filter(|c| c.is_ascii_digit() || *c == 'x').collect();
    if signs.len() != 18 {
        return false;
    }
    let sum: u32 = signs.iter().zip(WEIGHTS).filter_map(|(c, w)| c.to_digit(10).map(|d| d * w)).sum();
    "10x98765432".chars().nth((sum % 11) as usize) == signs.last().copied()
}

/// ISO/IEC 7812: the check that bank cards carry.
fn luhn_valid(text: &str) -> bool {
    let sum: u32 = digits_of(text)
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| if i % 2 == 0 { *d } else { d * 2 / 10 + d * 2 % 10 })
        .sum();
    sum.is_multiple_of(10)
}

/// Bytes of the private name that `text` (what follows 我是) begins with, if it does.
fn name_length(text: &str) -> Option<usize> {
    let chars: Vec<char> = text.chars().collect();
    let first = *chars.first()?;
    if !SURNAMES.contains(first) || NOT_NAMES.iter().any(|w| text.starts_with(w)) {
        return None;
    }
    // 我是李建国，… or 我是李建国住…: the name ends where the run ends or where one goes on about oneself.
    let stop = chars.iter().position(|c| matches!(c, '住' | '家' | '在' | '的')).unwrap_or(chars.len());
    let called =
        |c: &char| matches!(c, '师' | '姐' | '哥' | '叔' | '姨' | '总' | '工' | '爷' | '奶' | '妈' | '爸');
    let by_title = chars.get(..stop).and_then(<[char]>::last).is_some_and(called);
    if !(2..=3).contains(&stop) || by_title || chars.get(stop) == Some(&'的') {
        return None;
    }
    Some(chars.iter().take(stop).map(|c| c.len_utf8()).sum())
}

/// Bytes of the name after 我叫: a short run is the name, of a longer one that begins with a surname three characters.
fn called_length(text: &str) -> Option<usize> {
    let count = text.chars().count();
    let surname = text.chars().next().is_some_and(|c| SURNAMES.contains(c));
    match count {
        2..=4 => Some(text.len()),
        _ if surname => Some(text.chars().take(3).map(char::len_utf8).sum()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(text: &str) -> String {
        cover(text, &private_spans(text), false)
    }

    #[test]
    fn numbers_are_covered() {
        for (text, hidden) in [
            ("电话13812345678找我", "13812345678"),
            ("打138 1234 5678", "1234"),
            ("+86-139-1234-5678", "139"),
            ("家里0731-85552345转12", "8555"),
            ("座机85552345有人接", "85552345"),
            ("身份证11010519491231002x", "1949"),
            ("卡号4111 1111 1111 1111", "1111"),
            ("苏a·12b45挡道", "12b45"),
            ("我叫李秀英,想问", "秀英"),
            ("我叫李秀英住在五栋想问个事", "秀英"),
            ("我叫阿黄,想问", "阿黄"),
            ("my name is john smith", "smith"),
            ("我是陈建国,住六楼", "建国"),
        ] {
            assert!(!covered(text).contains(hidden), "{}", covered(text));
        }
    }

    #[test]
    fn what_is_public_stays() {
        for text in [
            "快打119和120",
            "拨打12345没人管",
            "客服400-000-4751",
            "物业费1380元",
            "身份证110105194912310021",
            "我是新搬来的",
            "有条河名字叫化工河",
            "本人于近日反映",
            "姓名变更的咨询",
            "我是高兴坏了",
            "我是李老师",
            "单价3600元/平方米",
            "2026-12-01开会",
            "订单号1234567890123",
        ] {
            assert_eq!(covered(text), text);
        }
    }
}
