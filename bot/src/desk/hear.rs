//! What to do with an update. `plan` is pure and throws chatter away before anything is stored; `work` carries
//! the rest out within one savepoint.

use super::{Call, Desk, Office, Outcome, Reply, Trouble};
use crate::incoming::{ChatSeen, Incoming, Message, What};
use crate::outgoing::{Post, Said};
use crate::routines::time;
use crate::verbs::{self, Found, Needs, Verb};
use crate::views;
use crate::words::Phrase;
use storage::{Case, CaseRef, Chat, ChatState, Person};
use understand::{Ask, Kind, Names, Understanding, understand, understand_request};

/// What an update calls for.
#[derive(Debug)]
pub enum Plan {
    /// Nothing at all.
    Nothing,
    /// Chatter in the chat with this Telegram id: counted, nothing else.
    Chatter(i64),
    /// Something to do.
    Work(Box<Work>),
}

/// An update to be worked on, and how its words were understood.
#[derive(Debug)]
pub struct Work {
    /// The update.
    pub incoming: Incoming,
    /// How its words read, where that matters.
    pub read: Option<Understanding>,
}

/// Below this confidence a request or wish is chatter; from [`SURE`] on it is one; between, its author is asked.
const UNSURE: f32 = 0.5;
/// From here on a request is a ticket, and a wish a wish.
pub const SURE: f32 = 0.8;

/// Says what an update calls for. Pure: text, and the bot's own name.
pub fn plan(office: &Office, incoming: Incoming, now: i64) -> Plan {
    let work = |incoming, read| Plan::Work(Box::new(Work { incoming, read }));
    let message = match &incoming.what {
        What::Other => return Plan::Nothing,
        What::Tap(_) | What::Reaction(_) | What::Standing(_) | What::Vote(_) | What::Poll(_) => {
            return work(incoming, None);
        }
        What::Message(message) | What::Edited(message) => message,
    };
    let group = message.chat.kind == "group" || message.chat.kind == "supergroup";
    if message.migrate_to.is_some() && group {
        return work(incoming, None);
    }
    if message.from.as_ref().is_none_or(|from| from.is_bot && message.as_chat.is_none()) {
        return Plan::Nothing;
    }
    if !group && message.chat.kind != "private" {
        return Plan::Nothing;
    }
    let chatter = Plan::Chatter(message.chat.tg);
    if verbs::for_another(&message.text, &office.me.username) {
        return chatter;
    }
    let read = read(message, now);
    if !group {
        return work(incoming, Some(read));
    }
    let to_us = replies_to(message, office.me.id);
    let verb = verbs::find(&message.text, &office.me.username, to_us).is_some_and(|found| !found.loose);
    let likely = matches!(read.kind, Kind::Request | Kind::Wish) && read.confidence >= UNSURE;
    let lone_photo = message.photo.is_some() && message.text.is_empty();
    let edited = matches!(incoming.what, What::Edited(_));
    if message.forwarded {
        return chatter;
    }
    if verb || to_us || likely || lone_photo || message.album.is_some() || edited || joins(&read, message) {
        return work(incoming, Some(read));
    }
    chatter
}

/// "Me too" counts as a reply to a message that somebody else wrote.
fn joins(read: &Understanding, message: &Message) -> bool {
    read.kind == Kind::Support && message.reply_to.is_some()
}

/// Whether a message replies to one of ours.
pub fn replies_to(message: &Message, me: i64) -> bool {
    message.reply_to.as_ref().and_then(|to| to.from.as_ref()).is_some_and(|from| from.tg == me)
}

/// Reads the words of a message, before it is known where it was said.
fn read(message: &Message, now: i64) -> Understanding {
    understand(&asked(message, now))
}

/// Reads the words of a message for an area, whose places have names of their own.
pub fn read_in(desk: &Desk<'_>, area: i64, message: &Message) -> Understanding {
    understand(&in_area(desk, area, message, &names(desk, area)))
}

/// The same of a message that is a report for sure; without words nothing is known of it.
pub fn read_request(desk: &Desk<'_>, area: i64, message: &Message) -> Understanding {
    if message.text.is_empty() {
        // What it replies to may be ours, with an example of something else.
        return understand(&Ask { context: None, ..asked(message, desk.now) });
    }
    understand_request(&in_area(desk, area, message, &names(desk, area)))
}

fn in_area<'a>(desk: &Desk<'_>, area: i64, message: &'a Message, names: &'a Names) -> Ask<'a> {
    let now = time::local(desk.now, desk.org.settings(area).time_zone);
    Ask { names, now, ..asked(message, desk.now) }
}

fn names(desk: &Desk<'_>, area: i64) -> Names {
    let settings = desk.org.settings(area);
    Names { estates: settings.estates.clone(), spots: settings.spots.clone() }
}

fn asked(message: &Message, now: i64) -> Ask<'_> {
    static NO_NAMES: Names = Names { estates: Vec::new(), spots: Vec::new() };
    let zone = chrono_tz::Asia::Shanghai;
    let now = chrono::DateTime::from_timestamp_millis(now).unwrap_or_default().with_timezone(&zone);
    let context = message.reply_to.as_ref().map(|to| to.text.as_str()).filter(|text| !text.is_empty());
    Ask { text: &message.text, context, now, names: &NO_NAMES }
}

/// Carries a plan out.
pub async fn work(desk: &mut Desk<'_>, work: Work) -> storage::Result<()> {
    match work.incoming.what {
        What::Message(Message { chat, migrate_to: Some(to), .. }) => {
            super::standing::moved(desk, &chat, to).await
        }
        What::Standing(standing) => super::standing::changed(desk, standing).await,
        What::Message(message) => hear(desk, message, work.read).await,
        What::Tap(tap) => super::taps::tap(desk, tap).await,
        What::Edited(message) => super::edits::edited(desk, message).await,
        What::Reaction(reaction) => super::joins::reaction(desk, reaction).await,
        What::Vote(vote) => super::ballots::voted(desk, &vote).await,
        What::Poll(poll) => super::ballots::seen(desk, &poll).await,
        What::Other => Ok(()),
    }
}

/// A new message: a verb, or words that may be a report.
async fn hear(desk: &mut Desk<'_>, message: Message, read: Option<Understanding>) -> storage::Result<()> {
    let Some(chat) = chat_of(desk, &message.chat).await? else { return Ok(()) };
    let Some(speaker) = message.from.clone() else { return Ok(()) };
    let me = desk.office.me.clone();
    let to_us = replies_to(&message, me.id);
    let text = message.text.clone();
    // What was forwarded is nobody's command here.
    let meant = |found: &Found<'_>| !message.forwarded && (chat.is_private() || !found.loose);
    let found = verbs::find(&text, &me.username, to_us).filter(meant);
    let Some(found) = found else {
        let to = message.id;
        let done = match super::progress::photo(desk, &chat, &speaker, &message).await {
            Ok(None) => super::reports::words(desk, &chat, &speaker, message, read).await,
            Ok(Some(reply)) => Ok(reply),
            Err(trouble) => Err(trouble),
        };
        return reply(desk, &chat, None, to, done).await;
    };
    let person = desk.person(&speaker).await?;
    let reply_to = message.id;
    let done = match case_for(desk, &chat, &person, &message, &found).await {
        Err(trouble) => Err(trouble),
        Ok((case, rest)) => {
            let call = Call {
                person: person.clone(),
                speaker,
                chat: chat.clone(),
                message: Some(Box::new(message)),
                tap: None,
                case,
                rest,
                id: 0,
                version: 0,
            };
            super::run(desk, found.verb, call).await
        }
    };
    reply(desk, &chat, Some(&person), reply_to, done).await
}

/// Says the outcome of a verb that was typed.
async fn reply(
    desk: &mut Desk<'_>,
    chat: &Chat,
    person: Option<&Person>,
    to: i64,
    done: Outcome,
) -> storage::Result<()> {
    let locale = desk.locale(chat, person);
    match done {
        Ok(Reply::Nothing | Reply::Later) => Ok(()),
        Ok(Reply::Note(phrase)) => desk.tell(chat, views::line(&phrase, locale), Some(to), None).await,
        Ok(Reply::Said(said)) => desk.tell(chat, said, Some(to), None).await,
        Err(Trouble::No(phrase)) => refuse(desk, chat, Some(to), views::line(&phrase, locale)).await,
        Err(Trouble::Ask(said)) => refuse(desk, chat, Some(to), said).await,
        Err(Trouble::Fault(error)) => Err(error),
    }
}

/// Undoes what the update did so far and says why it cannot be, or asks what was meant.
async fn refuse(desk: &mut Desk<'_>, chat: &Chat, to: Option<i64>, said: Said) -> storage::Result<()> {
    let chat = undo(desk, chat).await?;
    let post = Post::Text { said, reply_to: to, silent: true };
    desk.post(chat.id, &post).await
}

/// Undoes what the update did so far. A chat that was new with it gets its record again, for the refusal to be said in.
pub async fn undo(desk: &mut Desk<'_>, chat: &Chat) -> storage::Result<Chat> {
    desk.tx.undo_savepoint().await?;
    desk.tx.savepoint().await?;
    let seen = ChatSeen { tg: chat.tg, kind: chat.kind.clone() };
    Ok(chat_of(desk, &seen).await?.unwrap_or_else(|| chat.clone()))
}

/// The record of the chat that an update names; channels have none.
pub async fn chat_of(desk: &mut Desk<'_>, seen: &ChatSeen) -> storage::Result<Option<Chat>> {
    if seen.kind == "channel" {
        return Ok(None);
    }
    let mut chat =
        desk.tx.chat_seen(desk.office.me.id, seen.tg, &seen.kind, ChatState::New, desk.now).await?;
    if matches!(chat.state, ChatState::Left | ChatState::Forgotten) {
        // Somebody speaks to it there, so it is in it again.
        chat.state = super::standing::returned(&chat);
        desk.tx.chat_save(&chat).await?;
    }
    Ok(Some(chat))
}

/// The case that a typed verb is about, and the words that are left: a number first, else the card replied to.
async fn case_for(
    desk: &mut Desk<'_>,
    chat: &Chat,
    person: &Person,
    message: &Message,
    found: &Found<'_>,
) -> Result<(Option<Case>, String), Trouble> {
    let verb: &Verb = found.verb;
    if verb.needs != Needs::Case {
        return Ok((None, found.rest.to_owned()));
    }
    if let Some((code, number, rest)) = verbs::number(found.rest) {
        let case = numbered(desk, chat, person, code, number, verb).await?;
        return Ok((Some(case), rest.to_owned()));
    }
    if let Some(to) = &message.reply_to
        && let Some(case) = case_of_message(desk, chat, to.id).await?
        && desk.may_see(person.id, &case).await?
    {
        return Ok((Some(case), found.rest.to_owned()));
    }
    Err(Trouble::No(Phrase::plain("case-which").with("verb", verb.name)))
}

/// The case that a message tells of: its card, its report, or anything the bot said about it.
pub async fn case_of_message(
    desk: &mut Desk<'_>,
    chat: &Chat,
    message: i64,
) -> storage::Result<Option<Case>> {
    let id = match desk.tx.card_case(chat.id, message).await? {
        Some(id) => Some(id),
        None => desk.tx.outbox_case(chat.id, message).await?,
    };
    match id {
        Some(id) => desk.tx.case(id).await,
        None => desk.tx.case_of_source(chat.id, message).await,
    }
}

/// The case with a number: of the chat's community, of the community named by code, or in private of the
/// communities the person belongs to. One that they may not see is as unknown as one that is not there.
async fn numbered(
    desk: &mut Desk<'_>,
    chat: &Chat,
    person: &Person,
    code: Option<&str>,
    number: i64,
    verb: &Verb,
) -> Result<Case, Trouble> {
    let unknown = || Trouble::No(Phrase::plain("case-unknown").with("number", number));
    let communities = match code {
        Some(code) => {
            let area = desk.org.by_code(code).map(|area| area.id);
            let community = area.and_then(|area| desk.org.community_of(area));
            vec![community.ok_or_else(|| Trouble::No(Phrase::plain("case-code").with("code", code)))?]
        }
        None => match chat.bound() {
            Some(area) => desk.org.community_of(area).into_iter().collect(),
            None => own_communities(desk, person).await?,
        },
    };
    let mut fitting = Vec::new();
    for community in communities {
        if let Some(case) = desk.tx.case_numbered(CaseRef { community, number }).await?
            && desk.may_see(person.id, &case).await?
        {
            fitting.push(case);
        }
    }
    match fitting.len() {
        0 => Err(unknown()),
        1 => fitting.pop().ok_or_else(unknown),
        _ => which(desk, chat, person, &fitting, verb).await,
    }
}

/// A bare number that fits several cases gets one question with buttons.
async fn which(
    desk: &mut Desk<'_>,
    chat: &Chat,
    person: &Person,
    cases: &[Case],
    verb: &Verb,
) -> Result<Case, Trouble> {
    let locale = desk.locale(chat, Some(person));
    let choices: Vec<(String, String)> = cases
        .iter()
        .map(|case| {
            let area = desk.org.area(case.community).map_or("", |area| area.name.as_str());
            (format!("{area} #{}", case.number), verbs::data(verb.code, case.id, case.version))
        })
        .collect();
    let said: Said =
        views::choices(&Phrase::plain("case-several").with("number", cases[0].number), &choices, locale);
    Err(Trouble::Ask(said))
}

/// The communities that a person works in, reported to in the last 90 days or grants a wish in.
pub async fn own_communities(desk: &mut Desk<'_>, person: &Person) -> storage::Result<Vec<i64>> {
    let mut all = Vec::new();
    for member in desk.tx.members_of(person.id).await? {
        all.extend(desk.org.community_of(member.area));
    }
    let since = desk.now - 90 * 86_400_000;
    all.extend(desk.tx.cases_reported(person.id, since, 20).await?.iter().map(|case| case.community));
    all.extend(desk.tx.wishes_held(person.id, 20).await?.iter().map(|case| case.community));
    all.sort_unstable();
    all.dedup();
    Ok(all)
}
