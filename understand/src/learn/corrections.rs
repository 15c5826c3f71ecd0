//! What staff put right, as `gridbell export corrections` writes it.

use serde_json::Value;
use std::collections::BTreeMap;

use super::Lesson;
use crate::classes::{Category, Kind};
use crate::training::BadData;

/// What staff put right, as `gridbell export corrections` writes it: `what` (`kind` or `category`), `text`, `is`. Lines
/// that correct something else teach nothing here; they are counted in the second part of the answer.
///
/// # Errors
/// At the first line that is not such an object, or names a kind or category there is not.
pub fn corrections(lines: &str) -> Result<(Vec<Lesson>, usize), BadData> {
    let (mut lessons, mut passed_over) = (Vec::new(), 0);
    for (i, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let bad = |what: String| BadData { line: i + 1, what };
        let line: Value = serde_json::from_str(line).map_err(|error| bad(error.to_string()))?;
        let text = line["text"].as_str().ok_or_else(|| bad("no text".to_owned()))?.to_owned();
        let is = line["is"].as_str().unwrap_or_default();
        let (kind, category) = match line["what"].as_str() {
            Some("kind") => (Kind::parse(is).ok_or_else(|| bad(format!("no such kind: {is}")))?, None),
            Some("category") => {
                let category = Category::parse(is).ok_or_else(|| bad(format!("no such category: {is}")))?;
                (Kind::Request, Some(category))
            }
            _ => {
                passed_over += 1;
                continue;
            }
        };
        let kind = Some(kind);
        lessons.push(Lesson { text, context: None, kind, category, urgency: None, weight: 1.0 });
    }
    Ok((lessons, passed_over))
}

/// Names of places that staff wrote and that were not read, with how often: an area's own names belong in its org file.
/// `lines` are those of [`corrections`]; what is no object says nothing here.
#[must_use]
pub fn unknown_names(lines: &str) -> Vec<(String, usize)> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for line in lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        let (was, is) = (line["was"].as_str().unwrap_or_default(), line["is"].as_str().unwrap_or_default());
        let numbered = |word: &str| {
            word.contains(|c: char| c.is_ascii())
                || word.ends_with(['楼', '樓', '栋', '幢', '座', '元', '层', '室'])
        };
        let new = is.split(' ').filter(|word| !word.is_empty() && !was.contains(word) && !numbered(word));
        for word in new.filter(|_| line["what"] == "place") {
            *names.entry(word.to_owned()).or_default() += 1;
        }
    }
    let mut names: Vec<_> = names.into_iter().collect();
    names.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = "{\"what\":\"category\",\"text\":\"楼道灯坏了\",\"was\":\"power\",\"is\":\"lighting\"}\n\
        {\"what\":\"kind\",\"text\":\"今天天气真好\",\"was\":\"request\",\"is\":\"none\"}\n\n\
        {\"what\":\"place\",\"text\":\"老浴池那边灯坏了\",\"was\":\"3号楼\",\"is\":\"3号楼 2单元 老浴池\"}\n";

    #[test]
    fn kinds_and_categories_teach_and_places_are_passed_over() {
        let (read, passed_over) = corrections(LINES).unwrap();
        let of: Vec<_> = read.iter().map(|l| (l.kind, l.category)).collect();
        assert_eq!(of, [(Some(Kind::Request), Some(Category::Lighting)), (Some(Kind::None), None)]);
        assert_eq!(passed_over, 1);
        let bad = corrections("\n{\"what\":\"kind\",\"text\":\"a\",\"is\":\"nonsense\"}").unwrap_err();
        assert_eq!((bad.line, bad.what.as_str()), (2, "no such kind: nonsense"));
    }

    #[test]
    fn names_that_were_not_read_are_found() {
        assert_eq!(unknown_names(LINES), [("老浴池".to_owned(), 1)]);
    }
}
