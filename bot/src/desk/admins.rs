//! What only an administrator of a group may do. The desk cannot ask Telegram, so the use of the verb waits in the
//! outbox: the sender asks who administers the chat and comes back here with the answer. Nothing of it is kept.

use super::{Call, Desk, Outcome, Reply, Trouble, lang, no, setup};
use crate::outgoing::{Post, Then};
use crate::views;
use storage::{Chat, Person};

/// Somebody who may do what an administrator may.
#[derive(Debug)]
pub struct Asker<'c> {
    /// The chat.
    pub chat: &'c Chat,
    /// Who; Telegram's stand-in for anonymous administrators if `anonymous`.
    pub person: &'c Person,
    /// They speak as the group.
    pub anonymous: bool,
    /// The message of ours whose button they tapped.
    pub tapped: Option<i64>,
}

/// Goes on at once if they speak as the group, which only its administrators can; asks Telegram otherwise.
pub async fn only(desk: &mut Desk<'_>, call: &Call, verb: &'static str) -> Outcome {
    let then = Then {
        verb: verb.to_owned(),
        person: call.person.id,
        message: call.message_id().or(tapped(call)),
        query: call.tap.as_ref().map(|tap| tap.query.clone()),
        words: call.rest.clone(),
        id: call.id,
        version: call.version,
    };
    if call.message.as_ref().is_some_and(|message| message.as_chat == Some(call.chat.tg)) {
        let asker = Asker { chat: &call.chat, person: &call.person, anonymous: true, tapped: None };
        return go_on(desk, &asker, &then).await;
    }
    desk.post(call.chat.id, &Post::Admins { then }).await?;
    Ok(Reply::Later)
}

/// The message whose button was tapped.
pub fn tapped(call: &Call) -> Option<i64> {
    call.tap.as_ref().and_then(|tap| tap.message.as_ref()).map(|message| message.id)
}

/// Telegram told who administers a chat (user ids): the verb that waited goes on, or its user is told why not.
pub async fn told(desk: &mut Desk<'_>, chat: i64, then: &Then, admins: &[i64]) -> storage::Result<()> {
    let (Some(chat), Some(person)) = (desk.tx.chat(chat).await?, desk.tx.person(then.person).await?) else {
        return Ok(());
    };
    let is_admin = person.about.as_ref().is_some_and(|about| admins.contains(&about.tg));
    desk.tx.savepoint().await?;
    let done = if is_admin {
        let tapped = then.message.filter(|_| then.query.is_some());
        let asker = Asker { chat: &chat, person: &person, anonymous: false, tapped };
        go_on(desk, &asker, then).await
    } else {
        no("admins-only")
    };
    if done.is_err() {
        desk.tx.undo_savepoint().await?;
        desk.tx.savepoint().await?;
    }
    answer(desk, &chat, &person, then, done).await?;
    desk.tx.keep_savepoint().await
}

async fn go_on(desk: &mut Desk<'_>, asker: &Asker<'_>, then: &Then) -> Outcome {
    match then.verb.as_str() {
        "set" => setup::typed(desk, asker, &then.words).await,
        "are" => setup::chosen(desk, asker, then.id, then.version).await,
        "lng" => lang::of_chat(desk, asker, then.id, &then.words).await,
        _ => no("tap-old"),
    }
}

/// Says the outcome where the verb was used: over the chat for a tap, as a reply for a command.
pub async fn answer(
    desk: &mut Desk<'_>,
    chat: &Chat,
    person: &Person,
    then: &Then,
    done: Outcome,
) -> storage::Result<()> {
    let locale = desk.locale(chat, Some(person));
    let (phrase, alert) = match done {
        Err(Trouble::Fault(error)) => return Err(error),
        Ok(Reply::Said(said)) | Err(Trouble::Ask(said)) => {
            desk.tell(chat, said, then.message, None).await?;
            (None, false)
        }
        Ok(Reply::Nothing | Reply::Later) => (None, false),
        Ok(Reply::Note(phrase)) => (Some(phrase), false),
        Err(Trouble::No(phrase)) => (Some(phrase), true),
    };
    if let Some(query) = &then.query {
        let text = phrase.map(|phrase| views::plain(&phrase.say(locale), 200)).unwrap_or_default();
        let post = Post::Answer { query: query.clone(), text, alert };
        return desk.post_at(chat.id, &post, None, storage::Lane::Answer, 0).await;
    }
    match phrase {
        Some(phrase) => desk.tell(chat, views::line(&phrase, locale), then.message, None).await,
        None => Ok(()),
    }
}
