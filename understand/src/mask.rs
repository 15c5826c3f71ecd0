//! Finds what must not be shown in public: telephone, identity and card numbers, plates, self-given names.
//! Emergency numbers, hotlines and prices are not private and stay.

use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

use super::numerals::is_numeral;
use super::{names, pattern};

/// What people put between the figures of a number.
const GAP: &str = r"[ .·_()-]{0,3}";

/// Mobile numbers of the mainland (also spaced, +86) and Taiwan, and any number with a plus and a country.
static MOBILE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:(?:\+|00)?(?:86|852|853|886){GAP})?(?:1[3-9](?:{GAP}\d){{9}}|09\d{{2}}[ -]?\d{{3}}[ -]?\d{{3}})|\+\d(?:{GAP}\d){{8,13}}"
    ))
});
static LANDLINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:(?:\+|00)86[ -]?)?\(?0(?:10|2\d|[3-9]\d{2})\)?[ -]{0,3}[2-9]\d{2,3}[ -]?\d{4}(?:(?: ?转 ?|-)\d{1,5})?",
    )
});
static NAMED_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:电话|座机|手机|固话|联系|微信|qq|tel|phone|call me|wechat)[^\d,。;!?]{0,6}(\d[\d -]{5,14}\d)",
    )
});
/// Identity numbers, in one or in the parts they are read out in.
static IDENTITY: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"[1-9](?:[ -]{0,2}\d){16}[ -]{0,2}[\dx]"));
static CARD: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"\d(?:[ -]{0,2}\d){14,18}"));
static PLATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼] ?[a-z] ?[·.・•-]? ?[a-hj-np-z0-9]{4,5}[a-hj-np-z0-9学警挂港澳领]",
    )
});
/// 一三八…, 幺三八…: a mobile number in words.
static SPELLED: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"[一幺1][三四五六七八九3-9](?:[ -]?[零〇一幺二两三四五六七八九\d]){9}"));

/// Ranges of `text` (folded) to be covered, sorted and not overlapping. Room numbers are found with the place.
#[must_use]
pub fn private_spans(text: &str) -> Vec<Range<usize>> {
    let mut spans = names::private_names(text);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits >= 7 {
        collect(&IDENTITY, 0, text, &mut spans, identity_valid);
        collect(&CARD, 0, text, &mut spans, card_valid);
        collect(&MOBILE, 0, text, &mut spans, |_| true);
        collect(&LANDLINE, 0, text, &mut spans, |_| true);
        collect(&NAMED_NUMBER, 1, text, &mut spans, |t| !is_public_number(t) && !is_date(t));
        let numbered = |at: usize| {
            NUMBERED.iter().any(|w| text[..at].trim_end_matches([' ', ':', '是', '为']).ends_with(w))
        };
        spans.retain(|s| !(digits_of(&text[s.clone()]).len() >= 12 && numbered(s.start)));
    }
    if digits > 0 {
        collect(&PLATE, 0, text, &mut spans, |t| t.bytes().any(|b| b.is_ascii_digit()));
    }
    if text.contains(['幺', '一']) {
        collect(&SPELLED, 0, text, &mut spans, |t| {
            t.chars().filter(|c| is_numeral(*c) || *c == '幺').count() >= 6
        });
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

/// What has a long number that is nobody's: 工单号20261127001234.
const NUMBERED: &[&str] = &[
    "单号",
    "编号",
    "订单",
    "工单",
    "案件号",
    "流水号",
    "快递",
    "运单",
    "条码",
    "案号",
    "受理号",
    "批号",
    "序列号",
    "合同号",
];

/// Hotlines (400, 800, 95xxx, 12345) are meant to be rung by everybody.
fn is_public_number(text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.starts_with("400") || digits.starts_with("800") || digits.starts_with("95") || digits.len() < 7
}

/// 2026-12-01
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts.as_slice(), [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2)
}

/// Cards have 16 to 19 figures, older ones 15, and a check figure; 400-000-1234 转 5678 is none.
fn card_valid(text: &str) -> bool {
    let digits = digits_of(text);
    let old = digits.len() == 15 && matches!(digits.first(), Some(3..=6));
    (old || (16..=19).contains(&digits.len())) && luhn_valid(text)
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
            ("电话138 - 1234 - 5678", "1234"),
            ("加我138.1234.5678", "1234"),
            ("(0571)8765 4321", "8765"),
            ("+65 9123 4567", "9123"),
            ("+86 571 8765 4321", "8765"),
            ("沪a·d12345挡道", "d12345"),
            ("粤b 12345挡道", "12345"),
            ("京a12345学", "12345"),
            ("电话一三八一二三四五六七八", "三四五"),
            ("6222021234567890128", "62220"),
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
            "单价3600元/平方米",
            "2026-12-01开会",
            "订单号1234567890123",
            "工单号20261127001234",
            "咨询电话400-123-4567转8",
            "联系时间2026-12-01",
            "0571-12345没人接",
            "热线95598和96110",
            "编号为6222021234567890128",
        ] {
            assert_eq!(covered(text), text);
        }
    }
}
