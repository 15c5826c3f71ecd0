//! How a verb is found in what people type and in what buttons carry.

use super::{For, Needs, VERBS, Verb, by_code};

/// A verb found in a message.
#[derive(Clone, Copy)]
pub struct Found<'t> {
    /// Which.
    pub verb: &'static Verb,
    /// The text after it.
    pub rest: &'t str,
    /// Plain words that a group may say without meaning us: then they are chatter there.
    pub loose: bool,
}

/// Whether `text` is a command for another bot.
pub fn for_another(text: &str, me: &str) -> bool {
    let Some(command) = text.strip_prefix('/') else { return false };
    let word = command.split_whitespace().next().unwrap_or_default();
    word.split_once('@').is_some_and(|(_, bot)| !bot.eq_ignore_ascii_case(me))
}

/// Finds the verb that a message starts with. Words count only before a number or, when `to_us` (the message
/// replies to one of ours), anywhere at the start: 我来 alone is chatter.
pub fn find<'t>(text: &'t str, me: &str, to_us: bool) -> Option<Found<'t>> {
    let text = text.trim();
    if let Some(command) = text.strip_prefix('/') {
        let (word, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
        let (name, bot) = word.split_once('@').map_or((word, None), |(name, bot)| (name, Some(bot)));
        if bot.is_some_and(|bot| !bot.eq_ignore_ascii_case(me)) {
            return None;
        }
        let verb =
            VERBS.iter().find(|verb| verb.shown != For::Buttons && verb.name.eq_ignore_ascii_case(name))?;
        return Some(Found { verb, rest: rest.trim(), loose: false });
    }
    VERBS.iter().flat_map(|verb| verb.words.iter().map(move |word| (verb, *word))).find_map(|(verb, word)| {
        let rest = text.strip_prefix(word)?.trim_start();
        let apart = rest.is_empty()
            || text[word.len()..].starts_with(|c: char| c.is_whitespace() || "：:，,".contains(c));
        let (counts, loose) = match verb.needs {
            Needs::Case => (number(rest).is_some() || to_us, false),
            Needs::Nothing => (apart, !rest.is_empty()),
            Needs::Words => (apart, false),
            Needs::Number => (apart, !rest.is_empty() && !rest.starts_with(char::is_numeric)),
            Needs::Parts => (apart, !rest.contains(['|', '｜'])),
            Needs::Reply => (apart, !to_us),
        };
        counts.then_some(Found { verb, rest, loose })
    })
}

/// A case's number at the start of `rest`: `12`, `#12`, `HX-12`; the code, the number and what follows.
pub fn number(rest: &str) -> Option<(Option<&str>, i64, &str)> {
    let text = rest.trim_start().trim_start_matches(['#', '＃']);
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let end = digits(text);
    if end > 0 {
        // 我来 3号楼看看 and 同问 2单元 speak of a place.
        let place = ["号楼", "號樓", "栋", "棟", "幢", "座", "单元", "單元", "楼", "樓", "层", "層", "室"];
        if place.iter().any(|part| text[end..].starts_with(part)) {
            return None;
        }
        return Some((None, text[..end].parse().ok()?, text[end..].trim_start()));
    }
    let (code, after) = text.split_once('-')?;
    let end = digits(after);
    let plain = !code.is_empty() && code.chars().all(|c| c.is_ascii_alphanumeric());
    (plain && end > 0).then_some(())?;
    Some((Some(code), after[..end].parse().ok()?, after[end..].trim_start()))
}

/// The data of a button.
pub fn data(code: &str, id: i64, version: i64) -> String {
    format!("{code}.{id}.{version}")
}

/// The longest data of a button, bytes; Telegram's own limit is 64. A case and a membership need 39.
const MOST_DATA: usize = 40;

/// Reads the data of a button: verb, id, version. Anybody can send anything, so it proves nothing.
pub fn read_data(data: &str) -> Option<(&'static Verb, i64, i64)> {
    let mut parts = data.split('.');
    let (code, id, version) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || data.len() > MOST_DATA {
        return None;
    }
    Some((by_code(code)?, id.parse().ok()?, version.parse().ok()?))
}
