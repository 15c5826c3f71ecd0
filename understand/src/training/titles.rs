//! The topic line of a segmented row, which lost its end when it was joined to the message.

/// More words than this are no topic line.
const MOST_WORDS: usize = 16;

/// The words of a segmented row without numbers and stand-ins for places.
pub(super) fn words_of(segmented: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut all = segmented.split(' ').peekable();
    while let Some(word) = all.next() {
        let mut chars = word.chars();
        let place = chars.next().is_some_and(|c| c.is_ascii_uppercase())
            && word.len() <= 4
            && chars.all(|c| c.is_ascii_digit());
        if place {
            // 区苑 after A3: the stand-in's own end stuck to the next word.
            let rest = all.next().unwrap_or_default().trim_start_matches(['市', '县', '区', '州']);
            words.extend((!rest.is_empty()).then_some(rest));
        } else if !matches!(word, "" | "市" | "区" | "县" | "西地省")
            && !word.chars().all(|c| c.is_ascii_digit() || c == '.')
        {
            words.push(word);
        }
    }
    words
}

/// The words before those that stand in `message` in the same order, to its end; if they could be a topic line.
pub(super) fn title_of(words: &[&str], message: &str) -> Option<String> {
    let message: String = message.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut left = message.as_str();
    let mut of_title = words.len();
    while of_title > 0 {
        let word: String = words[of_title - 1].chars().filter(|c| c.is_alphanumeric()).collect();
        match left.rfind(&word) {
            Some(at) => left = &left[..at],
            None => break,
        }
        of_title -= 1;
    }
    (2..=MOST_WORDS.min(words.len().saturating_sub(1)))
        .contains(&of_title)
        .then(|| words[..of_title].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_the_message_is_its_title() {
        let words = words_of("A3 区苑 路灯 损坏 3 投诉 小区 路灯 不亮 维修");
        assert_eq!(words, ["苑", "路灯", "损坏", "投诉", "小区", "路灯", "不亮", "维修"]);
        assert_eq!(title_of(&words, "我要投诉：小区的路灯不亮,请维修。").as_deref(), Some("苑路灯损坏"));
        assert_eq!(title_of(&words, "毫不相干"), None);
    }
}
