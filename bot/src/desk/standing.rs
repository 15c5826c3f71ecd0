//! The bot's own standing in a chat: added, given or denied rights, removed, added again; a group that became a
//! supergroup; a private chat that was blocked.

use super::{Desk, ballots, gathering, hear, hooks};
use crate::incoming::{ChatSeen, Standing};
use crate::outgoing::{Post, Said};
use crate::views::{self, standing::Abilities};
use crate::words::{Locale, Phrase};
use storage::{Chat, ChatState, Draft, Lane, Status};

/// How many cards of each state are brought up to date when the bot is back in a chat.
const CATCH_UP: i64 = 20;

/// What the state of a chat is once the bot is in it again.
pub fn returned(chat: &Chat) -> ChatState {
    match (chat.is_private(), chat.area, chat.asked) {
        (true, ..) | (false, None, None) => ChatState::New,
        (false, Some(_), _) => ChatState::Bound,
        (false, None, Some(_)) => ChatState::Asked,
    }
}

/// The bot's standing changed.
pub async fn changed(desk: &mut Desk<'_>, standing: Standing) -> storage::Result<()> {
    let is_in = |status: &str| !matches!(status, "left" | "kicked");
    if !is_in(&standing.now) {
        return left(desk, &standing.chat).await;
    }
    let known = desk.tx.chat_known(desk.office.me.id, standing.chat.tg).await?;
    let was_away =
        known.as_ref().is_none_or(|chat| matches!(chat.state, ChatState::Left | ChatState::Forgotten));
    let Some(mut chat) = hear::chat_of(desk, &standing.chat).await? else { return Ok(()) };
    if chat.is_private() {
        return Ok(());
    }
    let before = chat.rights.admin;
    chat.rights.admin = matches!(standing.now.as_str(), "administrator" | "creator");
    let locale = language(desk, &chat, standing.by.language.as_deref());
    if !was_away {
        if before != chat.rights.admin {
            tell_again(desk, &chat, locale).await?;
        }
        return desk.tx.chat_save(&chat).await;
    }
    match chat.bound() {
        Some(area) => back(desk, &chat, area).await?,
        None => chat.rights.told = Some(greet(desk, &chat, locale).await?),
    }
    desk.tx.chat_save(&chat).await
}

/// A group became the supergroup `to`: its binding, language and open cards go along.
pub async fn moved(desk: &mut Desk<'_>, from: &ChatSeen, to: i64) -> storage::Result<()> {
    let Some(mut chat) = desk.tx.chat_known(desk.office.me.id, from.tg).await? else { return Ok(()) };
    if chat.state == ChatState::Left {
        chat.state = returned(&chat);
    }
    let chat = desk.tx.chat_became(&chat, to).await?;
    settle_in(desk, &chat).await
}

/// The messages of a group stayed behind when it became a supergroup. Cards are posted anew when something happens to
/// them; what neighbours answer by its buttons is at once.
pub async fn settle_in(desk: &mut Desk<'_>, chat: &Chat) -> storage::Result<()> {
    gathering::catch_up(desk, chat.id).await?;
    ballots::put_again(desk, chat).await
}

/// Removed, or blocked by a person: what waits to be said there is given up, what it was bound to is kept.
async fn left(desk: &mut Desk<'_>, seen: &ChatSeen) -> storage::Result<()> {
    let Some(mut chat) = desk.tx.chat_known(desk.office.me.id, seen.tg).await? else { return Ok(()) };
    chat.state = ChatState::Left;
    chat.rights.admin = false;
    desk.tx.chat_save(&chat).await?;
    hooks::given_up(desk, chat.id).await?;
    desk.tx.outbox_drop_chat(chat.bot, chat.id).await.map(drop)
}

/// Added again to a chat that is bound: one line, and the cards and notices that changed meanwhile.
async fn back(desk: &mut Desk<'_>, chat: &Chat, area: i64) -> storage::Result<()> {
    desk.office.set_next_daily(0);
    let line = Phrase::plain("standing-back").with("area", desk.org.path_name(area));
    desk.tell(chat, views::line(&line, desk.locale(chat, None)), None, None).await?;
    for status in Status::ALL.into_iter().filter(|status| status.is_live()) {
        for case in desk.tx.cases_of_area(area, status, CATCH_UP).await? {
            let card = desk.tx.card(case.id, chat.id).await?;
            if card.is_some_and(|card| card.shown < case.version) {
                desk.tx.outbox_card(case.bot, case.id, chat.id, Lane::Normal, 0, desk.wire).await?;
            }
        }
    }
    gathering::catch_up(desk, chat.id).await?;
    let Some(community) = desk.org.community_of(area) else { return Ok(()) };
    for case in desk.tx.wishes_live(community, CATCH_UP).await? {
        let card = desk.tx.card(case.id, chat.id).await?;
        if card.is_some_and(|card| card.shown < case.version) {
            desk.tx.outbox_card(case.bot, case.id, chat.id, Lane::Normal, 0, desk.wire).await?;
        }
    }
    Ok(())
}

/// Says once what the bot does and does not do here; the row in the outbox, to be edited when the rights change.
async fn greet(desk: &mut Desk<'_>, chat: &Chat, locale: Locale) -> storage::Result<i64> {
    let post = Post::Text { said: card(desk, chat, locale), reply_to: None, silent: true };
    let payload = serde_json::to_string(&post).unwrap_or_default();
    let draft = Draft { chat: chat.id, lane: Lane::Normal, kind: post.kind(), payload, case: None, due: 0 };
    desk.tx.outbox_queue(chat.bot, draft, desk.wire).await
}

/// The rights changed: the card that told of them says the new ones.
async fn tell_again(desk: &mut Desk<'_>, chat: &Chat, locale: Locale) -> storage::Result<()> {
    let Some(row) = chat.rights.told else { return Ok(()) };
    let Some(message) = desk.tx.outbox_message(row).await? else { return Ok(()) };
    let said = card(desk, chat, locale);
    desk.post(chat.id, &Post::Edit { message, said }).await
}

fn card(desk: &Desk<'_>, chat: &Chat, locale: Locale) -> Said {
    let bound = chat.bound().map(|area| desk.org.path_name(area));
    views::standing::card(locale, abilities(desk, chat), bound.as_deref())
}

/// Which ways of speaking to it work in a chat with the rights it has.
pub fn abilities(desk: &Desk<'_>, chat: &Chat) -> Abilities {
    let admin = chat.rights.admin;
    Abilities { words: admin || desk.office.me.sees_all, reactions: admin }
}

/// The language of a chat that is bound to nothing yet: what the person who added the bot reads.
fn language(desk: &Desk<'_>, chat: &Chat, tag: Option<&str>) -> Locale {
    if chat.locale.is_some() || chat.bound().is_some() {
        return desk.locale(chat, None);
    }
    tag.and_then(Locale::near).unwrap_or(Locale::ZhCn)
}
