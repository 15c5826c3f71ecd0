//! `parse_mode` HTML: tags become entities, with the complaints of Telegram's parser word for word.
//! Positions are bytes of what was sent, as Telegram counts them; a tag may stand open at the end only by mistake.
use crate::{
    cursor::{Cursor, is_space, reference},
    entities::{Rich, link},
};
use serde_json::{Value, json};

const TAGS: [&str; 17] = [
    "a",
    "b",
    "strong",
    "i",
    "em",
    "s",
    "strike",
    "del",
    "u",
    "ins",
    "tg-spoiler",
    "tg-emoji",
    "tg-time",
    "span",
    "pre",
    "code",
    "blockquote",
];

struct Open {
    tag: String,
    /// What the tag's attribute says: an address, a language, an emoji's id, a time, or that a quote folds.
    argument: String,
    /// `format` of a time.
    format: String,
    offset: u64,
    begun: usize,
}

/// Parses; the error is what follows `can't parse entities: `.
pub fn parse(source: &str) -> Result<Rich, String> {
    let mut rich = Rich::default();
    let mut open: Vec<Open> = Vec::new();
    let mut cursor = Cursor::new(source);
    while let Some(c) = cursor.peek() {
        if c == '&'
            && let Some(decoded) = reference(&mut cursor)
        {
            rich.push(decoded);
        } else if c != '<' {
            rich.push(c);
            cursor.at += c.len_utf8();
        } else if cursor.byte(1) == b'/' {
            close(&mut cursor, &mut open, &mut rich)?;
        } else {
            open.push(start(&mut cursor, &rich)?);
        }
    }
    if let Some(left) = open.last() {
        return Err(format!("Can't find end tag corresponding to start tag \"{}\"", left.tag));
    }
    for entity in &mut rich.entities {
        if entity["type"] == "code"
            && let Some(entity) = entity.as_object_mut()
        {
            entity.remove("language"); // counts only together with `pre`
        }
    }
    Ok(rich)
}

fn start(cursor: &mut Cursor, rich: &Rich) -> Result<Open, String> {
    let begin = cursor.at;
    cursor.at += 1;
    let tag = cursor.until(|byte| is_space(byte) || byte == b'>').to_ascii_lowercase();
    if cursor.byte(0) == 0 {
        return Err(format!("Unclosed start tag at byte offset {begin}"));
    }
    if !TAGS.contains(&tag.as_str()) {
        return Err(format!("Unsupported start tag \"{tag}\" at byte offset {begin}"));
    }
    let mut open = Open {
        tag,
        argument: String::new(),
        format: String::new(),
        offset: rich.length(),
        begun: rich.text.len(),
    };
    while cursor.byte(0) != b'>' {
        cursor.skip_space();
        if cursor.byte(0) == b'>' {
            break;
        }
        attribute(cursor, &mut open, begin)?;
    }
    cursor.at += 1;
    if open.tag == "span" && open.argument != "spoiler" {
        return Err(format!("Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}"));
    }
    Ok(open)
}

fn attribute(cursor: &mut Cursor, open: &mut Open, begin: usize) -> Result<(), String> {
    let tag = open.tag.clone();
    let name = cursor.until(|byte| is_space(byte) || byte == b'=' || byte == b'>').to_owned();
    if name.is_empty() {
        return Err(format!("Empty attribute name in the tag \"{tag}\" at byte offset {begin}"));
    }
    cursor.skip_space();
    if cursor.byte(0) != b'=' {
        if tag == "blockquote" && name == "expandable" {
            open.argument = "1".into();
            return Ok(());
        }
        return Err(format!(
            "Expected equal sign in declaration of an attribute of the tag \"{tag}\" at byte offset {begin}"
        ));
    }
    cursor.at += 1;
    cursor.skip_space();
    let value = match cursor.byte(0) {
        0 => return Err(format!("Unclosed start tag \"{tag}\" at byte offset {begin}")),
        quote @ (b'\'' | b'"') => quoted(cursor, quote),
        _ => {
            let from = cursor.at;
            let token = cursor.until(|byte| !byte.is_ascii_alphanumeric() && byte != b'.' && byte != b'-');
            let token = token.to_ascii_lowercase();
            if !is_space(cursor.byte(0)) && cursor.byte(0) != b'>' {
                return Err(format!("Unexpected end of name token at byte offset {from}"));
            }
            token
        }
    };
    if cursor.byte(0) == 0 {
        return Err(format!("Unclosed start tag at byte offset {begin}"));
    }
    match (tag.as_str(), name.as_str()) {
        ("a", "href") | ("tg-emoji", "emoji-id") | ("tg-time", "unix") => open.argument = value,
        ("tg-time", "format") => open.format = value,
        ("blockquote", "expandable") => open.argument = "1".into(),
        ("code", "class") if value.starts_with("language-") => open.argument = value[9..].to_owned(),
        ("span", "class") if value.starts_with("tg-") => open.argument = value[3..].to_owned(),
        _ => {}
    }
    Ok(())
}

fn quoted(cursor: &mut Cursor, quote: u8) -> String {
    cursor.at += 1;
    let mut value = String::new();
    while let Some(c) = cursor.peek().filter(|c| *c != char::from(quote)) {
        match reference(cursor) {
            Some(decoded) => value.push(decoded),
            None => {
                value.push(c);
                cursor.at += c.len_utf8();
            }
        }
    }
    if cursor.byte(0) == quote {
        cursor.at += 1;
    }
    value
}

fn close(cursor: &mut Cursor, open: &mut Vec<Open>, rich: &mut Rich) -> Result<(), String> {
    let begin = cursor.at;
    let Some(started) = open.pop() else {
        return Err(format!("Unexpected end tag at byte offset {begin}"));
    };
    cursor.at += 2;
    let name = cursor.until(|byte| is_space(byte) || byte == b'>').to_ascii_lowercase();
    cursor.skip_space();
    if cursor.byte(0) != b'>' {
        return Err(format!("Unclosed end tag at byte offset {begin}"));
    }
    cursor.at += 1;
    if !name.is_empty() && name != started.tag {
        let tag = &started.tag;
        return Err(format!(
            "Unmatched end tag at byte offset {begin}, expected \"</{tag}>\", found \"</{name}>\""
        ));
    }
    let length = rich.length() - started.offset;
    if length == 0 {
        return Ok(());
    }
    let entity = entity(&started, &rich.text[started.begun..])?;
    let Some(mut entity) = entity else { return Ok(()) };
    entity["offset"] = json!(started.offset);
    entity["length"] = json!(length);
    match rich.entities.last_mut().and_then(|last| Some((block_language(last, &entity)?, last))) {
        Some((language, last)) => {
            *last = json!({"type": "pre", "language": language, "offset": started.offset, "length": length})
        }
        None => rich.entities.push(entity),
    }
    Ok(())
}

/// The language of the one block that `pre` and `code` over the same words make.
fn block_language(last: &Value, new: &Value) -> Option<Value> {
    let same = last["offset"] == new["offset"] && last["length"] == new["length"];
    let inner = match (last["type"].as_str()?, new["type"].as_str()?) {
        ("code", "pre") if same => last,
        ("pre", "code") if same => new,
        _ => return None,
    };
    inner.get("language").cloned()
}

fn entity(open: &Open, inside: &str) -> Result<Option<Value>, String> {
    let simple = |kind: &str| Some(json!({"type": kind}));
    Ok(match open.tag.as_str() {
        "b" | "strong" => simple("bold"),
        "i" | "em" => simple("italic"),
        "u" | "ins" => simple("underline"),
        "s" | "strike" | "del" => simple("strikethrough"),
        "tg-spoiler" | "span" => simple("spoiler"),
        "pre" => simple("pre"),
        "code" if !open.argument.is_empty() => Some(json!({"type": "code", "language": open.argument})),
        "code" => simple("code"),
        "blockquote" if !open.argument.is_empty() => simple("expandable_blockquote"),
        "blockquote" => simple("blockquote"),
        "tg-emoji" => match open.argument.parse::<i64>() {
            Ok(id) if id != 0 => Some(json!({"type": "custom_emoji", "custom_emoji_id": id.to_string()})),
            _ => return Err("Invalid custom emoji identifier specified".into()),
        },
        "tg-time" => match open.argument.parse::<i64>() {
            Ok(at) => Some(time(at, &open.format)),
            Err(_) => return Err("Invalid date-time specified".into()),
        },
        _ if open.argument.is_empty() => link(inside),
        _ => link(&open.argument),
    })
}

/// A `date_time` entity.
pub fn time(at: i64, format: &str) -> Value {
    let mut entity = json!({"type": "date_time", "unix_time": at});
    if !format.is_empty() {
        entity["date_time_format"] = json!(format);
    }
    entity
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_entities() {
        let rich = parse("<b>甲 <i>b</i></b> &lt;&amp &#x41;<a href=\"tg://user?id=5\">李</a>").unwrap();
        assert_eq!(rich.text, "甲 b <& A李");
        let list = json!([
            {"type": "italic", "offset": 2, "length": 1},
            {"type": "bold", "offset": 0, "length": 3},
            {"type": "text_mention", "user": {"id": 5}, "offset": 8, "length": 1},
        ]);
        assert_eq!(json!(rich.entities), list);
    }

    #[test]
    fn code_in_a_language_quotes_and_links() {
        let list = |text: &str| json!(parse(text).unwrap().entities);
        let code =
            list("<pre><code class=\"language-rust\">a</code></pre><code class=\"language-c\">b</code>");
        let wanted = json!([
            {"type": "pre", "language": "rust", "offset": 0, "length": 1},
            {"type": "code", "offset": 1, "length": 1},
        ]);
        assert_eq!(code, wanted);
        let folds = list("<blockquote expandable>a</blockquote><span class='tg-spoiler'>b</span>");
        assert_eq!(
            (&folds[0]["type"], &folds[1]["type"]),
            (&json!("expandable_blockquote"), &json!("spoiler"))
        );
        assert_eq!(list("<a>Example.com</a>")[0]["url"], "http://example.com/");
        assert_eq!(list("<a href='nowhere'>x</a><b></b>"), json!([]));
        assert_eq!(list("<tg-time unix=\"5\" format='wDT'>x</tg-time>")[0]["unix_time"], 5);
    }

    #[test]
    fn mistakes_are_named_as_telegram_names_them() {
        let says = |text| parse(text).unwrap_err();
        assert_eq!(says("a <x>"), "Unsupported start tag \"x\" at byte offset 2");
        assert_eq!(says("1 < 2"), "Unsupported start tag \"\" at byte offset 2");
        assert_eq!(says("水<b"), "Unclosed start tag at byte offset 3");
        assert_eq!(says("<b>a"), "Can't find end tag corresponding to start tag \"b\"");
        assert_eq!(says("a</b>"), "Unexpected end tag at byte offset 1");
        assert_eq!(says("<b>a</b"), "Unclosed end tag at byte offset 4");
        assert_eq!(says("<b>a</i>"), "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\"");
        assert_eq!(says("<span>a</span>"), "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0");
        let equal = "Expected equal sign in declaration of an attribute of the tag \"a\" at byte offset 0";
        assert_eq!(says("<a href>x</a>"), equal);
        assert_eq!(says("<a href=x/y>x</a>"), "Unexpected end of name token at byte offset 8");
        assert_eq!(says("<tg-emoji>x</tg-emoji>"), "Invalid custom emoji identifier specified");
    }
}
