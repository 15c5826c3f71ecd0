//! The methods with effects, by what they are about. A method of the table without code here says so.
pub mod answer;
pub mod chat;
pub mod edit;
pub mod keyboard;
pub mod me;
pub mod media;
pub mod poll;
pub mod send;

use crate::{contract::Method, error::ApiError, params::Params, world::World};
use serde_json::Value;

/// Does what a call asks for.
pub fn call(world: &mut World, method: &Method, params: &Params) -> Result<Value, ApiError> {
    match method.name {
        "getMe" => Ok(me::get_me(world)),
        "getMyName" => Ok(me::get_word(world, "name")),
        "getMyDescription" => Ok(me::get_word(world, "description")),
        "getMyShortDescription" => Ok(me::get_word(world, "short_description")),
        "setMyName" => Ok(me::set_word(world, "name", params)),
        "setMyDescription" => Ok(me::set_word(world, "description", params)),
        "setMyShortDescription" => Ok(me::set_word(world, "short_description", params)),
        "setMyCommands" => me::set_commands(world, params),
        "getMyCommands" => me::get_commands(world, params),
        "deleteMyCommands" => me::delete_commands(world, params),
        "deleteWebhook" => Ok(me::delete_webhook(world, params)),
        "getWebhookInfo" => Ok(me::webhook_info(world)),
        "logOut" | "close" => Ok(Value::Bool(true)),
        "sendMessage" => send::message(world, params),
        "sendPhoto" => media::photo(world, params),
        "sendVoice" => media::voice(world, params),
        "sendDocument" => media::document(world, params),
        "sendMediaGroup" => media::album(world, params),
        "sendPoll" => poll::send(world, params),
        "stopPoll" => poll::stop(world, params),
        "copyMessage" => send::copy(world, params),
        "forwardMessage" => send::forward(world, params),
        "editMessageText" => edit::text(world, params),
        "editMessageCaption" => edit::caption(world, params),
        "editMessageReplyMarkup" => edit::markup(world, params),
        "deleteMessage" => edit::delete(world, params),
        "deleteMessages" => edit::delete_many(world, params),
        "answerCallbackQuery" => answer::callback(world, params),
        "setMessageReaction" => answer::react(world, params),
        "sendChatAction" => answer::action(world, params),
        "getChat" => chat::get(world, params),
        "getChatMember" => chat::member(world, params),
        "getChatMemberCount" => chat::count(world, params),
        "getChatAdministrators" => chat::administrators(world, params),
        "leaveChat" => chat::leave(world, params),
        "pinChatMessage" => chat::pin(world, params),
        "unpinChatMessage" => chat::unpin(world, params),
        "getFile" => media::get_file(world, params),
        name => Err(ApiError::new(
            501,
            format!("Not Implemented: the stand-in knows {name} but has no code for it"),
        )),
    }
}
