//! What came in from a chat, in plain data: the form in which `telegram` hands it to `desk`.

/// One update.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// Telegram's update id.
    pub update: i64,
    /// What it is.
    pub what: What,
}

/// What an update is.
#[derive(Debug, Clone)]
pub enum What {
    /// A new message.
    Message(Message),
    /// A message was edited.
    Edited(Message),
    /// A button was tapped.
    Tap(Tap),
    /// A reaction was set or taken away.
    Reaction(Reaction),
    /// The bot's own standing in a chat changed.
    Standing(Standing),
    /// Somebody answered a poll, or took their answer back.
    Vote(Vote),
    /// A poll changed.
    Poll(PollSeen),
    /// Nothing that the bot uses.
    Other,
}

/// A chat as an update names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatSeen {
    /// Telegram's chat id.
    pub tg: i64,
    /// `private`, `group`, `supergroup` or `channel`.
    pub kind: String,
}

/// A person as an update names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// Telegram's user id.
    pub tg: i64,
    /// First and last name.
    pub name: String,
    /// Without the `@`.
    pub username: Option<String>,
    /// Another bot.
    pub is_bot: bool,
    /// The language of their app, as Telegram tells it (`zh-hans`, `en`, …).
    pub language: Option<String>,
}

/// A message.
#[derive(Debug, Clone)]
pub struct Message {
    /// Where.
    pub chat: ChatSeen,
    /// Its id in the chat.
    pub id: i64,
    /// Who; `None` for channels.
    pub from: Option<Speaker>,
    /// The chat that speaks, for an anonymous administrator or a channel.
    pub as_chat: Option<i64>,
    /// Text or caption; empty if none.
    pub text: String,
    /// The largest size of its photo: a file id.
    pub photo: Option<String>,
    /// Its voice message.
    pub voice: Option<FileSeen>,
    /// Any other file: document, video, audio.
    pub file: Option<FileSeen>,
    /// It is a sticker.
    pub sticker: bool,
    /// The album it belongs to.
    pub album: Option<String>,
    /// The message it replies to.
    pub reply_to: Option<Box<Message>>,
    /// It was forwarded from elsewhere: nobody here says it.
    pub forwarded: bool,
    /// The group became this supergroup.
    pub migrate_to: Option<i64>,
    /// When it was sent, ms.
    pub date: i64,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSeen {
    /// File id.
    pub id: String,
    /// Bytes, if told.
    pub size: Option<i64>,
}

/// A tap on a button.
#[derive(Debug, Clone)]
pub struct Tap {
    /// To answer it with.
    pub query: String,
    /// Who.
    pub from: Speaker,
    /// The message with the button, and the message that one replied to; `None` if Telegram no longer has it.
    pub message: Option<Box<Message>>,
    /// `verb.id.version`; anybody can make one up.
    pub data: String,
}

/// An answer to a poll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// Telegram's id of the poll.
    pub poll: String,
    /// Who; `None` when a chat answered.
    pub from: Option<Speaker>,
    /// The chat that answered, for an anonymous administrator.
    pub as_chat: Option<i64>,
    /// The options chosen, by place; none when the answer was taken back.
    pub options: Vec<i64>,
}

/// A poll of ours as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PollSeen {
    /// Telegram's id of it.
    pub id: String,
    /// The question.
    pub question: String,
    /// The options.
    pub options: Vec<String>,
    /// Votes by option.
    pub counts: Vec<i64>,
    /// It takes no more votes.
    pub closed: bool,
}

/// A change of somebody's reactions to a message.
#[derive(Debug, Clone)]
pub struct Reaction {
    /// Where.
    pub chat: ChatSeen,
    /// To which message.
    pub message: i64,
    /// Who; `None` for an anonymous one.
    pub from: Option<Speaker>,
    /// The emoji that are there now.
    pub now: Vec<String>,
    /// The emoji that were there before.
    pub before: Vec<String>,
}

/// A change of the bot's own standing in a chat.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Where.
    pub chat: ChatSeen,
    /// Who changed it.
    pub by: Speaker,
    /// `creator`, `administrator`, `member`, `restricted`, `left` or `kicked`.
    pub now: String,
    /// The same, before.
    pub before: String,
}
