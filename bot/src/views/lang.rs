//! Choosing a language.

use super::tap;
use crate::outgoing::Said;
use crate::verbs::data;
use crate::words::{Locale, say};

/// The question, with a button a language, each named in itself.
pub fn question(locale: Locale) -> Said {
    let button =
        |(index, each): (usize, Locale)| tap(&say(each, "lang-name", &[]), &data("lng", index as i64, 0));
    let buttons = Locale::ALL.into_iter().enumerate().map(button).collect();
    Said { html: say(locale, "lang-question", &[]), keyboard: vec![buttons] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_is_named_in_itself() {
        let said = Locale::ALL.map(question);
        let names: Vec<&str> = said[0].keyboard[0].iter().map(|button| button.text.as_str()).collect();
        let questions = said.each_ref().map(|said| said.html.as_str()).join("\n");
        insta::assert_snapshot!("lang", format!("{questions}\n{}", names.join(" · ")));
    }
}
