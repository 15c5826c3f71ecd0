//! What Telegram finds in text by itself: commands, mentions, hashtags, addresses of pages and of mail.
use serde_json::{Value, json};

/// Ends of names that make a page's address without `http://`; Telegram knows them all, these are the usual ones.
const DOMAINS: [&str; 24] = [
    "com", "net", "org", "info", "edu", "gov", "io", "me", "dev", "app", "cn", "tw", "hk", "jp", "ru", "de",
    "fr", "uk", "eu", "us", "tv", "cc", "xyz", "top",
];

/// Commands (`/name`, `/name@bot`), mentions (`@name`), hashtags, addresses. Letters of any script are word
/// characters, so `/report漏水` holds no command: Telegram sees it so too.
pub fn find(text: &str) -> Vec<Value> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let (mut place, mut offset) = (0, 0);
    while place < chars.len() {
        let before = place.checked_sub(1).map(|p| chars[p]);
        let (kind, length) = one(&chars[place..], before);
        if length > 0 {
            found.push(
                json!({"type": kind, "offset": offset, "length": units(&chars[place..place + length])}),
            );
        }
        let step = length.max(1);
        offset += units(&chars[place..place + step]);
        place += step;
    }
    found
}

fn units(chars: &[char]) -> usize {
    chars.iter().map(|c| c.len_utf16()).sum()
}

/// What begins here and how many characters it has, 0 for nothing.
fn one(rest: &[char], before: Option<char>) -> (&'static str, usize) {
    let after_word = before.is_some_and(is_word);
    match rest[0] {
        '/' if !after_word && !before.is_some_and(|c| matches!(c, '/' | '<' | '>')) => {
            ("bot_command", command(rest).unwrap_or(0))
        }
        '@' if !after_word => ("mention", mention(rest, 4).unwrap_or(0)),
        '#' if !after_word && before != Some('#') => ("hashtag", hashtag(rest).unwrap_or(0)),
        c if c.is_ascii_alphanumeric()
            && !before.is_some_and(|c| is_word(c) || matches!(c, '.' | '-' | '@' | '/')) =>
        {
            match mail(rest) {
                Some(length) => ("email", length),
                None => ("url", page(rest).unwrap_or(0)),
            }
        }
        _ => ("", 0),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn name_length(chars: &[char]) -> usize {
    chars.iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '_').count()
}

fn command(chars: &[char]) -> Option<usize> {
    let name = name_length(&chars[1..]);
    if name == 0 || name > 64 {
        return None;
    }
    let mut length = 1 + name;
    if chars.get(length) == Some(&'@') {
        length += mention(&chars[length..], 3).unwrap_or(0);
    }
    let next = chars.get(length).copied();
    (!next.is_some_and(|c| is_word(c) || matches!(c, '/' | '<' | '>'))).then_some(length)
}

fn mention(chars: &[char], least: usize) -> Option<usize> {
    let name = name_length(&chars[1..]);
    let ends = !chars.get(1 + name).copied().is_some_and(is_word);
    ((least..=32).contains(&name) && ends).then_some(1 + name)
}

/// Letters of any script and digits, not digits alone.
fn hashtag(chars: &[char]) -> Option<usize> {
    let name = chars[1..].iter().take_while(|c| is_word(**c) || **c == '\u{b7}').count();
    let letters = chars[1..=name].iter().any(|c| !c.is_numeric());
    let ends = chars.get(1 + name) != Some(&'#');
    (letters && ends && name <= 256).then_some(1 + name)
}

fn mail(chars: &[char]) -> Option<usize> {
    let user = chars.iter().take_while(|c| is_word(**c) || matches!(c, '.' | '-' | '+')).count();
    if user == 0 || user > 64 || chars.get(user) != Some(&'@') {
        return None;
    }
    let host = host_length(&chars[user + 1..])?;
    Some(user + 1 + host)
}

/// A host with a dot whose last part is letters; how long it is.
fn host_length(chars: &[char]) -> Option<usize> {
    let part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    let whole: String = chars.iter().copied().take_while(part).collect();
    let host = whole.trim_end_matches(['.', '-']);
    let (name, end) = host.rsplit_once('.')?;
    let letters = end.len() >= 2 && end.chars().all(|c| c.is_ascii_alphabetic());
    (letters && !name.is_empty() && !name.contains("..")).then_some(host.len())
}

fn page(chars: &[char]) -> Option<usize> {
    let head: String = chars.iter().take(8).collect::<String>().to_ascii_lowercase();
    let scheme = ["https://", "http://", "ftp://"].into_iter().find(|scheme| head.starts_with(scheme));
    let from = scheme.map_or(0, str::len);
    let host = host_length(chars.get(from..)?)?;
    if scheme.is_none() {
        let name: String = chars[..host].iter().collect::<String>().to_ascii_lowercase();
        let end = name.rsplit('.').next().unwrap_or_default();
        if !DOMAINS.contains(&end) || chars.get(host).is_some_and(|c| is_word(*c) || *c == '@') {
            return None;
        }
    }
    let mut length = from + host;
    let port = chars[length..].iter().skip(1).take_while(|c| c.is_ascii_digit()).count();
    if chars.get(length) == Some(&':') && (1..=5).contains(&port) {
        length += 1 + port;
    }
    if chars.get(length).is_some_and(|c| matches!(c, '/' | '?' | '#')) {
        let stops = |c: &char| {
            c.is_whitespace() || matches!(c, '<' | '>' | '"' | '«' | '»' | '\u{2000}'..='\u{206f}')
        };
        let path = chars[length..].iter().take_while(|c| !stops(c)).count();
        let bare = chars[length..length + path].iter().rev();
        let tail = bare
            .take_while(|c| matches!(c, '.' | ',' | ':' | ';' | '!' | '?' | '\'' | ')' | ']' | '}'))
            .count();
        length += path - tail;
    }
    Some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(String, u64, u64)> {
        let row = |e: &Value| {
            let n = |k: &str| e[k].as_u64().unwrap();
            (e["type"].as_str().unwrap().to_owned(), n("offset"), n("length"))
        };
        find(text).iter().map(row).collect()
    }

    #[test]
    fn finds_commands_and_mentions_as_telegram_does() {
        assert_eq!(kinds("/claim@gridbell_bot 12"), [("bot_command".into(), 0, 19)]);
        assert_eq!(kinds("😀 /my @li_wei"), [("bot_command".into(), 3, 3), ("mention".into(), 7, 7)]);
        assert_eq!(kinds("/report漏水 3/4 a@example http://x/y"), []);
        assert_eq!(kinds("请/done,谢谢"), []);
    }

    #[test]
    fn finds_hashtags_pages_and_mail() {
        assert_eq!(kinds("#漏水 #12 a#b"), [("hashtag".into(), 0, 3)]);
        assert_eq!(kinds("见 https://a.cn/b?c=1."), [("url".into(), 2, 18)]);
        assert_eq!(kinds("example.com, x.3 v1.2 a.b"), [("url".into(), 0, 11)]);
        assert_eq!(kinds("li.wei@mail.cn"), [("email".into(), 0, 14)]);
    }
}
