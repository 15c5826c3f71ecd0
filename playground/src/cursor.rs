//! A place in a text that is being parsed, and the small steps that the parsers of all parse modes share.

/// A place in a text.
pub struct Cursor<'a> {
    source: &'a str,
    /// Bytes from the beginning, always between characters.
    pub at: usize,
}

impl<'a> Cursor<'a> {
    /// The beginning of a text.
    pub fn new(source: &'a str) -> Self {
        Self { source, at: 0 }
    }

    /// What is left.
    pub fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or_default()
    }

    /// The next character.
    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The byte this far ahead, 0 beyond the end.
    pub fn byte(&self, ahead: usize) -> u8 {
        self.source.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    /// Goes on to the first character that stops it (one beyond ASCII counts as its greatest byte), or to the end; what
    /// lies between.
    pub fn until(&mut self, stops: impl Fn(u8) -> bool) -> &'a str {
        let rest = self.rest();
        let stop = rest.char_indices().find(|(_, c)| stops(u8::try_from(*c).unwrap_or(u8::MAX)));
        let end = stop.map_or(rest.len(), |(at, _)| at);
        self.at += end;
        &rest[..end]
    }

    /// Goes on to the next byte that is no space, or to the end.
    pub fn skip_space(&mut self) {
        while !self.rest().is_empty() && is_space(self.byte(0)) {
            self.at += 1;
        }
    }
}

/// The end of the text counts as a space, so that every search for one ends.
pub fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0 | 0x0B)
}

/// `&lt;`, `&gt;`, `&amp;`, `&quot;` and numbers, with or without the semicolon; else nothing is taken.
pub fn reference(cursor: &mut Cursor) -> Option<char> {
    let rest = cursor.rest().strip_prefix('&')?;
    let (name, c) = if let Some(number) = rest.strip_prefix('#') {
        let (radix, digits) = number.strip_prefix('x').map_or((10, number), |hex| (16, hex));
        let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let code = u32::from_str_radix(&digits[..end], radix).ok()?;
        (rest.len() - digits.len() + end, char::from_u32(code).filter(|c| *c != '\0')?)
    } else {
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let c = match &rest[..end] {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            _ => return None,
        };
        (end, c)
    };
    let semicolon = usize::from(rest[name..].starts_with(';'));
    cursor.at += 1 + name + semicolon;
    Some(c)
}
