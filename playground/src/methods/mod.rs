//! The methods with effects, by what they are about. A method of the table without code here says so.
pub mod answer;
pub mod chat;
pub mod delete;
pub mod edit;
pub mod forward;
pub mod keyboard;
pub mod links;
pub mod me;
pub mod media;
pub mod members;
pub mod pin;
pub mod poll;
pub mod send;
pub mod things;
pub mod topics;
pub mod webhook;

use crate::{contract::Method, error::ApiError, params::Params, world::World};
use serde_json::Value;
use topics::General;

/// Does what a call asks for.
pub fn call(world: &mut World, method: &Method, params: &Params) -> Result<Value, ApiError> {
    match method.name {
        "getMe" => Ok(me::get_me(world)),
        "getMyName" => Ok(me::get_word(world, "name", params)),
        "getMyDescription" => Ok(me::get_word(world, "description", params)),
        "getMyShortDescription" => Ok(me::get_word(world, "short_description", params)),
        "setMyName" => Ok(me::set_word(world, "name", params)),
        "setMyDescription" => Ok(me::set_word(world, "description", params)),
        "setMyShortDescription" => Ok(me::set_word(world, "short_description", params)),
        "setMyCommands" => me::set_commands(world, params),
        "getMyCommands" => me::get_commands(world, params),
        "deleteMyCommands" => me::delete_commands(world, params),
        "getChatMenuButton" => Ok(me::menu_button(world, params)),
        "setChatMenuButton" => me::set_menu_button(world, params),
        "getMyDefaultAdministratorRights" => Ok(members::default_rights(world)),
        "setMyDefaultAdministratorRights" => Ok(members::set_default_rights(world, params)),
        "setWebhook" => webhook::set(world, params),
        "deleteWebhook" => Ok(webhook::delete(world, params)),
        "getWebhookInfo" => Ok(webhook::info(world)),
        "logOut" | "close" => Ok(Value::Bool(true)),
        "sendMessage" => send::message(world, params),
        "sendPhoto" => media::single(world, params, "photo"),
        "sendVideo" => media::single(world, params, "video"),
        "sendAnimation" => media::single(world, params, "animation"),
        "sendAudio" => media::single(world, params, "audio"),
        "sendVoice" => media::single(world, params, "voice"),
        "sendVideoNote" => media::single(world, params, "video_note"),
        "sendDocument" => media::single(world, params, "document"),
        "sendSticker" => media::single(world, params, "sticker"),
        "sendMediaGroup" => media::album(world, params),
        "sendLocation" => things::location(world, params),
        "sendVenue" => things::venue(world, params),
        "sendContact" => things::contact(world, params),
        "sendDice" => things::dice(world, params),
        "sendPoll" => poll::send(world, params),
        "stopPoll" => poll::stop(world, params),
        "copyMessage" => forward::copy(world, params),
        "copyMessages" => forward::copy_many(world, params),
        "forwardMessage" => forward::forward(world, params),
        "forwardMessages" => forward::forward_many(world, params),
        "editMessageText" => edit::text(world, params),
        "editMessageCaption" => edit::caption(world, params),
        "editMessageMedia" => edit::media(world, params),
        "editMessageReplyMarkup" => edit::markup(world, params),
        "editMessageLiveLocation" => things::move_live(world, params),
        "stopMessageLiveLocation" => things::stop_live(world, params),
        "deleteMessage" => delete::one(world, params),
        "deleteMessages" => delete::many(world, params),
        "answerCallbackQuery" => answer::callback(world, params),
        "setMessageReaction" => answer::react(world, params),
        "sendChatAction" => answer::action(world, params),
        "getChat" => chat::get(world, params),
        "getChatMember" => chat::member(world, params),
        "getChatMemberCount" => chat::count(world, params),
        "getChatAdministrators" => chat::administrators(world, params),
        "setChatTitle" => chat::set_title(world, params),
        "setChatDescription" => chat::set_description(world, params),
        "setChatPhoto" => chat::set_photo(world, params),
        "deleteChatPhoto" => chat::delete_photo(world, params),
        "leaveChat" => chat::leave(world, params),
        "setChatPermissions" => members::set_permissions(world, params),
        "banChatMember" => members::ban(world, params),
        "unbanChatMember" => members::unban(world, params),
        "restrictChatMember" => members::restrict(world, params),
        "promoteChatMember" => members::promote(world, params),
        "setChatAdministratorCustomTitle" => members::title(world, params),
        "exportChatInviteLink" => links::export(world, params),
        "createChatInviteLink" => links::create(world, params),
        "editChatInviteLink" => links::edit(world, params),
        "revokeChatInviteLink" => links::revoke(world, params),
        "approveChatJoinRequest" => links::decide(world, params, true),
        "declineChatJoinRequest" => links::decide(world, params, false),
        "pinChatMessage" => pin::pin(world, params),
        "unpinChatMessage" => pin::unpin(world, params),
        "unpinAllChatMessages" | "unpinAllForumTopicMessages" => pin::unpin_all(world, params, false),
        "unpinAllGeneralForumTopicMessages" => pin::unpin_all(world, params, true),
        "createForumTopic" => topics::create(world, params),
        "editForumTopic" => topics::edit(world, params),
        "closeForumTopic" => topics::close(world, params, true),
        "reopenForumTopic" => topics::close(world, params, false),
        "deleteForumTopic" => topics::delete(world, params),
        "editGeneralForumTopic" => topics::general(world, params, General::Rename),
        "closeGeneralForumTopic" => topics::general(world, params, General::Close),
        "reopenGeneralForumTopic" => topics::general(world, params, General::Reopen),
        "hideGeneralForumTopic" => topics::general(world, params, General::Hide),
        "unhideGeneralForumTopic" => topics::general(world, params, General::Unhide),
        "getForumTopicIconStickers" => Ok(topics::icons()),
        "getFile" => media::get_file(world, params),
        "getUserProfilePhotos" => me::photos(world, params),
        name => Err(ApiError::new(
            501,
            format!("Not Implemented: the stand-in knows {name} but has no code for it"),
        )),
    }
}
