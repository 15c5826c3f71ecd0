//! The word list and how a text is read with it: every known word with the part it plays, left to right.
//! No segmentation: the longest word at each place, unless a word before covers it.

use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::classes::Category;
use super::fold::fold;
use super::pattern;

const SOURCE: &str = include_str!("lexicon.txt");
/// Slips of the input method, read as the words they stand for.
const SLIPS: &str = include_str!("slips.txt");

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
#[derive(Debug, Clone, Copy, PartialEq)]
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

/// All words, by what they begin with.
static WORDS: LazyLock<Words> = LazyLock::new(|| load(SOURCE).0);

/// The words: those of one beginning (their first two characters, or their only one) side by side, longest first.
struct Words {
    words: Vec<Word>,
    /// Where the words of a beginning stand: hash table with open addresses, `EMPTY` where nothing is.
    table: Vec<(u64, u32, u32)>,
    /// A bit for each hash of a beginning that occurs: most places of a text are passed by with one look.
    known: Vec<u64>,
}

const EMPTY: u64 = 0;
const TABLE_BITS: u32 = 14;
const KNOWN_BITS: u32 = 16;

/// First and second character as one number; `second` is 0 for a word of one character.
fn beginning(first: char, second: u32) -> u64 {
    (u64::from(u32::from(first)) << 32) | u64::from(second)
}

fn hash(key: u64) -> u64 {
    (key ^ (key >> 27)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl Words {
    fn new(mut words: Vec<Word>) -> Self {
        let key = |word: &Word| {
            let mut chars = word.text.chars();
            chars.next().map_or(0, |first| beginning(first, chars.next().map_or(0, u32::from)))
        };
        words.sort_by(|a, b| key(a).cmp(&key(b)).then(b.text.len().cmp(&a.text.len())));
        let mut table = vec![(EMPTY, 0, 0); 1 << TABLE_BITS];
        let mut known = vec![0_u64; (1 << KNOWN_BITS) / 64];
        let mut start = 0;
        while start < words.len() {
            let this = key(&words[start]);
            let end = start + words[start..].iter().take_while(|w| key(w) == this).count();
            let hashed = hash(this);
            let bit = (hashed >> (64 - KNOWN_BITS)) as usize;
            known[bit / 64] |= 1 << (bit % 64);
            let mut at = (hashed >> (64 - TABLE_BITS)) as usize;
            while table[at].0 != EMPTY {
                at = (at + 1) % table.len();
            }
            table[at] = (this, start as u32, end as u32);
            start = end;
        }
        Self { words, table, known }
    }

    /// The words of one beginning.
    fn of(&self, key: u64) -> &[Word] {
        let hashed = hash(key);
        let bit = (hashed >> (64 - KNOWN_BITS)) as usize;
        if self.known[bit / 64] & (1 << (bit % 64)) == 0 {
            return &[];
        }
        let mut at = (hashed >> (64 - TABLE_BITS)) as usize;
        loop {
            match self.table[at] {
                (EMPTY, _, _) => return &[],
                (found, start, end) if found == key => return &self.words[start as usize..end as usize],
                _ => at = (at + 1) % self.table.len(),
            }
        }
    }
}

/// Reads the word list; the second value names the lines that could not be read.
fn load(source: &str) -> (Words, Vec<usize>) {
    let mut words: HashMap<(String, bool), Vec<Meaning>> = HashMap::new();
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
            let known = words.entry(plain(word)).or_default();
            // The first meaning in a part stands: a word said twice in the list does not count twice.
            if known.iter().all(|m| m.role != meaning.role) {
                known.push(meaning);
            }
        }
    }
    for line in SLIPS.lines().filter(|line| !line.starts_with('#')) {
        let mut spellings = line.split_whitespace();
        let Some(meanings) = spellings.next().and_then(|word| words.get(&plain(word))).cloned() else {
            continue;
        };
        for slip in spellings {
            words.entry(plain(slip)).or_insert_with(|| meanings.clone());
        }
    }
    let words = words.into_iter().map(|((text, open), meanings)| Word { text, open, meanings });
    let mut words: Vec<Word> = words.filter(|w| !w.text.is_empty()).collect();
    // In one order on every run.
    words.sort_by(|a, b| a.text.cmp(&b.text).then(a.open.cmp(&b.open)));
    (Words::new(words), bad)
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

/// A word as it stands in folded text, and whether it may go on.
fn plain(word: &str) -> (String, bool) {
    let (word, open) = word.strip_suffix('*').map_or((word, false), |w| (w, true));
    (fold(&word.replace('_', " ")).text, open)
}

/// All words of the list in `text` (folded), in order. A word inside an earlier one is not found.
pub(super) fn scan(text: &str) -> Vec<Hit> {
    let words = &*WORDS;
    let mut hits = Vec::with_capacity(16);
    let mut covered = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        let second = chars.peek().map_or(0, |(_, c)| u32::from(*c));
        let of = |key: u64| words.of(key).iter().find(|w| stands_at(text, start, w));
        let word = if second == 0 { None } else { of(beginning(first, second)) };
        let Some(word) = word.or_else(|| of(beginning(first, 0))) else { continue };
        let end = start + word.text.len();
        if end <= covered {
            continue;
        }
        covered = end;
        hits.extend(word.meanings.iter().map(|m| Hit { role: m.role, category: m.category, start, end }));
    }
    hits
}

/// Adds faults by their form, which no list holds; all stay in order of their starts.
pub(super) fn scan_forms(text: &str, hits: &mut Vec<Hit>) {
    if let Some(forms) = FAULT_FORMS.as_ref() {
        let fault =
            |m: regex::Match<'_>| Hit { role: Role::Fault, category: None, start: m.start(), end: m.end() };
        hits.extend(forms.find_iter(text).map(fault));
        hits.sort_by_key(|hit| hit.start);
    }
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
        assert!(words.words.len() > 6_000);
    }

    #[test]
    fn longest_word_and_latin_boundaries() {
        let roles = |text: &str| scan(text).iter().map(|h| h.role).collect::<Vec<_>>();
        assert!(!roles("水果很甜").contains(&Role::Home));
        assert!(roles("the pipe is leaking").contains(&Role::Fault));
        assert!(roles("楼道的路登").contains(&Role::Thing), "a slip of 路灯");
        assert!(!roles("a lightning talk").contains(&Role::Home), "light is not in lightning");
        assert!(scan("路灯不亮").iter().any(|h| h.category == Some((Category::Lighting, 3))));
    }
}
