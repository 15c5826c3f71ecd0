//! Text as Telegram stores it: trimmed, with the commands and mentions it finds, and HTML turned into entities.
//! Offsets are in UTF-16 units.
use crate::{check::utf16, error::ApiError, html};
use serde_json::{Value, json};

/// Text with its entities.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rich {
    /// The text.
    pub text: String,
    /// Its `MessageEntity` objects, by offset.
    pub entities: Vec<Value>,
}

impl Rich {
    /// Plain text of a person or a bot.
    pub fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), entities: Vec::new() }.finished()
    }

    /// Text of the bot with its `parse_mode` or explicit entities.
    pub fn of_bot(text: &str, parse_mode: Option<&str>, entities: Option<&Value>) -> Result<Self, ApiError> {
        let rich = match parse_mode.map(str::to_ascii_lowercase).as_deref() {
            None | Some("" | "none") => {
                let entities = entities.and_then(Value::as_array).cloned().unwrap_or_default();
                Self { text: text.to_owned(), entities }
            }
            Some("html") => {
                let parsed = html::parse(text);
                parsed.map_err(|why| ApiError::bad(format!("can't parse entities: {why}")))?
            }
            Some("markdown" | "markdownv2") => {
                return Err(ApiError::bad("can't parse entities: the stand-in knows only HTML"));
            }
            Some(_) => return Err(ApiError::bad("unsupported parse_mode")),
        };
        Ok(rich.finished())
    }

    /// Length as the limits count it.
    pub fn length(&self) -> u64 {
        utf16(&self.text)
    }

    /// Trims, and adds the commands and mentions found outside code and links.
    fn finished(mut self) -> Self {
        let start = self.text.trim_start();
        let shift = utf16(&self.text) - utf16(start);
        self.text = start.trim_end().to_owned();
        let length = utf16(&self.text);
        self.entities.retain_mut(|entity| {
            let at = |key: &str| entity[key].as_u64().unwrap_or_default();
            let (from, to) = (at("offset").saturating_sub(shift), at("offset") + at("length"));
            let to = to.saturating_sub(shift).min(length);
            entity["offset"] = json!(from);
            entity["length"] = json!(to.saturating_sub(from));
            to > from
        });
        for found in find(&self.text) {
            let covers = |other: &Value| {
                let at = |v: &Value, key: &str| v[key].as_u64().unwrap_or_default();
                let (a, b) = (at(&found, "offset"), at(&found, "offset") + at(&found, "length"));
                let opaque =
                    ["code", "pre", "text_link", "text_mention"].map(Value::from).contains(&other["type"]);
                opaque && at(other, "offset") < b && a < at(other, "offset") + at(other, "length")
            };
            if !self.entities.iter().any(covers) {
                self.entities.push(found);
            }
        }
        self.entities.sort_by_key(|e| (e["offset"].as_u64(), std::cmp::Reverse(e["length"].as_u64())));
        self
    }
}

/// Commands (`/name`, `/name@bot`) and mentions (`@name`). Letters of any script are word characters, so
/// `/report漏水` holds no command: Telegram sees it so too.
fn find(text: &str) -> Vec<Value> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let (mut place, mut offset) = (0, 0);
    while place < chars.len() {
        let before = place.checked_sub(1).map(|p| chars[p]);
        let length = match chars[place] {
            '/' if !before.is_some_and(|c| is_word(c) || matches!(c, '/' | '<' | '>')) => {
                command(&chars[place..])
            }
            '@' if !before.is_some_and(is_word) => mention(&chars[place..], 4),
            _ => None,
        };
        if let Some(length) = length {
            let kind = if chars[place] == '/' { "bot_command" } else { "mention" };
            found.push(json!({"type": kind, "offset": offset, "length": length}));
        }
        let step = length.unwrap_or(1);
        offset += chars[place..place + step].iter().map(|c| c.len_utf16()).sum::<usize>();
        place += step;
    }
    found
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

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(String, u64, u64)> {
        let rich = Rich::plain(text);
        let row = |e: &Value| {
            let n = |k: &str| e[k].as_u64().unwrap();
            (e["type"].as_str().unwrap().to_owned(), n("offset"), n("length"))
        };
        rich.entities.iter().map(row).collect()
    }

    #[test]
    fn finds_commands_and_mentions_as_telegram_does() {
        assert_eq!(kinds("/claim@gridbell_bot 12"), [("bot_command".into(), 0, 19)]);
        assert_eq!(kinds("😀 /my @li_wei"), [("bot_command".into(), 3, 3), ("mention".into(), 7, 7)]);
        assert_eq!(kinds("/report漏水 3/4 a@example http://x/y"), []);
        assert_eq!(kinds("请/done,谢谢"), []);
    }

    #[test]
    fn trimming_moves_entities() {
        let rich = Rich::of_bot("  <b>你好</b> ", Some("HTML"), None).unwrap();
        assert_eq!(rich.text, "你好");
        assert_eq!(rich.entities, [json!({"type": "bold", "offset": 0, "length": 2})]);
    }
}
