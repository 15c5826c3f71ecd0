//! A place in a text from which words and numbers are read off, one after the other.

use crate::numerals::{Form, leading};

/// Where reading stands. Copy it to try something; assign the copy back when it worked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scan<'t> {
    text: &'t str,
    /// Bytes read so far.
    pub(crate) at: usize,
}

/// A number that was read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Number {
    pub(crate) value: u32,
    pub(crate) form: Form,
}

impl Number {
    /// The value, unless it was read out figure by figure, which hours and days are not.
    pub(crate) fn counted(self) -> Option<u32> {
        (!matches!(self.form, Form::ReadOut(_))).then_some(self.value)
    }

    /// 三四 as three to four; one number as itself.
    pub(crate) fn about(self) -> Option<(u32, u32)> {
        match self.form {
            Form::ReadOut(2) => {
                let (first, last) = (self.value / 10, self.value % 10);
                (first > 0 && last == first + 1).then_some((first, last))
            }
            _ => self.counted().map(|n| (n, n)),
        }
    }
}

impl<'t> Scan<'t> {
    pub(crate) fn new(text: &'t str, at: usize) -> Self {
        Self { text, at }
    }

    pub(crate) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(crate) fn before(&self) -> &'t str {
        self.text.get(..self.at).unwrap_or_default()
    }

    pub(crate) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// True when what follows begins with one of `signs`.
    pub(crate) fn sees(&self, signs: &str) -> bool {
        self.peek().is_some_and(|c| signs.contains(c))
    }

    /// Takes `word`, if it stands here; one that ends with a letter only if no letter or figure follows.
    pub(crate) fn eat(&mut self, word: &str) -> bool {
        let Some(after) = self.rest().strip_prefix(word) else { return false };
        let letter = word.ends_with(|c: char| c.is_ascii_alphabetic());
        if letter && after.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return false;
        }
        self.at += word.len();
        true
    }

    /// Takes the first of `words` that stands here. Longer ones come first in the list.
    pub(crate) fn any(&mut self, words: &[&'static str]) -> Option<&'static str> {
        words.iter().copied().find(|word| self.eat(word))
    }

    /// Takes the first word of `table` that stands here, and gives what it means.
    pub(crate) fn find<T: Copy>(&mut self, table: &[(&str, T)]) -> Option<T> {
        let first = self.peek()?;
        table.iter().find(|(word, _)| word.starts_with(first) && self.eat(word)).map(|(_, meaning)| *meaning)
    }

    pub(crate) fn spaces(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches(' ').len();
    }

    /// Takes the number that stands here.
    pub(crate) fn number(&mut self) -> Option<Number> {
        let number = leading(self.rest())?;
        self.at += number.length;
        Some(Number { value: number.value, form: number.form })
    }

    /// Takes a number and the spaces after it.
    pub(crate) fn spaced_number(&mut self) -> Option<Number> {
        let number = self.number()?;
        self.spaces();
        Some(number)
    }
}

/// Runs `read` and goes back to where it began when it gives nothing.
pub(crate) fn attempt<'t, T>(
    scan: &mut Scan<'t>,
    read: impl FnOnce(&mut Scan<'t>) -> Option<T>,
) -> Option<T> {
    let mut ahead = *scan;
    let found = read(&mut ahead)?;
    *scan = ahead;
    Some(found)
}
