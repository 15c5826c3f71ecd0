//! Numbers as people write them: 12, 十二, 两, 一百零三, 二十.
//! Small ones only (below ten thousand): buildings, floors, days, hours.

/// Pattern of a number of up to three digits or in Chinese; for use inside other patterns.
pub const NUMBER: &str = r"(?:\d{1,3}|[一二三四五六七八九十百零〇两]{1,5})";

/// The value of `text`, or `None` when it is no number.
#[must_use]
pub fn number(text: &str) -> Option<u32> {
    if text.is_empty() {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().filter(|n| *n < 10_000);
    }
    let units = text.chars().any(|c| matches!(c, '十' | '百' | '千'));
    if units { with_units(text) } else { digit_by_digit(text) }
}

/// 一百零三, 二十, 十五
fn with_units(text: &str) -> Option<u32> {
    let (mut total, mut digit) = (0, None);
    for c in text.chars() {
        let scale = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '零' | '〇' => continue,
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
    use super::number;

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
        ];
        for (text, value) in cases {
            assert_eq!(number(text), Some(value), "{text}");
        }
        for text in ["", "楼", "百万", "九千九百九十九百"] {
            assert!(number(text).is_none_or(|n| n < 10_000), "{text}");
        }
    }
}
