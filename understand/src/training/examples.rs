//! The given messages, read from their files' text. Nothing here touches a file.

use serde::Deserialize;

use super::titles::{title_of, words_of};
use crate::classes::{Category, Department};

/// A message with the department that answered it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Its topic line, empty when the file has none.
    pub title: String,
    /// The message; of a segmented row, the title is part of it.
    pub text: String,
    /// The title as found by comparing with another row, when `title` is empty.
    pub found_title: String,
    /// Who answered.
    pub department: Department,
    /// Where it is from.
    pub source: Source,
}

/// Which file an example is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A message as it was written.
    Raw,
    /// Cut into words, without stop words and digits.
    Segmented,
    /// Corrected by staff, in use.
    Correction,
}

/// A line that is no example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadData {
    /// Which line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

impl std::fmt::Display for BadData {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for BadData {}

impl Example {
    /// The title, given or found.
    #[must_use]
    pub fn known_title(&self) -> &str {
        if self.title.is_empty() { &self.found_title } else { &self.title }
    }
}

#[derive(Deserialize)]
struct RawLine {
    topic: String,
    detail: String,
    department: String,
}

/// The examples of the two given files: JSON Lines with `topic`, `detail`, `department`, and tab-separated lines of
/// segmented text and department below a line of headings.
///
/// # Errors
/// At the first line that is not such a line.
pub fn examples(raw: &str, segmented: &str) -> Result<Vec<Example>, BadData> {
    let mut examples = Vec::new();
    for (i, line) in raw.lines().enumerate() {
        let bad = |what: String| BadData { line: i + 1, what };
        let line: RawLine = serde_json::from_str(line).map_err(|error| bad(error.to_string()))?;
        examples.push(Example {
            title: line.topic,
            text: line.detail,
            found_title: String::new(),
            department: department(&line.department).map_err(bad)?,
            source: Source::Raw,
        });
    }
    for (i, line) in segmented.lines().enumerate().skip(1) {
        let bad = |what: String| BadData { line: i + 1, what };
        let (text, of) = line.split_once('\t').ok_or_else(|| bad("no tab".to_owned()))?;
        examples.push(Example {
            title: String::new(),
            text: text.to_owned(),
            found_title: String::new(),
            department: department(of.trim()).map_err(bad)?,
            source: Source::Segmented,
        });
    }
    Ok(examples)
}

fn department(name: &str) -> Result<Department, String> {
    Department::parse(name).ok_or_else(|| format!("no such department: {name}"))
}

/// Finds the topic lines of segmented rows, and of the raw ones they are twins of: what stands before the twin's text.
/// `twins` are pairs of a segmented row and its raw one.
pub(super) fn find_titles(examples: &mut [Example], twins: &[(usize, usize)]) {
    for &(segmented, raw) in twins {
        let words = words_of(&examples[segmented].text);
        let Some(title) = title_of(&words, &examples[raw].text) else { continue };
        if examples[raw].known_title().is_empty() {
            examples[raw].found_title.clone_from(&title);
        }
        examples[segmented].found_title = title;
    }
}

#[derive(Deserialize)]
struct CorrectionLine {
    text: String,
    department: Option<String>,
    category: Option<String>,
    /// What was put right, as `gridbell export corrections` writes it.
    what: Option<String>,
    /// What it is.
    is: Option<String>,
}

/// Corrections by staff: JSON Lines with the masked `text` of a case and what it should have been read as:
/// `department`, or a `category` (also as `what` and `is`) that has one usual department. Lines that correct something else are passed over;
/// they are counted in the second part of the answer.
///
/// # Errors
/// At the first line that is not such an object, or names a department or category there is not.
pub fn corrections(lines: &str) -> Result<(Vec<Example>, usize), BadData> {
    let (mut examples, mut passed_over) = (Vec::new(), 0);
    for (i, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let bad = |what: String| BadData { line: i + 1, what };
        let line: CorrectionLine = serde_json::from_str(line).map_err(|error| bad(error.to_string()))?;
        let put_right = line.is.as_deref().filter(|_| line.what.as_deref() == Some("category"));
        let by_category = match line.category.as_deref().or(put_right) {
            None => None,
            Some(name) => {
                let category =
                    Category::parse(name).ok_or_else(|| bad(format!("no such category: {name}")))?;
                crate::department::settled(category).then(|| crate::department::usual(category))
            }
        };
        let named = line.department.as_deref().map(department).transpose().map_err(bad)?;
        match named.or(by_category) {
            None => passed_over += 1,
            Some(department) => examples.push(Example {
                title: String::new(),
                text: line.text,
                found_title: String::new(),
                department,
                source: Source::Correction,
            }),
        }
    }
    Ok((examples, passed_over))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_files_are_read_and_a_bad_line_is_named() {
        let raw = "{\"id\":\"1\",\"topic\":\"路灯\",\"detail\":\"不亮\",\"department\":\"城乡建设\"}\n";
        let read = examples(raw, "seg_text\tlabel\n工资 拖欠\t劳动和社会保障\n").unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(read[0].known_title(), "路灯");
        assert_eq!((read[1].department, read[1].source), (Department::Labour, Source::Segmented));
        assert_eq!(examples("", "seg_text\tlabel\n工资\t拖欠\n").unwrap_err().line, 2);
        assert_eq!(examples("{}", "").unwrap_err().line, 1);
    }

    #[test]
    fn corrections_without_a_department_are_passed_over() {
        let lines = "{\"text\":\"电梯停了\",\"category\":\"lift\"}\n\n{\"text\":\"哈哈\",\"kind\":\"none\"}\n\
                     {\"text\":\"医保\",\"department\":\"卫生计生\"}\n";
        let (read, passed_over) = corrections(lines).unwrap();
        assert_eq!((read.len(), passed_over), (2, 1));
        assert_eq!(read[0].department, Department::Commerce);
        assert!(corrections("{\"text\":\"a\",\"category\":\"nonsense\"}").is_err());
    }

    #[test]
    fn what_an_export_of_corrections_says_is_read() {
        let lines = "{\"what\":\"category\",\"text\":\"楼道灯坏了\",\"was\":\"power\",\"is\":\"lighting\"}\n\
                     {\"what\":\"kind\",\"text\":\"今天天气真好\",\"was\":\"request\",\"is\":\"none\"}\n\
                     {\"what\":\"place\",\"text\":\"3号楼灯坏了\",\"was\":\"\",\"is\":\"3号楼\"}\n";
        let (read, passed_over) = corrections(lines).unwrap();
        assert_eq!((read.len(), passed_over), (1, 2));
        assert_eq!((read[0].department, read[0].source), (Department::Construction, Source::Correction));
    }
}
