//! Taps on buttons. Button data may be forged: chat, message, role and state are checked every time, and every
//! tap is answered.

use super::{Call, Desk, Reply, Trouble, hear, no};
use crate::incoming::Tap;
use crate::outgoing::Post;
use crate::verbs::{self, Needs};
use crate::views;
use crate::words::Phrase;
use storage::{Case, Chat, Person};

/// A tap on a button.
pub async fn tap(desk: &mut Desk<'_>, tap: Tap) -> storage::Result<()> {
    let Some(message) = tap.message.clone() else { return Ok(()) };
    let Some(mut chat) = hear::chat_of(desk, &message.chat).await? else { return Ok(()) };
    let person = desk.person(&tap.from).await?;
    let done = run(desk, &tap, &chat, &person, message.id).await;
    let locale = desk.locale(&chat, Some(&person));
    let (text, alert) = match done {
        Ok(Reply::Later) => return Ok(()),
        Ok(Reply::Nothing) => (String::new(), false),
        Ok(Reply::Note(phrase)) => (phrase.say(locale), false),
        Ok(Reply::Said(said)) => {
            desk.tell(&chat, said, None, None).await?;
            (String::new(), false)
        }
        Err(Trouble::Fault(error)) => return Err(error),
        Err(trouble) => {
            chat = hear::undo(desk, &chat).await?;
            match trouble {
                Trouble::No(phrase) => (phrase.say(locale), true),
                Trouble::Ask(said) => {
                    desk.tell(&chat, said, None, None).await?;
                    (String::new(), false)
                }
                Trouble::Fault(error) => return Err(error),
            }
        }
    };
    desk.answer(&tap, chat.id, views::plain(&text, 200), alert).await
}

async fn run(desk: &mut Desk<'_>, tap: &Tap, chat: &Chat, person: &Person, message: i64) -> super::Outcome {
    let Some((verb, id, version)) = verbs::read_data(&tap.data) else { return no("tap-old") };
    let case = match verb.needs {
        Needs::Nothing | Needs::Words | Needs::Number | Needs::Parts | Needs::Reply => None,
        Needs::Case => Some(case_of_tap(desk, chat, person, message, id, verb.code).await?),
    };
    let call = Call {
        person: person.clone(),
        speaker: tap.from.clone(),
        chat: chat.clone(),
        message: None,
        tap: Some(tap.clone()),
        case,
        rest: String::new(),
        id,
        version,
    };
    super::run(desk, verb, call).await
}

/// The case of a button, if the button may stand in this chat and this person may see the case. A card that was
/// sent twice (its first send got no answer) becomes one line that points to the recorded card.
async fn case_of_tap(
    desk: &mut Desk<'_>,
    chat: &Chat,
    person: &Person,
    message: i64,
    id: i64,
    code: &str,
) -> Result<Case, Trouble> {
    let Some(case) = desk.tx.case(id).await? else { return no("tap-old") };
    let card = desk.tx.card(case.id, chat.id).await?;
    let ours = desk.tx.outbox_case(chat.id, message).await? == Some(case.id);
    let staff = chat.bound().is_some_and(|area| desk.org.is_within(case.area, area)) && case.is_public();
    if !(card.is_some() || ours || staff || chat.is_private()) || !desk.may_see(person.id, &case).await? {
        return no("tap-elsewhere");
    }
    if let Some(recorded) = card.and_then(|card| card.message)
        && recorded != message
        && !ours
        && !chat.is_private()
        && crate::views::card::CODES.contains(&code)
    {
        let line = Phrase::plain("card-twice").with("number", case.number);
        let said = views::line(&line, desk.locale(chat, None));
        desk.post(chat.id, &Post::Edit { message, said }).await?;
    }
    Ok(case)
}
