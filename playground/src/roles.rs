//! What somebody is in a chat: owner, administrator with rights, restricted, banned, member or nobody.
//! Restrictions and bans end by story time, as dates in messages do.
use crate::{
    error::ApiError,
    scene::{BotStatus, ChatType},
    world::{Chat, World},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Rights of an administrator of a group, as the Bot API names them.
pub const RIGHTS: [&str; 14] = [
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
    "can_manage_tags",
];

/// What an administrator may do whose rights were never named.
const USUAL_RIGHTS: [&str; 7] = [
    "can_manage_chat",
    "can_delete_messages",
    "can_restrict_members",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
];

/// What members may do, as the Bot API names it.
pub const PERMISSIONS: [&str; 16] = [
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
];

/// Permissions that only an administrator has unless a group says otherwise.
const USUALLY_OFF: [&str; 3] = ["can_change_info", "can_pin_messages", "can_manage_topics"];

/// A ban or restriction shorter than this or longer than a year and a day is for ever, seconds.
const SHORTEST: i64 = 30;
const LONGEST: i64 = 366 * 24 * 3600;

/// What is known of people in a group besides who is in it.
#[derive(Default, Serialize, Deserialize)]
pub struct Roles {
    /// Rights of administrators that were named, the bot's among them.
    pub rights: BTreeMap<i64, Map<String, Value>>,
    /// Titles of administrators.
    pub titles: BTreeMap<i64, String>,
    /// Restricted people: their permissions and when that ends (Unix time, 0 for never).
    pub restricted: BTreeMap<i64, (Map<String, Value>, i64)>,
    /// Banned people: until when (Unix time, 0 for ever).
    pub banned: BTreeMap<i64, i64>,
    /// What members may do where it was changed.
    pub permissions: Map<String, Value>,
}

/// All rights with those of `given` that are true.
pub fn rights(given: &Map<String, Value>) -> Map<String, Value> {
    let on = |name: &&str| (name.to_string(), json!(given.get(*name) == Some(&json!(true))));
    RIGHTS.iter().map(on).collect()
}

/// Permissions as `permissions` of a call gives them: what is not named is off; the older media switch and what is
/// derived from others are filled in as Telegram does.
pub fn permissions(given: &Value, independent: bool) -> Map<String, Value> {
    let on = |name: &str| given[name] == true;
    let mut result: Map<String, Value> =
        PERMISSIONS.iter().map(|name| ((*name).to_owned(), json!(on(name)))).collect();
    let derived = [
        ("can_manage_topics", "can_pin_messages"),
        ("can_edit_tag", "can_pin_messages"),
        ("can_react_to_messages", "can_send_messages"),
    ];
    for (name, from) in derived {
        if given.get(name).is_none() {
            result.insert(name.into(), json!(on(from)));
        }
    }
    if !independent {
        let beyond = ["can_send_other_messages", "can_add_web_page_previews", "can_send_polls"];
        let media = PERMISSIONS[1..7].iter().chain(&beyond).any(|name| on(name));
        if media {
            result.insert("can_send_messages".into(), json!(true));
        }
    }
    result
}

/// `until_date` as Telegram keeps it, 0 for ever.
pub fn until(date: i64, now: i64) -> i64 {
    if (SHORTEST..=LONGEST).contains(&(date - now)) { date } else { 0 }
}

impl Chat {
    /// What members may do here.
    pub fn permissions(&self) -> Map<String, Value> {
        let usual = |name: &&str| {
            let usual = json!(!USUALLY_OFF.contains(name));
            ((*name).to_owned(), self.roles.permissions.get(*name).cloned().unwrap_or(usual))
        };
        PERMISSIONS.iter().map(usual).collect()
    }

    fn rights_of(&self, user: i64) -> Map<String, Value> {
        let usual = || USUAL_RIGHTS.iter().map(|name| ((*name).to_owned(), json!(true))).collect();
        rights(&self.roles.rights.get(&user).cloned().unwrap_or_else(usual))
    }
}

impl World {
    /// `ChatMember` of a user (person or bot) in a chat.
    pub fn member(&self, chat: i64, user: i64) -> Value {
        let status = self.status(chat, user);
        self.member_as(chat, status, user)
    }

    /// What somebody is in a chat.
    pub fn status(&self, id: i64, user: i64) -> &'static str {
        let Some(chat) = self.chats.get(&id) else { return "left" };
        if user == self.bot.id {
            return match chat.is.bot {
                BotStatus::Administrator => "administrator",
                BotStatus::Member => "member",
                BotStatus::Kicked => "kicked",
                BotStatus::Left | BotStatus::Absent => "left",
            };
        }
        let now = self.now() / 1000;
        let lasts = |until: i64| until == 0 || until > now;
        let restricted = chat.roles.restricted.get(&user).is_some_and(|(_, until)| lasts(*until));
        if chat.roles.banned.get(&user).is_some_and(|until| lasts(*until)) {
            "kicked"
        } else if restricted {
            "restricted"
        } else if !chat.is.members.contains(&user) {
            "left"
        } else if chat.is.admins.first() == Some(&user) {
            "creator"
        } else if chat.is.admins.contains(&user) {
            "administrator"
        } else {
            "member"
        }
    }

    /// `ChatMember` with this status.
    pub fn member_as(&self, id: i64, status: &str, user: i64) -> Value {
        let mut member = json!({"status": status, "user": self.user(user)});
        let chat = self.chats.get(&id);
        if let Some(title) = chat.and_then(|chat| chat.roles.titles.get(&user))
            && matches!(status, "creator" | "administrator")
        {
            member["custom_title"] = json!(title);
        }
        match status {
            "creator" => member["is_anonymous"] = json!(false),
            "kicked" => {
                let until = chat.and_then(|chat| chat.roles.banned.get(&user)).copied();
                member["until_date"] = json!(until.unwrap_or(0));
            }
            "restricted" => {
                let restricted = chat.and_then(|chat| chat.roles.restricted.get(&user)).cloned();
                let (permissions, until) = restricted.unwrap_or_default();
                member["is_member"] = json!(chat.is_some_and(|chat| chat.is.members.contains(&user)));
                member["until_date"] = json!(until);
                extend(&mut member, permissions);
            }
            "administrator" => {
                let promoted_here = chat.is_some_and(|chat| chat.roles.rights.contains_key(&user));
                member["can_be_edited"] = json!(promoted_here && user != self.bot.id);
                extend(&mut member, chat.map(|chat| chat.rights_of(user)).unwrap_or_default());
            }
            _ => {}
        }
        member
    }

    /// Whether the bot is an administrator of a chat.
    pub fn is_admin(&self, chat: i64) -> bool {
        self.chats.get(&chat).is_some_and(|c| c.is.bot == BotStatus::Administrator)
    }

    /// Whether the bot has this right (one of `RIGHTS`) as an administrator.
    pub fn governs(&self, id: i64, right: &str) -> bool {
        let rights = self.chats.get(&id).map(|chat| chat.rights_of(self.bot.id)).unwrap_or_default();
        self.is_admin(id) && rights.get(right) == Some(&json!(true))
    }

    /// Whether the bot has this right, or every member has it as a permission.
    pub fn may(&self, id: i64, right: &str) -> bool {
        let Some(chat) = self.chats.get(&id) else { return false };
        let all = chat.is.bot.is_in() && chat.permissions().get(right) == Some(&json!(true));
        all || self.governs(id, right)
    }

    /// The group a call is about, or Telegram's refusal in a private chat.
    pub fn group_of(&self, chat_id: &Value, in_private: &str) -> Result<i64, ApiError> {
        let id = self.reach(chat_id, true)?;
        if self.kind(id) == ChatType::Private { Err(ApiError::bad(in_private)) } else { Ok(id) }
    }

    /// What sort of chat this is; private for one that is not there.
    pub fn kind(&self, id: i64) -> ChatType {
        self.chats.get(&id).map_or(ChatType::Private, |chat| chat.is.kind)
    }

    /// Whether a restricted person may do this; everybody else may what the group lets members do, and
    /// administrators everything.
    pub fn permits(&self, id: i64, who: i64, permission: &str) -> bool {
        let Some(chat) = self.chats.get(&id) else { return false };
        match self.status(id, who) {
            _ if chat.is.kind == ChatType::Private => true,
            "creator" | "administrator" => true,
            "restricted" => chat
                .roles
                .restricted
                .get(&who)
                .is_some_and(|(list, _)| list.get(permission) == Some(&json!(true))),
            _ => chat.permissions().get(permission) == Some(&json!(true)),
        }
    }
}

fn extend(member: &mut Value, more: Map<String, Value>) {
    if let Some(member) = member.as_object_mut() {
        member.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_are_derived_as_telegram_does() {
        let given = json!({"can_send_photos": true, "can_pin_messages": true});
        let on = |independent: bool| {
            let list = permissions(&given, independent);
            list.into_iter().filter(|(_, on)| *on == json!(true)).map(|(name, _)| name).collect::<Vec<_>>()
        };
        let wanted = ["can_edit_tag", "can_manage_topics", "can_pin_messages", "can_send_photos"];
        assert_eq!(on(true), wanted);
        assert!(on(false).contains(&"can_send_messages".to_owned()));
        assert_eq!((until(100, 90), until(1000, 90), until(40_000_000, 90)), (0, 1000, 0));
    }
}
