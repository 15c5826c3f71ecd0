//! Invite links and requests to join.
use crate::world::World;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A link.
#[derive(Serialize, Deserialize)]
pub struct Link {
    /// Its `ChatInviteLink`.
    pub view: Value,
    /// How many came by it.
    pub used: i64,
}

/// The links of a chat, and who asked to be let in by which (its place).
#[derive(Default, Serialize, Deserialize)]
pub struct Links {
    /// Every link ever made.
    pub all: Vec<Link>,
    /// Who waits, by person.
    pub waiting: std::collections::BTreeMap<i64, usize>,
}

/// What became of somebody who followed a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    /// Is in the chat now.
    Joined(i64),
    /// Waits to be let in.
    Waits(i64),
}

impl Links {
    /// The primary link that is in force.
    pub fn primary(&self) -> Option<&Value> {
        let there = |view: &&Value| view["is_primary"] == true && view["is_revoked"] == false;
        self.all.iter().map(|link| &link.view).find(there)
    }

    /// A link by its address.
    pub fn find(&self, address: &str) -> Option<usize> {
        self.all.iter().position(|link| link.view["invite_link"] == address)
    }

    /// A link as it is told, with how many wait.
    pub fn told(&self, place: usize) -> Value {
        let mut view = self.all.get(place).map(|link| link.view.clone()).unwrap_or_default();
        let waiting = self.waiting.values().filter(|by| **by == place).count();
        if waiting > 0 {
            view["pending_join_request_count"] = json!(waiting);
        }
        view
    }
}

impl World {
    /// Makes a link of the bot's; answers its place.
    pub fn make_link(&mut self, chat: i64, more: Value, primary: bool) -> usize {
        let address = format!("https://t.me/+{:016x}", self.scatter());
        let mut view = json!({
            "invite_link": address, "creator": self.user(self.bot.id), "creates_join_request": false,
            "is_primary": primary, "is_revoked": false,
        });
        if let (Some(view), Value::Object(more)) = (view.as_object_mut(), more) {
            view.extend(more);
        }
        let Some(chat) = self.chats.get_mut(&chat) else { return 0 };
        chat.links.all.push(Link { view, used: 0 });
        chat.links.all.len() - 1
    }

    /// Somebody follows a link; the error is a sentence for whoever plays.
    pub fn follow(&mut self, who: i64, address: &str) -> Result<Followed, &'static str> {
        let found = self.chats.iter().find_map(|(id, chat)| Some((*id, chat.links.find(address)?)));
        let (id, place) = found.ok_or("no such invite link")?;
        let now = self.now() / 1000;
        let status = self.status(id, who);
        if status == "kicked" {
            return Err("this person is banned from that chat");
        }
        let Some(chat) = self.chats.get_mut(&id) else { return Err("no such invite link") };
        if chat.is.members.contains(&who) {
            return Err("this person is in that chat already");
        }
        let link = &mut chat.links.all[place];
        let expired = link.view["expire_date"].as_i64().is_some_and(|at| at <= now);
        let full = link.view["member_limit"].as_i64().is_some_and(|most| link.used >= most);
        if link.view["is_revoked"] == true || expired || full {
            return Err("this invite link is no longer in force");
        }
        if link.view["creates_join_request"] == true {
            chat.links.waiting.insert(who, place);
            if self.governs(id, "can_invite_users") {
                let link = self.chats.get(&id).map(|chat| chat.links.told(place));
                let request = json!({
                    "chat": self.chat(id), "from": self.user(who), "user_chat_id": who, "date": now, "invite_link": link,
                });
                self.push_update("chat_join_request", request);
            }
            return Ok(Followed::Waits(id));
        }
        link.used += 1;
        self.enter(id, who, who, Some(place));
        Ok(Followed::Joined(id))
    }

    /// Lets somebody in or turns them away; whether they waited.
    pub fn decide(&mut self, id: i64, who: i64, welcome: bool) -> bool {
        let waiting = self.chats.get_mut(&id).and_then(|chat| chat.links.waiting.remove(&who));
        let Some(place) = waiting else { return false };
        if welcome {
            let bot = self.bot.id;
            self.enter(id, bot, who, Some(place));
        }
        true
    }

    /// Somebody comes in, by a link or added by another.
    pub fn enter(&mut self, id: i64, by: i64, who: i64, link: Option<usize>) {
        let old = self.member(id, who);
        let Some(chat) = self.chats.get_mut(&id).filter(|chat| !chat.is.members.contains(&who)) else {
            return;
        };
        chat.is.members.push(who);
        let own = by == who || link.is_some();
        let hello = json!({"new_chat_members": [self.user(who)]});
        self.announce(id, if own { who } else { by }, hello);
        let link = link.and_then(|place| Some(self.chats.get(&id)?.links.told(place)));
        self.tell_member(id, by, who, old, link);
    }

    /// `chat_member`, where the bot may have it.
    pub fn tell_member(&mut self, id: i64, by: i64, who: i64, old: Value, link: Option<Value>) {
        if self.is_admin(id) {
            let mut update = json!({
                "chat": self.chat(id), "from": self.user(by), "date": self.now() / 1000,
                "old_chat_member": old, "new_chat_member": self.member(id, who),
            });
            if let Some(link) = link {
                if link["creates_join_request"] == true {
                    update["via_join_request"] = json!(true);
                }
                update["invite_link"] = link;
            }
            self.push_update("chat_member", update);
        }
        self.events.add(id, crate::events::What::Chat);
    }
}
