//! `/shadow on`: the bot reads in a group and does not speak unasked, so that a community can see what it would do
//! before it lets it. Commands, and what belongs to a case already, work as ever. Kept is which message it would have
//! acted on and how, no words; a routine tells the secretaries once a day, and it is gone.

use super::hear::SURE;
use super::{Call, Desk, Outcome, Reply, hear, no};
use crate::incoming::Message;
use crate::words::Phrase;
use storage::{Chat, Purpose, Role, Shadow};
use understand::{Kind, Understanding, Urgency};

/// `/shadow [on|off]`, by a secretary in a residents' group.
pub async fn shadow(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let Some(area) = call.chat.bound().filter(|_| call.chat.purpose == Some(Purpose::Residents)) else {
        return no("shadow-where");
    };
    if !desk.roles_at(call.person.id, area).await?.contains(&Role::Secretary) {
        return no("shadow-secretary-only");
    }
    let on = call.chat.shadow.is_some();
    let wanted = match call.rest.trim().to_lowercase().as_str() {
        "on" | "开" | "開" | "开始" | "開始" => true,
        "off" | "关" | "關" | "结束" | "結束" => false,
        _ => return Ok(note(if on { "shadow-is-on" } else { "shadow-is-off" })),
    };
    if on == wanted {
        return Ok(note(if on { "shadow-is-on" } else { "shadow-is-off" }));
    }
    let since = wanted.then_some(desk.now);
    desk.tx.chat_save(&Chat { shadow: since, ..call.chat.clone() }).await?;
    if !wanted {
        desk.tx.shadow_take(call.chat.id).await?;
    }
    desk.office.set_next_daily(0);
    Ok(note(if wanted { "shadow-on" } else { "shadow-off" }))
}

fn note(key: &'static str) -> Reply {
    Reply::Note(Phrase::plain(key))
}

/// Whether a message of a group is only looked at: the group is in shadow mode, and it is not about a case.
pub async fn only_looks(desk: &mut Desk<'_>, chat: &Chat, message: &Message) -> storage::Result<bool> {
    if chat.shadow.is_none() {
        return Ok(false);
    }
    let Some(to) = &message.reply_to else { return Ok(true) };
    Ok(hear::case_of_message(desk, chat, to.id).await?.is_none())
}

/// Notes what would have been done about a message.
pub async fn seen(
    desk: &mut Desk<'_>,
    chat: &Chat,
    message: &Message,
    read: &Understanding,
) -> storage::Result<()> {
    let sure = read.confidence >= SURE;
    let what = match (read.kind, read.urgency) {
        _ if message.text.is_empty() => return Ok(()),
        (Kind::Request, Some(Urgency::Emergency)) if sure => Shadow::Emergency,
        (Kind::Request, _) if sure => Shadow::Card,
        (Kind::Request, _) if message.as_chat.is_none() => Shadow::Question,
        (Kind::Wish, _) if sure && message.as_chat.is_none() => Shadow::Wish,
        _ => return Ok(()),
    };
    desk.tx.shadow_note(chat.id, message.id, what, desk.now).await
}
