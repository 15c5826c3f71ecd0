//! `/lang`: the language of a chat, chosen by its administrators or a secretary; in private everybody's own.

use super::admins::{self, Asker};
use super::{Call, Desk, Outcome, Reply, no};
use crate::outgoing::{Post, Said};
use crate::views;
use crate::words::{Locale, Phrase};
use storage::{Chat, Role};

/// `/lang [LANGUAGE]`, and its buttons.
pub async fn lang(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let Some(wanted) = wanted(call.tap.is_some(), call.id, &call.rest) else {
        return match call.rest.is_empty() && call.tap.is_none() {
            true => Ok(Reply::Said(views::lang::question(desk.locale(&call.chat, Some(&call.person))))),
            false => no("lang-unknown"),
        };
    };
    if call.chat.is_private() {
        desk.tx.person_locale(call.person.id, wanted.as_str()).await?;
        return show(desk, call.chat.id, admins::tapped(&call), done(wanted)).await;
    }
    if let Some(area) = call.chat.bound()
        && desk.roles_at(call.person.id, area).await?.contains(&Role::Secretary)
    {
        let tapped = admins::tapped(&call);
        let asker = Asker { chat: &call.chat, person: &call.person, anonymous: false, tapped };
        return of_chat(desk, &asker, call.id, &call.rest).await;
    }
    admins::only(desk, &call, "lng").await
}

/// Sets the language of a group, once it is known that the asker may.
pub async fn of_chat(desk: &mut Desk<'_>, asker: &Asker<'_>, id: i64, words: &str) -> Outcome {
    let Some(wanted) = wanted(asker.tapped.is_some(), id, words) else { return no("lang-unknown") };
    let locale = Some(wanted.as_str().to_owned());
    desk.tx.chat_save(&Chat { locale, ..asker.chat.clone() }).await?;
    show(desk, asker.chat.id, asker.tapped, done(wanted)).await
}

/// The language of a button, or of what was typed.
fn wanted(tapped: bool, id: i64, words: &str) -> Option<Locale> {
    if tapped {
        return usize::try_from(id).ok().and_then(|id| Locale::ALL.get(id)).copied();
    }
    match words.to_lowercase().as_str() {
        "中文" | "简体" | "简体中文" => Some(Locale::ZhCn),
        "繁體" | "繁體中文" | "正體中文" => Some(Locale::ZhTw),
        "english" | "英文" => Some(Locale::En),
        tag => Locale::near(tag),
    }
}

fn done(locale: Locale) -> Said {
    views::line(&Phrase::plain("lang-set"), locale)
}

async fn show(desk: &mut Desk<'_>, chat: i64, tapped: Option<i64>, said: Said) -> Outcome {
    let Some(message) = tapped else { return Ok(Reply::Said(said)) };
    desk.post(chat, &Post::Edit { message, said }).await?;
    Ok(Reply::Nothing)
}
