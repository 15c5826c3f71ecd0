//! Bringing news to people: in private where they can be written to; else, if the case is public, one grouped
//! reply with mentions in its chat; for staff, the staff chat.

use super::Desk;
use crate::outgoing::{Button, Post, Said};
use crate::views;
use crate::words::{Locale, Phrase};
use storage::{Case, Chat, Lane, Member, Person, Purpose, Role};

/// News about a case.
#[derive(Debug, Clone)]
pub struct News {
    /// What it says.
    pub phrase: Phrase,
    /// Its buttons, made once the language is known.
    pub buttons: fn(Locale, &Case) -> Vec<Vec<Button>>,
    /// Danger: at once, also in quiet hours.
    pub emergency: bool,
}

/// No buttons.
pub fn bare(_: Locale, _: &Case) -> Vec<Vec<Button>> {
    Vec::new()
}

impl News {
    /// News without buttons.
    pub fn plain(phrase: Phrase) -> News {
        News { phrase, buttons: bare, emergency: false }
    }
}

/// Tells people about a case, each once. Who cannot be written to is mentioned where the case is shown,
/// unless it is private: then the news waits until they open the bot again.
pub async fn tell_people(
    desk: &mut Desk<'_>,
    case: &Case,
    people: &[i64],
    news: &News,
) -> storage::Result<()> {
    let mut unreached = Vec::new();
    for id in people {
        let Some(person) = desk.tx.person(*id).await? else { continue };
        match desk.private_chat(&person).await? {
            Some(chat) => say(desk, &chat, case, Some(&person), news, None).await?,
            None => unreached.push(person),
        }
    }
    if unreached.is_empty() || case.private {
        return Ok(());
    }
    for card in desk.tx.cards(case.id).await? {
        let Some(chat) = desk.tx.chat(card.chat).await? else { continue };
        if !chat.is_private() && chat.bound().is_some() {
            let reply_to =
                card.message.or(case.source.filter(|(at, _)| *at == chat.id).map(|(_, message)| message));
            return mention(desk, &chat, case, &unreached, news, reply_to).await;
        }
    }
    Ok(())
}

/// Tells somebody who works here about a case: in private, or in the staff chat; never in the residents' group.
pub async fn tell_worker(desk: &mut Desk<'_>, case: &Case, person: i64, news: &News) -> storage::Result<()> {
    let Some(person) = desk.tx.person(person).await? else { return Ok(()) };
    match desk.private_chat(&person).await? {
        Some(chat) => say(desk, &chat, case, Some(&person), news, None).await,
        None => tell_staff(desk, case, &[person], news).await.map(drop),
    }
}

/// Tells the staff chats of a case's community, with mentions of `people`. Whether there was one.
pub async fn tell_staff(
    desk: &mut Desk<'_>,
    case: &Case,
    people: &[Person],
    news: &News,
) -> storage::Result<bool> {
    let chats = staff_chats(desk, case.area).await?;
    for chat in &chats {
        mention(desk, chat, case, people, news, None).await?;
    }
    Ok(!chats.is_empty())
}

/// The staff chats nearest above an area that this bot serves.
pub async fn staff_chats(desk: &mut Desk<'_>, area: i64) -> storage::Result<Vec<Chat>> {
    for above in desk.org.ancestors(area) {
        let mut chats = desk.tx.chats_of(above, Purpose::Staff).await?;
        chats.retain(|chat| chat.bot == desk.office.me.id);
        if !chats.is_empty() {
            return Ok(chats);
        }
    }
    Ok(Vec::new())
}

/// Tells an area's secretaries something about no case, in private; its staff chat if none can be written to.
pub async fn tell_secretaries(
    desk: &mut Desk<'_>,
    area: i64,
    words: impl Fn(Locale) -> Said,
) -> storage::Result<()> {
    let mut told = false;
    for id in on_duty(desk, area, &[Role::Secretary]).await? {
        let Some(person) = desk.tx.person(id).await? else { continue };
        if let Some(chat) = desk.private_chat(&person).await? {
            let said = words(desk.locale(&chat, Some(&person)));
            let post = Post::Text { said, reply_to: None, silent: false };
            desk.post_at(chat.id, &post, None, Lane::Normal, 0).await?;
            told = true;
        }
    }
    if !told {
        for chat in staff_chats(desk, area).await? {
            let said = words(desk.locale(&chat, None));
            desk.tell(&chat, said, None, None).await?;
        }
    }
    Ok(())
}

/// The people with one of `roles` nearest to an area, who are not away; a stand-in takes the place of one who is.
pub async fn on_duty(desk: &mut Desk<'_>, area: i64, roles: &[Role]) -> storage::Result<Vec<i64>> {
    for above in desk.org.ancestors(area) {
        let members = desk.tx.members_at(&[above], roles).await?;
        if !members.is_empty() {
            return Ok(present(&members, desk.now));
        }
    }
    Ok(Vec::new())
}

fn present(members: &[Member], now: i64) -> Vec<i64> {
    let here = |member: &Member| if member.is_away(now) { member.stand_in } else { Some(member.person) };
    let mut people: Vec<i64> = members.iter().filter_map(here).collect();
    people.sort_unstable();
    people.dedup();
    people
}

async fn say(
    desk: &mut Desk<'_>,
    chat: &Chat,
    case: &Case,
    person: Option<&Person>,
    news: &News,
    reply_to: Option<i64>,
) -> storage::Result<()> {
    let locale = desk.locale(chat, person);
    let said = Said { html: views::html(&news.phrase, locale), keyboard: (news.buttons)(locale, case) };
    queue(desk, chat, case, said, reply_to, news.emergency).await
}

async fn mention(
    desk: &mut Desk<'_>,
    chat: &Chat,
    case: &Case,
    people: &[Person],
    news: &News,
    reply_to: Option<i64>,
) -> storage::Result<()> {
    let locale = desk.locale(chat, None);
    let names: Vec<String> =
        people.iter().filter_map(|person| person.about.as_ref()).map(views::mention).collect();
    let text = views::html(&news.phrase, locale);
    let html = if names.is_empty() { text } else { format!("{} {text}", names.join(" ")) };
    let said = Said { html, keyboard: (news.buttons)(locale, case) };
    queue(desk, chat, case, said, reply_to, news.emergency).await
}

async fn queue(
    desk: &mut Desk<'_>,
    chat: &Chat,
    case: &Case,
    said: Said,
    reply_to: Option<i64>,
    emergency: bool,
) -> storage::Result<()> {
    let post = Post::Text { said, reply_to, silent: false };
    let (lane, due) =
        if emergency { (Lane::Emergency, 0) } else { (Lane::Normal, desk.quiet_until(case.area)) };
    desk.post_at(chat.id, &post, Some(case.id), lane, due).await
}
