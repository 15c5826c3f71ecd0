//! `/thank N words`: whose wish came true may write a word to who granted it, or leave it.

use super::claims::words_of;
use super::granting::{numbered, tell_holder};
use super::news::{News, bare};
use super::{Call, Desk, Outcome, Reply, Trouble, finish, no};
use crate::outgoing::{Button, Post};
use crate::views;
use crate::views::wish::{self as view, Asks};
use crate::words::{Locale, Phrase};
use storage::{Case, NewEntry, Person, Status};

/// The longest thanks, characters.
const MOST: usize = 300;

/// The button below the question for thanks: it may be left.
pub fn leave(locale: Locale, case: &Case) -> Vec<Vec<Button>> {
    view::prompt(locale, Asks::Thanks, case).keyboard
}

/// `/thank N words`; the button leaves it at that.
pub async fn thank(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?;
    if call.tap.is_none() {
        return thanked(desk, &call.person, case, words_of(&call)?).await;
    }
    if case.reporter != Some(call.person.id) {
        return no("wish-thank-whose");
    }
    finish::answer(desk, &call, case, Phrase::plain("wish-no-thanks"), bare).await
}

/// The wisher's thanks, once: to whoever granted it, and without a name below the card.
pub async fn thanked(desk: &mut Desk<'_>, person: &Person, case: &Case, words: &str) -> Outcome {
    if case.reporter != Some(person.id) {
        return no("wish-thank-whose");
    }
    let log = desk.tx.entries(case.id).await?;
    let key = match case.status {
        Status::Closed if log.iter().any(|entry| entry.what == "thank") => Some("wish-thank-once"),
        Status::Closed if words.is_empty() => Some("wish-thank-empty"),
        Status::Closed => None,
        _ => Some("wish-thank-early"),
    };
    if let Some(key) = key {
        return Err(Trouble::No(numbered(key, case)));
    }
    if words.chars().count() > MOST {
        return Err(Trouble::No(Phrase::plain("words-long").with("most", MOST as i64)));
    }
    let entry =
        NewEntry { person: Some(person.id), what: "thank", words: Some(words), ..NewEntry::default() };
    desk.tx.entry_add(case.id, case.area, entry, desk.now).await?;
    let words = understand::masked(words);
    let holder = desk.tx.claim_last(case.id).await?.and_then(|claim| claim.person);
    let told = numbered("wish-told-thanks", case).with("words", words.as_str());
    tell_holder(desk, case, holder, &News::plain(told), false).await?;
    for card in desk.tx.cards(case.id).await? {
        let chat = desk.tx.chat(card.chat).await?;
        let Some(chat) = chat.filter(|chat| chat.bound().is_some()) else { continue };
        let line = numbered("wish-thanks", case).with("words", words.as_str());
        let said = views::line(&line, desk.locale(&chat, None));
        let post = Post::Text { said, reply_to: card.message, silent: true };
        desk.post_about(chat.id, &post, case.id).await?;
    }
    Ok(Reply::Note(Phrase::plain("wish-thanked")))
}
