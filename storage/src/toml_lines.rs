//! Reads TOML so that every mistake is found in one pass and named with its line.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Something wrong in a file, for whoever wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Counted from 1; `None` where no line of the file is at fault.
    pub line: Option<usize>,
    /// What is wrong and what would be right.
    pub what: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.what),
            None => f.write_str(&self.what),
        }
    }
}

/// Text and the line it stands in.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub line: usize,
    pub text: String,
}

/// One table of the file.
#[derive(Clone, Copy)]
pub(crate) struct Table<'a, 'i> {
    pub line: usize,
    pub keys: &'a DeTable<'i>,
}

/// Gathers problems while a file is read.
pub(crate) struct Lines {
    starts: Vec<usize>,
    pub problems: Vec<Problem>,
}

impl Lines {
    pub(crate) fn new(text: &str) -> Lines {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1).collect();
        Lines { starts, problems: Vec::new() }
    }

    /// The line of a byte offset.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset) + 1
    }

    pub(crate) fn problem(&mut self, line: usize, what: impl Into<String>) {
        self.problems.push(Problem { line: Some(line), what: what.into() });
    }

    /// Parses the document; `None` if its TOML is broken, with every place where it is.
    pub(crate) fn document<'i>(&mut self, text: &'i str) -> Option<DeTable<'i>> {
        let (document, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let line = self.line(error.span().map_or(0, |span| span.start));
            self.problem(line, error.message());
        }
        errors.is_empty().then(|| document.into_inner())
    }

    /// The tables of `[[name]]`.
    pub(crate) fn tables<'a, 'i>(
        &mut self,
        name: &str,
        value: &'a Spanned<DeValue<'i>>,
    ) -> Vec<Table<'a, 'i>> {
        let line = self.line(value.span().start);
        let Some(items) = value.get_ref().as_array() else {
            self.problem(line, format!("write it as [[{name}]]"));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            let line = self.line(item.span().start);
            match item.get_ref().as_table() {
                Some(keys) => tables.push(Table { line, keys }),
                None => self.problem(line, format!("write it as [[{name}]]")),
            }
        }
        tables
    }

    /// Complains of every key that is not `known`.
    pub(crate) fn only(&mut self, table: Table<'_, '_>, what: &str, known: &[&str]) {
        for key in table.keys.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let line = self.line(key.span().start);
                self.problem(line, format!("unknown key {name:?} of {what}; known are {}", known.join(", ")));
            }
        }
    }

    /// The value of a key and its line.
    pub(crate) fn value<'a, 'i>(&self, table: Table<'a, 'i>, key: &str) -> Option<(usize, &'a DeValue<'i>)> {
        let value = table.keys.get(key)?;
        Some((self.line(value.span().start), value.get_ref()))
    }

    /// Text that may be missing; empty text is a mistake.
    pub(crate) fn text(&mut self, table: Table<'_, '_>, key: &str) -> Option<Said> {
        let (line, value) = self.value(table, key)?;
        match value.as_str().map(str::trim) {
            Some(text) if !text.is_empty() => Some(Said { line, text: text.to_owned() }),
            _ => {
                self.problem(line, format!("{key} must be text in quotes"));
                None
            }
        }
    }

    /// Text that must be there.
    pub(crate) fn needed(&mut self, table: Table<'_, '_>, what: &str, key: &str) -> Option<Said> {
        if !table.keys.contains_key(key) {
            self.problem(table.line, format!("{what} without {key}"));
        }
        self.text(table, key)
    }

    /// Text that `read` understands; `example` says what would be right.
    pub(crate) fn read<T>(
        &mut self,
        table: Table<'_, '_>,
        key: &str,
        read: impl Fn(&str) -> Option<T>,
        example: &str,
    ) -> Option<T> {
        let said = self.text(table, key)?;
        let value = read(&said.text);
        if value.is_none() {
            self.problem(said.line, format!("{key} {:?} is none: write {example}", said.text));
        }
        value
    }

    /// A whole number from 0 to `most`.
    pub(crate) fn number(&mut self, table: Table<'_, '_>, key: &str, most: i64) -> Option<i64> {
        let (line, value) = self.value(table, key)?;
        let number = whole(value).filter(|n| (0..=most).contains(n));
        if number.is_none() {
            self.problem(line, format!("{key} must be a whole number from 0 to {most}"));
        }
        number
    }

    /// `true` or `false`.
    pub(crate) fn flag(&mut self, table: Table<'_, '_>, key: &str) -> Option<bool> {
        let (line, value) = self.value(table, key)?;
        let flag = value.as_bool();
        if flag.is_none() {
            self.problem(line, format!("{key} must be true or false"));
        }
        flag
    }

    /// A list of texts.
    pub(crate) fn list(&mut self, table: Table<'_, '_>, key: &str) -> Option<Vec<String>> {
        let (line, value) = self.value(table, key)?;
        let items = value.as_array().map(|items| items.iter().map(|item| item.get_ref().as_str()));
        let list = items.and_then(|items| items.map(|t| t.map(str::to_owned)).collect::<Option<Vec<_>>>());
        if list.is_none() {
            self.problem(line, format!("{key} must be a list of texts, as [\"a\", \"b\"]"));
        }
        list
    }
}

/// A plain decimal whole number.
pub(crate) fn whole(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer().filter(|integer| integer.radix() == 10)?;
    integer.as_str().parse().ok()
}
