//! The word list and how a text is read with it: every known word with the part it plays, left to right.
//! No segmentation: the longest word at each place, unless a word before covers it.

use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::classes::Category;
use super::fold::fold;
use super::pattern;

const SOURCE: &str = include_str!("lexicon.txt");

macro_rules! roles {
    ($($role:ident = $text:literal,)+) => {
        /// The part a word plays; `lexicon.txt` says what each means.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(usize)]
        pub(super) enum Role { $($role,)+ }

        impl Role {
            /// How many there are.
            pub(super) const COUNT: usize = [$($text),+].len();

            fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Role::$role),)+ _ => None }
            }
        }
    };
}

roles! {
    Thing = "thing", Home = "home", Fault = "fault", Soft = "soft", Trouble = "trouble", Hint = "hint",
    Plea = "plea", Ask = "ask", Body = "body", Here = "here", Lasting = "lasting",
    Danger = "danger", Pressing = "pressing",
    Away = "away", Mine = "mine", Plain = "plain", Advert = "advert", Notice = "notice", Thanks = "thanks", Past = "past",
    Want = "want", Need = "need", Gift = "gift", Offer = "offer", Same = "same",
    Discuss = "discuss", Wonder = "wonder", Service = "service",
}

/// One meaning of a word.
#[derive(Debug, Clone, Copy)]
struct Meaning {
    role: Role,
    category: Option<(Category, u8)>,
}

/// A word of the list.
struct Word {
    text: String,
    /// May go on (leak, leaks, leaking).
    open: bool,
    meanings: Vec<Meaning>,
}

/// A word found in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    /// Its part.
    pub(super) role: Role,
    /// The category it speaks for, and how strongly.
    pub(super) category: Option<(Category, u8)>,
    /// First byte in the folded text.
    pub(super) start: usize,
    /// One past its last byte.
    pub(super) end: usize,
}

/// Faults by their form: what cannot be opened, goes on by itself, comes in or smells of something.
static FAULT_FORMS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(concat!(
        r"[开关打进出上下动用充通过停放亮转响冲排锁合拉按刷连流打](?:不|唔)(?:了|开|上|动|出|进|去|来|起|下|亮|住|严|通|过|走|响|掉)",
        r"|[响闪漏滴晃抖震冒渗返叫](?:个不停|个没完|得厉害|得要命|来晃去)",
        r"|[飘灌钻渗流爬漏掉溅](?:进|出|到|满|下)(?:来|了|去|我|家|屋|窗)",
        r"|[一有]股.{0,6}?味"
    ))
});

/// Words by their first character, longest first.
static WORDS: LazyLock<HashMap<char, Vec<Word>>> = LazyLock::new(|| load(SOURCE).0);

/// Reads the word list; the second value names the lines that could not be read.
fn load(source: &str) -> (HashMap<char, Vec<Word>>, Vec<usize>) {
    let mut words: HashMap<char, Vec<Word>> = HashMap::new();
    let (mut meaning, mut bad) = (None, Vec::new());
    for (number, line) in source.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(header) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            meaning = read_header(header);
            if meaning.is_none() {
                bad.push(number + 1);
            }
            continue;
        }
        let Some(meaning) = meaning else { continue };
        for word in line.split_whitespace() {
            add(&mut words, word, meaning);
        }
    }
    for list in words.values_mut() {
        list.sort_by_key(|w| std::cmp::Reverse(w.text.len()));
    }
    (words, bad)
}

fn read_header(header: &str) -> Option<Meaning> {
    let mut parts = header.split_whitespace();
    let role = Role::parse(parts.next()?)?;
    let category = match (parts.next(), parts.next()) {
        (Some(name), Some(weight)) => Some((Category::parse(name)?, weight.parse().ok()?)),
        (None, _) => None,
        _ => return None,
    };
    Some(Meaning { role, category })
}

fn add(words: &mut HashMap<char, Vec<Word>>, word: &str, meaning: Meaning) {
    let (word, open) = word.strip_suffix('*').map_or((word, false), |w| (w, true));
    let text = fold(&word.replace('_', " ")).text;
    let Some(first) = text.chars().next() else { return };
    let list = words.entry(first).or_default();
    match list.iter_mut().find(|w| w.text == text && w.open == open) {
        Some(known) => known.meanings.push(meaning),
        None => list.push(Word { text, open, meanings: vec![meaning] }),
    }
}

/// All words of the list in `text` (folded), in order, then faults by their form. A word inside an earlier one is
/// not found.
pub(super) fn scan(text: &str) -> Vec<Hit> {
    let words = &*WORDS;
    let mut hits = Vec::new();
    let mut covered = 0;
    for (start, c) in text.char_indices() {
        let Some(list) = words.get(&c) else { continue };
        let Some(word) = list.iter().find(|w| stands_at(text, start, w)) else { continue };
        let end = start + word.text.len();
        if end <= covered {
            continue;
        }
        covered = end;
        hits.extend(word.meanings.iter().map(|m| Hit { role: m.role, category: m.category, start, end }));
    }
    if let Some(forms) = FAULT_FORMS.as_ref() {
        let fault =
            |m: regex::Match<'_>| Hit { role: Role::Fault, category: None, start: m.start(), end: m.end() };
        hits.extend(forms.find_iter(text).map(fault));
    }
    hits
}

fn stands_at(text: &str, start: usize, word: &Word) -> bool {
    if !text[start..].starts_with(&word.text) {
        return false;
    }
    let latin = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_alphanumeric());
    let bytes = text.as_bytes();
    let begins_latin = latin(word.text.bytes().next());
    let ends_latin = latin(word.text.bytes().last());
    let after = bytes.get(start + word.text.len()).copied();
    let before = start.checked_sub(1).and_then(|i| bytes.get(i).copied());
    !(begins_latin && latin(before)) && (word.open || !(ends_latin && latin(after)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        let (words, bad) = load(SOURCE);
        assert!(bad.is_empty(), "headers not understood on lines {bad:?}");
        assert!(words.values().map(Vec::len).sum::<usize>() > 1500);
    }

    #[test]
    fn longest_word_and_latin_boundaries() {
        let roles = |text: &str| scan(text).iter().map(|h| h.role).collect::<Vec<_>>();
        assert!(!roles("水果很甜").contains(&Role::Home));
        assert!(roles("the pipe is leaking").contains(&Role::Fault));
        assert!(!roles("a lightning talk").contains(&Role::Home), "light is not in lightning");
        assert!(scan("路灯不亮").iter().any(|h| h.category == Some((Category::Lighting, 3))));
    }
}
