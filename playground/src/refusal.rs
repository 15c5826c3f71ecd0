//! Telegram's words for a request that departs from the contract.
use crate::{
    check::{Fault, Violation},
    error::ApiError,
};

/// The refusal, none where Telegram lets it pass: an unknown parameter it ignores.
pub fn refusal(violation: &Violation) -> Option<ApiError> {
    if violation.fault == Fault::Unknown {
        return None;
    }
    let field = violation.field.as_str();
    let last = violation.place.rsplit('.').next().unwrap_or_default();
    let missing = violation.fault == Fault::Missing;
    let empty = missing || violation.note.starts_with("0 ");
    let text = match (field, last) {
        (_, "callback_data") => "BUTTON_DATA_INVALID".to_owned(),
        ("commands", "command") => "BOT_COMMAND_INVALID".to_owned(),
        ("commands", "description") => "BOT_COMMAND_DESCRIPTION_INVALID".to_owned(),
        ("chat_id", _) => (if missing { "chat_id is empty" } else { "chat not found" }).to_owned(),
        ("text", _) if violation.place.starts_with("answerCallbackQuery") => "MESSAGE_TOO_LONG".to_owned(),
        ("text", _) if empty => "message text is empty".to_owned(),
        ("text", _) if violation.fault == Fault::Limit => "message is too long".to_owned(),
        (_, "caption") => "message caption is too long".to_owned(),
        ("message_id", _) => "message identifier is not specified".to_owned(),
        ("user_id", _) => "invalid user_id specified".to_owned(),
        ("file_id", _) => "file_id not specified".to_owned(),
        ("callback_query_id", _) => {
            "query is too old and response timeout expired or query ID is invalid".to_owned()
        }
        ("photo" | "voice" | "document" | "video" | "audio" | "animation" | "video_note" | "sticker", _)
            if missing =>
        {
            format!("there is no {} in the request", field.replace('_', " "))
        }
        ("media", "media") if violation.note.starts_with("1 ") => return None, // sent as a message of its own
        ("latitude" | "longitude", _) if missing => format!("{field} is empty"),
        ("message_ids", _) if empty => "message identifiers are not specified".to_owned(),
        ("message_ids", _) if violation.fault == Fault::Limit => {
            "too many message identifiers specified".to_owned()
        }
        ("secret_token", _) if violation.fault == Fault::Limit => {
            if empty {
                return None;
            } else {
                "secret token is too long".to_owned()
            }
        }
        ("limit" | "max_connections", _) if violation.fault == Fault::Limit => return None, // brought into range
        ("name" | "title", _) if violation.note.starts_with("0 ") => return None, // the method has its own words
        ("permissions", "permissions") if !missing => "object expected as permissions".to_owned(),
        ("media", "media") if empty => "there are no messages to send".to_owned(),
        ("media", "media") if violation.fault == Fault::Limit => {
            "too many messages to send as an album".to_owned()
        }
        ("question", _) if empty => "text must be non-empty".to_owned(),
        ("question", _) if violation.fault == Fault::Limit => {
            "poll question length must not exceed 300".to_owned()
        }
        ("options", "options") if empty => "poll must have at least one answer option".to_owned(),
        ("options", "options") if violation.fault == Fault::Limit => {
            "poll can't have more than 12 options".to_owned()
        }
        ("options", "text") if missing => "can't find field \"text\"".to_owned(),
        ("options", "text") if violation.note.starts_with("0 ") => "text must be non-empty".to_owned(),
        ("options", "text") if violation.fault == Fault::Limit => {
            "poll options length must not exceed 100".to_owned()
        }
        ("action", _) => "wrong parameter action in request".to_owned(),
        ("reply_markup", "reply_markup") => "object expected as reply markup".to_owned(),
        ("reply_parameters", "reply_parameters") => "object expected as reply parameters".to_owned(),
        _ if missing => format!("parameter \"{field}\" is required"),
        _ => format!("parameter \"{field}\" is invalid"),
    };
    Some(ApiError::bad(text))
}
