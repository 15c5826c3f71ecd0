//! What a person can do here.

use super::html;
use crate::outgoing::Said;
use crate::words::{Locale, Phrase, say};

/// The first words, a line for each verb, and where to read on. `area`: where the chat belongs.
pub fn help(locale: Locale, verbs: &[(&'static str, String)], private: bool, area: Option<&str>) -> Said {
    let first = match (private, area) {
        (true, _) => say(locale, "help-private", &[]),
        (false, Some(area)) => html(&Phrase::plain("help-group").with("area", area), locale),
        (false, None) => say(locale, "help-unbound", &[]),
    };
    let lines = verbs.iter().map(|(name, what)| format!("/{name} {what}"));
    let lines: Vec<String> = std::iter::once(first).chain(lines).collect();
    Said { html: lines.join("\n"), keyboard: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_begins_with_where_one_is() {
        let all = Locale::ALL.map(|locale| {
            let verbs = [("help", say(locale, "verb-help", &[])), ("lang", say(locale, "verb-lang", &[]))];
            let seen = |private, area| help(locale, &verbs, private, area).html;
            [seen(true, None), seen(false, Some("梧桐里社区 第1网格")), seen(false, None)].join("\n\n")
        });
        insta::assert_snapshot!("help", all.join("\n\n———\n\n"));
    }
}
