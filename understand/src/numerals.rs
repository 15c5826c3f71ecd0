//! Numbers as people write them: 12, 十二, 两, 一百零三, 廿, 二零一八.
//! Small ones only (below ten thousand): buildings, floors, days, hours, years.

/// The value of `text`, or `None` when it is no number.
#[must_use]
pub fn number(text: &str) -> Option<u32> {
    if text.is_empty() {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().filter(|n| *n < 10_000);
    }
    let units = text.chars().any(|c| matches!(c, '十' | '百' | '千' | '廿' | '卅'));
    if units { with_units(text) } else { digit_by_digit(text) }
}

/// How a number was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// So many digits: 08.
    Digits(usize),
    /// With 十, 百 or 千, or one character: 二十, 三.
    Spoken,
    /// So many characters one after the other, as years and rooms are read out: 二零一八. Two may also be a guess: 三四点.
    ReadOut(usize),
}

/// A number at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leading {
    /// How many bytes it takes.
    pub length: usize,
    /// What it says.
    pub value: u32,
    /// How it was written.
    pub form: Form,
}

/// The number that `text` begins with: up to four digits that no fifth follows, or Chinese.
#[must_use]
pub fn leading(text: &str) -> Option<Leading> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        let value = text.get(..digits).filter(|_| digits <= 4)?.parse().ok()?;
        return Some(Leading { length: digits, value, form: Form::Digits(digits) });
    }
    let run = text.chars().take(8).take_while(|c| is_numeral(*c)).count();
    let length: usize = text.chars().take(run).map(char::len_utf8).sum();
    let said = text.get(..length)?;
    let value = number(said)?;
    let spoken = run == 1 || said.chars().any(|c| matches!(c, '十' | '百' | '千' | '廿' | '卅'));
    Some(Leading { length, value, form: if spoken { Form::Spoken } else { Form::ReadOut(run) } })
}

/// A character that Chinese numbers are written with.
#[must_use]
pub fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '零' | '〇'
            | '一'
            | '二'
            | '两'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '廿'
            | '卅'
    )
}

/// 一百零三, 二十, 十五, 廿二, 两千零四
fn with_units(text: &str) -> Option<u32> {
    let (mut total, mut digit) = (0, None);
    for c in text.chars() {
        let scale = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '零' | '〇' => continue,
            '廿' | '卅' => {
                total += if c == '廿' { 20 } else { 30 };
                continue;
            }
            // 二三十 is a guess, not a number.
            _ if digit.is_some() => return None,
            _ => {
                digit = Some(value(c)?);
                continue;
            }
        };
        total += digit.take().unwrap_or(1) * scale;
        if total >= 10_000 {
            return None;
        }
    }
    Some(total + digit.unwrap_or(0))
}

/// 二零三, 一〇, 三
fn digit_by_digit(text: &str) -> Option<u32> {
    let mut total = 0_u32;
    for c in text.chars() {
        total = total * 10 + value(c)?;
        if total >= 10_000 {
            return None;
        }
    }
    Some(total)
}

fn value(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return c.to_digit(10),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers() {
        let cases = [
            ("12", 12),
            ("十", 10),
            ("十四", 14),
            ("二十", 20),
            ("二十三", 23),
            ("一百零三", 103),
            ("两", 2),
            ("二零一", 201),
            ("廿二", 22),
            ("两千零四", 2004),
        ];
        for (text, value) in cases {
            assert_eq!(number(text), Some(value), "{text}");
        }
        for text in ["", "楼", "百万", "九千九百九十九百", "二三十"] {
            assert!(number(text).is_none_or(|n| n < 10_000), "{text}");
        }
    }

    #[test]
    fn numbers_at_the_start() {
        let read = |text| leading(text).map(|n| (n.length, n.value, n.form));
        assert_eq!(read("08年"), Some((2, 8, Form::Digits(2))));
        assert_eq!(read("二十三日"), Some((9, 23, Form::Spoken)));
        assert_eq!(read("二零一八年"), Some((12, 2018, Form::ReadOut(4))));
        assert_eq!(read("三四点"), Some((6, 34, Form::ReadOut(2))));
        assert_eq!(read("12345"), None);
        assert_eq!(read("号"), None);
    }
}
