//! What is stored, how long, who sees it; and the question before forgetting.

use super::{html, tap};
use crate::outgoing::Said;
use crate::verbs::data;
use crate::words::{Locale, Phrase, say};

/// The whole of it, one subject a paragraph.
pub fn privacy(locale: Locale) -> Said {
    let keys = [
        "privacy-chatter",
        "privacy-report",
        "privacy-wish",
        "privacy-vote",
        "privacy-meeting",
        "privacy-learn",
        "privacy-who",
        "privacy-how-long",
        "privacy-others",
        "privacy-forget",
    ];
    let html = keys.map(|key| say(locale, key, &[])).join("\n\n");
    Said { html, keyboard: Vec::new() }
}

/// What being forgotten ends for a person.
#[derive(Debug, Clone, Copy)]
pub struct Loses {
    /// They have roles.
    pub roles: bool,
    /// How many cases they hold.
    pub held: i64,
    /// They wished something, or claimed a wish.
    pub wishes: bool,
}

/// Asks whether to forget `person` (their row): what that does, and what it ends.
pub fn ask_to_forget(locale: Locale, person: i64, loses: Loses) -> Said {
    let mut lines = vec![say(locale, "forget-question", &[])];
    if loses.wishes {
        lines.push(say(locale, "forget-wishes", &[]));
    }
    if loses.roles {
        lines.push(html(&Phrase::plain("forget-roles").with("n", loses.held), locale));
    }
    let sure = tap(&say(locale, "forget-yes", &[]), &data("fgt", person, 1));
    let stay = tap(&say(locale, "forget-no", &[]), &data("fgt", person, 0));
    Said { html: lines.join("\n"), keyboard: vec![vec![sure, stay]] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_and_how_it_is_forgotten() {
        let all = Locale::ALL.map(|locale| {
            let loses = Loses { roles: false, held: 0, wishes: false };
            let member = Loses { roles: true, held: 2, wishes: true };
            let asked = [ask_to_forget(locale, 7, loses), ask_to_forget(locale, 7, member)];
            let buttons: Vec<&str> = asked[0].keyboard[0].iter().map(|button| button.text.as_str()).collect();
            let [resident, member] = asked.clone().map(|said| said.html);
            [privacy(locale).html, resident, member, buttons.join(" · ")].join("\n\n")
        });
        insta::assert_snapshot!("privacy", all.join("\n\n———\n\n"));
    }
}
