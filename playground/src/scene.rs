//! The scene a playground opens with: the bot, people to be, and chats. Plain data, given by the caller.
//! A private chat needs no entry: every person has one with the bot, silent until Start is pressed.
use serde::{Deserialize, Serialize};

/// Everything at the start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scene {
    /// The bot.
    pub bot: Bot,
    /// The people.
    #[serde(default)]
    pub people: Vec<Person>,
    /// Groups; an entry of type `private` says that its person has pressed Start.
    #[serde(default)]
    pub chats: Vec<Group>,
    /// Story time, ms UTC.
    pub now: i64,
    /// Minutes east of UTC by which `18:00` is understood when story time is moved.
    #[serde(default = "china")]
    pub utc_offset: i32,
    /// Ids of messages and updates begin this much later: a bot that kept its database from an earlier scene
    /// must not meet the same ids again.
    #[serde(default)]
    pub first_id: i64,
}

fn china() -> i32 {
    480
}

/// The bot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bot {
    /// Its user id.
    pub id: i64,
    /// Its display name.
    pub name: String,
    /// Without `@`.
    pub username: String,
    /// `<id>:` and 35 characters.
    #[serde(default)]
    pub token: String,
    /// Privacy mode: in groups it then sees only commands, mentions, replies to it and service messages.
    #[serde(default)]
    pub privacy: bool,
}

impl Default for Bot {
    fn default() -> Self {
        Self {
            id: 7_000_000_001,
            name: "Gridbell".into(),
            username: "gridbell_bot".into(),
            token: String::new(),
            privacy: false,
        }
    }
}

impl Bot {
    /// The token, made from the id if the scene names none.
    pub fn full_token(&self) -> String {
        if self.token.is_empty() {
            format!("{}:playground_stand_in_for_the_bot_api", self.id)
        } else {
            self.token.clone()
        }
    }
}

/// A person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// User id, also the id of the private chat.
    pub id: i64,
    /// Display name.
    pub name: String,
    /// Without `@`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Who this is in the story, for the page only.
    #[serde(default)]
    pub hint: String,
    /// IETF tag, `language_code` of the user.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
}

/// What sort of chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChatType {
    /// One person and the bot.
    Private,
    /// A basic group.
    Group,
    /// A supergroup.
    Supergroup,
}

/// What the bot is in a chat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BotStatus {
    /// Never was in it.
    #[default]
    Absent,
    /// An ordinary member.
    Member,
    /// An administrator with every right a bot can have in a group.
    Administrator,
    /// Left by itself.
    Left,
    /// Removed, or blocked in private.
    Kicked,
}

impl BotStatus {
    /// Whether messages reach it.
    pub fn is_in(self) -> bool {
        matches!(self, Self::Member | Self::Administrator)
    }
}

/// A chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Chat id: negative for groups, `-100…` for supergroups.
    pub id: i64,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: ChatType,
    /// Title of a group.
    #[serde(default)]
    pub title: String,
    /// People in it.
    #[serde(default)]
    pub members: Vec<i64>,
    /// Administrators; the first is its creator.
    #[serde(default)]
    pub admins: Vec<i64>,
    /// What the bot is in it.
    #[serde(default)]
    pub bot: BotStatus,
}

impl Scene {
    /// A bot with nobody around, in the morning of Monday 2026-03-02 in China (08:00).
    pub fn empty(bot: Bot) -> Self {
        Self {
            bot,
            people: Vec::new(),
            chats: Vec::new(),
            now: 1_772_409_600_000,
            utc_offset: china(),
            first_id: 0,
        }
    }

    /// A bot with three people, a group and a supergroup, in which it is an administrator.
    pub fn plain(bot: Bot, now: i64) -> Self {
        let scene = Self { now, ..Self::empty(bot) };
        let scene = scene.person(101, "李芳").person(102, "王伟").person(103, "赵静");
        scene
            .chat(ChatType::Group, -4001, "三号楼", &[101, 102, 103])
            .chat(ChatType::Supergroup, -1_001_000_000_001, "花园里", &[102, 101, 103])
            .bot_as(BotStatus::Administrator)
    }

    /// Adds a person who speaks zh-CN.
    pub fn person(mut self, id: i64, name: &str) -> Self {
        let language = "zh-hans".into();
        self.people.push(Person { id, name: name.into(), language, ..Person::default() });
        self
    }

    /// Adds a chat; the first member is its creator and the bot a member.
    pub fn chat(mut self, kind: ChatType, id: i64, title: &str, members: &[i64]) -> Self {
        self.chats.push(Group {
            id,
            kind,
            title: title.into(),
            members: members.to_vec(),
            admins: members.first().copied().into_iter().collect(),
            bot: BotStatus::Member,
        });
        self
    }

    /// Sets what the bot is in the chat added last.
    pub fn bot_as(mut self, status: BotStatus) -> Self {
        if let Some(chat) = self.chats.last_mut() {
            chat.bot = status;
        }
        self
    }
}
