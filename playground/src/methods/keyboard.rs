//! Inline keyboards: what Telegram refuses in one, and the form in which a message keeps it.
use crate::error::ApiError;
use serde_json::{Value, json};

const ACTIONS: [&str; 10] = [
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
];

/// The inline keyboard of a `reply_markup`, if it is one and not empty.
pub fn inline(markup: Option<&Value>) -> Result<Option<Value>, ApiError> {
    let Some(rows) = markup.and_then(|m| m["inline_keyboard"].as_array()) else { return Ok(None) };
    let rows: Vec<&Vec<Value>> =
        rows.iter().filter_map(Value::as_array).filter(|row| !row.is_empty()).collect();
    if rows.iter().map(|row| row.len()).sum::<usize>() > 100 {
        return Err(ApiError::bad("reply markup is too long"));
    }
    for button in rows.iter().copied().flatten() {
        check(button)?;
    }
    Ok((!rows.is_empty()).then(|| json!({"inline_keyboard": rows})))
}

/// What a `reply_markup` does to the place to write: a keyboard instead of letters (`keyboard`), none again
/// (`remove_keyboard`), or an answer that is asked for (`force_reply`).
pub fn reply(markup: Option<&Value>) -> Option<Value> {
    let mut markup = markup?.clone();
    if let Some(rows) = markup["keyboard"].as_array_mut() {
        for button in rows.iter_mut().filter_map(Value::as_array_mut).flatten() {
            if button.is_string() {
                *button = json!({"text": button}); // a plain button may be given as its text alone
            }
        }
        return Some(markup);
    }
    (markup["remove_keyboard"] == true || markup["force_reply"] == true).then_some(markup)
}

fn check(button: &Value) -> Result<(), ApiError> {
    let wrong = |what: &str| Err(ApiError::bad(format!("can't parse inline keyboard button: {what}")));
    if button["text"].as_str().is_none_or(|text| text.trim().is_empty()) {
        return Err(ApiError::bad("inline keyboard button text must be non-empty"));
    }
    match ACTIONS.iter().filter(|action| button.get(**action).is_some()).count() {
        0 => return wrong("Text buttons are unallowed in the inline keyboard"),
        1 => {}
        _ => return Err(ApiError::bad("BUTTON_TYPE_INVALID")),
    }
    if let Some(data) = button.get("callback_data")
        && !data.as_str().is_some_and(|data| (1..=64).contains(&data.len()))
    {
        return Err(ApiError::bad("BUTTON_DATA_INVALID"));
    }
    if let Some(url) = button["url"].as_str()
        && !["http://", "https://", "tg://"].iter().any(|scheme| url.starts_with(scheme))
    {
        let text = format!("inline keyboard button URL '{url}' is invalid: Unsupported URL protocol");
        return Err(ApiError::bad(text));
    }
    Ok(())
}

/// Whether a button with this callback data is on the keyboard of a message.
pub fn has(message: &Value, data: &str) -> bool {
    let rows = message["reply_markup"]["inline_keyboard"].as_array();
    rows.into_iter().flatten().filter_map(Value::as_array).flatten().any(|b| b["callback_data"] == data)
}
