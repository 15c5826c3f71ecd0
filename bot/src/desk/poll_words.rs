//! What a secretary writes after `/poll`: the question, its options, and the rule. Pure.

use crate::words::Phrase;
use chrono::DateTime;
use chrono_tz::Tz;
use storage::{MOST_OPTIONS, Majority, Paper, Quorum};
use understand::when::read_when;

/// The longest question, characters: as Telegram's.
pub const LONGEST_SUBJECT: usize = 300;
/// The longest option, characters: as Telegram's.
pub const LONGEST_OPTION: usize = 100;

/// A ballot as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Question and options; without options they are chosen by buttons.
    pub paper: Paper,
    /// Nobody learns who chose what.
    pub secret: bool,
    /// Several options may be chosen.
    pub several: bool,
    /// How many must vote.
    pub quorum: Quorum,
    /// How large a part must agree.
    pub majority: Majority,
    /// When it ends, ms UTC; `None` if nothing was said of it.
    pub until: Option<i64>,
}

/// Words that set something by themselves.
const SECRET: &[&str] =
    &["secret", "秘密", "秘密投票", "无记名", "不记名", "匿名", "無記名", "不記名", "祕密"];
const PUBLIC: &[&str] = &["public", "公开", "记名", "公開", "記名"];
const SEVERAL: &[&str] = &["several", "multiple", "多选", "可多选", "多選", "可多選"];
const ONE: &[&str] = &["one", "single", "单选", "單選"];
const SIMPLE: &[&str] = &["majority", "过半数", "过半", "過半數", "過半", "半数以上", "半數以上"];
const TWO_THIRDS: &[&str] = &["2/3", "two thirds", "三分之二", "三分之二以上"];
/// Words before the time it ends.
const UNTIL: &[&str] = &["until", "截止到", "截止至", "截止", "截至", "直到"];
/// Words before how many must vote.
const QUORUM: &[&str] = &["quorum", "法定人数", "法定人數", "法定", "至少", "at least"];

/// Reads it: parts between `|` or on lines of their own, the question first. `now` is local time.
pub fn read(text: &str, now: DateTime<Tz>) -> Result<Written, Phrase> {
    let mut parts = text.split(['|', '｜', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let subject = parts.next().ok_or(Phrase::plain("poll-how"))?.to_owned();
    if subject.chars().count() > LONGEST_SUBJECT {
        return Err(Phrase::plain("poll-subject-long").with("most", LONGEST_SUBJECT as i64));
    }
    let mut written = Written {
        paper: Paper { subject, options: Vec::new() },
        secret: false,
        several: false,
        quorum: Quorum::None,
        majority: Majority::Simple,
        until: None,
    };
    for part in parts {
        if !rule(&mut written, part, now)? {
            written.paper.options.push(part.to_owned());
        }
    }
    check(&written.paper.options)?;
    Ok(written)
}

/// Takes a part as a rule, if it is one.
fn rule(written: &mut Written, part: &str, now: DateTime<Tz>) -> Result<bool, Phrase> {
    let word = part.to_lowercase();
    let is = |words: &[&str]| words.contains(&word.as_str());
    if is(SECRET) || is(PUBLIC) {
        written.secret = is(SECRET);
    } else if is(SEVERAL) || is(ONE) {
        written.several = is(SEVERAL);
    } else if is(SIMPLE) || is(TWO_THIRDS) {
        written.majority = if is(SIMPLE) { Majority::Simple } else { Majority::TwoThirds };
    } else if let Some(rest) = after(&word, QUORUM).and_then(quorum) {
        written.quorum = rest?;
    } else if let Some(rest) = after(&word, UNTIL) {
        let when = read_when(rest, now).ok_or_else(|| Phrase::plain("poll-when").with("words", part))?;
        written.until = Some(when.until().timestamp_millis());
    } else {
        return Ok(false);
    }
    Ok(true)
}

fn after<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    let rest = words.iter().find_map(|word| text.strip_prefix(word))?;
    Some(rest.trim_start_matches([' ', ':', '：', '于', '在']))
}

/// `30%`, `50 人`, `50`; `None` if it does not begin with a number, and then it is an option: 至少换一扇门.
fn quorum(text: &str) -> Option<Result<Quorum, Phrase>> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let n: i64 = text[..end].parse().ok()?;
    Some(match text[end..].trim() {
        "%" | "％" if (1..=100).contains(&n) => Ok(Quorum::Percent(n)),
        "" | "人" | "户" | "戶" | "票" | "people" | "households" if n > 0 => Ok(Quorum::Count(n)),
        _ => Err(Phrase::plain("poll-quorum").with("words", text)),
    })
}

/// Whether the options can stand on a paper: not too many or too long, no two alike, and not one alone.
fn check(options: &[String]) -> Result<(), Phrase> {
    if options.len() == 1 {
        return Err(Phrase::plain("poll-few"));
    }
    if options.len() > MOST_OPTIONS {
        return Err(Phrase::plain("poll-many").with("most", MOST_OPTIONS as i64));
    }
    if let Some(long) = options.iter().find(|option| option.chars().count() > LONGEST_OPTION) {
        let start: String = long.chars().take(12).collect();
        return Err(Phrase::plain("poll-option-long")
            .with("most", LONGEST_OPTION as i64)
            .with("words", start));
    }
    for (place, option) in options.iter().enumerate() {
        let same = |other: &String| other.to_lowercase() == option.to_lowercase();
        if options[..place].iter().any(same) {
            return Err(Phrase::plain("poll-equal").with("words", option.as_str()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routines::time;
    use crate::views::samples::{NOW, ZONE};

    fn written(text: &str) -> Result<Written, Phrase> {
        read(text, time::local(NOW, ZONE))
    }

    #[test]
    fn a_ballot_is_written_in_a_line_or_in_lines() {
        let one = written("加装电梯 | 赞成 | 反对 | 弃权 | 秘密 | 法定 30% | 三分之二 | until 周五晚8点");
        let one = one.unwrap_or_else(|no| panic!("{no:?}"));
        assert_eq!(one.paper.options, ["赞成", "反对", "弃权"]);
        assert_eq!(one.quorum, Quorum::Percent(30));
        let lines = written("加装电梯\n赞成\n反对\n截止 明天晚上8点\n至少 50 户\n多选").unwrap();
        assert_eq!(lines.paper.options, ["赞成", "反对"]);
        assert_eq!((lines.quorum, lines.several, lines.secret), (Quorum::Count(50), true, false));
        assert!(lines.until.is_some_and(|until| until > NOW));
        assert!(one.secret && one.majority == Majority::TwoThirds && one.until.is_some());
        let bare = written("要不要换门禁").unwrap();
        assert_eq!((bare.paper.options.len(), bare.until), (0, None));
        let option = written("怎么办 | 至少换一扇门 | 不换").unwrap();
        assert_eq!(option.paper.options, ["至少换一扇门", "不换"]);
        assert_eq!(written("q | a | b | quorum 30%").unwrap().quorum, Quorum::Percent(30));
    }

    #[test]
    fn what_cannot_stand_is_said() {
        let long = |n: usize| "长".repeat(n);
        let many: Vec<String> = (0..13).map(|n| n.to_string()).collect();
        for (text, key) in [
            (String::new(), "poll-how"),
            (" | ".to_owned(), "poll-how"),
            ("议题 | 只有一个".to_owned(), "poll-few"),
            ("议题 | 同意 | 同意".to_owned(), "poll-equal"),
            ("议题 | Yes | yes".to_owned(), "poll-equal"),
            (format!("议题 | {}", many.join("|")), "poll-many"),
            (format!("{} | 是 | 否", long(301)), "poll-subject-long"),
            (format!("议题 | {} | 否", long(101)), "poll-option-long"),
            ("议题 | 是 | 否 | until 哪天再说".to_owned(), "poll-when"),
            ("议题 | 是 | 否 | 至少 0%".to_owned(), "poll-quorum"),
            ("议题 | 是 | 否 | 至少 120%".to_owned(), "poll-quorum"),
        ] {
            assert_eq!(written(&text).map_err(|no| no.key), Err(key), "{text}");
        }
        assert!(written(&format!("{} | {} | 否", long(300), long(100))).is_ok());
    }
}
