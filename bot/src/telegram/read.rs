//! Reads one update's JSON into plain data.
//!
//! Not through teloxide's `Update`: it drops the text of a message with an entity or a part it does not know,
//! panics on one kind of update, and takes five times as long. Only the fields that the bot uses are named
//! here and the rest is ignored, so nothing new in the Bot API can hide a resident's words.

use crate::incoming::{
    ChatSeen, FileSeen, Incoming, Message, PollSeen, Reaction, Speaker, Standing, Tap, Vote, What,
};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// An update that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("the update cannot be read: {0}")]
pub struct Unreadable(String);

/// The id of an update; `None` if it has none, and then it can be neither handled nor confirmed.
pub fn update_id(json: &str) -> Option<i64> {
    #[derive(Deserialize)]
    struct Id {
        update_id: i64,
    }
    serde_json::from_str::<Id>(json).ok().map(|id| id.update_id)
}

/// Reads one update.
pub fn update(json: &str) -> Result<Incoming, Unreadable> {
    // The error's own text may quote what people wrote.
    let raw: RawUpdate = serde_json::from_str(json)
        .map_err(|e| Unreadable(format!("{:?} at column {}", e.classify(), e.column())))?;
    let what = if let Some(message) = raw.message {
        What::Message(message.plain())
    } else if let Some(message) = raw.edited_message {
        What::Edited(message.plain())
    } else if let Some(tap) = raw.callback_query {
        tap.plain()
    } else if let Some(change) = raw.my_chat_member {
        What::Standing(change.plain())
    } else if let Some(reaction) = raw.message_reaction {
        What::Reaction(reaction.plain())
    } else if let Some(answer) = raw.poll_answer {
        answer.plain()
    } else if let Some(poll) = raw.poll {
        What::Poll(poll.plain())
    } else {
        What::Other
    };
    Ok(Incoming { update: raw.update_id, what })
}

#[derive(Deserialize)]
struct RawUpdate {
    update_id: i64,
    message: Option<RawMessage>,
    edited_message: Option<RawMessage>,
    callback_query: Option<RawTap>,
    my_chat_member: Option<RawStanding>,
    message_reaction: Option<RawReaction>,
    poll_answer: Option<RawAnswer>,
    poll: Option<RawPoll>,
}

#[derive(Deserialize)]
struct RawAnswer {
    #[serde(default)]
    poll_id: String,
    user: Option<RawUser>,
    voter_chat: Option<RawChat>,
    #[serde(default)]
    option_ids: Vec<i64>,
}

/// A poll, in an update and in the answer to a call.
#[derive(Deserialize)]
pub(super) struct RawPoll {
    id: String,
    #[serde(default)]
    question: String,
    options: Vec<RawOption>,
    #[serde(default)]
    is_closed: bool,
}

#[derive(Deserialize)]
struct RawOption {
    text: String,
    #[serde(default)]
    voter_count: i64,
}

impl RawAnswer {
    /// An answer of nobody to nothing is no answer.
    fn plain(self) -> What {
        let as_chat = self.voter_chat.map(|chat| chat.id);
        let from = self.user.filter(|_| as_chat.is_none()).map(RawUser::plain);
        if self.poll_id.is_empty() || (from.is_none() && as_chat.is_none()) {
            return What::Other;
        }
        What::Vote(Vote { poll: self.poll_id, from, as_chat, options: self.option_ids })
    }
}

impl RawPoll {
    pub(super) fn plain(self) -> PollSeen {
        let counts = self.options.iter().map(|option| option.voter_count).collect();
        let options = self.options.into_iter().map(|option| option.text).collect();
        PollSeen { id: self.id, question: self.question, options, counts, closed: self.is_closed }
    }
}

#[derive(Deserialize)]
struct RawChat {
    id: i64,
    #[serde(rename = "type", default)]
    kind: String,
}

#[derive(Deserialize)]
struct RawUser {
    id: i64,
    #[serde(default)]
    is_bot: bool,
    #[serde(default)]
    first_name: String,
    last_name: Option<String>,
    username: Option<String>,
    language_code: Option<String>,
}

#[derive(Deserialize)]
struct RawFile {
    file_id: String,
    file_size: Option<i64>,
}

#[derive(Deserialize)]
struct RawSize {
    file_id: String,
    #[serde(default)]
    width: i64,
    #[serde(default)]
    height: i64,
}

#[derive(Deserialize)]
struct RawMessage {
    message_id: i64,
    /// Seconds; 0 in a message that Telegram no longer has.
    #[serde(default)]
    date: i64,
    chat: RawChat,
    from: Option<RawUser>,
    sender_chat: Option<RawChat>,
    text: Option<String>,
    caption: Option<String>,
    #[serde(default)]
    photo: Vec<RawSize>,
    voice: Option<RawFile>,
    document: Option<RawFile>,
    video: Option<RawFile>,
    audio: Option<RawFile>,
    video_note: Option<RawFile>,
    sticker: Option<IgnoredAny>,
    media_group_id: Option<String>,
    reply_to_message: Option<Box<RawMessage>>,
    forward_origin: Option<IgnoredAny>,
    forum_topic_created: Option<IgnoredAny>,
    migrate_to_chat_id: Option<i64>,
}

#[derive(Deserialize)]
struct RawTap {
    id: String,
    from: RawUser,
    message: Option<RawMessage>,
    data: Option<String>,
}

#[derive(Deserialize)]
struct RawMember {
    status: String,
}

#[derive(Deserialize)]
struct RawStanding {
    chat: RawChat,
    from: RawUser,
    old_chat_member: RawMember,
    new_chat_member: RawMember,
}

#[derive(Deserialize)]
struct RawEmoji {
    emoji: Option<String>,
}

#[derive(Deserialize)]
struct RawReaction {
    chat: RawChat,
    message_id: i64,
    user: Option<RawUser>,
    #[serde(default)]
    old_reaction: Vec<RawEmoji>,
    #[serde(default)]
    new_reaction: Vec<RawEmoji>,
}

impl RawChat {
    fn plain(self) -> ChatSeen {
        ChatSeen { tg: self.id, kind: self.kind }
    }
}

impl RawUser {
    fn plain(self) -> Speaker {
        let name = match self.last_name {
            Some(last) => format!("{} {last}", self.first_name),
            None => self.first_name,
        };
        Speaker {
            tg: self.id,
            name,
            username: self.username,
            is_bot: self.is_bot,
            language: self.language_code,
        }
    }
}

impl RawFile {
    fn plain(self) -> FileSeen {
        FileSeen { id: self.file_id, size: self.file_size }
    }
}

impl RawMessage {
    fn plain(self) -> Message {
        // In a forum every message of a topic "replies" to the note that the topic was opened.
        let reply_to = self.reply_to_message.filter(|first| first.forum_topic_created.is_none());
        let file = self.document.or(self.video).or(self.audio).or(self.video_note);
        Message {
            chat: self.chat.plain(),
            id: self.message_id,
            from: self.from.map(RawUser::plain),
            as_chat: self.sender_chat.map(|chat| chat.id),
            text: self.text.or(self.caption).unwrap_or_default(),
            photo: self
                .photo
                .into_iter()
                .max_by_key(|size| size.width * size.height)
                .map(|size| size.file_id),
            voice: self.voice.map(RawFile::plain),
            file: file.map(RawFile::plain),
            sticker: self.sticker.is_some(),
            album: self.media_group_id,
            reply_to: reply_to.map(|first| Box::new(first.plain())),
            forwarded: self.forward_origin.is_some(),
            migrate_to: self.migrate_to_chat_id,
            date: self.date * 1000,
        }
    }
}

impl RawTap {
    /// A tap without data is a game's: not ours.
    fn plain(self) -> What {
        let Some(data) = self.data else { return What::Other };
        let message = self.message.map(|message| Box::new(message.plain()));
        What::Tap(Tap { query: self.id, from: self.from.plain(), message, data })
    }
}

impl RawStanding {
    fn plain(self) -> Standing {
        Standing {
            chat: self.chat.plain(),
            by: self.from.plain(),
            now: self.new_chat_member.status,
            before: self.old_chat_member.status,
        }
    }
}

impl RawReaction {
    fn plain(self) -> Reaction {
        let emoji = |list: Vec<RawEmoji>| list.into_iter().filter_map(|one| one.emoji).collect();
        Reaction {
            chat: self.chat.plain(),
            message: self.message_id,
            from: self.user.map(RawUser::plain),
            now: emoji(self.new_reaction),
            before: emoji(self.old_reaction),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(update: Value) -> What {
        super::update(&update.to_string()).unwrap().what
    }

    fn message(extra: Value) -> Message {
        let mut message = json!({"message_id": 5, "date": 1_700_000_000, "chat": {"id": -7, "type": "group", "title": "x"},
            "from": {"id": 3, "is_bot": false, "first_name": "奶奶", "last_name": "李", "language_code": "zh-hans"}});
        message.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        match read(json!({"update_id": 1, "message": message})) {
            What::Message(message) => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn words_survive_whatever_else_is_in_a_message() {
        let seen = message(
            json!({"text": "灯坏了", "entities": [{"type": "date_time", "offset": 0, "length": 2, "unix_time": 1}],
            "external_reply": {"origin": {"type": "new"}}, "some_future_thing": [1, 2]}),
        );
        assert_eq!(seen.text, "灯坏了");
        assert_eq!(seen.from.unwrap().name, "奶奶 李");
        assert_eq!(seen.date, 1_700_000_000_000);
    }

    #[test]
    fn the_largest_size_of_a_photo_and_its_caption() {
        let sizes = json!([{"file_id": "s", "width": 90, "height": 90}, {"file_id": "l", "width": 800, "height": 600}]);
        let seen = message(json!({"photo": sizes, "caption": "3号楼", "media_group_id": "9"}));
        assert_eq!(
            (seen.photo.as_deref(), seen.text.as_str(), seen.album.as_deref()),
            (Some("l"), "3号楼", Some("9"))
        );
    }

    #[test]
    fn a_topic_is_no_reply() {
        let first = json!({"message_id": 2, "date": 1, "chat": {"id": -7, "type": "supergroup"}, "forum_topic_created": {"name": "t"}});
        assert!(message(json!({"text": "a", "reply_to_message": first})).reply_to.is_none());
        let first =
            json!({"message_id": 2, "date": 1, "chat": {"id": -7, "type": "supergroup"}, "text": "b"});
        assert_eq!(message(json!({"text": "a", "reply_to_message": first})).reply_to.unwrap().text, "b");
    }

    #[test]
    fn a_tap_on_a_message_that_telegram_no_longer_has_keeps_its_place() {
        let gone = json!({"message_id": 8, "date": 0, "chat": {"id": -7, "type": "group"}});
        let tap = json!({"id": "q", "from": {"id": 3, "first_name": "x"}, "message": gone, "data": "clm.1.2", "chat_instance": "1"});
        let What::Tap(tap) = read(json!({"update_id": 1, "callback_query": tap})) else { panic!() };
        assert_eq!((tap.message.unwrap().id, tap.data.as_str()), (8, "clm.1.2"));
        let game = json!({"id": "q", "from": {"id": 3, "first_name": "x"}, "game_short_name": "g"});
        assert!(matches!(read(json!({"update_id": 1, "callback_query": game})), What::Other));
    }

    #[test]
    fn standings_and_reactions() {
        let member = json!({"chat": {"id": 3, "type": "private"}, "from": {"id": 3, "first_name": "x"}, "date": 1,
            "old_chat_member": {"status": "member", "user": {}}, "new_chat_member": {"status": "kicked", "until_date": 0}});
        let What::Standing(standing) = read(json!({"update_id": 1, "my_chat_member": member})) else {
            panic!()
        };
        assert_eq!((standing.now.as_str(), standing.before.as_str()), ("kicked", "member"));
        let reaction = json!({"chat": {"id": -7, "type": "group"}, "message_id": 4, "user": {"id": 3, "first_name": "x"}, "date": 1,
            "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "👍"}, {"type": "custom_emoji", "custom_emoji_id": "1"}]});
        let What::Reaction(reaction) = read(json!({"update_id": 1, "message_reaction": reaction})) else {
            panic!()
        };
        assert_eq!(reaction.now, ["👍"]);
    }

    #[test]
    fn votes_and_polls() {
        let user = json!({"id": 3, "is_bot": false, "first_name": "x"});
        let answer =
            json!({"poll_id": "7", "user": user, "option_ids": [0, 2], "option_persistent_ids": ["a", "c"]});
        let What::Vote(vote) = read(json!({"update_id": 1, "poll_answer": answer})) else { panic!() };
        assert_eq!((vote.poll.as_str(), vote.from.unwrap().tg, vote.options), ("7", 3, vec![0, 2]));
        let chat = json!({"id": -7, "type": "supergroup", "title": "x"});
        let answer = json!({"poll_id": "7", "voter_chat": chat, "user": user, "option_ids": []});
        let What::Vote(vote) = read(json!({"update_id": 1, "poll_answer": answer})) else { panic!() };
        assert_eq!((vote.as_chat, vote.from, vote.options.len()), (Some(-7), None, 0));
        assert!(matches!(read(json!({"update_id": 1, "poll_answer": {}})), What::Other));
        let options = json!([{"text": "a", "voter_count": 2}, {"text": "b", "voter_count": 0}]);
        let poll = json!({"id": "7", "question": "q", "options": options, "is_closed": true, "total_voter_count": 2});
        let What::Poll(seen) = read(json!({"update_id": 1, "poll": poll})) else { panic!() };
        assert_eq!((seen.closed, seen.counts.as_slice(), seen.options[1].as_str()), (true, &[2, 0][..], "b"));
    }

    #[test]
    fn what_cannot_be_read_has_an_id_and_an_error_without_words() {
        let odd = r#"{"update_id": 9, "message": {"message_id": "灯坏了"}}"#;
        assert_eq!(update_id(odd), Some(9));
        let error = update(odd).unwrap_err().to_string();
        assert!(!error.contains('灯'), "{error}");
        assert!(matches!(read(json!({"update_id": 1, "chat_join_request": {}})), What::Other));
    }
}
