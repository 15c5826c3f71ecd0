//! Members of groups: who comes and goes, by hand or by a link, and who is an administrator.
use super::PlayError;
use crate::{bots::At, events::What, links::Followed, world::World};
use axum::{Json, extract::Path};
use serde::Deserialize;
use serde_json::{Value, json};

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
    At(app): At,
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
    At(app): At,
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

/// Who follows which link.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Join {
    #[serde(rename = "as")]
    who: i64,
    link: String,
}

/// `POST join`: by an invite link; answers the chat and whether one is in it or waits.
pub async fn join(At(app): At, Json(join): Json<Join>) -> Result<Json<Value>, PlayError> {
    app.with(|world| {
        if !world.people.contains_key(&join.who) {
            return Err(PlayError::missing("no such person"));
        }
        let (chat, joined) = match world.follow(join.who, &join.link).map_err(PlayError::bad)? {
            Followed::Joined(chat) => (chat, true),
            Followed::Waits(chat) => (chat, false),
        };
        Ok(Json(json!({"chat": chat, "joined": joined})))
    })
}

impl World {
    /// Adds or removes a person, with the service message, and `chat_member` where the bot may have it.
    fn move_member(&mut self, id: i64, by: i64, person: i64, add: bool) {
        let old = self.member(id, person);
        let Some(chat) = self.chats.get_mut(&id) else { return };
        if chat.is.members.contains(&person) == add {
            return;
        }
        if add {
            chat.roles.banned.remove(&person);
            return self.enter(id, by, person, None);
        }
        chat.is.members.retain(|member| *member != person);
        chat.is.admins.retain(|admin| *admin != person);
        chat.roles.rights.remove(&person);
        let goodbye = json!({"left_chat_member": self.user(person)});
        self.announce(id, by, goodbye);
        self.tell_member(id, by, person, old, None);
        self.events.add(id, What::Chat);
    }
}
