//! `parse_mode` HTML: tags become entities, with the complaints of Telegram's parser word for word.
use crate::{check::utf16, entities::Rich};
use serde_json::{Value, json};

struct Open {
    tag: String,
    offset: u64,
    entity: Option<Value>,
}

/// Parses; the error is what follows `can't parse entities: `.
pub fn parse(source: &str) -> Result<Rich, String> {
    let mut rich = Rich::default();
    let mut open: Vec<Open> = Vec::new();
    let mut rest = source;
    while let Some(next) = rest.chars().next() {
        let at = source.len() - rest.len();
        match next {
            '<' => {
                let Some(end) = rest.find('>') else {
                    return Err(format!("Unclosed start tag at byte offset {at}"));
                };
                let inside = &rest[1..end];
                rest = &rest[end + 1..];
                if let Some(name) = inside.strip_prefix('/') {
                    close(&mut rich, &mut open, name.trim(), at)?;
                } else {
                    open.push(start(inside, utf16(&rich.text), at)?);
                }
            }
            '&' => {
                let (c, length) = entity(rest).unwrap_or(('&', 1));
                rich.text.push(c);
                rest = &rest[length..];
            }
            c => {
                rich.text.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    match open.last() {
        Some(left) => Err(format!("Can't find end tag corresponding to start tag \"{}\"", left.tag)),
        None => Ok(rich),
    }
}

fn start(inside: &str, offset: u64, at: usize) -> Result<Open, String> {
    let (tag, rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let tag = tag.to_ascii_lowercase();
    let entity = match tag.as_str() {
        "b" | "strong" => Some(json!({"type": "bold"})),
        "i" | "em" => Some(json!({"type": "italic"})),
        "u" | "ins" => Some(json!({"type": "underline"})),
        "s" | "strike" | "del" => Some(json!({"type": "strikethrough"})),
        "tg-spoiler" => Some(json!({"type": "spoiler"})),
        "code" => Some(json!({"type": "code"})),
        "pre" => Some(json!({"type": "pre"})),
        "blockquote" if rest.contains("expandable") => Some(json!({"type": "expandable_blockquote"})),
        "blockquote" => Some(json!({"type": "blockquote"})),
        "a" => link(&attribute(rest, "href").unwrap_or_default()),
        _ => return Err(format!("Unsupported start tag \"{tag}\" at byte offset {at}")),
    };
    Ok(Open { tag, offset, entity })
}

/// A link; to `tg://user?id=N` it is a mention, whose user is filled in by whoever knows people.
fn link(href: &str) -> Option<Value> {
    if let Some(id) = href.strip_prefix("tg://user?id=").and_then(|id| id.parse::<i64>().ok()) {
        return Some(json!({"type": "text_mention", "user": {"id": id}}));
    }
    (!href.is_empty()).then(|| json!({"type": "text_link", "url": href}))
}

fn attribute(text: &str, name: &str) -> Option<String> {
    let rest = text.trim().strip_prefix(name)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next()?;
    let value = match quote {
        '"' | '\'' => rest[1..].split(quote).next()?,
        _ => rest.split(char::is_whitespace).next()?,
    };
    Some(value.replace("&amp;", "&"))
}

fn close(rich: &mut Rich, open: &mut Vec<Open>, name: &str, at: usize) -> Result<(), String> {
    let Some(started) = open.pop() else {
        return Err(format!("Unexpected end tag at byte offset {at}"));
    };
    if !name.is_empty() && !name.eq_ignore_ascii_case(&started.tag) {
        let tag = &started.tag;
        return Err(format!(
            "Unmatched end tag at byte offset {at}, expected \"</{tag}>\", found \"</{}>\"",
            name.to_ascii_lowercase()
        ));
    }
    let length = utf16(&rich.text) - started.offset;
    if let Some(mut entity) = started.entity
        && length > 0
    {
        entity["offset"] = json!(started.offset);
        entity["length"] = json!(length);
        rich.entities.push(entity);
    }
    Ok(())
}

/// `&lt;`, `&gt;`, `&amp;`, `&quot;` and numbers; the length is in bytes.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.find(';').filter(|end| *end < 12)?;
    let name = &text[1..end];
    let c = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| *c != '\0')?
        }
    };
    Some((c, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_entities() {
        let rich = parse("<b>甲 <i>b</i></b> &lt;&amp; <a href=\"tg://user?id=5\">李</a>").unwrap();
        assert_eq!(rich.text, "甲 b <& 李");
        let list = json!([
            {"type": "italic", "offset": 2, "length": 1},
            {"type": "bold", "offset": 0, "length": 3},
            {"type": "text_mention", "user": {"id": 5}, "offset": 7, "length": 1},
        ]);
        assert_eq!(json!(rich.entities), list);
    }

    #[test]
    fn mistakes_are_named_as_telegram_names_them() {
        let says = |text| parse(text).unwrap_err();
        assert_eq!(says("a <x>"), "Unsupported start tag \"x\" at byte offset 2");
        assert_eq!(says("<b>a"), "Can't find end tag corresponding to start tag \"b\"");
        assert_eq!(says("a</b>"), "Unexpected end tag at byte offset 1");
        assert_eq!(says("<b>a</i>"), "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\"");
        assert_eq!(says("1 < 2"), "Unclosed start tag at byte offset 2");
    }
}
