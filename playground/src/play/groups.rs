//! Groups: making one, the bot's place in it, becoming a supergroup or a forum.
use super::PlayError;
use crate::{
    bots::At,
    events::What,
    scene::{BotStatus, ChatType, Group},
    world::World,
};
use axum::{Json, extract::Path};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A new group.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Create {
    title: String,
    #[serde(rename = "type")]
    kind: ChatType,
    creator: i64,
    members: Vec<i64>,
    #[serde(default)]
    admins: Vec<i64>,
    #[serde(default)]
    bot: BotStatus,
}

/// `POST chats`.
pub async fn create(At(app): At, Json(new): Json<Create>) -> Result<Json<Value>, PlayError> {
    app.with(|world| {
        if new.kind == ChatType::Private {
            return Err(PlayError::bad("a private chat is there from the start"));
        }
        let mut members = vec![new.creator];
        members.extend(new.members.iter().filter(|id| **id != new.creator));
        if let Some(unknown) = members.iter().find(|id| !world.people.contains_key(id)) {
            return Err(PlayError::missing(format!("no such person: {unknown}")));
        }
        let mut admins = vec![new.creator];
        admins.extend(new.admins.iter().filter(|id| **id != new.creator));
        let id = world.free_id(new.kind);
        let title = new.title.clone();
        world.add_chat(Group { id, kind: new.kind, title, members, admins, bot: BotStatus::Absent });
        world.events.add(id, What::Chat);
        if new.kind == ChatType::Group {
            world.announce(id, new.creator, json!({"group_chat_created": true}));
        }
        world.set_bot_status(id, new.creator, new.bot);
        Ok(Json(world.chat_view(id)))
    })
}

/// The bot's new place.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    #[serde(rename = "as")]
    who: i64,
    status: BotStatus,
    /// Its rights as an administrator; absent means the usual ones.
    rights: Option<Map<String, Value>>,
    /// The payload of a `startgroup` link it was added by.
    payload: Option<String>,
}

/// `POST chats/{id}/bot`: added, promoted, demoted or removed by somebody.
pub async fn bot(
    At(app): At,
    Path(id): Path<i64>,
    Json(place): Json<Place>,
) -> Result<Json<Value>, PlayError> {
    app.with(|world| {
        world.group(id, place.who)?;
        let was_in = world.chats.get(&id).is_some_and(|c| c.is.bot.is_in());
        let status = match place.status {
            BotStatus::Absent | BotStatus::Left | BotStatus::Kicked if was_in => BotStatus::Kicked,
            status if status.is_in() => status,
            _ => return Err(PlayError::bad("the bot is not in that chat")),
        };
        let bot = world.bot.id;
        if let Some(chat) = world.chats.get_mut(&id) {
            match place.rights {
                Some(rights) => chat.roles.rights.insert(bot, rights),
                None => chat.roles.rights.remove(&bot),
            };
        }
        world.set_bot_status(id, place.who, status);
        if let Some(payload) = place.payload.filter(|_| status.is_in() && !was_in) {
            let text = Some(format!("/start@{} {payload}", world.bot.username).trim_end().to_owned());
            let say = super::speak::Say { who: place.who, chat: id, text, ..Default::default() };
            super::speak::say(world, say)?;
        }
        Ok(Json(world.chat_view(id)))
    })
}

/// Whether it is a forum.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forum {
    on: bool,
}

/// `POST chats/{id}/forum`: a supergroup gets topics or loses them.
pub async fn forum(
    At(app): At,
    Path(id): Path<i64>,
    Json(forum): Json<Forum>,
) -> Result<Json<Value>, PlayError> {
    app.with(|world| {
        if !world.set_forum(id, forum.on) {
            return Err(PlayError::bad("only a supergroup can be a forum"));
        }
        Ok(Json(world.chat_view(id)))
    })
}

/// `POST chats/{id}/lose`: the group is deleted, of which Telegram tells the bot nothing.
pub async fn lose(At(app): At, Path(id): Path<i64>) -> Result<Json<Value>, PlayError> {
    app.with(|world| {
        let chat = world.chats.get_mut(&id).filter(|chat| chat.is.kind != ChatType::Private);
        let Some(chat) = chat else { return Err(PlayError::missing("no such group")) };
        chat.is.bot = BotStatus::Absent;
        world.events.add(id, What::Chat);
        Ok(Json(world.chat_view(id)))
    })
}

/// `POST chats/{id}/upgrade`: the group becomes a supergroup with another id and no old messages.
pub async fn upgrade(At(app): At, Path(id): Path<i64>) -> Result<Json<Value>, PlayError> {
    app.with(|world| {
        let chat = world.chats.get(&id).filter(|c| c.is.kind == ChatType::Group && c.migrated_to.is_none());
        let Some(chat) = chat else { return Err(PlayError::bad("only a basic group can be upgraded")) };
        let (is, privacy) = (chat.is.clone(), chat.privacy);
        let by = is.admins.first().copied().unwrap_or_default();
        let new = world.free_id(ChatType::Supergroup);
        world.add_chat(Group { id: new, kind: ChatType::Supergroup, ..is });
        if let Some(chat) = world.chats.get_mut(&new) {
            chat.privacy = privacy;
        }
        world.announce(id, by, json!({"migrate_to_chat_id": new}));
        if let Some(chat) = world.chats.get_mut(&id) {
            chat.migrated_to = Some(new);
        }
        world.announce(new, by, json!({"migrate_from_chat_id": id}));
        world.events.add(id, What::Chat);
        world.events.add(new, What::Chat);
        Ok(Json(world.chat_view(new)))
    })
}

impl World {
    fn free_id(&self, kind: ChatType) -> i64 {
        let (base, step) =
            if kind == ChatType::Group { (-4_100_000_000, -1) } else { (-1_002_100_000_000, -1) };
        let mut id = base;
        while self.chats.contains_key(&id) {
            id += step;
        }
        id
    }

    /// That this is a group and this person is in it.
    pub fn group(&self, id: i64, who: i64) -> Result<(), PlayError> {
        let chat = self.chats.get(&id).filter(|c| c.is.kind != ChatType::Private);
        let chat = chat.ok_or_else(|| PlayError::missing("no such group"))?;
        if let Some(to) = chat.migrated_to {
            return Err(PlayError::bad(format!("this group has become the supergroup {to}")));
        }
        if !chat.is.members.contains(&who) {
            return Err(PlayError::bad("this person is not in that chat"));
        }
        Ok(())
    }

    /// `my_chat_member` with these statuses.
    pub fn tell_status(&mut self, chat: i64, by: i64, old: &str, new: &str) {
        let bot = self.bot.id;
        let update = json!({
            "chat": self.chat(chat), "from": self.user(by), "date": self.now() / 1000,
            "old_chat_member": self.member_as(chat, old, bot), "new_chat_member": self.member_as(chat, new, bot),
        });
        self.push_update("my_chat_member", update);
    }

    /// Changes what the bot is in a group, with the updates and service messages Telegram gives for it.
    pub fn set_bot_status(&mut self, id: i64, by: i64, status: BotStatus) {
        let Some(chat) = self.chats.get(&id) else { return };
        let (old, kind) = (chat.is.bot, chat.is.kind);
        if old == status {
            return;
        }
        let bot = self.bot.id;
        let leaves = old.is_in() && !status.is_in();
        let goodbye = json!({"left_chat_member": self.user(bot)});
        if leaves && kind == ChatType::Group {
            self.announce(id, by, goodbye.clone()); // a basic group still tells the bot
        }
        let privacy = self.bot.privacy;
        if let Some(chat) = self.chats.get_mut(&id) {
            chat.is.bot = status;
            if !old.is_in() {
                chat.privacy = privacy;
            }
        }
        let name = |status| match status {
            BotStatus::Member => "member",
            BotStatus::Administrator => "administrator",
            BotStatus::Kicked if kind == ChatType::Supergroup => "kicked",
            _ => "left",
        };
        self.tell_status(id, by, name(old), name(status));
        if leaves && kind == ChatType::Supergroup {
            self.announce(id, by, goodbye);
        }
        if !old.is_in() && status.is_in() {
            let hello = json!({"new_chat_members": [self.user(bot)]});
            self.announce(id, by, hello);
        }
        self.events.add(id, What::Chat);
    }
}
