//! `parse_mode` MarkdownV2: nested entities, quotes by line, and every reserved sign escaped or refused.
use crate::{
    cursor::Cursor,
    entities::{Rich, link},
    html::time,
    markdown::language,
};
use serde_json::{Value, json};

/// What is open; the names are those of Telegram's complaints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Bold,
    Italic,
    Underline,
    Strikethrough,
    Spoiler,
    Code,
    Pre,
    PreCode,
    TextUrl,
    CustomEmoji,
    BlockQuote,
}

struct Open {
    sort: Sort,
    language: String,
    offset: u64,
    /// Byte of the source.
    at: usize,
    /// Byte of the text.
    begun: usize,
    folds: bool,
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    rich: Rich,
    open: Vec<Open>,
    /// Nothing but the beginnings and ends of entities stands on this line so far, so that a quote may begin.
    line_start: bool,
}

/// Parses; the error is what follows `can't parse entities: `.
pub fn parse(source: &str) -> Result<Rich, String> {
    let mut parser =
        Parser { cursor: Cursor::new(source), rich: Rich::default(), open: Vec::new(), line_start: true };
    while let Some(c) = parser.cursor.peek() {
        parser.step(c)?;
    }
    if parser.open.last().is_some_and(|open| open.sort == Sort::BlockQuote) {
        parser.end_quote();
    }
    match parser.open.last() {
        Some(open) => Err(unclosed(open)),
        None => Ok(parser.rich),
    }
}

fn unclosed(open: &Open) -> String {
    format!("Can't find end of {:?} entity at byte offset {}", open.sort, open.at)
}

fn reserved(sign: char) -> String {
    format!("Character '{sign}' is reserved and must be escaped with the preceding '\\'")
}

impl Parser<'_> {
    fn step(&mut self, c: char) -> Result<(), String> {
        if c == '\\' && (1..=126).contains(&self.cursor.byte(1)) {
            self.rich.push(char::from(self.cursor.byte(1)));
            self.cursor.at += 2;
            self.line_start = false;
            return Ok(());
        }
        let innermost = self.open.last().map(|open| open.sort);
        let in_code = matches!(innermost, Some(Sort::Code | Sort::Pre | Sort::PreCode));
        let signs = if in_code { "`" } else { "_*[]()~`>#+-=|{}.!\n" };
        if !signs.contains(c) {
            self.rich.push(c);
            self.cursor.at += c.len_utf8();
            self.line_start = false;
            return Ok(());
        }
        if c == '\n' {
            return self.line_end();
        }
        if innermost.is_some_and(|sort| self.ends(sort)) { self.finish() } else { self.begin(c) }
    }

    fn ends(&self, innermost: Sort) -> bool {
        let rest = self.cursor.rest();
        match innermost {
            Sort::Bold => rest.starts_with('*'),
            Sort::Italic => rest.starts_with('_') && !rest.starts_with("__"),
            Sort::Underline => rest.starts_with("__"),
            Sort::Strikethrough => rest.starts_with('~'),
            Sort::Spoiler => rest.starts_with("||"),
            Sort::Code => rest.starts_with('`'),
            Sort::Pre | Sort::PreCode => rest.starts_with("```"),
            Sort::TextUrl | Sort::CustomEmoji => rest.starts_with(']'),
            Sort::BlockQuote => false,
        }
    }

    /// A line ends; with it a quote, unless the next line goes on with one.
    fn line_end(&mut self) -> Result<(), String> {
        let goes_on = self.cursor.byte(1) == b'>';
        let in_quote = self.open.iter().any(|open| open.sort == Sort::BlockQuote);
        if in_quote && !goes_on {
            match self.open.last() {
                Some(open) if open.sort != Sort::BlockQuote => return Err(unclosed(open)),
                _ => {}
            }
        }
        self.rich.push('\n');
        self.cursor.at += 1;
        self.line_start = true;
        if in_quote && goes_on {
            self.cursor.at += 1;
        } else if in_quote {
            self.end_quote(); // its last line end belongs to it
        }
        Ok(())
    }

    fn begin(&mut self, c: char) -> Result<(), String> {
        let at = self.cursor.at;
        let rest = self.cursor.rest();
        let (sort, length) = match c {
            '_' if rest.starts_with("__") => (Sort::Underline, 2),
            '_' => (Sort::Italic, 1),
            '*' => (Sort::Bold, 1),
            '~' => (Sort::Strikethrough, 1),
            '|' if rest.starts_with("||") && self.folds(&rest[2..]) => {
                self.cursor.at += 2;
                return Ok(());
            }
            '|' if rest.starts_with("||") => (Sort::Spoiler, 2),
            '[' => (Sort::TextUrl, 1),
            '!' if rest.starts_with("![") => (Sort::CustomEmoji, 2),
            '`' if rest.starts_with("```") => (Sort::Pre, 3),
            '`' => (Sort::Code, 1),
            '>' if self.line_start && !self.open.iter().any(|open| open.sort == Sort::BlockQuote) => {
                (Sort::BlockQuote, 1)
            }
            sign => return Err(reserved(sign)),
        };
        self.cursor.at += length;
        let language = if sort == Sort::Pre { language(&mut self.cursor) } else { String::new() };
        let sort = if language.is_empty() { sort } else { Sort::PreCode };
        let (offset, begun) = (self.rich.length(), self.rich.text.len());
        self.open.push(Open { sort, language, offset, at, begun, folds: false });
        Ok(())
    }

    /// Whether `||` here, with this after it, is the mark of a quote that folds.
    fn folds(&mut self, after: &str) -> bool {
        let ends = after.is_empty() || after.starts_with('\n');
        match self.open.last_mut() {
            Some(open) if open.sort == Sort::BlockQuote && ends => {
                open.folds = true;
                true
            }
            _ => false,
        }
    }

    fn finish(&mut self) -> Result<(), String> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        self.cursor.at += match open.sort {
            Sort::Underline | Sort::Spoiler => 2,
            Sort::Pre | Sort::PreCode => 3,
            _ => 1,
        };
        let simple = |kind: &str| Some(json!({"type": kind}));
        let entity = match open.sort {
            Sort::Bold => simple("bold"),
            Sort::Italic => simple("italic"),
            Sort::Underline => simple("underline"),
            Sort::Strikethrough => simple("strikethrough"),
            Sort::Spoiler => simple("spoiler"),
            Sort::Code => simple("code"),
            Sort::Pre => simple("pre"),
            Sort::PreCode => Some(json!({"type": "pre", "language": open.language})),
            Sort::TextUrl => match self.address("a URL")? {
                Some(url) => link(&url),
                None => link(&self.rich.text[open.begun..]),
            },
            Sort::CustomEmoji => Some(self.emoji()?),
            Sort::BlockQuote => None, // ends with its line
        };
        if let Some(entity) = entity {
            self.add(entity, open.offset);
        }
        Ok(())
    }

    fn end_quote(&mut self) {
        if let Some(open) = self.open.pop() {
            let kind = if open.folds { "expandable_blockquote" } else { "blockquote" };
            self.add(json!({"type": kind}), open.offset);
        }
    }

    fn add(&mut self, mut entity: Value, offset: u64) {
        let length = self.rich.length() - offset;
        if length > 0 {
            entity["offset"] = json!(offset);
            entity["length"] = json!(length);
            self.rich.entities.push(entity);
        }
    }

    /// The address in parentheses that follows, with escapes taken out.
    fn address(&mut self, what: &str) -> Result<Option<String>, String> {
        if self.cursor.byte(0) != b'(' {
            return Ok(None);
        }
        self.cursor.at += 1;
        let begin = self.cursor.at;
        let mut url = String::new();
        while let Some(c) = self.cursor.peek().filter(|c| *c != ')') {
            let escaped = c == '\\' && (1..=126).contains(&self.cursor.byte(1));
            let c = if escaped { char::from(self.cursor.byte(1)) } else { c };
            self.cursor.at += usize::from(escaped) + c.len_utf8();
            url.push(c);
        }
        if self.cursor.byte(0) != b')' {
            return Err(format!("Can't find end of {what} at byte offset {begin}"));
        }
        self.cursor.at += 1;
        Ok(Some(url))
    }

    /// `tg://emoji?id=…` or `tg://time?unix=…&format=…`.
    fn emoji(&mut self) -> Result<Value, String> {
        let url = self.address("a custom emoji URL")?;
        let url = url.ok_or("Custom emoji entity must contain a tg://emoji URL")?;
        if let Some(query) = url.strip_prefix("tg://time?") {
            let part = |name: &str| query.split('&').find_map(|part| part.strip_prefix(name));
            let at = part("unix=").and_then(|at| at.parse().ok()).ok_or("Invalid date-time specified")?;
            return Ok(time(at, part("format=").unwrap_or_default()));
        }
        let id = url.strip_prefix("tg://emoji?id=").ok_or("Custom emoji URL must have scheme tg://emoji")?;
        match id.parse::<i64>() {
            Ok(id) if id != 0 => Ok(json!({"type": "custom_emoji", "custom_emoji_id": id.to_string()})),
            _ => Err("Invalid custom emoji identifier specified".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> (String, Vec<String>) {
        let rich = parse(text).unwrap();
        let row = |e: &Value| format!("{} {} {}", e["type"].as_str().unwrap(), e["offset"], e["length"]);
        (rich.text, rich.entities.iter().map(row).collect())
    }

    #[test]
    fn entities_nest_and_count_utf16() {
        let (text, list) = rows("*粗 _斜 __下__ 😀_* ~s~ ||x|| `a*b` [y](http://a.cn/\\))");
        assert_eq!(text, "粗 斜 下 😀 s x a*b y");
        let wanted = ["underline 4 1", "italic 2 6", "bold 0 8", "strikethrough 9 1", "spoiler 11 1"];
        assert_eq!(list[..5], wanted);
        assert_eq!(list[5..], ["code 13 3", "text_link 17 1"]);
        assert_eq!(rows("**\\.a"), (".a".into(), vec![]), "an empty entity is none");
        let (text, list) = rows("```py\na\\`b```");
        assert_eq!((text.as_str(), list[0].as_str()), ("a`b", "pre 0 3"));
    }

    #[test]
    fn quotes_go_by_lines() {
        assert_eq!(rows(">a\n>b\nc").1, ["blockquote 0 4"]);
        assert_eq!(rows("x\n>a*b*\n**>c||").1, ["bold 3 1", "blockquote 2 3", "expandable_blockquote 5 1"]);
        assert_eq!(rows(">a||").1, ["expandable_blockquote 0 1"]);
    }

    #[test]
    fn mistakes_are_named_as_telegram_names_them() {
        let says = |text| parse(text).unwrap_err();
        assert_eq!(says("a.b"), "Character '.' is reserved and must be escaped with the preceding '\\'");
        assert_eq!(says("a>b"), "Character '>' is reserved and must be escaped with the preceding '\\'");
        assert_eq!(says("水*b"), "Can't find end of Bold entity at byte offset 3");
        assert_eq!(says("*_b*"), "Can't find end of Bold entity at byte offset 3");
        assert_eq!(says("[a](b"), "Can't find end of a URL at byte offset 4");
        assert_eq!(says("```c"), "Can't find end of Pre entity at byte offset 0");
        assert_eq!(says(">a*b\n"), "Can't find end of Bold entity at byte offset 2");
        assert_eq!(says("![a]"), "Custom emoji entity must contain a tg://emoji URL");
    }
}
