//! What is to be said, in plain data: the form in which `desk` queues it and `telegram` sends it.

use crate::incoming::PollSeen;
use serde::{Deserialize, Serialize};

/// A finished message: text in Telegram's HTML, and its buttons in rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Text in Telegram's HTML; everything from people is escaped.
    pub html: String,
    /// Buttons, row by row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keyboard: Vec<Vec<Button>>,
}

/// A button under a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// What it says.
    pub text: String,
    /// What it does.
    pub does: Does,
}

/// What a button does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Does {
    /// Sends `verb.id.version` back: at most 40 ASCII bytes, no names.
    Tap(String),
    /// Opens a link.
    Link(String),
}

/// One thing for the sender to do in a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Post {
    /// Sends a message.
    Text {
        /// What it says.
        said: Said,
        /// The message it replies to; sent without the reply if that is gone.
        reply_to: Option<i64>,
        /// Without sound.
        silent: bool,
    },
    /// Sends a photo that Telegram already has.
    Photo {
        /// File id.
        file: String,
        /// HTML, at most 1024 characters.
        caption: String,
        /// The message it replies to.
        reply_to: Option<i64>,
        /// Without sound.
        silent: bool,
    },
    /// Sends a voice message that Telegram already has.
    Voice {
        /// File id.
        file: String,
        /// HTML.
        caption: String,
        /// The message it replies to.
        reply_to: Option<i64>,
    },
    /// Sends a file that the bot made.
    Upload {
        /// A picture is shown in the chat; any other file is offered for download.
        picture: bool,
        /// Its name, as people save it.
        name: String,
        /// Its bytes in base64.
        data: String,
        /// HTML, at most 1024 characters.
        caption: String,
        /// The message it replies to.
        reply_to: Option<i64>,
        /// Without sound.
        silent: bool,
    },
    /// Changes a message of ours.
    Edit {
        /// Its id.
        message: i64,
        /// What it says from now on.
        said: Said,
    },
    /// Takes a message of ours away; after 47 h it can only be edited, then it says `or_says`.
    Delete {
        /// Its id.
        message: i64,
        /// What it says if it cannot be deleted.
        or_says: String,
    },
    /// Answers a tap; dropped once stale.
    Answer {
        /// The tap's query id.
        query: String,
        /// At most 200 characters.
        text: String,
        /// As a window that must be closed, not a passing line.
        alert: bool,
    },
    /// Asks who administers the chat.
    Admins {
        /// What waits for the answer.
        then: Then,
    },
    /// Asks whether somebody belongs to another chat than the one this is queued for.
    Member {
        /// Telegram's id of that chat.
        of: i64,
        /// Telegram's id of the person.
        tg: i64,
        /// What waits for the answer.
        then: Then,
    },
    /// Puts a ballot to the chat as a native poll whose voters can be seen.
    Poll {
        /// The ballot.
        ballot: i64,
        /// The question, plain.
        question: String,
        /// The options, plain.
        options: Vec<String>,
        /// Several may be chosen.
        several: bool,
        /// Its rule, plain, at most 1024 characters.
        about: String,
        /// When Telegram closes it by itself, seconds; left out when it is sent too late for that.
        closes: Option<i64>,
        /// Without sound.
        silent: bool,
    },
    /// Closes a ballot's poll.
    StopPoll {
        /// The ballot.
        ballot: i64,
        /// The poll's message.
        message: i64,
    },
    /// Puts a ballot to the chat as a message, whose id is kept.
    Notice {
        /// The ballot.
        ballot: i64,
        /// What it says.
        said: Said,
        /// Without sound.
        silent: bool,
    },
    /// Reminds of a ballot; written at the moment of sending, if it is open then.
    PollReminder {
        /// The ballot.
        ballot: i64,
    },
    /// Tells how a ballot came out.
    BallotResult {
        /// The ballot.
        ballot: i64,
        /// What it says.
        said: Said,
        /// The message it replies to.
        reply_to: Option<i64>,
    },
    /// Announces a meeting in the chat, or reminds of it: a reply to the message finds the meeting.
    Announce {
        /// The meeting.
        meeting: i64,
        /// What it says.
        said: Said,
        /// The message it replies to.
        reply_to: Option<i64>,
        /// Without sound.
        silent: bool,
    },
    /// Brings the announcement of a meeting up to date; written at the moment of sending.
    MeetingCard {
        /// The meeting.
        meeting: i64,
    },
    /// Reminds of a meeting; written at the moment of sending, if it still takes place then.
    MeetingReminder {
        /// The meeting.
        meeting: i64,
    },
}

/// What of the answer to a post is of use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Got {
    /// The message that was made or changed.
    pub message: Option<i64>,
    /// The user ids of the members that were asked for.
    pub members: Vec<i64>,
    /// Whether the person that was asked for is in the chat.
    pub is_member: Option<bool>,
    /// The poll that was made or closed.
    pub poll: Option<PollSeen>,
}

/// What the desk does with the answer to a post, in the transaction that records it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hook {
    /// Something waits for it.
    Then(Then),
    /// A ballot was put to its chat.
    Opened(i64),
    /// A ballot's poll was to be closed.
    Stopped(i64),
    /// A ballot's result was told.
    Resulted(i64),
    /// A meeting was announced or reminded of.
    Announced(i64),
}

/// A use of a verb that goes on once it is known whether the person administers the chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Then {
    /// The verb's button code.
    pub verb: String,
    /// The person's row.
    pub person: i64,
    /// The message with the command, or with the button.
    pub message: Option<i64>,
    /// The tap to be answered, if it was one.
    pub query: Option<String>,
    /// The words after the verb.
    pub words: String,
    /// The id in the button's data.
    pub id: i64,
    /// The version in the button's data.
    pub version: i64,
}

impl Post {
    /// What is to be done with its answer.
    pub fn hook(&self) -> Option<Hook> {
        match self {
            Post::Admins { then } | Post::Member { then, .. } => Some(Hook::Then(then.clone())),
            Post::Poll { ballot, .. } | Post::Notice { ballot, .. } => Some(Hook::Opened(*ballot)),
            Post::StopPoll { ballot, .. } => Some(Hook::Stopped(*ballot)),
            Post::BallotResult { ballot, .. } => Some(Hook::Resulted(*ballot)),
            Post::Announce { meeting, .. } => Some(Hook::Announced(*meeting)),
            _ => None,
        }
    }

    /// The word in the outbox's `kind`.
    pub fn kind(&self) -> &'static str {
        match self {
            Post::Text { .. } => "text",
            Post::Photo { .. } => "photo",
            Post::Voice { .. } => "voice",
            Post::Upload { .. } => "upload",
            Post::Edit { .. } => "edit",
            Post::Delete { .. } => "delete",
            Post::Answer { .. } => "answer",
            Post::Admins { .. } => "admins",
            Post::Member { .. } => "member",
            Post::Poll { .. } => "poll",
            Post::StopPoll { .. } => "stop",
            Post::Notice { .. } => "notice",
            Post::PollReminder { .. } => "poll_reminder",
            Post::BallotResult { .. } => "result",
            Post::Announce { .. } => "announce",
            Post::MeetingCard { .. } => "meeting",
            Post::MeetingReminder { .. } => "meeting_reminder",
        }
    }
}

/// A card, rendered at the moment of sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// What it says.
    pub said: Said,
    /// The case's version that it shows.
    pub version: i64,
    /// The reporter's message that a new card replies to.
    pub reply_to: Option<i64>,
    /// A new card is sent without sound.
    pub silent: bool,
}
