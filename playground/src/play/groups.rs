//! Groups: making one, the bot's place in it, becoming a supergroup, members and administrators.
use super::PlayError;
use crate::{
    App,
    events::What,
    scene::{BotStatus, ChatType, Group},
    world::World,
};
use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

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
pub async fn create(State(app): State<Arc<App>>, Json(new): Json<Create>) -> Result<Json<Value>, PlayError> {
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
}

/// `POST chats/{id}/bot`: added, promoted, demoted or removed by somebody.
pub async fn bot(
    State(app): State<Arc<App>>,
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
        world.set_bot_status(id, place.who, status);
        Ok(Json(world.chat_view(id)))
    })
}

/// `POST chats/{id}/lose`: the group is deleted, of which Telegram tells the bot nothing.
pub async fn lose(State(app): State<Arc<App>>, Path(id): Path<i64>) -> Result<Json<Value>, PlayError> {
    app.with(|world| {
        let chat = world.chats.get_mut(&id).filter(|chat| chat.is.kind != ChatType::Private);
        let Some(chat) = chat else { return Err(PlayError::missing("no such group")) };
        chat.is.bot = BotStatus::Absent;
        world.events.add(id, What::Chat);
        Ok(Json(world.chat_view(id)))
    })
}

/// `POST chats/{id}/upgrade`: the group becomes a supergroup with another id and no old messages.
pub async fn upgrade(State(app): State<Arc<App>>, Path(id): Path<i64>) -> Result<Json<Value>, PlayError> {
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

/// Who comes and goes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Members {
    #[serde(rename = "as")]
    who: i64,
    #[serde(default)]
    add: Vec<i64>,
    #[serde(default)]
    remove: Vec<i64>,
}

/// `POST chats/{id}/members`.
pub async fn members(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
    Json(change): Json<Members>,
) -> Result<Json<Value>, PlayError> {
    app.with(|world| {
        world.group(id, change.who)?;
        if let Some(unknown) = change.add.iter().find(|person| !world.people.contains_key(person)) {
            return Err(PlayError::missing(format!("no such person: {unknown}")));
        }
        for person in change.add {
            world.move_member(id, change.who, person, true);
        }
        for person in change.remove {
            world.move_member(id, change.who, person, false);
        }
        Ok(Json(world.chat_view(id)))
    })
}

/// Who is an administrator.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Admins {
    #[serde(rename = "as")]
    who: i64,
    admins: Vec<i64>,
}

/// `POST chats/{id}/admins`: the first is the creator.
pub async fn admins(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
    Json(change): Json<Admins>,
) -> Result<Json<Value>, PlayError> {
    app.with(|world| {
        world.group(id, change.who)?;
        if let Some(chat) = world.chats.get_mut(&id) {
            if !change.admins.iter().all(|admin| chat.is.members.contains(admin)) {
                return Err(PlayError::bad("administrators are members"));
            }
            chat.is.admins = change.admins;
        }
        world.events.add(id, What::Chat);
        Ok(Json(world.chat_view(id)))
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
    fn group(&self, id: i64, who: i64) -> Result<(), PlayError> {
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
            "old_chat_member": self.member_as(old, bot), "new_chat_member": self.member_as(new, bot),
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

    /// Adds or removes a person, with the service message, and `chat_member` where the bot may have it.
    fn move_member(&mut self, id: i64, by: i64, person: i64, add: bool) {
        let old = self.member(id, person);
        let Some(chat) = self.chats.get_mut(&id) else { return };
        if chat.is.members.contains(&person) == add {
            return;
        }
        if add {
            chat.is.members.push(person);
        } else {
            chat.is.members.retain(|member| *member != person);
            chat.is.admins.retain(|admin| *admin != person);
        }
        let content = if add {
            json!({"new_chat_members": [self.user(person)]})
        } else {
            json!({"left_chat_member": self.user(person)})
        };
        self.announce(id, by, content);
        if self.is_admin(id) {
            let update = json!({
                "chat": self.chat(id), "from": self.user(by), "date": self.now() / 1000,
                "old_chat_member": old, "new_chat_member": self.member(id, person),
            });
            self.push_update("chat_member", update);
        }
        self.events.add(id, What::Chat);
    }
}
