//! Text as Telegram stores it: trimmed, with its entities, those of a parse mode and those it finds by itself.
//! Offsets are in UTF-16 units.
use crate::{check::utf16, error::ApiError, found, html, markdown, markdown_v2};
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
        let mode = parse_mode.map(str::to_ascii_lowercase);
        let parsed = match mode.as_deref() {
            None | Some("" | "none") => {
                let entities = entities.and_then(Value::as_array).cloned().unwrap_or_default();
                Ok(Self { text: text.to_owned(), entities })
            }
            Some("html") => html::parse(text),
            Some("markdown") => markdown::parse(text),
            Some("markdownv2") => markdown_v2::parse(text),
            Some(_) => return Err(ApiError::bad("unsupported parse_mode")),
        };
        let rich = parsed.map_err(|why| ApiError::bad(format!("can't parse entities: {why}")))?;
        Ok(rich.finished())
    }

    /// Adds a character.
    pub fn push(&mut self, c: char) {
        self.text.push(c);
    }

    /// Length as the limits count it.
    pub fn length(&self) -> u64 {
        utf16(&self.text)
    }

    /// Trims, and adds what is found outside code and links.
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
        for found in found::find(&self.text) {
            let covers = |other: &Value| {
                let at = |v: &Value, key: &str| v[key].as_u64().unwrap_or_default();
                let (a, b) = (at(&found, "offset"), at(&found, "offset") + at(&found, "length"));
                !nests(other) && at(other, "offset") < b && a < at(other, "offset") + at(other, "length")
            };
            if !self.entities.iter().any(covers) {
                self.entities.push(found);
            }
        }
        self.entities
            .sort_by_key(|e| (e["offset"].as_u64(), std::cmp::Reverse(e["length"].as_u64()), rank(e)));
        self
    }
}

/// Whether others may lie in it or across it.
fn nests(entity: &Value) -> bool {
    let styles =
        ["bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote"];
    entity["type"].as_str().is_some_and(|kind| styles.contains(&kind))
}

/// Which of two entities over the same words Telegram names first.
fn rank(entity: &Value) -> u8 {
    match entity["type"].as_str().unwrap_or_default() {
        "blockquote" | "expandable_blockquote" => 0,
        "pre" => 10,
        "code" => 20,
        "text_link" | "text_mention" => 49,
        "bold" => 90,
        "italic" => 91,
        "underline" => 92,
        "strikethrough" => 93,
        "spoiler" => 94,
        "custom_emoji" => 99,
        _ => 50,
    }
}

/// The entity of a link, none for what is no address; `tg://user?id=N` is a mention, whose user is filled in by
/// whoever knows people.
pub fn link(address: &str) -> Option<Value> {
    let address = address.trim();
    if let Some(id) = address.strip_prefix("tg://user?id=").and_then(|id| id.parse::<i64>().ok()) {
        return Some(json!({"type": "text_mention", "user": {"id": id}}));
    }
    let (scheme, rest) = address.split_once("://").unwrap_or(("http", address));
    let scheme = scheme.to_ascii_lowercase();
    if matches!(scheme.as_str(), "tg" | "ton" | "tonsite") && !rest.is_empty() {
        return Some(json!({"type": "text_link", "url": format!("{scheme}://{rest}")}));
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let whole = !address.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'));
    let known = matches!(scheme.as_str(), "http" | "https" | "ftp");
    if !known || !whole || !host.trim_matches('.').contains('.') {
        return None;
    }
    let slash = if path.starts_with('/') { "" } else { "/" };
    let url = format!("{scheme}://{}{slash}{path}", host.to_lowercase());
    Some(json!({"type": "text_link", "url": url}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trimming_moves_entities() {
        let rich = Rich::of_bot("  <b>你好</b> ", Some("HTML"), None).unwrap();
        assert_eq!(rich.text, "你好");
        assert_eq!(rich.entities, [json!({"type": "bold", "offset": 0, "length": 2})]);
    }

    #[test]
    fn entities_come_by_place_then_length_then_rank() {
        let rich = Rich::of_bot("<i><b><code>/a</code></b></i> <u>/b</u>", Some("html"), None).unwrap();
        let kinds: Vec<&str> = rich.entities.iter().filter_map(|e| e["type"].as_str()).collect();
        assert_eq!(kinds, ["code", "bold", "italic", "bot_command", "underline"]);
    }

    #[test]
    fn addresses_are_completed_or_refused() {
        let url = |address: &str| link(address).map(|entity| entity["url"].clone());
        assert_eq!(url("HTTPS://A.cn"), Some(json!("https://a.cn/")));
        assert_eq!(url("a.cn?b"), Some(json!("http://a.cn/?b")));
        assert_eq!(url("tg://resolve?domain=x"), Some(json!("tg://resolve?domain=x")));
        assert_eq!([url("nowhere"), url("javascript://a.b"), url("a b.cn")], [None, None, None]);
    }
}
