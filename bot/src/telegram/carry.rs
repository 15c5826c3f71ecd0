//! From a post to a call of the Bot API, and from its answer to what becomes of the post. Pure.

use super::wire::{ATTACHED, Attached, Call, Failure};
use crate::outgoing::{Button, Does, Got, Post, Rendered, Said};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use chrono::DateTime;
use std::time::Duration;
use teloxide::ApiError;
use teloxide::payloads::{self, setters::*};
use teloxide::types::{
    CallbackQueryId, ChatId, FileId, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, InputPollOption,
    LinkPreviewOptions, MessageId, ParseMode, ReplyParameters, UserId,
};

/// A post that no call can carry: our own fault, and no reason to block those behind it.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// It cannot be written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// A message id that the Bot API cannot have.
    #[error("message id {0} is out of range")]
    Message(i64),
    /// A file whose bytes are not base64.
    #[error("a file cannot be read")]
    File,
    /// A post that is rendered at the moment of sending, and was not.
    #[error("it was not rendered")]
    Raw,
    /// A link that is none.
    #[error("a button's link cannot be read")]
    Link,
}

/// What was carried, as far as its answer is read differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cargo {
    /// A new message.
    New,
    /// A card's first message.
    Card,
    /// A change of a card's message.
    CardEdit,
    /// A change of a message.
    Edit,
    /// A message taken away.
    Delete,
    /// An answer to a tap.
    Answer,
    /// A question about a chat, whose answer is worth nothing but itself.
    Ask,
    /// The end of a poll.
    Stop,
}

/// What becomes of a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is done; the message made or changed.
    Done(Option<i64>),
    /// It was certainly not done: try again after this long, or after a growing while.
    Again(Option<Duration>),
    /// It may have been done: try again, and count that.
    Ambiguous,
    /// Telegram refuses it for good.
    Drop,
    /// The chat cannot be written to any more.
    Unreachable,
    /// The chat lives on under this id.
    Moved(i64),
    /// The card's message is gone: post it anew.
    Repost,
    /// The message is too old to be deleted: edit it.
    EditInstead,
    /// Telegram refuses the token.
    Token,
}

/// The call for a post to the chat `tg`. With `worn` a deletion is carried as an edit.
pub fn call(post: &Post, tg: i64, worn: bool) -> Result<(Call, Cargo), Unfit> {
    let chat = ChatId(tg);
    Ok(match post {
        Post::Text { said, reply_to, silent } => (new_text(tg, said, *reply_to, *silent)?, Cargo::New),
        Post::Photo { file, caption, reply_to, silent } => {
            let file = InputFile::file_id(FileId(file.clone()));
            let mut photo =
                payloads::SendPhoto::new(chat, file).caption(caption.as_str()).parse_mode(ParseMode::Html);
            photo.disable_notification = silent.then_some(true);
            photo.reply_parameters = reply(*reply_to)?;
            (Call::of(&photo)?, Cargo::New)
        }
        Post::Voice { file, caption, reply_to } => {
            let file = InputFile::file_id(FileId(file.clone()));
            let mut voice =
                payloads::SendVoice::new(chat, file).caption(caption.as_str()).parse_mode(ParseMode::Html);
            voice.reply_parameters = reply(*reply_to)?;
            (Call::of(&voice)?, Cargo::New)
        }
        Post::Upload { picture, name, data, caption, reply_to, silent } => {
            let bytes = BASE64_STANDARD.decode(data).map_err(|_| Unfit::File)?.into();
            let file = InputFile::file_id(FileId(ATTACHED.to_owned()));
            let reply_parameters = reply(*reply_to)?;
            let call = if *picture {
                let mut photo = payloads::SendPhoto::new(chat, file).caption(caption.as_str());
                photo.parse_mode = Some(ParseMode::Html);
                photo.disable_notification = silent.then_some(true);
                photo.reply_parameters = reply_parameters;
                Call::of(&photo)?
            } else {
                let mut document = payloads::SendDocument::new(chat, file).caption(caption.as_str());
                document.parse_mode = Some(ParseMode::Html);
                document.disable_notification = silent.then_some(true);
                document.reply_parameters = reply_parameters;
                Call::of(&document)?
            };
            (Call { file: Some(Attached { name: name.clone(), bytes }), ..call }, Cargo::New)
        }
        Post::Edit { message, said } => (edit(tg, *message, said)?, Cargo::Edit),
        Post::Delete { message, or_says } if worn => {
            let said = Said { html: or_says.clone(), keyboard: Vec::new() };
            (edit(tg, *message, &said)?, Cargo::Edit)
        }
        Post::Delete { message, .. } => {
            (Call::of(&payloads::DeleteMessage::new(chat, message_id(*message)?))?, Cargo::Delete)
        }
        Post::Answer { query, text, alert } => {
            let mut answer = payloads::AnswerCallbackQuery::new(CallbackQueryId(query.clone()));
            answer.text = (!text.is_empty()).then(|| text.clone());
            answer.show_alert = alert.then_some(true);
            (Call::of(&answer)?, Cargo::Answer)
        }
        Post::Admins { .. } => (Call::of(&payloads::GetChatAdministrators::new(chat))?, Cargo::Ask),
        Post::Member { of, tg, .. } => {
            let user = u64::try_from(*tg).map(UserId).map_err(|_| Unfit::Message(*tg))?;
            (Call::of(&payloads::GetChatMember::new(ChatId(*of), user))?, Cargo::Ask)
        }
        Post::Poll { question, options, about, several, closes, silent, .. } => {
            let options = options.iter().map(InputPollOption::new);
            let mut poll = payloads::SendPoll::new(chat, question.as_str(), options);
            poll.is_anonymous = Some(false);
            poll.allows_multiple_answers = several.then_some(true);
            poll.close_date = closes.and_then(|at| DateTime::from_timestamp(at, 0));
            poll.disable_notification = silent.then_some(true);
            (Call::with(&poll, &[("description", about)])?, Cargo::New)
        }
        Post::StopPoll { message, .. } => {
            (Call::of(&payloads::StopPoll::new(chat, message_id(*message)?))?, Cargo::Stop)
        }
        Post::Notice { said, silent, .. } => (new_text(tg, said, None, *silent)?, Cargo::New),
        Post::BallotResult { said, reply_to, .. } => (new_text(tg, said, *reply_to, false)?, Cargo::New),
        Post::Announce { said, reply_to, silent, .. } => {
            (new_text(tg, said, *reply_to, *silent)?, Cargo::New)
        }
        Post::MeetingCard { .. } | Post::MeetingReminder { .. } | Post::PollReminder { .. } => {
            return Err(Unfit::Raw);
        }
    })
}

/// The call for a card: a new message, or a change of the one it has.
pub fn card(card: &Rendered, tg: i64, message: Option<i64>) -> Result<(Call, Cargo), Unfit> {
    Ok(match message {
        None => (new_text(tg, &card.said, card.reply_to, card.silent)?, Cargo::Card),
        Some(message) => (edit(tg, message, &card.said)?, Cargo::CardEdit),
    })
}

fn new_text(tg: i64, said: &Said, reply_to: Option<i64>, silent: bool) -> Result<Call, Unfit> {
    let mut text = payloads::SendMessage::new(ChatId(tg), said.html.as_str()).parse_mode(ParseMode::Html);
    text.link_preview_options = Some(no_preview());
    text.disable_notification = silent.then_some(true);
    text.reply_parameters = reply(reply_to)?;
    text.reply_markup = keyboard(&said.keyboard)?.map(Into::into);
    Ok(Call::of(&text)?)
}

fn edit(tg: i64, message: i64, said: &Said) -> Result<Call, Unfit> {
    let mut edit = payloads::EditMessageText::new(ChatId(tg), message_id(message)?, said.html.as_str());
    edit.parse_mode = Some(ParseMode::Html);
    edit.link_preview_options = Some(no_preview());
    edit.reply_markup = keyboard(&said.keyboard)?;
    Ok(Call::of(&edit)?)
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

/// A reply that is sent plainly if the message it replies to is gone.
fn reply(to: Option<i64>) -> Result<Option<ReplyParameters>, Unfit> {
    to.map(|id| Ok(ReplyParameters::new(message_id(id)?).allow_sending_without_reply())).transpose()
}

fn message_id(id: i64) -> Result<MessageId, Unfit> {
    i32::try_from(id).map(MessageId).map_err(|_| Unfit::Message(id))
}

fn keyboard(rows: &[Vec<Button>]) -> Result<Option<InlineKeyboardMarkup>, Unfit> {
    let button = |button: &Button| -> Result<InlineKeyboardButton, Unfit> {
        Ok(match &button.does {
            Does::Tap(data) => InlineKeyboardButton::callback(&button.text, data),
            Does::Link(url) => InlineKeyboardButton::url(&button.text, url.parse().map_err(|_| Unfit::Link)?),
        })
    };
    let rows: Result<Vec<Vec<_>>, Unfit> = rows.iter().map(|row| row.iter().map(button).collect()).collect();
    Ok(Some(rows?).filter(|rows| !rows.is_empty()).map(InlineKeyboardMarkup::new))
}

/// What an answer means for what was carried.
pub fn judge(cargo: Cargo, answer: &Result<Got, Failure>) -> Verdict {
    match answer {
        Ok(got) => Verdict::Done(got.message),
        Err(Failure::Wait(seconds)) => Verdict::Again(Some(Duration::from_secs(u64::from(*seconds)))),
        Err(Failure::Moved(to)) => Verdict::Moved(*to),
        Err(Failure::Trouble(_)) => Verdict::Again(None),
        Err(Failure::Unknown(_)) => Verdict::Ambiguous,
        Err(Failure::Refused(401 | 404, _)) => Verdict::Token,
        Err(Failure::Refused(code, error)) => refused(cargo, *code, error),
    }
}

fn refused(cargo: Cargo, code: u16, error: &ApiError) -> Verdict {
    let says = |what: &str| matches!(error, ApiError::Unknown(text) if text.to_lowercase().contains(what));
    match (cargo, error) {
        // A tap that is too old, and a question about another chat, tell nothing about the chat itself.
        (Cargo::Answer | Cargo::Ask, _) => Verdict::Drop,
        (_, ApiError::MessageNotModified) => Verdict::Done(None),
        (Cargo::Delete, ApiError::MessageToDeleteNotFound) => Verdict::Done(None),
        (Cargo::Delete, ApiError::MessageCantBeDeleted) => Verdict::EditInstead,
        (
            Cargo::CardEdit,
            ApiError::MessageToEditNotFound | ApiError::MessageIdInvalid | ApiError::MessageCantBeEdited,
        ) => Verdict::Repost,
        (Cargo::Edit, ApiError::MessageToEditNotFound | ApiError::MessageCantBeEdited) => Verdict::Drop,
        (
            _,
            ApiError::BotBlocked
            | ApiError::BotKicked
            | ApiError::BotKickedFromSupergroup
            | ApiError::BotKickedFromChannel
            | ApiError::ChatNotFound
            | ApiError::CantInitiateConversation
            | ApiError::CantTalkWithBots
            | ApiError::UserDeactivated
            | ApiError::GroupDeactivated,
        ) => Verdict::Unreachable,
        _ if code == 403 || says("group chat was deactivated") || says("peer_id_invalid") => {
            Verdict::Unreachable
        }
        _ => Verdict::Drop,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn body(call: &Call) -> Value {
        serde_json::from_str(&call.body).unwrap()
    }

    fn said() -> Said {
        let tap = Button { text: "认领".to_owned(), does: Does::Tap("clm.1.2".to_owned()) };
        Said { html: "<b>#1</b>".to_owned(), keyboard: vec![vec![tap]] }
    }

    #[test]
    fn a_card_is_sent_once_and_then_edited() {
        let rendered = Rendered { said: said(), version: 3, reply_to: Some(9), silent: true };
        let (new, cargo) = card(&rendered, -100, None).unwrap();
        assert_eq!((new.method, cargo), ("SendMessage", Cargo::Card));
        let sent = body(&new);
        assert_eq!(sent["reply_parameters"], json!({"message_id": 9, "allow_sending_without_reply": true}));
        assert_eq!(
            sent["reply_markup"]["inline_keyboard"][0][0],
            json!({"text": "认领", "callback_data": "clm.1.2"})
        );
        assert_eq!((&sent["chat_id"], &sent["disable_notification"]), (&json!(-100), &json!(true)));
        let (change, cargo) = card(&rendered, -100, Some(12)).unwrap();
        assert_eq!(
            (change.method, cargo, &body(&change)["message_id"]),
            ("EditMessageText", Cargo::CardEdit, &json!(12))
        );
    }

    #[test]
    fn a_file_that_telegram_has_goes_by_its_id() {
        let post =
            Post::Photo { file: "F".to_owned(), caption: "c".to_owned(), reply_to: None, silent: false };
        let sent = body(&call(&post, 5, false).unwrap().0);
        assert_eq!(sent, json!({"chat_id": 5, "photo": "F", "caption": "c", "parse_mode": "HTML"}));
    }

    #[test]
    fn a_file_that_the_bot_made_goes_with_its_call() {
        let post = |data: &str| Post::Upload {
            picture: false,
            name: "a.ics".to_owned(),
            data: data.to_owned(),
            caption: String::new(),
            reply_to: Some(3),
            silent: true,
        };
        let (made, cargo) = call(&post("QQ=="), 5, false).unwrap();
        assert_eq!((made.method, cargo), ("SendDocument", Cargo::New));
        assert_eq!(body(&made)["document"], json!(ATTACHED));
        assert_eq!(made.file, Some(Attached { name: "a.ics".to_owned(), bytes: (*b"A").into() }));
        assert!(matches!(call(&post("???"), 5, false), Err(Unfit::File)));
    }

    #[test]
    fn a_deletion_that_came_too_late_is_an_edit() {
        let post = Post::Delete { message: 4, or_says: "—".to_owned() };
        assert_eq!(call(&post, 5, false).unwrap().0.method, "DeleteMessage");
        assert_eq!(body(&call(&post, 5, true).unwrap().0)["text"], json!("—"));
        let late = Err(Failure::Refused(400, ApiError::MessageCantBeDeleted));
        assert_eq!(judge(Cargo::Delete, &late), Verdict::EditInstead);
    }

    #[test]
    fn verdicts() {
        let refused = |cargo, code, error| judge(cargo, &Err(Failure::Refused(code, error)));
        let other = |text: &str| ApiError::Unknown(text.to_owned());
        assert_eq!(
            judge(Cargo::New, &Ok(Got { message: Some(5), ..Got::default() })),
            Verdict::Done(Some(5))
        );
        assert_eq!(judge(Cargo::New, &Err(Failure::Wait(3))), Verdict::Again(Some(Duration::from_secs(3))));
        assert_eq!(judge(Cargo::New, &Err(Failure::Unknown(String::new()))), Verdict::Ambiguous);
        assert_eq!(judge(Cargo::New, &Err(Failure::Moved(-1001))), Verdict::Moved(-1001));
        assert_eq!(refused(Cargo::CardEdit, 400, ApiError::MessageNotModified), Verdict::Done(None));
        assert_eq!(refused(Cargo::CardEdit, 400, ApiError::MessageToEditNotFound), Verdict::Repost);
        assert_eq!(refused(Cargo::New, 400, ApiError::ChatNotFound), Verdict::Unreachable);
        let never = other("Forbidden: bot can't initiate conversation with a user");
        assert_eq!(refused(Cargo::New, 403, never), Verdict::Unreachable);
        assert_eq!(refused(Cargo::Answer, 400, ApiError::InvalidQueryId), Verdict::Drop);
        assert_eq!(refused(Cargo::New, 400, other("Bad Request: can't parse entities")), Verdict::Drop);
        assert_eq!(refused(Cargo::New, 401, ApiError::InvalidToken), Verdict::Token);
    }
}
