//! Where a time may begin: a cheap look at one character and the next, because it is asked of every message.

use std::sync::LazyLock;

use super::feasts;
use crate::numerals::is_numeral;

/// The next place at or after `from` where a time may begin, and its first character.
pub(super) fn next_start(text: &str, from: usize) -> Option<(usize, char)> {
    let starts = STARTS.as_slice();
    let mut last = text.get(..from)?.chars().next_back();
    let mut chars = text.get(from..)?.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let code = c as usize;
        let flagged = starts.get(code / 64).is_some_and(|bits| bits >> (code % 64) & 1 == 1);
        if flagged {
            let next = chars.peek().map_or(' ', |(_, next)| *next);
            if may_follow(last, text, from + i, c) && fits(c, next) {
                return Some((from + i, c));
            }
        }
        last = Some(c);
    }
    None
}

/// Inside a number nothing new begins: 12月 is not 2月, and 2月30日 is no 30日.
pub(super) fn after_failure(text: &str, start: usize, c: char) -> usize {
    if !is_number(c) {
        return start + c.len_utf8();
    }
    let rest = text.get(start..).unwrap_or_default();
    start + rest.find(|c| !is_number(c)).unwrap_or(rest.len())
}

fn is_number(c: char) -> bool {
    c.is_ascii_digit() || is_numeral(c)
}

/// Not in the middle of a number, a word, an amount or a date.
fn may_follow(last: Option<char>, text: &str, at: usize, c: char) -> bool {
    let Some(last) = last else { return true };
    if c.is_ascii_lowercase() {
        return !last.is_ascii_alphanumeric();
    }
    if !is_number(c) {
        return true;
    }
    let before =
        |test: &dyn Fn(char) -> bool| text.get(..at - last.len_utf8()).is_some_and(|b| b.ends_with(test));
    let inside = match last {
        // 2月30日: what cannot be read as a whole is not read in part.
        '月' | '年' => before(&|c| is_number(c) || c == ' '),
        '第' | '¥' | '￥' | '$' => true,
        ':' => before(&|c| c.is_ascii_digit()),
        _ => is_number(last),
    };
    let glued = c.is_ascii_digit()
        && (last.is_ascii_alphanumeric() || matches!(last, '*' | '.' | '-' | '#' | '/' | '+' | '_'));
    !inside && !glued
}

/// Where a word's first character alone says little, the second characters that make it one of ours.
const SECOND: &[(char, &str)] = &[
    ('今', "天日儿晚夜早晨年个周星礼月"),
    ('明', "天日儿晚早晨年"),
    ('后', "天日晚年半"),
    ('昨', "天日儿晚夜早"),
    ('前', "天日晚年半"),
    ('大', "后前清年一"),
    ('本', "周月年星礼世"),
    ('这', "周个一星礼月年"),
    ('下', "周个一下午昼月年星礼半世"),
    ('上', "周个一上午昼月年星礼半世"),
    ('周', "一二三四五六日天末1234567"),
    ('星', "期"),
    ('礼', "拜"),
    ('月', "底末初中上下"),
    ('年', "底末初中终三夜"),
    ('每', "天日一个逢周星礼月年晚早夜工"),
    ('逢', "周星礼每"),
    ('当', "月晚前"),
    ('民', "国"),
    ('凌', "晨"),
    ('清', "晨早明"),
    ('早', "上晨间"),
    ('正', "午月"),
    ('中', "午"),
    ('晌', "午"),
    ('午', "后间夜"),
    ('傍', "晚"),
    ('黄', "昏"),
    ('晚', "上间"),
    ('夜', "里间晚"),
    ('半', "夜小个年天月分秒"),
    ('深', "夜"),
    ('晏', "昼"),
    ('听', "日晚朝"),
    ('寻', "日晚"),
    ('琴', "日"),
    ('过', "去半"),
    ('再', "过等"),
    ('还', "有剩"),
    ('未', "来"),
    ('接', "下"),
    ('往', "后"),
    ('之', "后前"),
    ('此', "后刻时"),
    ('最', "近"),
    ('近', "半的"),
    ('头', ""),
    ('去', "年"),
    ('来', "年"),
    ('农', "历"),
    ('阴', "历"),
    ('旧', "历"),
    ('冬', "月"),
    ('腊', "月"),
    ('第', ""),
    ('现', "在"),
    ('目', "前"),
    ('而', "家"),
    ('依', "家"),
    ('次', "日"),
    ('即', "日"),
    ('工', "作"),
    ('差', "一五十3五二两"),
];
/// The characters of them after which a number may stand: 后三天, 早8点, 第3季度.
const BEFORE_NUMBER: &str = "后前下上早晚夜晨过近头第";
/// What may stand after the first character of a number that belongs to a time.
const AFTER_NUMBER: &str = "点时月日号年周星礼天小分刻秒个半季钟世到至-~、:/. 多o/过";
/// How English words for times begin.
const ENGLISH: &[&str] = &[
    "to", "tm", "th", "tu", "te", "tw", "da", "de", "ye", "la", "en", "ev", "ei", "el", "ea", "ja", "ju",
    "fe", "fr", "fi", "fo", "ma", "mo", "mi", "me", "ap", "au", "a ", "an", "sa", "su", "se", "si", "sp",
    "oc", "ov", "on", "no", "ne", "we", "wi", "in", "ha", "pa", "qu", "q1", "q2", "q3", "q4", "ch", "co",
    "va", "go", "bo", "qi", "dr", "lu",
];

/// The characters that a time may begin with, as bits.
static STARTS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let numbers = "零〇一二两三四五六七八九十廿卅0123456789晨".chars();
    let words = SECOND.iter().map(|(first, _)| *first);
    let english = ENGLISH.iter().filter_map(|w| w.chars().next());
    let mut bits = vec![0_u64; 1024];
    for c in numbers.chain(words).chain(english).chain(feasts::beginnings().map(|(first, _)| first)) {
        let code = c as usize;
        if let Some(word) = bits.get_mut(code / 64) {
            *word |= 1 << (code % 64);
        }
    }
    bits
});

/// First and second characters of everything but numbers, sorted.
static PAIRS: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let words = SECOND.iter().flat_map(|(first, second)| second.chars().map(move |c| (*first, c)));
    let english = ENGLISH.iter().filter_map(|w| {
        let mut chars = w.chars();
        Some((chars.next()?, chars.next()?))
    });
    let mut pairs: Vec<_> = words.chain(english).chain(feasts::beginnings()).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
});

fn fits(first: char, second: char) -> bool {
    if is_number(first) {
        let said = second.is_ascii_lowercase() || second == ')' || AFTER_NUMBER.contains(second);
        return said || is_number(second) || PAIRS.binary_search(&(first, second)).is_ok();
    }
    let number = is_number(second) || second == ' ';
    number && BEFORE_NUMBER.contains(first) || PAIRS.binary_search(&(first, second)).is_ok()
}
