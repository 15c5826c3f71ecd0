//! How it goes: words or a photo from whoever has the case.

use super::{Call, Desk, Outcome, Reply, Trouble, claims, hear};
use crate::incoming::{Message, Speaker};
use crate::words::Phrase;
use storage::{Case, Chat, Move, Person, Who};

/// `/progress N words or photo`.
pub async fn progress(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?;
    note(desk, &call.person, case, claims::words_of(&call)?, claims::photo_of(&call)).await
}

async fn note(
    desk: &mut Desk<'_>,
    person: &Person,
    case: &Case,
    words: &str,
    photo: Option<&str>,
) -> Outcome {
    desk.must(person, case, Move::Progress).await?;
    if words.is_empty() && photo.is_none() {
        return Err(Trouble::No(Phrase::plain("progress-empty").with("number", case.number)));
    }
    claims::step(desk, person, case, Move::Progress, words, photo).await?;
    Ok(Reply::Note(Phrase::plain("progress-noted").with("number", case.number)))
}

/// A lone photo in reply to a case's card by whoever has it is progress too; `None` for any other message.
pub async fn photo(
    desk: &mut Desk<'_>,
    chat: &Chat,
    speaker: &Speaker,
    message: &Message,
) -> Result<Option<Reply>, Trouble> {
    let (Some(photo), Some(to)) = (&message.photo, &message.reply_to) else { return Ok(None) };
    if !message.text.is_empty() || !hear::replies_to(message, desk.office.me.id) {
        return Ok(None);
    }
    let case = hear::case_of_message(desk, chat, to.id).await?;
    let Some(case) = case.filter(|case| !case.is_wish()) else { return Ok(None) };
    let Some(person) = desk.tx.person_known(speaker.tg).await? else { return Ok(None) };
    if !desk.who(person.id, &case).await?.contains(&Who::Holder) || case.status != storage::Status::Claimed {
        return Ok(None);
    }
    note(desk, &person, &case, "", Some(photo)).await.map(Some)
}
