//! `parse_mode` Markdown, the old one: no nesting, four signs that can be escaped outside entities, and one complaint.
use crate::{
    cursor::{Cursor, is_space},
    entities::{Rich, link},
};
use serde_json::json;

/// Parses; the error is what follows `can't parse entities: `.
pub fn parse(source: &str) -> Result<Rich, String> {
    let mut rich = Rich::default();
    let mut cursor = Cursor::new(source);
    while let Some(c) = cursor.peek() {
        let sign = |byte: u8| matches!(byte, b'_' | b'*' | b'`' | b'[');
        if c == '\\' && sign(cursor.byte(1)) {
            rich.push(char::from(cursor.byte(1)));
            cursor.at += 2;
        } else if c.is_ascii() && sign(cursor.byte(0)) {
            entity(&mut cursor, &mut rich)?;
        } else {
            rich.push(c);
            cursor.at += c.len_utf8();
        }
    }
    Ok(rich)
}

fn entity(cursor: &mut Cursor, rich: &mut Rich) -> Result<(), String> {
    let begin = cursor.at;
    let block = cursor.rest().starts_with("```");
    let sign = cursor.byte(0);
    let end = match sign {
        b'[' => "]",
        b'`' if block => "```",
        b'`' => "`",
        b'_' => "_",
        _ => "*",
    };
    cursor.at += if block { 3 } else { 1 };
    let language = if block { language(cursor) } else { String::new() };
    let offset = rich.length();
    let Some(length) = cursor.rest().find(end) else {
        return Err(format!("Can't find end of the entity starting at byte offset {begin}"));
    };
    let inside = cursor.rest()[..length].to_owned();
    cursor.at += length + end.len();
    if inside.is_empty() {
        return Ok(());
    }
    inside.chars().for_each(|c| rich.push(c));
    let entity = match sign {
        b'[' => link(&address(cursor).unwrap_or(inside)),
        b'_' => Some(json!({"type": "italic"})),
        b'*' => Some(json!({"type": "bold"})),
        _ if !block => Some(json!({"type": "code"})),
        _ if language.is_empty() => Some(json!({"type": "pre"})),
        _ => Some(json!({"type": "pre", "language": language})),
    };
    if let Some(mut entity) = entity {
        entity["offset"] = json!(offset);
        entity["length"] = json!(rich.length() - offset);
        rich.entities.push(entity);
    }
    Ok(())
}

/// The address in parentheses after a link's words; one that is not closed goes on to the end.
fn address(cursor: &mut Cursor) -> Option<String> {
    let rest = cursor.rest().strip_prefix('(')?;
    let end = rest.find(')').unwrap_or(rest.len());
    let url = rest[..end].to_owned();
    cursor.at += 1 + end + usize::from(end < rest.len());
    Some(url)
}

/// The language named after the opening of a block, if there is one, and the line end after it.
pub fn language(cursor: &mut Cursor) -> String {
    let from = cursor.at;
    let mut name = cursor.until(|byte| is_space(byte) || byte == b'`').to_owned();
    if matches!(cursor.byte(0), 0 | b'`') {
        cursor.at = from;
        name.clear();
    }
    let line_end = |byte: u8| byte == b'\n' || byte == b'\r';
    if line_end(cursor.byte(0)) {
        let pair = line_end(cursor.byte(1)) && cursor.byte(0) != cursor.byte(1);
        cursor.at += if pair { 2 } else { 1 };
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_become_entities() {
        let rich = parse("*粗😀* _i_ `c` \\* [李](tg://user?id=5) [x](a.cn/b)").unwrap();
        assert_eq!(rich.text, "粗😀 i c * 李 x");
        let list = json!([
            {"type": "bold", "offset": 0, "length": 3},
            {"type": "italic", "offset": 4, "length": 1},
            {"type": "code", "offset": 6, "length": 1},
            {"type": "text_mention", "user": {"id": 5}, "offset": 10, "length": 1},
            {"type": "text_link", "url": "http://a.cn/b", "offset": 12, "length": 1},
        ]);
        assert_eq!(json!(rich.entities), list);
    }

    #[test]
    fn blocks_have_a_language_and_skip_one_line_end() {
        let one = |text: &str| {
            let rich = parse(text).unwrap();
            (rich.text, rich.entities[0]["language"].as_str().unwrap_or_default().to_owned())
        };
        assert_eq!(one("```rust\nfn```"), ("fn".into(), "rust".into()));
        assert_eq!(one("```\n\nfn```"), ("\nfn".into(), String::new()));
        assert_eq!(one("```fn```"), ("fn".into(), String::new()));
    }

    #[test]
    fn an_open_sign_is_named_by_its_byte() {
        let says = |text| parse(text).unwrap_err();
        assert_eq!(says("水 *a"), "Can't find end of the entity starting at byte offset 4");
        assert_eq!(says("a_b"), "Can't find end of the entity starting at byte offset 1");
        assert_eq!(says("```a`"), "Can't find end of the entity starting at byte offset 0");
    }
}
