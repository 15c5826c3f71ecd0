//! What the bot says of itself in a chat that it was added to.

use super::html;
use crate::outgoing::Said;
use crate::words::{Locale, Phrase, say};

/// Which ways of speaking to the bot work in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abilities {
    /// It hears plain words, not commands and replies alone.
    pub words: bool,
    /// It sees reactions.
    pub reactions: bool,
}

/// The one card: what the bot does, what it does not, what works here, and what comes next. `bound` is the name
/// of the area that the chat belongs to.
pub fn card(locale: Locale, can: Abilities, bound: Option<&str>) -> Said {
    let one = |key| say(locale, key, &[]);
    let mut lines = vec![one("standing-does"), one("standing-does-not"), String::new()];
    lines.push(one(if can.words { "standing-words" } else { "standing-no-words" }));
    lines.push(one(if can.reactions { "standing-reactions" } else { "standing-no-reactions" }));
    lines.push(String::new());
    lines.push(match bound {
        Some(area) => html(&Phrase::plain("standing-bound").with("area", area), locale),
        None => one("standing-next"),
    });
    Said { html: lines.join("\n"), keyboard: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_card_says_what_works_and_how_to_mend_the_rest() {
        let seen = |words, reactions, bound: Option<&str>| {
            let can = Abilities { words, reactions };
            Locale::ALL.map(|locale| card(locale, can, bound).html).join("\n\n———\n\n")
        };
        insta::assert_snapshot!("standing_new", seen(false, false, None));
        insta::assert_snapshot!("standing_bound", seen(true, true, Some("梧桐里社区 第1网格")));
    }
}
